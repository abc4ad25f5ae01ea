"""Errors: codes that clients rely on, and what they carry."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from phony.domain import errors
from phony.domain.errors import Conflict, PhonyError, ProtocolError
from phony.domain.jsonvalues import MalformedJson

# Clients branch on these: they may grow, and none may change.
PROMISED = {
    "ConfigError": ("config", 500),
    "Conflict": ("conflict", 409),
    "Forbidden": ("forbidden", 403),
    "Invalid": ("invalid", 422),
    "NotFound": ("not_found", 404),
    "PhonyError": ("internal", 500),
    "ProtocolError": ("protocol", 400),
    "Stale": ("precondition_failed", 412),
    "TooManyRequests": ("rate_limited", 429),
    "Unauthorized": ("unauthorized", 401),
    "Unavailable": ("unavailable", 503),
    "UpstreamError": ("upstream", 502),
}
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, PhonyError)
] + [MalformedJson]


@pytest.mark.parametrize("name", PROMISED)
def test_codes_and_statuses_stay(name: str) -> None:
    kind = getattr(errors, name)
    assert (kind.code, kind.status) == PROMISED[name]


def test_every_kind_has_a_code_of_its_own_and_a_status_of_an_error() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(HTTPStatus(kind.status) >= 400 for kind in KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not ProtocolError])
def test_every_kind_says_what_is_wrong_where_and_what_to_do(kind: type[PhonyError]) -> None:
    error = kind("It is wrong.", field="a.b", cure="Make it right.")
    assert (str(error), error.field, error.cure) == ("It is wrong.", "a.b", "Make it right.")
    bare = kind("It is wrong.")
    assert (bare.field, bare.cure) == (None, None)
    with pytest.raises(PhonyError, match="It is wrong"):
        raise error


def test_a_conflict_carries_who_holds_what() -> None:
    assert Conflict("Taken.", details={"agent_id": "agent_1"}).details == {"agent_id": "agent_1"}
    one, other = Conflict("a"), Conflict("b")
    one.details["x"] = 1
    assert other.details == {}


def test_a_protocol_error_names_the_peer() -> None:
    error = ProtocolError("twilio", "no media")
    assert (str(error), error.peer, error.field) == ("twilio: no media", "twilio", None)
