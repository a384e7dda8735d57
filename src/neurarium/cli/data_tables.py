"""What `neurarium data` prints for a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from neurarium.cli.data_words import info_json
from neurarium.language import tr

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from neurarium.datasets import Dataset, DatasetInfo

__all__ = ["info_json", "print_absent", "print_data", "print_list", "write_json"]

_MOST_COLUMNS = 40


def write_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


def print_list(infos: list[DatasetInfo]) -> None:
    """Print a table with a data set a row."""
    from neurarium.home import datasets_folder

    table = _table()
    table.add_column(tr("name"), style="bold", no_wrap=True)
    table.add_column(tr("training"), justify="right", no_wrap=True)
    table.add_column(tr("test"), justify="right", no_wrap=True)
    for column in (tr("example"), tr("answer"), tr("where")):
        table.add_column(column)
    for facts in infos:
        counts = f"{facts.n_train:,}", f"{facts.n_test:,}"
        table.add_row(_plain(facts.name), *counts, _example(facts), _answer(facts), _where(facts))
    console = _console()
    console.print(table)
    console.print(tr("Data folder: {folder}", folder=datasets_folder()), style="dim", markup=False)


def print_absent(facts: DatasetInfo) -> None:
    """Print what is known of a data set that is not on this machine."""
    console = _console()
    _heading(console, facts.title, facts.name)
    console.print(
        tr("{train} training and {test} test examples of {example}, {answer}",
           train=f"{facts.n_train:,}", test=f"{facts.n_test:,}", example=_example(facts),
           answer=_answer(facts)), markup=False,
    )  # fmt: skip
    _origin(console, facts.licence, facts.citation, facts.source)
    _print_references(console, facts.name)
    console.print(
        tr("It is not on this machine. Fetch it ({size}): neurarium data get {name}",
           size=_size(facts.bytes), name=facts.name), style="yellow", markup=False,
    )  # fmt: skip


def print_data(data: Dataset, facts: DatasetInfo | None, limit: int) -> None:
    """Print arrays, classes or columns, notes, origin and published results."""
    console = _console()
    _heading(console, data.title, data.name)
    _print_arrays(console, data)
    if data.classes:
        _print_classes(console, data, limit)
    if data.kind == "table":
        _print_columns(console, data)
    for note in data.notes:
        console.print(f"• {note}", markup=False)
    _origin(console, data.licence, data.citation, data.source)
    if facts and facts.path:
        console.print(tr("File: {path}", path=facts.path), style="dim", markup=False)
    _print_references(console, data.name)


def _print_arrays(console: Console, data: Dataset) -> None:
    from neurarium.datasets.dataset import PARTS
    from neurarium.datasets.statistics import ranges

    known = ranges(data)
    table = _table()
    for column in (tr("array"), tr("shape"), tr("type")):
        table.add_column(column, style="bold" if column == tr("array") else None, no_wrap=True)
    for column in (tr("smallest"), tr("largest"), tr("mean")):
        table.add_column(column, justify="right")
    for part in PARTS:
        array, found = getattr(data, part), known[part]
        shape = " × ".join(f"{length:,}" for length in array.shape)
        is_class = part.startswith("y") and data.task == "classification"
        table.add_row(part, shape, str(array.dtype), _number(found.min), _number(found.max),
                      "" if is_class else _number(found.mean))  # fmt: skip
    console.print(table)


def _print_classes(console: Console, data: Dataset, limit: int) -> None:
    from neurarium.datasets.statistics import class_counts

    counts = class_counts(data, "train"), class_counts(data, "test")
    table = _table()
    table.add_column(tr("class"), justify="right", style="bold")
    table.add_column(tr("name"))
    table.add_column(tr("Korean"))
    table.add_column(tr("training"), justify="right")
    table.add_column(tr("test"), justify="right")
    for number, name in enumerate(data.classes[:limit]):
        table.add_row(str(number), _plain(name.en), _plain(name.ko),
                      *(f"{count[number]:,}" for count in counts))  # fmt: skip
    console.print(table)
    if data.n_classes > limit:
        console.print(
            tr("… and {count} more classes: --limit {all} prints them.",
               count=data.n_classes - limit, all=data.n_classes), style="dim",
        )  # fmt: skip


def _print_columns(console: Console, data: Dataset) -> None:
    from neurarium.datasets.statistics import columns

    table = _table()
    table.add_column(tr("column"), style="bold")
    for head in (tr("smallest"), tr("largest"), tr("mean"), tr("deviation")):
        table.add_column(head, justify="right")
    known = columns(data)
    for one in known[:_MOST_COLUMNS]:
        table.add_row(_plain(one.name), *map(_number, (one.min, one.max, one.mean, one.sd)))
    console.print(table)
    if len(known) > _MOST_COLUMNS:
        console.print(tr("… and {count} more columns", count=len(known) - _MOST_COLUMNS),
                      style="dim")  # fmt: skip
    if data.target:
        console.print(tr("To learn: {target}", target=data.target), markup=False)


def _print_references(console: Console, name: str) -> None:
    from neurarium.datasets import references

    known = references(name)
    if not known:
        return
    table = _table()
    table.add_column(tr("published results"))
    table.add_column(tr("accuracy"), justify="right", style="bold", no_wrap=True)
    table.add_column(tr("source"), style="dim")
    for one in known:
        table.add_row(_plain(one.title), f"{one.value:g} {one.unit}", _plain(one.source))
    console.print(table)


def _heading(console: Console, title: str, name: str) -> None:
    console.print()
    console.print(title, style="bold", markup=False, end="")
    console.print(f"  {name}" if name != title else "", style="dim", markup=False)


def _origin(console: Console, licence: str, citation: str, source: str) -> None:
    for what, text in ((tr("Licence"), licence), (tr("Cite"), citation), (tr("Source"), source)):
        if text:
            console.print(f"{what}: {text}", style="dim", markup=False)


def _example(facts: DatasetInfo) -> str:
    shape = " × ".join(map(str, facts.input_shape))
    return shape if facts.kind == "images" else tr("{n} columns", n=facts.input_shape[0])


def _answer(facts: DatasetInfo) -> str:
    if facts.task == "regression":
        return tr("a number")
    return tr("{n} classes", n=len(facts.classes))


def _where(facts: DatasetInfo) -> str:
    if facts.own:
        return tr("your own")
    if not facts.bytes:
        return f"[green]{tr('built in')}[/]"
    if facts.here:
        return f"[green]{tr('here, a subset') if facts.is_subset else tr('here')}[/]"
    return f"[dim]{tr('absent, {size}', size=_size(facts.bytes))}[/]"


def _size(count: int) -> str:
    return f"{count / 1e6:,.0f} MB" if count >= 1e7 else f"{count / 1e6:.1f} MB"


def _number(value: float) -> str:
    if abs(value) >= 10_000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape("".join(c if c.isprintable() else "�" for c in text))


def _table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1), header_style="")


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
