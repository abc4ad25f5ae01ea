"""Every event, written and read again, is what it was."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.anything import any_of

from phony.domain.events import CallerAudio, Event, GoesOn, ScribeHeard
from phony.domain.lossless import from_dict, kind_of, to_dict

EVENTS: tuple[Any, ...] = get_args(Event)


@pytest.mark.parametrize("cls", EVENTS, ids=kind_of)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_every_event_survives_being_written_as_json(cls: Any, data: st.DataObject) -> None:
    event = data.draw(any_of(cls))
    written = json.loads(json.dumps(to_dict(event)))
    read = from_dict(written)
    assert type(read) is cls
    assert read == event
    assert to_dict(read) == written


def test_all_kinds_are_events_of_their_own() -> None:
    assert len({kind_of(cls) for cls in EVENTS}) == len(EVENTS)
    assert {CallerAudio, GoesOn, ScribeHeard} <= set(EVENTS)


@given(st.binary(max_size=40))
def test_audio_is_text_and_comes_back_as_bytes(sound: bytes) -> None:
    read = from_dict(to_dict(CallerAudio("/w==", sound)))
    assert isinstance(read, CallerAudio)  # `data` is not compared
    assert read.data == sound
