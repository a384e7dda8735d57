"""A spec and its data → every layer with its name, shapes and arithmetic.

Knows no framework, so that a page can ask at every keystroke. What a spec leaves out is filled
in here, the way a learner would expect:

- a number at the beginning that is the size of the input names the input, else a hidden layer;
- an image that comes to a dense layer is flattened; (28, 28) becomes 28×28×1 for convolutions;
- hidden dense and convolutional layers are relu, unless an activation follows as a layer;
- the output's activation and the loss follow the task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from neurarium.errors import SpecError
from neurarium.graph.arithmetic import Mismatch, Shape, step, written
from neurarium.graph.beginning import Beginning, begin
from neurarium.graph.filled import Filled, filled_in
from neurarium.graph.layer import Layer, Value
from neurarium.graph.output import check_output, output_activation, usual_loss
from neurarium.graph.spec import format_layer, format_spec, parse
from neurarium.language import tr

MAX_PARAMETERS = 200_000_000
MAX_NUMBERS = 20_000_000


@dataclass(frozen=True)
class PlannedLayer:
    """A layer with everything filled in; the fields of LAYER in docs/runs.md, and more.

    `text` is its part of the spec, None for a layer that was put in here (`note` says why).
    `part` counts the parts of the spec from 0. Shapes are None after a layer that does not fit
    (`error`).
    """

    name: str
    kind: str
    settings: dict[str, Value]
    text: str | None
    input_shape: Shape | None
    output_shape: Shape | None = None
    parameters: int = 0
    trainable: int = 0
    derivation: str | None = None
    shape_derivation: str | None = None
    part: int | None = None
    note: str | None = None
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON holds them: shapes and sizes as lists."""
        return {name: _plain(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class PlanError:
    """A mistake in a spec: `layer` counts its parts from 0, `column` from 1."""

    text: str
    layer: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class ModelPlan:
    """What a spec means for its data; `error` is the first mistake, if there is one.

    `spec` is the complete text, `input_shape` what the model takes (the data's shape).
    """

    spec: str
    input_shape: Shape | None
    layers: tuple[PlannedLayer, ...] = ()
    output_activation: str | None = None
    loss: str | None = None
    error: PlanError | None = None

    @property
    def parameters(self) -> int:
        """Return the number of all parameters."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def trainable(self) -> int:
        """Return the number of parameters that training changes."""
        return sum(layer.trainable for layer in self.layers)

    @property
    def output_units(self) -> int | None:
        """Return how many numbers the last layer answers, None if it is not known."""
        shape = self.layers[-1].output_shape if self.layers else None
        return shape[-1] if shape else None

    def checked(self) -> ModelPlan:
        """Return this plan; raises `SpecError` if it has a mistake."""
        if self.error is not None:
            raise SpecError(self.error.text, self.error.column, self.error.layer)
        return self


def plan(
    spec: str | Sequence[Layer],
    input_shape: Sequence[int] | None,
    outputs: int | None,
    task: str = "classification",
) -> ModelPlan:
    """Return what `spec` means for data of `input_shape` (without the batch).

    `outputs` is the number of classes, 1 for a regression; None leaves the last layer free.
    `task` is "classification" or "regression".
    `input_shape` None: the spec itself names the input. Never raises for a mistake in the spec:
    it is the plan's `error`, and stands at the layer where it is.
    """
    shape = None if input_shape is None else tuple(int(n) for n in input_shape)
    text = spec if isinstance(spec, str) else ""
    try:
        layers = parse(spec) if isinstance(spec, str) else tuple(spec)
        text = format_spec(layers)
        start = begin(layers, shape)
    except SpecError as error:
        found = PlanError(error.text, error.layer, error.column)
        return ModelPlan(text.strip()[:10_000], shape, error=found)
    return _planned(start, outputs, task)


def _planned(start: Beginning, outputs: int | None, task: str) -> ModelPlan:
    wanted = filled_in(start.layers, output_activation(start.layers, outputs, task))
    walk = _Walk(start.shape, start.vector)
    for index, filled in enumerate(wanted):
        walk.add(filled, index + start.first_part)
    layers, error = tuple(walk.layers), walk.error
    last = layers[-1]
    activation = str(last.settings.get("activation") or "") or None
    if error is None and outputs is not None:
        problem = check_output(last.output_shape or (), activation, outputs, task, last.kind)
        if problem:
            part = start.first_part + len(start.layers) - 1
            error = PlanError(problem, part, _column(start, part))
            layers = (*layers[:-1], replace(last, error=problem))
    elif error is not None:
        error = replace(error, column=_column(start, error.layer))
    if error is not None:
        error = replace(error, text=_placed(error, start))
    units = last.output_shape[-1] if last.output_shape else None
    return ModelPlan(
        spec=start.text(walk.spec), input_shape=start.shape, layers=layers,
        output_activation=activation, loss=usual_loss(activation, units, task), error=error,
    )  # fmt: skip


def _column(start: Beginning, part: int | None) -> int | None:
    if part is None or not start.first_part <= part < start.first_part + len(start.layers):
        return None
    return start.layers[part - start.first_part].column


def _placed(error: PlanError, start: Beginning) -> str:
    """Return the sentence with the part of the spec that it is about."""
    if error.layer is None:
        return error.text
    layer = start.layers[min(error.layer - start.first_part, len(start.layers) - 1)]
    written_part = layer.text or format_layer(layer)
    if error.column is None:
        return tr('Layer "{layer}": {text}', layer=written_part, text=error.text)
    return tr(
        'Layer "{layer}" at column {column}: {text}', layer=written_part, column=error.column,
        text=error.text,
    )  # fmt: skip


class _Walk:
    """Goes from layer to layer with the shape, putting in what is missing."""

    def __init__(self, shape: Shape, vector: bool) -> None:
        self.shape: Shape | None = shape
        self.layers: list[PlannedLayer] = []
        self.spec: list[str] = []
        self.error: PlanError | None = None
        self._begins_as_vector = vector
        self._numbers = 0
        self._seen: dict[str, int] = {}
        if vector and len(shape) > 1:
            note = tr("put in: a dense layer takes a row of numbers")
            self._take(Filled("flatten", {}, None, None), None, note, 0)

    def add(self, filled: Filled, part: int) -> None:
        """Plan the next layer, after a reshape or flatten if it needs one."""
        self._adapt(filled, part)
        self.spec.extend([filled.text] if filled.text else [])
        self._take(filled, part if filled.text else None, filled.note, part)

    def _adapt(self, filled: Filled, part: int) -> None:
        if self.shape is None:
            return
        if filled.kind == "dense" and len(self.shape) > 1:
            self.spec.append("flatten")
            note = tr("put in: a dense layer takes a row of numbers")
            self._take(Filled("flatten", {}, None, None), None, note, part)
        if filled.needs_image and len(self.shape) == 2:
            target = (*self.shape, 1)
            note = tr("put in: images of one channel, as convolutions take them")
            if self.layers:
                self.spec.append(f"reshape({'x'.join(map(str, target))})")
            self._take(Filled("reshape", {"target_shape": target}, None, None), None, note, part)

    def _take(self, filled: Filled, part: int | None, note: str | None, blamed: int) -> None:
        planned = PlannedLayer(
            self._name(filled.kind), filled.kind, filled.shown_settings, filled.shown,
            self.shape, part=part, note=note,
        )  # fmt: skip
        if self.shape is not None:
            planned = self._computed(planned, filled, self.shape, blamed)
        self.shape = planned.output_shape
        self.layers.append(planned)

    def _computed(
        self, planned: PlannedLayer, filled: Filled, shape: Shape, part: int
    ) -> PlannedLayer:
        try:
            made = step(filled.kind, filled.settings, shape)
            self._check_size(made.parameters, made.output_shape)
        except Mismatch as mismatch:
            self.error = PlanError(str(mismatch), part)
            return replace(planned, error=str(mismatch))
        return replace(
            planned, output_shape=made.output_shape, parameters=made.parameters,
            trainable=made.trainable, derivation=made.derivation,
            shape_derivation=made.shape_derivation,
        )  # fmt: skip

    def _check_size(self, parameters: int, shape: Shape) -> None:
        total = parameters + sum(layer.parameters for layer in self.layers)
        if total > MAX_PARAMETERS:
            raise Mismatch(
                tr(
                    "Up to here the network has {total:,} parameters ({gib:.1f} GiB, and training "
                    "needs several times as much). At most {most:,} are allowed: use fewer units, "
                    "or pool before this layer.",
                    total=total, gib=total * 4 / 2**30, most=MAX_PARAMETERS,
                )
            )  # fmt: skip
        size = 1
        for side in shape:
            size *= side
        self._numbers += size
        if self._numbers > MAX_NUMBERS:
            raise Mismatch(
                tr(
                    "Up to here the layers answer {total:,} numbers for each example (this one "
                    "{shape}); at most {most:,} are allowed: use fewer filters or units.",
                    total=self._numbers, shape=written(shape), most=MAX_NUMBERS,
                )
            )  # fmt: skip

    def _name(self, kind: str) -> str:
        """Return Keras's name of the layer: dense, dense_1, …"""
        count = self._seen.get(kind, 0)
        self._seen[kind] = count + 1
        return f"{kind}_{count}" if count else kind


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value
