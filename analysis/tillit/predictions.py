"""What the model predicts where the fitted figures leave room: every pattern at every non-implausible point.

The points were matched to the fitted figures and to nothing else, whatever was seen when the defaults were set. Patterns
over the 290 municipalities are left out: the country takes half a minute a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tillit.errors import TillitError
from tillit.points import Point, at_all, by_point
from tillit.validation.patterns import PATTERNS
from tillit.validation.table import check, published
from tillit.validation.targets import SHOWN_ONLY, Target
from tillit.validation.worlds import CountryNotRunError, Worlds

MOST = 0.9
"""Share of points from which a pattern is said to hold, or to fail, whatever the coefficients."""


def _without_country(targets: Sequence[Target], worlds: Worlds) -> dict[str, float]:
    found = {}
    for own in targets:
        try:
            found[own.pattern] = PATTERNS[own.pattern](worlds).mean
        except CountryNotRunError:
            continue
    return found


def predictions(
    targets: Sequence[Target], points: pd.DataFrame, replicates: int, overrides: Mapping[str, Any], **options: Any
) -> pd.DataFrame:
    """Every pattern that is not fitted [point, pattern], mean over replicates. `options` are those of at_all.

    Every point has its number as seed: what all points shared of luck would shift every range alike.

    Raises:
        TillitError: a target that no function knows; RunError: the program refused a point.
    """
    check(targets)
    asked = [own for own in targets if own.role != "fitted"]

    def one(point: Point) -> dict[str, float]:
        coefficients = {"seed": point.number, **point.coefficients, **overrides}
        return _without_country(asked, Worlds(coefficients, replicates, levers=point.levers, country=False, threads=1))

    found = at_all(points, one, **options)
    return by_point(found, [own.pattern for own in asked if own.pattern in found[0]])


def inside(own: Target, values: pd.Series[float]) -> float:
    """Share of points at which a pattern falls in its range; NaN where none has such a number."""
    numbers = values.dropna()
    return float(numbers.map(own.holds).mean()) if len(numbers) else float("nan")


def _lines(shown: Sequence[Target], found: pd.DataFrame) -> Iterator[str]:
    for own in shown:
        low, middle, high = np.quantile(found[own.pattern].dropna(), [0.05, 0.5, 0.95])
        counted = "" if own.counted or own.role in SHOWN_ONLY else ", not counted"
        yield (
            f"| {own.en} | {low:.3g}, {middle:.3g}, {high:.3g} | {published(own)} | {own.grade} | {own.role}{counted} | "
            f"{100 * inside(own, found[own.pattern]):.0f} |"
        )


def _counts(counted: Sequence[float]) -> str:
    """How many patterns hold or fail at nearly all points."""
    nearly, hardly = sum(s >= MOST for s in counted), sum(s <= 1 - MOST for s in counted)
    return (
        f"Of the {len(counted)} that are counted {nearly} are inside at nine points of ten or more, {hardly} at one of ten or "
        f"fewer (coefficients do not mend them), {len(counted) - nearly - hardly} in between (coefficients decide)."
    )


def markdown(targets: Sequence[Target], found: pd.DataFrame, made: str) -> str:
    """The table of docs/results/predictions.md: the range of every pattern over the points, and at how many it is inside the published range.

    Raises:
        TillitError: the table holds none of the patterns.
    """
    shown = [own for own in targets if own.pattern in found and found[own.pattern].notna().any()]
    if not shown:
        raise TillitError("the results hold no pattern of the targets")
    lines = [
        "| pattern | model: 5 %, median, 95 % of points | published (range) | grade | role at the default | inside, % |",
        "|---|---|---|---|---|---|",
        *_lines(shown, found),
        "",
        f"{len(found)} points. {_counts([inside(own, found[own.pattern]) for own in shown if own.counted])} {made}",
        "",
    ]
    return "\n".join(lines)
