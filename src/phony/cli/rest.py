"""The command line's way to a running Phony: its REST interface, tables, and clear errors."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from phony.cli import supervisor
from phony.domain.errors import PhonyError
from phony.settings import PORT, Settings

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, as the REST interface does.")]
UrlOption = Annotated[
    str | None,
    typer.Option("--url", help="Where Phony runs; or PHONY_URL.", show_default="this machine"),
]
KeyOption = Annotated[
    str | None, typer.Option("--key", help="An API key; or PHONY_API_KEY.", show_default=False)
]
YesFlag = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


class Refused(PhonyError):
    """Phony answered with a problem document."""

    code = "refused"
    errors: Sequence[str] = ()  # a line for each thing that is wrong, if there are several


class Rest:
    """A running Phony."""

    def __init__(self, url: str | None = None, key: str | None = None) -> None:
        """Unset parts come from the environment, as for `phony serve`."""
        settings = Settings()
        here = supervisor.running(settings.data_dir)
        default = here["url"] if here is not None else f"http://127.0.0.1:{settings.port}"
        self.url = (url or settings.url or default).rstrip("/")
        key = key or (settings.api_key.get_secret_value() if settings.api_key else None)
        if key is None and url is None and settings.url is None:
            key = _own_key(settings)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            self._client = httpx.Client(base_url=self.url, headers=self.headers, timeout=60)
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            raise Refused(
                f"{self.url} is not a URL, or the key is no key.", cure="Correct --url or --key."
            ) from error
        weakref.finalize(self, self._client.close)  # no command has a later moment for it

    def request(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        content: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Ask; an error is raised as what the problem document says.

        Raises:
            Refused: Phony says no, or does not answer.
        """
        wanted = {name: value for name, value in (params or {}).items() if value is not None}
        try:
            response = self._client.request(
                method, path, json=body, content=content, params=wanted, headers=headers
            )
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Refused(
                f"{self.url} is not a URL.",
                cure=f"Correct --url or PHONY_URL: it begins with http:// or https://, such as "
                f"http://127.0.0.1:{PORT}.",
            ) from error
        except httpx.HTTPError as error:
            raise Refused(
                f"Phony does not answer at {self.url} ({type(error).__name__}).",
                cure="Start it with `phony serve`, or say where it runs with --url.",
            ) from error
        if response.is_error:
            raise _refusal(response)
        return response

    def get(self, path: str, **params: Any) -> Any:
        """Read one thing."""
        return self.request("GET", path, params=params).json()

    def items(self, path: str, limit: int | None = None, **params: Any) -> list[dict[str, Any]]:
        """The items of a list, over as many pages as needed."""
        return list(self._items(path, limit, params))

    def _items(
        self, path: str, limit: int | None, params: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        left = limit
        while left is None or left > 0:
            size = 200 if left is None else min(left, 200)
            page = self.get(path, limit=size, cursor=cursor, **params)
            yield from page["items"]
            cursor = page.get("next_cursor")
            if left is not None:
                left -= len(page["items"])
            if cursor is None:
                return

    def agent(self, name_or_id: str) -> dict[str, Any]:
        """An agent by id, or by its name if only one has it.

        Raises:
            Refused: none, or several.
        """
        if name_or_id.startswith("agent_"):
            found: dict[str, Any] = self.get(f"/agents/{quote(name_or_id, safe='')}")
            return found
        agents = [a for a in self.items("/agents/", name=name_or_id) if a["name"] == name_or_id]
        if len(agents) == 1:
            return agents[0]
        if agents:
            ids = ", ".join(agent["id"] for agent in agents)
            raise Refused(f"Several agents are called {name_or_id!r}.", cure=f"Use an id: {ids}.")
        raise Refused(f"No agent is called {name_or_id!r}.", cure="`phony agents list` shows them.")


def _own_key(settings: Settings) -> str | None:
    """The key that `phony serve` made on this machine, if we may read it."""
    try:
        return (settings.data_dir / "api_key").read_text().strip() or None
    except OSError:
        return None


def _refusal(response: httpx.Response) -> Refused:
    try:
        problem = response.json()
        text = str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        return Refused(
            f"The answer is {response.status_code}, and not from Phony.", cure="Check --url."
        )
    cure = problem.get("cure")
    if response.status_code == 401:
        cure = "Set PHONY_API_KEY or pass --key; `phony keys create` makes keys."
    refused = Refused(text, field=problem.get("field"), cure=cure)
    if len(errors := problem.get("errors", ())) > 1:
        refused.errors = [_line(error) for error in errors]
    return refused


def _line(error: Mapping[str, Any]) -> str:
    """One of several errors; what pydantic says has a code, and does not name the field."""
    where = f"{error['field']}: " if error.get("code") else ""
    return f"{where}{error['message']} {error.get('cure') or ''}".rstrip()


def show_error(error: PhonyError) -> None:
    """Say what went wrong, and what helps, to stderr."""
    shown = Console(stderr=True, highlight=False)
    shown.print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
    for line in getattr(error, "errors", ()):
        shown.print(f"- {escape(line)}", soft_wrap=True)
    if error.cure:
        shown.print(f"[bold]Cure:[/] {escape(error.cure)}", soft_wrap=True)


def console() -> Console:
    """Where tables go. Piped, it is as wide as needed: nothing is cut."""
    shown = Console(highlight=False)
    return shown if shown.is_terminal else Console(highlight=False, width=200)


def show_json(value: Any) -> None:
    """Print JSON for programs."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


Column = tuple[str, Callable[[Mapping[str, Any]], Any]]


def show_table(
    items: Sequence[Mapping[str, Any]], columns: Sequence[Column], *, empty: str
) -> None:
    """Print a table, or what to do if there is nothing."""
    if not items:
        console().print(empty, markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, _ in columns:
        table.add_column(title, overflow="fold")
    for item in items:
        table.add_row(*(_plain(value(item)) for _, value in columns))
    console().print(table)


def _plain(value: Any) -> str:
    """A cell; brackets are text, not markup."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text.replace("[", r"\[")


def show_warnings(warnings: Sequence[Mapping[str, Any]]) -> None:
    """Print what works but not as one might expect, to stderr."""
    shown = Console(stderr=True, highlight=False)
    for warning in warnings:
        shown.print("[yellow]Note:[/]", end=" ")
        shown.print(warning["message"], warning.get("cure") or "", markup=False, soft_wrap=True)


def parse_pairs(pairs: Sequence[str]) -> dict[str, Any]:
    """`key=value` arguments; a value that is JSON is read as such, else it is text.

    Raises:
        typer.BadParameter: no `=`.
    """
    values: dict[str, Any] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name:
            raise typer.BadParameter(f"{pair!r} is not KEY=VALUE")
        try:
            values[name] = json.loads(text)
        except ValueError:
            values[name] = text
    return values


def confirm(question: str, yes: bool) -> None:
    """Ask before something is lost; `--yes` answers."""
    if not yes:
        typer.confirm(question, abort=True, err=True)


def path_part(text: str) -> str:
    """`text` as one part of a path."""
    return quote(text, safe="")
