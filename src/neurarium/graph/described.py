"""Layers as a page stacks them, `[{"kind": …, "settings": {…}}, …]` → layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neurarium.errors import SpecError, unknown
from neurarium.graph.kinds import KINDS
from neurarium.graph.layer import Layer, Value
from neurarium.graph.spec import MAX_LAYERS, in_order, no_such_setting
from neurarium.graph.spec_values import WrongValue, checked, shortened
from neurarium.language import tr


def layers_of(described: Sequence[object]) -> tuple[Layer, ...]:
    """Return the layers that a page describes; the input is not among them.

    A setting that is None or absent is not given; a size is a number or a list of two. Raises
    `SpecError` that names the layer.
    """
    if not described:
        raise SpecError(tr("The network has no layers yet: add one."))
    if len(described) > MAX_LAYERS:
        raise SpecError(
            tr(
                "A network has at most {most} layers; {came} came.",
                most=MAX_LAYERS,
                came=len(described),
            ),
            layer=MAX_LAYERS,
        )
    layers = []
    for index, one in enumerate(described):
        try:
            layers.append(_layer(one))
        except WrongValue as wrong:
            text = tr("Layer {number}: {sentence}", number=index + 1, sentence=str(wrong))
            raise SpecError(text, layer=index) from None
    return tuple(layers)


def _layer(described: object) -> Layer:
    settings = described.get("settings") or {} if isinstance(described, Mapping) else None
    if not isinstance(described, Mapping) or not isinstance(settings, Mapping):
        raise WrongValue(tr("expected an object with kind and settings."))
    kind = KINDS.get(str(described.get("kind")))
    if kind is None:
        raise WrongValue(unknown(tr("layer"), shortened(str(described.get("kind"))), KINDS))
    values: dict[str, Value] = {}
    for name, value in settings.items():
        setting = kind.setting(str(name))
        if setting is None:
            raise WrongValue(no_such_setting(kind, str(name)))
        if value is not None:
            values[setting.name] = checked(setting, value)
    return Layer(kind.kind, in_order(kind, values))
