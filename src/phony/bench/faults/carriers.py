"""Rows in which the carrier cuts streams, garbles its callbacks or answers REST with errors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from phony.bench.faults.evidence import Json
from phony.bench.faults.far import LINES
from phony.bench.faults.stage import Row, Stage
from phony.bench.faults.verdict import CallVerdict, Verdict, judge
from phony.domain.errors import Unavailable

_RINGS_S = 60
_CUT_AFTER_S = 12.0
_AFTER_S = 12.0  # for a command to be tried again and again
_NUMBER = "+1415555{:04}"


async def _cut(stage: Stage) -> None:
    """The streams that are up break when they are as old as `_CUT_AFTER_S`; others do not."""
    await stage.far.faults()


async def _garble(stage: Stage) -> None:
    """From now on: twice, in any order, up to two seconds late."""
    await stage.far.faults(callbacks_duplicate=True, callbacks_shuffle=True, callbacks_delay_s=1.0)


# ---- calls that we place: each row judges itself ------------------------------------------


async def _outbound(stage: Stage) -> Json:
    fields = {
        "name": "Out",
        "type": "outbound",
        "system_prompt": "You call people.",
        "greeting_message": "Hello, this is a call.",
        "summary": False,
        "context_data": stage.product.agent["context_data"],
    }
    agent: Json = await stage.product.ask("POST", "/agents/", fields)
    return agent


async def _callee(stage: Stage, number: str, **persona: Any) -> None:
    await stage.far.ask("PUT", f"/parties/{number}", persona)


async def _dial(stage: Stage, **faults: Any) -> None:
    """Three calls out, each with this fault of its own."""
    agent = await _outbound(stage)
    stage.records["agent"] = agent
    for place in range(3):
        number = _NUMBER.format(place)
        await _callee(stage, number, lines=LINES[:2], settle_ms=600)
        await stage.far.faults(**faults)
        order = {"agent_id": agent["id"], "to_number": number}
        try:
            call = await stage.product.ask("POST", "/agents/call/outbound", order)
            stage.records[number] = call
        except Unavailable as error:
            stage.problems.append(f"the order was refused: {error}"[:160])
        stage.calls.append(number)
    await stage.far.faults()


def _dialled(**faults: Any) -> Callable[[Stage], Awaitable[None]]:
    async def hit(stage: Stage) -> None:
        await _dial(stage, **faults)

    return hit


async def _were_served(stage: Stage, verdict: Verdict) -> None:
    """Every phone rang once, the callee was served, and the record says so."""
    verdict.should_be = len(stage.calls)
    items = (await stage.far.ask("GET", "/calls"))["items"]
    for number in stage.calls:
        rung = [item for item in items if item["to"] == number]
        if len(rung) != 1:
            verdict.problems.append(f"a phone rang {len(rung)} times")
        if not rung:
            continue
        far = await stage.far.evidence(await stage.far.over(rung[0]["sid"], 60), 0)
        await stage.product.settled([rung[0]["sid"]])
        record = (await stage.product.records()).get(rung[0]["sid"])
        stored = await stage.product.stored(record) if record else None
        verdict.calls.append(judge(far, stored))


async def _hang_up(stage: Stage, **faults: Any) -> None:
    """Phones ring; the order to stop them meets the fault."""
    agent = await _outbound(stage)
    for place in range(3):
        number = _NUMBER.format(place)
        await _callee(stage, number, kind="no_answer")
        order = {"agent_id": agent["id"], "to_number": number, "ring_timeout_s": _RINGS_S}
        call = await stage.product.ask("POST", "/agents/call/outbound", order)
        await asyncio.sleep(1.0)
        await stage.far.faults(**faults)
        await stage.product.ask("POST", f"/calls/{call['id']}/hangup", {"when": "now"})
        await asyncio.sleep(_AFTER_S / 3)
        await stage.far.faults()
        stage.calls.append(number)
        stage.records[number] = call
    await asyncio.sleep(_AFTER_S)


def _hung_up(**faults: Any) -> Callable[[Stage], Awaitable[None]]:
    async def hit(stage: Stage) -> None:
        await _hang_up(stage, **faults)

    return hit


async def _rings_no_more(stage: Stage, verdict: Verdict) -> None:
    verdict.should_be = len(stage.calls)
    items = (await stage.far.ask("GET", "/calls"))["items"]
    for number in stage.calls:
        rung = [item for item in items if item["to"] == number]
        silent = all(item["ended_by"] for item in rung)
        record = await stage.product.ask("GET", f"/calls/{stage.records[number]['id']}")
        known = record["outcome"] == "operator_hung_up"
        one = CallVerdict(number, held=silent and known)
        if not silent:
            one.wrong.append("the phone goes on ringing")
        if not known:
            one.wrong.append(f"recorded as {record['outcome']}")
        verdict.calls.append(one)


ROWS = (
    Row(
        "sockets-cut",
        "all media sockets are cut once, without `stop`",
        _cut,
        lasts_s=_CUT_AFTER_S - 4,
        touches=True,
        before=(("stream_drop_after_s", _CUT_AFTER_S),),
    ),
    Row("callbacks", "callbacks doubled, shuffled, up to 2 s late", _garble),
    Row(
        "dial-429",
        "REST answers the order to dial with 429, once",
        _dialled(rest_errors=1, rest_status=429),
        alone=_were_served,
    ),
    Row(
        "dial-lost",
        "the carrier dials, and answers with 500",
        _dialled(rest_lost=1),
        alone=_were_served,
    ),
    Row(
        "hangup-500",
        "REST answers the order to hang up with 500, twice",
        _hung_up(rest_errors=2, rest_status=500),
        alone=_rings_no_more,
    ),
    Row(
        "hangup-429",
        "REST answers the order to hang up with 429, twice",
        _hung_up(rest_errors=2, rest_status=429),
        alone=_rings_no_more,
    ),
)
