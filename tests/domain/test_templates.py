"""The template language; its table of cases is the dashboard's, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.domain.templates import Values, fill, insert, missing, not_understood, plain, variables

CASES = json.loads(Path(__file__).with_name("template_cases.json").read_text("utf-8"))
DATA = {"a": "1", "b": "1", "c": {"d": "1"}, "first name": "1", "客户": "1"}
# A place and what stands there without a value, or text, which stands as it is.
PLACES = st.sampled_from(["a", "b", "c.d", "first name", "客户"]).flatmap(
    lambda name: st.sampled_from(
        [("{{" + name + "}}", ""), ("{{ " + name + " | default: z}}", "z")]
    )
)
TEXTS = st.sampled_from([*"ab ,.:!?()\n-", "«", "»", '{{"a": 1}}', "。"]).map(
    lambda text: (text, text)
)
PARTS = st.lists(TEXTS | PLACES, max_size=12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["template"])
def test_the_table_of_cases(case: dict[str, Any]) -> None:
    assert fill(case["template"], Values(case["values"])) == case["text"]


def test_what_a_text_names_and_what_is_missing() -> None:
    text = '{{a}} {{ b.c }} {{d | default: x}} {{a}} {{"e": 1}} \\{{f}} {{g}}'
    values = Values({"a": "", "b": {"c": 1}}, {"g": "ours"})
    assert variables(text) == ["a", "b.c", "d", "g"]
    assert missing(text, values) == ["a"]


def test_text_for_machines_keeps_its_form_and_misses_nothing() -> None:
    values = Values({"a": "x y"}, {"now": "noon"})
    text = "/{{a}}?q={{b | default: }}&t={{now}},{{c | default: d}}"
    assert insert(text, values, lambda v: str(v).upper()) == "/X Y?q=&t=NOON,D"
    with pytest.raises(KeyError, match="gone"):
        insert("/{{gone}}", values, str)


def test_what_others_told_is_put_as_asked_and_our_own_words_are_plain() -> None:
    values = Values({"name": "Ada", "time": "noon"}, {"time": "17:30", "date": "today"})
    filled = fill("{{name}} {{time}} {{date}} {{x | default: d}}", values, lambda v: f"<{v}>")
    assert filled == "<Ada> <noon> today d"


def test_what_was_meant_for_another_language_of_templates_is_named() -> None:
    text = '{{#if a}} {{a | upper}} {{"a": 1}} {{\'a\': 1}} {{}} {{a}} {{"now" | date: "%A"}}'
    assert not_understood(text) == ["{{#if a}}", "{{a | upper}}", '{{"now" | date: "%A"}}']


@given(PARTS)
def test_a_full_text_is_only_replaced_in_its_places(parts: list[tuple[str, str]]) -> None:
    expected = "".join(text if text == other else "1" for text, other in parts)
    assert fill("".join(text for text, _ in parts), Values(DATA)) == expected


@given(PARTS)
def test_a_hole_takes_no_word_with_it(parts: list[tuple[str, str]]) -> None:
    def words(text: str) -> str:
        return "".join(char for char in text if char.isalnum()).casefold()

    filled = fill("".join(text for text, _ in parts), Values({}))
    assert words(filled) == words("".join(other for _, other in parts))
    assert not any(mark in filled for mark in "\ufdd0\ufdd1")


def test_a_value_is_one_line() -> None:
    assert plain("a\r\nb\u2028c") == "a b c"
    assert plain({"a": [1, None]}) == '{"a":[1,null]}'
