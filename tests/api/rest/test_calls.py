import io
import wave
import zipfile
from datetime import timedelta
from typing import Any

import httpx
import orjson
from tests.support.calls import keep, make_call, make_edit, make_turn

from phony.api.rest.calls import parse_range
from phony.domain.agents import Agent, AgentType
from phony.domain.calls import CallOutcome, CallStatus
from phony.domain.flight import FlightEvent
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.tools import HttpTool, ToolSettings
from phony.store.database import Database
from phony.store.repositories import for_org


async def record(database: Database, call_id: str, seconds: int = 2) -> None:
    """A recording as the runtime writes it, a chunk a second."""
    for second in range(seconds):
        await database.raw["recording_chunks"].insert_one(
            {
                "_id": f"{call_id}:{second}",
                "org_id": DEFAULT_ORG,
                "call_id": call_id,
                "at_ms": 500 + second * 1000,
                "caller": bytes([second]) * 8000,
                "agent": b"\xff" * 8000,
            }
        )
    await for_org(database, DEFAULT_ORG).recordings.assemble(call_id)


async def test_lists_filter_page_and_search(database: Database, client: httpx.AsyncClient) -> None:
    now = utc_now()
    done = make_call(
        status=CallStatus.COMPLETED,
        outcome=CallOutcome.CALLER_HUNG_UP,
        created_at=now - timedelta(hours=1),
        duration_s=30.0,
    )
    live = make_call(status=CallStatus.IN_PROGRESS, created_at=now, agent_id="agent_b")
    await keep(database, done, live, make_turn(done.id, 0, "We open at nine"))

    async def ids(**query: Any) -> list[str]:
        answer = await client.get("/calls", params=query)
        assert answer.status_code == 200, answer.text
        return [call["id"] for call in answer.json()["items"]]

    assert await ids() == [live.id, done.id]
    assert await ids(live=True) == [live.id]
    assert await ids(agent_id="agent_b") == [live.id]
    assert await ids(outcome=["caller_hung_up", "lost"]) == [done.id]
    assert await ids(status="in_progress") == [live.id]
    assert await ids(number="+1 (857) 816-7225") == [live.id, done.id]
    assert await ids(number=" 18578167225") == [live.id, done.id]
    assert await ids(min_duration_s=10, max_duration_s=60) == [done.id]
    assert await ids(**{"from": (now - timedelta(minutes=1)).isoformat()}) == [live.id]
    assert await ids(to=(now - timedelta(minutes=1)).isoformat()) == [done.id]
    assert await ids(sort="created_at") == [done.id, live.id]
    found = (await client.get("/calls/", params={"q": "open nine"})).json()
    assert [call["found"] for call in found["items"]] == [["We open at nine"]]
    first = (await client.get("/calls", params={"limit": 1})).json()
    assert (first["total"], len(first["items"])) == (2, 1)
    assert await ids(limit=1, cursor=first["next_cursor"]) == [done.id]


BAD_QUERIES = [
    ({"limit": "0"}, "limit"),
    ({"limit": "many"}, "limit"),
    ({"cursor": "nonsense"}, "cursor"),
    ({"cursor": "FgAAABBi"}, "cursor"),
    ({"sort": "$where"}, "sort"),
    ({"direction": "sideways"}, "direction"),
    ({"outcome": '{"$gt": ""}'}, "outcome.0"),
    ({"number": "+1 not a number"}, "number"),
    ({"from": "yesterday"}, "from"),
    ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
    ({"min_cost_usd": "nan"}, "min_cost_usd"),
    ({"q": "x" * 301}, "q"),
]


async def test_bad_filters_name_their_field(client: httpx.AsyncClient) -> None:
    for query, field in BAD_QUERIES:
        answer = await client.get("/calls", params=query)
        assert answer.status_code == 422, (query, answer.text)
        assert answer.json()["field"] == field


async def test_any_words_can_be_looked_for(client: httpx.AsyncClient) -> None:
    for q in ("", " ", '"', "-", '"-"', "\x00", "$where", "🙂", "مرحبا", "a\nb"):
        assert (await client.get("/calls", params={"q": q})).status_code == 200, q


PATHS = [
    "",
    "/turns",
    "/transcript",
    "/recording",
    "/waveform",
    "/events",
    "/bundle",
    "/context",
    "/edits",
    "/commands",
]


