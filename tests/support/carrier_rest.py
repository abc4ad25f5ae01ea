"""The carrier's REST interface as far as a running product uses it: it takes orders, keeps them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

from phony.domain.ids import utc_now
from phony.wire.twiml import parse_form


class CarrierRest:
    """Orders as they came; `refuse` answers everything with an error of the carrier's, `trouble`
    the next requests, one each; `lose` is how many it does, but says 500 to."""

    def __init__(self) -> None:
        self.url = ""
        self.orders: list[dict[str, str]] = []
        self.updates: list[tuple[str, dict[str, str]]] = []
        self.refuse: tuple[int, int] | None = None  # HTTP status and error code
        self.trouble: list[tuple[int, int, dict[str, str]]] = []  # and its headers
        self.lose = 0
        self.asked = 0
        self.statuses: dict[str, str] = {}
        self.app = FastAPI()
        self.app.add_api_route("/{path:path}", self._serve, methods=["GET", "POST"])

    async def _serve(self, path: str, request: Request) -> Response:
        form = parse_form(await request.body())
        self.asked += 1
        if self.refuse is not None:
            return _error(*self.refuse)
        if self.trouble:
            return _error(*self.trouble.pop(0))
        answer = self._do(path, request, form)
        if self.lose and request.method == "POST":
            self.lose -= 1
            return _error(500, 20500)
        return answer

    def _do(self, path: str, request: Request, form: dict[str, str]) -> Response:
        if path.endswith("/Calls.json") and request.method == "GET":
            return self._list(request.query_params["To"], request.query_params["From"])
        if path.endswith("/Calls.json"):
            sid = "CA" + uuid4().hex
            self.orders.append({**form, "sid": sid})
            return self._call(sid, "queued", 201)
        if "/Calls/" in path:
            sid = path.rsplit("/", 1)[1].removesuffix(".json")
            if request.method == "POST":
                if self.statuses.get(sid) == "completed":
                    return _error(400, 21220)
                self.updates.append((sid, form))
                self.statuses[sid] = form.get("Status", "in-progress")
            return self._call(sid, self.statuses.get(sid, "in-progress"), 200)
        if "IncomingPhoneNumbers" in path:
            return Response('{"incoming_phone_numbers":[]}', media_type="application/json")
        return Response('{"code":20404,"message":"no","status":404}', 404)

    def _list(self, to: str, from_: str) -> Response:
        """The orders from one number to another, newest first."""
        found = [
            {
                "sid": order["sid"],
                "status": self.statuses.get(order["sid"], "ringing"),
                "direction": "outbound-api",
                "date_created": format_datetime(utc_now()),
            }
            for order in reversed(self.orders)
            if (order["To"], order["From"]) == (to, from_)
        ]
        return Response(orjson.dumps({"calls": found}), media_type="application/json")

    def _call(self, sid: str, status: str, code: int) -> Response:
        body = f'{{"sid":"{sid}","status":"{status}","price":null,"duration":null}}'
        return Response(body, code, media_type="application/json")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[CarrierRest]:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, lifespan="off"))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve([listener]))
            while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
                await asyncio.sleep(0.01)
            try:
                yield self
            finally:
                server.should_exit = True


def _error(status: int, code: int, headers: dict[str, str] | None = None) -> Response:
    body = f'{{"code":{code},"message":"no","more_info":"","status":{status}}}'
    return Response(body, status, headers, media_type="application/json")


def form_of(order: dict[str, str], **more: Any) -> dict[str, str]:
    """The fields with which the carrier reports on an order."""
    return {
        "CallSid": order["sid"],
        "AccountSid": "AC" + "0" * 32,
        "From": order["From"],
        "To": order["To"],
        "Direction": "outbound-api",
        **more,
    }
