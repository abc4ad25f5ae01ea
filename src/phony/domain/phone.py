"""Phone numbers: what people type, as E.164, and what is to be pressed behind them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers

from phony.domain.errors import Invalid

# Digits of any script, and what people put between them; letters are typing errors, not numbers.
_NUMBER = r"\+[\d\s()./\-\u2010-\u2015]+"
_TYPED = re.compile(_NUMBER)
# What follows a number that a switchboard answers: its extension, in the words of several
# languages and as in RFC 3966, or pauses and keys as phones keep them.
_WORDS = r"extension|extn?|x|durchwahl|dw|poste|anexo|interno|int|\u0434\u043e\u0431"
_EXTENDED = re.compile(
    rf"(?P<number>{_NUMBER}?)\s*"
    rf"(?:(?:[,;/]?\s*(?:{_WORDS})(?![a-z])\s*[.:=]*|(?<=\s)#)\s*(?P<extension>\d[\d\s]*)"
    r"|(?P<keys>[,;pw][,;pw\d*#\s]*))",
    re.IGNORECASE,
)
_CURE = "Write it with + and country code, such as +18578167225."
_LONGEST = 64
_MOST_DIGITS = 32  # that the carrier presses
_PAUSE = "ww"  # a second, before an extension as for each comma
SEND_DIGITS = r"^[0-9*#wW]*$"


@dataclass(frozen=True, slots=True)
class Destination:
    """Whom to call: E.164, and the keys that are pressed once somebody answers.

    `w` among the keys waits half a second. As text: `+18578167225,5`, a comma for each second.
    """

    number: str
    send_digits: str = ""

    def __str__(self) -> str:
        """As it is stored where one text is to say it all."""
        keys = self.send_digits.replace(_PAUSE, ",")
        return f"{self.number}{keys if not keys or keys[0] in ',w' else 'w' + keys}"


def destination(text: str, field: str = "to_number", send_digits: str = "") -> Destination:
    """`+1 857 816 7225 ext. 5` as `+18578167225` and `ww5`; or with `send_digits` given apart.

    Raises:
        Invalid: not a phone number with country code, or keys that nobody can press.
    """
    found = _EXTENDED.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    if found is None:
        return Destination(e164(text, field), _pressed(send_digits, "send_digits"))
    number = e164(found["number"], field)
    if send_digits:
        raise Invalid(
            f"{text.strip()[:40]!r} has an extension already.",
            field="send_digits",
            cure="Give the extension with the number, or the digits to press apart, but not both.",
        )
    if extension := found["extension"]:
        return Destination(number, _pressed(_PAUSE + re.sub(r"\s", "", extension), field))
    keys = re.sub(r"\s", "", found["keys"]).lower()
    for sign in ",;p":
        keys = keys.replace(sign, _PAUSE)
    if not keys.strip("w"):
        raise Invalid(
            f"{text.strip()[:40]!r} has no digits to press after its pauses.",
            field=field,
            cure=_EXTENSIONS,
        )
    return Destination(number, _pressed(keys, field))


_EXTENSIONS = (
    "Write an extension as +18578167225 ext. 5, or give the digits to press as send_digits, "
    "such as ww5."
)


def _pressed(digits: str, field: str) -> str:
    """Keys as the carrier takes them."""
    digits = digits.strip().replace("W", _PAUSE)
    if len(digits) > _MOST_DIGITS or not digits.isascii() or not re.match(SEND_DIGITS, digits):
        raise Invalid(
            f"{digits[:40]!r} cannot be pressed: keys are 0 to 9, * and #, w waits half a second, "
            f"and there are at most {_MOST_DIGITS}.",
            field=field,
            cure=_EXTENSIONS,
        )
    return digits


def plain(text: str) -> str:
    """What was typed, in plain signs: no marks of direction, wide forms or odd spaces."""
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", text).strip()


def e164(text: str, field: str = "phone_number") -> str:
    """`+1 (857) 816-7225` as `+18578167225`.

    Only the shape is checked: whether somebody has the number, its carrier knows.

    Raises:
        Invalid: not a phone number with country code.
    """
    told = repr(text.strip()[:40])
    if len(text) > _LONGEST or not _TYPED.fullmatch(shown := plain(text)):
        if len(text) <= _LONGEST and _EXTENDED.fullmatch(plain(text)):
            raise Invalid(
                f"{told} is not a number alone: it has an extension",
                field=field,
                cure="Leave out what follows the number: only who is called can have an extension.",
            )
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
