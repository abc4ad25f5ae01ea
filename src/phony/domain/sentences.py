"""What a caller hears from us when the agent cannot speak, in the agent's language."""

from __future__ import annotations

from phony.domain.agents import AgentFields

_ONE_MOMENT = {
    "da": "Et øjeblik.",
    "de": "Einen Moment, bitte.",
    "en": "One moment, please.",
    "es": "Un momento, por favor.",
    "fr": "Un instant, s'il vous plaît.",
    "it": "Un momento, per favore.",
    "nl": "Een ogenblik, alstublieft.",
    "pl": "Chwileczkę, proszę.",
    "pt": "Um momento, por favor.",
    "sv": "Ett ögonblick.",
}
_SORRY = {
    "de": "Entschuldigung, wir haben technische Schwierigkeiten. Bitte rufen Sie später noch "
    "einmal an. Auf Wiederhören.",
    "en": "We are sorry, we are having technical difficulties. Please call again later. Goodbye.",
    "es": "Lo sentimos, tenemos problemas técnicos. Por favor, llame más tarde. Adiós.",
    "fr": "Nous sommes désolés, nous rencontrons des difficultés techniques. Veuillez rappeler "
    "plus tard. Au revoir.",
    "it": "Siamo spiacenti, abbiamo difficoltà tecniche. Richiami più tardi. Arrivederci.",
    "nl": "Het spijt ons, we hebben technische problemen. Belt u later nog eens. Tot ziens.",
    "pt": "Lamentamos, estamos com dificuldades técnicas. Por favor, ligue mais tarde. Adeus.",
}


def one_moment(agent: AgentFields) -> str:
    """Said once to a caller who waits for an engine."""
    return agent.fallback.wait_message or _in(agent.language, _ONE_MOMENT)


def apology(agent: AgentFields | None) -> str:
    """Said by the carrier's voice when there is nothing left to try."""
    if agent is None:
        return _SORRY["en"]
    return agent.fallback.apology or _in(agent.language, _SORRY)


def _in(language: str, sentences: dict[str, str]) -> str:
    return sentences.get(language.split("-")[0].lower(), sentences["en"])
