"""The default conversation: items in order, what each one weighs, what the model still knows."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from phony.domain.audio import BYTES_PER_MS
from phony.sandbox.engine.protocol import images
from phony.sandbox.engine.protocol.formats import from_mulaw
from phony.sandbox.engine.protocol.shapes import Refused


@dataclass(slots=True, eq=False)
class Item:
    """One item. `heard` is what the model makes of audio, `sound` the audio itself (mu-law)."""

    id: str
    type: str
    role: str | None = None
    status: str = "completed"
    text: str = ""  # of text content
    audio: bool = False
    transcript: str | None = None  # as shown to the client
    heard: str = ""  # what was understood, transcription on or off
    sound: bytes = b""
    audio_ms: int = 0
    call_id: str = ""
    name: str = ""
    arguments: str = ""
    output: str = ""
    parts: list[dict[str, Any]] = field(default_factory=list)  # of a message the client made
    images: list[images.Image] = field(default_factory=list)
    revision: int = 0  # grows when the model's view of the item changes: the cache misses it then
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the model knows of a message."""
        if self.audio and self.text:
            return f"{self.text}\n{self.heard}"
        return self.heard if self.audio else self.text

    def text_tokens(self) -> int:
        """About four letters a token, and a few for the frame around them."""
        letters = len(self.text) + len(self.name) + len(self.arguments) + len(self.output)
        if self.role == "assistant" and self.audio:
            letters += len(self.heard)
        return 4 + -(-letters // 4)

    def audio_tokens(self) -> int:
        """The caller's audio is a token per 100 ms, the assistant's one per 50 ms."""
        return -(-self.audio_ms // (50 if self.role == "assistant" else 100))

    def image_tokens(self) -> int:
        """What its pictures weigh."""
        return sum(image.tokens() for image in self.images)

    def shown(self, *, audio_format: str | None = None) -> dict[str, Any]:
        """The item as events carry it; with `audio_format` (only when retrieved) its sound, too."""
        shown: dict[str, Any] = {"id": self.id, "object": "realtime.item", "type": self.type}
        if self.type == "function_call":
            return shown | {
                "status": self.status,
                "call_id": self.call_id,
                "name": self.name,
                "arguments": self.arguments,
            }
        if self.type == "function_call_output":
            return shown | {
                "status": self.status,
                "call_id": self.call_id,
                "output": self.output,
            }
        if self.type != "message":
            return self.raw | {"id": self.id}
        return shown | {
            "status": self.status,
            "role": self.role,
            "content": self._content(audio_format),
        }

    def _content(self, audio_format: str | None) -> list[dict[str, Any]]:
        side = "output" if self.role == "assistant" else "input"
        if self.audio:
            sound = {"type": f"{side}_audio", "transcript": self.transcript}
            if audio_format:
                sound["audio"] = base64.b64encode(from_mulaw(audio_format, self.sound)).decode()
            return [
                sound if part["type"] == "input_audio" else part for part in self.parts or [sound]
            ]
        if self.parts:
            return self.parts
        if self.role == "assistant" and self.status == "in_progress" and not self.text:
            return []
        return [{"type": f"{side}_text", "text": self.text}]


class Conversation:
    """Items by place and by id."""

    def __init__(self) -> None:
        """Empty."""
        self.id = f"conv_{secrets.token_hex(10)}"
        self._items: list[Item] = []

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def find(self, item_id: str) -> Item | None:
        """The item of that id."""
        return next((item for item in self._items if item.id == item_id), None)

    def get(self, item_id: str, action: str) -> Item:
        """The item of that id.

        Raises:
            Refused: no such item; `action` names what was wanted of it.
        """
        item = self.find(item_id)
        if item is None:
            raise Refused(
                f"item_{action}_invalid_item_id",
                f"cannot {action} the item {item_id!r}: it does not exist.",
                "item_id",
            )
        return item

    def last_id(self) -> str | None:
        """The id of the newest item."""
        return self._items[-1].id if self._items else None

    def before(self, item: Item) -> str | None:
        """The id of the item before this one."""
        place = self._items.index(item)
        return self._items[place - 1].id if place else None

    def add(self, item: Item, after: str | None = None) -> None:
        """Put it at the end, or after an item, or first (`root`).

        Raises:
            Refused: an id twice, or no such place.
        """
        if self.find(item.id):
            raise Refused("invalid_value", f"the item {item.id!r} exists already.", "item.id")
        if after is None:
            self._items.append(item)
        elif after == "root":
            self._items.insert(0, item)
        else:
            place = self._items.index(self.get(after, "create"))
            self._items.insert(place + 1, item)

    def remove(self, item_id: str) -> None:
        """Delete it.

        Raises:
            Refused: no such item.
        """
        self._items.remove(self.get(item_id, "delete"))

    def truncate(self, item_id: str, content_index: int, audio_end_ms: int) -> None:
        """Forget the audio from there on, and the whole transcript: nobody aligned the two.

        Raises:
            Refused: no such audio, or it is shorter than that.
        """
        item = self.get(item_id, "truncate")
        if item.role != "assistant" or not item.audio:
            raise Refused("invalid_value", "only the assistant's audio is truncated.", "item_id")
        if content_index != 0:
            raise Refused("invalid_value", "the item has one content part.", "content_index")
        if audio_end_ms > item.audio_ms:
            raise Refused(
                "invalid_value",
                f"the item's audio of {item.audio_ms}ms is already shorter than {audio_end_ms}ms.",
                "audio_end_ms",
            )
        item.audio_ms = audio_end_ms
        item.sound = item.sound[: audio_end_ms * BYTES_PER_MS]
        item.transcript = None
        item.heard = ""
        item.revision += 1

    def has_call(self, call_id: str) -> bool:
        """Whether a function call of that id was made."""
        return any(item.type == "function_call" and item.call_id == call_id for item in self)


def read_item(raw: dict[str, Any], item_id: str) -> Item:
    """An item a client made, its shape checked before; user audio is left to the session."""
    kind = raw["type"]
    if kind == "function_call":
        return Item(
            item_id,
            kind,
            call_id=raw.get("call_id", ""),
            name=raw["name"],
            arguments=raw["arguments"],
        )
    if kind == "function_call_output":
        return Item(item_id, kind, call_id=raw["call_id"], output=raw["output"])
    if kind != "message":
        return Item(item_id, kind, raw=raw)
    texts = (part.get("text", "") for part in raw["content"])
    return Item(
        item_id,
        kind,
        role=raw["role"],
        text="\n".join(text for text in texts if text),
        parts=[_part(part) for part in raw["content"]],
        images=[
            images.read(part["image_url"], part.get("detail", "auto"), f"{path}.image_url")
            for path, part in _placed(raw["content"])
            if part["type"] == "input_image"
        ],
    )


def _placed(content: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((f"item.content[{place}]", part) for place, part in enumerate(content))


def _part(given: dict[str, Any]) -> dict[str, Any]:
    """A part as it is shown: with its defaults, and without the sound."""
    base = {"detail": "auto"} if given["type"] == "input_image" else {}
    return {**base, **{key: value for key, value in given.items() if key != "audio"}}
