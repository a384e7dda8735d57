"""sin, cos and log as browsers compute them, to the last bit.

TensorFlow Playground's points come from a browser's Math.sin, Math.cos and Math.log, which
differ from the C library's in the last bit for some arguments. Training a ReLU network on them
is chaotic: that last bit grows to the size of the weights within 100 epochs. Browsers follow the
method of Sun's freely distributable math library (K. C. Ng, 1993), with its published
coefficients: reduce the argument, then evaluate a polynomial.
"""

from __future__ import annotations

import math

_PI_HALF = (1.57079632673412561417e00, 6.07710050630396597660e-11, 2.02226624871116645580e-21)
_PI_HALF_TAIL = (6.07710050650619224932e-11, 2.02226624879595063154e-21, 8.47842766036889956997e-32)
_INVERSE_PI_HALF = 6.36619772367581382433e-01
_SIN = (
    -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
    2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10,
)  # fmt: skip
_COS = (
    4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
    -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11,
)  # fmt: skip
_LOG = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
    2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
    1.479819860511658591e-01,
)  # fmt: skip
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_MOST_TURNS = 2.0**19


def sin(x: float) -> float:
    """Return sin x for |x| up to 800,000."""
    quadrant, high, low = _reduced(x)
    value = _kernel_cos(high, low) if quadrant % 2 else _kernel_sin(high, low, reduced=x != high)
    return -value if quadrant % 4 >= 2 else value


def cos(x: float) -> float:
    """Return cos x for |x| up to 800,000."""
    quadrant, high, low = _reduced(x)
    value = _kernel_sin(high, low, reduced=True) if quadrant % 2 else _kernel_cos(high, low)
    return -value if quadrant % 4 in (1, 2) else value


def log(x: float) -> float:
    """Return the natural logarithm of x > 0."""
    fraction, k = math.frexp(x)
    fraction, k = 2.0 * fraction, k - 1  # 1 ≤ fraction < 2
    if _high_word(fraction) & 0xFFFFF >= 0x6A09C:  # above about √2
        fraction, k = 0.5 * fraction, k + 1
    f = fraction - 1.0
    if abs(f) < 2.0**-20:
        return _log_near_one(f, k)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    t1 = w * (_LOG[1] + w * (_LOG[3] + w * _LOG[5]))
    t2 = z * (_LOG[0] + w * (_LOG[2] + w * (_LOG[4] + w * _LOG[6])))
    rest = t2 + t1
    word = _high_word(fraction) & 0xFFFFF
    if (word - 0x6147A) | (0x6B851 - word) > 0:
        square = 0.5 * f * f
        if k == 0:
            return f - (square - s * (square + rest))
        return k * _LN2_HIGH - ((square - (s * (square + rest) + k * _LN2_LOW)) - f)
    if k == 0:
        return f - s * (f - rest)
    return k * _LN2_HIGH - ((s * (f - rest) - k * _LN2_LOW) - f)


def _log_near_one(f: float, k: int) -> float:
    if f == 0.0:
        return k * _LN2_HIGH + k * _LN2_LOW
    rest = f * f * (0.5 - 0.33333333333333333 * f)
    if k == 0:
        return f - rest
    return k * _LN2_HIGH - ((rest - k * _LN2_LOW) - f)


def _high_word(x: float) -> int:
    """Return the upper 32 bits of |x| as a number: exponent and the first 20 fraction bits."""
    fraction, exponent = math.frexp(abs(x))
    return ((exponent + 1022) << 20) | int((2.0 * fraction - 1.0) * 1048576.0)


def _reduced(x: float) -> tuple[int, float, float]:
    """Return the quadrant n and x − n π/2 as high + low, |high| ≤ about π/4."""
    if not abs(x) < _MOST_TURNS * 1.5:
        raise ValueError(f"{x!r} is too large to be an angle here")
    size = abs(x)
    if _high_word(size) <= 0x3FE921FB:
        return 0, x, 0.0
    n, high, low = _reduced_size(size)
    return (n, high, low) if x > 0 else (-n, -high, -low)


def _reduced_size(size: float) -> tuple[int, float, float]:
    word = _high_word(size)
    if word < 0x4002D97C:
        n = 1
        rest = size - _PI_HALF[0]
        tail = _PI_HALF_TAIL[0]
        if word == 0x3FF921FB:  # close to π/2: another part of π is needed
            rest -= _PI_HALF[1]
            tail = _PI_HALF_TAIL[1]
        high = rest - tail
        return n, high, (rest - high) - tail
    n = int(size * _INVERSE_PI_HALF + 0.5)
    rest, tail = size - n * _PI_HALF[0], n * _PI_HALF_TAIL[0]
    high = rest - tail
    for part, lost in ((1, 16), (2, 49)):
        if (word >> 20) - (_high_word(high) >> 20) <= lost:
            break
        before = rest
        tail = n * _PI_HALF[part]
        rest = before - tail
        tail = n * _PI_HALF_TAIL[part] - ((before - rest) - tail)
        high = rest - tail
    return n, high, (rest - high) - tail


def _kernel_sin(x: float, low: float, *, reduced: bool) -> float:
    if abs(x) < 2.0**-27:
        return x
    z = x * x
    v = z * x
    r = _SIN[1] + z * (_SIN[2] + z * (_SIN[3] + z * (_SIN[4] + z * _SIN[5])))
    if not reduced:
        return x + v * (_SIN[0] + z * r)
    return x - ((z * (0.5 * low - v * r) - low) - v * _SIN[0])


def _kernel_cos(x: float, low: float) -> float:
    size = abs(x)
    if size < 2.0**-27:
        return 1.0
    z = x * x
    r = z * (_COS[0] + z * (_COS[1] + z * (_COS[2] + z * (_COS[3] + z * (_COS[4] + z * _COS[5])))))
    if size < 0.3 and _high_word(size) < 0x3FD33333:
        return 1.0 - (0.5 * z - (z * r - x * low))
    if _high_word(size) > 0x3FE90000:
        quarter = 0.28125
    else:
        quarter = math.ldexp(float((1 << 20) + (_high_word(size) & 0xFFFFF)),
                             (_high_word(size) >> 20) - 1023 - 20 - 2)  # fmt: skip
    half = 0.5 * z - quarter
    return (1.0 - quarter) - (half - (z * r - x * low))
