"""One running product for all scripted calls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.serving import wait_for
from tests.e2e.product import FAST_MS, Product, running


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """With text instead of speech: light, and exact in what is said."""
    with running(tmp_path_factory.mktemp("product"), "--workers", "2", pace_ms=FAST_MS) as product:
        yield product


@pytest.fixture(scope="session")
def _lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(
        tmp_path_factory.mktemp("mortal"),
        "--workers",
        "2",
        pace_ms=FAST_MS,
        PHONY_ALLOW_PRIVATE_URLS="true",
        PHONY_DRAIN_S="16",
    ) as product:
        yield product


@pytest.fixture
def mortal(_lives: Product) -> Product:
    """A product whose workers, or all of it, are about to die: whole again for each test."""
    process = _lives.serving.process
    assert process is not None
    if process.poll() is not None:
        _lives.serving.start_again()
    wait_for(lambda: len(_lives.workers()) == 2, "both workers", 60)
    return _lives


@pytest.fixture(autouse=True)
def _no_complaints(request: pytest.FixtureRequest) -> Iterator[None]:
    """The carrier may complain only where a test breaks something on purpose."""
    yield
    if "product" not in request.fixturenames:
        return
    product = request.getfixturevalue("product")
    # 0 and 12200: TwiML or a parameter that the carrier, or the sandbox, does not know.
    complaints = [a for a in product.alerts() if a["code"] in (0, 12200, 31950, 31951)]
    product.sandbox("POST", "/reset")
    assert complaints == []
