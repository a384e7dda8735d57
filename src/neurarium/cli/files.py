"""The files that `neurarium play` writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neurarium.errors import ConfigError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.playground.trainer import Trainer


class Targets:
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
