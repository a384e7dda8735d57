"""`neurarium runs compare`: what differs, then what came out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.comparison_table import Shown, print_comparison
from neurarium.language import tr
from neurarium.training.runs import RunDirectory, differences

_LONGEST = 28


def print_compared(runs: Sequence[RunDirectory]) -> None:
    """Print the settings that differ, then results and curves."""
    console = Console(highlight=False)
    rows = differences(runs)
    labels = labels_of(runs, rows)
    for label, run in zip(labels, runs, strict=True):
        console.print(Text(f"{label}  ", style="bold").append(run.id, style="dim"), soft_wrap=True)
    console.print()
    if rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=tr("What differs"),
                      title_style="bold", title_justify="left")  # fmt: skip
        table.add_column(tr("setting"), style="dim")
        for label in labels:
            table.add_column(label, overflow="fold")
        for row in rows:
            table.add_row(row["setting"], *(_written(value) for value in row["values"]))
        console.print(table)
    else:
        console.print(tr("Their settings are all alike."))
    shown = [Shown(label, run, run.state().error) for label, run in zip(labels, runs, strict=True)]
    print_comparison(console, tr("run"), shown)


def labels_of(runs: Sequence[RunDirectory], rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return a short label a run: the setting if only one differs, else the id's last letters."""
    recipe = [row for row in rows if "." not in row["setting"] and row["setting"] != "parameters"]
    if len(recipe) == 1:
        values = [_written(value) for value in recipe[0]["values"]]
        if len(set(values)) == len(runs):
            return values
    ends = [run.id.rsplit("-", 1)[-1] for run in runs]
    return ends if len(set(ends)) == len(runs) else [run.id for run in runs]


def _written(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
