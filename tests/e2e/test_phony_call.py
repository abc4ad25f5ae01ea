"""`phony call`, as it is typed: what it prints, saves, and with which exit code it ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from tests.e2e.product import Product

from phony.domain.audio import LINEAR
from phony.sandbox import watermark

HOURS = "What are your business hours?"


def phony_call(product: Product, folder: Path, *args: str) -> tuple[int, str]:
    """Run it; exit code and everything it said."""
    clean = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251 - the child's environment
        if not name.startswith("PHONY_")
    }
    done = subprocess.run(
        [sys.executable, "-m", "phony.cli", "call", "--url", product.url, *args],
        env=clean | {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=110,
    )
    return done.returncode, done.stdout + done.stderr


def test_an_edit_after_the_second_turn_changes_the_next_answer(
    product: Product, tmp_path: Path
) -> None:
    with product.agent():
        code, said = phony_call(
            product, tmp_path, "--say", HOURS, "--say", HOURS,
            "--set", "business_hours=noon to midnight@2", "--out", "call.wav",
        )  # fmt: skip
    assert code == 0, said
    lines = said.splitlines()
    answers = [line for line in lines if "agent  " in line]
    assert "9 AM to 6 PM" in answers[1]
    assert "noon to midnight" in answers[2]
    assert any("edit  confirmed" in line for line in lines)
    for line in lines:
        if found := re.search(r"(\d+) ms = decide (\d+) \+ think (\d+) \+ play (\d+)", line):
            total, *parts = map(int, found.groups())
            assert total >= max(parts)
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)
        assert file.getnframes() > 8000 * 5


def test_keys_and_a_scripted_person(product: Product, tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text(f"lines:\n  - {HOURS}\n  - expect: 6 PM\n  - dtmf: '7'\n")
    with product.agent():
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml")
    assert code == 0, said
    assert "You pressed 7" in said


def test_an_expectation_that_fails_is_an_exit_code(product: Product, tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text(f"lines:\n  - {HOURS}\n  - expect: bananas\n")
    with product.agent():
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml")
    assert code == 1
    assert "bananas" in said


def test_words_cut_short_are_shown_as_not_heard(product: Product, tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text(
        f"lines:\n  - {HOURS}\n  - say: Stop, that is enough.\n    interrupt_after_s: 1\n"
    )
    hours = "9 AM to 4 PM on weekdays, and on Saturdays from 10 AM to 6 PM"
    with product.agent(context_data={"business_hours": hours}):
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml")
    assert code == 0, said
    assert re.search(r"Our business.*\(not heard: .*6 PM\.\)", said), said


def test_a_call_without_its_engine_is_an_exit_code(product: Product, tmp_path: Path) -> None:
    with product.agent(), product.faults(engine={"refuse_status": 401}):
        code, said = phony_call(product, tmp_path, "--say", HOURS)
    assert code == 1
    assert "engine_failed" in said


def test_a_wav_file_is_spoken(product: Product, tmp_path: Path) -> None:
    sound = watermark.encode("What is your support email?")
    with wave.open(str(tmp_path / "ask.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(
            b"".join(LINEAR[code].to_bytes(2, "little", signed=True) for code in sound)
        )
    with product.agent():
        code, said = phony_call(product, tmp_path, "--wav", "ask.wav")
    assert code == 0, said
    assert "help@company.com" in said


def test_an_outbound_agent_calls_a_scripted_person(product: Product, tmp_path: Path) -> None:
    with product.agent(number=None, name="Caller", type="outbound"):
        code, said = phony_call(
            product, tmp_path, "--from-agent", "Caller", "--to", "+14155550166", "--say", HOURS
        )
    assert code == 0, said
    assert "9 AM to 6 PM" in said


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["--to", "+19995550000", "--say", "Hello"], "no such number"),
        ([], "nothing to say"),
        (["--say", "x", "--set", "hours=9"], "KEY=VALUE@TURN"),
        (["--persona", "missing.yaml"], "missing.yaml"),
        (["--persona", "bad.yaml"], "kind"),
        (["--wav", "bad.yaml"], "no WAV file"),
        (["--from-agent", "nobody", "--say", "x"], "nobody"),
        (["--url", "http://127.0.0.1:1", "--say", "x"], "127.0.0.1:1"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_code(
    product: Product, tmp_path: Path, args: list[str], part: str
) -> None:
    (tmp_path / "bad.yaml").write_text("kind: alien\n")
    code, said = phony_call(product, tmp_path, *args)
    assert code != 0
    assert part in said
    assert "Traceback" not in said
