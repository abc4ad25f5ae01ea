"""`phony call`, as it is typed: what it prints, saves, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.product import Product
from twilio.rest import Client

from phony.domain.audio import LINEAR
from phony.sandbox import watermark
from phony.settings import SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN

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


def report(said: str) -> Any:
    """What `--json` printed, before what went to stderr."""
    return json.JSONDecoder().raw_decode(said)[0]


def test_expectations_are_judged_by_what_was_heard_and_by_the_record(
    product: Product, tmp_path: Path
) -> None:
    (tmp_path / "ann.yaml").write_text(f"""
lines:
  - expect: how can I help you
  - {HOURS}
  - expect: [nine, six in the evening]
  - expect_said: 9 AM to 6 PM
  - Please remember my name is Ann
  - expect_said: [business hours]
  - expect_tool: {{name: update_context, arguments: {{value: ann}}, result: {{ok: true}}}}
  - expect_tool: {{name: end_call, times: 0}}
  - expect_context: {{customer_name: Ann, business_hours: nine to six}}
  - expect_outcome: [caller_hung_up, agent_hung_up]
""")
    with product.agent():
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml", "--json")
    told = report(said)
    assert code == 1, said
    assert [(each["line"], each["ok"]) for each in told["expectations"]] == [
        (0, True), (2, True), (3, True),
        (5, False),  # that was said before the last line
        (6, True), (7, True), (8, True), (9, True),
    ]  # fmt: skip
    assert told["problems"] == ["lines[5].expect_said: not said: business hours"]
    assert told["ok"] is False
    assert [tool["name"] for tool in told["tools"]] == ["update_context"]
    assert told["context"]["customer_name"] == "Ann"
    assert (told["status"], told["recording"]) == ("completed", None)
    assert [turn["role"] for turn in told["turns"]][:2] == ["agent", "caller"]
    assert list(tmp_path.glob("*.wav")) == []  # nobody asked for its sound


def test_what_was_never_reached_is_not_met(product: Product, tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text("lines:\n  - Please hang up\n  - Hello?\n  - expect: hi\n")
    with product.agent():
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml", "--set", "a=1@9")
    assert code == 1
    assert "the call was over before this line" in said
    assert "a was not changed: not made (the agent had no turn 9)" in said


def test_words_cut_short_are_shown_as_not_heard(product: Product, tmp_path: Path) -> None:
    (tmp_path / "ann.yaml").write_text(
        f"lines:\n  - {HOURS}\n  - say: Stop, that is enough.\n    interrupt_after_s: 1\n"
    )
    hours = "9 AM to 4 PM on weekdays, on Saturdays from 10 AM to 6 PM, and never on a Sunday"
    with product.agent(context_data={"business_hours": hours}):
        code, said = phony_call(product, tmp_path, "--persona", "ann.yaml")
    assert code == 0, said
    assert re.search(r"Our business.*\(not heard: .*Sunday\.\)", said), said


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


def test_an_outbound_agent_with_variables_calls_a_scripted_person(
    product: Product, tmp_path: Path
) -> None:
    (tmp_path / "kim.yaml").write_text(
        "lines:\n  - expect: [Kim, half past seven]\n  - expect_context: {name: Kim}\n"
    )
    greeting = "Hello {{name}}, your table is ready at {{time}}."
    agent = product.agent(name="Caller", type="outbound", greeting_message=greeting)
    number = "+14155550166"
    with agent:
        code, said = phony_call(
            product, tmp_path, "--from-agent", "Caller", "--to", number, "--persona", "kim.yaml",
            "--set", "name=Kim", "--set", "time=7:30 PM", "--out", "kim.wav",
        )  # fmt: skip
    assert code == 0, said
    assert (tmp_path / "kim.wav").is_file()
    assert number not in product.sandbox("GET", "/parties")["numbers"]  # a stranger again


@pytest.mark.parametrize(("outcome", "code"), [("busy", 0), ("completed", 1)])
def test_who_does_not_answer_is_an_outcome(
    product: Product, tmp_path: Path, outcome: str, code: int
) -> None:
    (tmp_path / "busy.yaml").write_text(f"kind: busy\nlines: [expect_outcome: {outcome}]\n")
    with product.agent(name="Caller", type="outbound"):
        done, said = phony_call(
            product, tmp_path, "--from-agent", "Caller", "--persona", "busy.yaml"
        )
    assert done == code, said


def test_what_a_machine_records_is_judged(product: Product, tmp_path: Path) -> None:
    (tmp_path / "box.yaml").write_text(
        "kind: machine\ngreeting: Leave a message.\nlines:\n"
        "  - expect: call us back at 5 PM\n  - expect_outcome: voicemail\n"
    )
    voicemail = {"action": "leave_message", "message": "Please call us back at five p.m."}
    with product.agent(name="Caller", type="outbound", voicemail=voicemail):
        code, said = phony_call(
            product, tmp_path, "--from-agent", "Caller", "--persona", "box.yaml"
        )
    assert code == 0, said


def test_what_is_set_without_a_turn_is_known_to_the_first_answer(
    product: Product, tmp_path: Path
) -> None:
    with product.agent():
        code, said = phony_call(
            product, tmp_path, "--say", HOURS, "--set", "business_hours=noon to midnight", "--json"
        )
    assert code == 0, said
    told = report(said)
    assert told["edits"] == [
        {"after": 0, "set": {"business_hours": "noon to midnight"}, "state": "confirmed",
         "reason": ""}
    ]  # fmt: skip
    assert any("noon to midnight" in turn["said"] for turn in told["turns"])
    assert told["turns"][0]["heard"] == "Hello! How can I help you today?"  # it was not cut


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["--to", "+19995550000", "--say", "Hello"], "no such number"),
        ([], "nothing to say"),
        (["--say", "x", "--set", "hours"], "KEY=VALUE"),
        (["--dtmf", "xyz"], "dtmf"),
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
    never_rang = ("no such number", "nobody", "127.0.0.1:1")
    assert code == (3 if part in never_rang else 2)
    assert part in said
    assert "Traceback" not in said


# ---- a number of somebody else's

THEIRS = "+18578167228"
PAGE = (
    b"<Response><Say>Welcome to <emphasis>somebody else</emphasis></Say>"
    b"<Pause length='4'/></Response>"
)


class Page(BaseHTTPRequestHandler):
    """One page of TwiML, as a small application serves it: as HTML."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def theirs(product: Product) -> Iterator[str]:
    """A number that somebody else's application answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = Client(SANDBOX_ACCOUNT_SID, SANDBOX_AUTH_TOKEN)
    client.api.base_url = product.sandbox_url
    (number,) = client.incoming_phone_numbers.list(phone_number=THEIRS)
    number.update(voice_url=f"http://127.0.0.1:{server.server_address[1]}/voice")
    yield THEIRS
    number.update(voice_url="")
    server.shutdown()
    server.server_close()


def test_another_applications_number_is_called_and_heard(
    product: Product, theirs: str, tmp_path: Path
) -> None:
    (tmp_path / "ann.yaml").write_text("lines:\n  - expect: somebody else\n")
    code, said = phony_call(
        product, tmp_path, "--to", theirs, "--persona", "ann.yaml", "--out", "call.wav"
    )
    assert code == 0, said
    assert "another application answers" in said
    assert "Welcome to somebody else" in said
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8000)


def test_what_only_a_record_could_tell_is_a_problem(
    product: Product, theirs: str, tmp_path: Path
) -> None:
    code, said = phony_call(
        product, tmp_path, "--to", theirs, "--say", "Hello", "--set", "hours=noon"
    )
    assert code == 1
    assert "hours was not changed: another application answers." in said
