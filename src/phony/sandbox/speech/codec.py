"""Mu-law to and from numpy arrays, by the tables of `domain.audio`."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from phony.domain.audio import LINEAR, encode_table

Pcm16 = npt.NDArray[np.int16]
Samples = npt.NDArray[np.float32]


@cache
def _to_linear() -> Pcm16:
    return np.array(LINEAR, np.int16)


@cache
def _to_code() -> npt.NDArray[np.uint8]:
    """Indexed by the sample's bits read as unsigned."""
    return np.repeat(np.frombuffer(encode_table(), np.uint8), 4)


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
