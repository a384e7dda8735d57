"""A run as a script in plain Keras, as a textbook would write it.

Written from run.json alone, so that the model, its settings and the arithmetic in the comments
are those of the run. With the same seed it begins with the same weights; which examples are kept
for validation, and the order within an epoch, are left to scikit-learn and Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.code_data import data_imports, data_lines
from neurarium.training.code_model import model_imports, model_lines
from neurarium.training.losses import targets_of
from neurarium.training.optimizers import OPTIMIZERS
from neurarium.training.schedules import read_reduce, read_schedule

Facts = Mapping[str, Any]


def keras_script(facts: Facts) -> str:
    """Return a complete, runnable script that repeats a run; `facts` are its run.json.

    Raises `RunError` for a run of a person's own script.
    """
    if not facts.get("config") or not facts.get("model") or not facts.get("data"):
        raise RunError(
            tr(
                "This run was trained by a script of your own: that script is its code, and "
                "neurarium writes none for it."
            )
        )
    sections = (
        _head(facts),
        data_lines(facts),
        model_lines(facts),
        _training(facts),
        _result(facts),
    )
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _head(facts: Facts) -> list[str]:
    config, data = facts["config"], facts["data"]
    title = f"{data['title']}: {facts['model'].get('spec') or facts['model'].get('name')}"
    of = f" (run {facts['id']})" if facts.get("id") else ""
    standard = ["import math"] if config.get("schedule") == "cosine" else []
    others = ["import keras", *(["import numpy as np"] if data["kind"] == "table" else [])]
    return [
        f'"""{_in_docstring(title + of)}."""',
        "",
        *standard,
        "import os",
        "",
        f'os.environ["KERAS_BACKEND"] = "{config["backend"]}"  # before Keras is imported',
        "",
        *others,
        *data_imports(facts),
        *model_imports(facts),
        "",
        f"keras.utils.set_random_seed({config['seed']})",
    ]


def _in_docstring(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _training(facts: Facts) -> list[str]:
    config, model, data = facts["config"], facts["model"], facts["data"]
    units = model["layers"][-1]["output_shape"][-1]
    one_hot = targets_of(model["loss"], data["task"], units) == "one_hot"
    n = len(data["classes"])
    lines = []
    if one_hot:
        lines += ["# This loss compares with one-hot vectors: 3 → 0 0 0 1 0 …"]
        parts = ["train", *(["validation"] if data["n_validation"] else []), "test"]
        lines += [f"y_{part} = keras.utils.to_categorical(y_{part}, {n})" for part in parts]
        lines.append("")
    lines += [
        "model.compile(",
        f"    optimizer={_optimizer(config)},",
        f"    loss={_loss(model['loss'])},",
        f'    metrics=["{"mae" if data["task"] == "regression" else "accuracy"}"],',
        ")",
    ]
    return [*lines, "", *_fit(facts)]


def _loss(name: str) -> str:
    """Return the loss as Keras takes it; one is not known to it by its function's name."""
    if name == "categorical_generalized_cross_entropy":
        return "keras.losses.CategoricalGeneralizedCrossEntropy()"
    return f'"{name}"'


def _optimizer(config: Facts) -> str:
    known = OPTIMIZERS[config["optimizer"]]
    rate = config.get("learning_rate")
    settings = [f"learning_rate={known.learning_rate if rate is None else rate:g}"]
    if config.get("momentum") is not None:
        settings.append(f"momentum={config['momentum']:g}")
    if config.get("nesterov"):
        settings.append("nesterov=True")
    return f"keras.optimizers.{known.keras_name}({', '.join(settings)})"


def _fit(facts: Facts) -> list[str]:
    config, data = facts["config"], facts["data"]
    callbacks = _callbacks(facts)
    lines = list(callbacks.get("before", ()))
    n, batch = data["n_train"], config["batch"]
    updates = facts["updates_per_epoch"]
    lines += [
        f"# ⌈{n:,} / {batch:,}⌉ = {updates:,} updates an epoch, "
        f"{updates * config['epochs']:,} in all",
        "history = model.fit(",
        "    x_train,",
        "    y_train,",
        f"    batch_size={batch},",
        f"    epochs={config['epochs']},",
    ]
    if data["n_validation"]:
        lines.append("    validation_data=(x_validation, y_validation),")
    if callbacks.get("list"):
        lines += ["    callbacks=[", *(f"        {one}," for one in callbacks["list"]), "    ],"]
    return [*lines, ")"]


def _callbacks(facts: Facts) -> dict[str, list[str]]:
    config = facts["config"]
    found: list[str] = []
    before: list[str] = []
    if config.get("patience"):
        restore = bool(config.get("restore_best"))
        found.append(
            f"keras.callbacks.EarlyStopping(patience={config['patience']}, "
            f"restore_best_weights={restore})"
        )
    if config.get("keep_best"):
        found.append('keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)')
    if config.get("schedule"):
        before = _schedule(config)
        found.append("keras.callbacks.LearningRateScheduler(learning_rate)")
    if config.get("reduce_lr"):
        how = read_reduce(config["reduce_lr"])
        found.append(
            f"keras.callbacks.ReduceLROnPlateau(factor={how.factor:g}, patience={how.patience})"
        )
    return {"before": before, "list": found}


def _schedule(config: Facts) -> list[str]:
    schedule = read_schedule(config["schedule"])
    rate = config.get("learning_rate")
    first = f"{OPTIMIZERS[config['optimizer']].learning_rate if rate is None else rate:g}"
    epochs = config["epochs"]
    formula = {
        "cosine": f"{first} * 0.5 * (1 + math.cos(math.pi * epoch / {epochs}))",
        "exponential": f"{first} * {schedule.factor:g}**epoch",
        "step": f"{first} * {schedule.factor:g} ** (epoch // {schedule.every})",
    }[schedule.kind]
    return [
        "",
        "def learning_rate(epoch, _):",
        '    """Return the learning rate of an epoch, counted from 0."""',
        f"    return {formula}",
        "",
        "",
    ]


def _result(facts: Facts) -> list[str]:
    metric = "mae" if facts["data"]["task"] == "regression" else "accuracy"
    shown = "{score:.4g}" if metric == "mae" else "{score:.4f}"
    return [
        "loss, score = model.evaluate(x_test, y_test, verbose=0)",
        f'print(f"test: loss {{loss:.4f}}, {metric} {shown}")',
        'model.save("model.keras")',
    ]
