"""The engine's side: its session lost and replaced, what it refuses, its responses as they fail."""

from __future__ import annotations

from phony.domain.actions import CancelResponse, UsageReported
from phony.domain.events import (
    EngineError,
    EngineLost,
    ItemAdded,
    ItemDone,
    ResponseDone,
    ResponseStarted,
    SessionUpdated,
    Trouble,
)
from phony.domain.turns import Role
from phony.session.commands import Commands
from phony.session.core import Core
from phony.session.edits import Edits
from phony.session.ending import Ending
from phony.session.engine import NO_ANSWER, NO_LIFE, Engine
from phony.session.responses import RETRY_MS, Request, Responses
from phony.session.speech import Speech
from phony.session.timers import Timer
from phony.session.tools import Tools

_OUTSIDE = frozenset({"probe", "summary"})  # responses outside the conversation


class EngineSide:
    """What the engine reports, handed to whom it concerns."""

    def __init__(
        self,
        core: Core,
        engine: Engine,
        responses: Responses,
        speech: Speech,
        ending: Ending,
        edits: Edits,
        tools: Tools,
        commands: Commands,
    ) -> None:
        """The engine has said nothing yet."""
        self._core = core
        self._engine = engine
        self._responses = responses
        self._speech = speech
        self._ending = ending
        self._edits = edits
        self._tools = tools
        self._commands = commands
        # An answer was under way when a session was lost: the next one makes good for it.
        self._owed = False
        self._failures = 0  # of responses, one after another

    # ---- the session ----------------------------------------------------------------------

    def take_owed(self) -> bool:
        """Whether a lost session owed the caller an answer; asked once."""
        owed, self._owed = self._owed, False
        return owed

    def updated(self, event: SessionUpdated) -> None:
        """The oldest change under way took effect."""
        event_id = self._engine.configuration.confirmed()
        if self._engine.updated():
            self._edits.folded()
        else:
            self._edits.session_updated(event_id)

    def lost(self, event: EngineLost) -> None:
        """The socket is gone."""
        if self._ending.over:
            self._ending.engine_gone()
            return
        self.gone()
        if self._core.closing:  # what was sent is played to its end, and that is that
            self._responses.drop_wanted()
            self._engine.gone()
        else:
            reason = event.reason or str(event.code)
            self._engine.lost(reason, status=event.status, trouble=event.trouble)

    def stuck(self) -> None:
        """The engine does not begin what it was asked for."""
        self._engine.utterance.deaf()
        self.gone()
        self._engine.lost(NO_ANSWER)

    def dead(self) -> None:
        """The engine gives no sign of life, whatever its socket says."""
        self._engine.utterance.deaf()
        self.lost(EngineLost(reason=NO_LIFE))

    def gone(self) -> None:
        """The engine's session with all it had under way is no more."""
        heard_nothing = self._engine.utterance.repeated
        self._core.timers.cancel(Timer.UNHEARD)
        owed = self._core.caller.lost() or heard_nothing
        self._owed = self._owed or owed or self._responses.owed
        for request in self._responses.engine_gone():
            if request.kind == "reply":
                request.settle("failed")
            else:
                self._owed = False
                self._responses.want(request, first=True)
        self._speech.engine_gone()
        self._core.transcript.engine_gone(self._core.now_ms, self._engine.utterance.lost())
        self._edits.engine_gone()
        self._tools.engine_gone()

    # ---- refusals -------------------------------------------------------------------------

    def error(self, event: EngineError) -> None:
        """Something that we sent was refused, or the engine is in trouble."""
        if self._engine.refused(event) or self._edits.refused(event):
            return
        self._core.note("engine_error", code=event.code, error_type=event.error_type)
        if event.trouble is Trouble.FATAL:
            self._useless(event.code)
        elif event.trouble is Trouble.NO_INPUT:
            self._ending.commit_refused()
        elif not self._commands.refused(event.event_id, event.code):
            request = self._responses.refused(event)
            if request is not None and not self._ending.over:
                self._failed(event.code or event.error_type, event.trouble, request)

    def _failed(self, code: str, trouble: Trouble, request: Request) -> None:
        """The engine could not make a response: once more, then a fresh session, then the end."""
        self._core.note("response_failed", code=code)
        self._failures += 1
        limited = self._failures > 1 and trouble is Trouble.RATE_LIMITED
        if limited or self._failures > 3 or trouble is Trouble.FATAL:
            request.settle("failed")
            self._owed = True
            self._useless(code)
        elif trouble is Trouble.INVALID or self._core.closing:
            request.settle("failed")
        elif self._failures != 2:
            self._responses.retry(request, RETRY_MS)
        else:
            request.settle("failed")
            self._owed = True
            self.gone()
            self._engine.lost(code)

    def _useless(self, code: str) -> None:
        """This engine cannot go on with the call, whatever it is asked: the next one, if any."""
        self._failures = 0
        self.lost(EngineLost(reason=code, trouble=Trouble.FATAL))

    # ---- the conversation -----------------------------------------------------------------

    def item_added(self, event: ItemAdded) -> None:
        """An item is in the conversation, in its place."""
        self._responses.item_added(event.item_id)
        self._engine.memory.holds(event.item_id)
        self._core.transcript.follow(event.item_id, event.previous_item_id)

    def item_done(self, event: ItemDone) -> None:
        """An item is complete."""
        self._engine.item_done(event.item_id)
        self._edits.item_done(event.item_id)
        self._commands.item_done(event.item_id)
        if event.role is Role.AGENT:
            self._speech.item_done(event.item_id)

    def response_started(self, event: ResponseStarted) -> None:
        """A response begins, asked for or not."""
        if event.out_of_band or event.metadata.get("kind") in _OUTSIDE:
            self._responses.outside.add(event.response_id)
            return
        unanswered = self._core.caller.unanswered
        self._core.caller.answered()
        if self._ending.over:
            self._core.emit(CancelResponse(event.response_id))
            return
        self._responses.started(event)
        if unanswered and self._responses.is_muted(event.response_id):
            self._core.caller.waits()  # nobody hears that answer

    def response_done(self, event: ResponseDone) -> None:
        """A response has ended, well or not."""
        core = self._core
        if event.usage:
            core.emit(UsageReported("response", core.agent.model, event.usage, event.response_id))
        kind = event.metadata.get("kind")
        if kind in _OUTSIDE or event.response_id in self._responses.outside:
            self._responses.outside.discard(event.response_id)
            self._written(kind or "", event)
            return
        active = self._responses.active
        mine = active is not None and active.response_id == event.response_id
        spoke = mine and active is not None and active.spoken
        self._speech.response_done(event.response_id, event.status)
        request = self._responses.done(event)
        if self._ending.over:
            return
        if event.status == "failed":
            code = event.error_code or "unknown"
            if not spoke:
                self._failed(code, event.trouble, request or Request("reply"))
            elif request is not None:
                request.settle("failed")  # some of it was heard: saying it again would be worse
            return
        self._failures = 0
        if event.status == "completed":
            self._engine.utterance.answered()
        if event.tool_calls:
            self._tools.called(event, spoke=spoke)

    def _written(self, kind: str, event: ResponseDone) -> None:
        """An answer outside the conversation."""
        key = event.metadata.get("request", "")
        if kind == "summary":
            self._commands.transfers.summarized(key, event.text)
        elif not self._commands.probed(key, event.text):
            self._edits.probed(key, event.text)
