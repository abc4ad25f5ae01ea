"""What the carrier remembers over a restart: where its numbers point, as a real account does."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from phony.sandbox.carrier.records import NUMBER_FIELDS, NumberRecord

log = logging.getLogger("phony.sandbox")


def load(path: Path | None, numbers: Iterable[str]) -> dict[str, NumberRecord]:
    """The account's numbers as they were left; as new if nothing readable was kept."""
    records = {number: NumberRecord(number) for number in numbers}
    if path is None or not path.exists():
        return records
    try:
        kept = json.loads(path.read_text())
        for number, values in kept.items():
            if number in records:
                for name in set(NUMBER_FIELDS.values()) & values.keys():
                    setattr(records[number], name, str(values[name]))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        log.warning("the sandbox's numbers could not be read: %r", error)
    return records


def save(path: Path | None, numbers: dict[str, NumberRecord]) -> None:
    """Keep where the numbers point; written whole or not at all."""
    if path is None:
        return
    values = {
        number: {name: getattr(record, name) for name in NUMBER_FIELDS.values()}
        for number, record in numbers.items()
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(values, indent=1))
        draft.replace(path)
    except OSError as error:
        log.warning("the sandbox's numbers could not be kept: %r", error)
