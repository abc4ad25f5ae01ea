"""Bills as kept: what a line says, and lines kept by versions before this one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from phony.domain.bills import CallCost, CostItem

LINE: dict[str, Any] = {
    "kind": "carrier.minutes",
    "quantity": 2,
    "unit": "minute",
    "unit_price_usd": 0.014,
    "amount_usd": 0.028,
}


def test_a_line_is_sure_unless_it_says_that_it_is_not() -> None:
    item = CostItem.model_validate(LINE)
    assert (item.source, item.final) == ("usage", True)
    assert item.amount_usd == pytest.approx(item.quantity * item.unit_price_usd)


@pytest.mark.parametrize("missing", ["kind", "quantity", "unit", "unit_price_usd", "amount_usd"])
def test_no_line_leaves_out_what_it_is_for_or_what_it_costs(missing: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CostItem.model_validate({key: value for key, value in LINE.items() if key != missing})
    assert [error["loc"] for error in caught.value.errors()] == [(missing,)]


def test_a_line_may_take_money_back() -> None:
    assert CostItem.model_validate({**LINE, "amount_usd": -0.01}).amount_usd == -0.01


@pytest.mark.parametrize("source", ["usage", "estimate", "carrier"])
def test_a_line_says_where_it_is_from(source: str) -> None:
    assert CostItem.model_validate({**LINE, "source": source}).source == source
    with pytest.raises(ValidationError):
        CostItem.model_validate({**LINE, "source": "guess"})


def test_a_bill_without_the_carriers_price_says_so() -> None:
    bill = CallCost.model_validate({"items": [LINE], "total_usd": 0.028})
    assert bill.carrier_price_usd is None  # not 0: a free call is one, too
    assert bill.carrier_error_usd is None
    assert not bill.final
    free = CallCost.model_validate({**bill.model_dump(), "carrier_price_usd": 0, "final": True})
    assert free.carrier_price_usd == 0
    assert CallCost.model_validate_json(free.model_dump_json()) == free
