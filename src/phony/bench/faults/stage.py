"""What a row has in hand when its fault begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from phony.bench.faults.evidence import Json
from phony.bench.faults.far import Far
from phony.bench.faults.line import Line
from phony.bench.faults.product import Product
from phony.bench.faults.verdict import Targets, Verdict

# Where MongoDB is: the private one, one behind a line that can be cut, one on a small disk.
Store = Literal["private", "line", "small disk"]


@dataclass(slots=True)
class Stage:
    """Both sides of the wire while calls run."""

    far: Far
    product: Product
    calls: list[str]  # the carrier's names of the calls that are up
    line: Line | None = None
    spare: Far | None = None  # another engine, which the agent falls back on
    records: dict[str, Json] = field(default_factory=dict)  # as they were before the fault
    late: list[str] = field(default_factory=list)  # calls that came while it lasted
    problems: list[str] = field(default_factory=list)

    def id_of(self, place: int) -> str:
        """Our name of one of the calls."""
        return str(self.records[self.calls[place % len(self.calls)]]["id"])

    async def charged(self) -> Counter[str]:
        """What the engines would charge so far, by kind."""
        total = Counter(await self.far.charged())
        if self.spare is not None:
            total.update(await self.spare.charged())
        return total

    @property
    def to_mongodb(self) -> Line:
        """The line to MongoDB, in rows that have one."""
        assert self.line is not None
        return self.line


Hit = Callable[[Stage], Awaitable[None]]
Judge = Callable[[Stage, Verdict], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the fault table."""

    name: str
    title: str
    hit: Hit  # breaks something, and mends it if it is to be mended
    lasts_s: float = 0.0  # so long the fault lasts: calls have to talk on after it
    workers: int = 2
    targets: Targets = field(default_factory=Targets)
    store: Store = "private"
    spare: bool = False  # the agent has another engine to fall back on
    deaf_at_once: bool = False  # nobody hears the caller from the fault on, though streams stay
    touches: bool = False  # calls lose their stream or their engine: else nothing was proved
    leave: bool = False  # every third caller hangs up while it lasts
    ends: bool = False  # the calls are ended by it, with a goodbye
    alone: Judge | None = None  # a row without calls of the usual kind: it judges itself
    calls: int = 9
    why_not: Callable[[], str] = lambda: ""  # why it cannot be run here
    before: tuple[tuple[str, float], ...] = ()  # faults of the far ends from the beginning
