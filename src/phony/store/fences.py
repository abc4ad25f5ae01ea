"""Fences: what a worker that lost a call writes late changes nothing.

Whoever takes a call up gets a lease, a number higher than all before; the first owner's is 0. What
a worker writes of a call carries its own, and stays out where a higher one is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phony.store.database import Database


def owned_by(lease: int | None) -> dict[str, Any]:
    """The query for the record of a call whose owner still has this lease; None is anybody."""
    return {} if lease is None else {"lease": lease or {"$in": [0, None]}}


def fence(lease: int | None) -> dict[str, Any]:
    """The query for what belongs to a call and to no later owner; None keeps nobody out."""
    return {} if lease is None else {"lease": {"$not": {"$gt": lease}}}


async def superseded(database: Database, held: Mapping[str, int]) -> dict[str, int]:
    """Those of the calls (id -> lease) that somebody took up later, and the lease they have now."""
    if not held:
        return {}
    cursor = database.raw["calls"].find({"_id": {"$in": list(held)}}, {"lease": 1})
    now = {document["_id"]: document.get("lease", 0) async for document in cursor}
    return {call_id: lease for call_id, lease in now.items() if lease > held[call_id]}
