"""Finding runs: all of them, or the one that a person means."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurarium.errors import NeurariumError, RunError, nearest
from neurarium.home import runs_folder
from neurarium.language import tr
from neurarium.training.runs.directory import RunDirectory
from neurarium.training.runs.files import read_json
from neurarium.training.runs.wellformed import problem_of

_NEWEST = ("last", "latest")
_FORMATS = (1,)
_READ_OFTEN = ("state.json", "metrics.jsonl", "summary.json", "name.txt", "ask.json")


@dataclass(frozen=True)
class Survey:
    """The runs folder as it is: readable runs, newest first, and what is none, with the reason."""

    runs: list[RunDirectory]
    problems: list[tuple[Path, str]]


def survey() -> Survey:
    """Look at everything in the runs folder; never fails for what lies there."""
    runs: list[RunDirectory] = []
    problems: list[tuple[Path, str]] = []
    try:
        found = sorted(os.scandir(runs_folder()), key=lambda entry: entry.name)
    except FileNotFoundError:
        return Survey([], [])
    except OSError as error:
        return Survey([], [(runs_folder(), error.strerror or str(error))])
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        problem = _problem(path)
        if problem is None:
            runs.append(RunDirectory(path))
        else:
            problems.append((path, problem))
    runs.sort(key=lambda run: (str(run.facts.get("created", "")), run.id), reverse=True)
    return Survey(runs, problems)


def list_runs() -> list[RunDirectory]:
    """Return the readable runs, newest first; `survey` tells of the others, too."""
    return survey().runs


def _problem(path: Path) -> str | None:
    """Return why a path in the runs folder is no readable run, None if it is one."""
    if not os.path.isdir(path):
        return tr("not a folder")
    file = path / "run.json"
    try:
        there = file.exists()
        readable = os.access(path, os.R_OK | os.X_OK) and (not there or os.access(file, os.R_OK))
    except OSError as error:
        return error.strerror or str(error)
    if not readable:
        return tr("not allowed to read it")
    if not there:
        return tr("no run.json in it")
    if not file.is_file():
        return tr('"{name}" in it is no file', name="run.json")
    facts = read_json(file)
    if facts is None:
        return tr("run.json is damaged")
    if facts.get("format") not in _FORMATS:
        return tr(
            'run.json has format "{found}", this version reads {known}: a newer one wrote it',
            found=facts.get("format"),
            known=", ".join(map(str, _FORMATS)),
        )
    return problem_of(facts) or _config_problem(facts) or _no_file(path)


def _config_problem(facts: Mapping[str, Any]) -> str | None:
    """Return why a training of ours has settings that it cannot have."""
    if facts.get("kind") != "train" or not facts.get("config"):
        return None
    from neurarium.training.config import TrainingConfig

    try:
        TrainingConfig(**facts["config"])
    except NeurariumError as error:
        return str(error)
    return None


def _no_file(path: Path) -> str | None:
    """Return which of the files that every reader opens is none (a pipe would never end)."""
    for name in _READ_OFTEN:
        file = path / name
        if os.path.lexists(file) and not file.is_file():
            return tr('"{name}" in it is no file', name=name)
    return None


def by_id(run_id: str) -> RunDirectory:
    """Return the run of exactly that id in the runs folder; raises RunError.

    For ids that come from a page: never reads anywhere else.
    """
    if "/" not in run_id and "\\" not in run_id and not run_id.startswith("."):
        path = runs_folder() / run_id
        if run_id and os.path.isdir(path):  # (pathlib's raises for a name that is too long)
            return _checked(path)
    raise RunError(_not_found(run_id))


def open_run(id_or_path: str | Path) -> RunDirectory:
    """Return the run that is meant; raises RunError that names the nearest.

    Taken are an id, the path of a directory, "last", a name that a person gave, and the
    beginning or end of an id if it is the only such one.
    """
    text = str(id_or_path)
    if os.sep in text or isinstance(id_or_path, Path):
        return _checked(Path(id_or_path).expanduser().resolve())
    if text and not text.startswith(".") and os.path.isdir(runs_folder() / text):
        return _checked(runs_folder() / text)
    runs = list_runs()
    if text in _NEWEST and runs:
        return runs[0]
    found = [run for run in runs if run.name == text] or [
        run for run in runs if text and (run.id.startswith(text) or run.id.endswith("-" + text))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise RunError(
            tr(
                '"{text}" may be {count} runs: {runs}. Write more of the id.',
                text=text,
                count=len(found),
                runs=", ".join(run.id for run in found[:5]) + (" …" if len(found) > 5 else ""),
            )
        )
    raise RunError(_not_found(text))


def _checked(path: Path) -> RunDirectory:
    problem = _problem(path)
    if problem is not None:
        raise RunError(tr('"{path}" is not a readable run: {problem}.', path=path, problem=problem))
    return RunDirectory(path)


def _not_found(text: str) -> str:
    ids = [run.id for run in list_runs()]
    if not ids:
        return tr(
            'No run "{text}": there are no runs yet in "{folder}". Try: neurarium train digits',
            text=text,
            folder=runs_folder(),
        )
    near = nearest(text, ids)
    return tr(
        'No run "{text}". {hint} All: neurarium runs list',
        text=text,
        hint=tr('Did you mean "{near}"?', near=near) if near else tr('Newest: "{id}".', id=ids[0]),
    )
