"""`phony calls`: what can be asked of a call that runs, as `POST /calls/{id}/...` offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Refused,
    Rest,
    UrlOption,
    YesFlag,
    confirm,
    console,
    parse_pairs,
    path_part,
    show_json,
    show_table,
)

CallId = Annotated[str, typer.Argument(help="The call's id: `phony calls list --live`.")]
WaitOption = Annotated[
    float,
    typer.Option("--wait", min=0, max=10, help="Seconds to wait for what becomes of it."),
]
Mode = Annotated[str, typer.Option(help="now, after_sentence or next_turn")]
_WAIT_S = 3.0
_NOT_DONE = ("refused", "failed")


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group of calls."""
    for command in (context, note, edits, undo, say, whisper, probe):
        group.command(command.__name__)(command)
    for name, doc in (
        ("mute", "Let the agent listen and say nothing."),
        ("unmute", "Let the agent speak again."),
        ("hold", "Let the caller hear music, and the agent wait."),
        ("unhold", "Let the agent go on."),
        ("take-over", "Silence the agent: you speak, in the dashboard or by /calls/{id}/speak."),
    ):
        group.command(name)(_plain(name, doc))
    group.command("hand-back")(hand_back)
    group.command("transfer")(transfer)
    group.command("warm-transfer")(warm_transfer)
    group.command("dtmf")(dtmf)
    group.command("hangup")(hangup)
    group.command("commands")(commands)


def _ask(
    rest: Rest, call: str, command: str, body: dict[str, Any], wait_s: float, json: bool
) -> None:
    """Send a command; say what became of it.

    Raises:
        Refused: the call did not do it.
    """
    path = f"/calls/{path_part(call)}/{command}"
    params = {"wait": round(wait_s * 1000)}
    _tell(rest.request("POST", path, body=body, params=params).json(), json)


def _tell(settled: dict[str, Any], json: bool, what: str = "") -> None:
    if json:
        show_json(settled)
    elif settled["state"] not in _NOT_DONE:
        said = settled.get("result") or settled.get("probe_answer")
        told = f"{what}{settled['state']}" + (f": {said}" if said else "")
        console().print(told, markup=False, soft_wrap=True)
    if settled["state"] in _NOT_DONE:
        why = settled.get("result") or settled.get("reason")
        raise Refused(f"It was {settled['state']}" + (f": {why}" if why else "."))


def _plain(name: str, doc: str) -> Callable[..., None]:
    """A command without arguments."""

    def command(
        call: CallId,
        wait: WaitOption = _WAIT_S,
        json: JsonFlag = False,
        url: UrlOption = None,
        key: KeyOption = None,
    ) -> None:
        _ask(Rest(url, key), call, name, {}, wait, json)

    command.__doc__ = doc
    return command


# ---- what the model knows -----------------------------------------------------------------


def context(
    call: CallId,
    set: Annotated[list[str] | None, typer.Option(help="KEY=VALUE, dotted keys reach in.")] = None,
    unset: Annotated[list[str] | None, typer.Option(help="A key to remove.")] = None,
    mode: Mode = "next_turn",
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Show what the agent knows in this call, or change it while it talks."""
    rest = Rest(url, key)
    if not set and not unset:
        show_json(rest.get(f"/calls/{path_part(call)}/context"))
        return
    body = {"set": parse_pairs(set or []), "unset": unset or [], "mode": mode}
    _edit(rest, call, body, wait, json)


def note(
    call: CallId,
    text: Annotated[str, typer.Argument(help="The special instructions; '' removes them.")],
    mode: Mode = "next_turn",
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Give the agent new special instructions for this call."""
    _edit(Rest(url, key), call, {"notes": text, "mode": mode}, wait, json)


def _edit(rest: Rest, call: str, body: dict[str, Any], wait_s: float, json: bool) -> None:
    params = {"wait": round(wait_s * 1000)}
    path = f"/calls/{path_part(call)}/context"
    edit = rest.request("PATCH", path, body=body, params=params).json()
    _tell(edit, json, f"{edit['id']} is ")


def edits(
    call: CallId, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """List what was changed in a call."""
    found = Rest(url, key).items(f"/calls/{path_part(call)}/edits")
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("ID", lambda e: e["id"]),
            ("WHEN", lambda e: e["created_at"]),
            ("WHO", lambda e: e["author"]),
            ("CHANGED", lambda e: ", ".join([*e["set"], *e["unset"]]) or "notes or prompt"),
            ("MODE", lambda e: e["mode"]),
            ("STATE", lambda e: e["state"]),
            ("WHY", lambda e: e["reason"] or ""),
        ],
        empty="No edits.",
    )


