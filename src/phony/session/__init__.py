"""The call as a pure state machine: `CallSession.handle(event, now_ms) -> [Action]`."""

from phony.domain.context import CallContext
from phony.session.session import CallSession, Phase
from phony.session.utterance import Unheard

__all__ = ["CallContext", "CallSession", "Phase", "Unheard"]
