"""Waiting for the MongoDB of `MONGODB_URL`, and seeing beforehand that it will serve us."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from pymongo.errors import ConfigurationError, InvalidURI, OperationFailure, PyMongoError

from phony import mongod
from phony.domain.errors import ConfigError

log = logging.getLogger("phony.serve")
WAIT_S = 60.0
_UNAUTHORIZED, _LOGIN_FAILED = 13, 18


class Stopped(Exception):
    """A signal to stop came while things were starting."""


def await_database(
    url: str, name: str, stop_asked: Callable[[], bool], *, wait_s: float = WAIT_S
) -> None:
    """Wait for it, which may be starting too; it must be a replica set that lets us write.

    Raises:
        ConfigError: no answer in time, a wrong address, password or right, no replica set.
        Stopped: a signal came first.
    """
    if not url.startswith(("mongodb://", "mongodb+srv://")):
        raise ConfigError(
            "MONGODB_URL is not usable: it must begin with mongodb:// or mongodb+srv://."
        )
    hello = _await_hello(url, stop_asked, wait_s)
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise ConfigError(
            "The MongoDB of MONGODB_URL is not a replica set, which live updates need.",
            cure="Start mongod with --replSet rs0 and run rs.initiate() in mongosh once "
            "(one member is enough).",
        )
    try:
        mongod.try_to_write(url, name)
    except OperationFailure as error:
        raise _refused(error, name) from None
    except PyMongoError as error:
        raise ConfigError(f"MongoDB (MONGODB_URL) does not serve us: {brief(error)}") from error


def _await_hello(url: str, stop_asked: Callable[[], bool], wait_s: float) -> Mapping[str, Any]:
    deadline = time.monotonic() + wait_s
    told = False
    while True:
        try:
            return mongod.hello(url)
        except PyMongoError as error:
            if stop_asked():
                raise Stopped from error
            if isinstance(error, ConfigurationError | InvalidURI):
                raise _unusable(url, error) from None  # its text may hold a piece of the password
            if isinstance(error, OperationFailure):
                raise _refused(error, "") from None
            if time.monotonic() > deadline:
                raise ConfigError(
                    f"MongoDB (MONGODB_URL) does not serve us: {brief(error)}",
                    cure="Check that it runs and that the address is right; "
                    "or unset MONGODB_URL to let Phony run its own.",
                ) from error
            if not told:
                log.warning("waiting for MongoDB (MONGODB_URL)")
                told = True
            time.sleep(0.5)


def _unusable(url: str, error: PyMongoError) -> ConfigError:
    if "@" in url:
        return ConfigError(
            "MONGODB_URL is not usable as it is written.",
            cure="It is mongodb://user:password@host:27017/?replicaSet=NAME, and in user and "
            "password everything but letters and digits is percent-encoded: @ is %40, / is %2F, "
            ": is %3A, % is %25.",
        )
    return ConfigError(f"MONGODB_URL is not usable: {error}")


def _refused(error: OperationFailure, name: str) -> ConfigError:
    if error.code == _LOGIN_FAILED:
        return ConfigError(
            "MongoDB (MONGODB_URL) does not accept user and password.",
            cure="Correct them; a user that was made in another database than admin needs "
            "authSource=NAME in the URL.",
        )
    if error.code == _UNAUTHORIZED:
        return ConfigError(
            f"MongoDB (MONGODB_URL) does not let us write to the database {name!r}.",
            cure="Give MONGODB_URL a user and password (mongodb://user:password@host/...) with the "
            "role readWrite on that database, or set MONGODB_DATABASE to one where it has it.",
        )
    return ConfigError(f"MongoDB (MONGODB_URL) does not serve us: {brief(error)}")


def brief(error: Exception) -> str:
    """The beginning of what MongoDB's driver says, without its time limits and topology."""
    text = re.split(r" \(configured timeouts|, Timeout: |, full error: ", str(error), maxsplit=1)[0]
    return text[:200]
