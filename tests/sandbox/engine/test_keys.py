"""Keys as the vendor's own client sends and makes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from openai import AsyncOpenAI, AuthenticationError, BadRequestError, NotFoundError
from openai.types.realtime import RealtimeSessionCreateResponse
from tests.support.engine_server import serving
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.keys import Keys, Unknown, presented
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.protocol.shapes import Refused
from phony.sandbox.engine.voices import ScriptedParts

KEY = "sk-test"
PCMU = {"type": "audio/pcmu"}
KIND: dict[str, Any] = {
    "type": "realtime",
    "model": "gpt-realtime-2.1-mini",
    "instructions": "Be kind.",
    "audio": {"output": {"voice": "cedar", "format": PCMU}},
}


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    async with serving(Engine(ScriptedParts(), Answers(), api_key=KEY)) as url:
        yield url


@pytest.fixture
async def openai(base_url: str) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key=KEY, base_url=base_url, max_retries=0) as client:
        yield client


async def test_a_client_secret_settles_the_session(openai: AsyncOpenAI, base_url: str) -> None:
    made = await openai.realtime.client_secrets.create(
        session=KIND,  # type: ignore[arg-type]
        expires_after={"anchor": "created_at", "seconds": 60},
    )
    assert made.value.startswith("ek_")
    assert isinstance(made.session, RealtimeSessionCreateResponse)
    assert (made.session.instructions, made.session.model) == ("Be kind.", KIND["model"])
    async with AsyncOpenAI(api_key=made.value, base_url=base_url) as browser:
        for query in ({}, {"model": "gpt-realtime-2.1"}):  # as often as wanted, and overridden
            async with browser.realtime.connect(extra_query=query) as connection:
                session = (await connection.recv()).model_dump()["session"]
                assert session["instructions"] == "Be kind."
                assert session["audio"]["output"]["voice"] == "cedar"
                assert session["model"] == query.get("model", KIND["model"])
        with pytest.raises(AuthenticationError):  # it opens sessions, and nothing else
            await browser.realtime.client_secrets.create()
        with pytest.raises(AuthenticationError):
            await browser.models.list()


async def test_a_client_secret_for_writing_down(openai: AsyncOpenAI, base_url: str) -> None:
    made = await openai.realtime.client_secrets.create(
        session={
            "type": "transcription",
            "audio": {"input": {"transcription": {"model": "gpt-transcribe"}}},
        }
    )
    assert made.session.object == "realtime.transcription_session"
    async with AsyncOpenAI(api_key=made.value, base_url=base_url) as browser:
        async with browser.realtime.connect() as connection:
            created = (await connection.recv()).model_dump()
    assert created["session"]["audio"]["input"]["transcription"]["model"] == "gpt-transcribe"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"expires_after": {"anchor": "created_at", "seconds": 5}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "now", "seconds": 60}}, "expires_after.anchor"),
        ({"session": {"type": "realtime", "voice": "marin"}}, "session.voice"),
        (
            {
                "session": {
                    "type": "realtime",
                    "model": "gpt-realtime-1.5",
                    "reasoning": {"effort": "low"},
                }
            },
            "session.reasoning",
        ),
        ({"session": "x"}, "session"),
    ],
)
async def test_a_bad_request_names_the_field(
    openai: AsyncOpenAI, body: dict[str, Any], param: str
) -> None:
    with pytest.raises(BadRequestError) as refusal:
        await openai.realtime.client_secrets.create(extra_body=body)
    assert refusal.value.param == param


async def test_models_are_listed_for_those_with_a_key(openai: AsyncOpenAI, base_url: str) -> None:
    assert "gpt-realtime-2.1" in [model.id async for model in openai.models.list()]
    assert (await openai.models.retrieve("gpt-transcribe")).id == "gpt-transcribe"
    with pytest.raises(NotFoundError) as refusal:
        await openai.models.retrieve("gpt-2")
    assert refusal.value.code == "model_not_found"
    async with AsyncOpenAI(api_key="sk-other", base_url=base_url) as stranger:
        with pytest.raises(AuthenticationError):
            await stranger.models.list()


def socket(base_url: str, key: str, query: str = "?model=gpt-realtime-2.1") -> connect:
    """As a browser connects: it cannot send headers."""
    offered = [Subprotocol("realtime"), Subprotocol(f"openai-insecure-api-key.{key}")]
    return connect(base_url.replace("http", "ws") + f"/realtime{query}", subprotocols=offered)


async def test_a_browser_brings_its_key_in_the_subprotocol(
    openai: AsyncOpenAI, base_url: str
) -> None:
    made = await openai.realtime.client_secrets.create(session=KIND)  # type: ignore[arg-type]
    for key in (KEY, made.value):
        async with socket(base_url, key) as connection:
            assert isinstance(connection, ClientConnection)
            assert connection.subprotocol == "realtime"
            assert "session.created" in str(await connection.recv())
    for key, query, status in (
        ("sk-other", "?model=gpt-realtime-2.1", 401),
        ("ek_other", "?model=gpt-realtime-2.1", 401),
        (KEY, "", 400),
        (KEY, "?call_id=rtc_1", 404),
        (made.value, "?intent=transcription", 400),
    ):
        with pytest.raises(InvalidStatus) as refusal:
            await socket(base_url, key, query)
        assert refusal.value.response.status_code == status


async def test_the_beta_interface_is_off_in_the_subprotocol_too(base_url: str) -> None:
    offered = ["realtime", f"openai-insecure-api-key.{KEY}", "openai-beta.realtime-v1"]
    url = base_url.replace("http", "ws") + "/realtime?model=gpt-realtime-2.1"
    async with connect(url, subprotocols=[Subprotocol(each) for each in offered]) as connection:
        assert "beta_api_shape_disabled" in str(await connection.recv())


def test_a_client_secret_ends() -> None:
    now = [1000.0]
    keys = Keys(KEY, clock=lambda: now[0])
    made = keys.issue({"expires_after": {"anchor": "created_at", "seconds": 60}})
    assert made["expires_at"] == 1060
    assert keys.is_secret(made["value"])
    now[0] = 1060.0
    assert not keys.is_secret(made["value"])
    with pytest.raises(Unknown):
        keys.grant(made["value"])
    assert not keys.is_secret(KEY)


def test_bad_bodies_are_refused() -> None:
    bodies: tuple[Any, ...] = ([], "x", {"session": {"type": "live"}})
    for body in bodies:
        with pytest.raises(Refused):
            Keys().issue(body)


def test_where_a_key_may_stand() -> None:
    assert presented("Bearer a", "b", []) == "a"
    assert presented("Basic a", "b", []) == "b"
    assert presented("", "", ["realtime", " openai-insecure-api-key.c"]) == "c"
    assert presented("Bearer ", " ", ["realtime"]) == ""
