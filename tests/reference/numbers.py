"""Exact reckoning of numbers (EXACT *Numbers*)."""

from __future__ import annotations

import math
from ctypes import c_float

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
LN2 = math.log(2.0)
INVERSE_LN2 = 1.0 / LN2
TAYLOR = [1.0 / math.factorial(n) for n in range(13, 2, -1)]
ARTANH = [1.0 / (2 * n + 1) for n in range(10, 0, -1)]


def f32(x: float) -> float:
    """Round a number to single precision."""
    return c_float(x).value


def nearest(x: float) -> int:
    """The nearest whole number, halves away from zero."""
    whole = math.trunc(x)
    if abs(x - whole) >= 0.5:
        whole += 1 if x > 0 else -1
    return whole


def exp(x: float) -> float:
    """Reckon e^x by the model's own routine."""
    x = min(x, 708.0)
    if x < -708.0:
        return 0.0
    k = nearest(x * INVERSE_LN2)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = TAYLOR[0]
    for coefficient in TAYLOR[1:]:
        p = p * r + coefficient
    p = p * r + 0.5
    p = p * (r * r) + r
    return math.ldexp(1.0 + p, k)


def log(x: float) -> float:
    """Reckon ln x by the model's own routine."""
    m, k = math.frexp(x)
    if m <= math.sqrt(0.5):
        m, k = 2.0 * m, k - 1
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = ARTANH[0]
    for coefficient in ARTANH[1:]:
        p = p * z + coefficient
    return k * LN2_HIGH + (2.0 * s + 2.0 * s * z * p + k * LN2_LOW)


def remaining(days: float, half_life: float) -> float:
    """2^(-days/half_life): what is left of something that halves in half_life days."""
    return exp((-LN2 * days) / half_life)


def clip(x: float) -> float:
    """Hold x between 0 and 1."""
    return min(1.0, max(0.0, x))


def seconds(minutes: float) -> int:
    """Minutes as whole seconds, to the nearest."""
    return nearest(minutes * 60.0)


def whole_f32(x: float) -> int:
    """floor(x + 1/2) in single precision: how times within a visit become whole seconds."""
    return math.floor(f32(x + 0.5))
