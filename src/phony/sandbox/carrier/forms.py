"""The fields of the carrier's requests about a call.

Source: https://www.twilio.com/docs/voice/twiml#request-parameters.
"""

from __future__ import annotations

from phony.sandbox.carrier.records import API_VERSION, FINAL, CallRecord, now, rfc2822

_SIP_CODES = {"busy": "486", "no-answer": "487", "canceled": "487", "failed": "404"}


def about(record: CallRecord, account_sid: str) -> dict[str, str]:
    """The fields of every request about a call; the blank ones are signed, too."""
    form = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": record.sid,
        "CallStatus": record.status,
        "Direction": record.direction,
        "From": record.from_,
        "Caller": record.from_,
        "To": record.to,
        "Called": record.to,
    }
    for side in ("From", "To", "Caller", "Called"):
        form |= {f"{side}{part}": "" for part in ("City", "State", "Zip")}
        form[f"{side}Country"] = "US" if form[side].startswith("+1") else ""
    if record.parent_sid:
        form["ParentCallSid"] = record.parent_sid
    if record.token:
        form["CallToken"] = record.token
    if record.caller_name:
        form["CallerName"] = record.caller_name
    if record.status in FINAL:
        form |= {"CallDuration": str(record.duration_s), "Duration": str(record.minutes)}
    return form


def progress(record: CallRecord, sequence: int, status: str | None = None) -> dict[str, str]:
    """What a status callback adds; `status` is told instead of the record's."""
    form = {
        "CallStatus": status or record.status,
        "Timestamp": rfc2822(now()) or "",
        "SequenceNumber": str(sequence),
        "CallbackSource": "call-progress-events",
    }
    if code := _SIP_CODES.get(form["CallStatus"]):
        form["SipResponseCode"] = code
    if record.answered_by:
        form["AnsweredBy"] = record.answered_by
    return form
