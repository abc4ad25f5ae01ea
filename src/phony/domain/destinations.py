"""Whom an organization may call: no emergency service, and nobody dear unless that is allowed."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import phonenumbers
from phonenumbers import PhoneNumberType
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from phony.domain.errors import Invalid
from phony.domain.phone import Destination, destination, plain

# What nobody dials by hand in a day, and many a campaign does.
NEW_PER_DAY = 1000

Prefix = Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{0,14}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Kind(StrEnum):
    """What makes a number one that may cost more than its country says."""

    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    PERSONAL = "personal"
    SATELLITE = "satellite"  # and networks of no country
    UNKNOWN = "unknown"  # fits nothing that its country is known to give out


class DialRules(BaseModel):
    """Whom calls and transfers of an organization may reach. Emergency numbers never."""

    model_config = ConfigDict(extra="forbid")

    kinds: list[Kind] = Field(
        default_factory=list, max_length=8, description="Kinds that may be called all the same."
    )
    prefixes: list[Prefix] = Field(
        default_factory=list,
        max_length=200,
        description="Beginnings of numbers that may be called, whatever their kind or country.",
    )
    countries: list[Country] | None = Field(
        None, max_length=300, description="The only countries that may be called; null is all."
    )
    new_per_day: int | None = Field(
        NEW_PER_DAY,
        ge=0,
        le=10_000_000,
        description="Numbers that may be called for the first time on a day (UTC); null is any.",
    )


_SHORT_CODE = re.compile(r"\d{2,6}")
_EVERYWHERE = frozenset(
    {"112", "911", "999", "000", "110", "118", "119", "113", "115", "108", "100"}
)
_KINDS = {
    PhoneNumberType.PREMIUM_RATE: Kind.PREMIUM,
    PhoneNumberType.SHARED_COST: Kind.SHARED_COST,
    PhoneNumberType.PERSONAL_NUMBER: Kind.PERSONAL,
    PhoneNumberType.UNKNOWN: Kind.UNKNOWN,
}
# A premium area is one also where the rest is no number that anybody has.
_PREMIUM_AREA = "+1900"
# Numbers of films and tests: nobody has them, so no carrier connects them, or bills them.
_FICTION = ("+1555", "+441632960")
# Codes of no country: satellites (+870, +881), networks (+882, +883), premium (+979) and others.
_NOWHERE = frozenset({"001", "ZZ"})
_FREE_OF_CHARGE = 800
# What follows a number: pauses, keys, the word for an extension.
_BEHIND = re.compile(r"[,;#A-Za-z]")
COUNTRIES = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
_CURE = "PUT /destinations says whom you may call: "


def check(text: str, rules: DialRules, send_digits: str = "") -> Destination:
    """Whom to call, if they may be called.

    Raises:
        Invalid: no number, an emergency number, or one that the rules do not allow.
    """
    field = "to_number"
    digits = re.sub(r"[^\d+]", "", _BEHIND.split(plain(text), maxsplit=1)[0])
    if digits.lstrip("+") in _EVERYWHERE or _is_emergency(digits):
        raise Invalid(
            "Phony does not call emergency numbers.",
            field=field,
            cure="In an emergency, use a phone and a human voice.",
        )
    wanted = destination(text, field, send_digits)
    number = wanted.number
    if number.startswith(tuple(rules.prefixes)):
        return wanted
    kind = kind_of(number)
    if kind is not None and kind not in rules.kinds:
        raise Invalid(
            f"Numbers of the kind {kind.value!r} are not called unless that is allowed.",
            field=field,
            cure=f'{_CURE}add "{kind.value}" to its kinds, or {number[:5]!r} to its prefixes.',
        )
    country = phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or "none"
    if rules.countries is not None and country not in rules.countries:
        raise Invalid(
            f"Numbers of this country ({country}) are not called unless that is allowed.",
            field=field,
            cure=f"{_CURE}add {country!r} to its countries, or {number[:5]!r} to its prefixes.",
        )
    return wanted


def check_countries(rules: DialRules) -> None:
    """Say which code of the rules no country has; such a rule would let nobody be called.

    Raises:
        Invalid: names it.
    """
    for place, code in enumerate(rules.countries or ()):
        if code not in COUNTRIES:
            raise Invalid(
                f"{code!r} is no country's code.",
                field=f"countries.{place}",
                cure="Use ISO 3166 codes of two letters, such as GB for the United Kingdom.",
            )


def kind_of(number: str) -> Kind | None:
    """What makes an E.164 number a dear one; None if nothing does."""
    if number.startswith(_PREMIUM_AREA):
        return Kind.PREMIUM
    if number.startswith(_FICTION):
        return None
    parsed = phonenumbers.parse(number, None)
    code = parsed.country_code or 0
    kind = _KINDS.get(phonenumbers.number_type(parsed))
    if phonenumbers.region_code_for_country_code(code) in _NOWHERE and code != _FREE_OF_CHARGE:
        return Kind.PREMIUM if kind is Kind.PREMIUM else Kind.SATELLITE
    return kind


def _is_emergency(digits: str) -> bool:
    """Whether some country's emergency service answers it, also behind the country's code."""
    if not digits.startswith("+"):
        return bool(_SHORT_CODE.fullmatch(digits)) and any(
            phonenumbers.is_emergency_number(digits, region)
            for region in phonenumbers.SUPPORTED_SHORT_REGIONS
        )
    for size in (1, 2, 3):
        code, rest = digits[1 : 1 + size], digits[1 + size :]
        if not code or not _SHORT_CODE.fullmatch(rest):
            continue
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()):
            if phonenumbers.is_emergency_number(rest, region):
                return True
    return False
