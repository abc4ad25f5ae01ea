"""The agent's speech on its way to the caller: audio, text, marks, and being cut off."""

from __future__ import annotations

from collections.abc import Callable

from phony.domain.actions import Action, ClearPlayout, TruncateItem
from phony.domain.events import AgentAudio, AgentText, AgentTextDelta, MarkReached
from phony.domain.turns import Role
from phony.session.core import Core
from phony.session.playout import PlayItem
from phony.session.responses import Responses
from phony.session.transcript import Kind

_NOTHING: list[Action] = []
_KINDS: dict[str, Kind] = {"greeting": "greeting", "prompt": "prompt"}


class Speech:
    """What the agent says: played, heard, interrupted."""

    def __init__(self, core: Core, responses: Responses) -> None:
        """Nothing has been said yet."""
        self._core = core
        self._responses = responses
        self._item_id = ""  # the item whose audio is arriving
        self._response_id = ""
        self._unheard: dict[str, str] = {}  # items that were never played -> their response
        self._dropped: set[str] = set()  # those of them that had audio
        self._local: dict[str, Callable[[], None] | None] = {}  # audio of our own: when played
        self._waiting: list[tuple[str, str, Callable[[], None] | None]] = []

    # ---- audio: the hot path --------------------------------------------------------------

    def audio(self, event: AgentAudio) -> list[Action]:
        """A chunk of the agent's speech."""
        core = self._core
        if event.item_id != self._item_id or event.response_id != self._response_id:
            if not self._begin(event):
                return _NOTHING
        # A list of PlayAudio and SendMark is a list of actions, whatever mypy's variance says.
        return core.playout.send(event.item_id, event.response_id, event.payload, core.now_ms)  # type: ignore[return-value]

    def _begin(self, event: AgentAudio) -> bool:
        """First audio of an item, unless it is not to be heard."""
        core = self._core
        silenced = core.floor.silenced and not core.floor.protected
        if silenced or self._responses.is_muted(event.response_id):
            self._ensure_turn(event.item_id, event.response_id)
            self._dropped.add(event.item_id)
            return False
        self._item_id, self._response_id = event.item_id, event.response_id
        self._ensure_turn(event.item_id, event.response_id)
        self._unheard.pop(event.item_id, None)
        self._responses.first_audio(event.response_id, event.item_id)
        begins_ms = core.now_ms + core.playout.ahead_ms(core.now_ms) + core.playout.lag_ms
        latency = core.latency.audio_arrived(event.item_id, core.now_ms, begins_ms)
        if latency is not None:
            core.transcript.set_latency(event.item_id, latency)
        return True

    def _ensure_turn(self, item_id: str, response_id: str) -> None:
        if self._core.transcript.find(item_id) is not None:
            return
        active = self._responses.active
        kind: Kind = "speech"
        if active is not None and active.response_id == response_id and active.request is not None:
            kind = _KINDS.get(active.request.kind, "speech")
        self._unheard[item_id] = response_id
        self._core.transcript.begin(Role.AGENT, self._core.now_ms, item_id=item_id, kind=kind)

    # ---- text -----------------------------------------------------------------------------

    def text_delta(self, event: AgentTextDelta) -> None:
        """A piece of what the agent says; it may come before the audio."""
        if event.response_id in self._responses.outside or not event.delta:
            return
        self._ensure_turn(event.item_id, event.response_id)
        item = self._find(event.item_id)
        received_ms = item.received_ms if item is not None else 0
        self._core.transcript.agent_delta(event.item_id, event.delta, received_ms)

    def text(self, event: AgentText) -> None:
        """All that the agent says in one item."""
        if event.response_id in self._responses.outside or not event.text:
            return  # nothing was said: that is no turn
        self._ensure_turn(event.item_id, event.response_id)
        self._core.transcript.agent_text(event.item_id, event.text)

    def _find(self, item_id: str) -> PlayItem | None:
        for item in self._core.playout.items:
            if item.item_id == item_id:
                return item
        return None

    # ---- ends -----------------------------------------------------------------------------

    def item_done(self, item_id: str) -> None:
        """The engine has sent all of an item."""
        core = self._core
        core.out.extend(core.playout.complete(item_id, core.now_ms))
        if item_id == self._item_id:
            self._item_id = self._response_id = ""
            waiting, self._waiting = self._waiting, []
            for audio in waiting:
                self.play(*audio)

    def response_done(self, response_id: str, status: str) -> None:
        """The engine has sent all of a response; what was not played of it was not heard."""
        core = self._core
        if response_id == self._response_id:
            self.item_done(self._item_id)
        for item_id in [i for i, owner in self._unheard.items() if owner == response_id]:
            del self._unheard[item_id]
            core.transcript.agent_cut(item_id, 0, 0, core.now_ms)
            self._responses.item_ended(item_id, "interrupted")
            if item_id in self._dropped and status == "completed":
                core.emit(TruncateItem(item_id, 0))
        self._dropped.clear()

    def mark(self, event: MarkReached) -> bool:
        """The carrier has played (or flushed) everything before the mark; True: an item ended."""
        core = self._core
        reached = core.playout.reached(event.name, core.now_ms)
        if reached is None:
            return False
        item_id = reached.item.item_id
        latency = core.latency.playback_known(item_id, core.now_ms - reached.heard_ms)
        if latency is not None:
            core.transcript.set_latency(item_id, latency)
        if reached.finished:
            self._finished(reached.item)
            return True
        core.transcript.agent_heard(
            item_id, reached.heard_ms, reached.item.received_ms, core.now_ms
        )
        return False

    def overdue(self) -> None:
        """Give up on marks that never come back."""
        for item in self._core.playout.assume_played(self._core.now_ms):
            self._core.note("mark_missing", item_id=item.item_id)
            self._finished(item)

    def _finished(self, item: PlayItem) -> None:
        core = self._core
        if item.item_id in self._local:
            if played := self._local.pop(item.item_id):
                played()
            return
        core.transcript.agent_finished(item.item_id, item.received_ms, core.now_ms)
        self._responses.item_ended(item.item_id, "played")

    # ---- cutting off ------------------------------------------------------------------------

    def cut(self, *, cancel: bool) -> bool:
        """Stop the agent at once, tell the engine what was heard; True if there was speech.

        `cancel`: the engine does not stop its response by itself, so it is told to.
        """
        core = self._core
        responses = self._responses
        active = responses.active
        if active is not None:
            if cancel:
                responses.cancel()
            responses.mute(active.response_id)
        cuts = core.playout.interrupt(core.now_ms)
        if not cuts:
            return active is not None
        core.emit(ClearPlayout())
        self.item_done(self._item_id)
        for cut in cuts:
            item = cut.item
            if item.item_id in self._local:
                if played := self._local.pop(item.item_id):
                    played()
                continue
            whole = item.complete and cut.heard_ms >= item.received_ms
            if item.truncatable and not whole:
                core.emit(TruncateItem(item.item_id, cut.heard_ms))
            if whole:
                core.transcript.agent_finished(item.item_id, item.received_ms, core.now_ms)
            else:
                core.transcript.agent_cut(item.item_id, cut.heard_ms, item.received_ms, core.now_ms)
            responses.item_ended(item.item_id, "played" if whole else "interrupted")
        return True

    def silence(self) -> None:
        """Stop the agent at once, whatever it says: somebody else has the floor."""
        self._core.floor.unprotect()
        self.cut(cancel=True)

    def engine_gone(self) -> None:
        """No more audio will come for what is queued; it plays to its end."""
        if self._item_id:
            self.item_done(self._item_id)
        core = self._core
        core.playout.detach()
        for item_id in self._unheard:
            core.transcript.agent_cut(item_id, 0, 0, core.now_ms)
        self._unheard.clear()
        self._dropped.clear()

    # ---- audio of our own -----------------------------------------------------------------

    def play(self, name: str, payload: str, played: Callable[[], None] | None = None) -> None:
        """Play tones or music after what is queued; call `played` when it was, or was cut."""
        if self._item_id:  # in the middle of an item: its chunks must stay together
            self._waiting.append((name, payload, played))
            return
        core = self._core
        item_id = core.new_id(name)
        self._local[item_id] = played
        core.out.extend(core.playout.send(item_id, "", payload, core.now_ms, truncatable=False))
        core.out.extend(core.playout.complete(item_id, core.now_ms))
