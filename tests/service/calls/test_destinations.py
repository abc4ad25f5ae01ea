"""Whom Phony may call."""

from __future__ import annotations

import pytest
from tests.support.switchboard import Switchboard

from phony.domain.agents import AgentType
from phony.domain.errors import Invalid
from phony.domain.ids import DEFAULT_ORG
from phony.service.calls.destinations import Destinations

ANY = Destinations()


@pytest.mark.parametrize(
    "number", ["911", "112", "999", "+1911", "+44999", "+49112", "9-1-1", "110", "+112", "+61000"]
)
def test_emergency_numbers_are_refused(number: str) -> None:
    with pytest.raises(Invalid, match="emergency"):
        ANY.check(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+1 (857) 816-7225", "+18578167225"),
        ("+442079460018", "+442079460018"),
        ("+49 30 901820", "+4930901820"),
        ("+15551234567", "+15551234567"),
        ("+19115550123", "+19115550123"),  # an area that begins like an emergency
    ],
)
def test_other_numbers_become_e164(typed: str, number: str) -> None:
    assert ANY.check(typed) == number


@pytest.mark.parametrize("number", ["", "5551234567", "+", "+1", "hello", "+1555123456789012"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(Invalid):
        ANY.check(number)


DEAR = [
    "+19005551234",
    "+449098765432",
    "+33899123456",
    "+491801123456",
    "+870773111632",
    "+8821234567",
    "+881612345678",
    "+883510012345",
    "+97912345678",
]


@pytest.mark.parametrize("number", DEAR)
def test_dear_numbers_are_refused_unless_they_are_allowed(number: str) -> None:
    with pytest.raises(Invalid, match="unless it is allowed") as refused:
        ANY.check(number)
    assert refused.value.field == "to_number"
    assert "PHONY_DIAL_ALSO" in str(refused.value.cure)
    assert not ANY.allows(number)
    assert Destinations.of(f"+99, {number[:5]} ,").allows(number)
    assert not Destinations.of("").allows(number)


@pytest.mark.parametrize("number", ["+18005551234", "+80012345678", "+491701234567", "+5352345678"])
def test_ordinary_and_free_numbers_are_called(number: str) -> None:
    assert ANY.check(number) == number


def test_nothing_allows_an_emergency_number() -> None:
    assert not Destinations.of("+1,+4,112").allows("112")


async def test_a_dear_number_is_refused_before_anything_rings(board: Switchboard) -> None:
    agent = await board.agent(type=AgentType.OUTBOUND)
    with pytest.raises(Invalid):
        await board.calls.outbound.place(DEFAULT_ORG, agent.id, DEAR[0])
    assert board.phones.orders == []
