"""A playground's settings in words: for a picture's title and a table's heading."""

from __future__ import annotations

from neurarium.language import tr
from neurarium.playground.config import Config
from neurarium.playground.recording import Segment

_DATA = {
    "circle": "Circle", "xor": "Exclusive or", "gauss": "Two Gaussians", "spiral": "Spiral",
    "reg-plane": "Plane", "reg-gauss": "Gaussian bumps", "moons": "Moons", "rings": "Rings",
    "pinwheel": "Pinwheel", "checkerboard": "Checkerboard", "digits": "Handwritten digits",
    "formula": "Formula", "custom": "Own points",
}  # fmt: skip
_LOSSES = {
    "half_squared_error": "half squared error",
    "mean_squared_error": "mean squared error",
    "mean_absolute_error": "mean absolute error",
    "huber": "Huber loss",
    "hinge": "hinge loss",
    "binary_crossentropy": "binary cross-entropy",
    "categorical_crossentropy": "categorical cross-entropy",
}
_OPTIMIZERS = {
    "sgd": "SGD", "momentum": "momentum", "nesterov": "Nesterov", "adagrad": "Adagrad",
    "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW",
}  # fmt: skip


def loss_in_words(loss: str) -> str:
    """Return the name of a loss as people say it."""
    return tr(_LOSSES[loss])


def title_in_words(segment: Segment) -> str:
    """Return what is learned and by which network: "Spiral, 2-8-8-1 tanh"."""
    config, sizes = segment.config, segment.network.sizes
    name = tr(_DATA[config.data.name])
    if config.data.name == "formula":
        name = config.data.formula
    shape = "-".join(str(size) for size in sizes)
    activations = list(dict.fromkeys(segment.network.activations))
    return tr("{data}, network {shape} {activations}", data=name, shape=shape,
              activations=", ".join(activations)).strip()  # fmt: skip


def settings_in_words(segment: Segment) -> str:
    """Return how it is learned: points, noise, optimizer, learning rate, batch, loss."""
    config, points = segment.config, segment.points
    n_test = len(points.xy) - points.n_train
    parts = [tr("{train} points to train on, {test} to test", train=points.n_train, test=n_test)]
    if config.data.noise:
        parts.append(tr("noise {noise:g} %", noise=config.data.noise))
    parts += [
        tr(_OPTIMIZERS[config.optimizer]),
        tr("learning rate {rate:g}", rate=config.learning_rate),
        tr("batch {size}", size=min(config.batch_size, max(points.n_train, 1))),
        loss_in_words(config.loss),
        *_extras(config),
    ]
    return " · ".join(parts)


def _extras(config: Config) -> list[str]:
    parts = []
    if config.schedule != "constant":
        parts.append(tr("{schedule} schedule", schedule=config.schedule))
    if config.regularization != "none" and config.regularization_rate:
        parts.append(f"{config.regularization} {config.regularization_rate:g}")
    if any(layer.dropout for layer in config.layers):
        parts.append(tr("dropout"))
    if config.mode == "exact":
        parts.append(tr("exactly as TensorFlow Playground"))
    return parts
