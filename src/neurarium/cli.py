"""The command line: parse, call, print.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neurarium import __version__
from neurarium.errors import ConfigError, LinkError, NeurariumError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.playground.headless import Outcome
    from neurarium.playground.trainer import Trainer

DEFAULT_EPOCHS = 500

app = typer.Typer(
    name="neurarium",
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a person's mistake ends as one sentence and exit code 1."""
    try:
        app()
    except NeurariumError as error:
        _complain(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        sys.exit(1)


def _complain(text: str, title: str | None = None) -> None:
    typer.secho(title or tr("Error"), fg="red" if title is None else "yellow", bold=True,
                nl=False, err=True)  # fmt: skip
    typer.echo(f": {text}", err=True)


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
        ),  # fmt: skip
    ] = False,
) -> None:
    """A planetarium for neural networks: build one, train it, watch every neuron work.

    Alone it opens the lab in the browser.

    Example: `neurarium --port 0`
    """
    if context.invoked_subcommand is None:
        from neurarium.lab.server import serve

        serve(host=host, port=port, token=token, open_browser=browser)


@app.command()
def play(
    source: Annotated[
        str,
        typer.Argument(
            metavar="LINK|FILE",
            help="A link of playground.tensorflow.org or of neurarium (in quotes), or a "
            "settings file.",
        ),
    ],
    epochs: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=1_000_000,
            help="Train until this epoch. Without it: the last snapshot, else the epoch of the "
            "link or file, else 500.",
        ),
    ] = None,  # fmt: skip
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="Follow TensorFlow Playground's arithmetic step by step (its links always do).",
        ),
    ] = False,  # fmt: skip
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    snapshots: Annotated[
        str, typer.Option(help="Epochs at which --json tells weights, losses, outputs: 0,1,10.")
    ] = "",
    png: Annotated[
        Path | None, typer.Option(help="Draw network, output map and loss curve for a slide.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="The same drawing as SVG.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write the training as one page that plays by itself.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write a settings file, weights included.")
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on a dark background.")] = False,
) -> None:
    """Train a playground without a page, and tell what came out.

    Example: `neurarium play "https://playground.tensorflow.org/#dataset=xor&seed=0.1"
    --epochs 500 --png xor.png`
    """
    wanted = _epochs_of(snapshots)
    targets = _Targets(png, svg, html, save)
    targets.check()
    trainer = _opened(source, exact)
    if epochs is None:
        here = max(trainer.shown.epoch, trainer.shown.epoch + trainer.epochs_to_goal)
        epochs = max(wanted) if wanted else here or DEFAULT_EPOCHS
    outcome = _trained(trainer, epochs, wanted)
    targets.write(trainer, dark)
    if as_json:
        _print_json(trainer, source, outcome)
    else:
        _print_table(trainer, outcome, targets)


def _epochs_of(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 8)]
    if wrong:
        raise ConfigError(
            tr('--snapshots holds "{part}"; expected were epochs with commas, as in 0,1,10.',
               part=wrong[0][:30])
        )  # fmt: skip
    return [int(part) for part in parts]


def _opened(source: str, exact: bool) -> Trainer:
    """Return the playground of a link or a file; warnings go to stderr."""
    from neurarium.playground.config import changed
    from neurarium.playground.links import read_link
    from neurarium.playground.settings_file import MAX_BYTES, read_settings
    from neurarium.playground.trainer import Trainer

    path, weights = Path(source), None
    if _is_file(path):
        if path.stat().st_size > MAX_BYTES:
            raise LinkError(tr('"{file}" is too large for a settings file.', file=path))
        saved = read_settings(_bytes_of(path))
        setup, weights = saved.setup, saved.weights
    elif "=" in source or source.startswith(("http://", "https://", "#")):
        opened = read_link(source)
        setup = opened.setup
        for warning in opened.warnings:
            _complain(warning, tr("Warning"))
    else:
        raise LinkError(
            tr('"{source}" is neither a file nor a link. A link has settings after a #, as in '
               '"https://playground.tensorflow.org/#dataset=spiral".', source=source[:100])
        )  # fmt: skip
    if exact:
        config = changed(setup.config, {"mode": "exact"})
        setup = setup.model_copy(update={"config": config})
    trainer = Trainer(setup.config)
    trainer.open(setup, weights)
    if trainer.message:
        _complain(trainer.message.text, tr("Note"))
    return trainer


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a link may be too long for a file name
        return False


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LinkError(
            tr('"{file}" cannot be read: {reason}.', file=path, reason=error.strerror)
        ) from error


