"""House rules that a reader would miss: what must not stand in any tracked file."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.support import typescript

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "phony"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

# Written in pieces, for this file is tracked, too.
REGISTRIES = ["files.python" + "hosted.org", "py" + "pi.org", "registry.npm" + "js.org",
              "deb.deb" + "ian.org", "registry.yarn" + "pkg.com"]  # fmt: skip
MACHINE_PATH = re.compile(r"(^|[^.\w])/(work|farm|root)/")
SECRETS = {
    "an OpenAI key": re.compile(r"\bsk-[A-Za-z0-9_-]{32,}"),
    "a Twilio account": re.compile(r"\b(AC|SK)[0-9a-f]{32}\b"),
    "a key of ours": re.compile(r"\bphk_[A-Za-z0-9_-]{40,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE" + r" KEY-----"),
}


@cache
def tracked() -> list[tuple[str, str]]:
    """Every tracked text file: its path and contents."""
    listing = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, text=True
    )
    found = []
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        if b"\0" not in data[:8000]:
            found.append((name, data.decode(errors="replace")))
    return found


def where(pattern: re.Pattern[str], *, but: tuple[str, ...] = ()) -> list[str]:
    """Tracked lines that match, as `path:line`."""
    return [
        f"{name}:{number}"
        for name, text in tracked()
        if not name.startswith(but)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_tree_is_read() -> None:
    assert {"pyproject.toml", "scripts/start"} <= {name for name, _ in tracked()}


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_registry_is_named(host: str) -> None:
    assert where(re.compile(re.escape(host))) == []


def test_no_path_of_one_machine_is_named() -> None:
    assert where(MACHINE_PATH) == []


@pytest.mark.parametrize("kind", SECRETS)
def test_nothing_looks_like_a_secret(kind: str) -> None:
    assert where(SECRETS[kind]) == []


def test_only_settings_reads_the_environment() -> None:
    hands_it_to_a_child = PACKAGE / "bench" / "processes.py"
    offenders = []
    for path in PACKAGE.rglob("*.py"):
        if path == hands_it_to_a_child:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            reads = (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr)
                in {("os", "environ"), ("os", "getenv"), ("os", "environb")}
            )
            imports = (
                isinstance(node, ast.ImportFrom)
                and node.module == "os"
                and {a.name for a in node.names} & {"environ", "getenv"}
            )
            if reads or imports:
                offenders.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert offenders == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index-url" not in text
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert packages
    assert [p.splitlines()[0] for p in packages if "--hash=sha256:" not in p] == []


def test_the_dashboards_lock_has_hashes_and_no_address() -> None:
    packages = json.loads((ROOT / "dashboard" / "package-lock.json").read_text())["packages"]
    third_party = {name: entry for name, entry in packages.items() if name}
    assert third_party
    assert [name for name, entry in third_party.items() if "resolved" in entry] == []
    assert [
        name for name, e in third_party.items() if "integrity" not in e and not e.get("link")
    ] == []


def test_the_locks_agree_with_each_other() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text()
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))

    everything = pins("dev.txt")
    for name in ("start.txt", "sandbox.txt", "runtime.txt"):
        assert {k: v for k, v in pins(name).items() if everything.get(k) != v} == {}


def test_no_module_is_too_long_to_hold_in_the_head() -> None:
    long = {
        name: len(text.splitlines())
        for name, text in tracked()
        if name.endswith((".py", ".ts", ".tsx"))
        and "generated" not in text[:400].lower()
        and len(text.splitlines()) > 600
    }
    assert long == {}


# The dashboard

DASHBOARD = "dashboard/src/"
# What stands behind may use what stands before, never the other way round.
ROOMS = ["agents", "live", "money", "outbox", "access", "calls", "operations"]


@cache
def dashboard() -> dict[str, typescript.Module]:
    """The dashboard's own modules, without what is generated."""
    return typescript.read(
        {
            name.removeprefix(DASHBOARD): text
            for name, text in tracked()
            if name.startswith(DASHBOARD)
            and name.endswith((".ts", ".tsx"))
            and not name.endswith("/schema.ts")
        }
    )


def room_of(module: str) -> str | None:
    """The room of a page's module; None for what belongs to no page."""
    first, _, rest = module.partition("/")
    return rest.partition("/")[0] if first == "pages" else None


def test_the_dashboard_has_no_circle() -> None:
    modules = dashboard()
    assert {"main.tsx", "router.tsx", "api/client.ts"} <= modules.keys()
    assert typescript.circles({path: m.imports for path, m in modules.items()}) == []


def test_the_dashboards_pages_stand_in_rooms_in_their_order() -> None:
    modules = dashboard()
    assert {room_of(path) for path in modules} - {None} == set(ROOMS)
    backwards = [
        f"{path} -> {target}"
        for path, module in modules.items()
        for target in module.imports
        if (here := room_of(path)) and (there := room_of(target))
        if ROOMS.index(there) > ROOMS.index(here)
    ]
    below = [
        f"{path} -> {target}"
        for path, module in modules.items()
        for target in module.imports
        if path != "router.tsx" and room_of(path) is None and room_of(target)
    ]
    assert backwards + below == []


