"""Tools: what the model may call, and how every call is answered exactly once.

Built-in tools are answered here. The operator's HTTP tools become `RunTool` and are answered when
`ToolFinished` comes back, or after their time is up. All outputs of a response go out first, then
one `Ask` has the model speak.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from phony.domain.actions import AfterStream, AnswerTool, RunTool
from phony.domain.agents import Agent
from phony.domain.calls import CallOutcome
from phony.domain.engine import OfferedTool
from phony.domain.events import ResponseDone, ToolCalled, ToolFinished
from phony.domain.tools import HttpTool
from phony.domain.turns import Role
from phony.session import prompt
from phony.session.core import Core
from phony.session.edits import Edits
from phony.session.ending import Ending
from phony.session.presses import Presses
from phony.session.responses import Request, Responses
from phony.session.timers import Timer

# On top of a tool's own timeout, before we answer in its place.
GRACE_MS = 3000.0
_MAX_OUTPUT = 16_000
_SHORTENED = '... [shortened]"'


def offered(agent: Agent) -> list[OfferedTool]:
    """The tools that an agent's model may call."""
    settings = agent.tools
    builtin = {name: _BUILTIN[name] for name in settings.builtin}
    if not settings.transfer_targets:
        builtin.pop("transfer_call", None)
    tools = [OfferedTool(name, *builtin[name]) for name in builtin]
    for tool in tools:
        if tool.name == "transfer_call":
            tool.parameters = _transfer_parameters(agent)
    tools += [
        OfferedTool(tool.name, tool.description, tool.parameters)
        for tool in settings.http
        if tool.name not in builtin
    ]
    return tools


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _transfer_parameters(agent: Agent) -> dict[str, Any]:
    targets = list(agent.tools.transfer_targets)
    return _object(
        ["target"], target={"type": "string", "enum": targets}, reason={"type": "string"}
    )


_BUILTIN: dict[str, tuple[str, dict[str, Any]]] = {
    "end_call": (
        "Hang up. Say goodbye in the same answer, before calling this.",
        _object(["reason"], reason={"type": "string", "description": "Why the call ends."}),
    ),
    "transfer_call": (
        "Connect the caller to a person or department. Tell the caller so in the same answer.",
        _object(["target"], target={"type": "string"}, reason={"type": "string"}),
    ),
    "send_dtmf": (
        "Press keys on the telephone, for example in a voice menu.",
        _object(
            ["digits"],
            digits={"type": "string", "description": "0-9, * and #; w waits half a second."},
        ),
    ),
    "update_context": (
        "Note a fact learned in this call, so that it is kept and shown to the team.",
        _object(
            ["key", "value"],
            key={"type": "string", "description": "A short name, for example customer_name."},
            value={"type": "string", "description": "What was learned."},
        ),
    ),
}


@dataclass(slots=True)
class _Batch:
    """The calls of one response that are not answered yet."""

    open: set[str] = field(default_factory=set)
    outputs: set[str] = field(default_factory=set)  # items of ours that the next words must know
    speaks: bool = False  # the model is to say something once all are answered
    spoke: bool = False  # the response that called said something itself


@dataclass(slots=True)
class _Running:
    call: ToolCalled
    batch: _Batch
    session: int


