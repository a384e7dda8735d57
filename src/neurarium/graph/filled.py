"""Layers with every setting filled in: what was given, what usually is, what the task wants."""

from __future__ import annotations

from dataclasses import dataclass

from neurarium.graph.kinds import KINDS, Setting
from neurarium.graph.layer import Layer, Value
from neurarium.graph.spec import format_layer
from neurarium.language import tr

_BETWEEN = ("batch_normalization", "dropout")
"""Layers that may stand between a layer and its activation."""


@dataclass(frozen=True)
class Filled:
    """A layer with all its settings; `text` is its part of the spec as it was written.

    `shown` is that part with the activation that was filled in; both are None for layers that
    were put in.
    """

    kind: str
    settings: dict[str, Value | None]
    text: str | None
    shown: str | None
    note: str | None = None

    @property
    def shown_settings(self) -> dict[str, Value]:
        """Return the settings that have a value."""
        return {name: value for name, value in self.settings.items() if value is not None}

    @property
    def needs_image(self) -> bool:
        """Tell whether the layer takes only height × width × channels."""
        return self.kind.endswith("2d")


def filled_in(layers: tuple[Layer, ...], output: str) -> list[Filled]:
    """Return the layers with every setting; `output` is the activation of the last one.

    A last layer that has no activation of its own is followed by one.
    """
    made = [_filled(layers, index, output) for index in range(len(layers))]
    if layers[-1].kind in ("dense", "activation") or output == "linear":
        return made
    note = tr("put in: the output of this task is {activation}", activation=output)
    return [*made, Filled("activation", {"activation": output}, None, None, note)]


def _filled(layers: tuple[Layer, ...], index: int, output: str) -> Filled:
    layer = layers[index]
    settings: dict[str, Value | None] = {}
    for setting in KINDS[layer.kind].settings:
        given = layer.get(setting.name)
        settings[setting.name] = _usual(layers, index, setting, output) if given is None else given
    if settings.get("strides", 1) is None:
        settings["strides"] = settings["pool_size"]
    shown = layer
    activation = settings.get("activation")
    if activation is not None and layer.get("activation") is None:
        order = [setting.name for setting in KINDS[layer.kind].settings]
        given_now = sorted(
            (*layer.given, ("activation", activation)), key=lambda pair: order.index(pair[0])
        )
        shown = Layer(layer.kind, tuple(given_now))
    return Filled(layer.kind, settings, format_layer(layer), format_layer(shown))


def _usual(layers: tuple[Layer, ...], index: int, setting: Setting, output: str) -> Value | None:
    if setting.name != "activation":
        return setting.default
    following = [one for one in layers[index + 1 :] if one.kind not in _BETWEEN]
    if following and following[0].kind == "activation":
        return "linear"
    if index == len(layers) - 1 and layers[index].kind == "dense":
        return output
    return "relu"
