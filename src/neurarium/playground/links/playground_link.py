"""Links of playground.tensorflow.org: read all of them, write those that can be written.

Every key of the original is known here, with the rules by which the original reads it: empty
values count as missing, any boolean but "false" is true, unknown choices leave the default, and
a link without a seed gets a fresh one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from neurarium.datasets.points.settings import DataConfig
from neurarium.errors import ConfigError, LinkError
from neurarium.language import tr
from neurarium.playground.config import Config, Setup, ViewSettings, sentences, validated
from neurarium.playground.links.link_reader import LinkReader
from neurarium.playground.links.opened import Opened, quoted, settings_part

HOST = "https://playground.tensorflow.org/"
FEATURES = ("x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY")
"""The features that the original has, in the order of its network's inputs."""
ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear")
CLASSIFICATION = ("circle", "xor", "gauss", "spiral")
REGRESSION = ("reg-plane", "reg-gauss")
HIDABLE = (
    "showTestData", "discretize", "playButton", "stepButton", "resetButton", "learningRate",
    "activation", "regularization", "regularizationRate", "problem", "dataset", "percTrainData",
    "noise", "batchSize", "numHiddenLayers",
)  # fmt: skip
_WITHOUT_EFFECT = ("collectStats",)
_NEVER_SHOWN = ("cosX", "cosY")
_HIDE = "_hide"
EXAMPLE = "https://playground.tensorflow.org/#dataset=spiral&networkShape=4,2"
_MAX_NOISE = 80.0
_NOISE_BEYOND = 50.0  # what the original falls back to


def read_playground_link(link: str, fresh_seed: Callable[[], str]) -> Opened:
    """Return the setup of a Playground link, in exact mode, at epoch 0.

    `link` may come with or without its host. `fresh_seed` is asked where the link has none.
    Raises `LinkError` for settings that lie outside what neurarium can do.
    """
    reader = LinkReader.of(settings_part(link))
    config = _config_values(reader, fresh_seed)
    view = _view_values(reader)
    _must_be_one(link, reader)
    reader.warn_of_the_rest()
    try:
        setup = Setup(config=validated(config), view=ViewSettings.model_validate(view))
    except ConfigError as error:
        raise LinkError(_refused(str(error))) from error
    except ValidationError as error:
        raise LinkError(_refused(sentences(error))) from error
    return Opened(setup, tuple(reader.warnings))


def _must_be_one(link: str, reader: LinkReader) -> None:
    """Refuse a link that says nothing a playground knows: it was made for something else."""
    text = link.strip()
    if text.startswith(("https://playground.tensorflow.org", "http://playground.tensorflow.org")):
        return
    known = any(name in reader.seen for name in reader.values)
    if not known and (reader.values or "://" in text):
        raise LinkError(
            tr("{link} is no link of neurarium or of playground.tensorflow.org: none of its "
               'settings is known. Such a link looks like "{example}".',
               link=quoted(text), example=EXAMPLE)
        )  # fmt: skip


def _refused(why: str) -> str:
    return tr("This Playground link cannot be opened: {why}", why=why)


def _config_values(reader: LinkReader, fresh_seed: Callable[[], str]) -> dict[str, Any]:
    problem = reader.choice("problem", ("classification", "regression"), "classification")
    classified = reader.choice("dataset", CLASSIFICATION, "circle")
    regressed = reader.choice("regDataset", REGRESSION, "reg-plane")
    regression = problem == "regression"
    activation = reader.choice("activation", ACTIVATIONS, "tanh")
    return {
        "mode": "exact",
        "data": {
            "name": regressed if regression else classified,
            "seed": reader.text("seed") or fresh_seed(),
            "noise": _noise(reader),
            "train_percent": reader.number("percTrainData", 50, whole=True),
        },
        "features": _features(reader),
        "layers": [{"units": units, "activation": activation} for units in reader.shape()],
        "output": "linear" if regression else "tanh",
        "learning_rate": reader.number("learningRate", 0.03),
        "regularization": reader.choice("regularization", ("none", "L1", "L2"), "none"),
        "regularization_rate": reader.number("regularizationRate", 0.0),
        "batch_size": reader.number("batchSize", 10, whole=True),
        "initializer": "zero" if reader.flag("initZero", False) else "original",
    }


def _noise(reader: LinkReader) -> float:
    noise = reader.number("noise", 0.0)
    if 0 <= noise <= _MAX_NOISE:
        return noise
    clamped = 0.0 if noise < 0 else _NOISE_BEYOND
    reader.warnings.append(
        tr("noise is {noise}; it goes from 0 to {most}: {used} is used.",
           noise=noise, most=_MAX_NOISE, used=clamped)
    )  # fmt: skip
    return clamped


