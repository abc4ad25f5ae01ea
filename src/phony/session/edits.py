"""Edits of a live call as transactions: pending, sent, confirmed by the engine's own event.

Facts go as one system message (the prompt cache stays), prompt and notes as new instructions,
which hold the facts as well. What the model holds (`Core.context`) changes only with
the confirmation. While the engine is being replaced, open edits go into the new session's
instructions and are confirmed with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from phony.domain import context as data
from phony.domain.actions import AskAside, ContextChanged, EditChanged
from phony.domain.context import CallContext
from phony.domain.edits import Edit, EditMode, EditState, Refusal
from phony.domain.events import EngineError
from phony.domain.turns import Role
from phony.session import prompt
from phony.session.core import Core
from phony.session.engine import Engine
from phony.session.responses import Request, Responses
from phony.session.speech import Speech
from phony.session.timers import Timer

CONFIRM_MS = 10_000.0
MAX_CONTEXT_KEYS = 500


@dataclass(slots=True)
class _Open:
    """An edit on its way to the model."""

    edit: Edit
    # The edit whose `until` has come, which this one takes back.
    expires: str | None = None
    sent: bool = False
    item_id: str = ""
    event_id: str = ""  # of the item or of the change of the session
    update: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    cut_at: tuple[str, int] | None = None  # item and ms where the present sentence ends


class Edits:
    """All edits of one call."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        speech: Speech,
        instructions: Callable[[CallContext], str],
    ) -> None:
        """`instructions` renders what a context makes of the session's instructions."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._instructions = instructions
        self._open: list[_Open] = []
        self._done: dict[str, dict[str, Any]] = {}  # confirmed edits -> what was before

    # ---- arriving ---------------------------------------------------------------------------

    def arrived(self, edit: Edit) -> None:
        """An operator's edit."""
        core = self._core
        if core.closing:
            self._change(edit.id, EditState.REFUSED, refusal=Refusal.CALL_ENDING)
            return
        if edit.until is not None and core.context.position_ms(edit.until) <= core.now_ms:
            self._change(edit.id, EditState.EXPIRED, refusal=Refusal.PAST_ITS_TIME)
            return
        if edit.undoes is not None and not self._says_something(edit):
            self._fill_undo(edit, edit.undoes)
        self._open.append(_Open(edit))

    def _says_something(self, edit: Edit) -> bool:
        return bool(edit.set or edit.unset or edit.notes or edit.system_prompt)

    def _fill_undo(self, edit: Edit, undone: str) -> None:
        before = self._done.get(undone, {})
        edit.set, edit.unset = dict(before.get("set", {})), list(before.get("unset", []))
        edit.notes, edit.system_prompt = before.get("notes"), before.get("system_prompt")

    def noted_by_model(self, key: str, value: Any) -> None:
        """The model itself learned a fact: it need not be told.

        Raises:
            ValueError: the context would become too large.
        """
        core = self._core
        changed = data.apply_edit(core.context.context_data, {key: value})
        if len(changed) > MAX_CONTEXT_KEYS:
            raise ValueError("too many facts noted already")
        core.context.context_data = changed
        self._context_changed()

    # ---- delivering -------------------------------------------------------------------------

    def deliver(self) -> None:
        """Send what may be sent now; called after every event but audio."""
        if not self._open or not self._engine.ready or self._core.closing:
            return
        for each in list(self._open):
            if not each.sent:
                if self._is_time(each):
                    self._send(each)
                else:
                    self._core.wake(Timer.LOOK_EDITS, self._core.now_ms + 100)

    def _is_time(self, each: _Open) -> bool:
        core, responses = self._core, self._responses
        speaking = core.playout.unplayed or responses.active is not None
        match each.edit.mode:
            case EditMode.NOW:
                # A greeting or message that may not be interrupted is finished first.
                return not (speaking and core.floor.protected)
            case EditMode.AFTER_SENTENCE:
                return not speaking or self._sentence_over(each)
            case _:
                return responses.active is None

    def _sentence_over(self, each: _Open) -> bool:
        """Whether the sentence that was being said when the edit came has been heard."""
        core = self._core
        item = core.playout.current
        if item is None or core.floor.protected:
            return False
        heard_ms = item.heard_ms(core.now_ms, core.playout.lag_ms)
        if each.cut_at is None:
            end_ms = core.transcript.sentence_end_ms(item.item_id, heard_ms, item.received_ms)
            if end_ms is None or not item.complete:
                return False  # its last sentence, or not all of its text is known
            each.cut_at = (item.item_id, end_ms)
        item_id, end_ms = each.cut_at
        return item_id != item.item_id or heard_ms >= end_ms

    def _send(self, each: _Open) -> None:
        core, edit = self._core, each.edit
        cut = False
        if edit.mode is not EditMode.NEXT_TURN and not core.floor.silenced:
            was_generating = self._responses.active is not None
            cut = self._speech.cut(cancel=was_generating)
        base = self._effective()
        self._prepare(each, base)
        if each.update:
            after = self._applied(base, edit)
            each.event_id = self._engine.configuration.instruct(self._instructions(after))
        elif edit.set or edit.unset:
            each.item_id = edit.id if each.expires is None else core.new_id("edit")
            each.event_id = core.tell(
                prompt.facts_changed(
                    {data.shown(key): value for key, value in edit.set.items()},
                    map(data.shown, edit.unset),
                    core.fence,
                ),
                item_id=each.item_id,
            )
        if each.event_id:
            at_ms = core.now_ms + CONFIRM_MS
            core.timers.set(Timer.EDIT, at_ms, lambda: self._unconfirmed(each), key=edit.id)
        else:
            self._confirm(each)  # it changes nothing
        if cut:
            # The agent was stopped in mid-speech: it goes on, knowing better.
            needs = {each.item_id} if each.item_id else set()
            self._responses.want(Request("reply", needs=needs))

    def _prepare(self, each: _Open, base: CallContext) -> None:
        """What it will change, from what; told as sent."""
        edit = each.edit
        each.sent = True
        each.update = edit.notes is not None or edit.system_prompt is not None
        # Sent before, by a worker that may have written the new context and died: what was there
        # is what it noted, and not what stands there now.
        again = edit.state is EditState.SENT and edit.before
        each.before = edit.before if again else self._before(base, edit)
        if each.expires is None:
            self._change(edit.id, EditState.SENT, before=each.before)

    def _before(self, base: CallContext, edit: Edit) -> dict[str, Any]:
        """What puts back what the edit is about to change."""
        before = data.before(base.context_data, edit.set, edit.unset)
        if edit.notes is not None:
            before["notes"] = base.notes
        if edit.system_prompt is not None:
            before["system_prompt"] = base.system_prompt or self._core.agent.system_prompt
        return before

    def _effective(self) -> CallContext:
        """What the model will hold once everything sent is confirmed."""
        context = self._core.context
        for each in self._open:
            if each.sent:
                context = self._applied(context, each.edit)
        return context

    def _applied(self, context: CallContext, edit: Edit) -> CallContext:
        changed = context.copy()
        changed.context_data = data.apply_edit(context.context_data, edit.set, edit.unset)
        if edit.notes is not None:
            changed.notes = edit.notes
        if edit.system_prompt is not None:
            changed.system_prompt = edit.system_prompt
        return changed

    # ---- answers ------------------------------------------------------------------------------

    def item_done(self, item_id: str) -> None:
        """The engine took an item in."""
        for each in self._open:
            if each.item_id and each.item_id == item_id:
                self._confirm(each)
                return

    def session_updated(self, event_id: str) -> None:
        """The engine took a change of its session in."""
        for each in self._open:
            if each.update and each.event_id == event_id:
                self._confirm(each)
                return

    def refused(self, error: EngineError) -> bool:
        """Whether the error is about an edit."""
        for each in self._open:
            if each.event_id and each.event_id == error.event_id:
                self._drop(each, detail=f"{error.code}: {error.message}"[:300])
                return True
        return False

    def _unconfirmed(self, each: _Open) -> None:
        if each in self._open:
            self._drop(each, refusal=Refusal.NOT_CONFIRMED)

    def _drop(
        self, each: _Open, *, refusal: Refusal | None = None, detail: str | None = None
    ) -> None:
        self._open.remove(each)
        self._core.timers.cancel(Timer.EDIT, key=each.edit.id)
        if each.expires is None:
            self._change(each.edit.id, EditState.REFUSED, refusal=refusal, detail=detail)
        else:
            reason = detail if refusal is None else refusal.sentence
            self._core.note("expiry_refused", edit_id=each.expires, reason=reason)

    def _confirm(self, each: _Open) -> None:
        core, edit = self._core, each.edit
        self._open.remove(each)
        core.timers.cancel(Timer.EDIT, key=edit.id)
        core.context = self._applied(core.context, edit)
        self._context_changed()  # first, so that whoever sees the confirmation sees its effect
        if each.expires is not None:
            self._change(each.expires, EditState.EXPIRED, refusal=Refusal.TIME_IS_OVER)
            self._show(each, "Taken back")
        else:
            self._done[edit.id] = each.before
            self._change(edit.id, EditState.CONFIRMED)
            self._show(each, "Changed")
            if edit.undoes is not None:
                core.timers.cancel(Timer.EDIT_UNTIL, key=edit.undoes)
            self._expire_later(edit, each.before)
            if edit.probe:
                self._probe(edit)

    def _context_changed(self) -> None:
        context = self._core.context
        context.version += 1
        self._core.emit(
            ContextChanged(
                context.context_data,
                context.notes,
                context.system_prompt or self._core.agent.system_prompt,
                context.version,
            )
        )

    def _show(self, each: _Open, what: str) -> None:
        """A line in the transcript: from here on the model knew."""
        edit = each.edit
        keys = [data.shown(key) for key in (*edit.set, *edit.unset)]
        keys += ["notes"] if edit.notes is not None else []
        keys += ["system prompt"] if edit.system_prompt is not None else []
        self._core.transcript.begin(
            Role.SYSTEM,
            self._core.now_ms,
            kind="event",
            said=f"{what}: {', '.join(keys)}",
            final=True,
            data={"edit_id": each.expires or edit.id, "author": edit.author},
        )

    def _change(
        self,
        edit_id: str,
        state: EditState,
        *,
        refusal: Refusal | None = None,
        detail: str | None = None,
        before: dict[str, Any] | None = None,
        probe_answer: str | None = None,
    ) -> None:
        turn = self._core.transcript.count
        self._core.emit(EditChanged(edit_id, state, turn, refusal, detail, probe_answer, before))

    # ---- until ----------------------------------------------------------------------------------

    def goes_on(self, edit: Edit) -> None:
        """An edit that was confirmed before the call was lost: its time will end here."""
        self._done[edit.id] = edit.before
        self._expire_later(edit, edit.before)

    def _expire_later(self, edit: Edit, before: dict[str, Any]) -> None:
        if edit.until is None:
            return
        back = Edit(
            id=f"{edit.id}_back",
            org_id=edit.org_id,
            call_id=edit.call_id,
            author=edit.author,
            mode=EditMode.NEXT_TURN,
            set=before.get("set", {}),
            unset=before.get("unset", []),
            notes=before.get("notes"),
            system_prompt=before.get("system_prompt"),
            created_at=edit.created_at,
        )
        self._core.timers.set(
            Timer.EDIT_UNTIL,
            self._core.context.position_ms(edit.until),
            lambda: self._open.append(_Open(back, expires=edit.id)),
            key=edit.id,
        )

    # ---- probes ---------------------------------------------------------------------------------

    def _probe(self, edit: Edit) -> None:
        if edit.probe:
            ask(self._core, self._instructions(self._core.context), edit.probe, "probe", edit.id)

    def probed(self, edit_id: str, answer: str) -> None:
        """The model said what it believes now."""
        self._change(edit_id, EditState.CONFIRMED, probe_answer=answer[:2000])

    # ---- the engine's session and the call's end ------------------------------------------------

    def engine_gone(self) -> None:
        """What was under way goes into the next session's instructions."""
        for each in self._open:
            each.item_id = each.event_id = ""
            self._core.timers.cancel(Timer.EDIT, key=each.edit.id)

    def fold(self) -> CallContext:
        """Everything open, for a new session's instructions; confirmed when those are."""
        for each in self._open:
            if not each.sent:
                self._prepare(each, self._effective())
        return self._effective()

    def folded(self) -> None:
        """The new session's configuration, with the open edits in it, was confirmed."""
        for each in [each for each in self._open if each.sent and not each.event_id]:
            self._confirm(each)

    def over(self) -> None:
        """The call is over: what has not reached the model never will."""
        for each in self._open:
            if each.expires is None:
                self._change(each.edit.id, EditState.REFUSED, refusal=Refusal.CALL_OVER)
        self._open.clear()


def ask(core: Core, instructions: str, question: str, kind: str, key: str) -> None:
    """Have the model answer in writing: the caller hears nothing, nothing is kept."""
    core.emit(
        AskAside(
            core.new_id("rc"),
            {"kind": kind, "request": key},
            f"{instructions}\n\nDo not speak to the caller now. Answer this question of your "
            f"team in writing, in one or two sentences:\n{core.fence.note(question)}",
        )
    )
