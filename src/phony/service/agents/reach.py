"""What an agent reaches over the network, and what of it will be refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phony.domain.agents import AgentFields
from phony.domain.errors import Invalid
from phony.domain.versions import Notice
from phony.net.http import check_url


def out_of_reach(agent: AgentFields, *, allow_private: bool) -> Iterator[Notice]:
    """Tools and engines whose address is plainly one that is refused when a call wants them."""
    for field, what, url in _addresses(agent):
        try:  # to this, a socket's URL is like a page's
            check_url(re.sub("^ws", "http", url), allow_private=allow_private)
        except Invalid as error:
            message = f"{what} cannot be reached: {error}."
            yield Notice(code="out_of_reach", field=field, message=message, cure=error.cure)


def _addresses(agent: AgentFields) -> Iterator[tuple[str, str, str]]:
    """Field, name and URL of each."""
    for index, tool in enumerate(agent.tools.http):
        yield f"tools.http.{index}.url", f"The tool {tool.name!r}", tool.url
    for index, engine in enumerate(agent.fallback.engines):
        if engine.url:
            yield f"fallback.engines.{index}.url", f"Fallback engine {index + 1}", engine.url
