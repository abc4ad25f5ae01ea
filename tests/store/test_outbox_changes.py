"""Which changes the outbox hears of: what it tells, and not every word of every call."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import pytest
from tests.support.calls import finish, keep, make_call, make_edit, make_turn
from tests.support.records import make_webhook

from phony.domain.calls import CallStatus
from phony.domain.edits import EditState
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.store.changes import CursorTooOld, Token
from phony.store.database import Database
from phony.store.outbox_changes import changes_to_tell, recent_calls, recent_edits
from phony.store.repositories import for_org

Told = list[tuple[str, dict[str, Any]]]


async def start(database: Database) -> Token:
    async with asyncio.timeout(15), aclosing(changes_to_tell(database, None)) as changes:
        told, token = await anext(changes)
    assert told is None
    return token


async def told_since(database: Database, place: Token) -> tuple[Told, Token]:
    """What is told after a place, up to a webhook named "end"."""
    end, found, at = make_webhook(description="end"), [], place
    await for_org(database, DEFAULT_ORG).webhooks.add(end)
    async with asyncio.timeout(15), aclosing(changes_to_tell(database, place)) as changes:
        async for told, token in changes:
            if told is not None and told[1].get("_id") == end.id:
                break
            if told is not None:
                found.append(told)
                at = token
    return found, at


async def test_a_call_is_told_of_when_something_happened(database: Database) -> None:
    place, calls = await start(database), for_org(database, DEFAULT_ORG).calls
    call = make_call()
    await calls.create(call)
    await keep(database, make_turn(call.id, 0, "Hello"))
    await calls.patch(call.id, {"phase": "speaking"})
    await calls.patch(call.id, {"stats.turns": 3, "last_words": "Hello"})
    await calls.claim(call.id, "w1", held_by=None)
    await calls.transition(call.id, CallStatus.IN_PROGRESS, fields={"answered_at": utc_now()})
    await calls.patch(call.id, {"limit_stage": "warn", "limit_what": "call"})
    await finish(database, call.id)
    await calls.patch(call.id, {"summary": "Short."})
    found, _ = await told_since(database, place)
    assert [(collection, document["_id"]) for collection, document in found] == [
        ("calls", call.id)
    ] * 5
    assert found[-1][1]["summary"] == "Short."


async def test_an_edit_is_told_of_when_it_is_confirmed(database: Database) -> None:
    place, edits = await start(database), for_org(database, DEFAULT_ORG).edits
    edit, refused = make_edit("call_1"), make_edit("call_1")
    await edits.insert(edit, refused)
    await edits.move(edit.id, EditState.SENT)
    await edits.move(refused.id, EditState.REFUSED)
    assert (await told_since(database, place))[0] == []
    await edits.move(edit.id, EditState.CONFIRMED)
    found, _ = await told_since(database, place)
    confirmed = [document["_id"] for collection, document in found if collection == "edits"]
    assert confirmed[-1:] == [edit.id]


async def test_a_new_listener_is_heard_of_and_one_that_leaves(database: Database) -> None:
    place, webhooks = await start(database), for_org(database, DEFAULT_ORG).webhooks
    webhook = make_webhook()
    await webhooks.add(webhook)
    await webhooks.patch(webhook.id, {"enabled": False})
    await webhooks.delete(webhook.id)
    found, _ = await told_since(database, place)
    assert [collection for collection, _ in found] == ["webhooks"] * 3
    assert found[-1][1] == {}


async def test_a_place_lies_after_what_was_told(database: Database) -> None:
    place, calls = await start(database), for_org(database, DEFAULT_ORG).calls
    first, second = make_call(), make_call()
    await calls.create(first)
    found, after_first = await told_since(database, place)
    assert [document["_id"] for _, document in found] == [first.id]
    await calls.create(second)
    found, _ = await told_since(database, after_first)
    assert [document["_id"] for collection, document in found if collection == "calls"] == [
        second.id
    ]


async def test_a_lost_place_is_said_so(database: Database) -> None:
    async with asyncio.timeout(15), aclosing(changes_to_tell(database, {"_data": "82"})) as changes:
        with pytest.raises(CursorTooOld):
            await anext(changes)


async def test_looking_back_finds_what_began_or_ended_lately(database: Database) -> None:
    now = utc_now()
    long_ago, lately = now - timedelta(days=3), now - timedelta(hours=1)
    began = make_call(created_at=lately)
    ended = make_call(created_at=long_ago, ended_at=lately, org_id="org_other")
    over = make_call(created_at=long_ago, ended_at=long_ago)
    await keep(database, began, ended, over)
    since = now - timedelta(days=1)
    assert [call.id async for call in recent_calls(database, since)] == [ended.id, began.id]
    confirmed = {"state": EditState.CONFIRMED}
    edits = [
        make_edit("call_1", **confirmed, confirmed_at=now - timedelta(minutes=1)),
        make_edit("call_1", **confirmed, confirmed_at=lately),
        make_edit("call_1", **confirmed, confirmed_at=long_ago),
        make_edit("call_1", state=EditState.UNDONE, confirmed_at=lately),
    ]
    await keep(database, *edits)
    found = [edit.id async for edit in recent_edits(database, since)]
    assert found == [edits[1].id, edits[0].id]
