"""The session's audio formats."""

from __future__ import annotations

from phony.domain.audio import LINEAR
from phony.sandbox.engine.protocol.formats import InputFormat, from_mulaw


def test_formats_there_and_back() -> None:
    every = bytes(code for code in range(256) if code != 0x7F)  # 0x7F is a second zero
    for kind in ("audio/pcmu", "audio/pcm"):
        assert InputFormat(kind).to_mulaw(from_mulaw(kind, every)) == every
    pcm = from_mulaw("audio/pcm", every)
    one = InputFormat("audio/pcm")
    pieces = b"".join(one.to_mulaw(pcm[at : at + 7]) for at in range(0, len(pcm), 7))
    assert pieces == every
    there_and_back = InputFormat("audio/pcma").to_mulaw(from_mulaw("audio/pcma", every))
    for code, again in zip(every, there_and_back, strict=True):
        assert abs(LINEAR[code] - LINEAR[again]) <= 8 + abs(LINEAR[code]) // 16
