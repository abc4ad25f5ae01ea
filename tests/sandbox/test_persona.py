"""Scripted people, played frame by frame in virtual time."""

from __future__ import annotations

from typing import Any

import pytest

from phony.domain.errors import Invalid
from phony.sandbox import persona, tones, watermark
from phony.sandbox.engine.voices import PartsVoice, ScriptedParts
from phony.sandbox.parties import SILENT_FRAME, Busy, Fax, Machine, NoAnswer, Party
from phony.sandbox.persona import Persona

AGENT = [frame for frame in tones.frames(watermark.encode("I am speaking now"))]


class FakeLine:
    """Writes down what a party does to its call."""

    def __init__(self) -> None:
        self.told: list[tuple[int, str, dict[str, Any]]] = []
        self.keys: list[tuple[int, str]] = []
        self.expected: list[list[str]] = []
        self.hung_up_ms: int | None = None
        self.now_ms = 0

    def press(self, digit: str) -> None:
        self.keys.append((self.now_ms, digit))

    def hang_up(self) -> None:
        self.hung_up_ms = self.hung_up_ms or self.now_ms

    def tell(self, name: str, **data: Any) -> None:
        self.told.append((self.now_ms, name, data))

    def expect(self, line: int, words: list[str] | None, since: int) -> None:
        self.expected.append(words or [])

    def heard_bytes(self) -> int:
        return self.now_ms * 8

    def when(self, name: str) -> list[int]:
        return [at_ms for at_ms, told, _ in self.told if told == name]


async def play(party: Party, agent: dict[int, list[bytes]], until_ms: int = 60_000) -> FakeLine:
    """Run the party; `agent` says from which moment on it speaks which frames."""
    await party.prepare(PartsVoice(ScriptedParts()))
    line = FakeLine()
    party.connected(line)
    speaking: list[bytes] = []
    while line.now_ms < until_ms and line.hung_up_ms is None:
        speaking += agent.get(line.now_ms, [])
        party.speak()
        party.hear(speaking.pop(0) if speaking else SILENT_FRAME)
        line.now_ms += 20
    return line


async def test_waits_for_the_agent_to_finish_and_hangs_up_after_its_answer() -> None:
    party = Persona.model_validate({"lines": ["Hello there"]}).party()
    greeting_ms, line_ms = len(AGENT) * 20, 11 * 60
    said_ms = 500 + greeting_ms + 900
    line = await play(party, {500: AGENT, said_ms + line_ms + 1000: AGENT})
    assert line.when("caller_speaks") == [pytest.approx(said_ms, abs=60)]
    answered = [data for _, name, data in line.told if name == "agent_speaks"]
    # Measured at the caller's ear, from the last sound to the first.
    assert answered[1]["reply_ms"] == pytest.approx(1000, abs=80)
    assert line.hung_up_ms == pytest.approx(said_ms + line_ms + 1000 + greeting_ms + 900, abs=100)


async def test_loses_patience_with_a_silent_agent() -> None:
    party = Persona.model_validate({"lines": ["Hello"], "patience_s": 2}).party()
    line = await play(party, {})
    assert line.when("no_answer_heard")[0] == 2000
    assert line.when("caller_speaks") == [2000]
    assert line.hung_up_ms == pytest.approx(2000 + 300 + 2000, abs=40)


async def test_interrupts_at_the_asked_moment() -> None:
    steps = [{"interrupt_after_s": 0.4, "say": "Stop"}]
    party = Persona.model_validate({"lines": steps, "patience_s": 1}).party()
    line = await play(party, {300: AGENT * 3})
    assert line.when("caller_speaks") == [pytest.approx(300 + 400, abs=60)]


async def test_keys_silence_expectation_and_hang_up() -> None:
    steps: list[Any] = [
        {"silence_s": 1},
        {"dtmf": "1w2", "at_once": True},
        {"expect": "nine"},
        {"hang_up": True},
    ]
    party = Persona.model_validate({"lines": steps, "patience_s": 1}).party()
    line = await play(party, {})
    assert line.keys == [(1000, "1"), (1700, "2")]
    assert line.expected == [["nine"]]
    assert line.hung_up_ms == pytest.approx(2900, abs=40)


async def test_stays_and_says_what_is_added() -> None:
    party = Persona.model_validate({"lines": [], "stay": True, "patience_s": 0.2}).party()
    assert isinstance(party, persona.Person)
    party.say("One more", watermark.encode("One more"))
    line = await play(party, {}, until_ms=5000)
    assert [data["text"] for _, name, data in line.told if name == "caller_speaks"] == ["One more"]
    assert line.hung_up_ms is None


