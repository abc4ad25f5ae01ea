import asyncio
from datetime import timedelta
from typing import Any

from tests.support.calls import keep, make_call, make_turn

from phony.domain.agents import Agent, AgentType
from phony.domain.calls import CallStatus
from phony.domain.ids import DEFAULT_ORG, utc_now
from phony.service.after.retention import Retention
from phony.store.database import Database
from phony.store.documents import dump


def agent(agent_id: str, days: int | None) -> Agent:
    now = utc_now()
    return Agent(
        id=agent_id,
        org_id=DEFAULT_ORG,
        name=agent_id,
        type=AgentType.INBOUND,
        retention_days=days,
        created_at=now,
        updated_at=now,
    )


async def test_old_calls_go_when_their_agent_says_so(database: Database) -> None:
    for each in (agent("agent_short", 7), agent("agent_ever", None)):
        await database.raw["agents"].insert_one(dump(each))
    now = utc_now()

    def ended(days: int, agent_id: str, **fields: Any) -> Any:
        at = now - timedelta(days=days)
        values = {"status": CallStatus.COMPLETED, "created_at": at, "ended_at": at}
        return make_call(agent_id=agent_id, **{**values, **fields})

    old, new = ended(8, "agent_short"), ended(6, "agent_short")
    kept = ended(800, "agent_ever")
    running = ended(30, "agent_short", status=CallStatus.IN_PROGRESS, ended_at=None)
    orphan = ended(4, "agent_gone", agent=agent("agent_gone", 3))
    young_orphan = ended(2, "agent_gone", agent=agent("agent_gone", 3))
    foreign = ended(90, "agent_short", org_id="org_other")
    await keep(database, old, new, kept, running, orphan, young_orphan, foreign)
    await keep(database, make_turn(old.id, 0, "secret"), make_turn(new.id, 0, "kept"))
    assert await Retention(database, "w1").sweep() == 2
    left = {document["_id"] async for document in database.raw["calls"].find({}, {"_id": 1})}
    assert left == {c.id for c in (new, kept, running, young_orphan, foreign)}
    said = [document["said"] async for document in database.raw["turns"].find()]
    assert said == ["kept"]
    assert await Retention(database, "w1").sweep() == 0


async def test_one_worker_at_a_time_looks_and_goes_on_looking(database: Database) -> None:
    await database.raw["agents"].insert_one(dump(agent("agent_short", 7)))
    at = utc_now() - timedelta(days=8)

    async def old() -> str:
        call = make_call(
            agent_id="agent_short", status=CallStatus.COMPLETED, created_at=at, ended_at=at
        )
        await keep(database, call)
        return call.id

    async def gone(call_id: str) -> None:
        while await database.raw["calls"].find_one({"_id": call_id}) is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    first = await old()
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        patient = group.create_task(Retention(database, "w1", every_s=600).run())
        await gone(first)
        second = await old()
        other = group.create_task(Retention(database, "w2", every_s=0.05).run())
        await asyncio.sleep(0.3)  # w1 has the lease
        assert await database.raw["calls"].find_one({"_id": second}) is not None
        patient.cancel()
        await database.raw["leases"].delete_many({})
        await gone(second)
        other.cancel()
