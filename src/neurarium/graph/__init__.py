"""What a network is: layers, shapes, parameter arithmetic. Knows no framework.

- `layer.py`: `Layer`, one layer as a person asked for it
- `kinds.py`, `activations.py`: what kinds of layers there are, with their settings
- `spec.py`: spec text ↔ layers ([spec.md](../../../docs/spec.md)); `spec_values.py` its settings
- `described.py`: layers as a page stacks them → layers
- `arithmetic.py`: a layer's output shape and parameters, written out
- `model_plan.py`: a spec and its data → every layer with name, shapes and arithmetic;
  `beginning.py`, `filled.py`, `output.py` what the spec leaves out
"""

from neurarium.graph.described import layers_of
from neurarium.graph.layer import Layer
from neurarium.graph.model_plan import ModelPlan, PlanError, PlannedLayer, plan
from neurarium.graph.spec import format_spec, parse

__all__ = [
    "Layer",
    "ModelPlan",
    "PlanError",
    "PlannedLayer",
    "format_spec",
    "layers_of",
    "parse",
    "plan",
]
