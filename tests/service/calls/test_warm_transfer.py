"""A colleague is called, hears a summary and decides; then both are joined, or nobody is."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from tests.support.calls import keep, make_call
from tests.support.carrier_rest import CarrierRest, form_of
from tests.support.loopback import (
    NUMBER,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    until,
)
from tests.support.operators import COLLEAGUE, begin, order, reach, state_of
from tests.support.switchboard import Switchboard

from phony.carriers.refusals import CarrierRefused, NotReached
from phony.domain.actions import DialOperator
from phony.domain.calls import CallStatus
from phony.domain.errors import Invalid, PhonyError
from phony.domain.ids import utc_now
from phony.store.transfers import Transfer


async def warm(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> tuple[Stream, EngineSession, str, str, dict[str, str]]:
    stream, session, call_id = await begin(live, engine)
    command_id = await order(
        live, call_id, "warm-transfer", to_number=COLLEAGUE, summary="Ada asks about a refund."
    )
    await until(lambda: rest.orders, "the colleague is called")
    assert rest.orders[0]["To"] == COLLEAGUE
    return stream, session, call_id, command_id, rest.orders[0]


async def test_a_colleague_accepts_and_both_are_joined(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, session, call_id, command_id, order_ = await warm(live, engine, rest)
    path = f"/twilio/calls/{call_id}"
    brief = await live.webhook(
        f"{path}/brief?c={command_id}", form_of(order_, CallStatus="in-progress")
    )
    assert "Ada asks about a refund." in brief.text
    assert "<Gather" in brief.text
    joined = await live.webhook(f"{path}/brief-key?c={command_id}", form_of(order_, Digits="1"))
    assert "<Conference" in joined.text
    await until(lambda: stream.closed is not None, "the stream ends")
    form = {"CallSid": stream.names.call_sid, "CallStatus": "in-progress"}
    after = await live.webhook(f"{path}/after", form)
    assert "<Conference" in after.text
    room = joined.text.split("</Conference>")[0].rsplit(">", 1)[1]
    assert room
    assert room in after.text
    await until(lambda: session.closed is not None, "the agent is gone")
    await live.webhook(f"{path}/conference-status", form)
    call = await live.call(call_id)
    assert (call["status"], call["outcome"]) == ("completed", "transferred")
    assert await state_of(live, command_id) == "done"


@pytest.mark.parametrize("how", ["declined", "busy", "no-answer"])
async def test_a_colleague_who_does_not_take_it_leaves_the_caller_with_the_agent(
    live: Product, engine: ScriptedEngine, rest: CarrierRest, how: str
) -> None:
    stream, session, call_id, command_id, order_ = await warm(live, engine, rest)
    path = f"/twilio/calls/{call_id}"
    if how == "declined":
        answer = await live.webhook(f"{path}/brief-key?c={command_id}", form_of(order_, Digits="2"))
        assert "<Hangup" in answer.text
    else:
        await live.webhook(f"{path}/brief-status?c={command_id}", form_of(order_, CallStatus=how))
    await reach(live, command_id, "failed")
    heard = stream.audio
    await session.caller_says("Hello? Anybody?", reply="I am still here.")
    await until(lambda: stream.audio > heard, "the agent speaks")
    assert stream.closed is None
    stream.hang_up()


@pytest.mark.parametrize("told", [True, False])
async def test_a_caller_who_leaves_stops_the_colleagues_phone(
    live: Product, engine: ScriptedEngine, rest: CarrierRest, told: bool
) -> None:
    stream, _, call_id, _, order_ = await warm(live, engine, rest)
    if told:  # else we are about to be told which call it is
        await until(lambda: live.app.state.services.calls.warm._attempts[call_id].sid, "placed")
    stream.hang_up()
    await until(lambda: (order_["sid"], {"Status": "completed"}) in rest.updates, "hung up")
    await until(lambda: live.app.state.registry.get(call_id) is None, "gone")


async def test_who_accepts_too_late_is_not_left_alone_in_a_room(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, _, call_id, command_id, order_ = await warm(live, engine, rest)
    path = f"/twilio/calls/{call_id}"
    busy = form_of(order_, CallStatus="busy")
    await live.webhook(f"{path}/brief-status?c={command_id}", busy)
    await reach(live, command_id, "failed")
    for step in ("brief", "brief-key"):
        late = await live.webhook(f"{path}/{step}?c={command_id}", form_of(order_, Digits="1"))
        assert "<Hangup" in late.text
    stream.hang_up()


async def test_a_colleague_who_was_called_without_our_knowing_is_found(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    rest.lose = 1
    stream, _, call_id, _, order_ = await warm(live, engine, rest)
    await until(lambda: live.app.state.services.calls.warm._attempts[call_id].sid, "found")
    stream.hang_up()
    await until(lambda: (order_["sid"], {"Status": "completed"}) in rest.updates, "hung up")
    assert len(rest.orders) == 1


@pytest.mark.parametrize("ours", [True, False])
async def test_a_worker_that_woke_does_not_hang_up_whom_another_one_waits_for(
    board: Switchboard, ours: bool
) -> None:
    call = make_call(worker_id="w1", carrier_call_sid="CA7", status=CallStatus.IN_PROGRESS)
    await keep(board.database, call)
    transfers = board.repositories.transfers
    long_ago = utc_now() - timedelta(seconds=300)
    asked = Transfer(
        id="command_1", org_id=call.org_id, call_id=call.id, summary="", room="r",
        created_at=long_ago,
    )  # fmt: skip
    await transfers.begin(asked)
    await transfers.placed("command_1", "CA9")
    if not ours:
        await board.repositories.calls.claim(call.id, "w2", held_by="w1")
    action = DialOperator("command_1", COLLEAGUE, summary="", room="r")
    assert await board.calls.warm.dial(call, action, lambda: False) == "no_answer"
    if ours:
        await until(lambda: board.phones.hung_up == ["CA9"], "their phone is silent")
    settled = await transfers.find("command_1", call.id)
    assert settled is not None
    assert settled.result == ("no_answer" if ours else None)
    assert board.phones.hung_up == (["CA9"] if ours else [])


CALLER = "+447700900123"


@pytest.mark.parametrize(
    ("shows", "token", "refused", "shown"),
    [
        ("caller", "token", None, [CALLER]),
        ("agent", "token", None, [NUMBER]),
        ("caller", "", None, [NUMBER]),  # the carrier gave none
        ("caller", "token", CarrierRefused("no", 21210, "-"), [NUMBER]),
        ("caller", "token", Invalid("no", field="from_number"), [NUMBER]),
        ("caller", "token", NotReached("away", cure="-"), []),  # there is no use in asking again
    ],
)
async def test_a_colleague_sees_the_caller_where_the_carrier_lets_them(
    board: Switchboard, shows: str, token: str, refused: PhonyError | None, shown: list[str]
) -> None:
    await board.agent(transfers={"caller_id": shows, "max_duration_s": 600})
    await board.ring(From=CALLER, CallToken=token)
    (bridge,) = board.registry.all()
    board.phones.refuse_tokens = refused
    action = DialOperator("command_1", COLLEAGUE, summary="", room="r")
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(board.calls.warm.dial(bridge.call, action, lambda: False))
        await until(lambda: board.phones.orders or asked.done(), "the colleague is called")
        form = {"CallStatus": "busy", "CallSid": "CA1", "To": COLLEAGUE}
        await board.calls.warm.status(bridge.call.id, "command_1", form)
    assert [order.from_ for order in board.phones.orders] == shown
    assert all(order.time_limit_s >= 600 for order in board.phones.orders)


async def test_a_colleague_who_answered_is_on_the_bill(board: Switchboard) -> None:
    await board.agent()
    call_id, _ = await board.connect(await board.ring())
    path = {"CallSid": "CA9", "To": COLLEAGUE}
    for more in ({"CallStatus": "in-progress"}, {"CallStatus": "completed", "CallDuration": "61"}):
        await board.calls.warm.status(call_id, "command_1", {**path, **more})
    final = {"CallSid": "CA7", "CallStatus": "completed", "CallDuration": "90"}
    await board.calls.callbacks.carrier_status(call_id, final)
    await until(lambda: board.registry.get(call_id) is None, "gone")
    bill = (await board.stored(call_id)).cost
    assert [i.quantity for i in bill.items if i.kind == "carrier.transfer"] == [2]
