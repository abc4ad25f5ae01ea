"""What an agent's voice says ahead: once, kept for all workers, never in the way of a call."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator

import pytest
from tests.session.driver import make_agent
from tests.support.calls import keep, make_call
from tests.support.engine_server import serving
from tests.support.loopback import until

from phony.domain.agents import Agent
from phony.domain.bills import CallCost
from phony.domain.calls import Call, CallStatus
from phony.domain.ids import DEFAULT_ORG
from phony.engines.openai import OpenAIEngine
from phony.sandbox import watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.voices import ScriptedParts
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.sounds import Sounds, key_of
from phony.service.money.spending import Spending
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.sounds import OwedSounds

AGENT = make_agent(org_id=DEFAULT_ORG, language="de")


@pytest.fixture
async def engine() -> AsyncIterator[tuple[Engine, OpenAIEngine]]:
    engine = Engine(ScriptedParts(ms_per_character=15), Answers())
    async with serving(engine) as base:
        yield engine, OpenAIEngine(base.replace("http", "ws", 1) + "/realtime", "key")


def said(payload: str) -> str:
    """The words in a sound."""
    decoder, sound = watermark.Decoder(), b64decode(payload)
    words = [decoder.feed(sound[at : at + 160]) for at in range(0, len(sound), 160)]
    return " ".join([word for word in words if word] or [decoder.partial])


async def stored(database: Database, call_id: str) -> Call:
    return await for_org(database, DEFAULT_ORG).calls.get(call_id)


def sounds_of(database: Database, ours: OpenAIEngine, worker_id: str, *, make: bool) -> Sounds:
    spending = Spending(database, None, worker_id)
    return Sounds(database, ours, Breakers(), spending, worker_id, make=make)


async def ready(sounds: Sounds, agent: Agent, call_id: str = "call_1") -> str:
    sentence = sounds.one_moment(agent, call_id)
    task = asyncio.ensure_future(sounds.run())  # noqa: TID251 - a test's own loop
    try:
        await until(lambda: bool(sentence()), "the sentence", 25)
    finally:
        task.cancel()
    return sentence()


async def test_the_agents_voice_says_it_once_and_every_worker_has_it(
    database: Database, engine: tuple[Engine, OpenAIEngine]
) -> None:
    far_end, ours = engine
    first = sounds_of(database, ours, "w1", make=True)
    assert "Einen Moment" in said(await ready(first, AGENT))
    assert far_end.sessions == []
    voices = [
        event["session"]["audio"]["output"]["voice"]
        for _, way, event in far_end.log.entries
        if way == "in" and event["type"] == "session.update"
    ]
    assert voices == [AGENT.voice]
    second = sounds_of(database, ours, "w2", make=False)
    assert "Einen Moment" in said(await ready(second, AGENT))
    assert len(voices) == 1


async def test_the_call_that_asked_first_pays_once_it_is_over(
    database: Database, engine: tuple[Engine, OpenAIEngine]
) -> None:
    far_end, ours = engine
    call = make_call(status=CallStatus.IN_PROGRESS, cost=CallCost(total_usd=0.25))
    await keep(database, call)
    sounds = sounds_of(database, ours, "w1", make=True)
    await ready(sounds, AGENT, call.id)
    owed = OwedSounds(database)
    assert await owed.settle()  # it runs still, and its ledger has the bill
    assert (await stored(database, call.id)).cost == call.cost
    finished = {"status": CallStatus.COMPLETED, "cost.final": True}
    await database.raw["calls"].update_one({"_id": call.id}, {"$set": finished})
    assert not await owed.settle()
    assert not await owed.settle()
    bill = (await stored(database, call.id)).cost
    assert {item.description.rsplit(", ", 1)[1] for item in bill.items} == {"said ahead"}
    assert sum(item.quantity for item in bill.items) == sum(far_end.log.charged.values())
    assert bill.total_usd == pytest.approx(0.25 + sum(item.amount_usd for item in bill.items))


def test_a_sentence_belongs_to_a_voice_and_its_words() -> None:
    keys = {
        key_of(AGENT),
        key_of(AGENT.model_copy(update={"name": "Another", "model": "other"})),
        key_of(AGENT.model_copy(update={"voice": "cedar"})),
        key_of(AGENT.model_copy(update={"language": "fr"})),
    }
    assert len(keys) == 3
