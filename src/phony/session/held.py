"""Audio that waits until there is somebody to send it to."""

from __future__ import annotations

from base64 import b64decode
from collections import deque

from phony.domain.audio import BYTES_PER_MS, base64_bytes, level_db

LOUD_DB = -42.0  # what is louder, in dBFS, may be speech
# Speech begins before it is loud, and what ends it for an engine is half a second of silence.
_ONSET_MS = 300.0
_HANG_MS = 700.0


def is_loud(payload: str) -> bool:
    """Whether a base64 mu-law frame may be of speech."""
    return level_db(b64decode(payload)) > LOUD_DB


class Held:
    """The newest frames, base64 mu-law; the oldest give way, and silence before speech."""

    def __init__(self, limit_ms: float, said_ms: float = 0) -> None:
        """At most `limit_ms` of audio will be held, and of what was said before that `said_ms`."""
        self.limit_ms = limit_ms
        self.said_ms = said_ms
        self.whole = True  # nothing has given way
        self._frames: deque[tuple[str, bool]] = deque()  # with whether they may be speech
        self._bytes = 0
        self._said: deque[str] = deque()
        self._said_bytes = 0
        self._hang_ms = 0.0

    def __len__(self) -> int:
        return len(self._said) + len(self._frames)

    def keep(self, payload: str) -> None:
        """Keep a frame; older ones may have to give way."""
        self._frames.append((payload, self.said_ms > 0 and is_loud(payload)))
        self._bytes += base64_bytes(payload)
        while self._bytes > self.limit_ms * BYTES_PER_MS:
            self._give_way()

    def take(self) -> list[str]:
        """All that was held, in order; nothing is held any more."""
        frames = [*self._said, *(payload for payload, _ in self._frames)]
        self.drop()
        return frames

    def drop(self) -> None:
        """Forget it."""
        self._frames.clear()
        self._said.clear()
        self._bytes = self._said_bytes = 0
        self._hang_ms = 0.0
        self.whole = True

    def _give_way(self) -> None:
        payload, loud = self._frames.popleft()
        size = base64_bytes(payload)
        self._bytes -= size
        self._hang_ms = _HANG_MS if loud else self._hang_ms - size / BYTES_PER_MS
        if self._hang_ms > 0 or self._loud_soon():
            self._said.append(payload)
            self._said_bytes += size
        else:
            self.whole = False
        while self._said_bytes > self.said_ms * BYTES_PER_MS:
            self._said_bytes -= base64_bytes(self._said.popleft())
            self.whole = False

    def _loud_soon(self) -> bool:
        left = _ONSET_MS * BYTES_PER_MS
        for payload, loud in self._frames:
            if loud or left <= 0:
                return loud
            left -= base64_bytes(payload)
        return False
