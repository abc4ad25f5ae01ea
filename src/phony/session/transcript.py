"""The turns of a call: in the order of the conversation, with what was said and what was heard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Literal

from phony.domain.turns import Role, Turn, TurnLatency
from phony.session.utterance import Unheard

Kind = Literal["speech", "dtmf", "tool", "greeting", "prompt", "event"]

# Why a turn has no words (`data.reason`).
Wordless = Literal[
    "no_words",  # there was a sound, and nothing in it was speech
    "not_transcribed",  # the engine could not write it down
    "transcription_off",
    "engine_lost",  # before its words came
    "worker_lost",
    "call_ended",
]

# The live transcript need not change faster than people read.
REFRESH_MS = 300.0


@dataclass(slots=True)
class Alignment:
    """Where in an agent's text its audio stood: (ms received, characters received) pairs.

    Text runs ahead of the audio, so a pair is the most that can have been spoken by then.
    """

    ms: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)

    def add(self, received_ms: int, chars: int) -> None:
        """`chars` of text were known when `received_ms` of audio were."""
        if self.ms and self.ms[-1] == received_ms:
            self.chars[-1] = chars
        else:
            self.ms.append(received_ms)
            self.chars.append(chars)

    def spoken(self, heard_ms: int, total_ms: int, total_chars: int) -> int:
        """How many characters were spoken within the first `heard_ms` of `total_ms`."""
        if total_ms <= 0 or heard_ms <= 0:
            return 0
        even = total_chars * min(heard_ms / total_ms, 1.0)
        place = bisect_left(self.ms, heard_ms)
        if place == len(self.ms):
            return int(even)
        ms, chars = self.ms[place], self.chars[place]
        before_ms, before_chars = (self.ms[place - 1], self.chars[place - 1]) if place else (0, 0)
        share = (heard_ms - before_ms) / (ms - before_ms) if ms > before_ms else 1.0
        return int(min(even, before_chars + share * (chars - before_chars)))

    def time_of(self, char: int, total_ms: int, total_chars: int) -> int:
        """When the character at `char` has been spoken, in ms of the item's audio."""
        return int(total_ms * min(char / total_chars, 1.0)) if total_chars else 0


def whole_words(text: str, chars: int) -> str:
    """The words of `text` that end within its first `chars` characters."""
    if chars >= len(text):
        return text
    end = chars
    if not text[end].isspace():
        while end > 0 and not text[end - 1].isspace():
            end -= 1
    return text[:end].rstrip()


@dataclass(slots=True, eq=False)
class _Entry:
    turn: Turn
    alignment: Alignment = field(default_factory=Alignment)
    shown_ms: float = -1e9


