"""What is said after a training: epochs, test, confusion, where the run lies, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.advice import advice
from neurarium.cli.confusion_table import print_confusion
from neurarium.cli.reference_bars import print_references
from neurarium.cli.run_words import short_id
from neurarium.cli.text_chart import COLOURS, Curve, Frame, text_chart
from neurarium.cli.training_words import duration, number, percent
from neurarium.language import tr
from neurarium.training.runs import RunDirectory

Line = Mapping[str, Any]
_MOST_ROWS = 24
_MARK = "★"


def print_result(console: Console, run: RunDirectory) -> None:
    """Print all that a finished (or stopped) run has to tell."""
    epochs, state, facts = run.epochs(), run.state(), run.facts
    if epochs:
        console.print(epoch_table(epochs, state.best_epoch))
        print_curves(console, epochs, state.best_epoch)
        found = advice(epochs)
        if found:
            console.print(Text(found, style="yellow"))
            console.print()
    test = next(reversed(run.lines("test")), None)
    if test is not None:
        _print_test(console, test, facts)


def print_where(console: Console, run: RunDirectory) -> None:
    """Print where the run lies and what can be done with it."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    rows.add_row(tr("run"), Text(run.id, style="bold"))
    rows.add_row(tr("lies in"), str(run.path))
    short = short_id(run)
    rows.add_row(tr("look again"), f"neurarium runs show {short}")
    if run.state().can_resume:
        more = (run.state().epochs or 5) * 2
        resume = f"neurarium runs resume {short}"
        go_on = run.state().state == "finished"
        rows.add_row(tr("go on"), f"{resume} --epochs {more}" if go_on else resume)
    rows.add_row(tr("in pictures"), tr("neurarium opens the lab: see its page Runs"))
    console.print(rows)


def epoch_table(epochs: Sequence[Line], best: int | None) -> Table:
    """Return one row an epoch, the best one marked; of very many the first, last and best."""
    kind = "mae" if "mae" in epochs[0] else "accuracy"
    validated = any(line.get("val_loss") is not None for line in epochs)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(tr("epoch"), justify="right")
    for name in (tr("loss"), _kind_name(kind)):
        table.add_column(name, justify="right")
    if validated:
        for name in (tr("validation loss"), tr("validation {kind}", kind=_kind_name(kind))):
            table.add_column(name, justify="right")
    table.add_column(tr("time"), justify="right", style="dim")
    shown = _shown(epochs, best)
    before = 0
    for line in shown:
        if line["epoch"] > before + 1 and before:
            table.add_row("", "⋮", style="dim")
        before = int(line["epoch"])
        table.add_row(*_row(line, kind, validated, line["epoch"] == best),
                      style="bold green" if line["epoch"] == best else None)  # fmt: skip
    return table


def _row(line: Line, kind: str, validated: bool, is_best: bool) -> list[str]:
    write = percent if kind == "accuracy" else number
    cells = [_MARK if is_best else "", f"{line['epoch']:,}", number(line.get("loss")),
             write(line.get(kind))]  # fmt: skip
    if validated:
        cells += [number(line.get("val_loss")), write(line.get(f"val_{kind}"))]
    seconds = line.get("seconds")
    return [*cells, duration(float(seconds)) if seconds is not None else ""]


def _shown(epochs: Sequence[Line], best: int | None) -> list[Line]:
    if len(epochs) <= _MOST_ROWS:
        return list(epochs)
    step = -(-len(epochs) // (_MOST_ROWS - 3))
    keep = {1, epochs[-1]["epoch"], best, *range(step, epochs[-1]["epoch"], step)}
    return [line for line in epochs if line["epoch"] in keep]


def print_curves(console: Console, epochs: Sequence[Line], best: int | None) -> None:
    """Print the loss of training and validation as a chart; nothing for a single epoch."""
    if len(epochs) < 2:
        return
    curves = [
        Curve(name, [(line["epoch"], line.get(key)) for line in epochs], colour)
        for name, key, colour in (
            (tr("training loss"), "loss", COLOURS[0]),
            (tr("validation loss"), "val_loss", COLOURS[1]),
        )
    ]
    frame = Frame(
        width=min(console.width, 100), height=9, number=number, x_title=tr("epoch"),
        mark_x=best, mark_text=tr("best epoch"),
    )  # fmt: skip
    for line in text_chart(curves, frame):
        console.print(line)
    console.print()


def _print_test(console: Console, test: Line, facts: Line) -> None:
    told = Text(tr("Test") + "  ", style="bold")
    if test.get("accuracy") is not None:
        told.append(percent(test["accuracy"]), style="bold green")
        n = facts["data"].get("n_test") or 0
        wrong = round((1 - test["accuracy"]) * n)
        told.append(
            "  " + tr("{wrong} of {n} examples wrong, loss {loss}", wrong=f"{wrong:,}",
                      n=f"{n:,}", loss=number(test.get("loss")))
        )  # fmt: skip
    else:
        told.append(tr("mean absolute error {mae}, loss {loss}", mae=number(test.get("mae")),
                       loss=number(test.get("loss"))))  # fmt: skip
    console.print(told)
    console.print()
    print_references(console, test, facts)
    if test.get("confusion"):
        print_confusion(console, test, facts)


def _kind_name(kind: str) -> str:
    return tr("accuracy") if kind == "accuracy" else tr("mean absolute error")


def print_stopped(run: RunDirectory) -> None:
    """Say on stderr that a person stopped the run, what is kept, and how it goes on."""
    from neurarium.cli.printing import complain

    state = run.state()
    complain(
        tr(
            "epoch {now} was not finished, {done} of {epochs} are kept. Go on with: "
            "neurarium runs resume {run}",
            now=state.epoch + 1, done=state.epoch,
            epochs=state.epochs, run=short_id(run),
        ),
        tr("Stopped"),
    )  # fmt: skip
