"""The caller's side of a session: the input buffer, turns, and the words in them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.detector import (
    Paused,
    Resumed,
    Signal,
    Started,
    Stopped,
    TurnDetector,
)
from phony.sandbox.engine.protocol.formats import InputFormat
from phony.sandbox.engine.protocol.outbox import Outbox
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.shapes import Refused

REOPEN_MS = 1000  # who speaks again this soon after a commit had not finished,
REOPEN_HEARD_MS = 600  # unless so much of the answer was out that it is being interrupted
_LEAST_MS = 100  # of audio in a commit by hand
_MOST_BUFFER_MS = 600_000
# How long semantic VAD waits for a sentence that sounds unfinished, and for one that does not.
_EAGERNESS = {"low": (8000, 800), "medium": (4000, 600), "auto": (4000, 600), "high": (2000, 400)}
_REACTIONS = {"create_response": None, "interrupt_response": None}
_UNFINISHED = frozenset(
    "a an the and or but so because if to for of with at by in on is are was my your our their "
    "i'd i'm it's um uh er hmm like about that than then number name from".split()
)


class Listener(Protocol):
    """What the session does with what is heard."""

    def new_id(self, prefix: str) -> str:
        """A fresh id."""

    def heard_ms(self) -> float:
        """How much of the newest answer a client that plays it at once has played."""

    def caller_started(self) -> None:
        """Somebody speaks."""

    async def expect(self, text: str) -> None:
        """The caller pauses after these words: an answer may be wanted soon."""

    def turn_committed(self, item: Item) -> None:
        """A turn is an item now; the words follow."""

    def turn_over(self, item: Item) -> None:
        """Voice activity detection ended the turn (after `turn_committed`)."""


@dataclass(slots=True)
class _Turn:
    """The last turn that was committed, in case the caller goes on."""

    item: Item
    sound: bytes
    last_sound_ms: int


class Hearing:
    """Audio in, items out."""

    def __init__(
        self, parts: Parts, out: Outbox, listener: Listener, spawn: Callable[..., asyncio.Task[Any]]
    ) -> None:
        """`spawn` starts a task in the session's group."""
        self._parts, self._out, self._listener, self._spawn = parts, out, listener, spawn
        self._format = InputFormat("audio/pcm")
        self._detector: TurnDetector | None = None
        self._settings: dict[str, Any] | None = None
        self._language = "en"
        self._manual = bytearray()
        self._received = 0
        self._item_id = ""
        self._guess: asyncio.Task[str] | None = None
        self._last: _Turn | None = None
        self._joined: _Turn | None = None
        self._words: dict[str, asyncio.Task[str]] = {}
        self._continued: dict[str, Item] = {}

    @property
    def received_ms(self) -> int:
        """The input's clock: how much audio has come."""
        return self._received // BYTES_PER_MS

    @property
    def speaking(self) -> bool:
        """Whether the caller is in the middle of a turn."""
        return self._detector is not None and self._detector.speaking

    def configure(self, audio_input: dict[str, Any]) -> None:
        """Take on `session.audio.input`; a turn under way stays under way if it can."""
        self._format = InputFormat(audio_input["format"]["type"])
        heard = audio_input["transcription"] or {}
        self._language = heard.get("language") or "en"
        settings = audio_input["turn_detection"]
        old, same = self._detector, _hears_alike(settings, self._settings)
        self._settings = settings
        if same:
            return
        if settings is None:
            if old is not None:
                self._manual += old.sound
            self._detector = None
            return
        self._manual.clear()
        self._detector = TurnDetector(
            self._parts.activity(),
            threshold=settings.get("threshold", 0.5),
            prefix_ms=settings.get("prefix_padding_ms", 300),
            hold_ms=self._hold_ms(settings),
            offset_ms=self.received_ms,
        )

    def append(self, sound: bytes) -> None:
        """Hear some more."""
        line = self._format.to_mulaw(sound)
        self._received += len(line)
        if self._detector is None:
            self._manual += line
            del self._manual[: -_MOST_BUFFER_MS * BYTES_PER_MS]
            return
        for signal in self._detector.feed(line):
            self._signal(signal)

    def clear(self) -> None:
        """Forget what is not committed."""
        self._manual.clear()
        self._drop_guess()
        if self._detector is not None:
            self._detector.reset()

    def commit(self) -> Item:
        """Make an item of the buffer, by hand.

        Raises:
            Refused: there is nothing, or next to nothing, to commit.
        """
        sound = bytes(self._manual) if self._detector is None else self._detector.sound
        if len(sound) < _LEAST_MS * BYTES_PER_MS:
            raise Refused(
                "input_audio_buffer_commit_empty",
                f"the buffer holds {len(sound) / BYTES_PER_MS:.2f}ms of audio; a commit needs "
                f"at least {_LEAST_MS}ms.",
            )
        item_id = self._item_id if self.speaking else self._listener.new_id("item")
        self._manual.clear()
        if self._detector is not None:
            self._detector.reset()
        self._drop_guess()
        return self._commit(item_id, sound)

    def silence(self, duration_ms: int) -> Item:
        """An item of nothing but silence: what the idle timeout commits."""
        return self._commit(self._listener.new_id("item"), b"", duration_ms)

    def understand(self, item: Item) -> None:
        """Find the words of an item that the client made of audio."""
        self._words[item.id] = self._spawn(self._parts.recognise(item.sound, self._language))

    async def words(self, item: Item) -> None:
        """Wait until `item.heard` is known, and that of the turn that it goes on with."""
        if (before := self._continued.get(item.id)) is not None:
            await self.words(before)
        if (task := self._words.get(item.id)) is not None:
            text = await asyncio.shield(task)
            if self._words.pop(item.id, None) is not None:
                item.heard = text

    def transcript(self, item: Item) -> str:
        """What of an item's words was said in it, and not in the turn that it goes on with."""
        before = self._continued.pop(item.id, None)
        return without_start(item.heard, before.heard) if before is not None else item.heard

    # ---- turns ---------------------------------------------------------------------------

    def _signal(self, signal: Signal) -> None:
        match signal:
            case Started(start_ms):
                self._item_id = self._listener.new_id("item")
                self._joined = self._last if self._goes_on(start_ms) else None
                self._out.emit(
                    "input_audio_buffer.speech_started",
                    audio_start_ms=start_ms,
                    item_id=self._item_id,
                )
                self._listener.caller_started()
            case Paused(sound):
                self._guess = self._spawn(self._recognise(sound, self._joined))
                self._spawn(self._prepare(self._guess))
            case Resumed():
                self._drop_guess()
            case Stopped(end_ms, last_sound_ms, sound):
                semantic = (self._settings or {}).get("type") == "semantic_vad"
                self._out.emit(
                    "input_audio_buffer.speech_stopped",
                    audio_end_ms=last_sound_ms if semantic else end_ms,
                    item_id=self._item_id,
                )
                item = self._commit(self._item_id, sound)
                joined = b""
                if self._joined is not None:
                    joined = self._joined.sound
                    self._continued[item.id] = self._joined.item
                self._last = _Turn(item, joined + sound, last_sound_ms)
                self._joined = None
                if self._detector is not None:
                    self._detector.hold_ms = self._hold_ms(self._settings or {})
                self._listener.turn_over(item)

    def _commit(self, item_id: str, sound: bytes, silence_ms: int = 0) -> Item:
        item = Item(
            item_id,
            "message",
            role="user",
            audio=True,
            sound=sound,
            audio_ms=silence_ms or len(sound) // BYTES_PER_MS,
        )
        guess, self._guess = self._guess, None
        if sound:
            self._words[item.id] = guess or self._spawn(self._recognise(sound, self._joined))
        self._listener.turn_committed(item)
        return item

    async def _recognise(self, sound: bytes, before: _Turn | None) -> str:
        """The words; with those of the turn `before`, if this one goes on with it."""
        whole = before.sound + sound if before is not None else sound
        text = await self._parts.recognise(whole, self._language)
        detector, settings = self._detector, self._settings or {}
        if detector is not None and settings.get("type") == "semantic_vad":
            unfinished, finished = _EAGERNESS[settings["eagerness"]]
            detector.hold_ms = unfinished if sounds_unfinished(text) else finished
        return text

    def _goes_on(self, start_ms: int) -> bool:
        """Whether speech that begins there belongs to the turn that was committed before."""
        if self._last is None or self._listener.heard_ms() > REOPEN_HEARD_MS:
            return False
        settings = self._settings or {}
        begins = start_ms + float(settings.get("prefix_padding_ms", 300))
        waited = float(settings.get("silence_duration_ms", 600))
        return begins - self._last.last_sound_ms <= waited + REOPEN_MS

    async def _prepare(self, guess: asyncio.Task[str]) -> None:
        """While the silence lasts, get ready for the answer."""
        await asyncio.wait([guess])
        if not guess.cancelled() and guess.exception() is None:
            await self._listener.expect(guess.result())

    def _drop_guess(self) -> None:
        if self._guess is not None:
            self._guess.cancel()
            self._guess = None

    @staticmethod
    def _hold_ms(settings: dict[str, Any]) -> float:
        if settings.get("type") == "semantic_vad":
            return _EAGERNESS[settings["eagerness"]][0]
        return float(settings.get("silence_duration_ms", 500))


def log_probabilities(text: str, certainty: float) -> list[dict[str, Any]]:
    """A transcript's tokens, a word each, all as sure as the recogniser usually is."""
    tokens = re.findall(r"\s*\S+", text)
    return [
        {"token": token, "bytes": list(token.encode()), "logprob": certainty} for token in tokens
    ]


def _hears_alike(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Whether turns are found in the same way, whatever is done with them then."""
    if one is None or other is None:
        return one is other
    return {**one, **_REACTIONS} == {**other, **_REACTIONS}


def sounds_unfinished(text: str) -> bool:
    """Whether the last word cannot end a sentence."""
    words = re.findall(r"[\w']+", text.lower())
    trails_off = text.rstrip().endswith(("...", "\u2026", ",", "-"))
    return bool(words) and (words[-1] in _UNFINISHED or trails_off)


def without_start(text: str, start: str) -> str:
    """`text` without the words of `start` at its beginning, if they are there."""
    first = re.findall(r"[\w']+", start.lower())
    pieces = text.split()
    bare = ["".join(re.findall(r"[\w']+", piece.lower())) for piece in pieces]
    if len(pieces) > len(first) and bare[: len(first)] == first:
        return " ".join(pieces[len(first) :])
    return text
