"""A person in front of the lab's page: looks, clicks, types, and reads files that it exports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

SHOWN_NUMBER = "() => /\\d/.test(document.querySelector('.nr-loss-value')?.textContent ?? '')"
"""True once the first frame was drawn: the losses are numbers."""


class Visitor:
    """What tests do and see on a playground's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.controls = page.get_by_role("region", name="Controls")
        self.data = page.get_by_role("region", name="Data", exact=True)
        self.network = page.get_by_role("region", name="Network")
        self.output = page.get_by_role("region", name="Output")
        self.time = page.get_by_role("contentinfo", name="Time travel")
        self.message = page.locator(".nr-message:visible")

    def visit(self, address: str) -> Visitor:
        """Open an address and wait until its first frame is drawn."""
        self.page.goto(address)
        return self.wait_until_drawn()

    def wait_until_drawn(self) -> Visitor:
        """Wait until the page shows a network with its losses."""
        self.page.wait_for_function(SHOWN_NUMBER)
        return self

    # --- what is shown -------------------------------------------------------------------------

    def epoch(self) -> int:
        """Return the epoch in the control bar."""
        return int(self.page.locator(".nr-epoch-number").inner_text().replace(",", ""))

    def expect_epoch(self, epoch: int) -> None:
        """Wait until the control bar shows exactly this epoch."""
        expect(self.page.locator(".nr-epoch-number")).to_have_text(f"{epoch:,}")

    def wait_for_epoch(self, at_least: int, timeout_s: float = 10) -> int:
        """Wait until training has come this far; returns how far."""
        self.page.wait_for_function(
            "n => Number(document.querySelector('.nr-epoch-number')"
            ".textContent.replaceAll(',', '')) >= n",
            arg=at_least,
            timeout=1000 * timeout_s,
        )
        return self.epoch()

    def loss(self, kind: str = "test") -> float:
        """Return the shown `test` or `train` loss."""
        text = self.page.locator(f".nr-loss-{kind} .nr-loss-value").inner_text()
        return float(text.replace("−", "-").replace(",", "").replace("∞", "inf"))

    def wait_for_loss(self, below: float, kind: str = "test", timeout_s: float = 10) -> float:
        """Wait until a shown loss has fallen below a value; returns it."""
        self.page.wait_for_function(
            "([kind, below]) => Number(document.querySelector(`.nr-loss-${kind} .nr-loss-value`)"
            ".textContent.replace('−', '-')) < below",
            arg=[kind, below],
            timeout=1000 * timeout_s,
        )
        return self.loss(kind)

    def expect_message(self, text: str | re.Pattern[str]) -> Locator:
        """Wait for a message (or alert) on the page with this text; returns it."""
        found = self.message.filter(has_text=text).first
        expect(found).to_be_visible()
        return found

    # --- what is done --------------------------------------------------------------------------

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Return a button by its accessible name."""
        return self.page.get_by_role("button", name=name)

    def run(self) -> None:
        """Press run."""
        self.controls.get_by_role("button", name="Run").click()
        expect(self.controls.get_by_role("button", name="Pause")).to_be_visible()

    def pause(self) -> int:
        """Press pause; returns the epoch at which it stands still."""
        self.controls.get_by_role("button", name="Pause").click()
        expect(self.controls.get_by_role("button", name="Run")).to_be_visible()
        self.settle()
        return self.epoch()

    def step(self, times: int = 1) -> None:
        """Press step so many times, each after the one before has been shown."""
        button = self.controls.get_by_role("button", name="Step")
        for _ in range(times):
            before = self.progress()
            button.click()
            self.wait_for(self.progress, lambda now, before=before: now > before)  # type: ignore[misc]

    def progress(self) -> tuple[int, int]:
        """Return the epoch and the updates within it, as the control bar shows them.

        Not its whole text: that changes, too, when data of another size arrive.
        """
        within = self.page.locator(".nr-epoch-step").inner_text()
        return self.epoch(), int(re.findall(r"[\d,]+", within)[0].replace(",", ""))

    def speed(self, name: str) -> None:
        """Choose `Batch`, `Epoch` or `Full`."""
        segments = self.controls.get_by_role("radiogroup", name="Speed")
        segments.get_by_text(name, exact=True).click()
        expect(self.controls.get_by_role("radio", name=name)).to_be_checked()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a field in the control bar, and see it confirmed."""
        field = self.controls.get_by_role("combobox", name=label, exact=True)
        field.select_option(label=option)
        self.settle()
        expect(field.locator("option:checked")).to_have_text(option)

    def choose_data(self, name: str) -> None:
        """Choose a data set by the name of its picture."""
        picture = self.data.get_by_role("radio", name=name)
        picture.locator("xpath=..").click()
        self.settle()
        expect(picture).to_be_checked()

    def slide(self, label: str, to: float) -> None:
        """Move a slider of the data panel."""
        slider = self.data.locator("label", has_text=label).get_by_role("slider")
        slider.fill(str(to))
        self.settle()

    def feature(self, symbol: str) -> Locator:
        """Return the button of an input feature, such as `x₁²`."""
        return self.network.get_by_role("button", name=f"Feature {symbol}", exact=True)

    def unit(self, layer: int, unit: int) -> Locator:
        """Return the button of a hidden unit, both counted from 1."""
        return self.network.locator(f'button[data-layer="{layer - 1}"][data-unit="{unit - 1}"]')

    def output_unit(self) -> Locator:
        """Return the button of the only output unit."""
        return self.network.get_by_role("button", name="Output unit")

    def open_link(self, link: str) -> None:
        """Paste a link into the dialog behind Open."""
        self.button("Open a link or a settings file").click()
        dialog = self.page.get_by_role("dialog", name="Open a playground")
        dialog.get_by_label("A link").fill(link)
        dialog.get_by_role("button", name="Open", exact=True).click()
        expect(dialog).to_have_count(0)
        self.settle()

    def settle(self) -> None:
        """Let what was sent be answered and drawn: an export waits in the same line behind it."""
        self.export("link.txt")
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    # --- what it exports -----------------------------------------------------------------------

    def export(self, name: str) -> bytes:
        """Return a file of the export menu, as the menu's link would save it."""
        session = self.page.evaluate("() => sessionStorage.getItem('neurarium.session')")
        base = re.sub(r"[#?].*", "", self.page.url).rstrip("/")
        answer = self.page.request.get(
            f"{base}/api/playground/export/{name}", params={"session": session}
        )
        assert answer.ok, answer.text()
        return answer.body()

    def settings(self) -> dict[str, Any]:
        """Return the exported settings file."""
        return dict(json.loads(self.export("settings.json")))

    def config(self) -> dict[str, Any]:
        """Return the configuration out of the exported settings file."""
        return dict(self.settings()["setup"]["config"])

    def weights(self) -> list[dict[str, Any]]:
        """Return the exported weights, layer by layer."""
        return list(json.loads(self.export("weights.json")))

    def vector(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return all exported weights and biases as one vector in the packing order."""
        return packed(self.weights())

    def wait_for_config(self, holds: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the server's configuration is as expected; returns it."""
        return self.wait_for(self.config, holds)

    def wait_for(self, read: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
        """Read again and again until it holds, ten seconds at most; returns what was read."""
        for pause_ms in [20] * 50 + [100] * 90:
            value = read()
            if holds(value):
                return value
            self.page.wait_for_timeout(pause_ms)
        raise AssertionError(f"This did not come about; last read: {value!r}"[:2000])


def packed(layers: Sequence[Mapping[str, Any]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return layers of weights and biases as one vector in the packing order."""
    parts = [np.r_[np.ravel(layer["weights"]), np.ravel(layer["biases"])] for layer in layers]
    return np.concatenate(parts)
