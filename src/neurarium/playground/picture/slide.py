"""The whole playground on one page, 1600×900: for a slide."""

from __future__ import annotations

import numpy as np

from neurarium.language import tr
from neurarium.playground.picture.colours import DARK, LIGHT, Colours
from neurarium.playground.picture.diagram import Area, diagram
from neurarium.playground.picture.loss_curve import MOST_POINTS, loss_curve
from neurarium.playground.picture.output_map import output_map
from neurarium.playground.picture.svg import FONT, element, text
from neurarium.playground.recording import Curve
from neurarium.playground.trainer import Trainer
from neurarium.playground.words import settings_in_words, title_in_words

WIDTH, HEIGHT = 1600, 900
_MAP = (1050.0, 160.0, 400.0)
_CURVE = (1078.0, 668.0, 462.0, 160.0)


def playground_svg(trainer: Trainer, *, dark: bool = False) -> str:
    """Return network, output map, loss curve and settings of the moment on screen as SVG."""
    colours = DARK if dark else LIGHT
    moment = trainer.shown
    segment = moment.segment
    parameters = np.asarray(trainer.parameters, dtype=np.float64)
    title, settings = title_in_words(segment), settings_in_words(segment)
    x, y, size = _MAP
    area = Area(104.0, 136.0, 800.0, 716.0, anchor=(x - 4.0, y + size / 2))
    if segment.network.sizes[-1] > 1:
        area = Area(104.0, 136.0, 880.0, 716.0, anchor=(x, y + size / 2))
    dead = trainer.engine.dead(moment.state)
    return element(
        "svg",
        element("title", _escaped(title)),
        element("desc", _escaped(settings)),
        element("rect", width=WIDTH, height=HEIGHT, fill=colours.background),
        _head(title, settings, moment.epoch, colours),
        diagram(segment.network, parameters, dead, colours, area),
        output_map(segment, parameters, trainer.view, colours, _MAP),
        loss_curve(_curve_until(trainer), colours, _CURVE),
        xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH, height=HEIGHT, font_family=FONT,
    )  # fmt: skip


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)


def _curve_until(trainer: Trainer) -> Curve:
    """Return the losses up to the moment on screen."""
    return trainer.recording.cut_after(trainer.shown.epoch).curve(MOST_POINTS)


def _head(title: str, settings: str, epoch: int, colours: Colours) -> str:
    return "".join(
        [
            text(48, 62, _fitting(title, 70), font_size=34.0, font_weight=700, fill=colours.text),
            text(48, 96, _fitting(settings, 150), font_size=19.0, fill=colours.quiet),
            text(WIDTH - 48, 62, tr("epoch {epoch}", epoch=f"{epoch:,}"), font_size=28.0,
                 text_anchor="end", fill=colours.text),
        ]
    )  # fmt: skip


def _fitting(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - 1] + "…"
