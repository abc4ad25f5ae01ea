"""Every command of the documentation is run as it stands, page by page, on a fresh product."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from tests.cli.serving import wait_for
from tests.support.running import NUMBER, Running, running
from tests.support.told import Told

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("*.md"))]
_BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^```(\w*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:]+?\.md)(#[^)]*)?\)")


def script_is_sound(command: str) -> None:
    subprocess.run(["bash", "-n", str(ROOT / command.split()[0])], check=True)


def services_exist(command: str) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    wanted = command.split("up -d ")[1].split()
    assert set(wanted) <= set(compose["services"])


def is_running_already(command: str) -> None:
    """The product under test was started with this very command."""


# What cannot run inside a test: it installs, or it is what runs all the while.
STARTS: dict[str, Callable[[str], None]] = {
    "scripts/start": script_is_sound,
    "docker-compose ": services_exist,
    "phony serve": is_running_already,
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    # Tools and receivers of the examples run on this machine.
    with running(tmp_path_factory.mktemp("docs"), PHONY_ALLOW_PRIVATE_URLS="true") as product:
        yield product


@pytest.fixture
def empty(product: Running) -> Iterator[Running]:
    """The product, without agents."""
    yield product
    for agent in product.api.get("/agents/?limit=500").json()["items"]:
        product.api.delete(f"/agents/{agent['id']}?force=true")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_every_command_of_a_page_works(page: Path, empty: Running, tmp_path: Path) -> None:
    commands: list[str] = []
    for block in _BLOCK.findall(page.read_text()):
        start = next((begin for begin in STARTS if block.startswith(begin)), None)
        if start is not None:
            STARTS[start](block.strip())
        else:
            commands.append(block)
    if not commands:
        return
    address = empty.url.removeprefix("http://")
    script = "\n".join(commands).replace("localhost:24187", address)
    clean = {
        name: value
        for name, value in os.environ.items()  # noqa: TID251 - the child's environment
        if not name.startswith(("PHONY_", "TWILIO_", "OPENAI_", "MONGODB_"))
    }
    here = {"PHONY_URL": empty.url, "PHONY_DATA_DIR": str(empty.serving.data_dir)}
    path = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", script],
        env=clean | {"PATH": path} | here,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=220,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-1000:]


def test_the_webhook_receiver_of_the_examples_hears_of_a_call(
    empty: Running, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    hook = empty.api.post("/webhooks", json={"url": url}).json()
    file = tmp_path / "calls.jsonl"
    receiver = subprocess.Popen(
        [sys.executable, ROOT / "examples" / "webhook_receiver.py", str(port), str(file)],
        env={"WEBHOOK_SECRET": hook["secret"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        agent = {"name": "Desk", "type": "inbound", "phone_number": NUMBER}
        empty.api.post("/agents/", json={**agent, "greeting_message": "Hello!"})
        call_id = empty.ring("Please remember my name is Ann.")
        wait_for(lambda: file.exists() and file.read_text(), "the receiver to hear of the call", 40)
    finally:
        receiver.terminate()
        receiver.wait()
        empty.api.delete(f"/webhooks/{hook['id']}")
    (line,) = file.read_text().splitlines()
    event = json.loads(line)
    Told(empty.api.get("/openapi.json").json()).check(event)
    call, transcript = event["data"]["call"], event["data"]["transcript"]
    assert (call["id"], call["status"], call["has_recording"]) == (call_id, "completed", True)
    (noted,) = [turn for turn in transcript if turn["kind"] == "tool"]
    assert (noted["said"], noted["data"]["ok"]) == ("update_context", True)
    assert json.loads(noted["data"]["arguments"])["value"] == "Ann"


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_pages_hold_together(page: Path) -> None:
    text = page.read_text()
    fences = _FENCE.findall(text)
    assert len(fences) % 2 == 0
    assert "sh" not in fences
    assert "console" not in fences, "commands stand in bash blocks, so that they are run"
    for target, _ in _LINK.findall(text):
        assert (page.parent / target).is_file(), target


def test_every_setting_in_the_docs_exists() -> None:
    from phony.settings import Settings

    known = {f"PHONY_{name.upper()}" for name in Settings.model_fields}
    compose = (ROOT / "docker-compose.yml").read_text()
    known |= set(re.findall(r"\$\{(PHONY_\w+)", compose))  # what compose itself is told
    named = set(re.findall(r"PHONY_[A-Z_]+[A-Z]", "".join(page.read_text() for page in PAGES)))
    assert named <= known
