"""What the caller hears in the agent's place, in the agent's language."""

from __future__ import annotations

import pytest
from tests.session.driver import T0, make_agent

from phony.domain.context import CallContext
from phony.domain.sentences import BUILT_IN, Sentences, of, one_moment, said, to_caller
from phony.wire.say_voices import say_voice

# The ten languages that most people speak, and those of the markets beside.
WANTED = "en zh hi es ar fr bn pt ru id de it nl pl tr ja ko sv da".split()


def test_the_agents_own_sentence_comes_first_then_its_language_then_english() -> None:
    assert of(make_agent(language="de-AT")).one_moment == "Einen Moment, bitte."
    assert of(make_agent(language="xx")) == of(None) == BUILT_IN["en"]
    own = make_agent(
        language="de",
        fallback={"wait_message": "Gleich.", "apology": "Pardon."},
        silence={"prompt": "Hallo?", "goodbye": ""},
        sentences={"not_in_service": "Zu.", "busy": "Voll.", "press_one": "Eins!"},
    )
    assert of(own)[:7] == ("Hallo?", "", "Gleich.", "Pardon.", "Zu.", "Voll.", of(own).restarting)
    assert of(own).restarting == BUILT_IN["de"].restarting


def test_english_sentences_of_older_agents_are_nobodys_own() -> None:
    stored = {"prompt": "Are you still there?", "goodbye": BUILT_IN["en"].goodbye}
    assert of(make_agent(language="fr", silence=stored)) == BUILT_IN["fr"]


@pytest.mark.parametrize("language", WANTED)
def test_every_language_has_every_sentence_and_a_voice(language: str) -> None:
    sentences = BUILT_IN[language]
    assert all(sentence.strip() for sentence in sentences)
    assert len(set(sentences)) == len(Sentences._fields)
    if language != "en":
        assert not set(sentences) & set(BUILT_IN["en"])
    spoken = say_voice(language)
    assert spoken is not None
    assert spoken[0].split("-")[0] in (language, "arb", "cmn")


def test_sentence_and_voice_are_of_one_language() -> None:
    context = CallContext(context_data={"shop": "Bell"}, started_at=T0)
    agent = make_agent(language="cs", fallback={"apology": "Promiňte. {{shop}} {{gone}}."})
    assert said("sorry", agent, context) == ("Promiňte. Bell.", "cs")
    assert said("busy", agent, context) == (BUILT_IN["en"].busy, "en")
    assert said("busy", make_agent(language="tr"), context) == (BUILT_IN["tr"].busy, "tr")
    assert said("busy", None, context) == (BUILT_IN["en"].busy, "en")
    assert to_caller("sorry", None) == (BUILT_IN["en"].sorry, "en")


def test_what_is_spoken_ahead_knows_the_agent_and_no_call() -> None:
    own = make_agent(
        context_data={"shop": "Bell"},
        fallback={"wait_message": "{{shop}}: one moment, {{caller_number}}."},
    )
    assert one_moment(own) == "Bell: one moment."