def _trained(trainer: Trainer, epochs: int, wanted: list[int]) -> Outcome:
    from neurarium.playground.headless import play as play_headless

    with _progress(trainer.shown.epoch, epochs) as tell:
        return play_headless(trainer, epochs, wanted, tell)


@contextmanager
def _progress(first: int, last: int) -> Iterator[Callable[[int, float], None]]:
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


class _Targets:
    """The files that a person asked for."""

    def __init__(
        self, png: Path | None, svg: Path | None, html: Path | None, save: Path | None
    ) -> None:
        self.png, self.svg, self.html, self.save = png, svg, html, save

    @property
    def paths(self) -> list[Path]:
        """All that are asked for."""
        return [path for path in (self.png, self.svg, self.html, self.save) if path]

    def check(self) -> None:
        """Raise `ConfigError` for a path that cannot be written, before anything is trained."""
        for path in self.paths:
            if path.is_dir() or not path.absolute().parent.is_dir():
                raise ConfigError(
                    tr('"{file}" cannot be written: its folder does not exist, or it is a folder '
                       "itself.", file=path)
                )  # fmt: skip

    def write(self, trainer: Trainer, dark: bool) -> None:
        """Write all files; raises `ConfigError` where one cannot be written."""
        if self.png or self.svg:
            from neurarium.playground.picture import playground_svg

            drawing = playground_svg(trainer, dark=dark)
            if self.svg:
                _write(self.svg, drawing.encode("utf-8"))
            if self.png:
                from neurarium.drawing.raster import to_png

                _write(self.png, to_png(drawing, scale=2.0))
        if self.html:
            from neurarium.playground.replay import replay_html

            _write(self.html, replay_html(trainer).encode("utf-8"))
        if self.save:
            from neurarium.playground.settings_file import settings_text

            _write(self.save, settings_text(trainer).encode("utf-8"))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigError(
            tr('"{file}" cannot be written: {reason}.', file=path, reason=error.strerror)
        ) from error


def _print_json(trainer: Trainer, source: str, outcome: Outcome) -> None:
    import json

    from neurarium.playground.headless import outcome_json

    typer.echo(json.dumps(outcome_json(trainer, source, outcome), allow_nan=False))


def _print_table(trainer: Trainer, outcome: Outcome, targets: _Targets) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from neurarium.playground.headless import score
    from neurarium.playground.words import settings_in_words, title_in_words

    moment, points = trainer.shown, score(trainer)
    table = Table(
        title=title_in_words(moment.segment), caption=settings_in_words(moment.segment),
        box=box.ROUNDED, title_style="bold", min_width=46,
    )  # fmt: skip
    table.add_column(tr("after epoch {epoch}", epoch=f"{moment.epoch:,}"))
    table.add_column(tr("training"), justify="right", style="bold")
    table.add_column(tr("test"), justify="right", style="bold")
    table.add_row(tr("loss"), f"{moment.loss_train:.4g}", f"{moment.loss_test:.4g}")
    table.add_row(tr(points.name), *(_percent(value, points.name) for value in
                                     (points.train, points.test)))  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    if outcome.trained_epochs:
        speed = outcome.trained_epochs / max(outcome.train_s, 1e-9)
        console.print(
            tr("{epochs} epochs in {seconds} s of training: {speed} epochs/s",
               epochs=f"{outcome.trained_epochs:,}", seconds=f"{outcome.train_s:.2f}",
               speed=f"{speed:,.0f}")
        )  # fmt: skip
    for path in targets.paths:
        console.print(tr("wrote {file}", file=path), style="dim", markup=False)


def _percent(value: float, name: str) -> str:
    return f"{100 * value:.1f} %" if name == "accuracy" else f"{value:.4f}"
