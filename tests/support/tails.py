"""A machine whose workers leave nothing behind."""

from __future__ import annotations

from pathlib import Path

from phony.service.calls.salvage import Salvage
from phony.store.database import Database
from phony.store.tails import Tails

NO_TAILS = Tails(Path("/nowhere"))


def no_salvage(database: Database) -> Salvage:
    return Salvage(database, NO_TAILS)
