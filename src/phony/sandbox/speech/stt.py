"""Speech to text: Whisper on CTranslate2, with the log-mel front end and the guards it needs."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from phony.domain.audio import RATE_HZ
from phony.sandbox.speech import codec, weights
from phony.sandbox.speech.resample import resample

Samples = npt.NDArray[np.float32]

_RATE = 16_000
_FFT, _STEP, _BANDS = 400, 160, 80
# A shorter window than Whisper's 30 s costs a third, but makes it repeat itself now and then.
_WINDOW_S, _FULL_WINDOW_S = 10.0, 30.0
_LONGEST_S = 28.0
_MOST_FRAMES = int(_FULL_WINDOW_S * _RATE / _STEP)
_BAD_SCORE = -1.0
_SPECIAL = "<|"


class Whisper:
    """One model; `transcribe` may be called from several threads at once."""

    def __init__(self, cache_dir: Path, *, threads: int = 2, workers: int = 1) -> None:
        """Load the best model installed; about a second the first time."""
        import ctranslate2

        self._ct2 = ctranslate2
        self.name, folder = weights.whisper_dir(cache_dir)
        self._model = ctranslate2.models.Whisper(
            str(folder),
            device="cpu",
            compute_type="int8",
            intra_threads=threads,
            inter_threads=workers,
        )
        self._bank = _mel_bank()
        self._taper = np.hanning(_FFT + 1)[:-1].astype(np.float32)

    def transcribe(self, sound: bytes, language: str = "en") -> str:
        """What was said in this mu-law sound; only ever give it sound that holds speech."""
        line = codec.to_float(sound)
        pieces = _pieces(line, int(_LONGEST_S * RATE_HZ))
        texts = (self._piece(resample(piece, 2, 1), language) for piece in pieces)
        return " ".join(text for text in texts if text)

    def _piece(self, samples: Samples, language: str) -> str:
        seconds = samples.size / _RATE
        most = int(14 + 7 * seconds)  # tokens; nobody talks faster
        text, used, score, quiet = self._decode(
            samples, max(_WINDOW_S, seconds + 1), most, language
        )
        if used >= most - 6 or score < _BAD_SCORE or repeats_itself(text):
            text, _, score, quiet = self._decode(samples, _FULL_WINDOW_S, most + 40, language)
            text = without_repeats(text)
        return "" if quiet > 0.8 and score < -0.8 else text

    def _decode(
        self, samples: Samples, window_s: float, most: int, language: str
    ) -> tuple[str, int, float, float]:
        """Text, tokens used, mean log probability, probability that nobody spoke."""
        wanted = int(min(window_s, _FULL_WINDOW_S) * _RATE)
        padded = np.zeros(max(wanted, samples.size), np.float32)
        padded[: samples.size] = samples
        mel = self._log_mel(padded)[:, :_MOST_FRAMES]
        even = np.ascontiguousarray(mel[None, :, : mel.shape[1] // 2 * 2])
        result = self._model.generate(
            self._ct2.StorageView.from_array(even),
            [self._prompt(language)],
            beam_size=1,
            max_length=most,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = [token for token in result.sequences[0] if not token.startswith(_SPECIAL)]
        return _to_text(tokens), len(tokens), result.scores[0], result.no_speech_prob

    def _prompt(self, language: str) -> list[str]:
        if not self._model.is_multilingual:
            return ["<|startoftranscript|>", "<|notimestamps|>"]
        known = language if re.fullmatch(r"[a-z]{2}", language) else "en"
        return ["<|startoftranscript|>", f"<|{known}|>", "<|transcribe|>", "<|notimestamps|>"]

    def _log_mel(self, samples: Samples) -> Samples:
        line = np.pad(samples, _FFT // 2, mode="reflect")
        frames = np.lib.stride_tricks.sliding_window_view(line, _FFT)[::_STEP][:-1]
        power = np.abs(np.fft.rfft(frames * self._taper, axis=1)).astype(np.float32) ** 2
        level = np.log10(np.maximum(self._bank @ power.T, 1e-10))
        result: Samples = ((np.maximum(level, level.max() - 8) + 4) / 4).astype(np.float32)
        return result


def _mel_bank() -> Samples:
    """Triangles on the Slaney mel scale: linear below 1 kHz, logarithmic above; unit area."""
    per_hz, corner_hz = 3 / 200, 1000.0
    corner = corner_hz * per_hz
    log_step = np.log(6.4) / 27
    top = corner + np.log(_RATE / 2 / corner_hz) / log_step
    mels = np.linspace(0, top, _BANDS + 2)
    edges = np.where(mels < corner, mels / per_hz, corner_hz * np.exp((mels - corner) * log_step))
    bins = np.linspace(0, _RATE / 2, _FFT // 2 + 1)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rise = (bins - left) / (centre - left)
    fall = (right - bins) / (right - centre)
    bank: Samples = (np.maximum(0, np.minimum(rise, fall)) * (2 / (right - left))).astype(
        np.float32
    )
    return bank


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-in for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in set(plain)]
    return {chr(byte): byte for byte in plain} | {
        chr(256 + place): byte for place, byte in enumerate(others)
    }


_BYTES = _byte_alphabet()


def _to_text(tokens: list[str]) -> str:
    letters = itertools.chain.from_iterable(tokens)
    raw = bytes(_BYTES[letter] for letter in letters if letter in _BYTES)
    return raw.decode("utf-8", "replace").strip()


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def _loop(words: list[str]) -> int:
    """How many words the tail repeats, 0 for none. Two words must come thrice to count."""
    for size in range(len(words) // 2, 0, -1):
        tail = words[-size:]
        if words[-2 * size : -size] != tail:
            continue
        if size > 2 or words[-3 * size : -2 * size] == tail:
            return size
    return 0


def repeats_itself(text: str) -> bool:
    """Whether the text ends in a loop, as Whisper's do when it is lost."""
    return _loop(_words(text)) > 0


def without_repeats(text: str) -> str:
    """The text with a loop at its end said once."""
    words = _words(text)
    if not (size := _loop(words)):
        return text
    keep = len(words) - size
    while keep >= size and words[keep - size : keep] == words[-size:]:
        keep -= size
    pieces = text.split()
    return " ".join(pieces[: keep + size])


def _pieces(line: Samples, longest: int) -> list[Samples]:
    """The line cut at its quietest places into pieces no longer than `longest`."""
    pieces = []
    while line.size > longest:
        search = line[longest // 2 : longest]
        blocks = search[: search.size // 800 * 800].reshape(-1, 800)
        quietest = int(np.argmin((blocks**2).mean(axis=1)))
        cut = longest // 2 + quietest * 800 + 400
        pieces.append(line[:cut])
        line = line[cut:]
    return [*pieces, line]
