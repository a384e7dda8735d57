"""What is said before a training: every layer, every sum, so that a learner can check them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from neurarium.cli.training_words import shape
from neurarium.language import tr

Facts = Mapping[str, Any]


def print_plan(console: Console, facts: Facts, title: str | None = None) -> None:
    """Print data, layers with their arithmetic, and how many updates there will be."""
    data, config = facts["data"], facts["config"]
    console.print(Text(title or tr("What will happen"), style="bold"))
    console.print(_layers(facts["model"], console.width))
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column()
    rows.add_row(tr("data"), _data(data))
    rows.add_row(tr("updates"), _updates(facts))
    rows.add_row(tr("recipe"), recipe(facts))
    if facts.get("command") and title:
        rows.add_row(tr("command"), str(facts["command"]))
    if config.get("patience"):
        rows.add_row(tr("ends early"), _early(config))
    console.print(rows)
    console.print()


def _layers(model: Mapping[str, Any], width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    table.add_column(tr("layer"), footer=Text(tr("together"), style="bold"), no_wrap=True)
    table.add_column(tr("gives"), no_wrap=True)
    table.add_column(tr("parameters"), overflow="fold", footer=_total(model))
    for layer in model["layers"]:
        table.add_row(_what(layer), _gives(layer), _sum(layer))
    return table


def _what(layer: Mapping[str, Any]) -> Text:
    """Return the layer's part of the spec; of a foreign model its kind and name."""
    if layer.get("text"):
        return Text(str(layer["text"]))
    told = Text(str(layer["kind"]))
    if not layer.get("note") and layer["name"] != layer["kind"]:
        told.append(f"  {layer['name']}", style="dim")
    return told


def _gives(layer: Mapping[str, Any]) -> Text:
    """Return the shape, and behind it how it came about where that is a sum."""
    sides = layer.get("output_shape")
    told = Text(shape(sides))
    sum_ = str(layer.get("shape_derivation") or "")
    if sum_ == f"{sides[0]} = {sides[0]}" if sides else not sum_:
        return told
    if sum_:
        told.append(f"  {sum_}", style="dim")
    return told


def _sum(layer: Mapping[str, Any]) -> Text:
    if layer.get("derivation"):
        return Text(str(layer["derivation"]))
    if layer.get("parameters"):
        return Text(f"{layer['parameters']:,}")
    return Text("–", style="dim")


def _total(model: Mapping[str, Any]) -> Text:
    counts = [layer["parameters"] for layer in model["layers"] if layer.get("parameters")]
    total = f"{model['parameters']:,}"
    told = Text(style="bold")
    if 1 < len(counts) <= 6:
        told.append(" + ".join(f"{count:,}" for count in counts) + " = ")
    told.append(total)
    if model.get("trainable") is not None and model["trainable"] != model["parameters"]:
        told.append(tr(", {n} of them trained", n=f"{model['trainable']:,}"))
    return told


def _data(data: Mapping[str, Any]) -> str:
    n, kept = data["n_train"], data["n_validation"]
    told = tr(
        "{title}: {n} for training, {test} for testing",
        title=data["title"], n=f"{n:,}", test=f"{data['n_test']:,}",
    )  # fmt: skip
    if kept:
        told = tr(
            "{title}: {all} − {kept} for validation = {n} for training; {test} for testing",
            title=data["title"], all=f"{n + kept:,}", kept=f"{kept:,}", n=f"{n:,}",
            test=f"{data['n_test']:,}",
        )  # fmt: skip
    return told


def _updates(facts: Facts) -> str:
    config = facts["config"]
    n, batch, epochs = facts["data"]["n_train"], config["batch"], config["epochs"]
    each = facts["updates_per_epoch"]
    return tr(
        "⌈{n} / {batch}⌉ = {each} an epoch; {each} × {epochs} epochs = {all}",
        n=f"{n:,}", batch=f"{batch:,}", each=f"{each:,}", epochs=f"{epochs:,}",
        all=f"{each * epochs:,}",
    )  # fmt: skip


def recipe(facts: Facts) -> str:
    """Return optimizer, learning rate, loss and library in one line."""
    from neurarium.training.optimizers import OPTIMIZERS

    config, model = facts["config"], facts["model"]
    optimizer = OPTIMIZERS[config["optimizer"]]
    rate = config["learning_rate"]
    momentum = config["momentum"] if config["momentum"] is not None else optimizer.momentum
    parts = [
        optimizer.keras_name,
        tr("learning rate {rate}", rate=f"{rate or optimizer.learning_rate:g}"),
    ]
    if momentum:
        name = tr("Nesterov momentum {m}") if config["nesterov"] else tr("momentum {m}")
        parts.append(name.format(m=f"{momentum:g}"))
    if config["schedule"]:
        parts.append(tr("schedule {schedule}", schedule=config["schedule"]))
    if config["reduce_lr"]:
        parts.append(tr("reduced on a plateau {how}", how=config["reduce_lr"]))
    parts += [
        tr("loss {loss}", loss=str(model["loss"]).replace("_", " ")),
        tr("Keras on {backend}", backend=config["backend"]),
        tr("seed {seed}", seed=config["seed"]),
    ]
    return ", ".join(parts)


def _early(config: Mapping[str, Any]) -> str:
    told = tr("after {n} epochs without a better validation loss", n=config["patience"])
    if config["restore_best"]:
        told += tr("; the weights of the best epoch come back")
    return told
