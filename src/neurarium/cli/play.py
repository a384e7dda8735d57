"""`neurarium play`: train a link or a file without a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neurarium.cli.files import Targets
from neurarium.cli.printing import complain, print_json, print_table, progress_bar
from neurarium.errors import ConfigError, LinkError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.playground.headless import Outcome
    from neurarium.playground.trainer import Trainer

DEFAULT_EPOCHS = 500


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
    ] = None,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="Follow TensorFlow Playground's arithmetic step by step (its links always do).",
        ),
    ] = False,
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
    targets = Targets(png, svg, html, save)
    targets.check()
    trainer = _opened(source, exact)
    if epochs is None:
        here = max(trainer.shown.epoch, trainer.shown.epoch + trainer.epochs_to_goal)
        epochs = max(wanted) if wanted else here or DEFAULT_EPOCHS
    outcome = _trained(trainer, epochs, wanted)
    targets.write(trainer, dark)
    if as_json:
        print_json(trainer, source, outcome)
    else:
        print_table(trainer, outcome, targets.paths)


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
            complain(warning, tr("Warning"))
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
        complain(trainer.message.text, tr("Note"))
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

    with progress_bar(trainer.shown.epoch, epochs) as tell:
        return play_headless(trainer, epochs, wanted, tell)
