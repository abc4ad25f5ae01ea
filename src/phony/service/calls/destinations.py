"""Whom Phony may call: no emergency service, and nobody dear unless that is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType

from phony.domain.errors import Invalid
from phony.domain.phone import e164

_SHORT_CODE = re.compile(r"\d{2,6}")
_EVERYWHERE = frozenset(
    {"112", "911", "999", "000", "110", "118", "119", "113", "115", "108", "100"}
)
_DEAR_TYPES = {
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
}
# A premium area is one also where the rest is no number that anybody has.
_PREMIUM_AREA = "+1900"
# Codes of no country: satellites (+870, +881), networks (+882, +883), premium (+979) and others.
_NOWHERE = frozenset({"001", "ZZ"})
_FREE_OF_CHARGE = 800


@dataclass(frozen=True, slots=True)
class Destinations:
    """The numbers that may be called; `allowed` are beginnings of dear ones."""

    allowed: tuple[str, ...] = ()

    @classmethod
    def of(cls, prefixes: str) -> Destinations:
        """From a list with commas, such as `+870,+1900`."""
        parts = (re.sub(r"[^\d+]", "", part) for part in prefixes.split(","))
        return cls(tuple(part for part in parts if part.startswith("+") and len(part) > 1))

    def check(self, text: str, field: str = "to_number") -> str:
        """A number that may be called, as E.164.

        Raises:
            Invalid: no number, an emergency number, or a dear one.
        """
        digits = re.sub(r"[^\d+]", "", text)
        if digits.lstrip("+") in _EVERYWHERE or _is_emergency(digits):
            raise Invalid(
                "Phony does not call emergency numbers.",
                field=field,
                cure="In an emergency, use a phone and a human voice.",
            )
        number = e164(text, field)
        if (why := _dear(number)) is not None and not number.startswith(self.allowed):
            raise Invalid(
                f"Phony does not call {why} unless it is allowed to.",
                field=field,
                cure="Whoever runs Phony can allow beginnings of numbers with PHONY_DIAL_ALSO, "
                f"such as {number[:4]}.",
            )
        return number

    def allows(self, number: str) -> bool:
        """Whether a number may be called."""
        try:
            self.check(number)
        except Invalid:
            return False
        return True


def _dear(number: str) -> str | None:
    """What makes a number one that costs more than its country says; None if nothing does."""
    if number.startswith(_PREMIUM_AREA):
        return _DEAR_TYPES[PhoneNumberType.PREMIUM_RATE]
    parsed = phonenumbers.parse(number, None)
    code = parsed.country_code or 0
    if phonenumbers.region_code_for_country_code(code) in _NOWHERE and code != _FREE_OF_CHARGE:
        return "a satellite or other number of no country"
    return _DEAR_TYPES.get(phonenumbers.number_type(parsed))


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
