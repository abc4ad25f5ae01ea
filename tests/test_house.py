"""House rules that a reader would miss: what must not stand in any file, and how big things get."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from tests.support import typescript
from tests.support.circles import circles
from tests.support.dead_names import dead_names
from tests.support.source import attributes, classes, functions, modules

from phony.store.repositories import for_org

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
    "a key of ours": re.compile(r"\b(phk|phony)_[A-Za-z0-9_-]{40,}"),
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
        if path in (hands_it_to_a_child, PACKAGE / "settings.py"):
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


# ---- bounds: what outgrows them is taken apart, not excused --------------------------------------

MOST_LINES = 600
LONG_LINES, MOST_LONG_MODULES = 500, 3
MOST_FUNCTION_LINES = 60
MOST_ATTRIBUTES = 20
FEWER_ATTRIBUTES = {"CallBridge": 19, "Core": 14}
MOST_BROAD_EXCEPTS = 12
LEAST_TEST_LINES = 0.7  # per line of code, where everything else stands on it
GENERATED = "dashboard/src/api/schema.ts"
# Of the driver, all others may know the errors and who listens to the pool.
OF_THE_DRIVER = ("pymongo.errors", "pymongo.monitoring")


def lengths(*suffixes: str) -> dict[str, int]:
    """Lines of every tracked file of these kinds that people write."""
    return {
        name: len(text.splitlines())
        for name, text in tracked()
        if name.endswith(suffixes) and name != GENERATED
    }


def test_no_module_is_too_long_to_hold_in_the_head() -> None:
    modules_ = lengths(".py", ".ts", ".tsx")
    assert {name: n for name, n in modules_.items() if n > MOST_LINES} == {}
    long = {name: n for name, n in modules_.items() if n > LONG_LINES}
    assert len(long) <= MOST_LONG_MODULES, long


def test_no_function_is_longer_than_a_screen() -> None:
    assert {
        f"{module.place}:{function.lineno} {function.name}": lines
        for module in modules().values()
        for function in functions(module.tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MOST_FUNCTION_LINES
    } == {}


def test_no_class_carries_too_much() -> None:
    assert {
        f"{module.place} {node.name}": sorted(found)
        for module in modules().values()
        for node in classes(module.tree)
        if len(found := attributes(node)) > FEWER_ATTRIBUTES.get(node.name, MOST_ATTRIBUTES)
    } == {}


def broad_excepts(tree: ast.Module) -> list[int]:
    """Lines where everything is caught: bare, by name, in a tuple, or suppressed."""
    everything = {"Exception", "BaseException"}

    def names(node: ast.expr | None) -> set[str]:
        return set() if node is None else {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}

    found = []
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(type=caught) if caught is None or names(caught) & everything:
                found.append(node.lineno)
            case ast.Call(func=function, args=caught) if (
                ast.unparse(function).endswith("suppress")
                and set().union(*map(names, caught)) & everything
            ):
                found.append(node.lineno)
            case _:
                pass
    return found


def test_a_broad_except_says_why_and_they_are_few() -> None:
    # Where it is logged or raised again, ruff asks for no reason: we do.
    broad = [
        (f"{module.place}:{number}", module.text.splitlines()[number - 1])
        for module in modules().values()
        for number in broad_excepts(module.tree)
    ]
    assert [at for at, line in broad if not re.search(r"# (noqa: BLE001 - )?[a-z]", line)] == []
    assert len(broad) <= MOST_BROAD_EXCEPTS


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("try: ...\nexcept (ValueError, Exception): ...", [2]),
        ("try: ...\nexcept: ...", [2]),
        ("try: ...\nexcept* BaseException as e: ...", [2]),
        ("with contextlib.suppress(Exception): ...", [1]),
        ("try: ...\nexcept ValueError: ...", []),
    ],
)
def test_a_broad_except_is_found(source: str, found: list[int]) -> None:
    assert broad_excepts(ast.parse(source)) == found


def raw_uses(tree: ast.Module) -> list[int]:
    """Lines that reach the database past the store: its handles, or the driver itself."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attr) if (
                attr in ("raw", "loose", "client") and re.search("(?i)database|^_?db$", owner)
            ):
                found.append(node.lineno)
            case ast.Subscript(value=ast.Attribute(attr="raw" | "loose")):
                found.append(node.lineno)
            case ast.Import(names=names) if any(n.name.startswith("pymongo") for n in names):
                found.append(node.lineno)
            case ast.ImportFrom(module=str(name)) if name.split(".")[0] == "pymongo":
                if name not in OF_THE_DRIVER:
                    found.append(node.lineno)
            case _:
                pass
    return sorted(set(found))


def test_the_raw_database_stays_on_its_floor() -> None:
    outside = (m for m in modules().values() if m.parts and m.parts[0] not in ("store", "mongod"))
    assert [f"{m.place}:{number}" for m in outside for number in raw_uses(m.tree)] == []


@pytest.mark.parametrize(
    "source",
    [
        "self._database.raw['calls'].find_one({})",
        "await services.database.raw.command('ping')",
        "db.raw.get_collection('calls')",
        "import pymongo\npymongo",
        "from pymongo import MongoClient",
        "database.client.start_session()",
    ],
)
def test_a_way_past_the_store_is_found(source: str) -> None:
    assert raw_uses(ast.parse(source)) == [1]


def test_whoever_wants_records_says_whose() -> None:
    parameters = inspect.signature(for_org).parameters
    assert list(parameters) == ["database", "org_id"]
    assert all(p.default is inspect.Parameter.empty for p in parameters.values())
    literal = re.compile(r"[\"']org_default[\"']")
    places = [m.place for m in modules().values() if literal.search(m.text)]
    assert places == ["src/phony/domain/ids.py"]


@pytest.mark.parametrize("floor", ["store", "service"])
def test_each_module_has_its_tests_where_the_tree_says(floor: str) -> None:
    missing = []
    for module in modules().values():
        if module.parts[:1] == (floor,) and module.path.name != "__init__.py":
            *folders, name = module.parts
            path = ROOT / "tests" / Path(*folders) / f"test_{name}.py"
            if not path.is_file() or (
                "\nasync def test_" not in (text := path.read_text())
                and ("\ndef test_" not in text)
            ):
                missing.append(str(path.relative_to(ROOT)))
    assert missing == []


@pytest.mark.parametrize("floor", ["store", "domain"])
def test_what_everything_stands_on_is_tested_most(floor: str) -> None:
    code = sum(n for name, n in lengths(".py").items() if name.startswith(f"src/phony/{floor}/"))
    tests = sum(n for name, n in lengths(".py").items() if name.startswith(f"tests/{floor}/"))
    assert tests >= LEAST_TEST_LINES * code, f"{tests} lines of tests for {code} of code"


# ---- the dashboard -------------------------------------------------------------------------------

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
    assert circles({path: m.imports for path, m in modules.items()}) == []


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
    raw = re.compile(r"(?<![\w.])(?:(?:window|globalThis|self)\.)?fetch\b(?!:)|\bXMLHttpRequest\b")
    fetching = {path for path, module in dashboard().items() if raw.search(module.text)}
    assert fetching == {"api/client.ts"}


# ---- no name without a use ---------------------------------------------------------------

# Used by nobody yet, on purpose.
AHEAD = {"domain.flight.FlightEvent.happened"}  # replay will stand on it


def test_no_name_is_without_a_use() -> None:
    sources = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): (
            path.read_text()
        )
        for path in PACKAGE.rglob("*.py")
    }
    assert sorted(dead_names(sources) - AHEAD) == []


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
