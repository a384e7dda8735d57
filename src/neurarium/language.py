"""The one place through which every text that a person sees passes.

Texts are written in English where they are used, as gettext does it, and looked up in the
catalogue of the language that was chosen. Values are filled in afterwards, by name, so that
a translation can move them:

    >>> tr("Epoch {epoch}: loss {loss}", epoch=3, loss=0.25)
    'Epoch 3: loss 0.25'

The browser's half is `view/core/language.js` with the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

_catalogue: ContextVar[Mapping[str, str] | None] = ContextVar("catalogue", default=None)


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the chosen language with `{name}` places filled from `values`."""
    catalogue = _catalogue.get()
    template = catalogue.get(text, text) if catalogue else text
    return template.format(**values) if values else template


def use_catalogue(catalogue: Mapping[str, str] | None) -> None:
    """Choose the catalogue (English text → translated text) for this context."""
    _catalogue.set(catalogue)
