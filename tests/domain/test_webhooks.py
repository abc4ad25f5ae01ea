from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from phony.domain.ids import utc_now
from phony.domain.webhooks import (
    OLD_SECRET_VALID,
    RETRY_S,
    Delivery,
    DeliveryState,
    Webhook,
    WebhookEvent,
    delivery_id,
    event_id,
    new_secret,
    retry_after_s,
    sign,
    signed_headers,
)


def webhook(**fields: object) -> Webhook:
    now = utc_now()
    values: dict[str, object] = {
        "id": "hook_1",
        "org_id": "org",
        "url": "https://example.com",
        "secret": new_secret(),
        "created_at": now,
        "updated_at": now,
    }
    return Webhook.model_validate({**values, **fields})


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_signatures_are_those_of_standard_webhooks(text: str) -> None:
    secret, body = new_secret(), text.encode("utf-8", "replace")
    headers = signed_headers([secret], "evt_1", utc_now(), b'"' + body.hex().encode() + b'"')
    assert Verifier(secret).verify(f'"{body.hex()}"', headers) == body.hex()


def test_another_body_or_secret_does_not_verify() -> None:
    secret = new_secret()
    headers = signed_headers([secret], "evt_1", utc_now(), b"{}")
    with pytest.raises(WebhookVerificationError):
        Verifier(secret).verify('{"a":1}', headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(new_secret()).verify("{}", headers)


def test_after_a_rotation_both_secrets_verify_for_a_day() -> None:
    old, new, now = new_secret(), new_secret(), utc_now()
    hook = webhook(secret=new, old_secret=old, old_secret_until=now + OLD_SECRET_VALID)
    headers = signed_headers(hook.secrets_at(now), "evt_1", now, b"{}")
    assert Verifier(old).verify("{}", headers) == {}
    assert Verifier(new).verify("{}", headers) == {}
    assert hook.secrets_at(now + OLD_SECRET_VALID + timedelta(seconds=1)) == [new]


def test_a_broken_secret_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a signing secret"):
        sign("whsec_*", "evt", 0, b"")


def test_secrets_never_leave_in_json() -> None:
    hook = webhook(old_secret=new_secret())
    assert hook.secret not in hook.model_dump_json()
    assert "secret" not in {key for key in hook.model_dump() if key != "old_secret_until"}


def test_who_wants_what() -> None:
    assert webhook().wants(WebhookEvent.CALL_ENDED, "a")
    assert not webhook(events=["call.started"]).wants(WebhookEvent.CALL_ENDED, "a")
    assert not webhook(agent_ids=["b"]).wants(WebhookEvent.CALL_ENDED, "a")
    assert not webhook(enabled=False).wants(WebhookEvent.CALL_ENDED, "a")


def test_ids_are_made_of_what_happened() -> None:
    one = event_id(WebhookEvent.CALL_ENDED, "call_1")
    assert one == event_id(WebhookEvent.CALL_ENDED, "call_1")
    assert one != event_id(WebhookEvent.CALL_ENDED, "call_2")
    assert one != event_id(WebhookEvent.CALL_STARTED, "call_1")
    assert delivery_id(one, "hook_1") != delivery_id(one, "hook_2")


def test_tries_go_on_for_about_a_day_and_end() -> None:
    waits = [retry_after_s(tries, 0) for tries in range(1, len(RETRY_S) + 1)]
    assert all(wait is not None for wait in waits)
    assert 23 * 3600 < sum(wait for wait in waits if wait) < 26 * 3600
    assert retry_after_s(len(RETRY_S) + 1, 0) is None
    assert retry_after_s(1, 1) == pytest.approx(RETRY_S[0] * 1.2)


# ---- filters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("event", list(WebhookEvent))
def test_a_filter_lets_its_own_events_pass_and_no_other(event: WebhookEvent) -> None:
    only = webhook(events=[event])
    assert [other for other in WebhookEvent if only.wants(other, "a")] == [event]
    assert webhook().wants(event, None)
    assert not webhook(enabled=False, events=[event]).wants(event, "a")


def test_filters_by_event_and_agent_both_hold() -> None:
    hook = webhook(events=["call.ended", "summary.ready"], agent_ids=["a", "b"])
    wanted = {
        (event.value, agent)
        for event in WebhookEvent
        for agent in ("a", "b", "c", None)
        if hook.wants(event, agent)
    }
    assert wanted == {
        (event, agent) for event in ("call.ended", "summary.ready") for agent in ("a", "b")
    }


# ---- signatures -------------------------------------------------------------------------------


def test_a_signature_is_that_of_the_published_example() -> None:
    # From the reference libraries of Standard Webhooks.
    assert (
        sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
             b'{"test": 2432232314}')
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )  # fmt: skip


