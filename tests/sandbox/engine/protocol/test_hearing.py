"""What a turn sounds like, and what of it was said before."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from phony.sandbox import watermark
from phony.sandbox.engine.protocol.conversation import Item
from phony.sandbox.engine.protocol.hearing import Hearing, sounds_unfinished, without_start
from phony.sandbox.engine.protocol.outbox import Log, Outbox
from phony.sandbox.engine.voices import ScriptedParts

VAD = {"type": "server_vad", "silence_duration_ms": 200}


class Turns:
    """What the session would have of the caller."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._ids = 0

    def new_id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}_{self._ids}"

    def heard_ms(self) -> float:
        return 0.0

    def caller_started(self) -> None:
        pass

    async def expect(self, text: str) -> None:
        pass

    def turn_committed(self, item: Item) -> None:
        self.items.append(item)

    def turn_over(self, item: Item) -> None:
        pass


@pytest.mark.parametrize("size", [160, 5000, 9000, 12_000, 1 << 20])
async def test_turns_have_their_own_words_however_their_sound_comes(size: int) -> None:
    texts = ["What is alpha?", "What is bravo?", "What is charlie?"]
    turns = Turns()
    async with asyncio.TaskGroup() as group:
        hearing = Hearing(ScriptedParts(), Outbox("s", Log(), list), turns, group.create_task)
        hearing.configure(
            {"format": {"type": "audio/pcmu"}, "transcription": None, "turn_detection": VAD}
        )
        sound = b"".join(watermark.encode(text) + b"\xff" * 3200 for text in texts)
        for at in range(0, len(sound), size):
            hearing.append(sound[at : at + size])
            await asyncio.sleep(0)
        said = {}
        for item in reversed(turns.items):  # each may be asked for first
            await hearing.words(item)
            said[item.id] = hearing.transcript(item)
        assert [said[item.id] for item in turns.items] == texts


def test_unfinished_sentences() -> None:
    for text in ("My name is", "I would like to", "My number is 4, 7,", "And then..."):
        assert sounds_unfinished(text)
    for text in ("My name is Margaret.", "Yes.", ""):
        assert not sounds_unfinished(text)


def test_words_that_were_said_before_are_left_out() -> None:
    assert without_start("My name is Margaret.", "My name is...") == "Margaret."
    assert without_start("Something else", "My name") == "Something else"
    assert without_start("My name is", "My name is") == "My name is"


class Nobody:
    """A session that does nothing with what is heard."""

    def __init__(self) -> None:
        self.turns: list[Item] = []

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_1"

    def heard_ms(self) -> float:
        return 0.0

    def caller_started(self) -> None:
        return None

    async def expect(self, text: str) -> None:
        return None

    def turn_committed(self, item: Item) -> None:
        self.turns.append(item)

    def turn_over(self, item: Item) -> None:
        return None


async def test_what_is_done_with_turns_may_change_while_somebody_speaks() -> None:
    def hears(**reaction: bool) -> dict[str, Any]:
        turns = {"type": "server_vad", "silence_duration_ms": 200, **reaction}
        return {"format": {"type": "audio/pcmu"}, "transcription": None, "turn_detection": turns}

    listener, voice, silence = Nobody(), bytes((0x80, 0x00)) * 800, b"\xff" * 1600
    async with asyncio.TaskGroup() as group:
        out = Outbox("sess_1", Log(), list)
        hearing = Hearing(ScriptedParts(), out, listener, group.create_task)
        hearing.configure(hears())
        hearing.append(voice)
        hearing.configure(hears(create_response=False, interrupt_response=False))
        assert hearing.speaking
        hearing.append(voice + silence)
        (turn,) = listener.turns
        assert turn.audio_ms >= 400  # both halves
        hearing.append(voice)
        hearing.configure({**hears(), "turn_detection": None})  # nobody finds turns any more
        assert not hearing.speaking
