"""Models as MongoDB documents and back: `_id` for `id`, and keys that MongoDB may not see.

People (and models) choose the keys of context data and JSON schemas. A key that begins with `$`
would be an operator to the server or a `DBRef` to the driver, so it is kept as `%24...`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from bson.int64 import Int64
from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1


_AS_THEY_ARE = frozenset({float, bool, type(None), datetime})
_FROM_BSON = _AS_THEY_ARE | {str, int}


def escape(value: Any) -> Any:
    """`value` with every key that begins with `$` or `%` escaped; the same object if none does.

    Integers beyond 64 bits, which BSON lacks, become floats; lone surrogates and NUL in keys
    are replaced. Bodies with such values are refused before; a model's tool call is not.
    """
    # First what a running call writes most, by exact type: half of the cost is looking.
    kind = type(value)
    if kind is str and value.isascii():
        return value
    if kind in _AS_THEY_ARE or (kind is int and INT64_MIN <= value <= INT64_MAX):
        return value
    if kind is dict or isinstance(value, Mapping):
        return {
            key if type(key) is str and key.isidentifier() else _escape_key(key): escape(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [escape(item) for item in value]
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    # Compared, not looked for in a range: that would count up for BSON's own Int64.
    if isinstance(value, int) and not INT64_MIN <= value <= INT64_MAX:
        try:
            return float(value)
        except OverflowError:
            return str(value)
    return value


def _escape_key(key: Any) -> str:
    text = str(key)
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if text.startswith("$"):
        return "%24" + text[1:]
    if text.startswith("%"):
        return "%25" + text[1:]
    return text


def unescape(value: Any) -> Any:
    """Undo `escape`, and make plain integers of BSON's Int64."""
    if isinstance(value, dict):
        return {
            _unescape_key(key) if key[:1] == "%" else key: item
            if type(item) in _FROM_BSON
            else unescape(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [unescape(item) for item in value]
    if isinstance(value, Int64):
        return int(value)
    return value


def _unescape_key(key: str) -> str:
    if key.startswith("%24"):
        return "$" + key[3:]
    if key.startswith("%25"):
        return "%" + key[3:]
    return key


def dump(model: BaseModel, org_id: str | None = None) -> dict[str, Any]:
    """The document of a model: its `id` as `_id`, and whose it is if a repository says so."""
    document: dict[str, Any] = escape(model.model_dump())
    if "id" in document:
        document = {"_id": document.pop("id"), **document}
    return document if org_id is None else {**document, "org_id": org_id}


def load(cls: type[M], document: Mapping[str, Any]) -> M:
    """The model of a document; fields of a newer version that `cls` lacks are dropped."""
    fields: dict[str, Any] = unescape(dict(document))
    if "_id" in fields:
        fields["id"] = fields.pop("_id")
    return cls.model_validate(fields)
