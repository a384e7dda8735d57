"""`neurarium runs list` and the differences of `runs compare`, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.training_words import number, percent
from neurarium.home import runs_folder
from neurarium.language import tr
from neurarium.training.runs import summary

if TYPE_CHECKING:
    from neurarium.training.runs import Survey

STATE_STYLES = {
    "finished": "green", "running": "bold cyan", "paused": "yellow", "queued": "blue",
    "stopped": "yellow", "interrupted": "yellow", "failed": "red",
}  # fmt: skip
_SPARKS = "▁▂▃▄▅▆▇█"


def print_runs(found: Survey) -> None:
    """Print the runs, or what to do where there are none; what is unreadable goes to stderr."""
    console = Console(highlight=False)
    if not found.runs:
        console.print(Text(tr("No runs yet."), style="bold"))
        console.print(tr("A run is one training. Begin with one that needs no network:"))
        console.print("  neurarium train digits", style="green")
        console.print(Text(tr("They will lie in {folder}", folder=runs_folder()), style="dim"))
    else:
        console.print(_table([summary(run) for run in found.runs], console.width))
        n, folder = len(found.runs), runs_folder()
        count = tr("1 run in {folder}", folder=folder)
        if n > 1:
            count = tr("{n} runs in {folder}", n=n, folder=folder)
        console.print(Text(count, style="dim"), soft_wrap=True)
    errors = Console(stderr=True, highlight=False)
    for path, problem in found.problems:
        told = tr("no readable run: {path}: {problem}", path=path.name, problem=problem)
        errors.print(Text(told, style="yellow"), soft_wrap=True)


def _table(rows: list[dict[str, Any]], width: int) -> Table:
    """Return a row a run; where there is little room the id's last letters stand for it."""
    wide = width >= 118
    ends = Counter(_end(row["id"]) for row in rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(tr("id"), no_wrap=True)
    table.add_column(tr("what"), overflow="fold")
    table.add_column(tr("state"), no_wrap=True)
    table.add_column(tr("epochs"), justify="right", no_wrap=True)
    table.add_column(tr("validation"), justify="right", no_wrap=True)
    table.add_column(tr("test"), justify="right", no_wrap=True)
    if wide:
        table.add_column(tr("curve"), no_wrap=True)
        table.add_column(tr("begun"), no_wrap=True)
    for row in rows:
        state, end = row["state"]["state"], _end(row["id"])
        cells: list[Text | str] = [
            Text(end if ends[end] == 1 else row["id"], style="bold"),
            str(row.get("name") or ""),
            Text(tr(state), style=STATE_STYLES.get(state, "")),
            _epochs(row), _validation(row), _test(row),
        ]  # fmt: skip
        if wide:
            cells += [Text(spark(row["curve"]), style="cyan"), begun(row.get("created"))]
        table.add_row(*cells)
    return table


def _end(run_id: str) -> str:
    return run_id.rsplit("-", 1)[-1]


def _epochs(row: Mapping[str, Any]) -> str:
    done = row["state"].get("epoch") or row.get("epochs") or 0
    wanted = row["state"].get("epochs")
    return f"{done:,}/{wanted:,}" if wanted else f"{done:,}"


def _validation(row: Mapping[str, Any]) -> str:
    best = row.get("best") or {}
    if best.get("val_accuracy") is not None:
        return percent(best["val_accuracy"])
    return number(best.get("val_loss"))


def _test(row: Mapping[str, Any]) -> str:
    test = row.get("test") or {}
    if test.get("accuracy") is not None:
        return percent(test["accuracy"])
    return number(test.get("mae", test.get("loss")))


def begun(created: Any) -> str:
    """Return when a run began, in this machine's time; the text itself where it is no time."""
    try:
        when = datetime.fromisoformat(str(created)).astimezone()
    except ValueError:
        return str(created or "–")
    if when.date() == datetime.now(UTC).astimezone().date():
        return f"{when:%H:%M}"
    return f"{when:%Y-%m-%d %H:%M}"


def spark(values: list[float | None], most: int = 12) -> str:
    """Return a curve in one line of block characters.

    >>> spark([0.1, 0.5, 0.9])
    '▁▅█'
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    if len(known) > most:
        known = [known[round(k * (len(known) - 1) / (most - 1))] for k in range(most)]
    low, high = min(known), max(known)
    reach = (high - low) or 1.0
    return "".join(_SPARKS[min(7, int((value - low) / reach * 8))] for value in known)
