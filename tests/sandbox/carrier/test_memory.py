from __future__ import annotations

from pathlib import Path

from phony.sandbox.carrier import memory

NUMBER = "+18578167225"


def test_numbers_point_where_they_did_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "sandbox" / "numbers.json"
    first = memory.load(path, [NUMBER])
    first[NUMBER].write({"VoiceUrl": "http://127.0.0.1:1/voice", "FriendlyName": "Main"})
    memory.save(path, first)
    second = memory.load(path, [NUMBER, "+18578167226"])
    assert second[NUMBER].voice_url == "http://127.0.0.1:1/voice"
    assert second[NUMBER].friendly_name == "Main"
    assert second[NUMBER].sid == first[NUMBER].sid
    assert second["+18578167226"].voice_url == ""


def test_a_spoilt_file_is_a_new_account(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    for text in ("", "[]", "null", '{"+18578167225": 7}', "\x00"):
        path.write_text(text)
        assert memory.load(path, [NUMBER])[NUMBER].voice_url == ""
