"""Who stands behind the seams of a call has what the seams promise."""

from __future__ import annotations

import inspect

import pytest

from phony.carriers.twilio import TwilioCarrier
from phony.engines.openai import OpenAIEngine
from phony.service.bridge import ports
from phony.service.bridge.call import CallBridge
from phony.service.bridge.record import CallRecord
from phony.service.bridge.watch import Purse
from phony.service.calls.ending import Endings
from phony.service.money.ledger import Ledger
from phony.service.tools.http import HttpTools


@pytest.mark.parametrize(
    ("port", "who"),
    [
        (ports.Engine, OpenAIEngine),
        (ports.Carrier, TwilioCarrier),
        (ports.Tools, HttpTools),
        (ports.Money, Ledger),
        (ports.Ends, Endings),
        (ports.CarrierHost, CallBridge),
        (Purse, CallRecord),
    ],
)
def test_every_promise_is_kept(port: type, who: type) -> None:
    for name, promised in vars(port).items():
        if name.startswith("_"):
            continue
        kept = inspect.getattr_static(who, name)
        assert isinstance(kept, property) == isinstance(promised, property), name
        if inspect.isfunction(promised):
            method = getattr(who, name)
            assert inspect.iscoroutinefunction(method) == inspect.iscoroutinefunction(promised)
            given = set(inspect.signature(promised).parameters) - {"self"}
            assert given <= set(inspect.signature(method).parameters), name


def test_a_part_sees_little_of_the_call() -> None:
    def members(port: type) -> set[str]:
        return {name for name in vars(port) if not name.startswith("_")}

    assert len(members(ports.Host)) == 5
    assert len(members(ports.CarrierHost)) == 5
