"""Binomial numbers (EXACT *Binomial numbers*)."""

from __future__ import annotations

import math

from reference.numbers import exp, log, nearest

MANY = 100_000
LARGE = 1e100
NOTHING = -700.0
LEAST = 1e-12


def binomial(n: int, p: float, u: float) -> int:
    """The smallest k with P(X <= k) > u."""
    p = min(1.0, max(0.0, p))
    if n > MANY:
        return min(n, max(0, nearest(n * p + math.sqrt(n * p * (1.0 - p)) * normal(u))))
    if p <= 0.5:
        return counted_up(n, p, u, above=True)
    return n - counted_up(n, 1.0 - p, 1.0 - u, above=False)


def counted_up(n: int, p: float, u: float, *, above: bool) -> int:
    """The smallest k with P(X <= k) above u, or at least u."""
    term, scale, total = 1.0, n * log(1.0 - p), 0.0
    for k in range(n):
        if scale >= NOTHING:
            total += term * exp(scale)
        if total > u or (total == u and not above):
            return k
        term *= (n - k) / (k + 1) * p / (1.0 - p)
        if term > LARGE:
            term /= LARGE
            scale += log(LARGE)
    return n


def normal(u: float) -> float:
    """Quantile of the normal distribution, of Abramowitz & Stegun 26.2.23."""
    tail = max(LEAST, min(u, 1.0 - u))
    t = math.sqrt(-2.0 * log(tail))
    above = 2.515517 + 0.802853 * t + 0.010328 * t * t
    below = 1.0 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t
    z = t - above / below
    return -z if u < 0.5 else z
