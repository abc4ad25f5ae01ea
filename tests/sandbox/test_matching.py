"""Right answers pass however they are written, and wrong ones do not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phony.sandbox.matching import agrees, missing

HOURS = "Our business hours are 9 a.m. to 6 p.m. EST."


@pytest.mark.parametrize(
    ("wanted", "heard"),
    [
        # numbers
        ("nine", HOURS),
        ("six", HOURS),
        ("twelve", "That is $12."),
        ("twelve", "That is 12 dollars."),
        ("twenty-one", "We have 21 rooms"),
        ("205", "two hundred and five"),
        ("one thousand two hundred", "It holds 1,200 people"),
        ("1250", "one thousand two hundred and fifty"),
        ("a hundred", "100 of them"),
        ("12.5", "twelve point five"),
        ("2026", "in twenty twenty-six"),
        ("twenty twenty six", "in 2026"),
        ("555-1234", "five five five one two three four"),
        ("+1 555 123 4567", "Call 1-555-123-4567 please"),
        ("room 105", "You have room one oh five."),
        ("3 million", "3,000,000 people"),
        ("third floor", "It is on the 3rd floor"),
        ("March 2", "on March second"),
        ("the 1st of May", "the first of May"),
        ("21st", "the twenty-first"),
        ("10%", "ten percent off"),
        ("ten per cent", "10% off"),
        # times
        ("5 PM", "until 5pm"),
        ("5 PM", "until five p.m."),
        ("5 PM", "until 17:00"),
        ("9 AM", "from 9:00 a.m."),
        ("9 AM", "from nine o'clock in the morning"),
        ("9am-6pm", HOURS),
        ("9 to 6", HOURS),
        ("9 - 6", HOURS),
        ("9:30", "at half past nine"),
        ("half past nine", "at 9:30 AM"),
        ("quarter to ten", "at 9:45"),
        ("9:15", "at 915"),
        ("noon", "at 12 p.m."),
        ("noon", "at twelve noon"),
        ("midnight", "until 12:00 AM"),
        ("eleven at night", "11 PM"),
        ("EST", HOURS),
        ("EST", "six E. S. T."),
        # money
        ("$12", "twelve dollars"),
        ("12 dollars", "That's $12."),
        ("$12.50", "12 dollars and 50 cents"),
        ("12.50", "twelve fifty"),
        ("twelve dollars and fifty cents", "It costs $12.50 today"),
        ("$1,250", "one thousand two hundred fifty dollars"),
        ("€5 million", "five million euros"),
        ("50 cents", "$0.50"),
        # punctuation, spacing, spelling
        ("help@company.com", "Write to help at company dot com."),
        ("help at company.com", "help@company.com"),
        ("voicemail", "leave a voice mail"),
        ("check-in", "Check in is at three"),
        ("Front Desk", "the frontdesk"),
        ("we are open", "We\u2019re open"),
        ("cannot", "We can not do that"),
        ("do not worry", "Don't worry"),
        ("what is", "What's that"),
        ("Mon-Fri", "Monday to Friday"),
        ("Dr. Lee", "doctor Lee"),
        ("Café", "the cafe"),
        ("Hello, how can I help?", "Hello! How can I help you today?"),
        ("salt & pepper", "salt and pepper"),
        ("20mg", "twenty mg"),
        ("营业时间", "我们的营业时间是九点"),
        ("geöffnet", "Wir haben geoffnet"),
        ("in der Küche", "in der Küche"),
        # names, as recognisers spell them
        ("Trattoria", "Welcome to Trateria Roma"),
        ("Trattoria", "Welcome to Trat Teria"),
        ("Kathryn", "Catherine is here"),
        ("Smith", "Mr. Smyth"),
        ("Phillips", "Mrs. Filips"),
    ],
)
def test_a_right_answer_is_accepted(wanted: str, heard: str) -> None:
    assert missing([wanted], heard) == []


@pytest.mark.parametrize(
    ("wanted", "heard"),
    [
        ("six", "We have sixty seats"),
        ("6", "It is 16 degrees"),
        ("nine", "ninety"),
        ("10", HOURS),
        ("9 PM", HOURS),
        ("6 AM", HOURS),
        ("5 PM", "at 5 AM"),
        ("17:00", "at 7 PM"),
        ("9:30", "at 9:15"),
        ("95", "9 to 5"),
        ("$12.50", "$1,250"),
        ("$12", "$12.50"),
        ("12 dollars", "12 euros"),
        ("twelve", "twelve hundred"),
        ("one", "First of all"),
        ("two", "Just a second"),
        ("555-1234", "five five five one two three five"),
        ("March 3", "March 13"),
        ("March 3", "May 3"),
        ("open", "reopening"),
        ("art", "start"),
        ("Available", "It is unavailable"),
        ("available", "availible"),  # only names are forgiven
        ("Possible", "impossible"),
        ("Monday", "Sunday"),
        ("Tuesday", "Thursday"),
        ("Trattoria", "the cafeteria"),
        ("Jones", "James"),
        ("Anna", "Anne"),
        ("we are open", "are we open"),
        ("营业时间", "我们的时间"),
        ("Monday", "Monda"),
        ("bananas", ""),
    ],
)
def test_a_wrong_answer_is_not(wanted: str, heard: str) -> None:
    assert missing([wanted], heard) == [wanted]


def test_names_are_exact_in_what_was_written() -> None:
    assert missing(["Trattoria"], "Trateria", names=False) == ["Trattoria"]
    assert missing(["Trattoria", "9 AM"], "Trattoria, nine a.m.", names=False) == []


def test_all_that_is_missing_is_named() -> None:
    assert missing(["nine", "ten", "six", "bananas"], HOURS) == ["ten", "bananas"]


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_written_is_found_in_itself(text: str, before: str, after: str) -> None:
    assert missing([text], text) == []


@given(st.integers(0, 999_999))
def test_any_number_is_found_in_digits_and_in_words(value: int) -> None:
    words = in_words(value)
    assert missing([words], f"It is {value:,} today.") == []
    assert missing([str(value)], f"It is {words} today.") == []
    assert missing([f"${value}"], f"{words} dollars") == []


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_no_number_is_found_in_another(one: int, two: int) -> None:
    if one != two:
        assert missing([in_words(one)], f"It is {two} today.") == [in_words(one)]


@given(st.integers(0, 23), st.integers(0, 59))
def test_any_time_is_found_in_each_way_to_write_it(hour: int, minute: int) -> None:
    half = "PM" if hour > 11 else "AM"
    of_twelve = (hour - 1) % 12 + 1
    written = f"{of_twelve}:{minute:02} {half}"
    said = f"{in_words(of_twelve)} {in_words(minute) if minute else ''} {half[0]}.M."
    if minute == 0 or minute > 9:
        assert missing([written], f"Come at {said}") == []
        assert missing([said], f"Come at {written}") == []
    if hour == 0 or hour > 12:
        assert missing([written], f"Come at {hour:02}:{minute:02}") == []
    other = "AM" if half == "PM" else "PM"
    assert missing([f"{of_twelve}:{minute:02} {other}"], f"Come at {written}") != []


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ({"people": 4}, {"people": "four", "name": "Ann"}),
        ({"people": 4}, '{"people": 4, "time": "20:00"}'),
        ({"time": "8 PM"}, {"time": "20:00"}),
        ({"guest": {"name": "Trattoria"}}, {"guest": {"name": "Trateria"}}),
        ("booked", '{"ok": true, "text": "It is booked."}'),
        ({"ok": True}, '{"ok": true}'),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None, "c": 2}]}),
        (4, 4.0),
        ({}, {}),
    ],
)
def test_a_value_agrees(wanted: Any, got: Any) -> None:
    assert agrees(wanted, got)


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ({"people": 4}, {"people": 14}),
        ({"people": 4}, {}),
        ({"people": 4}, "four people"),
        ({"ok": True}, {"ok": False}),
        ({"ok": True}, {"ok": 1}),
        ([1, 2], [1, 2, 3]),
        ("booked", "overbooked"),
        (None, 0),
        (0, None),
    ],
)
def test_a_value_does_not_agree(wanted: Any, got: Any) -> None:
    assert not agrees(wanted, got)


UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(value: int) -> str:
    if value < 20:
        return UNITS[value]
    if value < 100:
        rest = f"-{UNITS[value % 10]}" if value % 10 else ""
        return TENS[value // 10 - 2] + rest
    if value < 1000:
        rest = f" and {in_words(value % 100)}" if value % 100 else ""
        return f"{UNITS[value // 100]} hundred{rest}"
    rest = f" {in_words(value % 1000)}" if value % 1000 else ""
    return f"{in_words(value // 1000)} thousand{rest}"
