"""Secrets, spoken words and numbers: grepped for in everything that leaves a real product."""

from __future__ import annotations

import logging
import re
import signal
from pathlib import Path

import httpx
import pytest
from tests.cli.serving import Serving
from tests.support.running import NUMBER, running

from phony.cli import logs
from phony.settings import Settings

SECRETS = {
    "TWILIO_AUTH_TOKEN": "needle-twilio-auth-token",
    "OPENAI_API_KEY": "needle-openai-api-key",
    "PHONY_API_KEY": "needle-phony-admin-key",
    "PHONY_TWILIO_AUTH_TOKEN_SECONDARY": "needle-second-token",
}
NOWHERE = {
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "PHONY_TWILIO_API_BASE": "http://127.0.0.1:9",
    "PHONY_OPENAI_URL": "ws://127.0.0.1:9/v1/realtime",
    "PHONY_OPENAI_REST_URL": "http://127.0.0.1:9/v1",
}
TOOL = {
    "name": "crm",
    "url": "https://crm.example.com",
    "headers": {"Authorization": "Bearer needle-tool-header"},
}


def test_no_secret_leaves_in_answers_errors_exports_or_logs(tmp_path: Path) -> None:
    serving = Serving(tmp_path, SECRETS | NOWHERE)
    key = {"Authorization": f"Bearer {SECRETS['PHONY_API_KEY']}"}
    answers: list[tuple[str, str]] = []

    with (
        serving.running(),
        httpx.Client(base_url=serving.about["url"], headers=key, timeout=30) as client,
    ):

        def ask(method: str, path: str, **given: object) -> httpx.Response:
            answer = client.request(method, path, **given)  # type: ignore[arg-type]
            answers.append((f"{method} {path}", answer.text + str(answer.headers)))
            return answer

        agent = ask(
            "POST",
            "/agents/",
            json={
                "name": "A",
                "type": "outbound",
                "phone_number": NUMBER,
                "tools": {"http": [TOOL]},
            },
        ).json()
        ask("PATCH", f"/agents/{agent['id']}", json={"notes": "n"})
        ask(
            "POST",
            "/agents/call/outbound",
            json={"agent_id": agent["id"], "to_number": "+15551230002"},
        )
        ask("POST", "/numbers/sync")
        ask("POST", "/session", json={"api_key": "needle-wrong-key"})
        ask("POST", "/session", json={"api_key": SECRETS["PHONY_API_KEY"]})
        ask("POST", "/keys", json={"name": "k", "scope": SECRETS["OPENAI_API_KEY"]})
        ask("GET", "/agents/", headers={"Authorization": "Bearer needle-wrong-key"})
        ask("POST", "/agents/import?dry_run=true", content=b"needle-yaml: [")
        document = client.get("/openapi.json").json()
        for path in document["paths"]:
            if "get" in document["paths"][path]:
                ask("GET", path.replace("{agent_id}", agent["id"]).replace("{version}", "1"))
        ask("GET", f"/agents/{agent['id']}/versions/diff?from=1&to=2")
        cookies = {cookie.name: cookie.value or "" for cookie in client.cookies.jar}
        assert "needle" not in str(cookies)
    assert len(answers) > 40
    for where, text in answers:
        assert "needle" not in text, where
    log = serving.log
    assert "needle" not in log


@pytest.mark.parametrize("as_json", ["0", "1"])
def test_logs_hold_ids_but_no_words_and_no_numbers(tmp_path: Path, as_json: str) -> None:
    with running(tmp_path, PHONY_LOG_JSON=as_json) as product:
        product.api.post(
            "/agents/",
            json={
                "name": "A",
                "type": "inbound",
                "phone_number": NUMBER,
                "greeting_message": "Needle greeting, how can I help?",
                "context_data": {"business_hours": "needle o'clock"},
            },
        )
        call_id = product.ring("What are your business hours, needle?")
        product.ended(call_id)
        product.serving.end(signal.SIGTERM)
    worker_lines = [
        line for line in product.serving.log.splitlines() if not line.lstrip().startswith("Try ")
    ]
    log = "\n".join(worker_lines)
    assert call_id in log
    assert "needle" not in log.lower()
    assert not re.search(r"\+1\d{10}", log)


def test_a_secret_in_a_foreign_message_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(
        openai_api_key="needle-openai-key",
        mongodb_url="mongodb://user:needle-password@db.example.com/",
    )
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        for as_json in (False, True):
            logs.configure("INFO", as_json=as_json, process="t", secrets=settings.secret_values)
            try:
                raise ValueError("connecting with needle-openai-key failed")
            except ValueError:
                logging.getLogger("foreign").exception("mongodb://user:needle-password@db")
    finally:
        root.handlers[:], root.level = before
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "needle" not in shown