def test_a_secret_without_its_prefix_signs_the_same() -> None:
    secret = new_secret()
    assert sign(secret, "evt", 1, b"x") == sign(secret.removeprefix("whsec_"), "evt", 1, b"x")


def test_every_part_of_a_message_is_signed() -> None:
    secret = new_secret()
    signatures = {
        sign(secret, "evt_1", 1, b"{}"),
        sign(secret, "evt_2", 1, b"{}"),
        sign(secret, "evt_1", 2, b"{}"),
        sign(secret, "evt_1", 1, b"[]"),
        sign(new_secret(), "evt_1", 1, b"{}"),
    }
    assert len(signatures) == 5


def test_an_old_secret_is_over_at_the_very_end_of_its_day() -> None:
    now = utc_now()
    hook = webhook(secret="new", old_secret="old", old_secret_until=now)
    assert hook.secrets_at(now - timedelta(milliseconds=1)) == ["new", "old"]
    assert hook.secrets_at(now) == ["new"]
    assert webhook(secret="new", old_secret="old").secrets_at(now) == ["new"]  # no end: not valid


# ---- tries and records ------------------------------------------------------------------------


def test_waits_grow_and_jitter_only_makes_them_longer() -> None:
    for tries in range(1, len(RETRY_S) + 1):
        soonest, latest = retry_after_s(tries, 0), retry_after_s(tries, 1)
        assert soonest is not None
        assert latest is not None
        assert soonest < latest <= soonest * 1.2 + 1e-9
    assert list(RETRY_S) == sorted(RETRY_S)
    assert RETRY_S[0] <= 5  # a restart of the receiver costs seconds


def test_parts_of_an_event_do_not_run_together() -> None:
    assert event_id(WebhookEvent.LIMIT_REACHED, "call_1", "2") != event_id(
        WebhookEvent.LIMIT_REACHED, "call_12"
    )
    # Receivers tell repeated deliveries by it: it may not change between versions.
    assert event_id(WebhookEvent.CALL_ENDED, "call_1") == "evt_42695ba35c21d7f41ddb036e"
    assert delivery_id("evt_1", "hook_1") == "dlv_88713e01ad834336f9daf83e"


def test_a_delivery_kept_before_summaries_existed_still_loads() -> None:
    now = utc_now()
    kept = {
        "id": "dlv_1",
        "org_id": "org_default",
        "webhook_id": "hook_1",
        "event": "transcript.ready",
        "event_id": "evt_1",
        "body": "{}",
        "state": "failed",
        "attempts": [{"at": now, "status": None, "error": "timed out"}],
        "tries": 11,
        "created_at": now,
    }
    delivery = Delivery.model_validate(kept)
    assert delivery.state is DeliveryState.FAILED
    assert (delivery.attempts[0].status, delivery.attempts[0].response) == (None, "")
    assert (delivery.call_id, delivery.next_at, delivery.delivered_at) == (None, None, None)


@pytest.mark.parametrize(
    "name",
    [
        "call.started",
        "call.ended",
        "call.finished",
        "transcript.ready",
        "summary.ready",
        "edit.confirmed",
        "limit.reached",
        "webhook.test",
    ],
)
def test_names_that_receivers_branch_on_stay(name: str) -> None:
    assert WebhookEvent(name).value == name
