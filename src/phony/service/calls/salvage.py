"""What a worker that was killed, or hangs, had heard of a call and not written."""

from __future__ import annotations

from phony.domain.audio import (
    BYTES_PER_MS,
    FRAME_BYTES,
    FRAME_MS,
    SILENCE,
    level_db,
    whole_frames,
)
from phony.domain.calls import Call
from phony.domain.turns import Role, Turn
from phony.session import Unheard
from phony.session.held import LOUD_DB
from phony.store.database import Database
from phony.store.journal import put_turns
from phony.store.repositories import for_org
from phony.store.tails import Tails

MOST_UNHEARD_MS = 20_000
# What was said before and after the loss is no one sentence.
UNHEARD_GAP_MS = 800
# A turn begins in the record when the engine has noticed it. What sounds for longer and is in no
# turn, the engine has heard and found to be no speech.
_NOTICED_MS = 2500
_NOTICED_FRAMES = _NOTICED_MS // FRAME_MS
_LEAD_FRAMES = 1000 // FRAME_MS
_PAUSE_FRAMES = 500 // FRAME_MS  # in a longer one an engine may end a turn
_LOUD_FRAMES = 3  # so many of them are speech
_ONSET_FRAMES = 300 // FRAME_MS  # it begins before it is loud
_END_MS = 200  # so much later than an engine says, a turn may have ended


class Salvage:
    """Saves it; whoever took the call up, or ended its record, asks for that."""

    def __init__(self, database: Database, tails: Tails) -> None:
        """`tails` are those of this machine's workers."""
        self._database = database
        self._tails = tails

    async def rest(self, call: Call) -> None:
        """Write what is missing of its newest turns, and at the end of its recording so far."""
        if not (found := self._tails.of(call.id)):
            return
        recordings = for_org(self._database, call.org_id).recordings
        for rest in found:
            await put_turns(self._database, call.org_id, rest.turns, lease=rest.lease)
            await recordings.add_missing(call.id, rest)
        self._tails.forget(call.id)

    async def unheard(self, call: Call, turns: list[Turn]) -> Unheard | None:
        """What the caller was saying when the other session was lost, as far as it is recorded."""
        owed = _owed(turns)
        known = [
            t.ended_ms or t.started_ms for t in turns if t.role is Role.CALLER and t not in owed
        ]
        told_ms = max(known, default=-_END_MS) + _END_MS
        if owed:
            begun_ms = owed[0].started_ms
            since_ms = max(min(told_ms, begun_ms), begun_ms - _NOTICED_MS)
            sound = await self._caller_since(call, since_ms)
            sound = speech_around(sound, (begun_ms - since_ms) * BYTES_PER_MS)
            if len(sound) <= MOST_UNHEARD_MS * BYTES_PER_MS:
                return _again([turn.id for turn in owed], sound)
            # Else the engine had forgotten that turn.
        return _again([], newest_speech(await self._caller_since(call, max(told_ms, 0))))

    async def _caller_since(self, call: Call, from_ms: int) -> bytes:
        recordings = for_org(self._database, call.org_id).recordings
        return await recordings.caller_since(call.id, from_ms)

    def sweep(self) -> None:
        """Remove what nobody asks for any more."""
        self._tails.sweep()


def _owed(turns: list[Turn]) -> list[Turn]:
    """Turns of the caller's whose words are not whole, and which the agent has not answered."""
    owed: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: turn.index):
        if turn.role is Role.CALLER and not turn.final:
            owed.append(turn)
        elif turn.role is Role.AGENT and turn.final and not turn.interrupted:
            owed.clear()
    return owed


def speech_around(sound: bytes, at: int) -> bytes:
    """All from where somebody began to say what was being said at a position of mu-law.

    If nothing sounds there it is all from a moment before.
    """
    begun = [began for began, ended in _stretches(sound) if began <= at // FRAME_BYTES <= ended]
    first = begun[0] - _ONSET_FRAMES if begun else at // FRAME_BYTES - _LEAD_FRAMES
    return sound[max(0, first) * FRAME_BYTES :]


def newest_speech(sound: bytes) -> bytes:
    """What somebody has just begun to say at the end of mu-law; empty if nobody has."""
    began, ended = (_stretches(sound) or [(0, 0)])[-1]
    if ended - began < _LOUD_FRAMES or len(sound) // FRAME_BYTES - began > _NOTICED_FRAMES:
        return b""
    return sound[max(0, began - _ONSET_FRAMES) * FRAME_BYTES :]


def _stretches(sound: bytes) -> list[tuple[int, int]]:
    """Where it is loud, in frames, without the short pauses that speech has."""
    found: list[tuple[int, int]] = []
    for number, at in enumerate(range(0, len(sound), FRAME_BYTES)):
        if level_db(sound[at : at + FRAME_BYTES]) <= LOUD_DB:
            continue
        if found and number - found[-1][1] <= _PAUSE_FRAMES:
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found


def _again(turn_ids: list[str], sound: bytes) -> Unheard | None:
    if not sound:
        return None
    sound += bytes([SILENCE]) * (UNHEARD_GAP_MS * BYTES_PER_MS)
    cut = [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
    return Unheard(turn_ids, [whole_frames(frame) for frame in cut])
