"""Whom one may call: emergencies never, dear kinds and other countries if the rules say so."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from phony.domain.destinations import DialRules, Kind, check, check_countries, kind_of
from phony.domain.errors import Invalid

RULES = DialRules()


@pytest.mark.parametrize(
    "number",
    [
        "911",
        "112",
        "999",
        "+1911",
        "+44999",
        "+49112",
        "9-1-1",
        "110",
        "+112",
        "+61000",
        "911,5",
        "112 ext. 5",
        "\uff0b1911x2",
    ],
)
def test_emergency_numbers_are_refused_whatever_is_allowed(number: str) -> None:
    with pytest.raises(Invalid, match="emergency"):
        check(number, DialRules(kinds=list(Kind), prefixes=["+1", "+4", "+112"]))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+1 (857) 816-7225", "+18578167225"),
        ("+442079460018", "+442079460018"),
        ("+49 30 901820", "+4930901820"),
        ("+15551234567", "+15551234567"),  # nobody's, as in films
        ("+18005551234", "+18005551234"),
        ("+80012345678", "+80012345678"),
        ("+491701234567", "+491701234567"),
        ("+5352345678", "+5352345678"),
    ],
)
def test_ordinary_and_free_numbers_are_called(typed: str, number: str) -> None:
    assert check(typed, RULES).number == number


@pytest.mark.parametrize("number", ["", "5551234567", "+", "+1", "hello", "+1555123456789012"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(Invalid):
        check(number, RULES)


DEAR = [
    ("+19005551234", Kind.PREMIUM),
    ("+449098765432", Kind.PREMIUM),
    ("+33899123456", Kind.PREMIUM),
    ("+97912345678", Kind.SATELLITE),
    ("+491801123456", Kind.SHARED_COST),
    ("+447012345678", Kind.PERSONAL),
    ("+870773111632", Kind.SATELLITE),
    ("+8821234567", Kind.SATELLITE),
    ("+881612345678", Kind.SATELLITE),
    ("+883510012345", Kind.SATELLITE),
    ("+19115550123", Kind.UNKNOWN),  # no such area
]


@pytest.mark.parametrize(("number", "kind"), DEAR)
def test_dear_numbers_are_refused_unless_their_kind_or_beginning_is_allowed(
    number: str, kind: Kind
) -> None:
    assert kind_of(number) is kind
    others = DialRules(kinds=[other for other in Kind if other is not kind], prefixes=["+999"])
    with pytest.raises(Invalid, match=kind.value) as refused:
        check(number, others)
    assert refused.value.field == "to_number"
    assert f'add "{kind.value}" to its kinds' in str(refused.value.cure)
    assert check(number, DialRules(kinds=[kind])).number == number
    assert check(number, DialRules(prefixes=[number[:5]])).number == number


def test_only_the_countries_that_are_named_are_called() -> None:
    rules = DialRules(countries=["DE"], prefixes=["+44207"])
    for number in ("+491701234567", "+442079460018"):
        assert check(number, rules).number == number
    for number in ("+5352345678", "+18005551234"):
        with pytest.raises(Invalid, match="country") as refused:
            check(number, rules)
        assert "countries" in str(refused.value.cure)


@pytest.mark.parametrize(
    "values",
    [
        {"prefixes": ["870"]},
        {"prefixes": ["+"]},
        {"countries": ["Germany"]},
        {"kinds": ["cheap"]},
        {"new_per_day": -1},
        {"anything": 1},
    ],
)
def test_rules_that_mean_nothing_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DialRules.model_validate(values)


def test_a_country_that_there_is_not_is_named() -> None:
    check_countries(DialRules(countries=None))
    check_countries(DialRules(countries=["GB", "US"]))
    with pytest.raises(Invalid) as refused:
        check_countries(DialRules(countries=["US", "UK"]))
    assert refused.value.field == "countries.1"
