"""The curves of one run, or of several beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from neurarium.language import tr
from neurarium.training.report.chart import (
    COLOURS,
    HEIGHT,
    LEFT,
    QUIET,
    WIDTH,
    Panel,
    Series,
    draw_panel,
)
from neurarium.training.report.svg import FONT, element, number, words
from neurarium.training.runs import RunDirectory, differences
from neurarium.training.runs.progress import Progress

_ROW_PX = 24.0
_LETTERS = 44
_LONGEST_SETTING = 3


def curves_svg(runs: Sequence[RunDirectory]) -> str:
    """Return one self-contained SVG with loss and accuracy of the runs, a legend below.

    One run: training and validation, the best epoch marked. Several: one colour each, the
    validation as a full line, training dashed.
    """
    panels = panels_of(runs)
    legend = _legend_entries(runs)
    width = WIDTH * max(len(panels), 1) + 20
    columns = max(1, int(width // WIDTH))
    rows = -(-len(legend) // columns)
    height = HEIGHT + 20 + _ROW_PX * rows
    title = tr("Curves of {runs}", runs=", ".join(run.name for run in runs))[:300]
    drawn = "".join(
        element("g", draw_panel(panel), transform=f"translate({number(10 + WIDTH * k)} 10)")
        for k, panel in enumerate(panels)
    ) or words(30.0, 60.0, tr("No epoch has ended yet."), font_size=15, fill="#565d72")
    marks = "".join(
        _legend_mark(
            entry, 10 + LEFT + WIDTH * (k % columns), HEIGHT + 24 + _ROW_PX * (k // columns)
        )
        for k, entry in enumerate(legend)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{number(width)}" '
        f'height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}" '
        f'font-family="{escape(FONT)}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{drawn}{marks}</svg>\n'
    )


def panel_svgs(run: RunDirectory) -> list[str]:
    """Return a run's panels as SVGs of their own, whose colours a page's styles may change."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {number(WIDTH)} {number(HEIGHT)}" font-family="{escape(FONT)}">'
        f"<title>{escape(panel.title)}</title>{draw_panel(panel)}</svg>"
        for panel in panels_of([run])
    ]


def panels_of(runs: Sequence[RunDirectory]) -> list[Panel]:
    """Return the panels: loss, and accuracy (mean absolute error for regression) if known."""
    tables = [run.epochs() for run in runs]
    asked = ((tr("Loss"), "loss", False), (tr("Accuracy"), "accuracy", True),
             (tr("Mean absolute error"), "mae", False))  # fmt: skip
    panels = []
    for title, key, is_share in asked:
        series = [
            one
            for k, (run, lines) in enumerate(zip(runs, tables, strict=True))
            for one in _series_of(run, lines, key, k if len(runs) > 1 else None)
        ]
        panel = Panel(title, tuple(series), is_share and _are_shares(series))
        if not panel.is_empty:
            panels.append(panel)
    return panels


def _are_shares(series: Sequence[Series]) -> bool:
    return all(0 <= value <= 1 for one in series for _, value in one.known)


def _series_of(
    run: RunDirectory, lines: list[dict[str, Any]], key: str, place: int | None
) -> list[Series]:
    """Return training and validation of one run; `place` is its colour among several runs."""
    has_validation = any(f"val_{key}" in line for line in lines)
    best = best_epoch(run, lines) if place is None else None
    train = Series(
        tr("training"), _points(lines, key), -1 if place is None else place,
        dashed=place is not None and has_validation, best=None if has_validation else best,
    )  # fmt: skip
    if not has_validation:
        return [train]
    validation = Series(tr("validation"), _points(lines, f"val_{key}"), place or 0, best=best)
    return [train, validation]


def _points(lines: list[dict[str, Any]], key: str) -> tuple[tuple[int, float | None], ...]:
    return tuple(
        (line["epoch"], float(line[key]) if isinstance(line.get(key), (int, float)) else None)
        for line in lines
    )


def best_epoch(run: RunDirectory, lines: list[dict[str, Any]]) -> int | None:
    """Return the best epoch: what the training itself chose, else the lowest loss."""
    return run.state().best_epoch or Progress.of(lines).best_epoch


def run_labels(runs: Sequence[RunDirectory]) -> list[str]:
    """Return how to tell runs apart: by their names if these differ, else by their settings."""
    names = [run.name for run in runs]
    rows = [row for row in differences(runs) if _is_chosen(row["setting"])]
    if len(set(names)) == len(names) or not rows:
        return names
    told = [
        ", ".join(
            f"{row['setting']}={row['values'][k]}"
            for row in rows[:_LONGEST_SETTING]
            if row["values"][k] not in (None, False)
        )
        for k in range(len(runs))
    ]
    return [label or name for label, name in zip(told, names, strict=True)]


def _is_chosen(setting: str) -> bool:
    consequences = ("versions", "hashes", "device", "n_train", "parameters", "kind")
    return not setting.startswith(consequences)


def _legend_entries(runs: Sequence[RunDirectory]) -> list[tuple[str, str, bool]]:
    """Return (words, colour, dashed)."""
    if len(runs) == 1:
        best = best_epoch(runs[0], runs[0].epochs())
        entries = [(tr("training"), QUIET, False), (tr("validation"), COLOURS[0], False)]
        if best is not None:
            entries.append((tr("best epoch: {epoch}", epoch=best), QUIET, True))
        return entries
    labels = run_labels(runs)
    entries = [(label, COLOURS[k % len(COLOURS)], False) for k, label in enumerate(labels)]
    entries.append((tr("validation full, training dashed"), QUIET, True))
    return entries


def _legend_mark(entry: tuple[str, str, bool], x: float, y: float) -> str:
    label, colour, dashed = entry
    line = element("path", d=f"M{number(x)} {number(y - 5)}h26", stroke=colour, stroke_width=3,
                   stroke_dasharray="3 3" if dashed else None)  # fmt: skip
    shown = label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"
    return line + words(x + 34, y, shown, font_size=15, fill="#1b2030")
