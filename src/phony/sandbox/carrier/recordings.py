"""Recordings of calls: begun with the call or in it, paused, stopped; the product is told.

The sandbox keeps the sound of every call anyway; a recording is a view of some of it.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from phony.domain.audio import BYTES_PER_MS, LINEAR, SILENCE
from phony.sandbox.carrier.call import SandboxCall, wav_header
from phony.sandbox.carrier.records import API_VERSION, new_sid, now, rfc2822

_QUIET = bytes([SILENCE])
_DONE = frozenset({"completed", "absent"})


@dataclass
class Recording:
    """One recording; positions are milliseconds of the call's sound."""

    call: SandboxCall
    account_sid: str
    base_url: str
    channels: int = 1
    source: str = "StartCallRecordingAPI"
    track: str = "both"  # inbound is the party, outbound what it heard
    callback: str = ""
    callback_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    sid: str = field(default_factory=lambda: new_sid("RE"))
    status: str = "in-progress"
    created: datetime = field(default_factory=now)
    tell: Callable[[str, str, dict[str, str]], None] = lambda url, method, form: None
    _pieces: list[tuple[int, int, bool]] = field(init=False, default_factory=list)
    _since: int = field(init=False)
    _silent: bool = field(init=False, default=False)  # paused, and the pause is kept as silence
    _skipped: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """It begins now, and ends with the call at the latest."""
        self._since = self.call.now_ms
        self._notify("in-progress")
        self.call.on_end.insert(0, lambda _: self.stop())

    # ---- what happens to it

    def pause(self, *, skip: bool) -> None:
        """Leave out what comes, or keep its time as silence."""
        if self.status == "in-progress":
            self._cut()
            self.status = "paused"
            self._silent, self._skipped = not skip, skip

    def resume(self) -> None:
        """Take up what comes."""
        if self.status == "paused":
            self._cut()
            self.status = "in-progress"
            self._silent = self._skipped = False

    def stop(self) -> None:
        """There is no more to come."""
        if self.status in _DONE:
            return
        self._cut()
        self.status = "completed" if self.length_ms else "absent"
        self._notify(self.status)

    def _cut(self) -> None:
        until = self.call.now_ms
        if until > self._since and not self._skipped:
            self._pieces.append((self._since, until, self._silent))
        self._since = until

    # ---- what is in it

    @property
    def length_ms(self) -> int:
        """How much was recorded."""
        return sum(until - since for since, until, _ in self._pieces)

    def wav(self, channels: int | None = None) -> bytes:
        """Two channels, the party left; or one with both sides in it (unset: as recorded)."""
        channels = channels or self.channels
        party, agent = self._side(self.call.said()), self._side(self.call.heard())
        if self.track == "inbound":
            agent = _QUIET * len(agent)
        elif self.track == "outbound":
            party = _QUIET * len(party)
        left = array("h", map(LINEAR.__getitem__, party))
        right = array("h", map(LINEAR.__getitem__, agent))
        if channels == 1:
            mixed = (max(-32768, min(32767, a + b)) for a, b in zip(left, right, strict=True))
            samples = array("h", mixed)
        else:
            samples = array("h", bytes(4 * len(left)))
            samples[0::2], samples[1::2] = left, right
        return wav_header(len(samples), channels=channels) + samples.tobytes()

    def _side(self, sound: bytes) -> bytes:
        pieces = []
        for since, until, silent in self._pieces:
            piece = sound[since * BYTES_PER_MS : until * BYTES_PER_MS]
            pieces.append(_QUIET * len(piece) if silent else piece)
        return b"".join(pieces)

    # ---- how it is shown

    @property
    def duration(self) -> str:
        """Whole seconds; -1 while they are not known."""
        return str(max(1, round(self.length_ms / 1000))) if self.status == "completed" else "-1"

    @property
    def uri(self) -> str:
        """Where REST has it."""
        return f"/{API_VERSION}/Accounts/{self.account_sid}/Recordings/{self.sid}"

    def show(self) -> dict[str, Any]:
        """The record in REST."""
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "call_sid": self.call.record.sid,
            "conference_sid": None,
            "status": self.status,
            "channels": self.channels,
            "source": self.source,
            "track": self.track,
            "start_time": rfc2822(self.created),
            "duration": self.duration,
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "encryption_details": None,
            "api_version": API_VERSION,
            "date_created": rfc2822(self.created),
            "date_updated": rfc2822(self.created),
            "uri": f"{self.uri}.json",
            "media_url": self.base_url + self.uri,
        }

    def form(self) -> dict[str, str]:
        """The fields that a finished call's last callback has of it."""
        return {
            "RecordingSid": self.sid,
            "RecordingUrl": self.base_url + self.uri,
            "RecordingDuration": self.duration,
        }

    def _notify(self, event: str) -> None:
        if not self.callback or event not in self.events:
            return
        form = {
            "AccountSid": self.account_sid,
            "CallSid": self.call.record.sid,
            "RecordingStatus": self.status,
            "RecordingChannels": str(self.channels),
            "RecordingSource": self.source,
            "RecordingStartTime": rfc2822(self.created) or "",
            "RecordingTrack": self.track,
            **self.form(),
        }
        self.tell(self.callback, self.callback_method, form)
