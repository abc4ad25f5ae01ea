"""What a frame costs, counted instead of timed: calls, tasks, futures, sends, memory."""

from __future__ import annotations

import asyncio
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from tests.session.driver import T0, audio, make_agent

from phony.domain import actions as act
from phony.domain.calls import Call, Direction
from phony.domain.events import CarrierStarted, Tick
from phony.domain.fallback import EngineChoice
from phony.net.ports import Handler, Socket
from phony.service.bridge.call import CallBridge
from phony.service.bridge.ports import BridgeParts
from phony.session import CallContext, CallSession
from phony.session.fence import Fence
from phony.store.journal import Journal
from phony.store.tails import TailFile, Tails
from phony.wire import realtime, twilio

FRAMES = 1000
# Leg, decoding, recorder, session, encoder and socket; a loop or a wrapper more would show.
MOST_CALLS_UP = 7
MOST_RECORDED_UP = MOST_CALLS_UP + 1  # into the memory that outlives this process
MOST_CALLS_DOWN = 25  # of a chunk of 200 ms, marks included; a mark is looked at for secrets, too
OUR_OWN = 2  # the test's function and the far end's encoder
STREAM = "MZ" + "0" * 32


class CountingLoop(asyncio.SelectorEventLoop):
    """Counts the tasks and futures that are made."""

    made = 0

    def create_future(self) -> asyncio.Future[Any]:
        self.made += 1
        return super().create_future()

    def create_task(self, *args: Any, **kwargs: Any) -> asyncio.Task[Any]:
        self.made += 1
        return super().create_task(*args, **kwargs)


class Wire:
    """A socket that only counts."""

    def __init__(self) -> None:
        self.sent = 0

    def send(self, text: bytes) -> None:
        self.sent += 1

    def close(self, code: int = 1000, reason: str = "") -> None:
        pass

    def buffered(self) -> int:
        return 0

    def become(self, handler: Handler) -> None:
        pass


class Engine:
    """The real codec over a socket that only counts."""

    def __init__(self) -> None:
        self.socket = Wire()
        self.handler: Handler | None = None

    async def open(self, handler: Handler, choice: EngineChoice, *, who: str) -> Socket:
        self.handler = handler
        handler.on_open(self.socket)
        return self.socket

    async def open_transcription(
        self, handler: Handler, choice: EngineChoice, *, who: str
    ) -> Socket:
        raise AssertionError("nobody takes this call over")

    decode = staticmethod(realtime.decode)
    encode = staticmethod(realtime.encode)
    encode_append = staticmethod(realtime.encode_append)


class Records:
    """A database that takes everything and keeps nothing."""

    raw: Any = None
    loose: Any = None

    async def transition(self, *args: Any, **kwargs: Any) -> None:
        return None

    async def patch(self, *args: Any, **kwargs: Any) -> None:
        return None


class Line:
    """One call in mid-conversation."""

    def __init__(self, tails: Tails | None = None) -> None:
        agent = make_agent(recording=tails is not None, greeting_message="")
        call = Call(
            id="call_1",
            org_id="org_1",
            agent_id=agent.id,
            agent=agent,
            direction=Direction.INBOUND,
            created_at=T0,
        )
        session = CallSession(
            call.id,
            agent,
            context=CallContext(),
            fence=Fence(b"test"),
        )
        self.engine = Engine()
        self.carrier = Wire()
        records = cast(Any, Records())
        parts = BridgeParts(
            engine=self.engine,
            carrier=records,
            tools=records,
            journal=Journal(records),
            calls=records,
            edits=records,
            commands=records,
            ends=records,
            worker_id="w1",
            dial_operator=self._dial,
            tails=tails,
            press_keys=self._press,
        )
        self.bridge = CallBridge(call, session, parts)

    async def _dial(
        self, call: Call, action: act.DialOperator, released: Callable[[], bool]
    ) -> str:
        return "declined"

    async def _press(self, call: Call, digits: str) -> None:
        return None

    async def ready(self) -> None:
        while self.engine.handler is None:  # noqa: ASYNC110 - a few turns of the loop
            await asyncio.sleep(0)
        leg = self.bridge.attach_carrier(self.carrier, CarrierStarted(STREAM, "CA1"))
        assert leg is not None
        self.leg = leg
        self.engine.handler.on_text(b'{"type":"session.updated","session":{"type":"realtime"}}')
        self.carrier.sent = self.engine.socket.sent = 0

    def frame(self, number: int) -> None:
        """One frame of the caller's, as its socket hands it in."""
        self.leg.on_text(
            twilio.encode_media_in(
                STREAM, FRAME, sequence=number, chunk=number, timestamp_ms=number * 20
            )
        )

    def chunk(self, number: int) -> None:
        """200 ms of the agent's speech."""
        assert self.engine.handler is not None
        self.engine.handler.on_text(
            realtime.encode_audio_delta(f"event_{number}", "resp_1", "item_1", CHUNK)
        )


