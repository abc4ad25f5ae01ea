"""Answers from a chat endpoint: a small one of our own on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from tests.support.engine_server import connected, serving, spoken

from phony.sandbox import watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.chat import Chat, messages
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Ask, Call, Failed, Say
from phony.sandbox.engine.voices import ScriptedParts

TOOL = {"type": "function", "name": "look_up", "description": "x", "parameters": {}}


class Endpoint:
    """Answers with the pieces it was given; keeps the request."""

    def __init__(self, *deltas: dict[str, Any] | str, status: int = 200) -> None:
        self.deltas, self.status = deltas, status
        self.body: dict[str, Any] = {}

    async def answer(self, request: Request) -> Response:
        self.body = await request.json()
        if self.status != 200:
            return JSONResponse({"error": {"message": "no"}}, self.status)

        async def lines() -> AsyncIterator[bytes]:
            yield b": a comment\n\n"
            for delta in self.deltas:
                piece = (
                    delta.encode()
                    if isinstance(delta, str)
                    else orjson.dumps({"choices": [{"delta": delta}]})
                )
                yield b"data: " + piece + b"\n\n"
            yield b"data: [DONE]\n\n"

        return StreamingResponse(lines(), media_type="text/event-stream")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextlib.asynccontextmanager
async def chat(endpoint: Endpoint) -> AsyncIterator[Chat]:
    app = Starlette(routes=[Route("/v1/chat/completions", endpoint.answer, methods=["POST"])])
    server = _Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(server.serve())
        await server.up.wait()
        port = server.servers[0].sockets[0].getsockname()[1]
        one = Chat(f"http://127.0.0.1:{port}/v1", model="small", key="k")
        try:
            yield one
        finally:
            await one.close()
            server.should_exit = True
            await task


def ask(**fields: Any) -> Ask:
    items = [Item("u", "message", role="user", audio=True, heard="Are you open?")]
    return Ask(instructions="Be kind.", items=items, **fields)


async def test_sentences_come_one_by_one() -> None:
    endpoint = Endpoint(
        {"role": "assistant", "content": ""},
        {"content": "Yes, Dr."},
        {"content": " Lee is in. We"},
        {"content": " are open"},
        {"content": " until 6 p.m. today."},
    )
    async with chat(endpoint) as one:
        found = [piece async for piece in one.reply(ask())]
    assert found == [Say("Yes, Dr. Lee is in."), Say("We are open until 6 p.m. today.")]
    assert endpoint.body["messages"] == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Are you open?"},
    ]
    assert endpoint.body["stream"] is True


async def test_tools_are_passed_through_and_called() -> None:
    endpoint = Endpoint(
        {"content": "Let me look."},
        {"tool_calls": [{"index": 0, "id": "x", "function": {"name": "look_up"}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": '{"a"'}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": ": 1}"}}]},
    )
    async with chat(endpoint) as one:
        found = [piece async for piece in one.reply(ask(tools=[TOOL]))]
    assert found == [Say("Let me look."), Call("look_up", '{"a": 1}')]
    assert endpoint.body["tools"][0]["function"]["name"] == "look_up"


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        (Endpoint(status=401), "invalid_api_key"),
        (Endpoint(status=429), "rate_limit_exceeded"),
        (Endpoint(status=500), "server_error"),
        (Endpoint("not json"), "server_error"),
    ],
)
async def test_failures(endpoint: Endpoint, code: str) -> None:
    async with chat(endpoint) as one:
        with pytest.raises(Failed) as failed:
            [piece async for piece in one.reply(ask())]
    assert failed.value.code == code


def test_pictures_go_to_the_model() -> None:
    url = "data:image/png;base64,AA=="
    part = {"type": "input_image", "image_url": url, "detail": "auto"}
    item = Item("i", "message", role="user", text="What is it?", parts=[part])
    (_, message) = messages(Ask(instructions="Be kind.", items=[item]))
    assert message["content"] == [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": url, "detail": "auto"}},
    ]


async def test_exact_words_need_no_model() -> None:
    one = Chat("http://127.0.0.1:9/v1", model="small")
    found = [piece async for piece in one.reply(ask(order="Say exactly: Good morning."))]
    assert found == [Say("Good morning.")]
    await one.close()


async def test_nobody_listens() -> None:
    one = Chat("http://127.0.0.1:9/v1", model="small")
    with pytest.raises(Failed):
        [piece async for piece in one.reply(ask())]
    await one.close()


def test_calls_of_one_breath_share_a_message() -> None:
    items = [
        Item("a", "function_call", call_id="c1", name="f", arguments="{}"),
        Item("b", "function_call", call_id="c2", name="g", arguments="{}"),
        Item("c", "function_call_output", call_id="c1", output="1"),
        Item("d", "message", role="assistant", audio=True),  # truncated: nothing is known of it
    ]
    found = messages(Ask(instructions="x", items=items))
    assert [message["role"] for message in found] == ["system", "assistant", "tool"]
    assert [call["id"] for call in found[1]["tool_calls"]] == ["c1", "c2"]


async def test_the_engine_speaks_what_the_endpoint_says() -> None:
    endpoint = Endpoint({"content": "We open at nine. "}, {"content": "Come by!"})
    async with (
        chat(endpoint) as one,
        serving(Engine(ScriptedParts(15), one)) as url,
        connected(url) as client,
    ):
        form = {"type": "audio/pcmu"}
        await client.update(
            instructions="Be kind.",
            audio={"input": {"format": form}, "output": {"format": form}},
        )
        await client.hear(watermark.encode("Are you open?", ms_per_character=15))
        await client.silence(700)
        done = await client.wait("response.done")
        assert spoken(done) == "We open at nine. Come by!"
        assert endpoint.body["messages"][-1] == {"role": "user", "content": "Are you open?"}
        endpoint.status = 503
        place = len(client.events)
        await client.send("response.create")
        failed = (await client.wait("response.done", after=place))["response"]
        assert failed["status"] == "failed"
        assert failed["status_details"]["error"]["code"] == "server_error"
