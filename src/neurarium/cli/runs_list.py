"""`neurarium runs list` and the differences of `runs compare`, as tables."""

from __future__ import annotations

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
    wide = width >= 110
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(tr("id"), overflow="fold", ratio=None)
    if wide:
        table.add_column(tr("begun"), no_wrap=True)
    table.add_column(tr("state"), no_wrap=True)
    table.add_column(tr("epochs"), justify="right", no_wrap=True)
    table.add_column(tr("validation"), justify="right", no_wrap=True)
    table.add_column(tr("test"), justify="right", no_wrap=True)
    if wide:
        table.add_column("", no_wrap=True)
        table.add_column(tr("optimizer"), no_wrap=True)
    for row in rows:
        state = row["state"]["state"]
        cells: list[Text | str] = [_title(row)]
        if wide:
            cells.append(begun(row.get("created")))
        done, all_epochs = (
            row["state"].get("epoch") or row.get("epochs") or 0,
            row["state"]["epochs"],
        )
        cells += [
            Text(tr(state), style=STATE_STYLES.get(state, "")),
            f"{done}/{all_epochs}" if all_epochs else str(done),
            _validation(row),
            _test(row),
        ]
        if wide:
            cells += [Text(spark(row["curve"]), style="cyan"),
                      str((row.get("config") or {}).get("optimizer") or "")]  # fmt: skip
        table.add_row(*cells)
    return table


def _title(row: Mapping[str, Any]) -> Text:
    title = Text(row["id"], style="bold")
    data = row.get("data") or {}
    usual = {" ".join(str(p) for p in (data.get("title"), row.get("spec"),
             (row.get("config") or {}).get("optimizer")) if p), row["id"]}  # fmt: skip
    if row.get("name") and row["name"] not in usual:
        title.append(f"\n{row['name']}", style="dim")
    return title


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
