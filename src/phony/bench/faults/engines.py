"""Rows in which the engine drops its sockets, falls silent, refuses or talks nonsense."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from phony.bench.faults.stage import Row, Stage
from phony.bench.faults.verdict import Targets

AWAY_S = 10.0
LONG_S = 30.0
# An engine that is replaced: its last figures are its own.
_REPLACED = Targets(silence_p99_s=6.0)
# A mute engine counts what it hears, and cannot say so.
_MUTE = Targets(silence_p99_s=6.0, short_usd=0.02 * 9)
ODD: list[Any] = [None, 7, True, "x", [], ["x"], {}, {"code": {}}, {"message": 7}]
GARBAGE = [
    *("", "{", "null", "[]", '"x"', "7", "\ud7ff", "{}", '{"type":7}', '{"type":null}'),
    *('{"type":"response.done"}', '{"type":"response.done","response":[]}'),
    *('{"type":"response.output_audio.delta","delta":7}', '{"type":"session.created"}'),
    *('{"type":"nobody.knows","event_id":{}}', '{"type":"response.created","response":{"id":[]}}'),
]
_ODD_ERRORS = [
    *(json.dumps({"type": "error", "error": odd}) for odd in ODD),
    *(
        json.dumps({"type": "error", "error": {"type": odd, "code": odd, "message": odd}})
        for odd in ODD
    ),
]


def _killed(**fault: Any) -> Callable[[Stage], Awaitable[None]]:
    """All sessions end at once in this way; those that follow are well."""

    async def hit(stage: Stage) -> None:
        await stage.far.faults(engine={"kill": True, "sessions": 0, **fault})

    return hit


def _away(seconds: float, **fault: Any) -> Callable[[Stage], Awaitable[None]]:
    """All sessions are dropped, and new ones meet this for a while."""

    async def hit(stage: Stage) -> None:
        await stage.far.faults(engine={"kill": True, "close_code": 0, **fault})
        await asyncio.sleep(seconds)
        await stage.far.faults()

    return hit


async def _mute(stage: Stage) -> None:
    """The sockets stay open, and no event comes any more: for the sessions that are there."""
    await stage.far.faults(engine={"hush": True, "sessions": 0})


def _said(texts: list[str]) -> Callable[[Stage], Awaitable[None]]:
    """New sessions begin with this."""

    async def hit(stage: Stage) -> None:
        await stage.far.faults(engine={"kill": True, "close_code": 0, "texts_after_update": texts})

    return hit


async def _twice_429(stage: Stage) -> None:
    twice = 2 * len(stage.calls)
    await stage.far.faults(
        engine={"kill": True, "close_code": 0, "refuse_status": 429, "sessions": twice}
    )


ROWS = (
    Row(
        "engine-dropped",
        "the engine's sockets break",
        _killed(close_code=0),
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-1000",
        "the engine closes with 1000",
        _killed(close_code=1000),
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-1011",
        "the engine closes with 1011",
        _killed(close_code=1011),
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-4000",
        "the engine closes with 4000",
        _killed(close_code=4000),
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-mute",
        "the engine's sockets stay open, no event comes",
        _mute,
        lasts_s=8.0,
        targets=_MUTE,
        touches=True,
    ),
    Row(
        "engine-503",
        f"the engine drops all sessions and answers 503 for {AWAY_S:g} s",
        _away(AWAY_S, refuse_status=503),
        lasts_s=AWAY_S,
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-503-long",
        f"the same for {LONG_S:g} s",
        _away(LONG_S, refuse_status=503),
        lasts_s=LONG_S,
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-fallback",
        f"the same for {LONG_S:g} s, and the agent has another engine",
        _away(LONG_S, refuse_status=503),
        lasts_s=LONG_S,
        targets=_REPLACED,
        touches=True,
        spare=True,
    ),
    Row(
        "engine-hangs",
        f"the engine's handshakes hang for {AWAY_S:g} s",
        _away(AWAY_S, connect_delay_s=60),
        lasts_s=AWAY_S + 5,
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-429", "429 for two tries of every call", _twice_429, targets=_REPLACED, touches=True
    ),
    Row(
        "engine-garbage",
        "16 kinds of garbage at once",
        _said(GARBAGE),
        targets=_REPLACED,
        touches=True,
    ),
    Row(
        "engine-odd-errors",
        "errors of odd shapes",
        _said(_ODD_ERRORS),
        targets=_REPLACED,
        touches=True,
    ),
)
