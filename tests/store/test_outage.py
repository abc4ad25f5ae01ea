"""Errors of the moment, which pass, and errors of a write, which do not."""

from __future__ import annotations

import pytest
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DocumentTooLarge,
    DuplicateKeyError,
    ExecutionTimeout,
    InvalidOperation,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteError,
    WTimeoutError,
)

from phony.store.database import Database
from phony.store.outage import NotNow, is_outage

LABELLED = OperationFailure("x", 999, {"errorLabels": ["RetryableWriteError"]})


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("x"),
        NetworkTimeout("x"),
        NotPrimaryError("x"),
        NotNow(),
        ServerSelectionTimeoutError("x"),
        ExecutionTimeout("x", 50),
        WTimeoutError("x", 64),
        OperationFailure("primary stepped down", 189),
        OperationFailure("no disk", 14031),
        OperationFailure("not authorized", 13),
        LABELLED,
        BulkWriteError({"writeErrors": [{"code": 11000}, {"code": 91}]}),
        BulkWriteError({"writeErrors": [], "writeConcernErrors": [{"code": 64}]}),
    ],
    ids=repr,
)
def test_what_passes_is_an_outage(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        DocumentTooLarge("x"),
        DuplicateKeyError("x", 11000),
        WriteError("x", 17419),
        OperationFailure("bad value", 2),
        OperationFailure("no code"),
        InvalidOperation("closed"),
        BulkWriteError({"writeErrors": [{"code": 11000}]}),
        BulkWriteError({"writeErrors": [{"code": 2}], "writeConcernErrors": [{"code": 64}]}),
    ],
    ids=repr,
)
def test_what_a_server_will_refuse_again_is_none(error: Exception) -> None:
    assert not is_outage(error)


async def test_real_errors_are_told_apart(
    mongodb_url: str, database_name: str, database: Database
) -> None:
    notes = database.raw["audit"]
    with pytest.raises((DocumentTooLarge, OperationFailure)) as refused:
        await notes.insert_one({"x": "x" * (17 << 20)})
    assert not is_outage(refused.value)
    closed = await Database.connect(mongodb_url, database_name)
    await closed.close()
    with pytest.raises(InvalidOperation) as misused:
        await closed.raw["audit"].find_one()
    assert not is_outage(misused.value)
