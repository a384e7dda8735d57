"""A report is one file that tells the run, whatever the run is like."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from neurarium.errors import RunError
from neurarium.training.report import curves_svg, report_html, run_labels, write_report
from neurarium.training.report.chart import HEIGHT, WIDTH, Panel, Series, draw_panel
from neurarium.training.report.pictures import weight_sheet, worst_mistakes
from neurarium.training.report.svg import round_step, ticks
from neurarium.training.runs import RunDirectory, create
from neurarium.training.runs.arrays import write_arrays

NASTY = "</title><script>alert(1)</script>\"&'<b>"


class Checker(HTMLParser):
    """Collects tags, and fails for what needs something from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), f"a handler: {name}"
            if name in ("src", "href", "xlink:href", "srcset", "action", "data"):
                assert (value or "").startswith("data:image/png;base64,"), value

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> tuple[list[str], str]:
    checker = Checker()
    checker.feed(page)
    assert not {"script", "link", "iframe", "object", "embed", "base"} & set(checker.tags)
    assert "@import" not in page
    assert "url(" not in page
    return checker.tags, " ".join(" ".join(checker.words).split())


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 (our own drawing)


def digits_run(epochs: int = 4, **more: Any) -> RunDirectory:
    from neurarium import datasets

    data = datasets.load("digits")
    facts = {
        "command": "neurarium train digits --model 20-10",
        "data": {
            "name": "digits", "title": "Digits 8×8", "kind": "images", "input_shape": [8, 8],
            "classes": [{"en": str(k), "ko": str(k)} for k in range(10)],
            "hashes": dict(data.hashes),
        },
        "model": {
            "spec": "64-20(relu)-10", "parameters": 1510,
            "layers": [{"name": "dense", "text": "20(relu)", "output_shape": [20],
                        "parameters": 1300, "derivation": "64 × 20 + 20 = 1,300"}],
        },
        "config": {"optimizer": "adam", "epochs": epochs, "learning_rate": None},
        **more,
    }  # fmt: skip
    run = create(facts)
    writer = run.writer()
    writer.set_state(state="running")
    for epoch in range(1, epochs + 1):
        writer.line("epoch", epoch=epoch, loss=1 / epoch, val_loss=1.5 / epoch + 0.1 * epoch,
                    accuracy=0.9, val_accuracy=0.8 + 0.01 * epoch, seconds=0.1)  # fmt: skip
    kernel = np.linspace(-1, 1, 64 * 20, dtype=np.float32).reshape(64, 20)
    writer.snapshot(epochs, 0, {"dense/kernel": kernel})
    rows = np.full((len(data.x_test), 10), 0.05)
    labels = np.asarray(data.y_test).reshape(-1)
    answers = labels.copy()
    answers[7] = (labels[7] + 1) % 10
    rows[np.arange(len(labels)), answers] = 0.55
    write_arrays(run.path / "predictions.npz", {"probabilities": rows.astype("f2")}, False)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, answers), 1)
    writer.line("test", loss=0.3, accuracy=0.9123, confusion=confusion)
    writer.set_state(state="finished", epoch=epochs)
    return run


def test_a_report_tells_everything_in_one_file(tmp_path: Path) -> None:
    run = digits_run()
    path = tmp_path / "report.html"
    write_report(run, path, code="print('again')")
    page = path.read_text(encoding="utf-8")
    tags, words = read(page)
    for part in ("Digits 8×8", "91.23 %", "64 × 20 + 20 = 1,300", "best epoch: 4", "adam",
                 "neurarium train digits --model 20-10", run.id, "print('again')",
                 "this run", "Its worst mistakes", "Which classes are confused"):  # fmt: skip
        assert part in words, part
    assert tags.count("svg") == 2
    assert tags.count("figure") == 1
    assert tags.count("img") == 2


def test_mistakes_are_those_of_the_predictions_and_weights_of_the_snapshot() -> None:
    run = digits_run()
    (mistake,) = worst_mistakes(run)
    assert (mistake.index, mistake.predicted) == (7, (mistake.label + 1) % 10)
    sheet = weight_sheet(run)
    assert sheet is not None
    assert (sheet.layer, sheet.units) == ("dense", 20)
    assert sheet.full == pytest.approx(0.995, abs=0.002)


def test_other_data_than_those_of_the_run_show_no_mistakes() -> None:
    run = digits_run()
    facts = {**run.facts, "data": {**run.facts["data"], "hashes": {"x_test": "other"}}}
    object.__setattr__(run, "facts", facts)
    assert worst_mistakes(run) == []
    assert "worst mistakes" not in report_html(run)