def _features(reader: LinkReader) -> tuple[str, ...]:
    for name in _NEVER_SHOWN:
        if reader.flag(name, False):
            reader.warnings.append(
                tr("{name} is in the link, but TensorFlow Playground itself ignores it: "
                   "it stays off. It can be switched on here in standard mode.", name=name)
            )  # fmt: skip
    found = tuple(name for name in FEATURES if reader.flag(name, name in ("x", "y")))
    if not found:
        raise LinkError(
            _refused(tr("it switches every input feature off. Set at least x=true or y=true."))
        )
    return found


def _view_values(reader: LinkReader) -> dict[str, Any]:
    for name in _WITHOUT_EFFECT:
        reader.text(name)
    tutorial = reader.text("tutorial")
    if tutorial:
        reader.warnings.append(
            tr("The text of the tutorial {name} is not shown here.", name=quoted(tutorial))
        )
    hidden = []
    for key, value in reader.values.items():
        if not key.endswith(_HIDE):
            continue
        name = key.removesuffix(_HIDE)
        if name not in HIDABLE:
            continue  # stays among the unknown keys
        reader.seen.add(key)
        if value == "true":
            hidden.append(name)
    return {
        "show_test": reader.flag("showTestData", False),
        "discretize": reader.flag("discretize", False),
        "hide_text": reader.flag("hideText", False),
        "hidden": tuple(hidden),
    }


def to_playground_link(setup: Setup) -> str:
    """Return the Playground link of `setup`.

    The link starts the same network there; the original then trains as exact mode does.
    Raises `LinkError` that names each setting for which the original has no key.
    """
    problems = _inexpressible(setup.config)
    if problems:
        raise LinkError(
            tr("TensorFlow Playground cannot show this network: {problems}.",
               problems="; ".join(problems))
        )  # fmt: skip
    return HOST + "#" + "&".join(f"{name}={value}" for name, value in _pairs(setup))


def _pairs(setup: Setup) -> list[tuple[str, str]]:
    config, view = setup.config, setup.view
    regression = config.data.name in REGRESSION
    activation = config.layers[0].activation if config.layers else "tanh"
    pairs: list[tuple[str, object]] = [
        ("activation", activation),
        ("regularization", config.regularization),
        ("batchSize", config.batch_size),
        ("dataset", "circle" if regression else config.data.name),
        ("regDataset", config.data.name if regression else "reg-plane"),
        ("learningRate", config.learning_rate),
        ("regularizationRate", config.regularization_rate),
        ("noise", config.data.noise),
        ("networkShape", ",".join(str(layer.units) for layer in config.layers)),
        ("seed", config.data.seed),
        ("showTestData", view.show_test),
        ("discretize", view.discretize),
        ("percTrainData", config.data.train_percent),
        *((name, name in config.features) for name in FEATURES),
        ("collectStats", False),
        ("problem", "regression" if regression else "classification"),
        ("initZero", config.initializer == "zero"),
        ("hideText", view.hide_text),
        *((name + _HIDE, True) for name in view.hidden),
    ]
    return [(name, _written(value)) for name, value in pairs]


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _inexpressible(config: Config) -> list[str]:
    """Return what the original has no key for, in words."""
    data, problems = config.data, []
    if data.name not in (*CLASSIFICATION, *REGRESSION):
        problems.append(tr("it has no data set {name}", name=quoted(data.name)))
    if data.samples is not None:
        problems.append(tr("its number of points is fixed, here it is {count}", count=data.samples))
    if not re.fullmatch(r"[^&=#%\s]+", data.seed):
        problems.append(tr("the seed {seed} does not fit into a link", seed=quoted(data.seed)))
    others = [name for name in config.features if name not in FEATURES]
    if others:
        problems.append(tr("it has no features {names}", names=", ".join(others)))
    elif list(config.features) != sorted(config.features, key=FEATURES.index):
        problems.append(tr("it keeps its features in the order {names}", names=", ".join(FEATURES)))
    activations = {layer.activation for layer in config.layers}
    if len(activations) > 1:
        problems.append(tr("all its hidden layers have the same activation"))
    unknown = sorted(activations - set(ACTIVATIONS))
    if unknown:
        problems.append(tr("it has no activation {names}", names=", ".join(unknown)))
    if any(layer.dropout for layer in config.layers):
        problems.append(tr("it has no dropout"))
    return problems + _untrainable(config, data)


def _untrainable(config: Config, data: DataConfig) -> list[str]:
    wanted = "linear" if data.name in REGRESSION else "tanh"
    fixed: tuple[tuple[str, str, str], ...] = (
        ("output", config.output, wanted),
        ("loss", config.loss, "half_squared_error"),
        ("optimizer", config.optimizer, "sgd"),
        ("schedule", config.schedule, "constant"),
    )
    problems = [
        tr("its {setting} is always {wanted}, here it is {value}",
           setting=setting, wanted=expected, value=value)
        for setting, value, expected in fixed
        if value != expected
    ]  # fmt: skip
    if config.initializer not in ("original", "zero"):
        problems.append(tr("it has no {name} initialisation", name=config.initializer))
    if config.weights_seed is not None:
        problems.append(tr("its first weights follow from the seed of the points"))
    return problems
