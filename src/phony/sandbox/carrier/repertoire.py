"""What of TwiML the sandbox plays, and what it says of the rest: nothing is left out in silence.

Source: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from phony.wire.twiml import Verb, spoken

NOT_PLAYED = 0  # no error of the carrier's: a notice of the sandbox
SCHEMA = 12200

# Element -> its attributes that have their effect, or whose effect cannot be heard here (a voice,
# a language). Where only one value has it, `_ONLY` says which.
_PLAYED: dict[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for name, attributes in {
        "Say": "voice language loop",
        "Play": "loop digits",
        "Pause": "length",
        "Redirect": "method",
        "Hangup": "",
        "Reject": "reason",
        "Connect": "action method",
        "Stream": "url name track statusCallback statusCallbackMethod",
        "Parameter": "name value",
        "Gather": "action method timeout numDigits finishOnKey actionOnEmptyResult input language"
        " hints speechTimeout",
        "Dial": "action method timeout timeLimit callerId answerOnBridge hangupOnStar sequential"
        " record",
        "Number": "url method statusCallback statusCallbackEvent statusCallbackMethod sendDigits",
        "Conference": "startConferenceOnEnter endConferenceOnExit waitUrl statusCallback"
        " statusCallbackEvent statusCallbackMethod muted participantLabel beep record",
    }.items()
}
_ONLY = {
    ("Conference", "beep"): "false",
    ("Conference", "record"): "do-not-record",
    ("Dial", "record"): "do-not-record",
}
_NESTED = {
    "Connect": frozenset({"Stream"}),
    "Stream": frozenset({"Parameter"}),
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number", "Conference"}),
}
_VERBS = frozenset("Say Play Pause Redirect Hangup Reject Connect Gather Dial".split())


# What else stands in the carrier's documentation; anything beyond it is a slip of the pen.
_KNOWN = frozenset(
    "Record Enqueue Leave Queue Refer Pay Prompt Sms Message Start Stop Echo Sip Client Sim "
    "Application WhatsApp ConversationRelay VirtualAgent Autopilot Conversation AiSession Room "
    "Transcription Siprec Recording ReferSip Identity Headers Task Config Language".split()
)

# What an attribute's value must look like, in whichever element it stands.
_VALUES = {
    **dict.fromkeys(
        "answerOnBridge hangupOnStar sequential startConferenceOnEnter endConferenceOnExit muted "
        "actionOnEmptyResult".split(),
        r"true|false",
    ),
    **dict.fromkeys("method statusCallbackMethod".split(), r"GET|POST"),
    **dict.fromkeys("loop length numDigits timeLimit".split(), r"\d+"),
    "timeout": r"\d+",
    "speechTimeout": r"auto|\d+",
    "input": r"dtmf|speech|dtmf speech|speech dtmf",
    "reason": r"rejected|busy",
    "finishOnKey": r"[0-9*#]?",
    "sendDigits": r"[0-9*#wW]{1,32}",
    "digits": r"[0-9*#wWA-Da-d]+",
}
LONGEST_SAY = 4096
LONGEST_PARAMETER = 500  # name and value

Notice = tuple[int, str]


def notices(verb: Verb, inside: str = "") -> Iterator[Notice]:
    """What the carrier would do with an element of the response and the sandbox does not."""
    where = f"<{verb.name}>" + (f" in <{inside}>" if inside else "")
    fits = verb.name in (_NESTED.get(inside, frozenset()) if inside else _VERBS)
    if not fits:
        if verb.name in _PLAYED or verb.name in _KNOWN:
            yield NOT_PLAYED, f"{where} is not played by the sandbox"
        else:
            yield SCHEMA, f"{where} is not known"
        return
    for name, value in verb.attributes.items():
        if name not in _PLAYED[verb.name]:
            yield NOT_PLAYED, f"{where}: the attribute {name} is not played by the sandbox"
        elif not re.fullmatch(rule := _VALUES.get(name, r"(?s).*"), value):
            yield SCHEMA, f'{where}: {name}="{value}" is not valid: {rule}'
        elif value != _ONLY.get((verb.name, name), value):
            yield NOT_PLAYED, f'{where}: {name}="{value}" is not played by the sandbox'
    if verb.name != "Say":  # its children are SSML
        for child in verb.children:
            yield from notices(child, verb.name)
    if verb.name == "Say" and sum(map(len, map(str, spoken(verb)))) > LONGEST_SAY:
        yield SCHEMA, f"{where} is longer than {LONGEST_SAY} characters"
    if verb.name == "Parameter" and len("".join(verb.attributes.values())) > LONGEST_PARAMETER:
        yield SCHEMA, f"{where} is longer than {LONGEST_PARAMETER} characters, name and value"
    if verb.name == "Connect" and not verb.children:
        yield SCHEMA, "<Connect> without <Stream> connects nothing"
