"""`phony call`: a real call through the sandbox's carrier, watched live from the terminal."""

from __future__ import annotations

import base64
import json
import time
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
import typer
from rich.console import Console
from rich.text import Text

from phony.cli.rest import KeyOption, Refused, Rest, UrlOption, parse_pairs
from phony.domain.audio import to_mulaw
from phony.domain.calls import FINAL_STATUSES

FROM = "+15551230001"
PERSON = "+15551230002"
_FINAL = {status.value for status in FINAL_STATUSES}
_APPEAR_S = 20.0  # from the carrier's ring to the product's record
_QUIET_S = 90.0  # nothing at all happens in a call for so long: give up
# The call was put through, and yet did not do what it was for.
_BROKEN = {"engine_failed", "carrier_failed", "rejected", "lost", "error"}
_RECONNECT_S = 15.0  # without a live feed
_TAIL_S = 20.0  # from the end of the call to its recording and last words
_ROLES = {"caller": "cyan", "agent": "green", "operator": "magenta", "system": "dim"}
_PARTS = ("decide", "think", "play")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(call)


def call(
    to: Annotated[str, typer.Option(help="The number to call, as +1...")] = "+18578167225",
    from_: Annotated[str, typer.Option("--from", help="The caller's number.")] = FROM,
    say: Annotated[
        list[str] | None, typer.Option(help="A line to speak; repeat it for more.")
    ] = None,
    wav: Annotated[
        Path | None,
        typer.Option(help="Speak this WAV file (mono, 8 kHz or a multiple, 16 bits)."),
    ] = None,
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
    edits: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="key=value@2: change the agent's context after its second turn "
            "(a greeting is its first).",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Save both sides here, as stereo WAV.")] = None,
    sandbox_url: Annotated[
        str | None, typer.Option(help="Where the sandbox runs.", show_default="asked of Phony")
    ] = None,
    url: UrlOption = None,
    key: KeyOption = None,
) -> None:
    """Call a number through the sandbox, or have an agent call a scripted person."""
    rest = Rest(url, key)
    if from_agent and to == "+18578167225":
        to = PERSON  # the default is an agent's own number
    script = _script(persona, say or [], wav, dtmf)
    changes = _changes(edits or [])
    sandbox = Sandbox(sandbox_url or _sandbox_url(rest))
    if from_agent:
        call_id = _call_by_agent(rest, sandbox, rest.agent(from_agent), to, script)
    else:
        call_id = _call_in(rest, sandbox, from_, to, script)
    ok = Watch(rest, sandbox, call_id, changes).run()
    _save(rest, sandbox, call_id, out or Path(f"{call_id}.wav"))
    if not ok:
        raise typer.Exit(1)


def _call_by_agent(
    rest: Rest, sandbox: Sandbox, agent: dict[str, Any], to: str, script: dict[str, Any]
) -> str:
    """Have an agent call a scripted person; the call's id."""
    sandbox.request("PUT", f"/sandbox/parties/{to}", script)
    order = {"agent_id": agent["id"], "to_number": to}
    return str(rest.request("POST", "/agents/call/outbound", body=order).json()["id"])


def _call_in(rest: Rest, sandbox: Sandbox, from_: str, to: str, script: dict[str, Any]) -> str:
    """Have a scripted person call a number; the call's id."""
    wanted = {"from": from_, "to": to, "persona": script}
    return _find(rest, sandbox, sandbox.request("POST", "/sandbox/calls", wanted)["sid"])


