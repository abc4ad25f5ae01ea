"""Recordings: chunks while the call runs, one stereo WAV in GridFS when it is over.

Left is the caller, right the agent; PCM of 16 bits at 8 kHz, made from the mu-law of the wire.
"""

from __future__ import annotations

import contextlib
import math
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from gridfs.asynchronous import AsyncGridFSBucket, AsyncGridIn
from gridfs.errors import NoFile
from pymongo.errors import DuplicateKeyError

from phony.domain.audio import BYTES_PER_MS, LINEAR, PEAK, RATE_HZ, SILENCE
from phony.domain.errors import NotFound
from phony.store.database import Database
from phony.store.tails import Rest

CHANNELS = 2
SAMPLE_BYTES = 2
FRAME = CHANNELS * SAMPLE_BYTES
PEAKS_PER_S = 20
_PEAK_BYTES = RATE_HZ // PEAKS_PER_S
_MAX_GAP_MS = 10 * 60 * 1000
_READ = 64 << 10
_LONGEST_CHUNK_MS = 60_000


_SAMPLES = [struct.pack("<h", sample) for sample in LINEAR]
_LOW = bytes(sample[0] for sample in _SAMPLES)
_HIGH = bytes(sample[1] for sample in _SAMPLES)


def _loudness(sample: int) -> int:
    """0 to 100 on a line of decibels from -60 to 0."""
    value = abs(sample)
    return 0 if value < 33 else round(100 + 100 / 60 * 20 * math.log10(value / PEAK))


_LOUDNESS = bytes(map(_loudness, LINEAR))


@dataclass(frozen=True, slots=True)
class Recording:
    """A stored recording."""

    call_id: str
    length: int
    duration_s: float
    file_id: ObjectId
    start_ms: int = 0  # where it begins on the call's clock

    def has(self, from_ms: int, to_ms: int) -> bool:
        """Whether it holds that part of the call."""
        return self.start_ms <= from_ms and to_ms <= self.start_ms + self.duration_s * 1000


async def ensure_indexes(database: Database) -> None:
    """Find a call's file."""
    await database.raw["recordings.files"].create_index("metadata.call_id", name="call")


def to_stereo(caller: bytes, agent: bytes) -> bytes:
    """Two equally long mu-law tracks as interleaved 16-bit PCM."""
    pcm = bytearray(FRAME * len(caller))
    pcm[0::FRAME], pcm[1::FRAME] = caller.translate(_LOW), caller.translate(_HIGH)
    pcm[2::FRAME], pcm[3::FRAME] = agent.translate(_LOW), agent.translate(_HIGH)
    return bytes(pcm)


def wav_header(frames: int) -> bytes:
    """The header of a stereo WAV with `frames` samples per side."""
    size = frames * FRAME
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + size,
        b"WAVE",
        b"fmt ",
        16,
        1,
        CHANNELS,
        RATE_HZ,
        RATE_HZ * FRAME,
        FRAME,
        8 * SAMPLE_BYTES,
        b"data",
        size,
    )


def peaks(track: bytes) -> list[int]:
    """The loudest moment of every 50 ms, 0 to 100."""
    loudness = track.translate(_LOUDNESS)
    return [max(loudness[i : i + _PEAK_BYTES]) for i in range(0, len(loudness), _PEAK_BYTES)]


@dataclass(slots=True)
class _Owner:
    """A worker that recorded a part of a call; chunks of an older version have no lease."""

    lease: int | None
    from_ms: int
    until_ms: int | None = None  # where a later one begins


