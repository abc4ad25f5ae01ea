"""Calls of the real app against the sandbox's own engine, and what its faults make of them.

Scripted speech (`sandbox.watermark`), real time, everything that both sides of the engine's wire
send held to the vendor's classes.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any, cast
from uuid import uuid4

import pytest
import pytest_asyncio
from tests.session import driver
from tests.support import realtime_contract
from tests.support.bridges import QuietEngine, call_of_an_agent, turns_of_the_loop
from tests.support.engine_server import serving
from tests.support.loopback import (
    AGENT,
    NUMBER,
    Product,
    ScriptedEngine,
    Stream,
    make_agent,
    product,
    until,
)

from phony.domain.actions import PlayAudio
from phony.domain.events import EngineLost, Event, Trouble
from phony.domain.ids import DEFAULT_ORG
from phony.net.ports import UpgradeRefused
from phony.sandbox import watermark
from phony.sandbox.engine.engine import Engine
from phony.sandbox.engine.mind.answers import Answers
from phony.sandbox.engine.voices import ScriptedParts
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.engine_leg import EngineLeg
from phony.service.bridge.flight import FlightRecord
from phony.service.bridge.sounds import key_of
from phony.store.journal import Journal
from phony.store.repositories import for_org

PACE = 15  # ms a character: speech four times as fast as people's
SILENT = b"\xff" * 160


class Reachable(ScriptedEngine):
    """What `product` needs to know of an engine: where it is."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class Caller:
    """Somebody on the line: always sends frames, in real time; hears the agent's words."""

    def __init__(self, stream: Stream, group: asyncio.TaskGroup) -> None:
        self.stream = stream
        self.said = bytearray()
        self._seen = 0
        self._decoder = watermark.Decoder()
        self.words: list[str] = []
        self._task = group.create_task(self._talk())

    async def _talk(self) -> None:
        loop = asyncio.get_running_loop()
        began, count = loop.time(), 0
        while self.stream.closed is None:
            frame = bytes(self.said[:160]).ljust(160, b"\xff") if self.said else SILENT
            del self.said[:160]
            self.stream.frames(1, base64.b64encode(frame).decode())
            count += 1
            await asyncio.sleep(max(0.0, began + count * 0.02 - loop.time()))

    def stop(self) -> None:
        self._task.cancel()

    def say(self, text: str) -> None:
        self.said += watermark.encode(text, ms_per_character=PACE)

    def heard(self) -> str:
        """Everything that the agent has said so far."""
        for action in self.stream.heard[self._seen :]:
            if isinstance(action, PlayAudio):
                sound = base64.b64decode(action.payload)
                for start in range(0, len(sound), 160):
                    if text := self._decoder.feed(sound[start : start + 160]):
                        self.words.append(text)
        self._seen = len(self.stream.heard)
        return " | ".join([*self.words, self._decoder.partial])

    async def hears(self, words: str, within_s: float = 25) -> None:
        await until(lambda: words in self.heard(), f"{words!r} in what was heard", within_s)


# One product and one engine for all: starting them is most of a test's time.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(
    mongodb_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Engine, Product]]:
    engine = Engine(ScriptedParts(ms_per_character=PACE), Answers())
    name = f"test_{uuid4().hex[:10]}"
    async with serving(engine) as base:
        url = base.replace("http", "ws", 1) + "/realtime"
        reachable = cast(Any, Reachable(url))
        data_dir = tmp_path_factory.mktemp("data")
        async with product(mongodb_url, data_dir, reachable, mongodb_database=name) as it:
            yield engine, it
            await it.app.state.services.database.client.drop_database(name)


@pytest_asyncio.fixture(loop_scope="module")
async def engine(both: tuple[Engine, Product]) -> AsyncIterator[Engine]:
    """An engine whose every message, in and out, was acceptable."""
    engine = both[0]
    engine.set_faults({})
    engine.log.entries.clear()
    yield engine
    for _, way, event in engine.log.entries:
        if way == "in":
            realtime_contract.check_client(event)
        elif event["type"] in realtime_contract.SERVER:
            realtime_contract.check_server(event)


