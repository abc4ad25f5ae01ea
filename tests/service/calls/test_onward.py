"""Where callers go when the agent is done, and what is recorded and billed of it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.session.driver import make_agent
from tests.support.loopback import NUMBER, until
from tests.support.switchboard import Switchboard, a_call, a_transfer

from phony.domain.bills import Leg
from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.commands import CommandState
from phony.domain.errors import Unavailable
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.service.calls.onward import LONGEST_S
from phony.wire import twiml

SALES = "+18578160001"


async def asked_for(board: Switchboard, call: Call) -> CommandState:
    """How the operator's order to transfer stands."""
    (command,) = await board.repositories.commands.of_call(call.id)
    return command.state


async def test_who_spoke_with_a_colleague_is_done(board: Switchboard) -> None:
    call = await a_transfer(board)
    await board.calls.callbacks.after_stream(call.id, {"CallStatus": "in-progress"})
    assert await asked_for(board, call) is CommandState.RUNNING
    form = {"DialCallStatus": "completed", "DialCallDuration": "30"}
    assert "<Hangup" in await board.calls.onward.dial_status(call.id, form)
    ended = await board.stored(call.id)
    assert await asked_for(board, call) is CommandState.DONE
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.TRANSFERRED)


async def test_a_transfer_that_failed_brings_the_caller_back(board: Switchboard) -> None:
    call = await a_transfer(board)
    form = {"DialCallStatus": "busy", "CallSid": "CA7"}
    await board.calls.onward.dial_status(call.id, form)
    xml = await board.calls.onward.dial_status(call.id, form)  # the first answer was lost
    await board.connect(xml)
    assert await asked_for(board, call) is CommandState.FAILED
    again = await board.calls.onward.dial_status(call.id, form)  # and once too often
    assert "<Hangup" in again
    now = await board.stored(call.id)
    assert (now.status, now.outcome, now.end_reason) == (CallStatus.IN_PROGRESS, None, None)
    bridge = board.registry.get(call.id)
    assert bridge is not None
    assert bridge.has_stream


async def test_no_agent_sends_a_caller_to_a_dear_number(board: Switchboard) -> None:
    call = await a_transfer(board)
    kept = (await board.repositories.calls.private(call.id))["after"]
    after = {**kept, "to_number": "+19005551234"}
    await board.repositories.calls.set_private(call.id, after=after)
    xml = await board.calls.callbacks.after_stream(call.id, {"CallStatus": "in-progress"})
    await board.connect(xml)
    assert (await board.stored(call.id)).outcome is None
    assert await asked_for(board, call) is CommandState.FAILED


async def test_a_caller_who_leaves_before_a_transfer_was_not_transferred(
    board: Switchboard,
) -> None:
    call = await a_transfer(board)
    form = {"CallStatus": "completed", "CallSid": "CA7", "CallDuration": "9"}
    await board.calls.callbacks.carrier_status(call.id, form)
    assert await asked_for(board, call) is CommandState.FAILED


async def test_the_end_of_a_conference_ends_the_call_that_went_there(board: Switchboard) -> None:
    call = await a_transfer(board, "warm")
    await board.calls.callbacks.after_stream(call.id, {"CallStatus": "in-progress"})
    assert await asked_for(board, call) is CommandState.DONE
    await board.calls.onward.conference_ended(call.id, {"CallSid": "CA7"})
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.TRANSFERRED)


async def test_a_number_that_was_the_last_way_and_failed_is_followed_by_the_apology(
    board: Switchboard,
) -> None:
    agent = make_agent(org_id=DEFAULT_ORG, fallback={"apology": "Pardon us."})
    call = await a_transfer(board, agent=agent, end_reason="no engine: connect_failed")
    form = {"DialCallStatus": "busy", "CallSid": "CA7"}
    xml = await board.calls.onward.dial_status(call.id, form)
    assert "Pardon us." in xml
    assert "<Hangup" in xml
    ended = await board.stored(call.id)
    assert ended.outcome is CallOutcome.ENGINE_FAILED
    assert ended.end_reason == "no engine: connect_failed; the other side was busy"


def leg(status: str, **more: str) -> dict[str, str]:
    """What the carrier tells of the other side's phone."""
    return {"CallSid": "CA8", "ParentCallSid": "CA7", "CallStatus": status, "To": SALES, **more}


async def legs_of(board: Switchboard, call: Call) -> list[float]:
    """Minutes of second legs on the bill of a call that is over."""
    ended = await board.stored(call.id)
    assert ended.cost.final
    assert ended.cost.total_usd == pytest.approx(sum(i.amount_usd for i in ended.cost.items))
    return [i.quantity for i in ended.cost.items if i.kind == "carrier.transfer"]


