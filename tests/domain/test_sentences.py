"""What the caller hears in the agent's place, in the agent's language."""

from __future__ import annotations

from tests.session.driver import make_agent

from phony.domain.sentences import apology


def test_the_agents_own_sentence_comes_first_then_its_language_then_english() -> None:
    assert apology(make_agent(language="de", fallback={"apology": "Pardon."})) == "Pardon."
    assert apology(make_agent(language="fr-CA")).startswith("Nous sommes")
    assert apology(make_agent(language="xx")) == apology(None) == apology(make_agent())