def test_every_export_of_the_dashboard_is_used() -> None:
    assert typescript.unused_exports(dashboard()) == []


def test_the_dashboard_keeps_little_state_in_its_components() -> None:
    """Forms, mutations, the address and owned objects hold the rest: three a thousand lines."""
    own = [module.text for path, module in dashboard().items() if not typescript.is_test(path)]
    lines = sum(len(text.splitlines()) for text in own)
    uses = sum(len(re.findall(r"\b(?:useState|useReducer)\s*[<(]", text)) for text in own)
    assert 0 < uses <= 3 * lines / 1000


def test_only_the_client_of_the_dashboard_fetches() -> None:
    raw = re.compile(r"(?<![\w.])(?:(?:window|globalThis|self)\.)?fetch\s*\(|\bXMLHttpRequest\b")
    fetching = {path for path, module in dashboard().items() if raw.search(module.text)}
    assert fetching == {"api/client.ts"}


# ---- no name without a use ---------------------------------------------------------------

# Dead, and about to go; nothing may be added.
KNOWN_DEAD: tuple[str, ...] = (
    "domain.actions.ClearInput",
    "domain.events.Shutdown",
    "service.after.retention._FINAL",
    "service.bridge.recorder.Recorder._last_caller",
    "service.calls.callbacks.CarrierEvents._transferred",
    "service.live.feed.Subscriber.slow",
    "service.money.ledger.Ledger.leg_ended",
    "service.money.ledger.response_cost",
    "service.operations.telemetry.tracer",
    "service.operations.telemetry.log",
    "session.session.CallSession.held",
    "store.agents.AgentRepository.by_name",
    "store.recordings.HEADER_BYTES",
    "wire.realtime.function_tool",
    "wire.realtime.message_item",
    "wire.realtime.tool_output_item",
    "wire.twiml.hold",
    "wire.twiml.leave_message",
    "wire.twiml.redirect",
    "wire.twiml.reject",
    "wire.twiml.say_then_redirect",
)
# Methods that a library calls by their names.
CALLED_FROM_OUTSIDE = {
    "picows": {"on_ws_connected", "on_ws_frame", "on_ws_disconnected"},
    "uvicorn": {"startup"},
    "asyncio": {"eof_received", "pause_writing", "resume_writing"},
    "httpcore": {"connect_tcp", "connect_unix_socket"},
    "pydantic-settings": {"settings_customise_sources"},
    "twilio": {"getlist"},  # of a form, by the validator of signatures
    "yaml": {"compose_node", "ignore_aliases"},
    "pymongo": {
        *("connection_created", "connection_closed", "connection_ready"),
        *("connection_checked_out", "connection_checked_in"),
        *("connection_check_out_started", "connection_check_out_failed"),
        *("pool_created", "pool_ready", "pool_cleared", "pool_closed"),
    },
}
# These decorators say what a function is; every other one hands it to somebody who calls it.
PLAIN_DECORATORS = {
    *("property", "cached_property", "staticmethod", "classmethod", "override", "abstractmethod"),
    *("cache", "lru_cache", "contextmanager", "asynccontextmanager", "dataclass", "total_ordering"),
    *("runtime_checkable", "wraps", "setter"),
}
ASKED_BY_STRING = {"getattr", "hasattr", "attrgetter", "methodcaller"}
# Their fields are data: others read them, in the database or behind REST.
RECORDS = {"BaseModel", "BaseSettings", "NamedTuple", "TypedDict"}


def last(node: ast.expr) -> str:
    """`a.b(c)` and `a.b[c]` → `b`."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class Uses(ast.NodeVisitor):
    """The names that one module uses, and where."""

    def __init__(self, module: str, tree: ast.Module, modules: set[str]) -> None:
        self.names: list[tuple[str, int]] = []  # plain names
        self.attributes: list[tuple[str, int]] = []  # on whatever object
        self.of_modules: set[tuple[str, str]] = set()  # of other modules of ours
        self.built: set[str] = set()
        self._module, self._modules = module, modules
        self._aliases: dict[str, str] = {}
        self.visit(tree)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module == "phony" or (node.module or "").startswith("phony."):
            home = (node.module or "").removeprefix("phony").removeprefix(".")
            for alias in node.names:
                whole = f"{home}.{alias.name}".removeprefix(".")
                if whole in self._modules:
                    self._aliases[alias.asname or alias.name] = whole
                else:
                    self.of_modules.add((home, alias.name))

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.names.append((node.id, node.lineno))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self.attributes.append((node.attr, node.lineno))
            if isinstance(node.value, ast.Name):
                self.of_modules.add((self._aliases.get(node.value.id, ""), node.attr))
            elif isinstance(node.value, ast.Call):  # import_module(...).register(app)
                self.of_modules.add(("*", node.attr))
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        self.attributes += [(name, node.lineno) for name in node.kwd_attrs]
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.built.add(last(node.func))
        if last(node.func) in ASKED_BY_STRING:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    self.attributes.append((given.value, node.lineno))
        self.generic_visit(node)


def targets(node: ast.stmt) -> Iterator[ast.expr]:
    """What a statement assigns to."""
    for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
        yield from target.elts if isinstance(target, ast.Tuple) else [target] if target else []


def handed_over(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator registers it."""
    return any(last(each) not in PLAIN_DECORATORS for each in node.decorator_list)


