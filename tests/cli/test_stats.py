"""`phony stats` as typed, against the running product."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.cli.typed import Terminal
from tests.support.running import NUMBER


def test_figures_of_a_period(phony: Terminal) -> None:
    phony("agents", "create", "Counted", "--number", NUMBER, "--greeting", "Hello!")
    call_id = phony.product.ring("Please hang up.")
    call = phony.product.ended(call_id)
    overview = phony.json("stats", "--agent", "Counted")
    assert overview["now"]["calls"] == 1
    begun = datetime.fromisoformat(call["created_at"])
    assert "before" in phony("stats", "--from", begun.date().isoformat())
    assert "Counted" in phony("stats", "--by", "agent")
    assert NUMBER in phony("stats", "--by", "number")
    day = begun.astimezone(ZoneInfo("Pacific/Auckland")).date().isoformat()
    days = phony("stats", "--by", "day", "--tz", "Pacific/Auckland", "--agent", "Counted")
    (line,) = (line.split() for line in days.splitlines() if line.startswith(day))
    assert line[1] == "1"
    hour = begun.astimezone(UTC).isoformat()[:13]
    assert any(line.startswith(hour) for line in phony("stats", "--by", "hour").splitlines())
    assert "--by day" in phony("stats", "--tz", "UTC", fails=True)
    assert "does not go" in phony("stats", "--by", "agent", "--agent", "Counted", fails=True)
