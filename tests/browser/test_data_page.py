"""The page Data, as a person uses it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from axe import assert_accessible
from lab_in_process import Lab
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from sklearn.datasets import load_digits, load_iris


@pytest.fixture
def data(page: Page, lab: Lab) -> Page:
    """The page with the digits chosen and their first image told in numbers."""
    return opened(page, lab, "digits")


def opened(page: Page, lab: Lab, name: str) -> Page:
    page.goto(f"{lab.link}data?data={name}")
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible()
    return page


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def numbers_shown(page: Page) -> np.ndarray[Any, Any]:
    rows = region(page, "One image as numbers").locator("tbody tr").all()
    return np.array([[int(text) for text in row.locator("td").all_inner_texts()] for row in rows])


def test_an_image_is_told_in_the_numbers_of_the_data(data: Page) -> None:
    image = data.get_by_role("button", name=re.compile("^Training image .*: 3$")).nth(1)
    image.click()
    expect(image).to_have_attribute("aria-pressed", "true")
    panel = region(data, "One image as numbers")
    expect(panel.get_by_text("y_train[").locator("xpath=following-sibling::dd[1]")).to_have_text(
        "3"
    )
    digits = load_digits()
    threes = np.rint(digits.images[digits.target == 3] * (255 / 16)).astype(int)
    shown = numbers_shown(data)
    assert shown.shape == (8, 8)
    assert (threes == shown).all(axis=(1, 2)).any()
    expect(panel.get_by_text("(8, 8)")).to_be_visible()
    expect(panel.get_by_text("uint8")).to_be_visible()


def test_arrow_keys_go_from_image_to_image_and_from_number_to_number(data: Page) -> None:
    images = data.get_by_role("button", name=re.compile("^Training image .*: 0$"))
    images.first.focus()
    data.keyboard.press("ArrowRight")
    expect(images.nth(1)).to_be_focused()
    data.keyboard.press("Enter")
    expect(images.nth(1)).to_have_attribute("aria-pressed", "true")
    panel = region(data, "One image as numbers")
    shown = numbers_shown(data)
    panel.locator("td[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"):
        data.keyboard.press(key)
    value = int(shown[1, 2])
    told = panel.get_by_role("status")
    expect(told).to_contain_text(re.compile(rf", 1, 2\] = {value}\b.*{value / 255:.3f}"))


def test_more_of_a_class_and_the_test_images_can_be_seen(data: Page) -> None:
    of_seven = data.get_by_role("group", name="7", exact=True)
    expect(of_seven.get_by_role("button")).to_have_count(24)
    data.get_by_role("button", name="More of 7").click()
    expect(of_seven.get_by_role("button")).to_have_count(24 + 48)
    data.get_by_text("Test images", exact=True).click()
    expect(data.get_by_role("button", name=re.compile("^Test image .*: 7$")).first).to_be_visible()
    expect(data.get_by_role("button", name=re.compile("^Training image"))).to_have_count(0)


def test_counts_are_those_of_the_data(data: Page) -> None:
    bars = data.get_by_role("table", name="Training and test examples of each class")
    texts = bars.locator(".nr-bar-number").all_inner_texts()
    counted = np.array([[int(part.replace(",", "")) for part in t.split("+")] for t in texts])
    assert counted.sum(axis=1).tolist() == np.bincount(load_digits().target).tolist()
    expect(data.get_by_role("img", name=re.compile("^Histogram of all pixel"))).to_be_visible()
    expect(data.get_by_role("img", name=re.compile("^Mean of all"))).to_have_count(10)


def test_a_table_shows_its_rows_and_columns(page: Page, lab: Lab) -> None:
    opened(page, lab, "iris")
    rows = region(page, "First rows").first.locator("tbody tr")
    expect(rows).to_have_count(12)
    cells = rows.first.locator("td").all_inner_texts()
    iris = load_iris()
    found = np.isclose(iris.data, [float(cell) for cell in cells[:4]]).all(axis=1)
    assert cells[4] in {str(iris.target_names[kind]) for kind in iris.target[found]}
    page.get_by_role("button", name="More rows").click()
    expect(rows).to_have_count(62)
    expect(page.get_by_role("row", name=re.compile("^petal width"))).to_contain_text("0.1")


def test_train_on_this_leads_to_training(data: Page) -> None:
    link = data.get_by_role("link", name="Train on this")
    expect(link).to_have_attribute("href", "/train?data=digits")


def test_back_goes_to_the_data_set_before(data: Page) -> None:
    data.get_by_role("link", name="Iris").click()
    expect(data.get_by_role("heading", name="Iris", level=2)).to_be_visible()
    assert data.url.endswith("?data=iris")
    data.go_back()
    expect(data.get_by_role("heading", name="Digits", level=2)).to_be_visible()


def pets() -> bytes:
    packed = io.BytesIO()
    random = np.random.default_rng(1)
    with zipfile.ZipFile(packed, "w") as archive:
        for name, least in (("cat", 0), ("dog", 128)):
            for number in range(6):
                pixels = random.integers(least, least + 127, (12, 12), np.uint8)
                file = io.BytesIO()
                Image.fromarray(pixels).save(file, "PNG")
                archive.writestr(f"pets/{name}/{number}.png", file.getvalue())
    return packed.getvalue()


@pytest.fixture
def adding(data: Page, lab: Lab) -> Iterator[Locator]:
    """The dialog for data of one's own; what it added is deleted afterwards."""
    data.get_by_role("button", name="Add data of your own").click()
    yield data.get_by_role("dialog", name="Add data of your own")
    base = lab.link
    for one in data.request.get(f"{base}api/data").json()["datasets"]:
        if one["own"]:
            data.request.delete(f"{base}api/data/{one['name']}")


