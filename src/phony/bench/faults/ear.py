"""The far end's ear: words out of sound, with the moment of each; and how long it was quiet.

Sound is 16-bit samples at 8 kHz, as a telephone's recording has them. Words are those that
`sandbox.watermark` writes into the sound: nothing is recognised, so nothing is misheard.
"""

from __future__ import annotations

from array import array
from binascii import crc_hqx
from dataclasses import dataclass
from difflib import SequenceMatcher

from phony.domain.audio import BYTES_PER_MS, FRAME_MS, LINEAR, SILENCE
from phony.domain.errors import Unavailable
from phony.sandbox.watermark import MAGIC

_SAMPLE_BYTES = 2
_WAV_HEADER = 44
# Both codes of zero are one sample: a checksum that holds one of them is compared without.
_OTHER_ZERO = 0x7F
_CODE = {sample: code for code, sample in enumerate(LINEAR)} | {0: SILENCE}
_MAGIC = array("h", [LINEAR[code] for code in MAGIC]).tobytes()
_LAST = 2
_HEAD = 2  # flags and length
_FRAME = FRAME_MS * BYTES_PER_MS
_NOTHING = bytes(_FRAME * _SAMPLE_BYTES)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, when it began, and whether it ended what was being said."""

    text: str
    at_ms: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a call as samples: left the caller, right the agent."""

    caller: array[int]
    agent: array[int]

    @classmethod
    def of_wav(cls, wav: bytes) -> Sides:
        """Read a stereo WAV of 16 bits.

        Raises:
            Unavailable: it is none.
        """
        if wav[:4] != b"RIFF" or wav[22:24] != b"\x02\x00":
            raise Unavailable("this is no stereo recording")
        both = array("h")
        both.frombytes(wav[_WAV_HEADER : len(wav) - (len(wav) - _WAV_HEADER) % 4])
        return cls(both[0::2], both[1::2])


def words(side: array[int]) -> list[Word]:
    """The words of one side, in order."""
    raw, found, at = side.tobytes(), [], 0
    while (at := raw.find(_MAGIC, at)) >= 0:
        place = at // _SAMPLE_BYTES
        word = None if at % _SAMPLE_BYTES else _packet(side, place + len(MAGIC))
        if word is not None:
            text, last = word
            found.append(Word(text, place // BYTES_PER_MS, last))
        at += 1
    return found


def _packet(side: array[int], start: int) -> tuple[str, bool] | None:
    """The word whose packet goes on at `start`, and whether it is the last one."""
    try:
        length = _CODE[side[start + 1]]
        end = start + _HEAD + length + 2
        packet = bytes(_CODE[sample] for sample in side[start:end])
    except (IndexError, KeyError):  # a piece of it is missing
        return None
    if len(packet) < _HEAD + length + 2:
        return None
    head, checksum = packet[:-2], packet[-2:]
    if _one_zero(crc_hqx(head, 0).to_bytes(2, "big")) != _one_zero(checksum):
        return None
    return head[_HEAD:].decode("utf-8", "replace"), bool(head[0] & _LAST)


def _one_zero(checksum: bytes) -> bytes:
    return checksum.replace(bytes([_OTHER_ZERO]), bytes([SILENCE]))


def sounding(side: array[int]) -> list[bool]:
    """For each 20 ms whether there is any sound: words, music, a tone."""
    raw = side.tobytes()
    size = len(_NOTHING)
    return [raw[at : at + size] != _NOTHING for at in range(0, len(raw) - size + 1, size)]


def longest_silence(sides: Sides, from_ms: int, to_ms: int) -> int:
    """The longest time, in ms, in which the caller heard nothing and did not speak himself.

    What is said into a silence interrupts it without ending it: only hearing something does.
    """
    speaks, hears = sounding(sides.caller), sounding(sides.agent)
    quiet = longest = 0
    for number in range(from_ms // FRAME_MS, min(to_ms // FRAME_MS, len(hears))):
        if hears[number]:
            quiet = 0
        elif not speaks[number]:
            quiet += FRAME_MS
            longest = max(longest, quiet)
    return longest


def bare(text: str) -> list[str]:
    """Words without case and punctuation, as both sides of a comparison must be."""
    return [word for piece in text.lower().split() if (word := piece.strip(".,;:!?\"'"))]


def unmatched(
    heard: list[str],
    written: list[str],
    heard_begin: frozenset[int] = frozenset(),
    written_begin: frozenset[int] = frozenset(),
) -> tuple[list[int], list[int]]:
    """Places of `heard` that `written` lacks, and of `written` that were never heard, in order.

    Sentences resemble each other: "code? What is the alpha" may be missing as well as "What is the
    alpha code?". Of such runs the one is taken that begins where a sentence does (`..._begin`).
    """
    blocks = SequenceMatcher(None, heard, written, autojunk=False).get_matching_blocks()
    one = {block.a + step for block in blocks for step in range(block.size)}
    other = {block.b + step for block in blocks for step in range(block.size)}
    return _rest(heard, one, heard_begin), _rest(written, other, written_begin)


def _rest(words: list[str], matched: set[int], begin: frozenset[int]) -> list[int]:
    """The places that are not matched, runs of them shifted to where a sentence begins."""
    rest: list[int] = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and end not in matched:
            end += 1
        if end > place:
            start = _shifted(words, place, end, begin)
            rest += range(start, start + end - place)
        place = end + 1
    return rest


def _shifted(words: list[str], start: int, end: int, begin: frozenset[int]) -> int:
    """Where a missing run may as well begin, if a sentence does so there; else `start`."""
    for step in (1, -1):
        first, after = start, end
        while first not in begin:
            # Before and behind the run stands the same word: which of the two is missing?
            leaves, enters = (first, after) if step > 0 else (after - 1, first - 1)
            if not 0 <= enters < len(words) or words[leaves] != words[enters]:
                break
            first, after = first + step, after + step
        if first in begin:
            return first
    return start
