"""A run as one HTML file: no script, nothing from outside, readable on paper."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from neurarium.errors import NeurariumError
from neurarium.language import tr
from neurarium.training.report.curves import best_epoch, panel_svgs
from neurarium.training.report.html import (
    decimals,
    duration,
    in_words,
    is_number,
    pairs,
    percent,
    row,
    section,
    table,
)
from neurarium.training.report.pictures import weight_sheet
from neurarium.training.report.results import (
    confusion_section,
    last_test,
    mistakes_section,
    result_section,
)
from neurarium.training.report.styles import STYLES
from neurarium.training.runs import RunDirectory
from neurarium.training.runs.files import replace_file
from neurarium.training.runs.progress import thinned

_MOST_ROWS = 60
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_report(run: RunDirectory, path: Path, code: str | None = None) -> None:
    """Write the report of a run to a file; raises RunError where that fails."""
    replace_file(path, report_html(run, code).encode("utf-8"), durable=False)


def report_html(run: RunDirectory, code: str | None = None) -> str:
    """Return the whole page; `code` is shown as the script that repeats the run.

    Without it the script in plain Keras that neurarium writes for its own runs.
    """
    epochs = run.epochs()
    parts = [
        _header(run),
        _figures(run, epochs),
        _curves(run, epochs),
        result_section(run),
        confusion_section(run),
        mistakes_section(run),
        _weights(run),
        _model(run.facts.get("model") or {}),
        _asked(run.facts),
        _epochs(run, epochs),
        _again(run, code or _script(run)),
    ]
    title = escape(f"{run.name} · neurarium")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{title}</title>\n<style>{STYLES}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _header(run: RunDirectory) -> str:
    facts, state = run.facts, run.state()
    data, model = (facts.get("data") or {}), (facts.get("model") or {})
    told = [data.get("title") or data.get("name"), model.get("spec"), _day(facts.get("created"))]
    line = " · ".join(str(part) for part in told if part)
    lines = [f"<h1>{escape(run.name)}</h1>", f'<p class="quiet">{escape(line)}</p>']
    if state.state == "failed":
        why = tr("This run failed: {why}", why=state.error or tr("no reason was noted"))
        lines.append(f'<p class="failed">{escape(why)}</p>')
    elif state.state != "finished":
        word = tr("This run is {state}; epoch {epoch} of {epochs}.", state=state.state,
                  epoch=state.epoch, epochs=state.epochs or "?")  # fmt: skip
        lines.append(f"<p>{escape(word)}</p>")
    return f"<header>{''.join(lines)}</header>"


def _day(created: Any) -> str:
    return str(created)[:16].replace("T", " ") + " UTC" if created else ""


def _figures(run: RunDirectory, epochs: list[dict[str, Any]]) -> str:
    """Return the few numbers that one looks for first."""
    test, state = last_test(run) or {}, run.state()
    best = best_epoch(run, epochs)
    at_best = next((line for line in epochs if line["epoch"] == best), {})
    model = run.facts.get("model") or {}
    told: list[tuple[str, str]] = []
    if is_number(test.get("accuracy")):
        told.append((percent(test["accuracy"]), tr("test accuracy")))
    elif is_number(test.get("loss")):
        told.append((decimals(test["loss"]), tr("test loss")))
    for key, name in (("val_accuracy", tr("validation accuracy")), ("val_mae", "validation MAE")):
        if is_number(at_best.get(key)):
            value = percent(at_best[key]) if key == "val_accuracy" else decimals(at_best[key])
            told.append((value, f"{name}, {tr('epoch {epoch}', epoch=best)}"))
    if is_number(model.get("parameters")):
        told.append((in_words(model["parameters"]), tr("parameters")))
    if epochs:
        told.append((str(len(epochs)), tr("epochs trained")))
        told.append((duration(state.trained_s), tr("training time")))
    cells = "".join(
        f'<div class="figure"><b>{escape(value)}</b><span>{escape(name)}</span></div>'
        for value, name in told
    )
    return f'<div class="figures">{cells}</div>' if cells else ""


def _curves(run: RunDirectory, epochs: list[dict[str, Any]]) -> str:
    drawn = panel_svgs(run)
    if not drawn:
        return section(tr("Curves"), f"<p>{escape(tr('No epoch has ended yet.'))}</p>")
    best = best_epoch(run, epochs)
    has_validation = any("val_loss" in line or "val_accuracy" in line for line in epochs)
    key = [f"<span><i></i>{escape(tr('training'))}</span>"]
    if has_validation:
        key.append(f'<span><i class="v"></i>{escape(tr("validation"))}</span>')
    if best is not None:
        key.append(f'<span><i class="b"></i>{escape(tr("best epoch: {epoch}", epoch=best))}</span>')
    charts = f'<div class="charts">{"".join(drawn)}</div>'
    return section(tr("Curves"), charts, f'<p class="key">{"".join(key)}</p>')


def _weights(run: RunDirectory) -> str:
    sheet = weight_sheet(run)
    if sheet is None:
        return ""
    told = tr(
        'What each of {shown} of the {units} units of layer "{layer}" looks for: blue is positive, '
        "orange negative; full colour from ±{full} on.",
        shown=sheet.shown,
        units=sheet.units,
        layer=sheet.layer,
        full=decimals(sheet.full),
    )
    picture = (
        f'<img class="weights" src="{sheet.uri}" width="{sheet.width_px}" '
        f'alt="{escape(tr("weights of the first layer as images"))}">'
    )
    return section(tr("First weights as images"), f"<p>{escape(told)}</p>", picture)


def _model(model: dict[str, Any]) -> str:
    layers = [layer for layer in model.get("layers") or [] if isinstance(layer, dict)]
    if not layers:
        return ""
    rows = [
        row(
            (
                escape(str(layer.get("name", ""))),
                escape(str(layer.get("text") or layer.get("kind") or "")),
                escape(_shape(layer.get("output_shape"))),
                escape(str(layer.get("derivation") or in_words(layer.get("parameters", 0)))),
            )
        )
        for layer in layers
    ]
    total = tr("{count} parameters in all.", count=in_words(model.get("parameters") or 0))
    head = (tr("layer"), tr("what it is"), tr("output"), tr("parameters"))
    return section(tr("Model"), table(head, rows, "layers"), f"<p>{escape(total)}</p>")


def _shape(shape: Any) -> str:
    return in_words(shape) if isinstance(shape, list) else "–"


def _asked(facts: dict[str, Any]) -> str:
    data, config, model = (facts.get(key) or {} for key in ("data", "config", "model"))
    rows: list[tuple[str, Any]] = [
        (tr("data"), data.get("title") or data.get("name")),
        (tr("training images") if data.get("kind") == "images" else tr("training rows"),
         data.get("n_train")),
        (tr("validation"), data.get("n_validation")),
        (tr("test"), data.get("n_test")),
        (tr("loss"), model.get("loss")),
        (tr("output activation"), model.get("output_activation")),
        (tr("updates per epoch"), facts.get("updates_per_epoch")),
    ]  # fmt: skip
    known = {"data", "model", "loss"}
    rows += [(name.replace("_", " "), value) for name, value in config.items() if name not in known]
    return section(tr("What was asked"), pairs(rows))


def _epochs(run: RunDirectory, epochs: list[dict[str, Any]]) -> str:
    if not epochs:
        return ""
    best = best_epoch(run, epochs)
    keys = [key for key in ("loss", "val_loss", "accuracy", "val_accuracy", "mae", "val_mae",
                            "learning_rate", "seconds")
            if any(is_number(line.get(key)) for line in epochs)]  # fmt: skip
    chosen = thinned(epochs, _MOST_ROWS)
    if best is not None and not any(line["epoch"] == best for line in chosen):
        chosen = sorted([*chosen, *(x for x in epochs if x["epoch"] == best)],
                        key=lambda x: int(x["epoch"]))  # fmt: skip
    rows = [
        row(
            (str(line["epoch"]), *(_cell(key, line.get(key)) for key in keys)),
            "best" if line["epoch"] == best else "",
        )
        for line in chosen
    ]
    note = ""
    if len(chosen) < len(epochs):
        shown = tr("{shown} of {all} epochs.", shown=len(chosen), all=len(epochs))
        note = f'<p class="quiet">{escape(shown)}</p>'
    head = (tr("epoch"), *(key.replace("_", " ") for key in keys))
    return section(tr("Epochs"), note, table(head, rows))


def _cell(key: str, value: Any) -> str:
    return escape(percent(value) if key.endswith("accuracy") else decimals(value))


def _script(run: RunDirectory) -> str | None:
    from neurarium.training.code import keras_script

    try:
        return keras_script(run.facts)
    except (NeurariumError, KeyError, TypeError, ValueError, AttributeError):
        return None  # a script's own run, or facts that an older version wrote


def _again(run: RunDirectory, code: str | None) -> str:
    facts = run.facts
    parts = []
    if facts.get("kind") == "train":
        commands = [str(facts.get("command") or ""), f"neurarium runs repeat {run.id}"]
        told = "\n".join(command for command in commands if command)
        parts.append(f"<pre>{escape(told)}</pre>")
    elif facts.get("command"):
        parts.append(f"<pre>{escape(str(facts['command']))}</pre>")
    if code:
        parts.append(f"<h3>{escape(tr('As a script'))}</h3><pre>{escape(code)}</pre>")
    data = facts.get("data") or {}
    rows: list[tuple[str, Any]] = [(tr("run"), run.id), (tr("seed"), facts.get("seed"))]
    rows += [(f"SHA-256 {name}", value) for name, value in (data.get("hashes") or {}).items()]
    rows += list((facts.get("versions") or {}).items())
    rows += list((facts.get("machine") or {}).items())
    return section(tr("How to repeat it"), *parts, pairs(rows))
