"""Conferences: rooms whose members hear each other, and music until somebody starts them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import reduce
from typing import Any

from phony.sandbox import tones
from phony.sandbox.carrier.call import SandboxCall
from phony.sandbox.carrier.records import API_VERSION, new_sid, now, rfc2822
from phony.sandbox.parties import SILENT_FRAME

_AHEAD = 10  # frames one may be ahead of another
_MUSIC = tuple(tones.frames(tones.hold_music()))


class Member:
    """A call's place in a room; the call's source of sound."""

    def __init__(
        self, room: Conference, call: SandboxCall, *, music: bool, ends_room: bool
    ) -> None:
        self.call = call
        self.left = asyncio.Event()
        self.ends_room = ends_room
        self.joined = now()
        self._room = room
        self._music = music
        self._beat = 0
        # What each of the others said and is still to be heard: a call that is late catches up.
        self._coming: dict[Member, deque[bytes]] = {}

    def exchange(self, frame: bytes) -> bytes:
        """Give the room the party's frame, take what the others said."""
        if self._room.started:
            for other in self._room.members:
                if other is not self:
                    other.hear(self, frame)
            return self._next()
        self._beat += 1
        return _MUSIC[self._beat % len(_MUSIC)] if self._music else SILENT_FRAME

    def hear(self, other: Member, frame: bytes) -> None:
        """Another one said this."""
        self._coming.setdefault(other, deque(maxlen=_AHEAD)).append(frame)

    def forget(self, other: Member) -> None:
        """Another one left."""
        self._coming.pop(other, None)

    def _next(self) -> bytes:
        """Everybody else at once."""
        frames = [coming.popleft() for coming in self._coming.values() if coming]
        return reduce(tones.mix, frames) if frames else SILENT_FRAME

    def press(self, digit: str) -> None:
        """Keys do nothing here."""

    def show(self, account_sid: str) -> dict[str, Any]:
        """The participant in REST."""
        uri = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{self._room.sid}"
        return {
            "account_sid": account_sid,
            "call_sid": self.call.record.sid,
            "conference_sid": self._room.sid,
            "label": None,
            "muted": False,
            "hold": False,
            "coaching": False,
            "call_sid_to_coach": None,
            "start_conference_on_enter": True,
            "end_conference_on_exit": self.ends_room,
            "status": "connected",
            "queue_time": "0",
            "date_created": rfc2822(self.joined),
            "date_updated": rfc2822(self.joined),
            "uri": f"{uri}/Participants/{self.call.record.sid}.json",
        }


class Conference:
    """One room; it is there from the first member's coming to the last one's going."""

    def __init__(self, name: str, on_event: Callable[[Conference, str, Member | None], None]):
        self.sid = new_sid("CF")
        self.name = name
        self.members: list[Member] = []
        self.started = False
        self.over = False
        self.created = now()
        self.status_callback = ""
        self._on_event = on_event

    @property
    def status(self) -> str:
        """As REST has it."""
        return "completed" if self.over else "in-progress" if self.started else "init"

    def join(self, call: SandboxCall, *, music: bool, starts: bool, ends_room: bool) -> Member:
        """Come in; `starts` begins the conference for all."""
        member = Member(self, call, music=music, ends_room=ends_room)
        self.members.append(member)
        if starts and not self.started:
            self.started = True
            self._on_event(self, "conference-start", None)
        self._on_event(self, "participant-join", member)
        return member

    def leave(self, member: Member) -> None:
        """Go; may end it for all."""
        if member not in self.members:
            return
        self.members.remove(member)
        member.left.set()
        for other in self.members:
            other.forget(member)
        self._on_event(self, "participant-leave", member)
        if self.over:
            return
        if member.ends_room or not self.members:
            self.over = True
            for other in list(self.members):
                self.leave(other)
            self._on_event(self, "conference-end", None)

    def show(self, account_sid: str) -> dict[str, Any]:
        """The conference in REST."""
        uri = f"/{API_VERSION}/Accounts/{account_sid}/Conferences/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": account_sid,
            "friendly_name": self.name,
            "status": self.status,
            "region": "us1",
            "reason_conference_ended": None,
            "call_sid_ending_conference": None,
            "api_version": API_VERSION,
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.created),
            "uri": f"{uri}.json",
            "subresource_uris": {
                "participants": f"{uri}/Participants.json",
                "recordings": f"{uri}/Recordings.json",
            },
        }
