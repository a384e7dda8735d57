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
_CONSEQUENCES = ("versions", "hashes", "device", "n_train", "parameters", "kind")


def print_compared(runs: Sequence[RunDirectory]) -> None:
    """Print the settings that differ, then results and curves."""
    console = Console(highlight=False)
    rows = differences(runs)
    labels = labels_of(runs, rows)
    heads = Table.grid(padding=(0, 2))
    for label, run in zip(labels, runs, strict=True):
        heads.add_row(Text(label, style="bold"), Text(run.id, style="dim"))
    console.print(heads)
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
    """Return a short label a run: what was chosen differently, else the id's last letters."""
    chosen = [row for row in rows if not row["setting"].startswith(_CONSEQUENCES)]
    told = [
        " ".join(filter(None, (_in_short(row["setting"], row["values"][k]) for row in chosen)))
        for k in range(len(runs))
    ]
    if all(0 < len(label) <= _LONGEST for label in told) and len(set(told)) == len(runs):
        return told
    ends = [run.id.rsplit("-", 1)[-1] for run in runs]
    return ends if len(set(ends)) == len(runs) else [run.id for run in runs]


def _in_short(setting: str, value: Any) -> str:
    """Return "adam", "momentum 0.9", "nesterov"; nothing for what is not set."""
    if value in (None, False):
        return ""
    if value is True:
        return setting
    if isinstance(value, str):
        return value
    return f"{setting.replace('learning_rate', 'lr')} {_written(value)}"


def _written(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
