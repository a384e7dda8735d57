"""The page Train: a network is stacked, trained, watched, stopped, and goes on."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import assert_accessible
from lab_in_process import Lab
from playwright.sync_api import Browser, Locator, Page, expect

START_MS = 60_000
"""A training loads Keras and compiles first, on a machine that may be busy."""
LONG = "4000"
"""Epochs of a training that lasts as long as a test looks at it."""


class Trainer:
    """A person in front of the page Train."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.start = page.get_by_role("button", name="Start training")
        self.spec = page.get_by_label("The same as one line")
        self.layers = page.locator(".nr-layer-card")
        self.forecast = page.locator(".nr-build-forecast")
        self.state = page.locator(".nr-run-head .nr-state")
        self.counters = page.locator("[data-counters]")

    def build(self, link: str, query: str = "?data=digits") -> Trainer:
        """Open the page and wait until the first network is planned."""
        self.page.goto(f"{link}train{query}")
        expect(self.start).to_be_enabled(timeout=START_MS)
        return self

    def type_spec(self, text: str) -> None:
        """Write the network as one line."""
        self.spec.fill(text)

    def set(self, label: str, value: str) -> None:
        """Fill a field of the training."""
        self.page.get_by_label(label, exact=True).fill(value)

    def begin(self, epochs: str) -> None:
        """Start, and wait until batches are counted."""
        self.set("Epochs", epochs)
        expect(self.forecast).to_contain_text(f"× {int(epochs):,} =")
        expect(self.start).to_be_enabled()
        self.start.click()
        expect(self.page).to_have_url(re.compile(r"[?]run="))
        expect(self.state).to_have_text(re.compile("Training|Finished"), timeout=START_MS)

    def press(self, name: str) -> None:
        """Press a button of the run's head."""
        head = self.page.get_by_role("region", name="This run")
        head.get_by_role("button", name=name, exact=True).click()

    def expect_state(self, name: str) -> None:
        """Wait until the run stands like this."""
        expect(self.state).to_have_text(name, timeout=START_MS)

    def epoch(self) -> int:
        """Return the epoch that the counters show; 0 before the first."""
        found = re.search(r"epoch ([\d,]+)", self.counters.inner_text())
        return int(found.group(1).replace(",", "")) if found else 0

    def wait_for_epoch(self, least: int) -> int:
        """Wait until the counters have come this far."""
        for _ in range(600):
            if self.epoch() >= least:
                return self.epoch()
            self.page.wait_for_timeout(100)
        raise AssertionError(f"The counters stand at {self.counters.inner_text()!r}")

    def process(self, link: str) -> int:
        """Return the id of the process that trains this run."""
        run = re.sub(r".*[?]run=", "", self.page.url)
        return int(self.page.request.get(f"{link}api/runs/{run}").json()["state"]["pid"])

    def end_of_curve(self, title: str) -> Locator:
        """Read a chart's last epoch with the keyboard; returns what it says."""
        chart = self.page.get_by_role("img", name=re.compile(f"^{title} over epochs"))
        chart.press("End")
        return self.page.locator(".nr-run-chart", has=chart).locator(".nr-curves-readout")


@pytest.fixture
def trainer(page: Page, lab: Lab) -> Trainer:
    return Trainer(page).build(lab.link)


def test_arithmetic_follows_what_is_typed(trainer: Trainer) -> None:
    trainer.type_spec("30(sigmoid)-10")
    first = trainer.layers.first
    expect(first).to_contain_text("64 × 30 + 30 = 1,950 parameters")
    expect(first.get_by_label("Activation")).to_have_value("sigmoid")
    expect(trainer.forecast).to_contain_text("1,950 + 310 = 2,260")
    first.get_by_label("Units").fill("20")
    expect(first).to_contain_text("64 × 20 + 20 = 1,300 parameters")
    expect(trainer.spec).to_have_value(re.compile(r"20\(sigmoid\)-10"))
    trainer.set("Batch", "64")
    expect(trainer.forecast).to_contain_text(re.compile(r"⌈[\d,]+ / 64⌉ = 18"))


def test_a_setting_that_cannot_be_is_said_and_nothing_begins(trainer: Trainer) -> None:
    problem = trainer.page.locator(".nr-build-will-panel .nr-problem")
    for label, value in (("Batch", "0"), ("Epochs", ""), ("Learning rate", "-1")):
        field = trainer.page.get_by_label(label, exact=True)
        before = field.input_value()
        field.fill(value)
        expect(problem).to_contain_text("allowed")
        expect(trainer.start).to_be_disabled()
        field.fill(before)
        expect(trainer.start).to_be_enabled()
    expect(problem).to_be_empty()


def test_layers_are_added_moved_and_removed_with_the_keyboard(trainer: Trainer) -> None:
    page = trainer.page
    page.get_by_role("button", name="Add a layer").press("Enter")
    page.get_by_role("dialog", name="Add a layer").get_by_role("button", name="Dropout").press(
        "Enter"
    )
    expect(trainer.layers).to_have_count(3)
    dropout = page.get_by_role("listitem", name="Layer 2: Dropout")
    expect(dropout.get_by_label("Rate")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("listitem", name="Layer 1: Dropout")).to_be_visible()
    expect(trainer.spec).to_have_value(re.compile(r"dropout\(0\.3\)-.*100\(relu\)-10"))
    assert_accessible(page)
    page.get_by_role("button", name="Remove: layer 1, Dropout").click()
    expect(trainer.layers).to_have_count(2)
    expect(trainer.start).to_be_enabled()