async def test_calls_that_are_not_there_are_not_found(
    database: Database, client: httpx.AsyncClient
) -> None:
    foreign = make_call(org_id="org_other", status=CallStatus.COMPLETED)
    await keep(database, foreign)
    for call_id in (foreign.id, "call_none", "%00", "$ne", "..%2f..", "x" * 100, "%f0%9f%99%82"):
        for path in PATHS:
            answer = await client.get(f"/calls/{call_id}{path}")
            assert answer.status_code == 404, (call_id, path, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
        assert (await client.delete(f"/calls/{call_id}")).status_code == 404


async def test_one_call_shows_its_agent_without_secrets(
    database: Database, client: httpx.AsyncClient
) -> None:
    now = utc_now()
    tool = HttpTool(name="crm", url="https://crm.example", headers={"Authorization": "Bearer s3"})
    agent = Agent(
        id="agent_a",
        org_id=DEFAULT_ORG,
        name="A",
        type=AgentType.INBOUND,
        tools=ToolSettings(http=[tool]),
        created_at=now,
        updated_at=now,
    )
    call = make_call(agent=agent)
    await keep(database, call)
    answer = await client.get(f"/calls/{call.id}")
    assert answer.json()["agent"]["tools"]["http"][0]["url"] == "https://crm.example"
    assert "s3" not in answer.text
    bundle = await client.get(f"/calls/{call.id}/bundle")
    names = zipfile.ZipFile(io.BytesIO(bundle.content))
    assert b"Bearer s3" not in names.read(f"{call.id}/call.json")


async def test_turns_and_transcripts(database: Database, client: httpx.AsyncClient) -> None:
    call = make_call(transcript_final=True)
    await keep(database, call, *(make_turn(call.id, n, f"Line {n} <b>") for n in range(3)))
    page = (await client.get(f"/calls/{call.id}/turns", params={"limit": 2})).json()
    assert ([t["index"] for t in page["items"]], page["total"]) == ([0, 1], 3)
    rest = await client.get(f"/calls/{call.id}/turns", params={"cursor": page["next_cursor"]})
    assert [turn["index"] for turn in rest.json()["items"]] == [2]
    shown = (await client.get(f"/calls/{call.id}/transcript")).json()
    assert (shown["final"], len(shown["turns"])) == (True, 3)
    text = await client.get(f"/calls/{call.id}/transcript", params={"format": "text"})
    assert text.headers["content-type"].startswith("text/plain")
    assert "[00:02] Caller: Line 1 <b>" in text.text
    vtt = await client.get(f"/calls/{call.id}/transcript", params={"format": "vtt"})
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert "<v Caller>Line 1 &lt;b&gt;" in vtt.text
    assert (await client.get(f"/calls/{call.id}/transcript?format=pdf")).status_code == 422


async def test_recordings_are_wav_and_come_in_ranges(
    database: Database, client: httpx.AsyncClient
) -> None:
    call = make_call(status=CallStatus.COMPLETED)
    await keep(database, call, make_turn(call.id, 0, "Hello", started_ms=1500, ended_ms=2000))
    await record(database, call.id)
    url = f"/calls/{call.id}/recording"
    whole = await client.get(url)
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    with wave.open(io.BytesIO(whole.content)) as wav:
        assert (wav.getnchannels(), wav.getframerate(), wav.getnframes()) == (2, 8000, 16000)
    size = len(whole.content)
    assert int(whole.headers["content-length"]) == size

    async def part(value: str, **headers: str) -> httpx.Response:
        return await client.get(url, headers={"Range": value, **headers})

    got = await part("bytes=0-43")
    assert (got.status_code, got.content) == (206, whole.content[:44])
    assert got.headers["content-range"] == f"bytes 0-43/{size}"
    assert (await part("bytes=40000-")).content == whole.content[40000:]
    assert (await part("bytes=-100")).content == whole.content[-100:]
    assert (await part(f"bytes=10-{size * 2}")).content == whole.content[10:]
    beyond = await part(f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    for ignored in ("bytes=5-2", "frames=1-2", "bytes=a-b", "bytes=-", "bytes=0-1,5-6"):
        assert (await part(ignored)).status_code == 200, ignored
    etag = whole.headers["etag"]
    assert (await part("bytes=0-1", **{"If-Range": etag})).status_code == 206
    assert (await part("bytes=0-1", **{"If-Range": '"other"'})).status_code == 200
    assert (await client.get(url, headers={"If-None-Match": etag})).status_code == 304
    head = await client.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == size
    download = await client.get(url, params={"download": True})
    assert download.headers["content-disposition"].startswith("attachment")
    shape = (await client.get(f"/calls/{call.id}/waveform")).json()
    assert (shape["duration_s"], shape["start_ms"]) == (2.0, 500)
    assert len(shape["caller"]) == len(shape["agent"]) == 2 * shape["peaks_per_s"]
    assert max(shape["agent"]) == 0
    # Cues are on the recording's clock, which began half a second into the call.
    vtt = await client.get(f"/calls/{call.id}/transcript", params={"format": "vtt"})
    assert "00:00:01.000 --> 00:00:01.500" in vtt.text


def test_ranges() -> None:
    assert parse_range("bytes=0-0", 10) == (0, 1)
    assert parse_range("BYTES = 2 - 4", 10) == (2, 5)
    assert parse_range("bytes=-0", 10) == "none"
    assert parse_range("bytes=-99", 10) == (0, 10)
    assert parse_range(None, 10) == "all"
    assert parse_range("bytes=0-", 0) == "none"


async def test_the_flight_record_is_paged(database: Database, client: httpx.AsyncClient) -> None:
    call = make_call()
    entries = [
        FlightEvent(call_id=call.id, seq=seq, at_ms=seq, leg=leg, direction="in", name="x")
        for seq, leg in ((0, "carrier"), (1, "engine"), (1001, "engine"))  # resumed in between
    ]
    await keep(database, call, *entries)
    url = f"/calls/{call.id}/events"
    page = (await client.get(url, params={"limit": 2})).json()
    assert ([e["seq"] for e in page["items"]], page["total"]) == ([0, 1], 3)
    rest = (await client.get(url, params={"cursor": page["next_cursor"]})).json()
    assert ([e["seq"] for e in rest["items"]], rest["next_cursor"]) == ([1001], None)
    engine = (await client.get(url, params={"leg": "engine"})).json()
    assert engine["total"] == 2
    assert (await client.get(url, params={"cursor": "x"})).status_code == 422


async def test_a_bundle_holds_everything(database: Database, client: httpx.AsyncClient) -> None:
    call = make_call(status=CallStatus.COMPLETED)
    entries = [
        FlightEvent(call_id=call.id, seq=n, at_ms=n, leg="engine", direction="in", name="x")
        for n in range(1200)
    ]
    await keep(database, call, make_turn(call.id, 0, "Hello"), make_edit(call.id), *entries)
    await record(database, call.id)
    answer = await client.get(f"/calls/{call.id}/bundle")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = {name.removeprefix(f"{call.id}/") for name in archive.namelist()}
        assert names == {
            "call.json",
            "cost.json",
            "turns.json",
            "transcript.txt",
            "transcript.vtt",
            "edits.json",
            "commands.json",
            "flight.ndjson",
            "recording.wav",
        }
        lines = archive.read(f"{call.id}/flight.ndjson").splitlines()
        assert [orjson.loads(line)["seq"] for line in lines] == list(range(1200))
        with wave.open(io.BytesIO(archive.read(f"{call.id}/recording.wav"))) as wav:
            assert wav.getnframes() == 16000
    bare = make_call()
    await keep(database, bare)
    answer = await client.get(f"/calls/{bare.id}/bundle")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert f"{bare.id}/recording.wav" not in archive.namelist()


async def test_deletion(database: Database, client: httpx.AsyncClient) -> None:
    live, over = make_call(status=CallStatus.IN_PROGRESS), make_call(status=CallStatus.FAILED)
    await keep(database, live, over)
    refused = await client.delete(f"/calls/{live.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (await client.delete(f"/calls/{over.id}")).status_code == 204
    assert (await client.delete(f"/calls/{over.id}")).status_code == 404
    entries, _ = await for_org(database, DEFAULT_ORG).audit.page(limit=5)
    assert [(e.action, e.target) for e in entries] == [("call.delete", over.id)]
