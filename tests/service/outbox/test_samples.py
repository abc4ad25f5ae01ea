from __future__ import annotations

from phony.domain.calls import FINAL_STATUSES
from phony.domain.webhooks import WebhookEvent
from phony.service.outbox.samples import samples


def test_there_is_a_sample_of_each_event_as_it_is_at_its_time() -> None:
    bodies = samples()
    assert set(bodies) == set(WebhookEvent)
    assert all(body["type"] == event for event, body in bodies.items())
    over = {
        event
        for event, body in bodies.items()
        if body["data"].get("call", {}).get("status") in {str(s) for s in FINAL_STATUSES}
    }
    assert over == {
        WebhookEvent.CALL_ENDED,
        WebhookEvent.CALL_FINISHED,
        WebhookEvent.TRANSCRIPT_READY,
        WebhookEvent.SUMMARY_READY,
        WebhookEvent.LIMIT_REACHED,
    }
    assert bodies[WebhookEvent.SUMMARY_READY]["data"]["call"]["summary"]
    booking = bodies[WebhookEvent.CALL_FINISHED]["data"]["transcript"][2]
    assert (booking["kind"], booking["data"]["ok"]) == ("tool", True)
