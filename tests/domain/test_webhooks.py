from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from phony.domain.ids import utc_now
from phony.domain.webhooks import (
    OLD_SECRET_VALID,
    RETRY_S,
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
