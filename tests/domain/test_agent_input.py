from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from phony.domain.agent_input import (
    MAX_CONTEXT_BYTES,
    AgentInput,
    AgentPatch,
    check_context,
    merged,
)
from phony.domain.agents import AgentFields
from phony.domain.webhooks import new_secret

BOUNDED = settings(max_examples=80, deadline=None)
BASE: dict[str, Any] = {"name": "A", "type": "inbound"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@BOUNDED
@given(st.sampled_from(sorted(AgentFields.model_fields)), VALUES)
def test_any_value_of_any_field_is_taken_or_refused_by_name(field: str, value: Any) -> None:
    blamed: set[int | str] = set()
    try:
        agent = AgentInput.model_validate({**BASE, field: value})
    except ValidationError as error:
        blamed = {item["loc"][0] for item in error.errors()}
    else:
        again = AgentInput.model_validate_json(agent.model_dump_json())
        assert again == agent
    assert blamed <= {field}


@BOUNDED
@given(st.sampled_from(sorted(AgentFields.model_fields)), VALUES)
def test_a_patch_takes_what_an_agent_takes(field: str, value: Any) -> None:
    def taken(model: Any, body: dict[str, Any]) -> bool:
        try:
            model.model_validate(body)
        except ValidationError:
            return False
        return True

    assert taken(AgentPatch, {field: value}) == taken(AgentInput, {**BASE, field: value})


def test_a_patch_changes_only_what_it_names() -> None:
    old = AgentInput.model_validate({**BASE, "context_data": {"a": 1}, "speed": 1.2})
    patch = AgentPatch.model_validate({"silence": {"max_prompts": 5}, "context_data": {"b": 2}})
    new = AgentFields.model_validate(merged(old, patch.changes()))
    assert new.silence == old.silence.model_copy(update={"max_prompts": 5})
    assert (new.context_data, new.speed) == ({"b": 2}, 1.2)


@pytest.mark.parametrize(
    "name", ["Zoë", "日本語", "שלום", "👩‍👩‍👧 family", "a" * 100, "O'Brien & Söhne <b>"]
)
def test_names_of_all_peoples_are_taken(name: str) -> None:
    assert AgentInput.model_validate({**BASE, "name": name}).name == name


# ---- limits: at the limit it is taken, one beyond it is refused by name -------------------------

TOOL = {"name": "look_up", "url": "https://example.com/hook"}
LIMITS: list[tuple[str, Any, Any]] = [
    ("name", "n" * 100, "n" * 101),
    ("name", "n", ""),
    ("system_prompt", "p" * 100_000, "p" * 100_001),
    ("greeting_message", "g" * 2000, "g" * 2001),
    ("notes", "n" * 20_000, "n" * 20_001),
    ("model", "m" * 100, "m" * 101),
    ("voice", "v" * 100, "v" * 101),
    ("language", "zh-Hant-TW", "zh_TW"),
    ("language", "deu", "german"),
    ("language", "en-US", "en US"),
    ("speed", 0.25, 0.24),
    ("speed", 1.5, 1.51),
    ("max_duration_s", 10, 9),
    ("max_duration_s", 3300, 3301),  # an engine's session lasts an hour
    ("retention_days", 1, 0),
    ("retention_days", 3650, 3651),
    ("turn_detection.threshold", 1, 1.01),
    ("turn_detection.threshold", 0, -0.01),
    ("turn_detection.prefix_padding_ms", 5000, 5001),
    ("turn_detection.silence_duration_ms", 100, 99),
    ("turn_detection.silence_duration_ms", 5000, 5001),
    ("turn_detection.type", "semantic_vad", "none"),
    ("turn_detection.eagerness", "auto", "eager"),
    ("transcription.model", "t" * 100, ""),
    ("transcription.keywords", ["k"] * 100, ["k"] * 101),
    ("voicemail.action", "leave_message", "shout"),
    ("voicemail.message", "m" * 2000, "m" * 2001),
    ("silence.prompt_after_s", 2, 1.9),
    ("silence.prompt_after_s", 300, 301),
    ("silence.max_prompts", 10, 11),
    ("silence.max_prompts", 0, -1),
    ("silence.prompt", "p" * 500, "p" * 501),
    ("silence.goodbye", "g" * 500, "g" * 501),
    ("limits.per_call_usd", 0.01, 0),
    ("limits.per_day_usd", None, -1),
    ("tools.builtin", [], ["reboot"]),
    ("tools.http", [{**TOOL, "name": f"t{n}"} for n in range(32)], [TOOL] * 33),
    ("tools.http.0.name", "_" + "a" * 63, "_" + "a" * 64),
    ("tools.http.0.name", "Look-up_2", "2look"),
    ("tools.http.0.description", "d" * 2000, "d" * 2001),
    ("tools.http.0.url", "https://" + "u" * 1992, "https://" + "u" * 1993),
    ("tools.http.0.method", "GET", "DELETE"),
    ("tools.http.0.timeout_s", 0.5, 0.4),
    ("tools.http.0.timeout_s", 60, 61),
]


def with_field(path: str, value: Any) -> dict[str, Any]:
    """The least body that gives the field at a dotted path this value."""
    first, *rest = path.split(".")
    if first == "tools" and rest[:2] == ["http", "0"]:
        return {**BASE, "tools": {"http": [{**TOOL, rest[2]: value}]}}
    for part in reversed(rest):
        value = {part: value}
    return {**BASE, first: value}


@pytest.mark.parametrize(("path", "allowed", "refused"), LIMITS)
def test_every_limit_holds_at_its_edge_and_names_its_field(
    path: str, allowed: Any, refused: Any
) -> None:
    AgentInput.model_validate(with_field(path, allowed))
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate(with_field(path, refused))
    error = caught.value.errors()[0]
    assert ".".join(map(str, error["loc"])).startswith(path)
    assert error["msg"]


@pytest.mark.parametrize("path", [".".join(path) for path in (["colour"], ["silence", "colour"])])
def test_a_field_nobody_knows_is_refused_and_not_lost(path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate(with_field(path, "red"))
    (error,) = caught.value.errors()
    assert (error["type"], ".".join(map(str, error["loc"]))) == ("extra_forbidden", path)


@pytest.mark.parametrize("field", ["name", "type"])
def test_name_and_type_are_all_that_is_required(field: str) -> None:
    assert AgentInput.model_validate(BASE).greeting_message == ""
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate({key: value for key, value in BASE.items() if key != field})
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


# ---- text and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\ufeff", "a\nb", "a\tb", "a\x00", "a\u2028b", "\x7f", "a\x85b", "a\u202eb"],
)
def test_a_name_is_one_line_that_can_be_seen(name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate({**BASE, "name": name})
    assert {error["loc"] for error in caught.value.errors()} == {("name",)}


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Front\u00a0desk", "Front desk"),
        ("Front\u2009desk\u202f", "Front desk"),
        ("\ufeffFront desk", "Front desk"),
        ("受付\u3000担当", "受付\u3000担当"),
        ("\u2067מרפאה\u2069", "\u2067מרפאה\u2069"),
        ("a\u00adb", "a\u00adb"),
    ],
)
def test_names_are_taken_as_they_are_pasted(pasted: str, kept: str) -> None:
    assert AgentInput.model_validate({"name": pasted, "type": "inbound"}).name == kept


