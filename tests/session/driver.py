"""Drives a `CallSession` as an engine and a carrier would, with a clock of its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from phony.domain.actions import (
    Action,
    Ask,
    Configure,
    ContextChanged,
    Ping,
    PlayAudio,
    SendMark,
    Tell,
    ToScribe,
)
from phony.domain.agents import Agent, AgentType
from phony.domain.audio import base64_bytes
from phony.domain.events import (
    AgentAudio,
    AgentText,
    AgentTextDelta,
    CallerSpeechStarted,
    CallerSpeechStopped,
    CallerText,
    CarrierStarted,
    EngineError,
    EngineOpened,
    Event,
    InputCommitted,
    ItemDone,
    MarkReached,
    ResponseDone,
    ResponseStarted,
    ScribeHeard,
    SessionCreated,
    SessionUpdated,
    Tick,
)
from phony.domain.turns import Role, Turn
from phony.session import CallContext, CallSession, Unheard
from phony.session.fence import Fence

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
A = TypeVar("A")


def audio(ms: int) -> str:
    """Base64 mu-law silence of a length."""
    return b64encode(b"\xff" * (ms * 8)).decode()


FRAME = audio(20)
FENCE = Fence(b"test")


def make_agent(**fields: Any) -> Agent:
    values: dict[str, Any] = {
        "id": "agent_1",
        "org_id": "org_1",
        "created_at": T0,
        "updated_at": T0,
        "name": "Reception",
        "type": AgentType.INBOUND,
        "system_prompt": "You are the receptionist of {{company}}.",
        "greeting_message": "Hello, this is {{company}}.",
        "context_data": {"company": "Example Dental"},
        "turn_detection": {"interrupt_after_ms": 0},  # any sound of the caller's stops the agent
    }
    return Agent.model_validate({**values, **fields})


class Driver:
    """One session, the time, and everything it has asked for."""

    def __init__(
        self,
        agent: Agent | None = None,
        *,
        turns: list[Turn] | None = None,
        resumed: str | None = None,
        context: CallContext | None = None,
        one_moment: Callable[[], str] = str,
        unheard: Unheard | None = None,
    ) -> None:
        self.agent = agent or make_agent()
        self.context = context or CallContext(
            context_data=dict(self.agent.context_data),
            notes=self.agent.notes,
            system_prompt=self.agent.system_prompt,
            started_at=T0,
        )
        self.session = CallSession(
            "call_0123456789abcdef01234567",
            self.agent,
            context=self.context,
            fence=FENCE,
            turns=turns,
            resumed=resumed,
            one_moment=one_moment,
            unheard=unheard,
        )
        self.now_ms = 0.0
        self.done: list[Action] = []
        self.dead = False  # the engine's socket is open, and nobody is there
        self._count = 0

    @property
    def held(self) -> ContextChanged:
        """What the model holds now, as was told last."""
        context = self.context
        began = ContextChanged(
            context.context_data, context.notes, context.system_prompt, context.version
        )
        told = [action for action in self.done if isinstance(action, ContextChanged)]
        return told[-1] if told else began

    def feed(self, *events: Event) -> list[Action]:
        """Hand in events now; what they led to."""
        actions: list[Action] = []
        for event in events:
            actions += self.session.handle(event, self.now_ms)
        self.done += actions
        if self.dead:
            return actions
        for action in list(actions):
            # Refused: that is a sign of life as well, and confirms nothing that is under way.
            if isinstance(action, Ping):
                actions.remove(action)
                actions += self.feed(EngineError("no", "", event_id=action.event_id))
            elif isinstance(action, ToScribe) and isinstance(action.action, Ping):
                actions.remove(action)
                actions += self.feed(ScribeHeard(SessionUpdated()))
        return actions

    def wait(self, ms: float) -> list[Action]:
        """Let time pass in ticks of 100 ms."""
        actions: list[Action] = []
        end = self.now_ms + ms
        while self.now_ms < end:
            self.now_ms = min(self.now_ms + 100, end)
            actions += self.feed(Tick())
        return actions

    def start(self) -> list[Action]:
        """Both legs up; the engine has confirmed its configuration."""
        return [*self.feed(CarrierStarted("MZ1", "CA1")), *self.start_engine()]

    def start_engine(self) -> list[Action]:
        actions = self.feed(EngineOpened(), SessionCreated("sess_1"))
        only(actions, Configure)
        return [*actions, *self.feed(SessionUpdated())]

    def settle_history(self, actions: list[Action]) -> list[Action]:
        """The engine takes in what a fresh session was told."""
        items = [action.item_id for action in actions if isinstance(action, Tell)]
        return self.feed(*[ItemDone(item, "message") for item in items])

    def respond(
        self,
        request: Ask | None = None,
        *,
        text: str = "Good morning.",
        ms: int = 1000,
        chunk_ms: int = 200,
        done: bool = True,
        **extra: Any,
    ) -> list[Action]:
        """The engine answers: as asked for by `request`, or by itself."""
        self._count += 1
        rid, item = f"resp_{self._count}", f"item_a{self._count}"
        metadata = request.metadata if request else {}
        actions = self.feed(ResponseStarted(rid, metadata))
        sent = 0
        words = text.split(" ")
        chunks = max(1, -(-ms // chunk_ms))
        per = -(-len(words) // chunks)
        for n in range(chunks):
            if piece := " ".join(words[n * per : (n + 1) * per]):
                delta = piece if n == 0 else f" {piece}"
                actions += self.feed(AgentTextDelta(rid, item, delta))
            size = min(chunk_ms, ms - sent)
            actions += self.feed(AgentAudio(rid, item, audio(size)))
            sent += size
        if done:
            actions += self.finish(rid, item, text, **extra)
        return actions

    def play(self, actions: list[Action]) -> list[Action]:
        """The carrier plays what these actions sent, in its time, and echoes the marks."""
        led: list[Action] = []
        for action in actions:
            if isinstance(action, PlayAudio):
                led += self.wait(base64_bytes(action.payload) / 8)
            elif isinstance(action, SendMark):
                led += self.feed(MarkReached(action.name))
        return led

    def finish(self, rid: str, item: str, text: str, **extra: Any) -> list[Action]:
        return self.feed(
            AgentText(rid, item, text),
            ItemDone(item, "message", Role.AGENT),
            ResponseDone(rid, "completed", **extra),
        )

    def end_response(self, rid: str) -> list[Action]:
        """The engine has stopped a response, as it was told to."""
        return self.feed(ResponseDone(rid, "cancelled", "client_cancelled"))

    def caller_says(self, text: str, item: str = "item_c1", ms: int = 800) -> list[Action]:
        """The caller speaks a turn, which the engine commits and transcribes."""
        actions = self.feed(CallerSpeechStarted(item))
        actions += self.wait(ms)
        actions += self.feed(CallerSpeechStopped(item), InputCommitted(item, None))
        return [*actions, *self.feed(CallerText(item, text))]


def of(actions: list[Action], kind: type[A]) -> list[A]:
    """The actions of one kind."""
    return [action for action in actions if isinstance(action, kind)]


def only(actions: list[Action], kind: type[A]) -> A:
    """The one action of a kind."""
    found = of(actions, kind)
    assert len(found) == 1, found or actions
    return found[0]


def greeted(*, one_moment: Callable[[], str] = str, **fields: Any) -> Driver:
    """A call whose greeting was played."""
    driver = Driver(make_agent(**fields), one_moment=one_moment)
    driver.play(driver.respond(only(driver.start(), Ask), text="Hello."))
    return driver
