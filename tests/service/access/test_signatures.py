from __future__ import annotations

import pytest

from phony.service.access.signatures import SignatureRules
from phony.wire import signatures

BASE, STREAMS = "https://phony.example.com", "wss://streams.example.com"
PATH, FORM = "/twilio/voice", {"CallSid": "CA1"}
RULES = SignatureRules(BASE, STREAMS, ["new-token", "old-token"], "webhook-key")


@pytest.mark.parametrize("token", ["new-token", "old-token"])
def test_both_tokens_count_while_they_are_changed(token: str) -> None:
    assert RULES.check(PATH, "", FORM, signatures.sign(BASE + PATH, FORM, token), None)
    signed = signatures.sign(f"{BASE}{PATH}?try=2", FORM, token)
    assert RULES.check(PATH, "try=2", FORM, signed, None)
    assert RULES.check_stream(
        "/media/w1/c", signatures.sign(f"{STREAMS}/media/w1/c", {}, token), None
    )


def test_the_signature_covers_url_query_and_form() -> None:
    signed = signatures.sign(f"{BASE}{PATH}?try=2", FORM, "new-token")
    assert not RULES.check(PATH, "", FORM, signed, None)
    assert not RULES.check(PATH, "try=2", {"CallSid": "CA2"}, signed, None)
    assert not RULES.check("/twilio/other", "try=2", FORM, signed, None)
    assert not RULES.check(PATH, "try=2", FORM, None, None)
    assert not RULES.check_stream(PATH, signed, None)


def test_a_shared_key_counts_when_it_is_named() -> None:
    signed = signatures.sign(BASE + PATH, FORM, "webhook-key", "HMAC_SHA256")
    named = signatures.settings_header("webhooks_sharedkey_1")
    assert RULES.check(PATH, "", FORM, signed, named)
    assert not RULES.check(PATH, "", FORM, signed, None)


def test_no_secret_is_shown() -> None:
    assert not [secret for secret in ("token", "webhook-key") if secret in repr(RULES)]
