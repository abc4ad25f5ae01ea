"""Live control over REST against running workers: edits, commands, the feed, money."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
import websockets
from tests.support.calls import keep, make_call
from tests.support.loopback import (
    NUMBER,
    EngineSession,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    product,
    until,
)

from phony.domain.agents import SpendLimits
from phony.domain.bills import CallCost
from phony.domain.ids import utc_now


async def begin(
    running: Product, engine: ScriptedEngine, *, to: str = NUMBER
) -> tuple[Stream, EngineSession, str]:
    """A call whose greeting has been played."""
    number = len(engine.sessions)
    _, stream = await running.ring(to)
    await stream.start()
    session = await engine.session(number)
    await until(lambda: stream.audio >= engine.reply_frames, "greeting")
    return stream, session, stream.parameters["call_id"]


async def over(running: Product, call_id: str) -> None:
    await until(lambda: running.app.state.registry.get(call_id) is None, "bridge gone")


def texts(session: EngineSession) -> str:
    """All that the engine was told."""
    return orjson.dumps(session.received).decode()


async def test_an_edit_s_whole_life(running: Product, engine: ScriptedEngine) -> None:
    agent_id = await make_agent(running)
    stream, session, call_id = await begin(running, engine)
    url = f"/calls/{call_id}"
    held = await running.http.get(f"{url}/context")
    assert held.headers["etag"] == f'"{held.json()["version"]}"'
    assert held.json()["context_data"] == {"business_hours": "9 AM - 6 PM EST"}
    assert "9 AM - 6 PM EST" in held.json()["instructions"]
    change = {"set": {"business_hours": "closed today"}, "notes": "Be brief."}
    shown = (await running.http.post(f"{url}/edits/preview", json=change)).json()
    assert [c["key"] for c in shown["changes"]] == ["business_hours"]
    assert shown["notes"]["new"] == "Be brief."

    answer = await running.http.post(
        f"{url}/edits?wait=3000", json=change, headers={"If-Match": held.headers["etag"]}
    )
    assert answer.status_code == 202, answer.text
    edit = answer.json()
    assert (edit["state"], edit["author"]) == ("confirmed", "local")
    assert edit["confirmed_at"]
    assert edit["turn"] is not None
    assert edit["before"]["set"] == {"business_hours": "9 AM - 6 PM EST"}
    assert "closed today" in texts(session)
    after = (await running.http.get(f"{url}/context")).json()
    assert after["context_data"] == {"business_hours": "closed today"}
    assert (after["notes"], after["version"]) == ("Be brief.", held.json()["version"] + 1)

    late = await running.http.post(
        f"{url}/edits", json={"set": {"x": 1}}, headers={"If-Match": held.headers["etag"]}
    )
    assert late.status_code == 409
    assert late.json()["details"]["version"] == after["version"]
    assert late.json()["details"]["based_on"] == held.json()["version"]

    undo = (await running.http.post(f"{url}/edits/{edit['id']}/undo?wait=3000")).json()
    assert (undo["state"], undo["undoes"]) == ("confirmed", edit["id"])
    back = (await running.http.get(f"{url}/context")).json()
    assert back["context_data"] == {"business_hours": "9 AM - 6 PM EST"}
    assert back["notes"] == ""
    redo = (await running.http.post(f"{url}/edits/{undo['id']}/undo?wait=3000")).json()
    assert redo["state"] == "confirmed"
    edits = {e["id"]: e for e in (await running.http.get(f"{url}/edits")).json()["items"]}
    assert edits[edit["id"]]["state"] == "confirmed"
    assert edits[undo["id"]]["state"] == "undone"
    assert edits[undo["id"]]["undone_by"] == redo["id"]

    promoted = (await running.http.post(f"{url}/edits/{edit['id']}/promote")).json()
    assert promoted["version"] == 2
    agent = (await running.http.get(f"/agents/{agent_id}")).json()
    assert agent["context_data"] == {"business_hours": "closed today"}
    stream.hang_up()
    await over(running, call_id)
    refused = await running.http.post(f"{url}/edits", json=change)
    assert (refused.status_code, refused.json()["detail"]) == (409, "The call is over.")
    refused = await running.http.post(f"{url}/say", json={"text": "Hi"})
    assert refused.status_code == 409


async def test_a_draft_is_applied_later(running: Product, engine: ScriptedEngine) -> None:
    await make_agent(running)
    stream, session, call_id = await begin(running, engine)
    url = f"/calls/{call_id}/edits"
    draft = (await running.http.post(url, json={"set": {"code": "K-77"}, "draft": True})).json()
    assert draft["state"] == "draft"
    await asyncio.sleep(0.2)
    assert "K-77" not in texts(session)
    applied = (await running.http.post(f"{url}/{draft['id']}/apply?wait=3000")).json()
    assert applied["state"] == "confirmed"
    assert "K-77" in texts(session)
    assert (await running.http.delete(f"{url}/{draft['id']}")).status_code == 409
    stream.hang_up()
    await over(running, call_id)


async def test_of_two_edits_at_once_one_is_told_of_both_versions(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    stream, _, call_id = await begin(running, engine)
    answers = await asyncio.gather(
        *(
            running.http.post(
                f"/calls/{call_id}/edits?wait=3000",
                json={"set": {"winner": n}},
                headers={"If-Match": '"0"'},
            )
            for n in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    won = next(answer.json() for answer in answers if answer.status_code == 202)
    assert won["state"] == "confirmed"
    for answer in answers:
        if answer.status_code == 409:
            assert {"version", "based_on"} <= answer.json()["details"].keys()
    held = (await running.http.get(f"/calls/{call_id}/context")).json()
    assert held["context_data"]["winner"] == won["set"]["winner"]
    stream.hang_up()
    await over(running, call_id)


async def test_an_edit_while_the_model_speaks_waits_or_interrupts(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    stream, session, call_id = await begin(running, engine)
    url = f"/calls/{call_id}/edits"
    engine.reply_frames = 150  # three seconds, which the carrier takes its time to play
    stream.echo_marks = False
    await session.caller_says("Tell me everything.", reply="One sentence. Another one.")
    await until(lambda: stream.audio >= 150, "a long answer")
    cleared = len([h for h in stream.heard if type(h).__name__ == "ClearPlayout"])
    later = await running.http.post(url, json={"set": {"later": "L-1"}, "mode": "after_sentence"})
    assert later.status_code == 202
    now = await running.http.post(
        f"{url}?wait=3000", json={"set": {"urgent": "U-1"}, "mode": "now"}
    )
    assert now.json()["state"] == "confirmed"
    await until(
        lambda: len([h for h in stream.heard if type(h).__name__ == "ClearPlayout"]) > cleared,
        "the speech is cut",
    )
    settled = await running.http.get(f"{url}/{later.json()['id']}?wait=6000")
    assert settled.json()["state"] == "confirmed"
    stream.hang_up()
    await over(running, call_id)


async def test_an_edit_during_the_engine_s_reconnection_is_not_lost(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    stream, session, call_id = await begin(running, engine)
    count = len(engine.sessions)
    await session.ws.close(1011)
    asked = await running.http.post(
        f"/calls/{call_id}/edits?wait=6000", json={"set": {"code": "R-42"}}
    )
    assert asked.status_code == 202
    assert asked.json()["state"] == "confirmed"
    fresh = await engine.session(count)
    assert "R-42" in texts(fresh)
    held = (await running.http.get(f"/calls/{call_id}/context")).json()
    assert held["context_data"]["code"] == "R-42"
    stream.hang_up()
    await over(running, call_id)


async def test_edits_and_commands_against_an_ending_call_all_settle(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    stream, _, call_id = await begin(running, engine)

    async def ask(number: int) -> int:
        await asyncio.sleep(number * 0.004)
        if number % 2:
            answer = await running.http.post(f"/calls/{call_id}/mute")
        else:
            answer = await running.http.post(f"/calls/{call_id}/edits", json={"set": {"n": number}})
        return answer.status_code

    async def hang_up() -> None:
        await asyncio.sleep(0.03)
        await running.webhook(
            f"/twilio/calls/{call_id}/status",
            {"CallSid": stream.names.call_sid, "CallStatus": "completed"},
        )

    *codes, _ = await asyncio.gather(*(ask(n) for n in range(24)), hang_up())
    assert set(codes) <= {202, 409}
    await over(running, call_id)
    await asyncio.sleep(0.2)
    edits = (await running.http.get(f"/calls/{call_id}/edits")).json()["items"]
    commands = (await running.http.get(f"/calls/{call_id}/commands")).json()["items"]
    assert {edit["state"] for edit in edits} <= {"confirmed", "refused"}
    assert {command["state"] for command in commands} <= {"done", "refused"}
    assert all(edit["reason"] for edit in edits if edit["state"] == "refused")


async def test_an_edit_for_a_time_takes_itself_back(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    stream, _, call_id = await begin(running, engine)
    url = f"/calls/{call_id}/edits"
    until_ = (utc_now() + timedelta(seconds=1.5)).isoformat()
    change = {"set": {"business_hours": "open late"}, "until": until_}
    edit = (await running.http.post(f"{url}?wait=1200", json=change)).json()
    assert edit["state"] == "confirmed", edit
    await asyncio.sleep(1.5)

    async def state() -> str:
        return str((await running.http.get(f"{url}/{edit['id']}")).json()["state"])

    async with asyncio.timeout(5):
        while await state() != "expired":  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    held = (await running.http.get(f"/calls/{call_id}/context")).json()
    assert held["context_data"] == {"business_hours": "9 AM - 6 PM EST"}
    late = await running.http.post(f"{url}?wait=2000", json=change)
    assert late.json()["state"] == "expired"
    stream.hang_up()
    await over(running, call_id)


@pytest.fixture
async def pair(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine
) -> AsyncIterator[tuple[Product, Product]]:
    async with (
        product(mongodb_url, tmp_path, engine, mongodb_database=database_name) as one,
        product(mongodb_url, tmp_path, engine, mongodb_database=database_name) as two,
    ):
        yield one, two


async def test_one_edit_reaches_an_agent_s_calls_on_two_workers(
    pair: tuple[Product, Product], engine: ScriptedEngine
) -> None:
    one, two = pair
    agent_id = await make_agent(one)
    calls = [await begin(worker, engine) for worker in (one, two, one)]
    ids = {call_id for _, _, call_id in calls}
    answer = await two.http.post(
        "/edits?wait=4000", json={"scope": "agent", "id": agent_id, "set": {"offer": "O-9"}}
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["delivered"], {r["call_id"] for r in body["results"]}) == (3, ids)
    for _, session, _ in calls:
        await until(lambda s=session: "O-9" in texts(s), "told")  # type: ignore[misc]
    ended, _, gone_id = calls[0]
    ended.hang_up()
    await over(one, gone_id)
    again = await one.http.post(
        "/edits?wait=4000", json={"scope": "number", "id": NUMBER, "notes": "Closing soon."}
    )
    results = {r["call_id"]: r["result"] for r in again.json()["results"]}
    assert results == {call_id: "delivered" for call_id in ids - {gone_id}}
    late = await one.http.post(
        "/edits", json={"scope": "call", "id": gone_id, "set": {"offer": "x"}}
    )
    assert [r["result"] for r in late.json()["results"]] == ["too_late"]
    both = await two.http.patch(
        f"/agents/{agent_id}/context", json={"set": {"hours": "24/7"}, "apply_to_live": True}
    )
    assert both.status_code == 200, both.text
    assert {entry["call_id"] for entry in both.json()["live"]} == ids - {gone_id}
    for (stream, _, call_id), worker in zip(calls[1:], (two, one), strict=True):
        stream.hang_up()
        await over(worker, call_id)


# ---- the feed --------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def watching(running: Product, query: str = "scope=all") -> AsyncIterator[Any]:
    url = running.url.replace("http", "ws") + f"/events?{query}"
    async with websockets.connect(url) as socket:
        yield socket


async def read(
    socket: Any,
    until_: Any,
    within_s: float = 15,
    seen: list[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """All messages, at least up to one for which `until_` holds; `seen` came before."""
    seen = list(seen or [])
    async with asyncio.timeout(within_s):
        while not any(until_(message) for message in seen):
            seen.append(orjson.loads(await socket.recv()))
    return seen


async def test_a_call_is_watched_from_ringing_to_its_end(
    running: Product, engine: ScriptedEngine
) -> None:
    await make_agent(running)
    async with watching(running) as socket:
        await read(socket, lambda m: m["type"] == "snapshot")
        stream, session, call_id = await begin(running, engine)
        stream.frames(20)
        await session.caller_says("What are your hours?", reply="Nine to six.")
        # Records are written side by side: no order between them is promised.
        seen: list[dict[str, Any]] = []
        for said in ("What are your hours?", "Nine to six."):
            seen = await read(
                socket,
                lambda m, said=said: m["type"] == "turn" and m["turn"]["said"] == said,
                seen=seen,
            )
        for wanted in (
            lambda m: m["type"] == "call" and m["call"]["status"] == "in_progress",
            lambda m: m["type"] == "levels" and call_id in m["levels"],
            # Money moves while they speak.
            lambda m: m["type"] == "call" and m["call"]["cost"]["total_usd"] > 0.02,
        ):
            seen = await read(socket, wanted, seen=seen)
        assert not any(m["call"]["cost"]["final"] for m in seen if m["type"] == "call")
        edit = await running.http.post(f"/calls/{call_id}/edits", json={"set": {"a": 1}})
        seen = await read(
            socket, lambda m: m["type"] == "edit" and m["edit"]["state"] == "confirmed"
        )
        assert seen[-1]["edit"]["id"] == edit.json()["id"]
        await running.http.post(f"/calls/{call_id}/mute")
        await read(socket, lambda m: m["type"] == "command" and m["command"]["state"] == "done")
        await running.webhook(
            f"/twilio/calls/{call_id}/status",
            {"CallSid": stream.names.call_sid, "CallStatus": "completed"},
        )
        seen = await read(
            socket, lambda m: m["type"] == "call" and m["call"]["status"] == "completed"
        )
        cost = seen[-1]["call"]["cost"]
        assert cost["final"] is True
        kinds = {item["kind"] for item in cost["items"]}
        assert {"carrier.minutes", "carrier.stream", "model.audio_out"} <= kinds


async def test_coming_back_with_a_cursor(running: Product, engine: ScriptedEngine) -> None:
    await make_agent(running)
    stream, session, call_id = await begin(running, engine)
    async with asyncio.timeout(20):
        while not await running.turns(call_id):  # noqa: ASYNC110 - written a moment later
            await asyncio.sleep(0.02)
    async with watching(running, f"scope=call:{call_id}") as socket:
        seen = await read(socket, lambda m: m["type"] == "snapshot")
        cursor = seen[-1]["cursor"]
        assert seen[-1]["turns"][call_id]
    await session.caller_says("While you were away.", reply=None)
    await asyncio.sleep(0.4)
    async with watching(running, f"scope=call:{call_id}&cursor={cursor}") as socket:
        seen = await read(
            socket, lambda m: m["type"] == "turn" and m["turn"]["said"] == "While you were away."
        )
        assert "snapshot" not in {m["type"] for m in seen}
    stream.hang_up()
    await over(running, call_id)


async def test_bad_subscriptions_are_closed_with_a_reason(running: Product) -> None:
    for query in ("scope=everything", "scope=call:", "scope=call:call_none", "cursor=zz"):
        with pytest.raises(websockets.ConnectionClosed) as caught:
            async with watching(running, query) as socket:
                await read(socket, lambda m: False)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 4400, query
    async with watching(running) as socket:
        await read(socket, lambda m: m["type"] == "snapshot")
        for junk in ("{", "[]", "x" * 20_000, b"\x00\x01", '{"type":"watch","call_ids":7}'):
            await socket.send(junk)
        await socket.send('{"type":"watch","call_ids":["call_none"]}')
        await running.http.post("/agents/", json={"name": "Z", "type": "outbound"})
        await read(socket, lambda m: m["type"] == "agent")


async def test_nobody_watches_without_a_key(
    mongodb_url: str, database_name: str, tmp_path: Path, engine: ScriptedEngine
) -> None:
    async with product(
        mongodb_url, tmp_path, engine, mongodb_database=database_name, api_key="secret-key-1"
    ) as running:
        url = running.url.replace("http", "ws") + "/events"
        with pytest.raises(websockets.InvalidStatus) as caught:
            await websockets.connect(url)
        assert caught.value.response.status_code in (401, 403)
        headers = {"Authorization": "Bearer secret-key-1"}
        async with websockets.connect(url, additional_headers=headers) as socket:
            await read(socket, lambda m: m["type"] == "snapshot")


# ---- money -----------------------------------------------------------------------------------


async def test_a_call_ends_at_its_limit(running: Product, engine: ScriptedEngine) -> None:
    limits = SpendLimits(per_call_usd=0.03).model_dump()
    await make_agent(running, limits=limits)
    _, session, call_id = await begin(running, engine)
    async with watching(running, f"scope=call:{call_id}") as socket:
        for _ in range(6):
            await session.respond("Another answer.")
            await asyncio.sleep(0.3)
        seen = await read(
            socket,
            lambda m: m["type"] == "call" and m["call"]["status"] == "completed",
            within_s=25,
        )
    stages = [m["call"]["limit_stage"] for m in seen if m["type"] == "call"]
    assert stages[-1] == "stop"
    record = await running.call(call_id)
    assert record["outcome"] == "spend_limit"
    assert record["cost"]["final"] is True


async def test_no_call_begins_while_the_day_s_money_is_spent(
    running: Product, engine: ScriptedEngine
) -> None:
    agent_id = await make_agent(running)
    database = running.app.state.services.database
    await keep(database, make_call(status="completed", cost=CallCost(total_usd=5)))
    answer = await running.http.put("/limits", json={"per_day_usd": 5})
    assert answer.json() == {"per_day_usd": 5.0, "spent_today_usd": 5.0}
    form = {
        "CallSid": "CA" + uuid4().hex,
        "AccountSid": "AC0",
        "From": "+15550001111",
        "To": NUMBER,
        "CallStatus": "ringing",
    }
    refused = await running.webhook("/twilio/voice", form)
    assert refused.status_code == 200
    assert "<Say" in refused.text
    assert "<Stream" not in refused.text
    call = (await running.http.get("/calls", params={"outcome": "rejected"})).json()["items"][0]
    assert call["end_reason"] == "spend_limit"
    browser = await running.http.post("/calls/browser", json={"agent_id": agent_id})
    assert (browser.status_code, browser.json()["code"]) == (409, "limit_reached")
    assert browser.json()["details"]["limit"] == "day"
    await running.http.put("/limits", json={"per_day_usd": None})
    stream, _, call_id = await begin(running, engine)
    stream.hang_up()
    await over(running, call_id)
