"""The container files, read by real parsers; and the build that the image runs, run."""

from __future__ import annotations

import ipaddress
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from dockerfile_parse import DockerfileParser

from phony.cli import orphan
from phony.settings import PORT, Settings, variables

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def backend(compose: dict[str, Any]) -> dict[str, Any]:
    service: dict[str, Any] = compose["services"]["backend"]
    return service


@pytest.fixture(scope="module")
def dockerfile() -> DockerfileParser:
    return DockerfileParser(path=str(ROOT / "Dockerfile"))


def instructions(dockerfile: DockerfileParser, name: str) -> list[str]:
    return [s["value"] for s in dockerfile.structure if s["instruction"] == name]


def seconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)s", text)
    assert found
    return int(found[1])


def default(value: str) -> str:
    """What compose puts in for `${NAME:-value}` when NAME is not set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_two_services_are_the_whole_start(compose: dict[str, Any], backend: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"backend", "mongodb"}
    assert backend["depends_on"] == {"mongodb": {"condition": "service_healthy"}}
    assert backend["build"] == "."


def test_the_port_is_published_on_this_machine_only(backend: dict[str, Any]) -> None:
    assert backend["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]


def test_mongodb_is_not_published_and_not_on_the_outer_network(compose: dict[str, Any]) -> None:
    mongodb = compose["services"]["mongodb"]
    assert "ports" not in mongodb
    assert [compose["networks"][name] for name in mongodb["networks"]] == [{"internal": True}]


# What the image fixes, the command line's own, and ports that stay inside.
NOT_HANDED_ON = {
    "PHONY_HOST",
    "PHONY_PORT",
    "PHONY_DATA_DIR",
    "PHONY_MONGOD",
    "PHONY_URL",
    "PHONY_SANDBOX_PORT",
    "PHONY_SANDBOX_TLS_PORT",
}


def test_compose_hands_every_setting_on(backend: dict[str, Any]) -> None:
    given = backend["environment"]
    assert set(given) == variables().keys() - NOT_HANDED_ON
    for name, value in given.items():
        source = "PHONY_GATEWAY" if name == "PHONY_TRUSTED_GATEWAYS" else name
        assert value.startswith(f"${{{source}:-"), f"{name} does not come from .env"


def test_what_compose_hands_on_by_itself_is_the_default(backend: dict[str, Any]) -> None:
    """Whatever is not set must be as if compose said nothing, unless the container wants it."""
    wanted = {"MONGODB_URL", "PHONY_TRUSTED_GATEWAYS", "PHONY_LOG_JSON"}
    given = {name: default(value) for name, value in backend["environment"].items()}
    shown = Settings.model_validate(
        {variables()[name]: value for name, value in given.items() if value}
    )
    usual = Settings()
    fields = {variables()[name] for name in given.keys() - wanted}
    assert {f: getattr(shown, f) for f in fields} == {f: getattr(usual, f) for f in fields}


def test_unset_variables_mean_not_configured(
    backend: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in backend["environment"].items():
        monkeypatch.setenv(name, default(value))
    settings = Settings()
    assert settings.carrier_is_sandbox
    assert settings.engine_is_sandbox
    assert not settings.public_url
    assert not settings.mongodb_is_private
    assert (settings.workers, settings.drain_s) == (1, 30)


def test_the_gateway_counts_as_this_machine(
    compose: dict[str, Any], backend: dict[str, Any]
) -> None:
    (network,) = compose["networks"]["edge"]["ipam"]["config"]
    gateway = default(network["gateway"])
    assert default(backend["environment"]["PHONY_TRUSTED_GATEWAYS"]) == gateway
    assert ipaddress.ip_address(gateway) in ipaddress.ip_network(default(network["subnet"]))


def test_stopping_waits_longer_than_a_calls_drain(backend: dict[str, Any]) -> None:
    longest = Settings.model_fields["drain_s"].default + orphan.STOP_GRACE_S
    assert seconds(backend["stop_grace_period"]) > longest + 10  # then sandbox and lock


def test_mongodb_becomes_a_replica_set_by_itself(
    compose: dict[str, Any], backend: dict[str, Any]
) -> None:
    mongodb = compose["services"]["mongodb"]
    name = mongodb["command"][mongodb["command"].index("--replSet") + 1]
    script = mongodb["healthcheck"]["test"][-1]
    assert f'_id: "{name}"' in script
    assert 'host: "mongodb:27017"' in script
    assert "isWritablePrimary" in script
    url = default(backend["environment"]["MONGODB_URL"])
    assert url == f"mongodb://mongodb:27017/?replicaSet={name}"


def test_both_services_are_watched_and_keep_their_data(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["restart"] == "unless-stopped"
        assert {volume.split(":")[0] for volume in service["volumes"]} <= set(compose["volumes"])


def test_the_image_is_built_in_stages_and_runs_as_nobody(dockerfile: DockerfileParser) -> None:
    assert len(dockerfile.parent_images) == 2
    assert len(set(dockerfile.parent_images)) == 1  # a venv moves only between equal Pythons
    last_stage = [s["instruction"] for s in dockerfile.structure]
    last_stage = last_stage[len(last_stage) - last_stage[::-1].index("FROM") :]
    assert "USER" in last_stage
    assert instructions(dockerfile, "USER")[-1].split(":")[0] not in ("0", "root")
    assert instructions(dockerfile, "EXPOSE") == [str(PORT)]


def test_the_image_copies_what_exists_and_what_is_not_ignored(dockerfile: DockerfileParser) -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied = [
        source
        for value in instructions(dockerfile, "COPY")
        if "--from" not in value
        for source in shlex.split(value)[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored, source


@pytest.mark.timeout(600)
def test_the_images_build_gives_a_working_program(
    dockerfile: DockerfileParser, tmp_path: Path
) -> None:
    """Copies what the Dockerfile copies, runs what it runs; only the base image is not its own."""
    tree = tmp_path / "src"
    tree.mkdir()
    listing = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listing.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)

    (command,) = [c for c in instructions(dockerfile, "RUN") if "build.sh" in c]
    prefix = tmp_path / "phony"
    script, _, requirements = shlex.split(command)
    assert requirements == "$REQUIREMENTS"
    done = subprocess.run(
        [tree / script, prefix, "runtime"],
        cwd=tree,
        env={**os.environ, "UV_COMPILE_BYTECODE": "0"},  # noqa: TID251 - takes longer than the rest
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]

    shutil.rmtree(tree)  # what runs must not need the sources
    version = subprocess.run(
        [prefix / "bin" / "phony", "version"], capture_output=True, text=True, check=True
    )
    assert version.stdout.startswith("phony ")
    (package,) = prefix.glob("lib/python3*/site-packages/phony")
    assert "<script" in (package / "api" / "static" / "index.html").read_text()
    assert list((package / "api" / "static" / "assets").glob("*.js.br"))
