"""Runs TwiML on a call: one document after another, until nothing is left or somebody hangs up.

Source: https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from urllib.parse import urljoin

from phony.domain.errors import ProtocolError
from phony.sandbox import tones
from phony.sandbox.carrier import repertoire, saying
from phony.sandbox.carrier.call import Playback, SandboxCall, Silence
from phony.sandbox.carrier.dial import DialVerb
from phony.sandbox.carrier.gather import GatherVerb
from phony.sandbox.carrier.instructions import Instructions
from phony.sandbox.carrier.network import Network
from phony.sandbox.carrier.records import new_sid
from phony.sandbox.carrier.socket import StreamSocket, check_url
from phony.sandbox.carrier.stream import MediaStream
from phony.sandbox.carrier.webhooks import Failure
from phony.wire import twilio, twiml
from phony.wire.twiml import Verb

MAX_DOCUMENTS = 200  # in one call: more is a circle of redirects
NORMAL_CLOSE = 1000
APOLOGY = "We are sorry, an application error has occurred. Goodbye."
_BEFORE_ANSWER = {"Reject", "Dial"}


class _End(Exception):
    """The call is over, or this document is the last."""


class TwimlRun:
    """What the carrier does with one call."""

    def __init__(self, network: Network, call: SandboxCall) -> None:
        self.network = network
        self.call = call
        self._task: asyncio.Task[None] | None = None
        self._at = ""  # the present document's URL: others may be relative to it
        self._documents = 0

    # ---- life

    def begin(self, instructions: Instructions, fallback: Instructions | None) -> None:
        """Run this, in place of what runs now."""
        self.cancel()
        work = self._whole(instructions, fallback)
        self._task = self.network.spawn(self.network.owned(self.call, work))

    def cancel(self) -> None:
        """Stop what runs; streams and rooms are left in good order."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def aside(self, instructions: Instructions) -> None:
        """Run something and come back without ending the call."""
        try:
            await self._follow(instructions, None)
        except _End:
            return

    async def _whole(self, first: Instructions, fallback: Instructions | None) -> None:
        try:
            await self._follow(first, fallback)
        except _End:
            pass
        except Failure as failure:
            self.network.alert(failure.code, str(failure), self.call.record.sid)
            await self._say(Verb("Say", text=APOLOGY))
        if not self.call.over.is_set():
            self.call.answer()
            self.call.end("completed", by="carrier", reason="no more TwiML")

    async def _follow(self, first: Instructions, fallback: Instructions | None) -> None:
        following: Instructions | None = first
        while following is not None:
            self._documents += 1
            if self._documents > MAX_DOCUMENTS:
                raise Failure(11215, "too many redirects", following.url)
            try:
                verbs = await self._fetch(following)
            except Failure as failure:
                if fallback is None:
                    raise
                self.network.alert(failure.code, str(failure), self.call.record.sid)
                fallback.fields = {"ErrorCode": str(failure.code), "ErrorUrl": failure.url}
                following, fallback = fallback, None
                continue
            fallback = None
            following = await self._perform(verbs)

    async def _fetch(self, instructions: Instructions) -> list[Verb]:
        if instructions.url:
            self._at = urljoin(self._at, instructions.url)
            form = self.network.form(self.call) | instructions.fields
            text = await self.network.webhooks.fetch(self._at, instructions.method, form)
        else:
            text = instructions.twiml
        self.call.tell("twiml", url=instructions.url, text=text[:4000])
        if not text.strip():
            return []
        try:
            return twiml.parse(text)
        except ProtocolError as error:
            raise Failure(12100, str(error), instructions.url) from error

    # ---- verbs

    async def _perform(self, verbs: list[Verb]) -> Instructions | None:
        """The verbs in order; a place to go on at, or None if they are done."""
        for verb in verbs:
            for code, notice in repertoire.notices(verb):
                self.network.alert(code, notice, self.call.record.sid)
            if verb.name not in _BEFORE_ANSWER:
                self.call.answer()
            following = await self._verb(verb)
            if self.call.over.is_set():
                raise _End
            if following is not None:
                return following
        return None

    async def _verb(self, verb: Verb) -> Instructions | None:
        match verb.name:
            case "Say":
                await self._say(verb)
            case "Play":
                await self._play(verb)
            case "Pause":
                await asyncio.sleep(verb.number("length", 1))
            case "Redirect":
                return Instructions(verb.text, verb.get("method", "POST"))
            case "Hangup":
                self.call.end("completed", by="carrier", reason="Hangup")
            case "Reject":
                status = "busy" if verb.get("reason") == "busy" else "no-answer"
                self.call.end(status, by="carrier", reason="Reject")
            case "Connect":
                return await self._connect(verb)
            case "Dial":
                return await DialVerb(self, verb).run()
            case "Gather":
                return await GatherVerb(self, verb).run()
        return None

    async def sound(self, playback: Playback) -> None:
        """Play something to its end."""
        self.call.source = playback
        try:
            await playback.done.wait()
        finally:
            if self.call.source is playback:
                self.call.source = Silence()

    async def _say(self, verb: Verb) -> None:
        if not twiml.spoken(verb) or self.call.over.is_set():
            return
        self.call.answer()
        sound = await saying.sound_of(verb, self.call, self.network.voice)
        loop = int(verb.number("loop", 1))
        await self.sound(Playback(sound * max(1, min(loop, 10)), loop=loop == 0))

    async def _play(self, verb: Verb) -> None:
        if digits := verb.get("digits"):
            self.call.tell("carrier_keys", digits=digits)
            await self.sound(Playback(tones.keys(digits)))
            return
        # Whatever the file is: it sounds like music here.
        loop = int(verb.number("loop", 1))
        music = tones.hold_music()
        await self.sound(Playback(music * max(1, min(loop, 50)), loop=loop == 0))

    # ---- the media stream

    async def _connect(self, verb: Verb) -> Instructions | None:
        found = next((child for child in verb.children if child.name == "Stream"), None)
        if found is None:
            return None
        names = twilio.StreamNames(self.network.account_sid, self.call.record.sid, new_sid("MZ"))
        await self._stream(found, names)
        action = verb.get("action")
        if not action:
            return None
        return Instructions(
            action, verb.get("method", "POST"), fields={"StreamSid": names.stream_sid}
        )

    async def _stream(self, noun: Verb, names: twilio.StreamNames) -> None:
        network, call = self.network, self.call
        url = urljoin(self._at, noun.get("url"))
        parameters = {
            child.get("name"): child.get("value")
            for child in noun.children
            if child.name == "Parameter"
        }
        if network.faults.stream_parameters is not None:
            parameters = network.faults.stream_parameters
        stream = MediaStream(names, parameters, noun.get("name"))
        try:
            check_url(url)
            if noun.get("track", "inbound_track") != "inbound_track":
                track = noun.get("track")
                raise Failure(
                    31941, f"Connect Stream has the track {track!r}, not inbound_track", url
                )
            headers = {"User-Agent": "Twilio.TmeWs/1.0"}
            if not network.faults.stream_unsigned:
                headers |= network.webhooks.signature_headers(url, {})
            socket = await StreamSocket.connect(url, stream, network.faults, headers)
        except Failure as failure:
            network.alert(failure.code, str(failure), call.record.sid)
            self._stream_event(noun, names, "stream-error", str(failure))
            return
        self._stream_event(noun, names, "stream-started")
        call.tell("stream_started", stream_sid=names.stream_sid)
        call.source = socket
        code = 0
        try:
            code = await asyncio.shield(socket.closed)
        finally:
            call.source = Silence()
            vanish = call.over.is_set() and network.faults.stream_stop_missing
            socket.finish(say_stop=not vanish)
            call.tell("stream_stopped", code=code, marks=len(stream.marks_echoed))
            for warning, (text, times) in stream.warnings.items():
                more = f" (the first of {times} messages)" if times > 1 else ""
                network.alert(warning, text + more, call.record.sid)
            if code not in (0, NORMAL_CLOSE):
                network.alert(31921, f"the stream was closed with {code}", call.record.sid)
                self._stream_event(noun, names, "stream-error", f"31921: closed with {code}")
            else:
                self._stream_event(noun, names, "stream-stopped")

    def _stream_event(
        self, noun: Verb, names: twilio.StreamNames, event: str, error: str = ""
    ) -> None:
        if not (url := noun.get("statusCallback")):
            return
        form = {
            "AccountSid": names.account_sid,
            "CallSid": names.call_sid,
            "StreamSid": names.stream_sid,
            "StreamName": noun.get("name") or names.stream_sid,
            "StreamEvent": event,
            "Timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        if error:
            form["StreamError"] = error
        method = noun.get("statusCallbackMethod", "POST")
        self.network.webhooks.callback(urljoin(self._at, url), method, form)

    @property
    def at(self) -> str:
        """The URL of the document that runs."""
        return self._at
