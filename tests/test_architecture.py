"""The rules of docs/architecture.md, kept."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "neurarium"
SOURCES = sorted(PACKAGE.rglob("*.py"))
FOUNDATION = {"errors", "language", "home"}
ROOMS_SEEN = {
    "errors": set(),
    "language": set(),
    "home": set(),
    "compiled_cache": set(),
    "datasets": FOUNDATION,
    "graph": FOUNDATION,
    "playground": {*FOUNDATION, "compiled_cache", "datasets", "graph", "view"},
    "training": {*FOUNDATION, "compiled_cache", "datasets", "graph", "view"},
    "view": set(),
    "drawing": {*FOUNDATION, "graph"},
    "lab": {*FOUNDATION, "datasets", "playground", "training", "drawing", "view", "graph"},
    "cli": {*FOUNDATION, "datasets", "playground", "training", "drawing", "lab", "view", "graph"},
    "__main__": {"cli"},
    "__init__": {"datasets", "training"},
}
HEAVY = {
    "jax": {"playground", "training", "compiled_cache"},
    "jaxlib": {"playground", "training"},
    "optax": {"playground"},
    "keras": {"training"},
    "torch": {"training"},
    "tensorflow": {"training"},
    "h5py": {"training"},
    "pooch": {"datasets"},
    "requests": {"datasets"},
    "PIL": {"datasets", "training"},
    "sklearn": {"datasets"},
    "vl_convert": {"drawing"},
    "fastapi": {"lab"},
    "starlette": {"lab"},
    "uvicorn": {"lab"},
    "typer": {"cli"},
}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import on line {node.lineno}"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_sources_are_found() -> None:
    assert len(SOURCES) > 4


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_rooms_import_only_what_they_may(path: Path) -> None:
    room = room_of(path)
    for name in imported_modules(path):
        parts = name.split(".")
        if parts[0] == "neurarium":
            target = parts[1] if len(parts) > 1 else "__init__"
            if target == "__version__":
                continue
            assert target == room or target in ROOMS_SEEN[room], f"{room} imports {name}"
        elif parts[0] in HEAVY:
            assert room in HEAVY[parts[0]], f"{room} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_is_about_300_lines_at_most(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


@pytest.mark.parametrize(
    "path",
    sorted((PACKAGE / "view").rglob("*.js")),
    ids=lambda p: str(p.relative_to(PACKAGE)),
)
def test_a_script_is_about_300_lines_at_most(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import neurarium") & {*HEAVY, "numpy", "pydantic"}
