"""The overload table: who sends what, and how long audio may stand still for it."""

from __future__ import annotations

from dataclasses import dataclass

STRANGER_MS, KNOWN_MS = 50.0, 100.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `name` is that of the attack in `load`."""

    name: str
    title: str
    known: bool = False  # has a key
    newcomer: bool = False  # somebody calls while it lasts
    newcomer_after_s: float = 1.5

    @property
    def most_ms(self) -> float:
        """How much longer than in the quiet audio may stand still."""
        return KNOWN_MS if self.known else STRANGER_MS


ROWS: tuple[Row, ...] = (
    Row("fresh-docs", "GET /twilio/voice (405) on a fresh worker"),
    Row("cookie", "a cookie of 30 kB, five times"),
    Row("cookie-14k", "a cookie of 14 kB, five times"),
    Row("sign-in-wide", "1 MB of JSON to the sign-in, wide, five times"),
    Row("sign-in-deep", "1 MB of JSON to the sign-in, deep, five times"),
    Row("form", "1 MB of an unsigned webhook, five times"),
    Row("headers", "50 requests with 60 kB of headers"),
    Row("slow", "1000 slow connections", newcomer=True),
    Row("idle", "1174 idle connections, 1024 descriptors", newcomer=True),
    Row("media", "300 media sockets without a token", newcomer=True),
    Row("frames", "100 media sockets with a frame of 900 kB"),
    Row("start", "20 media sockets: a start of no call, then 40 messages of 120 kB"),
    Row("events", "1500 sockets to /events without a key"),
    Row("events-key", "300 sockets to /events with a key", known=True),
    Row("calls-key", "300 times GET /calls", known=True),
    Row("import-key", "620 kB of YAML, a dry run, twice", known=True),
    Row("agent-key", "an agent with 480 kB of context, twice", known=True),
)
