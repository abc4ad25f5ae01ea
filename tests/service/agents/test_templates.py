"""The built-in templates are agents as `POST /agents/` takes them, ready to talk."""

from __future__ import annotations

import pytest

from phony.domain.agent_input import AgentInput
from phony.domain.versions import Template
from phony.service.agents.preview import preview
from phony.service.agents.templates import BUILTIN

# What only an outbound call brings.
OF_THE_CALL = {"customer_name", "invoice_number", "amount_due", "due_date"}


@pytest.mark.parametrize("template", BUILTIN, ids=lambda template: template.id)
def test_a_template_makes_an_agent_that_lacks_nothing(template: Template) -> None:
    agent = AgentInput.model_validate(template.fields)
    assert agent.name == template.name
    shown = preview(agent)
    assert shown.variables, "it names nobody's business"
    assert set(shown.missing_variables) <= OF_THE_CALL
    assert "{{" not in shown.instructions + shown.greeting_message
    assert agent.greeting_message
    assert len(agent.system_prompt) > 400


@pytest.mark.parametrize("template", BUILTIN, ids=lambda template: template.id)
def test_a_context_has_nothing_that_no_text_uses_or_shows(template: Template) -> None:
    agent = AgentInput.model_validate(template.fields)
    told = preview(agent).instructions
    assert [key for key in agent.context_data if key not in told] == []


def test_templates_have_names_of_their_own() -> None:
    assert len({template.id for template in BUILTIN}) == len(BUILTIN)
    assert len({template.name for template in BUILTIN}) == len(BUILTIN)
    assert {template.fields["type"] for template in BUILTIN} == {"inbound", "outbound"}
    assert all(template.builtin and template.description for template in BUILTIN)
