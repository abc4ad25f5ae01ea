"""Whatever happens in whatever order: what must hold for every call."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

import orjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.session.driver import FRAME, T0, Driver, audio, make_agent
from tests.support.realtime_contract import check_client

from phony.domain import actions as act
from phony.domain import events as ev
from phony.domain.audio import BYTES_PER_MS, base64_bytes
from phony.domain.commands import Command, CommandKind
from phony.domain.edits import Edit, EditMode
from phony.domain.turns import Role
from phony.wire import realtime

TROUBLES = (ev.Trouble.BUSY, ev.Trouble.OTHER, ev.Trouble.INVALID, ev.Trouble.OTHER)

TO_THE_ENGINE = get_args(act.EngineAction)


class World:
    """Both far ends, allowed to do anything that a far end could do; watches every action."""

    def __init__(self, seed: int) -> None:
        self.d = Driver(
            make_agent(
                greeting_interruptible=bool(seed & 1),
                turn_detection={"interrupt_response": bool(seed & 2)},
                voicemail={"action": ("hang_up", "leave_message", "continue")[seed % 3]},
                silence={"prompt_after_s": 3, "max_prompts": 1},
                max_duration_s=60,
                tools={
                    "transfer_targets": {"desk": "+15550100001"},
                    "http": [{"name": "look_up", "url": "https://crm.example.com"}],
                },
            )
        )
        self.open = False  # the engine's socket
        self.may_open = True  # the bridge opens the first one by itself
        self.configured = False
        self.active: str | None = None
        self.item = ""
        self.asked: act.Ask | None = None
        self.outside: list[act.AskAside] = []
        self.created: list[act.Tell | act.AnswerTool] = []
        self.updates: list[act.Configure | act.Reconfigure | act.Ping] = []
        self.marks: list[str] = []
        self.received: dict[str, int] = {}
        self.sent: dict[str, int] = {}
        self.called: dict[str, int] = {}
        self.answers: dict[str, int] = {}
        self.turns: dict[str, Any] = {}
        self.tools: list[str] = []
        self.speaking = ""
        self.scribe = self.operator_speaks = ""
        self.ended = self.closed = self.scribe_asked = False
        self.away = False  # there is no stream: the carrier presses keys
        self.count = 0
        self.feed(ev.Tick())

    # ---- watching ------------------------------------------------------------------------------

    def feed(self, *events: ev.Event) -> None:
        for event in events:
            for action in self.d.session.handle(event, self.d.now_ms):
                assert not self.closed or isinstance(action, act.EditChanged | act.CommandChanged)
                self.watch(action)
            self.check_turns()

    def watch(self, action: act.Action) -> None:
        if isinstance(
            action,
            act.Configure
            | act.Reconfigure
            | act.Ping
            | act.Tell
            | act.AnswerTool
            | act.Ask
            | act.AskAside
            | act.TruncateItem,
        ):
            check_client(orjson.loads(realtime.encode(action)))
        match action:
            case act.PlayAudio(payload, item_id):
                assert not self.ended
                assert not self.away, "nobody can hear it"
                assert base64_bytes(payload) % 160 == 0
                self.sent[item_id] = self.sent.get(item_id, 0) + base64_bytes(payload)
            case act.SendMark(name):
                assert not self.ended
                assert name not in self.marks, "marks are unique"
                self.marks.append(name)
            case act.ClearPlayout():
                assert not self.ended
            case act.AppendAudio():
                assert not self.ended
                assert self.configured, "no audio before session.updated"
            case act.TruncateItem(item_id, audio_end_ms):
                assert type(audio_end_ms) is int
                assert 0 <= audio_end_ms <= self.received[item_id] // BYTES_PER_MS
                assert audio_end_ms <= self.sent.get(item_id, 0) // BYTES_PER_MS
            case act.AskAside():
                assert not self.ended
                assert self.configured
                self.outside.append(action)
            case act.Ask():
                assert not self.ended
                assert self.configured
                assert self.active is None, "never two responses at once"
                assert self.asked is None, "never two responses at once"
                self.asked = action
            case act.Tell():
                self.created.append(action)
            case act.AnswerTool(call_id=call_id):
                self.created.append(action)
                self.answers[call_id] = self.answers.get(call_id, 0) + 1
            case act.Configure():
                assert not self.configured, "once per session"
                assert not self.updates
                self.updates.append(action)
            case act.Reconfigure() | act.Ping():
                assert self.configured
                self.updates.append(action)
            case act.PressKeys():
                assert not self.ended
                assert not self.away, "one run of keys after another"
                self.away = True
            case act.RunTool(call_id):
                self.tools.append(call_id)
            case act.OpenScribe():
                assert not self.ended
                assert not self.scribe
                self.scribe = "opening"
            case act.ToScribe(act.AppendAudio()):
                assert self.scribe == "ready", "no audio before session.updated"
            case act.ToScribe(act.Configure() as update):
                check_client(orjson.loads(realtime.encode(update)), "")
                assert self.scribe == "opening"
                self.scribe = "configuring"
            case act.ToScribe(act.Ping() as ping):
                check_client(orjson.loads(realtime.encode(ping)), "")
                assert self.scribe == "ready"
                self.scribe_asked = True
            case act.CloseScribe():
                assert self.scribe
                self.scribe = self.operator_speaks = ""
            case act.OpenEngine():
                assert not self.ended
                self.engine_gone()
                self.may_open = True
            case act.EndCall():
                assert not self.ended, "a call ends once"
                self.ended = True
            case act.CloseEngine():
                assert self.ended
                assert not self.closed
                assert not self.scribe
                self.closed = True
            case act.TurnChanged(turn):
                old = self.turns.get(turn.id)
                assert old is None or not old.final, "a final turn changes no more"
                assert old is None or old.index == turn.index
                self.turns[turn.id] = turn

    def check_turns(self) -> None:
        for turn in self.d.session.history():
            assert turn.said.startswith(turn.heard), "heard is never longer than said"
            assert turn.heard_ms <= turn.said_ms
            if turn.latency is not None:
                parts = turn.latency
                total = parts.decide + parts.think + parts.play
                assert abs(total - parts.total) < 0.2
            if turn.role is Role.AGENT and turn.item_id in self.received:
                assert turn.heard_ms <= self.received[turn.item_id] // BYTES_PER_MS

    def engine_gone(self) -> None:
        self.open = self.configured = False
        self.active = self.asked = None
        self.outside.clear()
        self.created.clear()
        self.updates.clear()
        self.called.clear()
        self.speaking = ""

    def new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}_{self.count}"

    # ---- what may happen -------------------------------------------------------------------------

    def time(self, n: int) -> None:
        self.d.now_ms += (10, 50, 100, 200, 500, 1000, 2000, 3000, 5000, 10_000)[n]
        self.feed(ev.Tick())
        while n % 4 and self.updates and isinstance(self.updates[-1], act.Ping):
            self.feed(ev.EngineError("no", "", event_id=self.updates.pop().event_id))
        if n % 4 and self.scribe_asked:
            self.scribe_asked = False
            self.feed(ev.ScribeHeard(ev.SessionUpdated()))

    def carrier_starts(self, n: int) -> None:
        away, self.away = self.away, False
        self.feed(ev.KeysRefused() if away and n % 2 else ev.CarrierStarted("MZ1", "CA1"))

    def caller_audio(self, n: int) -> None:
        self.feed(*[ev.CallerAudio(FRAME if n % 3 else audio(n + 1))] * (n + 1))

    def engine_opens(self, n: int) -> None:
        if self.may_open and not self.closed:
            self.open, self.may_open = True, False
            self.feed(ev.EngineOpened(), ev.SessionCreated("s", 0))

    def update_confirmed(self, n: int) -> None:
        if self.open and self.updates:
            self.updates.pop(0)
            self.configured = True
            self.feed(ev.SessionUpdated())

    def both_up(self, n: int) -> None:
        self.carrier_starts(n)
        self.engine_opens(n)
        self.update_confirmed(n)

    def engine_lost(self, n: int) -> None:
        if not (self.open or self.may_open):
            return
        self.engine_gone()
        self.may_open = False
        self.feed(ev.EngineLost(1006 + n, status=401 if n == 9 else None))

    def item_taken(self, n: int) -> None:
        if self.configured and self.created:
            made = self.created.pop(0)
            kind, role = "function_call_output", None
            if isinstance(made, act.Tell):
                kind, role = "message", made.role
            self.feed(ev.ItemAdded(made.item_id, kind, role), ev.ItemDone(made.item_id, kind, role))

    def error(self, n: int) -> None:
        if not self.configured:
            return
        trouble = TROUBLES[n % len(TROUBLES)]
        if n >= 5 and self.asked is not None:
            event_id, self.asked = self.asked.event_id, None
        elif n >= 3 and self.created:
            event_id = self.created.pop(0).event_id
        elif n >= 2 and self.updates:
            event_id = self.updates.pop(0).event_id
        else:
            event_id = None
        self.feed(ev.EngineError("code", "no", event_id=event_id, trouble=trouble))

    def speech_starts(self, n: int) -> None:
        if self.configured and not self.speaking:
            self.speaking = self.new("item_c")
            self.feed(ev.CallerSpeechStarted(self.speaking, 0))

    def speech_ends(self, n: int) -> None:
        if self.configured and self.speaking:
            item, self.speaking = self.speaking, ""
            self.feed(ev.CallerSpeechStopped(item, n * 100), ev.InputCommitted(item))
            if n % 2:
                self.feed(ev.CallerText(item, "I want something."))

    def response_starts(self, n: int) -> None:
        if not self.configured or self.active:
            return
        self.active = self.new("resp")
        metadata: dict[str, str] = {}
        if self.asked is not None and n < 7:
            metadata, self.asked = self.asked.metadata, None
        self.feed(ev.ResponseStarted(self.active, metadata))

    def agent_speaks(self, n: int) -> None:
        if self.active is None:
            return
        if n >= 8:  # items of a response follow each other
            self.count += 1
            self.item = f"item_{self.active}_{self.count}"
        item = self.item if self.active in self.item else f"item_{self.active}_0"
        self.item = item
        payload = audio((20, 200, 200, 400, 33, 7, 1000, 200, 200, 50)[n])
        self.received[item] = self.received.get(item, 0) + base64_bytes(payload)
        self.feed(ev.AgentTextDelta(self.active, item, "some words "))
        self.feed(ev.AgentAudio(self.active, item, payload))

    def response_ends(self, n: int) -> None:
        if self.active is None:
            return
        if self.asked is not None:  # asked for while another one was active
            event_id, self.asked = self.asked.event_id, None
            busy = ev.EngineError("busy", "no", event_id=event_id, trouble=ev.Trouble.BUSY)
            self.feed(busy)
        response_id, self.active = self.active, None
        calls = []
        if n in (1, 2, 3, 4):
            name = ("end_call", "look_up", "send_dtmf", "transfer_call")[n - 1]
            call_id = self.new("call")
            if not self.ended:
                self.called[call_id] = 0
            args = json.dumps({"digits": "12", "target": "desk", "reason": "done"})
            calls.append(ev.ToolCalled(response_id, f"fc_{call_id}", call_id, name, args))
        status = {8: "cancelled", 9: "failed"}.get(n, "completed")
        for item in [item for item in self.received if response_id in item]:
            self.feed(ev.ItemDone(item, "message", Role.AGENT))
        self.feed(ev.ResponseDone(response_id, status, tool_calls=calls))

    def outside_ends(self, n: int) -> None:
        if self.outside and self.configured:
            metadata = self.outside.pop(0).metadata
            response_id = self.new("resp_out")
            self.feed(
                ev.ResponseStarted(response_id, metadata, out_of_band=True),
                ev.AgentTextDelta(response_id, "item_out", "Nine."),
                ev.ResponseDone(response_id, "completed", metadata=metadata, text="Nine."),
            )

    def mark_comes(self, n: int) -> None:
        if self.marks:
            self.feed(ev.MarkReached(self.marks[min(n, len(self.marks) - 1)]))
        else:
            self.feed(ev.MarkReached("nobody's"))

    def tool_ends(self, n: int) -> None:
        if self.tools:
            self.feed(ev.ToolFinished(self.tools[n % len(self.tools)], '{"a": 1}', ok=n > 2))

    def key(self, n: int) -> None:
        self.feed(ev.DtmfPressed("0123456789*#"[n]))

    def edit(self, n: int) -> None:
        mode = list(EditMode)[n % 3]
        notes = "New notes." if n > 6 else None
        self.feed(
            ev.EditArrived(
                Edit(
                    id=f"edit_{self.new('e')}",
                    org_id="o",
                    call_id="c",
                    mode=mode,
                    set={"x": n},
                    notes=notes,
                    probe="x?" if n == 5 else None,
                    created_at=T0,
                )
            )
        )

    def command(self, n: int) -> None:
        kind = list(CommandKind)[(self.count + n) % len(CommandKind)]
        args = {"text": "x", "to_number": "+15550100009", "digits": "1", "question": "?"}
        self.feed(
            ev.CommandArrived(
                Command(
                    id=self.new("cmd"), org_id="o", call_id="c", kind=kind, args=args, created_at=T0
                )
            )
        )

    def operator(self, n: int) -> None:
        self.feed(ev.OperatorAudio(FRAME))
        if not self.scribe:
            return
        event: ev.EngineEvent | ev.EngineOpened | ev.EngineLost
        if n == 9:
            event = ev.EngineLost(1006)
        elif n == 8:
            event = ev.EngineError("server_error", "no")
        elif self.scribe == "opening":
            event = ev.EngineOpened()
        elif self.scribe == "configuring":
            self.scribe, event = "ready", ev.SessionUpdated()
        elif not self.operator_speaks:
            self.operator_speaks = self.new("item_o")
            event = ev.CallerSpeechStarted(self.operator_speaks, 0)
        elif n < 3:
            event = ev.InputCommitted(self.operator_speaks)
        else:
            item, self.operator_speaks = self.operator_speaks, ""
            event = ev.CallerText(item, "Ten percent." if n % 2 else "", {"seconds": 2})
        self.feed(ev.ScribeHeard(event))

    def rare(self, n: int) -> None:
        rare: list[ev.Event] = [
            ev.MachineDetected("machine_start"),
            ev.MachineDetected("machine_end_beep"),
            ev.MachineDetected("human"),
            ev.LimitNear("warn", "call"),
            ev.LimitNear("wrap_up", "call"),
            ev.LimitNear("stop", "day"),
            ev.OperatorDialed("cmd_1", "declined"),
            ev.CarrierStopped(),
            ev.LimitNear("warn", "agent"),
        ]
        self.feed(rare[n % len(rare)])

    def finish(self) -> None:
        """The caller hangs up; everything must come to an end by itself."""
        self.feed(ev.CarrierStopped())
        if not self.ended:
            assert self.away  # the stream's end says nothing while the carrier presses keys
            self.feed(ev.CarrierEnded("completed"))
        assert self.ended
        for _ in range(3):
            self.d.now_ms += 1000
            self.feed(ev.Tick())
        assert self.closed
        assert all(turn.final for turn in self.turns.values())
        assert all(count == 1 for count in self.answers.values()), "answered once"


HAPPENINGS: dict[str, Callable[[World, int], None]] = {
    name: getattr(World, name)
    for name in (
        "both_up time agent_speaks response_starts response_ends mark_comes caller_audio "
        "speech_starts speech_ends update_confirmed item_taken engine_opens engine_lost error "
        "tool_ends key edit command operator outside_ends carrier_starts rare"
    ).split()
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(HAPPENINGS)), st.integers(0, 9)), min_size=5, max_size=60
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 11), STEPS)
def test_any_order_of_events_keeps_the_invariants(seed: int, steps: list[tuple[str, int]]) -> None:
    world = World(seed)
    world.both_up(0)
    for name, n in steps:
        HAPPENINGS[name](world, n)
    world.finish()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(  # what is asked for after the tool never begins: a fresh session
    0,
    [
        ("agent_speaks", 0),
        ("agent_speaks", 0),
        ("response_starts", 0),
        ("response_ends", 3),
        ("time", 6),
    ],
)
@given(st.integers(0, 11), STEPS)
def test_every_tool_call_is_answered_while_the_call_lasts(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    world = World(seed)
    world.both_up(0)
    for name, n in steps:
        if name not in ("engine_lost", "error", "rare", "command", "both_up", "engine_opens"):
            HAPPENINGS[name](world, n)
    for _ in range(15):
        if not world.ended:  # a tool that never ends is answered for
            world.d.now_ms += 1000
            world.feed(ev.Tick())
    if not world.ended:  # a session that was lost meanwhile took its calls with it
        assert set(world.called) <= set(world.answers)