class Transcript:
    """All turns of one call."""

    def __init__(
        self, call_id: str, turns: list[Turn] | None = None, unheard: Unheard | None = None
    ) -> None:
        """Start empty, or with the turns of a call that goes on; `unheard` is heard again."""
        self._call_id = call_id
        self._entries: list[_Entry] = []
        self._by_item: dict[str, _Entry] = {}
        self._next_index = 0
        self._made = 0
        self._dirty: dict[int, _Entry] = {}
        self._unheard: list[_Entry] = []  # the caller's, whose sound a fresh session is to hear
        for turn in sorted(turns or (), key=lambda turn: turn.index):
            entry = _Entry(turn.model_copy(update={"item_id": ""}))
            self._entries.append(entry)
            if unheard is not None and turn.id in unheard.turn_ids:
                entry.turn.said = entry.turn.heard = ""
                self._unheard.append(entry)
            elif not turn.final:  # nobody will say more of it
                self._close(entry, turn.started_ms + turn.heard_ms, "worker_lost")
            self._next_index = max(self._next_index, turn.index + 1)
        self._made = self._next_index

    @property
    def count(self) -> int:
        """How many turns there are."""
        return len(self._entries)

    @property
    def turns(self) -> list[Turn]:
        """The turns in the order of the conversation."""
        return [entry.turn for entry in self._entries]

    @property
    def unshown(self) -> list[Turn]:
        """Turns that changed since `take` took them last."""
        return [entry.turn for entry in self._dirty.values()]

    def due(self, now_ms: float) -> bool:
        """Whether `take` would take a turn now."""
        return any(self._is_due(entry, now_ms) for entry in self._dirty.values())

    def _is_due(self, entry: _Entry, now_ms: float) -> bool:
        return entry.turn.final or now_ms - entry.shown_ms >= REFRESH_MS

    def begin(
        self,
        role: Role,
        now_ms: float,
        *,
        item_id: str = "",
        kind: Kind = "speech",
        said: str = "",
        final: bool = False,
        data: dict[str, Any] | None = None,
    ) -> Turn:
        """Add a turn at the end of the conversation."""
        self._made += 1
        turn = Turn(
            id=f"{self._call_id}:{self._made}",
            call_id=self._call_id,
            index=self._next_index,
            role=role,
            said=said,
            heard=said if final else "",
            started_ms=int(now_ms),
            ended_ms=int(now_ms) if final else None,
            final=final,
            kind=kind,
            item_id=item_id,
            data=data or {},
        )
        self._next_index += 1
        entry = _Entry(turn)
        self._entries.append(entry)
        if item_id:
            self._by_item[item_id] = entry
        self._touch(entry)
        return turn

    def find(self, item_id: str) -> Turn | None:
        """The turn of a conversation item."""
        entry = self._by_item.get(item_id)
        return entry.turn if entry else None

    def follow(self, item_id: str, previous_item_id: str | None) -> None:
        """The engine says which item an item follows: its chain, not arrival, is the order."""
        entry = self._by_item.get(item_id)
        previous = self._by_item.get(previous_item_id or "")
        if entry is None or previous is None or entry is previous:
            return
        place = self._entries.index(entry)
        target = self._entries.index(previous)
        if place < target:
            self._entries.insert(target, self._entries.pop(place))

    def before(self, item_id: str, known: Container[str]) -> str | None:
        """Of the known items, the one that comes last before an item in the conversation."""
        entry = self._by_item.get(item_id)
        if entry is None:
            return None
        place = self._entries.index(entry)
        earlier = (each.turn.item_id for each in reversed(self._entries[:place]))
        return next((each for each in earlier if each in known), None)

    # ---- the caller --------------------------------------------------------------------

    def caller_text(
        self, item_id: str, text: str, *, final: bool, without: Wordless = "no_words"
    ) -> None:
        """The caller's words of an item: grown by a delta, or whole; `without`: why none."""
        entry = self._by_item.get(item_id)
        if entry is None or entry.turn.final:
            return
        turn = entry.turn
        turn.said = text if final else turn.said + text
        turn.heard = turn.said
        turn.final = final
        if final:
            self._explain(turn, without)
        self._touch(entry)

    def caller_stopped(self, item_id: str, at_ms: float) -> None:
        """The caller's last sound of an item."""
        if entry := self._by_item.get(item_id):
            entry.turn.ended_ms = max(int(at_ms), entry.turn.started_ms)
            self._touch(entry)

    def adopt(self, item_id: str) -> Turn | None:
        """A commit by hand made an item of the speech that was going on: it is that turn's."""
        for entry in reversed(self._entries):
            turn = entry.turn
            if turn.role is Role.CALLER and turn.kind == "speech":
                if turn.final or turn.said or turn.ended_ms is not None:
                    return None
                self._by_item.pop(turn.item_id, None)
                self._by_item[item_id] = entry
                turn.item_id = item_id
                return turn
        return None

    def give_up(self, item_id: str, why: Wordless) -> None:
        """No more words of an item will come than there are."""
        if turn := self.find(item_id):
            self.caller_text(item_id, turn.said, final=True, without=why)

    def engine_gone(self, now_ms: float, heard_again: Container[str]) -> None:
        """The session that heard the caller is lost, and the words that it owed with it.

        Turns whose sound the next session is to hear again stay open, without words.
        """
        for entry in self._entries:
            turn = entry.turn
            if turn.role is not Role.CALLER or turn.final or entry in self._unheard:
                continue
            if turn.item_id in heard_again:
                del self._by_item[turn.item_id]
                turn.item_id = turn.said = turn.heard = ""
                self._unheard.append(entry)
            else:
                self._close(entry, int(now_ms), "engine_lost")

    def hear_again(self, item_id: str) -> Turn | None:
        """The caller's turn that an item of a fresh session is; None if it is a new one."""
        if not self._unheard:
            return None
        entry = self._unheard.pop(0)
        self._by_item[item_id] = entry
        entry.turn.item_id, entry.turn.ended_ms = item_id, None
        return entry.turn

    def unheard(self, now_ms: float) -> None:
        """What was to be heard again was not."""
        unheard, self._unheard = self._unheard, []
        for entry in unheard:
            self._close(entry, int(now_ms), "engine_lost")

    # ---- the agent ---------------------------------------------------------------------

    def agent_delta(self, item_id: str, delta: str, received_ms: int) -> None:
        """A piece of the agent's text, when `received_ms` of its audio had come."""
        if entry := self._by_item.get(item_id):
            turn = entry.turn
            if turn.final:
                return
            turn.said += delta
            entry.alignment.add(received_ms, len(turn.said))
            self._touch(entry)

    def agent_text(self, item_id: str, text: str) -> None:
        """The agent's whole text of an item; an interrupted item keeps the longer one."""
        entry = self._by_item.get(item_id)
        if entry is None or entry.turn.final or entry.turn.said == text:
            return
        turn = entry.turn
        if text.startswith(turn.heard):
            turn.said = text
            self._touch(entry)

    def agent_heard(
        self, item_id: str, heard_ms: int, received_ms: int, now_ms: float
    ) -> Turn | None:
        """The caller has heard so much of an item that is still playing."""
        entry = self._by_item.get(item_id)
        if entry is None or entry.turn.final:
            return None
        self._hear(entry, heard_ms, received_ms)
        return entry.turn

    def agent_finished(self, item_id: str, received_ms: int, now_ms: float) -> Turn | None:
        """The caller has heard all of an item."""
        entry = self._by_item.get(item_id)
        if entry is None or entry.turn.final:
            return None
        turn = entry.turn
        turn.heard, turn.heard_ms, turn.said_ms = turn.said, received_ms, received_ms
        turn.ended_ms, turn.final = int(now_ms), True
        self._touch(entry)
        return turn

    def agent_cut(
        self, item_id: str, heard_ms: int, received_ms: int, now_ms: float
    ) -> Turn | None:
        """An item was cut off where the caller had heard `heard_ms` of it."""
        entry = self._by_item.get(item_id)
        if entry is None or entry.turn.final:
            return None
        self._hear(entry, heard_ms, received_ms)
        entry.turn.interrupted = True
        entry.turn.ended_ms, entry.turn.final = int(now_ms), True
        self._touch(entry)
        return entry.turn

    def sentence_end_ms(self, item_id: str, heard_ms: int, received_ms: int) -> int | None:
        """Where the sentence that is being heard ends, in ms of the item; None if at its end."""
        entry = self._by_item.get(item_id)
        if entry is None:
            return None
        text = entry.turn.said
        start = entry.alignment.spoken(heard_ms, received_ms, len(text))
        for place in range(max(start, 1), len(text) - 1):
            if text[place] in ".!?" and text[place + 1].isspace():
                return entry.alignment.time_of(place + 1, received_ms, len(text))
        return None

    def set_latency(self, item_id: str, latency: TurnLatency) -> None:
        """The silence before an agent's turn, known better with each mark."""
        if entry := self._by_item.get(item_id):
            entry.turn.latency = latency
            self._touch(entry)

    def _hear(self, entry: _Entry, heard_ms: int, received_ms: int) -> None:
        turn = entry.turn
        heard_ms = min(heard_ms, received_ms)
        if heard_ms < turn.heard_ms:
            return
        turn.heard_ms, turn.said_ms = heard_ms, max(received_ms, turn.said_ms)
        chars = entry.alignment.spoken(heard_ms, turn.said_ms, len(turn.said))
        turn.heard = whole_words(turn.said, chars)
        self._touch(entry)

    # ---- snapshots ---------------------------------------------------------------------

    def take(self, now_ms: float, *, all_of_them: bool = False) -> list[Turn]:
        """Snapshots of the turns that changed and are due to be shown again."""
        taken: list[Turn] = []
        for index in sorted(self._dirty):
            entry = self._dirty[index]
            if all_of_them or self._is_due(entry, now_ms):
                entry.shown_ms = now_ms
                del self._dirty[index]
                taken.append(entry.turn.model_copy())
        return taken

    def finish(self, now_ms: float) -> None:
        """The call is over: no turn changes any more."""
        self.unheard(now_ms)
        for entry in self._entries:
            if not entry.turn.final:
                self._close(entry, int(now_ms), "call_ended")

    def _close(self, entry: _Entry, at_ms: int, why: Wordless) -> None:
        turn = entry.turn
        turn.final = True
        if turn.ended_ms is None:
            turn.ended_ms = at_ms
        if turn.role is Role.AGENT and turn.heard != turn.said:
            turn.interrupted = True
        self._explain(turn, why)
        self._touch(entry)

    def _explain(self, turn: Turn, why: Wordless) -> None:
        if not turn.said:
            turn.data = {**turn.data, "reason": why}

    def _touch(self, entry: _Entry) -> None:
        self._dirty[entry.turn.index] = entry
