"""Answers from any OpenAI-compatible chat endpoint, streamed sentence by sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson

from phony.sandbox.engine.mind.orders import verbatim
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.responder import Ask, Call, Failed, Say, cut

_TIMEOUT = httpx.Timeout(30, connect=5)
_MOST_REPLY_CHARS = 8000


class Chat:
    """The responder."""

    free = False

    def __init__(self, url: str, *, model: str, key: str = "") -> None:
        """`url` is the endpoint, or its base (`http://127.0.0.1:11434/v1`)."""
        trimmed = url.rstrip("/")
        done = trimmed.endswith("/chat/completions")
        self._url = trimmed if done else f"{trimmed}/chat/completions"
        self._model = model
        self._client = httpx.AsyncClient(
            timeout=_TIMEOUT, headers={"Authorization": f"Bearer {key}"} if key else {}
        )

    async def close(self) -> None:
        """Close kept connections."""
        await self._client.aclose()

    async def reply(self, ask: Ask) -> AsyncIterator[Say | Call]:
        """Sentences as they are complete, then the calls."""
        if words := verbatim(ask):
            yield Say(words)  # no small model is to be trusted with that
            return
        body: dict[str, Any] = {
            "model": self._model,
            "messages": messages(ask),
            "stream": True,
        }
        if tools := ask.allowed_tools():
            body["tools"] = [_tool(tool) for tool in tools]
            if ask.tool_choice in ("auto", "required"):
                body["tool_choice"] = ask.tool_choice
        try:
            async with self._client.stream("POST", self._url, json=body) as response:
                if response.status_code != 200:
                    await response.aread()
                    raise Failed(*_refusal(response))
                async for piece in _read(response):
                    yield piece
        except httpx.TimeoutException as error:
            raise Failed("server_error", "the chat endpoint did not answer in time") from error
        except httpx.HTTPError as error:
            raise Failed("server_error", f"the chat endpoint failed: {error!r}") from error


async def _read(response: httpx.Response) -> AsyncIterator[Say | Call]:
    text = ""
    calls: dict[int, Call] = {}
    said = 0
    async for line in response.aiter_lines():
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            break
        try:
            choices = orjson.loads(data).get("choices") or [{}]
            delta = choices[0].get("delta") or {}
        except (ValueError, AttributeError, IndexError, KeyError) as error:
            raise Failed("server_error", "the chat endpoint sent an unreadable piece") from error
        if content := delta.get("content"):
            done, text = cut(text + content) if _may_end(content) else ([], text + content)
            for sentence in done:
                yield Say(sentence)
            said += len(content)
            if said > _MOST_REPLY_CHARS:
                break
        for part in delta.get("tool_calls") or ():
            call = calls.setdefault(part.get("index", 0), Call("", ""))
            function = part.get("function") or {}
            call.name += function.get("name") or ""
            call.arguments += function.get("arguments") or ""
    if text.strip():
        yield Say(text.strip())
    for call in calls.values():
        if call.name:
            yield Call(call.name, call.arguments or "{}")


def _may_end(content: str) -> bool:
    """A sentence ends only where white space follows it: most pieces need no look."""
    return any(letter.isspace() for letter in content)


def messages(ask: Ask) -> list[dict[str, Any]]:
    """The conversation as chat messages."""
    result: list[dict[str, Any]] = [
        {"role": "system", "content": ask.instructions if ask.order is None else ask.order}
    ]
    for item in ask.items:
        if (message := _message(item)) is not None:
            _append(result, message)
    return result


def _message(item: Item) -> dict[str, Any] | None:
    if item.type == "message":
        if pictures := [_picture(part) for part in item.parts if part["type"] == "input_image"]:
            words = [{"type": "text", "text": item.words}] if item.words else []
            return {"role": item.role, "content": [*words, *pictures]}
        return {"role": item.role, "content": item.words} if item.words else None
    if item.type == "function_call":
        function = {"name": item.name, "arguments": item.arguments or "{}"}
        call = {"id": item.call_id, "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    if item.type == "function_call_output":
        return {"role": "tool", "tool_call_id": item.call_id, "content": item.output}
    return None


def _picture(part: dict[str, Any]) -> dict[str, Any]:
    image = {"url": part["image_url"], "detail": part["detail"]}
    return {"type": "image_url", "image_url": image}


def _append(result: list[dict[str, Any]], message: dict[str, Any]) -> None:
    """Calls made in one breath belong into one message."""
    last = result[-1]
    if "tool_calls" in message and last["role"] == "assistant":
        last.setdefault("tool_calls", []).extend(message["tool_calls"])
    else:
        result.append(message)


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    function = {
        "name": tool["name"],
        "description": tool.get("description") or "",
        "parameters": tool.get("parameters") or {"type": "object", "properties": {}},
    }
    return {"type": "function", "function": function}


def _refusal(response: httpx.Response) -> tuple[str, str]:
    code = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}.get(
        response.status_code, "server_error"
    )
    return code, f"the chat endpoint answered {response.status_code}"
