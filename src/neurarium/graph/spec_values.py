"""What may stand between the parentheses of a layer: text → the values of its settings."""

from __future__ import annotations

import re

from neurarium.errors import unknown
from neurarium.graph.activations import activation_named
from neurarium.graph.kinds import Kind, Setting
from neurarium.graph.layer import Value
from neurarium.language import tr

_WHOLE = re.compile(r"[0-9]{1,12}")
_NUMBER = re.compile(r"-?([0-9]{1,12}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][+-]?[0-9]{1,3})?")
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class WrongValue(Exception):  # noqa: N818 (turned into a SpecError, which knows the place)
    """A value that a setting cannot have; the message is a sentence."""


def read_value(setting: Setting, text: str) -> Value:
    """Return the value that `text` gives a setting. Raises `WrongValue`."""
    if setting.type == "choice":
        return _choice(setting, text)
    if setting.type == "bool":
        if text.lower() not in _YES:
            raise WrongValue(_expected(setting, text))
        return _YES[text.lower()]
    if setting.type == "float":
        if not _NUMBER.fullmatch(text):
            raise WrongValue(_expected(setting, text))
        return checked(setting, float(text))
    parts = re.split("[xX×]", text)
    if not all(_WHOLE.fullmatch(part.strip()) for part in parts):
        raise WrongValue(_expected(setting, text))
    numbers = tuple(int(part) for part in parts)
    return checked(setting, numbers[0] if len(numbers) == 1 else numbers)


def _choice(setting: Setting, text: str) -> str:
    name = activation_named(text) if setting.name == "activation" else text.lower()
    if name not in setting.choices:
        raise WrongValue(unknown(setting.spec_word, shortened(text), setting.choices))
    return str(name)


def checked(setting: Setting, value: object) -> Value:
    """Return a value as its setting holds it, from text or from a page. Raises `WrongValue`.

    A size of two equal numbers becomes one; a shape stays a tuple.
    """
    if setting.type == "bool" and isinstance(value, bool):
        return value
    if setting.type == "choice" and isinstance(value, str):
        return _choice(setting, value)
    if setting.type in ("size", "shape") and isinstance(value, list | tuple):
        return _numbers(setting, tuple(value))
    if setting.type == "shape":
        return _numbers(setting, (value,))
    numeric = setting.type in ("int", "float", "size") and not isinstance(value, bool)
    if not numeric or not isinstance(value, int | float) or not _inside(setting, value):
        raise WrongValue(_expected(setting, value))
    if setting.type == "float":
        return float(value)
    if value != int(value):
        raise WrongValue(_expected(setting, value))
    return int(value)


def _numbers(setting: Setting, values: tuple[object, ...]) -> Value:
    most = 2 if setting.type == "size" else 3
    whole = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    if not 1 <= len(values) <= most or len(whole) < len(values):
        raise WrongValue(_expected(setting, values))
    if not all(_inside(setting, number) for number in whole):
        raise WrongValue(_expected(setting, values))
    if setting.type == "size" and len(set(whole)) == 1:
        return whole[0]
    return tuple(whole)


def _inside(setting: Setting, value: float) -> bool:
    above = setting.minimum is None or value >= setting.minimum
    return above and (setting.maximum is None or value <= setting.maximum)


def _expected(setting: Setting, came: object) -> str:
    wanted = {
        "int": tr("a whole number from {low} to {high}", low=_n(setting.minimum),
                  high=_n(setting.maximum)),
        "float": tr("a number from {low} to {high}", low=_n(setting.minimum),
                    high=_n(setting.maximum)),
        "bool": tr("true or false"),
        "choice": ", ".join(setting.choices),
        "size": tr("a whole number from {low} to {high}, or two as in 3x5",
                   low=_n(setting.minimum), high=_n(setting.maximum)),
        "shape": tr("one to three whole numbers as in 7x7x64"),
    }[setting.type]  # fmt: skip
    return tr(
        '{setting} is {wanted}; "{came}" came.',
        setting=setting.spec_word, wanted=wanted, came=shortened(shown(came)),
    )  # fmt: skip


def _n(bound: float | None) -> str:
    return "?" if bound is None else f"{bound:,g}" if bound < 1 else f"{bound:,.0f}"


def shown(value: object) -> str:
    """Return a value as a spec writes it: 3x5, true, 0.3."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return "x".join(map(str, value))
    return str(value)


def shortened(text: str) -> str:
    """Return a text short enough to be quoted in a sentence."""
    return text if len(text) <= 40 else text[:39] + "…"


def setting_for_value(kind: Kind, text: str, taken: set[str]) -> Setting | None:
    """Return the setting that a value without a name belongs to, or None.

    Words go where they are a choice; numbers from left to right to what is positional.
    """
    if not re.match(r"[-.0-9]", text):
        for setting in kind.settings:
            if setting.type == "choice" and _is_choice(setting, text):
                return setting
    free = (s for s in kind.settings if s.positional and s.name not in taken)
    found = next(free, None)
    if found is None and not re.match(r"[-.0-9]", text):
        found = next((s for s in kind.settings if s.type == "choice"), None)
    return found


def _is_choice(setting: Setting, text: str) -> bool:
    name = activation_named(text) if setting.name == "activation" else text.lower()
    return name in setting.choices
