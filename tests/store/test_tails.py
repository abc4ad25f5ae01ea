"""The newest seconds of calls outlive their worker, and nobody else reads them."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.calls import make_turn

from phony.store.tails import KEPT_MS, Rest, Tail, TailFile, Tails

KEPT = KEPT_MS * 8
QUIET = b"\xff"

# A worker that is killed over a call: 30 s of the caller, a second of the agent ahead of it.
WORKER = """
import sys, time
from pathlib import Path
from phony.store.tails import TailFile
tail = TailFile(Path(sys.argv[1]), "w1", 4).open("call_1", 3)
tail.begin(800)
for frame in range(1500):
    tail.caller(bytes([frame % 256]) * 160, 800 + 160 * (frame + 1))
tail.agent(bytes([7]) * 8800, 800 + 160 * 1500 + 8000)
print("up", flush=True)
time.sleep(60)
"""


def leave(folder: Path, call_id: str = "call_1") -> Tail:
    """A call of a worker whose file nobody holds any more."""
    file = TailFile(folder, f"w{len(list(folder.glob('*.tail')))}", 4)
    tail = file.open(call_id, 0)
    assert tail is not None
    tail.begin(0)
    file.close()
    return tail


def only(folder: Path, call_id: str = "call_1") -> Rest:
    (rest,) = Tails(folder).of(call_id)
    return rest


def test_what_a_killed_worker_heard_last_is_there(tmp_path: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == b"up\n"
        hangs = only(tmp_path)
        assert len(hangs.caller) == len(hangs.agent) == KEPT  # up to where its agent is known
        tails = Tails(tmp_path)
        tails.forget("call_1")
        assert tails.of("call_1"), "a worker that lives forgets by itself"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    rest = only(tmp_path)
    assert (rest.lease, rest.at_ms) == (3, 100 + 30_000 - KEPT_MS)
    assert rest.caller == b"".join(bytes([n % 256]) * 160 for n in range(1100, 1500))
    assert rest.agent == QUIET * (KEPT - 800) + bytes([7]) * 800  # heard no longer than he lived
    assert tails.of("call_2") == []
    tails.forget("call_1")
    assert list(tmp_path.iterdir()) == []


def test_it_is_for_this_user_alone_and_gone_when_nobody_needs_it(tmp_path: Path) -> None:
    file = TailFile(tmp_path, "w1", 40)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    tails = [file.open(f"call_{number}", 0) for number in range(48)]
    assert all(tails), "as many as there may be, in whole blocks"
    assert file.open("call_more", 0) is None
    for number, tail in enumerate(tails):
        assert tail is not None
        tail.begin(0)
        tail.caller(bytes([number]) * 160, 160)
    assert [rest.caller for rest in Tails(tmp_path).of("call_30")] == [bytes([30]) * 160]
    for tail in tails:
        assert tail is not None
        tail.close()
    assert not file.path.read_bytes().strip(b"\0").removeprefix(b"phony tails 1\n")
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_holds_something_stays_for_who_takes_the_call_up(tmp_path: Path) -> None:
    file = TailFile(tmp_path, "w1", 1)
    tail = file.open("call_1", 0)
    assert tail is not None
    tail.begin(0)
    tail.caller(b"\x01" * 160, 160)
    file.close()
    assert only(tmp_path).caller == b"\x01" * 160


@pytest.mark.parametrize("kind", ["empty", "short", "older", "owner", "turn"])
def test_what_is_torn_or_of_another_version_is_nothing(tmp_path: Path, kind: str) -> None:
    tail = leave(tmp_path)
    tail.caller(b"\x01" * 160, 160)
    tail.turn(make_turn("call_1", 0, "Hello"))
    (path,) = tmp_path.glob("*.tail")
    whole = path.read_bytes()
    at = whole.index(b"call_1")
    torn = {
        "empty": b"",
        "short": whole[:3000],
        "older": whole.replace(b"phony tails 1", b"phony tails 0", 1),
        "owner": whole[:at] + b"call_2" + whole[at + 6 :],
        "turn": whole.replace(b'"Hello"', b'"Hell\0"', 1),
    }
    path.write_bytes(torn[kind])
    found = Tails(tmp_path).of("call_1")
    assert [rest.turns for rest in found] == ([[]] if kind == "turn" else [])
    assert Tails(tmp_path).of("call_2") == []


def test_the_newest_turns_are_as_they_stood(tmp_path: Path) -> None:
    tail = leave(tmp_path)
    for index in range(6):
        for said in ("", f"word {index}"):
            tail.turn(make_turn("call_1", index, said))
    tail.turn(make_turn("call_1", 6, "x" * 5000))
    kept = {turn.index: turn.said for turn in only(tmp_path).turns}
    assert kept == {3: "word 3", 4: "word 4", 5: "word 5"}  # a very long one is not kept


def test_a_dead_worker_s_file_goes_after_a_while(tmp_path: Path) -> None:
    now = 0.0
    tails = Tails(tmp_path, clock=lambda: now)
    leave(tmp_path)
    tails.sweep()
    now = 599.0
    tails.sweep()
    assert len(list(tmp_path.iterdir())) == 1
    now = 601.0
    tails.sweep()
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_made_calls_go_on_without(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(FileExistsError):
        TailFile(tmp_path / "taken", "w1", 4)
    assert Tails(tmp_path).open("call_1", 0) is None


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("caller"), st.integers(1, 400), st.integers(0, 30_000)),
            st.tuples(st.just("agent"), st.integers(1, 9000), st.integers(0, 30_000)),
            st.tuples(st.just("cut"), st.integers(0, 12_000), st.just(0)),
        ),
        max_size=30,
    )
)
def test_each_side_is_what_was_put_there_last(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("tails")
    tail = leave(folder)
    caller, agent, furthest = bytearray(), bytearray(), 0
    for number, (kind, size, gap) in enumerate(steps, 1):
        side = caller if kind == "caller" else agent
        if kind == "cut":
            end = max(0, len(agent) - size)
            tail.agent_ends(end)
            del agent[end:]
            continue
        side += QUIET * gap + bytes([number]) * size
        (tail.caller if kind == "caller" else tail.agent)(bytes([number]) * size, len(side))
        furthest = max(furthest, len(agent))
    rest = only(folder)
    begin, end = rest.at_ms * 8, len(caller)
    assert rest.caller == caller[begin:]
    assert len(rest.agent) == max(0, end - begin)
    assert len(rest.caller) <= KEPT
    known = max(begin, furthest - KEPT)  # what was written ahead went over what was before
    heard = bytes(agent[:end]) + QUIET * (end - len(agent))
    assert rest.agent[known - begin :] == heard[known:]
