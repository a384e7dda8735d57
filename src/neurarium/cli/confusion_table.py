"""The confusion matrix in a terminal, each class's accuracy beside it, the worst mix-ups named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.training_words import percent
from neurarium.language import tr

_MOST_CLASSES = 20
_BAR = 10
_SHADES = (
    (0.0, ""),
    (0.002, "white on grey30"),
    (0.01, "white on dark_red"),
    (0.04, "white on red3"),
    (0.10, "bold white on red1"),
)


def print_confusion(console: Console, test: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Print the matrix where it fits the width, else each class alone; then the worst mix-ups."""
    table: list[list[int]] = test["confusion"]
    names = class_names(facts, len(table))
    each = [str(max(row)) for row in table]
    cell = max(len(str(len(table) - 1)), *(len(text) for text in each)) + 2
    label = min(max(len(name) for name in names), 16)
    fits = label + 5 + cell * len(table) + 9 <= console.width
    if len(table) <= _MOST_CLASSES and fits:
        console.print(_matrix(table, names, label, console.width - cell * len(table)))
    else:
        console.print(_classes(table, names))
    for sentence in worst_in_words(table, names):
        console.print(sentence)
    console.print()


def class_names(facts: Mapping[str, Any], count: int) -> list[str]:
    """Return the classes' names, their numbers where there are none."""
    known = [str(one.get("en", "")) for one in facts["data"].get("classes") or []]
    return known if len(known) == count else [str(n) for n in range(count)]


def worst_in_words(
    table: Sequence[Sequence[int]], names: Sequence[str], most: int = 3
) -> list[str]:
    """Return sentences for the most frequent mix-ups."""
    wrong = sorted(
        ((count, row, column) for row, counts in enumerate(table)
         for column, count in enumerate(counts) if row != column and count),
        key=lambda found: (-found[0], found[1], found[2]),
    )  # fmt: skip
    if not wrong:
        return [tr("Not a single test example was mixed up.")]
    told = []
    for count, row, column in wrong[:most]:
        told.append(
            tr('{count} × "{true}" was taken for "{predicted}" ({share} of all "{true}")',
               count=f"{count:,}", true=names[row], predicted=names[column],
               share=percent(count / sum(table[row])))
        )  # fmt: skip
    return told


def _matrix(table: Sequence[Sequence[int]], names: Sequence[str], label: int, room: int) -> Table:
    numbered = any(name != str(n) for n, name in enumerate(names))
    shown = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0), title_justify="left",
        title=tr("Confusion: rows are the true classes, columns what was predicted"),
        title_style="bold",
    )  # fmt: skip
    shown.add_column("", no_wrap=True, max_width=label + 5)
    for n in range(len(table)):
        shown.add_column(f" {n} ", justify="right", no_wrap=True)
    shown.add_column("  " + tr("right"), justify="right", no_wrap=True)
    bars = room >= label + 5 + 9 + _BAR + 2
    if bars:
        shown.add_column("")
    for n, row in enumerate(table):
        head = f"{n} {names[n][:label]}" if numbered else names[n]
        cells = [_cell(count, sum(row), n == column) for column, count in enumerate(row)]
        share = row[n] / sum(row) if sum(row) else None
        end = [Text(" " + percent(share))]
        if bars:
            end.append(_bar(share))
        shown.add_row(Text(head + " ", style="dim"), *cells, *end)
    return shown


def _cell(count: int, total: int, is_right: bool) -> Text:
    if not count:
        return Text(" · ", style="dim")
    if is_right:
        return Text(f" {count} ", style="bold green")
    share = count / total if total else 0.0
    style = next(style for least, style in reversed(_SHADES) if share >= least)
    return Text(f" {count} ", style=style)


def _classes(table: Sequence[Sequence[int]], names: Sequence[str]) -> Table:
    """Return accuracy by class, the weakest first; of many classes the weakest 20."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column(tr("class"))
    shown.add_column(tr("right"), justify="right")
    shown.add_column("")
    rows = [(row[n] / sum(row) if sum(row) else 1.0, n) for n, row in enumerate(table)]
    for share, n in sorted(rows)[:_MOST_CLASSES]:
        shown.add_row(names[n], percent(share), _bar(share))
    if len(rows) > _MOST_CLASSES:
        shown.caption = tr("the weakest {shown} of {all} classes", shown=_MOST_CLASSES,
                           all=len(rows))  # fmt: skip
    return shown


def _bar(share: float | None) -> Text:
    if share is None:
        return Text("")
    full = round(share * _BAR * 8)
    blocks = "█" * (full // 8) + ("▏▎▍▌▋▊▉"[full % 8 - 1] if full % 8 else "")
    return Text(" " + blocks, style="green" if share >= 0.9 else "yellow")
