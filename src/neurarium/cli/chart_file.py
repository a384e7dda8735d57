"""`--chart FILE`: the curves of runs as SVG or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neurarium.errors import ConfigError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.training.runs import RunDirectory

_KINDS = (".svg", ".png")


def check_chart(path: Path | None) -> None:
    """Raise ConfigError for a file that cannot be written, before anything is trained."""
    if path is None:
        return
    if path.suffix.lower() not in _KINDS:
        raise ConfigError(
            tr('--chart "{file}": expected was a name that ends with .svg or .png.', file=path)
        )
    check_target(path)


def check_target(path: Path) -> None:
    """Raise ConfigError for a path whose folder is not there, or that is a folder itself."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise ConfigError(
            tr('"{file}" cannot be written: its folder does not exist, or it is a folder itself.',
               file=path)
        )  # fmt: skip


def write_chart(runs: Sequence[RunDirectory], path: Path) -> None:
    """Draw the curves of the runs into a file."""
    from neurarium.training.report import curves_svg

    drawing = curves_svg(runs)
    if path.suffix.lower() == ".png":
        from neurarium.drawing.raster import to_png

        write_file(path, to_png(drawing, scale=2.0))
    else:
        write_file(path, drawing.encode("utf-8"))


def write_file(path: Path, content: bytes) -> None:
    """Write a file; raises ConfigError with the reason where that fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigError(
            tr('"{file}" cannot be written: {reason}.', file=path, reason=error.strerror)
        ) from error
