"""Pictures in a conversation: data URIs of PNG or JPEG files, and what they weigh."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from dataclasses import dataclass

from phony.sandbox.engine.protocol.shapes import Refused

_URI = re.compile(r"data:image/(png|jpe?g);base64,", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_BASE, _TILE_TOKENS, _TILE, _LONGEST, _SHORTEST = 85, 170, 512, 2048, 768


@dataclass(frozen=True, slots=True)
class Image:
    """One picture; sizes in pixels, `detail` is `auto`, `low` or `high`."""

    width: int
    height: int
    detail: str

    def tokens(self) -> int:
        """By the rule published for vision models: tiles of 512 pixels once it is fitted."""
        if self.detail == "low":
            return _BASE
        long, short = max(self.width, self.height), min(self.width, self.height)
        scale = min(1.0, _LONGEST / long)
        scale = min(scale, _SHORTEST / short)
        tiles = -(-round(self.width * scale) // _TILE) * -(-round(self.height * scale) // _TILE)
        return _BASE + _TILE_TOKENS * tiles


def read(url: str, detail: str, path: str) -> Image:
    """The picture in a data URI.

    Raises:
        Refused: another kind of address or file; `path` is the field to blame.
    """
    found = _URI.match(url)
    if found is None:
        raise Refused(
            "invalid_value",
            f"{path!r} must be a data URI of a PNG or JPEG file, such as "
            "'data:image/png;base64,iVBORw0...'.",
            path,
        )
    try:
        content = base64.b64decode(url[found.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("invalid_value", f"{path!r} is not base64.", path) from error
    try:
        size = _png_size(content) if content.startswith(_PNG) else _jpeg_size(content)
    except (struct.error, IndexError):
        size = (0, 0)
    if not all(size):
        raise Refused("invalid_value", f"{path!r} holds no readable PNG or JPEG file.", path)
    return Image(*size, detail)


def _png_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the frame's header, found by going from marker to marker."""
    place = 2 if content.startswith(_JPEG) else len(content)
    while place < len(content):
        marker = content[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0
