"""Our URLs as the carrier uses them, and what opens a media stream."""

from __future__ import annotations

from tests.support.loopback import stream_of

from phony.service.calls.addresses import Addresses, hash_token

AT = Addresses("https://phony.example.com", "wss://phony.example.com", "w1", token_ttl_s=30)


def test_a_webhook_is_tried_again_elsewhere_and_its_query_is_quoted() -> None:
    assert AT.call("call_1", "after") == (
        "https://phony.example.com/twilio/calls/call_1/after#rc=3&rp=ct,rt,5xx"
    )
    assert AT.call("call_1", "brief", c="cmd &1").startswith(
        "https://phony.example.com/twilio/calls/call_1/brief?c=cmd+%261#"
    )


def test_a_stream_goes_to_who_holds_the_call() -> None:
    assert AT.media("call_1") == "wss://phony.example.com/media/w1/call_1"
    assert AT.media("call_1", "w2") == "wss://phony.example.com/media/w2/call_1"


def test_a_token_is_kept_as_a_hash_and_for_a_while() -> None:
    token, kept = AT.new_token()
    assert kept["hash"] == hash_token(token)
    assert token not in str(kept)
    assert kept["ttl_s"] == 30
    assert AT.new_token()[0] != token


def test_what_is_kept_gives_the_token_again_only_with_the_secret() -> None:
    token, kept = AT.new_token()
    assert AT.same_token(kept) == token
    elsewhere = Addresses(AT.base_url, AT.stream_base_url, "w2", secret=AT.secret)
    assert elsewhere.same_token(kept) == token
    assert Addresses(AT.base_url, AT.stream_base_url, "w1").same_token(kept) is None
    assert AT.same_token({"hash": kept["hash"]}) is None
    assert AT.same_token({}) is None
    assert AT.secret not in repr(AT)


def test_the_stream_carries_the_token_and_knows_what_comes_after_it() -> None:
    xml = AT.stream_twiml("call_1", "secret", 2, "w9")
    stream = stream_of(xml, "CA1")
    assert stream.url == "wss://phony.example.com/media/w9/call_1"
    assert stream.parameters == {"token": "secret", "call_id": "call_1"}
    assert "/twilio/calls/call_1/after#" in xml
    assert "/twilio/calls/call_1/resume?try=3#" in xml
