"""What strangers send is what the table says: sizes, shapes, and who has a key."""

from __future__ import annotations

import json

import pytest
import yaml

from phony.bench.choosing import chosen
from phony.bench.strangers import requests
from phony.bench.strangers.load import ATTACKS
from phony.bench.strangers.rows import KNOWN_MS, ROWS, STRANGER_MS
from phony.domain.errors import NotFound

THERE = requests.There("127.0.0.1", 24187, "the-key")


def body(text: bytes) -> bytes:
    """The body, which has the length that its head says."""
    head, _, rest = text.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(rest)}".encode() in head
    return rest


def test_every_row_has_something_to_send_and_nothing_is_left() -> None:
    assert {row.name for row in ROWS} == set(ATTACKS)
    assert chosen(ROWS, []) == list(ROWS)
    assert [row.name for row in chosen(ROWS, ["cookie"])] == ["cookie", "cookie-14k"]
    with pytest.raises(NotFound) as refused:
        chosen(ROWS, ["flood"])
    assert "import-key" in (refused.value.cure or "")


def test_who_has_a_key_may_take_more() -> None:
    assert {row.name for row in ROWS if row.known} == {n for n in ATTACKS if n.endswith("-key")}
    assert {row.most_ms for row in ROWS} == {STRANGER_MS, KNOWN_MS}


def test_strangers_have_no_key() -> None:
    for text in (
        requests.cookie(THERE, 30_000),
        requests.sign_in(THERE, deep=False),
        requests.form(THERE),
        requests.upgrade(THERE, "/events"),
    ):
        assert b"the-key" not in text
    known = requests.upgrade(THERE, "/events", known=True)
    assert b"\r\nAuthorization: Bearer the-key\r\n" in known


def test_a_megabyte_is_one() -> None:
    assert len(body(requests.form(THERE))) > 1_000_000
    assert len(body(requests.sign_in(THERE, deep=True))) > 1_000_000
    wide = json.loads(body(requests.sign_in(THERE, deep=False)))
    assert len(wide["api_key"]) == 500_000
    assert len(requests.cookie(THERE, 30_000)) > 30_000


def test_what_the_known_send_is_valid_and_large() -> None:
    text = body(requests.yaml_import(THERE))
    assert 600_000 < len(text) < 640_000
    small = text[: text.index(b"- name: Agent 2")]
    assert len(yaml.safe_load(small)["agents"]) == 2
    agent = json.loads(body(requests.big_agent(THERE)))
    assert len(json.dumps(agent["context_data"])) > 450_000


def test_a_frame_announces_more_than_comes() -> None:
    text = requests.frame(900_000, bytes(10))
    assert text[:2] == b"\x81\xff"
    assert int.from_bytes(text[2:10], "big") == 900_000
    assert len(text) == 14 + 10


def test_a_stream_of_nobody_goes_on_with_forty_large_messages() -> None:
    rest, texts = requests.start_of_nobody(), []
    while rest:
        kind, mask_and_length = rest[0], rest[1]
        size = 2 if mask_and_length == 0xFE else 8
        assert (kind, mask_and_length) in ((0x81, 0xFE), (0x81, 0xFF))
        length, begin = int.from_bytes(rest[2 : 2 + size], "big"), 2 + size + 4
        texts.append(json.loads(rest[begin : begin + length]))
        rest = rest[begin + length :]
    assert [each["event"] for each in texts] == ["start", *["media"] * 40]
    assert len(texts[1]["media"]["payload"]) == 120_000
