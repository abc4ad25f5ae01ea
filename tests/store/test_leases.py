import asyncio

from phony.store.database import Database
from phony.store.leases import Leases


async def test_one_of_many_gets_it(database: Database) -> None:
    leases = Leases(database)
    taken = await asyncio.gather(*(leases.take("work", f"w{n}", 30) for n in range(8)))
    assert sum(taken) == 1
    holder = f"w{taken.index(True)}"
    assert await leases.take("work", holder, 30)
    assert await leases.take("other work", "w9", 30)


async def test_it_is_free_when_it_ends_or_is_given_back(database: Database) -> None:
    leases = Leases(database)
    assert await leases.take("work", "a", 0.05)
    await asyncio.sleep(0.1)
    assert await leases.take("work", "b", 30)
    assert not await leases.take("work", "a", 30)
    await leases.drop("work", "a")  # not the holder's: nothing happens
    assert not await leases.take("work", "a", 30)
    await leases.drop("work", "b")
    assert await leases.take("work", "a", 30)
