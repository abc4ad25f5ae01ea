"""What the carrier's own voice says: the sound of a `Say`."""

from __future__ import annotations

from phony.sandbox import tones
from phony.sandbox.carrier.call import SandboxCall
from phony.sandbox.voice import CARRIER, Voice
from phony.wire import twiml


async def sound_of(say: twiml.Verb, call: SandboxCall, voice: Voice) -> bytes:
    """Its words and its SSML's pauses as 8 kHz mu-law; the call's log has the words."""
    parts = twiml.spoken(say)
    if words := [part for part in parts if isinstance(part, str)]:
        call.tell("carrier_says", text=" ".join(words))
    sound = b""
    for part in parts:
        if isinstance(part, str):
            sound += await voice.speak(part, CARRIER)
        else:
            sound += tones.silence(1000 * part)
    return sound
