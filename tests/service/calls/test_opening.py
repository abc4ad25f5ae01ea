"""What begins a call: its record, its session and its bridge."""

from __future__ import annotations

import pytest
from tests.session.driver import make_agent
from tests.support.bridges import Noted, declines, presses, turns_of_the_loop
from tests.support.calls import make_call
from tests.support.loopback import until
from tests.support.switchboard import Switchboard
from tests.support.tails import NO_TAILS

from phony.domain.calls import CallStatus, Direction
from phony.domain.errors import Conflict
from phony.domain.ids import DEFAULT_ORG
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.registry import Busy
from phony.service.bridge.sounds import Sounds
from phony.service.calls.opening import Opening
from phony.service.money.spending import Spending
from phony.store.journal import Journal


def opening_of(board: Switchboard) -> tuple[Opening, Noted]:
    noted, spending = Noted(), Spending(board.database, None, "w1")
    opening = Opening(
        database=board.database,
        registry=board.registry,
        journal=Journal(board.database),
        engine=board.engine,
        carrier=board.phones,
        tools=noted,
        spending=spending,
        dial_operator=declines,
        press_keys=presses,
        ends=noted,
        breakers=Breakers(),
        sounds=Sounds(board.database, board.engine, Breakers(), spending, "w1", make=False),
        tails=NO_TAILS,
    )
    return opening, noted


async def test_a_new_call_knows_what_its_agent_knows_and_more(board: Switchboard) -> None:
    opening, _ = opening_of(board)
    agent = make_agent(org_id=DEFAULT_ORG, context_data={"company": "A", "hours": "9-5"})
    call = opening.new_call(agent, Direction.OUTBOUND, override={"company": "B"})
    assert call.context_data == {"company": "B", "hours": "9-5"}
    assert (call.status, call.worker_id, call.phase) == (CallStatus.QUEUED, "w1", "connecting")
    assert call.agent == agent
    ringing = opening.new_call(agent, Direction.INBOUND, sid="CA1")
    assert (ringing.status, ringing.carrier_call_sid) == (CallStatus.RINGING, "CA1")
    assert ringing.id != call.id


async def test_the_engine_opens_at_once_and_is_told_what_the_record_says(
    board: Switchboard,
) -> None:
    opening, noted = opening_of(board)
    agent = make_agent(org_id=DEFAULT_ORG)
    call = opening.new_call(agent, Direction.INBOUND, override={"company": "Example Bakery"})
    await board.repositories.calls.create(call)
    bridge = opening.open(call)
    assert board.registry.get(call.id) is bridge
    await turns_of_the_loop()
    (socket,) = board.engine.sockets
    assert any(b"Example Bakery" in text for text in socket.sent)
    bridge.release()
    await until(lambda: board.registry.get(call.id) is None, "let go")
    assert noted.ends == []


async def test_without_an_agent_or_room_none_is_opened(board: Switchboard) -> None:
    opening, _ = opening_of(board)
    with pytest.raises(Conflict):
        opening.open(make_call())
    board.registry.draining = True
    with pytest.raises(Busy):
        opening.check_room()
    with pytest.raises(Busy):
        opening.open(opening.new_call(make_agent(org_id=DEFAULT_ORG), Direction.INBOUND))
    assert board.engine.sockets == []
