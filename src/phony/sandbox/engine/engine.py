"""The engine that `phony sandbox` serves at `/v1/realtime`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from phony.sandbox.engine.protocol import faults as fault
from phony.sandbox.engine.protocol.faults import EngineFaults
from phony.sandbox.engine.protocol.outbox import Closing, Log
from phony.sandbox.engine.protocol.ports import Parts
from phony.sandbox.engine.protocol.responder import Responder
from phony.sandbox.engine.protocol.session import Session
from phony.sandbox.engine.voices import PartsVoice, SpokenParts

log = logging.getLogger("phony.sandbox.engine")

MODELS = ("gpt-realtime-2.1", "gpt-realtime-2.1-mini", "gpt-realtime-2", "gpt-realtime-1.5")
_OTHER_MODELS = ("gpt-transcribe", "gpt-realtime-whisper", "gpt-live-transcribe", "whisper-1")
_BETA_CLOSE = 4000


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
        self._api_key = api_key
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

    def models(self) -> dict[str, Any]:
        """The answer to `GET /v1/models`."""
        return {
            "object": "list",
            "data": [
                {
                    "id": name,
                    "object": "model",
                    "created": 1_780_000_000,
                    "owned_by": "phony-sandbox",
                    "shutdown_date": None,
                }
                for name in (*MODELS, *_OTHER_MODELS)
            ],
        }

    def refusal(self, websocket: WebSocket) -> tuple[int, str, str] | None:
        """Status, code and message of an upgrade that is refused."""
        scheme, _, key = websocket.headers.get("authorization", "").partition(" ")
        model = websocket.query_params.get("model", "")
        if self._faults.refuse_status is not None and self._has_faults(model):
            return self._faults.refuse_status, "server_error", "The upgrade was refused."
        if time.monotonic() < self._away_until and self._faults.concern(model):
            return 503, "server_error", "The engine is away."
        if not key:
            key, scheme = websocket.headers.get("api-key", ""), "bearer"
        if scheme.lower() != "bearer" or not key.strip():
            return 401, "missing_api_key", "You did not provide an API key."
        if self._api_key is not None and key.strip() != self._api_key:
            return 401, "invalid_api_key", "Incorrect API key provided."
        if not websocket.query_params.get("model") and not _transcribes(websocket):
            return 400, "missing_model", "You must provide a model parameter."
        return None

    # ---- the socket ----------------------------------------------------------------------

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one connection until it ends."""
        if refused := self.refusal(websocket):
            self._faulty_sessions += 1
            status, code, message = refused
            body = {"type": "invalid_request_error", "code": code, "message": message}
            await websocket.send_denial_response(JSONResponse({"error": body}, status))
            return
        faults = self._session_faults(websocket.query_params.get("model", ""))
        if faults().connect_delay_s:
            await asyncio.sleep(faults().connect_delay_s)
        await websocket.accept()
        if faults().silent:
            await _wait_for_end(websocket)
            return
        closing = await self._serve(websocket, faults)
        if closing is not None and closing.code:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the client was faster
                await websocket.close(closing.code, closing.reason)
        # Code 0: returning without a close frame drops the TCP connection.

    async def _serve(
        self, websocket: WebSocket, faults: Callable[[], EngineFaults]
    ) -> Closing | None:
        session: Session | None = None
        closing: list[Closing] = []
        try:
            async with asyncio.TaskGroup() as group:
                session = Session(
                    model=websocket.query_params.get("model", ""),
                    transcribes=_transcribes(websocket),
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
                self._begin(session, websocket)
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

    def _begin(self, session: Session, websocket: WebSocket) -> None:
        if "openai-beta" in websocket.headers:
            session.error("beta_api_shape_disabled", "The beta interface has been turned off.")
            session.out.close(_BETA_CLOSE, "invalid_request_error.beta_api_shape_disabled")
        elif code := session.faults.error_at_start:
            session.error(code, "The session cannot start.")
            session.out.close(_BETA_CLOSE, f"invalid_request_error.{code}")
        elif _transcribes(websocket):
            if session.model:
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


def _transcribes(websocket: WebSocket) -> bool:
    """Whether the client asked for a session that only writes down what it hears."""
    return websocket.query_params.get("intent") == "transcription"


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
