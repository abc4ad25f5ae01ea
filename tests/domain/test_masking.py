"""What no record may keep: pressed keys, and what a tool's schema calls secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.session.driver import make_agent

from phony.domain.actions import ContextChanged, RunTool, Tell
from phony.domain.events import DtmfPressed, ResponseDone, ToolCalled, ToolFinished
from phony.domain.masking import DOTS, Mask, has_secrets, hides_keys
from phony.domain.turns import Role, Turn

SECRETS: list[dict[str, Any]] = [{"secret": True}, {"writeOnly": True}, {"format": "password"}]


def tool(**properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    return {"http": [{"name": "check_pin", "url": "https://x.example", "parameters": schema}]}


def masked(**fields: Any) -> Mask:
    return Mask(make_agent(**{"keypad": {"mask": True}, **fields}))


def turn(said: str, kind: Any = "speech", **more: Any) -> Turn:
    role = Role.SYSTEM if kind == "tool" else Role.CALLER
    return Turn(id="c:1", call_id="c", index=1, role=role, kind=kind, said=said, heard=said, **more)


def test_nothing_is_hidden_where_nobody_asked_for_it() -> None:
    mask = Mask(make_agent(tools=tool(pin={"type": "string"})))
    event, line = DtmfPressed("4"), turn("4821#", "dtmf")
    assert mask.crossed(event) is event
    assert mask.turn(line) is line
    assert mask.text("4821") == "4821"
    assert not hides_keys(None)


@pytest.mark.parametrize("declared", SECRETS)
def test_keys_are_hidden_for_the_sake_of_a_secret_parameter(declared: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {"login": {"properties": {"pin": declared}}}}
    assert has_secrets(schema)
    agent = make_agent(
        tools={"http": [{"name": "t", "url": "https://x.example", "parameters": schema}]}
    )
    assert hides_keys(agent)


def test_keys_and_whatever_repeats_them_later() -> None:
    mask = masked()
    assert mask.crossed(DtmfPressed("4")) == DtmfPressed("•")
    told = mask.crossed(Tell("i", Role.CALLER, "[keys 4821]", "i", shown="[keys ••••]"))
    assert "4821" not in str(told)
    line = mask.turn(turn("4821#", "dtmf"))
    assert (line.said, line.heard) == (DOTS, DOTS)
    for said in ("4821", "4 8 2 1", "4-8-2-1.", "4, 8, 2, 1", "it is 4821#"):
        assert "4" not in mask.turn(turn(said)).said
    assert mask.text("call 14821 or 48210") == "call 14821 or 48210"  # another number


def test_a_single_key_says_nothing_elsewhere() -> None:
    mask = masked()
    assert mask.turn(turn("1", "dtmf")).said == DOTS
    assert mask.text("1 of 12 is open") == "1 of 12 is open"


@pytest.mark.parametrize("declared", SECRETS)
@pytest.mark.parametrize("value", ["4821", 4821, ["4821"], {"a": {"b": "4821"}}])
def test_a_secret_argument_is_hidden_wherever_it_crosses(
    declared: dict[str, Any], value: Any
) -> None:
    mask = Mask(make_agent(tools=tool(pin=declared, name={"type": "string"})))
    arguments = json.dumps({"pin": value, "name": "Ada"})
    call = ToolCalled("r", "i", "c", "check_pin", arguments)
    done = mask.crossed(ResponseDone("r", "completed", tool_calls=[call]))
    assert json.loads(done.tool_calls[0].arguments) == {"pin": DOTS, "name": "Ada"}
    assert json.loads(mask.crossed(RunTool("c", "check_pin", arguments)).arguments)["pin"] == DOTS
    data = {"arguments": arguments, "output": '{"seen": "4821", "n": 4821}', "ok": True}
    kept = mask.turn(turn("check_pin", "tool", data=data))
    assert "4821" not in kept.model_dump_json()
    assert "4821" not in mask.crossed(ToolFinished("c", '{"pin": "4821"}')).output
    context = mask.crossed(ContextChanged({"pin": "4821", "n": [4821, True, 1.5]}, "", "", 1))
    assert context.context_data == {"pin": DOTS, "n": [DOTS, True, 1.5]}


def test_arguments_that_cannot_be_read_are_hidden_whole() -> None:
    mask = Mask(make_agent(tools=tool(pin={"secret": True})))
    assert mask.arguments("check_pin", '{"pin": "48') == DOTS
    assert mask.arguments("other", '{"pin": "48') == '{"pin": "48'


def test_keys_that_the_agent_presses_are_hidden_as_well() -> None:
    assert json.loads(masked().arguments("send_dtmf", '{"digits": "4821"}')) == {"digits": DOTS}
    assert Mask(make_agent()).arguments("send_dtmf", '{"digits": "1"}') == '{"digits": "1"}'


@given(st.text("0123456789", min_size=3, max_size=16), st.text(max_size=20), st.text(max_size=20))
def test_no_text_shows_the_value(secret: str, before: str, after: str) -> None:
    mask = masked()
    mask.learn(secret)
    text = f"{before} {secret} {after}"
    left = mask.text(text)
    edges = [part for part in (before, after) if secret in part]
    assert edges or secret not in left


@given(st.recursive(st.one_of(st.text(), st.integers(), st.none(), st.booleans()), st.lists))
def test_any_arguments_can_be_looked_at(arguments: Any) -> None:
    mask = Mask(make_agent(tools=tool(pin={"secret": True})))
    assert isinstance(mask.arguments("check_pin", json.dumps(arguments)), str)
