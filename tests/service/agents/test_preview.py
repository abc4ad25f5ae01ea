"""What a call would start from."""

from __future__ import annotations

from phony.domain.agents import AgentFields, AgentType
from phony.service.agents.preview import preview


def fields(**more: object) -> AgentFields:
    values = {"name": "A", "type": AgentType.INBOUND, **more}
    return AgentFields.model_validate(values)


def test_texts_are_rendered_and_what_is_missing_is_named_once() -> None:
    shown = preview(
        fields(
            system_prompt="Work for {{business.name}}. Ask {{who}}.",
            greeting_message="Hello {{who}}, this is {{business.name}}.",
            notes="{{never}} {{who}}",
            context_data={"business": {"name": "Bell"}},
        )
    )
    assert shown.system_prompt == "Work for Bell. Ask."
    assert shown.greeting_message == "Hello, this is Bell."
    assert shown.variables == ["business.name", "who", "never"]
    assert shown.missing_variables == ["who", "never"]
    assert "{{" not in shown.instructions
    assert shown.instructions_chars == len(shown.instructions)


def test_a_call_s_own_context_wins_key_by_key() -> None:
    agent = fields(
        system_prompt="{{a.x}} {{a.y}} {{b}}", context_data={"a": {"x": 1, "y": 2}, "b": 3}
    )
    shown = preview(agent, {"a": {"y": 9}, "b": "new"})
    assert shown.system_prompt == "1 9 new"
    assert shown.missing_variables == []
    assert preview(agent).system_prompt == "1 2 3"
    assert agent.context_data == {"a": {"x": 1, "y": 2}, "b": 3}  # looked at, not changed


def test_a_value_s_braces_are_not_variables() -> None:
    shown = preview(fields(system_prompt="{{a}}", context_data={"a": "{{b}}"}))
    assert shown.variables == ["a"]
    assert shown.missing_variables == []


def test_the_model_is_told_which_way_the_call_goes() -> None:
    inbound, outbound = preview(fields()), preview(fields(type=AgentType.OUTBOUND))
    assert inbound.instructions != outbound.instructions
