"""How sessions are opened: what goes out with the upgrade, and what a refusal becomes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.session.driver import make_agent
from tests.support.loopback import ScriptedEngine, until

from phony.domain.events import Trouble
from phony.domain.fallback import EngineChoice
from phony.engines.openai import EngineRefused, OpenAIEngine, safety_identifier
from phony.net.http import Refused
from phony.net.ports import ConnectFailed, Socket, UpgradeRefused

OWN = EngineChoice(make_agent(model="gpt-realtime-2.1"))


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
    socket = await engine.open(Deaf(), OWN, who="org_default")
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
        await OpenAIEngine(far_end.url, "bad").open(Deaf(), OWN, who="o")
    assert (refused.value.http_status, refused.value.code) == (401, "invalid_api_key")


async def test_an_empty_account_is_no_hiccup() -> None:
    answer = '{"error":{"code":"insufficient_quota"}}'
    assert EngineRefused(UpgradeRefused(429, answer)).trouble is Trouble.FATAL
    assert EngineRefused(UpgradeRefused(429, "")).trouble is Trouble.OTHER


async def test_nobody_there_is_a_failed_connection() -> None:
    with pytest.raises(ConnectFailed):
        await OpenAIEngine("ws://127.0.0.1:9/v1/realtime", "k", timeout_s=1).open(
            Deaf(), OWN, who="o"
        )


async def test_a_transcription_session_is_asked_for_without_a_model(
    far_end: ScriptedEngine,
) -> None:
    engine = OpenAIEngine(f"{far_end.url}?model=other", "sk-test")
    socket = await engine.open_transcription(Deaf(), OWN, who="org_default")
    session = await far_end.session()
    assert session.path == "/v1/realtime?intent=transcription"
    assert far_end.headers[0]["authorization"] == "Bearer sk-test"
    socket.close()


async def test_another_url_gets_its_own_key_or_none_and_never_ours(
    far_end: ScriptedEngine,
) -> None:
    engine = OpenAIEngine("wss://ours.example/v1/realtime", "sk-ours", allow_private=True)
    for key, sent in (("sk-theirs", "Bearer sk-theirs"), ("", None)):
        theirs = EngineChoice(OWN.agent, f"{far_end.url}?model=x", key)
        (await engine.open(Deaf(), theirs, who="org_default")).close()
        (await engine.open_transcription(Deaf(), theirs, who="org_default")).close()
        for headers in far_end.headers[-2:]:
            assert headers.get("authorization") == sent
    paths = {(await far_end.session(n)).path for n in range(4)}
    assert paths == {
        "/v1/realtime?model=gpt-realtime-2.1",
        "/v1/realtime?intent=transcription",
    }


async def test_an_agents_url_leads_into_no_private_network_unless_allowed() -> None:
    ours = OpenAIEngine("ws://127.0.0.1:9/v1/realtime", "k", timeout_s=1)
    with pytest.raises(Refused):
        await ours.open(Deaf(), EngineChoice(OWN.agent, "ws://127.0.0.1:10/x"), who="o")
    same_place = EngineChoice(OWN.agent, "ws://127.0.0.1:9/other")
    with pytest.raises(ConnectFailed):
        await ours.open(Deaf(), same_place, who="o")
