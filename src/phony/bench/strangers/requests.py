"""What strangers send, as bytes on the wire. Pure."""

from __future__ import annotations

import base64
import json
import os
import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class There:
    """Whom they send it to, and the key of those who have one."""

    host: str
    port: int
    key: str


def request(there: There, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A request of HTTP/1.1; an underscore in a header's name stands for a hyphen."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {there.host}:{there.port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def with_key(there: There, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The same, of somebody known."""
    return request(there, method, path, body, Authorization=f"Bearer {there.key}", **headers)


def cookie(there: There, size: int) -> bytes:
    """A cookie that is read in quadratic time by whoever is careless."""
    return request(there, "GET", "/agents/", Cookie='phony_session="' + '\\"' * (size // 2) + '"')


def sign_in(there: There, *, deep: bool) -> bytes:
    """A megabyte of JSON for the sign-in, wide or deep."""
    inner = "[" * 500_000 + "]" * 500_000 if deep else "[" + ",".join("1" * 500_000) + "]"
    body = f'{{"api_key":{inner}}}'.encode()
    return request(there, "POST", "/session", body, Content_Type="application/json")


def form(there: There) -> bytes:
    """A megabyte of an unsigned webhook."""
    kind = "application/x-www-form-urlencoded"
    return request(there, "POST", "/twilio/voice", b"a=" + b"%41" * 340_000, Content_Type=kind)


def yaml_import(there: There) -> bytes:
    """Agents as YAML, 620 kB of them, in a dry run."""
    facts = "".join(f"      key_{number}: Value {number}\n" for number in range(420))
    rows = "".join(
        f"- name: Agent {number}\n  type: outbound\n  system_prompt: x\n  context_data:\n{facts}"
        for number in range(60)
    )
    body = f"agents:\n{rows}".encode()
    path = "/agents/import?dry_run=true"
    return with_key(there, "POST", path, body, Content_Type="application/yaml")


def big_agent(there: There) -> bytes:
    """An agent that knows 480 kB."""
    facts = ",".join(f'"key_{number}":"{"x" * 40}"' for number in range(9000))
    known = f'"context_data":{{{facts}}}'
    body = f'{{"name":"Big","type":"outbound","system_prompt":"x",{known}}}'.encode()
    return with_key(there, "POST", "/agents/", body, Content_Type="application/json")


def upgrade(there: There, path: str, *, known: bool = False) -> bytes:
    """The beginning of a WebSocket."""
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(),
    }
    make = with_key if known else request
    return make(there, "GET", path, b"", **headers)


def frame(announced: int, sent: bytes) -> bytes:
    """A masked text frame of `announced` bytes, of which `sent` come."""
    short = announced < 65536  # none of ours is so short that one byte would do
    length = (
        b"\xfe" + struct.pack(">H", announced) if short else b"\xff" + struct.pack(">Q", announced)
    )
    return b"\x81" + length + b"\0\0\0\0" + sent


def start_of_nobody() -> bytes:
    """A stream that begins with a token which nobody gave out, and goes on with 40 messages."""
    sid, call = "MZ" + "0" * 32, "CA" + "0" * 32
    start = {
        "event": "start",
        "streamSid": sid,
        "start": {
            "streamSid": sid,
            "callSid": call,
            "tracks": ["inbound"],
            "customParameters": {"token": "x" * 43},
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        },
    }
    media = {"event": "media", "streamSid": sid, "media": {"payload": "/" * 120_000}}
    texts = [json.dumps(each).encode() for each in (start, *[media] * 40)]
    return b"".join(frame(len(text), text) for text in texts)
