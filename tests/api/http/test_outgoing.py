"""What we send to others is described as it is sent."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.told import Told

from phony.domain.webhooks import WebhookEvent
from phony.service.outbox.samples import samples


@pytest.fixture
async def told(client: httpx.AsyncClient) -> Told:
    return Told((await client.get("/openapi.json")).json())


async def test_every_event_is_described(told: Told) -> None:
    assert set(told.document["webhooks"]) == {event.value for event in WebhookEvent}
    for event, item in told.document["webhooks"].items():
        operation = item["post"]
        assert operation["summary"], event
        assert operation["description"], event
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert names == ["webhook-id", "webhook-timestamp", "webhook-signature"]


@pytest.mark.parametrize("event", list(WebhookEvent))
async def test_the_sample_is_what_is_sent(told: Told, event: WebhookEvent) -> None:
    sample = told.sample(event)
    assert sample == samples()[event]
    told.check(sample)


async def test_a_body_that_is_another_is_noticed(told: Told) -> None:
    body: dict[str, Any] = told.sample(WebhookEvent.CALL_FINISHED)
    del body["data"]["transcript"][0]["said"]
    with pytest.raises(AssertionError, match="said"):
        told.check(body)
    other = told.sample(WebhookEvent.CALL_ENDED)
    other["data"]["call"]["worker_id"] = "w1"
    with pytest.raises(AssertionError, match="worker_id"):
        told.check(other)
