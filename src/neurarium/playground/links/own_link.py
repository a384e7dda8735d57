"""neurarium's own links: `#n=1&data=spiral&noise=10&layers=4,2:relu`.

Only what differs from version 1's defaults is written, in words that a person can read and
change. The whole setup comes back exactly, points of one's own included.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from pydantic import ValidationError

from neurarium.errors import LinkError, nearest
from neurarium.language import tr
from neurarium.playground.config import Setup, sentences
from neurarium.playground.links.opened import Opened, quoted, settings_part
from neurarium.playground.links.points_code import decode_points, encode_points

VERSION = "1"
MAX_WRITTEN = 8_000
"""Characters of the longest link that is written: what browsers and chats still carry."""
_EMPTY = "'"
"""Stands for a name without letters; a real apostrophe is escaped."""
_NUMBER = re.compile(r"[+-]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][+-]?\d{1,3})?")


def _escaped(value: object) -> str:
    return quote(str(value), safe="-._")


def _names(values: tuple[str, ...]) -> str:
    return ",".join(_escaped(value) or _EMPTY for value in values)


def _read_names(text: str) -> list[str]:
    return ["" if part == _EMPTY else unquote(part) for part in text.split(",")] if text else []


def _read_int(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise ValueError(tr("a whole number"))
    return int(text)


def _read_float(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(tr("a number"))
    return float(text)


def _read_bool(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(tr("0 or 1"))
    return text == "1"


def _layer(layer: dict[str, Any]) -> str:
    text = str(layer["units"])
    if layer["activation"] != "tanh" or layer["dropout"]:
        text += ":" + layer["activation"]
    return f"{text}:{layer['dropout']!r}" if layer["dropout"] else text


def _layers(layers: tuple[dict[str, Any], ...]) -> str:
    return ",".join(_layer(layer) for layer in layers)


def _read_layers(text: str) -> list[dict[str, Any]]:
    layers = []
    for part in text.split(",") if text else []:
        units, _, rest = part.partition(":")
        activation, _, dropout = rest.partition(":")
        layer: dict[str, Any] = {"units": _read_int(units)}
        if activation:
            layer["activation"] = activation
        if dropout:
            layer["dropout"] = _read_float(dropout)
        layers.append(layer)
    return layers


def _axis(axis: dict[str, Any] | None) -> str:
    if axis is None:
        return ""
    return f"{_escaped(axis['name'])}:{axis['offset']!r}:{axis['unit']!r}"


def _read_axis(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    parts = text.split(":")
    if len(parts) != 3:
        raise ValueError(tr("name:offset:unit"))
    return {
        "name": unquote(parts[0]),
        "offset": _read_float(parts[1]),
        "unit": _read_float(parts[2]),
    }


@dataclass(frozen=True)
class _Key:
    """One key of a link: where its value lies in a setup, and how it is written and read."""

    path: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _text(path: str) -> _Key:
    return _Key(path, _escaped, unquote)


def _whole(path: str) -> _Key:
    return _Key(path, str, _read_int)


def _real(path: str) -> _Key:
    return _Key(path, repr, _read_float)


def _flag(path: str) -> _Key:
    return _Key(path, lambda value: "1" if value else "0", _read_bool)


KEYS: dict[str, _Key] = {
    "mode": _text("config.mode"),
    "data": _text("config.data.name"),
    "seed": _text("config.data.seed"),
    "noise": _real("config.data.noise"),
    "train": _whole("config.data.train_percent"),
    "samples": _whole("config.data.samples"),
    "classes": _whole("config.data.classes"),
    "formula": _text("config.data.formula"),
    "features": _Key("config.features", _names, _read_names),
    "layers": _Key("config.layers", _layers, _read_layers),
    "output": _text("config.output"),
    "loss": _text("config.loss"),
    "optimizer": _text("config.optimizer"),
    "lr": _real("config.learning_rate"),
    "momentum": _real("config.momentum"),
    "schedule": _text("config.schedule"),
    "period": _whole("config.schedule_epochs"),
    "reg": _text("config.regularization"),
    "rate": _real("config.regularization_rate"),
    "batch": _whole("config.batch_size"),
    "init": _text("config.initializer"),
    "wseed": _text("config.weights_seed"),
    "epoch": _whole("epoch"),
    "test": _flag("view.show_test"),
    "discretize": _flag("view.discretize"),
    "hidetext": _flag("view.hide_text"),
    "hidden": _Key("view.hidden", _names, _read_names),
    "speed": _text("view.speed"),
}
_POINTS_KEYS: dict[str, _Key] = {
    "points": _Key("rows", encode_points, decode_points),
    "names": _Key("classes", _names, _read_names),
    "xaxis": _Key("x_axis", _axis, _read_axis),
    "yaxis": _Key("y_axis", _axis, _read_axis),
    "taxis": _Key("target_axis", _axis, _read_axis),
}


def to_link(setup: Setup) -> str:
    """Return the part of our link from its # on; raises `LinkError` where it gets too long."""
    values, defaults = setup.model_dump(), Setup().model_dump()
    pairs = []
    for name, key in KEYS.items():
        value = _at(values, key.path)
        if value != _at(defaults, key.path):
            pairs.append((name, key.write(value)))
    custom = values["config"]["data"]["custom"]
    if custom is not None:
        pairs += [(name, key.write(custom[key.path])) for name, key in _POINTS_KEYS.items()]
    link = "&".join([f"#n={VERSION}", *(f"{name}={value}" for name, value in pairs)])
    if len(link) > MAX_WRITTEN:
        raise LinkError(
            tr("With these points the link would have {count} characters, more than "
               "{limit}. Save the settings file instead: it holds everything.",
               count=len(link), limit=MAX_WRITTEN)
        )  # fmt: skip
    return link


