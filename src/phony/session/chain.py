"""Which engine of the agent's chain the call is with, and which is next."""

from __future__ import annotations

from phony.domain.fallback import EngineChoice


class Chain:
    """Goes around the engines until one is ready; what cannot heal within a call is left out."""

    __slots__ = ("_away", "_choices", "_hopeless", "_tried", "place")

    def __init__(self, choices: list[EngineChoice]) -> None:
        """At the first of `choices`, the agent's own."""
        self._choices = choices
        self.place = 0
        self._hopeless: set[int] = set()
        # Since an engine was ready the last time: asked, and of those, known not to be there.
        self._tried: set[int] = set()
        self._away: set[int] = set()

    @property
    def now(self) -> EngineChoice:
        """The engine that the call is with."""
        return self._choices[self.place]

    @property
    def fresh(self) -> bool:
        """Whether the present one was not asked yet."""
        return self.place not in self._tried

    @property
    def others_left(self) -> bool:
        """Whether another one was not asked yet."""
        return any(place != self.place and place not in self._tried for place in self._left())

    @property
    def exhausted(self) -> bool:
        """Whether asking any of them is of no use."""
        left = self._left()
        return not left or all(place in self._away for place in left)

    def asked(self) -> None:
        """A session of the present one is being opened."""
        self._tried.add(self.place)
        self._away.discard(self.place)

    def ready(self) -> None:
        """The present one takes the call."""
        self._tried.clear()
        self._away.clear()

    def failed(self, *, hopeless: bool, away: bool) -> None:
        """The present one does not: on to the next, the first again after the last."""
        if hopeless:
            self._hopeless.add(self.place)
        if away:
            self._away.add(self.place)
        self._tried.add(self.place)
        places = self._left()
        self.place = next((p for p in places if p > self.place), places[0] if places else 0)

    def _left(self) -> list[int]:
        return [p for p in range(len(self._choices)) if p not in self._hopeless]
