"""Runs beside one another: what each is in short, and which settings differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neurarium.training.runs.directory import RunDirectory
from neurarium.training.runs.progress import read_progress


def summary(run: RunDirectory) -> dict[str, Any]:
    """Return SUMMARY of docs/training.md, from the run's small files; `queue_place` is None."""
    facts, state = run.facts, run.state()
    progress = read_progress(run.path)
    data, model = (facts.get("data") or {}), (facts.get("model") or {})
    best = progress["best"]
    return {
        "id": run.id,
        "name": run.name,
        "kind": facts.get("kind"),
        "created": facts.get("created"),
        "data": {"name": data.get("name"), "title": data.get("title")},
        "spec": model.get("spec"),
        "parameters": model.get("parameters"),
        "state": state.as_dict(),
        "config": facts.get("config"),
        "best": best if best["epoch"] is not None else None,
        "test": progress["test"] or state.test,
        "epochs": progress["epochs"],
        "curve": progress["curve"],
        "curve_epochs": progress["curve_epochs"],
        "queue_place": None,
        "group": facts.get("group"),
        "of": facts.get("of"),
    }


def differences(runs: Sequence[RunDirectory]) -> list[dict[str, Any]]:
    """Return the settings in which runs differ: [{"setting", "values"}], values in their order.

    None stands for a setting that a run does not have.
    """
    flat = [flat_settings(run.facts) for run in runs]
    names = list(dict.fromkeys(name for settings in flat for name in settings))
    rows = []
    for name in names:
        values = [settings.get(name) for settings in flat]
        if any(value != values[0] for value in values[1:]):
            rows.append({"setting": name, "values": values})
    return rows


def flat_settings(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a run was asked to do, flat: "optimizer", "model", "data", "versions.keras"."""
    data, model = (facts.get("data") or {}), (facts.get("model") or {})
    settings: dict[str, Any] = {
        "data": data.get("name"),
        "model": model.get("spec") or model.get("name"),
        "parameters": model.get("parameters"),
        "loss": model.get("loss"),
    }
    for name, value in _flat("", facts.get("config") or {}):
        if value is not None or settings.get(name) is None:
            settings[name] = value
    settings["n_train"] = data.get("n_train")
    settings["hashes"] = (data.get("hashes") or {}).get("x_train")
    for name, value in _flat("versions", facts.get("versions") or {}):
        settings[name] = value
    settings["device"] = (facts.get("machine") or {}).get("device")
    settings["kind"] = facts.get("kind")
    return settings


def _flat(prefix: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        return [(prefix, value)]
    rows = []
    for key, inner in value.items():
        rows += _flat(f"{prefix}.{key}" if prefix else str(key), inner)
    return rows