def is_own_link(link: str) -> bool:
    """Return whether `link` is one of ours, by its first key."""
    return settings_part(link).startswith("n=")


def read_own_link(link: str) -> Opened:
    """Return the setup of one of our links; raises `LinkError`."""
    values: dict[str, Any] = {}
    points: dict[str, Any] = {}
    warnings = []
    for part in settings_part(link).split("&"):
        name, _, text = part.partition("=")
        if name == "n":
            _check_version(text)
        elif name in KEYS:
            _put(values, KEYS[name].path, _value(KEYS[name], name, text))
        elif name in _POINTS_KEYS:
            points[_POINTS_KEYS[name].path] = _value(_POINTS_KEYS[name], name, text)
        elif name:
            warnings.append(_unknown(name))
    if points:
        _put(values, "config.data.custom", points)
    try:
        return Opened(Setup.model_validate(values), tuple(warnings[:10]))
    except ValidationError as error:
        text = tr("This link cannot be opened: {why}", why=sentences(error)[:1000])
        raise LinkError(text) from error


def _check_version(text: str) -> None:
    if text != VERSION:
        raise LinkError(
            tr("The link is of version {version}, known is {known}. "
               "A newer neurarium may open it: pip install -U neurarium",
               version=quoted(text, 20), known=VERSION)
        )  # fmt: skip


def _value(key: _Key, name: str, text: str) -> Any:
    try:
        return key.read(text)
    except LinkError:
        raise
    except ValueError as error:
        raise LinkError(
            tr("{name} is {value} in this link, expected was {expected}.",
               name=name, value=quoted(text), expected=error)
        ) from error  # fmt: skip


def _unknown(name: str) -> str:
    hint = nearest(name, [*KEYS, *_POINTS_KEYS])
    if hint is None:
        return tr("The link has an unknown key {name}.", name=quoted(name, 30))
    return tr("The link has an unknown key {name}. Was {hint} meant?",
              name=quoted(name, 30), hint=quoted(hint))  # fmt: skip


def _at(values: dict[str, Any], path: str) -> Any:
    found: Any = values
    for step in path.split("."):
        found = found[step]
    return found


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    place = values
    for step in parents:
        place = place.setdefault(step, {})
    place[last] = value
