"""ODD 7.24: precision, rounding, exponential and logarithm."""

from __future__ import annotations

import math
import struct

LN2 = 0.69314718055994530942
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_SINGLE = struct.Struct("f")
_FACTORIALS = [float(math.factorial(n)) for n in range(13, 2, -1)]


def f32(x: float) -> float:
    """The nearest single-precision number."""
    return _SINGLE.unpack(_SINGLE.pack(x))[0]


def exp(x: float) -> float:
    """e^x from + - * / alone."""
    if x < -708.0:
        return 0.0
    x = min(x, 708.0)
    scaled = x * (1.0 / LN2)
    k = int(scaled + math.copysign(0.5, scaled))
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 1.0 / _FACTORIALS[0]
    for factorial in _FACTORIALS[1:]:
        p = p * r + 1.0 / factorial
    p = p * r + 0.5
    p = p * (r * r) + r
    return (1.0 + p) * math.ldexp(1.0, k)


def log(x: float) -> float:
    """The natural logarithm from + - * / alone."""
    m, k = math.frexp(x)
    m, k = 2.0 * m, k - 1
    if m > 1.4142135623730951:
        m, k = m * 0.5, k + 1
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = 1.0 / 21.0
    for n in range(19, 2, -2):
        p = p * z + 1.0 / n
    return k * LN2_HIGH + ((2.0 * s + 2.0 * s * z * p) + k * LN2_LOW)


def kept(days: float, half_life: float) -> float:
    """What is left after some days at a half-life."""
    return exp(-LN2 * days / half_life)


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """The nearest number from low to high."""
    return low if x < low else high if x > high else x


def nearest(x: float) -> int:
    """The nearest whole number, halves away from zero."""
    return int(x + (0.5 if x >= 0.0 else -0.5))


def whole_s(x: float) -> int:
    """The nearest whole second of a single-precision time."""
    return int(f32(x + 0.5))
