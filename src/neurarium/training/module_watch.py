"""A PyTorch module, watched: weights in Keras's layout, gradients, dead units.

`Linear` keeps its weight as (outputs, inputs), `Conv2d` as (outputs, inputs, height, width). In a
run they stand as Keras keeps them, (inputs, outputs) and (height, width, inputs, outputs), under
the name `kernel`: so every picture of weights is drawn in one way.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.telemetry.histogram import histogram

_KINDS = {
    "Linear": "dense", "Conv1d": "conv1d", "Conv2d": "conv2d", "Conv3d": "conv3d",
    "BatchNorm1d": "batch_normalization", "BatchNorm2d": "batch_normalization",
    "LayerNorm": "layer_normalization",
}  # fmt: skip
_CONVOLUTIONS = ("Conv1d", "Conv2d", "Conv3d")
_CAN_DIE = ("ReLU", "ReLU6", "Hardswish", "Hardsigmoid", "Threshold")
_PROBE_ROWS = 256


class ModuleWatch:
    """Reads a module; hooks on its ReLUs look at one forward pass an epoch."""

    def __init__(self, module: Any, snapshots: bool) -> None:
        if not isinstance(module, torch.nn.Module):
            raise RunError(
                tr(
                    "run.watch takes a torch.nn.Module, not {kind}. For Keras models pass "
                    "callbacks=[neurarium.Watch()] to fit.",
                    kind=type(module).__name__,
                )
            )
        self.snapshots = snapshots
        self._module = module
        self._owners = [
            (name or type(module).__name__.lower(), part)
            for name, part in module.named_modules()
            if next(part.parameters(recurse=False), None) is not None
        ]
        self._dead: dict[str, int] = {}
        self._looking: set[str] = set()
        self._hooks: list[Any] = []
        self._hook_activations()
        self._look_again()

    def facts(self) -> dict[str, Any]:
        """Return the part "model" of run.json."""
        parameters = list(self._module.parameters())
        return {
            "spec": None,
            "name": type(self._module).__name__,
            "layers": [_layer_facts(name, part) for name, part in self._owners],
            "parameters": sum(p.numel() for p in parameters),
            "trainable": sum(p.numel() for p in parameters if p.requires_grad),
            "loss": None,
            "output_activation": None,
        }

    def device(self) -> str:
        """Return where the module's first parameter is: "cpu", "cuda"."""
        first = next(self._module.parameters(), None)
        return "cpu" if first is None else str(first.device.type)

    def weights(self) -> dict[str, NDArray[Any]]:
        """Return all parameters and buffers: "fc1/kernel", "bn/running_mean"."""
        found: dict[str, NDArray[Any]] = {}
        for owner, part in self._owners:
            for name, parameter in part.named_parameters(recurse=False):
                found[f"{owner}/{_named(part, name)}"] = _as_keras(part, name, _numbers(parameter))
            for name, buffer in part.named_buffers(recurse=False):
                if buffer.dim() > 0:
                    found[f"{owner}/{name}"] = _numbers(buffer)
        return found

    def units_line(self, epoch: int) -> dict[str, Any]:
        """Return the fields of a `units` line; gradients are those of the last backward pass."""
        layers = [self._of(name, part) for name, part in self._owners]
        self._look_again()
        return {"epoch": epoch, "layers": layers}

    def _of(self, name: str, part: Any) -> dict[str, Any]:
        parameters = list(part.parameters(recurse=False))
        main = max(parameters, key=lambda p: p.dim())
        slopes = [p.grad for p in parameters if p.grad is not None]
        norm = None
        if slopes:
            total = sum(float(slope.detach().double().square().sum()) for slope in slopes) ** 0.5
            norm = float(f"{total:.6g}") if np.isfinite(total) else None
        return {
            "name": name,
            "weights": histogram(_numbers(main)),
            "gradients": histogram(_numbers(main.grad)) if main.grad is not None else None,
            "gradient_norm": norm,
            "dead": self._dead.get(name),
            "units": int(main.shape[0]),
        }

    def _hook_activations(self) -> None:
        """Hook each ReLU that follows a layer with weights: it tells about that layer's units."""
        owners = {id(part): name for name, part in self._owners}
        owner, axis, seen = None, -1, set()
        for part in self._module.modules():
            kind = type(part).__name__
            if id(part) in owners and "Norm" not in kind:
                owner, axis = owners[id(part)], 1 if kind in _CONVOLUTIONS else -1
            elif kind in _CAN_DIE and owner is not None and id(part) not in seen:
                seen.add(id(part))
                self._hooks.append(part.register_forward_hook(self._looker(owner, axis)))

    def _looker(self, owner: str, axis: int) -> Any:
        """Return a hook that counts the units, along `axis`, that answer 0 to every row."""

        def look(_part: Any, _inputs: Any, output: Any) -> None:
            if owner in self._looking and isinstance(output, torch.Tensor) and output.dim() > 1:
                self._looking.discard(owner)
                with torch.no_grad():
                    silent = output[:_PROBE_ROWS] == 0
                    by_unit = silent.movedim(axis, 0).flatten(1)
                    self._dead[owner] = int(by_unit.all(dim=1).sum())

        return look

    def _look_again(self) -> None:
        self._looking = {name for name, _ in self._owners}

    def close(self) -> None:
        """Take the hooks away."""
        for hook in self._hooks:
            hook.remove()


def _layer_facts(name: str, part: Any) -> dict[str, Any]:
    kind = type(part).__name__
    parameters = list(part.parameters(recurse=False))
    count = sum(p.numel() for p in parameters)
    shapes = [" × ".join(f"{n:,}" for n in p.shape) for p in parameters]
    linear = kind == "Linear"
    return {
        "name": name,
        "kind": _KINDS.get(kind, re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()),
        "settings": _settings(part),
        "text": None,
        "input_shape": [part.in_features] if linear else None,
        "output_shape": [part.out_features] if linear else None,
        "parameters": count,
        "trainable": sum(p.numel() for p in parameters if p.requires_grad),
        "derivation": f"{' + '.join(shapes)} = {count:,}" if len(shapes) <= 6 else "",
    }


def _settings(part: Any) -> dict[str, Any]:
    """Return the settings under Keras's names."""
    names = (("out_features", "units"), ("out_channels", "filters"), ("kernel_size", "kernel_size"),
             ("stride", "strides"), ("padding", "padding"))  # fmt: skip
    found = ((keras_name, getattr(part, name, None)) for name, keras_name in names)
    return {key: list(v) if isinstance(v, tuple) else v for key, v in found if v is not None}


def _named(part: Any, name: str) -> str:
    """Return `kernel` for the weight of a layer that is kept in Keras's layout."""
    is_kernel = name == "weight" and type(part).__name__ in ("Linear", *_CONVOLUTIONS)
    return "kernel" if is_kernel else name


def _as_keras(part: Any, name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return (out, in, …) as (…, in, out)."""
    if _named(part, name) != "kernel":
        return values
    return np.ascontiguousarray(np.moveaxis(values, (0, 1), (-1, -2)))


def _numbers(tensor: Any) -> NDArray[Any]:
    """Return a copy as float32: the tensor itself goes on changing."""
    wanted = tensor.detach().to("cpu", torch.float32 if tensor.is_floating_point() else None)
    found: NDArray[Any] = wanted.numpy().copy()
    return found
