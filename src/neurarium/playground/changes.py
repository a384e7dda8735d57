"""What a change of the configuration means for what was learned so far.

See "Who owns time" in docs/architecture.md. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from neurarium.datasets.points import Points
from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.playground.config import LOSSES_FOR_OUTPUT, Config, changed
from neurarium.playground.message import Message
from neurarium.playground.words import loss_in_words

Kind = Literal["nothing", "start", "go on"]
Answer = Literal["two", "many", "numbers"]
_FIRST_WEIGHTS = ("initializer", "weights_seed")


def kind_of(old: Config, new: Config) -> Kind:
    """Return what the step from `old` to `new` means for what was learned.

    "start": epoch 0 with first weights, for another data set, seed or split, and another way to
    draw the first weights. "go on": the epoch and the weights of what stays are kept, for noise,
    points drawn by hand, layers, units, features and every hyperparameter.
    """
    if old == new:
        return "nothing"
    if _other_data(old, new) or any(_differ(old, new, name) for name in _FIRST_WEIGHTS):
        return "start"
    return "go on"


def _other_data(old: Config, new: Config) -> bool:
    going_on = {"noise"}
    if _drawn_by_hand(old, new):
        going_on |= {"custom", "name", "samples", "classes", "formula"}
    before, after = old.data.model_dump(), new.data.model_dump()
    return any(before[name] != after[name] for name in before if name not in going_on)


def _drawn_by_hand(old: Config, new: Config) -> bool:
    """Return whether points were added or erased on the same axes (a file brings its own)."""
    custom = new.data.custom
    if new.data.name != "custom" or custom is None:
        return False
    before = old.data.custom if old.data.name == "custom" else None
    if before is not None:
        return (custom.x_axis, custom.y_axis) == (before.x_axis, before.y_axis)
    return (custom.x_axis.offset, custom.x_axis.unit) == (0.0, 1.0) == (
        custom.y_axis.offset, custom.y_axis.unit,
    )  # fmt: skip


def _differ(old: Config, new: Config, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def answer_of(points: Points) -> Answer:
    """Return what a network is asked about these points: one of two classes, of many, a number."""
    if points.task == "regression":
        return "numbers"
    return "many" if len(points.classes) > 2 else "two"


_USUAL: Mapping[Answer, str] = {"two": "tanh", "many": "softmax", "numbers": "linear"}
_POSSIBLE: Mapping[Answer, tuple[str, ...]] = {
    "two": ("tanh", "sigmoid", "softmax", "linear"),
    "many": ("softmax",),
    "numbers": ("linear", "tanh", "sigmoid"),
}


def with_fitting_loss(config: Config, changes: Mapping[str, Any]) -> Config:
    """Return `config` changed; where only the output changes, a loss that fits it is picked."""
    output = changes.get("output", config.output)
    allowed = LOSSES_FOR_OUTPUT.get(output, ()) if isinstance(output, str) else ()
    if "loss" not in changes and allowed and config.loss not in allowed:
        changes = {**changes, "loss": allowed[0]}
    return changed(config, changes)


def fitted(
    config: Config, points: Points, before: Answer, remembered: Mapping[Answer, Mapping[str, Any]]
) -> tuple[Config, Message | None]:
    """Return a configuration whose output can say what `points` ask, and a sentence if it changed.

    `before` is what was asked until now; where that stays, the person's own output is kept if it
    is possible at all. `remembered` holds what was used the last time for each answer.
    """
    answer = answer_of(points)
    if answer == before and config.output in _POSSIBLE[answer]:
        return config, None
    wish = dict(remembered.get(answer, {}))
    if not wish:
        output = _USUAL[answer]
        losses = LOSSES_FOR_OUTPUT[output]
        wish = {"output": output, "loss": config.loss if config.loss in losses else losses[0]}
    if answer == "many" and config.mode == "exact":
        wish["mode"] = "standard"
    new = _if_possible(config, wish)
    if new == config:
        return config, None
    return new, Message("info", _told(config, new, points))


def _if_possible(config: Config, wish: Mapping[str, Any]) -> Config:
    """Return `config` as wished; without the remembered mode where that no longer fits."""
    try:
        return changed(config, wish)
    except ConfigError:
        return changed(config, {name: wish[name] for name in ("output", "loss")})


def _told(old: Config, new: Config, points: Points) -> str:
    asked = (
        tr("These points carry numbers")
        if points.task == "regression"
        else tr("These points have {count} classes", count=max(2, len(points.classes)))
    )
    text = tr(
        "{asked}: the output is now {output} with the loss {loss}.",
        asked=asked, output=new.output, loss=loss_in_words(new.loss),
    )  # fmt: skip
    if new.mode != old.mode:
        text += " " + tr("The mode is now {mode}.", mode=new.mode)
    return text