class RecordingRepository:
    """The recordings of one organization."""

    def __init__(self, database: Database, org_id: str) -> None:
        """Made by `for_org`."""
        self._chunks = database.loose["recording_chunks"]
        self._files = database.raw["recordings.files"]
        self._bucket = AsyncGridFSBucket(database.raw, bucket_name="recordings")
        self._org_id = org_id

    async def assemble(self, call_id: str) -> float:
        """Make the WAV of a finished call from its chunks; its seconds, 0 if there was nothing.

        Memory stays small whatever the length. Gaps (a worker was lost) become silence. What was
        made before, and whose chunks could not be deleted, is not made again.
        """
        scope = {"call_id": call_id, "org_id": self._org_id}
        owners = await self._owners(scope)
        made = await self._made(call_id)
        if not owners:
            return made.duration_s if made else 0.0
        newest = {**scope, "lease": owners[-1].lease}
        last = await self._chunks.find_one(newest, sort=[("at_ms", -1)])
        assert last is not None
        start_ms = owners[0].from_ms
        frames = (last["at_ms"] - start_ms) * BYTES_PER_MS + len(last["caller"])
        if made and made.has(start_ms, start_ms + frames // BYTES_PER_MS):
            await self._chunks.delete_many(scope)
            return made.duration_s
        grid_in = self._bucket.open_upload_stream(f"{call_id}.wav")
        async with contextlib.AsyncExitStack() as undo:
            undo.push_async_callback(grid_in.abort)  # half a recording is none
            levels = await self._write(grid_in, self._pieces(scope, owners), start_ms, frames)
            await grid_in.set(
                "metadata",
                {
                    "call_id": call_id,
                    "org_id": self._org_id,
                    "duration_s": frames / RATE_HZ,
                    "start_ms": start_ms,
                    "peaks_per_s": PEAKS_PER_S,
                    "peaks": levels,
                },
            )
            await grid_in.close()
            undo.pop_all()
        await self._delete_files(call_id, older_than=grid_in._id)
        await self._chunks.delete_many(scope)
        return float(frames / RATE_HZ)

    async def _owners(self, scope: dict[str, str]) -> list[_Owner]:
        """Who recorded, in order. Where a later owner begins, the sound of all before it ends."""
        by_lease = {"$group": {"_id": "$lease", "from_ms": {"$min": "$at_ms"}}}
        found = await self._chunks.aggregate([{"$match": scope}, by_lease])
        owners = [_Owner(each["_id"], each["from_ms"]) async for each in found]
        owners.sort(key=lambda owner: owner.lease or 0, reverse=True)
        until_ms = None
        for owner in owners:
            owner.until_ms = until_ms
            until_ms = owner.from_ms if until_ms is None else min(until_ms, owner.from_ms)
        kept = [o for o in owners if o.until_ms is None or o.from_ms < o.until_ms]
        return kept[::-1]

    async def _pieces(
        self, scope: dict[str, str], owners: list[_Owner]
    ) -> AsyncIterator[tuple[int, bytes, bytes]]:
        """What counts of the chunks: where each begins, and both sides."""
        for owner in owners:
            async for chunk in self._chunks.find({**scope, "lease": owner.lease}).sort("at_ms", 1):
                caller, agent = bytes(chunk["caller"]), bytes(chunk["agent"])
                if owner.until_ms is not None:
                    length = max(0, owner.until_ms - chunk["at_ms"]) * BYTES_PER_MS
                    caller, agent = caller[:length], agent[:length]
                if caller:
                    yield chunk["at_ms"], caller, agent

    async def _write(
        self,
        grid_in: AsyncGridIn,
        pieces: AsyncIterator[tuple[int, bytes, bytes]],
        start_ms: int,
        frames: int,
    ) -> dict[str, list[int]]:
        """The WAV itself; how loud both sides are."""
        levels: dict[str, list[int]] = {"caller": [], "agent": []}
        await grid_in.write(wav_header(frames))
        done = 0
        rest = {"caller": b"", "agent": b""}
        async for at_ms, caller, agent in pieces:
            at = (at_ms - start_ms) * BYTES_PER_MS
            tracks = {"caller": caller, "agent": agent}
            if at < done:  # the same moment twice: the first one stands
                tracks = {name: track[done - at :] for name, track in tracks.items()}
                at = done
            gap = min(at - done, _MAX_GAP_MS * BYTES_PER_MS)
            while gap > 0:
                piece = bytes([SILENCE]) * min(gap, _READ)
                await grid_in.write(to_stereo(piece, piece))
                for name in levels:
                    rest[name] += piece
                gap -= len(piece)
                done += len(piece)
            tracks = {name: track[: frames - done] for name, track in tracks.items()}
            await grid_in.write(to_stereo(tracks["caller"], tracks["agent"]))
            done += len(tracks["caller"])
            for name, track in tracks.items():
                data = rest[name] + track
                whole = len(data) - len(data) % _PEAK_BYTES
                levels[name] += peaks(data[:whole])
                rest[name] = data[whole:]
        for name, data in rest.items():
            levels[name] += peaks(data)
        return levels

    async def add_missing(self, call_id: str, rest: Rest) -> None:
        """Write what the owner of that time had heard after its last chunk, if it has not."""
        scope = {"call_id": call_id, "org_id": self._org_id, "lease": rest.lease}
        last = await self._chunks.find_one(scope, sort=[("at_ms", -1)])
        at_ms = rest.at_ms
        if last is not None:
            at_ms = max(at_ms, last["at_ms"] + len(last["caller"]) // BYTES_PER_MS)
        skipped = (at_ms - rest.at_ms) * BYTES_PER_MS
        if skipped >= len(rest.caller):
            return
        piece = {
            **scope,
            "_id": f"{call_id}:{rest.lease}:{at_ms}",
            "at_ms": at_ms,
            "caller": rest.caller[skipped:],
            "agent": rest.agent[skipped:],
        }
        with contextlib.suppress(DuplicateKeyError):  # its own words, after all
            await self._chunks.insert_one(piece)

    async def caller_since(self, call_id: str, from_ms: int) -> bytes:
        """The caller's side of a running call from there on, as far as it is written: mu-law.

        Holes are silence. What its worker had not written when it was lost is not there.
        """
        at = {"$gte": from_ms - _LONGEST_CHUNK_MS}
        scope = {"call_id": call_id, "org_id": self._org_id, "at_ms": at}
        track = bytearray()
        async for chunk in self._chunks.find(scope, {"at_ms": 1, "caller": 1}).sort("at_ms", 1):
            start = (chunk["at_ms"] - from_ms) * BYTES_PER_MS
            sound = bytes(chunk["caller"])
            if start + len(sound) <= len(track):
                continue
            track += bytes([SILENCE]) * max(0, start - len(track))
            track += sound[len(track) - start :]
        return bytes(track)

    async def find(self, call_id: str) -> Recording:
        """The recording of a call.

        Raises:
            NotFound: there is none.
        """
        if (made := await self._made(call_id)) is None:
            raise NotFound(f"Call {call_id!r} has no recording.")
        return made

    async def read(
        self, recording: Recording, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """The bytes from `start` up to and without `end`, in pieces.

        Raises:
            NotFound: it was deleted.
        """
        query = {"_id": recording.file_id, "metadata.org_id": self._org_id}
        if await self._files.find_one(query, {"_id": 1}) is None:
            raise NotFound("The recording was deleted.")
        try:
            out = await self._bucket.open_download_stream(recording.file_id)
        except NoFile as error:
            raise NotFound("The recording was deleted.") from error
        await out.seek(start)
        left = (recording.length if end is None else min(end, recording.length)) - start
        while left > 0:
            piece = await out.read(min(left, _READ))
            if not piece:
                break
            left -= len(piece)
            yield piece

    async def waveform(self, call_id: str) -> dict[str, Any]:
        """Peaks of both sides for drawing.

        Raises:
            NotFound: there is no recording.
        """
        document = await self._file(call_id)
        if document is None:
            raise NotFound(f"Call {call_id!r} has no recording.")
        metadata = document["metadata"]
        return {
            "duration_s": metadata["duration_s"],
            "start_ms": metadata["start_ms"],
            "peaks_per_s": metadata["peaks_per_s"],
            **metadata["peaks"],
        }

    async def delete(self, call_id: str) -> None:
        """Remove the recording and what is left of its chunks."""
        await self._delete_files(call_id)
        await self._chunks.delete_many({"call_id": call_id, "org_id": self._org_id})

    async def _made(self, call_id: str) -> Recording | None:
        document = await self._file(call_id)
        if document is None:
            return None
        length, metadata = document["length"], document["metadata"]
        start_ms = metadata.get("start_ms", 0)
        return Recording(call_id, length, metadata["duration_s"], document["_id"], start_ms)

    async def _file(self, call_id: str) -> dict[str, Any] | None:
        query = {"metadata.call_id": call_id, "metadata.org_id": self._org_id}
        return await self._files.find_one(query, sort=[("_id", -1)])

    async def _delete_files(self, call_id: str, older_than: ObjectId | None = None) -> None:
        """All of a call, or all but the newest: of two made at the same time one stays."""
        query = {"metadata.call_id": call_id, "metadata.org_id": self._org_id}
        async for document in self._files.find(query, {"_id": 1}):
            if older_than is None or document["_id"] < older_than:
                await self._bucket.delete(document["_id"])
