"""Points from a formula of one's own: `y > 2*sin(x)` makes two classes, `x*y` numbers to predict.

Points lie anywhere on the plane. Noise moves where the formula is looked up, by up to 6ν on either
axis (kept on the plane), and the point stays where it is: the meaning that noise has in the
original's xor and planes. Points where the formula has no value, such as log(x) left of 0, are
drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points.formula_functions import FUNCTIONS, OPERATORS
from neurarium.datasets.points.formula_parser import Node, parse
from neurarium.datasets.points.raw import Random, Raw, Row, uniform
from neurarium.datasets.points.settings import PLANE, AxisScale
from neurarium.errors import FormulaError
from neurarium.language import tr

Floats = NDArray[np.float64]

DEFAULT_FORMULA = "y > 2*sin(x)"
_GRID = 241
_LEAST_DEFINED = 0.02
_ENOUGH = 5000
"""Points that are drawn before a formula is given up whose values lie on a few lines alone."""


@dataclass(frozen=True)
class Formula:
    """A parsed formula: call it with arrays x and y of one shape."""

    text: str
    tree: Node

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes false and true of a comparison, () for a number."""
        return ("false", "true") if self.tree.truth else ()

    def __call__(self, x: Floats, y: Floats) -> Floats:
        """Return the values, in the shape of x: 0 or 1 for a comparison, NaN for "no value"."""
        with np.errstate(all="ignore"):
            values = np.broadcast_to(_evaluated(self.tree, x, y), np.shape(x)).astype(np.float64)
        values[~np.isfinite(values)] = np.nan
        return values


@lru_cache(maxsize=64)
def parse_formula(text: str) -> Formula:
    """Return the formula of `text`; raises `FormulaError` naming column and character."""
    return Formula(text, parse(text))


def formula_points(random: Random, n: int, noise: float, text: str) -> Raw:
    """Return `n` points with the class or the number that the formula gives them.

    Numbers are divided by their largest magnitude on the plane (a 241 × 241 grid; beyond it, next
    to a pole, they stay at −1 or 1); `target_axis` tells by how much. Raises `FormulaError`
    where the formula has a value almost nowhere, or one class alone.
    """
    formula = parse_formula(text)
    unit = _unit(formula)
    rows: list[Row] = []
    drawn = 0
    while len(rows) < n:
        drawn += n - len(rows)
        rows += _defined(random, n - len(rows), noise, formula, unit)
        if drawn >= _ENOUGH and len(rows) < drawn * _LEAST_DEFINED / 2:
            raise FormulaError(_almost_nowhere(text))
    target_axis = None if formula.classes else AxisScale(name=text.strip()[:80], unit=unit)
    return Raw(rows, formula.classes, target_axis=target_axis)


def _defined(random: Random, n: int, noise: float, formula: Formula, unit: float) -> list[Row]:
    """Draw `n` points and return those where the formula has a value."""
    drawn = np.array([[uniform(random, -PLANE, PLANE) for _ in range(4)] for _ in range(n)])
    seen = np.clip(drawn[:, :2] + noise * drawn[:, 2:], -PLANE, PLANE)
    target = np.clip(formula(seen[:, 0], seen[:, 1]) / unit, -1.0, 1.0)
    known = ~np.isnan(target)
    kept: list[Row] = [
        (x, y, value)
        for (x, y), value in zip(
            drawn[known, :2].tolist(), target[known].tolist(), strict=True
        )
    ]  # fmt: skip
    return kept


def _unit(formula: Formula) -> float:
    """Return what targets are divided by; refuses formulas that leave nothing to learn."""
    line = np.linspace(-PLANE, PLANE, _GRID)
    values = formula(*np.meshgrid(line, line))
    known = values[~np.isnan(values)]
    if len(known) < _LEAST_DEFINED * values.size:
        raise FormulaError(_almost_nowhere(formula.text))
    if not formula.classes:
        largest = float(np.abs(known).max())
        return largest if largest > np.finfo(np.float64).tiny else 1.0
    if known.min() == known.max():
        raise FormulaError(
            tr('"{text}" is {answer} everywhere on the plane (−6 to 6): one class alone can\'t be '
               'told apart. Try "{example}".', text=formula.text.strip(),
               answer=formula.classes[int(known[0])], example=DEFAULT_FORMULA)
        )  # fmt: skip
    return 1.0


def _almost_nowhere(text: str) -> str:
    return tr(
        '"{text}" has no value on almost all of the plane (−6 to 6): a root or a logarithm of '
        'negative numbers, or a division by zero. Try "sqrt(abs(x))", say.',
        text=text.strip(),
    )


def _evaluated(node: Node, x: Floats, y: Floats) -> Floats:
    if node.operation == "number":
        return np.full(np.shape(x), node.number)
    if node.operation in ("x", "y"):
        return x if node.operation == "x" else y
    arguments = [_evaluated(argument, x, y) for argument in node.arguments]
    function = FUNCTIONS.get(node.operation)
    compute = function.compute if function else OPERATORS[node.operation]
    return np.asarray(compute(*arguments), dtype=np.float64)
