"""What a table may be about: which columns are x, y and the target, and which task that makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurarium.datasets.points.csv_numbers import NumberReader, is_missing
from neurarium.datasets.points.points import Task
from neurarium.datasets.points.settings import MAX_CLASSES

_TARGET_NAMES = {
    "label", "labels", "class", "classes", "target", "category", "type", "species", "group",
    "outcome", "diagnosis", "cluster", "라벨", "레이블", "분류", "종류", "정답", "목표",
}  # fmt: skip
_X_NAMES = ("x", "x1", "x0", "x_1", "x[0]")
_Y_NAMES = ("y", "x2", "x1", "x_2", "x[1]")
_INDEX_NAMES = {"", "index", "id", "no", "nr", "row", "번호"}


@dataclass(frozen=True)
class Guess:
    """Places (from 0) of the columns to learn from, and the task."""

    x: int
    y: int
    target: int
    task: Task


@dataclass(frozen=True)
class Sketch:
    """What a guess looks at: a column's name, whether it holds numbers, and (some of) its cells."""

    name: str
    numeric: bool
    read: NumberReader
    cells: Sequence[str]

    @property
    def is_index(self) -> bool:
        """Whether this only counts the rows."""
        if not self.numeric or self.name.lower() not in _INDEX_NAMES:
            return False
        numbers = [self.read(cell) for cell in self.cells[:50]]
        return any(all(number == first + i for i, number in enumerate(numbers)) for first in (0, 1))


def guess_of(sketches: Sequence[Sketch]) -> Guess:
    """Guess from names first, then kinds; two columns must be numeric."""
    target = _target_of(sketches)
    numeric = [i for i, sketch in enumerate(sketches) if sketch.numeric and i != target]
    telling = [i for i in numeric if not sketches[i].is_index]
    candidates = telling if len(telling) > 1 else numeric
    x = _named(sketches, candidates, _X_NAMES, candidates[0])
    others = [i for i in candidates if i != x]
    y = _named(sketches, others, _Y_NAMES, others[0])
    return Guess(x, y, target, task_of_cells(sketches[target].cells, sketches[target].read))


def task_of_cells(cells: Sequence[str], read: NumberReader) -> Task:
    """Return "classification" for text, or for few whole numbers that come again; else the other.

    Few: up to 10 different ones, and on average at least two rows of each.
    """
    present = [cell for cell in cells if not is_missing(cell)]
    numbers = [number for number in map(read, present) if number is not None]
    if 2 * len(numbers) < len(present) or not numbers:
        return "classification"
    distinct = set(numbers)
    few = len(distinct) <= MAX_CLASSES and 2 * len(distinct) <= len(numbers)
    whole = all(number.is_integer() for number in distinct)
    return "classification" if few and whole else "regression"


def _target_of(sketches: Sequence[Sketch]) -> int:
    numeric = sum(sketch.numeric for sketch in sketches)
    free = [
        i for i, sketch in enumerate(sketches)
        if numeric - sketch.numeric >= 2 and not sketch.is_index
    ] or list(range(len(sketches)))  # fmt: skip
    for i in free:
        if sketches[i].name.lower() in _TARGET_NAMES:
            return i
    for i in reversed(free):
        cells = set(sketches[i].cells)
        if not sketches[i].numeric and 2 <= len(cells) <= MAX_CLASSES:
            return i
    return next((i for i in reversed(free) if not sketches[i].numeric), free[-1])


def _named(
    sketches: Sequence[Sketch], places: Sequence[int], names: Sequence[str], otherwise: int
) -> int:
    for name in names:
        for i in places:
            if sketches[i].name.lower() == name:
                return i
    return otherwise
