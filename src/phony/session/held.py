"""Audio that waits until there is somebody to send it to."""

from __future__ import annotations

from collections import deque

from phony.domain.audio import BYTES_PER_MS, base64_bytes


class Held:
    """The newest frames, base64 mu-law; the oldest give way."""

    def __init__(self, limit_ms: float) -> None:
        """Nothing is held; at most `limit_ms` of audio will be."""
        self.limit_ms = limit_ms
        self.whole = True  # nothing has given way
        self._frames: deque[str] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._frames)

    def keep(self, payload: str) -> None:
        """Keep a frame; older ones may have to give way."""
        self._frames.append(payload)
        self._bytes += base64_bytes(payload)
        while self._bytes > self.limit_ms * BYTES_PER_MS:
            self._bytes -= base64_bytes(self._frames.popleft())
            self.whole = False

    def take(self) -> list[str]:
        """All that was held, in order; nothing is held any more."""
        frames = list(self._frames)
        self.drop()
        return frames

    def drop(self) -> None:
        """Forget it."""
        self._frames.clear()
        self._bytes = 0
        self.whole = True
