"""What the carrier's forms say: of which call, in which state, and how long it lasted."""

from __future__ import annotations

from collections.abc import Mapping

from phony.domain.calls import Call, CallStatus
from phony.store.calls import locate
from phony.store.database import Database

# The carrier's words for a call's status.
STATUS_WORDS = {
    "queued": CallStatus.QUEUED,
    "initiated": CallStatus.QUEUED,
    "ringing": CallStatus.RINGING,
    "in-progress": CallStatus.IN_PROGRESS,
    "answered": CallStatus.IN_PROGRESS,
    "completed": CallStatus.COMPLETED,
    "busy": CallStatus.BUSY,
    "no-answer": CallStatus.NO_ANSWER,
    "canceled": CallStatus.CANCELED,
    "failed": CallStatus.FAILED,
}


async def call_of(
    database: Database, call_id: str, form: Mapping[str, str], name: str = "CallSid"
) -> Call | None:
    """The call that is spoken of; None if the carrier means another one by that name.

    `name` is the field with the carrier's id of the call: that of a second leg has its own.
    """
    call = await locate(database, call_id=call_id)
    sid = form.get(name)
    if call is None or (sid and call.carrier_call_sid not in (None, sid)):
        return None
    return call


def whole(form: Mapping[str, str], name: str) -> int | None:
    """A whole number of the carrier's; None if it is none."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
