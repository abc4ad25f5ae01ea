"""`phony call`, as it is typed: what it prints, saves, and with which exit code it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import wave
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from tests.cli.serving import wait_for
from tests.e2e.product import Product, running

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
        if found := re.search(
            r"(\d+) ms = decide (\d+) \+ think (\d+) \+ send (\d+) \+ play", line
        ):
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


def went_on(product: Product, call_id: str, times: int) -> bool:
    """Whether the agent has apologized for so many breaks: before that, a stream may not run."""
    return sum("short break" in turn["said"] for turn in product.turns(call_id)) >= times


@pytest.mark.timeout(180)
def test_it_goes_on_watching_when_every_worker_dies(tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text(f"stay: true\nlines:\n  - {HOURS}\n")
    with (
        running(tmp_path / "data", "--workers", "2") as product,
        product.agent(silence={"prompt_after_s": 300}),
        ThreadPoolExecutor() as pool,
    ):
        watching = pool.submit(phony_call, product, tmp_path, "--persona", "ann.yaml")
        (live,) = wait_for(lambda: product.api("GET", "/calls?live=true")["items"], "the call", 40)
        call_id, sid = live["id"], live["carrier_call_sid"]
        product.wait_for_turn(call_id, "agent", "9 AM")
        for lost in (1, 2):
            # However long it takes on a busy machine: both are up, and the call goes on.
            wait_for(lambda: len(product.workers()) == 2, "both workers", 60)
            holder = product.api("GET", f"/calls/{call_id}")["worker_id"]
            os.kill(product.workers()[holder], signal.SIGKILL)
            wait_for(partial(went_on, product, call_id, lost), "the call to go on", 60)
        product.sandbox("POST", f"/calls/{sid}/say", {"text": "What is your support email?"})
        product.wait_for_turn(call_id, "agent", "help@company.com")
        product.sandbox("POST", f"/calls/{sid}/hangup")
        code, said = watching.result(100)
    assert code == 0, said
    assert "help@company.com" in said
