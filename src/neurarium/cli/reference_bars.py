"""A run's test result among published ones, as bars, so that a learner sees where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.language import tr

_BAR = 24
_EIGHTHS = "▏▎▍▌▋▊▉"


def print_references(console: Console, test: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Print the bars, their sources below; nothing for data without published results."""
    own = test.get("accuracy")
    found = _references(str(facts["data"].get("name") or ""))
    if own is None or not found:
        return
    sources = list(dict.fromkeys(source for _, _, source in found))
    rows = [(value, title, sources.index(source) + 1) for title, value, source in found]
    rows.append((float(own), tr("this run"), 0))
    rows.sort(key=lambda row: row[0])
    floor = max(0.0, int((rows[0][0] - 0.02) * 20) / 20)
    table = Table.grid(padding=(0, 1))
    table.add_column(max_width=max(console.width - _BAR - 10, 20))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for value, title, source in rows:
        told = Text(title, style="" if source else "bold green")
        if source:
            told.append(f" [{source}]", style="dim")
        share = f"{100 * value:.2f} %".replace(".00 ", " ")
        table.add_row(told, _bar(value, floor, is_own=not source), share)
    images = facts["data"].get("kind") == "images"
    of = tr("the test images") if images else tr("test examples")
    console.print(Text(tr("Beside published results: accuracy on {of}", of=of), style="bold"))
    console.print(table)
    console.print(Text(tr("bars begin at {floor}", floor=f"{100 * floor:.0f} %"), style="dim"))
    for number, written in enumerate(sources, start=1):
        console.print(Text(f"[{number}] {written}", style="dim"))
    console.print()


def _references(name: str) -> list[tuple[str, float, str]]:
    """Return (title, accuracy as a share, source) of the results that are accuracies."""
    from neurarium.datasets import references

    return [(one.title, one.value / 100, one.source) for one in references(name) if one.unit == "%"]


def _bar(value: float, floor: float, is_own: bool) -> Text:
    share = min(max((value - floor) / (1 - floor), 0.0), 1.0)
    full = max(1, round(share * _BAR * 8))
    blocks = "█" * (full // 8) + (_EIGHTHS[full % 8 - 1] if full % 8 else "")
    return Text(blocks.ljust(_BAR), style="green" if is_own else "grey50")
