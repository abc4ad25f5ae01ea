"""One bidirectional media stream as the carrier sees it; no socket, no clock.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

import base64
from collections import deque

from phony.domain.actions import ClearPlayout, PlayAudio, SendMark
from phony.domain.audio import BYTES_PER_MS, FRAME_BYTES, FRAME_MS, SILENCE
from phony.wire import twilio

# Twilio's own limit is not documented; half an hour of speech is a sender gone mad.
MAX_QUEUED_BYTES = 30 * 60 * 1000 * BYTES_PER_MS

Warning = tuple[str, int]  # the first message's fault, and how many messages had the code


class MediaStream:
    """Caller's frames become messages; the product's messages become the sound the caller hears."""

    def __init__(self, names: twilio.StreamNames, parameters: dict[str, str], name: str) -> None:
        self.names = names
        self.name = name
        self.warnings: dict[int, Warning] = {}  # by code: each is reported once a stream
        self.marks_echoed: list[str] = []
        self.clears = 0
        self._parameters = parameters
        self._sequence = 0
        self._chunk = 0
        self._queue = bytearray()
        self._played = 0  # bytes of the queue that are gone: mark positions count from the start
        self._marks: deque[tuple[int, str]] = deque()

    # ---- to the product

    def opening(self) -> list[bytes]:
        """`connected` and `start`."""
        return [
            twilio.encode_connected(),
            twilio.encode_start(self.names, self._parameters, self._next()),
        ]

    def caller_frame(self, frame: bytes) -> bytes:
        """The caller's next frame as a message."""
        self._chunk += 1
        return twilio.encode_media_in(
            self.names.stream_sid,
            base64.b64encode(frame).decode(),
            sequence=self._next(),
            chunk=self._chunk,
            timestamp_ms=self._chunk * FRAME_MS,
        )

    def key(self, digit: str) -> bytes:
        """A key the caller pressed, as a message."""
        return twilio.encode_dtmf(self.names.stream_sid, digit, self._next())

    def stop(self) -> bytes:
        """The last message."""
        return twilio.encode_stop(self.names, self._next())

    # ---- from the product

    def receive(self, text: bytes) -> list[bytes]:
        """Take one message of the product; the answers are marks that are due at once."""
        try:
            action = twilio.decode_outbound(text, self.names.stream_sid)
        except twilio.OutboundRefused as refused:
            self._warn(refused.warning, str(refused))
            return []
        match action:
            case PlayAudio():
                audio = base64.b64decode(action.payload)
                if len(self._queue) + len(audio) > MAX_QUEUED_BYTES:
                    self._warn(twilio.MALFORMED_MESSAGE, "playout buffer is full, audio dropped")
                else:
                    self._queue += audio
                return []
            case SendMark():
                self._marks.append((self._played + len(self._queue), action.name))
                return self._due()
            case ClearPlayout():
                self.clears += 1
                # The dropped audio was not played: later positions count from here.
                self._queue.clear()
                return [self._echo(name) for _, name in self._drain_marks()]

    def receive_binary(self) -> None:
        """A binary message: ignored with a warning."""
        self._warn(twilio.BINARY_MESSAGE, "binary message")

    def play(self, size: int = FRAME_BYTES) -> tuple[bytes, list[bytes]]:
        """The next piece of sound for the caller, and the marks that it reached."""
        piece = bytes(self._queue[:size])
        del self._queue[:size]
        self._played += len(piece)
        return piece.ljust(size, bytes([SILENCE])), self._due()

    # ---- inside

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence

    def _due(self) -> list[bytes]:
        due: list[bytes] = []
        while self._marks and self._marks[0][0] <= self._played:
            due.append(self._echo(self._marks.popleft()[1]))
        return due

    def _drain_marks(self) -> list[tuple[int, str]]:
        marks = list(self._marks)
        self._marks.clear()
        return marks

    def _echo(self, name: str) -> bytes:
        self.marks_echoed.append(name)
        return twilio.encode_mark_in(self.names.stream_sid, name, self._next())

    def _warn(self, code: int, text: str) -> None:
        first, times = self.warnings.get(code, (text, 0))
        self.warnings[code] = (first, times + 1)