class Tools:
    """The calls of the model and their answers."""

    def __init__(
        self, core: Core, responses: Responses, presses: Presses, ending: Ending, edits: Edits
    ) -> None:
        """Nothing is running."""
        self._core = core
        self._responses = responses
        self._presses = presses
        self._ending = ending
        self._edits = edits
        self._http = {tool.name: tool for tool in core.agent.tools.http}
        self._builtin = set(core.agent.tools.builtin)
        self._running: dict[str, _Running] = {}
        self._seen: set[str] = set()
        self._session = 0  # counts engine sessions: a call can only be answered where it was made

    @property
    def busy(self) -> bool:
        """Whether a tool is running whose answer the caller waits for."""
        return bool(self._running)

    def engine_gone(self) -> None:
        """The calls of the lost session cannot be answered any more, only told about."""
        self._session += 1

    def called(self, event: ResponseDone, *, spoke: bool) -> None:
        """Run the completed calls of a response, each once."""
        batch = _Batch(spoke=spoke)
        for call in event.tool_calls:
            if call.call_id in self._seen:
                continue
            self._seen.add(call.call_id)
            batch.open.add(call.call_id)
            self._running[call.call_id] = _Running(call, batch, self._session)
        for call_id in list(batch.open):
            self._run(self._running[call_id])

    def _run(self, running: _Running) -> None:
        call = running.call
        tool = self._http.get(call.name)
        if call.name in self._builtin:
            result = self._run_builtin(running)
            self._answer(running, json.dumps(result), ok=result["ok"])
        elif tool is not None:
            self._run_http(running, tool)
        else:
            running.batch.speaks = True
            self._answer(running, json.dumps({"error": f"no tool {call.name[:64]}"}), ok=False)

    def _run_http(self, running: _Running, tool: HttpTool) -> None:
        call = running.call
        running.batch.speaks = True

        def time_is_up() -> None:
            self.finished(ToolFinished(call.call_id, '{"error": "timeout"}', ok=False))

        core = self._core
        core.emit(RunTool(call.call_id, call.name, call.arguments))
        at_ms = core.now_ms + tool.timeout_s * 1000 + GRACE_MS
        core.timers.set(Timer.TOOL, at_ms, time_is_up, key=call.call_id)

    def finished(self, event: ToolFinished) -> None:
        """A tool of the operator's has ended; a second answer is ignored."""
        running = self._running.get(event.call_id)
        if running is None:
            return
        self._core.timers.cancel(Timer.TOOL, key=event.call_id)
        self._answer(running, event.output, ok=event.ok)

    def _answer(self, running: _Running, output: str, *, ok: bool) -> None:
        core, call, batch = self._core, running.call, running.batch
        del self._running[call.call_id]
        core.transcript.begin(
            Role.SYSTEM,
            core.now_ms,
            kind="tool",
            said=call.name,
            final=True,
            data={"arguments": call.arguments, "output": output[:_MAX_OUTPUT], "ok": ok},
        )
        if len(output) > _MAX_OUTPUT:
            output = output[:_MAX_OUTPUT] + _SHORTENED
        text = prompt.tool_output(call.name, output, core.fence)
        if running.session != self._session:
            # Asked for by a session that is gone: the new one is told as a fact.
            batch.outputs.add(core.tell(text))
        else:
            item_id = core.new_id("out")
            core.emit(AnswerTool(item_id, call.call_id, text, core.new_id("ci")))
            batch.outputs.add(item_id)
        batch.open.discard(call.call_id)
        if not batch.open and batch.speaks and not core.closing:
            self._responses.want(Request("reply", needs=set(batch.outputs)))

    # ---- built in ---------------------------------------------------------------------------

    def _run_builtin(self, running: _Running) -> dict[str, Any]:
        try:
            arguments = json.loads(running.call.arguments or "{}")
            if not isinstance(arguments, dict):
                raise ValueError("the arguments are no object")
            match running.call.name:
                case "end_call":
                    return self._end_call(running.batch, arguments)
                case "transfer_call":
                    return self._transfer_call(running.batch, arguments)
                case "send_dtmf":
                    return self._send_dtmf(arguments)
                case _:
                    return self._update_context(running.batch, arguments)
        except ValueError as error:
            running.batch.speaks = True
            return {"ok": False, "error": str(error)[:200]}

    def _end_call(self, batch: _Batch, arguments: dict[str, Any]) -> dict[str, Any]:
        goodbye = "" if batch.spoke else self._short_farewell()
        reason = str(arguments.get("reason") or "")[:200]
        self._ending.begin(CallOutcome.AGENT_HUNG_UP, reason or "end_call", instructions=goodbye)
        return {"ok": True}

    def _short_farewell(self) -> str:
        return (
            "Say goodbye to the caller in one short sentence. The call ends after it. "
            + prompt.language_rule(self._core.agent.language)
        )

    def _transfer_call(self, batch: _Batch, arguments: dict[str, Any]) -> dict[str, Any]:
        targets = self._core.agent.tools.transfer_targets
        target = str(arguments.get("target", "")).strip()
        number = _target_number(targets, target)
        if number is None:
            raise ValueError(f"unknown target; known are: {', '.join(targets)}")
        words = "" if batch.spoke else self._connecting()
        self._ending.begin(
            CallOutcome.TRANSFERRED,
            f"transfer:{target[:100]}",
            after=AfterStream("transfer", to_number=number),
            instructions=words,
        )
        return {"ok": True}

    def _connecting(self) -> str:
        return (
            "Tell the caller in one short sentence that you are connecting them now. "
            + prompt.language_rule(self._core.agent.language)
        )

    def _send_dtmf(self, arguments: dict[str, Any]) -> dict[str, Any]:
        digits = str(arguments.get("digits", "")).replace(" ", "")
        self._presses.press(digits, self._pressed)
        # No words after keys: whoever asked for them answers next.
        return {"ok": True, "sent": digits}

    def _pressed(self, pressed: bool) -> None:
        if not pressed and not self._core.closing:
            self._core.tell("The keys could not be pressed: the telephone network refused.")

    def _update_context(self, batch: _Batch, arguments: dict[str, Any]) -> dict[str, Any]:
        batch.speaks = batch.speaks or not batch.spoke
        key = str(arguments.get("key", "")).strip()
        if not key or len(key) > 100 or "value" not in arguments:
            raise ValueError("a key of at most 100 characters and a value are needed")
        self._edits.noted_by_model(key, arguments["value"])
        return {"ok": True}


def _target_number(targets: dict[str, str], target: str) -> str | None:
    """The number of a target by its name, else by the number itself if that is a target's."""
    for name, number in targets.items():
        if target.casefold() in (name.casefold(), number):
            return number
    return None
