from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from tests.support.access import Clock, Directory, facts

from phony.domain.keys import Scope
from phony.service.access.keys import Keys, hash_key
from phony.service.access.sessions import MAX_COOKIES, CookiesTooLarge, Sessions, token_of


@pytest.mark.parametrize(
    ("cookie", "token"),
    [
        ("", None),
        ("phony_session=abc", "abc"),
        ("theme=dark; phony_session=abc", "abc"),
        ("other=abc", None),
        ("phony session=\x00;;=", None),
        ("phony_session", None),
        ("a=phony_session=abc", None),
        ("phony_session=old;phony_session= new ;", "new"),
    ],
)
def test_the_token_of_a_request(cookie: str, token: str | None) -> None:
    assert token_of(facts(cookie=cookie)) == token


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python `work` runs."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


# Each took the standard library's parser, or would take a careless one, more than linear time.
DEAR = ['phony_session="' + '\\"' * 15000 + '"', "=;" * 15000, "phony_session=" * 2500, ";" * 30000]


@pytest.mark.parametrize("cookie", DEAR)
def test_no_cookie_costs_more_than_its_length(cookie: str) -> None:
    def refused() -> None:
        with pytest.raises(CookiesTooLarge):
            token_of(facts(cookie=cookie))

    assert steps(refused) < 1000
    just_good = facts(cookie=cookie[:MAX_COOKIES])
    half_as_long = facts(cookie=cookie[: MAX_COOKIES // 2])
    whole, half = steps(lambda: token_of(just_good)), steps(lambda: token_of(half_as_long))
    assert whole <= 2 * half + 100
    assert whole <= 4 * MAX_COOKIES


async def test_a_session_is_whose_key_began_it() -> None:
    directory = Directory()
    keys = Keys(directory, "the-key")
    sessions = Sessions(directory, keys)
    directory.add("k1", Scope.OPERATE)
    for key, scope in (("the-key", Scope.ADMIN), ("k1", Scope.OPERATE)):
        began = await keys.find(key)
        assert began is not None
        token = await sessions.begin(key, began)
        assert token not in str(directory.sessions)  # only its hash is kept
        found = await sessions.find(token)
        assert found is not None
        assert (found.scope, found.via, found.name) == (scope, "session", began.name)
    assert await sessions.find("another") is None


async def test_a_session_ends_at_once_where_it_was_ended() -> None:
    directory = Directory()
    keys = Keys(directory, "the-key")
    sessions = Sessions(directory, keys)
    began = await keys.find("the-key")
    assert began is not None
    token = await sessions.begin("the-key", began)
    assert await sessions.find(token) is not None
    await sessions.end(token)
    assert directory.sessions == {}
    assert await sessions.find(token) is None


async def test_a_session_lives_no_longer_than_its_key() -> None:
    directory, clock = Directory(), Clock()
    keys = Keys(directory, None, clock)
    sessions = Sessions(directory, keys, clock)
    directory.add("k1")
    began = await keys.find("k1")
    assert began is not None
    token = await sessions.begin("k1", began)
    assert await sessions.find(token) is not None
    directory.keys.clear()
    keys.forget()
    sessions.forget()
    assert await sessions.find(token) is None


async def test_a_session_of_the_configured_key_ends_when_another_is_configured() -> None:
    directory = Directory()
    directory.sessions[hash_key("token")] = (None, hash_key("the-key"))
    assert await Sessions(directory, Keys(directory, "the-key")).find("token") is not None
    assert await Sessions(directory, Keys(directory, "new-key")).find("token") is None
