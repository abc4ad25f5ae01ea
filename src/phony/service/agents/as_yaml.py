"""Agents as YAML text: written without secrets, read with care. `applying.py` does what it says.

Fields that a file leaves out have their defaults: the file says everything.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from phony.domain import jsonvalues, placeholders
from phony.domain.agent_input import AgentInput
from phony.domain.agents import Agent
from phony.domain.errors import Invalid
from phony.domain.mistakes import Mistake, Place, dotted, found_in, spelled
from phony.domain.tools import MASK
from phony.store.agents import fields_of

MAX_AGENTS = 1000
_HEAD = "# Agents of a Phony account. Apply with: phony agents apply FILE\n"
_HEAD_OF_SECRETS = (
    "# Secrets are not in it: each is taken from the variable that stands in its place, and where\n"
    "# that is not set, it stays as the account has it.\n"
)


_MAX_DEPTH = 100
# Ten times as fast where PyYAML was built with libyaml, as its wheels are.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML's JSON-like part: no dates, no tags."""


# Dates stay text, and so do YAML 1.1's `yes`, `no`, `on` and `off`.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp"
        and (tag != "tag:yaml.org,2002:bool" or first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def export(agents: list[Agent]) -> str:
    """The agents as a file; what has its default value is left out.

    A secret is left to a variable; without one it means "as it is", where there is one.
    """
    items, taken = [], set[str]()
    for agent in agents:
        item = _sparse(fields_of(agent))
        for place, where, key in placeholders.places(item):
            if where[key] == MASK:
                name = _variable(agent, place, taken)
                taken.add(name)
                where[key] = f"${{{name}:-{MASK}}}"
            else:
                where[key] = placeholders.escape(where[key])
        items.append(item)
    head = _HEAD + (_HEAD_OF_SECRETS if taken else "")
    return head + _written({"agents": items})


def _written(document: Any) -> str:
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _sparse(model: BaseModel) -> dict[str, Any]:
    """A model as JSON values, without what has its default value."""
    shown = model.model_dump(mode="json")
    kept: dict[str, Any] = {}
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            if inner := _sparse(value):
                kept[name] = inner
        elif isinstance(value, list) and value and isinstance(value[0], BaseModel):
            kept[name] = [_sparse(item) for item in value]
        elif info.is_required() or value != info.get_default(call_default_factory=True):
            kept[name] = shown[name]
    return kept


def _variable(agent: Agent, place: Place, taken: set[str]) -> str:
    """A variable for a secret, of its agent's and its tool's name: one that no other has."""
    if place[0] == "tools":
        index = place[2]
        assert isinstance(index, int)
        inner = (agent.tools.http[index].name, str(place[-1]))
    else:
        inner = ("FALLBACK", str(place[-1]))
    name = placeholders.name_of(agent.name, *inner)
    numbers = (f"{name}_{number}" for number in itertools.count(2))
    return name if name not in taken else next(other for other in numbers if other not in taken)


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a prompt reads like one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


@dataclass(slots=True)
class Contents:
    """What a file says: its right agents by their place, what is wrong, and all names in it."""

    agents: dict[int, AgentInput] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def read(text: bytes) -> Contents:
    """The agents of a file.

    Raises:
        Invalid: not such a file.
    """
    contents = Contents()
    for index, item in enumerate(_items(text)):
        _read_one(item, index, contents)
    return contents


def _read_one(item: Any, index: int, contents: Contents) -> None:
    who, missing = _called(item, index), _resolve(item, index)
    contents.mistakes += missing
    try:
        agent = AgentInput.model_validate(item)
    except ValidationError as error:
        contents.names.add(who)
        known = {mistake.field for mistake in missing}
        for place, text, cure in found_in(error, AgentInput):
            where = dotted(("agents", index, *place))
            if where not in known:
                what = f"{who}: {spelled(place)} {text}".replace(":  ", ": ")
                contents.mistakes.append(Mistake(where, what, cure))
        return
    if agent.name in contents.names:
        again = f"The name {agent.name!r} is in the file twice."
        contents.mistakes.append(Mistake(f"agents.{index}.name", again, "Rename one of them."))
    elif not missing:
        contents.agents[index] = agent
    contents.names.add(agent.name)


def _items(text: bytes) -> list[Any]:
    try:
        document = _parsed(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid(
            f"The file is not YAML that can be read: {_where(error)}", cure="See docs/rest.md."
        ) from None
    jsonvalues.check(document)
    items = document.get("agents") if isinstance(document, dict) else None
    if not isinstance(items, list) or len(document) != 1:
        raise Invalid(
            "The file must have one key, `agents`, with a list.",
            field="agents",
            cure="GET /agents/export gives an example.",
        )
    if len(items) > MAX_AGENTS:
        raise Invalid(f"At most {MAX_AGENTS} agents in one file.", field="agents")
    return items


def _called(item: Any, index: int) -> str:
    """How an agent of a file is called when something is wrong with it."""
    name = item.get("name") if isinstance(item, dict) else None
    short = name.strip()[:100] if isinstance(name, str) else ""
    return short or f"Agent {index + 1} of the file"


def _resolve(item: Any, index: int) -> list[Mistake]:
    """Settle what stands in for variables; says which would have to be known."""
    mistakes = []
    for place, where, key in placeholders.places(item):
        where[key], missing = placeholders.resolve(where[key])
        for name in missing:
            mistakes.append(
                Mistake(
                    dotted(("agents", index, *place)),
                    f"{_called(item, index)}: {spelled(place)} needs the variable {name}, which "
                    "has no value.",
                    f"Set {name} in the environment of `phony agents apply`, which fills it in.",
                )
            )
    return mistakes


def filled_in(text: bytes, look: placeholders.Look) -> bytes:
    """A file with the variables that `look` knows; one that cannot be read stays as it is."""
    try:
        document = _parsed(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text  # whoever reads it says what is wrong, and in which line
    items = document.get("agents") if isinstance(document, dict) else None
    changed = False
    for item in items if isinstance(items, list) else []:
        for _, where, key in placeholders.places(item):
            value = placeholders.substitute(where[key], look)
            changed = changed or value != where[key]
            where[key] = value
    return _written(document).encode() if changed else text


def _parsed(text: bytes) -> Any:
    _check_shape(text)
    return yaml.load(text, Loader=_Loader)


def _check_shape(text: bytes) -> None:
    """Refuse what a few letters can make large: aliases (gigabytes) and depth (the stack)."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="it is nested too deep", problem_mark=mark)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    if isinstance(error, RecursionError):
        problem = "it is nested too deep"
    place = f" in line {mark.line + 1}" if mark is not None else ""
    return f"{problem[:200]}{place}"
