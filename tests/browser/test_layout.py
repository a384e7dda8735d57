"""Nothing cut, nothing on top of something else, nothing to scroll: on every usual screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lab_in_process import Lab
from playwright.sync_api import Browser, Page, expect
from test_data import choose_file, use
from visitor import Visitor

SCREENS = [(1280, 720), (1440, 900), (1920, 1080)]
PHONES = [(390, 844), (360, 740)]

CUT = """() => {
  const visible = (el) => el.getClientRects().length > 0
    && getComputedStyle(el).visibility === 'visible' && !el.closest('.nr-hidden, [hidden]');
  const cut = [];
  for (const el of document.querySelectorAll(
      'button, label > span, h1, h2, h3, p, legend, output, .nr-loss, .nr-epoch-number,'
      + ' .nr-epoch-step, .nr-head, .nr-layer-count span, .nr-legend-name')) {
    if (!visible(el) || !el.textContent.trim()) continue;
    if (getComputedStyle(el).position === 'absolute' && el.offsetWidth <= 1) continue;
    if (el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0
        && getComputedStyle(el).display !== 'inline') {
      cut.push(`${el.className}: ${el.textContent.trim().slice(0, 60)}`
        + ` (${el.scrollWidth} > ${el.clientWidth})`);
    }
  }
  return cut;
}"""

OVERLAPS = """() => {
  const pieces = [];
  for (const area of ['.nr-slot-controls', '.nr-slot-data', '.nr-slot-timeline', '.nr-slot-header',
                      '.nr-map-head', '.nr-map-switches', '.nr-losses', '.nr-heads']) {
    const root = document.querySelector(area);
    if (!root) continue;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const el = node.parentElement;
      if (!node.data.trim() || el.closest('.nr-hidden, [hidden], select, option, svg')) continue;
      if (getComputedStyle(el).visibility !== 'visible') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 2 && box.height > 2) pieces.push({ area, text: node.data.trim(), box });
      }
    }
    for (const el of root.querySelectorAll('select, input:not(.nr-hidden):not([type=radio])')) {
      const box = el.getBoundingClientRect();
      if (box.width > 2 && box.height > 2) {
        pieces.push({ area, text: `<${el.getAttribute('aria-label') || el.type}>`, box });
      }
    }
  }
  const found = [];
  for (let i = 0; i < pieces.length; i += 1) {
    for (let k = i + 1; k < pieces.length; k += 1) {
      const a = pieces[i].box, b = pieces[k].box;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1.5 && high > 3) found.push(`${pieces[i].text} ∩ ${pieces[k].text}`);
    }
  }
  return found;
}"""

SIZES = """() => ({
  width: document.scrollingElement.scrollWidth - innerWidth,
  height: document.scrollingElement.scrollHeight - innerHeight,
})"""


Opener = Callable[[int, int], Visitor]


@pytest.fixture
def opened(chromium: Browser, lab: Lab) -> Iterator[Opener]:
    """Opens the page on a screen of any size."""
    contexts = []

    def open_on(width: int, height: int) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(8000)
        contexts.append(context)
        return Visitor(context.new_page()).visit(lab.link)

    yield open_on
    for context in contexts:
        context.close()


def assert_tidy(page: Page) -> None:
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERLAPS) == []


def scroll(page: Page) -> dict[str, Any]:
    """Return by how many px the page is wider and higher than the window."""
    return dict(page.evaluate(SIZES))


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_page_fits_a_screen(opened: Opener, width: int, height: int) -> None:
    visitor = opened(width, height)
    over = scroll(visitor.page)
    assert over["width"] <= 0
    assert over["height"] <= 0
    assert_tidy(visitor.page)
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_epoch(1000)
    visitor.pause()
    assert scroll(visitor.page)["height"] <= 0
    assert_tidy(visitor.page)


@pytest.mark.parametrize("tab", ["Explain", "Compare"])
def test_other_tabs_do_not_make_the_page_scroll(opened: Opener, tab: str) -> None:
    visitor = opened(1280, 720)
    visitor.page.get_by_role("tab", name=tab).click()
    expect(visitor.page.get_by_role("tabpanel", name=tab)).to_be_visible()
    visitor.settle()
    over = scroll(visitor.page)
    assert (over["width"], over["height"]) <= (0, 0)


@pytest.mark.parametrize("data", ["Handwritten digits", "Rings", "Hills and valleys"])
def test_other_data_fit_too(opened: Opener, data: str) -> None:
    visitor = opened(1280, 720)
    visitor.choose_data(data)
    visitor.step()
    over = scroll(visitor.page)
    assert (over["width"], over["height"]) <= (0, 0)
    assert_tidy(visitor.page)


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_a_phone_scrolls_down_alone(opened: Opener, width: int, height: int) -> None:
    visitor = opened(width, height)
    assert scroll(visitor.page)["width"] <= 0
    assert_tidy(visitor.page)
    for tab in ("Explain", "Compare"):
        visitor.page.get_by_role("tab", name=tab).click()
        visitor.settle()
        assert scroll(visitor.page)["width"] <= 0


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_all_columns_of_an_update_are_seen_on_a_phone(
    opened: Opener, width: int, height: int
) -> None:
    visitor = opened(width, height)
    visitor.page.get_by_role("tab", name="Explain").click()
    table = visitor.page.get_by_role("region", name="Weights of this unit")
    expect(table.get_by_role("columnheader", name="new")).to_be_visible()
    visitor.step(3)
    visitor.settle()
    assert table.evaluate("el => el.scrollWidth - el.clientWidth") <= 0


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_long_names_of_classes_stay_inside_the_page(
    opened: Opener, width: int, height: int, classes: int
) -> None:
    visitor = opened(width, height)
    names = [f"{letter * 70} of a class" for letter in "ABC"[:classes]]
    table = "a,b,c\n" + "".join(f"{i},{i * 7 % 11},{names[i % classes]}\n" for i in range(24))
    use(choose_file(visitor, table.encode()))
    for name in names:
        label = visitor.output.get_by_title(name[:30]).first
        expect(label).to_be_visible()
        box = label.bounding_box()
        panel = visitor.output.bounding_box()
        assert box
        assert panel
        assert box["x"] + box["width"] <= panel["x"] + panel["width"]
    assert scroll(visitor.page)["width"] <= 0


def test_up_is_up_in_every_picture(opened: Opener) -> None:
    visitor = opened(1280, 720)
    top_is_positive = """canvas => {
      const { width, height } = canvas;
      const at = (y) => canvas.getContext('2d').getImageData(width >> 1, y, 1, 1).data;
      return at(2)[2] > at(2)[0] && at(height - 3)[0] > at(height - 3)[2];
    }"""
    thumbnail = visitor.feature("x₂").locator("canvas")
    assert thumbnail.evaluate(top_is_positive), "blue above: x₂ grows upwards"
    visitor.feature("x₂").hover()
    assert visitor.page.locator("canvas.nr-map-heat").evaluate(top_is_positive)
    visitor.open_link("#n=1&features=y&layers=")
    visitor.wait_for_config(lambda config: config["features"] == ["y"])
    visitor.output_unit().click()
    editor = visitor.page.get_by_role("dialog")
    editor.get_by_role("spinbutton", name="Weight from x₂").fill("3")
    visitor.page.keyboard.press("Enter")
    visitor.wait_for(visitor.weights, lambda layers: layers[0]["weights"] == [[3]])
    visitor.output.get_by_role("heading").hover()
    visitor.settle()
    assert visitor.page.locator("canvas.nr-map-heat").evaluate(top_is_positive)
    # Units' heatmaps are painted on one canvas, under their buttons.
    assert visitor.output_unit().evaluate(
        """button => {
          const canvas = button.closest('.nr-stage').querySelector('canvas.nr-links');
          const scale = canvas.width / canvas.clientWidth;
          const [unit, all] = [button.getBoundingClientRect(), canvas.getBoundingClientRect()];
          const x = unit.left + unit.width / 2 - all.left;
          const at = (y) =>
            canvas.getContext('2d').getImageData(x * scale, (y - all.top) * scale, 1, 1).data;
          const [top, bottom] = [at(unit.top + 5), at(unit.bottom - 5)];
          return top[2] > top[0] && bottom[0] > bottom[2];
        }"""
    )
