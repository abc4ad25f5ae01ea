"""A database that an older version made: everything in it is shown, and its live call goes on.

`older/made_by_0_1_0.json` is what that version itself wrote (through its sandbox; sound shortened).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
from bson import json_util
from tests.support.loopback import Product, ScriptedEngine, product, stream_of, until

from phony.domain.ids import utc_now

MADE = Path(__file__).parent / "older" / "made_by_0_1_0.json"


@pytest.fixture
def old(
    mongodb: pymongo.MongoClient[dict[str, Any]], database_name: str
) -> dict[str, list[dict[str, Any]]]:
    """The records as they were, in the database."""
    records: dict[str, list[dict[str, Any]]] = json_util.loads(MADE.read_text())
    for name, documents in records.items():
        mongodb[database_name][name].insert_many(documents)
    return records


@pytest.fixture
async def engine() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


@pytest.fixture
async def running(
    old: dict[str, Any], mongodb_url: str, database_name: str, tmp_path: Path,
    engine: ScriptedEngine,
) -> AsyncIterator[Product]:  # fmt: skip
    async with product(mongodb_url, tmp_path, engine, mongodb_database=database_name) as it:
        yield it


async def test_everything_it_kept_is_shown(running: Product, old: dict[str, Any]) -> None:
    async def get(path: str) -> Any:
        answer = await running.http.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json() if "json" in answer.headers["content-type"] else answer.content

    for agent in old["agents"]:
        shown = await get(f"/agents/{agent['_id']}")
        assert (shown["name"], shown["version"]) == (agent["name"], agent["version"])
        versions = await get(f"/agents/{agent['_id']}/versions")
        assert len(versions["items"]) == len(
            [v for v in old["agent_versions"] if v["agent_id"] == agent["_id"]]
        )
    front = await get(f"/agents/{old['calls'][0]['agent_id']}")
    assert front["context_data"]["nested"] == {"a.b": [1, 2, {"$x": 1}]}  # kept escaped
    assert {c["id"] for c in (await get("/calls"))["items"]} == {c["_id"] for c in old["calls"]}
    for call in old["calls"]:
        shown = await get(f"/calls/{call['_id']}")
        assert shown["summary"] == call["summary"]
        assert shown["cost"]["total_usd"] == call["cost"]["total_usd"]
        turns = (await get(f"/calls/{call['_id']}/turns"))["items"]
        kept = [turn for turn in old["turns"] if turn["call_id"] == call["_id"]]
        assert sorted(t["said"] for t in turns) == sorted(t["said"] for t in kept)
        noted = [
            e
            for page in old["call_events"]
            if page["call_id"] == call["_id"]
            for e in page["entries"]
        ]
        events = (await get(f"/calls/{call['_id']}/events?limit=1000"))["items"]
        assert {e["name"] for e in noted} <= {e["name"] for e in events}
    (edit,) = old["edits"]
    (shown,) = (await get(f"/calls/{edit['call_id']}/edits"))["items"]
    assert (shown["state"], shown["set"], shown["before"]) == (
        "confirmed",
        edit["set"],
        edit["before"],
    )
    (command,) = (await get(f"/calls/{edit['call_id']}/commands"))["items"]
    assert (command["kind"], command["state"]) == ("say", "done")
    (hook,) = (await get("/webhooks"))["items"]
    assert hook["events"] == ["call.ended"]
    (key,) = (await get("/keys"))["items"]
    assert (key["name"], key["scope"]) == ("ci", "read")
    assert len((await get("/numbers"))["items"]) == len(old["numbers"])
    assert {e["action"] for e in (await get("/audit"))["items"]} >= {"agent.create"}
    finished = [c for c in old["calls"] if c["status"] == "completed"]
    # The live call is no longer counted as one: its worker is gone, and it may be closed already.
    overview = await get("/stats/overview?from=2026-11-28T00:00:00Z&to=2026-11-29T00:00:00Z")
    assert overview["now"]["calls"] >= len(finished)


async def test_its_live_call_goes_on_here(
    running: Product, old: dict[str, Any], engine: ScriptedEngine
) -> None:
    (live,) = (call for call in old["calls"] if call["status"] == "in_progress")
    sid, said = live["carrier_call_sid"], [t for t in old["turns"] if t["call_id"] == live["_id"]]
    form = {"CallSid": sid, "AccountSid": "AC", "CallStatus": "in-progress"}
    answer = await running.webhook(f"/twilio/calls/{live['_id']}/resume?try=1", form)
    stream = await stream_of(answer.text, sid).start()
    session = await engine.session()
    await until(lambda: stream.audio == engine.reply_frames, "it speaks again")
    told = str(session.received)
    assert all(turn["said"] in told for turn in said if turn["role"] == "caller")
    assert "9 AM to 6 PM" in told
    stream.hang_up()
    await until(lambda: len(running.app.state.registry) == 0, "the end")
    call = await running.call(live["_id"])
    assert (call["status"], call["outcome"]) == ("completed", "caller_hung_up")
    assert call["resume_count"] == 1
    assert call["ended_at"] <= utc_now()
    assert {turn["said"] for turn in said} <= {t.said for t in await running.turns(live["_id"])}
