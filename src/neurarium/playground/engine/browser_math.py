"""tanh and sigmoid as browsers compute them, to the last bit, in NumPy and in JAX.

A ReLU network's training is chaotic: one rounding in 10¹⁶ has grown to the size of the weights
after 50 epochs. So whoever wants the original's trajectory needs the very rounding of its tanh.
Browsers follow the method of Sun's freely distributable math library (K. C. Ng, 1993): reduce
x by a multiple k of ln 2, approximate e^r − 1 by a rational function, scale by 2^k. Coefficients
are that method's published ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700e00
_EXP = (
    1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
    -1.65339022054652515390e-06, 4.13813679705723846039e-08,
)  # fmt: skip
_EXPM1 = (
    -3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05,
    4.00821782732936239552e-06, -2.01099218183624371326e-07,
)  # fmt: skip
_HALF_LN2 = 0.34657311439514160  # 0x3fd62e43 00000000: above it, x is reduced


@dataclass(frozen=True)
class Exactly:
    """An array library, and a product that is rounded before anything is added to it.

    XLA contracts a·b + c into one fused operation that rounds once, where a browser rounds
    twice. `one` is the number 1, but as an argument of the compiled program: a·b·one + c fuses
    to fma(a·b, 1, c), which is a·b rounded, plus c, rounded. NumPy never fuses: there it is 1.0.
    """

    xp: ModuleType
    one: Any = 1.0

    def product(self, a: Any, b: Any) -> Any:
        """Return a·b, rounded."""
        return (a * b) * self.one


def _power_of_two(xp: ModuleType, k: Any) -> Any:
    """Return 2^k for whole numbers k (float64) within −1022..1023, exactly."""
    bits = (k.astype(xp.int64) + 1023) << 52
    if hasattr(bits, "at"):  # a JAX array
        from jax import lax

        return lax.bitcast_convert_type(bits, xp.float64)
    return bits.view(xp.float64)


def _polynomial(ops: Exactly, coefficients: tuple[float, ...], t: Any) -> Any:
    total = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        total = coefficient + ops.product(t, total)
    return total


def _reduced(ops: Exactly, x: Any) -> tuple[Any, Any, Any]:
    """Return k, high, low with x = k ln 2 + high − low."""
    xp = ops.xp
    k = xp.trunc(ops.product(_INVERSE_LN2, x) + xp.where(x < 0, -0.5, 0.5))
    k = xp.where(xp.abs(x) >= _HALF_LN2, k, 0.0)
    return k, x - ops.product(k, _LN2_HIGH), ops.product(k, _LN2_LOW)


def exp(ops: Exactly, x: Any) -> Any:
    """Return e^x for float64 arrays; beyond ±700 it is 0 or infinity."""
    xp = ops.xp
    k, high, low = _reduced(ops, xp.clip(x, -700.0, 700.0))
    r = high - low
    t = ops.product(r, r)
    c = r - ops.product(t, _polynomial(ops, _EXP, t))
    rc = ops.product(r, c)
    small = 1.0 - (rc / (c - 2.0) - r)
    large = 1.0 - ((low - rc / (2.0 - c)) - high)
    value = xp.where(k == 0, small, large * _power_of_two(xp, k))
    value = xp.where(xp.abs(x) > 700.0, xp.where(x > 0, xp.inf, 0.0), value)
    return xp.where(xp.isnan(x), x, value)


def expm1(ops: Exactly, x: Any) -> Any:
    """Return e^x − 1 for float64 arrays within −700..700."""
    xp, product = ops.xp, ops.product
    k, high, low = _reduced(ops, x)
    r = high - low
    c = (high - r) - low
    half = 0.5 * r
    square = product(r, half)
    r1 = 1.0 + product(square, _polynomial(ops, _EXPM1, square))
    t = 3.0 - product(r1, half)
    e = product(square, (r1 - t) / (6.0 - product(r, t)))
    none = r - (product(r, e) - square)
    e = (product(r, e - c) - c) - square
    scale, inverse = _power_of_two(xp, k), _power_of_two(xp, -k)
    one = xp.where(r < -0.25, -2.0 * (e - (r + 0.5)), 1.0 + 2.0 * (r - e))
    below_20 = product((1.0 - inverse) - (e - r), scale)
    from_20 = product((r - (e + inverse)) + 1.0, scale)
    value = xp.where(k < 20, below_20, from_20)
    value = xp.where((k <= -2) | (k > 56), product(1.0 - (e - r), scale) - 1.0, value)
    value = xp.where(k == 1, one, value)
    value = xp.where(k == -1, 0.5 * (r - e) - 0.5, value)
    return xp.where(k == 0, none, value)


def tanh(ops: Exactly, x: Any) -> Any:
    """Return tanh x for float64 arrays."""
    xp = ops.xp
    size = xp.minimum(xp.abs(x), 22.0)
    large = size >= 1.0
    t = expm1(ops, xp.where(large, 2.0 * size, -2.0 * size))
    value = xp.where(large, 2.0, -t) / (t + 2.0)
    value = xp.where(large, 1.0 - value, value)
    value = xp.where(size >= 22.0, 1.0, value)
    value = xp.where(x < 0, -value, value)
    return xp.where(xp.isnan(x), x, value)


def sigmoid(ops: Exactly, x: Any) -> Any:
    """Return 1 / (1 + e^−x) for float64 arrays."""
    return 1.0 / (1.0 + exp(ops, -x))