async def test_a_machine_greets_beeps_records_and_gives_up_on_silence() -> None:
    party = Machine("Leave a message", record_s=30, silence_s=3)
    line = await play(party, {})
    (beep_ms,) = line.when("beep")
    assert party.greeting_end_ms == pytest.approx(beep_ms + 400, abs=40)
    assert line.hung_up_ms == pytest.approx(party.greeting_end_ms + 3000, abs=60)
    party = Machine("Leave a message", record_s=2)
    line = await play(party, {3000: AGENT * 20})
    assert line.hung_up_ms == pytest.approx(party.greeting_end_ms + 2000, abs=60)


async def test_others_are_what_they_say() -> None:
    kinds = {"machine": Machine, "fax": Fax, "busy": Busy, "no_answer": NoAnswer}
    for kind, party in kinds.items():
        assert type(Persona.model_validate({"kind": kind}).party()) is party
    fax = Fax()
    assert tones.rms(fax.speak()) > 1000
    assert await Busy(0).ring("+1") == "busy"


def test_reads_yaml() -> None:
    read = persona.read(
        "lines:\n  - Hello\n  - interrupt_after_s: 1.2\n    say: Stop\n  - dtmf: '1'\n"
    )
    assert [step.say for step in read.lines] == ["Hello", "Stop", None]
    assert persona.read("{kind: machine, greeting: Hi}").kind == "machine"


def test_reads_yaml_as_people_mean_it() -> None:
    text = """
    lines:
      - yes
      - 5
      - expect: [9:30, 12, no]
      - expect_said: 9 AM
      - dtmf: 0123
      - expect_tool: book_table
      - expect_tool: {name: book_table, arguments: {people: 4, outside: true}, times: 1}
      - expect_outcome: [transferred, completed]
      - wait_for_agent: true
      - hang_up: true
    """
    steps = persona.read(text).lines
    assert [steps[0].say, steps[1].say] == ["yes", "5"]
    assert steps[2].expect == ["9:30", "12", "no"]
    assert steps[3].expect_said == ["9 AM"]
    assert steps[4].dtmf == "0123"
    one, other = steps[5].expect_tool, steps[6].expect_tool
    assert one is not None
    assert other is not None
    assert (one.name, one.arguments) == ("book_table", {})
    assert (other.arguments, other.times) == ({"people": 4, "outside": True}, 1)
    assert steps[7].expect_outcome == ["transferred", "completed"]
    assert (steps[8].wait_for_agent, steps[9].hang_up) == (True, True)


def test_all_mistakes_are_said_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        persona.read("colour: red\nlines:\n  - {sya: Hello}\n  - {dtmf: xyz}\n")
    said = str(caught.value)
    assert [part in said for part in ("colour", "lines[0].sya", "lines[1].dtmf")] == [True] * 3


async def test_what_is_looked_up_later_takes_no_time() -> None:
    steps: list[Any] = [
        {"expect_tool": "look_up"},
        {"expect_context": {"name": "Ann"}},
        {"expect_outcome": "completed"},
        {"expect_said": "nine"},
        {"hang_up": True},
    ]
    party = Persona.model_validate({"lines": steps, "patience_s": 1}).party()
    line = await play(party, {})
    assert line.expected == [[]]  # only where it was said matters
    assert line.hung_up_ms == pytest.approx(1000, abs=40)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lines: [", "YAML"),
        ("lines:\n  - {}\n", "exactly one action"),
        ("lines:\n  - {say: a, dtmf: '1'}\n", "exactly one action"),
        ("lines:\n  - {silence_s: 1, interrupt_after_s: 1}\n", "interrupt_after_s"),
        ("lines:\n  - {dtmf: xyz}\n", r"lines\[0\].dtmf"),
        ("kind: alien", "kind"),
        ("colour: red", "colour"),
        ("42", "persona"),
        ("lines: [{sya: Hello}]", r"lines\[0\].sya: there is no such field \(meant: say\?\)"),
        ("lines: [{expect: []}]", r"lines\[0\].expect"),
        ("lines: [{expect: '...'}]", "no words to look for"),
        ("lines: [{say: true}]", "put them in quotes"),
        ("lines: [[1]]", "a line is words to say"),
        ("lines: [{expect_tool: {name: a, argument: {}}}]", "argument"),
        ("lines: [{dtmf: xyz}]", "keys are 0-9"),
        ("lines: [{expect_outcome: ringing}]", "'ringing' is none of"),
        ("lines: [{expect_outcome: happy}]", "'happy' is none of .*caller_hung_up"),
    ],
)
def test_says_what_is_wrong_with_a_persona(text: str, names: str) -> None:
    with pytest.raises(Invalid, match=names):
        persona.read(text)
