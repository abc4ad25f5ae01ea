"""Recordings that wait on disk: none is lost, whatever the database, the disk or the end do."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.loopback import until

from phony.store.audio_buffer import AudioBuffer, Piece, size_of
from phony.store.spill import Spill, SpillFile

ROOM = 4000


def piece(number: int, size: int = 100) -> Piece:
    half = bytes([number % 256]) * (size // 2)
    return {"_id": f"c:{number}", "call_id": "c", "lease": 0, "caller": half, "agent": half}


def numbers(pieces: list[Piece]) -> list[int]:
    return [int(each["_id"].split(":")[1]) for each in pieces]


class Base:
    """A database that takes what waits, while it is there."""

    def __init__(self, sound: AudioBuffer) -> None:
        self.sound = sound
        self.there = False
        self.kept: list[Piece] = []

    async def flush(self) -> bool:
        taken = self.sound.take()
        if self.there:
            self.kept += taken
            self.sound.written(taken)
        else:
            self.sound.put_back(taken)
        return self.there


def test_the_file_is_a_queue_and_starts_anew_when_it_is_empty(tmp_path: Path) -> None:
    file = SpillFile(tmp_path)

    def taken(most: int) -> list[Piece]:
        pieces = file.read(most)
        file.forget()
        return pieces

    assert taken(1) == []
    assert file.write([piece(0), piece(1)]) == file.write([piece(2)]) == ""
    assert file.read(1) == file.read(1) == [piece(0)]  # until it is forgotten
    assert taken(1) == [piece(0)]
    assert (numbers(taken(10_000)), file.bytes) == ([1, 2], 0)
    assert taken(1) == []
    assert file.write([piece(3)]) == ""
    assert taken(1) == [piece(3)]
    assert list(tmp_path.iterdir()) == []  # it has no name
    file.close()


def test_only_a_share_of_the_disk_is_taken(tmp_path: Path) -> None:
    file = SpillFile(tmp_path, share=0)
    assert "0% of what is free" in file.write([piece(0)])
    assert (file.read(1), file.bytes, file.refused) == ([], 0, [piece(0)])


async def test_an_outage_longer_than_memory_loses_nothing(tmp_path: Path) -> None:
    sound = AudioBuffer(ROOM)
    base, file = Base(sound), SpillFile(tmp_path)
    spill = Spill(sound, base.flush, file)
    for number in range(200):  # five times what memory holds
        sound.add(piece(number))
        await base.flush()
        await spill.step()
    assert file.bytes > 3 * ROOM
    base.there = True
    while file.bytes:
        await base.flush()
        await spill.step()
    await base.flush()
    file.close()
    assert sorted(numbers(base.kept)) == list(range(200))
    assert sound.lost_bytes == 0


async def test_at_the_end_the_database_gets_what_is_in_the_file(tmp_path: Path) -> None:
    sound = AudioBuffer(ROOM)
    base, file = Base(sound), SpillFile(tmp_path)
    spill = Spill(sound, base.flush, file, look_s=0)
    for number in range(30):
        sound.add(piece(number))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(spill.run())
        await until(lambda: file.bytes > 0, "the file is used")
        base.there = True
        running.cancel()
    await base.flush()  # the journal's last
    assert sorted(numbers(base.kept)) == list(range(30))


async def test_a_disk_that_refuses_leaves_it_to_memory(tmp_path: Path) -> None:
    sound = AudioBuffer(ROOM)
    spill = Spill(sound, Base(sound).flush, SpillFile(tmp_path / "not there"))
    for number in range(30):
        sound.add(piece(number))
    assert not await spill.step()
    assert numbers(sound.take()) == list(range(30))


STEPS = st.lists(
    st.sampled_from(["add", "add", "add", "large", "flush", "step", "there", "away"]), max_size=80
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from([0.0, 0.1]))
def test_whatever_happens_each_piece_is_kept_once_or_counted_as_lost(
    steps: list[str], share: float
) -> None:
    async def play() -> None:
        sound = AudioBuffer(ROOM)
        base = Base(sound)
        with tempfile.TemporaryDirectory() as folder:
            file = SpillFile(Path(folder), share)
            spill = Spill(sound, base.flush, file)
            added = 0
            for number, step in enumerate(steps):
                match step:
                    case "add" | "large":
                        made = piece(number, 100 if step == "add" else 1500)
                        added += size_of(made)
                        sound.add(made)
                    case "flush":
                        await base.flush()
                    case "step":
                        await spill.step()
                    case _:
                        base.there = step == "there"
            base.there = True
            while file.bytes or len(sound):
                await base.flush()
                await spill.step()
            file.close()
        assert max(Counter(numbers(base.kept)).values(), default=1) == 1
        assert sum(map(size_of, base.kept)) + sound.lost_bytes == added
        assert sound.aside_bytes == 0

    asyncio.run(play())
