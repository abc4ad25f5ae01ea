"""Orders whose answer was lost: found at the carrier or told by a callback, and never repeated."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from tests.support.calls import keep, make_call
from tests.support.loopback import NUMBER, until
from tests.support.switchboard import Switchboard

from phony.carriers.refusals import NotReached
from phony.carriers.twilio import CarrierCall, OutboundCall
from phony.domain.agents import AgentType
from phony.domain.calls import Call, CallOutcome, CallStatus, Direction
from phony.domain.errors import PhonyError, Unavailable
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.service.calls.lost_orders import MISSES, LostOrders
from phony.store.database import Database

THEM = "+15551234567"
LOST = Unavailable("The carrier does not answer.")


class Carrier:
    """Tells of calls; an error stands for a question that it does not answer."""

    def __init__(self, *answers: list[str] | PhonyError) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def recent(self, to: str, from_: str, since: datetime) -> list[CarrierCall]:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, PhonyError):
            raise answer
        return [CarrierCall(sid, "ringing") for sid in answer]


async def find(database: Database, carrier: Carrier, *known: str | None) -> str | None:
    told = list(known)

    async def callback() -> str | None:
        return told.pop(0) if told else None

    lost = LostOrders(database, carrier)
    return await lost.find(THEM, NUMBER, utc_now(), callback, lambda: False)


async def test_the_carrier_is_asked_until_it_answers(database: Database) -> None:
    carrier = Carrier(LOST, [], ["CA2"])
    assert await find(database, carrier) == "CA2"
    assert carrier.asked == 3


async def test_a_call_that_some_record_names_is_another_one(database: Database) -> None:
    await keep(database, make_call(carrier_call_sid="CA2"))
    assert await find(database, Carrier(["CA2", "CA1"])) == "CA1"


async def test_what_a_callback_tells_ends_the_search(database: Database) -> None:
    carrier = Carrier(LOST)
    assert await find(database, carrier, None, None, "CA9") == "CA9"
    assert carrier.asked == 2


async def test_what_the_carrier_does_not_know_some_times_does_not_ring(database: Database) -> None:
    carrier = Carrier([])
    assert await find(database, carrier) is None
    assert carrier.asked == MISSES


async def placed(board: Switchboard) -> Call:
    agent = await board.agent(type=AgentType.OUTBOUND)
    return await board.calls.outbound.place(
        DEFAULT_ORG, agent.id, THEM, from_number=NUMBER, request_key="order-1"
    )


async def test_an_order_whose_answer_was_lost_is_found_and_served(board: Switchboard) -> None:
    board.phones.lost = LOST
    call = await placed(board)
    assert (call.status, call.carrier_call_sid, call.outcome) == (CallStatus.QUEUED, "CA1", None)
    assert len(board.phones.orders) == 1
    xml = await board.calls.callbacks.answer_outbound(call.id, {"CallSid": "CA1"})
    await board.connect(xml, "CA1")


async def test_who_picks_up_while_we_look_is_served(board: Switchboard) -> None:
    board.phones.lost, board.phones.answers = LOST, False
    async with asyncio.TaskGroup() as group:
        placing = group.create_task(placed(board))
        await until(lambda: board.phones.orders, "the phone rings")
        (bridge,) = board.registry.all()
        form = {"CallSid": "CA1"}
        xml = await board.calls.callbacks.answer_outbound(bridge.call.id, form)
        await board.connect(xml, "CA1")
    call = placing.result()
    assert (call.carrier_call_sid, call.outcome) == ("CA1", None)


async def test_orders_to_one_number_that_all_went_astray_find_each_its_own(
    board: Switchboard,
) -> None:
    board.phones.lost = LOST
    agent = await board.agent(type=AgentType.OUTBOUND)
    place = board.calls.outbound.place
    calls = await asyncio.gather(
        *(place(DEFAULT_ORG, agent.id, THEM, from_number=NUMBER) for _ in range(3))
    )
    assert sorted(call.carrier_call_sid or "" for call in calls) == ["CA1", "CA2", "CA3"]


@pytest.mark.parametrize(("error", "repeatable"), [(LOST, False), (NotReached("no"), True)])
async def test_what_the_carrier_does_not_know_has_failed(
    board: Switchboard, error: PhonyError, repeatable: bool
) -> None:
    board.phones.refuse = error
    with pytest.raises(Unavailable):
        await placed(board)
    await until(lambda: not board.registry.all(), "gone")
    known = await board.repositories.calls.by_request("order-1")
    assert (known is None) == repeatable
    record = await board.database.raw["calls"].find_one({"to_number": THEM})
    assert record is not None
    assert record["outcome"] == CallOutcome.CARRIER_FAILED


async def test_the_order_of_a_worker_that_died_over_it_is_found(board: Switchboard) -> None:
    agent = await board.agent(type=AgentType.OUTBOUND)
    call = make_call(
        direction=Direction.OUTBOUND,
        status=CallStatus.QUEUED,
        to_number=THEM,
        from_number=NUMBER,
        agent=agent,
        agent_id=agent.id,
        worker_id="w_gone",
        created_at=utc_now() - timedelta(seconds=90),
    )
    await keep(board.database, call)
    await board.phones.place(OutboundCall(THEM, NUMBER, answer_url="", status_url=""))
    board.phones.known["CA1"] = CarrierCall("CA1", "ringing")
    assert await board.calls.reaper.look(orphan_s=0, unknown_s=0) == []
    assert (await board.stored(call.id)).carrier_call_sid == "CA1"
    xml = await board.calls.callbacks.answer_outbound(call.id, {"CallSid": "CA1"})
    await board.connect(xml, "CA1")  # who picks up is served
