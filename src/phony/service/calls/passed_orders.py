"""Orders to dial that find no line here: another worker, of any machine, carries them out.

The record names who is to, and the database tells them; who asked waits for what became of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container, Mapping
from typing import Any

from pymongo.errors import PyMongoError

from phony.domain.agents import Agent
from phony.domain.calls import Call, CallOutcome
from phony.domain.errors import PhonyError
from phony.service.bridge.registry import Busy, Need
from phony.service.calls.ending import Endings
from phony.service.calls.lost_orders import Spawn
from phony.service.calls.room import Room
from phony.store.calls import CallRepository, locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.signals import Signals

_log = logging.getLogger(__name__)

ORDER = "order"
TAKEN_WITHIN_S = 2.0
# The carrier may need its time, and an order whose answer was lost is looked for.
_TOLD_WITHIN_S = 25.0
_LOOK_EVERY_S = 0.05

Dial = Callable[[Call, Agent, int], Awaitable[Call]]


class PassedOrders:
    """Passes them on, and carries out those of others."""

    def __init__(
        self, database: Database, worker_id: str, room: Room, ends: Endings, spawn: Spawn
    ) -> None:
        """`room` knows who has a line, `spawn` owns what is done for others."""
        self._database = database
        self._worker_id = worker_id
        self._room = room
        self._ends = ends
        self._spawn = spawn
        self._signals = Signals(database)

    def elsewhere(self, but: Container[str] = ()) -> str | None:
        """A worker with a line for it, one of which is ours from now on; `but` are left out."""
        return self._room.elsewhere(Need.PLACED, anywhere=True, but=but)

    async def pass_on(self, call: Call, ring_timeout_s: int) -> Call:
        """Have the owner of a fresh record dial, or somebody else who has a line.

        Raises:
            Busy: nobody had one, after all. PhonyError: what the carrier said.
        """
        calls, tried = for_org(self._database, call.org_id).calls, {call.worker_id or ""}
        await self._send(call, ring_timeout_s)
        while True:
            told = await self._told(calls, call)
            if "error" in told:
                raise _error_of(told["error"])
            if "free" not in told:
                return await calls.get(call.id)
            next_one = self.elsewhere(but=tried) or self._worker_id
            claimed = await calls.claim(call.id, next_one, held_by=None)
            if claimed is None:
                continue  # somebody has taken it at the last moment
            if next_one == self._worker_id:
                await self._ends.close(claimed, CallOutcome.REJECTED, "busy")
                await calls.forget_request(call.id)
                raise Busy("All lines are busy.", cure="Add workers or machines.")
            call = claimed
            tried.add(next_one)
            await self._send(call, ring_timeout_s)

    async def _send(self, call: Call, ring_timeout_s: int) -> None:
        order = {"worker_id": call.worker_id, "lease": call.lease, "ring_timeout_s": ring_timeout_s}
        await self._signals.send(call, ORDER, order)

    async def _told(self, calls: CallRepository, call: Call) -> Mapping[str, Any]:
        """What became of it, as far as it is known in some seconds: `free` if nobody has it."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while clock() - began < _TOLD_WITHIN_S:
            if told := (await calls.private(call.id)).get("order"):
                await calls.set_private(call.id, order=None)
                return dict(told)
            late = clock() - began > TAKEN_WITHIN_S
            if late and await calls.take_from(call) is not None:
                return {"free": True}
            await asyncio.sleep(_LOOK_EVERY_S * (10 if late else 1))
        return {}

    def on_order(self, call_id: str, data: Mapping[str, Any], dial: Dial) -> None:
        """Another worker asks somebody, perhaps us, to `dial`."""
        if data.get("worker_id") == self._worker_id:
            self._spawn(self._carry_out(call_id, data["lease"], data["ring_timeout_s"], dial))

    async def _carry_out(self, call_id: str, lease: int, ring_timeout_s: int, dial: Dial) -> None:
        try:
            call = await locate(self._database, call_id=call_id)
            if call is None or call.worker_id != self._worker_id:
                return
            calls, me = for_org(self._database, call.org_id).calls, self._worker_id
            mine = await calls.claim(call_id, me, held_by=me, lease=lease)  # once
            if mine is None or mine.agent is None:
                return
            told: dict[str, Any] = {"done": True}
            try:
                await dial(mine, mine.agent, ring_timeout_s)
            except Busy:
                await calls.release(call_id, lease=mine.lease)
                told = {"free": True}
            except PhonyError as error:
                told = {"error": _told_of(error)}
            await calls.set_private(call_id, order=told)
        except PyMongoError as error:  # whoever asked has the record as it is
            _log.warning("call %s: an order was not told of: %s", call_id, type(error).__name__)


def _told_of(error: PhonyError) -> dict[str, Any]:
    kept = {k: v for k, v in vars(error).items() if isinstance(v, str | int | float | dict)}
    return {**kept, "message": str(error), "code": error.code, "status": error.status}


def _error_of(told: Mapping[str, Any]) -> PhonyError:
    """The error that another worker met."""
    error = PhonyError(str(told["message"]))
    vars(error).update({k: v for k, v in told.items() if k != "message"})
    return error
