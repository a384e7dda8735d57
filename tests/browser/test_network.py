"""The network in the middle: layers, units, features, weights, undo."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from visitor import Visitor


def test_a_new_unit_keeps_the_weights_of_the_rest(visitor: Visitor) -> None:
    visitor.step(3)
    old = visitor.weights()
    visitor.button("Layer 1: add a unit").click()
    visitor.wait_for_config(lambda config: config["layers"][0]["units"] == 5)
    expect(visitor.unit(1, 5)).to_be_visible()
    new = visitor.weights()
    np.testing.assert_array_equal(new[0]["weights"][:4], old[0]["weights"])
    np.testing.assert_array_equal(new[0]["biases"][:4], old[0]["biases"])
    np.testing.assert_array_equal(np.array(new[1]["weights"])[:, :4], old[1]["weights"])
    np.testing.assert_array_equal(new[2]["weights"], old[2]["weights"])
    visitor.expect_epoch(3)
    visitor.button("Layer 1: remove a unit").click()
    visitor.wait_for_config(lambda config: config["layers"][0]["units"] == 4)
    assert visitor.weights() == old


def test_a_layer_is_added_trained_and_removed(visitor: Visitor) -> None:
    visitor.step()
    first = visitor.weights()[0]
    visitor.button("Add a hidden layer").click()
    visitor.wait_for_config(lambda config: len(config["layers"]) == 3)
    expect(visitor.network).to_contain_text("3 hidden layers")
    expect(visitor.unit(3, 2)).to_be_visible()
    assert visitor.weights()[0] == first, "the first layer is untouched"
    visitor.step(2)
    assert [len(layer["biases"]) for layer in visitor.weights()] == [4, 2, 2, 1]
    for left in (2, 1, 0):
        visitor.button("Remove the last hidden layer").click()
        visitor.wait_for_config(lambda config, left=left: len(config["layers"]) == left)
    expect(visitor.button("Remove the last hidden layer")).to_be_disabled()
    visitor.step()
    assert len(visitor.weights()) == 1


def test_there_are_at_most_8_layers_of_16_units(visitor: Visitor) -> None:
    visitor.open_link("#networkShape=16,16,16,16,16,16,16,16&dataset=circle")
    visitor.wait_for_config(lambda config: len(config["layers"]) == 8)
    expect(visitor.button("Add a hidden layer")).to_be_disabled()
    expect(visitor.button("Layer 8: add a unit")).to_be_disabled()
    for unit in (visitor.unit(1, 16), visitor.unit(8, 1), visitor.output_unit()):
        unit.scroll_into_view_if_needed()
        expect(unit).to_be_in_viewport()
    visitor.step()


def test_features_switch_on_and_off_but_one_stays(visitor: Visitor) -> None:
    visitor.step(2)  # untrained weights are drawn anew, so that a link gives the same ones
    old = visitor.weights()[0]
    visitor.feature("x₁²").click()
    expect(visitor.feature("x₁²")).to_have_attribute("aria-pressed", "true")
    config = visitor.wait_for_config(lambda config: len(config["features"]) == 3)
    assert config["features"] == ["x", "y", "xSquared"]
    np.testing.assert_array_equal(np.array(visitor.weights()[0]["weights"])[:, :2], old["weights"])
    for symbol, left in (("x₁", 2), ("x₂", 1)):
        visitor.feature(symbol).click()
        visitor.wait_for_config(lambda config, left=left: len(config["features"]) == left)
    visitor.feature("x₁²").click()
    visitor.settle()
    assert visitor.config()["features"] == ["xSquared"], "a network without inputs cannot be"


def test_hovering_a_neuron_shows_its_formula_and_its_map_large(visitor: Visitor) -> None:
    own_map = visitor.page.locator("canvas.nr-map-heat")
    shown = "canvas => canvas.toDataURL()"
    output = own_map.evaluate(shown)
    visitor.unit(1, 2).hover()
    weights = visitor.weights()[0]
    (a, b), bias = weights["weights"][1], weights["biases"][1]
    card = visitor.page.locator(".nr-card")
    expect(card).to_contain_text("tanh(")
    numbers = re.findall(r"[\d.]+(?=·|\))", card.inner_text())
    np.testing.assert_allclose([float(n) for n in numbers], np.abs([a, b, bias]), atol=0.0051)
    expect(visitor.output.get_by_role("heading")).to_have_text("Layer 1, unit 2")
    assert own_map.evaluate(shown) != output
    visitor.output.get_by_role("heading").hover()
    expect(visitor.output.get_by_role("heading")).to_have_text("Output")
    visitor.wait_for(lambda: own_map.evaluate(shown), lambda picture: picture == output)


def hover_link(visitor: Visitor) -> Locator:
    """Point at the output's link from unit 2.1, in the middle between the two."""
    start = visitor.unit(2, 1).bounding_box()
    end = visitor.output_unit().bounding_box()
    assert start
    assert end
    middle_x = (start["x"] + start["width"] + end["x"]) / 2
    top, bottom = start["y"] + start["height"] / 2, end["y"] + end["height"] / 2
    card = visitor.page.locator(".nr-card")
    hits = []
    for part in np.linspace(0.1, 0.9, 17):
        visitor.page.mouse.move(middle_x, top + part * (bottom - top))
        if card.is_visible() and "Weight from" in card.inner_text():
            hits.append(part)
    assert hits, "no place between the units shows the link's weight"
    visitor.page.mouse.move(middle_x, top + float(np.median(hits)) * (bottom - top))
    return card


