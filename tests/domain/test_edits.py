"""Edits as kept by this version and those before it, and why one is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.actions import EditChanged
from phony.domain.edits import Edit, EditMode, EditState, Refusal

# A confirmed edit as the first version wrote it.
OLDEST: dict[str, Any] = {
    "id": "edit_1",
    "org_id": "org_default",
    "call_id": "call_1",
    "batch_id": None,
    "author": "phk_ab12",
    "mode": "after_sentence",
    "set": {"hours.monday": "closed", "v1.2": None},
    "unset": ["old"],
    "notes": "Be brief.",
    "state": "confirmed",
    "before": {"set": {"old": 1}, "unset": ["hours.monday", "v1.2"], "notes": ""},
    "created_at": "2026-03-01T10:00:00Z",
    "sent_at": "2026-03-01T10:00:01Z",
    "confirmed_at": "2026-03-01T10:00:02Z",
    "turn": 3,
    "at_ms": 4200,
}


def test_the_oldest_edit_loads_and_can_be_undone() -> None:
    edit = Edit.model_validate(OLDEST)
    assert edit.state is EditState.CONFIRMED
    assert edit.mode is EditMode.AFTER_SENTENCE
    assert edit.model_dump(mode="json", exclude_unset=True) == OLDEST
    assert edit.before["unset"] == ["hours.monday", "v1.2"]
    assert (edit.undoes, edit.undone_by, edit.until) == (None, None, None)


def test_an_empty_text_is_a_change_and_none_is_not() -> None:
    least = {key: OLDEST[key] for key in ("id", "org_id", "call_id", "created_at")}
    assert Edit.model_validate(least).notes is None
    assert Edit.model_validate({**least, "notes": ""}).notes == ""
    assert Edit.model_validate(least).state is EditState.PENDING
    assert Edit.model_validate(least).mode is EditMode.NOW


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (EditMode, "now after_sentence next_turn"),
        (EditState, "draft pending sent confirmed refused expired undone"),
    ],
)
def test_names_in_records_stay(kind: Any, names: str) -> None:
    assert set(names.split()) <= {member.value for member in kind}


def test_no_edit_is_in_a_state_that_nobody_knows() -> None:
    with pytest.raises(ValidationError) as caught:
        Edit.model_validate({**OLDEST, "state": "done"})  # a command's
    assert caught.value.errors()[0]["loc"] == ("state",)


# As records of earlier versions hold them: these may never change.
STORED = {
    "The call is over.": (Refusal.CALL_OVER, True),
    "The call is ending.": (Refusal.CALL_ENDING, True),
    "The caller was transferred, and no agent is on the call.": (Refusal.CALL_TRANSFERRED, True),
    "Its time was over before it came.": (Refusal.PAST_ITS_TIME, False),
    "Its time is over.": (Refusal.TIME_IS_OVER, False),
    "The engine did not confirm it.": (Refusal.NOT_CONFIRMED, False),
}


@pytest.mark.parametrize("sentence", STORED)
def test_what_is_stored_is_read_as_the_refusal_that_it_was(sentence: str) -> None:
    refusal, too_late = STORED[sentence]
    kept = Edit.model_validate({**OLDEST, "state": "refused", "reason": sentence})
    assert kept.refusal is refusal
    assert refusal.fields == {"refusal": refusal, "reason": sentence}
    assert refusal.too_late is too_late


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    assert {refusal.sentence for refusal in Refusal} == set(STORED)


@pytest.mark.parametrize("reason", [None, "", "discarded", "invalid_value: no", "call_over"])
def test_other_reasons_are_somebody_elses_words(reason: str | None) -> None:
    kept = Edit.model_validate({**OLDEST, "state": "refused", "reason": reason})
    assert kept.refusal is None


def test_the_code_decides_whatever_the_words() -> None:
    other = {"refusal": "call_over", "reason": "Das Gespr\u00e4ch ist vorbei."}
    assert Edit.model_validate({**OLDEST, **other}).refusal is Refusal.CALL_OVER


def test_an_edit_that_was_not_taken_says_why_in_words() -> None:
    over = EditChanged("e1", EditState.REFUSED, 3, Refusal.CALL_OVER)
    refused = EditChanged("e1", EditState.REFUSED, 3, detail="invalid_value: no")
    assert over.reason == "The call is over."
    assert refused.reason == "invalid_value: no"
    assert EditChanged("e1", EditState.CONFIRMED, 3).reason is None