def members(node: ast.ClassDef, records: set[str]) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    """The methods and attributes of a class."""
    is_record = node.name in records or any(last(d) == "dataclass" for d in node.decorator_list)
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            if part in node.body and not handed_over(part):
                yield part.name, part
        elif isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign):
            for target in targets(part):
                if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self":
                    yield target.attr, target
                elif isinstance(target, ast.Name) and part in node.body and not is_record:
                    yield target.id, target


def inside(part: ast.stmt | ast.expr, line: int) -> bool:
    return part.lineno <= line <= (part.end_lineno or 0)


def heirs(trees: Iterable[ast.Module], bases: set[str]) -> set[str]:
    """These classes and all that derive from them."""
    classes = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    found, before = set(bases), 0
    while before != len(found):
        before = len(found)
        found |= {c.name for c in classes if any(last(base) in found for base in c.bases)}
    return found


def dead_names(sources: dict[str, str]) -> set[str]:
    """Names that nothing in these modules uses: functions, classes, constants, members."""
    trees = {module: ast.parse(source) for module, source in sources.items()}
    uses = {module: Uses(module, tree, set(trees)) for module, tree in trees.items()}
    of_modules = set().union(*(use.of_modules for use in uses.values()))
    built = set().union(*(use.built for use in uses.values()))
    records = heirs(trees.values(), RECORDS)
    called = set().union(*CALLED_FROM_OUTSIDE.values())
    where: dict[str, list[tuple[str, int]]] = {}
    for module, use in uses.items():
        for name, line in use.attributes:
            where.setdefault(name, []).append((module, line))

    def lives(module: str, name: str, node: ast.stmt) -> bool:
        if module in ("domain.actions", "domain.events") and isinstance(node, ast.ClassDef):
            return name in built  # to be known to a codec does not bring it about
        own = any(n == name and not inside(node, line) for n, line in uses[module].names)
        return own or bool({(module, name), ("*", name)} & of_modules)

    found = set()
    for module, tree in trees.items():
        for node in tree.body:
            names: list[str] = []
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names = [] if handed_over(node) else [node.name]
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                names = [target.id for target in targets(node) if isinstance(target, ast.Name)]
            found |= {f"{module}.{name}" for name in names if not lives(module, name, node)}
            for name, part in members(node, records) if isinstance(node, ast.ClassDef) else ():
                users = where.get(name, [])
                if name not in called and all(m == module and inside(part, n) for m, n in users):
                    found.add(f"{module}.{node.name}.{name}")  # type: ignore[attr-defined]
    return {name for name in found if not name.endswith("__")}


def test_no_name_is_without_a_use() -> None:
    sources = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): (
            path.read_text()
        )
        for path in PACKAGE.rglob("*.py")
    }
    assert sorted(dead_names(sources) - set(KNOWN_DEAD)) == []


def test_a_planted_dead_name_is_found() -> None:
    planted = {
        "a": (
            "LIMIT = 1\nSPARE = 2\n"
            "def used(): return LIMIT\n"
            "def calls_itself(): return calls_itself()\n"
            "@router.get('/')\ndef endpoint(): ...\n"
            "class Thing:\n"
            "    colour = 'red'\n"
            "    def __init__(self):\n        self.seen = self.unseen = 1\n"
            "    def shown(self): return self.seen\n"
            "    def hidden(self): return self.hidden()\n"
            "    def asked(self): ...\n"
            "class Record(BaseModel):\n    field: int = 0\n    def unused(self): ...\n"
        ),
        "b": (
            "from phony.a import Record, Thing, used\nfrom phony import c\n"
            "def main():\n"
            "    used(Record())\n    getattr(Thing(), 'asked')\n"
            "    Thing().shown()\n    c.go()\nmain()\n"
        ),
        "c": "def go(): ...\ndef used(): ...\n",
        "domain.actions": "class Never: ...\nclass Sent: ...\nAction = Never | Sent\n",
        "d": (
            "from phony.domain.actions import Action, Never, Sent\nfrom phony.d import choose\n"
            "def choose() -> Action:\n    return Sent() or Never or choose\n"
        ),
    }
    assert dead_names(planted) == {
        *("a.SPARE", "a.calls_itself", "a.Thing.colour", "a.Thing.unseen", "a.Thing.hidden"),
        *("a.Record.unused", "c.used", "domain.actions.Never"),
    }
