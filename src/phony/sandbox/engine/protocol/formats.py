"""The session's audio formats to and from the mu-law that the engine works in."""

from __future__ import annotations

import sys
from array import array
from functools import cache
from itertools import chain, repeat

from phony.domain.audio import LINEAR, encode_table, to_mulaw

_RATIO = 3  # 24 kHz over 8 kHz


@cache
def _from_alaw() -> bytes:
    """Each A-law code as mu-law. Source: ITU-T G.711."""
    table = bytearray()
    for code in range(256):
        value = code ^ 0x55
        segment, step = value >> 4 & 7, value & 15
        level = (step << 4) + 8
        if segment:
            level = (level + 0x100) << (segment - 1)
        table.append(to_mulaw(level if value & 0x80 else -level))
    return bytes(table)


@cache
def _to_alaw() -> bytes:
    """Each mu-law code as the A-law code nearest to it."""
    back = _from_alaw()
    levels = [(LINEAR[back[code]], code) for code in range(256)]
    return bytes(
        min(levels, key=lambda level, want=LINEAR[mu]: abs(level[0] - want))[1]  # type: ignore[misc]
        for mu in range(256)
    )


class InputFormat:
    """Reads what the client sends; keeps the bytes of a sample cut in two."""

    def __init__(self, kind: str) -> None:
        """`kind` is the format's `type`."""
        self._kind = kind
        self._rest = b""

    def to_mulaw(self, sound: bytes) -> bytes:
        """The same sound as 8 kHz mu-law."""
        if self._kind == "audio/pcmu":
            return sound
        if self._kind == "audio/pcma":
            return sound.translate(_from_alaw())
        sound = self._rest + sound
        whole = len(sound) // (2 * _RATIO) * 2 * _RATIO
        self._rest = sound[whole:]
        samples = array("H", sound[:whole])
        if sys.byteorder == "big":
            samples.byteswap()
        codes = encode_table()
        return bytes(codes[sample >> 2] for sample in samples[::_RATIO])


def from_mulaw(kind: str, sound: bytes) -> bytes:
    """Mu-law in the client's output format; PCM is held, not smoothed: nobody listens to it."""
    if kind == "audio/pcmu":
        return sound
    if kind == "audio/pcma":
        return sound.translate(_to_alaw())
    samples = array("h", chain.from_iterable(repeat(LINEAR[code], _RATIO) for code in sound))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
