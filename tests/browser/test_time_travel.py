"""Going back to recorded epochs, and on from there."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect
from visitor import Visitor


def trained(visitor: Visitor, epochs: int = 20) -> Visitor:
    visitor.run()
    visitor.wait_for_epoch(epochs)
    visitor.pause()
    return visitor


def test_scrubbing_back_shows_what_was_there(visitor: Visitor) -> None:
    first, first_loss = visitor.vector(), visitor.loss("train")
    trained(visitor)
    last, newest, last_loss = visitor.epoch(), visitor.vector(), visitor.loss("train")
    slider = visitor.time.get_by_role("slider", name="Recorded epoch")
    slider.focus()
    visitor.page.keyboard.press("Home")
    visitor.expect_epoch(0)
    assert visitor.loss("train") == first_loss
    np.testing.assert_allclose(visitor.vector(), first, rtol=1e-6)
    expect(visitor.time).to_contain_text("looking back")
    visitor.page.keyboard.press("ArrowRight")
    visitor.expect_epoch(1)
    visitor.page.keyboard.press("End")
    visitor.expect_epoch(last)
    visitor.page.keyboard.press("ArrowLeft")
    visitor.expect_epoch(last - 1)
    visitor.time.get_by_role("button", name="Back to live").click()
    visitor.expect_epoch(last)
    assert visitor.loss("train") == last_loss
    np.testing.assert_array_equal(visitor.vector(), newest)


def test_training_goes_on_from_a_past_moment(visitor: Visitor) -> None:
    visitor.step(8)
    way_there = visitor.vector()
    slider = visitor.time.get_by_role("slider", name="Recorded epoch")
    slider.fill("3")
    visitor.expect_epoch(3)
    visitor.step()
    visitor.expect_epoch(4)
    expect(slider).to_have_attribute("max", "4")
    visitor.step(4)
    visitor.expect_epoch(8)
    assert visitor.vector().shape == way_there.shape
    assert np.isfinite(visitor.vector()).all()


def test_go_on_from_here_runs(visitor: Visitor) -> None:
    trained(visitor, 30)
    last = visitor.epoch()
    visitor.time.get_by_role("slider", name="Recorded epoch").fill("5")
    visitor.expect_epoch(5)
    visitor.time.get_by_role("button", name="Go on from here").click()
    expect(visitor.controls.get_by_role("button", name="Pause")).to_be_visible()
    visitor.wait_for_epoch(last + 10)
    visitor.pause()


def test_best_goes_to_the_smallest_test_loss(visitor: Visitor) -> None:
    visitor.choose("Learning rate", "1")
    visitor.slide("Noise", 50)
    trained(visitor, 40)
    visitor.time.get_by_role("button", name="smallest test loss").click()
    expect(visitor.time).to_contain_text("epoch")
    visitor.settle()
    best = visitor.loss("test")
    slider = visitor.time.get_by_role("slider", name="Recorded epoch")
    for epoch in range(0, 40, 8):
        slider.fill(str(epoch))
        visitor.expect_epoch(epoch)
        assert visitor.loss("test") >= best


def test_playing_back_arrives_at_the_end(visitor: Visitor) -> None:
    trained(visitor, 20)
    last = visitor.epoch()
    visitor.time.get_by_role("combobox", name="Speed of playing back").select_option("30")
    visitor.time.get_by_role("slider", name="Recorded epoch").fill("0")
    visitor.expect_epoch(0)
    visitor.time.get_by_role("button", name="Play back").click()
    visitor.expect_epoch(last)
    expect(visitor.time.get_by_role("button", name="Play back")).to_be_visible()


def test_the_past_stays_over_a_structural_change(visitor: Visitor) -> None:
    visitor.step(4)
    small = visitor.vector()
    visitor.button("Add a hidden layer").click()
    expect(visitor.network).to_contain_text("3 hidden layers")
    visitor.step(4)
    visitor.time.get_by_role("slider", name="Recorded epoch").fill("3")
    visitor.expect_epoch(3)
    expect(visitor.unit(3, 1)).to_have_attribute("aria-label", "Output unit")
    assert visitor.vector().shape == small.shape
    visitor.time.get_by_role("button", name="Back to live").click()
    visitor.expect_epoch(8)
    expect(visitor.unit(4, 1)).to_be_visible()
