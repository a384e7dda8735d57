"""`neurarium train`: a model learns from a data set; what happens is told before and after."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from neurarium.cli import train_options as given
from neurarium.cli.printing import complain
from neurarium.errors import SpecError

if TYPE_CHECKING:
    from pathlib import Path

    from neurarium.training.config import TrainingConfig

STOPPED = 130
"""Exit code after Ctrl-C, as a shell has it."""


def train(
    data: given.Data,
    model: given.Model = "100-10",
    loss: given.Loss = None,
    backend: given.Backend = None,
    optimizer: given.Optimizer = "adam",
    lr: given.Lr = None,
    momentum: given.Momentum = None,
    nesterov: given.Nesterov = False,
    batch: given.Batch = 32,
    epochs: given.Epochs = 5,
    validation: given.Validation = 0.2,
    seed: given.Seed = 42,
    limit: given.Limit = None,
    loop: given.Loop = "auto",
    early_stopping: given.EarlyStopping = None,
    restore_best: given.RestoreBest = True,
    keep_best: given.KeepBest = False,
    schedule: given.Schedule = None,
    reduce_lr: given.ReduceLr = None,
    compare: given.Compare = None,
    chart: given.Chart = None,
    name: given.Name = None,
    as_json: given.AsJson = False,
    quiet: given.Quiet = False,
) -> None:
    """Train a model on a data set and tell what came out.

    Example: `neurarium train mnist --model 784-100-10 --optimizer adam --epochs 5`

    Compare: `neurarium train fashion_mnist --compare optimizer=sgd,momentum,nesterov,adam`
    """
    from neurarium.cli.chart_file import check_chart
    from neurarium.training.models import use_backend

    config = given.config_of(locals())
    check_chart(chart)
    use_backend(config.backend)
    try:
        if compare is not None:
            from neurarium.cli.training_compare import train_and_compare

            train_and_compare(config, compare, chart, as_json=as_json, quiet=quiet)
        else:
            _train_one(config, chart, name, as_json=as_json, quiet=quiet)
    except SpecError as error:
        _complain_at(error, config.model)
        sys.exit(1)


def _complain_at(error: SpecError, spec: str) -> None:
    """Print the sentence, and below the spec a caret at the place."""
    complain(str(error))
    if error.column is not None and len(spec) < 200 and error.column <= len(spec) + 1:
        typer.echo(f"\n    {spec}\n    {' ' * (error.column - 1)}^", err=True)


def _train_one(
    config: TrainingConfig, chart: Path | None, name: str | None, *, as_json: bool, quiet: bool
) -> None:
    from neurarium.cli.console import console_for
    from neurarium.cli.training_plan import print_plan
    from neurarium.training import plan_run
    from neurarium.training.runs import create

    facts = plan_run(config)
    console = console_for(as_json)
    if not quiet:
        print_plan(console, facts)
    run = create(facts)
    if name:
        run.rename(name)
    train_run(run, chart, as_json=as_json, quiet=quiet)


def train_run(
    run: Any, chart: Path | None = None, *, epochs: int | None = None, as_json: bool, quiet: bool
) -> None:
    """Train a run with bars, then print its result; exits with 130 if a person stopped it."""
    from neurarium.cli.chart_file import write_chart
    from neurarium.cli.console import console_for
    from neurarium.cli.training_json import result_json
    from neurarium.cli.training_progress import terminal_listener
    from neurarium.cli.training_result import print_result, print_stopped, print_where
    from neurarium.training.models import use_backend

    config = run.facts.get("config") or {}
    if config.get("backend"):
        use_backend(config["backend"])
    from neurarium.training.execute import execute

    total = epochs or run.state().epochs
    with terminal_listener(quiet, epochs=total) as listener:
        result = execute(run, listener, epochs=epochs)
    stopped = result.state == "stopped"
    console = console_for(as_json)
    if chart is not None and result.epochs:
        write_chart([run], chart)
        console.print(f"[dim]{chart}[/dim]")
    if as_json:
        typer.echo(result_json(run))
    else:
        print_result(console, run)
        if not stopped:
            print_where(console, run)
    if stopped:
        print_stopped(run)
        sys.exit(STOPPED)
