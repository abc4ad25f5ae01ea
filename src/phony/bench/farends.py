"""Both far ends of many calls, all of it paced on absolute times by one pump."""

from __future__ import annotations

import asyncio
import itertools
import time

from picows import WSUpgradeRequest, ws_create_server

from phony.bench.caller import Caller
from phony.bench.engine import EngineSession
from phony.bench.pump import Measured, Pump
from phony.net.certificate import Certificate


class FarEnds:
    """The engine's server, the pump, and which caller hears which session."""

    def __init__(self, certificate: Certificate | None = None) -> None:
        """Not listening yet; with a certificate the engine speaks TLS."""
        self._certificate = certificate
        self.measured = Measured()
        self.pump = Pump(self.measured)
        self.sessions: dict[int, EngineSession] = {}
        self.port = 0
        self._callers: dict[int, Caller] = {}
        self._chunks: dict[int, int] = {}
        self._hung_up: dict[int, float] = {}
        self._server: asyncio.Server | None = None
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        """Where the engine is."""
        scheme = "ws" if self._certificate is None else "wss"
        return f"{scheme}://127.0.0.1:{self.port}/v1/realtime"

    @property
    def trust(self) -> dict[str, str]:
        """What the environment of whoever is measured needs."""
        return {"SSL_CERT_FILE": str(self._certificate.path)} if self._certificate else {}

    async def listen(self) -> None:
        """Serve the engine on a free port."""
        self._server = await ws_create_server(
            self._accept,
            "127.0.0.1",
            0,
            websocket_handshake_timeout=30,
            ssl=self._certificate.server() if self._certificate else None,
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _accept(self, request: WSUpgradeRequest) -> EngineSession:
        number = next(self._numbers)
        session = self.sessions[number] = EngineSession(number, self)
        return session

    def fresh(self) -> Measured:
        """Forget everything of the run before."""
        self.pump.stop()
        self.measured = Measured()
        self.pump = Pump(self.measured)
        self.sessions.clear()
        self._callers.clear()
        self._chunks.clear()
        self._hung_up.clear()
        return self.measured

    async def close(self) -> None:
        """Stop serving."""
        self.pump.stop()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    # ---- pairs ----------------------------------------------------------------------------------

    def pair(self, session: int, caller: Caller) -> None:
        """A caller has heard a session's voice."""
        self._callers[session] = caller

    @property
    def paired(self) -> int:
        """How many calls have been heard to be up."""
        return len(self._callers)

    def next_chunk(self, session: int) -> int:
        """Number the chunks of a session."""
        number = self._chunks[session] = self._chunks.get(session, 0) + 1
        return number

    def begin_window(self) -> None:
        """Count from now on."""
        self.measured.begin_window()
        for session in self.sessions.values():
            session.spoke_at = None

    def barge_in(self, session: int) -> float | None:
        """When the caller of a session cut in, once."""
        found = self.sessions.get(session)
        if found is None or found.spoke_at is None:
            return None
        at, found.spoke_at = found.spoke_at, None
        return at

    def hang_up(self, callers: list[Caller]) -> None:
        """All callers leave."""
        for caller in callers:
            if caller.session is not None:
                self._hung_up[caller.session] = time.monotonic()
            caller.hang_up()

    def session_closed(self, session: int) -> None:
        """The bridge closed a session: how long after the caller had left?"""
        at = self._hung_up.pop(session, None)
        if at is not None:
            self.measured.closes.append((time.monotonic() - at) * 1000)
