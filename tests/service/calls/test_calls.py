"""The parts together: a worker that stops."""

from __future__ import annotations

import asyncio

from tests.support.carrier_rest import CarrierRest
from tests.support.loopback import (
    NUMBER,
    Product,
    ScriptedEngine,
    until,
)
from tests.support.operators import begin


async def test_who_is_still_talking_when_we_stop_is_told_so(
    live: Product, engine: ScriptedEngine, rest: CarrierRest
) -> None:
    stream, session, call_id = await begin(live, engine)
    draining = asyncio.ensure_future(live.app.state.drain())  # noqa: TID251
    await until(lambda: rest.updates, "the carrier's own voice", 20)
    sid, update = rest.updates[0]
    assert sid == stream.names.call_sid
    assert "about to restart" in update["Twiml"]
    stream.hang_up()  # new TwiML ends the stream
    await asyncio.wait_for(draining, 20)
    assert session.closed is not None
    call = await live.call(call_id)
    assert call["status"] == "completed"
    answer = await live.webhook("/twilio/voice", {"CallSid": "CA1", "To": NUMBER, "From": "x"})
    assert "busy" in answer.text
    ready = await live.http.get("/health/ready")
    assert ready.status_code == 503
