"""The sandbox and a small product, both on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.support.sandbox import Product, Sandbox, running_sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def product(sandbox: Sandbox) -> AsyncIterator[Product]:
    async with Product().running() as product:
        sandbox.set_voice(f"{product.url}/voice")
        yield product
