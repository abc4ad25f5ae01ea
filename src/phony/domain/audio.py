"""Facts about the only audio a call carries: 8 kHz mono G.711 mu-law, 20 ms a frame.

Source: ITU-T G.711; Twilio Media Streams always send `audio/x-mulaw` at 8000 Hz.
"""

from __future__ import annotations

RATE_HZ = 8000
BYTES_PER_MS = 8
FRAME_MS = 20
FRAME_BYTES = FRAME_MS * BYTES_PER_MS
SILENCE = 0xFF  # the mu-law code of zero


def base64_bytes(payload: str) -> int:
    """How many bytes a padded base64 text decodes to, without decoding it."""
    size = len(payload) * 3 // 4
    return size - payload.count("=", -2) if size else 0
