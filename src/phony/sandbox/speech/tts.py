"""Text to speech: hibari, one American voice and lower ones made from it; seeded, so repeatable."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox.speech import codec, spelling, weights
from phony.sandbox.speech.resample import resample

Samples = npt.NDArray[np.float32]

AGENT, CALLER, CARRIER = "agent", "caller", "carrier"
# How much lower than the model's own voice. Realtime's lower voices sound lower here, too.
_LOWER = {
    CALLER: 0.82,
    CARRIER: 0.95,
    "ash": 0.86,
    "ballad": 0.92,
    "cedar": 0.86,
    "echo": 0.88,
    "verse": 0.9,
}
_SEEDS = {CALLER: 7, CARRIER: 5}
_LEVEL = 0.09  # root mean square of the speech, about -21 dBFS
_KEEP_LEAD_MS, _KEEP_TAIL_MS = 20, 120
_CACHE_BYTES = 16 * 1024 * 1024
_lock = threading.Lock()


@cache
def _load() -> Any:
    import hibari

    model = weights.need_dir("hibari") / "assets" / "hibari.onnx"
    weights.check("hibari", weights.HIBARI, model)
    voice = hibari.Hibari(model=str(model))
    voice("Ready.", seed=1)
    return voice


class Speaker:
    """Speaks sentences as mu-law; one at a time, whatever the thread."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self._known: OrderedDict[tuple[str, str, float], bytes] = OrderedDict()
        self._known_bytes = 0

    def warm_up(self) -> None:
        """Load the model and the pronunciation, and speak once."""
        self.speak("Good morning, how can I help you?")

    def speak(self, text: str, voice: str = AGENT, speed: float = 1.0) -> bytes:
        """The whole text as mu-law; the same text always makes the same sound."""
        return b"".join(self.stream(text, voice, speed))

    def stream(self, text: str, voice: str = AGENT, speed: float = 1.0) -> Iterator[bytes]:
        """Sentence by sentence, each as soon as it is made."""
        for sentence in self._sentences(text):
            yield self._sentence(sentence, voice, speed)

    def _sentences(self, text: str) -> list[str]:
        with _lock:
            sentences: list[str] = _load().split_sentences(text)
        return sentences

    def _sentence(self, text: str, voice: str, speed: float) -> bytes:
        key = (text, voice, speed)
        with _lock:
            sound = self._known.get(key)
            if sound is None:
                sound = self._known[key] = _synthesise(text, voice, speed)
                self._known_bytes += len(sound)
                while self._known_bytes > _CACHE_BYTES:
                    self._known_bytes -= len(self._known.popitem(last=False)[1])
            else:
                self._known.move_to_end(key)
        return sound


def _synthesise(text: str, voice: str, speed: float) -> bytes:
    lower = _LOWER.get(voice, 1.0)
    # Spoken faster and played slower, the voice sinks and the pace stays.
    wave = _load()(spelling.as_said(text), speed=speed / lower, seed=_SEEDS.get(voice, 1))
    if lower != 1.0 and wave.size:
        place = np.arange(int(wave.size / lower)) * lower
        wave = np.interp(place, np.arange(wave.size), wave)
    return codec.from_float(_levelled(_trimmed(resample(wave.astype(np.float32), 1, 3))))


def _trimmed(wave: Samples) -> Samples:
    """Without the long silences at both ends, which would only be latency."""
    loud = np.flatnonzero(np.abs(wave) > 0.01)
    if not loud.size:
        return np.zeros(200 * BYTES_PER_MS, np.float32)
    start = max(0, int(loud[0]) - _KEEP_LEAD_MS * BYTES_PER_MS)
    padded = np.concatenate([wave, np.zeros(_KEEP_TAIL_MS * BYTES_PER_MS, np.float32)])
    return padded[start : int(loud[-1]) + _KEEP_TAIL_MS * BYTES_PER_MS]


def _levelled(wave: Samples) -> Samples:
    """At the loudness of a telephone voice."""
    power = float(np.sqrt(np.mean(wave**2)))
    return wave * np.float32(min(_LEVEL / power, 4.0)) if power > 0 else wave
