"""Whether what stands in a run's files is what docs/runs.md promises.

A run directory may come from another machine, another version, or somebody who means harm. All
readers (terminal, lab, report, scripts) get it through here, and so may rely on types.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from neurarium.language import tr

Check = Callable[[Any], bool]
MOST_EPOCH = 10**9
_LARGEST = 2**63
_DEEPEST = 30
_MOST_WORD = 60


def is_text(value: Any) -> bool:
    """Whether `value` is a text or null."""
    return value is None or isinstance(value, str)


def is_number(value: Any) -> bool:
    """Whether `value` is a number (an integer of at most 64 bits) or null."""
    return (
        value is None
        or isinstance(value, float)
        or (isinstance(value, int) and abs(value) < _LARGEST)
    )


def is_whole(value: Any) -> bool:
    """Whether `value` is a whole number or null."""
    return is_number(value) and not isinstance(value, (bool, float))


def is_epoch(value: Any) -> bool:
    """Whether `value` numbers an epoch."""
    return is_whole(value) and value is not None and 0 <= value <= MOST_EPOCH


def all_of(check: Check) -> Check:
    """Return whether something is null or a list of what `check` takes."""
    return lambda value: (
        value is None or (isinstance(value, list) and all(check(one) for one in value))
    )


def each_of(check: Check) -> Check:
    """Return whether something is null or an object whose values `check` takes."""
    return lambda value: (
        value is None or (isinstance(value, Mapping) and all(check(one) for one in value.values()))
    )


def is_object(value: Any) -> bool:
    """Whether `value` is an object of whatever, or null."""
    return value is None or isinstance(value, Mapping)


_is_shape = all_of(is_whole)
_LAYER: Mapping[str, Check] = {
    **dict.fromkeys(
        ("name", "kind", "text", "derivation", "shape_derivation", "note"), is_text
    ),
    "settings": is_object,
    "input_shape": _is_shape,
    "output_shape": _is_shape,
    "parameters": is_whole,
    "trainable": is_whole,
}  # fmt: skip
_DATA: Mapping[str, Check] = {
    **dict.fromkeys(("name", "title", "kind", "task"), is_text),
    "classes": all_of(lambda one: isinstance(one, Mapping) and each_of(is_text)(one)),
    "features": all_of(is_text),
    "input_shape": _is_shape,
    **dict.fromkeys(("n_train", "n_validation", "n_test"), is_whole),
    "hashes": each_of(is_text),
}
_MODEL: Mapping[str, Check] = {
    **dict.fromkeys(("spec", "name", "loss", "output_activation"), is_text),
    "input_shape": _is_shape,
    "layers": all_of(lambda one: isinstance(one, Mapping) and not _misfit(one, _LAYER)),
    "parameters": is_whole,
    "trainable": is_whole,
}
_FACTS: Mapping[str, Check] = {
    **dict.fromkeys(("id", "kind", "created", "command", "group", "of"), is_text),
    **dict.fromkeys(("config", "data", "model"), is_object),
    "updates_per_epoch": is_whole,
    "seed": is_whole,
    "versions": each_of(is_text),
    "machine": is_object,
}


def problem_of(facts: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a run.json, as half a sentence; None if nothing is."""
    if _is_deep(facts):
        return tr("run.json is nested too deeply")
    for prefix, part, checks in (
        ("", facts, _FACTS),
        ("data.", facts.get("data") or {}, _DATA),
        ("model.", facts.get("model") or {}, _MODEL),
    ):
        name = _misfit(part, checks)
        if name is not None:
            value = repr(part[name])[:_MOST_WORD]
            return tr('"{name}" in run.json is {value}', name=prefix + name, value=value)
    return None


def _misfit(found: Mapping[str, Any], checks: Mapping[str, Check]) -> str | None:
    return next((name for name, fits in checks.items() if not fits(found.get(name))), None)


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, (Mapping, list))
            for inner in (one.values() if isinstance(one, Mapping) else one)
        ]
        if not level:
            return False
    return True


_STATE: Mapping[str, Check] = {
    **dict.fromkeys(("epoch", "step"), is_epoch),
    **dict.fromkeys(("epochs", "updates_per_epoch", "pid", "best_epoch"), is_whole),
    "trained_s": lambda value: is_number(value) and value is not None and math.isfinite(value),
    "left_s": is_number,
    **dict.fromkeys(("started", "updated", "error", "reason", "queue"), is_text),
    "test": each_of(is_number),
    "state": lambda value: isinstance(value, str),
}


def fitting_state(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a state.json that are known and hold what they should."""
    return {
        name: found[name] for name, fits in _STATE.items() if name in found and fits(found[name])
    }


def _is_histogram(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, Mapping):
        return False
    edges, counts = value.get("edges"), value.get("counts")
    lists = isinstance(edges, list) and isinstance(counts, list)
    return lists and all_of(is_number)(edges) and all_of(is_number)(counts)


def _is_units_layer(value: Any) -> bool:
    return isinstance(value, Mapping) and not _misfit(
        value,
        {
            "name": is_text,
            "weights": _is_histogram,
            "gradients": _is_histogram,
            **dict.fromkeys(("gradient_norm", "dead", "units"), is_number),
        },
    )


_MEASURES = ("loss", "accuracy", "mae")
_NUMBERS: Mapping[str, Check] = dict.fromkeys(
    ("time_s", "step", "seconds", "learning_rate", *_MEASURES, *(f"val_{m}" for m in _MEASURES)),
    is_number,
)
_LINES: Mapping[str, Mapping[str, Check]] = {
    "units": {"epoch": is_epoch, "layers": all_of(_is_units_layer)},
    "event": {"name": is_text, "text": is_text},
    "test": {
        **dict.fromkeys(_MEASURES, is_number),
        "confusion": all_of(lambda row: row is not None and all_of(is_number)(row)),
        "per_class": all_of(is_number),
    },
    "resumed": {"epoch": is_epoch},
}


def is_line(line: Any) -> bool:
    """Whether a line of metrics.jsonl is an object with a kind and that kind's fields.

    Epochs, batches and kinds that a later version may add hold nothing nested.
    """
    if not isinstance(line, dict) or not isinstance(line.get("kind"), str):
        return False
    kind = line["kind"]
    if "epoch" in line and not is_epoch(line["epoch"]):
        return False
    if kind in _LINES:
        return is_number(line.get("time_s")) and _misfit(line, _LINES[kind]) is None
    if kind in ("epoch", "batch") and "epoch" not in line:
        return False
    return _misfit(line, _NUMBERS) is None and all(map(_is_plain, line.values()))


def _is_plain(value: Any) -> bool:
    """Whether a script may have logged it: a number, a text, a list of numbers."""
    return is_number(value) or isinstance(value, str) or all_of(is_number)(value)


_SUMMARY: Mapping[str, Check] = {
    "offset": lambda value: is_whole(value) and value is not None,
    "epochs": lambda value: is_whole(value) and value is not None,
    "best": lambda value: (
        isinstance(value, Mapping)
        and is_whole(value.get("epoch"))
        and all(is_number(value.get(name)) for name in ("val_accuracy", "val_loss"))
    ),
    "test": each_of(is_number),
    "curve": lambda value: isinstance(value, list) and all_of(is_number)(value),
    "curve_epochs": lambda value: isinstance(value, list) and all_of(is_whole)(value),
}


def is_summary(found: Mapping[str, Any] | None) -> bool:
    """Whether a summary.json holds what a list of runs shows."""
    return found is not None and _misfit(found, _SUMMARY) is None
