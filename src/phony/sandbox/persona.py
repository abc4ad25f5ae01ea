"""Scripted people: what to say and when, played by listening to the agent.

A persona file:

    name: Ann
    lines:
      - say: What are your business hours?     # waits until the agent has finished
      - interrupt_after_s: 1.2                 # after the agent began to speak
        say: Stop, that is enough.
      - dtmf: "1"
      - silence_s: 3
      - expect: nine                           # what the agent said since our last line
      - hang_up: true

A machine: `kind: machine`, `greeting: ...`, `beep: true`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from phony.domain.audio import FRAME_MS
from phony.domain.errors import Invalid
from phony.sandbox import tones
from phony.sandbox.parties import (
    SILENT_FRAME,
    Busy,
    Fax,
    Line,
    Machine,
    NoAnswer,
    Party,
    RingResult,
    Unknown,
    Unreachable,
)
from phony.sandbox.voice import CALLER, Voice

LOUD = 250.0  # RMS from which a frame counts as sound
MAX_WAIT_S = 120.0


def _words(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Step(BaseModel):
    """One line of a persona: exactly one of the actions."""

    model_config = ConfigDict(extra="forbid")

    say: str | None = Field(None, min_length=1, max_length=2000)
    sound: str | None = None  # base64 mu-law instead of words
    at_once: bool = False  # do not wait for the agent
    interrupt_after_s: float | None = Field(None, ge=0, le=60)
    wait_for_agent: float | bool | None = None  # True, or the most seconds to wait
    dtmf: str | None = Field(None, pattern=r"^[0-9*#A-DwW]{1,32}$")
    silence_s: float | None = Field(None, ge=0, le=600)
    expect: Annotated[list[str] | None, BeforeValidator(_words)] = None
    hang_up: bool | None = None

    @model_validator(mode="after")
    def _one_action(self) -> Step:
        actions = [
            name
            for name in ("say", "sound", "wait_for_agent", "dtmf", "silence_s", "expect", "hang_up")
            if getattr(self, name) is not None
        ]
        if len(actions) != 1:
            raise ValueError(f"a line needs exactly one action, it has {actions or 'none'}")
        if self.sound is not None:
            try:
                base64.b64decode(self.sound, validate=True)
            except (binascii.Error, ValueError) as error:
                raise ValueError("sound is not base64") from error
        if self.interrupt_after_s is not None and actions[0] not in ("say", "sound", "dtmf"):
            raise ValueError("interrupt_after_s goes with say, sound or dtmf")
        return self


def _step(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


class Persona(BaseModel):
    """Who answers or calls, and the script."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["person", "machine", "fax", "busy", "no_answer", "unreachable", "unknown"] = (
        "person"
    )
    name: str = ""
    lines: list[Annotated[Step, BeforeValidator(_step)]] = Field(
        default_factory=list, max_length=200
    )
    ring_s: float = Field(0.5, ge=0, le=600)
    # The agent has finished when it is quiet this long.
    settle_ms: int = Field(900, ge=100, le=10_000)
    # How long to wait for an agent that says nothing.
    patience_s: float = Field(10.0, ge=0.2, le=300)
    # After the last line: hang up when the agent has answered, or stay on the line.
    stay: bool = False
    greeting: str = "You have reached our voicemail. Please leave a message after the tone."
    beep: bool = True
    record_s: float = Field(60, gt=0, le=600)

    def party(self) -> Party:
        """The party that plays this persona once."""
        match self.kind:
            case "person":
                return Person(self)
            case "machine":
                return Machine(
                    self.greeting, ring_s=self.ring_s, beep=self.beep, record_s=self.record_s
                )
            case "fax":
                return Fax(self.ring_s)
            case "busy":
                return Busy(self.ring_s)
            case "no_answer":
                return NoAnswer(self.ring_s)
            case "unreachable":
                return Unreachable(self.ring_s)
            case "unknown":
                return Unknown(self.ring_s)


def read(text: str) -> Persona:
    """A persona from a YAML (or JSON) document.

    Raises:
        Invalid: not YAML, or not a persona; names the field.
    """
    try:
        return Persona.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise Invalid(f"the persona is not YAML: {error}", field="persona") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in ("persona", *first["loc"]))
        raise Invalid(f"{field}: {first['msg']}", field=field) from error


class Ear:
    """Tells from the agent's sound when it speaks and when it has finished."""

    def __init__(self, settle_ms: int) -> None:
        self.talked = False  # since `reset`
        self.quiet_ms = 0
        self.loud_ms = 0  # of the present or last stretch of speech
        self._settle_ms = settle_ms

    def hear(self, frame: bytes) -> bool:
        """Take a frame; True when the agent begins to speak."""
        if tones.rms(frame) < LOUD:
            self.quiet_ms += FRAME_MS
            if self.quiet_ms >= self._settle_ms:
                self.loud_ms = 0
            return False
        began = not self.talked
        self.talked = True
        self.quiet_ms = 0
        self.loud_ms += FRAME_MS
        return began

    @property
    def finished(self) -> bool:
        """It spoke, and is quiet."""
        return self.talked and self.quiet_ms >= self._settle_ms

    def reset(self) -> None:
        """Listen for the next answer."""
        self.talked = False
        self.loud_ms = 0