class Sandbox:
    """The sandbox's own API."""

    def __init__(self, url: str) -> None:
        """`url` without a path."""
        self.url = url.rstrip("/")

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Ask for JSON.

        Raises:
            Refused: the sandbox says no, or does not answer.
        """
        return self._ask(method, path, body).json()

    def wav(self, sid: str) -> bytes:
        """What both ends of the call heard."""
        return self._ask("GET", f"/sandbox/calls/{sid}/recording.wav", None).content

    def _ask(self, method: str, path: str, body: Any) -> httpx.Response:
        try:
            response = httpx.request(method, self.url + path, json=body, timeout=60)
        except httpx.HTTPError as error:
            raise Refused(
                f"The sandbox does not answer at {self.url} ({type(error).__name__}).",
                cure="`phony serve` starts one when no Twilio account is configured; "
                "or say where one runs with --sandbox-url.",
            ) from error
        if response.is_error:
            try:
                told = str(response.json()["detail"])
            except (ValueError, KeyError, TypeError):
                told = response.text[:200]
            raise Refused(f"The sandbox answers {response.status_code}: {told}")
        return response


def _sandbox_url(rest: Rest) -> str:
    setup = rest.get("/setup")
    found = setup["sandbox_url"] if setup["carrier"] == "sandbox" else None
    if not found:
        raise Refused(
            "This Phony uses a real carrier: phony call needs the sandbox's.",
            cure="Start one with `phony serve --sandbox`, or name one with --sandbox-url.",
        )
    return str(found)


# ---- what to say --------------------------------------------------------------------------


def _script(
    persona: Path | None, say: list[str], wav: Path | None, dtmf: str | None
) -> dict[str, Any]:
    from phony.sandbox.persona import Persona, read

    try:
        script = read(persona.read_text()) if persona else Persona()
        sound = _read_wav(wav) if wav else None
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}: {error.strerror}") from error
    shown = script.model_dump(mode="json", exclude_unset=True)
    lines: list[Any] = list(shown.get("lines", []))
    lines += [{"say": text} for text in say]
    if sound is not None:
        lines.append({"sound": base64.b64encode(sound).decode()})
    if dtmf:
        lines.append({"dtmf": dtmf})
    if not lines and script.kind == "person":
        raise typer.BadParameter("nothing to say: give --say, --wav, --dtmf or --persona")
    return {**shown, "lines": lines}


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


@dataclass
class Change:
    """A context edit and the agent turn after which it is made."""

    after: int
    values: dict[str, Any]
    done: bool = False


def _changes(edits: list[str]) -> list[Change]:
    changes: dict[int, Change] = {}
    for text in edits:
        pair, at, number = text.rpartition("@")
        if not at or not number.isdigit() or int(number) < 1:
            raise typer.BadParameter(f"{text!r} is not KEY=VALUE@TURN, such as hours=9-5@2")
        change = changes.setdefault(int(number), Change(int(number), {}))
        change.values.update(parse_pairs([pair]))
    return list(changes.values())


# ---- watching -----------------------------------------------------------------------------


def _find(rest: Rest, sandbox: Sandbox, sid: str) -> str:
    """The product's record of the carrier's call."""
    deadline = time.monotonic() + _APPEAR_S
    while time.monotonic() < deadline:
        for found in rest.get("/calls", limit=20)["items"]:
            if found["carrier_call_sid"] == sid:
                return str(found["id"])
        shown = sandbox.request("GET", f"/sandbox/calls/{sid}")
        if shown["status"] in ("failed", "busy", "no-answer", "canceled"):
            raise Refused(
                f"The call was not put through: {shown['end_reason'] or shown['status']}.",
                cure="Give the number to an enabled inbound agent: `phony numbers list` shows "
                "who answers.",
            )
        time.sleep(0.1)
    raise Refused("The carrier rang, but Phony has no record of the call.", cure="phony doctor")


@dataclass
class Watch:
    """Prints a call's turns as they become final, and edits its context in between."""

    rest: Rest
    sandbox: Sandbox
    call_id: str
    changes: list[Change]
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    printed: set[str] = field(default_factory=set)
    turns: dict[str, dict[str, Any]] = field(default_factory=dict)
    edit_states: dict[str, str] = field(default_factory=dict)
    agent_turns: int = 0

    def run(self) -> bool:
        """Until the call is over; whether it was answered and every edit was made."""
        call: dict[str, Any] = {}
        self.console.print(f"[dim]{self.call_id}[/]")
        for message in self._messages():
            match message["type"]:
                case "snapshot":
                    call = next(iter(message["calls"]), call)
                    for turn in message.get("turns", {}).get(self.call_id, []):
                        self._turn(turn)
                    for edit in message.get("edits", []):
                        self._edit(edit)
                case "call":
                    call = {**call, **message["call"]}
                case "turn":
                    self._turn(message["turn"])
                case "edit":
                    self._edit(message["edit"])
            if call.get("status") in _FINAL:
                break
        return self._finish()

    def _messages(self) -> Iterator[dict[str, Any]]:
        """The live feed of this call; ends when nothing has happened for too long."""
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        parts = urlsplit(self.rest.url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        address = parts._replace(scheme=scheme).geturl() + f"/events?scope=call:{self.call_id}"
        cursor, lost_at = "", 0.0
        while True:
            try:
                with connect(
                    address + (f"&cursor={cursor}" if cursor else ""),
                    additional_headers=self.rest.headers,
                    max_size=None,
                ) as socket:
                    last = time.monotonic()
                    while time.monotonic() < last + _QUIET_S:
                        try:
                            message = json.loads(socket.recv(timeout=1))
                        except TimeoutError:
                            continue
                        cursor, lost_at = message.get("cursor") or cursor, 0.0
                        if message["type"] not in ("ping", "levels"):
                            last = time.monotonic()
                        yield message
                return
            except (WebSocketException, OSError) as error:
                # Its worker may have ended: another one goes on from the cursor.
                lost_at = lost_at or time.monotonic()
                if not cursor or time.monotonic() > lost_at + _RECONNECT_S:
                    raise Refused(
                        f"The live feed of {self.rest.url} broke off ({type(error).__name__}).",
                        cure="The call goes on: `phony calls show` has its record.",
                    ) from error
                time.sleep(0.3)

    def _turn(self, turn: dict[str, Any]) -> None:
        self.turns[turn["id"]] = turn
        # In the order of the conversation: a caller's words may come after the answer.
        for ready in sorted(self.turns.values(), key=lambda turn: turn["index"]):
            if ready["id"] in self.printed:
                continue
            if not ready["final"]:
                break
            self._print(ready)

    def _print(self, turn: dict[str, Any]) -> None:
        self.printed.add(turn["id"])
        style = _ROLES.get(turn["role"], "")
        line = Text(f"{turn['started_ms'] / 1000:7.1f} s  ", style="dim")
        line.append(f"{turn['role']:>8}  ", style=f"bold {style}")
        said, heard = turn["said"], turn["heard"]
        if turn["role"] == "agent" and said.startswith(heard) and said != heard:
            line.append(heard, style=style)
            line.append("  (not heard:" if heard else "(not heard:", style="dim")
            line.append(f" {said[len(heard) :].strip()}", style="strike dim")
            line.append(")", style="dim")
        elif said or heard:
            line.append(said or heard, style=style)
        else:
            line.append("(no words understood)", style="dim")
        self.console.print(line)
        if latency := turn.get("latency"):
            parts = " + ".join(f"{name} {latency[name]:.0f}" for name in _PARTS)
            self.console.print(f"[dim]{'':22}{latency['total']:.0f} ms = {parts}[/]")
        if turn["role"] == "agent":
            self.agent_turns += 1
            for change in self.changes:
                if change.after == self.agent_turns:
                    self._change(change)

    def _change(self, change: Change) -> None:
        change.done = True
        self.rest.request("PATCH", f"/calls/{self.call_id}/context", body={"set": change.values})
        shown = ", ".join(f"{key} = {value!r}" for key, value in change.values.items())
        self.console.print(Text(f"{'':11}    edit  {shown}", style="yellow"))

    def _edit(self, edit: dict[str, Any]) -> None:
        if self.edit_states.get(edit["id"]) == edit["state"]:
            return
        self.edit_states[edit["id"]] = edit["state"]
        if edit["state"] in ("confirmed", "refused", "expired"):
            why = f": {edit['reason']}" if edit.get("reason") else ""
            took = ""
            if edit.get("confirmed_at") and edit.get("created_at"):
                took = f" {_ms_between(edit['created_at'], edit['confirmed_at']):.0f} ms later"
            self.console.print(Text(f"{'':11}    edit  {edit['state']}{took}{why}", style="yellow"))

    def _finish(self) -> bool:
        """The last words, the figures, and whether all went as asked."""
        deadline = time.monotonic() + _TAIL_S
        while True:
            call = self.rest.get(f"/calls/{self.call_id}")
            turns = self.rest.items(f"/calls/{self.call_id}/turns")
            settled = call["status"] in _FINAL and all(turn["final"] for turn in turns)
            if settled or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        for turn in sorted(turns, key=lambda turn: turn["index"]):
            if turn["id"] not in self.printed:
                self._print(turn)
        self.console.print(
            f"[dim]{call['status']} ({call['outcome']}), {call['duration_s'] or 0:.1f} s, "
            f"${call['cost']['total_usd']:.4f}[/]"
        )
        ok = call["status"] == "completed" and call["outcome"] not in _BROKEN
        for change in self.changes:
            if not change.done:
                ok = False
                self.console.print(
                    f"[red]The agent had no turn {change.after}: "
                    f"{', '.join(change.values)} was not changed.[/]"
                )
        if sid := call["carrier_call_sid"]:
            for check in self._expectations(sid):
                if not check["ok"]:
                    ok = False
                    self.console.print(
                        Text(f"Expected {check['missing']}, heard {check['heard']!r}.", style="red")
                    )
        return ok

    def _expectations(self, sid: str) -> list[dict[str, Any]]:
        """What the scripted person checked; recognition of speech takes a moment."""
        deadline = time.monotonic() + _TAIL_S
        while True:
            shown = self.sandbox.request("GET", f"/sandbox/calls/{sid}")
            checks: list[dict[str, Any]] = shown["expectations"]
            if len(checks) >= shown["expected"] or time.monotonic() > deadline:
                return checks
            time.sleep(0.2)


def _ms_between(earlier: str, later: str) -> float:
    from datetime import datetime

    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() * 1e3


def _save(rest: Rest, sandbox: Sandbox, call_id: str, path: Path) -> None:
    """Phony's own recording; the far ends' when the agent does not record."""
    deadline = time.monotonic() + _TAIL_S
    call = rest.get(f"/calls/{call_id}")
    recorded = (call.get("agent") or {}).get("recording", True)
    while recorded and not call["has_recording"] and time.monotonic() < deadline:
        time.sleep(0.2)
        call = rest.get(f"/calls/{call_id}")
    if call["has_recording"]:
        sound = rest.request("GET", f"/calls/{call_id}/recording").content
    elif call["carrier_call_sid"]:
        sound = sandbox.wav(call["carrier_call_sid"])
    else:
        return
    try:
        path.write_bytes(sound)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.", cure="Use --out.") from error
    Console(highlight=False).print(f"[dim]{path}[/]")
