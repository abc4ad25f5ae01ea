"""Who serves a WebSocket upgrade: the media streams, the operator's ears and mouth, or the app."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson
from pymongo.errors import PyMongoError

from phony.domain.calls import FINAL_STATUSES
from phony.domain.errors import PhonyError, ProtocolError
from phony.domain.events import CallerAudio, CarrierEvent, CarrierStarted
from phony.domain.rights import Right
from phony.net import handoff
from phony.net.ports import POLICY_VIOLATION, Socket, UpgradeRequest
from phony.net.upgrade import Decision, Delegate, HandOff, Refusal, Serve
from phony.service.access.access import Access
from phony.service.access.requests import WEBSOCKET, RequestFacts
from phony.service.access.signatures import SignatureRules
from phony.service.bridge.call import CallBridge
from phony.service.calls.calls import Calls
from phony.store.calls import locate
from phony.wire import twilio

_log = logging.getLogger(__name__)

START_WITHIN_S = 10.0
MAX_SILENT = 256  # unsigned sockets that have said nothing for a while
GRACE_S = 1.0  # hundreds may come at once, and are all open before the first is heard
MAX_WAITING = 1000  # unsigned sockets in all, until their token is found to be good
# Two seconds of caller audio, while the token is looked up.
_HELD_FRAMES = 100
_HELD_BYTES = 64 << 10
# A listener that cannot follow is cut off: its audio would only get older.
_LISTENER_BUFFER = 256 << 10


_WORKER, _CALL = r"(?P<worker_id>w[0-9a-f]{1,40})", r"(?P<call_id>call_[0-9a-f]{1,40})"


class UpgradeRoute:
    """A path whose sockets pass the web framework by, and the right that they need."""

    def __init__(self, path: str, right: Right, *, speaks: bool = False) -> None:
        """`{worker_id}` and `{call_id}` in `path` stand for ids."""
        self.path = path
        self.right = right
        self.speaks = speaks
        pattern = path.replace("{worker_id}", _WORKER).replace("{call_id}", _CALL)
        self._pattern = re.compile(pattern)

    def match(self, path: str) -> re.Match[str] | None:
        """The ids in `path`, if it is one of this route's."""
        return self._pattern.fullmatch(path)


MEDIA = UpgradeRoute("/media/{worker_id}/{call_id}", Right.TOKEN)
UPGRADES = (
    MEDIA,
    UpgradeRoute("/calls/{call_id}/listen", Right.READ),
    UpgradeRoute("/calls/{call_id}/speak", Right.OPERATE, speaks=True),
)


