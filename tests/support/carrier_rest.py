"""The carrier's REST interface as far as a running product uses it: it takes orders, keeps them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import uvicorn
from fastapi import FastAPI, Request, Response

from phony.wire.twiml import parse_form


class CarrierRest:
    """Orders as they came; `refuse` answers the next with an error of the carrier's."""

    def __init__(self) -> None:
        self.url = ""
        self.orders: list[dict[str, str]] = []
        self.updates: list[tuple[str, dict[str, str]]] = []
        self.refuse: tuple[int, int] | None = None  # HTTP status and error code
        self.statuses: dict[str, str] = {}
        self.app = FastAPI()
        self.app.add_api_route("/{path:path}", self._serve, methods=["GET", "POST"])

    async def _serve(self, path: str, request: Request) -> Response:
        form = parse_form(await request.body())
        if self.refuse is not None:
            status, code = self.refuse
            body = f'{{"code":{code},"message":"no","more_info":"","status":{status}}}'
            return Response(body, status, media_type="application/json")
        if path.endswith("/Calls.json"):
            sid = "CA" + uuid4().hex
            self.orders.append({**form, "sid": sid})
            return self._call(sid, "queued", 201)
        if "/Calls/" in path:
            sid = path.rsplit("/", 1)[1].removesuffix(".json")
            if request.method == "POST":
                self.updates.append((sid, form))
                self.statuses[sid] = form.get("Status", "in-progress")
            return self._call(sid, self.statuses.get(sid, "in-progress"), 200)
        if "IncomingPhoneNumbers" in path:
            return Response('{"incoming_phone_numbers":[]}', media_type="application/json")
        return Response('{"code":20404,"message":"no","status":404}', 404)

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
