"""Numbers of the carrier's account: seen, connected to us, and given back as they were.

What should be is read from the agents: a number that an inbound agent holds answers with us, any
other number has what it had before. `reconcile` makes it so, as often as it is asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, Protocol
from urllib.parse import urlsplit

from phony.domain.agents import Agent, AgentType
from phony.domain.errors import PhonyError, Unavailable
from phony.domain.ids import new_id, utc_now
from phony.domain.numbers import (
    CarrierNumber,
    CarrierVoiceConfig,
    Number,
    NumberChange,
    NumberStatus,
    NumberView,
    SyncProgress,
    SyncResult,
)
from phony.domain.versions import Notice
from phony.store.database import Database
from phony.store.repositories import Repositories, for_org

log = logging.getLogger("phony.numbers")
_TRIES = 3


class NumberCarrier(Protocol):
    """The carrier's numbers (`carriers.twilio_numbers.TwilioNumbers`)."""

    def numbers(self) -> AsyncIterator[list[CarrierNumber]]:
        """All numbers, page by page."""

    async def number(self, phone_number: str) -> CarrierNumber | None:
        """One number as it is now."""

    async def set_number(self, sid: str, config: CarrierVoiceConfig) -> CarrierNumber:
        """Write what a call to the number meets."""


class NumberService:
    """Keeps the account's numbers and the agents in step."""

    def __init__(
        self,
        database: Database,
        carrier: NumberCarrier | None,
        *,
        base_url: str,
        reachable: bool = True,
        fallback_url: str = "",
    ) -> None:
        """`reachable`: the carrier can reach `base_url` (it is public, or the sandbox's)."""
        self._database = database
        self._carrier = carrier
        self._base_url = base_url.rstrip("/")
        self._reachable = reachable
        self._fallback_url = fallback_url

    # ---- what a configuration means

    def ours(self) -> CarrierVoiceConfig:
        """What a number has that answers with us."""
        return CarrierVoiceConfig(
            voice_url=f"{self._base_url}/twilio/voice",
            voice_fallback_url=self._fallback_url,
            status_callback=f"{self._base_url}/twilio/numbers/status",
        )

    def is_ours(self, config: CarrierVoiceConfig, connected_url: str = "") -> bool:
        """Whether calls come to us, under our present address or the one we wrote before."""
        if config.trunk_sid or config.voice_application_sid:
            return False
        url = config.voice_url
        return url.startswith(f"{self._base_url}/twilio/") or bool(url and url == connected_url)

    def is_free(self, config: CarrierVoiceConfig) -> bool:
        """Whether nobody uses the number: nothing set, or only Twilio's own greeting."""
        if config.trunk_sid or config.voice_application_sid:
            return False
        return not config.voice_url or urlsplit(config.voice_url).hostname == "demo.twilio.com"

    def status_of(
        self, config: CarrierVoiceConfig, holder: Agent | None, connected_url: str = ""
    ) -> NumberStatus:
        """What a call to the number meets."""
        if self.is_ours(config, connected_url):
            return NumberStatus.ASSIGNED if holder else NumberStatus.AVAILABLE
        return NumberStatus.AVAILABLE if self.is_free(config) else NumberStatus.ELSEWHERE

    def view(self, number: Number, holder: Agent | None) -> NumberView:
        """A number as shown."""
        return NumberView(
            **number.model_dump(),
            agent_name=holder.name if holder else None,
            points_to=points_to(number.config),
            webhook_ok=number.status is NumberStatus.ASSIGNED
            and number.config.voice_url == self.ours().voice_url,
        )

    # ---- one number

    async def reconcile(
        self, org_id: str, phone_number: str, *, force: bool = False
    ) -> list[Notice]:
        """Make the number answer with its inbound agent, or give it back if it has none.

        Never raises for the carrier: an agent is not lost because its carrier does not answer.
        `force` takes the number over from another system.
        """
        repositories = for_org(self._database, org_id)
        notices: list[Notice] = []
        for _ in range(_TRIES):
            holder = await repositories.agents.by_number(phone_number)
            try:
                if holder is None:
                    notices = await self._release(repositories, phone_number)
                else:
                    notices = await self._connect(repositories, phone_number, holder, force)
            except PhonyError as error:
                log.warning("number not in step: %s", error.code)
                return [
                    Notice(
                        code="carrier_failed",
                        field="phone_number",
                        message=f"The number could not be set up at the carrier: {error}",
                        cure=error.cure or "POST /numbers/sync tries again.",
                    )
                ]
            # Somebody may have given the number to another agent meanwhile.
            after = await repositories.agents.by_number(phone_number)
            if (after.id if after else None) == (holder.id if holder else None):
                break
        return notices

    async def look(self, org_id: str, phone_number: str) -> list[Notice]:
        """Say whether an outbound agent can call from a number; the carrier knows.

        Without an answer of the carrier nothing is said.
        """
        repositories = for_org(self._database, org_id)
        try:
            seen = await self._ask(phone_number)
        except PhonyError as error:
            log.info("number not looked up: %s", error.code)
            return []
        if seen is None:
            return [not_in_account(phone_number, AgentType.OUTBOUND)]
        await self._put(repositories, seen, await repositories.agents.by_number(phone_number))
        return []

    async def _connect(
        self, repositories: Repositories, phone_number: str, holder: Agent, force: bool
    ) -> list[Notice]:
        seen = await self._ask(phone_number)
        known = await repositories.numbers.by_number(phone_number)
        if seen is None:
            if known is not None:
                await repositories.numbers.set(
                    known.id, {"status": NumberStatus.MISSING.value, "agent_id": holder.id}
                )
            return [not_in_account(phone_number, AgentType.INBOUND)]
        connected_url = known.connected_url if known else ""
        ours = self.is_ours(seen.config, connected_url)
        number = await self._put(repositories, seen, holder)
        if not ours and not self.is_free(seen.config) and not force:
            return [elsewhere(phone_number, seen.config)]
        if not self._reachable:
            return [
                Notice(
                    code="not_public",
                    field="phone_number",
                    message=f"{phone_number} does not reach Phony: the carrier cannot call"
                    f" {self._base_url}.",
                    cure="Set PHONY_PUBLIC_URL to the address Twilio reaches, and restart.",
                )
            ]
        if ours and seen.config.voice_url == self.ours().voice_url:
            return []
        wanted = self.ours()
        if not wanted.voice_fallback_url and ours:
            wanted.voice_fallback_url = seen.config.voice_fallback_url
        # Remembered before it is overwritten: a crash in between loses nothing.
        remember: dict[str, Any] = {"connected_url": wanted.voice_url}
        if not ours:
            remember["previous"] = seen.config.model_dump()
        await repositories.numbers.set(number.id, remember)
        written = await self._write(seen.sid, wanted)
        await self._put(repositories, written, holder)
        return []

    async def _release(self, repositories: Repositories, phone_number: str) -> list[Notice]:
        known = await repositories.numbers.by_number(phone_number)
        if known is None:
            return []
        if not known.connected_url:
            status = known.status
            if status is NumberStatus.ASSIGNED:
                status = NumberStatus.AVAILABLE
            await repositories.numbers.set(known.id, {"agent_id": None, "status": status.value})
            return []
        seen = await self._ask(phone_number)
        if seen is None:
            await repositories.numbers.set(
                known.id, {"agent_id": None, "status": NumberStatus.MISSING.value}
            )
            return []
        if self.is_ours(seen.config, known.connected_url):
            seen = await self._write(seen.sid, known.previous or CarrierVoiceConfig())
        # Else somebody pointed the number elsewhere since: theirs, not ours to change.
        await self._put(repositories, seen, None)
        await repositories.numbers.set(known.id, {"connected_url": "", "previous": None})
        return []

    async def _put(
        self, repositories: Repositories, seen: CarrierNumber, holder: Agent | None
    ) -> Number:
        known = await repositories.numbers.by_number(seen.phone_number)
        number = Number(
            id=known.id if known else new_id("num"),
            org_id=repositories.org_id,
            phone_number=seen.phone_number,
            sid=seen.sid,
            friendly_name=seen.friendly_name,
            capabilities=seen.capabilities,
            status=self.status_of(seen.config, holder, known.connected_url if known else ""),
            agent_id=holder.id if holder else None,
            config=seen.config,
            synced_at=utc_now(),
        )
        return await repositories.numbers.put(number)

    async def _ask(self, phone_number: str) -> CarrierNumber | None:
        try:
            async with asyncio.timeout(10):
                return await self._account().number(phone_number)
        except TimeoutError:
            raise Unavailable("The carrier does not answer in time.") from None

    async def _write(self, sid: str, config: CarrierVoiceConfig) -> CarrierNumber:
        try:
            async with asyncio.timeout(10):
                return await self._account().set_number(sid, config)
        except TimeoutError:
            raise Unavailable("The carrier does not answer in time.") from None

    def _account(self) -> NumberCarrier:
        if self._carrier is None:
            raise Unavailable(
                "No carrier is configured.",
                cure="Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
            )
        return self._carrier

    # ---- all numbers

    async def sync(
        self, org_id: str, *, dry_run: bool = False
    ) -> AsyncIterator[SyncProgress | SyncResult]:
        """Read the account's numbers and bring everything in step; the result comes last.

        Raises:
            UpstreamError: the carrier refuses; Unavailable: it does not answer. Nothing is
                marked as missing then.
        """
        repositories = for_org(self._database, org_id)
        known = {number.phone_number: number for number in await repositories.numbers.all()}
        seen: dict[str, CarrierNumber] = {}
        async for page in self._account().numbers():
            seen |= {number.phone_number: number for number in page}
            yield SyncProgress(step="reading", seen=len(seen))
        holders = await repositories.agents.holders(sorted({*seen, *known}))
        result = SyncResult(dry_run=dry_run, total=len(seen))
        to_reconcile: list[str] = []
        for phone_number, number in seen.items():
            change = self._change(number, known.get(phone_number), holders.get(phone_number))
            result.changes.append(change)
            if change.kind in ("connect", "release"):
                to_reconcile.append(phone_number)
            if not dry_run:
                await self._put(repositories, number, holders.get(phone_number))
        for phone_number, old in known.items():
            if phone_number not in seen and old.status is not NumberStatus.MISSING:
                result.changes.append(
                    NumberChange(
                        phone_number=phone_number,
                        kind="missing",
                        status=NumberStatus.MISSING,
                        before=old.status,
                        agent_id=old.agent_id,
                        detail="No longer in the carrier account.",
                    )
                )
        if not dry_run:
            await repositories.numbers.mark_missing(sorted(seen), utc_now())
            for done, phone_number in enumerate(to_reconcile):
                yield SyncProgress(step="connecting", seen=len(seen), connected=done)
                notices = await self.reconcile(org_id, phone_number)
                result.warnings += [notice.message for notice in notices]
        yield result

    async def reconnect(self, org_id: str, *, tries: int = 4, pause_s: float = 5) -> None:
        """After a start: our public URL may be another one, and the carrier may have forgotten.

        Does nothing for an account whose numbers no agent holds.
        """
        repositories = for_org(self._database, org_id)
        if not await repositories.agents.any_with_number():
            return
        for attempt in range(tries):
            try:
                async for step in self.sync(org_id):
                    if isinstance(step, SyncResult):
                        touched = [c for c in step.changes if c.kind in ("connect", "release")]
                        log.info("numbers in step", extra={"reconnected": len(touched)})
                return
            except PhonyError as error:
                log.warning("numbers not read: %s", error.code)
                await asyncio.sleep(pause_s * (attempt + 1))

    def _change(
        self, seen: CarrierNumber, known: Number | None, holder: Agent | None
    ) -> NumberChange:
        connected_url = known.connected_url if known else ""
        status = self.status_of(seen.config, holder, connected_url)
        kind, detail = "unchanged", ""
        if known is None:
            kind = "added"
        elif (known.status, known.config, known.friendly_name) != (
            status,
            seen.config,
            seen.friendly_name,
        ):
            kind = "updated"
        if status is NumberStatus.ELSEWHERE:
            detail = f"Goes to {points_to(seen.config)}."
        elif holder and seen.config.voice_url != self.ours().voice_url:
            kind, detail = "connect", f"Will answer with {holder.name}."
        elif holder is None and connected_url:
            kind, detail = "release", "Gets back what it had before."
        return NumberChange(
            phone_number=seen.phone_number,
            kind=kind,
            status=status,
            before=known.status if known else None,
            agent_id=holder.id if holder else None,
            detail=detail,
        )


