"""Who listens to a call: operators' ears, and the sockets that close with it."""

from __future__ import annotations

from collections.abc import Callable

from phony.net.ports import NORMAL, Socket

# Called with `caller`, `agent` or `clear`, the payload, and the time on the call clock.
Listener = Callable[[str, str, float], None]


class Operators:
    """Everybody who hears both sides; while `ears` is empty nothing needs to be told."""

    __slots__ = ("_changed", "_sockets", "ears")

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called when somebody has come or gone."""
        self.ears: list[Listener] = []
        self._sockets: list[Socket] = []
        self._changed = changed

    def listen(self, listener: Listener, socket: Socket) -> Callable[[], None]:
        """Hear both sides until the returned function is called."""
        self.ears.append(listener)
        self._sockets.append(socket)
        self._changed()

        def stop() -> None:
            if listener in self.ears:
                self.ears.remove(listener)
                self._changed()
            if socket in self._sockets:
                self._sockets.remove(socket)

        return stop

    def tell(self, side: str, payload: str, now: float) -> None:
        """Something was heard; whoever listens may leave over it."""
        for listener in tuple(self.ears):
            listener(side, payload, now)

    def close(self) -> None:
        """The call is over: their sockets close, and each leaves by itself."""
        for socket in tuple(self._sockets):
            socket.close(NORMAL, "the call is over")
        self._sockets.clear()