FRAME, CHUNK = audio(20), audio(200)


def on_a_line(body: Callable[[Line, CountingLoop], None], tails: Tails | None = None) -> None:
    """Run `body` inside a loop while a call is up; with `tails` it is recorded."""
    loop = CountingLoop()

    async def run() -> None:
        line = Line(tails)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(line.bridge.run())
            await line.ready()
            body(line, loop)
            running.cancel()

    try:
        loop.run_until_complete(run())
    finally:
        loop.close()


def calls_per_round(work: Callable[[int], object], rounds: int = FRAMES) -> float:
    """Python functions called by one `work`, itself included, on the average."""
    count = 0

    def profile(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        if event == "call":
            count += 1

    sys.setprofile(profile)
    try:
        for number in range(rounds):
            work(number)
    finally:
        sys.setprofile(None)
    return count / rounds


def test_a_callers_frame_is_one_send_and_few_calls_no_task_and_no_future() -> None:
    def body(line: Line, loop: CountingLoop) -> None:
        made = loop.made
        calls = calls_per_round(line.frame)
        assert line.engine.socket.sent == FRAMES
        assert line.carrier.sent == 0
        assert loop.made == made
        assert calls <= MOST_CALLS_UP + OUR_OWN, calls

    on_a_line(body)


def test_a_recorded_frame_is_one_call_more(tmp_path: Path) -> None:
    def body(line: Line, loop: CountingLoop) -> None:
        made = loop.made
        calls = calls_per_round(line.frame)
        assert line.engine.socket.sent == FRAMES
        assert loop.made == made
        assert calls <= MOST_RECORDED_UP + OUR_OWN, calls

    on_a_line(body, Tails(tmp_path, TailFile(tmp_path, "w1", 1)))


def test_a_chunk_of_speech_is_one_send_and_now_and_then_a_mark() -> None:
    def body(line: Line, loop: CountingLoop) -> None:
        line.chunk(0)  # begins the turn
        line.carrier.sent = 0
        made = loop.made
        calls = calls_per_round(line.chunk)
        assert loop.made == made
        assert FRAMES <= line.carrier.sent <= FRAMES * 1.6  # a mark every 250 ms at most
        assert calls <= MOST_CALLS_DOWN + OUR_OWN, calls

    on_a_line(body)


def test_the_path_leaves_nothing_behind() -> None:
    def body(line: Line, loop: CountingLoop) -> None:
        tracemalloc.start()
        try:
            for number in range(FRAMES):  # the last second of them is kept
                line.frame(number)
            before, _ = tracemalloc.get_traced_memory()
            for number in range(FRAMES):
                line.frame(number)
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert after - before < 4000  # 20 seconds of the caller's audio are 160,000 bytes

    on_a_line(body)


def test_an_idle_tick_costs_next_to_nothing() -> None:
    def body(line: Line, loop: CountingLoop) -> None:
        session = line.bridge.session
        tick = Tick()
        session.handle(tick, line.bridge.now_ms())
        now = line.bridge.now_ms()
        assert calls_per_round(lambda _: session.handle(tick, now), 100) <= 4

    on_a_line(body)