@pytest.fixture
def running(both: tuple[Engine, Product]) -> Product:
    return both[1]


@contextlib.asynccontextmanager
async def calling(running: Product, **agent: Any) -> AsyncIterator[Caller]:
    agent_id = await make_agent(running, **agent)
    _, stream = await running.ring(NUMBER)
    await stream.start()
    async with asyncio.TaskGroup() as group:
        caller = Caller(stream, group)
        yield caller
        if stream.closed is None:
            stream.hang_up()
        caller.stop()
    freed = await running.http.delete(f"/agents/{agent_id}?force=true")
    assert freed.is_success, freed.text


def call_id(caller: Caller) -> str:
    return caller.stream.parameters["call_id"]


async def over(running: Product, caller: Caller) -> dict[str, Any]:
    if caller.stream.closed is None:
        caller.stream.hang_up()
    name = call_id(caller)
    await until(lambda: running.app.state.registry.get(name) is None, "bridge gone", 25)
    return await running.call(name)


def errors(engine: Engine) -> list[str]:
    """Codes of all errors that the engine had to send."""
    return [
        event["error"]["code"]
        for _, way, event in engine.log.entries
        if way == "out" and event["type"] == "error"
    ]


async def test_a_conversation_without_a_single_error(engine: Engine, running: Product) -> None:
    async with calling(running) as caller:
        await caller.hears("How can I help you today?")
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM EST.")
        answer = await running.http.patch(
            f"/calls/{call_id(caller)}/context",
            json={"context_data": {"business_hours": "10 AM - 2 PM EST"}},
        )
        assert answer.status_code == 202
        await until(
            lambda: any(
                "10 AM - 2 PM" in str(event)
                for _, way, event in engine.log.entries
                if way == "out" and event["type"] == "conversation.item.done"
            ),
            "the edit in the conversation",
        )
        caller.say("When do you open?")
        await caller.hears("10 AM to 2 PM EST.")
        call = await over(running, caller)
    turns = await running.turns(call["_id"])
    said = [turn.said for turn in turns if turn.role == "caller"]
    assert said == ["What are your business hours?", "When do you open?"]
    assert call["cost"]["total_usd"] > 0
    # Cancelling what has ended in the same moment is a race that nobody can win.
    assert set(errors(engine)) <= {"response_cancel_not_active"}


async def test_barge_in_and_hang_up_by_request(engine: Engine, running: Product) -> None:
    long = "Our story is a long one. " + "It goes on and on and on. " * 20
    async with calling(running, context_data={"story": long}) as caller:
        await caller.hears("today?")
        caller.say("Tell me your story.")
        await caller.hears("It goes on")
        caller.say("Please hang up.")
        await caller.hears("Goodbye!")
        await until(lambda: caller.stream.closed is not None, "stream closed by the agent", 25)
        call = await over(running, caller)
    assert call["outcome"] == "agent_hung_up"
    assert call["stats"]["interruptions"] >= 1
    assert set(errors(engine)) <= {"response_cancel_not_active"}


@pytest.mark.parametrize("code", [1000, 1011, 0])
async def test_engine_lost_in_mid_call(engine: Engine, running: Product, code: int) -> None:
    async with calling(running) as caller:
        await caller.hears("today?")
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM")
        before = len(engine.sessions)
        engine.set_faults({"kill": True, "close_code": code})
        engine.set_faults({})
        await until(lambda: len(engine.sessions) >= before, "a fresh session", 25)
        await asyncio.sleep(0.5)
        caller.say("When do you close?")
        await until(lambda: caller.heard().count("9 AM to 6 PM") >= 2, "the answer", 25)
        call = await over(running, caller)
    assert call["stats"]["engine_sessions"] == 2
    assert call["outcome"] == "caller_hung_up"


