"""Pieces of recordings that wait for the database: bounded, and of too many the middle goes."""

from __future__ import annotations

from typing import Any

Piece = dict[str, Any]  # a document of `recording_chunks`


def size_of(piece: Piece) -> int:
    """Bytes of sound, both sides."""
    return len(piece["caller"]) + len(piece["agent"])


class AudioBuffer:
    """Pieces of all calls, oldest first.

    When it is full, one half of the room is for what came first, the other for what came last: a
    recording then has its beginning, its end and one hole, whose size is known.
    """

    def __init__(self, max_bytes: int) -> None:
        """`lost_bytes` and `lost_pieces` count what had to go, `aside_bytes` what is elsewhere."""
        self.max_bytes = max_bytes
        self._pieces: list[Piece] = []
        self._bytes = 0  # those under way included
        self._under_way = 0
        self._head: int | None = None  # how many pieces the older half has, once it is full
        self._lost_of: dict[str, int] = {}
        self.lost_bytes = self.lost_pieces = self.aside_bytes = 0

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, piece: Piece) -> None:
        """The newest piece."""
        self._pieces.append(piece)
        self._bytes += size_of(piece)
        while self._bytes > self.max_bytes and self._pieces:
            self._drop()

    def take(self) -> list[Piece]:
        """All that wait, to be written: `written` or `put_back` says how that went."""
        pieces, self._pieces, self._head = self._pieces, [], None
        self._under_way += sum(map(size_of, pieces))
        return pieces

    def written(self, pieces: list[Piece]) -> None:
        """They are in the database."""
        size = sum(map(size_of, pieces))
        self._under_way -= size
        self._bytes -= size
        self._head = None

    def put_back(self, pieces: list[Piece]) -> None:
        """They are not, and wait again."""
        self._under_way -= sum(map(size_of, pieces))
        self._pieces = pieces + self._pieces
        self._head = None

    @property
    def crowded(self) -> bool:
        """Half of the room is taken by what waits: time to put some aside."""
        return self._bytes - self._under_way > self.max_bytes / 2

    @property
    def roomy(self) -> bool:
        """What was put aside can be brought back."""
        return self._bytes < self.max_bytes / 4

    def put_aside(self, most: int) -> list[Piece]:
        """The oldest that wait, at least one and at most about `most` bytes: no more ours."""
        number = size = 0
        while number < len(self._pieces) and size < most:
            size += size_of(self._pieces[number])
            number += 1
        aside, self._pieces = self._pieces[:number], self._pieces[number:]
        self._bytes -= size
        self.aside_bytes += size
        self._head = None
        return aside

    def bring_back(self, pieces: list[Piece]) -> None:
        """What was put aside waits here again, as the oldest."""
        size = sum(map(size_of, pieces))
        self._pieces = pieces + self._pieces
        self._bytes += size
        self.aside_bytes -= size
        self._head = None
        while self._bytes > self.max_bytes and self._pieces:
            self._drop()

    def lost(self, call_id: str) -> int:
        """Bytes of a call that had to go since this was asked last."""
        return self._lost_of.pop(call_id, 0)

    def _drop(self) -> None:
        if self._head is None:
            room, self._head = self.max_bytes / 2 - self._under_way, 0
            for piece in self._pieces:
                room -= size_of(piece)
                if room < 0:
                    break
                self._head += 1
        gone = self._pieces.pop(min(self._head, len(self._pieces) - 1))
        size = size_of(gone)
        self._bytes -= size
        self.lost_bytes += size
        self.lost_pieces += 1
        call_id = gone["call_id"]
        self._lost_of[call_id] = self._lost_of.get(call_id, 0) + size
