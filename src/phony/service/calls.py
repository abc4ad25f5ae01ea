"""Calls from outside the audio path: answer, resume, what follows a stream, browser calls.

The URLs here are the carrier's way through a call; `api/webhooks.py` serves them.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from phony.domain.actions import DialOperator
from phony.domain.agents import Agent
from phony.domain.calls import (
    FINAL_STATUSES,
    Call,
    CallOutcome,
    CallStatus,
    CommandState,
    Direction,
    EditState,
    Turn,
)
from phony.domain.errors import Conflict
from phony.domain.events import CarrierEnded, CarrierStarted, MachineDetected
from phony.domain.ids import new_id, utc_now
from phony.service.bridge import BridgeParts, CallBridge, Engine, Money, Tools
from phony.service.registry import Busy, CallRegistry
from phony.session import CallContext, CallSession
from phony.session.context import merge
from phony.store.calls import locate
from phony.store.database import DEFAULT_ORG, Database
from phony.store.documents import load
from phony.store.journal import Journal
from phony.store.workers import WorkerDirectory
from phony.wire import realtime, twiml

_log = logging.getLogger(__name__)

MAX_RESUMES = 3
SORRY = "We are sorry, we are having technical difficulties. Please call again later. Goodbye."
NOT_IN_SERVICE = "The number you have called is not in service. Goodbye."
ALL_BUSY = "All our lines are busy at the moment. Please call again in a few minutes. Goodbye."
LOST_LINE = "The line was interrupted for a moment."

MakeMoney = Callable[[Call, Agent], Money | None]

# The carrier's words for a call's status.
STATUS_WORDS = {
    "queued": CallStatus.QUEUED,
    "initiated": CallStatus.QUEUED,
    "ringing": CallStatus.RINGING,
    "in-progress": CallStatus.IN_PROGRESS,
    "answered": CallStatus.IN_PROGRESS,
    "completed": CallStatus.COMPLETED,
    "busy": CallStatus.BUSY,
    "no-answer": CallStatus.NO_ANSWER,
    "canceled": CallStatus.CANCELED,
    "failed": CallStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Our URLs as the carrier uses them."""

    base_url: str
    stream_base_url: str
    worker_id: str

    def call(self, call_id: str, step: str, **query: str | int) -> str:
        """A webhook of one call."""
        text = f"{self.base_url}/twilio/calls/{call_id}/{step}"
        return f"{text}?{urlencode(query)}" if query else text

    def media(self, call_id: str, worker_id: str | None = None) -> str:
        """The media socket of a call; ours if no owner is named. The carrier allows no query."""
        return f"{self.stream_base_url}/media/{worker_id or self.worker_id}/{call_id}"


