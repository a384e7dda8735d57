"""What can be taken home: link, settings, weights, pictures, and a replay without a server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from visitor import Visitor, packed

LARGEST_REPLAY_BYTES = 2_000_000


def save(visitor: Visitor, name: str, folder: Path) -> Path:
    """Press an entry of the export menu; returns the file that the browser saved."""
    visitor.button("Export").click()
    menu = visitor.page.get_by_role("dialog", name="Export")
    with visitor.page.expect_download() as download:
        menu.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    visitor.page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    return path


def test_settings_and_weights_are_saved(visitor: Visitor, tmp_path: Path) -> None:
    visitor.step(3)
    settings = save(visitor, "Settings", tmp_path)
    assert settings.suffix == ".json"
    content = json.loads(settings.read_text("utf-8"))
    assert content["neurarium"] == 1
    assert content["setup"]["epoch"] == 3
    weights = json.loads(save(visitor, "Weights", tmp_path).read_text("utf-8"))
    np.testing.assert_array_equal(packed(weights), visitor.vector())
    np.testing.assert_array_equal(packed(content["weights"]), packed(weights))


def test_the_svg_is_well_formed_and_harmless(visitor: Visitor, tmp_path: Path) -> None:
    visitor.step(2)
    text = save(visitor, "Picture, SVG", tmp_path).read_text("utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox")
    for element in root.iter():
        assert not element.tag.endswith(("script", "foreignObject"))
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert value.startswith(("#", "data:image/"))


def test_the_png_shows_something(visitor: Visitor, tmp_path: Path) -> None:
    visitor.step(2)
    picture = Image.open(save(visitor, "Picture, PNG", tmp_path)).convert("RGB")
    assert picture.width >= 800
    assert len(picture.getcolors(picture.width * picture.height) or []) > 100


def test_the_link_is_copied(visitor: Visitor) -> None:
    visitor.choose_data("Spiral")
    visitor.button("Export").click()
    menu = visitor.page.get_by_role("dialog", name="Export")
    menu.get_by_role("button", name="Copy link").click()
    expect(menu.get_by_role("status")).to_have_text("Copied.")
    copied = visitor.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == visitor.page.url
    assert "spiral" in copied


def test_a_playground_link_is_copied_where_it_can_be(visitor: Visitor) -> None:
    visitor.open_link("https://playground.tensorflow.org/#dataset=xor&networkShape=3&seed=0.25")
    visitor.wait_for_config(lambda config: config["data"]["name"] == "xor")
    visitor.button("Export").click()
    item = visitor.page.get_by_role("button", name="Copy as playground.tensorflow.org link")
    item.click()
    expect(visitor.page.get_by_role("dialog", name="Export").get_by_role("status")).to_have_text(
        "Copied."
    )
    copied = visitor.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("https://playground.tensorflow.org/#")
    assert "dataset=xor" in copied
    visitor.page.keyboard.press("Escape")
    visitor.choose_data("Moons")
    visitor.button("Export").click()
    expect(item).to_be_disabled()


class Replay:
    """A replay file opened from disk in a browser that has no network."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        context.set_offline(True)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())
        self.visitor = Visitor(self.page).wait_until_drawn()
        self.player = self.page.get_by_role("contentinfo")

    def heat(self) -> str:
        return str(self.page.locator("canvas.nr-map-heat").evaluate("c => c.toDataURL()"))


def test_the_replay_plays_with_the_network_cut_off(
    visitor: Visitor, context: BrowserContext, tmp_path: Path
) -> None:
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_epoch(1000)
    last = visitor.pause()
    path = save(visitor, "Replay", tmp_path)
    assert path.stat().st_size < LARGEST_REPLAY_BYTES * max(1, last / 1000)
    browser = context.browser
    assert browser
    offline = browser.new_context(viewport={"width": 1280, "height": 720})
    offline.set_default_timeout(8000)
    try:
        replay = Replay(offline, path)
        slider = replay.player.get_by_role("slider", name="Recorded epoch")
        slider.focus()
        replay.page.keyboard.press("Home")
        replay.visitor.wait_for(lambda: slider.input_value(), lambda value: value == "0")
        replay.visitor.wait_for(lambda: replay.visitor.loss("test"), lambda loss: loss > 0.3)
        early = replay.heat()
        replay.page.keyboard.press("End")
        replay.visitor.wait_for_loss(0.1)
        replay.visitor.wait_for(replay.heat, lambda picture: picture != early)
        whole = replay.heat()
        replay.page.locator('button[data-layer="0"][data-unit="0"]').hover()
        replay.visitor.wait_for(replay.heat, lambda picture: picture != whole)
        expect(replay.page.get_by_text("tanh(").first).to_be_visible()
        slider.fill("0")
        replay.player.get_by_role("combobox").first.select_option("10000")
        replay.player.get_by_role("button", name="Play back").click()
        replay.visitor.wait_for_loss(0.1)
        outside = [
            url for url in replay.requests if not url.startswith(("file:", "data:", "blob:"))
        ]
        assert outside == []
        assert replay.faults == []
    finally:
        offline.close()


@pytest.mark.parametrize("name", ["Moons", "Handwritten digits", "Hills and valleys"])
def test_replays_of_other_data_open_too(
    visitor: Visitor, context: BrowserContext, tmp_path: Path, name: str
) -> None:
    visitor.choose_data(name)
    visitor.step(2)
    path = save(visitor, "Replay", tmp_path)
    assert path.stat().st_size < LARGEST_REPLAY_BYTES
    browser = context.browser
    assert browser
    offline = browser.new_context()
    try:
        replay = Replay(offline, path)
        assert np.isfinite(replay.visitor.loss("test"))
        assert replay.faults == []
    finally:
        offline.close()
