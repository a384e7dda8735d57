"""`neurarium data`: what there is to learn from, fetched and looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neurarium.cli.printing import complain
from neurarium.errors import ConfigError, DataError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.datasets import DatasetInfo, Progress

data = typer.Typer(
    name="data",
    help="Data sets: list them, look into one, fetch one.\n\nExample: `neurarium data show digits`",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A data set, or a folder of images, or a CSV file.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@data.command("list")
def list_all(as_json: Json = False) -> None:
    """List all data sets: what they hold, and whether they are on this machine.

    Example: `neurarium data list`
    """
    from neurarium.cli.data_tables import info_json, print_list, write_json
    from neurarium.datasets import info, names

    infos, problems = [], []
    for name in names():
        try:
            infos.append(info(name))
        except DataError as error:  # a damaged set of one's own hides no other
            problems.append({"name": name, "error": str(error)})
    if as_json:
        write_json({"datasets": [info_json(one) for one in infos], "problems": problems})
        return
    print_list(infos)
    for problem in problems:
        complain(problem["error"], tr("Damaged"))


@data.command()
def show(
    name: Name,
    as_json: Json = False,
    png: Annotated[
        Path | None, typer.Option(help="Draw a contact sheet: each row is a class.")
    ] = None,
    per_class: Annotated[
        int, typer.Option(min=1, max=100, help="Images of each class on the sheet.")
    ] = 12,
    limit: Annotated[int, typer.Option(min=1, help="Print at most so many classes.")] = 20,
    target: Annotated[
        str | None, typer.Option(help="The column of a CSV to learn; guessed without it.")
    ] = None,
) -> None:
    """Print shapes, types, ranges and class counts of a data set, and published results.

    Nothing is downloaded: `neurarium data get` does that.

    Example: `neurarium data show digits --png digits.png`
    """
    from neurarium.cli.data_tables import info_json, print_absent, print_data, write_json
    from neurarium.cli.data_words import data_json
    from neurarium.datasets import info, load, names

    known = info(name) if name in names() else None
    if known and not known.here and not png:
        write_json(info_json(known)) if as_json else print_absent(known)
        return
    loaded = load(name, offline=True, target=target)
    if png:
        from neurarium.datasets.contact_sheet import contact_sheet

        _save(contact_sheet(loaded, per_class), png)
    if as_json:
        write_json(data_json(loaded, known))
    else:
        print_data(loaded, known, limit)
        if png:
            typer.echo(tr("wrote {file}", file=png))


@data.command()
def get(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A data set of the list.")],
    again: Annotated[bool, typer.Option("--again", help="Fetch it even if it is here.")] = False,
    mirror: Annotated[
        str | None,
        typer.Option(help="Fetch from here instead of the published address; the files lie "
                     "there under the names that they have in the data folder.",
                     envvar="NEURARIUM_MIRROR"),
    ] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Fetch a data set to this machine and prove that it is the published one.

    Ended in the middle, the next call goes on where it stopped.

    Example: `neurarium data get fashion_mnist`
    """
    from neurarium.cli.data_tables import write_json
    from neurarium.datasets import get as fetch
    from neurarium.datasets import info, names

    if name not in names() or not info(name).own:
        with _bar() as progress:
            fetch(name, again=again, mirror=mirror, progress=progress)
    here = info(name)
    place = str(here.path) if here.path else None
    if as_json:
        write_json({"name": name, "path": place, "bytes": here.bytes})
    elif place:
        typer.echo(tr("{title} is here: {path}", title=here.title, path=place))
    else:
        typer.echo(tr("{title} comes with scikit-learn: nothing to fetch.", title=here.title))


@data.command()
def path(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A data set; none: the folder of all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print where data sets lie on this machine, or where one does.

    Example: `neurarium data path`
    """
    from neurarium.cli.data_tables import write_json
    from neurarium.home import datasets_folder

    place: Path | None = datasets_folder()
    if name is not None:
        from neurarium.datasets import info

        facts = info(name)
        place = facts.path
        if place is None and not as_json:
            raise DataError(_nowhere(facts))
    if as_json:
        write_json({"path": str(place) if place else None})
    else:
        typer.echo(place)


def _nowhere(facts: DatasetInfo) -> str:
    if facts.here:
        return tr("{title} has no file: it comes with scikit-learn.", title=facts.title)
    return tr("{title} is not on this machine. Fetch it: neurarium data get {name}",
              title=facts.title, name=facts.name)  # fmt: skip


def _save(sheet: Any, file: Path) -> None:
    try:
        sheet.save(file, format="PNG")
    except OSError as error:
        raise ConfigError(
            tr('"{file}" cannot be written: {reason}.', file=file, reason=error.strerror or error)
        ) from error


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show a bar on stderr where a person looks at it, and turn Ctrl+C into a clean end."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as Bar

    from neurarium.datasets import Progress

    console = Console(stderr=True)
    with Bar(
        TextColumn("[bold]{task.description}"), BarColumn(), DownloadColumn(),
        TransferSpeedColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(tr("Looking"), total=None)
        tell = _teller(bar, task)
        try:
            yield Progress(tell)
        except KeyboardInterrupt:
            complain(tr("ended; the next call goes on where it stopped."), tr("Download"))
            raise typer.Exit(130) from None


def _teller(bar: Any, task: Any) -> Callable[[Progress], None]:
    def tell(progress: Progress) -> None:
        if progress.waiting:
            bar.update(task, description=tr("another process fetches it, waiting"))
            return
        bar.update(
            task, completed=progress.done_bytes, total=progress.total_bytes or None,
            description=progress.file or tr("Looking"),
        )  # fmt: skip

    return tell
