"""The error family: what was expected, what came, where, what to try.

Every error that a person can cause is a `NeurariumError`. Its message is one or two
sentences: what came (quoted), what was expected, and what to try next. Interfaces print
`str(error)` as it is; anything else that is raised is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class NeurariumError(Exception):
    """Base of all errors that a person can cause and mend."""


class ConfigError(NeurariumError):
    """A setting has a value that is not allowed, or settings contradict one another."""


class DataError(NeurariumError):
    """Data cannot be read or learned from: names the line or place, and the value."""


class SpecError(NeurariumError):
    """A model's spec cannot be read, or its layers do not fit: names the place and the layer.

    `column` counts from 1, `layer` from 0 (the parts between hyphens, the input too if it is
    written); None where the mistake has no place.
    """

    def __init__(self, text: str, column: int | None = None, layer: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.column = column
        self.layer = layer

    def __reduce__(self) -> tuple[type[SpecError], tuple[str, int | None, int | None]]:
        return type(self), (self.text, self.column, self.layer)


class RunError(NeurariumError):
    """A training run cannot be found, read, written or gone on with."""


class LinkError(NeurariumError):
    """A link or a settings file cannot be understood."""


class FormulaError(NeurariumError):
    """A formula of one's own is not in the grammar: names the column and the character."""


class DivergedError(NeurariumError):
    """Training produced a loss that is not finite or exploded."""


class MissingExtraError(NeurariumError):
    """An optional library is needed: the message names the install command."""


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name that is closest to `name`, or None if none is near."""
    found = difflib.get_close_matches(name, list(allowed), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown(what: str, name: object, allowed: Iterable[str]) -> str:
    """Return a sentence for a name that is not one of the allowed ones.

    >>> unknown("data set", "spirl", ["circle", "spiral"])
    'Unknown data set "spirl". Allowed: circle, spiral. Did you mean "spiral"?'
    """
    names = list(allowed)
    hint = nearest(str(name), names)
    tail = f' Did you mean "{hint}"?' if hint else ""
    return f'Unknown {what} "{name}". Allowed: {", ".join(names)}.{tail}'