def test_a_mismatch_is_said_at_the_layer_where_it_happens(trainer: Trainer) -> None:
    trainer.type_spec("100-conv(8,3)-10")
    wrong = trainer.layers.nth(1)
    expect(wrong.get_by_role("alert")).to_contain_text("height × width × channels")
    expect(trainer.page.locator(".nr-layer-wrong")).to_have_count(1)
    expect(trainer.page.locator(".nr-spec-marked mark")).to_have_text("conv")
    expect(trainer.start).to_be_disabled()
    assert_accessible(trainer.page)
    wrong.get_by_role("button", name=re.compile("^Remove")).click()
    expect(trainer.page.locator(".nr-layer-wrong")).to_have_count(0)
    expect(trainer.start).to_be_enabled()
    trainer.type_spec("100(rel)-10")
    problem = trainer.page.locator("#nr-spec-problem")
    expect(problem).to_contain_text('Did you mean "relu"?')
    expect(trainer.start).to_be_disabled()


def test_a_training_pauses_goes_on_stops_resumes_and_is_killed(trainer: Trainer, lab: Lab) -> None:
    page = trainer.page
    trainer.begin(LONG)
    reached = trainer.wait_for_epoch(3)
    expect(trainer.end_of_curve("Loss")).to_contain_text(re.compile(r"after epoch .*validation \d"))
    expect(trainer.end_of_curve("Accuracy")).to_contain_text("%")
    expect(page.locator(".nr-weights canvas")).to_have_count(100, timeout=START_MS)
    trainer.press("Pause")
    trainer.expect_state("Paused")
    assert_accessible(page)
    page.reload()
    trainer.expect_state("Paused")
    paused = trainer.epoch()
    assert paused >= reached
    trainer.press("Go on")
    trainer.expect_state("Training")
    later = trainer.wait_for_epoch(paused + 3)
    trainer.press("Stop")
    trainer.expect_state("Stopped")
    stopped = trainer.epoch()
    assert stopped >= later
    trainer.press("Resume")
    trainer.expect_state("Training")
    trainer.wait_for_epoch(stopped + 2)
    os.kill(trainer.process(lab.link), signal.SIGKILL)
    trainer.expect_state("Interrupted")
    expect(page.get_by_text("At most the epoch in progress is lost")).to_be_visible()
    expect(page.get_by_role("button", name="Resume")).to_be_enabled()


def test_a_finished_run_shows_its_result_and_its_inside(trainer: Trainer) -> None:
    page = trainer.page
    trainer.begin("3")
    trainer.expect_state("Finished")
    result = page.get_by_role("region", name="Test result")
    accuracy = result.locator("[data-test-accuracy]")
    expect(accuracy).to_have_text(re.compile(r"[\d.]+ %"))
    assert float(accuracy.get_attribute("data-test-accuracy") or 0) > 0.5
    expect(result.locator(".nr-reference-own")).to_contain_text(accuracy.inner_text())
    expect(result.get_by_role("table")).to_be_visible()
    expect(result.get_by_role("link", name="Try it yourself")).to_have_attribute(
        "href", re.compile("/try[?]run=")
    )
    result.get_by_role("button", name=re.compile("^0: ")).first.click()
    expect(
        result.get_by_role("group", name="Images of this cell").locator("canvas").first
    ).to_be_visible(timeout=START_MS)
    expect(page.locator(".nr-weights canvas")).to_have_count(100)
    page.get_by_role("tab", name="One image’s way").click()
    expect(page.locator(".nr-way-step")).not_to_have_count(0, timeout=START_MS)
    expect(page.locator(".nr-way-said")).to_contain_text("It is ")
    assert_accessible(page)
    page.get_by_role("tab", name="Histograms and dead units").click()
    expect(page.get_by_role("img", name="weights of Layer 1: Dense", exact=True)).to_be_visible()
    page.get_by_role("slider", name="Moment").press("Home")
    expect(page.locator(".nr-moment-text")).to_have_text("before training")
    assert_accessible(page)
    expect(page.get_by_role("button", name="Train on")).to_be_enabled()


@pytest.fixture
def own_page(chromium: Browser) -> Iterator[Page]:
    """A page whose console may complain: its lab goes away on purpose."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_training_outlives_the_lab_and_the_page_goes_on(own_page: Page, tmp_path: Path) -> None:
    port = free_port()
    lab = Lab(tmp_path, "--port", port)
    trainer = Trainer(own_page)
    try:
        trainer.build(lab.link).begin(LONG)
        before = trainer.wait_for_epoch(2)
        lab.process.kill()
        lab.close()
        expect(own_page.get_by_text("The lab does not answer.")).to_be_visible(timeout=START_MS)
        lab = Lab(tmp_path, "--port", port)
        expect(own_page.get_by_text("The lab does not answer.")).to_be_hidden(timeout=START_MS)
        later = trainer.wait_for_epoch(before + 2)
        own_page.reload()
        trainer.expect_state("Training")
        trainer.wait_for_epoch(later)
        trainer.press("Stop")
        trainer.expect_state("Stopped")
    finally:
        lab.close()