def test_hovering_a_link_shows_its_weight_and_a_click_edits_it(visitor: Visitor) -> None:
    card = hover_link(visitor)
    expect(card).to_contain_text("Weight from h₁ to output unit")
    weight = visitor.weights()[2]["weights"][0][0]
    shown = card.locator(".nr-card-text").inner_text().replace("−", "-")
    assert float(shown) == pytest.approx(weight, abs=0.0006)
    visitor.page.mouse.down()
    visitor.page.mouse.up()
    editor = visitor.page.get_by_role("dialog", name=re.compile("^Edit"))
    editor.get_by_role("spinbutton", name="Weight from h₁").fill("-2.5")
    visitor.page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    visitor.wait_for(visitor.weights, lambda layers: layers[2]["weights"][0][0] == -2.5)


def test_the_outputs_bias_is_edited_with_the_mouse(visitor: Visitor) -> None:
    old = visitor.vector()
    visitor.output_unit().click()
    editor = visitor.page.get_by_role("dialog", name=re.compile("^Edit"))
    bias = editor.get_by_role("spinbutton", name="Bias")
    bias.fill("0.75")
    editor.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
    visitor.wait_for(visitor.weights, lambda layers: layers[2]["biases"] == [0.75])
    changed = np.flatnonzero(visitor.vector() != old)
    assert list(changed) == [len(old) - 1], "nothing else moved"


def test_a_slider_moves_a_weight_and_the_map_follows(visitor: Visitor) -> None:
    picture = visitor.page.locator("canvas.nr-map-heat")
    before = picture.evaluate("canvas => canvas.toDataURL()")
    visitor.output_unit().click()
    editor = visitor.page.get_by_role("dialog", name=re.compile("^Edit"))
    editor.get_by_role("slider", name="Weight from h₂").fill("-4")
    visitor.wait_for(visitor.weights, lambda layers: layers[2]["weights"][0][1] == -4)
    visitor.page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    visitor.output.get_by_role("heading").hover()
    assert picture.evaluate("canvas => canvas.toDataURL()") != before


def test_bias_and_weights_are_edited_with_the_keyboard(visitor: Visitor) -> None:
    visitor.output_unit().focus()
    visitor.page.keyboard.press("Enter")
    editor = visitor.page.get_by_role("dialog", name=re.compile("^Edit"))
    expect(editor.get_by_role("spinbutton", name="Bias")).to_be_focused()
    visitor.page.keyboard.type("-1.25")
    visitor.page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    visitor.wait_for(visitor.weights, lambda layers: layers[2]["biases"] == [-1.25])
    expect(visitor.output_unit()).to_be_focused()


def test_a_weight_that_is_no_number_changes_nothing(visitor: Visitor) -> None:
    old = visitor.weights()
    visitor.output_unit().click()
    editor = visitor.page.get_by_role("dialog", name=re.compile("^Edit"))
    editor.get_by_role("spinbutton", name="Bias").fill("")
    visitor.page.keyboard.press("Enter")
    expect(editor).to_have_count(0)
    visitor.settle()
    assert visitor.weights() == old


def undo_by_button(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()


def undo_by_keyboard(page: Page) -> None:
    page.locator("body").press("Control+z")


@pytest.mark.parametrize("undo", [undo_by_button, undo_by_keyboard])
def test_undo_and_redo(visitor: Visitor, undo: object) -> None:
    assert callable(undo)
    old = visitor.weights()
    visitor.button("Add a hidden layer").click()
    expect(visitor.network).to_contain_text("3 hidden layers")
    visitor.feature("x₁x₂").click()
    visitor.wait_for_config(lambda config: "xTimesY" in config["features"])
    newest = visitor.weights()
    undo(visitor.page)
    visitor.wait_for_config(lambda config: "xTimesY" not in config["features"])
    undo(visitor.page)
    visitor.wait_for_config(lambda config: len(config["layers"]) == 2)
    assert visitor.weights() == old
    expect(visitor.button("Undo")).to_be_disabled()
    for _ in range(2):
        visitor.button("Redo").click()
        visitor.settle()
    visitor.wait_for_config(lambda config: "xTimesY" in config["features"])
    assert visitor.weights() == newest


def test_undo_of_an_edited_weight(visitor: Visitor) -> None:
    old = visitor.vector()
    visitor.output_unit().click()
    visitor.page.get_by_role("spinbutton", name="Bias").fill("3")
    visitor.page.keyboard.press("Enter")
    visitor.wait_for(visitor.weights, lambda layers: layers[2]["biases"] == [3])
    visitor.button("Undo").click()
    visitor.wait_for(visitor.vector, lambda vector: np.array_equal(vector, old))


def test_a_layer_has_its_own_activation_and_dropout(visitor: Visitor) -> None:
    visitor.button("Layer 2: Tanh, activation and dropout").click()
    menu = visitor.page.get_by_role("dialog", name="Layer 2")
    menu.get_by_label("Activation").select_option(label="Sigmoid")
    visitor.wait_for_config(lambda config: config["layers"][1]["activation"] == "sigmoid")
    menu.get_by_role("slider").fill("0.5")
    config = visitor.wait_for_config(lambda config: config["layers"][1]["dropout"] == 0.5)
    assert config["layers"][0] == {"units": 4, "activation": "tanh", "dropout": 0}
    visitor.page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(visitor.controls.get_by_role("combobox", name="Activation")).to_contain_text("Mixed")
    visitor.step()
