"""The view's modules become one script that Node runs as it runs the modules."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from neurarium.view.bundle import BundleError, as_module, bundle, stylesheet, view_root

NODE = shutil.which("node")


def folder(tmp_path: Path, **modules: str) -> Path:
    for name, source in modules.items():
        file = tmp_path / (name.replace("__", "/") + ".js")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return tmp_path


def run(script: str, module: bool = False) -> str:
    if NODE is None:
        pytest.skip("no Node here to run JavaScript")
    kind = "module" if module else "commonjs"
    done = subprocess.run(
        [NODE, f"--input-type={kind}", "-"],
        input=script, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_modules_with_the_same_names_do_not_disturb_one_another(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        main=(
            'import { value as left } from "./parts/left.js";\n'
            'import {\n  value as right,\n  Box,\n} from "./parts/right.js";\n'
            "const value = 100;\n"
            "export function sum() { return left() + right() + value + new Box().size; }\n"
            "export const name = `import { x } from 'y'`;\n"
        ),
        parts__left=(
            'import { base } from "../base.js";\n'
            "const secret = 1;\nexport function value() { return secret + base; }\n"
        ),
        parts__right=(
            'import { base } from "../base.js";\nconst secret = 2;\n'
            "export async function later() { return secret; }\n"
            "export const value = () => secret * base;\nexport class Box { size = 1000; }\n"
        ),
        base="/** @type {import('./x.js').X} */\nexport const base = 10;\n",
    )
    script = bundle("main.js", root)
    code = f"const m = {script}; console.log(m.sum(), m.name, Object.keys(m).join())"
    assert run(code) == "1131 import { x } from 'y' sum,name"
    assert script.count("const base = 10") == 1


def test_a_notebook_gets_one_module_with_exports(tmp_path: Path) -> None:
    root = folder(tmp_path, main="export const a = 1;\nexport const b = 2;\n")
    source = as_module("main.js", ("a", "b"), root)
    script = f"const url = 'data:text/javascript,' + encodeURIComponent({source!r});"
    assert run(script + "const m = await import(url); console.log(m.a + m.b)", module=True) == "3"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\nexport default 3;\n", r"main\.js:2: only export"),
        ("const a = 1;\nexport { a };\n", r"main\.js:2: only export"),
        ("export let a = 1;\n", r"main\.js:1: only export"),
        ('import * as x from "./x.js";\n', r"main\.js:1: only import"),
        ('import "./x.js";\n', r"main\.js:1: only import"),
        ('\n\nconst x = () => import("./x.js");\n', r"main\.js:3: dynamic"),
        ("console.log(import.meta.url);\n", r"main\.js:1: import\.meta"),
        ("const x = await thing();\n", r"main\.js:1: await"),
        ('\nimport { a } from "./gone.js";\n', r"gone\.js does not exist, imported by main\.js"),
        ('import { a } from "../../etc/x.js";\n', r"main\.js:1: .* leads out of the view"),
        ('import { a } from "lodash";\n', r'main\.js:1: "lodash" is no path'),
        ('import { b } from "./one.js";\n', r"main\.js:1: one\.js exports no b"),
        ('import { a as b as c } from "./one.js";\n', r"main\.js:1: cannot read"),
    ],
)
def test_a_module_that_leaves_the_rules_is_named_with_its_line(
    tmp_path: Path, source: str, said: str
) -> None:
    root = folder(tmp_path, main=source, one="export const a = 1;\n")
    with pytest.raises(BundleError, match=said):
        bundle("main.js", root)


def test_a_circle_of_imports_is_named(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        main='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./main.js";\nexport const b = 1;\n',
    )
    with pytest.raises(BundleError, match=r"circle: main\.js → b\.js → main\.js"):
        bundle("main.js", root)


def test_every_module_of_the_view_keeps_the_rules() -> None:
    root = Path(str(view_root()))
    modules = sorted(str(file.relative_to(root)) for file in root.rglob("*.js"))
    assert len(modules) > 10
    for module in modules:
        assert bundle(module)


def test_the_replay_is_one_script_that_mounts() -> None:
    script = bundle("replay.js")
    assert run(f"const view = {script}; console.log(typeof view.mountReplay)") == "function"


def test_style_sheets_are_put_in_place(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "all.css").write_text('@import url("./styles/a.css");\nb { color: red; }\n')
    (tmp_path / "styles" / "a.css").write_text("a { color: blue; }\n")
    assert stylesheet("all.css", tmp_path).split() == (
        ["a", "{", "color:", "blue;", "}", "b", "{", "color:", "red;", "}"]
    )
    assert "@import" not in stylesheet("playground/playground.css")
