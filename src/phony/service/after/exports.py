"""Transcripts as text and as WebVTT, and a call's whole record as a zip."""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator, Iterable
from typing import Any

import orjson

from phony.domain.calls import Call, Direction
from phony.domain.errors import NotFound
from phony.domain.turns import Role, Turn
from phony.store.repositories import Repositories

_NAMES = {Role.AGENT: "Agent", Role.OPERATOR: "Operator"}
_INDENT = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z
_MIN_CUE_MS = 200
_EVENTS_AT_ONCE = 500


def speaker(call: Call, role: Role) -> str:
    """Who speaks, in words: whom we called is no caller."""
    other = "Person called" if call.direction is Direction.OUTBOUND else "Caller"
    return _NAMES.get(role, other)


def unheard(turn: Turn) -> str:
    """What the agent said and nobody heard, because it was interrupted."""
    if turn.role is not Role.AGENT or not turn.interrupted:
        return ""
    said, heard = turn.said.strip(), turn.heard.strip()
    return said[len(heard) :].strip() if said.startswith(heard) else ""


def words(turn: Turn) -> str:
    """What was heard of a turn: interrupted speech ends where the caller stopped hearing it."""
    heard = turn.heard if turn.role is Role.AGENT and turn.interrupted else turn.said
    return " ".join((heard or turn.heard).split())


def as_text(call: Call, turns: Iterable[Turn]) -> str:
    """A line per turn, with its time and who spoke."""
    lines = [
        f"Call {call.id}, {call.direction}, {call.created_at:%Y-%m-%d %H:%M} UTC",
        f"{call.from_number or '-'} to {call.to_number or '-'}, agent {call.agent_name}",
        "",
    ]
    for turn in turns:
        text = words(turn)
        if turn.role is Role.SYSTEM:
            if text:
                lines.append(f"[{_clock(turn.started_ms)}] ({text})")
            continue
        if turn.kind == "dtmf":
            text = f"(pressed {text})"
        if lost := unheard(turn):
            text = f"{text} [interrupted; not heard: {lost}]".strip()
        if text:
            lines.append(f"[{_clock(turn.started_ms)}] {speaker(call, turn.role)}: {text}")
    return "\n".join(lines) + "\n"


def as_vtt(call: Call, turns: Iterable[Turn], offset_ms: int = 0) -> str:
    """WebVTT: a cue per turn with the speaker as its voice. Source: https://www.w3.org/TR/webvtt1/.

    `offset_ms` is where the recording begins on the call's clock.
    """
    cues = ["WEBVTT"]
    for turn in sorted(turns, key=lambda turn: (turn.started_ms, turn.index)):
        text = words(turn)
        if not text or turn.role is Role.SYSTEM:
            continue
        start = max(0, turn.started_ms - offset_ms)
        end = (turn.ended_ms if turn.ended_ms is not None else turn.started_ms) - offset_ms
        if turn.role is Role.AGENT and turn.interrupted and turn.heard_ms:
            end = start + turn.heard_ms
        times = f"{_stamp(start)} --> {_stamp(max(end, start + _MIN_CUE_MS))}"
        cues.append(f"{turn.index}\n{times}\n<v {speaker(call, turn.role)}>{_escape(text)}")
    return "\n\n".join(cues) + "\n"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int) -> str:
    seconds = max(0, ms) // 1000
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


class _Pipe:
    """A file that can only be written, and emptied in between."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._at = 0

    def write(self, data: bytes) -> int:
        self._data += data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = bytes(self._data)
        self._data.clear()
        return data


async def bundle(repositories: Repositories, call: Call) -> AsyncIterator[bytes]:
    """Everything kept of a call as a zip, made while it is sent: memory stays small."""
    queries = repositories.call_queries
    turns = await queries.all_turns(call.id)
    record = call.model_dump(mode="json")
    try:
        recording = await repositories.recordings.find(call.id)
    except NotFound:
        recording = None
    parts: list[tuple[str, bytes]] = [
        ("call.json", _json(record)),
        ("cost.json", _json(record["cost"])),
        ("turns.json", _json([turn.model_dump(mode="json") for turn in turns])),
        ("transcript.txt", as_text(call, turns).encode()),
        ("transcript.vtt", as_vtt(call, turns, recording.start_ms if recording else 0).encode()),
        ("edits.json", _json([e.model_dump(mode="json") for e in await queries.edits(call.id)])),
        (
            "commands.json",
            _json([c.model_dump(mode="json") for c in await queries.commands(call.id)]),
        ),
    ]
    pipe = _Pipe()
    when = call.created_at.timetuple()[:6]

    def entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{call.id}/{name}", max(when, (1980, 1, 1, 0, 0, 0)))
        info.compress_type = method
        info.external_attr = 0o644 << 16
        return info

    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for name, data in parts:
            archive.writestr(entry(name), data)
            yield pipe.take()
        with archive.open(entry("flight.ndjson"), "w") as file:
            lines: list[bytes] = []
            async for event in queries.all_events(call.id):
                lines.append(orjson.dumps(event.model_dump(mode="json")))
                if len(lines) >= _EVENTS_AT_ONCE:
                    file.write(b"\n".join(lines) + b"\n")
                    lines.clear()
                    yield pipe.take()
            if lines:
                file.write(b"\n".join(lines) + b"\n")
        yield pipe.take()
        if recording is not None:
            with archive.open(entry("recording.wav", zipfile.ZIP_STORED), "w") as file:
                async for piece in repositories.recordings.read(recording):
                    file.write(piece)
                    yield pipe.take()
    yield pipe.take()


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=_INDENT)
