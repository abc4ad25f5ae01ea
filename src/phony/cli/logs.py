"""Log lines of a process: for people, or as JSON (`PHONY_LOG_JSON=1`)."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable
from typing import Any, TextIO

import orjson

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message"}


def configure(level: str, *, as_json: bool, process: str, secrets: Iterable[str] = ()) -> None:
    """Send every logger's lines to stderr, each with the name of this process.

    Whatever a foreign library puts into a message, `secrets` do not appear.
    """
    handler = _Discreet(secrets)
    handler.setFormatter(_Json(process) if as_json else _Plain(process))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("pymongo", "httpx", "httpcore", "asyncio", "twilio", "uvicorn", "picows"):
        # Twilio's client logs numbers and request bodies at INFO, httpx every URL.
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.root.level))


class _Discreet(logging.StreamHandler[TextIO]):
    """Leaves secrets out of every line, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(sys.stderr)
        # Short ones would hit innocent text, and are none.
        self._secrets = [secret for secret in secrets if len(secret) >= 8]

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {k: v for k, v in record.__dict__.items() if k not in _STANDARD}


class _Plain(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        line = f"{clock} {record.levelname.lower():7} {self._process}: {record.getMessage()}"
        line += "".join(f" {key}={value}" for key, value in _extras(record).items())
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


class _Json(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
        } | _extras(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()
