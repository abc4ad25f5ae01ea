"""The lists of the REST interface, narrowed by the official SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.support.sandbox import ACCOUNT, LISTENER, NUMBER, TOKEN, Product, Sandbox
from twilio.base.exceptions import TwilioException

from phony.sandbox.carrier.filters import narrowed
from phony.sandbox.carrier.requests import Refused

NOW = datetime(2026, 11, 28, 20, 0, 0, tzinfo=UTC)
CALLS = [
    {"sid": sid, "to": "+1", "from": "+2", "status": "completed", "parent_call_sid": parent}
    | {"start_time": started, "end_time": None}
    for sid, parent, started in (
        ("CA3", "CA1", "Sat, 28 Nov 2026 20:00:00 +0000"),
        ("CA2", None, "Fri, 27 Nov 2026 23:59:59 +0000"),
        ("CA1", None, None),
    )
]


@pytest.mark.parametrize(
    ("fields", "sids"),
    [
        ({}, ["CA3", "CA2", "CA1"]),
        ({"ParentCallSid": "CA1"}, ["CA3"]),
        ({"StartTime": "2026-11-28"}, ["CA3"]),
        ({"StartTime>": "2026-11-27"}, ["CA3", "CA2"]),
        ({"StartTime<": "2026-11-28"}, ["CA2"]),
        ({"StartTime<": "2026-11-28T20:00:01Z", "StartTime>": "2026-11-28T00:00:00Z"}, ["CA3"]),
        ({"StartTime": "2026-11-28T20:00:00Z"}, ["CA3"]),
        ({"EndTime>": "2026-11-01"}, []),
        ({"Page": "0", "PageSize": "50", "Status": ""}, ["CA3", "CA2", "CA1"]),
    ],
)
def test_a_filter_keeps_what_it_means(fields: dict[str, str], sids: list[str]) -> None:
    assert [item["sid"] for item in narrowed("calls", CALLS, fields)] == sids


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("calls", {"Price": "1"}),
        ("recordings", {"IncludeSoftDeleted": "true"}),
        ("calls", {"StartTime": "yesterday"}),
        ("participants", {"DateCreated": "2026-11-28"}),
    ],
)
def test_what_cannot_be_filtered_is_refused(name: str, fields: dict[str, str]) -> None:
    with pytest.raises(Refused, match=next(iter(fields))):
        narrowed(name, [], fields)


async def test_every_list_parameter_of_the_sdk_filters(sandbox: Sandbox, product: Product) -> None:
    sdk = sandbox.sdk()
    product.pages["/voice"] = "<Response><Say>Hello</Say></Response>"
    sid = await sandbox.place(persona=LISTENER)
    await sandbox.call(sid, wait_s=10)
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    async def listed(resource: Any, **how: Any) -> int:
        work: Callable[[], list[Any]] = lambda: resource.list(**how)  # noqa: E731
        return len(await asyncio.to_thread(work))

    assert await listed(sdk.calls, start_time_after=tomorrow) == 0
    assert await listed(sdk.calls, start_time_before=tomorrow, end_time_before=tomorrow) == 1
    assert await listed(sdk.calls, start_time=date.today() - timedelta(days=9)) == 0
    assert await listed(sdk.calls, parent_call_sid="CA" + "0" * 32) == 0
    assert await listed(sdk.recordings, date_created_after=tomorrow) == 0
    assert await listed(sdk.incoming_phone_numbers, origin="hosted") == 0
    assert await listed(sdk.incoming_phone_numbers, origin="twilio", beta=False) == 5
    assert await listed(sdk.conferences, date_updated_after=tomorrow) == 0
    with pytest.raises(TwilioException, match="IncludeSoftDeleted"):
        await listed(sdk.recordings, include_soft_deleted=True)
    url = f"{sandbox.url}/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
    found = await sandbox.http.get(url, params={"PhoneNumber": NUMBER}, auth=(ACCOUNT, TOKEN))
    assert len(found.json()["incoming_phone_numbers"]) == 1
