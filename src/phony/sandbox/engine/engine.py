"""The engine that `phony sandbox` serves at `/v1/realtime`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from phony.sandbox.engine.keys import Grant, Keys, Unknown, presented
from phony.sandbox.engine.protocol import config, rules
from phony.sandbox.engine.protocol import faults as fault
from phony.sandbox.engine.protocol.faults import EngineFaults
from phony.sandbox.engine.protocol.outbox import Closing, Log
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.responder import Responder
from phony.sandbox.engine.protocol.session import Session
from phony.sandbox.engine.protocol.shapes import Refused
from phony.sandbox.engine.voices import PartsVoice, SpokenParts

log = logging.getLogger("phony.sandbox.engine")

MODELS = ("gpt-realtime-2.1", "gpt-realtime-2.1-mini", "gpt-realtime-2", "gpt-realtime-1.5")
_OTHER_MODELS = ("gpt-transcribe", "gpt-realtime-whisper", "gpt-live-transcribe", "whisper-1")
_ALL_MODELS = (*MODELS, *_OTHER_MODELS)
_BETA_CLOSE = 4000


@dataclass(frozen=True, slots=True)
class _Asked:
    """The session that a client came for."""

    model: str
    transcribes: bool
    session: dict[str, Any]  # as it begins


class _End(Exception):
    """The connection is over: ends the session's tasks."""


