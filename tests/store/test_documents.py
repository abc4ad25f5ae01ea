from __future__ import annotations

from typing import Any

from bson import decode, encode
from bson.int64 import Int64
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phony.store.documents import escape, unescape

KEYS = st.text(max_size=8) | st.sampled_from(["$ref", "$id", "$", "%24", "%25", "%", "$$", "_id"])
KEYS = KEYS.filter(lambda key: "\x00" not in key and key.isprintable())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=15,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_every_json_object_survives_the_database(value: dict[str, Any]) -> None:
    stored = decode(encode(escape(value)))
    assert unescape(stored) == value
    assert not any(key.startswith("$") for key in stored)


def test_escaping_is_reversible_for_what_looks_escaped() -> None:
    value = {"$a": 1, "%24a": 2, "%25": {"$b": [{"$c": 3}]}}
    assert unescape(escape(value)) == value


def test_what_bson_lacks_is_made_storable() -> None:
    # A body with these is refused; a model's tool call may bring them all the same.
    hostile = {"big": 2**70, "huge": 10**400, "half\ud800": "\ud800", "nul\x00": 1}
    stored = decode(encode(escape(hostile)))
    assert stored["big"] == float(2**70)
    assert stored["half?"] == "?"
    assert stored["nul"] == 1


def test_an_int64_of_bson_is_an_ordinary_number_at_once() -> None:
    # A range would be walked through for it: a test that never ended found that.
    assert escape({"n": Int64(5)}) == {"n": 5}
    assert type(unescape({"n": Int64(5)})["n"]) is int