async def test_a_sentence_that_was_being_said_when_the_engine_was_lost_is_answered(
    engine: Engine, running: Product
) -> None:
    async with calling(running) as caller:
        await caller.hears("today?")
        engine.log.entries.clear()
        caller.say("What are your business hours on Fridays and Saturdays?")
        await until(
            lambda: any(
                event["type"] == "input_audio_buffer.speech_started"
                for _, _, event in engine.log.entries
            ),
            "the engine to notice the caller",
        )
        engine.set_faults({"kill": True, "close_code": 1011})
        engine.set_faults({})
        await caller.hears("9 AM to 6 PM", 25)
        call = await over(running, caller)
    said = [turn.said for turn in await running.turns(call["_id"]) if turn.role == "caller"]
    assert said == ["What are your business hours on Fridays and Saturdays?"]
    assert call["stats"]["engine_sessions"] == 2


async def test_engine_lost_while_an_answer_is_owed(engine: Engine, running: Product) -> None:
    async with calling(running) as caller:
        await caller.hears("today?")
        engine.set_faults({"close_after_responses": 2})
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM EST.", 25)
        call = await over(running, caller)
    assert call["stats"]["engine_sessions"] == 2


async def test_session_expiry_is_survived(engine: Engine, running: Product) -> None:
    engine.set_faults({"expires_after_s": 1.5, "sessions": 1})
    async with calling(running) as caller:
        await caller.hears("today?")
        await until(lambda: "session_expired" in errors(engine), "the session's end", 25)
        await asyncio.sleep(1)
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM", 25)
        call = await over(running, caller)
    assert call["outcome"] == "caller_hung_up"


async def test_refused_once_then_accepted(engine: Engine, running: Product) -> None:
    engine.set_faults({"refuse_status": 503, "sessions": 1})
    async with calling(running) as caller:
        await caller.hears("today?", 25)
        call = await over(running, caller)
    assert (call["outcome"], call["stats"]["engine_sessions"]) == ("caller_hung_up", 1)


@pytest.mark.parametrize(
    "faults",
    [
        {"refuse_status": 401},
        {"error_at_start": "invalid_api_key"},
        {"updates_refused": "unknown_parameter"},
        {"silent": True},
        {"updates_ignored": True},
    ],
    ids=lambda faults: next(iter(faults)),
)
async def test_an_engine_that_never_works_ends_the_call_politely(
    engine: Engine, running: Product, faults: dict[str, Any]
) -> None:
    engine.set_faults(faults)
    async with calling(running) as caller:
        # The carrier goes on with the TwiML below the stream, or with the action's answer.
        await until(lambda: caller.stream.closed is not None, "stream closed by us", 40)
        call = await over(running, caller)
    assert call["outcome"] == "engine_failed"


@pytest.mark.parametrize(
    "faults",
    [
        {"texts_after_update": ["not json", '{"type":"response.done"}', "[]"]},
        {"binary_after_update": True},
        {"unknown_events": True},
        {"usage": "null"},
        {"usage": "bare"},
        {"transcription": "never"},
        {"transcription": "failed"},
        {"transcription": "late", "transcription_delay_s": 1},
        {"omit": ["rate_limits.updated", "response.content_part.added"]},
        {"omit": ["conversation.item.done"]},
        {"response_delay_s": 1.0},
        {"failing_responses": 1},
    ],
    ids=str,
)
async def test_a_call_goes_on_whatever_the_engine_does(
    engine: Engine, running: Product, faults: dict[str, Any]
) -> None:
    async with calling(running) as caller:
        if "failing_responses" in faults:
            await caller.hears("today?")
        engine.set_faults(faults)
        await caller.hears("today?", 25)
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM EST.", 25)
        call = await over(running, caller)
    assert call["outcome"] == "caller_hung_up"
    assert AGENT["name"] == call["agent_name"]


# ---- the agent's other engines, in real calls --------------------------------------------------

MINI = "gpt-realtime-2.1-mini"


