"""The private mongod: first start, restart, and every kind of interrupted life."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.errors import OperationFailure

from phony import children, mongod
from phony.domain.errors import ConfigError
from phony.mongod import Mongod

BINARY = mongod.find(None)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def visits(server: Mongod) -> int:
    """Counts its calls in the database."""
    with pymongo.MongoClient[dict[str, Any]](server.url) as client:
        notes = client["test"]["notes"].with_options(
            write_concern=pymongo.WriteConcern("majority", j=True)
        )
        notes.insert_one({})
        return notes.count_documents({})


def test_it_is_a_primary_with_change_streams_and_the_next_one_waits_for_it(
    data_dir: Path,
) -> None:
    with Mongod.start(BINARY, data_dir) as first:
        with pymongo.MongoClient[dict[str, Any]](first.url) as client:
            with client["test"]["notes"].watch() as changes:
                assert visits(first) == 1
                assert changes.next()["operationType"] == "insert"
        first.process.terminate()  # and do not wait
        with Mongod.start(BINARY, data_dir) as second:
            assert first.process.wait(1) == 0
            assert visits(second) == 2
            assert second.port == first.port


def test_it_recovers_from_a_kill_and_from_a_port_that_was_taken_since(
    data_dir: Path, tmp_path: Path
) -> None:
    with Mongod.start(BINARY, data_dir) as server:
        assert visits(server) == 1
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    with Mongod.start(BINARY, tmp_path / "squatter", port=server.port):
        with Mongod.start(BINARY, data_dir) as second:
            assert second.port != server.port
            assert visits(second) == 2


def test_it_finishes_an_initiation_that_was_interrupted(data_dir: Path) -> None:
    (data_dir / "mongodb").mkdir(parents=True)
    mongod._key(data_dir)
    port = mongod._free_port(None)
    process = mongod._launch(BINARY, data_dir / "mongodb", data_dir / "mongod.log", port, 0.25)
    with pymongo.MongoClient[dict[str, Any]]("127.0.0.1", port, directConnection=True) as client:
        client.admin.command("ping")  # it listens, and knows of no replica set
    children.stop(process, 10)
    with Mongod.start(BINARY, data_dir) as server:
        assert visits(server) == 1


def test_nobody_gets_in_without_the_key(data_dir: Path) -> None:
    with Mongod.start(BINARY, data_dir) as server:
        key = data_dir / "mongod.key"
        assert key.stat().st_mode & 0o777 == 0o600
        assert key.read_text() in server.url
        strangers = [
            f"mongodb://127.0.0.1:{server.port}/?directConnection=true",
            server.url.replace(key.read_text(), "0" * 64),
        ]
        for url in strangers:
            with pymongo.MongoClient[dict[str, Any]](url) as client:
                keys, admin = client["phony"]["api_keys"], client.admin
                attempts: list[Callable[[], object]] = [
                    partial(keys.insert_one, {}),
                    keys.find_one,
                    keys.watch,
                    partial(admin.command, "createUser", "me", pwd="x", roles=["root"]),
                    partial(admin.command, "shutdown"),
                ]
                for attempt in attempts:
                    with pytest.raises(OperationFailure, match=r"[Aa]uthenticat"):
                        attempt()


def test_a_folder_of_a_version_without_a_key_goes_on_behind_one(data_dir: Path) -> None:
    (data_dir / "mongodb").mkdir(parents=True)
    port = mongod._free_port(None)
    process = children.spawn(
        [
            *(BINARY, "--dbpath", data_dir / "mongodb", "--port", str(port), "--quiet"),
            *("--bind_ip", "127.0.0.1", "--replSet", mongod.REPLICA_SET, "--nounixsocket"),
            *("--logpath", data_dir / "mongod.log"),
        ],
        on_parent_death=signal.SIGTERM,
    )
    url = f"mongodb://127.0.0.1:{port}/?directConnection=true"
    with pymongo.MongoClient[dict[str, Any]](url) as client:
        member = {"_id": 0, "host": f"127.0.0.1:{port}"}
        config = {"_id": mongod.REPLICA_SET, "members": [member]}
        client.admin.command("replSetInitiate", config)
        while not client.admin.command("hello")["isWritablePrimary"]:
            pass
        client["test"]["notes"].insert_one({"made": "before"})
    children.stop(process, 10)
    for number in (2, 3):
        with Mongod.start(BINARY, data_dir) as server:
            assert visits(server) == number
            (data_dir / "mongod.key").chmod(0o644)  # as a copy of the folder may have it


def test_a_port_that_must_be_and_is_taken_is_an_error(data_dir: Path) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {port} is in use"):
            Mongod.start(BINARY, data_dir, port=port)


def test_a_program_that_is_no_mongod_is_an_error_that_says_what_happened(data_dir: Path) -> None:
    data_dir.mkdir()
    fake = data_dir / "fake"
    fake.write_text("#!/bin/sh\necho 'cannot open shop' >&2\nexit 3\n")
    fake.chmod(0o755)
    with pytest.raises(ConfigError, match=r"code 3(.|\n)*cannot open shop"):
        Mongod.start(fake, data_dir)


def test_a_missing_system_library_is_named_with_its_package(data_dir: Path) -> None:
    data_dir.mkdir()
    fake = data_dir / "fake"
    fake.write_text(
        "#!/bin/sh\n"
        "echo 'mongod: error while loading shared libraries: libcurl.so.4: cannot open' >&2\n"
        "exit 127\n"
    )
    fake.chmod(0o755)
    with pytest.raises(ConfigError, match="libcurl") as error:
        Mongod.start(fake, data_dir)
    assert error.value.cure == "apt-get install libcurl4"


@pytest.mark.parametrize(
    ("said", "problem", "cure"),
    [
        ("mkdir: No space left on device", "disk is full", "Free some space"),
        ("IllegalOperation: Permission denied", "may not write", "Make .*mongodb writable"),
        ("WT_PANIC: WiredTiger library panic", "files are damaged", "Put back a copy"),
        ("what nobody has seen before", "what nobody has seen", "Look at .*mongod.log"),
    ],
)
def test_what_ails_it_is_named_with_its_cure(
    data_dir: Path, said: str, problem: str, cure: str
) -> None:
    data_dir.mkdir()
    fake = data_dir / "fake"
    fake.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 14\n")
    fake.chmod(0o755)
    with pytest.raises(ConfigError, match=problem) as error:
        Mongod.start(fake, data_dir)
    assert re.search(cure, str(error.value.cure))


def test_a_start_that_nobody_waits_for_any_more_is_given_up(data_dir: Path) -> None:
    asked = iter((False, False, True))
    with pytest.raises(ConfigError, match="given up"):
        Mongod.start(BINARY, data_dir, given_up=lambda: next(asked, True))
    with Mongod.start(BINARY, data_dir) as server:
        assert visits(server) == 1


def test_word_of_trouble_is_left_and_taken_back(data_dir: Path) -> None:
    assert mongod.noted_trouble(data_dir) is None
    (data_dir / "run").mkdir(parents=True)
    trouble = mongod.Trouble("Its disk is full.", "Free some space.")
    sizes = set()
    for said in (None, trouble, None):
        mongod.note_trouble(data_dir, said)
        assert mongod.noted_trouble(data_dir) == said
        sizes.add((data_dir / "run" / "mongod.json").stat().st_size)
    assert len(sizes) == 1  # it takes no room that a full disk has not


def test_what_is_named_is_taken(tmp_path: Path) -> None:
    program = tmp_path / "mongod"
    with pytest.raises(ConfigError, match="PHONY_MONGOD"):
        mongod.find(program)
    program.touch(0o755)
    assert mongod.find(program) == program


def test_no_mongod_at_all_names_every_cure() -> None:
    with pytest.raises(ConfigError) as caught:
        mongod.find(None, program="no-such-mongod", package="no_such.package")
    for cure in ("MONGODB_URL", "PHONY_MONGOD", "phony[mongod]", "docker compose up"):
        assert cure in str(caught.value)
