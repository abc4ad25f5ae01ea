"""Routers whose routes the app takes as they are.

`FastAPI.include_router` analyses every endpoint a second time, which took each worker a quarter
of a second at its start.
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute


def make_router(prefix: str = "", *, tag: str | None = None) -> APIRouter:
    """An empty router; without a tag it is not described in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        include_in_schema=tag is not None,
        generate_unique_id_function=_operation_id,
    )


def add(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Let `app` answer what the routers, made by `make_router`, do."""
    for router in routers:
        app.router.routes.extend(router.routes)


def _operation_id(route: APIRoute) -> str:
    """`create_agent`: the name of the function, which is unique over all routers."""
    return route.name
