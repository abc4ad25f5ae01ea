"""What a request to the carrier's REST interface holds, and how it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import JSONResponse

from phony.sandbox.carrier.records import error_body


class Refused(Exception):
    """The request is answered with an error, as this API writes it."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = JSONResponse(error_body(status, code, message), status)


class Form:
    """The fields of a request; some may stand several times."""

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        self._items = items
        self.fields = dict(items)

    def get(self, name: str, default: str = "") -> str:
        """The last value."""
        return self.fields.get(name, default)

    def flag(self, name: str) -> bool:
        """A boolean value; absent is false."""
        return self.get(name).lower() == "true"

    def all(self, name: str) -> list[str]:
        """Every value; a list in one value counts as several."""
        return [part for key, value in self._items if key == name for part in value.split()]

    def number(self, name: str, default: float) -> float:
        """A numeric value."""
        try:
            return float(self.fields.get(name) or default)
        except ValueError as error:
            raise Refused(400, 20001, f"{name} is not a number") from error
