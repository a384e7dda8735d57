"""Where a training begins: model, data and loop made ready, a checkpoint taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neurarium.errors import ConfigError, DataError
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.control import Control
from neurarium.training.models import build_for_facts, use_backend
from neurarium.training.runs import RunDirectory, RunState, RunWriter
from neurarium.training.telling import Teller

if TYPE_CHECKING:
    from neurarium.training.epochs import Epochs


def begin(
    run: RunDirectory,
    writer: RunWriter,
    teller: Teller,
    control: Control,
    total: int,
    before: RunState,
) -> Epochs:
    """Return the training of a run, ready to go on where it stands."""
    facts = run.facts
    config = TrainingConfig(**facts["config"])
    use_backend(config.backend)
    from neurarium.datasets import load
    from neurarium.training.epochs import Epochs, Job
    from neurarium.training.loops import LoopData, choose, make
    from neurarium.training.loops.values import set_all, weights_of
    from neurarium.training.prepare import prepare

    data = load(config.data)
    _check_same_data(facts, data.hashes)
    model = ready_model(facts)
    prepared = prepare(data, facts, tuple(model.input_shape[1:]))
    looped = LoopData(
        prepared.x, prepared.y, prepared.x_validation, prepared.y_validation, config.batch
    )
    loop = make(choose(model, looped, config.loop), model, looped)
    loop.warm_up()
    first_rate = float(model.optimizer.learning_rate)
    epochs = Epochs(
        Job(config, model, prepared, loop, total, looped.updates), teller, control, first_rate
    )
    _check_rate(model, epochs.deciding.sets_rate)
    found = writer.read_checkpoint("last")
    if found is not None:
        arrays, kept = found
        set_all(model, arrays)
        # it was tested: a person wants more epochs of a run that had ended
        epochs.restore(kept, afresh=before.test is not None)
        teller.resumed(epochs.at.epoch)
    else:
        if before.started is not None:
            teller.resumed(0)
        teller.snapshot(0, weights_of(model))
    best = epochs.deciding.best.epoch
    teller.state(epoch=epochs.at.epoch, step=epochs.at.step, trained_s=epochs.at.trained_s,
                 best_epoch=best, test=None)  # fmt: skip
    return epochs


def ready_model(facts: Any) -> Any:
    """Return the model of a run, compiled and with all its variables made."""
    from neurarium.training.models import compile_for_facts

    model = build_for_facts(facts)
    compile_for_facts(model, facts)
    model.optimizer.build(model.trainable_variables)
    # metrics make their variables when they first see a batch's shapes
    integers = facts["data"]["task"] == "classification"
    takes = model.input_shape[1:]
    x = np.zeros((1, *(facts["data"]["input_shape"] if None in takes else takes)), np.float32)
    y = np.zeros(1, np.int32 if integers else np.float32)
    model._symbolic_build(data_batch=(x, y))
    return model


def _check_same_data(facts: Any, hashes: Any) -> None:
    then = facts["data"]["hashes"]
    changed = [name for name, value in then.items() if hashes.get(name, value) != value]
    if changed:
        raise DataError(
            tr(
                'The data "{name}" have changed since this run began ({parts}). Begin a new run.',
                name=facts["data"]["name"],
                parts=", ".join(changed),
            )
        )


def _check_rate(model: Any, changes: bool) -> None:
    rate = getattr(model.optimizer, "_learning_rate", None)
    if changes and not hasattr(rate, "assign"):
        raise ConfigError(
            tr("The model's optimizer has a schedule of its own: leave out schedule and reduce_lr.")
        )
