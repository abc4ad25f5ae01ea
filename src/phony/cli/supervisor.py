"""What `phony serve` is: one socket, and the processes behind it, kept alive and ended together."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from phony import children, mongod
from phony.cli import orphan, settings_pipe, stopping
from phony.cli.await_database import Stopped, await_database
from phony.cli.child import GIVEN_UP_S, HUNG_S, READY, Child
from phony.cli.keeper import DatabaseKeeper, backoff_s
from phony.cli.listening import listen, usable_port
from phony.cli.orphan import STOP_GRACE_S, Orphan
from phony.cli.rolling import Progress, Rolling
from phony.domain.errors import ConfigError
from phony.mongod import Mongod
from phony.settings import Settings

log = logging.getLogger("phony.serve")

_READY_TIMEOUT_S = 90
_LISTEN_TRIES = 15  # each waits a fifth of a second for a killed predecessor, or its workers


def lock_data_dir(data_dir: Path) -> IO[str]:
    """Hold the data folder until the returned file is closed (or this process ends in any way).

    Raises:
        ConfigError: another `phony serve` holds it.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data_dir / "run").mkdir(exist_ok=True, mode=0o700)
        lock = (data_dir / "lock").open("w")
    except OSError as error:
        raise ConfigError(
            f"The data folder {data_dir} cannot be used: {error.strerror}.",
            cure="Choose a folder you may write to with PHONY_DATA_DIR.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        who = running(data_dir)
        where = f" (process {who['pid']}, {who['url']})" if who else ""
        raise ConfigError(
            f"Another phony serve{where} uses the data folder {data_dir}.",
            cure="Stop it, or give this one a folder of its own with PHONY_DATA_DIR.",
        ) from error
    return lock


def running(data_dir: Path) -> dict[str, Any] | None:
    """What the `phony serve` on this data folder wrote about itself, if one is running."""
    try:
        about: dict[str, Any] = json.loads((data_dir / "run" / "serve.json").read_text())
        os.kill(about["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    return about


class Supervisor:
    """Starts everything, in order; keeps it running; ends it, in the opposite order."""

    def __init__(self, settings: Settings) -> None:
        """`settings` as configured; `self.settings` is what the workers are handed."""
        self.settings = settings
        self.mongod: Mongod | None = None  # as it was first started
        self._keeper: DatabaseKeeper | None = None
        self._workers: list[Child] = []
        self._sandbox: Child | None = None
        self._orphans: list[Orphan] = []
        self._listener: socket.socket | None = None
        self._signals: list[int] = []
        self._roll_asked = False
        self._rolling: Rolling | None = None
        self._looked_at = 0.0
        self._hung: set[str] = set()
        self._wake_read, self._wake_write = os.pipe()

    # --- life

    @contextlib.contextmanager
    def started(self) -> Iterator[None]:
        """Everything runs inside the block."""
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._signal_handlers())
            stack.enter_context(lock_data_dir(self.settings.data_dir))
            self._listener = stack.enter_context(self._listen())
            self._hand_down(port=self._listener.getsockname()[1])
            stopping.forget(self.settings.data_dir)
            Progress().tell(self.settings.data_dir)
            stack.callback(self._stop_children)
            if self.settings.carrier_is_sandbox or self.settings.engine_is_sandbox:
                self._hand_down(sandbox_port=usable_port(self.settings.sandbox_port))
                self._sandbox = Child("sandbox")
                self._start_sandbox(self._sandbox)  # loads its models while the rest starts
            for number in range(self.settings.workers):
                worker = Child(f"worker {number + 1}")
                self._workers.append(worker)
                self._start_worker(worker)  # imports while the database starts
            self._start_database()
            for worker in self._workers:
                self._hand_settings(worker)
            for worker in self._workers:
                self._await_ready(worker)
            if self._sandbox:
                self._await_ready(self._sandbox)
            stack.enter_context(self._announced())
            self._relieve()
            yield

    def run(self) -> None:
        """Restart what crashes, until a signal says stop; returns when it is time to stop."""
        while not self._stop_asked():
            self._sleep(self._next_wait())
            self._look_after()
            self._roll()

    # --- parts

    def _listen(self) -> socket.socket:
        """The public socket: that of a killed predecessor's workers, or one of our own.

        Raises:
            ConfigError: the port is taken, or the address is not ours.
        """
        settings = self.settings
        for left in reversed(range(_LISTEN_TRIES)):
            known = {each.pid for each in self._orphans}
            fresh = orphan.find(settings.data_dir, known)
            self._orphans += fresh
            for each in fresh:
                if each.serves(settings.host, settings.port):
                    log.warning("the workers of a killed phony serve go on until ours are ready")
                    return each.listener
                each.leave()  # another address: nobody calls it any more
            try:
                return listen(settings.host, settings.port, 0.2)
            except ConfigError:
                if not left:
                    raise
        raise AssertionError("the last try says why")

    def _relieve(self) -> None:
        """Our workers serve: those of a killed predecessor leave their calls to them."""
        self._orphans += orphan.find(self.settings.data_dir, {each.pid for each in self._orphans})
        for each in self._orphans:
            each.leave()
        ours = {worker.process.pid for worker in self._workers if worker.process}
        for pid in set(orphan.stopped_workers(self.settings.data_dir)) - ours:
            log.error("a stopped worker of a killed phony serve is ended")
            os.kill(pid, signal.SIGKILL)

    def _hand_down(self, **changes: object) -> None:
        self.settings = self.settings.model_copy(update=changes)
        # model_copy keeps cached properties, which name the old values.
        for name in ("base_url", "stream_base_url"):
            self.settings.__dict__.pop(name, None)

    def _start_database(self) -> None:
        if self.settings.mongodb_url:
            name = self.settings.mongodb_database
            await_database(self.settings.mongodb_url, name, self._stop_asked)
            return
        program, data_dir = self.settings.mongod, self.settings.data_dir
        self.mongod = first = Mongod.start(mongod.find(program), data_dir)

        def again(given_up: Callable[[], bool], within_s: float) -> Mongod:
            return Mongod.start(
                mongod.find(program),
                data_dir,
                port=first.port,  # the workers know no other
                within_s=within_s,
                given_up=given_up,
            )

        self._keeper = DatabaseKeeper(first, again, data_dir)
        self._keeper.begin()
        self._hand_down(mongodb_url=first.url, private_mongodb=True)

    def _start_sandbox(self, child: Child) -> None:
        process = children.spawn(
            [sys.executable, "-m", "phony.cli", "sandbox", "--handed"], stdout=subprocess.PIPE
        )
        child.started(process)
        self._hand_settings(child)

    def _hand_settings(self, child: Child) -> None:
        assert child.process is not None
        assert child.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended already: the caller notices that
            settings_pipe.write(self.settings, child.process.stdin)

    def _start_worker(self, child: Child) -> None:
        assert self._listener is not None
        read_fd, write_fd = os.pipe()
        fds = (self._listener.fileno(), write_fd)
        command = [sys.executable, "-m", "phony.cli", "worker"]
        command += ["--fd", str(fds[0]), "--ready-fd", str(fds[1])]
        command += ["--serves", str(self.settings.data_dir)]
        process = children.spawn(command, pass_fds=fds, on_parent_death=None)
        os.close(write_fd)
        os.set_blocking(read_fd, False)
        child.started(process, read_fd)

    def _await_ready(self, child: Child) -> None:
        if child is self._sandbox:
            assert child.process is not None
            assert child.process.stdout is not None
            self._read_ready(child, child.process.stdout.fileno())
            return
        assert child.output is not None
        self._read_ready(child, child.output)
        child.heard_at = time.monotonic()

    def _read_ready(self, child: Child, fd: int) -> bytes:
        """The line (or byte) with which a child says that it serves.

        Raises:
            ConfigError: it ended, or said nothing in time.
            Stopped: a signal came first.
        """
        deadline = time.monotonic() + _READY_TIMEOUT_S
        said = b""
        while time.monotonic() < deadline:
            if self._stop_asked():
                raise Stopped
            ready, _, _ = select.select([fd, self._wake_read], [], [], 0.5)
            if self._wake_read in ready:
                os.read(self._wake_read, 512)
            if fd in ready:
                chunk = os.read(fd, 4096)
                said += chunk
                if said.startswith(READY) or said.endswith(b"\n"):
                    return said
                if not chunk:
                    code = child.process.wait() if child.process else None
                    raise ConfigError(
                        f"The {child.name} ended at its start (code {code}); "
                        "the lines above say why."
                    )
        raise ConfigError(f"The {child.name} was not ready within {_READY_TIMEOUT_S} s.")

    def _look_after(self) -> None:
        """Start again what has ended."""
        now = time.monotonic()
        self._look_for_hung(now)
        for child in [*self._workers, *([self._sandbox] if self._sandbox else [])]:
            if (code := child.ended(now)) is not None:
                assert child.restart_at is not None
                wait = round(child.restart_at - now, 1)
                log.error(
                    "%s ended; starting it again",
                    child.name,
                    extra={"code": code, "wait_s": wait},
                )
            if child.restart_at is not None and now >= child.restart_at:
                self._restart(child)

    def _roll(self) -> None:
        """Replace the workers one by one, if that was asked for."""
        if self._roll_asked and self._rolling is None:
            log.info("replacing the workers one by one")
            self._rolling = Rolling(
                self._workers,
                self._start_beside,
                data_dir=self.settings.data_dir,
                leave_within_s=self.settings.drain_s + STOP_GRACE_S,
            )
        self._roll_asked = False
        if self._rolling is not None and self._rolling.step(time.monotonic()):
            if self._rolling.progress.problem is not None:
                log.error("%s", self._rolling.progress.problem)
            self._rolling = None

    def _start_beside(self, child: Child) -> None:
        self._start_worker(child)
        self._hand_settings(child)

    def _look_for_hung(self, now: float) -> None:
        """Workers that run and do not answer: the others have their calls by now."""
        awake = now - self._looked_at < HUNG_S
        self._looked_at = now
        for worker in self._workers:
            worker.listen(now)
            if not awake and worker.heard_at is not None:
                worker.heard_at = now  # we were stopped ourselves, perhaps all of us
            silent_s = worker.silent_s(now)
            if worker.process is None or silent_s < HUNG_S:
                self._hung.discard(worker.name)
            elif silent_s >= GIVEN_UP_S:
                log.error("%s does not come back and is ended", worker.name)
                worker.process.kill()
                worker.close_output()
            elif worker.name not in self._hung:
                self._hung.add(worker.name)
                log.error("%s does not answer", worker.name)

    def _restart(self, child: Child) -> None:
        try:
            if child is self._sandbox:
                self._start_sandbox(child)
            else:
                self._start_beside(child)  # nobody waits: connections queue in the backlog
        except (ConfigError, OSError) as error:
            log.error("%s did not start: %s", child.name, error)
            child.ended(time.monotonic())
            child.restart_at = time.monotonic() + backoff_s(child.quick_crashes)

    def _stop_children(self) -> None:
        """Drain the workers together; a second signal ends the wait. Then the rest."""
        deadline = time.monotonic() + self.settings.drain_s + STOP_GRACE_S
        stopping.tell(self.settings.data_dir)
        if self._listener is not None:
            self._listener.close()  # once no worker accepts, nobody waits in the backlog in vain
        workers = [*self._workers, *(self._rolling.beside if self._rolling else ())]
        alive = [c.process for c in workers if c.process and c.process.poll() is None]
        for process in alive:
            process.terminate()
        asked = len(self._signals)
        while alive and time.monotonic() < deadline and len(self._signals) == asked:
            self._sleep(0.2)
            alive = [process for process in alive if process.poll() is None]
        for process in alive:
            process.kill()
        self._see_off(deadline, asked)
        for child in workers:
            child.close_output()
            if child.process:
                children.stop(child.process, 1)
        if self._sandbox and self._sandbox.process:
            children.stop(self._sandbox.process, 3)
        if self._keeper:
            self._keeper.end()

    def _see_off(self, deadline: float, asked: int) -> None:
        """What a predecessor left behind ends with us."""
        for each in self._orphans:
            each.leave()
        while time.monotonic() < deadline and len(self._signals) == asked:
            if all(each.ended for each in self._orphans):
                return
            self._sleep(0.2)
        for each in self._orphans:
            each.kill()

    # --- small

    @contextlib.contextmanager
    def _announced(self) -> Iterator[None]:
        """`run/serve.json`: how other commands on this machine find us."""
        settings = self.settings
        path = settings.data_dir / "run" / "serve.json"
        about = {
            "pid": os.getpid(),
            "port": settings.port,
            "url": local_url(settings),
            "sandbox_port": settings.sandbox_port if self._sandbox else None,
            "sandbox_url": f"http://127.0.0.1:{settings.sandbox_port}" if self._sandbox else None,
            "mongodb_url": self.mongod.url if self.mongod else None,
        }
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)  # it may name a database, and folders get copied
        fresh.write_text(json.dumps(about))
        fresh.replace(path)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _signal_handlers(self) -> Iterator[None]:
        os.set_blocking(self._wake_write, False)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: self._signals.append(number))
        signal.signal(signal.SIGUSR1, self._on_roll)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only wakes us
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            os.close(self._wake_read)
            os.close(self._wake_write)

    def _on_roll(self, *_: object) -> None:
        self._roll_asked = True

    def _stop_asked(self) -> bool:
        return bool(self._signals)

    def _sleep(self, seconds: float) -> None:
        """Until something happens, at most so long; passes on what the sandbox prints."""
        watched = [self._wake_read]
        sandbox = self._sandbox.process if self._sandbox else None
        if sandbox and sandbox.stdout:
            watched.append(sandbox.stdout.fileno())
        ready, _, _ = select.select(watched, [], [], max(0, seconds))
        for fd in ready:
            said = os.read(fd, 65536)
            if fd != self._wake_read:
                if said:
                    sys.stderr.buffer.write(said)
                    sys.stderr.flush()
                elif sandbox and sandbox.stdout:
                    sandbox.stdout.close()
                    sandbox.stdout = None

    def _next_wait(self) -> float:
        """Seconds until a restart is due, at most 1; less while workers are replaced."""
        due = [c.restart_at for c in self._workers if c.restart_at is not None]
        if self._sandbox and self._sandbox.restart_at is not None:
            due.append(self._sandbox.restart_at)
        longest = 0.2 if self._rolling is not None else 1.0
        return max(0.0, min([longest, *(at - time.monotonic() for at in due)]))


def local_url(settings: Settings) -> str:
    """Where this machine reaches the API and the dashboard."""
    host = settings.host
    if host in ("0.0.0.0", "::", ""):
        host = "127.0.0.1"
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