def hash_token(token: str) -> str:
    """What is stored of a media token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BrowserCall:
    """How a browser opens its call: a Media Streams client on `media_url` that sends `token`."""

    call: Call
    media_url: str
    token: str


class CallService:
    """Answers, resumes and ends calls."""

    def __init__(
        self,
        *,
        database: Database,
        registry: CallRegistry,
        journal: Journal,
        engine: Engine,
        carrier: Any,
        tools: Tools,
        addresses: Addresses,
        token_ttl_s: float,
        make_money: MakeMoney,
        dial_operator: Callable[[CallBridge, DialOperator], Any],
    ) -> None:
        """Built once per process by `app.py`."""
        self.database = database
        self.registry = registry
        self.journal = journal
        self.carrier = carrier
        self.addresses = addresses
        self._engine = engine
        self._tools = tools
        self._token_ttl_s = token_ttl_s
        self._make_money = make_money
        self._dial_operator = dial_operator
        self._workers = WorkerDirectory(database)
        # Set by `app.py`: a colleague's answer that another worker received.
        self.on_operator_dialed: Callable[[str, str, str], object] = lambda *_: None

    # ---- making ----------------------------------------------------------------------------------

    def new_call(
        self,
        agent: Agent,
        direction: Direction,
        *,
        from_number: str = "",
        to_number: str = "",
        sid: str | None = None,
        override: Mapping[str, Any] | None = None,
    ) -> Call:
        """The record of a call that is about to be."""
        return Call(
            id=new_id("call"),
            org_id=agent.org_id,
            agent_id=agent.id,
            agent_version=agent.version,
            agent_name=agent.name,
            agent=agent,
            direction=direction,
            status=CallStatus.RINGING if direction is Direction.INBOUND else CallStatus.QUEUED,
            from_number=from_number,
            to_number=to_number,
            carrier_call_sid=sid,
            worker_id=self.registry.worker_id,
            owner_seen_at=utc_now(),
            phase="connecting",
            context_data=merge(agent.context_data, override or {}),
            notes=agent.notes,
            system_prompt=agent.system_prompt,
            created_at=utc_now(),
        )

    def open_bridge(
        self,
        call: Call,
        *,
        turns: list[Turn] | None = None,
        resumed: str | None = None,
        seq: int = 0,
    ) -> CallBridge:
        """Run a call from its record: its engine session opens now.

        Raises:
            Busy: no room.
        """
        agent = call.agent
        if agent is None:
            raise Conflict(f"call {call.id} has no agent")
        self.registry.check_room()
        context = CallContext(
            context_data=call.context_data,
            notes=call.notes,
            # Empty means the agent's own prompt; only an edit replaces it.
            system_prompt=call.system_prompt if call.system_prompt != agent.system_prompt else "",
            version=call.context_version,
            direction=call.direction,
            from_number=call.from_number,
            to_number=call.to_number,
            started_at=call.created_at,
        )
        session = CallSession(
            call.id,
            agent,
            context=context,
            configure=realtime.session_config,
            turns=turns,
            resumed=resumed,
        )
        repositories = self.database.for_org(call.org_id)
        parts = BridgeParts(
            engine=self._engine,
            carrier=self.carrier,
            tools=self._tools,
            journal=self.journal,
            calls=repositories.calls,
            edits=repositories.edits,
            commands=repositories.commands,
            worker_id=self.registry.worker_id,
            dial_operator=self._dial_operator,
            money=self._make_money(call, agent),
        )
        bridge = CallBridge(call, session, parts, seq=seq)
        bridge.then = self._after_end
        self.registry.start(bridge)
        return bridge

    async def _after_end(self, bridge: CallBridge) -> None:
        """The record is final: make the recording, out of everybody's way."""
        call = bridge.call
        if call.status in FINAL_STATUSES:
            await self.finish_recording(call.org_id, call.id)

    def _new_token(self) -> tuple[str, dict[str, Any]]:
        token = secrets.token_urlsafe(24)
        expires = utc_now() + timedelta(seconds=self._token_ttl_s)
        return token, {"hash": hash_token(token), "expires_at": expires}

    def _stream_twiml(
        self, call_id: str, token: str, tries: int, worker_id: str | None = None
    ) -> str:
        at = self.addresses
        return twiml.connect_stream(
            at.media(call_id, worker_id),
            at.call(call_id, "after"),
            at.call(call_id, "stream-status"),
            {"token": token, "call_id": call_id},
            at.call(call_id, "resume", **{"try": tries + 1}),
            f"{call_id}-{tries}",
        )

    # ---- inbound ---------------------------------------------------------------------------------

    async def answer_inbound(self, form: Mapping[str, str]) -> str:
        """A call rings: the TwiML that answers it."""
        sid, to_number = form.get("CallSid", ""), form.get("To", "")
        if (known := await locate(self.database, sid=sid)) is not None:
            return await self._answer_again(known)
        repositories = self.database.for_org(DEFAULT_ORG)
        agent = await repositories.agents.by_number(to_number)
        if agent is None:
            return await self._turn_away(form, None, "no_agent", NOT_IN_SERVICE)
        if not agent.enabled:
            return await self._turn_away(form, agent, "agent_disabled", NOT_IN_SERVICE)
        call = self.new_call(
            agent,
            Direction.INBOUND,
            from_number=form.get("From", ""),
            to_number=to_number,
            sid=sid or None,
        )
        try:
            self.registry.check_room()
        except Busy:
            return await self._turn_away(form, agent, "busy", ALL_BUSY)
        token, media = self._new_token()
        bridge = self.open_bridge(call)  # the engine connects while the record is written
        try:
            await repositories.calls.create(call, media=media)
        except Conflict:  # the carrier asked twice at the same time
            bridge.release()
            known = await locate(self.database, sid=sid)
            return twiml.hang_up() if known is None else await self._answer_again(known)
        except BaseException:
            bridge.release()
            raise
        return self._stream_twiml(call.id, token, 0)

    async def _answer_again(self, call: Call) -> str:
        """The carrier repeats its webhook: the same call, a fresh token."""
        if call.status in FINAL_STATUSES:
            return twiml.hang_up()
        if self.registry.get(call.id) is None:
            return await self.resume(call.id, call.resume_count + 1)
        token, media = self._new_token()
        await self.database.for_org(call.org_id).calls.set_private(call.id, media=media)
        return self._stream_twiml(call.id, token, call.resume_count)

    async def _turn_away(
        self, form: Mapping[str, str], agent: Agent | None, reason: str, words: str
    ) -> str:
        """A polite sentence, and a record of the call that was not taken."""
        now = utc_now()
        call = Call(
            id=new_id("call"),
            org_id=agent.org_id if agent else DEFAULT_ORG,
            agent_id=agent.id if agent else "",
            agent_name=agent.name if agent else "",
            direction=Direction.INBOUND,
            status=CallStatus.FAILED,
            outcome=CallOutcome.REJECTED,
            end_reason=reason,
            from_number=form.get("From", ""),
            to_number=form.get("To", ""),
            carrier_call_sid=form.get("CallSid") or None,
            created_at=now,
            ended_at=now,
            duration_s=0.0,
            phase="ended",
        )
        try:
            await self.database.for_org(call.org_id).calls.create(call)
        except Conflict:
            pass
        return twiml.say_and_hang_up(words, agent.language if agent else "en")

    async def answer_outbound(self, call_id: str, form: Mapping[str, str]) -> str:
        """A call of ours was answered: the TwiML that gives it to its agent."""
        call = await locate(self.database, call_id=call_id)
        if call is None or call.status in FINAL_STATUSES or call.outcome is not None:
            return twiml.hang_up()
        calls = self.database.for_org(call.org_id).calls
        token, media = self._new_token()
        await calls.set_private(call_id, media=media)
        if call.carrier_call_sid is None and (sid := form.get("CallSid")):
            # The carrier may ask before it has answered our order.
            await calls.patch(call_id, {"carrier_call_sid": sid})
        return self._stream_twiml(call_id, token, 0, call.worker_id)

    # ---- browser ---------------------------------------------------------------------------------

    async def start_browser(
        self, org_id: str, agent_id: str, override: Mapping[str, Any] | None = None
    ) -> BrowserCall:
        """A call from a browser's microphone: a media stream without a carrier.

        Raises:
            NotFound: no such agent. Busy: no room.
        """
        repositories = self.database.for_org(org_id)
        agent = await repositories.agents.get(agent_id)
        call = self.new_call(agent, Direction.BROWSER, from_number="browser", override=override)
        token, media = self._new_token()
        self.registry.check_room()
        await repositories.calls.create(call, media=media)
        self.open_bridge(call)
        return BrowserCall(call, self.addresses.media(call.id), token)

    # ---- the media socket ------------------------------------------------------------------------

    async def admit_stream(self, call_id: str, started: CarrierStarted) -> CallBridge | None:
        """The bridge for a stream that showed the right token, in time, once; else None.

        The call may have been another worker's: if that one is gone, it becomes ours.
        """
        token = started.parameters.get("token", "")
        call = await locate(self.database, call_id=call_id)
        if call is None or not token or call.status in FINAL_STATUSES:
            return None
        if call.direction is not Direction.BROWSER and call.carrier_call_sid not in (
            None,
            started.call_sid,
        ):
            return None
        calls = self.database.for_org(call.org_id).calls
        if not await calls.take_media_token(call_id, hash_token(token)):
            return None
        bridge = self.registry.get(call_id)
        if bridge is None:
            bridge = await self._take_up(call, LOST_LINE if call.answered_at else None)
        return bridge

    # ---- going on --------------------------------------------------------------------------------

    async def resume(self, call_id: str, tries: int, reason: str = LOST_LINE) -> str:
        """The stream or its worker was lost, the caller is still there: TwiML that goes on."""
        call = await locate(self.database, call_id=call_id)
        if call is None or call.status in FINAL_STATUSES:
            return twiml.hang_up()
        language = call.agent.language if call.agent else "en"
        calls = self.database.for_org(call.org_id).calls
        if tries > MAX_RESUMES:
            await self._give_up(call, CallOutcome.LOST, "too many tries to go on")
            return twiml.say_and_hang_up(SORRY, language)
        if (bridge := self.registry.get(call_id)) is not None and not bridge.over:
            # The stream ended and we have not noticed yet, or it never began: begin it anew.
            if bridge.has_stream:
                bridge.release()
                await self._until_gone(call_id)
                bridge = None
        if bridge is None or bridge.over:
            await self._until_gone(call_id)
            call = await locate(self.database, call_id=call_id)
            if call is None or call.status in FINAL_STATUSES:
                return twiml.hang_up()
            try:
                await self._take_up(call, reason)
            except Busy:
                await self._give_up(call, CallOutcome.LOST, "busy")
                return twiml.say_and_hang_up(ALL_BUSY, language)
        token, media = self._new_token()
        await calls.set_private(call_id, media=media, after=None)
        return self._stream_twiml(call_id, token, tries)

    async def _until_gone(self, call_id: str) -> None:
        """Wait, a second at most, until our own bridge has written what it held."""
        for _ in range(50):
            if self.registry.get(call_id) is None:
                return
            await asyncio.sleep(0.02)

    async def _take_up(self, call: Call, reason: str | None) -> CallBridge:
        """Claim a call and rebuild its session from the record."""
        self.registry.check_room()
        repositories = self.database.for_org(call.org_id)
        if call.worker_id not in (None, self.registry.worker_id) and await self._workers.is_alive(
            call.worker_id
        ):
            # Its stream is over, as the carrier's request shows: let it write its last words.
            await asyncio.sleep(0.25)
        claimed = await repositories.calls.claim(
            call.id, self.registry.worker_id, held_by=call.worker_id, resumed=reason is not None
        )
        if claimed is None:
            raise Conflict(f"call {call.id} was taken up by another worker")
        turns = await self.stored_turns(call.org_id, call.id)
        last = await self.database.raw["call_events"].find_one(
            {"call_id": call.id}, {"seq": 1}, sort=[("seq", -1)]
        )
        bridge = self.open_bridge(
            claimed,
            turns=turns,
            resumed=reason,
            seq=(last["seq"] if last else 0) + 1000,
        )
        await self.give_pending(bridge)
        return bridge

    async def give_pending(self, bridge: CallBridge) -> None:
        """Hand over what was asked while nobody listened; what was seen is not done twice."""
        call = bridge.call
        repositories = self.database.for_org(call.org_id)
        for edit in await repositories.edits.of_call(call.id, [EditState.PENDING]):
            bridge.give_edit(edit)
        for command in await repositories.commands.of_call(call.id, [CommandState.PENDING]):
            bridge.give_command(command)

    async def finish_recording(self, org_id: str, call_id: str) -> None:
        """Make the recording of a call that is over."""
        repositories = self.database.for_org(org_id)
        if await repositories.recordings.assemble(call_id):
            await repositories.calls.patch(call_id, {"has_recording": True})

    async def stored_turns(self, org_id: str, call_id: str) -> list[Turn]:
        """What was said so far, as stored."""
        cursor = (
            self.database.raw["turns"].find({"call_id": call_id, "org_id": org_id}).sort("index", 1)
        )
        return [load(Turn, document) async for document in cursor]

    async def after_stream(self, call_id: str, form: Mapping[str, str]) -> str:
        """The media stream ended: what the carrier does next."""
        call = await locate(self.database, call_id=call_id)
        if call is None:
            return twiml.hang_up()
        word = form.get("CallStatus", "")
        if STATUS_WORDS.get(word) in FINAL_STATUSES:
            await self.carrier_status(call_id, form)
            return twiml.empty()
        language = call.agent.language if call.agent else "en"
        calls = self.database.for_org(call.org_id).calls
        after = (await calls.private(call_id)).get("after")
        match after:
            case {"kind": "transfer", "to_number": str(number)}:
                return twiml.dial(
                    number,
                    await self._caller_id(call),
                    self.addresses.call(call_id, "dial-status"),
                    30,
                )
            case {"kind": "warm", "room": str(room)}:
                return twiml.conference(
                    room, action_url=self.addresses.call(call_id, "conference-status")
                )
            case {"kind": "apology"}:
                return twiml.say_and_hang_up(SORRY, language)
            case _:
                pass
        if call.outcome is not None or call.status in FINAL_STATUSES:
            if call.outcome is CallOutcome.ERROR:
                return twiml.say_and_hang_up(SORRY, language)
            return twiml.hang_up()
        return await self.resume(call_id, call.resume_count + 1)

    async def _caller_id(self, call: Call) -> str:
        """Who a transferred call shows: our own number, which the carrier always accepts."""
        return call.to_number if call.direction is Direction.INBOUND else call.from_number

    async def dial_status(self, call_id: str, form: Mapping[str, str]) -> str:
        """A transfer ended: hang up if they spoke, else back to the agent, who knows it."""
        call = await locate(self.database, call_id=call_id)
        if call is None:
            return twiml.hang_up()
        word = form.get("DialCallStatus", "")
        if word in ("completed", "answered") or form.get("CallStatus") == "completed":
            await self._give_up(call, CallOutcome.TRANSFERRED, "transfer", CallStatus.COMPLETED)
            return twiml.hang_up()
        why = {"busy": "was busy", "no-answer": "did not answer"}.get(word, "could not be reached")
        calls = self.database.for_org(call.org_id).calls
        await calls.patch(call_id, {"outcome": None, "end_reason": None})
        return await self.resume(
            call_id, call.resume_count + 1, f"The transfer failed: the other side {why}."
        )

    async def conference_ended(self, call_id: str, form: Mapping[str, str]) -> str:
        """The caller left the conference of a warm transfer: the call is over."""
        call = await locate(self.database, call_id=call_id)
        if call is not None:
            await self._give_up(call, CallOutcome.TRANSFERRED, "transfer", CallStatus.COMPLETED)
        return twiml.hang_up()

    # ---- what the carrier says -------------------------------------------------------------------

    async def carrier_status(self, call_id: str, form: Mapping[str, str]) -> None:
        """A status callback, in any order, any number of times."""
        call = await locate(self.database, call_id=call_id)
        word = form.get("CallStatus", "")
        status = STATUS_WORDS.get(word)
        if call is None or status is None:
            return
        sequence = form.get("SequenceNumber", "")
        number = int(sequence) if sequence.isascii() and sequence.isdigit() else None
        calls = self.database.for_org(call.org_id).calls
        if call.carrier_call_sid is None and (sid := form.get("CallSid")):
            await calls.patch(call_id, {"carrier_call_sid": sid})
        if status not in FINAL_STATUSES:
            if status is not CallStatus.IN_PROGRESS:  # answered is when the stream begins
                await calls.transition(call_id, status, sequence=number)
            return
        bridge = self.registry.get(call_id)
        if bridge is not None and not bridge.over:
            bridge.feed(CarrierEnded(word), "carrier")
            return
        if call.status in FINAL_STATUSES:
            return
        if call.worker_id not in (None, self.registry.worker_id) and await self._workers.is_alive(
            call.worker_id
        ):
            await self.signal(call, "carrier_ended", {"status": word})
            return
        await self._give_up(call, CallOutcome.CALLER_HUNG_UP, f"carrier:{word}", status)

    async def inbound_status(self, form: Mapping[str, str]) -> None:
        """The final status of a call to one of our numbers."""
        if (call := await locate(self.database, sid=form.get("CallSid", ""))) is not None:
            await self.carrier_status(call.id, form)

    def stream_event(self, call_id: str, form: Mapping[str, str]) -> None:
        """What the carrier says of the stream; handshake errors show only here."""
        event = form.get("StreamEvent", "")
        if event == "stream-error":
            _log.error(
                "call %s: the carrier could not stream: %s",
                call_id[:40],
                form.get("StreamError", "")[:200],
            )
        if (bridge := self.registry.get(call_id)) is not None:
            data = {"error": form["StreamError"][:200]} if form.get("StreamError") else {}
            bridge.flight.add(bridge.now_ms(), "carrier", "note", event[:40] or "stream", data)

    async def machine_detected(self, call_id: str, form: Mapping[str, str]) -> None:
        """Asynchronous answering machine detection has an opinion."""
        call = await locate(self.database, call_id=call_id)
        answered_by = form.get("AnsweredBy", "")
        if call is None or not answered_by:
            return
        calls = self.database.for_org(call.org_id).calls
        await calls.patch(call_id, {"answered_by": answered_by[:40]})
        if (bridge := self.registry.get(call_id)) is not None:
            bridge.feed(MachineDetected(answered_by), "carrier")
        elif call.worker_id is not None:
            await self.signal(call, "machine_detected", {"answered_by": answered_by})

    async def signal(self, call: Call, name: str, data: dict[str, Any]) -> None:
        """Tell the worker that holds the call something the carrier told us."""
        await self.database.raw["signals"].insert_one(
            {
                "_id": new_id("sig"),
                "org_id": call.org_id,
                "call_id": call.id,
                "name": name,
                "data": data,
                "created_at": utc_now(),
            }
        )

    def on_signal(self, call_id: str, name: str, data: Mapping[str, Any]) -> None:
        """A signal of another worker, if the call is here."""
        bridge = self.registry.get(call_id)
        if bridge is None:
            return
        match name:
            case "carrier_ended":
                bridge.feed(CarrierEnded(str(data.get("status", ""))), "carrier")
            case "machine_detected":
                bridge.feed(MachineDetected(str(data.get("answered_by", ""))), "carrier")
            case "operator_dialed":
                self.on_operator_dialed(
                    call_id, str(data.get("command_id", "")), str(data.get("result", ""))
                )
            case _:
                pass

    async def _give_up(
        self,
        call: Call,
        outcome: CallOutcome,
        reason: str,
        status: CallStatus | None = None,
    ) -> None:
        """End the record of a call that nobody runs any more."""
        repositories = self.database.for_org(call.org_id)
        if status is None:
            status = CallStatus.COMPLETED if call.answered_at else CallStatus.FAILED
        if call.answered_at is None and status is CallStatus.COMPLETED:
            outcome = CallOutcome.CALLER_HUNG_UP
        await repositories.edits.refuse_open(call.id, "The call is over.")
        await repositories.commands.refuse_open(call.id, "The call is over.")
        fields: dict[str, Any] = {"phase": "ended", "transcript_final": True}
        ended = await repositories.calls.finish(
            call.id, status, outcome=outcome, reason=reason, fields=fields
        )
        if ended is not None:
            await self.finish_recording(call.org_id, call.id)

    # ---- asked for by people ---------------------------------------------------------------------

    async def end(self, org_id: str, call_id: str) -> None:
        """Hang up at the carrier, whoever holds the call.

        Raises:
            NotFound, Conflict: no such call; it is over.
        """
        call = await self.database.for_org(org_id).calls.get(call_id)
        if call.status in FINAL_STATUSES:
            raise Conflict("The call is over.")
        if call.carrier_call_sid:
            await self.carrier.hang_up(call.carrier_call_sid)
