"""Many ES modules become one script that needs no server: for a replay file and a notebook.

No JavaScript engine is needed, because the view keeps to a small part of the language: one
statement `import { a, b as c } from "./x.js";` each, `export function|async function|const|class
NAME` at a line's start, no default exports, no `import *`, no dynamic import. A module
that leaves it is an error that names the file and the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

_IMPORT = re.compile(
    r"""^import\s*\{(?P<names>[^}]*)\}\s*from\s*(?P<quote>["'])(?P<path>[^"']+)(?P=quote)[ ]*;?""",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export\s+(?P<rest>(?:async\s+)?(?:function\*?|const|class)\s+(?P<name>[\w$]+))", re.MULTILINE
)
_FORBIDDEN = (
    (r"^[ \t]*import\b(?!\s*\()", 'only import { a, b } from "./x.js"; may be imported'),
    (r"^[ \t]*export\b", "only export function, const or class NAME may be exported"),
    (r"\bimport\s*\(", "dynamic imports cannot be inlined"),
    (r"\bimport\.meta\b", "import.meta does not exist in one script"),
    (r"^(?:(?:const|let)\b[^\n]*=\s*)?await\b", "await is not possible outside functions"),
)
_CSS_IMPORT = re.compile(r"""^@import\s+(?:url\()?["'](?P<path>[^"']+)["']\)?\s*;""", re.MULTILINE)
_BLANKED = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


class BundleError(Exception):
    """A module of the view that cannot be inlined: a mistake of ours, not of a person."""


@dataclass(frozen=True)
class _Import:
    """One import statement: names there and here, from `path` below the root."""

    path: str
    names: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True)
class _Module:
    """A module's body without imports and exports, and what it takes from and gives to others."""

    body: str
    imports: tuple[_Import, ...]
    exports: tuple[str, ...]


def view_root() -> Traversable:
    """Return the folder with the view's modules, wherever the package is installed."""
    return files("neurarium.view")


def bundle(entry: str, root: Traversable | None = None) -> str:
    """Return one script whose value is an object with the exports of `entry`.

    `entry` is a path below `root` (the view's folder), as "replay.js". The script is an
    expression: `const view = BUNDLE;`. Raises `BundleError` naming file and line.
    """
    folder = root or view_root()
    modules: dict[str, _Module] = {}
    _collect(entry, folder, modules, ())
    numbers = {path: index for index, path in enumerate(modules)}
    parts = ["(() => {", '"use strict";']
    parts += [_wrapped(path, module, numbers) for path, module in modules.items()]
    parts += [f"return m{numbers[entry]};", "})()"]
    return "\n".join(parts)


def stylesheet(entry: str, root: Traversable | None = None) -> str:
    """Return one style sheet with what `entry` (a path below `root`) imports put in its place."""
    folder = root or view_root()
    source = _source(entry, folder, ())

    def inlined(found: re.Match[str]) -> str:
        line = source.count("\n", 0, found.start()) + 1
        return stylesheet(_resolved(entry, found.group("path"), line), folder)

    return _CSS_IMPORT.sub(inlined, source)


def as_module(entry: str, names: tuple[str, ...], root: Traversable | None = None) -> str:
    """Return the bundle as one ES module that exports `names` of `entry` (a notebook's way)."""
    lines = [f"const bundled = {bundle(entry, root)};"]
    lines += [f"export const {name} = bundled.{name};" for name in names]
    return "\n".join(lines) + "\n"


def _collect(
    path: str, root: Traversable, modules: dict[str, _Module], above: tuple[str, ...]
) -> None:
    """Read `path` and what it imports; what is imported comes first in `modules`."""
    if path in above:
        circle = " → ".join((*above[above.index(path) :], path))
        raise BundleError(f"{path}: modules import each other in a circle: {circle}")
    if path in modules:
        return
    module = _parsed(path, _source(path, root, above))
    for wanted in module.imports:
        _collect(wanted.path, root, modules, (*above, path))
        for name, _ in wanted.names:
            if name not in modules[wanted.path].exports:
                raise BundleError(f"{path}:{wanted.line}: {wanted.path} exports no {name}")
    modules[path] = module


def _source(path: str, root: Traversable, above: tuple[str, ...]) -> str:
    file = root.joinpath(*PurePosixPath(path).parts)
    if not file.is_file():
        by = f", imported by {above[-1]}" if above else ""
        raise BundleError(f"{path} does not exist{by}")
    return file.read_text(encoding="utf-8")


def _parsed(path: str, source: str) -> _Module:
    imports = tuple(_import(path, source, found) for found in _IMPORT.finditer(source))
    exports = tuple(found.group("name") for found in _EXPORT.finditer(source))
    body = _IMPORT.sub(lambda found: "\n" * found.group().count("\n"), source)
    body = _EXPORT.sub(lambda found: found.group("rest"), body)
    _check(path, source, body)
    return _Module(body, imports, exports)


def _import(path: str, source: str, found: re.Match[str]) -> _Import:
    line = source.count("\n", 0, found.start()) + 1
    place = found.group("path")
    if not place.startswith("."):
        raise BundleError(f'{path}:{line}: "{place}" is no path within the view')
    names = []
    for part in found.group("names").split(","):
        words = part.split()
        if len(words) == 1:
            names.append((words[0], words[0]))
        elif len(words) == 3 and words[1] == "as":
            names.append((words[0], words[2]))
        elif words:
            raise BundleError(f"{path}:{line}: cannot read the imported name {part.strip()}")
    return _Import(_resolved(path, place, line), tuple(names), line)


def _resolved(path: str, place: str, line: int) -> str:
    steps = list(PurePosixPath(path).parts[:-1])
    for step in PurePosixPath(place).parts:
        if step == ".." and not steps:
            raise BundleError(f'{path}:{line}: "{place}" leads out of the view')
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


def _check(path: str, source: str, body: str) -> None:
    """Raise where the body holds what a function's scope cannot: `body` keeps `source`'s lines."""
    blanked = _BLANKED.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), body)
    for pattern, rule in _FORBIDDEN:
        wrong = re.search(pattern, blanked, re.MULTILINE)
        if wrong:
            line = blanked.count("\n", 0, wrong.start()) + 1
            text = source.splitlines()[line - 1].strip()
            raise BundleError(f"{path}:{line}: {rule}; found: {text}")


def _wrapped(path: str, module: _Module, numbers: dict[str, int]) -> str:
    """Return a module as a function of its own that returns its exports."""
    lines = [f"// {path}", f"const m{numbers[path]} = (() => {{"]
    for wanted in module.imports:
        names = ", ".join(n if n == local else f"{n}: {local}" for n, local in wanted.names)
        lines.append(f"const {{ {names} }} = m{numbers[wanted.path]};")
    lines += [module.body.strip("\n"), f"return {{ {', '.join(module.exports)} }};", "})();"]
    return "\n".join(lines)
