"""How sessions are opened: what goes out with the upgrade, and what a refusal becomes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.support.loopback import ScriptedEngine, until

from phony.domain.events import Trouble
from phony.engines.openai import EngineRefused, OpenAIEngine, safety_identifier
from phony.net.ports import ConnectFailed, Socket, UpgradeRefused


class Deaf:
    """A handler that needs to hear nothing."""

    def on_open(self, socket: Socket) -> None:
        return

    def on_text(self, text: bytes) -> None:
        return

    def on_binary(self) -> None:
        return

    def on_close(self, code: int, reason: str) -> None:
        return


@pytest.fixture
async def far_end() -> AsyncIterator[ScriptedEngine]:
    async with ScriptedEngine().running() as running:
        yield running


async def test_the_upgrade_carries_key_and_hash_and_never_the_beta_header(
    far_end: ScriptedEngine,
) -> None:
    engine = OpenAIEngine(far_end.url, "sk-test", version="1.2")
    socket = await engine.open(Deaf(), model="gpt-realtime-2.1", who="org_default")
    session = await far_end.session()
    headers = far_end.headers[0]
    assert session.path == "/v1/realtime?model=gpt-realtime-2.1"
    assert headers["authorization"] == "Bearer sk-test"
    assert headers["openai-safety-identifier"] == safety_identifier("org_default")
    assert "org_default" not in headers["openai-safety-identifier"]
    assert headers["user-agent"] == "phony/1.2"
    assert "openai-beta" not in headers
    assert "sec-websocket-extensions" not in headers  # compression costs more than it saves
    socket.close()
    await until(lambda: session.closed is not None, "closed")
    assert session.closed == (1000, "")


def test_a_configured_query_is_kept_and_the_model_is_ours() -> None:
    engine = OpenAIEngine("wss://x.example/openai/realtime?api-version=2&model=other", "k")
    assert engine.session_url("a b") == ("wss://x.example/openai/realtime?api-version=2&model=a+b")
    assert "sk-secret" not in repr(OpenAIEngine("wss://x.example", "sk-secret"))


async def test_a_refusal_has_the_services_own_code(far_end: ScriptedEngine) -> None:
    far_end.refuse = 401
    with pytest.raises(EngineRefused) as refused:
        await OpenAIEngine(far_end.url, "bad").open(Deaf(), model="m", who="o")
    assert (refused.value.http_status, refused.value.code) == (401, "invalid_api_key")


async def test_an_empty_account_is_no_hiccup() -> None:
    answer = '{"error":{"code":"insufficient_quota"}}'
    assert EngineRefused(UpgradeRefused(429, answer)).trouble is Trouble.FATAL
    assert EngineRefused(UpgradeRefused(429, "")).trouble is Trouble.OTHER


async def test_nobody_there_is_a_failed_connection() -> None:
    with pytest.raises(ConnectFailed):
        await OpenAIEngine("ws://127.0.0.1:9/v1/realtime", "k", timeout_s=1).open(
            Deaf(), model="m", who="o"
        )


async def test_a_transcription_session_is_asked_for_without_a_model(
    far_end: ScriptedEngine,
) -> None:
    engine = OpenAIEngine(f"{far_end.url}?model=other", "sk-test")
    socket = await engine.open_transcription(Deaf(), who="org_default")
    session = await far_end.session()
    assert session.path == "/v1/realtime?intent=transcription"
    assert far_end.headers[0]["authorization"] == "Bearer sk-test"
    socket.close()
