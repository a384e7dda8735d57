"""The control bar: run, pause, step, reset, and hyperparameters in mid-training."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect
from visitor import Visitor


def test_a_new_playground_stands_at_epoch_0_with_its_losses(visitor: Visitor) -> None:
    assert visitor.epoch() == 0
    assert 0.3 < visitor.loss("test") < 1
    assert 0.3 < visitor.loss("train") < 1
    expect(visitor.button("Undo")).to_be_disabled()


def test_running_counts_epochs_and_the_loss_falls(visitor: Visitor) -> None:
    before = visitor.loss("train")
    visitor.run()
    visitor.wait_for_epoch(60)
    at = visitor.pause()
    assert visitor.loss("train") < before / 2
    assert visitor.settings()["setup"]["epoch"] == at
    visitor.settle()
    assert visitor.epoch() == at, "nothing moves while it is paused"


def test_full_speed_does_many_epochs_a_frame(visitor: Visitor) -> None:
    visitor.speed("Full")
    visitor.run()
    visitor.wait_for_epoch(1500)
    visitor.pause()
    assert visitor.loss("test") < 0.05


def test_step_does_one_epoch_and_in_batch_speed_one_update(visitor: Visitor) -> None:
    controls = visitor.controls
    visitor.step()
    visitor.expect_epoch(1)
    visitor.step()
    visitor.expect_epoch(2)
    visitor.speed("Batch")
    visitor.step(3)
    expect(controls).to_contain_text("step 3 of 25")
    visitor.expect_epoch(2)
    visitor.step(22)
    visitor.expect_epoch(3)
    expect(controls).to_contain_text("step 0 of 25")


def test_25_updates_are_the_same_as_one_epoch(visitor: Visitor) -> None:
    visitor.speed("Batch")
    visitor.step(25)
    visitor.expect_epoch(1)
    by_batches = visitor.vector()
    visitor.controls.get_by_role("button", name="Reset").click()
    visitor.expect_epoch(0)
    visitor.speed("Epoch")
    visitor.step()
    visitor.expect_epoch(1)
    np.testing.assert_array_equal(visitor.vector(), by_batches)


def test_reset_returns_to_the_very_first_weights(visitor: Visitor) -> None:
    first = visitor.vector()
    loss = visitor.loss()
    visitor.run()
    visitor.wait_for_epoch(20)
    visitor.pause()
    assert not np.array_equal(visitor.vector(), first)
    visitor.controls.get_by_role("button", name="Reset").click()
    visitor.expect_epoch(0)
    np.testing.assert_array_equal(visitor.vector(), first)
    assert visitor.loss() == loss


def test_reset_while_it_runs_begins_again(visitor: Visitor) -> None:
    first = visitor.vector()
    visitor.run()
    visitor.wait_for_epoch(30)
    visitor.controls.get_by_role("button", name="Reset").click()
    visitor.expect_epoch(0)
    expect(visitor.controls.get_by_role("button", name="Run")).to_be_visible()
    np.testing.assert_array_equal(visitor.vector(), first)


def test_learning_rate_changes_in_mid_training_and_the_epoch_goes_on(visitor: Visitor) -> None:
    visitor.run()
    visitor.wait_for_epoch(20)
    visitor.choose("Learning rate", "0.1")
    visitor.wait_for_config(lambda config: config["learning_rate"] == 0.1)
    changed_at = visitor.epoch()
    assert changed_at >= 20
    visitor.wait_for_epoch(changed_at + 20)
    visitor.pause()


@pytest.mark.parametrize(
    ("label", "option", "name", "value"),
    [
        ("Learning rate", "0.003", "learning_rate", 0.003),
        ("Optimizer", "Adam", "optimizer", "adam"),
        ("Loss", "Hinge", "loss", "hinge"),
        ("Regularization", "L2", "regularization", "L2"),
        ("Rate", "0.01", "regularization_rate", 0.01),
    ],
)
def test_a_hyperparameter_keeps_weights_and_epoch(
    visitor: Visitor, label: str, option: str, name: str, value: object
) -> None:
    visitor.step(3)
    visitor.expect_epoch(3)
    before = visitor.vector()
    visitor.choose(label, option)
    visitor.wait_for_config(lambda config: config[name] == value)
    np.testing.assert_array_equal(visitor.vector(), before)
    visitor.expect_epoch(3)
    visitor.step()
    visitor.expect_epoch(4)
    assert np.isfinite(visitor.vector()).all()


def test_activation_changes_in_all_layers_and_keeps_the_weights(visitor: Visitor) -> None:
    visitor.step(2)
    before = visitor.vector()
    visitor.choose("Activation", "ReLU")
    config = visitor.wait_for_config(
        lambda config: all(layer["activation"] == "relu" for layer in config["layers"])
    )
    assert [layer["units"] for layer in config["layers"]] == [4, 2]
    np.testing.assert_array_equal(visitor.vector(), before)
    visitor.expect_epoch(2)
    expect(visitor.button("Layer 1: ReLU, activation and dropout")).to_be_visible()


def test_the_problem_switches_to_regression_and_back(visitor: Visitor) -> None:
    visitor.choose("Problem", "Regression")
    config = visitor.wait_for_config(lambda config: config["output"] == "linear")
    assert config["data"]["name"] == "reg-plane"
    expect(visitor.data.get_by_role("radio", name="Plane")).to_be_checked()
    visitor.run()
    visitor.wait_for_loss(0.01)
    visitor.pause()
    visitor.choose("Problem", "Classification")
    visitor.wait_for_config(lambda config: config["output"] == "tanh")


def test_the_sliders_set_batch_size_noise_and_split(visitor: Visitor) -> None:
    visitor.slide("Batch size", 29)
    visitor.wait_for_config(lambda config: config["batch_size"] == 30)
    expect(visitor.controls).to_contain_text("step 0 of 9")
    visitor.slide("Noise", 20)
    visitor.wait_for_config(lambda config: config["data"]["noise"] == 20)
    visitor.slide("Training data", 80)
    visitor.wait_for_config(lambda config: config["data"]["train_percent"] == 80)
    expect(visitor.controls).to_contain_text("of 14")


def test_noise_changes_in_mid_training_without_starting_again(visitor: Visitor) -> None:
    visitor.step(5)
    before = visitor.vector()
    visitor.slide("Noise", 25)
    visitor.wait_for_config(lambda config: config["data"]["noise"] == 25)
    visitor.expect_epoch(5)
    np.testing.assert_array_equal(visitor.vector(), before)


def test_regenerate_draws_other_points(visitor: Visitor) -> None:
    seed = visitor.config()["data"]["seed"]
    loss = (visitor.loss("train"), visitor.loss("test"))
    visitor.button("Regenerate").click()
    visitor.wait_for_config(lambda config: config["data"]["seed"] != seed)
    visitor.wait_for(lambda: (visitor.loss("train"), visitor.loss("test")), lambda now: now != loss)


def test_show_test_data_and_discretize_are_kept_over_a_reload(visitor: Visitor) -> None:
    visitor.page.get_by_label("Show test data").check()
    visitor.page.get_by_label("Discretize output").check()
    visitor.wait_for(
        lambda: visitor.settings()["setup"]["view"],
        lambda view: view["show_test"] and view["discretize"],
    )
    visitor.page.reload()
    visitor.wait_until_drawn()
    expect(visitor.page.get_by_label("Show test data")).to_be_checked()
    expect(visitor.page.get_by_label("Discretize output")).to_be_checked()
