"""What the caller has said and the conversation does not hold in words yet: kept as sound.

A session that is lost takes with it what was being said. The next one hears it again, and
answers it as if nothing had happened.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice

from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, base64_bytes
from phony.session.held import is_loud

_FRAME_CHARS = -(-FRAME_BYTES // 3) * 4  # of a frame in base64
_FRAMES_PER_S = 50
# Before the engine says that somebody speaks, it has waited to be sure.
LEAD_FRAMES = 1 * _FRAMES_PER_S
# As long as it can take to notice that a session is deaf (`session.pulse`).
KEPT_FRAMES = 5 * _FRAMES_PER_S
MOST_FRAMES = 15 * _FRAMES_PER_S
_LOUD_FRAMES = 3  # so many of them are speech
_ONSET_FRAMES = 15  # speech begins before it is loud
_AGAIN = "again"  # in place of an item: what the engine has not told us of yet


@dataclass(frozen=True, slots=True)
class Unheard:
    """Sound of the caller's whose words are not known, and the turns of it that have begun.

    In base64 mu-law frames.
    """

    turn_ids: list[str]
    frames: list[str]


class Uplink:
    """The way of the caller's audio to the engine, as small as a frame needs it."""

    __slots__ = ("appended_bytes", "frames", "most", "open")

    def __init__(self) -> None:
        """Closed."""
        # Frames go to the engine as they are: nobody holds them back.
        self.open = False
        # Caller's audio appended to this session: the engine's clock for speech events.
        self.appended_bytes = 0
        # The newest of it.
        self.frames: deque[str] = deque()
        self.most = KEPT_FRAMES

    def passes(self, payload: str) -> bool:
        """Whether a frame goes to the engine as it is, now; it counts as handled then.

        Nearly every event of a call is such a frame: this spares it an event and an action.
        """
        if self.open and len(payload) == _FRAME_CHARS:
            self.appended_bytes += FRAME_BYTES
            frames = self.frames
            frames.append(payload)
            if len(frames) > self.most:
                frames.popleft()
            return True
        return False

    def since(self, at_bytes: int) -> list[str]:
        """The frames behind a position of the session's audio, as far as they are kept."""
        left, newest = self.appended_bytes - at_bytes, list[str]()
        for payload in reversed(self.frames):
            left -= base64_bytes(payload)
            if left < 0:
                break
            newest.append(payload)
        return newest[::-1]

    def count(self, payload: str) -> None:
        """A frame of any size was appended."""
        self.appended_bytes += base64_bytes(payload)
        self.frames.append(payload)
        if len(self.frames) > self.most:
            self.frames.popleft()


class Utterance:
    """Which of the newest frames belong to turns without words."""

    __slots__ = ("_again", "_committed", "_starts", "_told", "_uplink")

    def __init__(self, uplink: Uplink, unheard: Unheard | None = None) -> None:
        """Nobody has spoken, or somebody to another worker's session."""
        self._uplink = uplink
        # Turns without words, in order: where in the session's audio each began, in bytes.
        self._starts: dict[str, int] = {}
        self._committed: set[str] = set()
        # How much the session had heard when it last told of a turn, in bytes.
        self._told = 0
        # What a lost session has heard for nothing; the next one is to hear it.
        self._again: list[str] = [] if unheard is None else list(unheard.frames)

    def begins(self, item_id: str, audio_start_ms: int) -> None:
        """The caller speaks, from this position of the session's audio on, if it is known."""
        lead = LEAD_FRAMES * FRAME_BYTES
        at = audio_start_ms * BYTES_PER_MS or self._uplink.appended_bytes - lead
        self._told = self._uplink.appended_bytes
        self._starts.pop(_AGAIN, None)
        self._starts[item_id] = max(0, min(at, self._uplink.appended_bytes))
        self._uplink.most = MOST_FRAMES

    def committed(self, item_id: str) -> None:
        """The turn is over."""
        self._told = self._uplink.appended_bytes
        self._committed.add(item_id)

    def answered(self) -> None:
        """The agent has answered all turns that were over."""
        for item_id in self._committed:
            self._starts.pop(item_id, None)
        self._committed.clear()
        self._trim()

    def unheard(self) -> None:
        """The session has found nothing in what it heard again."""
        self.known(_AGAIN)

    def known(self, item_id: str) -> None:
        """The turn's words are known, or never will be."""
        self._committed.discard(item_id)
        if self._starts.pop(item_id, None) is not None:
            self._trim()

    def deaf(self) -> None:
        """The session gives no sign of life: what was said since it last told of a turn is lost."""
        newest = self._since_told(self._uplink.most)
        loud = [n for n, payload in enumerate(newest) if is_loud(payload)]
        if len(loud) >= _LOUD_FRAMES:
            self._hear_again(newest[loud[0] :])

    def lost(self) -> list[str]:
        """The session is gone: the turns that it owed words for, which are to be heard again."""
        items: list[str] = []
        if not self._starts:
            self._unnoticed()
        if self._starts and self._uplink.frames:
            self._trim()
            items = [item_id for item_id in self._starts if item_id != _AGAIN]
            self._again = list(self._uplink.frames)
        self.reset()
        return items

    def _unnoticed(self) -> None:
        """Somebody may have begun to speak, and the session had no time to say so."""
        newest = self._since_told(LEAD_FRAMES)
        loud = [n for n, payload in enumerate(newest) if is_loud(payload)]
        if len(loud) >= _LOUD_FRAMES or (loud and loud[-1] >= len(newest) - _ONSET_FRAMES):
            self._hear_again(newest[loud[0] :])

    def _since_told(self, most: int) -> list[str]:
        uplink = self._uplink
        newest, left = deque[str](), uplink.appended_bytes - self._told
        for payload in reversed(uplink.frames):  # frames may come late, and many at once
            left -= base64_bytes(payload)
            if left < 0 or len(newest) == most:
                break
            newest.appendleft(payload)
        return list(newest)

    def _hear_again(self, newest: list[str]) -> None:
        if not self._starts:
            said = sum(map(base64_bytes, newest)) + _ONSET_FRAMES * FRAME_BYTES
            self._starts[_AGAIN] = max(self._told, self._uplink.appended_bytes - said)

    def repeat(self) -> list[str]:
        """What the next session is to hear first; kept until it has found a turn in it."""
        again, self._again = self._again, []
        if again:
            self._starts[_AGAIN] = 0
            self._uplink.most = MOST_FRAMES
        return again

    @property
    def repeated(self) -> bool:
        """Whether the session hears something again, and has found no turn in it so far."""
        return _AGAIN in self._starts

    def reset(self) -> None:
        """A fresh session has heard nothing."""
        self._starts.clear()
        self._committed.clear()
        self._uplink.frames.clear()
        self._uplink.appended_bytes = self._told = 0
        self._uplink.most = KEPT_FRAMES

    def _trim(self) -> None:
        """Keep what lies behind the beginning of the oldest turn without words."""
        uplink = self._uplink
        if not self._starts:
            uplink.most = KEPT_FRAMES
        frames = uplink.frames
        kept = sum(map(base64_bytes, frames))
        start = min(self._starts.values(), default=uplink.appended_bytes)
        wanted = uplink.appended_bytes - start
        if not self._starts:
            wanted = KEPT_FRAMES * FRAME_BYTES
        spare = 0
        for payload in frames:
            kept -= base64_bytes(payload)
            if kept < wanted:
                break
            spare += 1
        uplink.frames = deque(islice(frames, spare, None))
