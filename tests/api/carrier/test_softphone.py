from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.support.control import LOOPBACK, control_app

from phony.api.carrier.softphone import NO_SANDBOX
from phony.store.database import Database


async def test_a_real_carrier_has_no_softphone(database: Database) -> None:
    client = TestClient(control_app(database), client=LOOPBACK)
    with client.websocket_connect("ws://localhost/sandbox/softphone") as socket:
        with pytest.raises(WebSocketDisconnect) as gone:
            socket.receive_text()
        assert gone.value.code == NO_SANDBOX
