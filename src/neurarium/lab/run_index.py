"""All runs of this home in short, looked at often: only what changed is read again."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neurarium.errors import NeurariumError
from neurarium.language import tr
from neurarium.training.runs import RunDirectory, open_run, summary
from neurarium.training.runs.files import plain

_WATCHED = ("state.json", "metrics.jsonl", "summary.json", "name.txt")
_CHANGES_ALONE = frozenset({"running", "paused", "queued"})
"""States that a process which dies changes without writing anything."""

_DAMAGED = (OSError, TypeError, ValueError, KeyError, AttributeError)
"""What reading a run raises where a file of it holds something else than we write."""

Stamp = tuple[tuple[int, int, int] | None, ...]


@dataclass(frozen=True)
class Entry:
    """A run as it was when it was looked at last."""

    run: RunDirectory
    stamp: Stamp
    summary: Mapping[str, Any]

    @property
    def state(self) -> Mapping[str, Any]:
        """Return the fields of state.json, `state` derived."""
        found: Mapping[str, Any] = self.summary["state"]
        return found

    @property
    def order(self) -> tuple[str, str]:
        """Return what queued runs are sorted by: creation."""
        return (str(self.summary["created"]), self.run.id)


class RunIndex:
    """The runs folder, remembered. May be asked from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._entries: dict[str, Entry] = {}
        self._problems: dict[str, str] = {}
        self._lock = threading.Lock()

    def look(self) -> list[Entry]:
        """Return all readable runs as they are now, newest first."""
        try:
            names = [entry.name for entry in os.scandir(self.folder) if entry.name[0] != "."]
        except OSError:
            names = []
        with self._lock:
            before = self._entries
            found: dict[str, Entry] = {}
            problems: dict[str, str] = {}
            for name in names:
                path = str(self.folder / name)
                try:
                    found[path] = _looked_at(path, before.get(path))
                except NeurariumError as error:
                    problems[name] = str(error)
                except _DAMAGED as error:
                    problems[name] = tr("It cannot be read: {why}", why=repr(error)[:200])
            self._entries, self._problems = found, problems
        return sorted(found.values(), key=lambda entry: entry.order, reverse=True)

    @property
    def problems(self) -> Mapping[str, str]:
        """Return what lies in the runs folder and is no readable run: its name, and why."""
        return self._problems


def _looked_at(path: str, before: Entry | None) -> Entry:
    """Return a run's entry, read anew where one of its files changed."""
    stamp = _stamp(path)
    if before is not None and before.stamp == stamp:
        return _with_state(before) if before.state["state"] in _CHANGES_ALONE else before
    run = before.run if before is not None else open_run(Path(path))
    return Entry(run, stamp, plain(summary(run)))


def _with_state(entry: Entry) -> Entry:
    """Return the entry with its state asked for again: its process may have died."""
    state = entry.run.state().as_dict()
    if state == entry.state:
        return entry
    return Entry(entry.run, entry.stamp, {**entry.summary, "state": plain(state)})


def _stamp(path: str) -> Stamp:
    return tuple(_facts_of(f"{path}/{name}") for name in _WATCHED)


def _facts_of(path: str) -> tuple[int, int, int] | None:
    try:
        facts = os.stat(path)
    except OSError:
        return None
    return (facts.st_mtime_ns, facts.st_size, facts.st_ino)
