"""Phone numbers: what people type, as E.164."""

from __future__ import annotations

import re

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
