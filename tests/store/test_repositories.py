"""The wall between organizations: every question a repository asks says whose records it means."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pymongo
import pytest
from pymongo.errors import BulkWriteError, DuplicateKeyError
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)
from tests.support.calls import keep, make_call, make_edit, make_turn
from tests.support.records import (
    make_agent,
    make_command,
    make_delivery,
    make_key,
    make_number,
    make_version,
    make_webhook,
)

from phony.domain.bills import Leg
from phony.domain.calls import CallOutcome, CallStatus
from phony.domain.commands import CommandState
from phony.domain.edits import EditState, Refusal
from phony.domain.errors import PhonyError
from phony.domain.flight import FlightEvent
from phony.domain.ids import utc_now
from phony.domain.versions import Template
from phony.store.call_queries import CallFilter
from phony.store.database import Database
from phony.store.recordings import Recording
from phony.store.repositories import Repositories, ensure_indexes, for_org
from phony.store.tails import Rest
from phony.store.transfers import Transfer
from phony.store.webhooks import Outbox

OURS, THEIRS = "org_a", "org_b"
WORDS = "words of a"
NUMBER = "+18578167225"
SEEN = ("find", "aggregate", "count", "distinct", "update", "delete", "findAndModify", "insert")
# What carries no organization, and why nobody gets at another's through it: GridFS keeps a file's
# pieces by the file's id, which was looked up within the organization just before, and looks for
# any file at all when it makes its indexes; a session belongs to a key that was just found.
EXEMPT = {
    ("recordings.chunks", ("files_id",)),
    ("recordings.chunks", ("files_id", "n")),
    ("recordings.chunks", ("_id", "data", "files_id", "n")),
    ("recordings.files", ("_id",)),
    ("recordings.files", ()),
    ("recordings.chunks", ()),
    ("sessions", ("key_id",)),
}


class Ear(CommandListener):
    """Every command that is sent, while it listens."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Mapping[str, Any]]] = []
        self.listens = False

    def started(self, event: CommandStartedEvent) -> None:
        if self.listens and event.command_name in SEEN:
            self.heard.append((event.command_name, dict(event.command)))

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