def test_names_lose_the_spaces_around_them() -> None:
    agent = AgentInput.model_validate({**BASE, "name": "  Front desk ", "voice": " nova "})
    assert (agent.name, agent.voice) == ("Front desk", "nova")


@pytest.mark.parametrize("field", ["system_prompt", "greeting_message", "notes"])
def test_prompts_keep_their_lines_and_no_control_characters(field: str) -> None:
    text = "One.\r\n\tTwo: {{name}}\n\u00e9 \U0001f600"
    assert getattr(AgentInput.model_validate({**BASE, field: text}), field) == text
    for bad in ("a\x00", "\x1b[31m", "\x07", "half \ud83d"):
        with pytest.raises(ValidationError) as caught:
            AgentInput.model_validate({**BASE, field: bad})
        assert caught.value.errors()[0]["loc"] == (field,)


def test_a_number_is_kept_as_e164_and_an_empty_one_is_none() -> None:
    def number(typed: Any) -> str | None:
        return AgentInput.model_validate({**BASE, "phone_number": typed}).phone_number

    assert number("+1 (857) 816-7225") == "+18578167225"
    assert number("") is number("   ") is number(None) is None


def test_a_number_that_is_none_is_refused_with_its_cure() -> None:
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate({**BASE, "phone_number": "857 816 7225"})
    (error,) = caught.value.errors()
    assert error["loc"] == ("phone_number",)
    assert "Write it with + and country code, such as +18578167225." in error["msg"]


# ---- context data -----------------------------------------------------------------------------


