"""Keys that the carrier presses for us: the call leaves its stream for them, and comes back.

Source: https://www.twilio.com/docs/voice/twiml/play#attributes-digits
"""

from __future__ import annotations

from typing import Protocol

from phony.domain.calls import Call
from phony.domain.errors import Conflict
from phony.service.calls.addresses import Addresses
from phony.store.database import Database
from phony.store.repositories import for_org

# Whoever waits for keys hears nothing: what the carrier does not take soon is not pressed.
_WITHIN_S = 4.0


class CarrierOrders(Protocol):
    """The carrier, which takes orders for live calls."""

    async def run_twiml(self, sid: str, twiml: str, within_s: float) -> None:
        """Make the live call do something else; its stream ends. Repeated for `within_s`."""


class Pressing:
    """Presses keys on calls of all organizations."""

    def __init__(self, database: Database, carrier: CarrierOrders, addresses: Addresses) -> None:
        """`addresses` are this worker's: the stream comes back to it."""
        self._database = database
        self._carrier = carrier
        self._addresses = addresses

    async def press(self, call: Call, digits: str) -> None:
        """Have the carrier press keys and open a fresh stream; returns once it has the order.

        Raises:
            PhonyError: it did not take it, and the stream is as it was.
        """
        if call.carrier_call_sid is None:
            raise Conflict(f"call {call.id} is not known to the carrier")
        token, media = self._addresses.new_token()
        calls = for_org(self._database, call.org_id).calls
        await calls.set_private(call.id, lease=call.lease, media=media)
        again = self._addresses.stream_twiml(call.id, token, call.resume_count, press=digits)
        await self._carrier.run_twiml(call.carrier_call_sid, again, _WITHIN_S)
