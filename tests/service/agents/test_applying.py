from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.calls import keep, make_call
from tests.support.control import EXAMPLE, NUMBER, Account, control_app

from phony.domain.calls import CallStatus
from phony.domain.errors import Invalid
from phony.domain.mistakes import Mistake, Mistakes
from phony.domain.tools import MASK
from phony.service.agents.applying import SMALL, ImportResult, YamlService
from phony.service.agents.as_yaml import export
from phony.store.database import Database
from phony.store.repositories import for_org

ORG = "org_default"


class File:
    """Applies files to an account."""

    def __init__(self, database: Database) -> None:
        account = Account()
        account.add(NUMBER)
        self.services = control_app(database, account).state.services
        self.yaml: YamlService = self.services.yaml
        self.agents = for_org(database, ORG).agents

    async def apply(self, *agents: dict[str, Any], **options: bool) -> ImportResult:
        text = json.dumps({"agents": list(agents)}).encode()  # JSON is YAML
        options.setdefault("dry_run", False)
        return await self.yaml.apply(ORG, text, "tester", **options)

    async def names(self) -> set[str]:
        return {agent.name for agent in await self.agents.all()}


@pytest.fixture
def file(database: Database) -> File:
    return File(database)


async def test_what_is_exported_is_unchanged_when_applied(file: File) -> None:
    prompt = "First line.\n  Indented: yes\n\n'quotes' \"and\" {{braces}} # no comment\n"
    await file.apply(
        {**EXAMPLE, "system_prompt": prompt},
        {"name": "yes", "type": "outbound", "context_data": {"on": "off", "1": "1.0", "d": "2026"}},
    )
    text = export(await file.agents.all())
    result = await file.yaml.apply(ORG, text.encode(), "tester", dry_run=True)
    assert result.unchanged == 2
    assert "system_prompt: |" in text


async def test_a_dry_run_says_everything_and_does_nothing(file: File) -> None:
    result = await file.apply(EXAMPLE, dry_run=True)
    assert (result.created, result.dry_run) == (1, True)
    assert {c.path for c in result.agents[0].changes} >= {"name", "greeting_message"}
    assert await file.names() == set()


async def test_only_what_differs_makes_a_version(file: File) -> None:
    await file.apply(EXAMPLE, {"name": "Other", "type": "outbound"})
    result = await file.apply({**EXAMPLE, "voice": "sage"}, {"name": "Other", "type": "outbound"})
    assert (result.updated, result.unchanged) == (1, 1)
    assert [(c.path, c.before, c.after) for c in result.agents[0].changes] == [
        ("voice", "nova", "sage")
    ]
    assert {agent.name: agent.version for agent in await file.agents.all()} == {
        EXAMPLE["name"]: 2,
        "Other": 1,
    }


async def test_what_a_file_leaves_out_goes_back_to_its_default(file: File) -> None:
    await file.apply({**EXAMPLE, "notes": "Be kind.", "silence": {"max_prompts": 5}})
    await file.apply(EXAMPLE)
    (agent,) = await file.agents.all()
    assert (agent.notes, agent.silence.max_prompts) == ("", 2)


async def test_prune_deletes_what_the_file_lacks_and_frees_its_number(file: File) -> None:
    await file.apply(EXAMPLE)
    result = await file.apply({**EXAMPLE, "name": "Heir"}, prune=True)
    assert (result.created, result.deleted, result.failed) == (1, 1, 0)
    assert await file.names() == {"Heir"}


async def refused(file: File, *agents: dict[str, Any], **options: bool) -> list[Mistake]:
    """What is wrong; nothing was changed, and a dry run says the same."""
    before = [agent.model_dump() for agent in await file.agents.all()]
    said = []
    for dry_run in (True, False):
        with pytest.raises(Mistakes) as caught:
            await file.apply(*agents, dry_run=dry_run, **options)
        said.append(list(caught.value.mistakes))
    assert said[0] == said[1]
    assert [agent.model_dump() for agent in await file.agents.all()] == before
    return said[0]


async def test_nothing_is_applied_unless_all_is_right(file: File) -> None:
    await file.apply(EXAMPLE)
    found = await refused(
        file,
        {**EXAMPLE, "name": "Rival"},
        {"name": "Fine", "type": "outbound", "voice": "marin"},
        {"name": "Hoarse", "type": "outbound", "voice": "gravel"},
        {"name": "New", "type": "inbound", "tools": tool(MASK)},
        {"name": "Wrong", "type": "inbound", "tools": {"http": [{"name": "a b", "url": "x"}]}},
    )
    assert [mistake.message.partition(":")[0] for mistake in found] == [
        "Rival",
        "Hoarse",
        "New",
        "Wrong",
        "Wrong",
    ]
    by_field = {mistake.field: mistake for mistake in found}
    assert f"already answered by {EXAMPLE['name']!r}" in by_field["agents.0.phone_number"].message
    assert "marin" in (by_field["agents.2.voice"].cure or "")
    secret = by_field["agents.3.tools.http.0.headers.Authorization"]
    assert "has no value" in secret.message
    assert "${NEW_AUTHORIZATION}" in (secret.cure or "")
    assert "tools.http[0].name must be 1 to 64" in by_field["agents.4.tools.http.0.name"].message


