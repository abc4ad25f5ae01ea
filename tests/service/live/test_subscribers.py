"""Who sees what of the live feed, without a database."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phony.service.live import subscribers
from phony.service.live.subscribers import Item, Scope, Subscriber, TooSlow, message, parse_wish

ORGS, AGENTS, CALLS = ("org_a", "org_b"), ("agent_1", "agent_2"), ("call_1", "call_2")
SCOPES = st.builds(
    Scope,
    st.sampled_from(ORGS),
    st.none() | st.sampled_from(AGENTS),
    st.none() | st.sampled_from(CALLS),
)
OF_CALLS = ("calls", "turns", "edits", "commands")


def item(kind: str = "calls", **fields: Any) -> Item:
    values: dict[str, Any] = {
        "kind": kind,
        "org_id": "org_a",
        "agent_id": "agent_1",
        "call_id": "" if kind in ("agents", "numbers") else "call_1",
        "cursor": "82AA",
        "record": {"id": "x", "phase": "speaking", "notes": "long", "context_data": {"a": 1}},
    }
    return Item(**{**values, **fields})


def ready(scope: Scope, watched: set[str] | None = None) -> Subscriber:
    subscriber = Subscriber(scope)
    subscriber.watched = watched
    subscriber.begin([])
    return subscriber


@settings(deadline=None)
@given(
    SCOPES,
    st.sampled_from([*OF_CALLS, "agents", "numbers"]),
    st.sampled_from(ORGS),
    st.sampled_from(AGENTS),
    st.sampled_from(CALLS),
    st.none() | st.sets(st.sampled_from(CALLS)),
)
def test_nobody_sees_beyond_their_scope(
    scope: Scope, kind: str, org_id: str, agent_id: str, call_id: str, watched: set[str] | None
) -> None:
    text = ready(scope, watched).wants(
        item(kind, org_id=org_id, agent_id=agent_id, call_id=call_id)
    )
    if text is None:
        return
    assert org_id == scope.org_id
    assert scope.agent_id in (None, agent_id)
    if kind in OF_CALLS:
        assert scope.call_id in (None, call_id)
    else:
        assert scope.call_id is None
    if kind == "turns" and watched is not None:
        assert call_id in watched


def test_large_fields_come_only_of_the_calls_that_are_watched() -> None:
    board = ready(Scope("org_a"), {"call_2"})
    texts = [board.wants(item(call_id=call_id)) for call_id in CALLS]
    light, full = (orjson.loads(text or "")["call"] for text in texts)
    assert light == {"id": "x", "phase": "speaking"}
    assert full["context_data"] == {"a": 1}
    assert board.wants(item("turns")) is None
    assert board.wants(item("edits")) is not None


def test_a_text_is_made_once_for_all() -> None:
    one = item()
    first, second = ready(Scope("org_a")), ready(Scope("org_a", "agent_1"))
    assert first.wants(one) is second.wants(one)
    content = orjson.loads(first.wants(one) or "")
    assert (content["type"], content["cursor"]) == ("call", "82AA")


async def test_the_snapshot_comes_before_what_came_meanwhile() -> None:
    subscriber = Subscriber(Scope("org_a"))
    subscriber.put("change 1")
    assert await subscriber.next(0.01) == []  # nothing before its snapshot
    subscriber.put("change 2")
    subscriber.begin(["snapshot"])
    assert await subscriber.next(1) == ["snapshot", "change 1", "change 2"]
    assert await subscriber.next(0.01) == []


async def test_who_waits_is_woken() -> None:
    subscriber = ready(Scope("org_a"))
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(subscriber.next(60))
        await asyncio.sleep(0)
        subscriber.put("now")
    assert waiting.result() == ["now"]


@pytest.mark.parametrize(
    ("count", "size"), [(subscribers.MAX_MESSAGES + 1, 1), (17, subscribers.MAX_BYTES // 16)]
)
@pytest.mark.parametrize("begun", [True, False])
async def test_who_does_not_read_is_let_go(count: int, size: int, begun: bool) -> None:
    subscriber = Subscriber(Scope("org_a"))
    if begun:
        subscriber.begin([])
    text = "x" * size
    for _ in range(count):
        assert not subscriber.gone.is_set()
        subscriber.put(text)
    assert subscriber.gone.is_set()
    subscriber.put("no more")
    with pytest.raises(TooSlow):
        await subscriber.next(1)


async def test_reading_makes_room() -> None:
    subscriber = ready(Scope("org_a"))
    text = "x" * (subscribers.MAX_BYTES // 4)
    for _ in range(10):
        subscriber.put(text)
        assert await subscriber.next(1) == [text]
    assert not subscriber.gone.is_set()


async def test_a_feed_that_lost_its_thread_lets_everybody_go() -> None:
    subscriber = ready(Scope("org_a"))
    subscriber.put("half")
    subscriber.drop()
    with pytest.raises(TooSlow):
        await subscriber.next(1)


@settings(deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.text(max_size=120) | st.integers(0, 9), max_size=4).map(
        lambda ids: orjson.dumps({"type": "watch", "call_ids": ids}).decode()
    )
)
def test_whatever_a_client_says_is_a_wish_or_nothing(text: str) -> None:
    wish = parse_wish(text)
    assert wish is None or all(len(call_id) <= 100 for call_id in wish.call_ids)


def test_a_message_names_its_record() -> None:
    assert orjson.loads(message("ping", None, None)) == {"type": "ping", "ping": None}
    assert orjson.loads(message("turn", "82", {"id": 1})) == {
        "type": "turn",
        "cursor": "82",
        "turn": {"id": 1},
    }
