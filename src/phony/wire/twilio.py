"""Twilio Media Streams, both directions: text in, event out; action in, text out.

`decode` and `encode*` are our side; `encode_connected` ... `decode_outbound` are the far end, which
the sandbox, the browser call and the load generator play.

Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from __future__ import annotations

from binascii import Error as Base64Error
from binascii import a2b_base64
from dataclasses import dataclass
from typing import Any

import orjson

from phony.domain.actions import ClearPlayout, PlayAudio, SendMark
from phony.domain.errors import ProtocolError
from phony.domain.events import (
    CallerAudio,
    CarrierEvent,
    CarrierStarted,
    CarrierStopped,
    DtmfPressed,
    MarkReached,
)

DTMF_DIGITS = frozenset("0123456789*#ABCD")
MAX_PAYLOAD_CHARS = 65_536  # about six seconds; a frame has 216
BINARY_MESSAGE = 31950
MALFORMED_MESSAGE = 31951

CarrierAction = PlayAudio | SendMark | ClearPlayout


class OutboundRefused(ProtocolError):
    """The carrier would ignore this message and raise warning `warning`."""

    def __init__(self, warning: int, message: str) -> None:
        super().__init__("twilio", f"{warning}: {message}")
        self.warning = warning


# ---- our side ----------------------------------------------------------------------------


def caller_frame(text: bytes) -> tuple[str, bytes] | None:
    """The hot path of `decode`: payload and audio of a frame of the caller; else None.

    Raises:
        ProtocolError: not JSON, or an unreadable frame.
    """
    try:
        message = orjson.loads(text)
        if message["event"] != "media":
            return None
        media = message["media"]
        payload = media["payload"]
        # The payload is pasted into the engine's JSON unparsed: it must be base64, nothing else.
        # Decoding is the cheapest complete check.
        if len(payload) > MAX_PAYLOAD_CHARS:
            raise ProtocolError("twilio", "media payload is too long")
        data = a2b_base64(payload, strict_mode=True)
        return (payload, data) if media.get("track", "inbound") == "inbound" else None
    except Base64Error as error:
        raise ProtocolError("twilio", f"media payload is not base64: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # orjson's is a ValueError
        raise ProtocolError("twilio", f"unreadable message: {error!r}") from error


def decode(text: bytes) -> CarrierEvent | None:
    """Read one message of the carrier; None if it says nothing about the call.

    Raises:
        ProtocolError: not JSON, a field is missing or is not of its kind.
    """
    try:
        message = orjson.loads(text)
        match message["event"]:
            case "media":
                frame = caller_frame(text)
                return None if frame is None else CallerAudio(*frame)
            case "mark":
                return MarkReached(_text(message["mark"]["name"]))
            case "dtmf":
                digit = _text(message["dtmf"]["digit"]).upper()
                if digit not in DTMF_DIGITS:
                    raise ProtocolError("twilio", f"no such key: {digit[:8]!r}")
                return DtmfPressed(digit)
            case "start":
                return _started(message)
            case "stop":
                return CarrierStopped()
            case _:
                return None  # "connected", and whatever Twilio adds next
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # orjson's is a ValueError
        raise ProtocolError("twilio", f"unreadable message: {error!r}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a string, got {type(value).__name__}")
    return value


def _started(message: dict[str, Any]) -> CarrierStarted:
    start = message["start"]
    media_format = start.get("mediaFormat") or {}
    encoding = media_format.get("encoding", "audio/x-mulaw")
    if encoding != "audio/x-mulaw" or int(media_format.get("sampleRate", 8000)) != 8000:
        raise ProtocolError("twilio", f"cannot serve media format {media_format!r}")
    parameters = start.get("customParameters") or {}
    return CarrierStarted(
        stream_sid=_text(start.get("streamSid") or message["streamSid"]),
        call_sid=_text(start["callSid"]),
        parameters={str(name): _text(value) for name, value in parameters.items()},
    )


def encode(action: CarrierAction, stream_sid: str) -> bytes:
    """The message that asks the carrier for `action`: exactly the documented fields."""
    match action:
        case PlayAudio():
            return encode_media(stream_sid, action.payload)
        case SendMark():
            return orjson.dumps(
                {"event": "mark", "streamSid": stream_sid, "mark": {"name": action.name}}
            )
        case ClearPlayout():
            return orjson.dumps({"event": "clear", "streamSid": stream_sid})


def encode_media(stream_sid: str, payload: str) -> bytes:
    """The hot path: `payload` is base64 by construction, so nothing needs escaping."""
    return (
        '{"event":"media","streamSid":"' + stream_sid + '","media":{"payload":"' + payload + '"}}'
    ).encode()


# ---- the far end -------------------------------------------------------------------------


@dataclass(slots=True)
class StreamNames:
    """Who a stream belongs to."""

    account_sid: str
    call_sid: str
    stream_sid: str


def encode_connected() -> bytes:
    """The first message, before anything is known."""
    return b'{"event":"connected","protocol":"Call","version":"1.0.0"}'


def encode_start(names: StreamNames, parameters: dict[str, str], sequence: int = 1) -> bytes:
    """`start`: who is calling, and the TwiML's custom parameters."""
    return orjson.dumps(
        {
            "event": "start",
            "sequenceNumber": str(sequence),
            "start": {
                "accountSid": names.account_sid,
                "streamSid": names.stream_sid,
                "callSid": names.call_sid,
                "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": parameters,
            },
            "streamSid": names.stream_sid,
        }
    )


