"""Shapes of JSON values, strict: what does not fit is refused as the service would refuse it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

Rule = Callable[[Any, str], None]


class Refused(Exception):
    """The event is not acceptable: the `error` the service answers with."""

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        """`param` is the dotted path of the field to blame."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param


_NAMES = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    dict: "an object",
    list: "an array",
    type(None): "null",
}


def _wrong_type(path: str, wanted: str, value: Any) -> Refused:
    got = _NAMES.get(type(value), "something else")
    return Refused("invalid_type", f"{path!r} must be {wanted}, not {got}.", path)


def text(*, longest: int | None = None) -> Rule:
    """A string."""

    def rule(value: Any, path: str) -> None:
        if type(value) is not str:
            raise _wrong_type(path, "a string", value)
        if longest is not None and len(value) > longest:
            raise Refused(
                "string_above_max_length",
                f"{path!r} has {len(value)} characters; at most {longest} are allowed.",
                path,
            )

    return rule


def flag(value: Any, path: str) -> None:
    """A boolean."""
    if type(value) is not bool:
        raise _wrong_type(path, "a boolean", value)


def anything(value: Any, path: str) -> None:
    """Any JSON value."""


def integer(least: int | None = None, most: int | None = None) -> Rule:
    """An integer; `12.0` is none."""

    def rule(value: Any, path: str) -> None:
        if type(value) is not int:
            raise _wrong_type(path, "an integer", value)
        _range("integer", value, path, least, most)

    return rule


def number(least: float | None = None, most: float | None = None) -> Rule:
    """A number, whole or not."""

    def rule(value: Any, path: str) -> None:
        if type(value) not in (int, float):
            raise _wrong_type(path, "a number", value)
        _range("decimal", value, path, least, most)

    return rule


def _range(kind: str, value: float, path: str, least: float | None, most: float | None) -> None:
    if least is not None and value < least:
        raise Refused(
            f"{kind}_below_min_value", f"{path!r} is {value}; the least is {least}.", path
        )
    if most is not None and value > most:
        raise Refused(f"{kind}_above_max_value", f"{path!r} is {value}; the most is {most}.", path)


def choice(*values: str) -> Rule:
    """One of these strings."""

    def rule(value: Any, path: str) -> None:
        if value not in values:
            listed = ", ".join(repr(each) for each in values)
            raise Refused("invalid_value", f"{path!r} is {value!r}; known are {listed}.", path)

    return rule


def null_or(inner: Rule) -> Rule:
    """The rule, or null."""

    def rule(value: Any, path: str) -> None:
        if value is not None:
            inner(value, path)

    return rule


def either(test: Callable[[Any], bool], first: Rule, second: Rule) -> Rule:
    """`first` for values that pass the test, else `second`."""

    def rule(value: Any, path: str) -> None:
        (first if test(value) else second)(value, path)

    return rule


def array(inner: Rule, *, longest: int | None = None) -> Rule:
    """A list of such values."""

    def rule(value: Any, path: str) -> None:
        if type(value) is not list:
            raise _wrong_type(path, "an array", value)
        if longest is not None and len(value) > longest:
            raise Refused(
                "array_above_max_length",
                f"{path!r} has {len(value)} entries; at most {longest} are allowed.",
                path,
            )
        for place, each in enumerate(value):
            inner(each, f"{path}[{place}]")

    return rule


def table(inner: Rule, *, most: int, longest_key: int) -> Rule:
    """An object with keys of the caller's choice."""

    def rule(value: Any, path: str) -> None:
        if type(value) is not dict:
            raise _wrong_type(path, "an object", value)
        if len(value) > most:
            raise Refused("object_above_max_properties", f"{path!r} has over {most} keys.", path)
        for key, each in value.items():
            if len(key) > longest_key:
                raise Refused("string_above_max_length", f"a key of {path!r} is too long.", path)
            inner(each, f"{path}.{key}")

    return rule


def fields(rules: Mapping[str, Rule], required: Collection[str] = ()) -> Rule:
    """An object with these keys and no others."""

    def rule(value: Any, path: str) -> None:
        if type(value) is not dict:
            raise _wrong_type(path, "an object", value)
        dot = f"{path}." if path else ""
        for key in required:
            if key not in value:
                raise Refused(
                    "missing_required_parameter", f"{dot + key!r} is required.", dot + key
                )
        for key, each in value.items():
            inner = rules.get(key)
            if inner is None:
                raise Refused("unknown_parameter", f"{dot + key!r} is not known.", dot + key)
            inner(each, dot + key)

    return rule


def one_of(keys: Collection[str], inner: Rule) -> Rule:
    """The rule, and just one of these keys beside what else there is."""

    def rule(value: Any, path: str) -> None:
        inner(value, path)
        listed = ", ".join(repr(key) for key in keys)
        match [key for key in keys if value.get(key) is not None]:
            case []:
                raise Refused(
                    "missing_required_parameter", f"{path!r} needs one of {listed}.", path
                )
            case [_, second, *_]:
                where = f"{path}.{second}"
                raise Refused("invalid_value", f"{path!r} has more than one of {listed}.", where)

    return rule


def by(key: str, rules: Mapping[str, Rule], default: str | None = None) -> Rule:
    """An object whose `key` says which rule it must meet."""
    known = choice(*rules)

    def rule(value: Any, path: str) -> None:
        if type(value) is not dict:
            raise _wrong_type(path, "an object", value)
        kind = value.get(key, default)
        if kind is None:
            where = f"{path}.{key}"
            raise Refused("missing_required_parameter", f"{where!r} is required.", where)
        known(kind, f"{path}.{key}")
        rules[kind](value, path)

    return rule
