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
    """Print the bars; nothing for data without published results."""
    own = test.get("accuracy")
    found = _references(str(facts["data"].get("name") or ""))
    if own is None or not found:
        return
    rows = [(value, title, source, False) for title, value, source in found]
    rows.append((float(own), tr("this run"), "", True))
    rows.sort(key=lambda row: row[0])
    floor = max(0.0, int((rows[0][0] - 0.02) * 20) / 20)
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="ellipsis", max_width=min(console.width - _BAR - 10, 60))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    if console.width >= 100:
        table.add_column(style="dim", overflow="ellipsis", no_wrap=True)
    for value, title, source, is_own in rows:
        style = "bold green" if is_own else ""
        cells = [Text(title, style=style), _bar(value, floor, is_own),
                 Text(f"{100 * value:.2f} %".replace(".00 ", " "), style=style)]  # fmt: skip
        table.add_row(*cells, *([source] if console.width >= 100 else []))
    console.print(
        Text(tr("Beside published results: accuracy on the test images"), style="bold")
        if facts["data"].get("kind") == "images"
        else Text(tr("Beside published results: accuracy on test examples"), style="bold")
    )
    console.print(table)
    console.print(Text(tr("bars begin at {floor}", floor=f"{100 * floor:.0f} %"), style="dim"))
    if console.width < 100:
        console.print(
            Text(tr("sources: neurarium data show {name}", name=facts["data"]["name"]), style="dim")
        )
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
