"""TwiML both ways, and the forms of the carrier's webhooks.

Built with the official SDK, which escapes; read (by the sandbox) with the standard parser.

Source: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from twilio.twiml.voice_response import Connect, Dial, Gather, VoiceResponse

from phony.domain.errors import ProtocolError
from phony.wire.say_voices import ENGLISH, say_voice

CONTENT_TYPE = "text/xml"
MAX_FORM_FIELDS = 500


# ---- building ----------------------------------------------------------------------------


def connect_stream(
    stream_url: str,
    action_url: str,
    status_callback_url: str,
    parameters: dict[str, str],
    then_redirect: str,
    name: str,
    *,
    press: str = "",
) -> str:
    """Hand the call to our media socket, after the keys `press` were pressed.

    `action_url` is asked what to do when the stream ends. `then_redirect` is the net below it:
    where the caller lands when the action cannot be fetched.
    """
    response = VoiceResponse()
    if press:
        response.play(digits=press)
    connect = Connect(action=action_url, method="POST")
    stream = connect.stream(
        url=stream_url,
        name=name,
        status_callback=status_callback_url,
        status_callback_method="POST",
    )
    for key, value in parameters.items():
        stream.parameter(name=key, value=value)
    response.append(connect)
    response.redirect(then_redirect, method="POST")
    return str(response)


def say_and_hang_up(text: str, language: str = "en") -> str:
    """Speak a sentence of the carrier's own voice, then end the call."""
    response = VoiceResponse()
    _say(response, text, language)
    response.hangup()
    return str(response)


def redirect(url: str) -> str:
    """Ask us there what comes next."""
    response = VoiceResponse()
    response.redirect(url, method="POST")
    return str(response)


def hang_up() -> str:
    """End the call."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def empty() -> str:
    """Nothing to do: ends a call, or says "noted" to a status callback."""
    return str(VoiceResponse())


def dial(
    number: str,
    caller_id: str,
    action_url: str,
    timeout_s: int = 30,
    *,
    leg_status_url: str | None = None,
    send_digits: str = "",
    time_limit_s: int | None = None,
) -> str:
    """Connect the caller to `number`, for `time_limit_s` at most.

    `leg_status_url` is told how the other side's phone fares, `send_digits` are pressed when it
    was answered.
    """
    response = VoiceResponse()
    leg = Dial(
        caller_id=caller_id,
        action=action_url,
        method="POST",
        timeout=timeout_s,
        time_limit=time_limit_s,
        answer_on_bridge=True,
    )
    leg.number(
        number,
        send_digits=send_digits or None,
        status_callback=leg_status_url,
        status_callback_event="answered completed" if leg_status_url else None,
        status_callback_method="POST" if leg_status_url else None,
    )
    response.append(leg)
    return str(response)


def conference(
    room: str,
    *,
    action_url: str | None = None,
    start_on_enter: bool = True,
    end_on_exit: bool = True,
    wait_url: str | None = None,
    status_callback_url: str | None = None,
    time_limit_s: int | None = None,
) -> str:
    """Put this leg into the conference `room`; `wait_url` "" waits in silence, None with music."""
    response = VoiceResponse()
    leg = Dial(action=action_url, method="POST" if action_url else None, time_limit=time_limit_s)
    leg.conference(
        room,
        start_conference_on_enter=start_on_enter,
        end_conference_on_exit=end_on_exit,
        wait_url=wait_url,
        beep="false",
        status_callback=status_callback_url,
        status_callback_event="start end join leave" if status_callback_url else None,
    )
    response.append(leg)
    return str(response)


def ask_key(
    texts: Sequence[tuple[str, str]],
    action_url: str,
    *,
    timeout_s: int = 10,
    otherwise_url: str | None = None,
) -> str:
    """Speak texts, each in its language, and wait for one key: `action_url` gets it as `Digits`.

    No key: go on at `otherwise_url`, or hang up.
    """
    response = VoiceResponse()
    gather = Gather(action=action_url, method="POST", num_digits=1, timeout=timeout_s, input="dtmf")
    for text, language in texts:
        _say(gather, text, language)
    response.append(gather)
    if otherwise_url:
        response.redirect(otherwise_url, method="POST")
    else:
        response.hangup()
    return str(response)


def _say(element: VoiceResponse | Gather, text: str, language: str) -> None:
    locale, voice = say_voice(language) or ENGLISH
    element.say(text, language=locale, voice=voice)


# ---- reading -----------------------------------------------------------------------------


@dataclass(slots=True)
class Verb:
    """One element: a verb of the response, or a noun inside a verb."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Verb] = field(default_factory=list)
    tail: str = ""  # the text between this element and the next

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    def flag(self, name: str, default: bool) -> bool:
        """A boolean attribute's value."""
        return self.attributes.get(name, str(default)).lower() == "true"

    def number(self, name: str, default: float) -> float:
        """A numeric attribute's value; `default` when absent or unreadable."""
        try:
            return float(self.attributes.get(name, default))
        except ValueError:
            return default