def test_context_data_has_a_size_and_says_which() -> None:
    around = len(b'{"k":""}')
    assert check_context({"k": "x" * (MAX_CONTEXT_BYTES - around)})
    with pytest.raises(ValueError, match=r"at most 512 KiB of JSON, and is 524289"):
        check_context({"k": "x" * (MAX_CONTEXT_BYTES - around + 1)})
    with pytest.raises(ValueError, match="at most 512 KiB"):
        check_context({"k": "\u00e9" * (MAX_CONTEXT_BYTES // 2)})  # counted as UTF-8


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"a": {"b": 2**63}}, "a.b: the number is beyond 64 bits"),
        ({"a": float("nan")}, "a: the number is too large"),
        ({"a": ["\ud800"]}, "a.0: the text holds half of a surrogate pair"),
        ({"when": object()}, "when: object is not a JSON value"),
    ],
)
def test_context_data_that_cannot_be_kept_is_refused_by_its_path(
    data: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate({**BASE, "context_data": data})
    (error,) = caught.value.errors()
    assert error["loc"] == ("context_data",)
    assert reason in error["msg"]


# ---- tools ------------------------------------------------------------------------------------


def refusal(tools: dict[str, Any]) -> str:
    """Why these tools are refused; something of the tools is to blame."""
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate({**BASE, "tools": tools})
    (error,) = caught.value.errors()
    assert error["loc"][0] == "tools"
    return str(error["msg"])


@pytest.mark.parametrize("names", [["look_up", "look_up"], ["end_call"], ["a", "transfer_call"]])
def test_the_model_never_has_two_tools_of_one_name(names: list[str]) -> None:
    twice = {"http": [{**TOOL, "name": name} for name in names]}
    assert f"the tool name {names[-1]!r} is used twice" in refusal(twice)
    # A built-in name stays taken when the built-in tool is off: calls on record name it.
    assert f"{names[-1]!r} is used twice" in refusal({**twice, "builtin": []})


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com", "example.com", "//example.com", "file:///etc", "https://a\r\nb", ""],
)
def test_a_tool_is_reached_by_http(url: str) -> None:
    assert "must begin with https:// or http://" in refusal({"http": [{**TOOL, "url": url}]})


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"X-Key: a": "b"}, "impossible name"),
        ({"": "b"}, "impossible name"),
        ({"X-K\u00e9y": "b"}, "impossible name"),
        ({"X-Key": "a\r\nX-Other: b"}, "'X-Key' has a line break"),
    ],
)
def test_a_header_cannot_smuggle_another(headers: dict[str, str], reason: str) -> None:
    assert reason in refusal({"http": [{**TOOL, "headers": headers}]})
    taken = {**TOOL, "headers": {"X-Api_Key": "a b;c", "Accept": "*/*"}}
    AgentInput.model_validate({**BASE, "tools": {"http": [taken]}})


def test_parameters_are_an_object_that_can_be_kept() -> None:
    assert "JSON Schema of type object" in refusal(
        {"http": [{**TOOL, "parameters": {"type": "array"}}]}
    )
    day = {"type": "object", "properties": {"day": {"type": "date"}}}
    assert "properties.day.type must be one of" in refusal({"http": [{**TOOL, "parameters": day}]})
    beyond = {"properties": {"n": {"maximum": 2**64}}}
    assert "properties.n.maximum: the number is beyond 64 bits" in refusal(
        {"http": [{**TOOL, "parameters": beyond}]}
    )
    AgentInput.model_validate(
        {**BASE, "tools": {"http": [{**TOOL, "parameters": {"properties": {}}}]}}
    )


def test_transfer_targets_are_names_for_numbers() -> None:
    tools = {"transfer_targets": {"sales": "+1 857 816 7225", "B\u00fcro": "+49 30 901820"}}
    agent = AgentInput.model_validate({**BASE, "tools": tools})
    assert agent.tools.transfer_targets == {"sales": "+18578167225", "B\u00fcro": "+4930901820"}
    behind = {"transfer_targets": {"sales": "+1 857 816 7225 ext. 5"}}
    agent = AgentInput.model_validate({**BASE, "tools": behind})
    assert agent.tools.transfer_targets == {"sales": "+18578167225,5"}
    again = AgentInput.model_validate({**BASE, "tools": agent.tools.model_dump()})
    assert again.tools == agent.tools
    assert "country code" in refusal({"transfer_targets": {"sales": "911"}})
    assert "cannot be pressed" in refusal({"transfer_targets": {"s": "+18578167225," + "5" * 40}})
    assert "must not be empty" in refusal({"transfer_targets": {" ": "+18578167225"}})
    many = {f"desk {n}": "+18578167225" for n in range(51)}
    assert "at most 50 items" in refusal({"transfer_targets": many})
    many.popitem()
    AgentInput.model_validate({**BASE, "tools": {"transfer_targets": many}})


@pytest.mark.parametrize("secret", ["whsec_", "whsec_abc", "a" * 40, "whsec_" + "A" * 200, "%"])
def test_a_signing_secret_is_one_that_receivers_can_use(secret: str) -> None:
    assert "whsec_" in refusal({"http": [{**TOOL, "signing_secret": secret}]}) or len(secret) > 200
    signed = {**TOOL, "signing_secret": new_secret()}
    AgentInput.model_validate({**BASE, "tools": {"http": [signed]}})
    assert "use POST" in refusal({"http": [{**signed, "method": "GET"}]})


