from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support.control import EXAMPLE, NUMBER, Account, client_of, control_app
from tests.support.tcp import tcp_server

from phony.domain.errors import UpstreamError
from phony.domain.ids import utc_now
from phony.mongod import Trouble, note_trouble
from phony.service.agents.numbers import NumberService
from phony.service.operations.doctor import Check, Doctor, DoctorConfig
from phony.service.operations.findings import CheckState
from phony.store.database import Database
from phony.store.engines import EngineState, EngineStates
from phony.store.workers import WorkerDirectory, WorkerState

BASE = "http://127.0.0.1:1"
CONFIG = DoctorConfig(base_url=BASE, openai_rest_url=f"{BASE}/v1", openai_key="k")


@contextlib.asynccontextmanager
async def server(answer: bytes) -> AsyncIterator[str]:
    """A server that answers every request with `answer`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with tcp_server(serve) as port:
        yield f"http://127.0.0.1:{port}"


def http(status: str, body: Any) -> bytes:
    text = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n"
    return head.encode() + f"Content-Length: {len(text)}\r\n\r\n".encode() + text


class Checkup:
    """A doctor for one database, and what it finds."""

    def __init__(self, database: Database, account: Account) -> None:
        self.database = database
        self.account = account

    async def find(
        self,
        check_id: str,
        config: DoctorConfig = CONFIG,
        now: datetime | None = None,
    ) -> Check:
        numbers = NumberService(self.database, self.account, base_url="http://127.0.0.1:24187")
        doctor = Doctor(
            self.database,
            numbers,
            self.account,
            config,
            timeout_s=3,
            now=lambda: now or utc_now(),
        )
        report = await doctor.run("org_default")
        for check in report.checks:
            if check.state in (CheckState.WARNING, CheckState.FAILED):
                assert check.cure, f"{check.id} has no cure"
        assert report.ok == (not report.summary.get("failed"))
        return next(check for check in report.checks if check.id == check_id)


@pytest.fixture
def checkup(database: Database) -> Checkup:
    account = Account()
    account.add(NUMBER)
    return Checkup(database, account)


async def test_what_is_well_is_ok(checkup: Checkup, tmp_path: Path) -> None:
    config = replace(CONFIG, data_dir=tmp_path, prices_dated=lambda: utc_now().date())
    for check_id in ("mongodb", "mongodb_replica_set", "mongodb_indexes", "data_dir", "clock"):
        assert (await checkup.find(check_id, config)).state is CheckState.OK, check_id
    assert (await checkup.find("prices", config)).state is CheckState.OK
    assert (await checkup.find("carrier", config)).state is CheckState.OK


@pytest.mark.parametrize(
    ("worker", "state"),
    [
        (None, CheckState.FAILED),
        (WorkerState(id="w1", calls=3, max_calls=500, lag_ms=1), CheckState.OK),
        (WorkerState(id="w1", calls=3, max_calls=500, lag_ms=400), CheckState.WARNING),
        (WorkerState(id="w1", calls=99, max_calls=100), CheckState.WARNING),
    ],
)
async def test_workers_must_keep_up(
    checkup: Checkup, worker: WorkerState | None, state: CheckState
) -> None:
    if worker is not None:
        await WorkerDirectory(checkup.database).beat(worker)
    assert (await checkup.find("workers")).state is state


async def test_missing_indexes_fail(checkup: Checkup) -> None:
    await checkup.database.raw["agents"].drop_index("one_inbound_agent_per_number")
    assert (await checkup.find("mongodb_indexes")).state is CheckState.FAILED


async def test_a_data_folder_that_cannot_be_written_fails(checkup: Checkup, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    config = replace(CONFIG, data_dir=tmp_path / "file" / "below")
    assert (await checkup.find("data_dir", config)).state is CheckState.FAILED


@pytest.mark.parametrize(
    ("url", "sandbox", "state"),
    [
        (None, True, CheckState.SKIPPED),
        (None, False, CheckState.FAILED),
        ("http://phony.example.com", False, CheckState.FAILED),
        ("https://phony.example.com/sub", False, CheckState.FAILED),
        ("https://no-such-host.invalid", False, CheckState.FAILED),
        ("https://localhost", False, CheckState.OK),
    ],
)
async def test_the_public_url_must_suit_the_carrier(
    checkup: Checkup, url: str | None, sandbox: bool, state: CheckState
) -> None:
    config = replace(CONFIG, public_url=url, carrier_is_sandbox=sandbox)
    assert (await checkup.find("public_url", config)).state is state


async def test_no_tls_behind_an_https_address_fails(checkup: Checkup) -> None:
    async with server(http("200 OK", {})) as url:
        config = replace(CONFIG, public_url=url.replace("http:", "https:"))
        assert (await checkup.find("tls", config)).state is CheckState.FAILED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (http("200 OK", {"service": "phony"}), CheckState.OK),
        (http("200 OK", {"service": "nginx"}), CheckState.FAILED),
        (http("301 Moved", {}), CheckState.FAILED),
        (b"garbage\r\n\r\n", CheckState.FAILED),
    ],
)
async def test_webhooks_must_reach_us(checkup: Checkup, answer: bytes, state: CheckState) -> None:
    async with server(answer) as url:
        assert (await checkup.find("webhook", replace(CONFIG, base_url=url))).state is state
    assert (await checkup.find("webhook")).state is CheckState.FAILED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (http("403 Forbidden", {}), CheckState.FAILED),
        (http("426 Upgrade Required", {}), CheckState.FAILED),
        (http("400 Bad Request", {}), CheckState.FAILED),
        (b"", CheckState.FAILED),
    ],
)
async def test_upgrades_must_reach_us(checkup: Checkup, answer: bytes, state: CheckState) -> None:
    async with server(answer) as url:
        assert (await checkup.find("media_socket", replace(CONFIG, base_url=url))).state is state


async def test_what_is_doubtful_about_the_settings_is_told(checkup: Checkup) -> None:
    assert (await checkup.find("settings")).state is CheckState.OK
    doubtful = replace(CONFIG, doubts=("PHONY_X is no setting: did you mean PHONY_Y?",))
    found = await checkup.find("settings", doubtful)
    assert (found.state, found.detail) == (CheckState.WARNING, *doubtful.doubts)


async def test_the_carrier_account_is_asked(checkup: Checkup) -> None:
    class Suspended(Account):
        async def account(self) -> dict[str, Any]:
            return {"status": "suspended"}

    class Refused(Account):
        async def account(self) -> dict[str, Any]:
            raise UpstreamError("The carrier refused with status 401.", cure="Check the token.")

    config = replace(CONFIG, carrier_is_sandbox=False)
    for account in (Suspended(), Refused()):
        found = await Checkup(checkup.database, account).find("carrier", config)
        assert found.state is CheckState.FAILED
        assert found.cure


async def test_numbers_that_go_elsewhere_are_named(checkup: Checkup) -> None:
    async with client_of(control_app(checkup.database, checkup.account)) as client:
        await client.post("/agents/", json=EXAMPLE)
        assert (await checkup.find("numbers")).state is CheckState.OK
        checkup.account.held[NUMBER].config.voice_url = "https://pbx.example.com/in?key=secret"
        await client.post("/numbers/sync")
    found = await checkup.find("numbers")
    assert found.state is CheckState.WARNING
    assert "https://pbx.example.com/in" in found.detail
    assert "secret" not in found.detail


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (http("200 OK", {"data": [{"id": "gpt-realtime-2.1"}]}), CheckState.OK),
        (http("401 Unauthorized", {}), CheckState.FAILED),
        (http("500 Oops", {}), CheckState.FAILED),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnot", CheckState.FAILED),
    ],
)
async def test_the_engine_must_accept_the_key(
    checkup: Checkup, answer: bytes, state: CheckState
) -> None:
    async with server(answer) as url:
        found = await checkup.find("engine", replace(CONFIG, openai_rest_url=f"{url}/v1"))
    assert found.state is state


async def test_models_that_end_are_named(checkup: Checkup) -> None:
    async with client_of(control_app(checkup.database, checkup.account)) as client:
        await client.post("/agents/", json={**EXAMPLE, "model": "gpt-realtime"})
    before = datetime(2026, 12, 1, tzinfo=UTC)
    after = datetime(2027, 2, 1, tzinfo=UTC)
    ending = await checkup.find("models", now=before)
    assert ending.state is CheckState.WARNING
    assert "2027-01-20" in ending.detail
    assert (await checkup.find("models", now=after)).state is CheckState.FAILED
    data = [{"id": "gpt-transcribe", "shutdown_date": "2028-01-01"}, {"id": "gpt-realtime"}]
    async with server(http("200 OK", {"data": data})) as url:
        config = replace(CONFIG, openai_rest_url=f"{url}/v1")
        assert "gpt-transcribe" in (await checkup.find("models", config, before)).detail


async def test_a_wrong_clock_fails(checkup: Checkup) -> None:
    found = await checkup.find("clock", now=utc_now() + timedelta(minutes=3))
    assert found.state is CheckState.FAILED
    assert "+1" in found.detail


async def test_an_old_price_table_warns(checkup: Checkup) -> None:
    config = replace(CONFIG, prices_dated=lambda: date(2026, 1, 1))
    assert (await checkup.find("prices", config)).state is CheckState.WARNING


async def test_what_records_lost_is_said_with_the_cure(
    checkup: Checkup, database: Database
) -> None:
    workers = WorkerDirectory(database)
    await workers.beat(WorkerState(id="w1"))
    assert (await checkup.find("records")).state is CheckState.OK
    await workers.beat(WorkerState(id="w2", spilled_audio_s=61))
    assert "61 s of recordings wait on disk" in (await checkup.find("records")).detail
    await workers.beat(WorkerState(id="w2", lost_audio_s=12.4, shed=3))
    check = await checkup.find("records")
    assert check.state is CheckState.WARNING
    assert "12 s of recordings and 3 entries" in check.detail
    assert "audio_lost" in (check.cure or "")


async def test_a_private_database_that_does_not_start_is_said_with_its_cure(
    mongodb_url: str, tmp_path: Path
) -> None:
    database = await Database.connect(mongodb_url, "test")
    await database.close()
    checkup = Checkup(database, Account())
    config = replace(CONFIG, data_dir=tmp_path)
    (tmp_path / "run").mkdir()
    assert (await checkup.find("mongodb", config)).cure == "Check MONGODB_URL and that mongod runs."
    note_trouble(tmp_path, Trouble("Its disk is full.", "Free some space."))
    check = await checkup.find("mongodb", config)
    assert (check.state, check.cure) == (CheckState.FAILED, "Free some space.")
    assert "Its disk is full." in check.detail
    check = await checkup.find("mongodb", replace(config, mongodb_is_private=False))
    assert "disk" not in check.detail


async def test_an_engine_that_is_away_is_named(checkup: Checkup) -> None:
    assert (await checkup.find("engines")).state is CheckState.OK
    away = EngineState(key="k", label="gpt-realtime-2.1", away=True, reason="http_503")
    await EngineStates(checkup.database).tell(away)
    check = await checkup.find("engines")
    assert check.state is CheckState.WARNING
    assert "gpt-realtime-2.1: http_503" in check.detail