# Seconds of silence that SSML's `break` asks for by strength.
_BREAKS_S = {"none": 0.0, "x-weak": 0.0, "weak": 0.25, "strong": 0.75, "x-strong": 1.0}
_BREAK_S, _LONGEST_BREAK_S = 0.5, 10.0
_PARAGRAPHS = frozenset({"p", "s"})


def spoken(say: Verb) -> list[str | float]:
    """What a `Say` says, SSML and all: texts, and seconds of silence between them.

    Source: https://www.twilio.com/docs/voice/twiml/say/text-speech (SSML).
    """
    parts: list[str | float] = [say.text]
    for child in say.children:
        if child.name == "break":
            parts.append(_break_s(child))
        elif child.name == "sub":
            parts.append(child.get("alias", child.text))
        else:
            parts += spoken(child)
            parts += [0.0] if child.name in _PARAGRAPHS else []
        parts.append(child.tail)
    together: list[str | float] = []
    for part in parts:
        if isinstance(part, str) and together and isinstance(together[-1], str):
            part = f"{together.pop()} {part}"  # an element's edge is a word's edge
        together.append(part)
    cleaned = [part if isinstance(part, float) else _tidy(part) for part in together]
    return [part for part in cleaned if part]


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))


def _break_s(element: Verb) -> float:
    """As long as `time` says ("250ms", "2s"), else as `strength`."""
    time = element.get("time")
    number, scale = (time[:-2], 0.001) if time.endswith("ms") else (time.rstrip("s"), 1.0)
    try:
        return min(float(number) * scale, _LONGEST_BREAK_S)
    except ValueError:
        return _BREAKS_S.get(element.get("strength"), _BREAK_S)


def parse(xml: str) -> list[Verb]:
    """The verbs of a TwiML document, in order.

    Raises:
        ProtocolError: not XML (12100), or the root is not `Response`.
    """
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise ProtocolError("twilio", "12100: TwiML has no document type")
    try:
        root = ElementTree.fromstring(xml.strip())
    except (ElementTree.ParseError, ValueError) as error:
        raise ProtocolError("twilio", f"12100: TwiML is not XML: {error}") from error
    if root.tag != "Response":
        raise ProtocolError("twilio", f"12100: TwiML root is {root.tag!r}, not 'Response'")
    return [_verb(element) for element in root]


def _verb(element: ElementTree.Element) -> Verb:
    return Verb(
        name=str(element.tag),
        attributes=dict(element.attrib),
        text=(element.text or "").strip(),
        children=[_verb(child) for child in element],
        tail=element.tail or "",
    )


def parse_form(body: bytes) -> dict[str, str]:
    """The fields of a webhook; blank ones stay, because they are part of the signature.

    Raises:
        ProtocolError: not a form, or unreasonably many fields.
    """
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            max_num_fields=MAX_FORM_FIELDS,
            encoding="utf-8",
            errors="strict",
        )
    except ValueError as error:  # UnicodeDecodeError is one
        raise ProtocolError("twilio", f"unreadable form: {error}") from error
    return dict(pairs)
