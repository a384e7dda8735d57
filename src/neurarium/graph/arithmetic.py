"""A layer's output shape and parameters, with the arithmetic a learner can check.

Shapes are without the batch: images are (height, width, channels), vectors (n,).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from neurarium.graph.layer import Value
from neurarium.language import tr

Shape = tuple[int, ...]
Settings = Mapping[str, Value | None]


class Mismatch(Exception):  # noqa: N818 (becomes the plan's error, which knows the layer)
    """A layer that cannot take what comes in; the message is a sentence."""


@dataclass(frozen=True)
class Step:
    """What a layer makes of its input.

    `derivation` is the arithmetic of its parameters, `shape_derivation` that of its output
    shape; None where there is nothing to compute.
    """

    output_shape: Shape
    parameters: int = 0
    trainable: int = 0
    derivation: str | None = None
    shape_derivation: str | None = None


def step(kind: str, settings: Settings, shape: Shape) -> Step:
    """Return what a layer of `kind` makes of an input of `shape`. Raises `Mismatch`."""
    return _STEPS[kind](settings, shape)


def written(shape: Shape | None) -> str:
    """Return a shape as a person writes it: 28×28×32, or 784."""
    return "?" if shape is None else "×".join(map(str, shape))


def _dense(settings: Settings, shape: Shape) -> Step:
    inputs, units = shape[-1], _int(settings["units"])
    bias = bool(settings["use_bias"])
    parameters = inputs * units + (units if bias else 0)
    text = f"{inputs:,} × {units:,}" + (f" + {units:,}" if bias else "")
    return Step((*shape[:-1], units), parameters, parameters, f"{text} = {parameters:,}")


def _conv(settings: Settings, shape: Shape) -> Step:
    _needs_image(tr("A convolution"), shape)
    window, filters = _pair(settings["kernel_size"]), _int(settings["filters"])
    sides = _slide(tr("kernel"), settings, window, shape)
    bias = bool(settings["use_bias"])
    weights = window[0] * window[1] * shape[2]
    parameters = (weights + bias) * filters
    inner = f"{window[0]}·{window[1]}·{shape[2]:,}"
    text = f"({inner} + 1)·{filters:,}" if bias else f"{inner}·{filters:,}"
    return Step(
        (*sides.size, filters), parameters, parameters, f"{text} = {parameters:,}", sides.text
    )


def _pool(settings: Settings, shape: Shape) -> Step:
    _needs_image(tr("Pooling"), shape)
    sides = _slide(tr("pooling window"), settings, _pair(settings["pool_size"]), shape)
    return Step((*sides.size, shape[2]), shape_derivation=sides.text)


def _global_pool(settings: Settings, shape: Shape) -> Step:
    _needs_image(tr("Global pooling"), shape)
    return Step((shape[2],), shape_derivation=f"{written(shape)} → {shape[2]}")


def _flatten(settings: Settings, shape: Shape) -> Step:
    size = math.prod(shape)
    text = " × ".join(map(str, shape)) + f" = {size:,}" if len(shape) > 1 else None
    return Step((size,), shape_derivation=text)


def _batch_normalization(settings: Settings, shape: Shape) -> Step:
    features = shape[-1]
    parameters = 4 * features
    text = tr(
        "4·{features:,} = {parameters:,}, half of it trained",
        features=features, parameters=parameters,
    )  # fmt: skip
    return Step(shape, parameters, 2 * features, text)


def _same(settings: Settings, shape: Shape) -> Step:
    return Step(shape)


def _reshape(settings: Settings, shape: Shape) -> Step:
    target = settings["target_shape"]
    wanted = target if isinstance(target, tuple) else (_int(target),)
    if math.prod(wanted) != math.prod(shape):
        raise Mismatch(
            tr(
                "{size:,} numbers come in ({shape}), but {wanted} would be {product:,}. A shape "
                "that fits multiplies to {size:,}.",
                size=math.prod(shape), shape=written(shape), wanted=written(wanted),
                product=math.prod(wanted),
            )
        )  # fmt: skip
    text = f"{' × '.join(map(str, wanted))} = {math.prod(wanted):,}"
    return Step(wanted, shape_derivation=text if len(wanted) > 1 else None)


@dataclass(frozen=True)
class _Sides:
    size: tuple[int, int]
    text: str


def _slide(what: str, settings: Settings, window: tuple[int, int], shape: Shape) -> _Sides:
    """Return height and width after a window slid over an image.

    same: ⌈n / s⌉. valid: ⌊(n − k) / s⌋ + 1.
    """
    stride = _pair(settings["strides"])
    same = settings["padding"] == "same"
    if not same and (window[0] > shape[0] or window[1] > shape[1]):
        raise Mismatch(
            tr(
                "The {what} of {window} is larger than the image of {image} that comes in. Make "
                "it smaller, write same, or leave a pooling before it out.",
                what=what, window=written(window), image=written(shape[:2]),
            )
        )  # fmt: skip
    pairs = [_side(shape[i], window[i], stride[i], same) for i in range(2)]
    texts = [text for _, text in pairs]
    joined = texts[0] if texts[0] == texts[1] else f"{texts[0]}; {texts[1]}"
    return _Sides((pairs[0][0], pairs[1][0]), joined)


def _side(length: int, window: int, stride: int, same: bool) -> tuple[int, str]:
    if same:
        size = math.ceil(length / stride)
        return size, f"⌈{length} / {stride}⌉ = {size}" if stride > 1 else f"{length} = {size}"
    size = (length - window) // stride + 1
    if stride == 1:
        return size, f"{length} − {window} + 1 = {size}"
    return size, f"⌊({length} − {window}) / {stride}⌋ + 1 = {size}"


def _needs_image(what: str, shape: Shape) -> None:
    if len(shape) != 3:
        raise Mismatch(
            tr(
                "{what} needs an image of height × width × channels, but {shape} comes in. Begin "
                "with a shape such as 28x28x1, or put reshape(…) before it.",
                what=what, shape=written(shape),
            )
        )  # fmt: skip


def _pair(value: Value | None) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value[0], value[1]
    return _int(value), _int(value)


def _int(value: Value | None) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected a whole number, got {value!r}")
    return value


_STEPS: Mapping[str, Callable[[Settings, Shape], Step]] = {
    "dense": _dense,
    "conv2d": _conv,
    "max_pooling2d": _pool,
    "average_pooling2d": _pool,
    "global_max_pooling2d": _global_pool,
    "global_average_pooling2d": _global_pool,
    "flatten": _flatten,
    "dropout": _same,
    "batch_normalization": _batch_normalization,
    "activation": _same,
    "reshape": _reshape,
}
