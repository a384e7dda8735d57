"""One layer as a person asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = int | float | bool | str | tuple[int, ...]
"""What a setting can be. A tuple is a size (height, width) or a shape."""


@dataclass(frozen=True)
class Layer:
    """A layer of a kind with the settings that were given; what is not given is not in it.

    `kind` is Keras's class in snake case (`dense`, `conv2d`, `max_pooling2d`); `input` is the
    shape that a spec begins with. `column` (from 1) and `text` say where it stood in a spec and
    how it was written; two layers that differ in nothing else are equal.
    """

    kind: str
    given: tuple[tuple[str, Value], ...] = ()
    column: int | None = field(default=None, compare=False)
    text: str | None = field(default=None, compare=False)

    @property
    def settings(self) -> dict[str, Value]:
        """Return the given settings by name."""
        return dict(self.given)

    def get(self, name: str) -> Value | None:
        """Return a setting, or None if it was not given."""
        return dict(self.given).get(name)
