"""Recordings: chunks become one stereo WAV in GridFS, gaps become silence."""

from __future__ import annotations

import io
import wave

import pytest

from phony.domain.errors import NotFound
from phony.domain.ids import DEFAULT_ORG
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.recordings import peaks, to_stereo
from phony.store.repositories import for_org

SECOND = 8000
LOUD, QUIET = 0x80, 0xFF  # the largest positive code, and zero


async def wav_of(database: Database, call_id: str) -> wave.Wave_read:
    recordings = for_org(database, DEFAULT_ORG).recordings
    recording = await recordings.find(call_id)
    pieces = [piece async for piece in recordings.read(recording)]
    data = b"".join(pieces)
    assert len(data) == recording.length
    sound: wave.Wave_read = wave.open(io.BytesIO(data))
    return sound


async def test_caller_left_agent_right(database: Database) -> None:
    journal = Journal(database)
    for second in range(3):
        caller = bytes([LOUD]) * SECOND if second == 1 else bytes([QUIET]) * SECOND
        agent = bytes([LOUD]) * SECOND if second == 2 else bytes([QUIET]) * SECOND
        journal.audio("org_default", "call_1", 500 + second * 1000, caller, agent)
    await journal.flush()
    assert await for_org(database, DEFAULT_ORG).recordings.assemble("call_1") == 3.0
    with await wav_of(database, "call_1") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        assert sound.getnframes() == 3 * SECOND
        frames = sound.readframes(3 * SECOND)

    def level(second: int, side: int) -> int:
        at = (second * SECOND + SECOND // 2) * 4 + side * 2
        return int.from_bytes(frames[at : at + 2], "little", signed=True)

    assert [level(s, 0) for s in range(3)] == [0, 32124, 0]
    assert [level(s, 1) for s in range(3)] == [0, 0, 32124]
    waveform = await for_org(database, DEFAULT_ORG).recordings.waveform("call_1")
    assert len(waveform["caller"]) == 60
    assert waveform["caller"][20:40] == [100] * 20
    assert waveform["agent"][40:] == [100] * 20
    assert waveform["start_ms"] == 500
    assert await database.raw["recording_chunks"].count_documents({}) == 0


async def test_a_gap_is_silence_and_an_overlap_is_not_heard_twice(database: Database) -> None:
    journal = Journal(database)
    tone = bytes([LOUD]) * SECOND
    for at_ms in (0, 500, 3000):  # another worker wrote half a second anew, then none did
        journal.audio("org_default", "call_1", at_ms, tone, tone)
    await journal.flush()
    assert await for_org(database, DEFAULT_ORG).recordings.assemble("call_1") == 4.0
    with await wav_of(database, "call_1") as sound:
        frames = sound.readframes(sound.getnframes())
    samples = [
        int.from_bytes(frames[at : at + 2], "little", signed=True)
        for at in (0, int(1.4 * SECOND) * 4, int(2.5 * SECOND) * 4, int(3.5 * SECOND) * 4)
    ]
    assert samples == [32124, 32124, 0, 32124]


async def test_what_was_made_is_not_made_again_of_what_is_left(database: Database) -> None:
    journal, recordings = Journal(database), for_org(database, DEFAULT_ORG).recordings
    tone = bytes([LOUD]) * SECOND
    for at_ms in (0, 1000, 2000):
        journal.audio("org_default", "call_1", at_ms, tone, tone)
    await journal.flush()
    left = await database.raw["recording_chunks"].find_one({"at_ms": 1000})
    assert left is not None
    assert await recordings.assemble("call_1") == 3.0
    made = await recordings.find("call_1")
    # The database went away while the chunks were deleted, and who ends the call asks again.
    await database.raw["recording_chunks"].insert_one(left)
    assert await recordings.assemble("call_1") == 3.0
    assert await recordings.assemble("call_1") == 3.0
    assert await recordings.find("call_1") == made
    assert await database.raw["recording_chunks"].count_documents({}) == 0


async def test_ranges_other_organizations_and_deletion(database: Database) -> None:
    journal = Journal(database)
    journal.audio("org_default", "call_1", 0, bytes([LOUD]) * SECOND, bytes([QUIET]) * SECOND)
    await journal.flush()
    recordings = for_org(database, DEFAULT_ORG).recordings
    assert await recordings.assemble("call_none") == 0
    await recordings.assemble("call_1")
    recording = await recordings.find("call_1")
    whole = b"".join([piece async for piece in recordings.read(recording)])
    part = b"".join([piece async for piece in recordings.read(recording, 100, 300)])
    assert part == whole[100:300]
    with pytest.raises(NotFound):
        await for_org(database, "org_other").recordings.find("call_1")
    await recordings.delete("call_1")
    with pytest.raises(NotFound):
        await recordings.find("call_1")
    assert await database.raw["recordings.chunks"].count_documents({}) == 0


def test_mu_law_is_read_as_the_standard_says() -> None:
    # ITU-T G.711, table 2a: code word -> decoder output (14 bits, times 4 for 16).
    known = {0x80: 32124, 0x00: -32124, 0xFF: 0, 0x7F: 0, 0xF0: 120, 0x8F: 16764, 0xEF: 132}
    for code, linear in known.items():
        pcm = to_stereo(bytes([code]), bytes([0xFF]))
        assert int.from_bytes(pcm[:2], "little", signed=True) == linear
    assert peaks(b"\xff" * 400 + b"\x80" * 400 + b"\x80") == [0, 100, 100]


@pytest.mark.parametrize("stale_first", [True, False])
async def test_a_later_owners_sound_is_neither_overwritten_nor_mixed(
    database: Database, stale_first: bool
) -> None:
    """Stopped after a second, its worker wakes, and writes ten seconds that it did not hear."""
    journal = Journal(database)
    tone, silent = bytes([LOUD]) * SECOND, bytes([QUIET]) * SECOND
    journal.audio("org_default", "call_1", 0, tone, tone)
    if stale_first:
        journal.audio("org_default", "call_1", 1000, silent * 10, silent * 10)
    await journal.flush()
    for second in (4, 5, 6):
        journal.audio("org_default", "call_1", second * 1000, tone, tone, lease=2)
    await journal.flush()
    if not stale_first:
        for at_ms in (1000, 4000, 9000):
            journal.audio("org_default", "call_1", at_ms, silent * 5, silent * 5)
        await journal.flush()
    assert await for_org(database, DEFAULT_ORG).recordings.assemble("call_1") == 7.0
    with await wav_of(database, "call_1") as sound:
        frames = sound.readframes(sound.getnframes())
    middles = [(second * SECOND + SECOND // 2) * 4 for second in range(7)]
    levels = [int.from_bytes(frames[at : at + 2], "little", signed=True) for at in middles]
    assert levels == [32124, 0, 0, 0, 32124, 32124, 32124]
    assert await database.raw["recording_chunks"].count_documents({}) == 0


async def test_an_owner_whose_sound_is_all_anothers_is_not_heard(database: Database) -> None:
    journal = Journal(database)
    tone, silent = bytes([LOUD]) * SECOND, bytes([QUIET]) * SECOND
    journal.audio("org_default", "call_1", 1000, silent, silent, lease=1)
    journal.audio("org_default", "call_1", 500, tone, tone, lease=2)
    await journal.flush()
    assert await for_org(database, DEFAULT_ORG).recordings.assemble("call_1") == 1.0


async def test_the_caller_s_side_of_a_running_call_can_be_heard_from_a_moment_on(
    database: Database,
) -> None:
    journal, recordings = Journal(database), for_org(database, DEFAULT_ORG).recordings
    for at_ms, code in ((0, 1), (1000, 2), (1000, 9), (2500, 3)):
        track = bytes([code]) * SECOND
        journal.audio(DEFAULT_ORG, "call_1", at_ms, track, bytes([LOUD]) * SECOND)
    await journal.flush()
    heard = await recordings.caller_since("call_1", 1500)
    half = SECOND // 2
    assert heard == bytes([2]) * half + bytes([QUIET]) * half + bytes([3]) * SECOND
    assert await recordings.caller_since("call_1", 9000) == b""
    assert await recordings.caller_since("call_2", 0) == b""
    assert await for_org(database, "org_2").recordings.caller_since("call_1", 0) == b""
