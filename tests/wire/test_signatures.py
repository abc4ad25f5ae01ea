"""Signatures, by the official validator and by vectors noted from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from phony.wire import signatures

TOKEN = "test-auth-token"
URL = "https://phony.example.com/twilio/voice?agent=7"
FORM = {
    "AccountSid": "AC" + "0" * 32,
    "ApiVersion": "2010-04-01",
    "CallSid": "CA" + "1" * 32,
    "CallStatus": "ringing",
    "Direction": "inbound",
    "From": "+15550001111",
    "FromCity": "",
    "To": "+15550002222",
}
SHA1 = "uhlE3s+gO29fjFG60pUN0rwJspE="
SHA256 = "CLlKhi7mhZr8t6DPgHyINTlxbBApqfqBXEYzDE0DeS8="
UPGRADE = "wss://phony.example.com/twilio/media"
UPGRADE_SIGNATURE = "Vh5rDbgDCdgf8fHoqCs+gQTWsmI="
SETTINGS = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"


def test_noted_vectors() -> None:
    assert signatures.sign(URL, FORM, TOKEN) == SHA1
    assert signatures.sign(URL, FORM, TOKEN, "HMAC_SHA256") == SHA256
    assert signatures.sign(UPGRADE, {}, TOKEN) == UPGRADE_SIGNATURE
    assert signatures.valid(URL, FORM, SHA1, [TOKEN])
    assert signatures.valid(UPGRADE, {}, UPGRADE_SIGNATURE, [TOKEN])


def test_the_official_validator_accepts_what_we_sign() -> None:
    for url in (URL, "http://127.0.0.1:24187/twilio/voice", UPGRADE):
        signature = signatures.sign(url, FORM, TOKEN)
        assert RequestValidator(TOKEN).validate(url, FORM, signature)


def test_blank_fields_are_part_of_the_signature() -> None:
    form = {name: value for name, value in FORM.items() if value}
    assert not signatures.valid(URL, form, SHA1, [TOKEN])


def test_both_tokens_count_during_rotation() -> None:
    assert signatures.valid(URL, FORM, SHA1, ["new-token", TOKEN])
    assert signatures.valid(URL, FORM, SHA1, [TOKEN, "old-token"])
    assert not signatures.valid(URL, FORM, SHA1, ["new-token", "older-token"])
    assert not signatures.valid(URL, FORM, SHA1, [])


def test_a_shared_key_signs_with_sha256() -> None:
    signature = signatures.sign(URL, FORM, "shared-key", "HMAC_SHA256")
    header = signatures.settings_header("webhooks_sharedkey_1")
    assert signatures.valid(URL, FORM, signature, [TOKEN], header, "shared-key")
    assert not signatures.valid(URL, FORM, signature, [TOKEN], header, None)
    assert not signatures.valid(URL, FORM, signature, [TOKEN], None, "shared-key")
    # The tokens do not sign with SHA-256, nor the shared key with SHA-1.
    assert not signatures.valid(URL, FORM, SHA256, [TOKEN], SETTINGS, "shared-key")
    sha1 = signatures.sign(URL, FORM, "shared-key")
    assert not signatures.valid(URL, FORM, sha1, [TOKEN], None, "shared-key")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("wss://phony.example.com:443/twilio/media", True),
        ("https://phony.example.com/twilio/media", False),
        ("wss://phony.example.com/twilio/media/", False),
        ("wss://phony.example.com:8443/twilio/media", False),
    ],
)
def test_the_upgrade_is_signed_over_the_wss_url(url: str, expected: bool) -> None:
    assert signatures.valid(url, {}, UPGRADE_SIGNATURE, [TOKEN]) is expected


def test_the_default_port_may_be_named_on_either_side() -> None:
    named = "https://phony.example.com:443/twilio/voice"
    plain = "https://phony.example.com/twilio/voice"
    assert signatures.valid(plain, FORM, signatures.sign(named, FORM, TOKEN), [TOKEN])
    assert signatures.valid(named, FORM, signatures.sign(plain, FORM, TOKEN), [TOKEN])


def test_the_override_fragment_is_not_signed() -> None:
    assert signatures.sign(URL + "#rc=2&rp=5xx", FORM, TOKEN) == SHA1


def test_repeated_fields_are_all_signed() -> None:
    form = {"A": ["2", "1"]}
    assert signatures.valid(URL, form, signatures.sign(URL, {"A": ["1", "2"]}, TOKEN), [TOKEN])
    assert not signatures.valid(URL, form, signatures.sign(URL, {"A": "1"}, TOKEN), [TOKEN])


@pytest.mark.parametrize("signature", [None, "", "x", "ä", SHA1 + "=", SHA1[:-1]])
def test_no_or_a_wrong_signature_is_false(signature: str | None) -> None:
    assert not signatures.valid(URL, FORM, signature, [TOKEN])


@given(st.text(), st.dictionaries(st.text(), st.text()), st.text(), st.text())
def test_never_raises(url: str, form: dict[str, str], signature: str, settings: str) -> None:
    assert not signatures.valid(url, form, signature, [TOKEN], settings, "key")
    assert not signatures.valid("http://[", form, signature, [TOKEN])