ANSWERED, OVER = leg("in-progress"), leg("completed", CallDuration="61")
DIALLED = {
    "CallSid": "CA7",
    "CallStatus": "completed",
    "DialCallStatus": "completed",
    "DialCallDuration": "61",
    "DialCallSid": "CA8",
}
FINAL = {"CallSid": "CA7", "CallStatus": "completed", "CallDuration": "90"}


@pytest.mark.parametrize(
    "told",
    [
        ["answered", "dial", "over", "final"],
        ["answered", "final", "dial", "over"],
        ["answered", "final", "over"],
        ["final", "over", "dial"],
        ["final", "dial"],
        ["over", "final"],
        ["dial", "final", "final", "dial", "over", "answered"],
    ],
)
async def test_who_hangs_up_first_and_who_says_so_first_changes_no_bill(
    board: Switchboard, told: list[str]
) -> None:
    call = await a_transfer(board)
    onward, tell = board.calls.onward, board.calls.callbacks.carrier_status
    for word in told:
        match word:
            case "answered":
                await onward.leg_status(call.id, ANSWERED)
            case "over":
                await onward.leg_status(call.id, OVER)
            case "dial":
                assert "<Hangup" in await onward.dial_status(call.id, DIALLED)
            case _:
                await tell(call.id, FINAL)
    ended = await board.stored(call.id)
    assert (ended.outcome, ended.end_reason) == (CallOutcome.TRANSFERRED, "transfer:sales")
    assert await legs_of(board, call) == [2]


@pytest.mark.parametrize("word", ["no-answer", "busy", "canceled", "failed"])
@pytest.mark.parametrize("how", ["dialled", "final", "both"])
async def test_a_caller_who_gave_up_while_it_rang_was_not_transferred(
    board: Switchboard, word: str, how: str
) -> None:
    call = await a_transfer(board)
    await board.calls.onward.leg_status(call.id, leg(word, CallDuration="0"))
    if how != "final":
        form = {"CallSid": "CA7", "CallStatus": "completed", "DialCallStatus": word}
        assert "<Hangup" in await board.calls.onward.dial_status(call.id, form)
    if how != "dialled":
        await board.calls.callbacks.carrier_status(call.id, FINAL)
    ended = await board.stored(call.id)
    assert (ended.status, ended.outcome) == (CallStatus.COMPLETED, CallOutcome.CALLER_HUNG_UP)
    assert ended.end_reason == "transfer:sales:not_answered"
    assert await legs_of(board, call) == []


async def test_a_caller_whose_engine_failed_was_not_transferred_either(board: Switchboard) -> None:
    call = await a_transfer(board, end_reason="no engine: connect_failed")
    await board.calls.callbacks.carrier_status(call.id, FINAL)
    ended = await board.stored(call.id)
    assert ended.outcome is CallOutcome.ENGINE_FAILED
    assert ended.end_reason == "no engine: connect_failed:not_answered"


async def test_the_operator_hears_at_once_that_the_other_side_has_answered(
    board: Switchboard,
) -> None:
    call = await a_transfer(board)
    await board.calls.onward.leg_status(call.id, leg("ringing"))
    assert await asked_for(board, call) is CommandState.RUNNING
    await board.calls.onward.leg_status(call.id, ANSWERED)
    assert await asked_for(board, call) is CommandState.DONE


async def test_a_colleague_who_was_asked_costs_as_well(board: Switchboard) -> None:
    """Also one who declined, and the caller stayed with the agent."""
    call = await a_call(board, status=CallStatus.IN_PROGRESS, answered_at=utc_now())
    asked = Leg(kind="warm", to_number=SALES, lasted_s=20)
    await board.calls.ends.leg(call, "CA9", asked)
    await board.calls.callbacks.carrier_status(call.id, FINAL)
    assert await legs_of(board, call) == [1]
    assert (await board.stored(call.id)).outcome is CallOutcome.CALLER_HUNG_UP


@pytest.mark.parametrize("kind", ["transfer", "warm"])
async def test_two_people_talk_beyond_the_agents_maximum(board: Switchboard, kind: str) -> None:
    agent = make_agent(org_id=DEFAULT_ORG, max_duration_s=30)
    call = await a_transfer(board, kind, agent=agent, direction=Direction.OUTBOUND)
    board.phones.refuse_limits = Unavailable("The carrier does not answer.")  # it is cut, perhaps
    xml = await board.calls.onward.send(call, await after_of(board, call))
    assert xml is not None
    board.phones.refuse_limits = None
    xml = await board.calls.onward.send(call, await after_of(board, call))
    assert xml is not None
    assert board.phones.limits == [("CA7", LONGEST_S)]
    assert "timeLimit" not in xml


