"""What a worker had heard and not written is in the record, and the next session hears it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from tests.support.calls import keep, make_call, make_turn

from phony.domain.calls import Call
from phony.domain.ids import DEFAULT_ORG
from phony.domain.turns import Role, Turn
from phony.service.calls.salvage import UNHEARD_GAP_MS, Salvage, newest_speech
from phony.store.call_queries import CallQueries
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.repositories import for_org
from phony.store.tails import Tail, TailFile, Tails

LOUD, QUIET = b"\x20", b"\xff"
SECOND = 8000
ONSET = QUIET * 15 * 160
GAP = QUIET * (UNHEARD_GAP_MS * 8)


class Dead:
    """A worker of this machine that was killed over a call which it had from 2 s on."""

    def __init__(self, folder: Path, call: Call, lease: int = 0) -> None:
        self.file = TailFile(folder, f"w{lease}", 1)
        tail = self.file.open(call.id, lease)
        assert tail is not None
        self.tail: Tail = tail
        tail.begin(2 * SECOND)

    def hears(self, *pieces: bytes) -> None:
        """From 2 s on."""
        end = 2 * SECOND
        for piece in pieces:
            for at in range(0, len(piece), 160):
                end += len(piece[at : at + 160])
                self.tail.caller(piece[at : at + 160], end)
        self.tail.agent(b"\x05" * (end - 2 * SECOND), end)
        self.file.close()


@pytest.fixture
async def call(database: Database) -> Call:
    call = make_call(worker_id="w_gone")
    await keep(database, call)
    return call


async def wav_seconds(database: Database, call: Call) -> float:
    return await for_org(database, DEFAULT_ORG).recordings.assemble(call.id)


async def chunks(database: Database) -> list[tuple[int, int, bytes, bytes]]:
    found = database.raw["recording_chunks"].find().sort([("lease", 1), ("at_ms", 1)])
    return [(c["lease"], c["at_ms"], bytes(c["caller"]), bytes(c["agent"])) async for c in found]


async def test_the_recording_s_end_is_written_once(
    database: Database, call: Call, tmp_path: Path
) -> None:
    journal = Journal(database)
    journal.audio(DEFAULT_ORG, call.id, 2000, b"\x01" * SECOND, b"\x05" * SECOND)
    await journal.flush()
    Dead(tmp_path, call).hears(b"\x01" * SECOND, b"\x02" * SECOND)
    salvage = Salvage(database, Tails(tmp_path))
    for _ in range(2):
        await salvage.rest(call)
    assert [each[:3] for each in await chunks(database)] == [
        (0, 2000, b"\x01" * SECOND),
        (0, 3000, b"\x02" * SECOND),
    ]
    assert Tails(tmp_path).of(call.id) == []
    assert await wav_seconds(database, call) == 2.0


async def test_what_a_frozen_worker_writes_when_it_wakes_is_there_already(
    database: Database, call: Call, tmp_path: Path
) -> None:
    frozen = TailFile(tmp_path, "w1", 1)
    tail = frozen.open(call.id, 0)
    assert tail is not None
    tail.begin(2 * SECOND)
    tail.caller(LOUD * 800, 2 * SECOND + 800)
    await Salvage(database, Tails(tmp_path)).rest(call)
    journal = Journal(database)
    journal.audio(DEFAULT_ORG, call.id, 2000, b"\x01" * 800, b"\x01" * 800)
    await journal.flush()
    ((_, _, caller, _),) = await chunks(database)
    assert caller == LOUD * 800
    assert frozen.path.exists(), "it lives"


async def test_turns_are_as_they_stood_and_those_of_a_later_owner_stay(
    database: Database, call: Call, tmp_path: Path
) -> None:
    stored = [make_turn(call.id, n, "half", final=False) for n in range(2)]
    await keep(database, *stored)
    later = {"_id": stored[1].id}
    await database.raw["turns"].update_one(later, {"$set": {"lease": 2, "said": "theirs"}})
    dead = Dead(tmp_path, call, lease=1)
    for turn in stored:
        dead.tail.turn(turn.model_copy(update={"said": "half and all", "final": True}))
    dead.tail.turn(make_turn(call.id, 2, "never written"))
    dead.hears(QUIET * 160)
    await Salvage(database, Tails(tmp_path)).rest(call)
    queries: CallQueries = for_org(database, DEFAULT_ORG).call_queries
    said = [(turn.said, turn.final) for turn in await queries.all_turns(call.id)]
    assert said == [("half and all", True), ("theirs", False), ("never written", True)]


def turn_of(call: Call, index: int, role: Role, **fields: Any) -> Turn:
    said = "" if role is Role.CALLER else "Certainly."
    return make_turn(call.id, index, said, role=role, **fields)


ASKS = {"started_ms": 3500, "ended_ms": None, "final": False}
BEFORE = {"started_ms": 500, "ended_ms": 1500}
CASES: dict[str, tuple[list[Any], list[bytes], tuple[list[str], bytes] | None]] = {
    # name: turns, what is heard from 2 s on, what is heard again (turns, sound)
    "a turn that has begun": (
        [(Role.CALLER, BEFORE), (Role.CALLER, ASKS)],
        [QUIET * SECOND, LOUD * SECOND],
        (["1"], ONSET + LOUD * SECOND),
    ),
    "two, of which neither has words": (
        [(Role.CALLER, {**ASKS, "started_ms": 3000}), (Role.CALLER, ASKS)],
        [LOUD * SECOND, LOUD * SECOND],
        (["0", "1"], ONSET + LOUD * 2 * SECOND),
    ),
    "one that was answered, and one that was not": (
        [(Role.CALLER, ASKS), (Role.AGENT, {}), (Role.CALLER, {**ASKS, "started_ms": 3900})],
        [LOUD * SECOND, LOUD * SECOND],
        (["2"], LOUD * 2400),  # 300 ms,
    ),
    "one whose answer was cut short by the next": (
        [(Role.CALLER, ASKS), (Role.AGENT, {"interrupted": True}), (Role.CALLER, ASKS)],
        [LOUD * SECOND, LOUD * SECOND],
        (["0", "2"], ONSET + LOUD * 2 * SECOND),
    ),
    "what the engine had not noticed": (
        [(Role.CALLER, BEFORE)],
        [QUIET * SECOND, LOUD * SECOND],
        ([], ONSET + LOUD * SECOND),
    ),
    "what it had noticed is known": (
        [(Role.CALLER, {"ended_ms": 4000})],
        [LOUD * 2 * SECOND],
        None,
    ),
    "what was before a pause is known": (
        [(Role.CALLER, {**BEFORE, "ended_ms": 2900}), (Role.CALLER, {**ASKS, "started_ms": 4200})],
        [LOUD * SECOND, QUIET * SECOND, LOUD * SECOND],
        (["1"], ONSET + LOUD * SECOND),
    ),
    "what was before a pause was no speech": (
        [(Role.CALLER, {**ASKS, "started_ms": 4200})],
        [LOUD * SECOND, QUIET * SECOND, LOUD * SECOND],
        (["0"], ONSET + LOUD * SECOND),
    ),
    "a turn of which nothing sounds": (
        [(Role.CALLER, ASKS)],
        [QUIET * 2 * SECOND],
        (["0"], QUIET * (SECOND + SECOND // 2)),
    ),
    "silence": ([(Role.CALLER, BEFORE)], [QUIET * SECOND], None),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_was_being_said(
    database: Database, call: Call, tmp_path: Path, name: str
) -> None:
    turns, heard, again = CASES[name]
    made = [turn_of(call, index, role, **more) for index, (role, more) in enumerate(turns)]
    Dead(tmp_path, call).hears(*heard)
    salvage = Salvage(database, Tails(tmp_path))
    await salvage.rest(call)
    unheard = await salvage.unheard(call, made)
    if again is None:
        assert unheard is None
        return
    assert unheard is not None
    assert unheard.turn_ids == [made[int(number)].id for number in again[0]]
    sound = b"".join(map(b64decode, unheard.frames))
    assert sound == again[1] + GAP


@pytest.mark.parametrize(
    ("sound", "new"),
    [
        (b"", b""),
        (QUIET * SECOND, b""),
        (QUIET * SECOND + LOUD * 320, b""),  # a click
        (LOUD * 3 * SECOND, b""),  # the engine has heard it, and it is no speech
        (LOUD * 1600 + QUIET * SECOND + LOUD * 800, QUIET * 2400 + LOUD * 800),
        (LOUD * 1600 + QUIET * 1600 + LOUD * 800, LOUD * 1600 + QUIET * 1600 + LOUD * 800),
        (LOUD * 480, LOUD * 480),
    ],
)
def test_speech_has_just_begun(sound: bytes, new: bytes) -> None:
    assert newest_speech(sound) == new
