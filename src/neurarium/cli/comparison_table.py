"""Runs beside one another: a table with the best of each column marked, a chart of all curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.text_chart import COLOURS, Curve, Frame, text_chart
from neurarium.cli.training_words import duration, number, percent
from neurarium.language import tr
from neurarium.training.runs import RunDirectory


@dataclass(frozen=True)
class Shown:
    """A run in a comparison: what it is called there, and why it failed, if it did."""

    label: str
    run: RunDirectory
    error: str | None = None


@dataclass(frozen=True)
class _Column:
    """A column of numbers: where they stand in a row, how they are written, which is best."""

    title: str
    key: str
    write: Callable[[Any], str]
    best: Callable[..., float] | None = None


def print_comparison(console: Console, setting: str, shown: Sequence[Shown]) -> None:
    """Print the table, then validation accuracy (or loss) of all runs in one chart."""
    rows = [_row(one) for one in shown]
    classified = any(row["val_accuracy"] is not None or row["accuracy"] is not None for row in rows)
    columns = _columns(rows, classified, wide=console.width >= 100)
    console.print(_table(setting, shown, rows, columns, 24 if console.width >= 100 else 20))
    for one in shown:
        if one.error:
            console.print(Text(f"{one.label}: {one.error}", style="red"))
    _print_chart(console, shown)


def _row(one: Shown) -> dict[str, Any]:
    epochs, state = one.run.epochs(), one.run.state()
    best = next((line for line in epochs if line["epoch"] == state.best_epoch),
                epochs[-1] if epochs else {})  # fmt: skip
    test = state.test or {}
    return {
        "best_epoch": best.get("epoch"),
        "val_loss": best.get("val_loss"),
        "val_accuracy": best.get("val_accuracy"),
        "loss": best.get("loss"),
        "accuracy": test.get("accuracy"),
        "mae": test.get("mae"),
        "seconds": sum(line.get("seconds") or 0 for line in epochs) or None,
    }


def _columns(rows: Sequence[dict[str, Any]], classified: bool, wide: bool) -> list[_Column]:
    columns = [
        _Column(tr("best epoch"), "best_epoch", lambda v: "–" if v is None else f"{v:,}"),
        *([_Column(tr("loss"), "loss", number, min)] if wide else []),
        _Column(tr("validation loss"), "val_loss", number, min),
    ]
    if classified:
        columns += [
            _Column(tr("validation accuracy"), "val_accuracy", percent, max),
            _Column(tr("test accuracy"), "accuracy", percent, max),
        ]
    else:
        columns.append(_Column(tr("test error"), "mae", number, min))
    columns.append(_Column(tr("time"), "seconds", lambda v: "–" if v is None else duration(v)))
    return [c for c in columns if any(row[c.key] is not None for row in rows)]


def _table(
    setting: str,
    shown: Sequence[Shown],
    rows: Sequence[dict[str, Any]],
    columns: Sequence[_Column],
    most: int,
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(
        setting, overflow="fold", min_width=min(max(len(one.label) for one in shown) + 2, most)
    )
    for column in columns:
        table.add_column(column.title.replace(" ", "\n"), justify="right", min_width=7)
    best = {}
    for column in columns:
        known = [row[column.key] for row in rows if row[column.key] is not None]
        best[column.key] = column.best(known) if column.best and len(known) > 1 else None
    for place, (one, row) in enumerate(zip(shown, rows, strict=True)):
        label = Text("● ", style=COLOURS[place % len(COLOURS)]).append(one.label, style="default")
        cells = [label]
        for column in columns:
            value = row[column.key]
            is_best = value is not None and value == best[column.key]
            text = column.write(value) + (" ★" if is_best else "  " if column.best else "")
            cells.append(Text(text, style="bold green" if is_best else ""))
        table.add_row(*cells)
    return table


def _print_chart(console: Console, shown: Sequence[Shown]) -> None:
    lines = [one.run.epochs() for one in shown]
    accuracy = any(line.get("val_accuracy") is not None for epochs in lines for line in epochs)
    loss = any(line.get("val_loss") is not None for epochs in lines for line in epochs)
    key = "val_accuracy" if accuracy else "val_loss" if loss else "loss"
    title = {"val_accuracy": tr("Validation accuracy"), "val_loss": tr("Validation loss")}
    curves = [
        Curve(one.label, [(line["epoch"], line.get(key)) for line in epochs],
              COLOURS[place % len(COLOURS)])
        for place, (one, epochs) in enumerate(zip(shown, lines, strict=True))
    ]  # fmt: skip
    frame = Frame(
        width=min(console.width, 110), height=max(10, len(shown) + 2),
        number=percent if accuracy else number, x_title=tr("epoch"),
    )  # fmt: skip
    drawn = text_chart(curves, frame)
    if drawn:
        console.print(Text(title.get(key, tr("Loss")), style="bold"))
    for line in drawn:
        console.print(line)
