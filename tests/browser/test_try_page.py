"""The page Try it, as a person uses it, with a small network that really was trained."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe import assert_accessible
from lab_in_process import Lab
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Locator, Page, expect

Array = np.ndarray[Any, Any]
RING = [(0.5 + 0.22 * np.sin(a), 0.5 - 0.36 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 25)]
"""A zero, as shares of the drawing area."""


@pytest.fixture
def trial(page: Page, lab: Lab, trained: str) -> Page:
    """The page with the trained network, ready to be asked."""
    return opened(page, lab, trained)


def opened(page: Page, lab: Lab, run: str) -> Page:
    page.goto(f"{lab.link}try?run={run}")
    expect(page.get_by_role("heading", name="Most frequent mix-ups")).to_be_visible()
    return page


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    box = page.get_by_role("img", name=re.compile("^Drawing area")).bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def softmax_table(page: Page) -> Array:
    """Return logit, e^z and p as shown, a row a class; bounds as "< 0.0001" become their number."""
    rows = page.get_by_role("table", name="From logits to probabilities").locator("tbody tr")
    shown = rows.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    return np.array([[number(cell) for cell in row[:3]] for row in shown])


def number(text: str) -> float:
    return float(re.sub(r"[<>, ]", "", text).replace("−", "-"))


def forward(run: Path, epoch: int, image: Array) -> tuple[Array, Array]:
    """Return hidden units and logits, computed here from the weights of a snapshot."""
    kept = np.load(run / "snapshots" / f"epoch-{epoch:06}.npz")
    kernels = sorted(name for name in kept.files if name.endswith("/kernel"))
    first, second = kernels
    bias = {name: kept[name.replace("kernel", "bias")] for name in kernels}
    hidden = np.maximum(image.reshape(-1) / 255 @ kept[first] + bias[first], 0)
    return hidden, hidden @ kept[second] + bias[second]


def test_a_drawn_zero_is_recognised_while_it_is_drawn(trial: Page) -> None:
    answer = region(trial, "What the network answers")
    expect(answer).to_contain_text("as soon as there is something to look at")
    draw(trial, RING)
    expect(answer.locator(".nr-verdict-letter")).to_have_text("0")
    table = softmax_table(trial)
    assert table.shape == (10, 3)
    z = table[:, 0]
    p = np.exp(z) / np.exp(z).sum()
    assert np.abs(table[:, 2] - p).max() < 0.005
    assert p.argmax() == 0
    expect(answer).to_contain_text(re.compile(r"p\(0\) = e\^"))
    answer.get_by_label("What did you mean?").select_option(label="8")
    expect(answer).to_contain_text("✗ it is: 8")
    wait_for_the_loss_of_an_eight(trial, answer)
    trial.get_by_role("button", name="Undo").click()
    expect(answer).to_contain_text("as soon as there is something to look at")
    draw(trial, [(0.5, 0.15), (0.5, 0.5), (0.5, 0.85)])
    expect(answer.locator(".nr-verdict-letter")).to_have_text("1")


def wait_for_the_loss_of_an_eight(trial: Page, answer: Locator) -> None:
    """Wait until the sentence says −log p of the table: a stroke may still be on its way."""
    told, z = None, softmax_table(trial)[:, 0]
    for _ in range(100):
        z = softmax_table(trial)[:, 0]
        told = re.search(r"loss = −log p\(8\) = .* = ([\d.]+)", answer.inner_text())
        loss = float(np.log(np.exp(z).sum()) - z[8])
        if told and float(told.group(1)) == pytest.approx(loss, abs=0.02):
            return
        trial.wait_for_timeout(100)
    raise AssertionError(f"The loss and the table differ: {told}, logits {z}")


def test_a_test_image_goes_through_the_network_at_any_epoch(
    trial: Page, lab: Lab, trained: str
) -> None:
    inputs = region(trial, "What the network is asked")
    inputs.get_by_text("Test image", exact=True).click()
    said = inputs.get_by_role("status")
    expect(said).to_have_text(re.compile(r"^Test image 0: \d$"))
    inputs.get_by_role("group", name=re.compile("^Test images")).focus()
    trial.keyboard.press("ArrowRight")
    trial.keyboard.press("ArrowRight")
    expect(said).to_have_text(re.compile(r"^Test image 2: \d$"))
    image = trial.request.get(f"{lab.link}api/data/digits/images?split=test&offset=2&limit=1")
    pixels = np.frombuffer(image.body()[-80:-16], np.uint8)  # 64 pixels, label, index
    run = lab.home / "runs" / trained
    weights = region(trial, "Which weights").get_by_role("slider")
    for key, epoch in (("Home", 0), ("ArrowRight", 1)):
        weights.focus()
        trial.keyboard.press(key)
        _, logits = forward(run, epoch, pixels)
        wait_for_logits(trial, logits)
    expect(region(trial, "Which weights")).to_contain_text("after epoch 1")


def wait_for_logits(page: Page, logits: Array) -> None:
    for _ in range(400):
        shown = softmax_table(page)
        if shown.shape == (10, 3) and np.abs(shown[:, 0] - logits).max() < 0.0051:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"shown {softmax_table(page)[:, 0]}, expected {logits}")


def test_a_unit_tells_how_it_comes_to_its_number(trial: Page, lab: Lab, trained: str) -> None:
    inputs = region(trial, "What the network is asked")
    inputs.get_by_text("Test image", exact=True).click()
    region(trial, "Which weights").get_by_role("slider").focus()
    trial.keyboard.press("Home")
    image = trial.request.get(f"{lab.link}api/data/digits/images?split=test&offset=0&limit=1")
    hidden, logits = forward(
        lab.home / "runs" / trained, 0, np.frombuffer(image.body()[-80:-16], np.uint8)
    )
    wait_for_logits(trial, logits)
    path = region(trial, "Through the network")
    units = path.get_by_role("slider").first
    units.focus()
    trial.keyboard.press("Home")
    for unit in range(1, 4):
        trial.keyboard.press("ArrowRight")
        expect(units).to_have_attribute("aria-valuenow", str(unit + 1))
        told = path.locator(".nr-unit-sum")
        expect(told).to_contain_text(re.compile(rf"relu\(.*\) = {shown(hidden[unit])}$"))
    expect(path.get_by_role("img", name="weights of unit 4")).to_be_visible()


def shown(value: float) -> str:
    return re.escape(f"{value:.3f}".rstrip("0").rstrip("."))


def test_the_confusion_matrix_leads_to_images_and_they_to_the_network(trial: Page) -> None:
    result = region(trial, "All test images")
    cells = result.locator(".nr-confusion-table button")
    counts = np.array([number(text) for text in cells.all_inner_texts()]).reshape(10, 10)
    assert counts.sum() == 359
    right = int(np.trace(counts))
    expect(result).to_contain_text(f"recognises {right} ")
    wrong = counts - np.diag(np.diag(counts))
    truth, predicted = np.unravel_index(wrong.argmax(), wrong.shape)
    gallery = result.get_by_role("region", name="Gallery")
    expect(gallery).to_contain_text(f"The worst mistakes, of {359 - right}")
    cells.nth(0).focus()
    trial.keyboard.press("ArrowDown")
    expect(cells.nth(10)).to_be_focused()
    cells.nth(int(10 * truth + predicted)).click()
    expect(gallery).to_contain_text(f"{truth} taken for {predicted} ({int(wrong.max())})")
    images = gallery.get_by_role("group", name="Images").get_by_role("button")
    expect(images).to_have_count(int(wrong.max()))
    images.first.click()
    answer = region(trial, "What the network answers")
    expect(answer.locator(".nr-verdict-letter")).to_have_text(str(predicted))
    expect(answer).to_contain_text(f"✗ it is: {truth}")


def test_an_image_of_ones_own_is_turned_to_white_on_black(trial: Page) -> None:
    paper = Image.new("RGB", (300, 400), "white")
    ImageDraw.Draw(paper).ellipse((70, 60, 230, 340), outline="black", width=30)
    file = io.BytesIO()
    paper.save(file, "PNG")
    inputs = region(trial, "What the network is asked")
    inputs.get_by_text("Upload", exact=True).click()
    upload = {"name": "zero.png", "mimeType": "image/png", "buffer": file.getvalue()}
    inputs.get_by_label("An image file").set_input_files(upload)  # type: ignore[arg-type]
    expect(inputs.get_by_role("checkbox")).to_be_checked()
    answer = region(trial, "What the network answers")
    expect(answer.locator(".nr-verdict-letter")).to_have_text("0")
    broken = {"name": "notes.png", "mimeType": "image/png", "buffer": b"no image"}
    inputs.get_by_label("An image file").set_input_files(broken)  # type: ignore[arg-type]
    expect(trial.get_by_role("alert")).to_contain_text("“notes.png” is no image")


def test_without_a_run_it_says_how_to_get_one(page: Page, lab: Lab) -> None:
    page.route("**/api/runs", lambda route: route.fulfill(json={"runs": [], "slots": 1}))
    page.goto(f"{lab.link}try")
    expect(page.get_by_role("heading", name="There is no trained network yet")).to_be_visible()
    link = page.get_by_role("link", name="Train one")
    expect(link).to_have_attribute("href", "/train?data=digits")


def test_an_unknown_run_is_a_sentence(context: BrowserContext, lab: Lab, trained: str) -> None:
    page = context.new_page()  # a refused request is a line in the console
    page.goto(f"{lab.link}try?run=gone")
    expect(page.get_by_role("alert")).to_contain_text("gone")
    page.get_by_label("Trained network").select_option(trained)
    expect(page.get_by_role("heading", name="Most frequent mix-ups")).to_be_visible()


def test_the_page_is_accessible(trial: Page) -> None:
    trial.emulate_media(reduced_motion="reduce")  # no colour on its way to another
    draw(trial, RING)
    expect(trial.locator(".nr-verdict-letter")).to_have_text("0")
    expect(trial.locator(".nr-unit-sum")).to_be_visible()
    assert_accessible(trial)
    trial.emulate_media(color_scheme="dark")
    expect(trial.locator(".nr[data-theme='dark']")).to_be_visible()
    assert_accessible(trial)


def test_a_finger_draws_on_a_phone(context: BrowserContext, lab: Lab, trained: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, trained)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    touch = context.new_cdp_session(page)
    box = page.get_by_role("img", name=re.compile("^Drawing area")).bounding_box()
    assert box is not None
    for i, (x, y) in enumerate(RING):
        point = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        kind = "touchMove" if i else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".nr-verdict-letter")).to_have_text("0")
    assert page.evaluate("() => scrollY") == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
