"""`neurarium runs`: list, show, compare, delete, resume, repeat, report, code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neurarium.errors import RunError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.training.runs import RunDirectory

app = typer.Typer(
    name="runs",
    help="The trainings on this machine: look at them, compare, go on, repeat.\n\n"
    "Example: `neurarium runs list`",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)

Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="The run: its id, its last letters, its name, or last."),
]
Ids = Annotated[list[str], typer.Argument(metavar="ID ID…", help="Two runs or more.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell only the result.")]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")
]
ChartFile = Annotated[Path | None, typer.Option("--chart", help="Draw the curves as .svg or .png.")]


@app.command("list")
def list_runs(as_json: AsJson = False) -> None:
    """List all runs, the newest first.

    Example: `neurarium runs list`
    """
    from neurarium.training.runs import summary, survey

    found = survey()
    if as_json:
        typer.echo(json.dumps([summary(run) for run in found.runs], allow_nan=False))
        return
    from neurarium.cli.runs_list import print_runs

    print_runs(found)


@app.command()
def show(run: Id, as_json: AsJson = False, chart: ChartFile = None) -> None:
    """Show a run: its settings, epochs, curves, test and confusion.

    Example: `neurarium runs show last`
    """
    from neurarium.cli.chart_file import check_chart, write_chart
    from neurarium.cli.console import console_for
    from neurarium.cli.training_json import result_object

    check_chart(chart)
    found = _run(run)
    if chart is not None:
        write_chart([found], chart)
    if as_json:
        facts = found.facts
        whole = result_object(found) | {
            "name": found.name, "kind": facts.get("kind"), "created": facts.get("created"),
            "command": facts.get("command"), "config": facts.get("config"),
            "state": found.state().as_dict(), "path": str(found.path),
        }  # fmt: skip
        typer.echo(json.dumps(whole, allow_nan=False))
        return
    from neurarium.cli.run_shown import print_run

    print_run(console_for(as_json), found)


@app.command()
def compare(runs: Ids, as_json: AsJson = False, chart: ChartFile = None) -> None:
    """Compare runs: what differs in their settings, and what came out.

    Example: `neurarium runs compare k3f p7q --chart curves.svg`
    """
    from neurarium.cli.chart_file import check_chart, write_chart
    from neurarium.training.runs import differences, summary

    check_chart(chart)
    found = list(dict.fromkeys(_run(one) for one in runs))
    if len(found) < 2:
        raise RunError(tr("To compare takes at least two different runs: neurarium runs list"))
    if chart is not None:
        write_chart(found, chart)
    if as_json:
        rows = [summary(run) | {"epochs": run.epochs()} for run in found]
        whole = {"runs": rows, "differences": differences(found)}
        typer.echo(json.dumps(whole, allow_nan=False))
        return
    from neurarium.cli.runs_compared import print_compared

    print_compared(found)


@app.command()
def delete(
    run: Id,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete a run with its weights; asks first.

    Example: `neurarium runs delete k3f`
    """
    found = _run(run)
    name = found.name
    if not yes:
        question = tr('Delete run "{id}" ({name}) with its weights?', id=found.id, name=name)
        if not typer.confirm(question, err=True):
            typer.echo(tr("Nothing was deleted."), err=True)
            raise typer.Exit(1)
    found.delete()
    if as_json:
        typer.echo(json.dumps({"deleted": found.id}))
    else:
        typer.echo(tr('Deleted "{id}".', id=found.id))


@app.command()
def resume(
    run: Id,
    epochs: Annotated[
        int | None,
        typer.Option(min=1, help="Train until this epoch instead; needed if it has finished."),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Go on with a run that was stopped, killed or has finished.

    Example: `neurarium runs resume last --epochs 20`
    """
    from neurarium.cli.train import train_run

    train_run(_run(run), epochs=epochs, as_json=as_json, quiet=quiet)


@app.command()
def repeat(run: Id, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Train anew with the settings of a run, as a run of its own.

    Example: `neurarium runs repeat last`
    """
    from neurarium.cli.train import train_run
    from neurarium.training.runs import repeat as new_run

    train_run(new_run(_run(run)), as_json=as_json, quiet=quiet)


@app.command()
def report(run: Id, output: Out = None) -> None:
    """Write a run as one HTML page that needs nothing else.

    Example: `neurarium runs report last -o mnist.html`
    """
    from neurarium.cli.chart_file import check_target, write_file
    from neurarium.training.report import report_html

    found = _run(run)
    target = output or Path(f"{found.id}.html")
    check_target(target)
    write_file(target, report_html(found).encode("utf-8"))
    typer.echo(tr("wrote {file}", file=target))


@app.command()
def code(run: Id, output: Out = None) -> None:
    """Print a plain Keras script that repeats a run.

    Example: `neurarium runs code last -o train.py`
    """
    from neurarium.cli.chart_file import check_target, write_file
    from neurarium.training.code import keras_script

    found = _run(run)
    script = keras_script(found.facts)
    if output is None:
        typer.echo(script, nl=False)
        return
    check_target(output)
    write_file(output, script.encode("utf-8"))
    typer.echo(tr("wrote {file}", file=output))


def _run(text: str) -> RunDirectory:
    from neurarium.training.runs import open_run

    return open_run(text)
