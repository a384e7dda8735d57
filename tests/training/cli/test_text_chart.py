"""Charts, tables and numbers in a terminal."""

from __future__ import annotations

import doctest
import io
from typing import Any

import pytest
from rich.console import Console

from neurarium.cli import runs_list, training_words
from neurarium.cli.advice import advice
from neurarium.cli.confusion_table import print_confusion, worst_in_words
from neurarium.cli.text_chart import Curve, Frame, text_chart


def plain(curves: list[Curve], frame: Frame) -> list[str]:
    return [line.plain for line in text_chart(curves, frame)]


def dots(line: str) -> list[int]:
    return [place for place, letter in enumerate(line) if "\u2801" <= letter <= "\u28ff"]


def test_a_falling_line_falls_from_the_left_to_the_right() -> None:
    falling = Curve("loss", [(1, 4.0), (2, 3.0), (3, 2.0), (4, 1.0)], "red")
    lines = plain([falling], Frame(width=60, height=6))
    drawn = [dots(line) for line in lines[:6]]
    assert all(drawn)
    means = [sum(places) / len(places) for places in drawn]
    assert means == sorted(means)
    assert lines[0].strip().startswith("4 ┤")
    assert lines[5].strip().startswith("1 ┤")
    assert lines[5].endswith("loss 1")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    curves = [
        Curve(f"curve number {n}", [(e, n / e) for e in range(1, 9)], "red") for n in range(1, 7)
    ]
    lines = plain(curves, Frame(width=width, x_title="epoch", mark_x=3, mark_text="best epoch"))
    assert max(len(line) for line in lines) <= width
    assert any("▲" in line for line in lines)


def test_all_curves_are_named_where_there_is_room() -> None:
    curves = [Curve(f"c{n}", [(1, 0.5), (2, 0.5 + n / 1000)], "red") for n in range(6)]
    text = "\n".join(plain(curves, Frame(width=80, height=8)))
    assert all(f"c{n} " in text for n in range(6))


def test_what_is_missing_is_left_out() -> None:
    assert plain([Curve("a", [(1, None)], "red")], Frame()) == []
    broken = Curve("a", [(1, 1.0), (2, None), (3, float("nan")), (4, 2.0)], "red")
    assert plain([broken], Frame())
    assert plain([Curve("one", [(1, 0.3)], "red")], Frame())


def test_numbers_are_written_as_their_examples_say() -> None:
    for module in (training_words, runs_list):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0


def lines_of(losses: list[float], judged: list[float]) -> list[dict[str, Any]]:
    return [
        {"epoch": n, "loss": a, "val_loss": b}
        for n, (a, b) in enumerate(zip(losses, judged, strict=True), start=1)
    ]


def test_overfitting_and_too_large_steps_are_told() -> None:
    over = advice(lines_of([1, 0.5, 0.3, 0.2, 0.1], [1, 0.6, 0.7, 0.8, 0.9]))
    assert over is not None
    assert "after epoch 2" in over
    large = advice(lines_of([1, 5, 9], [1, 5, 9]))
    assert large is not None
    assert "--lr" in large
    assert advice(lines_of([1, 0.5, 0.3], [1, 0.6, 0.5])) is None
    assert advice(lines_of([1], [1])) is None


FACTS = {"data": {"classes": [{"en": name, "ko": name} for name in ("cat", "dog", "frog")]}}


def printed(table: list[list[int]], facts: dict[str, Any], width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    print_confusion(console, {"confusion": table}, facts)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_the_confusion_shows_counts_shares_and_names() -> None:
    text = printed([[8, 2, 0], [1, 9, 0], [0, 0, 10]], FACTS)
    assert "0 cat" in text
    assert "80.0 %" in text
    assert '2 × "cat" was taken for "dog" (20.0 % of all "cat")' in text


def test_a_hundred_classes_become_the_weakest_twenty() -> None:
    table = [[9 if row == column else 0 for column in range(100)] for row in range(100)]
    table[42][7] = 6
    text = printed(table, {"data": {"classes": []}})
    assert "the weakest 20 of 100 classes" in text
    assert '6 × "42" was taken for "7"' in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_a_perfect_test_is_said_so() -> None:
    assert worst_in_words([[3, 0], [0, 4]], ["a", "b"]) == [
        "Not a single test example was mixed up."
    ]
