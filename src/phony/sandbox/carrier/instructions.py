"""Where the carrier finds out what to do with a call."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Instructions:
    """Where the next document is, or the document itself."""

    url: str = ""
    method: str = "POST"
    twiml: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # sent along when it is fetched