def questions(name: str, command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a command asks for, or keeps."""
    match name:
        case "find":
            yield command.get("filter", {})
        case "count" | "distinct" | "findAndModify":
            yield command.get("query", {})
        case "aggregate":
            stages = command["pipeline"]
            yield stages[0].get("$match", {}) if stages else {}
        case "update":
            yield from (one["q"] for one in command["updates"])
        case "delete":
            yield from (one["q"] for one in command["deletes"])
        case _:
            yield from command["documents"]


def unscoped(heard: list[tuple[str, Mapping[str, Any]]], org_id: str) -> list[str]:
    """The commands that do not say whose records they mean."""
    found = []
    for name, command in heard:
        collection = str(command[name])
        for question in questions(name, command):
            whose = question.get("org_id", question.get("metadata.org_id"))
            if whose is None and "metadata" in question:  # a file of GridFS, about to be kept
                whose = question["metadata"]["org_id"]
            if whose != org_id and (collection, tuple(sorted(question))) not in EXEMPT:
                found.append(f"{name} {collection} {sorted(question)}")
    return found


@dataclass
class World:
    """The records of one organization, one of each kind and more, by what they are."""

    org_id: str
    repositories: Repositories
    ids: dict[str, str]
    recording: Recording


async def fill(database: Database, org_id: str) -> World:
    """Make them as the runtime does, full of words that must not be found elsewhere."""
    store, now = for_org(database, org_id), utc_now()
    agent = make_agent(org_id=org_id, name=WORDS, phone_number=NUMBER, system_prompt=WORDS)
    await store.agents.insert(agent)
    await store.versions.add(make_version(agent))
    live = make_call(
        org_id=org_id,
        agent_id=agent.id,
        agent_name=WORDS,
        status=CallStatus.IN_PROGRESS,
        worker_id="w1",
        summary=WORDS,
        agent=agent,
    )
    over = make_call(org_id=org_id, agent_id=agent.id, status=CallStatus.COMPLETED, ended_at=now)
    media = {"hash": "h", "ttl_s": 60}
    await store.calls.create(live, media=media, request_key="key")
    await store.calls.create(over)
    batch = {"org_id": org_id, "batch_id": "batch_1"}
    base = make_edit(live.id, state=EditState.REFUSED, notes=WORDS, org_id=org_id)
    edits = {
        "draft": make_edit(live.id, state=EditState.DRAFT, notes=WORDS, **batch),
        "base": base,
        "done": make_edit(live.id, state=EditState.CONFIRMED, **batch),
    }
    edits["undo"] = make_edit(live.id, org_id=org_id, undoes=edits["done"].id)
    await store.edits.insert(*edits.values())
    await store.edits.reserve(live.id, 0, base.id)
    command = make_command(live.id, org_id=org_id, args={"text": WORDS})
    await store.commands.insert(command)
    transfer = Transfer(
        id="t1" + org_id, org_id=org_id, call_id=live.id, summary=WORDS, room="r", created_at=now
    )
    await store.transfers.begin(transfer)
    key, webhook = make_key(org_id=org_id, name=WORDS), make_webhook(org_id=org_id, url=WORDS)
    await store.keys.add(key, "hash" + org_id)
    await store.webhooks.add(webhook)
    delivery = make_delivery(webhook.id, org_id=org_id, body=WORDS)
    await Outbox(database).put([delivery])
    await store.numbers.put(make_number(org_id=org_id, friendly_name=WORDS))
    number = await store.numbers.get(NUMBER)
    template = Template(id="tpl" + org_id, name=WORDS, fields={}, created_by="ann")
    await store.templates.add(template)
    await store.audit.write("ann", "agent.create", agent.id, WORDS)
    await store.options.put("limits", {"note": WORDS}, actor="ann")
    await store.destinations.admit(NUMBER, None)
    await store.sounds.keep("hold", b"x")
    page = FlightEvent(call_id=live.id, seq=1, at_ms=0, leg="phony", direction="note", name=WORDS)
    turn = make_turn(live.id, 0, WORDS)
    await keep(database, turn, page, org_id=org_id)
    for call_id in (live.id, over.id):
        chunk = {"_id": f"{call_id}:0", "org_id": org_id, "call_id": call_id, "at_ms": 0}
        sound = {"caller": b"\xff" * 160, "agent": b"\xff" * 160}
        await database.raw["recording_chunks"].insert_one({**chunk, **sound})
    await store.recordings.assemble(over.id)
    ids = {name: edit.id for name, edit in edits.items()}
    ids |= {"agent": agent.id, "live": live.id, "over": over.id, "command": command.id}
    ids |= {"transfer": transfer.id, "key": key.id, "webhook": webhook.id}
    ids |= {"delivery": delivery.id, "number": number.id, "template": template.id}
    return World(org_id, store, ids, await store.recordings.find(over.id))


Ask = Callable[[Repositories, World], Awaitable[Any] | AsyncIterator[Any]]
SINCE, UNTIL = utc_now() - timedelta(days=1), utc_now() + timedelta(days=1)
NEWEST = [("created_at", -1)]

LEG = Leg(kind="transfer", to_number="+15551230009", answered_at=utc_now())
REST = Rest(lease=0, at_ms=60_000, caller=b"\xff" * 160, agent=b"\xff" * 160, turns=[])


# Every public method of every repository, asked about the records of a world.
ASKED: dict[str, Ask] = {
    "agents.live_calls": lambda r, w: r.agents.live_calls([w.ids["agent"]]),
    "agents.get": lambda r, w: r.agents.get(w.ids["agent"]),
    "agents.find": lambda r, w: r.agents.find(w.ids["agent"]),
    "agents.by_number": lambda r, _: r.agents.by_number(NUMBER),
    "agents.all": lambda r, _: r.agents.all(),
    "agents.holders": lambda r, _: r.agents.holders([NUMBER]),
    "agents.any_with_number": lambda r, _: r.agents.any_with_number(),
    "agents.page": lambda r, _: r.agents.page(limit=9, offset=0, sort=NEWEST, name="words"),
    "agents.replace": lambda r, w: r.agents.replace(make_agent(id=w.ids["agent"]), 1),
    "agents.insert": lambda r, w: r.agents.insert(make_agent(id=w.ids["agent"])),
    "versions.add": lambda r, w: r.versions.add(make_version(make_agent(id=w.ids["agent"]))),
    "versions.get": lambda r, w: r.versions.get(w.ids["agent"], 1),
    "versions.page": lambda r, w: r.versions.page(w.ids["agent"], limit=9, offset=0),
    "calls.create": lambda r, w: r.calls.create(make_call(id=w.ids["live"], org_id=w.org_id)),
    "calls.by_request": lambda r, _: r.calls.by_request("key"),
    "calls.forget_request": lambda r, w: r.calls.forget_request(w.ids["live"]),
    "calls.get": lambda r, w: r.calls.get(w.ids["live"]),
    "calls.last_written_ms": lambda r, w: r.calls.last_written_ms(w.ids["live"]),
    "calls.private": lambda r, w: r.calls.private(w.ids["live"]),
    "calls.set_private": lambda r, w: r.calls.set_private(w.ids["live"], resume={"x": 1}),
    "calls.take_media_token": lambda r, w: r.calls.take_media_token(w.ids["live"], "h"),
    "calls.count_resume": lambda r, w: r.calls.count_resume(w.ids["live"], 60, 5),
    "calls.patch": lambda r, w: r.calls.patch(w.ids["live"], {"phase": "x"}),
    "calls.ends": lambda r, w: r.calls.ends(w.ids["live"], CallOutcome.ERROR, "x"),
    "calls.transition": lambda r, w: r.calls.transition(w.ids["live"], CallStatus.IN_PROGRESS),
    "calls.measured": lambda r, w: r.calls.measured(w.ids["over"], 5),
    "calls.amend": lambda r, w: r.calls.amend(w.ids["over"], lambda *_: {"phase": "x"}),
    "calls.note_leg": lambda r, w: r.calls.note_leg(w.ids["live"], "CA2", LEG),
    "calls.claim": lambda r, w: r.calls.claim(w.ids["live"], "w2", held_by="w1"),
    "calls.release": lambda r, w: r.calls.release(w.ids["live"], lease=0, in_order=True),
    "calls.take_from": lambda r, w: r.calls.take_from(make_call(id=w.ids["live"])),
    "calls.is_owned_by": lambda r, w: r.calls.is_owned_by(w.ids["live"], 0),
    "call_queries.any": lambda r, _: r.call_queries.any(),
    "call_queries.page": lambda r, _: r.call_queries.page(CallFilter(), limit=9),
    "call_queries.search": lambda r, _: r.call_queries.search("words"),
    "call_queries.find": lambda r, w: r.call_queries.find(w.ids["live"]),
    "call_queries.get": lambda r, w: r.call_queries.get(w.ids["live"]),
    "call_queries.live": lambda r, w: r.call_queries.live(agent_id=w.ids["agent"]),
    "call_queries.over": lambda r, w: r.call_queries.over([w.ids["over"]]),
    "call_queries.all_turns": lambda r, w: r.call_queries.all_turns(w.ids["live"]),
    "call_queries.turns": lambda r, w: r.call_queries.turns(w.ids["live"], offset=0, limit=9),
    "call_queries.events": lambda r, w: r.call_queries.events(w.ids["live"]),
    "call_queries.all_events": lambda r, w: r.call_queries.all_events(w.ids["live"]),
    "call_queries.edits": lambda r, w: r.call_queries.edits(w.ids["live"]),
    "call_queries.last_event": lambda r, w: r.call_queries.last_event(w.ids["live"]),
    "call_queries.commands": lambda r, w: r.call_queries.commands(w.ids["live"]),
    "edits.insert": lambda r, w: r.edits.insert(make_edit("x", id=w.ids["draft"])),
    "edits.get": lambda r, w: r.edits.get(w.ids["draft"]),
    "edits.of_call": lambda r, w: r.edits.of_call(w.ids["live"]),
    "edits.of_batch": lambda r, _: r.edits.of_batch("batch_1"),
    "edits.claim_undo": lambda r, w: r.edits.claim_undo(w.ids["done"], w.ids["undo"]),
    "edits.move": lambda r, w: r.edits.move(w.ids["undo"], EditState.CONFIRMED),
    "edits.reserve": lambda r, w: r.edits.reserve(w.ids["live"], 0, "edit_new"),
    "edits.refuse_open": lambda r, w: r.edits.refuse_open(w.ids["live"], Refusal.CALL_OVER),
    "commands.insert": lambda r, w: r.commands.insert(make_command("x", id=w.ids["command"])),
    "commands.get": lambda r, w: r.commands.get(w.ids["command"]),
    "commands.of_call": lambda r, w: r.commands.of_call(w.ids["live"]),
    "commands.move": lambda r, w: r.commands.move(w.ids["command"], CommandState.RUNNING),
    "commands.close_open": lambda r, w: r.commands.close_open(w.ids["live"], "over"),
    "transfers.begin": lambda r, w: r.transfers.begin(
        Transfer(
            id=w.ids["transfer"],
            org_id=w.org_id,
            call_id=w.ids["live"],
            summary="",
            room="",
            created_at=utc_now(),
        )
    ),
    "transfers.find": lambda r, w: r.transfers.find(w.ids["transfer"], w.ids["live"]),
    "transfers.placed": lambda r, w: r.transfers.placed(w.ids["transfer"], "CA1"),
    "transfers.settle": lambda r, w: r.transfers.settle(w.ids["transfer"], "busy"),
    "destinations.admit": lambda r, _: r.destinations.admit(NUMBER, None),
    "destinations.new_today": lambda r, _: r.destinations.new_today(),
    "recordings.caller_since": lambda r, w: r.recordings.caller_since(w.ids["live"], 0),
    "recordings.add_missing": lambda r, w: r.recordings.add_missing(w.ids["live"], REST),
    "recordings.find": lambda r, w: r.recordings.find(w.ids["over"]),
    "recordings.read": lambda r, w: r.recordings.read(w.recording),
    "recordings.waveform": lambda r, w: r.recordings.waveform(w.ids["over"]),
    "recordings.assemble": lambda r, w: r.recordings.assemble(w.ids["live"]),
    "keys.list": lambda r, _: r.keys.list(),
    "keys.add": lambda r, w: r.keys.add(make_key(id=w.ids["key"]), "other hash"),
    "audit.write": lambda r, w: r.audit.write("bob", "x", w.ids["agent"]),
    "audit.page": lambda r, w: r.audit.page(limit=9, actor="ann"),
    "numbers.get": lambda r, w: r.numbers.get(w.ids["number"]),
    "numbers.by_number": lambda r, _: r.numbers.by_number(NUMBER),
    "numbers.any": lambda r, _: r.numbers.any(),
    "numbers.all": lambda r, _: r.numbers.all(),
    "numbers.by_numbers": lambda r, _: r.numbers.by_numbers([NUMBER]),
    "numbers.page": lambda r, _: r.numbers.page(limit=9, offset=0, sort=[("_id", 1)]),
    "numbers.set": lambda r, w: r.numbers.set(w.ids["number"], {"sid": "PN1"}),
    "numbers.mark_missing": lambda r, _: r.numbers.mark_missing([], utc_now()),
    "numbers.put": lambda r, w: r.numbers.put(make_number(org_id=w.org_id)),
    "templates.list": lambda r, _: r.templates.list(),
    "templates.find": lambda r, w: r.templates.find(w.ids["template"]),
    "templates.add": lambda r, w: r.templates.add(
        Template(id=w.ids["template"], name="", fields={})
    ),
    "stats.overview": lambda r, w: r.stats.overview(SINCE, UNTIL, agent_id=w.ids["agent"]),
    "stats.agents": lambda r, _: r.stats.agents(SINCE, UNTIL),
    "stats.numbers": lambda r, _: r.stats.numbers(SINCE, UNTIL),
    "stats.periods": lambda r, _: r.stats.periods(SINCE, UNTIL, "day"),
    "stats.spent": lambda r, _: r.stats.spent(SINCE),
    "webhooks.list": lambda r, _: r.webhooks.list(),
    "webhooks.get": lambda r, w: r.webhooks.get(w.ids["webhook"]),
    "webhooks.add": lambda r, w: r.webhooks.add(make_webhook(id=w.ids["webhook"])),
    "webhooks.patch": lambda r, w: r.webhooks.patch(w.ids["webhook"], {"url": "x"}),
    "deliveries.page": lambda r, w: r.deliveries.page(w.ids["webhook"], limit=9),
    "deliveries.get": lambda r, w: r.deliveries.get(w.ids["delivery"]),
    "deliveries.resend": lambda r, w: r.deliveries.resend(w.ids["delivery"]),
    "sounds.find": lambda r, _: r.sounds.find("hold"),
    "sounds.keep": lambda r, _: r.sounds.keep("hold", b""),
    "sounds.owe": lambda r, _: r.sounds.owe("call_1", []),
    "options.get": lambda r, _: r.options.get("limits"),
    "options.put": lambda r, _: r.options.put("limits", {}, actor="bob"),
    # What ends or removes comes last, so that the others find something.
    "calls.take_sid": lambda r, w: r.calls.take_sid(w.ids["live"], "CA_stolen"),
    "calls.finish": lambda r, w: r.calls.finish(
        w.ids["live"], CallStatus.COMPLETED, outcome=CallOutcome.LOST, reason="gone"
    ),
    "call_queries.delete": lambda r, w: r.call_queries.delete(w.ids["over"]),
    "recordings.delete": lambda r, w: r.recordings.delete(w.ids["over"]),
    "keys.delete": lambda r, w: r.keys.delete(w.ids["key"]),
    "templates.delete": lambda r, w: r.templates.delete(w.ids["template"]),
    "webhooks.delete": lambda r, w: r.webhooks.delete(w.ids["webhook"]),
    "agents.delete": lambda r, w: r.agents.delete(w.ids["agent"]),
}


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def overheard(mongodb_url: str, database_name: str, ear: Ear) -> AsyncIterator[Database]:
    """A database whose every command is heard."""
    database = await Database.connect(mongodb_url, database_name, event_listeners=[ear])
    await ensure_indexes(database)
    yield database
    await database.close()


async def ask(question: Ask, repositories: Repositories, world: World) -> Any:
    """The answer as values; a refusal is none."""
    try:
        answer = question(repositories, world)
        if isinstance(answer, AsyncIterator):
            return [item async for item in answer]
        return await answer
    except (PhonyError, DuplicateKeyError, BulkWriteError):
        return None


def kept(mongodb: pymongo.MongoClient[dict[str, Any]], org_id: str) -> dict[str, Any]:
    """All that an organization has."""
    whose = {"$or": [{"org_id": org_id}, {"metadata.org_id": org_id}]}
    records = mongodb["test"]
    return {
        name: list(records[name].find(whose).sort("_id", 1))
        for name in sorted(records.list_collection_names())
        if not name.startswith("system")
    }


def repositories_of(database: Database) -> dict[str, Any]:
    names = [n for n, v in vars(Repositories).items() if isinstance(v, cached_property)]
    return {name: getattr(for_org(database, OURS), name) for name in names}


async def test_every_method_of_every_repository_is_asked(database: Database) -> None:
    public = {
        f"{name}.{method}"
        for name, repository in repositories_of(database).items()
        for method, _ in inspect.getmembers(type(repository), inspect.isfunction)
        if not method.startswith("_")
    }
    assert public == set(ASKED)


async def test_another_organization_gets_and_changes_nothing(
    overheard: Database, ear: Ear, mongodb: pymongo.MongoClient[dict[str, Any]]
) -> None:
    world = await fill(overheard, OURS)
    before = kept(mongodb, OURS)
    ids = [*world.ids.values(), OURS, WORDS]
    strangers = for_org(overheard, THEIRS)
    for name, question in ASKED.items():
        ear.heard.clear()
        ear.listens = True
        answer = repr(await ask(question, strangers, world))
        ear.listens = False
        leaked = [text for text in ids if text in answer]
        assert leaked == [], name
        assert kept(mongodb, OURS) == before, name
        assert unscoped(ear.heard, THEIRS) == [], name


async def test_the_organization_itself_is_named_in_every_question(
    overheard: Database, ear: Ear
) -> None:
    world = await fill(overheard, OURS)
    await fill(overheard, THEIRS)
    answered = set()
    ear.listens = True
    for name, question in ASKED.items():
        ear.heard.clear()
        if await ask(question, world.repositories, world) not in (None, [], {}, 0, False):
            answered.add(name)
        assert ear.heard, name
        assert unscoped(ear.heard, OURS) == [], name
    # The questions do find what they ask for: else the test above would prove nothing.
    assert {"calls.get", "recordings.read", "edits.reserve", "edits.move"} <= answered
    assert {"calls.claim", "agents.replace", "calls.take_media_token"} <= answered
    assert len(answered) > 60


async def test_a_question_without_its_organization_would_be_found(
    overheard: Database, ear: Ear
) -> None:
    ear.listens = True
    await overheard.raw["calls"].find_one({"_id": "call_1"})
    await overheard.raw["edits"].update_one({"_id": "x", "org_id": THEIRS}, {"$set": {"a": 1}})
    await (await overheard.raw["calls"].aggregate([{"$group": {"_id": 1}}])).to_list()
    await overheard.raw["recordings.files"].find_one({"metadata.call_id": "call_1"})
    await overheard.raw["calls"].find_one({"org_id": OURS})
    assert unscoped(ear.heard, OURS) == [
        "find calls ['_id']",
        "update edits ['_id', 'org_id']",
        "aggregate calls []",
        "find recordings.files ['metadata.call_id']",
    ]


async def test_whatever_is_kept_belongs_to_who_keeps_it(
    database: Database, mongodb: pymongo.MongoClient[dict[str, Any]]
) -> None:
    store, agent = for_org(database, OURS), make_agent(org_id=THEIRS)
    await store.agents.insert(agent)
    await store.agents.replace(agent, 1)
    await store.versions.add(make_version(agent))
    await store.calls.create(make_call(org_id=THEIRS))
    await store.edits.insert(make_edit("call_1", org_id=THEIRS))
    await store.commands.insert(make_command("call_1", org_id=THEIRS))
    await store.keys.add(make_key(org_id=THEIRS), "hash")
    await store.numbers.put(make_number(org_id=THEIRS))
    await store.webhooks.add(make_webhook(org_id=THEIRS))
    assert [name for name, found in kept(mongodb, THEIRS).items() if found] == []
    ours = {name: len(found) for name, found in kept(mongodb, OURS).items() if found}
    assert ours == dict.fromkeys(
        ("agent_versions", "agents", "calls", "commands", "edits", "keys", "numbers", "webhooks"), 1
    )


_OF_THE_SESSION = ("lsid", "$db", "$clusterTime", "txnNumber", "writeConcern", "$readPreference")
# Few records, and asked seldom: a key's sessions when it is revoked.
MAY_SCAN = ("sessions",)


async def test_no_question_reads_a_whole_collection(overheard: Database, ear: Ear) -> None:
    world = await fill(overheard, OURS)
    scanning = []
    for name, question in ASKED.items():
        ear.heard.clear()
        ear.listens = True
        await ask(question, world.repositories, world)
        ear.listens = False
        for kind, command in ear.heard:
            asked = [one for one in questions(kind, command) if one]
            if kind == "insert" or not asked or str(command[kind]) in MAY_SCAN:
                continue
            bare = {key: value for key, value in command.items() if key not in _OF_THE_SESSION}
            plan = await overheard.raw.command("explain", bare, verbosity="queryPlanner")
            if "COLLSCAN" in repr(plan):
                scanning.append(f"{name}: {kind} {command[kind]} {asked}")
    assert scanning == []
