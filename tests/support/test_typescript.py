"""The reader of TypeScript finds what the house's rules look for."""

from __future__ import annotations

import pytest
from tests.support.circles import circles
from tests.support.typescript import read, unused_exports

PAGE = """
import { Button } from "@mantine/core";
import {
  type Part,
  shown as drawn,
} from "../lib/parts";
// import { gone } from "../lib/gone";
export function Page() { return drawn; }
"""


def test_names_are_those_of_the_module_that_gives_them() -> None:
    modules = read(
        {
            "pages/Page.tsx": PAGE,
            "lib/parts.ts": "export interface Part {}\nexport const shown = 1;",
            "lib/gone.ts": "export const gone = 1;",
        }
    )
    assert modules["pages/Page.tsx"].exports == {"Page"}
    assert modules["pages/Page.tsx"].imports == {"lib/parts.ts": {"Part", "shown"}}
    assert unused_exports(modules) == ["pages/Page.tsx: Page", "lib/gone.ts: gone"]


@pytest.mark.parametrize(
    "back",
    [
        'import { a } from "./a";',
        'import type { A } from "./a";',
        'import { type A } from "./a";',
        'import a, { b } from "./a";',
        'export { a } from "./a";',
        'export * from "./a";',
        'import "./a";',
        'const a = lazy(() => import("./a"));',
    ],
)
def test_a_planted_circle_is_found(back: str) -> None:
    modules = read(
        {"a.ts": 'import { b } from "./b";', "b.ts": 'import { c } from "./c";', "c.tsx": back}
    )
    arrows = {path: module.imports for path, module in modules.items()}
    assert circles(arrows) == [["a.ts", "b.ts", "c.tsx", "a.ts"]]
    assert circles({**arrows, "c.tsx": {}}) == []


def test_a_page_that_the_router_loads_later_is_used() -> None:
    router = 'lazyRouteComponent(() => import("./pages/Page"), "Page");\n'
    pages = {"pages/Page.tsx": PAGE, "pages/Dead.tsx": "export default function Dead() {}"}
    assert unused_exports(read({"router.tsx": router, **pages})) == ["pages/Dead.tsx: default"]


def test_what_only_a_test_uses_is_dead() -> None:
    modules = read(
        {
            "lib/sum.ts": "export const dead = 1;\nexport const part = 1;\n"
            "export const all = part + 1;",
            "lib/sum.test.ts": 'import { all, dead, part } from "./sum";',
            "main.ts": 'import { all } from "./lib/sum";',
        }
    )
    assert unused_exports(modules) == ["lib/sum.ts: dead"]
