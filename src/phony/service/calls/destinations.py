"""Whom an organization may call, as its operators set it, and how many new numbers a day."""

from __future__ import annotations

from pydantic import ValidationError

from phony.domain.destinations import DialRules, check, check_countries
from phony.domain.errors import Conflict
from phony.domain.phone import Destination
from phony.store.database import Database
from phony.store.repositories import for_org

_OPTION = "destinations"


class TooManyNew(Conflict):
    """Enough numbers were called for the first time today."""

    code = "too_many_new_destinations"


class Destinations:
    """Asked before anybody is called or a caller is sent to them."""

    def __init__(self, database: Database) -> None:
        """The rules stand in the database: they are in force on all workers at once."""
        self._database = database

    async def rules(self, org_id: str) -> tuple[DialRules, int]:
        """What is in force, and its version; 0 if nothing was ever set."""
        values, version = await for_org(self._database, org_id).options.get(_OPTION)
        try:
            return DialRules.model_validate(values), version
        except ValidationError:  # of another version of Phony: what is safe, until it is set anew
            return DialRules(), version

    async def change(
        self, org_id: str, rules: DialRules, actor: str, *, based_on: int | None = None
    ) -> None:
        """Set them.

        Raises:
            Invalid: a country that there is not. Conflict: somebody else changed them meanwhile.
        """
        check_countries(rules)
        options = for_org(self._database, org_id).options
        await options.put(_OPTION, rules.model_dump(mode="json"), actor=actor, based_on=based_on)

    async def check(self, org_id: str, text: str, send_digits: str = "") -> Destination:
        """Whom to call, if they may be called.

        Raises:
            Invalid: it may not.
        """
        rules, _ = await self.rules(org_id)
        return check(text, rules, send_digits)

    async def admit(self, org_id: str, text: str, send_digits: str = "") -> Destination:
        """Who is called now; a number counts if it is new.

        Raises:
            Invalid: it may not be called. TooManyNew: not today.
        """
        rules, _ = await self.rules(org_id)
        wanted = check(text, rules, send_digits)
        destinations = for_org(self._database, org_id).destinations
        if not await destinations.admit(wanted.number, rules.new_per_day):
            raise TooManyNew(
                f"{rules.new_per_day} new numbers were called today, which is the limit.",
                field="to_number",
                cure="Raise new_per_day with PUT /destinations, or wait until tomorrow (UTC).",
                details={"new_per_day": rules.new_per_day},
            )
        return wanted