def test_texts_of_a_run_never_become_markup() -> None:
    run = digits_run(
        command=NASTY, versions={NASTY: NASTY}, machine={"device": NASTY},
        config={"optimizer": NASTY, NASTY: NASTY},
    )  # fmt: skip
    run.rename(NASTY)
    page = report_html(run, code=NASTY)
    tags, _ = read(page)
    assert "b" in tags  # the report's own large numbers
    assert "<b>'" not in page
    assert "alert(1)</script>" not in page
    drawing = curves_svg([run, digits_run()])
    parsed(drawing)
    assert "<script" not in drawing


@pytest.mark.parametrize("state", ["queued", "failed"])
def test_a_run_that_got_nowhere_has_a_report(state: str) -> None:
    run = create({"kind": "log"})
    if state == "failed":
        run.writer().set_state(state="failed", error="the <disk> is full")
    _, words = read(report_html(run))
    assert "No epoch has ended yet" in words
    assert ("the <disk> is full" in words) == (state == "failed")
    parsed(curves_svg([run]))


def test_odd_numbers_in_lines_are_survived() -> None:
    run = create({"kind": "log", "data": {"classes": "none"}, "model": {"layers": [1, {}]}})
    writer = run.writer()
    writer.set_state(state="running")
    for epoch, loss in enumerate((float("nan"), -3.0, 1e30, None, "much"), start=1):
        writer.line("epoch", epoch=epoch, loss=loss, accuracy=loss)
    writer.line("test", loss=None, accuracy=None, confusion=[[1], [2, 3]])
    read(report_html(run))
    parsed(curves_svg([run]))


def test_a_regression_tells_its_error() -> None:
    run = create({"kind": "log"})
    writer = run.writer()
    writer.set_state(state="running")
    writer.line("epoch", epoch=1, loss=2.0, val_loss=2.5, mae=1.0, val_mae=1.25)
    writer.line("test", loss=2.25, mae=1.125)
    _, words = read(report_html(run))
    assert "Mean absolute error 1.125" in words
    assert words.count("Mean absolute error") == 3


def test_many_epochs_and_classes_stay_readable() -> None:
    run = digits_run(epochs=500)
    run.writer().line("test", loss=1.0, accuracy=0.5, confusion=np.eye(100, dtype=int) * 3 + 1)
    page = report_html(run)
    tags, words = read(page)
    assert tags.count("tr") < 260
    assert "of 500 epochs" in words
    assert "Most often confused" in words


def test_curves_of_several_runs_are_named_by_what_differs() -> None:
    runs = [digits_run(), digits_run(config={"optimizer": "sgd", "epochs": 4})]
    assert run_labels(runs) == [run.name for run in runs]
    for run in runs:
        run.rename("same")
    assert run_labels(runs) == ["optimizer=adam", "optimizer=sgd"]
    drawing = curves_svg(runs)
    assert drawing == curves_svg(runs)
    root = parsed(drawing)
    words = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert {"Loss", "Accuracy", "optimizer=adam", "optimizer=sgd"} <= set(words)


def test_curves_lie_inside_their_panel_and_point_the_right_way() -> None:
    falling = Series("loss", tuple((epoch, 1.0 / epoch) for epoch in range(1, 30)), best=29)
    group = draw_panel(Panel("Loss", (falling,)))
    (path,) = re.findall(r'<path d="(M[^"]*)" fill="none"', group)
    points = [tuple(map(float, pair)) for pair in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]
    assert len(points) == 29
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)


def test_a_curve_is_interrupted_where_a_value_is_missing() -> None:
    series = Series("loss", ((1, 1.0), (2, None), (3, 0.5), (4, 0.25)))
    (path,) = re.findall(r'<path d="(M[^"]*)" fill="none"', draw_panel(Panel("", (series,))))
    assert re.sub(r"[\d. ]", "", path) == "MML"


def test_ticks_are_round_and_inside() -> None:
    assert ticks(0.0, 1.0, 4) == pytest.approx([0.0, 0.5, 1.0])
    assert ticks(3, 47, 5) == [10, 20, 30, 40]
    assert round_step(0.03) == pytest.approx(0.05)
    assert round_step(0.0) == round_step(float("nan")) == 1.0


def test_a_report_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="Cannot write"):
        write_report(create({"kind": "log"}), tmp_path / "nowhere" / "report.html")
