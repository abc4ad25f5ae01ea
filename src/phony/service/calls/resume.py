"""Going on with a call: its stream or its worker was lost, and the caller is still there."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, Direction
from phony.domain.closing import age_of
from phony.domain.commands import CommandState
from phony.domain.edits import EditState
from phony.domain.errors import Conflict
from phony.domain.events import CarrierEnded, CarrierStarted
from phony.domain.ids import utc_now
from phony.domain.sentences import to_caller
from phony.service.bridge.call import CallBridge
from phony.service.bridge.registry import Busy, CallRegistry, Need
from phony.service.calls.addresses import Addresses, hash_token
from phony.service.calls.ending import Endings
from phony.service.calls.opening import Opening
from phony.service.calls.room import Room
from phony.service.calls.salvage import Salvage
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory
from phony.wire import twiml

# More streams begun anew than this in so short a time: something is broken, and stays so.
MAX_RESUMES = 3
RESUME_WINDOW_S = 60.0
LOST_LINE = "The line was interrupted for a moment."


class Resuming:
    """Takes calls up, from their records; those of other workers, too."""

    def __init__(
        self,
        database: Database,
        registry: CallRegistry,
        addresses: Addresses,
        opening: Opening,
        ends: Endings,
        room: Room,
        salvage: Salvage,
    ) -> None:
        """`ends` closes what cannot go on; `room` is that of the other workers.

        `salvage` has what they had not written when they died.
        """
        self._room = room
        self._salvage = salvage
        self._database = database
        self._registry = registry
        self._addresses = addresses
        self._opening = opening
        self._ends = ends
        self._workers = WorkerDirectory(database)
        self._taking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def resume(self, call_id: str, tries: int, reason: str = LOST_LINE) -> str:
        """The stream or its worker was lost, the caller is still there: TwiML that goes on."""
        call = await locate(self._database, call_id=call_id)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.hang_up()
        calls = for_org(self._database, call.org_id).calls
        if await calls.count_resume(call_id, RESUME_WINDOW_S, MAX_RESUMES + 1) > MAX_RESUMES:
            # First: the bridge, once told, would write that the caller hung up.
            await calls.ends(call_id, CallOutcome.LOST, "too many tries to go on")
            if (bridge := self._registry.get(call_id)) is not None:
                bridge.feed(CarrierEnded("failed"), "carrier")
                await self._until_gone(call_id)
            await self._ends.close(call, CallOutcome.LOST, "too many tries to go on")
            return twiml.say_and_hang_up(*to_caller("sorry", call))
        if (bridge := self._registry.get(call_id)) is not None and not bridge.over:
            # The stream ended and we have not noticed yet, or it never began: begin it anew.
            if bridge.has_stream:
                bridge.release()
                await self._until_gone(call_id)
                bridge = None
        other: str | None = None
        if bridge is None or bridge.over:
            await self._until_gone(call_id)
            call = await locate(self._database, call_id=call_id)
            if call is None or call.status in FINAL_STATUSES:
                return twiml.hang_up()
            try:
                await self._take_up(call, reason)
            except Busy:
                stops = self._registry.draining  # so do the others, or they would be asked
                other = None if stops else self._room.elsewhere(Need.GOES_ON)
                if other is None:
                    await self._ends.close(call, CallOutcome.LOST, "restart" if stops else "busy")
                    words = to_caller("restarting" if stops else "busy", call)
                    return twiml.say_and_hang_up(*words)
        token, media = self._addresses.new_token()
        await calls.set_private(call_id, media=media, after=None)
        return self._addresses.stream_twiml(call_id, token, tries, other)

    async def repeat(self, call: Call, tries: int) -> str | None:
        """What a repeated first webhook is answered with: never a second token beside the first.

        The carrier's own repeat gets the same answer again. Anybody else's, once the stream began,
        gets nothing. None if no token was given yet, or its time is over.
        """
        kept = await for_org(self._database, call.org_id).calls.private(call.id)
        media = kept.get("media") or {}
        if "taken_at" in media:
            return twiml.hang_up()
        token = self._addresses.same_token(media)
        if token is None:
            return None
        return self._addresses.stream_twiml(call.id, token, tries, call.worker_id)

    async def _until_gone(self, call_id: str) -> None:
        """Wait, a second at most, until our own bridge has written what it held."""
        for _ in range(50):
            if self._registry.get(call_id) is None:
                return
            await asyncio.sleep(0.02)

    async def _take_up(self, call: Call, reason: str | None) -> CallBridge:
        """The call's bridge here: made anew, unless somebody who asked just before has done so."""
        lock = self._taking.get(call.id) or asyncio.Lock()
        self._taking[call.id] = lock  # as long as anybody has it
        async with lock:
            bridge = self._registry.get(call.id)
            if bridge is None or bridge.over:
                bridge = await self._rebuild(call, reason)
        return bridge

    async def _rebuild(self, call: Call, reason: str | None) -> CallBridge:
        """Claim a call and rebuild its session from the record."""
        self._opening.check_room(Need.GOES_ON)
        repositories = for_org(self._database, call.org_id)
        if call.worker_id not in (None, self._registry.worker_id) and await self._workers.is_alive(
            call.worker_id
        ):
            # Its stream is over, as the carrier's request shows: let it write its last words.
            await asyncio.sleep(0.25)
        claimed = await repositories.calls.claim(
            call.id, self._registry.worker_id, held_by=call.worker_id, resumed=reason is not None
        )
        if claimed is None:
            raise Conflict(f"call {call.id} was taken up by another worker")
        await self._salvage.rest(claimed)
        turns = await repositories.call_queries.all_turns(call.id)
        written_ms = await repositories.calls.last_written_ms(call.id)
        bridge = self._opening.open(
            claimed,
            turns=turns,
            unheard=await self._salvage.unheard(claimed, turns),
            resumed=reason,
            age_s=age_of(call, written_ms / 1000, utc_now()),
            # What the other worker could not write yet has numbers, too.
            seq=await repositories.call_queries.last_event(call.id) + 1000,
        )
        bridge.goes_on(
            await repositories.edits.of_call(call.id, [EditState.CONFIRMED]),
            await repositories.commands.of_call(call.id, [CommandState.RUNNING]),
        )
        # Whoever had taken the call over lost their microphone with it.
        if claimed.taken_over_by is not None:
            await repositories.calls.patch(call.id, {"taken_over_by": None})
        # What was sent but never confirmed is not in what the model holds.
        for edit in await repositories.edits.of_call(call.id, [EditState.SENT]):
            bridge.give_edit(edit)
        await self.give_pending(bridge)
        return bridge

    async def give_pending(self, bridge: CallBridge) -> None:
        """Hand over what was asked while nobody listened; what was seen is not done twice."""
        call = bridge.call
        repositories = for_org(self._database, call.org_id)
        for edit in await repositories.edits.of_call(call.id, [EditState.PENDING]):
            bridge.give_edit(edit)
        for command in await repositories.commands.of_call(call.id, [CommandState.PENDING]):
            bridge.give_command(command)

    async def admit_stream(self, call_id: str, started: CarrierStarted) -> CallBridge | None:
        """The bridge for a stream that showed the right token, in time, once; else None.

        The call may have been another worker's: if that one is gone, it becomes ours.
        """
        token = started.parameters.get("token", "")
        call = await locate(self._database, call_id=call_id)
        if call is None or not token or call.status in FINAL_STATUSES or call.outcome is not None:
            return None
        if call.direction is not Direction.BROWSER and call.carrier_call_sid not in (
            None,
            started.call_sid,
        ):
            return None
        calls = for_org(self._database, call.org_id).calls
        if not await calls.take_media_token(call_id, hash_token(token)):
            return None
        bridge = self._registry.get(call_id)
        if bridge is None:
            bridge = await self._take_up(call, LOST_LINE if call.answered_at else None)
        return bridge
