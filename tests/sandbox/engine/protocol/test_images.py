from __future__ import annotations

import base64
import struct

import pytest
from tests.support.engine_server import pictured

from phony.sandbox.engine.protocol.images import Image, read
from phony.sandbox.engine.protocol.shapes import Refused

# Filling before a marker, an application's segment, then the frame's header.
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03"
)


def uri(content: bytes, kind: str = "jpeg") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def test_both_kinds_of_file_are_read() -> None:
    assert read(pictured(32, 16), "auto", "p") == Image(32, 16, "auto")
    assert read(uri(JPEG), "low", "p") == Image(640, 480, "low")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "data:image/gif;base64,R0lGODlh",
        "data:image/png;base64,@@@@",
        uri(b"\x89PNG\r\n\x1a\n", "png"),
        uri(b"\xff\xd8\xff"),
        uri(b"\xff\xd8\xff\xd9\x00\x02"),
        uri(b"hello"),
        uri(b""),
    ],
)
def test_anything_else_is_refused_with_the_field(url: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(url, "auto", "item.content[0].image_url")
    assert (refusal.value.code, refusal.value.param) == (
        "invalid_value",
        "item.content[0].image_url",
    )


@pytest.mark.parametrize(
    ("size", "detail", "tokens"),
    [
        ((1024, 1024), "high", 765),
        ((1024, 1024), "auto", 765),
        ((4096, 8192), "high", 1105),
        ((4096, 8192), "low", 85),
        ((10, 10), "high", 255),
    ],
)
def test_what_a_picture_weighs(size: tuple[int, int], detail: str, tokens: int) -> None:
    assert Image(*size, detail).tokens() == tokens
