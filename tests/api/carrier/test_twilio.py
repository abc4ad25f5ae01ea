"""The carrier's webhooks: who may call them, and that a caller always hears a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.support.loopback import NUMBER, Product, ScriptedEngine, make_agent, product, until

from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN
from phony.wire.signatures import SETTINGS_HEADER, settings_header, sign


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
async def running(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine
) -> AsyncIterator[Product]:
    async with product(
        mongodb_url,
        tmp_path,
        engine,
        mongodb_database=database_name,
        max_calls=2,
        public_url="https://phony.example.com/",
        api_key="secret-key",
        twilio_auth_token_secondary="second-token",
        twilio_webhook_key="shared-key",
    ) as it:
        it.http.headers["Authorization"] = "Bearer secret-key"
        yield it


def form(**more: str) -> dict[str, str]:
    return {
        "CallSid": "CA" + uuid4().hex,
        "AccountSid": SANDBOX_ACCOUNT_SID,
        "From": "+15550001111",
        "To": NUMBER,
        "CallStatus": "ringing",
        "FromCity": "",
        "CallerName": "Zoë & Co",
        **more,
    }


PUBLIC = "https://phony.example.com/twilio/voice"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (lambda f: {}, 403),
        (lambda f: {"X-Twilio-Signature": "bm8="}, 403),
        (lambda f: {"X-Twilio-Signature": sign(PUBLIC, f, SANDBOX_AUTH_TOKEN)}, 200),
        (lambda f: {"X-Twilio-Signature": sign(PUBLIC, f, "second-token")}, 200),
        (lambda f: {"X-Twilio-Signature": sign(PUBLIC, f, "a third one")}, 403),
        # Signed over the address we listen on instead of the public one.
        (lambda f: {"X-Twilio-Signature": sign("http://127.0.0.1/twilio/voice", f, "x")}, 403),
        # A dropped blank field is another text.
        (
            lambda f: {
                "X-Twilio-Signature": sign(
                    PUBLIC, {k: v for k, v in f.items() if v}, SANDBOX_AUTH_TOKEN
                )
            },
            403,
        ),
        (
            lambda f: {
                "X-Twilio-Signature": sign(PUBLIC, f, "shared-key", "HMAC_SHA256"),
                SETTINGS_HEADER: settings_header("key_1"),
            },
            200,
        ),
        (
            lambda f: {
                "X-Twilio-Signature": sign(PUBLIC, f, SANDBOX_AUTH_TOKEN, "HMAC_SHA256"),
                SETTINGS_HEADER: settings_header("key_1"),
            },
            403,
        ),
    ],
)
async def test_only_the_carrier_is_answered(running: Product, headers: object, status: int) -> None:
    await make_agent(running)
    fields = form()
    answer = await running.http.post(
        "/twilio/voice",
        data=fields,
        headers=headers(fields),  # type: ignore[operator]
    )
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"].startswith("text/xml")
        assert 'url="wss://phony.example.com/media/' in answer.text
        assert "?" not in answer.text.split("<Stream")[1].split("url=")[1].split('"')[1]


async def test_an_unknown_number_hears_a_sentence_and_leaves_a_record(running: Product) -> None:
    fields = form(To="+15005550006")
    answer = await running.webhook("/twilio/voice", fields)
    assert answer.status_code == 200
    assert "not in service" in answer.text
    calls = running.app.state.services.database.raw["calls"]
    record = await calls.find_one({"carrier_call_sid": fields["CallSid"]})
    assert record is not None
    assert (record["status"], record["outcome"]) == ("failed", "rejected")
    # The carrier answered to say so, which is a minute.
    assert (record["cost"]["total_usd"], record["cost"]["final"]) == (0.0085, True)
    again = await running.webhook("/twilio/voice", fields)
    assert "<Hangup" in again.text


async def test_a_repeated_webhook_makes_no_second_call(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    fields = form()
    first = await running.webhook("/twilio/voice", fields)
    second = await running.webhook("/twilio/voice", fields)
    assert "<Stream" in first.text
    assert "<Stream" in second.text
    assert first.text.split("/media/")[1][:40] == second.text.split("/media/")[1][:40]
    calls = running.app.state.services.database.raw["calls"]
    assert await calls.count_documents({"carrier_call_sid": fields["CallSid"]}) == 1
    await until(lambda: len(engine.sessions) == 1, "one engine session")


async def test_a_full_worker_says_so_politely(running: Product) -> None:
    await make_agent(running)
    for _ in range(2):
        assert "<Stream" in (await running.webhook("/twilio/voice", form())).text
    turned_away = await running.webhook("/twilio/voice", form())
    assert turned_away.status_code == 200
    assert "busy" in turned_away.text
    calls = running.app.state.services.database.raw["calls"]
    assert await calls.count_documents({"end_reason": "busy"}) == 1


async def test_a_switched_off_agent_takes_no_calls(running: Product) -> None:
    await make_agent(running, enabled=False)
    answer = await running.webhook("/twilio/voice", form())
    assert "not in service" in answer.text


@pytest.mark.parametrize(
    "path",
    ["answer", "after", "resume?try=1", "dial-status", "brief?c=cmd_1", "conference-status"],
)
async def test_who_asks_about_an_unknown_call_is_told_to_hang_up(
    running: Product, path: str
) -> None:
    answer = await running.webhook(f"/twilio/calls/call_0123/{path}", form())
    assert answer.status_code == 200
    assert "<Hangup" in answer.text or "</Response>" in answer.text or "<Response />" in answer.text


@pytest.mark.parametrize("path", ["status", "amd", "stream-status", "brief-status?c=cmd_1"])
async def test_reports_about_unknown_calls_are_taken_calmly(running: Product, path: str) -> None:
    more = {"CallStatus": "completed", "AnsweredBy": "human", "SequenceNumber": "x"}
    answer = await running.webhook(f"/twilio/calls/call_0123/{path}", form(**more))
    assert answer.status_code == 200


async def test_the_way_back_is_walked_three_times_at_most(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    answer = await running.webhook("/twilio/voice", form())
    call_id = "call_" + answer.text.split("/call_")[1][:24]
    fields = form(CallStatus="in-progress")
    for number in (1, 2, 3):
        again = await running.webhook(f"/twilio/calls/{call_id}/resume?try={number}", fields)
        assert "<Stream" in again.text
    last = await running.webhook(f"/twilio/calls/{call_id}/resume?try=4", fields)
    assert "<Stream" not in last.text
    assert "sorry" in last.text.lower()
    await until(lambda: running.app.state.registry.get(call_id) is None, "given up")
    assert (await running.call(call_id))["status"] in ("failed", "completed")


async def test_what_is_no_form_is_refused(running: Product) -> None:
    answer = await running.http.post("/twilio/voice", content=b"\xff\xfe=%zz")
    assert answer.status_code in (400, 403)


async def test_without_a_database_a_caller_hears_a_sentence(running: Product) -> None:
    await make_agent(running)
    await running.app.state.services.database.client.close()
    answer = await running.webhook("/twilio/voice", form())
    assert answer.status_code == 200
    assert "sorry" in answer.text.lower()
    again = await running.webhook("/twilio/calls/call_0123/resume?try=1", form())
    assert again.status_code == 200
    assert "sorry" in again.text.lower()
    assert (await running.http.get("/health/live")).status_code == 200
    assert (await running.http.get("/health/ready")).status_code == 503