def points_to(config: CarrierVoiceConfig) -> str:
    """Where a call goes, in words; query strings may hold secrets and stay out."""
    if config.trunk_sid:
        return f"the SIP trunk {config.trunk_sid}"
    if config.voice_application_sid:
        return f"the application {config.voice_application_sid}"
    parts = urlsplit(config.voice_url)
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}" if place else ""


def not_in_account(phone_number: str, type: AgentType) -> Notice:
    """The notice for a number that the account does not have."""
    effect = "so nobody can call it yet"
    if type is AgentType.OUTBOUND:
        effect = "so calls from it are refused, unless it is a verified caller ID there"
    return Notice(
        code="not_in_account",
        field="phone_number",
        message=f"{phone_number} is not in your carrier account, {effect}.",
        cure="Buy it at Twilio or use one of GET /numbers; POST /numbers/sync looks again.",
    )


def standing(
    agent: Agent, number: Number | None, known: set[str], seen: bool
) -> tuple[str | None, Notice | None]:
    """How an agent's number is, and what to tell of it unless its code is in `known`.

    `seen`: the account was read, so that a number without a record is not in it.
    """
    if not agent.phone_number:
        return None, None
    if number is not None:
        status = number.status.value
    elif seen or "not_in_account" in known:
        status = "not_in_account"
    else:
        return None, None
    if status in ("not_in_account", "missing") and "not_in_account" not in known:
        return status, not_in_account(agent.phone_number, agent.type)
    inbound = agent.type is AgentType.INBOUND
    if number and status == "elsewhere" and inbound and "elsewhere" not in known:
        return status, elsewhere(agent.phone_number, number.config)
    return status, None


def elsewhere(phone_number: str, config: CarrierVoiceConfig) -> Notice:
    """The notice for a number that another system uses."""
    return Notice(
        code="elsewhere",
        field="phone_number",
        message=f"{phone_number} goes to {points_to(config)}; it was left as it is.",
        cure="POST /numbers/{id}/assign with force takes it over; unassign gives it back.",
    )
