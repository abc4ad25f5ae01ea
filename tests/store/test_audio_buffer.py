"""Sound that waits for the database: the middle goes, and how much is known."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from phony.store.audio_buffer import AudioBuffer, Piece, size_of


def piece(number: int, call_id: str = "call_1", size: int = 10) -> Piece:
    half = b"x" * (size // 2)
    return {"_id": f"{call_id}:{number}", "call_id": call_id, "caller": half, "agent": half}


def numbers(pieces: list[Piece]) -> list[int]:
    return [int(piece["_id"].split(":")[1]) for piece in pieces]


def test_beginning_and_end_are_kept_and_the_hole_is_in_the_middle() -> None:
    buffer = AudioBuffer(100)
    for number in range(30):
        buffer.add(piece(number))
    assert numbers(buffer.take()) == [*range(5), *range(25, 30)]
    assert (buffer.lost_bytes, buffer.lost_pieces) == (200, 20)


def test_tries_that_fail_do_not_move_the_hole() -> None:
    buffer = AudioBuffer(100)
    for number in range(30):
        buffer.add(piece(number))
        if number % 3 == 0:
            buffer.put_back(buffer.take())
    assert numbers(buffer.take()) == [*range(5), *range(25, 30)]


def test_what_is_under_way_counts_as_what_came_first() -> None:
    buffer = AudioBuffer(100)
    for number in range(7):
        buffer.add(piece(number))
    under_way = buffer.take()  # the server is silent
    for number in range(7, 20):
        buffer.add(piece(number))
    assert len(buffer) == 3
    buffer.put_back(under_way)
    assert numbers(buffer.take()) == [*range(7), 17, 18, 19]


def test_each_call_is_told_its_own_loss_once() -> None:
    buffer = AudioBuffer(40)
    for number in range(6):
        buffer.add(piece(number, f"call_{number % 2}"))
    assert (buffer.lost("call_0"), buffer.lost("call_1")) == (10, 10)
    assert (buffer.lost("call_0"), buffer.lost("call_2")) == (0, 0)


def test_a_piece_that_is_larger_than_the_room_is_no_trouble() -> None:
    buffer = AudioBuffer(8)
    buffer.add(piece(0))
    assert (len(buffer), buffer.lost_bytes) == (0, 10)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from([2, 10, 16])),
        st.tuples(st.sampled_from(["take", "written", "put_back"]), st.just(0)),
    ),
    max_size=60,
)


@given(STEPS)
def test_whatever_happens_it_stays_in_order_bounded_and_counted(
    steps: list[tuple[str, int]],
) -> None:
    buffer, under_way = AudioBuffer(50), list[Piece]()
    fate: Counter[str] = Counter()
    for number, (step, size) in enumerate(steps):
        match step:
            case "add":
                buffer.add(piece(number, size=size))
                fate["added"] += size
            case "take" if not under_way:
                under_way = buffer.take()
                assert numbers(under_way) == sorted(numbers(under_way))
            case "written":
                buffer.written(under_way)
                fate["written"] += sum(map(size_of, under_way))
                under_way = []
            case "put_back":
                buffer.put_back(under_way)
                under_way = []
            case _:
                pass
    buffer.put_back(under_way)
    left = buffer.take()
    held = sum(map(size_of, left))
    assert held <= 50
    assert numbers(left) == sorted(numbers(left))
    assert fate["added"] == fate["written"] + held + buffer.lost_bytes
