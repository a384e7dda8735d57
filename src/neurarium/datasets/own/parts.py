"""What a reader of one's own data returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from neurarium.datasets.dataset import Array, ClassName, Kind, Task


@dataclass(frozen=True)
class OwnParts:
    """Arrays by name, what their numbers mean, and what was done to the data."""

    kind: Kind
    task: Task
    arrays: dict[str, Array] = field(repr=False)
    classes: tuple[ClassName, ...] = ()
    features: tuple[str, ...] = ()
    target: str = ""
    notes: tuple[str, ...] = ()
