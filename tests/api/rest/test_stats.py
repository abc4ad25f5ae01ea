from datetime import UTC, datetime, timedelta

import httpx
from tests.support.calls import keep, make_call

from phony.domain.calls import CallStatus
from phony.domain.ids import utc_now
from phony.store.database import Database


async def test_figures_of_every_kind(database: Database, client: httpx.AsyncClient) -> None:
    now = utc_now()
    await keep(
        database,
        make_call(status=CallStatus.COMPLETED, answered_at=now, duration_s=60.0),
        make_call(status=CallStatus.COMPLETED, created_at=now - timedelta(hours=30)),
        make_call(org_id="org_other"),
    )
    shown = (await client.get("/stats/overview")).json()
    assert (shown["now"]["calls"], shown["before"]["calls"]) == (1, 1)
    assert shown["now"]["avg_duration_s"] == 60
    agents = (await client.get("/stats/agents")).json()["items"]
    assert [(a["agent_id"], a["agent_name"], a["calls"]) for a in agents] == [("agent_a", "A", 1)]
    numbers = (await client.get("/stats/numbers")).json()["items"]
    assert [(n["number"], n["calls"]) for n in numbers] == [("+18578167225", 1)]
    days = (await client.get("/stats/days")).json()["items"]
    assert len(days) in (14, 15)
    assert sum(day["calls"] for day in days) == 2
    hours = (await client.get("/stats/hours", params={"tz": "Asia/Kolkata"})).json()["items"]
    assert sum(hour["calls"] for hour in hours) == 1
    # Half an hour off UTC: their hours begin at half past ours.
    assert {datetime.fromisoformat(hour["start"]).astimezone(UTC).minute for hour in hours} == {30}


BAD = [
    ("overview", {"from": "2026-11-02", "to": "2026-11-01"}, "from"),
    ("overview", {"from": "1991-01-01"}, "from"),
    ("overview", {"to": "0001-01-01"}, "from"),
    ("overview", {"from": "0001-01-01T00:00:00", "to": "0003-01-01T00:00:00"}, "from"),
    ("overview", {"from": "x"}, "from"),
    ("days", {"tz": "Mars/Olympus"}, "tz"),
    ("days", {"tz": "../../etc/passwd"}, "tz"),
    ("days", {"tz": ""}, "tz"),
    ("hours", {"from": "2026-01-01", "to": "2026-11-01"}, "from"),
    ("days", {"from": "9999-12-30T00:00:00Z", "to": "9999-12-31T23:59:59Z"}, "from"),
]


async def test_bad_periods_name_their_field(client: httpx.AsyncClient) -> None:
    for path, query, field in BAD:
        answer = await client.get(f"/stats/{path}", params=query)
        assert answer.status_code == 422, (path, query, answer.text)
        assert answer.json()["field"] in (field, "to")
