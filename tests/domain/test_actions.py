"""Every action, written and read again, is what it was."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.anything import any_of

from phony.domain.actions import Action
from phony.domain.events import Event
from phony.domain.lossless import from_dict, kind_of, to_dict

ACTIONS: tuple[Any, ...] = get_args(Action)


@pytest.mark.parametrize("cls", ACTIONS, ids=kind_of)
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_every_action_survives_being_written_as_json(cls: Any, data: st.DataObject) -> None:
    action = data.draw(any_of(cls))
    written = json.loads(json.dumps(to_dict(action)))
    read = from_dict(written)
    assert type(read) is cls
    assert read == action
    assert to_dict(read) == written


def test_no_action_is_taken_for_an_event() -> None:
    kinds = [kind_of(cls) for cls in (*ACTIONS, *get_args(Event))]
    assert len(set(kinds)) == len(kinds)