def encode_media_in(
    stream_sid: str, payload: str, *, sequence: int, chunk: int, timestamp_ms: int
) -> bytes:
    """One frame of the caller; all counters are strings on this wire."""
    return (
        f'{{"event":"media","sequenceNumber":"{sequence}","media":{{"track":"inbound",'
        f'"chunk":"{chunk}","timestamp":"{timestamp_ms}","payload":"{payload}"}},'
        f'"streamSid":"{stream_sid}"}}'
    ).encode()


def encode_dtmf(stream_sid: str, digit: str, sequence: int) -> bytes:
    """A key the caller pressed."""
    return orjson.dumps(
        {
            "event": "dtmf",
            "streamSid": stream_sid,
            "sequenceNumber": str(sequence),
            "dtmf": {"track": "inbound_track", "digit": digit},
        }
    )


def encode_mark_in(stream_sid: str, name: str, sequence: int) -> bytes:
    """The echo of a mark: everything before it was played, or dropped by `clear`."""
    return orjson.dumps(
        {
            "event": "mark",
            "sequenceNumber": str(sequence),
            "streamSid": stream_sid,
            "mark": {"name": name},
        }
    )


def encode_stop(names: StreamNames, sequence: int) -> bytes:
    """The stream is over; the socket closes next."""
    return orjson.dumps(
        {
            "event": "stop",
            "sequenceNumber": str(sequence),
            "streamSid": names.stream_sid,
            "stop": {"accountSid": names.account_sid, "callSid": names.call_sid},
        }
    )


_FIELDS = {
    "media": {"event", "streamSid", "media"},
    "mark": {"event", "streamSid", "mark"},
    "clear": {"event", "streamSid"},
}


def decode_outbound(text: bytes | str, stream_sid: str) -> CarrierAction:
    """Read what was sent to the carrier, as strictly as the carrier does.

    Raises:
        OutboundRefused: 31951 for anything but exactly the documented fields and values.
    """
    try:
        message = orjson.loads(text)
    except ValueError as error:
        raise OutboundRefused(MALFORMED_MESSAGE, "not JSON") from error
    if not isinstance(message, dict):
        raise OutboundRefused(MALFORMED_MESSAGE, "not an object")
    event = message.get("event")
    if not isinstance(event, str) or (fields := _FIELDS.get(event)) is None:
        raise OutboundRefused(MALFORMED_MESSAGE, f"unknown event {event!r}")
    if message.keys() != fields:
        raise OutboundRefused(
            MALFORMED_MESSAGE, f"{event} has fields {sorted(message)}, not {sorted(fields)}"
        )
    if message["streamSid"] != stream_sid:
        raise OutboundRefused(MALFORMED_MESSAGE, f"{event} for another stream")
    if event == "clear":
        return ClearPlayout()
    name, body = ("payload" if event == "media" else "name"), message[event]
    if not isinstance(body, dict) or body.keys() != {name} or not isinstance(body[name], str):
        raise OutboundRefused(MALFORMED_MESSAGE, f"{event} must hold exactly a string {name!r}")
    value: str = body[name]
    if event == "mark":
        return SendMark(value)
    try:
        a2b_base64(value, strict_mode=True)
    except (Base64Error, ValueError) as error:
        raise OutboundRefused(MALFORMED_MESSAGE, "payload is not base64") from error
    return PlayAudio(value)
