"""What docs/tools.md shows is what is sent, and what the model hears."""

from __future__ import annotations

import asyncio
import json
import re

import orjson
import pytest
from tests.support.source import ROOT
from tests.support.tcp import tcp_server

from phony.domain.agents import Agent
from phony.domain.calls import Call, Direction
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.domain.webhooks import new_secret
from phony.net.http import Answer, OutboundHttp
from phony.service.agents.as_yaml import filled_in, read
from phony.service.bridge.errands import MAX_TOOLS
from phony.service.tools.answers import output
from phony.service.tools.http import MAX_ANSWER, MAX_ARGUMENTS, MAX_REDIRECTS, HttpTools
from phony.session.tools import offered

PAGE = (ROOT / "docs" / "tools.md").read_text()
_ROW = re.compile(r"^\| `(\d{3})`(?: `([^`]+)` `([^`]+)`)? \| `(.+)` \|$", re.MULTILINE)
ROWS = _ROW.findall(PAGE)
SECRETS = {"BOOKING_TOKEN": "t0k3n", "TOOL_SECRET": new_secret()}


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def agent() -> Agent:
    """The agent of the page."""
    contents = read(filled_in(block("yaml").encode(), SECRETS.get))
    assert contents.mistakes == []
    (given,) = contents.agents.values()
    now = utc_now()
    return Agent(
        **given.model_dump(), id="agent_1", org_id=DEFAULT_ORG, created_at=now, updated_at=now
    )


async def test_the_request_is_the_one_that_is_sent() -> None:
    shown = json.loads(block("json"))
    arguments = shown.pop("arguments")
    call = Call(
        id=shown.pop("call_id"),
        org_id=DEFAULT_ORG,
        direction=Direction.INBOUND,
        agent=agent(),
        created_at=utc_now(),
        **shown,
    )
    sent: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"content-length: (\d+)", head, re.I)[1])  # type: ignore[index]
        sent.extend((head, (await reader.readexactly(length)).decode()))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()

    async with tcp_server(answer) as port:
        assert call.agent is not None
        call.agent.tools.http[0].url = f"http://127.0.0.1:{port}/book"
        http = OutboundHttp(allow_private=True)
        await HttpTools(http).run(call, "book_table", json.dumps(arguments))
        await http.aclose()
    head, body = sent
    assert json.loads(body) == json.loads(block("json"))
    first, *lines = block("http").strip().split("\n")
    assert head.startswith(first)
    names = {line.partition(":")[0].lower() for line in lines}
    really = {line.partition(":")[0].lower() for line in head.strip().split("\r\n")[1:]}
    assert names == really - {"host", "content-length", "accept-encoding"}
    same = {"content-type", "accept", "x-phony-call-id", "authorization"}
    shown_lines = {line.lower() for line in lines if line.partition(":")[0].lower() in same}
    assert shown_lines <= set(head.lower().split("\r\n"))


@pytest.mark.parametrize(("status", "kind", "body", "heard"), ROWS)
def test_the_model_hears_what_the_table_says(status: str, kind: str, body: str, heard: str) -> None:
    headers = {"content-type": kind} if kind else {}
    answer = Answer(int(status), headers, body.encode(), elapsed_ms=1)
    result, ok = output(answer)
    assert orjson.dumps(result) == orjson.dumps(json.loads(heard))
    assert ok == result["ok"]


def test_the_table_is_read() -> None:
    assert len(ROWS) == 8


def test_the_limits_are_the_ones_that_hold() -> None:
    assert f"| arguments | {MAX_ARGUMENTS >> 10} KiB |" in PAGE
    assert f"| answer | {MAX_ANSWER >> 10} KiB are read" in PAGE
    assert f"| tools running at once in one call | {MAX_TOOLS} |" in PAGE
    assert f"| redirects | {MAX_REDIRECTS - 1};" in PAGE


def test_the_built_in_tools_are_the_ones_that_are_offered() -> None:
    one = agent()
    one.tools.transfer_targets = {"kitchen": "+18578167227"}
    shown = dict(re.findall(r"^\| `(\w+)` \| (`.+?`) \| ", PAGE, re.MULTILINE))
    builtin = {tool.name: tool for tool in offered(one) if tool.name in one.tools.builtin}
    assert set(builtin) <= set(shown)
    for name, tool in builtin.items():
        assert re.findall(r"\w+", shown[name]) == list(tool.parameters["properties"]), name
