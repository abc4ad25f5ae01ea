"""What the workers tell each other of the engines."""

from __future__ import annotations

from phony.store.database import Database
from phony.store.engines import EngineState, EngineStates


async def test_the_last_word_on_an_engine_counts(database: Database) -> None:
    states = EngineStates(database)
    assert await states.all() == []
    await states.tell(EngineState(key="k1", label="$model", away=True, reason="$reason"))
    await states.tell(EngineState(key="k2", label="b", away=True))
    await states.tell(EngineState(key="k2", label="b", away=False))
    first, second = sorted(await states.all(), key=lambda state: state.key)
    assert (first.key, first.label, first.away, first.reason) == ("k1", "$model", True, "$reason")
    assert not second.away
    assert 0 <= first.age_s < 60
