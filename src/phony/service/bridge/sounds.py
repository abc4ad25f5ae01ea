"""Has the agents' voices say ahead what callers hear while no engine is there: once per voice.

A sentence is made when an agent's first call has begun, in a session of its own, and kept: the
next calls have it at hand. That first call pays. Nothing here may harm a call; without a sentence
there is music.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pymongo.errors import PyMongoError

from phony.domain.actions import Ask, Configure
from phony.domain.agents import Agent
from phony.domain.audio import BYTES_PER_MS, whole_frames
from phony.domain.engine import TurnTaking, session_settings
from phony.domain.errors import PhonyError, ProtocolError, UpstreamError
from phony.domain.events import AgentAudio, EngineError, ResponseDone, SessionUpdated
from phony.domain.fallback import engines
from phony.domain.sentences import one_moment
from phony.net.ports import NORMAL, Socket
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.ports import Engine
from phony.service.money.ledger import response_items
from phony.service.money.spending import Spending
from phony.session.fence import KEY_BYTES, Fence
from phony.session.prompt import say_exactly
from phony.store.database import Database
from phony.store.leases import Leases
from phony.store.repositories import for_org
from phony.store.sounds import OwedSounds

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
WITHIN_S = 20.0
AGAIN_AFTER_S = 60.0
_MOST_MS = 15_000
_MOST_KEPT = 500  # of some 16 kB


def key_of(agent: Agent) -> str:
    """The same for all agents that say the same words with the same voice."""
    spoken = (agent.voice, agent.language, str(agent.speed), one_moment(agent))
    return hashlib.sha256("\0".join(spoken).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A sentence that is not there yet: for whom, and not before when."""

    agent: Agent
    call_id: str
    not_before: float = 0.0


class _Speaker:
    """Callbacks of the session: configures it, asks once, keeps the sound."""

    def __init__(self, engine: Engine, agent: Agent) -> None:
        self._engine = engine
        self._agent = agent
        self._socket: Socket | None = None
        self._sound = bytearray()
        self.usage: Mapping[str, Any] | None = None
        self.spoken: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def on_open(self, socket: Socket) -> None:
        """Say whose voice it is to be."""
        self._socket = socket
        settings = session_settings(self._agent, "", [], TurnTaking(None))
        socket.send(self._engine.encode(Configure(settings, "ahead_1")))

    def on_text(self, text: bytes) -> None:
        """Collect what is spoken until the response ends."""
        try:
            event = self._engine.decode(text)
        except ProtocolError:
            return
        match event:
            case SessionUpdated() if self._socket is not None:
                fence = Fence(secrets.token_bytes(KEY_BYTES))
                words = say_exactly(one_moment(self._agent), self._agent.language, fence)
                ask = Ask("ahead_2", {"kind": "ahead"}, words)
                self._socket.send(self._engine.encode(ask))
            case AgentAudio(payload=payload):
                self._sound += b64decode(payload)
                if len(self._sound) > _MOST_MS * BYTES_PER_MS:
                    self._fail("it does not end")
            case EngineError(code):
                self._fail(code)
            case ResponseDone(status=status, usage=usage):
                self.usage = usage
                if status != "completed" or not self._sound:
                    self._fail(f"the response ended as {status}")
                elif not self.spoken.done():
                    self.spoken.set_result(bytes(self._sound))
            case _:
                pass

    def on_binary(self) -> None:
        """The protocol has none."""

    def on_close(self, code: int, reason: str) -> None:
        """Gone before it had spoken."""
        self._fail(f"closed with {code}")

    def _fail(self, why: str) -> None:
        if not self.spoken.done():
            self.spoken.set_exception(UpstreamError(why[:200]))

    def close(self) -> None:
        """Leave nothing behind."""
        if self._socket is not None:
            self._socket.close(NORMAL)
        if self.spoken.done() and not self.spoken.cancelled():
            self.spoken.exception()  # looked at, whoever waited for it
        self.spoken.cancel()


class Sounds:
    """The sentences of the agents that called or were called on this worker."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        breakers: Breakers,
        spending: Spending,
        worker_id: str,
        *,
        make: bool,
    ) -> None:
        """Without `make` only what others have made is used."""
        self._spending = spending
        self._database = database
        self._engine = engine
        self._breakers = breakers
        self._worker_id = worker_id
        self._make = make
        self._ready: dict[str, str] = {}
        self._wanted: dict[str, _Wanted] = {}
        self._owing = True  # for what a worker left that is no more

    def one_moment(self, agent: Agent, call_id: str) -> Callable[[], str]:
        """What gives the sentence as base64 mu-law, empty while there is none.

        The call pays for it if it is the first to want it.
        """
        key = key_of(agent)
        if key not in self._ready and len(self._wanted) < _MOST_KEPT:
            self._wanted.setdefault(key, _Wanted(agent, call_id))
        return lambda: self._ready.get(key, "")

    async def run(self) -> None:
        """Fetch and make what calls ask for, one after the other; never ends."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for key, wanted in list(self._wanted.items()):
                if time.monotonic() >= wanted.not_before:
                    await self._prepare(key, wanted)
            if self._owing:
                await self._settle()

    async def _settle(self) -> None:
        try:
            self._owing = await OwedSounds(self._database).settle()
        except PyMongoError as error:
            _log.info("sentences ahead: not billed yet: %s", type(error).__name__)

    async def _prepare(self, key: str, wanted: _Wanted) -> None:
        agent = wanted.agent
        sounds = for_org(self._database, agent.org_id).sounds
        self._later(key, AGAIN_AFTER_S)
        try:
            sound = await sounds.find(key)
            if sound is None and self._make and self._breakers.closed(engines(agent)[0]):
                if await Leases(self._database).take(f"sound:{key}", self._worker_id, WITHIN_S * 2):
                    sound = await self._speak(wanted)
                    await sounds.keep(key, sound)
                else:  # another worker is about to have it
                    self._later(key, LOOK_EVERY_S)
        except (PhonyError, PyMongoError, TimeoutError) as error:
            _log.info("no sentence ahead: %s", error or "no answer in time")
            return
        if sound is not None:
            if len(self._ready) >= _MOST_KEPT:
                del self._ready[next(iter(self._ready))]
            self._ready[key] = whole_frames(sound)
            del self._wanted[key]

    def _later(self, key: str, seconds: float) -> None:
        self._wanted[key] = replace(self._wanted[key], not_before=time.monotonic() + seconds)

    async def _speak(self, wanted: _Wanted) -> bytes:
        agent = wanted.agent
        speaker = _Speaker(self._engine, agent)
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._engine.open(speaker, engines(agent)[0], who=agent.org_id)
                return await speaker.spoken
        finally:
            speaker.close()
            prices = self._spending.prices(agent.org_id)
            if items := response_items(prices, agent.model, speaker.usage, "said ahead"):
                self._owing = True
                await for_org(self._database, agent.org_id).sounds.owe(wanted.call_id, items)
