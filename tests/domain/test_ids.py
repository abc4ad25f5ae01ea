"""Ids and the time that is stored."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from phony.domain.ids import DEFAULT_ORG, new_id, utc_now


@pytest.mark.parametrize(
    "prefix", ["agent", "call", "turn", "edit", "cmd", "key", "hook", "dlv", "num", "tpl"]
)
def test_an_id_says_what_it_is_and_is_safe_in_a_url(prefix: str) -> None:
    assert re.fullmatch(rf"{prefix}_[0-9a-f]{{24}}", new_id(prefix))


def test_no_two_ids_are_the_same() -> None:
    assert len({new_id("call") for _ in range(5000)}) == 5000


def test_the_default_organization_keeps_its_name() -> None:
    assert DEFAULT_ORG == "org_default"  # it stands in every record made so far


def test_a_stored_time_reads_back_as_it_was_written() -> None:
    now = utc_now()
    assert now.utcoffset() == timedelta(0)
    assert now.microsecond % 1000 == 0  # MongoDB keeps milliseconds: no write may round it
    assert datetime.fromisoformat(now.isoformat()) == now
    assert timedelta(0) <= datetime.now(UTC) - now < timedelta(seconds=5)
