from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.control import EXAMPLE, NUMBER, Account, control_app

from phony.domain.agents import MASK
from phony.domain.errors import Invalid
from phony.service.agents.as_yaml import SMALL, ImportResult, YamlService, export, read
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


async def test_one_that_fails_does_not_stop_the_others(file: File) -> None:
    await file.apply(EXAMPLE)
    result = await file.apply(
        {**EXAMPLE, "name": "Rival"}, {"name": "Fine", "type": "outbound"}, EXAMPLE
    )
    assert (result.created, result.failed) == (1, 1)
    assert "already answered" in (result.agents[0].error or "")
    assert await file.names() == {EXAMPLE["name"], "Fine"}


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
    unknown = await file.apply({**base, "name": "New", "tools": tool(MASK)})
    assert unknown.failed == 1
    assert "has no value" in (unknown.agents[0].error or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "agents",
        "agents: {}",
        "- a list",
        "agents: []\nmore: 1",
        "agents: [1]",
        "agents: [{name: A}]",
        "agents: [{name: A, type: inbound}, {name: A, type: outbound}]",
        "agents: [{name: A, type: inbound, colour: red}]",
        "agents: [{name: A, type: inbound, context_data: {d: 2026-01-01, e: !!binary aGk=}}]",
        "agents: !!python/object/apply:os.system [echo]",
        "agents: [&a {name: A, type: inbound}, *a]",
        "agents: [{name: A, type: inbound, context_data: {n: 99999999999999999999}}]",
        "agents: [{name: A, type: inbound, context_data: {n: .inf}}]",
        'agents: [{name: "A\\0", type: inbound}]',
        "agents: [{name: A, type: inbound, context_data: {? [a] : 1}}]",
        "\tagents: []",
        "agents: [" + "[" * 2000 + "]" * 2000 + "]",
        "%YAML 9.9\n---\nagents: []",
    ],
)
def test_bad_files_are_refused_whole(text: str) -> None:
    with pytest.raises(Invalid):
        read(text.encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Invalid):
        read(b"\xff\xfeagents: \x00")


def test_dates_and_yes_stay_text() -> None:
    (agent,) = read(
        b"agents: [{name: A, type: inbound, context_data: {d: 2026-01-01, y: yes, t: true}}]"
    )
    assert agent.context_data == {"d": "2026-01-01", "y": "yes", "t": True}


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