@pytest.mark.parametrize("kind", ["transfer", "warm"])
async def test_two_people_may_have_a_maximum_of_their_own(board: Switchboard, kind: str) -> None:
    agent = make_agent(org_id=DEFAULT_ORG, transfers={"max_duration_s": 600})
    call = await a_transfer(board, kind, agent=agent)
    xml = await board.calls.onward.send(call, await after_of(board, call))
    assert xml is not None
    assert twiml.parse(xml)[0].get("timeLimit") == "600"
    assert board.phones.limits == []  # of an inbound call the carrier knows none


async def after_of(board: Switchboard, call: Call) -> dict[str, Any]:
    kept = await board.repositories.calls.private(call.id)
    after: dict[str, Any] = kept["after"]
    return after


@pytest.mark.parametrize(
    ("shows", "direction", "caller", "shown"),
    [
        ("agent", Direction.INBOUND, "+447700900123", NUMBER),
        ("caller", Direction.INBOUND, "+447700900123", "+447700900123"),
        ("caller", Direction.INBOUND, "+266696687", NUMBER),
        ("caller", Direction.INBOUND, "anonymous", NUMBER),
        ("caller", Direction.INBOUND, "", NUMBER),
        ("caller", Direction.INBOUND, "+123", NUMBER),
        ("caller", Direction.OUTBOUND, "+18578167226", "+18578167226"),
    ],
)
async def test_the_person_called_sees_whom_the_agent_wants_them_to_see(
    board: Switchboard, shows: str, direction: Direction, caller: str, shown: str
) -> None:
    agent = make_agent(org_id=DEFAULT_ORG, transfers={"caller_id": shows})
    call = await a_transfer(
        board, agent=agent, direction=direction, from_number=caller, to_number=NUMBER
    )
    xml = await board.calls.onward.send(call, await after_of(board, call))
    assert xml is not None
    assert twiml.parse(xml)[0].get("callerId") == shown


async def test_a_number_that_the_carrier_does_not_show_is_replaced_by_ours_once(
    board: Switchboard,
) -> None:
    agent = make_agent(org_id=DEFAULT_ORG, transfers={"caller_id": "caller"})
    call = await a_transfer(board, agent=agent, from_number="+447700900123", to_number=NUMBER)
    form = {"CallSid": "CA7", "CallStatus": "in-progress", "DialCallStatus": "failed"}
    again = await board.calls.onward.dial_status(call.id, form)
    assert twiml.parse(again)[0].get("callerId") == NUMBER
    await board.connect(await board.calls.onward.dial_status(call.id, form))


@pytest.mark.parametrize("kind", ["apology", "transfer"])
async def test_a_call_that_the_engine_refused_is_one_that_the_carrier_bills(
    board: Switchboard, kind: str
) -> None:
    call = await a_call(
        board,
        status=CallStatus.RINGING,
        outcome=CallOutcome.ENGINE_FAILED,
        end_reason="invalid_api_key",
    )
    await board.repositories.calls.set_private(call.id, after={"kind": kind, "to_number": SALES})
    await board.calls.callbacks.after_stream(call.id, {"CallStatus": "in-progress"})
    await board.calls.callbacks.carrier_status(call.id, {**FINAL, "CallDuration": "7"})
    ended = await board.stored(call.id)
    assert (ended.outcome, ended.end_reason) == (CallOutcome.ENGINE_FAILED, "invalid_api_key")
    assert ended.duration_s == 7
    assert [(i.kind, i.quantity) for i in ended.cost.items] == [("carrier.minutes", 1)]


async def test_nobody_waits_for_a_carrier_that_is_slow_to_lift_its_limit(
    board: Switchboard,
) -> None:
    board.phones.lifts.clear()
    call = await a_transfer(board, direction=Direction.OUTBOUND)
    xml = await board.calls.onward.send(call, await after_of(board, call))
    assert xml is not None
    assert "<Dial" in xml
    board.phones.lifts.set()
    await until(lambda: board.phones.limits == [("CA7", LONGEST_S)], "lifted in the end")


async def test_an_extension_is_pressed_when_the_other_side_answers(board: Switchboard) -> None:
    call = await a_transfer(board)
    after = {**await after_of(board, call), "to_number": "+18578160001,5"}
    xml = await board.calls.onward.send(call, after)
    assert xml is not None
    (number,) = twiml.parse(xml)[0].children
    assert (number.text, number.get("sendDigits")) == ("+18578160001", "ww5")
