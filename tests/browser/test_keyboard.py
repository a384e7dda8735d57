"""Everything without a mouse, and always with the focus in sight."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect
from visitor import Visitor

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const places = [at, at.parentElement, at.nextElementSibling].filter(Boolean);
  const seen = places.some((el) => {
    const style = getComputedStyle(el);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none';
  });
  return {
    name: at.getAttribute('aria-label') || at.textContent.trim().slice(0, 40) || at.tagName,
    key: [at.tagName, at.id, at.className, at.getAttribute('aria-label'), at.value,
          Math.round(box.x), Math.round(box.y)].join('|'),
    seen,
  };
}"""
"""What has the focus, and whether it (or the label around it) shows so."""


def tab_to(page: Page, name: str, *, back: bool = False, limit: int = 90) -> None:
    """Press Tab until what has the focus is called so; the focus is in sight all the way."""
    for _ in range(limit):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        at = page.evaluate(FOCUS)
        if at is None:
            continue
        assert at["seen"], f"no focus to be seen on {at}"
        if at["name"].startswith(name):
            return
    raise AssertionError(f"Tab does not come to {name!r}.")


def test_every_stop_of_the_tab_key_shows_its_focus(visitor: Visitor) -> None:
    visitor.step(2)
    visitor.page.locator("body").focus()
    stops: list[str] = []
    for _ in range(120):
        visitor.page.keyboard.press("Tab")
        at = visitor.page.evaluate(FOCUS)
        if at is None:
            if stops:
                break
            continue
        if at["key"] in stops:
            break
        assert at["seen"], f"no focus to be seen on {at}"
        stops.append(at["key"])
    assert 25 < len(stops) < 80


def test_a_whole_visit_without_a_mouse(visitor: Visitor) -> None:
    page = visitor.page
    keys = page.keyboard
    keys.press("Space")
    expect(visitor.controls.get_by_role("button", name="Pause")).to_be_visible()
    visitor.wait_for_epoch(10)
    keys.press("Space")
    expect(visitor.controls.get_by_role("button", name="Run")).to_be_visible()
    visitor.settle()
    epoch = visitor.epoch()
    keys.press("ArrowRight")
    visitor.expect_epoch(epoch + 1)
    rate = visitor.controls.get_by_role("combobox", name="Learning rate")
    rate.focus()
    keys.type("0.1")
    visitor.wait_for_config(lambda config: config["learning_rate"] == 0.1)
    tab_to(page, "Add a hidden layer")
    keys.press("Enter")
    visitor.wait_for_config(lambda config: len(config["layers"]) == 3)
    tab_to(page, "Feature x₁")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        keys.press(key)
    visitor.wait_for_config(lambda config: "xSquared" in config["features"])
    for _ in range(4):
        keys.press("ArrowRight")
    expect(visitor.output_unit()).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("spinbutton", name="Bias")).to_be_focused()
    keys.type("0.5")
    keys.press("Enter")
    visitor.wait_for(visitor.weights, lambda layers: layers[-1]["biases"] == [0.5])
    tab_to(page, "Recorded epoch")
    keys.press("Home")
    visitor.expect_epoch(0)
    tab_to(page, "Export", back=True)
    keys.press("Enter")
    menu = page.get_by_role("dialog", name="Export")
    expect(menu).to_be_visible()
    tab_to(page, "Copy link")
    keys.press("Enter")
    expect(menu.get_by_role("status")).to_have_text("Copied.")
    keys.press("Escape")
    expect(menu).to_have_count(0)
    assert page.evaluate(FOCUS)["name"] == "Export"


def test_arrow_keys_choose_data_and_tabs(visitor: Visitor) -> None:
    visitor.data.get_by_role("radio", name="Circle").focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.wait_for_config(lambda config: config["data"]["name"] == "xor")
    visitor.page.get_by_role("tab", name="Network").focus()
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.page.get_by_role("tab", name="Explain")).to_be_focused()
    expect(visitor.page.get_by_role("tabpanel", name="Explain")).to_be_visible()


def test_sliders_obey_the_arrow_keys(visitor: Visitor) -> None:
    noise = visitor.data.get_by_role("slider", name=re.compile("^Noise"))
    noise.focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    visitor.wait_for_config(lambda config: config["data"]["noise"] == 15)
    expect(noise).to_have_attribute("aria-valuetext", "15 %")


def test_every_slider_and_field_has_a_name(visitor: Visitor) -> None:
    for label in ("Training data", "Noise", "Batch size", "Samples"):
        expect(visitor.data.get_by_role("slider", name=re.compile(f"^{label}"))).to_be_visible()


def test_typing_in_a_field_is_no_shortcut(visitor: Visitor) -> None:
    visitor.step(2)
    field = visitor.data.get_by_role("textbox", name="Formula of your own")
    field.focus()
    visitor.page.keyboard.type("r r ?")
    visitor.expect_epoch(2)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(visitor.controls.get_by_role("button", name="Run")).to_be_visible()


def test_the_shortcuts_stand_in_the_help(visitor: Visitor) -> None:
    visitor.page.locator("body").press("?")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Space")
    visitor.page.keyboard.press("Escape")
    first = visitor.vector()
    visitor.page.locator("body").press("ArrowRight")
    visitor.expect_epoch(1)
    visitor.page.locator("body").press("r")
    visitor.expect_epoch(0)
    np.testing.assert_array_equal(visitor.vector(), first)
