"""Points on the plane to learn from: `draw(DataConfig(name="spiral"), SeedRandom("0.5"))`."""

from __future__ import annotations

from neurarium.datasets.points.draw import class_count, class_names, draw, task_of
from neurarium.datasets.points.points import Points, Task
from neurarium.datasets.points.settings import AxisScale, CustomPoints, DataConfig

__all__ = [
    "AxisScale",
    "CustomPoints",
    "DataConfig",
    "Points",
    "Task",
    "class_count",
    "class_names",
    "draw",
    "task_of",
]
