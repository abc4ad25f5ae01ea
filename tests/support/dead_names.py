"""Names that nothing uses, found by reading: functions, classes, constants, members."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

# Methods that a library calls by their names.
CALLED_FROM_OUTSIDE = {
    "picows": {"on_ws_connected", "on_ws_frame", "on_ws_disconnected"},
    "uvicorn": {
        *("startup", "handle_websocket_upgrade", "timeout_keep_alive_handler"),
        *("on_headers_complete", "on_message_complete", "on_response_complete"),
    },
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
# What can happen in a call and what it can ask for: somebody has to bring each about.
HAPPENINGS = ("domain.actions", "domain.events")
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


def is_enum(node: ast.ClassDef) -> bool:
    """Whether its members are what is used of it."""
    return any(last(base).endswith("Enum") for base in node.bases)


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
        if module in HAPPENINGS and isinstance(node, ast.ClassDef) and not is_enum(node):
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
