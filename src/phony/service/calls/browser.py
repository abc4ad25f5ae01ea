"""Calls from a browser's microphone: a media stream without a carrier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from phony.domain.calls import Call, Direction
from phony.service.bridge.registry import Busy, Need
from phony.service.calls.addresses import Addresses
from phony.service.calls.opening import Opening
from phony.service.calls.room import Room
from phony.store.database import Database
from phony.store.repositories import for_org


@dataclass(frozen=True, slots=True)
class BrowserCall:
    """How a browser opens its call: a Media Streams client on `media_url` that sends `token`."""

    call: Call
    media_url: str
    token: str


class BrowserCalls:
    """Begins them."""

    def __init__(
        self, database: Database, addresses: Addresses, opening: Opening, room: Room
    ) -> None:
        """`opening` says whether there is room and money; `room` is that of the other workers."""
        self._room = room
        self._database = database
        self._addresses = addresses
        self._opening = opening

    async def start(
        self, org_id: str, agent_id: str, override: Mapping[str, Any] | None = None
    ) -> BrowserCall:
        """A call that waits for its stream.

        Raises:
            NotFound: no such agent. Busy: no room anywhere. LimitReached: today's money is spent.
        """
        repositories = for_org(self._database, org_id)
        agent = await repositories.agents.get(agent_id)
        await self._opening.check_money(agent)
        call = self._opening.new_call(
            agent,
            Direction.BROWSER,
            from_number="browser",
            override=override,
            timezone=await self._opening.timezone(agent),
        )
        token, media = self._addresses.new_token()
        try:
            self._opening.check_room()
        except Busy:
            if (other := self._room.elsewhere(Need.ANSWERED)) is None:
                raise
            # It takes the call up with its stream; until then it is nobody's.
            call.worker_id = None
            await repositories.calls.create(call, media=media)
            return BrowserCall(call, self._addresses.media(call.id, other), token)
        await repositories.calls.create(call, media=media)
        self._opening.open(call)
        return BrowserCall(call, self._addresses.media(call.id), token)
