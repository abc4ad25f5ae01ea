"""What was sent to the caller and how much of it was heard.

The carrier plays what it was sent in order at 8000 bytes a second and echoes a mark once all
audio before it was played (protocols.md B4). Between two marks the position is estimated.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from phony.domain.actions import PlayAudio, SendMark
from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, base64_bytes, cut_to_frames, whole_frames

MARK_EVERY_BYTES = 250 * BYTES_PER_MS
# An echo this much later than expected says that the carrier stalled, not that the line is slow.
MAX_LAG_MS = 1000.0


@dataclass(slots=True)
class PlayItem:
    """One item of speech on its way to the caller; sizes in bytes."""

    item_id: str
    response_id: str
    # Made by the present engine session, which can truncate it.
    truncatable: bool = True
    received: int = 0
    sent: int = 0
    marked: int = 0
    # Up to here the carrier has confirmed playback.
    acknowledged: int = 0
    # When the last byte sent will have been played, on a line without delay.
    ends_ms: float = 0.0
    begins_ms: float = 0.0
    complete: bool = False
    played: bool = False
    cut: bool = False
    rest: bytes = b""

    @property
    def received_ms(self) -> int:
        """Length of the audio the engine made."""
        return self.received // BYTES_PER_MS

    def heard_ms(self, now_ms: float, lag_ms: float) -> int:
        """How much of the item the caller has heard, at most what the engine made."""
        if self.played:
            return self.received_ms
        sent_ms = self.sent / BYTES_PER_MS
        position = sent_ms - max(0.0, self.ends_ms + lag_ms - now_ms)
        position = max(position, self.acknowledged / BYTES_PER_MS)
        return max(0, min(int(position), self.sent // BYTES_PER_MS, self.received_ms))


@dataclass(slots=True)
class Cut:
    """An item that was cut off: heard up to here."""

    item: PlayItem
    heard_ms: int


@dataclass(slots=True)
class Acknowledged:
    """What a mark's echo says: `item` was played up to `heard_ms`, or to its end."""

    item: PlayItem
    heard_ms: int
    finished: bool


