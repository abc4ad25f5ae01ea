"""Everything that is wrong with an input, each thing with its place and a cure. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from phony.domain.errors import Invalid

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: `field` as a dotted path, a whole sentence, what to do."""

    field: str
    message: str
    cure: str | None = None


class Mistakes(Invalid):
    """Several things are wrong at once."""

    def __init__(self, what: str, found: Sequence[Mistake]) -> None:
        """`what` has them, a file for example; there is at least one."""
        first = found[0]
        if len(found) == 1:
            super().__init__(first.message, field=first.field, cure=first.cure)
        else:
            super().__init__(
                f"{what} has {len(found)} mistakes.",
                field=first.field,
                cure="Nothing was changed: correct them, and try again.",
            )
        self.mistakes = tuple(found)


def spelled(place: Place) -> str:
    """A place as people write it: `tools.http[0].name`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def dotted(place: Place) -> str:
    """A place as programs take it: `tools.http.0.name`."""
    return ".".join(str(part) for part in place)


def found_in(error: ValidationError, model: type[BaseModel]) -> list[tuple[Place, str, str | None]]:
    """What pydantic found wrong, as place, half a sentence and cure. Nothing given is echoed."""
    found = []
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        place: Place = tuple(item["loc"])
        text, cure = item["msg"].removeprefix("Value error, "), None
        if item["type"] == "extra_forbidden":
            text, cure = "is an unknown field", _meant(model, place)
        elif item["type"] == "missing":
            text = "is missing"
        elif text.startswith("Input should"):
            text = text.replace("Input should", "must", 1)
        found.append((place, text, cure))
    return found


def _meant(model: type[BaseModel], place: Place) -> str | None:
    """Which field was probably meant: one spelled alike, else all that there are."""
    names = list(_fields(model, place[:-1]))
    if not names:
        return None
    near = difflib.get_close_matches(str(place[-1]), names, n=1, cutoff=0.7)
    return f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(names)}."


def _fields(model: type[BaseModel], place: Place) -> Sequence[str]:
    """The fields of the object at `place`; none if it is not one with fixed fields."""
    kind: Any = model
    for part in place:
        if isinstance(part, str):
            inner = _model_of(kind)
            if inner is None or part not in inner.model_fields:
                return ()
            kind = inner.model_fields[part].annotation
    inner = _model_of(kind)
    return () if inner is None else list(inner.model_fields)


def _model_of(kind: Any) -> type[BaseModel] | None:
    """The model that an annotation is about: itself, or what a list or an option is of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    found = (_model_of(part) for part in get_args(kind))
    return next((model for model in found if model is not None), None)