class Engine:
    """Plays OpenAI Realtime to any number of clients."""

    def __init__(
        self,
        parts: Parts,
        responder: Responder,
        *,
        api_key: str | None = None,
        lifetime_s: float = 3600,
    ) -> None:
        """`api_key` is the only one accepted; None accepts any. `lifetime_s`: see `expires_at`."""
        self._parts = parts
        self._responder = responder
        self._keys = Keys(api_key, lifetime_s=lifetime_s)
        self._lifetime_s = lifetime_s
        self._faults = fault.NO_FAULTS.model_copy()
        self._faulty_sessions = 0
        self._away_until = 0.0
        self._live: dict[str, Session] = {}
        self.log = Log()
        self.voice = PartsVoice(parts)  # for the carrier and the sandbox's people
        self.speech = isinstance(parts, SpokenParts)  # else scripted text

    async def start(self) -> None:
        """Load the models and run them once."""
        began = time.perf_counter()
        await self._parts.start()
        log.info("engine ready", extra={"took_s": round(time.perf_counter() - began, 2)})

    async def stop(self) -> None:
        """Let go of threads and connections."""
        for session in list(self._live.values()):
            session.out.close(1001, "going away")
        self._parts.stop()
        await self._responder.close()

    # ---- what tests ask for --------------------------------------------------------------

    @property
    def faults(self) -> EngineFaults:
        """What goes wrong at present."""
        return self._faults

    def set_faults(self, values: EngineFaults | dict[str, Any]) -> None:
        """Replace all faults; `kill`, `hush` and `away_s` begin with the live sessions."""
        faults = values if isinstance(values, EngineFaults) else fault.read(values)
        self._faults = faults.model_copy()
        self._faulty_sessions = 0
        self._away_until = time.monotonic() + faults.away_s
        for session in [s for s in self._live.values() if faults.concern(s.model)]:
            if faults.kill:
                session.out.close(faults.close_code, "fault")
            if faults.hush:
                session.out.hush()
            if faults.away_s:
                session.out.close(0)

    @property
    def sessions(self) -> list[str]:
        """Ids of the live sessions."""
        return list(self._live)

    # ---- HTTP ----------------------------------------------------------------------------

    def routes(self) -> list[BaseRoute]:
        """All that the vendor's clients ask for."""
        return [
            Route("/v1/models", self.models),
            Route("/v1/models/{model}", self.model),
            Route("/v1/realtime/client_secrets", self.client_secret, methods=["POST"]),
            WebSocketRoute("/v1/realtime", self.endpoint),
        ]

    async def models(self, request: Request) -> Response:
        """The models there are."""
        if refused := self._refused(request):
            return refused
        return JSONResponse({"object": "list", "data": [_model(name) for name in _ALL_MODELS]})

    async def model(self, request: Request) -> Response:
        """One of them."""
        name = request.path_params["model"]
        if refused := self._refused(request):
            return refused
        if name not in _ALL_MODELS:
            return _problem(404, "model_not_found", f"The model {name!r} does not exist.", "model")
        return JSONResponse(_model(name))

    async def client_secret(self, request: Request) -> Response:
        """A key for a browser: good for some minutes, and for sessions only."""
        if refused := self._refused(request):
            return refused
        try:
            body = orjson.loads(await request.body() or b"{}")
            return JSONResponse(self._keys.issue(body))
        except ValueError:
            return _problem(400, "invalid_json", "The body is not JSON.")
        except Refused as refusal:
            return _problem(400, refusal.code, refusal.message, refusal.param)

    def invites(self, headers: Mapping[bytes, str]) -> bool:
        """Whether a browser brings a client secret: then its page may come from anywhere."""
        offered = headers.get(b"sec-websocket-protocol", "").split(",")
        return self._keys.is_secret(presented("", "", offered))

    def _refused(self, request: Request) -> Response | None:
        try:
            self._keys.check(_key(request))
        except Unknown as error:
            return _problem(401, error.code, str(error))
        return None

    # ---- the socket ----------------------------------------------------------------------

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one connection until it ends."""
        asked = self._asked(websocket)
        if isinstance(asked, Response):
            self._faulty_sessions += 1
            await websocket.send_denial_response(asked)
            return
        faults = self._session_faults(asked.model)
        if faults().connect_delay_s:
            await asyncio.sleep(faults().connect_delay_s)
        # A browser hangs up on a server that takes none of the subprotocols it offered.
        offered = _subprotocols(websocket)
        await websocket.accept(subprotocol="realtime" if "realtime" in offered else None)
        if faults().silent:
            await _wait_for_end(websocket)
            return
        closing = await self._serve(websocket, asked, faults)
        if closing is not None and closing.code:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the client was faster
                await websocket.close(closing.code, closing.reason)
        # Code 0: returning without a close frame drops the TCP connection.

    def _asked(self, websocket: WebSocket) -> _Asked | Response:
        """The session that is asked for, or why there is none."""
        query = websocket.query_params
        try:
            grant, unknown = self._keys.grant(_key(websocket)), None
        except Unknown as error:
            grant, unknown = Grant(), error
        model = query.get("model", "") or grant.model
        if self._faults.refuse_status is not None and self._has_faults(model):
            status = self._faults.refuse_status
            return _problem(status, "server_error", "The upgrade was refused.")
        if time.monotonic() < self._away_until and self._faults.concern(model):
            return _problem(503, "server_error", "The engine is away.")
        if unknown is not None:
            return _problem(401, unknown.code, str(unknown))
        if "call_id" in query:
            text = "There are no WebRTC or SIP calls here to join: connect with a model."
            return _problem(404, "call_id_not_found", text, "call_id")
        transcribes = grant.transcribes or query.get("intent") == "transcription"
        if not model and not transcribes:
            return _problem(400, "missing_model", "You must provide a model parameter.", "model")
        expires_at = int(time.time() + self._lifetime_s)
        try:
            rules.check_session({"type": "realtime", **grant.change}, model)
            session = config.begun(model, transcribes, grant.change, expires_at)
        except Refused as refusal:
            return _problem(400, refusal.code, refusal.message, refusal.param)
        return _Asked(model, transcribes, session)

    async def _serve(
        self, websocket: WebSocket, asked: _Asked, faults: Callable[[], EngineFaults]
    ) -> Closing | None:
        session: Session | None = None
        closing: list[Closing] = []
        try:
            async with asyncio.TaskGroup() as group:
                session = Session(
                    begun=asked.session,
                    parts=self._parts,
                    responder=self._responder,
                    faults=faults,
                    log=self.log,
                    group=group,
                    lifetime_s=self._lifetime_s,
                )
                self._live[session.id] = session
                group.create_task(_write(session, websocket, closing))
                group.create_task(_read(session, websocket))
                self._begin(session, asked, websocket)
                if faults().close_after_s is not None:
                    group.create_task(_close_later(session, faults()))
                if faults().hush_after_s is not None:
                    group.create_task(_hush_later(session, faults()))
        except* _End:
            pass
        finally:
            if session is not None:
                session.stop()
                self._live.pop(session.id, None)
        return closing[0] if closing else None

    def _begin(self, session: Session, asked: _Asked, websocket: WebSocket) -> None:
        beta = any(each.startswith("openai-beta.") for each in _subprotocols(websocket))
        if beta or "openai-beta" in websocket.headers:
            session.error("beta_api_shape_disabled", "The beta interface has been turned off.")
            session.out.close(_BETA_CLOSE, "invalid_request_error.beta_api_shape_disabled")
        elif code := session.faults.error_at_start:
            session.error(code, "The session cannot start.")
            session.out.close(_BETA_CLOSE, f"invalid_request_error.{code}")
        elif asked.transcribes:
            if asked.model:
                text = "You must not provide a model parameter for transcription sessions."
                session.error("invalid_model", text, "model")
                session.out.close(_BETA_CLOSE, "invalid_request_error.invalid_model")
            else:
                session.open()
        elif not session.model.startswith("gpt-realtime"):
            session.error("model_not_found", "The model does not exist.", "model")
            session.out.close(_BETA_CLOSE, "invalid_request_error.model_not_found")
        else:
            session.open()

    def _has_faults(self, model: str) -> bool:
        return self._faults.for_session(model, self._faulty_sessions) is self._faults

    def _session_faults(self, model: str) -> Callable[[], EngineFaults]:
        """What the session asks for its faults: those of the moment, if it is to have any."""
        faulty, given = self._has_faults(model), self._faults
        if given.concern(model):
            self._faulty_sessions += 1

        def now() -> EngineFaults:
            # Later faults reach this session, too; the ones that were used up do not.
            used_up = not faulty and self._faults is given
            return self._faults if self._faults.concern(model) and not used_up else fault.NO_FAULTS

        return now


def _model(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "object": "model",
        "created": 1_780_000_000,
        "owned_by": "phony-sandbox",
        "shutdown_date": None,
    }


def _subprotocols(connection: HTTPConnection) -> list[str]:
    return list(connection.scope.get("subprotocols") or ())


def _key(connection: HTTPConnection) -> str:
    headers = connection.headers
    return presented(
        headers.get("authorization", ""), headers.get("api-key", ""), _subprotocols(connection)
    )


def _problem(status: int, code: str, message: str, param: str | None = None) -> Response:
    error = {
        "message": message,
        "type": "server_error" if status >= 500 else "invalid_request_error",
        "param": param,
        "code": code,
    }
    return JSONResponse({"error": error}, status)


async def _write(session: Session, websocket: WebSocket, closing: list[Closing]) -> None:
    async def send(frame: str | bytes) -> None:
        key = "text" if isinstance(frame, str) else "bytes"
        try:
            await websocket.send({"type": "websocket.send", key: frame})
        except (RuntimeError, OSError, WebSocketDisconnect) as error:  # the client has gone
            raise _End from error

    closing.append(await session.out.drain(send))
    raise _End


async def _read(session: Session, websocket: WebSocket) -> None:
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise _End
        if (text := message.get("text")) is not None:
            session.receive(text)
        else:
            session.receive_binary()


async def _close_later(session: Session, faults: EngineFaults) -> None:
    await asyncio.sleep(faults.close_after_s or 0)
    session.out.close(faults.close_code, "fault")


async def _hush_later(session: Session, faults: EngineFaults) -> None:
    await asyncio.sleep(faults.hush_after_s or 0)
    session.out.hush()


async def _wait_for_end(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
