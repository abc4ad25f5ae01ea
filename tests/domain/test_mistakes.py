from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from phony.domain.agent_input import AgentInput
from phony.domain.mistakes import Mistake, Mistakes, dotted, found_in, spelled


def test_a_place_is_spelled_for_people_and_for_programs() -> None:
    place = ("tools", "http", 0, "name")
    assert spelled(place) == "tools.http[0].name"
    assert dotted(place) == "tools.http.0.name"


@pytest.mark.parametrize(
    ("field", "cure"),
    [
        ("transfer_target", "Did you mean 'transfer_targets'?"),
        ("colour", "Known here: builtin, transfer_targets, http."),
    ],
)
def test_an_unknown_field_is_met_with_what_was_meant(field: str, cure: str) -> None:
    given = {"name": "A", "type": "inbound", "tools": {field: 1}}
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate(given)
    assert found_in(caught.value, AgentInput) == [(("tools", field), "is an unknown field", cure)]


def test_fields_of_list_items_are_known_and_keys_of_open_objects_are_not() -> None:
    tool = {"name": "a", "url": "https://a.example", "header": {}}
    given = {"name": "A", "type": "inbound", "tools": {"http": [tool]}}
    with pytest.raises(ValidationError) as caught:
        AgentInput.model_validate(given)
    ((_, _, cure),) = found_in(caught.value, AgentInput)
    assert cure == "Did you mean 'headers'?"


def test_one_mistake_is_the_error_and_several_are_counted() -> None:
    one = Mistake("a.b", "A: b is wrong.", "Mend it.")
    single = Mistakes("The file", [one])
    assert (str(single), single.field, single.cure) == ("A: b is wrong.", "a.b", "Mend it.")
    several = Mistakes("The file", [one, one])
    assert str(several) == "The file has 2 mistakes."
    assert "Nothing was changed" in (several.cure or "")
    again = pickle.loads(pickle.dumps(several))  # it may be found in another process
    assert again.mistakes == several.mistakes