async def test_numbers_change_hands_within_a_file(file: File) -> None:
    other = "+18578167226"
    one, two = {**EXAMPLE, "name": "One"}, {**EXAMPLE, "name": "Two", "phone_number": other}
    await file.apply(one, two)
    result = await file.apply({**one, "phone_number": other}, {**two, "phone_number": NUMBER})
    assert (result.updated, result.failed) == (2, 0)
    numbers = {agent.name: agent.phone_number for agent in await file.agents.all()}
    assert numbers == {"One": other, "Two": NUMBER}
    (held,) = await refused(file, {**one, "name": "Three"}, two)
    assert held.field == "agents.1.phone_number"  # One, which the file lacks, has it


async def test_a_number_is_answered_by_one_agent_of_a_file(file: File) -> None:
    (held,) = await refused(file, EXAMPLE, {**EXAMPLE, "name": "Rival"})
    assert held.message.startswith("Rival: phone_number")


async def test_an_agent_with_live_calls_is_not_pruned(file: File, database: Database) -> None:
    await file.apply(EXAMPLE)
    (agent,) = await file.agents.all()
    await keep(database, make_call(agent_id=agent.id, status=CallStatus.IN_PROGRESS))
    (mistake,) = await refused(file, {**EXAMPLE, "name": "Heir"}, prune=True)
    assert "live calls: 1" in mistake.message


async def test_warnings_come_every_time(file: File) -> None:
    private = {"http": [{"name": "book", "url": "http://localhost:1/"}]}
    for _ in range(2):
        result = await file.apply({**EXAMPLE, "voice": "nova", "tools": private})
        assert {warning.code for warning in result.agents[0].warnings} == {
            "other_voice",
            "out_of_reach",
        }
    assert result.unchanged == 1


def tool(value: str) -> dict[str, Any]:
    headers = {"Authorization": value}
    return {"http": [{"name": "crm", "url": "https://crm.example.com", "headers": headers}]}


async def test_secrets_are_masked_kept_and_changed(file: File) -> None:
    async def secret() -> str:
        (agent,) = await file.agents.all()
        return agent.tools.http[0].headers["Authorization"]

    base = {"name": "T", "type": "inbound"}
    await file.apply({**base, "tools": tool("Bearer first")})
    text = export(await file.agents.all())
    assert "first" not in text
    assert MASK in text
    kept = await file.yaml.apply(ORG, text.encode(), "tester", dry_run=False)
    assert kept.unchanged == 1
    assert await secret() == "Bearer first"
    changed = await file.apply({**base, "tools": tool("Bearer second")})
    assert changed.updated == 1
    assert "second" not in changed.model_dump_json()
    assert await secret() == "Bearer second"


async def test_a_fallback_goes_out_without_its_keys_and_comes_back_with_them(file: File) -> None:
    others = [{"url": "wss://x.example/v1", "api_key": "sk-1"}, {"model": "mini"}]
    base = {"name": "A", "type": "inbound", "fallback": {"engines": others}}
    await file.apply(base)
    text = export(await file.agents.all())
    assert "sk-1" not in text
    assert MASK in text
    again = await file.yaml.apply(ORG, text.encode(), "tester", dry_run=False)
    assert again.unchanged == 1
    (agent,) = await file.agents.all()
    assert agent.fallback.engines[0].api_key == "sk-1"
    others[0]["api_key"] = "sk-2"
    changed = await file.apply(base)
    assert [change.path for change in changed.agents[0].changes] == ["fallback.engines"]


async def test_a_large_file_is_read_and_written_aside_with_the_same_result(file: File) -> None:
    facts = {f"key_{number}": "x" * 20 for number in range(SMALL // 20)}
    tool = {"name": "look", "url": "https://a.example", "headers": {"X-Key": "secret"}}
    large = {**EXAMPLE, "context_data": facts, "tools": {"http": [tool]}}
    result = await file.apply(large)
    assert (result.created, result.failed) == (1, 0)
    text = await file.yaml.export(ORG)
    assert len(text) > SMALL
    assert text == export(await file.agents.all())
    assert "secret" not in text
    again = await file.yaml.apply(ORG, text.encode(), "tester", dry_run=True)
    assert again.unchanged == 1
    changed = text.replace("key_7: ", "key_seven: ").encode()
    done = await file.yaml.apply(ORG, changed, "tester", dry_run=False)
    assert {change.path for change in done.agents[0].changes} == {
        "context_data.key_7",
        "context_data.key_seven",
    }
    (agent,) = await file.agents.all()
    assert agent.tools.http[0].headers == {"X-Key": "secret"}
    with pytest.raises(Invalid, match="aliases"):
        await file.yaml.apply(ORG, changed + b"\n# *\nx: *a", "tester", dry_run=True)
