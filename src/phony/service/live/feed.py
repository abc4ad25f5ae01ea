"""The live feed: one change stream per worker, fanned out to everybody who watches.

Changed records are noted by id, read in one query per kind a few times a second, and written as
JSON once for all. Messages carry a cursor (the change stream's own), which any worker can go on
from: what changed since is read again and sent. Latest state wins, so a record that changed ten
times while nobody looked is sent once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import orjson
from pymongo.errors import PyMongoError

from phony.domain.calls import FINAL_STATUSES
from phony.domain.errors import Unavailable
from phony.service.live.subscribers import JSON, NAMES, Item, Scope, Subscriber, message
from phony.store.changes import CursorTooOld
from phony.store.database import Database
from phony.store.pulse import AT_ONCE, KINDS, Pulse, call_owners, owners, pulses, read
from phony.store.workers import WorkerDirectory

log = logging.getLogger(__name__)

LINGER_S = 10.0  # the stream stays open a little for those who reload
QUICK_S, BUSY_S = 0.03, 0.2
BUSY = 40  # this many changes at once make a busy moment
LEVELS_S = 0.3
MAX_WATCHED = 50
RING = 20_000
MAX_CATCH_UP = 20_000
CATCH_UP_S = 5.0
_FINAL = sorted(FINAL_STATUSES)


class Feed:
    """Fans changes out; `run` belongs to the app's lifespan."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._workers = WorkerDirectory(database)
        self._subscribers: set[Subscriber] = set()
        self._wanted = asyncio.Event()
        self._open = asyncio.Event()
        self._dirty: dict[str, dict[str, bool]] = {kind: {} for kind in KINDS}
        self._touched = asyncio.Event()
        self._read_to: str | None = None  # the change stream is read up to here
        self._sent_to: str | None = None  # and everything up to here is sent
        self._ring: deque[tuple[str, Pulse]] = deque(maxlen=RING)
        self._ring_from: str | None = None
        self._calls: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._orgs: dict[str, dict[str, str]] = {"agents": {}, "numbers": {}}

    # ---- subscribers -------------------------------------------------------------------------

    @property
    def watchers(self) -> int:
        """How many watch."""
        return len(self._subscribers)

    @property
    def cursor(self) -> str | None:
        """Everything up to here was sent to everybody."""
        return self._sent_to

    @contextlib.asynccontextmanager
    async def subscribe(self, scope: Scope, cursor: str | None = None) -> AsyncIterator[Subscriber]:
        """Watch: a snapshot (or what changed since `cursor`), then every change, without a gap.

        Raises:
            Unavailable: the database does not answer.
        """
        subscriber = Subscriber(scope)
        self._subscribers.add(subscriber)
        self._wanted.set()
        try:
            try:
                async with asyncio.timeout(10):
                    await self._open.wait()
                    first = await self._first(subscriber, cursor)
            except (TimeoutError, PyMongoError) as error:
                raise Unavailable("The live feed is not available now.") from error
            subscriber.begin(first)
            yield subscriber
        finally:
            self._subscribers.discard(subscriber)

    async def watch(self, subscriber: Subscriber, call_ids: Sequence[str]) -> None:
        """From now on, words only of these calls; of new ones what was said so far comes first."""
        wanted = set(call_ids[:MAX_WATCHED])
        new = wanted - (subscriber.watched or set())
        subscriber.watched = wanted
        if not new:
            return
        cursor = self._sent_to or ""
        query = {**subscriber.scope.query(), "_id": {"$in": sorted(new)}}
        calls = await read(self._database, "calls", query=query)
        ids = [call["id"] for call in calls if subscriber.scope.call_id in (None, call["id"])]
        for call in calls:
            if call["id"] in ids:
                subscriber.put(message("call", cursor, call))
        for turn in await read(self._database, "turns", query={"call_id": {"$in": ids}}):
            subscriber.put(message("turn", cursor, turn))

    async def _first(self, subscriber: Subscriber, cursor: str | None) -> list[str]:
        if cursor is None:
            return [await self._snapshot(subscriber.scope)]
        try:
            changed = await self._since(cursor)
        except CursorTooOld:
            return ['{"type":"resync"}', await self._snapshot(subscriber.scope)]
        dirty: dict[str, dict[str, bool]] = {kind: {} for kind in KINDS}
        for pulse in changed:
            dirty[pulse.kind][pulse.id] = pulse.deleted
        at = self._sent_to or cursor
        items, gone = await self._load(dirty, at, light_ok=False)
        texts = [text for item in items if (text := subscriber.wants(item)) is not None]
        texts += [text for org_id, text in gone if org_id == subscriber.scope.org_id]
        return [*texts, message("ping", at, None)]

    async def _snapshot(self, scope: Scope) -> str:
        """Everything in scope as it is now; changes after `cursor` follow, perhaps a few twice."""
        cursor = self._sent_to
        query = scope.query()
        if scope.call_id is None:
            query["status"] = {"$nin": _FINAL}
        calls = await read(self._database, "calls", query=query)
        content: dict[str, Any] = {"type": "snapshot", "cursor": cursor, "calls": calls}
        ids = [call["id"] for call in calls]
        of_calls: dict[str, Any] = {"call_id": {"$in": ids}}
        if scope.call_id is not None:
            turns: dict[str, list[Any]] = {call_id: [] for call_id in ids}
            for turn in await read(self._database, "turns", query=of_calls):
                turns[turn["call_id"]].append(turn)
            content["turns"] = turns
            edits = commands = of_calls
        else:
            edits = {**of_calls, "state": {"$in": ["pending", "sent"]}}
            commands = {**of_calls, "state": {"$in": ["pending", "running"]}}
        content["edits"] = await read(self._database, "edits", query=edits)
        content["commands"] = await read(self._database, "commands", query=commands)
        return orjson.dumps(content, option=JSON).decode()

    async def _since(self, cursor: str) -> list[Pulse]:
        """What changed after a cursor up to what was sent to everybody.

        Raises:
            CursorTooOld: nobody remembers.
        """
        until = self._sent_to or ""
        if self._ring_from is not None and cursor >= self._ring_from:
            return [pulse for at, pulse in self._ring if at > cursor]
        found: dict[tuple[str, str], Pulse] = {}
        try:
            async with asyncio.timeout(CATCH_UP_S):
                stream = pulses(self._database, cursor)
                async with contextlib.aclosing(stream):
                    async for pulse, at in stream:
                        if pulse is not None:
                            found[pulse.kind, pulse.id] = pulse
                            if len(found) > MAX_CATCH_UP:
                                raise CursorTooOld("too much has changed since")
                        if at >= until:
                            break
        except TimeoutError as error:
            raise CursorTooOld("it takes too long to look") from error
        return list(found.values())

    # ---- the change stream -------------------------------------------------------------------

    async def run(self) -> None:
        """Follow the changes while somebody watches."""
        me = asyncio.current_task()
        # A group that fails while it is cancelled loses the cancellation (Python 3.11).
        while me is None or not me.cancelling():
            await self._wanted.wait()
            try:
                async with asyncio.TaskGroup() as group:
                    work = [
                        group.create_task(self._read()),
                        group.create_task(self._send()),
                        group.create_task(self._send_levels()),
                    ]
                    await self._until_nobody()
                    for task in work:
                        task.cancel()
                self._forget()
            except* PyMongoError as errors:
                log.warning("live feed: %s; connecting again", type(errors.exceptions[0]).__name__)
                self._open.clear()
                await asyncio.sleep(0.5)
            except* CursorTooOld:
                log.warning("live feed: fell behind the oplog; everybody reads anew")
                self._forget()

    async def _until_nobody(self) -> None:
        quiet_s = 0.0
        while quiet_s < LINGER_S:
            await asyncio.sleep(1)
            quiet_s = 0.0 if self._subscribers else quiet_s + 1
        self._wanted.clear()

    def _forget(self) -> None:
        self._open.clear()
        self._read_to = self._sent_to = self._ring_from = None
        self._ring.clear()
        for ids in self._dirty.values():
            ids.clear()
        for subscriber in self._subscribers:
            subscriber.drop()
        if self._subscribers:
            self._wanted.set()

    async def _read(self) -> None:
        async for pulse, cursor in pulses(self._database, self._read_to):
            if pulse is not None:
                self._dirty[pulse.kind][pulse.id] = pulse.deleted
                self._ring.append((cursor, pulse))
                self._touched.set()
            self._read_to = cursor
            if self._sent_to is None:
                for kind in self._orgs:
                    self._orgs[kind] = await owners(self._database, kind)
                self._sent_to = self._ring_from = cursor
            if not self._open.is_set():
                self._open.set()
            if len(self._ring) == RING:
                self._ring_from = self._ring[0][0]

    async def _send(self) -> None:
        pause = QUICK_S
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._touched.wait()
            await asyncio.sleep(pause)
            self._touched.clear()
            if self._read_to is None or self._sent_to is None:
                continue
            dirty, cursor = self._dirty, self._read_to
            self._dirty = {kind: {} for kind in KINDS}
            count = sum(map(len, dirty.values()))
            pause = BUSY_S if count > BUSY else QUICK_S
            try:
                items, gone = await self._load(dirty, cursor, light_ok=True)
            except PyMongoError:
                for kind, ids in dirty.items():  # they are still to be sent
                    self._dirty[kind] = {**ids, **self._dirty[kind]}
                raise
            await self._write(items)
            self._sent_to = cursor
            for subscriber in self._subscribers:
                for item in items:
                    if (text := subscriber.wants(item)) is not None:
                        subscriber.put(text)
                for org_id, text in gone:
                    if org_id == subscriber.scope.org_id:
                        subscriber.put(text)

    async def _write(self, items: Sequence[Item]) -> None:
        """Make the texts somebody wants, a few at a time: audio passes in between."""
        for number, item in enumerate(items, 1):
            for subscriber in self._subscribers:
                subscriber.wants(item)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def _load(
        self, dirty: Mapping[str, Mapping[str, bool]], cursor: str, *, light_ok: bool
    ) -> tuple[list[Item], list[tuple[str, str]]]:
        """Read changed records; and what to say of deleted ones, by organization."""
        items: list[Item] = []
        gone: list[tuple[str, str]] = []
        # Calls last: who sees a call's new state finds the turns that led to it.
        for kind in ("agents", "numbers", "edits", "commands", "turns", "calls"):
            there = [record_id for record_id, deleted in dirty[kind].items() if not deleted]
            if kind == "turns" and light_ok and not self._anybody_reads_words():
                there = []
            for record in await self._records(kind, there, light_ok):
                items.append(await self._item(kind, record, cursor))
            for record_id, deleted in dirty[kind].items():
                if deleted and (org_id := self._owner(kind, record_id)) is not None:
                    record = {"id": record_id, "deleted": True}
                    gone.append((org_id, message(NAMES[kind], cursor, record)))
        return items, gone

    def _anybody_reads_words(self) -> bool:
        return any(s.watched is None or s.watched for s in self._subscribers)

    async def _records(self, kind: str, ids: Sequence[str], light_ok: bool) -> list[dict[str, Any]]:
        if not ids:
            return []
        if kind == "turns" and light_ok and all(s.watched is not None for s in self._subscribers):
            watched = set().union(*(s.watched or () for s in self._subscribers))
            query = {"call_id": {"$in": sorted(watched)}}
            return await read(self._database, kind, ids, query)
        if kind != "calls" or not light_ok or any(s.watched is None for s in self._subscribers):
            return await read(self._database, kind, ids)
        watched = set().union(*(s.watched or () for s in self._subscribers))
        closely = [call_id for call_id in ids if call_id in watched]
        others = [call_id for call_id in ids if call_id not in watched]
        records = await read(self._database, kind, closely) if closely else []
        return records + (await read(self._database, kind, others, light=True) if others else [])

    async def _item(self, kind: str, record: dict[str, Any], cursor: str) -> Item:
        record_id = record["id"]
        if kind in self._orgs:
            org_id = record["org_id"]
            self._orgs[kind][record_id] = org_id
            agent_id = record_id if kind == "agents" else record.get("agent_id") or ""
            return Item(kind, org_id, agent_id, "", cursor, record)
        call_id = record_id if kind == "calls" else record["call_id"]
        if kind == "calls":
            self._remember(call_id, record["org_id"], record["agent_id"])
        org_id, agent_id = await self._call_owner(call_id)
        return Item(kind, org_id, agent_id, call_id, cursor, record)

    def _remember(self, call_id: str, org_id: str, agent_id: str) -> None:
        self._calls[call_id] = (org_id, agent_id)
        self._calls.move_to_end(call_id)
        if len(self._calls) > 20_000:
            self._calls.popitem(last=False)

    async def _call_owner(self, call_id: str) -> tuple[str, str]:
        known = self._calls.get(call_id)
        if known is None:
            found = await call_owners(self._database, [call_id])
            if call_id in found:
                self._remember(call_id, *found[call_id])
            return found.get(call_id, ("", ""))
        return known

    def _owner(self, kind: str, record_id: str) -> str | None:
        if kind in self._orgs:
            return self._orgs[kind].pop(record_id, None)
        return self._calls.get(record_id, (None, ""))[0] if kind == "calls" else None

    # ---- levels ------------------------------------------------------------------------------

    async def _send_levels(self) -> None:
        last: dict[str, tuple[float, float]] = {}
        while True:
            await asyncio.sleep(LEVELS_S)
            if not self._subscribers:
                continue
            levels: dict[str, tuple[float, float]] = {}
            for worker in await self._workers.all():
                levels |= worker.levels
            changed = {k: v for k, v in levels.items() if last.get(k) != v}
            last = levels
            if not changed:
                continue
            missing = [call_id for call_id in changed if call_id not in self._calls]
            if missing:
                for call_id, owner in (await call_owners(self._database, missing)).items():
                    self._remember(call_id, *owner)
            texts: dict[Scope, str | None] = {}
            for subscriber in self._subscribers:
                scope = subscriber.scope
                if scope not in texts:
                    seen = {
                        call_id: pair
                        for call_id, pair in changed.items()
                        if call_id in self._calls and scope.has_call(*self._calls[call_id], call_id)
                    }
                    texts[scope] = message("levels", None, seen) if seen else None
                if (text := texts[scope]) is not None:
                    subscriber.put(text)
