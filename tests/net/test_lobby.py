from __future__ import annotations

import pytest
from tests.support.access import Clock

from phony.net.lobby import GRACE_S, MOST, Lobby, most_for

CLOCK = Clock()


class Guest:
    """Remembers whether it was turned away."""

    def __init__(self) -> None:
        self.away = False

    def turn_away(self) -> None:
        self.away = True


def come(lobby: Lobby, count: int, address: str = "203.0.113.9") -> list[Guest]:
    """Guests that come one by one, each a while after the other."""
    guests = [Guest() for _ in range(count)]
    for guest in guests:
        CLOCK.now += GRACE_S
        lobby.enter(guest, address)
    return guests


def away(guests: list[Guest]) -> list[int]:
    return [index for index, guest in enumerate(guests) if guest.away]


def test_whoever_waits_longest_at_an_address_gives_way() -> None:
    lobby = Lobby(most=100, per_address=3, clock=CLOCK)
    others = come(lobby, 3, "198.51.100.1")
    guests = come(lobby, 5)
    assert (away(guests), away(others)) == ([0, 1], [])
    assert len(lobby) == 6


def test_a_burst_is_no_crowd_but_the_house_is_only_so_large() -> None:
    lobby = Lobby(most=7, per_address=3, clock=CLOCK)
    burst = [Guest() for _ in range(8)]
    for guest in burst:
        lobby.enter(guest, "203.0.113.9")
    assert away(burst) == [0]
    late = come(lobby, 1)  # by now those that have asked nothing yet are one
    assert (away(burst), away(late)) == ([0, 1, 2, 3, 4, 5], [])
    assert len(lobby) == 3


def test_whoever_waits_longest_of_all_gives_way_when_the_house_is_full() -> None:
    lobby = Lobby(most=4, per_address=100, clock=CLOCK)
    first = come(lobby, 2, "198.51.100.1")
    second = come(lobby, 4, "198.51.100.2")
    assert (away(first), away(second)) == ([0, 1], [])
    assert len(lobby) == 4


def test_who_is_served_stays_and_waits_anew_afterwards() -> None:
    lobby = Lobby(most=3, per_address=3, clock=CLOCK)
    guests = come(lobby, 3)
    lobby.serve(guests[0])
    late = come(lobby, 1)
    assert (away(guests), away(late)) == ([1], [])
    lobby.wait(guests[0])  # answered: now it is the youngest of those that wait
    come(lobby, 2)
    assert (away(guests), away(late)) == ([1, 2], [0])


def test_a_house_full_of_questions_turns_the_newcomer_away() -> None:
    lobby = Lobby(most=2, per_address=9, clock=CLOCK)
    guests = come(lobby, 2)
    for guest in guests:
        lobby.serve(guest)
    assert come(lobby, 1)[0].away
    assert away(guests) == []
    assert len(lobby) == 2


def test_who_leaves_makes_room_however_often_it_says_so() -> None:
    lobby = Lobby(most=2, per_address=2, clock=CLOCK)
    guests = come(lobby, 2)
    for _ in range(2):
        lobby.leave(guests[0])
    lobby.wait(guests[0])
    lobby.serve(guests[0])
    assert len(lobby) == 1
    assert away([*guests, *come(lobby, 1)]) == []


def test_addresses_of_one_ipv6_network_are_one_place() -> None:
    lobby = Lobby(most=100, per_address=2, clock=CLOCK)
    one = [*come(lobby, 1, "2001:db8::1"), *come(lobby, 1, "2001:db8::2%eth0")]
    other = come(lobby, 1, "2001:db8:0:1::1")
    one += come(lobby, 1, "2001:db8::ffff:1")
    assert (away(one), away(other)) == ([0], [])
    mapped = [*come(lobby, 2, "::ffff:203.0.113.9"), *come(lobby, 1, "203.0.113.9")]
    assert away(mapped) == [0]
    assert away(come(lobby, 3, "somewhere")) == [0]


@pytest.mark.parametrize(
    ("descriptors", "max_calls", "most"),
    [
        (1024, 500, 512),  # systemd's default: half is the calls'
        (4096, 500, 2968),
        (4096, 10, 3948),
        (1 << 20, 500, MOST),
    ],
)
def test_calls_find_the_descriptors_they_need(descriptors: int, max_calls: int, most: int) -> None:
    assert most_for(descriptors, max_calls) == most