# ---- partial changes --------------------------------------------------------------------------


def test_an_empty_patch_changes_nothing() -> None:
    old = AgentInput.model_validate({**BASE, "tools": {"http": [TOOL]}, "limits": {}})
    assert AgentPatch.model_validate({}).changes() == {}
    assert AgentFields.model_validate(merged(old, {})) == AgentFields.model_validate(
        old.model_dump()
    )


@pytest.mark.parametrize("field", ["name", "type", "speed", "tools", "context_data", "enabled"])
def test_null_takes_nothing_away_that_an_agent_must_have(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AgentPatch.model_validate({field: None})
    assert caught.value.errors()[0]["loc"][0] == field


def test_null_takes_away_what_an_agent_may_lack() -> None:
    old = AgentInput.model_validate({**BASE, "phone_number": "+18578167225", "retention_days": 7})
    patch = AgentPatch.model_validate({"phone_number": None, "limits": {"per_call_usd": None}})
    new = AgentFields.model_validate(merged(old, patch.changes()))
    assert (new.phone_number, new.limits.per_call_usd, new.retention_days) == (None, None, 7)


def test_a_patch_keeps_a_settings_objects_other_fields_and_replaces_lists() -> None:
    old = AgentInput.model_validate(
        {**BASE, "tools": {"http": [TOOL], "builtin": ["end_call", "send_dtmf"]}}
    )
    patch = AgentPatch.model_validate({"tools": {"builtin": ["end_call"]}})
    new = AgentFields.model_validate(merged(old, patch.changes()))
    assert new.tools.builtin == ["end_call"]
    assert [tool.name for tool in new.tools.http] == ["look_up"]


def test_merging_a_secret_keeps_it_whole() -> None:
    secret = {**TOOL, "headers": {"Authorization": "Bearer t"}}
    old = AgentInput.model_validate({**BASE, "tools": {"http": [secret]}})
    kept = merged(old, {"speed": 1.1})["tools"]["http"][0]["headers"]
    assert kept == {"Authorization": "Bearer t"}  # the mask is for JSON only


def fallback(**fields: Any) -> AgentInput:
    return AgentInput.model_validate({**BASE, "fallback": fields})


def test_a_fallback_is_read_as_people_write_it() -> None:
    read = fallback(
        engines=[{"model": " mini "}, {"url": " wss://x.example/v1 ", "api_key": "k"}],
        transfer_to="+1 (415) 555-0188",
        wait_message=" Gleich. ",
    ).fallback
    assert [(engine.model, engine.url) for engine in read.engines] == [
        ("mini", ""),
        ("", "wss://x.example/v1"),
    ]
    assert (read.transfer_to, read.wait_message) == ("+14155550188", "Gleich.")
    assert fallback(transfer_to=" ").fallback.transfer_to is None


@pytest.mark.parametrize(
    "fields",
    [
        {"engines": [{}]},
        {"engines": [{"voice": "cedar"}]},
        {"engines": [{"url": "https://x.example"}]},
        {"engines": [{"url": "wss://user:pass@x.example"}]},
        {"engines": [{"url": "wss://x.example:99999"}]},
        {"engines": [{"url": "wss://x.example/a b"}]},
        {"engines": [{"model": "m", "api_key": "k"}]},
        {"engines": [{"url": "wss://x.example", "api_key": "a\nb"}]},
        {"engines": [{"model": "a\nb"}]},
        {"engines": [{"model": "m"}] * 5},
        {"transfer_to": "reception"},
        {"apology": "x" * 501},
    ],
)
def test_a_fallback_that_could_not_work_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        fallback(**fields)
    assert refused.value.errors()[0]["loc"][0] == "fallback"


def test_a_line_that_no_field_takes_is_refused_unread() -> None:
    targets = {"\x00" * 1_000_000: "+18005550199"}
    with pytest.raises(ValidationError, match="at most 4000"):
        AgentInput.model_validate(
            {"name": "A", "type": "inbound", "tools": {"transfer_targets": targets}}
        )


def test_keys_and_addresses_are_taken_as_people_paste_them() -> None:
    tool = {"name": "t", "url": " https://x.example/a\n", "headers": {"X-Key ": "abc\n"}}
    engine = {"model": "m", "url": "wss://x.example/\n", "api_key": " sk-1\r\n"}
    tools, fallback = {"http": [tool]}, {"engines": [engine]}
    agent = AgentInput.model_validate({**BASE, "tools": tools, "fallback": fallback})
    (kept,) = agent.tools.http
    assert (kept.url, kept.headers) == ("https://x.example/a", {"X-Key": "abc"})
    assert (agent.fallback.engines[0].url, agent.fallback.engines[0].api_key) == (
        "wss://x.example/",
        "sk-1",
    )
