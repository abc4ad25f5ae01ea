"""G.711 mu-law as two numpy tables. Source: ITU-T G.711."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Pcm16 = npt.NDArray[np.int16]
Samples = npt.NDArray[np.float32]

_BIAS = 33  # in the 14-bit domain of the standard
_CLIP = 8158


@cache
def _to_linear() -> Pcm16:
    code = np.arange(256, dtype=np.int32) ^ 0xFF
    segment = code >> 4 & 7
    step = ((code & 15) * 2 + _BIAS) << segment
    level = (step - _BIAS) * 4
    return np.where(code & 0x80, -level, level).astype(np.int16)


@cache
def _to_code() -> npt.NDArray[np.uint8]:
    """Indexed by the sample's bits read as unsigned, so negative samples sit in the upper half."""
    sample = np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 2
    magnitude = np.minimum(np.abs(sample), _CLIP) + _BIAS
    segment = np.searchsorted(2 ** np.arange(6, 13), magnitude, side="right")
    code = segment << 4 | (magnitude >> (segment + 1) & 15)
    codes: npt.NDArray[np.uint8] = (np.where(sample < 0, code | 0x80, code) ^ 0xFF).astype(np.uint8)
    return codes


def encode(samples: Pcm16) -> bytes:
    """16-bit samples as mu-law."""
    return _to_code()[np.ascontiguousarray(samples).view(np.uint16)].tobytes()


def decode(sound: bytes) -> Pcm16:
    """Mu-law as 16-bit samples."""
    return _to_linear()[np.frombuffer(sound, np.uint8)]


def to_float(sound: bytes) -> Samples:
    """Mu-law as samples from -1 to 1."""
    return decode(sound).astype(np.float32) / np.float32(32768)


def from_float(samples: Samples) -> bytes:
    """Samples from -1 to 1 as mu-law; louder ones are clipped."""
    return encode(np.clip(np.rint(samples * 32767), -32768, 32767).astype(np.int16))