def test_images_of_ones_own_are_added_and_deleted(data: Page, adding: Locator) -> None:
    file = {"name": "pets.zip", "mimeType": "application/zip", "buffer": pets()}
    adding.get_by_label(re.compile("^File")).set_input_files(file)  # type: ignore[arg-type]
    expect(adding.get_by_label("Name")).to_have_value("pets")
    expect(adding.get_by_label("Column to predict")).to_be_hidden()
    adding.get_by_role("button", name=re.compile("^Add")).click()
    expect(data.get_by_role("heading", name="pets", level=2)).to_be_visible()
    expect(
        data.get_by_role("button", name=re.compile("^Training image .*: dog$"))
    ).not_to_have_count(0)
    data.get_by_role("button", name="Delete").click()
    data.get_by_role("button", name="Really delete “pets”?").click()
    expect(data.get_by_role("link", name="pets")).to_have_count(0)
    expect(data.get_by_role("heading", name="Digits", level=2)).to_be_visible()


def test_a_table_of_ones_own_and_what_is_wrong_with_it(data: Page, adding: Locator) -> None:
    def choose(content: str) -> None:
        file = {"name": "plants.csv", "mimeType": "text/csv", "buffer": content.encode()}
        adding.get_by_label(re.compile("^File")).set_input_files(file)  # type: ignore[arg-type]

    submit = adding.get_by_role("button", name=re.compile("^Add"))
    choose("only a line")
    submit.click()
    expect(adding.get_by_role("alert")).to_have_text(re.compile(r"\w+ .{10,}"))
    rows = "".join(f"{i},{i * i % 7},{'tall' if i % 3 else 'low'}\n" for i in range(30))
    choose("age,leaves,size\n" + rows)
    expect(adding.get_by_role("alert")).to_have_count(0)
    adding.get_by_label("Column to predict").fill("size")
    submit.click()
    expect(data.get_by_role("heading", name="plants", level=2)).to_be_visible()
    expect(data.get_by_role("row", name=re.compile("^leaves"))).to_be_visible()


def test_a_dropped_file_is_offered(data: Page) -> None:
    data.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["a,b\\n1,2\\n"], "dropped.csv", {type: "text/csv"}));
          const options = {dataTransfer: carried, bubbles: true, cancelable: true};
          document.querySelector(".nr").dispatchEvent(new DragEvent("drop", options));
        }"""
    )
    dialog = data.get_by_role("dialog", name="Add data of your own")
    expect(dialog.get_by_label("Name")).to_have_value("dropped")
    data.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_download_is_begun_followed_and_tried_again(page: Page, lab: Lab) -> None:
    """The server's answers are played: a test downloads nothing."""
    told = {"state": "absent", "progress": None, "error": None}

    def listed(route: Route) -> None:
        answer = json.loads(route.fetch().body())
        for one in answer["datasets"]:
            if one["name"] == "mnist":
                one.update(told)
        route.fulfill(json=answer)

    def begun(route: Route) -> None:
        told.update(state="fetching", progress=0.25, error=None)
        route.fulfill(json={})

    page.route(re.compile(r"/api/data$"), listed)
    page.route("**/api/data/mnist/get", begun)
    page.goto(f"{lab.link}data?data=mnist")
    page.get_by_role("button", name="Download: MNIST").last.click()
    bars = page.get_by_role("progressbar", name="Download of MNIST")
    expect(bars.last).to_have_attribute("value", "0.25")
    told.update(progress=0.5)
    expect(bars.last).to_have_attribute("value", "0.5")
    told.update(state="failed", progress=None, error="The line went dead after 5 MB.")
    expect(page.get_by_role("alert")).to_have_text("The line went dead after 5 MB.")
    page.get_by_role("button", name="Try again: MNIST").last.click()
    expect(page.get_by_text("25 %").last).to_be_visible()


@pytest.mark.parametrize("name", ["digits", "iris"])
def test_the_page_is_accessible(page: Page, lab: Lab, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # no colour on its way to another
    assert_accessible(opened(page, lab, name))
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".nr[data-theme='dark']")).to_be_visible()
    assert_accessible(page)


def test_a_phone_shows_it_without_scrolling_sideways(context: BrowserContext, lab: Lab) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, lab, "digits")
    expect(page.get_by_role("img", name=re.compile("^Mean of all"))).to_have_count(10)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Pages: Data").click()
    page.get_by_role("dialog", name="Pages").get_by_role("link", name="Runs").click()
    page.wait_for_url("**/runs")


def test_theme_and_palette_go_from_page_to_page(data: Page, lab: Lab) -> None:
    data.get_by_role("button", name="Theme: as the system’s").click()
    data.get_by_role("button", name="Theme: light").click()
    data.get_by_role("button", name="Palette for colour-blind people").click()
    data.get_by_role("navigation", name="Pages").get_by_role("link", name="Try it").click()
    expect(data.locator(".nr[data-theme='dark']")).to_be_visible()
    expect(data.get_by_role("button", name="Palette for colour-blind people")).to_have_attribute(
        "aria-pressed", "true"
    )
    data.get_by_role("navigation", name="Pages").get_by_role("link", name="Playground").click()
    expect(data.locator(".nr-ready[data-theme='dark']")).to_be_visible()
