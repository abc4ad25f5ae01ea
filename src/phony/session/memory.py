"""What the engine's conversation knows of the call; a fresh session is told the history."""

from __future__ import annotations

from phony.domain.actions import Tell
from phony.domain.masking import DOTS, hides_keys
from phony.domain.turns import Role, Turn
from phony.session.core import Core

HISTORY_TURNS = 40
HISTORY_CHARS = 600
_NAMES = {Role.CALLER: "Caller", Role.AGENT: "You", Role.OPERATOR: "You"}


class Memory:
    """The present session's conversation, by what the engine and we have said."""

    def __init__(self, core: Core, *, needed: bool) -> None:
        """`needed`: there is a history already, which the first session must get."""
        self._core = core
        self._needed = needed
        self._open: set[str] = set()  # events that tell the history, until all of it is taken in
        self._last = ""  # the last item of it
        self._summarized = False
        self._items: set[str] = set()

    # ---- fresh sessions ------------------------------------------------------------------

    def empty(self) -> None:
        """A fresh session knows nothing."""
        self._items.clear()
        self._open.clear()
        self._last = ""

    def need(self) -> None:
        """Something was said that the next session can only know from the history."""
        self._needed = True

    def restore(self) -> bool:
        """Tell the history, if it is needed; True if the engine has something to take in."""
        if self._needed:
            self._tell_history()
        return bool(self._open)

    def restored(self) -> None:
        """The session knows all; the next one, if there is one, needs the history."""
        self._needed = True
        self._open.clear()

    def is_last(self, item_id: str) -> bool:
        """Whether the item is the last of the history."""
        return item_id == self._last

    def _tell_history(self) -> None:
        core = self._core
        self._summarized = False
        for turn in history(core.transcript.turns):
            item_id, event_id = core.new_id("hist"), core.new_id("ci")
            line = line_of(turn)
            # What happened is told as from us: names of others in it stay theirs.
            text = core.fence.lines([line], "event") if turn.role is Role.SYSTEM else line
            shown = ""
            if turn.kind == "dtmf":
                text, shown = pressed(turn.said, hidden=hides_keys(core.agent))
            core.emit(Tell(item_id, turn.role, text, event_id, shown=shown))
            self._open.add(event_id)
            self._last = item_id

    def refused(self, event_id: str, *, restoring: bool) -> bool:
        """Whether an error is about the history: then one message tells all of it instead."""
        if event_id not in self._open:
            return False
        if restoring and not self._summarized:
            self._tell_summary()
        return True

    def _tell_summary(self) -> None:
        self._summarized = True
        lines = [
            f"{_NAMES.get(turn.role, 'Note')}: {line_of(turn)}"
            for turn in history(self._core.transcript.turns)
        ]
        text = "The call so far, as data:\n" + self._core.fence.lines(lines, "history")
        self._last = self._core.tell(text)

    # ---- the present one -----------------------------------------------------------------

    def holds(self, item_id: str) -> None:
        """An item is in the conversation."""
        self._items.add(item_id)

    def add_in_place(self, turn: Turn) -> None:
        """Make a turn an item of the conversation, after what was said before it."""
        core = self._core
        before = core.transcript.before(turn.item_id, self._items) or self._last or None
        core.emit(Tell(turn.item_id, turn.role, turn.said, turn.item_id, before))
        self._items.add(turn.item_id)


def history(turns: list[Turn]) -> list[Turn]:
    """The last turns that hold words, for a fresh session."""
    return [turn for turn in turns if line_of(turn)][-HISTORY_TURNS:]


def pressed(keys: str, *, hidden: bool) -> tuple[str, str]:
    """What the model is told of keys, and what records show of that if it is not the same."""
    if not hidden:
        return f"[The caller pressed the keys {keys}]", ""
    rule = "They are secret: use them, never say or note them"
    return (
        f"[The caller pressed the keys {keys}. {rule}]",
        f"[The caller pressed the keys {DOTS}. {rule}]",
    )


def line_of(turn: Turn) -> str:
    """One turn as the model should remember it: of its own speech, what was heard."""
    if turn.kind == "dtmf":
        return pressed(turn.said, hidden=False)[0] if turn.said else ""
    text = turn.heard if turn.role is Role.AGENT else turn.said
    if turn.role is Role.AGENT and turn.interrupted and text:
        text += " [interrupted]"
    return text if len(text) <= HISTORY_CHARS else text[:HISTORY_CHARS] + "..."
