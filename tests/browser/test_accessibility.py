"""Everybody can use the page: axe finds nothing grave, the keyboard reaches everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe import assert_accessible
from lab_in_process import Lab
from playwright.sync_api import Browser, Locator, expect
from visitor import Visitor


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("palette", ["classic", "colour-blind"])
def test_axe_finds_nothing_grave_in_any_look(visitor: Visitor, scheme: str, palette: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if palette == "colour-blind":
        visitor.button("Palette for colour-blind people").click()
    visitor.step(2)
    assert_accessible(visitor.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["Explain", "Compare", "Metrics"])
def test_axe_finds_nothing_grave_behind_a_tab(visitor: Visitor, scheme: str, tab: str) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.step()
    visitor.page.get_by_role("tab", name=tab, exact=True).click()
    if tab == "Explain":
        expect(visitor.page.get_by_role("tabpanel", name=tab).get_by_role("table")).to_be_visible()
    if tab == "Compare":
        visitor.button(re.compile("Train 6 variants")).click()
        expect(visitor.page.get_by_role("group", name="Variants")).to_be_visible()
    assert_accessible(visitor.page)


def draw_points(visitor: Visitor) -> Locator:
    visitor.button("Draw points").click()
    return visitor.page.get_by_role("toolbar", name="Drawing points")


def open_by(button: str | re.Pattern[str], dialog: str | re.Pattern[str]) -> Callable[..., Locator]:
    def act(visitor: Visitor) -> Locator:
        visitor.button(button).click()
        return visitor.page.get_by_role("dialog", name=dialog)

    return act


DIALOGS: dict[str, Callable[[Visitor], Locator]] = {
    "open": open_by("Open a link or a settings file", "Open a playground"),
    "export": open_by("Export", "Export"),
    "help": open_by(re.compile("^Help"), re.compile(".")),
    "advanced": open_by("Advanced", "Advanced settings"),
    "csv": open_by("CSV…", "Learn from your own data"),
    "layer": open_by("Layer 1: Tanh, activation and dropout", "Layer 1"),
    "weights": open_by("Output unit", re.compile("^Edit")),
    "drawing": draw_points,
}


@pytest.mark.parametrize("name", DIALOGS)
def test_axe_finds_nothing_grave_in_a_dialog(visitor: Visitor, name: str) -> None:
    expect(DIALOGS[name](visitor)).to_be_visible()
    assert_accessible(visitor.page)


@pytest.mark.parametrize("name", [name for name in DIALOGS if name != "drawing"])
def test_escape_closes_a_dialog_and_the_focus_goes_back(visitor: Visitor, name: str) -> None:
    dialog = DIALOGS[name](visitor)
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    back = visitor.page.evaluate("() => document.activeElement?.tagName")
    assert back == "BUTTON"


def test_axe_finds_nothing_grave_with_ten_classes(visitor: Visitor) -> None:
    visitor.choose_data("Handwritten digits")
    visitor.step(2)
    visitor.page.get_by_role("tab", name="Metrics").click()
    assert_accessible(visitor.page)


@pytest.fixture
def phone(chromium: Browser, lab: Lab) -> Iterator[Visitor]:
    """A person with a phone."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2
    )
    context.set_default_timeout(8000)
    yield Visitor(context.new_page()).visit(lab.link)
    context.close()


def test_axe_finds_nothing_grave_on_a_phone(phone: Visitor) -> None:
    phone.step()
    assert_accessible(phone.page)


def test_a_phone_taps_through_the_page(phone: Visitor) -> None:
    phone.controls.get_by_role("button", name="Run").tap()
    phone.wait_for_epoch(10)
    phone.controls.get_by_role("button", name="Pause").tap()
    phone.data.get_by_role("radio", name="Spiral").locator("xpath=..").tap()
    phone.wait_for_config(lambda config: config["data"]["name"] == "spiral")
    phone.output_unit().tap()
    editor = phone.page.get_by_role("dialog", name=re.compile("^Edit"))
    expect(editor).to_be_in_viewport(ratio=1)
    editor.get_by_role("button", name="Close").tap()
    phone.page.get_by_role("tab", name="Explain").tap()
    expect(phone.page.get_by_role("tabpanel", name="Explain").get_by_role("table")).to_be_visible()


def test_who_wants_less_motion_sees_links_that_stand_still(chromium: Browser, lab: Lab) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    try:
        visitor = Visitor(context.new_page()).visit(lab.link)
        visitor.page.evaluate(
            "() => { window.dashes = new Set();"
            " const plain = CanvasRenderingContext2D.prototype.setLineDash;"
            " CanvasRenderingContext2D.prototype.setLineDash = function (dash) {"
            " if (this.canvas.classList.contains('nr-links')) window.dashes.add(dash.length);"
            " plain.call(this, dash); }; }"
        )
        visitor.run()
        visitor.wait_for_epoch(10)
        visitor.pause()
        assert visitor.page.evaluate("() => [...window.dashes]") == [0]
        moving = visitor.page.evaluate(
            "() => document.getAnimations().filter((a) => a.playState === 'running').length"
        )
        assert moving == 0
    finally:
        context.close()


def test_a_screen_reader_hears_what_happens(visitor: Visitor) -> None:
    live = visitor.page.get_by_role("status").filter(has_text=re.compile("Epoch .* loss"))
    visitor.run()
    expect(live.first).to_have_text(re.compile("Running|Epoch"))
    visitor.wait_for_epoch(3)
    visitor.pause()
    expect(live.first).to_have_text(re.compile(r"Paused\. Epoch \d+, training loss 0\.\d+"))


SPOKEN = """() => {
  window.spoken = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const node = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      const live = node?.closest('[aria-live], output, [role=status], [role=alert]');
      if (live && live.getAttribute('aria-live') !== 'off') window.spoken.push(live.textContent);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def test_a_screen_reader_is_told_of_training_calmly(visitor: Visitor) -> None:
    visitor.page.evaluate(SPOKEN)
    visitor.run()
    visitor.wait_for_epoch(40)
    visitor.pause()
    spoken = visitor.page.evaluate("() => window.spoken.filter(Boolean)")
    assert 2 <= len(spoken) <= 6, spoken


def test_a_screen_reader_hears_what_a_step_did(visitor: Visitor) -> None:
    visitor.step()
    live = visitor.page.locator(".nr-slot-live")
    expect(live).to_have_text(re.compile(r"^Epoch 1, training loss 0\.\d+"))
    visitor.button("Reset: back to epoch 0 (R)").click()
    expect(live).to_have_text(re.compile(r"^Epoch 0, training loss 0\.\d+"))