class MediaRoutes:
    """Decides for each upgrade, before the 101."""

    def __init__(
        self,
        calls: Calls,
        access: Access,
        rules: SignatureRules,
        *,
        run_dir: Path,
        worker_id: str,
        spawn: Callable[[Awaitable[None]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`run_dir` holds the Unix sockets of all workers; `spawn` owns token look-ups."""
        self._calls = calls
        self._access = access
        self._rules = rules
        self._run_dir = run_dir
        self._worker_id = worker_id
        self._spawn = spawn
        self._gates = Gates(clock)

    def route(self, request: UpgradeRequest, passed_on: bool) -> Decision | Awaitable[Decision]:
        """Who serves it."""
        for upgrade in UPGRADES:
            if match := upgrade.match(request.path):
                if upgrade is MEDIA:
                    return self._media(request, match["worker_id"], match["call_id"], passed_on)
                return self._operator(upgrade, request, match["call_id"], passed_on)
        return Delegate()

    def _media(
        self, request: UpgradeRequest, worker_id: str, call_id: str, passed_on: bool
    ) -> Decision:
        signature = request.headers.get("x-twilio-signature")
        if signature is not None and not self._rules.check_stream(
            request.path, signature, request.headers.get("x-twilio-webhooks-signature-settings")
        ):
            _log.warning("media socket with a bad signature for %s", call_id)
            return Refusal(403, "the signature is not the carrier's")
        if signature is None and self._gates.full():
            return Refusal(503, "too many streams wait for their token to be checked")
        gates = self._gates if signature is None else None
        here = Serve(MediaGate(call_id, self._calls, self._spawn, gates))
        if worker_id == self._worker_id or passed_on or self._calls.registry.get(call_id):
            return here
        if worker_id in self._calls.rescue.silent:
            return here  # it would take the socket, and serve it when it wakes
        return HandOff(handoff.path_of(self._run_dir, worker_id), lambda: here)

    async def _operator(
        self, upgrade: UpgradeRoute, request: UpgradeRequest, call_id: str, passed_on: bool
    ) -> Decision:
        try:
            facts = RequestFacts(
                WEBSOCKET, request.path, request.headers, request.peer, line=request.line
            )
            identity = await self._access.admit(facts, upgrade.right)
        except PhonyError as error:
            return Refusal(error.status, str(error))
        bridge = self._calls.registry.get(call_id)
        if bridge is None:
            call = await locate(self._calls.database, call_id=call_id)
            if call is None or (identity is not None and call.org_id != identity.org_id):
                return Refusal(404, "there is no such call")
            if call.status in FINAL_STATUSES or call.worker_id is None or passed_on:
                return Refusal(409, "the call is over")
            path = handoff.path_of(self._run_dir, call.worker_id)
            return HandOff(path, lambda: Refusal(503, "the worker of this call is gone"))
        if identity is not None and bridge.call.org_id != identity.org_id:
            return Refusal(404, "there is no such call")
        return Serve(OperatorSocket(bridge, speaks=upgrade.speaks))


class Gates:
    """Unsigned media sockets that have shown no good token yet: anybody may open one.

    A carrier's says `start` at once, so the one that has been silent longest gives way.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Nobody waits; `clock` is in seconds."""
        self._clock = clock
        self._silent: dict[MediaGate, float] = {}  # since when
        self._asking: set[MediaGate] = set()

    def full(self) -> bool:
        """Whether there are too many, once those that have been silent longest gave way."""
        self._make_room()
        return len(self._silent) + len(self._asking) >= MAX_WAITING

    def enter(self, gate: MediaGate) -> None:
        """It is open, and silent."""
        self._silent[gate] = self._clock()
        self._make_room()

    def _make_room(self) -> None:
        patient = self._clock() - GRACE_S
        while len(self._silent) > MAX_SILENT:
            oldest = next(iter(self._silent))
            if self._silent[oldest] > patient:
                break
            self.leave(oldest)
            oldest.refuse("others came after")

    def ask(self, gate: MediaGate) -> None:
        """It said `start`: its token is looked up."""
        self._silent.pop(gate, None)
        self._asking.add(gate)

    def leave(self, gate: MediaGate) -> None:
        """Accepted, or closed."""
        self._silent.pop(gate, None)
        self._asking.discard(gate)


class MediaGate:
    """A media socket until its token is accepted; nothing reaches a call before."""

    def __init__(
        self,
        call_id: str,
        calls: Calls,
        spawn: Callable[[Awaitable[None]], None],
        gates: Gates | None,
    ) -> None:
        """`spawn` owns the look-up; `gates` counts who waits, unless the carrier signed."""
        self._gates = gates
        self._call_id = call_id
        self._calls = calls
        self._spawn = spawn
        self._socket: Socket | None = None
        self._started: CarrierStarted | None = None
        self._held: list[bytes] = []
        self._room = _HELD_BYTES
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None

    def on_open(self, socket: Socket) -> None:
        """Wait for `start`, not for ever."""
        self._socket = socket
        self._timer = asyncio.get_running_loop().call_later(
            START_WITHIN_S, self.refuse, "no start message"
        )
        if self._gates is not None:
            self._gates.enter(self)

    def on_text(self, text: bytes) -> None:
        """`connected`, then `start`; what follows is held until the token is known to be good."""
        if self._started is not None:
            self._room -= len(text)
            if self._room >= 0 and len(self._held) < _HELD_FRAMES:
                self._held.append(text)
            return
        try:
            event: CarrierEvent | None = twilio.decode(text)
        except ProtocolError as error:
            self.refuse(str(error)[:100])
            return
        if isinstance(event, CarrierStarted):
            self._started = event
            if self._gates is not None:
                self._gates.ask(self)
            self._spawn(self._look_up(event))
        elif event is not None:
            self.refuse("the first message must be start")

    async def _look_up(self, started: CarrierStarted) -> None:
        try:
            bridge = await self._calls.resuming.admit_stream(self._call_id, started)
        except (PhonyError, PyMongoError) as error:
            _log.error("stream of call %s not taken: %s", self._call_id, type(error).__name__)
            bridge = None
        if self._closed or self._socket is None:
            return
        if bridge is None:
            _log.warning("media socket without a valid token for %s", self._call_id)
            self.refuse("token refused")
            return
        if self._timer is not None:
            self._timer.cancel()
        self._leave()
        leg = bridge.attach_carrier(self._socket, started)
        if leg is not None:
            for text in self._held:
                leg.on_text(text)
        self._held.clear()

    def _leave(self) -> None:
        if self._gates is not None:
            self._gates.leave(self)

    def refuse(self, why: str) -> None:
        """Close the socket."""
        if self._timer is not None:
            self._timer.cancel()
        if self._socket is not None:
            self._socket.close(POLICY_VIOLATION, why)

    def on_binary(self) -> None:
        """The protocol has none: refused before `start`, skipped after it as in a running call."""
        if self._started is None:
            self.refuse("binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """Gone before it was accepted."""
        self._closed = True
        self._held.clear()
        self._leave()
        if self._timer is not None:
            self._timer.cancel()


class OperatorSocket:
    """An operator's ears and, after a take-over, mouth.

    Out: `{"event":"audio","side":"caller"|"agent","at_ms":...,"payload":base64 mu-law}`, `clear`
    when the agent's unplayed audio was dropped, `ended`. In (`speaks`): Media Streams' `media`.
    """

    def __init__(self, bridge: CallBridge, *, speaks: bool) -> None:
        """Its call runs in this process."""
        self._bridge = bridge
        self._speaks = speaks
        self._socket: Socket | None = None
        self._stop: Callable[[], None] | None = None

    def on_open(self, socket: Socket) -> None:
        """Begin to listen."""
        self._socket = socket
        self._stop = self._bridge.listen(self._heard, socket)
        socket.send(
            orjson.dumps({"event": "open", "call_id": self._bridge.call.id, "speaks": self._speaks})
        )

    def _heard(self, side: str, payload: str, at_ms: float) -> None:
        socket = self._socket
        if socket is None:
            return
        if socket.buffered() > _LISTENER_BUFFER:
            self._end()
            socket.close(POLICY_VIOLATION, "too slow")
        elif side == "clear":
            socket.send(b'{"event":"clear","at_ms":%d}' % at_ms)
        else:
            socket.send(
                f'{{"event":"audio","side":"{side}","at_ms":{at_ms:.0f},"payload":"{payload}"}}'.encode()
            )

    def on_text(self, text: bytes) -> None:
        """A frame of the microphone."""
        if not self._speaks:
            return
        try:
            event = twilio.decode(text)
        except ProtocolError:
            if self._socket is not None:
                self._socket.close(POLICY_VIOLATION, "not a media message")
            return
        if isinstance(event, CallerAudio):
            self._bridge.operator_audio(event.payload)

    def on_binary(self) -> None:
        """The protocol has none."""
        if self._socket is not None:
            self._socket.close(POLICY_VIOLATION, "binary frame")

    def on_close(self, code: int, reason: str) -> None:
        """The operator left."""
        self._end()

    def _end(self) -> None:
        if self._stop is not None:
            self._stop()
            self._stop = None
        self._socket = None
