"""What `neurarium play` prints: a bar while it trains, then a table or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.playground.headless import Outcome
    from neurarium.playground.trainer import Trainer


def complain(text: str, title: str | None = None) -> None:
    """Print a sentence on stderr: an error, or what `title` says it is."""
    typer.secho(
        title or tr("Error"), fg="yellow" if title else "red", bold=True, nl=False, err=True
    )
    typer.echo(f": {text}", err=True)


@contextmanager
def progress_bar(first: int, last: int) -> Iterator[Callable[[int, float], None]]:
    """Show a bar on stderr where a person looks at it."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("[bold]{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(tr("Training"), total=max(last, first), completed=first)

        def tell(epoch: int, loss: float) -> None:
            bar.update(task, completed=epoch, description=tr("loss {loss:.4f}", loss=loss))

        yield tell


def print_json(trainer: Trainer, source: str, outcome: Outcome) -> None:
    import json

    from neurarium.playground.headless import outcome_json

    typer.echo(json.dumps(outcome_json(trainer, source, outcome), allow_nan=False))


def print_table(trainer: Trainer, outcome: Outcome, written: list[Path]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from neurarium.playground.headless import score
    from neurarium.playground.words import settings_in_words, title_in_words

    moment, points = trainer.shown, score(trainer)
    table = Table(
        title=title_in_words(moment.segment), box=box.ROUNDED, title_style="bold", min_width=46
    )
    table.add_column(tr("after epoch {epoch}", epoch=f"{moment.epoch:,}"))
    table.add_column(tr("training"), justify="right", style="bold")
    table.add_column(tr("test"), justify="right", style="bold")
    table.add_row(tr("loss"), f"{moment.loss_train:.4g}", f"{moment.loss_test:.4g}")
    table.add_row(tr(points.name), *(_percent(value, points.name) for value in
                                     (points.train, points.test)))  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    console.print(settings_in_words(moment.segment), style="dim")
    if outcome.trained_epochs:
        speed = outcome.trained_epochs / max(outcome.train_s, 1e-9)
        console.print(
            tr("epochs trained: {epochs} in {seconds} s, {speed} a second",
               epochs=f"{outcome.trained_epochs:,}", seconds=f"{outcome.train_s:.2f}",
               speed=f"{speed:,.0f}")
        )  # fmt: skip
    for path in written:
        console.print(tr("wrote {file}", file=path), style="dim", markup=False)


def _percent(value: float, name: str) -> str:
    return f"{100 * value:.1f} %" if name == "accuracy" else f"{value:.4f}"
