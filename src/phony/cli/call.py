"""`phony call`: a real call through the sandbox's carrier, watched live from the terminal."""

from __future__ import annotations

import base64
import re
import time
import wave
from array import array
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from phony.cli import elsewhere
from phony.cli.far_end import Sandbox
from phony.cli.rest import (
    JsonFlag,
    KeyOption,
    Refused,
    Rest,
    UrlOption,
    parse_pairs,
    show_error,
    show_json,
)
from phony.cli.watching import Change, Report, Watch
from phony.domain.audio import to_mulaw
from phony.domain.errors import Invalid, PhonyError
from phony.domain.phone import destination
from phony.sandbox.persona import Persona
from phony.sandbox.persona import parse as parse_persona
from phony.sandbox.persona import read as read_persona

FROM = "+15551230001"
AGENT = "+18578167225"
PERSON = "+15551230002"
_RECORDED_S = 20.0  # from the end of the call to its recording
WENT_OTHERWISE, NO_CALL = 1, 3  # exit codes; 2: the command is not to be understood


Wav = Annotated[
    Path | None, typer.Option(help="Speak this WAV file (mono, 8 kHz or a multiple, 16 bits).")
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE[@TURN]",
        help="What the agent knows in this call. With @2 it is changed after the agent's second "
        "turn (a greeting is its first).",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(call)


def call(
    to: Annotated[
        str | None,
        typer.Option(help="The number to call, as +1...", show_default=AGENT),
    ] = None,
    from_: Annotated[str, typer.Option("--from", help="The caller's number.")] = FROM,
    say: Annotated[
        list[str] | None, typer.Option(help="A line to speak; repeat it for more.")
    ] = None,
    wav: Wav = None,
    dtmf: Annotated[
        str | None, typer.Option(help="Keys to press after the lines, w waits.")
    ] = None,
    persona: Annotated[
        Path | None, typer.Option(help="A scripted person, as YAML: see docs/personas.md.")
    ] = None,
    from_agent: Annotated[
        str | None,
        typer.Option(help="An outbound agent (id or name) that calls --to instead."),
    ] = None,
    set_: Set = None,
    out: Annotated[
        Path | None, typer.Option(help="Save the sound here: a stereo WAV, caller left.")
    ] = None,
    sandbox_url: Annotated[
        str | None, typer.Option(help="Where the sandbox runs.", show_default="asked of Phony")
    ] = None,
    json: JsonFlag = False,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Call a number through the sandbox, or have an agent call a scripted person.

    Exit codes: 0 all went as asked; 1 an expectation was not met, an edit not made, or the call
    failed; 2 the command or the persona is wrong; 3 there was no call: no answer from Phony or its
    sandbox, or it refused.
    """
    script = _script(persona, say or [], wav, dtmf)
    changes = _changes(set_ or [])
    console = Console(highlight=False, soft_wrap=True, stderr=json)
    try:
        rest = Rest(url, key)
        sandbox = Sandbox(sandbox_url) if sandbox_url else Sandbox.of(rest)
        if from_agent:
            agent = rest.agent(from_agent)
            report = _call_by_agent(rest, sandbox, agent, to or PERSON, script, changes, console)
        else:
            _warn_of_agent(rest, to or AGENT)
            wanted = {"from": from_, "to": to or AGENT, "persona": _shown(script)}
            report = _call_in(rest, sandbox, wanted, script, changes, console)
        saved = _save(rest, sandbox, report.call, out) if out else None
    except PhonyError as error:
        show_error(error)
        raise typer.Exit(NO_CALL) from error
    if json:
        show_json(report.show(str(saved) if saved else None))
    elif saved:
        console.print(f"[dim]{saved}[/]")
    if report.problems:
        raise typer.Exit(WENT_OTHERWISE)


def _call_in(
    rest: Rest,
    sandbox: Sandbox,
    wanted: dict[str, Any],
    script: Persona,
    changes: list[Change],
    console: Console,
) -> Report:
    """Have a scripted person call a number, whoever answers it."""
    sid = str(sandbox.request("POST", "/sandbox/calls", wanted)["sid"])
    if call_id := sandbox.record_of(sid, rest):
        return Watch(rest, sandbox, call_id, script, changes, console).run()
    return elsewhere.follow(sandbox, sid, script, changes, console)


def _call_by_agent(
    rest: Rest,
    sandbox: Sandbox,
    agent: dict[str, Any],
    to: str,
    script: Persona,
    changes: list[Change],
    console: Console,
) -> Report:
    """Have an agent call a scripted person; afterwards a stranger has the number again."""
    party = f"/sandbox/parties/{destination(to).number}"
    sandbox.request("PUT", party, _shown(script))
    order = {"agent_id": agent["id"], "to_number": to, "context_override": _start_of(changes)}
    try:
        placed = rest.request("POST", "/agents/call/outbound", body=order).json()
        _warn(placed["warnings"])
        return Watch(rest, sandbox, str(placed["id"]), script, changes, console).run()
    finally:
        sandbox.request("DELETE", party)


def _warn(notices: list[dict[str, Any]]) -> None:
    """What is known about the agent before anybody has spoken."""
    for notice in notices:
        cure = f" {notice['cure']}" if notice["cure"] else ""
        typer.secho(f"warning: {notice['message']}{cure}", fg="yellow", err=True)


def _warn_of_agent(rest: Rest, number: str) -> None:
    """What is known about the agent that answers a number."""
    try:
        agents = rest.request("GET", "/agents/", params={"phone_number": number}).json()["items"]
    except Refused:  # not a number; the call itself will say what becomes of it
        return
    for agent in agents:
        _warn(agent["warnings"] if agent["type"] == "inbound" else [])


def _shown(script: Persona) -> dict[str, Any]:
    return script.model_dump(mode="json", exclude_unset=True)


# ---- what to say --------------------------------------------------------------------------


def _script(persona: Path | None, say: list[str], wav: Path | None, dtmf: str | None) -> Persona:
    """The persona with the lines that were given beside it.

    Raises:
        typer.BadParameter: a file cannot be read, or makes no sense; or there is nothing to say.
    """
    try:
        script = read_persona(_text_of(persona)) if persona else Persona()
        lines: list[Any] = [{"say": text} for text in say]
        if wav:
            lines.append({"sound": base64.b64encode(_read_wav(wav)).decode()})
        if dtmf:
            lines.append({"dtmf": dtmf})
        given = _shown(script)
        script = parse_persona({**given, "lines": [*given.get("lines", []), *lines]})
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}") from error
    except Invalid as error:
        raise typer.BadParameter(f"{error}" + (f" ({error.cure})" if error.cure else "")) from error
    if not script.lines and script.kind == "person":
        raise typer.BadParameter("nothing to say: give --say, --wav, --dtmf or --persona")
    return script


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{path} is no text in UTF-8") from error


def _read_wav(path: Path) -> bytes:
    """The file's first channel as 8 kHz mu-law."""
    try:
        with wave.open(str(path)) as file:
            rate, width, channels = file.getframerate(), file.getsampwidth(), file.getnchannels()
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise typer.BadParameter(f"{path} is no WAV file: {error or 'it is empty'}") from error
    if width != 2 or rate % 8000:
        raise typer.BadParameter(
            f"{path} has {rate} Hz at {8 * width} bits: make it 8000 Hz, 16 bits "
            "(sox FILE -r 8000 -b 16 -c 1 out.wav)"
        )
    samples = array("h", data)[::channels]
    step = rate // 8000
    # Averaging is low-pass enough for a test caller.
    means = [sum(samples[at : at + step]) // step for at in range(0, len(samples) - step + 1, step)]
    return bytes(map(to_mulaw, means))


def _changes(pairs: list[str]) -> list[Change]:
    """What the agent is to know, by the turn after which it is told; 0 is the start."""
    changes: dict[int, Change] = {}
    for text in pairs:
        found = re.fullmatch(r"(.*)@(\d+)", text, re.DOTALL)
        pair, turn = (found[1], int(found[2])) if found else (text, 0)
        change = changes.setdefault(turn, Change(turn, {}))
        change.values.update(parse_pairs([pair]))
    return list(changes.values())


def _start_of(changes: list[Change]) -> dict[str, Any]:
    """Take out what is known from the start."""
    start = next((change for change in changes if change.after == 0), None)
    if start is None:
        return {}
    changes.remove(start)
    return start.values


# ---- what is kept -------------------------------------------------------------------------


def _save(rest: Rest, sandbox: Sandbox, call: dict[str, Any], path: Path) -> Path | None:
    """Phony's own recording; the far ends' when the agent does not record, or is not ours."""
    call_id, sid = call["id"], call["carrier_call_sid"]
    sound = None if call_id == sid else _recorded(rest, call_id)
    if sound is None and sid:
        sound = sandbox.wav(sid)
    if sound is None:
        return None
    try:
        path.write_bytes(sound)
    except OSError as error:
        raise Refused(
            f"{path} cannot be written: {error.strerror}.", cure="Choose another --out."
        ) from error
    return path


def _recorded(rest: Rest, call_id: str) -> bytes | None:
    """Phony's recording, once it is made; None if there is to be none."""
    deadline = time.monotonic() + _RECORDED_S
    call = rest.get(f"/calls/{call_id}")
    wanted = (call.get("agent") or {}).get("recording", True)
    while wanted and not call["has_recording"] and time.monotonic() < deadline:
        time.sleep(0.2)
        call = rest.get(f"/calls/{call_id}")
    if not call["has_recording"]:
        return None
    return bytes(rest.request("GET", f"/calls/{call_id}/recording").content)