class Person(Party):
    """Plays a persona's lines, in turn with the agent."""

    def __init__(self, persona: Persona) -> None:
        super().__init__(persona.ring_s)
        self.persona = persona
        self._sounds: list[bytes] = []
        self._extra: list[tuple[str, bytes]] = []
        self._ear = Ear(persona.settle_ms)
        self._clock_ms = 0
        self._last_sound_ms: int | None = None
        self._heard_from = 0
        self._script: Iterator[bytes] = iter(())

    async def prepare(self, voice: Voice) -> None:
        """Rehearse: all lines become sound before the phone rings."""
        for step in self.persona.lines:
            if step.say is not None:
                self._sounds.append(await voice.speak(step.say, CALLER))
            else:
                self._sounds.append(base64.b64decode(step.sound or ""))

    async def ring(self, from_: str) -> RingResult:
        """Answer after a while."""
        return await super().ring(from_)

    def connected(self, line: Line) -> None:
        """Begin the script."""
        super().connected(line)
        self._script = self._play(line)

    def say(self, text: str, sound: bytes) -> None:
        """A line somebody adds while the call runs; said as soon as the script lets it."""
        self._extra.append((text, sound))

    def speak(self) -> bytes:
        """The next frame of the script."""
        self._clock_ms += FRAME_MS
        return next(self._script, SILENT_FRAME)

    def hear(self, frame: bytes) -> None:
        """Listen; tells how long the agent's answer took, measured at the caller's ear."""
        if self._ear.hear(frame) and self.line is not None:
            data: dict[str, Any] = {}
            if self._last_sound_ms is not None:
                data["reply_ms"] = self._clock_ms - self._last_sound_ms
                self._last_sound_ms = None
            self.line.tell("agent_speaks", **data)

    # ---- the script: every yield is 20 ms

    def _play(self, line: Line) -> Iterator[bytes]:
        for step, sound in zip(self.persona.lines, self._sounds, strict=True):
            yield from self._perform(line, step, sound)
            yield from self._say_extra(line)
        while self.persona.stay:
            yield SILENT_FRAME
            yield from self._say_extra(line)
        yield from self._until_agent_is_done()
        line.hang_up()

    def _say_extra(self, line: Line) -> Iterator[bytes]:
        while self._extra:
            text, sound = self._extra.pop(0)
            yield from self._utter(line, text, sound)

    def _perform(self, line: Line, step: Step, sound: bytes) -> Iterator[bytes]:
        if step.silence_s is not None:
            yield from self._pause(step.silence_s)
            return
        if step.expect is not None:
            yield from self._until_agent_is_done()
            line.expect(step.expect, self._heard_from)
            return
        if step.wait_for_agent is not None:
            if step.wait_for_agent is not False:
                given = step.wait_for_agent
                yield from self._until_agent_is_done(None if given is True else float(given))
            return
        if step.hang_up:
            line.hang_up()
            return
        if step.interrupt_after_s is not None:
            yield from self._until(lambda: self._ear.loud_ms > 0, self.persona.patience_s)
            yield from self._pause(step.interrupt_after_s)
        elif not step.at_once:
            yield from self._until_agent_is_done()
        if step.dtmf is not None:
            yield from self._press(line, step.dtmf)
        else:
            yield from self._utter(line, step.say or "", sound)

    def _utter(self, line: Line, text: str, sound: bytes) -> Iterator[bytes]:
        began_ms = self._clock_ms
        self._heard_from = line.heard_bytes()
        line.tell("caller_speaks", text=text)
        loud_until = self._clock_ms
        for frame in tones.frames(sound):
            if tones.rms(frame) >= LOUD:
                loud_until = self._clock_ms
            yield frame
        self._ear.reset()
        self._last_sound_ms = loud_until
        line.tell("caller_done", text=text, duration_ms=self._clock_ms - began_ms)

    def _press(self, line: Line, digits: str) -> Iterator[bytes]:
        self._heard_from = line.heard_bytes()
        for digit in digits:
            if digit in "wW":
                yield from self._pause(0.5 if digit == "w" else 1.0)
                continue
            line.press(digit)
            yield from self._pause(0.2)
        self._ear.reset()
        self._last_sound_ms = self._clock_ms

    def _pause(self, seconds: float) -> Iterator[bytes]:
        for _ in range(round(seconds * 1000 / FRAME_MS)):
            yield SILENT_FRAME

    def _until_agent_is_done(self, patience_s: float | None = None) -> Iterator[bytes]:
        patience_s = self.persona.patience_s if patience_s is None else patience_s
        yield from self._until(lambda: self._ear.talked, patience_s)
        if not self._ear.talked:
            if self.line is not None:
                self.line.tell("no_answer_heard", waited_s=patience_s)
            return
        yield from self._until(lambda: self._ear.finished, MAX_WAIT_S)

    def _until(self, condition: Callable[[], bool], limit_s: float) -> Iterator[bytes]:
        for _ in range(round(limit_s * 1000 / FRAME_MS)):
            if condition():
                return
            yield SILENT_FRAME
