"""Text that travels as sound: speech for tests without a voice or a recogniser.

`encode` makes a buzz as long as speaking the text would take, with the words written into the
samples; `Decoder` reads them back from the stream, whatever the framing. Both far ends use it in
scripted mode, so the text crosses the true wires and production code needs no second path.

A word is one packet at the moment at which it begins, so a caller who is cut off was heard as far
as the sound went:

    magic (6) | flags (1: first, last) | length (1) | UTF-8 | CRC-16 (2) | buzz
"""

from __future__ import annotations

import math
from binascii import crc_hqx
from functools import lru_cache

from phony.domain.audio import BYTES_PER_MS, RATE_HZ, to_mulaw

MS_PER_CHARACTER = 60
# Loud, and in an order no speech coder makes: a false hit needs these bytes and a right CRC.
MAGIC = bytes([0x81, 0x02, 0x93, 0x14, 0xA5, 0x26])
_HEAD = len(MAGIC) + 2
_FIRST, _LAST = 1, 2
_MAX_WORD_BYTES = 120


def encode(text: str, *, ms_per_character: float = MS_PER_CHARACTER) -> bytes:
    """`text` as mu-law sound, about `ms_per_character` for each character; empty text is empty."""
    words = _words(text)
    last = len(words) - 1
    sound = bytearray()
    for index, word in enumerate(words):
        flags = (_FIRST if index == 0 else 0) | (_LAST if index == last else 0)
        head = bytes([flags, len(word)]) + word
        packet = MAGIC + head + crc_hqx(head, 0).to_bytes(2, "big")
        characters = len(word.decode()) + (0 if index == last else 1)
        length = max(len(packet), round(characters * ms_per_character * BYTES_PER_MS))
        sound += packet
        sound += _buzz(length - len(packet), word[0])
    return bytes(sound)


class Decoder:
    """Reads one side of a call; feed it every frame in order."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._words: list[str] = []
        self._complete = False

    @property
    def partial(self) -> str:
        """The words of the present utterance so far (of the last one, once it is complete)."""
        return " ".join(self._words)

    def feed(self, frame: bytes) -> str | None:
        """The whole text at the moment its last word begins, else None."""
        self._buffer += frame
        text = None
        while True:
            start = self._buffer.find(MAGIC)
            if start < 0:
                del self._buffer[: max(0, len(self._buffer) - len(MAGIC) + 1)]
                return text
            del self._buffer[:start]
            if len(self._buffer) < _HEAD:
                return text
            end = _HEAD + self._buffer[_HEAD - 1] + 2
            if len(self._buffer) < end:
                return text
            head = bytes(self._buffer[len(MAGIC) : end - 2])
            if crc_hqx(head, 0).to_bytes(2, "big") != self._buffer[end - 2 : end]:
                del self._buffer[: len(MAGIC)]
                continue
            del self._buffer[:end]
            text = self._word(head[0], head[2:].decode("utf-8", "replace")) or text

    def reset(self) -> str:
        """Forget the present utterance; returns what was heard of it."""
        heard = "" if self._complete else self.partial
        self._buffer.clear()
        self._words.clear()
        self._complete = False
        return heard

    def _word(self, flags: int, word: str) -> str | None:
        if flags & _FIRST or self._complete:
            self._words.clear()
        self._words.append(word)
        self._complete = bool(flags & _LAST)
        return self.partial if self._complete else None


def _words(text: str) -> list[bytes]:
    """The words in UTF-8, over-long ones in pieces that are whole characters."""
    words: list[bytes] = []
    for word in text.split():
        while len(word.encode()) > _MAX_WORD_BYTES:
            words.append(word[: _MAX_WORD_BYTES // 4].encode())
            word = word[_MAX_WORD_BYTES // 4 :]
        words.append(word.encode())
    return words


@lru_cache(maxsize=64)
def _period(pitch_hz: int) -> bytes:
    """A second of a voiced sound: a falling row of harmonics, swelling four times a second."""
    samples = bytearray()
    for index in range(RATE_HZ):
        at = 2 * math.pi * index / RATE_HZ
        swell = 0.75 + 0.25 * math.sin(4 * at)
        wave = sum(math.sin(pitch_hz * harmonic * at) / harmonic for harmonic in (1, 2, 3, 5))
        samples.append(to_mulaw(round(9000 * swell * wave / 1.8)))
    return bytes(samples)


def _buzz(length: int, seed: int) -> bytes:
    """`length` bytes of voice-like sound; the pitch comes from the word."""
    period = _period(110 + 10 * (seed % 8))
    return (period * (length // len(period) + 1))[:length]
