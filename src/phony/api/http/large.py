"""Answers about records that may be large: those are made beside the calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

import orjson
from fastapi import Response
from pydantic import BaseModel

from phony.aside import LARGE, Aside

P = ParamSpec("P")


def is_large(*contexts: Mapping[str, Any]) -> bool:
    """Whether that much context data is too much to go through between two frames."""
    return sum(len(orjson.dumps(context)) for context in contexts) > LARGE


async def made(
    aside: Aside, large: bool, work: Callable[P, BaseModel], *args: P.args, **named: P.kwargs
) -> BaseModel | Response:
    """What `work` makes; of something large it is made, and written as JSON, aside.

    Raises:
        PhonyError: `work` raised it.
    """
    if not large:
        return work(*args, **named)
    text = await aside.written(work, *args, **named)
    return Response(text, media_type="application/json")
