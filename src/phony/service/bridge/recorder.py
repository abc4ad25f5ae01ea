"""The recording of one call from its media stream: left the caller, right what was heard.

The path only appends; the agent's base64 is decoded once a second, in one go. The agent's side is
a model of the carrier's buffer: audio plays when what is before it has played, and `clear` drops
what has not. Pure: times are on the call clock.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections import deque
from dataclasses import dataclass

from phony.domain.audio import BYTES_PER_MS, SILENCE, SILENT_DB, base64_bytes, level_db
from phony.domain.keypad import without_keys
from phony.store.tails import Tail

# A frame that is later than this opens a gap; jitter below it does not.
_GAP_MS = 120
_GAP_BYTES = _GAP_MS * BYTES_PER_MS
_MAX_CHUNK_MS = 20_000
# A worker that hangs is missed after about three seconds; until then the carrier plays on.
_AHEAD_BYTES = 4000 * BYTES_PER_MS


@dataclass(slots=True)
class Chunk:
    """Both sides from `at_ms` on, equally long."""

    at_ms: int
    caller: bytes
    agent: bytes


class Recorder:
    """Collects both sides; `take` hands over what can change no more.

    `caller_frames` and `agent_frames` count what came and what was sent, kept or not.
    """

    __slots__ = (
        "_agent",
        "_agent_end",
        "_agent_kept",
        "_caller",
        "_caller_end",
        "_caller_gaps",
        "_done",
        "_hide_keys",
        "_keep",
        "_last_agent",
        "_last_caller",
        "agent_frames",
        "caller_frames",
        "tail",
    )

    def __init__(
        self,
        start_ms: float,
        *,
        keep: bool = True,
        tail: Tail | None = None,
        hide_keys: bool = False,
    ) -> None:
        """The recording begins at `start_ms`. Without `keep` only the levels are there.

        `tail` gets what was not handed over yet, as it comes: another process may have to.
        `hide_keys`: tones of keys are not kept, in either direction, nor anything in a tail.
        """
        self._keep = keep
        self._hide_keys = hide_keys
        self.tail = tail if keep and not hide_keys else None
        start = int(start_ms) * BYTES_PER_MS
        if self.tail is not None:
            self.tail.begin(start)
        self._done = start  # positions are bytes on the call clock
        self._caller: list[bytes] = []
        self._caller_end = start
        self._caller_gaps: list[tuple[int, int]] = []  # (frames before it, bytes of silence)
        self._agent: deque[tuple[int, str, int]] = deque()
        self._agent_end = self._agent_kept = start  # the second: in the tail up to there
        self._last_caller = b""
        self._last_agent: tuple[int, str] = (0, "")
        self.caller_frames = 0
        self.agent_frames = 0

    # ---- the path ----------------------------------------------------------------------------

    def caller(self, frame: bytes, now_ms: float) -> None:
        """A frame of the caller arrived."""
        self.caller_frames += 1
        self._last_caller = frame
        if not self._keep:
            return
        end = self._caller_end + len(frame)
        late = now_ms * BYTES_PER_MS - end
        if late > _GAP_BYTES:
            gap = int(late) // 160 * 160
            self._caller_gaps.append((len(self._caller), gap))
            end += gap
        self._caller.append(frame)
        self._caller_end = end
        if self.tail is not None:
            self.tail.caller(frame, end)

    def agent(self, payload: str, now_ms: float) -> None:
        """A chunk was sent to the caller: it plays after what was sent before."""
        self.agent_frames += 1
        size = base64_bytes(payload)
        start = max(int(now_ms * BYTES_PER_MS), self._agent_end)
        self._agent_end = start + size
        self._last_agent = (start, payload)
        if self._keep:
            self._agent.append((start, payload, size))

    def clear(self, now_ms: float) -> None:
        """What has not been played is dropped."""
        now = int(now_ms * BYTES_PER_MS)
        self._agent_end = min(self._agent_end, now)
        queue = self._agent
        while queue and queue[-1][0] >= now:
            queue.pop()
        if queue:
            start, payload, size = queue[-1]
            if start + size > now:
                # Whole base64 groups of 3 bytes: the cut is 0.4 ms coarse at most.
                groups = (now - start) // 3
                queue[-1] = (start, payload[: groups * 4], groups * 3)
                if not groups:
                    queue.pop()
        if self.tail is not None:
            self._agent_kept = min(self._agent_kept, now)
            self.tail.agent_ends(now)

    # ---- ten times a second ------------------------------------------------------------------

    def keep(self, now_ms: float) -> None:
        """Put into the tail what the caller is about to hear."""
        if self.tail is None or self._agent_kept >= self._agent_end:
            return
        until = int(now_ms * BYTES_PER_MS) + _AHEAD_BYTES
        for start, payload, size in self._agent:
            if start >= until:
                return
            if start + size > self._agent_kept:
                sound = _decode(payload)[max(0, self._agent_kept - start) : until - start]
                self._agent_kept = min(start + size, until)
                self.tail.agent(sound, self._agent_kept)

    # ---- once a second -----------------------------------------------------------------------

    def take(self, now_ms: float, *, final: bool = False) -> list[Chunk]:
        """Chunks up to now, or up to the newest caller's frame if that is later at the end."""
        if not self._keep:
            return []
        # A moment back: frames of "now" may still be under way.
        end = int(now_ms if final else now_ms - _GAP_MS) * BYTES_PER_MS
        if end <= self._done:
            return []
        caller = self._take_caller(end)
        agent = self._take_agent(end)
        if self._hide_keys:
            caller, agent = without_keys(caller), without_keys(agent)
        chunks = []
        step = _MAX_CHUNK_MS * BYTES_PER_MS
        for offset in range(0, end - self._done, step):
            chunks.append(
                Chunk(
                    (self._done + offset) // BYTES_PER_MS,
                    caller[offset : offset + step],
                    agent[offset : offset + step],
                )
            )
        self._done = end
        return chunks

    def _take_caller(self, end: int) -> bytes:
        """The caller's side from `_done` to `end`; what is beyond `end` is kept."""
        length = end - self._done
        pieces = self._caller
        for place, gap in reversed(self._caller_gaps):
            pieces.insert(place, bytes([SILENCE]) * gap)
        data = b"".join(pieces)
        self._caller, self._caller_gaps = [], []
        if len(data) > length:
            self._caller = [data[length:]]
            data = data[:length]
        else:
            data += bytes([SILENCE]) * (length - len(data))
            self._caller_end = end
        return data

    def _take_agent(self, end: int) -> bytes:
        track = bytearray([SILENCE]) * (end - self._done)
        queue = self._agent
        while queue and queue[0][0] < end:
            start, payload, size = queue.popleft()
            data = _decode(payload)
            if start + size > end:
                cut = end - start
                rest = b2a_base64(data[cut:], newline=False).decode()
                queue.appendleft((end, rest, size - cut))
                data = data[:cut]
            offset = start - self._done
            track[offset : offset + len(data)] = data
            if start + size > end:
                break
        return bytes(track)

    def levels(self, now_ms: float) -> tuple[float, float]:
        """How loud caller and agent are now, in dBFS."""
        caller = self._last_caller
        self._last_caller = b""
        now = int(now_ms * BYTES_PER_MS)
        start, payload = self._last_agent
        agent = SILENT_DB
        if now < self._agent_end and payload:
            # The chunk that plays now, or (the carrier buffers far ahead) the newest one.
            for at, text, size in self._agent:
                if at <= now < at + size:
                    start, payload = at, text
                    break
            offset = max(0, now - start) // 3 * 4
            agent = loudness(payload[offset : offset + 216] or payload[-216:])
        return level_db(caller), agent


def _decode(payload: str) -> bytes:
    """Base64 to bytes; nothing for what is none, which only a broken peer sends."""
    try:
        return a2b_base64(payload)
    except ValueError:
        return b""


def loudness(payload: str) -> float:
    """The mean level of a base64 mu-law frame in dBFS, -60 for silence and nothing."""
    return level_db(_decode(payload[: len(payload) // 4 * 4]))
