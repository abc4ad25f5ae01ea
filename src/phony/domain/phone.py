"""Phone numbers: what people type, as E.164."""

from __future__ import annotations

import phonenumbers

from phony.domain.errors import Invalid

_CURE = "Write it with + and country code, such as +18578167225."


def e164(text: str, field: str = "phone_number") -> str:
    """`+1 (857) 816-7225` as `+18578167225`.

    Only the shape is checked: whether somebody has the number, its carrier knows.

    Raises:
        Invalid: not a phone number with country code.
    """
    shown = text.strip()
    if not shown.startswith("+") or len(shown) > 40:
        raise Invalid("is not a phone number with country code", field=field, cure=_CURE)
    try:
        number = phonenumbers.parse(shown, None)
    except phonenumbers.NumberParseException:
        raise Invalid("is not a phone number", field=field, cure=_CURE) from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise Invalid("is not a possible phone number", field=field, cure=_CURE)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
