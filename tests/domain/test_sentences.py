"""What the caller hears in the agent's place, in the agent's language."""

from __future__ import annotations

from tests.session.driver import make_agent

from phony.domain.sentences import apology, one_moment


def test_the_agents_own_sentence_comes_first_then_its_language_then_english() -> None:
    assert one_moment(make_agent(language="de-AT")) == "Einen Moment, bitte."
    assert one_moment(make_agent(language="xx")) == "One moment, please."
    own = make_agent(language="de", fallback={"wait_message": "Gleich.", "apology": "Pardon."})
    assert (one_moment(own), apology(own)) == ("Gleich.", "Pardon.")
    assert apology(make_agent(language="fr")).startswith("Nous sommes")
    assert apology(None) == apology(make_agent())
