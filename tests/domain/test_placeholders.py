from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.placeholders import escape, name_of, places, resolve, substitute

KNOWN = {"TOKEN": "t-1", "ODD": "a${TOKEN}b"}.get


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Bearer ${TOKEN}", "Bearer t-1", []),
        ("${TOKEN}${TOKEN}", "t-1t-1", []),
        ("${NOBODY}", "${NOBODY}", ["NOBODY"]),
        ("${NOBODY:-else}", "else", []),
        ("${TOKEN:-else}", "t-1", []),
        ("${NOBODY:-}", "", []),
        ("$${TOKEN}", "${TOKEN}", []),
        ("$TOKEN ${} ${1} ${a b}", "$TOKEN ${} ${1} ${a b}", []),
        ("${ODD}", "a${TOKEN}b", []),  # a value is not looked at again
    ],
)
def test_what_is_put_in(text: str, filled: str, missing: list[str]) -> None:
    assert resolve(substitute(text, KNOWN)) == (filled, missing)


@given(st.text(alphabet="$@{}A:-x", max_size=12))
def test_what_is_escaped_is_read_as_itself(text: str) -> None:
    assert resolve(substitute(escape(text), KNOWN)) == (text, [])


def test_where_they_may_stand() -> None:
    agent = {
        "name": "${A}",
        "phone_number": "${B}",
        "system_prompt": "${C}",
        "tools": {
            "http": [{"url": "u", "name": "n", "signing_secret": "s", "headers": {"X": "h"}}],
            "transfer_targets": {"desk": "+1"},
        },
        "fallback": {"transfer_to": "+2", "engines": [{"url": "w", "model": "m", "api_key": "k"}]},
    }
    found = {place: where[key] for place, where, key in places(agent)}
    assert found == {
        ("phone_number",): "${B}",
        ("tools", "http", 0, "url"): "u",
        ("tools", "http", 0, "signing_secret"): "s",
        ("tools", "http", 0, "headers", "X"): "h",
        ("tools", "transfer_targets", "desk"): "+1",
        ("fallback", "transfer_to"): "+2",
        ("fallback", "engines", 0, "url"): "w",
        ("fallback", "engines", 0, "api_key"): "k",
    }


@pytest.mark.parametrize(
    "agent", [None, [], "x", {"tools": []}, {"tools": {"http": [1, {"headers": ["a"]}]}}]
)
def test_a_wrong_file_has_none(agent: Any) -> None:
    assert list(places(agent)) == []


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Front desk", "book-table", "X-Key"), "FRONT_DESK_BOOK_TABLE_X_KEY"),
        (("\u4e2d\u6587", "api_key"), "API_KEY"),
        (("\u4e2d\u6587",), "AGENT"),
        (("24h",), "AGENT_24H"),
    ],
)
def test_names_are_ones_that_shells_take(parts: tuple[str, ...], name: str) -> None:
    assert name_of(*parts) == name
