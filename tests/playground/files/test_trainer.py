"""A playground trains, changes, travels in time and takes changes back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.errors import ConfigError, DataError, NeurariumError
from neurarium.playground.config import Config, Setup, ViewSettings, changed
from neurarium.playground.edits import Edit
from neurarium.playground.links import read_link
from neurarium.playground.trainer import Trainer
from neurarium.playground.weights import SavedWeights

SMALL: dict[str, Any] = {"data": {"name": "xor", "samples": 60}, "layers": [{"units": 3}]}
CUSTOM = {
    "rows": [[0, 0, 0], [1, 1, 1], [2, 2, 0], [3, 3, 1], [1, 2, 0], [2, 1, 1]],
    "classes": ["a", "b"],
}


def trainer(changes: Mapping[str, Any] | None = None, **options: Any) -> Trainer:
    return Trainer(changed(changed(Config(), SMALL), changes or {}), **options)


def state(playground: Trainer) -> list[float]:
    return list(playground.shown.state.tolist())


def test_training_counts_epochs_records_each_and_lowers_the_loss() -> None:
    playground = trainer({"optimizer": "adam"})
    before = playground.shown.loss_train
    playground.train(300)
    assert playground.shown.epoch == 300
    assert playground.recording.curve().epochs.tolist() == list(range(301))
    assert playground.shown.loss_train < before / 2


def test_a_new_playground_and_a_changed_structure_need_no_jax() -> None:
    code = (
        "import sys\n"
        "from neurarium.playground.trainer import Trainer\n"
        "from neurarium.playground.state_message import state_message\n"
        "t = Trainer()\n"
        "t.change({'layers': [{'units': 5}, {'units': 5}]})\n"
        "state_message(t, session='s', running=False)\n"
        "print([name for name in ('jax', 'jaxlib', 'optax', 'sklearn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("mode", ["standard", "exact"])
def test_steps_by_batch_end_where_epochs_end(mode: str) -> None:
    batches, epochs = (
        trainer({"mode": mode, "batch_size": 7}),
        trainer({"mode": mode, "batch_size": 7}),
    )
    per_epoch = batches.engine.updates_per_epoch
    assert per_epoch == 5
    for _ in range(3 * per_epoch):
        batches.step_batch()
    epochs.train(3)
    assert (batches.shown.epoch, batches.shown.step) == (3, 0)
    np.testing.assert_allclose(state(batches), state(epochs), rtol=1e-6)
    assert batches.recording.curve().epochs.tolist() == [0, 1, 2, 3]


def test_a_begun_epoch_is_finished_first() -> None:
    playground = trainer()
    playground.step_batch()
    assert (playground.shown.epoch, playground.shown.step) == (0, 1)
    playground.train(2)
    assert (playground.shown.epoch, playground.shown.step) == (2, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"optimizer": "adam"},
        {"optimizer": "momentum", "layers": [{"units": 3, "dropout": 0.3}]},
        {"mode": "exact", "batch_size": 7, "regularization": "L1", "regularization_rate": 0.1},
    ],
)
def test_going_on_from_the_past_gives_the_same_numbers_as_never_having_left(
    changes: dict[str, Any],
) -> None:
    playground = trainer(changes)
    playground.train(12)
    ahead = state(playground)
    playground.seek(5)
    assert playground.past
    assert playground.shown.epoch == 5
    playground.train(7)
    assert not playground.past
    assert state(playground) == ahead


def test_going_on_from_the_past_can_be_undone() -> None:
    playground = trainer()
    playground.train(10)
    newest = state(playground)
    playground.seek(4)
    playground.train(1)
    assert playground.recording.last == 5
    playground.undo()
    assert (playground.shown.epoch, playground.recording.last) == (10, 10)
    assert state(playground) == newest
    playground.redo()
    assert playground.shown.epoch == 5


def test_looking_at_the_past_shows_its_losses_and_live_returns() -> None:
    playground = trainer()
    playground.train(10)
    curve = playground.recording.curve()
    playground.seek(3)
    assert playground.shown.loss_train == curve.loss_train[3]
    playground.live()
    assert (playground.past, playground.shown.epoch) == (False, 10)


def test_a_hyperparameter_changes_in_mid_training_without_a_reset() -> None:
    playground = trainer({"optimizer": "adam"})
    playground.train(5)
    before = state(playground)
    playground.change({"learning_rate": 0.5, "regularization": "L2"})
    assert playground.shown.epoch == 5
    assert state(playground) == before, "the optimizer's memory stays, too"
    assert playground.altered


def test_another_optimizer_keeps_the_weights_and_forgets_its_memory() -> None:
    playground = trainer({"optimizer": "adam"})
    playground.train(5)
    weights = playground.parameters.tolist()
    playground.change({"optimizer": "momentum"})
    assert playground.parameters.tolist() == weights
    assert not playground.shown.state[len(weights) :].any()


def test_an_added_unit_keeps_the_weights_of_the_rest() -> None:
    playground = trainer()
    playground.train(5)
    before = playground.shown.segment.network.unpack(playground.parameters)
    playground.change({"layers": [{"units": 4}]})
    after = playground.shown.segment.network.unpack(playground.parameters)
    assert playground.shown.epoch == 5
    np.testing.assert_array_equal(after[0][0][:3], before[0][0])
    np.testing.assert_array_equal(after[1][0][:, :3], before[1][0])
    playground.train(5)
    assert [len(rows.epochs) for rows in playground.recording.segments()] == [6, 6]


def test_a_change_at_epoch_0_is_what_a_link_to_it_gives() -> None:
    changes = {"layers": [{"units": 5}, {"units": 2}], "features": ["x", "y", "sinX"]}
    playground = trainer()
    playground.change(changes)
    assert state(playground) == state(trainer(changes))
    assert not playground.altered


def test_noise_keeps_epoch_and_weights_and_another_data_set_starts_again() -> None:
    playground = trainer()
    playground.train(5)
    weights = playground.parameters.tolist()
    playground.change({"data": {"noise": 30}})
    assert playground.shown.epoch == 5
    assert playground.parameters.tolist() == weights
    playground.change({"data": {"name": "gauss"}})
    assert playground.shown.epoch == 0
    fresh = trainer({"data": {"name": "gauss", "noise": 30}})
    assert state(playground) == state(fresh)


def test_points_drawn_by_hand_join_without_a_reset_and_a_file_starts_again() -> None:
    playground = trainer()
    playground.train(3)
    playground.change({"data": {"name": "custom", "custom": CUSTOM}})
    assert playground.shown.epoch == 3
    more = {**CUSTOM, "rows": [*CUSTOM["rows"], [4, 4, 1]]}
    playground.change({"data": {"custom": more}})
    assert playground.shown.epoch == 3
    assert len(playground.shown.segment.points.xy) == 7
    playground.regenerate()
    assert playground.shown.epoch == 0
    playground.train(1)
    file = {**CUSTOM, "x_axis": {"name": "height", "offset": 1.7, "unit": 0.1}}
    playground.change({"data": {"custom": file}})
    assert playground.shown.epoch == 0


def test_more_classes_pick_a_softmax_and_going_back_returns_what_was() -> None:
    playground = trainer({"mode": "exact"})
    playground.change({"data": {"name": "rings", "classes": 4}})
    config = playground.config
    assert (config.output, config.loss, config.mode) == (
        "softmax", "categorical_crossentropy", "standard",
    )  # fmt: skip
    assert playground.message is not None
    assert "4 classes" in playground.message.text
    playground.train(2)
    playground.change({"data": {"name": "reg-plane"}})
    assert playground.config.output == "linear"
    playground.change({"data": {"name": "xor"}})
    config = playground.config
    assert (config.output, config.loss, config.mode) == ("tanh", "half_squared_error", "exact")


def test_another_output_brings_a_loss_that_fits_it() -> None:
    playground = trainer()
    playground.change({"loss": "hinge"})
    playground.change({"output": "sigmoid"})
    assert playground.config.loss == "binary_crossentropy"


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": -1},
        {"colour": "red"},
        {"layers": [{"units": 17}]},
        {"data": {"name": "nowhere"}},
        {"mode": "exact", "optimizer": "adam"},
        {"data": {"name": "formula", "formula": "y >"}},
        {"data": {"name": "custom", "custom": None}},
        {"output": ["tanh"]},
    ],
)
def test_a_bad_change_is_a_sentence_and_changes_nothing(changes: dict[str, Any]) -> None:
    playground = trainer()
    playground.train(2)
    before, revision = state(playground), playground.revision
    with pytest.raises(NeurariumError):
        playground.change(changes)
    assert (state(playground), playground.revision, playground.can_undo) == (
        before, revision, False,
    )  # fmt: skip


def test_weights_are_edited_several_at_once_and_links_no_longer_tell_all() -> None:
    playground = trainer()
    playground.edit([Edit(0, 1, 0, 2.5), Edit(1, 0, None, -0.5)])
    (first, second) = playground.shown.segment.network.unpack(playground.parameters)
    assert first[0][1, 0] == 2.5
    assert second[1][0] == -0.5
    assert playground.altered
    playground.undo()
    assert not playground.altered
    assert state(playground) == state(trainer())


@pytest.mark.parametrize(
    "edit",
    [
        Edit(2, 0, 0, 1.0), Edit(0, 3, 0, 1.0), Edit(0, 0, 2, 1.0), Edit(-1, 0, 0, 1.0),
        Edit(0, 0, 0, float("nan")), Edit(0, 0, 0, 1e30),
    ],
)  # fmt: skip
def test_a_bad_edit_changes_nothing(edit: Edit) -> None:
    playground = trainer()
    with pytest.raises(ConfigError):
        playground.edit([Edit(0, 0, 0, 1.0), edit])
    assert state(playground) == state(trainer())


def test_a_dead_link_that_is_edited_lives_again() -> None:
    playground = trainer({"mode": "exact", "regularization": "L1", "regularization_rate": 1.0})
    playground.train(30)
    dead = playground.engine.dead(playground.shown.state)
    assert dead is not None
    assert dead[0]
    playground.edit([Edit(0, 0, 0, 0.7)])
    again = playground.engine.dead(playground.shown.state)
    assert again is not None
    assert not again[0]
    assert again[1:].tolist() == dead[1:].tolist()


def test_divergence_keeps_the_last_finite_state_and_says_what_to_try() -> None:
    playground = trainer(
        {"layers": [{"units": 4, "activation": "relu"}], "output": "linear", "learning_rate": 50.0}
    )
    playground.train(200)
    assert playground.status == "diverged"
    assert np.isfinite(playground.shown.state).all()
    assert np.isfinite(playground.shown.loss_train)
    assert playground.message is not None
    assert playground.message.level == "error"
    assert f"epoch {playground.shown.epoch + 1}" in playground.message.text
    assert "50" in playground.message.text
    assert playground.message.hint
    epoch = playground.shown.epoch
    playground.train(5)
    assert playground.shown.epoch == epoch
    playground.change({"learning_rate": 0.001})
    playground.train(5)
    assert (playground.status, playground.shown.epoch) == ("paused", epoch + 5)


def test_undo_and_redo_walk_through_whole_moments() -> None:
    playground = trainer()
    playground.train(3)
    first = state(playground)
    playground.change({"layers": [{"units": 6}]})
    playground.train(4)
    second = state(playground)
    playground.reset()
    assert (playground.shown.epoch, playground.config.layers[0].units) == (0, 6)
    playground.undo()
    assert (state(playground), playground.shown.epoch) == (second, 7)
    playground.undo()
    assert (state(playground), playground.shown.epoch) == (first, 3)
    assert not playground.can_undo
    playground.redo()
    assert playground.shown.epoch == 7
    playground.redo()
    assert playground.shown.epoch == 0
    assert not playground.can_redo


def test_a_dragged_slider_is_one_step_back() -> None:
    playground = trainer()
    for rate in (0.1, 0.2, 0.3):
        playground.change({"learning_rate": rate})
    playground.change({"batch_size": 5})
    playground.undo()
    assert playground.config.learning_rate == 0.3
    playground.undo()
    assert playground.config.learning_rate == 0.03
    assert not playground.can_undo


def test_undo_is_bounded_in_steps_and_in_memory() -> None:
    playground = trainer(budget=200_000)
    for k in range(60):
        playground.change({"learning_rate": 0.01 + k / 1000})
        playground.train(40)
    steps, kept = 0, 0
    while playground.can_undo:
        playground.undo()
        steps += 1
        kept = max(kept, playground.recording.nbytes)
    assert steps == 50
    assert kept <= 200_000


def test_seeds_are_new_and_start_again() -> None:
    seeds = iter(["0.1", "0.2"])
    playground = trainer(new_seed=lambda: next(seeds))
    playground.train(2)
    before = playground.shown.segment.points.xy.tolist()
    playground.regenerate()
    assert playground.config.data.seed == "0.1"
    assert playground.shown.epoch == 0
    assert playground.shown.segment.points.xy.tolist() != before
    weights = playground.parameters.tolist()
    playground.reinitialize()
    assert playground.config.weights_seed == "0.2"
    assert playground.parameters.tolist() != weights


def test_reset_returns_to_the_first_weights() -> None:
    playground = trainer()
    first = state(playground)
    playground.train(4)
    playground.edit([Edit(0, 0, 0, 3.0)])
    playground.reset()
    assert (state(playground), playground.shown.epoch, playground.altered) == (first, 0, False)
    assert len(playground.recording) == 1


def test_a_link_with_an_epoch_is_trained_there() -> None:
    playground = trainer()
    other = Trainer(changed(Config(), {"data": {"name": "moons"}}))
    other.train(6)
    playground.open(other.setup)
    assert (playground.shown.epoch, playground.epochs_to_goal) == (0, 6)
    playground.train(playground.epochs_to_goal)
    assert playground.epochs_to_goal == 0
    assert state(playground) == state(other)


def test_weights_from_outside_fit_or_are_refused() -> None:
    playground, other = trainer(), trainer()
    other.train(3)
    plain = SavedWeights(tuple(other.parameters.tolist()))
    playground.open(other.setup, plain)
    assert playground.shown.epoch == 3
    np.testing.assert_array_equal(playground.parameters, other.parameters)
    for wrong in ((1.0,), (float("nan"),) * len(plain.values)):
        with pytest.raises(ConfigError):
            playground.open(other.setup, SavedWeights(wrong))
    assert playground.shown.epoch == 3


def test_opening_is_undoable_and_brings_the_view() -> None:
    playground = trainer()
    playground.open(Setup(view=ViewSettings(discretize=True)))
    assert playground.view.discretize
    assert playground.config == Config()
    playground.undo()
    assert playground.config.data.name == "xor"


def test_the_view_changes_no_number_and_refuses_nonsense() -> None:
    playground = trainer()
    before = state(playground)
    playground.change_view({"show_test": True})
    assert playground.view.show_test
    assert (state(playground), playground.can_undo) == (before, False)
    with pytest.raises(ConfigError):
        playground.change_view({"speed": "warp"})


def test_explaining_an_update_does_not_make_it() -> None:
    playground = trainer()
    explanation = playground.explain()
    before = playground.parameters.copy()
    playground.step_batch()
    np.testing.assert_allclose(
        playground.parameters, before + explanation.step_taken, rtol=1e-6, atol=1e-9
    )


def test_data_that_cannot_be_drawn_say_so_at_once() -> None:
    config = changed(Config(), {"data": {"name": "custom"}})
    with pytest.raises(DataError):
        Trainer(config)


def test_fixtures_hold_through_links_and_single_steps(shared_dir: Path) -> None:
    file = shared_dir / "fixtures" / "playground" / "gauss_l1_dead_links.json"
    fixture = json.loads(file.read_text())
    playground = Trainer(read_link(fixture["link"]).setup.config)
    playground.train(4)
    for _ in range(playground.engine.updates_per_epoch):
        playground.step_batch()
    playground.train(5)
    snapshot = next(s for s in fixture["snapshots"] if s["epoch"] == 10)
    assert playground.shown.loss_test == pytest.approx(snapshot["loss_test"], rel=1e-9)


def test_a_layer_and_a_unit_are_undone_one_by_one_but_a_slider_at_once() -> None:
    playground = Trainer()
    playground.change({"layers": [{"units": 3}, {"units": 2}]})
    playground.change({"layers": [{"units": 4}, {"units": 2}, {"units": 2}]})
    playground.undo()
    assert playground.shown.segment.network.sizes == (2, 3, 2, 1)
    playground.redo()
    for noise in (5, 10, 15):
        playground.change({"data": {"noise": noise}})
    playground.undo()
    assert playground.config.data.noise == 0


def test_undo_does_not_bring_back_an_older_budget() -> None:
    playground = trainer()
    playground.change({"learning_rate": 0.1})
    playground.set_budget(200_000)
    playground.undo()
    assert playground.recording.budget == 200_000
    playground.redo()
    assert playground.recording.budget == 200_000


def test_weights_edited_in_mid_epoch_are_what_divergence_is_measured_against() -> None:
    playground = trainer({"output": "linear", "learning_rate": 0.001})
    playground.train(3)
    playground.step_batch()
    playground.edit([Edit(layer=1, unit=0, input=None, value=100.0)])
    playground.step_batch()
    assert playground.status == "paused"
    playground.train(1)
    assert playground.status == "paused"


def test_saved_updates_that_an_epoch_does_not_have_are_refused() -> None:
    playground = trainer()
    values = state(playground)
    with pytest.raises(ConfigError, match=r"3 updates.*at most 2"):
        playground.open(playground.setup, SavedWeights(values, step=3))
    playground.open(playground.setup, SavedWeights(values, step=2))
    playground.train(1)
    assert (playground.shown.epoch, playground.shown.step) == (1, 0)
