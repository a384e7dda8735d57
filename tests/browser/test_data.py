"""Data of one's own: files, drawn points, formulas; and the sets with many classes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from visitor import Visitor


def two_groups(separator: str = ",") -> str:
    """Return a table of forty points in two groups, with a header."""
    random = np.random.default_rng(1)
    lines = [separator.join(("width", "height", "kind"))]
    for name, middle in (("small", 10.0), ("large", 30.0)):
        for x, y in random.normal(middle, 2.0, (20, 2)):
            lines.append(separator.join((f"{x:.2f}", f"{y:.2f}", name)))
    return "\n".join(lines) + "\n"


def choose_file(visitor: Visitor, content: bytes, name: str = "mine.csv") -> Locator:
    """Open the CSV dialog with a file in it."""
    visitor.button("CSV…").click()
    dialog = visitor.page.get_by_role("dialog", name="Learn from your own data")
    dialog.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    return dialog


def chosen(dialog: Locator, field: str) -> Locator:
    """Return the chosen option of a field."""
    return dialog.get_by_role("combobox", name=field, exact=True).locator("option:checked")


def use(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_have_count(0)


def custom(visitor: Visitor) -> dict[str, Any]:
    """Return the own points that the settings file holds."""
    config = visitor.wait_for_config(lambda config: config["data"]["name"] == "custom")
    return dict(config["data"]["custom"])


DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const at = document.querySelector('dialog[open] h2') ?? document.querySelector('.nr-main');
  const kept = ['dragover', 'drop'].map((kind) => !at.dispatchEvent(
    new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })));
  return kept.every(Boolean);
}"""


def drop(visitor: Visitor, name: str, text: str) -> bool:
    """Drop a file on the page or its dialog; true where the browser does not open it itself."""
    return bool(visitor.page.evaluate(DROP, [name, text]))


def test_a_csv_dropped_anywhere_on_the_page_is_offered(visitor: Visitor) -> None:
    assert drop(visitor, "mine.csv", two_groups())
    dialog = visitor.page.get_by_role("dialog", name="Learn from your own data")
    expect(dialog).to_contain_text("40 rows")
    use(dialog)
    assert len(custom(visitor)["rows"]) == 40


@pytest.mark.parametrize("dialog", [False, True])
def test_a_settings_file_dropped_on_the_page_is_opened(visitor: Visitor, dialog: bool) -> None:
    visitor.choose_data("Spiral")
    visitor.step(2)
    settings = visitor.export("settings.json").decode()
    visitor.choose_data("Gaussian")
    if dialog:
        visitor.button("Open a link or a settings file").click()
    assert drop(visitor, "neurarium-settings.json", settings)
    visitor.wait_for_config(lambda config: config["data"]["name"] == "spiral")
    visitor.expect_epoch(2)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_learned_from(visitor: Visitor, separator: str) -> None:
    dialog = choose_file(visitor, two_groups(separator).encode())
    expect(dialog).to_contain_text("40 rows, 3 columns")
    for field, column in (("Across (x)", "width"), ("Up (y)", "height"), ("Target", "kind")):
        expect(chosen(dialog, field)).to_have_text(column)
    use(dialog)
    points = custom(visitor)
    assert sorted(points["classes"]) == ["large", "small"]
    expect(visitor.data).to_contain_text("width")
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_loss(0.05)
    visitor.pause()


def test_a_korean_csv_in_cp949_is_read(visitor: Visitor) -> None:
    text = two_groups().replace("width,height,kind", "너비,높이,종류")
    text = text.replace("small", "작은 것").replace("large", "큰 것")
    dialog = choose_file(visitor, text.encode("cp949"), "자료.csv")
    expect(chosen(dialog, "Across (x)")).to_have_text("너비")
    use(dialog)
    assert sorted(custom(visitor)["classes"]) == ["작은 것", "큰 것"]
    expect(visitor.output).to_contain_text("너비")