def answers(engine: Engine) -> int:
    """How many responses of the one session that there is are over."""
    (session,) = engine.sessions
    return sum(event["type"] == "response.done" for event in engine.log.of(session, "out"))


def with_mini(model: str) -> dict[str, Any]:
    return {"model": model, "fallback": {"engines": [{"model": MINI}]}}


async def test_an_engine_that_goes_mute_is_followed_by_the_next_within_six_seconds(
    engine: Engine, running: Product
) -> None:
    model = "gpt-realtime-2"
    async with calling(running, **with_mini(model)) as caller:
        await caller.hears("today?")
        await until(lambda: answers(engine) == 1, "the bill of the greeting")
        engine.set_faults({"hush": True, "models": [model]})
        caller.say("What are your business hours?")
        began = asyncio.get_running_loop().time()
        await caller.hears("9 AM to 6 PM", 25)
        silence_s = asyncio.get_running_loop().time() - began
        # The mute one was dropped.
        await until(lambda: answers(engine) == 1, "the whole answer")
        caller.say("When do you close?")
        await until(lambda: answers(engine) == 2, "another answer", 25)
        call = await over(running, caller)
    assert silence_s < 6, silence_s
    assert call["stats"]["engines"] == [model, MINI]
    billed = {item["description"].split(",")[0] for item in call["cost"]["items"]}
    assert {model, MINI} <= billed
    said = [turn.said for turn in await running.turns(call["_id"]) if turn.role == "caller"]
    assert said == ["What are your business hours?", "When do you close?"]


async def test_new_calls_do_not_wait_for_an_engine_that_is_known_to_be_away(
    engine: Engine, running: Product
) -> None:
    model = "gpt-realtime-1.5"
    engine.set_faults({"refuse_status": 503, "models": [model]})
    agent_id = await make_agent(running, **with_mini(model))

    async def spared() -> bool:
        """Whether a call begins with the second engine without asking the first."""
        _, stream = await running.ring(NUMBER)
        await stream.start()
        async with asyncio.TaskGroup() as group:
            caller = Caller(stream, group)
            await caller.hears("today?")
            call = await over(running, caller)
            caller.stop()
        assert call["stats"]["engines"] == [MINI]
        flight = (await running.http.get(f"/calls/{call['_id']}/events")).text
        return "known to be away" in flight and "http_503" not in flight

    assert not await spared()
    assert not await spared()  # the second failure in a row
    calls = await asyncio.gather(*(spared() for _ in range(3)))
    assert sum(calls) >= 2  # one may have tried on behalf of all
    await running.http.delete(f"/agents/{agent_id}?force=true")


async def test_who_waits_for_an_engine_hears_why_once_and_then_the_agent(
    engine: Engine, running: Product
) -> None:
    model = "gpt-realtime-2.1"
    sounds = for_org(running.app.state.services.database, DEFAULT_ORG).sounds
    words = "Please hold for a moment."
    settings = {"model": model, "voice": "cedar", "fallback": {"wait_message": words}}
    key = key_of(driver.make_agent(**settings))
    await sounds.keep(key, watermark.encode(words, ms_per_character=PACE))
    async with calling(running, **settings) as caller:
        await caller.hears("today?")
        await asyncio.sleep(2.5)  # until the call's worker has fetched the sentence
        engine.set_faults({"away_s": 5, "models": [model]})
        await caller.hears(words)
        await until(lambda: engine.sessions != [], "the engine is back", 25)
        await asyncio.sleep(0.5)
        caller.say("What are your business hours?")
        await caller.hears("9 AM to 6 PM", 25)
        call = await over(running, caller)
    waited = [turn for turn in await running.turns(call["_id"]) if turn.kind == "prompt"]
    assert [(turn.role, turn.heard) for turn in waited] == [("agent", words)]


# ---- the leg by itself -----------------------------------------------------------------------


