"""Scripted people: what to say and when, played by listening to the agent; docs/personas.md.

Here they speak, and check what they hear. What stands in the product's record (`expect_tool` and
its like) is looked up by who has it: `cli/expectations.py`.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from phony.domain.audio import FRAME_MS
from phony.domain.calls import FINAL_STATUSES, CallOutcome
from phony.domain.errors import Invalid
from phony.sandbox import tones
from phony.sandbox.folding import fold
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


def _texts(value: Any) -> Any:
    """One word or several; numbers need no quotes."""
    return [_text(each) for each in (value if isinstance(value, list) else [value])]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _has_words(words: list[str]) -> list[str]:
    for each in words:
        if not fold(each):
            raise ValueError(f"{each!r} has no words to look for")
    return words


Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[
    list[str], BeforeValidator(_texts), AfterValidator(_has_words), Field(min_length=1)
]


class ToolWanted(BaseModel):
    """A tool that must have been called: with these arguments and this result, so many times."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    arguments: dict[str, Any] = Field(default_factory=dict)
    result: Any = None
    times: int | None = Field(None, ge=0)  # None: at least once


def _tool(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


_OUTCOMES = {*CallOutcome, *FINAL_STATUSES}


def _outcomes(words: list[str]) -> list[str]:
    if unknown := set(words) - _OUTCOMES:
        raise ValueError(f"{min(unknown)!r} is none of {', '.join(sorted(_OUTCOMES))}")
    return words


class Step(BaseModel):
    """One line of a persona: exactly one of the actions."""

    model_config = ConfigDict(extra="forbid")

    say: Annotated[Text | None, Field(min_length=1, max_length=2000)] = None
    sound: str | None = None  # base64 mu-law instead of words
    at_once: bool = False  # do not wait for the agent
    interrupt_after_s: float | None = Field(None, ge=0, le=60)
    wait_for_agent: float | bool | None = None  # True, or the most seconds to wait
    dtmf: Annotated[Text | None, Field(pattern=r"^[0-9*#A-DwW]{1,32}$")] = None
    silence_s: float | None = Field(None, ge=0, le=600)
    # Of what the agent said since our last line: as it was heard, and as the transcript has it.
    expect: Words | None = None
    expect_said: Words | None = None
    # Of the whole call, once it is over.
    expect_tool: Annotated[ToolWanted | None, BeforeValidator(_tool)] = None
    expect_context: dict[str, Any] | None = None
    expect_outcome: Annotated[
        list[str] | None, BeforeValidator(_texts), AfterValidator(_outcomes)
    ] = None
    hang_up: bool | None = None

    @model_validator(mode="after")
    def _one_action(self) -> Step:
        actions = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(actions) != 1:
            raise ValueError(
                f"a line has exactly one action, this one has {' and '.join(actions) or 'none'}"
            )
        if self.sound is not None:
            try:
                base64.b64decode(self.sound, validate=True)
            except (binascii.Error, ValueError) as error:
                raise ValueError("sound is not base64") from error
        if self.interrupt_after_s is not None and actions[0] not in ("say", "sound", "dtmf"):
            raise ValueError("interrupt_after_s goes with say, sound or dtmf")
        return self


_HOW = ("at_once", "interrupt_after_s")
ACTIONS = [name for name in Step.model_fields if name not in _HOW]


def _step(value: Any) -> Any:
    value = _text(value)
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


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: 9:30 is no number of minutes, and yes is a word."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(?:0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9]\d*)\.\d+", "-0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first)
    )


def read(text: str) -> Persona:
    """A persona from a YAML (or JSON) document.

    Raises:
        Invalid: not YAML, or not a persona; says all that is wrong, and names the first field.
    """
    try:
        value = yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        raise Invalid(f"the persona is not YAML: {error}", field="persona") from error
    return parse(value)


def parse(value: Any) -> Persona:
    """A persona from what YAML or JSON said.

    Raises:
        Invalid: says all that is wrong, and names the first field.
    """
    try:
        return Persona.model_validate(value)
    except ValidationError as error:
        found = [_mistake(each) for each in error.errors()]
        raise Invalid(
            "\n".join(f"{field}: {what}" for field, what in found),
            field=found[0][0],
            cure="docs/personas.md has all fields.",
        ) from error


def _mistake(error: Any) -> tuple[str, str]:
    """The field of a persona and what is wrong there, for people."""
    field, step = "persona", False
    for part in error["loc"]:
        step = field == "persona.lines"
        field += f"[{part}]" if isinstance(part, int) else f".{part}"
    in_step = step or ".lines[" in field
    match error["type"]:
        case "extra_forbidden":
            known = Step.model_fields if in_step else Persona.model_fields
            near = difflib.get_close_matches(str(error["loc"][-1]), known, 1)
            meant = f" (meant: {near[0]}?)" if near else ""
            return field, f"there is no such field{meant}; there are {', '.join(known)}"
        case "model_type" if in_step:
            return field, "a line is words to say, or one action such as `dtmf: 1`"
        case "string_type":
            return field, "must be words; put them in quotes"
        case "string_pattern_mismatch":
            return field, "keys are 0-9, *, #, A-D, and w (or W) for a pause; 32 at most"
    return field, error["msg"].removeprefix("Value error, ")


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
        steps = zip(self.persona.lines, self._sounds, strict=True)
        for number, (step, sound) in enumerate(steps):
            if step.expect is not None or step.expect_said is not None:
                yield from self._until_agent_is_done()
                line.expect(number, step.expect, self._heard_from)
            else:
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
        if step.expect_tool or step.expect_context or step.expect_outcome:
            return  # of the whole call: looked up when it is over
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
