"""How much a model holds, and what it costs."""

from __future__ import annotations

from tests.session.driver import make_agent

from phony.domain.prices import DEFAULT_PRICES
from phony.domain.size import OURS_TOKENS, size_of, tokens


def test_tokens_are_about_a_quarter_of_the_bytes() -> None:
    assert (tokens(""), tokens("abcd"), tokens("abcde"), tokens("客户")) == (0, 1, 2, 2)


def test_what_half_a_megabyte_of_context_costs() -> None:
    data: dict[str, object] = {"faq": "q" * 500_000}
    size = size_of(make_agent(), data, DEFAULT_PRICES)
    assert size.context_tokens == 125_003
    assert size.tokens > size.limit_tokens == 116_000  # type: ignore[operator]
    assert 0.50 < size.usd_per_answer < 0.51
    assert 0.05 < size.usd_per_answer_cached < 0.051
    assert 0.26 < size.usd_per_minute < 0.28


def test_a_small_agent_costs_its_speech_and_its_line() -> None:
    size = size_of(make_agent(system_prompt="Be kind. " * 100), {}, DEFAULT_PRICES)
    assert size.tokens == OURS_TOKENS + 225 + size.tools_tokens
    assert 0.06 < size.usd_per_minute < 0.07
    cheap = size_of(make_agent(model="gpt-realtime-2.1-mini"), {}, DEFAULT_PRICES)
    assert cheap.usd_per_minute < size.usd_per_minute / 2


def test_an_unknown_model_has_no_limit_that_we_know() -> None:
    assert size_of(make_agent(model="mine"), {}, DEFAULT_PRICES).limit_tokens is None
    assert size_of(make_agent(model="gpt-realtime-1.5"), {}, DEFAULT_PRICES).limit_tokens == 20_000
