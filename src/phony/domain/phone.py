"""Phone numbers: what people type, as E.164."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

import phonenumbers

from phony.domain.errors import Invalid

# Digits of any script, and what people put between them; letters are typing errors, not numbers.
_TYPED = re.compile(r"\+[\d\s()./\-\u2010-\u2015]+")
_CURE = "Write it with + and country code, such as +18578167225."


def e164(text: str, field: str = "phone_number") -> str:
    """`+1 (857) 816-7225` as `+18578167225`.

    Only the shape is checked: whether somebody has the number, its carrier knows.

    Raises:
        Invalid: not a phone number with country code.
    """
    shown = text.strip()
    told = repr(shown[:40])
    if not _TYPED.fullmatch(shown) or len(shown) > 40:
        raise Invalid(f"{told} is not a phone number with country code", field=field, cure=_CURE)
    try:
        number = phonenumbers.parse(shown, None)
    except phonenumbers.NumberParseException:
        raise Invalid(f"{told} is not a phone number", field=field, cure=_CURE) from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise Invalid(f"{told} is not a possible phone number", field=field, cure=_CURE)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


# What carriers send in place of a number that is withheld or unknown: "anonymous" and the like
# spelled with the keys of a phone.
_NO_NUMBERS = frozenset(
    {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+464"}
)


def can_be_shown(number: str) -> bool:
    """Whether it is a whole number, which a carrier may show to somebody who is called."""
    try:
        return number not in _NO_NUMBERS and e164(number) == number
    except Invalid:
        return False


class Zone(StrEnum):
    """Where a number is, as far as the price of its country code goes."""

    HOME = "home"  # where the bare country code is meant: +1 in the US and Canada, +44 in the UK
    AWAY = "away"  # another country of the same code, or a number with a tariff of its own
    UNKNOWN = "unknown"  # no known range


# Twilio's price page has one line for both: "United States & Canada".
_ONE_PRICE = {1: frozenset({"US", "CA"})}
_COMMON = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.VOIP,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
        phonenumbers.PhoneNumberType.UAN,
    }
)


@lru_cache(4096)
def zone_of(number: str) -> tuple[Zone, str]:
    """Of an E.164 number, and its bare country code: `+18765551234` is away from `+1`."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return Zone.UNKNOWN, ""
    code = parsed.country_code or 0
    home = _ONE_PRICE.get(code) or {phonenumbers.region_code_for_country_code(code)}
    region = phonenumbers.region_code_for_number(parsed)
    if region is None:
        return Zone.UNKNOWN, f"+{code}"
    kind = phonenumbers.number_type(parsed)
    invalid = phonenumbers.PhoneNumberType.UNKNOWN
    if region not in home or kind not in _COMMON | {invalid}:
        return Zone.AWAY, f"+{code}"
    return Zone.UNKNOWN if kind == invalid else Zone.HOME, f"+{code}"


def is_toll_free(number: str) -> bool:
    """Whether the one who is called pays."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE)
