"""Routers whose routes the app takes as they are.

`FastAPI.include_router` analyses every endpoint a second time, which took each worker a quarter
of a second at its start.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from fastapi import APIRouter, FastAPI, params
from fastapi.routing import APIRoute
from pydantic import BaseModel, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema, to_json


class AsJson:
    """Marks a body that is taken as JSON has it: no text is a number, and no number a switch.

    FastAPI has parsed it already, and pydantic is strict about JSON only where it reads the JSON.
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self._kind)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """The body's own schema, for the OpenAPI document, around which we validate."""

        def validate(value: Any, _: Callable[[Any], Any]) -> Any:
            return self._adapter.validate_json(to_json(value), strict=True)

        return core_schema.no_info_wrap_validator_function(validate, handler(source))


class JsonRoute(APIRoute):
    """A route whose bodies are `AsJson`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **named: Any) -> None:
        """As FastAPI's own."""
        hints = get_type_hints(endpoint, include_extras=True)
        signature = inspect.signature(endpoint)
        parameters = [
            parameter.replace(annotation=_strictly(hints.get(name, parameter.annotation)))
            for name, parameter in signature.parameters.items()
        ]
        vars(endpoint)["__signature__"] = signature.replace(parameters=parameters)
        super().__init__(path, endpoint, **named)


def _strictly(annotation: Any) -> Any:
    kind, *marks = get_args(annotation) if get_origin(annotation) is Annotated else [annotation]
    elsewhere = (params.Param, params.Form, params.Depends)  # in the query, say: all is text there
    if any(isinstance(mark, elsewhere) for mark in marks):
        return annotation
    if any(inspect.isclass(each) and issubclass(each, BaseModel) for each in _members(kind)):
        return Annotated[annotation, AsJson(kind)]
    return annotation


def _members(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def make_router(prefix: str = "", *, tag: str | None = None) -> APIRouter:
    """An empty router; without a tag it is not described in the OpenAPI document."""
    return APIRouter(
        prefix=prefix,
        tags=[tag] if tag else None,
        include_in_schema=tag is not None,
        generate_unique_id_function=_operation_id,
        route_class=JsonRoute,
    )


def add(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Let `app` answer what the routers, made by `make_router`, do."""
    for router in routers:
        app.router.routes.extend(router.routes)


def _operation_id(route: APIRoute) -> str:
    """`create_agent`: the name of the function, which is unique over all routers."""
    return route.name
