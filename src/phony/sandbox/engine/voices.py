"""How the engine hears and speaks: real speech, or text that travels as sound."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, SILENCE
from phony.sandbox import watermark
from phony.sandbox.engine.protocol.ports import Activity, Parts
from phony.sandbox.tones import rms

if TYPE_CHECKING:
    from phony.sandbox.speech.stt import Whisper

T = TypeVar("T")
_SURE, _LEAST_SPEECH_MS = 0.5, 60
_LOUD = 400.0  # of 32767: well above line noise


class Energy:
    """Speech is whatever is loud: enough for text that travels as sound."""

    hop_bytes = FRAME_BYTES

    def __call__(self, sound: bytes) -> float:
        """1 for a loud hop, else 0."""
        if sound.count(SILENCE) == len(sound):
            return 0.0
        return 1.0 if rms(sound) > _LOUD else 0.0


class ScriptedParts:
    """No models: words are read out of the caller's sound and written into the agent's."""

    certainty = 0.0

    def __init__(self, ms_per_character: float = watermark.MS_PER_CHARACTER) -> None:
        """`ms_per_character` is how fast the agent talks."""
        self._ms_per_character = ms_per_character

    def activity(self) -> Activity:
        """A loudness gate."""
        return Energy()

    async def recognise(self, sound: bytes, language: str) -> str:
        """The texts in the sound; of one that was cut off, the words that were said."""
        decoder = watermark.Decoder()
        texts = []
        for start in range(0, len(sound), FRAME_BYTES):
            if text := decoder.feed(sound[start : start + FRAME_BYTES]):
                texts.append(text)
        if rest := decoder.reset():
            texts.append(rest)
        return " ".join(texts)

    async def speak(self, sentence: str, voice: str, speed: float) -> bytes:
        """A buzz that holds the sentence."""
        return watermark.encode(sentence, ms_per_character=self._ms_per_character / speed)

    async def start(self) -> None:
        """Nothing to load."""

    def stop(self) -> None:
        """Nothing to let go of."""


class SpokenParts:
    """Silero, Whisper and hibari; the slow ones run in threads of their own, which free the GIL."""

    certainty = -0.2  # about what Whisper base scores on a clear telephone line

    def __init__(self, cache_dir: Path) -> None:
        """`cache_dir` keeps the joined weights between runs."""
        from phony.sandbox.speech.tts import Speaker

        self._cache_dir = cache_dir
        self._speaker = Speaker()
        self._whisper: Whisper | None = None
        # One of each: more would only share the same two cores.
        self._hearing = ThreadPoolExecutor(1, "hearing")
        self._speaking = ThreadPoolExecutor(1, "speaking")

    def activity(self) -> Activity:
        """Silero on this line."""
        from phony.sandbox.speech.vad import Silero

        return Silero()

    async def recognise(self, sound: bytes, language: str) -> str:
        """Whisper's words."""
        return await self._run(self._hearing, self._recognise, sound, language)

    async def speak(self, sentence: str, voice: str, speed: float) -> bytes:
        """Hibari's voice."""
        return await self._run(self._speaking, self._speaker.speak, sentence, voice, speed)

    async def start(self) -> None:
        """Load all models and run each once; about three seconds."""
        from phony.sandbox.speech import vad

        await asyncio.gather(
            self._run(self._hearing, self._load),
            self._run(self._speaking, self._speaker.warm_up),
        )
        await self._run(self._speaking, vad.load)
        # The first clip of real length is several times slower than the next ones.
        sound = await self.speak("Hello, I would like to know when you are open.", "caller", 1.0)
        await self.recognise(sound, "en")

    def stop(self) -> None:
        """Let the threads end."""
        for pool in (self._hearing, self._speaking):
            pool.shutdown(wait=False, cancel_futures=True)

    def _load(self) -> Whisper:
        from phony.sandbox.speech.stt import Whisper

        if self._whisper is None:
            self._whisper = Whisper(self._cache_dir)
        return self._whisper

    def _recognise(self, sound: bytes, language: str) -> str:
        return self._load().transcribe(sound, language)

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *args))


class PartsVoice:
    """The same voices and ears for the sandbox's people and the carrier (`sandbox.voice.Voice`)."""

    def __init__(self, parts: Parts) -> None:
        """Shares the models with the engine."""
        self._parts = parts

    async def speak(self, text: str, voice: str) -> bytes:
        """`text` as 8 kHz mu-law; `voice` is one of `sandbox.voice`."""
        return await self._parts.speak(text, voice, 1.0)

    async def recognise(self, sound: bytes) -> str:
        """What was said in this piece of sound; nothing, if nobody speaks in it."""
        activity = self._parts.activity()
        hop = activity.hop_bytes
        spoken_ms = sum(
            hop // BYTES_PER_MS
            for start in range(0, len(sound) - hop + 1, hop)
            if activity(sound[start : start + hop]) > _SURE
        )
        # Whisper finds words in silence: it is only asked when somebody spoke.
        return await self._parts.recognise(sound, "en") if spoken_ms >= _LEAST_SPEECH_MS else ""
