"""The sandbox's own API: place calls from the outside world, say who answers, break things.

For this machine only; `app.py` turns everybody else away.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from phony.domain.errors import Invalid, NotFound, PhonyError
from phony.domain.keypad import keys_in
from phony.sandbox.carrier.call import SandboxCall
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.softphone import Phone
from phony.sandbox.engine.engine import Engine
from phony.sandbox.faults import Faults
from phony.sandbox.persona import Person, Persona
from phony.sandbox.persona import read as read_persona
from phony.sandbox.voice import CALLER

OUTSIDE_NUMBER = "+14155550123"
Model = TypeVar("Model", bound=BaseModel)


def _persona(value: Any) -> Any:
    return read_persona(value) if isinstance(value, str) else value


class PlaceCall(BaseModel):
    """Somebody calls a number of the product's."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    to: str = Field(min_length=1, max_length=40)
    from_: str = Field(OUTSIDE_NUMBER, alias="from", max_length=100)
    persona: Annotated[Persona | None, BeforeValidator(_persona)] = None  # or YAML text
    lines: list[Any] = Field(default_factory=list, max_length=200)
    wav: str = ""  # base64 mu-law: a sound to play instead of words
    dtmf: str = ""
    stay: bool = False  # on the line when all is said

    def whole_persona(self) -> Persona:
        """The persona with the lines that were given beside it."""
        lines: list[Any] = list(self.lines)
        if self.wav:
            lines.append({"sound": self.wav})
        if self.dtmf:
            lines.append({"dtmf": self.dtmf})
        base = self.persona or Persona()
        values = base.model_dump(exclude_unset=True)
        values["lines"] = [step.model_dump(exclude_none=True) for step in base.lines] + lines
        if self.stay:
            values["stay"] = True
        return Persona.model_validate(values)