@dataclass(slots=True)
class Playout:
    """The carrier's queue as far as we can know it."""

    _items: deque[PlayItem] = field(default_factory=deque)
    _latest: PlayItem | None = None
    _marks: dict[str, tuple[PlayItem, int]] = field(default_factory=dict)
    _flushed: set[str] = field(default_factory=set)
    # The carrier's queue runs empty here, on a line without delay.
    _busy_until_ms: float = 0.0
    # Since then it has not run empty.
    began_ms: float = 0.0
    # Transport and jitter buffer: how much later than that marks come back.
    lag_ms: float = 0.0

    def send(
        self, item_id: str, response_id: str, payload: str, now_ms: float, truncatable: bool = True
    ) -> list[PlayAudio | SendMark]:
        """Send a chunk of an item; whole 20 ms frames, the rest waits for the next chunk."""
        item = self._latest
        actions: list[PlayAudio | SendMark] = []
        if item is None or item.item_id != item_id:
            if item is not None and not item.complete:
                actions = self.complete(item.item_id, now_ms)
            item = PlayItem(item_id, response_id, truncatable)
            item.begins_ms = max(now_ms, self._busy_until_ms)
            self._latest = item
            self._items.append(item)
        size = base64_bytes(payload)
        item.received += size
        if item.rest or size % FRAME_BYTES:
            payload, item.rest = cut_to_frames(item.rest, payload)
            size = base64_bytes(payload)
            if not size:
                return actions
        self._queue(item, size, now_ms)
        actions.append(PlayAudio(payload, item_id))
        if item.sent - item.marked >= MARK_EVERY_BYTES:
            actions.append(self._mark(item))
        return actions

    def complete(self, item_id: str, now_ms: float) -> list[PlayAudio | SendMark]:
        """No more audio will come for the item: pad and send its tail, ask for its last mark."""
        item = self._latest
        if item is None or item.item_id != item_id or item.complete:
            return []
        item.complete = True
        actions: list[PlayAudio | SendMark] = []
        if item.rest:
            tail = whole_frames(item.rest)
            item.rest = b""
            self._queue(item, FRAME_BYTES, now_ms)
            actions.append(PlayAudio(tail, item_id))
        if item.sent > item.marked:
            actions.append(self._mark(item))
        elif item.acknowledged >= item.sent:
            actions.append(self._mark(item, ":end"))  # every item ends with the echo of a mark
        return actions

    def reached(self, name: str, now_ms: float) -> Acknowledged | None:
        """A mark came back; None if it was flushed by `clear`, or is not ours."""
        if name in self._flushed:
            self._flushed.discard(name)
            return None
        known = self._marks.pop(name, None)
        if known is None:
            return None
        item, position = known
        item.acknowledged = max(item.acknowledged, position)
        expected_ms = item.ends_ms - (item.sent - position) / BYTES_PER_MS
        self.lag_ms = min(max(now_ms - expected_ms, 0.0), MAX_LAG_MS)
        finished = item.complete and position >= item.sent
        if finished:
            self._finish(item)
        heard_ms = min(position // BYTES_PER_MS, item.received_ms)
        return Acknowledged(item, heard_ms, finished)

    def interrupt(self, now_ms: float) -> list[Cut]:
        """The carrier is told to drop its queue: what was cut off, and where.

        Marks still under way will come back at once: they say "flushed", not "played".
        """
        cuts: list[Cut] = []
        for item in self._items:
            heard_ms = item.heard_ms(now_ms, self.lag_ms)
            item.cut = True
            cuts.append(Cut(item, heard_ms))
        self._flushed.update(self._marks)
        self._marks.clear()
        self._items.clear()
        self._latest = None
        self._busy_until_ms = now_ms
        return cuts

    def detach(self) -> None:
        """The engine session that made the queued items is gone; they play to their end."""
        for item in self._items:
            item.truncatable = False

    def heard(self, item_id: str, now_ms: float) -> int | None:
        """How much of a queued item was heard by now; None if it is not queued."""
        for item in self._items:
            if item.item_id == item_id:
                return item.heard_ms(now_ms, self.lag_ms)
        return None

    @property
    def ends_ms(self) -> float:
        """When all that was sent will have been played, on a line without delay."""
        return self._busy_until_ms

    @property
    def unplayed(self) -> bool:
        """Whether some audio sent has not been confirmed as played."""
        return bool(self._items)

    @property
    def current(self) -> PlayItem | None:
        """The item at the head of the carrier's queue."""
        return self._items[0] if self._items else None

    @property
    def items(self) -> tuple[PlayItem, ...]:
        """All items not yet fully played, in order."""
        return tuple(self._items)

    def ahead_ms(self, now_ms: float) -> float:
        """How much audio is still queued at the carrier."""
        return max(0.0, self._busy_until_ms - now_ms)

    def assume_played(self, now_ms: float) -> list[PlayItem]:
        """Items whose last mark is long overdue, given up waiting for (a carrier without marks)."""
        lost: list[PlayItem] = []
        while self._items:
            item = self._items[0]
            if not item.complete or now_ms < item.ends_ms + self.lag_ms + 5000:
                break
            self._finish(item)
            late = [name for name, (owner, _) in self._marks.items() if owner is item]
            for name in late:
                del self._marks[name]
            self._flushed.update(late)
            lost.append(item)
        return lost

    def _queue(self, item: PlayItem, size: int, now_ms: float) -> None:
        begin = self._busy_until_ms
        if begin <= now_ms:
            begin = self.began_ms = now_ms
        if not item.sent:
            item.begins_ms = begin
        self._busy_until_ms = item.ends_ms = begin + size / BYTES_PER_MS
        item.sent += size

    def _mark(self, item: PlayItem, suffix: str = "") -> SendMark:
        item.marked = item.sent
        name = f"{item.item_id}:{item.sent // BYTES_PER_MS}{suffix}"
        self._marks[name] = (item, item.sent)
        return SendMark(name)

    def _finish(self, item: PlayItem) -> None:
        item.played = True
        if item in self._items:
            # In order: what was queued before a played item was played as well.
            while self._items:
                first = self._items.popleft()
                first.played = True
                if first is item:
                    break
        if self._latest is item:
            self._latest = None