def undo(
    call: CallId,
    edit: Annotated[str, typer.Argument(help="The edit's id.")],
    force: Annotated[bool, typer.Option("--force", help="Later edits of the same, too.")] = False,
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Restore what was before an edit."""
    made = (
        Rest(url, key)
        .request(
            "POST",
            f"/calls/{path_part(call)}/edits/{path_part(edit)}/undo",
            params={"force": force, "wait": round(wait * 1000)},
        )
        .json()
    )
    _tell(made, json, f"{made['id']} is ")


# ---- what is said ---------------------------------------------------------------------------


def say(
    call: CallId,
    text: Annotated[str, typer.Argument(help="The exact words.")],
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Let the agent say exact words."""
    _ask(Rest(url, key), call, "say", {"text": text}, wait, json)


def whisper(
    call: CallId,
    text: Annotated[str, typer.Argument(help="What only the model hears.")],
    reply: Annotated[bool, typer.Option("--reply", help="Let it speak on it at once.")] = False,
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Tell the model something that the caller does not hear."""
    _ask(Rest(url, key), call, "whisper", {"text": text, "reply": reply}, wait, json)


def probe(
    call: CallId,
    question: Annotated[str, typer.Argument(help="What to ask the model.")],
    wait: WaitOption = 10.0,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Ask the model what it believes; the caller hears nothing of it."""
    _ask(Rest(url, key), call, "probe", {"question": question}, wait, json)


def hand_back(
    call: CallId,
    note: Annotated[str | None, typer.Option(help="What the agent should know besides.")] = None,
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Let the agent go on where you spoke."""
    body = {} if note is None else {"note": note}
    _ask(Rest(url, key), call, "hand-back", body, wait, json)


# ---- where the call goes ----------------------------------------------------------------------


def transfer(
    call: CallId,
    to_number: Annotated[str, typer.Argument(help="Whom the caller is to speak to: +1555...")],
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Send the caller to another number."""
    _ask(Rest(url, key), call, "transfer", {"to_number": to_number}, wait, json)


def warm_transfer(
    call: CallId,
    to_number: Annotated[str, typer.Argument(help="Whom the caller is to speak to: +1555...")],
    summary: Annotated[
        str | None, typer.Option(help="What they are told first.", show_default="the agent's own")
    ] = None,
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Call somebody, tell them about it, and join them with the caller."""
    body = {"to_number": to_number} | ({} if summary is None else {"summary": summary})
    _ask(Rest(url, key), call, "warm-transfer", body, wait, json)


def dtmf(
    call: CallId,
    digits: Annotated[str, typer.Argument(help="0-9 A-D * #; w waits half a second.")],
    wait: WaitOption = _WAIT_S,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Press keys."""
    _ask(Rest(url, key), call, "dtmf", {"digits": digits}, wait, json)


def hangup(
    call: CallId,
    now: Annotated[bool, typer.Option("--now", help="In the middle of the sentence.")] = False,
    yes: YesFlag = False,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """End a call after the agent's sentence."""
    confirm(f"Hang up {call}?", yes)
    body = {"when": "now" if now else "after_sentence"}
    _ask(Rest(url, key), call, "hangup", body, 0, json)


def commands(
    call: CallId, json: JsonFlag = False, url: UrlOption = None, key: KeyOption = None
) -> None:
    """List what was asked of a call, by whom, and what came of it."""
    found = Rest(url, key).items(f"/calls/{path_part(call)}/commands")
    if json:
        show_json(found)
        return
    show_table(
        found,
        [
            ("ID", lambda c: c["id"]),
            ("WHEN", lambda c: c["created_at"]),
            ("WHO", lambda c: c["author"]),
            ("WHAT", lambda c: c["kind"]),
            ("STATE", lambda c: c["state"]),
            ("RESULT", lambda c: c["result"] or ""),
        ],
        empty="No commands.",
    )
