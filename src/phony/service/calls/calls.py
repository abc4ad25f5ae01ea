"""Calls from outside the audio path: answer, resume, what follows a stream, browser calls.

The URLs here are the carrier's way through a call; `api/carrier/twilio.py` serves them.
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

from phony.domain.agents import Agent
from phony.domain.calls import FINAL_STATUSES, Call, CallOutcome, CallStatus, Direction
from phony.domain.commands import CommandState
from phony.domain.context import merge
from phony.domain.edits import EditState
from phony.domain.errors import Conflict, PhonyError
from phony.domain.events import CarrierEnded, CarrierStarted
from phony.domain.ids import DEFAULT_ORG, new_id, utc_now
from phony.domain.turns import Turn
from phony.service.bridge.call import CallBridge
from phony.service.bridge.ports import BridgeParts, DialOperator, Engine, Money, Tools
from phony.service.bridge.registry import Busy, CallRegistry
from phony.service.calls.ending import Endings
from phony.service.money.spending import LimitReached, Spending
from phony.session import CallContext, CallSession
from phony.store.calls import locate
from phony.store.database import Database
from phony.store.journal import Journal
from phony.store.repositories import for_org
from phony.store.workers import WorkerDirectory
from phony.wire import realtime, twiml

_log = logging.getLogger(__name__)

# More streams begun anew than this in so short a time: something is broken, and stays so.
MAX_RESUMES = 3
RESUME_WINDOW_S = 60.0
SORRY = "We are sorry, we are having technical difficulties. Please call again later. Goodbye."
NOT_IN_SERVICE = "The number you have called is not in service. Goodbye."
ALL_BUSY = "All our lines are busy at the moment. Please call again in a few minutes. Goodbye."
RESTARTING = "We are sorry, our system is about to restart. Please call again. Goodbye."
LOST_LINE = "The line was interrupted for a moment."

MakeMoney = Callable[[Call, Agent], Money | None]


# The carrier's connection override: three retries, also of an answer that breaks off or is a 5xx.
# It is no part of the URL that is requested and signed (protocols.md B6, B15).
_RETRY = "#rc=3&rp=ct,rt,5xx"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Our URLs as the carrier uses them."""

    base_url: str
    stream_base_url: str
    worker_id: str

    def call(self, call_id: str, step: str, **query: str | int) -> str:
        """A webhook of one call; if its worker dies over it, the carrier is to ask another one."""
        text = f"{self.base_url}/twilio/calls/{call_id}/{step}"
        return f"{text}?{urlencode(query)}{_RETRY}" if query else f"{text}{_RETRY}"

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
    """Answers, resumes and ends calls; what the carrier reports is in `carrier_events.py`."""

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
        dial_operator: DialOperator,
        spending: Spending | None = None,
    ) -> None:
        """Built once per process by `app.py`. Without `spending` no day has a limit."""
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
        self._spending = spending
        self.ends = Endings(database, spending)
        self.workers = WorkerDirectory(database)

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
            configure_scribe=realtime.transcription_config,
            turns=turns,
            resumed=resumed,
        )
        repositories = for_org(self.database, call.org_id)
        parts = BridgeParts(
            engine=self._engine,
            carrier=self.carrier,
            tools=self._tools,
            journal=self.journal,
            calls=repositories.calls,
            edits=repositories.edits,
            commands=repositories.commands,
            ends=self.ends,
            worker_id=self.registry.worker_id,
            dial_operator=self._dial_operator,
            money=self._make_money(call, agent),
        )
        bridge = CallBridge(call, session, parts, seq=seq)
        self.registry.start(bridge)
        return bridge

    def new_token(self) -> tuple[str, dict[str, Any]]:
        """A one-time media token, and what is stored of it."""
        token = secrets.token_urlsafe(24)
        expires = utc_now() + timedelta(seconds=self._token_ttl_s)
        return token, {"hash": hash_token(token), "expires_at": expires}

    def stream_twiml(
        self, call_id: str, token: str, tries: int, worker_id: str | None = None
    ) -> str:
        """The TwiML that opens a media stream; `worker_id` is who holds the call, if not we."""
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
        repositories = for_org(self.database, DEFAULT_ORG)
        agent = await repositories.agents.by_number(to_number)
        if agent is None:
            return await self._turn_away(form, None, "no_agent", NOT_IN_SERVICE)
        if not agent.enabled:
            return await self._turn_away(form, agent, "agent_disabled", NOT_IN_SERVICE)
        try:
            await self.check_money(agent)
        except LimitReached:
            return await self._turn_away(form, agent, "spend_limit", ALL_BUSY)
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
        token, media = self.new_token()
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
        return self.stream_twiml(call.id, token, 0)

    async def check_money(self, agent: Agent) -> None:
        """Say whether a call of this agent may begin.

        Raises:
            LimitReached: today's money is spent.
        """
        if self._spending is not None:
            await self._spending.check(agent)

    async def _answer_again(self, call: Call) -> str:
        """The carrier repeats its webhook: the same call, a fresh token."""
        if call.status in FINAL_STATUSES:
            return twiml.hang_up()
        if self.registry.get(call.id) is None:
            return await self.resume(call.id, call.resume_count + 1)
        token, media = self.new_token()
        await for_org(self.database, call.org_id).calls.set_private(call.id, media=media)
        return self.stream_twiml(call.id, token, call.resume_count)

    async def _turn_away(
        self, form: Mapping[str, str], agent: Agent | None, reason: str, words: str
    ) -> str:
        """A polite sentence, and a record of the call that was not taken."""
        call = Call(
            id=new_id("call"),
            org_id=agent.org_id if agent else DEFAULT_ORG,
            agent_id=agent.id if agent else "",
            agent_name=agent.name if agent else "",
            direction=Direction.INBOUND,
            from_number=form.get("From", ""),
            to_number=form.get("To", ""),
            carrier_call_sid=form.get("CallSid") or None,
            created_at=utc_now(),
        )
        await self.ends.turn_away(call, reason)
        return twiml.say_and_hang_up(words, agent.language if agent else "en")

    # ---- browser ---------------------------------------------------------------------------------

    async def start_browser(
        self, org_id: str, agent_id: str, override: Mapping[str, Any] | None = None
    ) -> BrowserCall:
        """A call from a browser's microphone: a media stream without a carrier.

        Raises:
            NotFound: no such agent. Busy: no room. LimitReached: today's money is spent.
        """
        repositories = for_org(self.database, org_id)
        agent = await repositories.agents.get(agent_id)
        await self.check_money(agent)
        call = self.new_call(agent, Direction.BROWSER, from_number="browser", override=override)
        token, media = self.new_token()
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
        if call is None or not token or call.status in FINAL_STATUSES or call.outcome is not None:
            return None
        if call.direction is not Direction.BROWSER and call.carrier_call_sid not in (
            None,
            started.call_sid,
        ):
            return None
        calls = for_org(self.database, call.org_id).calls
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
        calls = for_org(self.database, call.org_id).calls
        if await calls.count_resume(call_id, RESUME_WINDOW_S, MAX_RESUMES + 1) > MAX_RESUMES:
            if (bridge := self.registry.get(call_id)) is not None:
                bridge.feed(CarrierEnded("failed"), "carrier")
                await self._until_gone(call_id)
            await self.ends.close(call, CallOutcome.LOST, "too many tries to go on")
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
                await self.ends.close(call, CallOutcome.LOST, "busy")
                return twiml.say_and_hang_up(ALL_BUSY, language)
        token, media = self.new_token()
        await calls.set_private(call_id, media=media, after=None)
        return self.stream_twiml(call_id, token, tries)

    async def _until_gone(self, call_id: str) -> None:
        """Wait, a second at most, until our own bridge has written what it held."""
        for _ in range(50):
            if self.registry.get(call_id) is None:
                return
            await asyncio.sleep(0.02)

    async def _take_up(self, call: Call, reason: str | None) -> CallBridge:
        """Claim a call and rebuild its session from the record."""
        self.registry.check_room()
        repositories = for_org(self.database, call.org_id)
        if call.worker_id not in (None, self.registry.worker_id) and await self.workers.is_alive(
            call.worker_id
        ):
            # Its stream is over, as the carrier's request shows: let it write its last words.
            await asyncio.sleep(0.25)
        claimed = await repositories.calls.claim(
            call.id, self.registry.worker_id, held_by=call.worker_id, resumed=reason is not None
        )
        if claimed is None:
            raise Conflict(f"call {call.id} was taken up by another worker")
        turns = await repositories.call_queries.all_turns(call.id)
        bridge = self.open_bridge(
            claimed,
            turns=turns,
            resumed=reason,
            # What the other worker could not write yet has numbers, too.
            seq=await repositories.call_queries.last_event(call.id) + 1000,
        )
        bridge.goes_on(
            await repositories.edits.of_call(call.id, [EditState.CONFIRMED]),
            await repositories.commands.of_call(call.id, [CommandState.RUNNING]),
        )
        # Whoever had taken the call over lost their microphone with it.
        if claimed.taken_over_by is not None:
            await repositories.calls.patch(call.id, {"taken_over_by": None})
        # What was sent but never confirmed is not in what the model holds.
        for edit in await repositories.edits.of_call(call.id, [EditState.SENT]):
            bridge.give_edit(edit)
        await self.give_pending(bridge)
        return bridge

    async def give_pending(self, bridge: CallBridge) -> None:
        """Hand over what was asked while nobody listened; what was seen is not done twice."""
        call = bridge.call
        repositories = for_org(self.database, call.org_id)
        for edit in await repositories.edits.of_call(call.id, [EditState.PENDING]):
            bridge.give_edit(edit)
        for command in await repositories.commands.of_call(call.id, [CommandState.PENDING]):
            bridge.give_command(command)

    # ---- asked for by people ---------------------------------------------------------------------

    async def farewell(self, bridge: CallBridge) -> None:
        """We stop, and nobody is there to go on: the carrier says so with its own voice."""
        call = bridge.call
        if not call.carrier_call_sid:
            bridge.feed(CarrierEnded("failed"), "carrier")
            return
        language = call.agent.language if call.agent else "en"
        try:
            await self.carrier.run_twiml(
                call.carrier_call_sid, twiml.say_and_hang_up(RESTARTING, language)
            )
        except PhonyError as error:
            _log.warning("call %s: no farewell: %s", call.id, error.code)
