"""What one update does, in numbers that can be checked; and variants side by side."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from visitor import Visitor


def number(text: str) -> float:
    """Return a number as the page prints it."""
    return float(text.replace("−", "-").replace("+", "").replace(" ", "").replace(",", ""))


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def explain(visitor: Visitor) -> Locator:
    visitor.page.get_by_role("tab", name="Explain").click()
    panel = visitor.page.get_by_role("tabpanel", name="Explain")
    expect(panel.get_by_role("table")).to_be_visible()
    return panel


def rows(panel: Locator) -> list[list[str]]:
    """Return the cells of the table of one unit: now, gradient, step, new."""
    return [
        row.locator("td").all_inner_texts()
        for row in panel.get_by_role("table").locator("tr").all()
    ][1:]


@pytest.mark.parametrize("unit", ["0:0", "1:1", "2:0"])
def test_the_numbers_of_an_update_can_be_checked_by_hand(visitor: Visitor, unit: str) -> None:
    visitor.step(2)
    panel = explain(visitor)
    panel.get_by_role("combobox", name="Unit whose weights are shown").select_option(unit)
    expect(panel.get_by_role("columnheader", name="step = −0.03 × gradient")).to_be_visible()
    table = rows(panel)
    assert len(table) == {"0:0": 3, "1:1": 5, "2:0": 3}[unit]
    for now, gradient, step, new in table:
        unit_last_place = 10.0 ** -decimals(now)
        assert number(now) + number(step) == pytest.approx(number(new), abs=1.01 * unit_last_place)
        assert number(step) == pytest.approx(-0.03 * number(gradient), abs=unit_last_place)
    layer, index = (int(part) for part in unit.split(":"))
    exported = visitor.weights()[layer]
    wanted = [*exported["weights"][index], exported["biases"][index]]
    np.testing.assert_allclose([number(row[0]) for row in table], wanted, atol=5e-4)


def test_doing_the_step_brings_the_numbers_that_were_told(visitor: Visitor) -> None:
    panel = explain(visitor)
    told = [number(row[3]) for row in rows(panel)]
    expect(panel).to_contain_text("⌈250 / 10⌉ = 25")
    panel.get_by_role("button", name="Do this step").click()
    expect(panel).to_contain_text("update 2 of 25")
    expect(visitor.controls).to_contain_text("step 1 of 25")
    np.testing.assert_allclose([number(row[0]) for row in rows(panel)], told, atol=2e-4)
    exported = visitor.weights()[0]
    wanted = [*exported["weights"][0], exported["biases"][0]]
    np.testing.assert_allclose(told, wanted, atol=6e-4)


def test_explaining_changes_nothing_and_waits_while_it_runs(visitor: Visitor) -> None:
    before = visitor.vector()
    panel = explain(visitor)
    np.testing.assert_array_equal(visitor.vector(), before)
    visitor.run()
    expect(panel).to_contain_text("pause to look at a single update")
    panel.get_by_role("button", name="Pause").click()
    expect(visitor.controls.get_by_role("button", name="Run")).to_be_visible()


def test_the_step_of_adam_is_told_too(visitor: Visitor) -> None:
    visitor.choose("Optimizer", "Adam")
    visitor.step()
    panel = explain(visitor)
    expect(panel.get_by_role("columnheader", name="step (Adam)")).to_be_visible()
    for now, _, step, new in rows(panel):
        place = 1.01 * 10.0 ** -decimals(now)
        assert number(now) + number(step) == pytest.approx(number(new), abs=place)


def compare(visitor: Visitor) -> Locator:
    visitor.page.get_by_role("tab", name="Compare").click()
    return visitor.page.get_by_role("tabpanel", name="Compare")


def test_nine_variants_learn_side_by_side_and_one_is_opened(visitor: Visitor) -> None:
    panel = compare(visitor)
    panel.get_by_role("textbox", name="Values of the learning rate").fill("0.01, 0.1, 0.3")
    panel.get_by_role("combobox", name="and").select_option(label="units in each hidden layer")
    panel.get_by_role("textbox", name="Values of the units in each hidden layer").fill("1, 3, 8")
    panel.get_by_role("button", name="Train 9 variants").click()
    cells = panel.get_by_role("group", name="Variants").get_by_role("button")
    expect(cells).to_have_count(9)
    for i in (0, 4, 8):
        expect(cells.nth(i)).to_have_text(re.compile(r"\d\.\d+"))
    wanted = cells.filter(has=visitor.page.locator("canvas")).and_(
        visitor.page.get_by_role("button", name=re.compile("learning rate 0.3, units.* 8:"))
    )
    expect(wanted).to_have_count(1)
    wanted.click()
    config = visitor.wait_for_config(lambda config: config["learning_rate"] == 0.3)
    assert {layer["units"] for layer in config["layers"]} == {8}
    expect(visitor.page.get_by_role("tab", name="Network")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(visitor.unit(1, 8)).to_be_visible()


def test_variants_are_shown_as_pictures_that_differ(visitor: Visitor) -> None:
    panel = compare(visitor)
    panel.get_by_role("textbox", name="Values of the learning rate").fill("0, 0.3")
    panel.get_by_role("button", name="Train 2 variants").click()
    pictures = panel.locator("canvas")
    expect(pictures).to_have_count(2)
    visitor.wait_for(
        lambda: [one.evaluate("canvas => canvas.toDataURL()") for one in pictures.all()],
        lambda urls: urls[0] != urls[1],
    )
    panel.get_by_role("button", name="Pause").click()
    panel.get_by_role("button", name="Stop").click()
    expect(pictures).to_have_count(0)


@pytest.mark.parametrize(
    ("values", "words"),
    [("0.1", "at least two"), ("fast, slow", "fast"), ("0.001..1 × 64, 5", ""), ("-1, 1", "-1")],
)
def test_values_that_cannot_be_compared_are_explained(
    visitor: Visitor, values: str, words: str
) -> None:
    panel = compare(visitor)
    panel.get_by_role("textbox", name="Values of the learning rate").fill(values)
    expect(panel.get_by_role("button", name="Train them")).to_be_disabled()
    expect(panel.get_by_role("status").first).to_contain_text(words)


def test_more_than_64_variants_are_too_many(visitor: Visitor) -> None:
    panel = compare(visitor)
    panel.get_by_role("textbox", name="Values of the learning rate").fill("0.01..1 × 30")
    panel.get_by_role("combobox", name="and").select_option(label="batch size")
    panel.get_by_role("textbox", name="Values of the batch size").fill("1, 2, 3")
    expect(panel.get_by_role("status").first).to_contain_text("at most 64")
    expect(panel.get_by_role("button", name="Train them")).to_be_disabled()
