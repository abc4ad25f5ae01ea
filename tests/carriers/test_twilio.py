"""The carrier's REST calls through the official SDK: what is sent, and what a refusal means."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.support.carrier_rest import CarrierRest
from tests.support.tcp import tcp_server

from phony.carriers.refusals import CallGone, CarrierRefused
from phony.carriers.twilio import OutboundCall, TwilioCarrier
from phony.carriers.twilio_numbers import TwilioNumbers
from phony.domain.errors import Invalid, PhonyError, TooManyRequests, Unavailable
from phony.domain.ids import utc_now
from phony.settings import SANDBOX_ACCOUNT_SID

ORDER = OutboundCall(
    to="+15551234567",
    from_="+18578167225",
    answer_url="https://phony.example.com/answer",
    status_url="https://phony.example.com/status",
)


@pytest.fixture
async def rest() -> AsyncIterator[CarrierRest]:
    async with CarrierRest().running() as running:
        yield running


def carrier_at(url: str, timeout_s: float = 5) -> TwilioCarrier:
    return TwilioCarrier(
        SANDBOX_ACCOUNT_SID, "token", api_base=url, timeout_s=timeout_s, place_within_s=0
    )


async def test_an_order_names_all_that_the_carrier_must_know(rest: CarrierRest) -> None:
    placed = await carrier_at(rest.url).place(ORDER)
    assert placed.sid.startswith("CA")
    assert placed.status == "queued"
    sent = rest.orders[0]
    assert sent["To"] == ORDER.to
    assert sent["From"] == ORDER.from_
    assert (sent["Url"], sent["Method"]) == (ORDER.answer_url, "POST")
    assert sent["StatusCallback"] == ORDER.status_url
    assert (sent["Timeout"], sent["TimeLimit"]) == ("30", "1800")
    assert "MachineDetection" not in sent


async def test_machine_detection_is_asynchronous(rest: CarrierRest) -> None:
    order = OutboundCall(
        **{name: getattr(ORDER, name) for name in ("to", "from_", "answer_url", "status_url")},
        amd_url="https://phony.example.com/amd",
        detect_message_end=True,
    )
    await carrier_at(rest.url).place(order)
    sent = rest.orders[0]
    assert (sent["MachineDetection"], sent["AsyncAmd"]) == ("DetectMessageEnd", "true")
    assert sent["AsyncAmdStatusCallback"] == order.amd_url


async def test_a_call_is_ended_moved_and_looked_at(rest: CarrierRest) -> None:
    carrier = carrier_at(rest.url)
    sid = (await carrier.place(ORDER)).sid
    await carrier.run_twiml(sid, "<Response/>")
    await carrier.hang_up(sid)
    assert rest.updates == [(sid, {"Twiml": "<Response/>"}), (sid, {"Status": "completed"})]
    found = await carrier.fetch(sid)
    assert found is not None
    assert found.status == "completed"


@pytest.mark.parametrize(
    ("status", "code", "kind", "field"),
    [
        (400, 21211, Invalid, "to_number"),
        (400, 21216, Invalid, "to_number"),
        (400, 21212, Invalid, "from_number"),
        (400, 21220, CallGone, None),
        (429, 20429, TooManyRequests, None),
        (401, 20003, CarrierRefused, None),
        (500, 20500, CarrierRefused, None),
    ],
)
async def test_a_refusal_keeps_the_carriers_code_and_says_where_to_read_on(
    rest: CarrierRest, status: int, code: int, kind: type[PhonyError], field: str | None
) -> None:
    rest.refuse = (status, code)
    with pytest.raises(kind) as refused:
        await carrier_at(rest.url).place(ORDER)
    assert refused.value.field == field
    if kind is not CallGone:
        assert str(code) in f"{refused.value} {refused.value.cure}"


@pytest.mark.parametrize(
    "trouble",
    [(500, 20500, {}), (503, 503, {}), (429, 20429, {"Retry-After": "1"})],
)
async def test_a_hang_up_and_a_redirect_are_repeated_until_they_are_confirmed(
    rest: CarrierRest, trouble: tuple[int, int, dict[str, str]]
) -> None:
    carrier = carrier_at(rest.url)
    sid = (await carrier.place(ORDER)).sid
    rest.trouble = [trouble]
    await carrier.run_twiml(sid, "<Response/>")
    rest.trouble = [trouble]
    await carrier.hang_up(sid)
    assert rest.updates == [(sid, {"Twiml": "<Response/>"}), (sid, {"Status": "completed"})]
    assert rest.asked == 5


async def test_a_hang_up_whose_answer_was_lost_is_confirmed_by_the_next(rest: CarrierRest) -> None:
    carrier = carrier_at(rest.url)
    sid = (await carrier.place(ORDER)).sid
    rest.lose = 1
    await carrier.hang_up(sid)
    assert rest.updates == [(sid, {"Status": "completed"})]


async def test_a_call_that_is_over_is_hung_up_and_cannot_be_moved(rest: CarrierRest) -> None:
    rest.refuse = (404, 20404)
    await carrier_at(rest.url).hang_up("CA0")
    with pytest.raises(CallGone):
        await carrier_at(rest.url).run_twiml("CA0", "<Response/>")
    assert rest.asked == 2


async def test_a_hang_up_that_is_never_confirmed_says_so(rest: CarrierRest) -> None:
    rest.refuse = (500, 20500)
    with pytest.raises(CarrierRefused):
        await carrier_at(rest.url).hang_up("CA0", within_s=0.3)


async def test_an_order_waits_for_the_pace_and_is_given_once(rest: CarrierRest) -> None:
    carrier = TwilioCarrier(SANDBOX_ACCOUNT_SID, "token", api_base=rest.url)
    rest.trouble = [(429, 20429, {}), (429, 20429, {"Retry-After": "1"})]
    await carrier.place(ORDER)
    assert (len(rest.orders), rest.asked) == (1, 3)
    rest.lose = 1
    with pytest.raises(CarrierRefused):
        await carrier.place(ORDER)  # perhaps taken: not to be repeated
    assert len(rest.orders) == 2


async def test_the_calls_between_two_numbers_are_listed(rest: CarrierRest) -> None:
    carrier = carrier_at(rest.url)
    sids = [(await carrier.place(ORDER)).sid for _ in range(2)]
    found = await carrier.recent(ORDER.to, ORDER.from_, utc_now())
    assert [call.sid for call in found] == sids[::-1]
    assert await carrier.recent(ORDER.to, "+15550009999", utc_now()) == []
    assert await carrier.recent(ORDER.to, ORDER.from_, utc_now() + timedelta(hours=1)) == []


async def test_an_unknown_call_is_none(rest: CarrierRest) -> None:
    rest.refuse = (404, 20404)
    assert await carrier_at(rest.url).fetch("CA0") is None


async def test_a_carrier_that_is_silent_or_away_is_unavailable() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unavailable):
            await carrier_at(url).place(ORDER)
        silent.listen()
        before = time.monotonic()
        with pytest.raises(Unavailable):
            await carrier_at(url, timeout_s=0.3).place(ORDER)
        assert time.monotonic() - before < 4


async def test_a_carrier_that_is_away_for_a_moment_is_asked_again() -> None:
    body = b'{"incoming_phone_numbers": []}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()

    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))  # nobody listens there yet
        port: int = place.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        numbers = TwilioNumbers(SANDBOX_ACCOUNT_SID, "token", api_base=url)
        async with asyncio.TaskGroup() as group:
            asking = group.create_task(numbers.number("+18578167225"))
            await asyncio.sleep(0.2)
            assert not asking.done()
            place.close()
            async with tcp_server(answer, port):
                assert await asking is None
                await numbers.close()