BAD_FILES = {
    "missing value": (two_groups().replace("\n", "\n,3.5,small\n", 1), ["line 2", "width"]),
    "text in a number": (two_groups() + "4.5,tall,small\n", ["line 42", "height", "tall"]),
    "one class": (two_groups().replace("large", "small"), ["small"]),
    "empty": ("\n", []),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_csv_gets_a_sentence_and_the_data_stay(visitor: Visitor, kind: str) -> None:
    content, words = BAD_FILES[kind]
    before = visitor.settings()
    dialog = choose_file(visitor, content.encode())
    problem = dialog.locator("[role=alert]")
    if kind != "empty":
        dialog.get_by_role("button", name="Use these data").click()
    expect(problem).not_to_be_empty()
    said = problem.inner_text()
    for word in words:
        assert word.lower() in said.lower(), said
    dialog.get_by_role("button", name="Cancel").click()
    assert visitor.settings() == before
    visitor.step()


def test_a_file_of_6_mb_is_refused(visitor: Visitor) -> None:
    before = visitor.settings()
    dialog = choose_file(visitor, b"1,2,a\n" * 1_000_000)
    expect(dialog.get_by_role("alert")).to_contain_text("6 MB")
    assert visitor.settings() == before


def test_a_picture_instead_of_a_csv_is_refused(visitor: Visitor) -> None:
    dialog = choose_file(visitor, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "photo.csv")
    expect(dialog.get_by_role("alert")).not_to_be_empty()


def brush(visitor: Visitor) -> Locator:
    visitor.button("Draw points").click()
    bar = visitor.page.get_by_role("toolbar", name="Drawing points")
    expect(bar).to_be_visible()
    return bar


def stroke(visitor: Visitor, points: list[tuple[float, float]]) -> None:
    """Drag the mouse over the output map; places as shares of its width and height."""
    box = visitor.page.locator("canvas.nr-map-heat").bounding_box()
    assert box
    mouse = visitor.page.mouse
    for i, (x, y) in enumerate(points):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if i == 0:
            mouse.down()
    mouse.up()


def line(x: float) -> list[tuple[float, float]]:
    return [(x, y) for y in np.linspace(0.2, 0.8, 12)]


def test_points_are_drawn_with_the_mouse_and_learned(visitor: Visitor) -> None:
    bar = brush(visitor)
    bar.get_by_role("button", name="Clear").click()
    colours = bar.get_by_role("group", name="Brush").get_by_role("button")
    colours.nth(0).click()
    stroke(visitor, line(0.25))
    colours.nth(1).click()
    stroke(visitor, line(0.75))
    rows = visitor.wait_for(
        visitor.config, lambda config: len((config["data"]["custom"] or {}).get("rows", [])) >= 16
    )["data"]["custom"]["rows"]
    assert {row[2] for row in rows} == {0, 1}
    assert all(abs(abs(row[0]) - 3) < 0.2 for row in rows), "drawn where the mouse was"
    bar.get_by_role("button", name="Eraser").click()
    stroke(visitor, line(0.25)[:4])
    visitor.wait_for_config(lambda config: len(config["data"]["custom"]["rows"]) < len(rows))
    bar.get_by_role("button", name="Done").click()
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_loss(0.05, "train")
    visitor.pause()


def test_a_third_class_is_drawn(visitor: Visitor) -> None:
    bar = brush(visitor)
    bar.get_by_role("button", name="Add a class").click()
    stroke(visitor, [(0.1, 0.1), (0.15, 0.12), (0.2, 0.1), (0.12, 0.2)])
    config = visitor.wait_for_config(lambda config: config["data"]["name"] == "custom")
    assert len(config["data"]["custom"]["classes"]) == 3
    assert config["output"] == "softmax"
    visitor.step(2)
    assert np.isfinite(visitor.loss("train"))


def test_points_are_placed_with_the_keyboard(visitor: Visitor) -> None:
    brush(visitor)
    surface = visitor.page.get_by_role("application")
    surface.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "1", "ArrowLeft", "2"):
        visitor.page.keyboard.press(key)
    rows = visitor.wait_for_config(lambda config: config["data"]["name"] == "custom")
    drawn = [row[:3] for row in rows["data"]["custom"]["rows"]]
    assert [1.0, 0.5, 0] in drawn
    assert [0.5, 0.5, 1] in drawn
    visitor.page.keyboard.press("Escape")
    expect(surface).to_be_hidden()


def test_a_formula_makes_two_classes_and_a_bad_one_says_why(visitor: Visitor) -> None:
    field = visitor.data.get_by_role("textbox", name="Formula of your own")
    field.fill("y > 2*sin(x)")
    field.press("Enter")
    config = visitor.wait_for_config(lambda config: config["data"]["name"] == "formula")
    assert config["data"]["formula"] == "y > 2*sin(x)"
    before = visitor.settings()
    field.fill("__import__('os')")
    field.press("Enter")
    expect(visitor.data.locator(".nr-data-help")).to_contain_text(re.compile("Column 1|__import__"))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert visitor.settings() == before
    field.fill("x*y")
    field.press("Enter")
    visitor.wait_for_config(lambda config: config["output"] == "linear")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_handwritten_digits_have_ten_outputs(visitor: Visitor) -> None:
    visitor.choose_data("Handwritten digits")
    config = visitor.wait_for_config(lambda config: config["data"]["name"] == "digits")
    assert config["output"] == "softmax"
    outputs = visitor.network.get_by_role("button", name=re.compile("Output for class"))
    expect(outputs).to_have_count(10)
    before = visitor.loss("train")
    visitor.step(5)
    visitor.wait_for_loss(below=before, kind="train")
    visitor.page.get_by_role("tab", name="Metrics").click()
    expect(visitor.output.get_by_role("table").first).to_be_visible()


def test_rings_have_as_many_classes_as_one_sets(visitor: Visitor) -> None:
    visitor.choose_data("Rings")
    visitor.slide("Classes", 5)
    visitor.wait_for_config(lambda config: config["data"]["classes"] == 5)
    outputs = visitor.network.get_by_role("button", name=re.compile("Output for class"))
    expect(outputs).to_have_count(5)
    visitor.step(2)
    assert len(visitor.weights()[-1]["biases"]) == 5
