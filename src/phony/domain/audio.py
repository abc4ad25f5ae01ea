"""Facts about the only audio a call carries: 8 kHz mono G.711 mu-law, 20 ms a frame.

Source: ITU-T G.711; Twilio Media Streams always send `audio/x-mulaw` at 8000 Hz.
"""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from functools import cache

RATE_HZ = 8000
BYTES_PER_MS = 8
FRAME_MS = 20
FRAME_BYTES = FRAME_MS * BYTES_PER_MS
SILENCE = 0xFF  # the mu-law code of zero
PEAK = 32_124  # the loudest sample that a code can say
SILENT_DB = -60.0  # silence and nothing, in dBFS

_BIAS = 132
_CLIP = 32_635


def base64_bytes(payload: str) -> int:
    """How many bytes a padded base64 text decodes to, without decoding it."""
    size = len(payload) * 3 // 4
    return size - payload.count("=", -2) if size else 0


def silence(ms: int) -> str:
    """That much silence as base64 mu-law."""
    return b64encode(bytes((SILENCE,)) * (ms * BYTES_PER_MS)).decode()


def whole_frames(sound: bytes) -> str:
    """Mu-law as base64, with silence at its end to fill the last frame."""
    whole = -(-len(sound) // FRAME_BYTES) * FRAME_BYTES
    return b64encode(sound.ljust(whole, bytes((SILENCE,)))).decode()


def cut_to_frames(rest: bytes, payload: str) -> tuple[str, bytes]:
    """`rest` and base64 audio after it as whole frames in base64, and what is left over."""
    sound = rest + b64decode(payload)
    size = len(sound) - len(sound) % FRAME_BYTES
    return b64encode(sound[:size]).decode(), sound[size:]


def to_mulaw(sample: int) -> int:
    """One 16-bit sample as mu-law; what is louder than a code can say is clipped."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), _CLIP) + _BIAS
    exponent = magnitude.bit_length() - 8
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return ~(sign | exponent << 4 | mantissa) & 0xFF


def _from_mulaw(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + _BIAS << ((code & 0x70) >> 4)) - _BIAS
    return -magnitude if code & 0x80 else magnitude


# Each code's 16-bit sample. 0x7F is a second zero, the negative one.
LINEAR = tuple(_from_mulaw(code) for code in range(256))
# In a byte, linear values would round quiet sounds to nothing: their square root does not.
_COMPRESSED = bytes(round((abs(sample) / PEAK) ** 0.5 * 255) for sample in LINEAR)


@cache
def encode_table() -> bytes:
    """The code of a sample's upper 14 bits (all that mu-law looks at), read as unsigned."""
    return bytes(
        to_mulaw(sample if sample < 32_768 else sample - 65_536) for sample in range(0, 65_536, 4)
    )


def level_db(sound: bytes) -> float:
    """The mean level of mu-law in dBFS, to a tenth; never below `SILENT_DB`."""
    if not sound:
        return SILENT_DB
    mean = (sum(sound.translate(_COMPRESSED)) / len(sound) / 255) ** 2
    return round(max(SILENT_DB, 20 * math.log10(mean)), 1) if mean > 0 else SILENT_DB


def sines(frequencies_hz: tuple[float, ...], ms: int, amplitude: float) -> bytes:
    """Sine tones at once, as mu-law; eased in and out over 5 ms so that they do not click."""
    total = ms * BYTES_PER_MS
    edge = min(5 * BYTES_PER_MS, total // 2) or 1
    out = bytearray(total)
    for n in range(total):
        ease = min(1.0, n / edge, (total - 1 - n) / edge)
        wave = sum(math.sin(2 * math.pi * hz * n / RATE_HZ) for hz in frequencies_hz)
        out[n] = to_mulaw(int(wave * amplitude * ease))
    return bytes(out)
