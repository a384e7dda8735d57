"""Links and settings files: in by dialog and address bar, out unharmed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab_in_process import Lab
from playwright.sync_api import BrowserContext, Page, expect
from visitor import Visitor, packed

FIXTURES = ("default", "xor_sigmoid_l2_leftover_batch", "gauss_l1_dead_links")


def original(shared_dir: Path, name: str) -> dict[str, Any]:
    """Return what TensorFlow Playground computes for a link."""
    text = (shared_dir / "fixtures" / "playground" / f"{name}.json").read_text("utf-8")
    return dict(json.loads(text))


def original_vector(fixture: dict[str, Any], epoch: int) -> np.ndarray[Any, Any]:
    snapshot = next(shot for shot in fixture["snapshots"] if shot["epoch"] == epoch)
    layers = zip(snapshot["weights"], snapshot["biases"], strict=True)
    return packed([{"weights": weights, "biases": biases} for weights, biases in layers])


@pytest.mark.parametrize("name", FIXTURES)
def test_a_link_of_tensorflow_playground_gives_the_very_network(
    visitor: Visitor, shared_dir: Path, name: str
) -> None:
    fixture = original(shared_dir, name)
    visitor.open_link(fixture["link"])
    visitor.wait_for_config(lambda config: config["mode"] == "exact")
    np.testing.assert_allclose(visitor.vector(), original_vector(fixture, 0), rtol=1e-9)
    visitor.speed("Epoch")
    epochs = sorted(shot["epoch"] for shot in fixture["snapshots"])
    assert 10 in epochs
    visitor.step(10)
    visitor.expect_epoch(10)
    wanted = original_vector(fixture, 10)
    np.testing.assert_allclose(visitor.vector(), wanted, rtol=1e-7, atol=1e-10)
    shot = next(shot for shot in fixture["snapshots"] if shot["epoch"] == 10)
    assert visitor.loss("test") == pytest.approx(shot["loss_test"], abs=6e-4)
    assert visitor.loss("train") == pytest.approx(shot["loss_train"], abs=6e-4)


def test_a_playground_link_pasted_anywhere_on_the_page_is_opened(
    visitor: Visitor, shared_dir: Path
) -> None:
    fixture = original(shared_dir, "default")
    visitor.page.evaluate("text => navigator.clipboard.writeText(text)", fixture["link"])
    visitor.page.keyboard.press("Control+v")
    visitor.wait_for_config(lambda config: config["mode"] == "exact")
    np.testing.assert_allclose(visitor.vector(), original_vector(fixture, 0), rtol=1e-9)


def test_a_link_typed_into_the_address_bar_is_opened(visitor: Visitor) -> None:
    visitor.page.evaluate("() => { location.hash = '#dataset=xor&networkShape=3&seed=0.5' }")
    config = visitor.wait_for_config(lambda config: config["data"]["name"] == "xor")
    assert [layer["units"] for layer in config["layers"]] == [3]
    expect(visitor.network).to_contain_text("1 hidden layer")


def test_the_address_bar_follows_and_leads_others_to_the_same_network(
    visitor: Visitor, context: BrowserContext, lab: Lab
) -> None:
    address = visitor.page.url
    visitor.choose_data("Exclusive or")
    visitor.button("Add a hidden layer").click()
    visitor.wait_for_config(lambda config: len(config["layers"]) == 3)
    visitor.step(12)
    visitor.expect_epoch(12)
    visitor.wait_for(lambda: visitor.page.url, lambda url: url != address and "epoch=12" in url)
    weights = visitor.weights()
    browser = context.browser
    assert browser
    elsewhere = browser.new_context()
    try:
        other = Visitor(elsewhere.new_page()).visit(visitor.page.url)
        other.wait_for_epoch(12)
        assert other.config() == visitor.config()
        assert other.epoch() == 12
        assert other.weights() == weights
    finally:
        elsewhere.close()


def test_another_person_with_the_address_sees_the_same_weights(
    visitor: Visitor, context: BrowserContext
) -> None:
    visitor.choose_data("Spiral")
    visitor.choose("Learning rate", "0.1")
    visitor.run()
    visitor.wait_for_epoch(40)
    at = visitor.pause()
    visitor.wait_for(lambda: visitor.page.url, lambda url: str(at) in url)
    browser = context.browser
    assert browser
    elsewhere = browser.new_context()
    try:
        other = Visitor(elsewhere.new_page()).visit(visitor.page.url)
        other.expect_epoch(at)
        assert other.weights() == visitor.weights()
    finally:
        elsewhere.close()


def test_a_reload_loses_nothing(visitor: Visitor) -> None:
    visitor.choose_data("Gaussian")
    visitor.slide("Noise", 30)
    visitor.run()
    visitor.wait_for_epoch(15)
    at = visitor.pause()
    visitor.output_unit().click()
    visitor.page.get_by_role("spinbutton", name="Bias").fill("0.5")
    visitor.page.keyboard.press("Enter")
    visitor.wait_for(visitor.weights, lambda layers: layers[-1]["biases"] == [0.5])
    before = visitor.settings()
    visitor.page.reload()
    visitor.wait_until_drawn()
    visitor.expect_epoch(at)
    assert visitor.settings() == before


def test_a_reload_while_it_runs_goes_on_running(visitor: Visitor) -> None:
    visitor.run()
    visitor.wait_for_epoch(10)
    visitor.page.reload()
    visitor.wait_until_drawn()
    at = visitor.epoch()
    assert at >= 10
    visitor.wait_for_epoch(at + 10)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://example.org/#nothing", "link"),
        ("#n=1&lr=fast", "fast"),
        ("#networkShape=99&dataset=circle", "99"),
        ("#n=9999", "9999"),
    ],
)
def test_a_bad_link_gets_a_sentence_and_nothing_is_lost(
    visitor: Visitor, link: str, words: str
) -> None:
    visitor.step(2)
    before = visitor.settings()
    visitor.open_link(link)
    visitor.expect_message(words)
    assert visitor.settings() == before
    visitor.step()


def test_what_a_playground_link_holds_in_vain_is_named_in_a_warning(visitor: Visitor) -> None:
    visitor.open_link("https://playground.tensorflow.org/#dataset=xor&flavour=vanilla")
    visitor.expect_message("flavour")
    visitor.open_link("https://playground.tensorflow.org/#dataset=xor&networkShape=4,two")
    visitor.expect_message("two")
    visitor.wait_for_config(lambda config: config["data"]["name"] == "xor")


def test_hide_keys_take_controls_away(visitor: Visitor) -> None:
    visitor.open_link(
        "https://playground.tensorflow.org/#dataset=circle&learningRate_hide=true"
        "&regularizationRate_hide=true&noise_hide=true&resetButton_hide=true"
    )
    expect(visitor.controls.get_by_role("combobox", name="Learning rate")).to_be_hidden()
    expect(visitor.controls.get_by_role("combobox", name="Rate", exact=True)).to_be_hidden()
    expect(visitor.controls.get_by_role("button", name="Reset")).to_be_hidden()
    expect(visitor.data.get_by_text("Noise", exact=True)).to_be_hidden()
    expect(visitor.controls.get_by_role("combobox", name="Activation")).to_be_visible()
    visitor.page.reload()
    visitor.wait_until_drawn()
    expect(visitor.controls.get_by_role("combobox", name="Learning rate")).to_be_hidden()


@pytest.mark.parametrize("hide", [False, True])
def test_hidden_run_and_step_are_not_offered_elsewhere(visitor: Visitor, hide: bool) -> None:
    said = str(hide).lower()
    visitor.open_link(
        "https://playground.tensorflow.org/#dataset=xor"
        f"&stepButton_hide={said}&playButton_hide={said}"
    )
    visitor.page.get_by_role("tab", name="Explain").click()
    expect(visitor.page.get_by_role("heading", name="What the next update does")).to_be_visible()
    for name in ("Do this step", "Go on from here"):
        button = visitor.page.get_by_role("button", name=name)
        expect(button).to_have_count(0 if hide else 1)


@pytest.mark.parametrize("hide", [False, True])
def test_hide_text_leaves_the_page_without_explanations(visitor: Visitor, hide: bool) -> None:
    visitor.open_link(
        f"https://playground.tensorflow.org/#dataset=xor&hideText={str(hide).lower()}"
    )
    visitor.page.get_by_role("tab", name="Compare").click()
    told = expect(visitor.network.get_by_text("Train many variants of this network"))
    told.to_be_hidden() if hide else told.to_be_visible()
    visitor.page.get_by_role("tab", name="Explain").click()
    expect(visitor.network.get_by_role("table")).to_be_visible()
    for sentence in ("The gradient says how fast", "The bag holds", "A larger value would"):
        said = expect(visitor.network.get_by_text(sentence))
        said.to_be_hidden() if hide else said.to_be_visible()
    expect(visitor.network.get_by_text("= 25 updates an epoch")).to_be_visible()


def open_file(visitor: Visitor, content: bytes) -> None:
    visitor.button("Open a link or a settings file").click()
    dialog = visitor.page.get_by_role("dialog", name="Open a playground")
    dialog.get_by_label("Or a settings file").set_input_files(
        {"name": "net.json", "mimeType": "application/json", "buffer": content}
    )
    dialog.get_by_role("button", name="Open", exact=True).click()
    expect(dialog).to_have_count(0)


def test_a_settings_file_brings_everything_back_and_opening_can_be_undone(
    visitor: Visitor,
) -> None:
    visitor.choose_data("Moons")
    visitor.choose("Optimizer", "Adam")
    visitor.step(5)
    saved = visitor.export("settings.json")
    visitor.choose_data("Spiral")
    visitor.button("Add a hidden layer").click()
    visitor.step()
    other = visitor.weights()
    open_file(visitor, saved)
    visitor.wait_for(lambda: visitor.export("settings.json"), lambda now: now == saved)
    visitor.expect_epoch(5)
    visitor.button("Undo").click()
    visitor.wait_for(visitor.weights, lambda weights: weights == other)


@pytest.mark.parametrize("content", [b"not json", b'{"neurarium": 99}', b"\xff\xfe\x00", b"[]"])
def test_a_bad_settings_file_gets_a_sentence_and_nothing_is_lost(
    visitor: Visitor, content: bytes
) -> None:
    before = visitor.settings()
    open_file(visitor, content)
    visitor.expect_message("settings file")
    assert visitor.settings() == before


def test_an_empty_open_dialog_says_what_to_do(page: Page, visitor: Visitor) -> None:
    visitor.button("Open a link or a settings file").click()
    dialog = page.get_by_role("dialog", name="Open a playground")
    dialog.get_by_role("button", name="Open", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Paste a link")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
