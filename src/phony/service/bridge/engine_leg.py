"""The agent's leg: opens an engine session, replaces it, and is deaf to one that was dropped."""

from __future__ import annotations

import asyncio

from phony.domain.agents import Agent
from phony.domain.errors import PhonyError
from phony.domain.events import EngineLost, Trouble
from phony.domain.fallback import EngineChoice, engines
from phony.net.ports import NORMAL, Socket
from phony.service.bridge.breakers import Breakers
from phony.service.bridge.ports import Engine, EngineHost


class EngineLeg:
    """The engine of one call; `socket` is the open one."""

    __slots__ = (
        "_breakers",
        "_choices",
        "_engine",
        "_has_number",
        "_host",
        "_opening",
        "current",
        "socket",
    )

    def __init__(
        self, host: EngineHost, engine: Engine, breakers: Breakers, agent: Agent | None
    ) -> None:
        """Nothing is open."""
        self._host = host
        self._engine = engine
        self._breakers = breakers
        self._choices = engines(agent) if agent is not None else []
        self._has_number = agent is not None and agent.fallback.transfer_to is not None
        self._opening: asyncio.Task[None] | None = None
        self.current: _Connection | None = None
        self.socket: Socket | None = None

    def choice(self, place: int) -> EngineChoice | None:
        """The engine at a place of the agent's chain."""
        return self._choices[place] if place < len(self._choices) else None

    def open(self, place: int = 0) -> None:
        """Open a session; one that is open, or being opened, is dropped."""
        self.drop()
        host, choice = self._host, self.choice(place)
        if choice is None:
            return
        connection = self.current = _Connection(self, host)
        who = host.call.org_id

        async def open_it() -> None:
            try:
                if self._is_spared(choice):
                    lost = EngineLost(reason="known to be away", trouble=Trouble.AWAY)
                else:
                    await self._engine.open(connection, choice, who=who)
                    return
            except PhonyError as error:
                lost = EngineLost(
                    reason=error.code,
                    status=getattr(error, "http_status", None),
                    trouble=getattr(error, "trouble", Trouble.OTHER),
                )
            if connection is self.current:
                self.current = None
                host.feed(lost, "engine")

        self._opening = host.spawn(open_it())

    def _is_spared(self, choice: EngineChoice) -> bool:
        """Known to be away, and there is another way: asking would only cost the caller time."""
        others = (other for other in self._choices if other is not choice)
        another = self._has_number or any(self._breakers.closed(other) for other in others)
        return another and not self._breakers.may_try(choice)

    def drop(self) -> None:
        """Close the session, whatever it was doing."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        socket, self.socket, self.current = self.socket, None, None
        if socket is not None:
            socket.close(NORMAL)
        self._host.path_changed()

    def opened(self, connection: _Connection, socket: Socket) -> None:
        """The socket is up: the session can be configured."""
        if connection is not self.current:
            socket.close(NORMAL)  # dropped while it was being opened
            return
        self.socket = socket
        self._host.path_changed()
        self._host.on_engine_opened()

    def closed(self, connection: _Connection, code: int, reason: str) -> None:
        """The socket is gone without our doing."""
        if connection is self.current:
            self.current = self.socket = None
            self._host.path_changed()
            self._host.feed(EngineLost(code, reason[:200]), "engine")


class _Connection:
    """Callbacks of one socket; deaf once another has taken its place."""

    __slots__ = ("_host", "_leg")

    def __init__(self, leg: EngineLeg, host: EngineHost) -> None:
        self._leg = leg
        self._host = host

    def on_open(self, socket: Socket) -> None:
        self._leg.opened(self, socket)

    def on_text(self, text: bytes) -> None:
        if self._leg.current is self:
            self._host.on_engine_text(text)

    def on_binary(self) -> None:
        if self._leg.current is self:
            self._host.on_engine_bad("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        self._leg.closed(self, code, reason)