class Words(BaseModel):
    """Something to say, or to press."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", max_length=2000)
    digits: str = Field("", pattern=r"^[0-9*#A-D]{0,32}$")


class SandboxApi:
    """The routes under /sandbox."""

    def __init__(self, network: Network, engine: Engine) -> None:
        self._network = network
        self._engine = engine

    def routes(self) -> list[BaseRoute]:
        """For the sandbox's app."""
        plain: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
            ("GET", "", self.about),
            ("POST", "/calls", self.place),
            ("GET", "/calls", self.calls),
            ("GET", "/calls/{sid}", self.call),
            ("GET", "/calls/{sid}/recording.wav", self.sound),
            ("GET", "/calls/{sid}/heard", self.heard),
            ("POST", "/calls/{sid}/say", self.say),
            ("POST", "/calls/{sid}/dtmf", self.press),
            ("POST", "/calls/{sid}/hangup", self.hang_up),
            ("GET", "/parties", self.parties),
            ("PUT", "/parties/{number}", self.set_party),
            ("DELETE", "/parties/{number}", self.remove_party),
            ("GET", "/faults", self.faults),
            ("PUT", "/faults", self.set_faults),
            ("GET", "/requests", self.requests),
            ("GET", "/alerts", self.alerts),
            ("GET", "/charged", self.charged),
            ("POST", "/reset", self.reset),
        ]
        routes: list[BaseRoute] = [
            Route("/sandbox" + path, _explained(handler), methods=[method])
            for method, path, handler in plain
        ]
        return [
            *routes,
            WebSocketRoute("/sandbox/calls/{sid}/events", self.events),
            WebSocketRoute("/sandbox/softphone", self.softphone),
        ]

    async def about(self, request: Request) -> Response:
        """What there is."""
        return JSONResponse(
            {
                "numbers": list(self._network.numbers),
                "speech": self._engine.speech,
                "live_calls": sum(not call.is_final for call in self._network.calls),
            }
        )

    # ---- calls

    async def place(self, request: Request) -> Response:
        """Call a number of the product's."""
        wanted = await _body(request, PlaceCall)
        party = wanted.whole_persona().party()
        call = self._network.call_in(wanted.from_, wanted.to, party)
        return JSONResponse(call.show(), 201)

    async def calls(self, request: Request) -> Response:
        """All calls, newest first, without their events."""
        shown = [{**call.show(), "events": []} for call in self._network.calls]
        return JSONResponse({"items": shown})

    async def call(self, request: Request) -> Response:
        """One call; `?wait_s=` waits for its end, so long at most."""
        call = self._find(request)
        try:
            wait_s = min(300.0, float(request.query_params.get("wait_s", 0)))
        except ValueError as error:
            raise Invalid("wait_s is not a number", field="wait_s") from error
        if wait_s > 0:
            try:
                async with asyncio.timeout(wait_s):
                    await call.over.wait()
            except TimeoutError:
                pass
        return JSONResponse(call.show())

    async def sound(self, request: Request) -> Response:
        """Both sides: the party left, the agent right."""
        return Response(self._find(request).wav(), media_type="audio/wav")

    async def heard(self, request: Request) -> Response:
        """What the party heard, as text, and the keys whose tones were in it."""
        sound = self._find(request).heard()
        text = await self._network.voice.recognise(sound)
        pressed = await asyncio.to_thread(keys_in, sound)
        keys = [{"key": key, "at_ms": at_ms} for key, at_ms in pressed]
        return JSONResponse({"text": text, "keys": keys})

    async def say(self, request: Request) -> Response:
        """Let the person of a running call say one more thing."""
        call, words = self._find(request), await _body(request, Words)
        if not isinstance(call.party, Person) or call.is_final:
            raise Invalid("nobody is there to say it")
        call.party.say(words.text, await self._network.voice.speak(words.text, CALLER))
        return JSONResponse(call.show(), 202)

    async def press(self, request: Request) -> Response:
        """Press keys."""
        call, words = self._find(request), await _body(request, Words)
        for digit in words.digits:
            call.press(digit)
        return JSONResponse(call.show(), 202)

    async def hang_up(self, request: Request) -> Response:
        """The person puts the phone down."""
        call = self._find(request)
        call.hang_up()
        return JSONResponse(call.show())

    async def events(self, socket: WebSocket) -> None:
        """All that happens in a call, from its beginning, one JSON object a message."""
        call = self._network.call(socket.path_params["sid"])
        if call is None:
            await socket.send_denial_response(JSONResponse({"detail": "no such call"}, 404))
            return
        await socket.accept()
        queue = call.watch()
        try:
            while True:
                event = await queue.get()
                await socket.send_json(event)
                if event["type"] == "ended":
                    break
            await socket.close()
        except (WebSocketDisconnect, RuntimeError):
            return  # the watcher went
        finally:
            call.unwatch(queue)

    def _find(self, request: Request) -> SandboxCall:
        call = self._network.call(request.path_params["sid"])
        if call is None:
            raise NotFound("no such call in the sandbox")
        return call

    # ---- who answers

    async def parties(self, request: Request) -> Response:
        """The numbers that somebody was put behind."""
        return JSONResponse({"numbers": list(self._network.parties)})

    async def set_party(self, request: Request) -> Response:
        """Say who answers a number: a persona, or its YAML."""
        number = request.path_params["number"]
        raw = (await request.body()).decode(errors="replace")
        persona = read_persona(raw)
        self._network.parties[number] = persona.party
        return JSONResponse({"number": number, "kind": persona.kind, "lines": len(persona.lines)})

    async def remove_party(self, request: Request) -> Response:
        """A stranger answers again."""
        self._network.parties.pop(request.path_params["number"], None)
        return Response(status_code=204)

    async def softphone(self, socket: WebSocket) -> None:
        """A browser's telephone."""
        number = socket.query_params.get("number", "").strip()
        if number.isdigit() or number.startswith(" "):
            number = "+" + number.strip()  # a plus sign that a query turned into a space
        if not number:
            await socket.send_denial_response(JSONResponse({"detail": "which number?"}, 422))
            return
        await Phone(self._network, number, socket).serve()

    # ---- faults and looks inside

    async def faults(self, request: Request) -> Response:
        """What goes wrong at present."""
        return JSONResponse(self._network.faults.model_dump())

    async def set_faults(self, request: Request) -> Response:
        """Replace all faults; `{}` mends everything."""
        faults = await _body(request, Faults)
        self._engine.set_faults(faults.engine)
        self._network.faults = faults
        return JSONResponse(faults.model_dump())

    async def requests(self, request: Request) -> Response:
        """The requests the carrier made to the product, oldest first."""
        return JSONResponse({"items": [made.show() for made in self._network.webhooks.log]})

    async def alerts(self, request: Request) -> Response:
        """What the carrier's debugger would show."""
        return JSONResponse({"items": [alert.show() for alert in self._network.alerts]})

    async def charged(self, request: Request) -> Response:
        """What the engine would charge for all sessions so far: tokens by kind, seconds heard."""
        return JSONResponse(dict(self._engine.log.charged))

    async def reset(self, request: Request) -> Response:
        """As new."""
        self._network.reset()
        self._engine.set_faults({})
        return Response(status_code=204)


async def _body(request: Request, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(await request.body() or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"{field or 'body'}: {first['msg']}", field=field or None) from error


def _explained(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await handler(request)
        except ValidationError as error:
            return JSONResponse({"detail": str(error), "code": "invalid"}, 422)
        except PhonyError as error:
            problem = {"detail": str(error), "code": error.code, "field": error.field}
            return JSONResponse(problem, error.status)

    return endpoint
