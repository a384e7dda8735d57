"""The command line: parse, call, print.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from neurarium import __version__
from neurarium.cli.data import data
from neurarium.cli.play import play
from neurarium.cli.printing import complain
from neurarium.cli.runs import app as runs
from neurarium.cli.train import train
from neurarium.errors import NeurariumError

app = typer.Typer(
    name="neurarium",
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a person's mistake ends as one sentence and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # where × or ─ cannot be written, ? can
    try:
        app()
    except NeurariumError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"neurarium {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def lab(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to listen on; other than this machine's needs a token.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")
    ] = 8080,
    token: Annotated[
        str | None, typer.Option(help="Word that a page must show; made up where one is needed.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """A planetarium for neural networks: build one, train it, watch every neuron work.

    Alone it opens the lab in the browser.

    Example: `neurarium --port 0`
    """
    if context.invoked_subcommand is None:
        from neurarium.lab.server import serve

        serve(host=host, port=port, token=token, open_browser=browser)


app.command()(play)
app.command()(train)
app.add_typer(runs)
app.add_typer(data)
