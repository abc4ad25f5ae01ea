"""`Gather`: keys and speech of the party.

Source: https://www.twilio.com/docs/voice/twiml/gather
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from phony.domain.audio import BYTES_PER_MS, FRAME_MS
from phony.sandbox import tones
from phony.sandbox.carrier import saying
from phony.sandbox.carrier.call import Playback, SandboxCall, Silence
from phony.sandbox.carrier.instructions import Instructions
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.race import happens, race
from phony.sandbox.persona import LOUD
from phony.wire.twiml import Verb

_BEGINS_MS = 60
_AUTO_END_S = 1.0  # `speechTimeout="auto"`
_AHEAD_MS = 500  # before we knew that it is speech
_ANY_KEYS = 100


class Gathering(Protocol):
    """The run in which a `Gather` stands."""

    network: Network
    call: SandboxCall

    @property
    def at(self) -> str:
        """The URL of the document: where the result goes if there is no `action`."""


class _Ear:
    """Hears when the party begins to speak, and when it has ended."""

    def __init__(self, quiet_ms: float) -> None:
        self.began = asyncio.Event()
        self.ended = asyncio.Event()
        self._quiet_ms = quiet_ms
        self._loud_for = self._quiet_for = 0

    def hear(self, frame: bytes) -> None:
        """The party's next frame."""
        loud = tones.rms(frame) > LOUD
        self._loud_for = self._loud_for + FRAME_MS if loud else 0
        self._quiet_for = 0 if loud else self._quiet_for + FRAME_MS
        if self._loud_for >= _BEGINS_MS:
            self.began.set()
        if self.began.is_set() and self._quiet_for >= self._quiet_ms:
            self.ended.set()


class _Listening(Playback):
    """Plays the prompt and then waits, with an ear for the party."""

    def __init__(self, sound: bytes, on_key: Callable[[str], None], ear: _Ear | None) -> None:
        super().__init__(sound, on_key=on_key)
        self._ear = ear

    def exchange(self, frame: bytes) -> bytes:
        """The sound's next frame."""
        if self._ear:
            self._ear.hear(frame)
        return super().exchange(frame)


class GatherVerb:
    """One `Gather` on one call."""

    def __init__(self, run: Gathering, verb: Verb) -> None:
        self._run = run
        self._call = run.call
        self._verb = verb
        self._wanted = int(verb.number("numDigits", 0)) or _ANY_KEYS
        self._finish = verb.get("finishOnKey", "#")
        self._digits = ""
        self._finished_on = ""
        self._pressed = asyncio.Event()
        self._complete = asyncio.Event()
        kinds = verb.get("input", "dtmf").split()
        self._takes_keys = "dtmf" in kinds
        timeout_s = verb.number("timeout", 5)
        default_s = _AUTO_END_S if verb.get("speechTimeout") == "auto" else timeout_s
        quiet_ms = 1000 * verb.number("speechTimeout", default_s)
        self._ear = _Ear(quiet_ms) if "speech" in kinds else None
        self._wait = tones.silence(1000 * timeout_s)

    async def run(self) -> Instructions | None:
        """Until there is a result or none comes; where to go on with it."""
        prompt = await self._prompt()
        try:
            speaks = await self._until_something(prompt)
            since = max(0, self._call.heard_bytes() - _AHEAD_MS * BYTES_PER_MS)
            if speaks and self._ear:
                await race(happens(self._ear.ended, None), happens(self._complete, None))
            await self._until_last_key()
        finally:
            self._call.source = Silence()
        fields: dict[str, str] = {}
        if self._digits:
            fields = {"Digits": self._digits, "FinishedOnKey": self._finished_on}
        elif speaks and (words := await self._words(since)):
            fields = {"SpeechResult": words, "Confidence": "0.9"}
        elif not self._verb.flag("actionOnEmptyResult", False):
            return None
        elif self._takes_keys:
            fields = {"Digits": "", "FinishedOnKey": self._finished_on}
        action = self._verb.get("action") or self._run.at
        return Instructions(action, self._verb.get("method", "POST"), fields=fields)

    async def _prompt(self) -> bytes:
        prompt = b""
        for child in self._verb.children:
            match child.name:
                case "Say":
                    sound = await saying.sound_of(child, self._call, self._run.network.voice)
                    prompt += sound * max(1, min(int(child.number("loop", 1)), 10))
                case "Pause":
                    prompt += tones.silence(1000 * child.number("length", 1))
                case "Play":
                    prompt += tones.keys(child.get("digits")) or tones.hold_music()
        return prompt

    def _on_key(self, digit: str) -> None:
        if not self._takes_keys:
            return
        if digit == self._finish:
            self._finished_on = digit
            self._complete.set()
            return
        self._digits += digit
        self._pressed.set()
        if len(self._digits) >= self._wanted:
            self._complete.set()

    def _play(self, sound: bytes) -> Playback:
        playback = _Listening(sound, self._on_key, self._ear)
        self._call.source = playback
        return playback

    async def _until_something(self, prompt: bytes) -> bool:
        """Whether it is the party's voice that came first; the prompt stops at it."""
        playback = self._play(prompt + self._wait)
        works = [happens(playback.done, False), happens(self._complete, False)]
        works.append(happens(self._pressed, False))
        if self._ear:
            works.append(happens(self._ear.began, True))
        speaks = await race(*works)
        if speaks:
            self._play(tones.silence(0))
        return speaks

    async def _until_last_key(self) -> None:
        """Each key gives the next one its time."""
        while self._pressed.is_set() and not self._complete.is_set():
            self._pressed.clear()
            playback = self._play(self._wait)
            await race(
                happens(playback.done, None),
                happens(self._pressed, None),
                happens(self._complete, None),
            )

    async def _words(self, since: int) -> str:
        return (await self._run.network.voice.recognise(self._call.said(since))).strip()
