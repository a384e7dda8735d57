"""`neurarium train --compare`: one training several times, with one setting changed."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import typer
from rich.text import Text

from neurarium.cli.chart_file import write_chart
from neurarium.cli.comparison_table import Shown, print_comparison
from neurarium.cli.console import console_for
from neurarium.cli.printing import complain
from neurarium.cli.run_words import short_id
from neurarium.cli.training_progress import terminal_listener
from neurarium.language import tr
from neurarium.training.compare import comparison_json, read_comparison, train_all
from neurarium.training.config import TrainingConfig
from neurarium.training.listener import Listener


def train_and_compare(
    config: TrainingConfig, text: str, chart: Path | None, *, as_json: bool, quiet: bool
) -> None:
    """Train every variant, then print (or, as JSON, tell) how they compare."""
    comparison = read_comparison(config, text)
    console = console_for(as_json)
    if not quiet:
        console.print(
            tr("{n} trainings from the same first weights, in the same order of batches: "
               "{setting} = {values}", n=len(comparison.values), setting=comparison.setting,
               values=", ".join(comparison.values)), markup=False,
        )  # fmt: skip
        console.print()

    def follow(value: str) -> AbstractContextManager[Listener]:
        return terminal_listener(quiet, f"{comparison.setting} = {value}")

    done = train_all(comparison, follow)
    if chart is not None:
        write_chart([one.run for one in done], chart)
        console.print(Text(tr("wrote {file}", file=chart), style="dim"))
    if as_json:
        typer.echo(json.dumps(comparison_json(comparison, done), allow_nan=False))
    else:
        rows = [Shown(one.value, one.run, one.error) for one in done]
        print_comparison(console, comparison.setting, rows)
        ids = " ".join(short_id(one.run) for one in done)
        console.print(Text(f"neurarium runs compare {ids}", style="dim"), soft_wrap=True)
    if done and done[-1].run.state().state == "stopped":
        complain(
            tr("{done} of {all} trainings came to their end.", done=len(done) - 1,
               all=len(comparison.values)), tr("Stopped"),
        )  # fmt: skip
        sys.exit(130)
    if all(one.error for one in done):
        sys.exit(1)
