"""The responses of one session: one at a time in the conversation, any number outside it."""

from __future__ import annotations

from phony.sandbox.engine.protocol.responses import ResponseRun
from phony.sandbox.engine.protocol.shapes import Refused


class Replies:
    """Those that run, and what is known of those before."""

    def __init__(self) -> None:
        """None yet."""
        self.active: ResponseRun | None = None  # in the conversation
        self.wanted = False  # a turn ended meanwhile: it is answered next
        self.spoken = 0  # so many have made a sound
        self._newest: ResponseRun | None = None
        self._outside: dict[str, ResponseRun] = {}

    def add(self, run: ResponseRun) -> None:
        """It begins."""
        if run.plan.outside:
            self._outside[run.id] = run
        else:
            self.active = self._newest = run
            self.wanted = False

    def remove(self, run: ResponseRun) -> None:
        """It is done."""
        if run.plan.outside:
            self._outside.pop(run.id, None)
        else:
            self.active = None

    def find(self, response_id: str | None) -> ResponseRun:
        """One that runs, by its id; the conversation's if none is given.

        Raises:
            Refused: there is no such one.
        """
        run = self.active
        if response_id is not None and (run is None or run.id != response_id):
            run = self._outside.get(response_id)
        if run is None:
            raise Refused("response_cancel_not_active", "there is no such active response.")
        return run

    def heard_ms(self, now: float) -> float:
        """How much of the newest one a client that plays it at once has played."""
        if self._newest is None or not self._newest.began:
            return 0.0
        return min((now - self._newest.began) * 1000, self._newest.audio_ms)
