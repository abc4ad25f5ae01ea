"""Answering machine detection: what it says of a party, and when."""

from __future__ import annotations

from phony.sandbox.parties import Machine, Party

HUMAN_AFTER_MS, MACHINE_AFTER_MS, UNKNOWN_AFTER_MS = 1200, 2400, 4000


def detected(party: Party, mode: str) -> tuple[str, int]:
    """The verdict (`AnsweredBy`), and how many milliseconds of sound it takes to know it.

    In the mode `DetectMessageEnd` a machine is waited for until its greeting is over.
    """
    match party.nature:
        case "human":
            return "human", HUMAN_AFTER_MS
        case "fax":
            return "fax", HUMAN_AFTER_MS
        case "unknown":
            return "unknown", UNKNOWN_AFTER_MS
    if mode == "DetectMessageEnd" and isinstance(party, Machine):
        end = "machine_end_beep" if party.has_beep else "machine_end_silence"
        return end, party.greeting_end_ms
    return "machine_start", MACHINE_AFTER_MS
