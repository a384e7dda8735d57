"""Removing a run: never while it is trained, never outside of the runs folder."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from neurarium.errors import RunError
from neurarium.home import runs_folder
from neurarium.language import tr
from neurarium.training.runs import lock as run_lock
from neurarium.training.runs.directory import RunDirectory
from neurarium.training.runs.files import writing

GOING = ".going-"
COMING = ".coming-"
_OWN_FILES = ("run.json", "state.json", "metrics.jsonl", "run.lock")
_OLD_S = 3600.0


def delete(run: RunDirectory) -> None:
    """Remove the directory; a kill in the midst leaves it under a name that no list shows."""
    _check_place(run.path)
    with run_lock.hold(run.path / "run.lock") as got:
        if not got:
            raise RunError(
                tr(
                    'Run "{run}" is being trained by process {pid}: stop it before you delete it.',
                    run=run.id,
                    pid=run.state().pid or "?",
                )
            )
        hidden = run.path.with_name(f"{GOING}{run.id}-{token_hex(3)}")
        with writing(run.path):
            run.path.rename(hidden)
    with writing(hidden):
        shutil.rmtree(hidden)


def _check_place(path: Path) -> None:
    """Refuse what is no run, a link, or not a child of the runs folder."""
    folder = runs_folder()
    if path.is_symlink() or path.parent.resolve() != folder.resolve():
        raise RunError(
            tr(
                '"{path}" does not lie in the runs folder "{folder}": remove it yourself.',
                path=path,
                folder=folder,
            )
        )
    if not path.is_dir():
        raise RunError(tr('There is no run "{run}" any more.', run=path.name))
    if not any((path / name).exists() for name in _OWN_FILES):
        raise RunError(
            tr('"{path}" is no run: nothing of it was deleted. Remove it yourself.', path=path)
        )


def sweep_folder(folder: Path) -> None:
    """Remove what a killed process left half made or half deleted an hour ago or more."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith((GOING, COMING)) and not path.is_symlink():
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > _OLD_S:
                        shutil.rmtree(path)