class Host:
    """A call that notes what its engine's leg tells it."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self.call = call_of_an_agent()
        self.flight = FlightRecord(Journal(cast(Any, NoDatabase())), "org_1", self.call.id)
        self.told: list[str] = []
        self.events: list[Event] = []
        self._group = group

    def now_ms(self) -> float:
        return 0.0

    def feed(self, event: Event, leg: str = "phony") -> None:
        self.events.append(event)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None] | None:
        return self._group.create_task(work)

    def path_changed(self) -> None:
        self.told.append("path")

    def on_engine_opened(self) -> None:
        self.told.append("opened")

    def on_engine_text(self, text: bytes) -> None:
        self.told.append(text.decode())

    def on_engine_bad(self, what: str) -> None:
        self.told.append(what)


class NoDatabase:
    """Nobody asks it."""

    raw: Any = None
    loose: Any = None


async def test_a_leg_is_deaf_to_a_session_that_was_replaced() -> None:
    quiet = QuietEngine()
    async with asyncio.TaskGroup() as group:
        host = Host(group)
        leg = EngineLeg(host, quiet, Breakers(), host.call.agent)
        leg.open()
        await turns_of_the_loop()
        assert host.told == ["path", "path", "opened"]
        leg.open()  # drops the first
        await turns_of_the_loop()
        old, new = quiet.handlers
        assert quiet.sockets[0].closed == (1000, "")
        assert leg.socket is quiet.sockets[1]
        host.told.clear()
        old.on_text(b"old")
        old.on_binary()
        old.on_close(1006, "")
        new.on_text(b"new")
        new.on_binary()
        assert (host.told, host.events) == (["new", "binary frame"], [])
        new.on_close(1011, "out of memory")
        assert host.events == [EngineLost(1011, "out of memory")]
        assert leg.socket is None
        old.on_open(quiet.sockets[0])  # came about after all
        assert leg.socket is None


async def test_a_session_that_cannot_be_opened_is_lost() -> None:
    quiet = QuietEngine()
    quiet.refuse = UpgradeRefused(401, "")
    async with asyncio.TaskGroup() as group:
        host = Host(group)
        leg = EngineLeg(host, quiet, Breakers(), host.call.agent)
        leg.open()
        await turns_of_the_loop()
        assert host.events == [EngineLost(reason="upgrade_refused", status=401)]
        leg.drop()
        assert len(host.events) == 1


# ---- the agent's chain -----------------------------------------------------------------------


async def lost_at(host: Host, leg: EngineLeg, place: int) -> Event | None:
    """What becomes of a session that is asked for; None: it opens."""
    host.events.clear()
    leg.open(place)
    await turns_of_the_loop()
    return host.events[0] if host.events else None


async def test_an_engine_that_is_away_is_not_asked_while_there_is_another_way() -> None:
    quiet, breakers = QuietEngine(), Breakers()
    others = {"engines": [{"model": "gpt-realtime-2.1-mini"}]}
    async with asyncio.TaskGroup() as group:
        host = Host(group)
        agent = driver.make_agent(fallback=others)
        leg = EngineLeg(host, quiet, breakers, agent)
        own, mini = leg.choice(0), leg.choice(1)
        assert own is not None
        assert mini is not None
        assert leg.choice(2) is None
        breakers.failed(own, "http_401", hopeless=True)
        assert await lost_at(host, leg, 0) == EngineLost(
            reason="known to be away", trouble=Trouble.AWAY
        )
        assert await lost_at(host, leg, 1) is None
        assert [choice.agent.model for choice in quiet.choices] == ["gpt-realtime-2.1-mini"]
        breakers.failed(mini, "http_401", hopeless=True)
        assert await lost_at(host, leg, 0) is None  # no other way: any chance is worth it
        numbered = driver.make_agent(fallback={**others, "transfer_to": "+14155550188"})
        leg.drop()
        leg = EngineLeg(host, quiet, breakers, numbered)
        assert await lost_at(host, leg, 0) is not None
        leg.drop()
