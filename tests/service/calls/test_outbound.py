"""Calls that we place, against a REST double: the record first, callbacks in any order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.carrier_rest import CarrierRest, form_of
from tests.support.loopback import (
    NUMBER,
    Product,
    ScriptedEngine,
    make_agent,
    product,
    stream_of,
    until,
)
from tests.support.operators import order, reach
from tests.support.switchboard import Switchboard

from phony.domain.agents import AgentType
from phony.domain.calls import CallOutcome, CallStatus
from phony.domain.errors import Conflict, Invalid, Unavailable
from phony.domain.ids import DEFAULT_ORG

THEM = "+15551234567"


@pytest.fixture
async def calling(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine, rest: CarrierRest
) -> AsyncIterator[Product]:
    async with product(
        mongodb_url, tmp_path, engine, mongodb_database=database_name, twilio_api_base=rest.url
    ) as it:
        yield it


async def place(calling: Product, **changes: object) -> tuple[str, int, dict[str, object]]:
    agent_id = await make_agent(
        calling, type="outbound", phone_number=NUMBER, name="Follow-up", **changes
    )
    # The start keeps the loop busy, and a worker whose loop lags places no calls.
    await until(lambda: calling.app.state.registry.lag_ms < 80, "calm")
    answer = await calling.http.post(
        "/agents/call/outbound",
        json={
            "agent_id": agent_id,
            "to_number": THEM,
            "context_override": {"customer_name": "John Smith", "reason": "Follow-up call"},
        },
    )
    return agent_id, answer.status_code, answer.json()


async def test_an_outbound_call_from_order_to_record(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    _, status, call = await place(calling)
    assert status == 201
    order, call_id = rest.orders[0], call["id"]
    assert (order["To"], order["From"]) == (THEM, NUMBER)
    assert order["StatusCallbackEvent"]
    assert order["AsyncAmd"] == "true"
    assert int(order["TimeLimit"]) > 1800
    assert call["carrier_call_sid"] == order["sid"]
    path = f"/twilio/calls/{call_id}"
    # Out of order: "answered" comes before "ringing".
    for sequence, word in (("2", "in-progress"), ("1", "ringing"), ("0", "initiated")):
        form = form_of(order, CallStatus=word, SequenceNumber=sequence)
        assert (await calling.webhook(f"{path}/status", form)).status_code == 200
    answered = await calling.webhook(f"{path}/answer", form_of(order, CallStatus="in-progress"))
    stream = stream_of(answered.text, order["sid"])
    await stream.start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    assert "John Smith" in session.config["instructions"]
    record = await calling.call(str(call_id))
    assert record["status"] == "in_progress"
    assert record["context_data"]["customer_name"] == "John Smith"
    stream.hang_up()
    await until(lambda: len(calling.app.state.registry) == 0, "gone")
    for _ in range(2):  # late, and twice
        form = form_of(order, CallStatus="completed", SequenceNumber="3", CallDuration="9")
        await calling.webhook(f"{path}/status", form)
    await calling.webhook(f"{path}/status", form_of(order, CallStatus="ringing"))
    record = await calling.call(str(call_id))
    assert (record["status"], record["outcome"]) == ("completed", "caller_hung_up")
    assert record["ended_at"] is not None


@pytest.mark.parametrize(
    ("word", "status"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed")]
)
async def test_a_call_that_is_not_answered_ends_its_engine_session(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest, word: str, status: str
) -> None:
    _, _, call = await place(calling)
    session = await engine.session()
    form = form_of(rest.orders[0], CallStatus=word, SequenceNumber="2")
    await calling.webhook(f"/twilio/calls/{call['id']}/status", form)
    await until(lambda: session.closed is not None, "engine closed")
    await until(lambda: len(calling.app.state.registry) == 0, "gone")
    record = await calling.call(str(call["id"]))
    assert (record["status"], record["outcome"]) == (status, "not_answered")
    # Nobody pays for a phone that rang in vain.
    assert (record["cost"]["total_usd"], record["cost"]["items"]) == (0, [])
    assert record["cost"]["final"]


@pytest.mark.parametrize("fault", ["slow down", "answer lost"])
async def test_a_fault_of_the_carriers_costs_no_call_and_no_second_phone(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest, fault: str
) -> None:
    if fault == "slow down":
        rest.trouble = [(429, 20429, {}), (429, 20429, {"Retry-After": "1"})]
    else:
        rest.lose = 1  # the phone rings, and the answer to our order is 500
    _, status, call = await place(calling)
    (order_,) = rest.orders
    assert (status, call["carrier_call_sid"]) == (201, order_["sid"])
    form = form_of(order_, CallStatus="in-progress")
    answered = await calling.webhook(f"/twilio/calls/{call['id']}/answer", form)
    stream = stream_of(answered.text, order_["sid"])
    await stream.start()
    await until(lambda: stream.audio == engine.reply_frames, "greeting")
    stream.hang_up()


async def test_a_phone_is_hung_up_whatever_the_carrier_answers_at_first(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    troubles = [(500, 20500, {}), (503, 503, {}), (429, 20429, {"Retry-After": "1"})]
    calls = [(await place(calling))[2] for _ in troubles]
    for call, trouble in zip(calls, troubles, strict=True):
        call_id = str(call["id"])
        rest.refuse = trouble[:2]
        command_id = await order(calling, call_id, "hangup", when="now")
        await reach(calling, command_id, "running")
        rest.refuse, rest.trouble = None, [trouble]
        await reach(calling, command_id, "done")
        assert (call["carrier_call_sid"], {"Status": "completed"}) in rest.updates
        await until(lambda: len(calling.app.state.registry) < len(calls), "gone")
        record = await calling.call(call_id)
        assert record["outcome"] == "operator_hung_up"


async def test_a_refusal_of_the_carrier_is_told_and_recorded(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    rest.refuse = (400, 21211)
    agent_id, status, problem = await place(calling)
    assert status == 422
    assert "21211" in str(problem)
    assert problem["field"] == "to_number"
    calls = calling.app.state.services.database.raw["calls"]
    record = await calls.find_one({"agent_id": agent_id})
    assert record is not None
    assert (record["status"], record["outcome"]) == ("failed", "carrier_failed")
    await until(lambda: len(calling.app.state.registry) == 0, "gone")
    record = await calls.find_one({"agent_id": agent_id})
    assert record is not None
    assert (record["cost"]["total_usd"], record["cost"]["final"]) == (0, True)


async def test_a_repeated_request_makes_no_second_phone_ring(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    agent_id = await make_agent(calling, type="outbound", phone_number=NUMBER, name="Follow-up")

    async def ask(to: str, key: str) -> Any:
        body = {"agent_id": agent_id, "to_number": to}
        headers = {"Idempotency-Key": key}
        return await calling.http.post("/agents/call/outbound", json=body, headers=headers)

    together = await asyncio.gather(*[ask(THEM, "order-1") for _ in range(4)])
    later = await ask(THEM, "order-1")
    assert {answer.status_code for answer in [*together, later]} == {201}
    assert len({answer.json()["id"] for answer in [*together, later]}) == 1
    assert later.headers["Idempotency-Replayed"] == "true"
    assert len(rest.orders) == 1
    other = await ask("+15551234568", "order-1")
    assert (other.status_code, other.json()["field"]) == (409, "Idempotency-Key")
    assert (await ask(THEM, "order-2")).status_code == 201
    assert len(rest.orders) == 2


async def test_a_refused_request_may_be_repeated_with_its_key(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    agent_id = await make_agent(calling, type="outbound", phone_number=NUMBER, name="Follow-up")
    body, headers = {"agent_id": agent_id, "to_number": THEM}, {"Idempotency-Key": "order-1"}
    rest.refuse = (400, 21211)
    answer = await calling.http.post("/agents/call/outbound", json=body, headers=headers)
    assert answer.status_code == 422
    rest.refuse = None
    answer = await calling.http.post("/agents/call/outbound", json=body, headers=headers)
    assert answer.status_code == 201
    assert answer.json()["status"] == "queued"


async def test_a_machine_is_hung_up_on(
    calling: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    _, _, call = await place(calling)
    order, path = rest.orders[0], f"/twilio/calls/{call['id']}"
    answered = await calling.webhook(f"{path}/answer", form_of(order, CallStatus="in-progress"))
    stream = stream_of(answered.text, order["sid"])
    await stream.start()
    await until(lambda: stream.audio > 0, "greeting")
    form = form_of(order, AnsweredBy="machine_start", MachineDetectionDuration="2000")
    await calling.webhook(f"{path}/amd", form)
    await until(lambda: stream.closed is not None, "stream closed")
    after = await calling.webhook(f"{path}/after", form_of(order, CallStatus="in-progress"))
    assert "<Hangup" in after.text
    await until(lambda: len(calling.app.state.registry) == 0, "gone")
    record = await calling.call(str(call["id"]))
    assert (record["outcome"], record["answered_by"]) == ("voicemail", "machine_start")


async def test_only_outbound_agents_call(calling: Product) -> None:
    inbound = await make_agent(calling)
    body = {"agent_id": inbound, "to_number": THEM}
    answer = await calling.http.post("/agents/call/outbound", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == "agent_id"
    answer = await calling.http.post(
        "/agents/call/outbound", json={"agent_id": "agent_none", "to_number": THEM}
    )
    assert answer.status_code == 404


async def test_what_the_person_called_will_notice_is_told_with_the_call(
    board: Switchboard,
) -> None:
    desk = await board.agent(phone_number=THEM, name="Desk")
    agent = await board.agent(
        type=AgentType.OUTBOUND,
        phone_number=NUMBER,
        greeting_message="Hi {{who}}, {{x | default: y}}",
    )
    outbound = board.calls.outbound
    call = await outbound.place(DEFAULT_ORG, agent.id, THEM)
    warnings = await outbound.warnings(call)
    assert [notice.code for notice in warnings] == ["missing_variables", "answers_itself"]
    assert "who" in warnings[0].message
    assert desk.name in warnings[1].message
    known = await outbound.place(
        DEFAULT_ORG, agent.id, "+15551234568", context_override={"who": "Ada"}, complete=True
    )
    assert await outbound.warnings(known) == []


async def test_a_call_that_would_not_do_is_not_placed(board: Switchboard) -> None:
    agent = await board.agent(
        type=AgentType.OUTBOUND, phone_number=NUMBER, greeting_message="Hi {{who}}."
    )
    tries: list[tuple[str, dict[str, Any], bool, str]] = [
        (THEM, {}, True, "context_override"),
        (THEM, {"faq": "q" * 500_000}, False, "context_data"),
        (f"{NUMBER[:2]} ({NUMBER[2:5]}) {NUMBER[5:]}", {}, False, "to_number"),
    ]
    for number, data, complete, field in tries:
        with pytest.raises(Invalid) as refused:
            await board.calls.outbound.place(
                DEFAULT_ORG, agent.id, number, context_override=data, complete=complete
            )
        assert refused.value.field == field
        assert refused.value.cure
    assert not board.registry.all()


async def test_a_refusal_ends_the_record_before_its_bridge_does(board: Switchboard) -> None:
    agent = await board.agent(type=AgentType.OUTBOUND)
    board.phones.refuse = Unavailable("The carrier does not answer.")
    with pytest.raises(Unavailable):
        await board.calls.outbound.place(
            DEFAULT_ORG, agent.id, THEM, from_number=NUMBER, request_key="order-1"
        )
    await until(lambda: not board.registry.all(), "gone")
    known = await board.repositories.calls.by_request("order-1")
    assert known is not None  # a phone may ring because of it: not to be repeated
    assert (known.status, known.outcome) == (CallStatus.FAILED, CallOutcome.CARRIER_FAILED)
    assert (known.end_reason, known.phase) == ("unavailable", "ended")
    assert known.cost.final


@pytest.mark.parametrize(
    ("to_number", "digits"), [(f"{THEM} ext. 5", ""), (THEM, "ww5"), (f"{THEM},5", "")]
)
async def test_an_extension_is_pressed_and_no_machine_is_looked_for(
    board: Switchboard, to_number: str, digits: str
) -> None:
    agent = await board.agent(type=AgentType.OUTBOUND)
    outbound = board.calls.outbound
    call = await outbound.place(
        DEFAULT_ORG, agent.id, to_number, send_digits=digits, request_key="once"
    )
    (ordered,) = board.phones.orders
    assert (ordered.to, ordered.send_digits, ordered.amd_url) == (THEM, "ww5", "")
    assert (call.to_number, call.send_digits) == (THEM, "ww5")
    again = await outbound.repeated(DEFAULT_ORG, "once", agent.id, to_number, digits)
    assert again is not None
    with pytest.raises(Conflict):
        await outbound.repeated(DEFAULT_ORG, "once", agent.id, THEM, "ww6")
    (bridge,) = board.registry.all()
    bridge.carrier_ended("completed", 9)
    await until(lambda: board.registry.get(call.id) is None, "gone")
    kinds = [item.kind for item in (await board.stored(call.id)).cost.items]
    assert kinds == ["carrier.minutes"]  # no detection
