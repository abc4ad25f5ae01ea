"""Phone numbers: what people type is kept as E.164, or refused with the way to write it."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.domain.errors import Invalid
from phony.domain.phone import Destination, can_be_shown, destination, e164

BOUNDED = settings(max_examples=60, deadline=None)
EXAMPLES = sorted(
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for region in phonenumbers.SUPPORTED_REGIONS
    if (number := phonenumbers.example_number(region)) is not None
)
TYPED = st.text("+0123456789 ()-./x\u2013\u0661\x00a", max_size=45)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+18578167225", "+18578167225"),
        (" +1 (857) 816-7225 ", "+18578167225"),
        ("+49 30 901820", "+4930901820"),
        ("+15551234567", "+15551234567"),
        ("+1.857.816.7225", "+18578167225"),
        ("\u202a+1 857\u00a0816\u20117225\u202c\n", "+18578167225"),  # from a list of contacts
        ("\uff0b\uff11 857\u3000816 7225", "+18578167225"),
        ("\ufeff+18578167225", "+18578167225"),
        ("+\u0661\u0668\u0665\u0667\u0668\u0661\u0666\u0667\u0662\u0662\u0665", "+18578167225"),
    ],
)
def test_numbers_are_written_as_e164(typed: str, number: str) -> None:
    assert e164(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "8578167225",
        "+",
        "+1",
        "+123",
        "+999999999999999",
        "+1857816722x",
        "+18578167225x",
        "+1 800 FLOWERS",
        "tel:+18578167225",
        "+1 857 816 7225 ext. 5",
        "anonymous",
        "+1" * 50,
        "\x00+18578167225",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=f"^{re.escape(repr(typed.strip()[:40]))} is not"):
        e164(typed)


@BOUNDED
@given(TYPED)
def test_what_is_taken_is_e164_and_stays_as_it_is(typed: str) -> None:
    try:
        number = e164(typed)
    except Invalid:
        return
    assert re.fullmatch(r"\+[1-9][0-9]{5,14}", number)
    assert e164(number) == number


@BOUNDED
@given(st.sampled_from(EXAMPLES), st.data())
def test_signs_between_the_digits_mean_nothing(number: str, data: st.DataObject) -> None:
    signs = st.sampled_from(["", "", " ", "-", ".", "(", ")", "/", "\u2013"])
    typed = "+" + "".join(digit + data.draw(signs) for digit in number[1:])
    assert e164(f" {typed}\t") == number


@pytest.mark.parametrize("number", EXAMPLES[::12])
def test_numbers_of_every_country_pass(number: str) -> None:
    assert e164(number) == number


def test_a_refusal_names_the_field_and_the_cure() -> None:
    with pytest.raises(Invalid) as caught:
        e164("555-0100", "to_number")
    assert caught.value.field == "to_number"
    assert caught.value.cure == "Write it with + and country code, such as +18578167225."
    with pytest.raises(Invalid) as caught:
        e164("nobody")
    assert caught.value.field == "phone_number"


def test_a_refusal_repeats_no_more_than_a_line() -> None:
    with pytest.raises(Invalid) as caught:
        e164("+" + "9" * 10_000)
    assert len(str(caught.value)) < 100


def test_numbers_that_nobody_has_yet_are_not_ours_to_judge() -> None:
    assert e164("+1 555 123 4567") == "+15551234567"  # possible, and in no plan


@pytest.mark.parametrize(
    ("behind", "digits"),
    [
        *[
            (text, "ww5")
            for text in (
                " ext. 5", "x5", " x 5", ";ext=5", ",5", ", ext 5", " extension: 5", " Ext.5",
                " #5", " Durchwahl 5", " poste 5", "\u00a0ext.\u00a05", ";5", "p5",
                " \u0434\u043e\u0431. 5",
                "\uff0c5", " ext. \uff15",
            )
        ],
        (" ext. 12 34", "ww1234"),
        (",,123#", "wwww123#"),
        (",1,,2*", "ww1wwww2*"),
        ("w1w#", "w1w#"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_stands_behind_a_number_is_pressed(behind: str, digits: str) -> None:
    wanted = destination(f"+1 857 816 7225{behind}")
    assert wanted == Destination("+18578167225", digits)
    assert destination(str(wanted)) == wanted


def test_digits_may_be_given_apart() -> None:
    assert destination("+18578167225", send_digits=" wW5# ").send_digits == "www5#"
    assert str(destination("+18578167225", send_digits="5")) == "+18578167225w5"
    with pytest.raises(Invalid, match="has an extension already") as caught:
        destination("+18578167225,5", send_digits="6")
    assert caught.value.field == "send_digits"


@pytest.mark.parametrize(
    "typed",
    [
        "+18578167225 ext.", "+18578167225 ext. five", "+18578167225,", "+18578167225ww",
        "+18578167225,5a", "ext. 5", "8578167225 ext. 5", "+12 ext. 5", "+18578167225,+15551234567",
        "+18578167225," + "5" * 32, "+18578167225 next 5",
    ],
)  # fmt: skip
def test_what_nobody_can_press_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        destination(typed, "to_number")
    assert caught.value.field == "to_number"
    assert caught.value.cure


def test_a_number_of_ones_own_has_no_extension() -> None:
    with pytest.raises(Invalid, match="it has an extension") as caught:
        e164("+1 857 816 7225 ext. 5")
    assert caught.value.cure is not None
    assert "only who is called" in caught.value.cure


@BOUNDED
@given(TYPED)
def test_whoever_is_called_can_be_written_down(typed: str) -> None:
    try:
        wanted = destination(typed)
    except Invalid:
        return
    assert destination(str(wanted)) == wanted


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+447700900123", True), ("+266696687", False), ("+7378742833", False),
        ("anonymous", False), ("", False), ("+123", False), ("+1 857 816 7225", False),
    ],
)  # fmt: skip
def test_a_number_that_is_withheld_is_not_shown(number: str, shown: bool) -> None:
    assert can_be_shown(number) is shown
