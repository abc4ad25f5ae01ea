"""Conferences: rooms whose members hear each other, and music until somebody starts them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from phony.sandbox import tones
from phony.sandbox.carrier.call import SandboxCall
from phony.sandbox.carrier.records import API_VERSION, new_sid, now, rfc2822
from phony.sandbox.parties import SILENT_FRAME

_AHEAD = 10  # frames one may be ahead of another
_MUSIC = tuple(tones.frames(tones.hold_music()))


@dataclass(frozen=True)
class Manner:
    """How a call takes part in a room."""

    music: bool = True  # while nobody has started the room
    starts: bool = True
    ends_room: bool = False
    muted: bool = False
    label: str = ""

    def form(self) -> dict[str, str]:
        """The fields that events about the participant have."""
        flags = {
            "Muted": self.muted,
            "Hold": False,
            "Coaching": False,
            "StartConferenceOnEnter": self.starts,
            "EndConferenceOnExit": self.ends_room,
        }
        label = {"ParticipantLabel": self.label} if self.label else {}
        return {name: str(value).lower() for name, value in flags.items()} | label


@dataclass(frozen=True)
class Subscription:
    """Who is told of a room's events, and of which: the first to come in decides."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset()  # start, end, join, leave


class Member:
    """A call's place in a room; the call's source of sound."""

    def __init__(self, room: Conference, call: SandboxCall, manner: Manner) -> None:
        self.call = call
        self.left = asyncio.Event()
        self.manner = manner
        self.joined = now()
        self._room = room
        self._beat = 0
        # What each of the others said and is still to be heard: a call that is late catches up.
        self._coming: dict[Member, deque[bytes]] = {}

    def exchange(self, frame: bytes) -> bytes:
        """Give the room the party's frame, take what the others said."""
        if self._room.started:
            for other in self._room.members:
                if other is not self and not self.manner.muted:
                    other.hear(self, frame)
            return self._next()
        self._beat += 1
        return _MUSIC[self._beat % len(_MUSIC)] if self.manner.music else SILENT_FRAME

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
            "label": self.manner.label or None,
            "muted": self.manner.muted,
            "hold": False,
            "coaching": False,
            "call_sid_to_coach": None,
            "start_conference_on_enter": self.manner.starts,
            "end_conference_on_exit": self.manner.ends_room,
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
        self.subscription = Subscription()
        self.reason_ended = ""
        self.ended_by = ""  # the call whose going ended it for all
        self._on_event = on_event

    @property
    def status(self) -> str:
        """As REST has it."""
        return "completed" if self.over else "in-progress" if self.started else "init"

    def join(self, call: SandboxCall, manner: Manner) -> Member:
        """Come in; may begin the conference for all."""
        member = Member(self, call, manner)
        self.members.append(member)
        if manner.starts and not self.started:
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
        if member.manner.ends_room or not self.members:
            self.over = True
            self.reason_ended = "last-participant-left"
            if member.manner.ends_room:
                self.reason_ended = "participant-with-end-conference-on-exit-left"
                self.ended_by = member.call.record.sid
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
            "reason_conference_ended": self.reason_ended or None,
            "call_sid_ending_conference": self.ended_by or None,
            "api_version": API_VERSION,
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.created),
            "uri": f"{uri}.json",
            "subresource_uris": {
                "participants": f"{uri}/Participants.json",
                "recordings": f"{uri}/Recordings.json",
            },
        }
