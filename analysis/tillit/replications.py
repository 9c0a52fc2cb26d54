"""How many replicates are enough: measured half-widths against their number, and what common random numbers are worth."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from scipy import stats

from tillit.errors import TillitError
from tillit.estimates import difference, estimate, values, variance_ratio
from tillit.files import asked
from tillit.library import Reals, t_quantile
from tillit.runs import experiment

COUNTS = (4, 8, 16, 32)


@dataclass(frozen=True)
class Need:
    """A contrast of an outcome over some days: its difference, measured half-widths by number of replicates, and how many are enough.

    `smallest` is the smallest difference of interest, where a claim says it. Enough is an expected half-width of half of
    that; without it, that the difference found would be told from zero in four of five experiments. None: over 4096.
    """

    outcome: str
    contrast: str
    days: str
    mean: float
    spread: float
    ratio: float
    half_widths: dict[int, float]
    smallest: float | None
    enough: int | None


def half_width(own: Reals, count: int) -> float:
    """Median half-width of the t intervals of disjoint groups of `count` replicates."""
    groups = [own[i : i + count] for i in range(0, len(own) - count + 1, count)]
    return float(np.median([estimate(group).half_width for group in groups]))


def enough(spread: float, wanted: float, most: int = 4096) -> int | None:
    """The fewest replicates whose expected half-width is at most `wanted`; None beyond `most`."""
    for count in range(2, most + 1):
        if t_quantile(0.975, count - 1) * spread / np.sqrt(count) <= wanted:
            return count
    return None


def told(mean: float, spread: float, power: float = 0.8, level: float = 0.95, most: int = 4096) -> int | None:
    """The fewest replicates with which a t test tells a difference from zero with this power; None beyond `most`.

    By the noncentral t distribution (Cohen 1988); a difference without spread is told by two.
    """
    for count in range(2, most + 1):
        limit, away = t_quantile(0.5 + level / 2, count - 1), abs(mean) * np.sqrt(count) / max(spread, 1e-300)
        with np.errstate(divide="ignore"):
            if away > 10 + limit or stats.nct.sf(limit, count - 1, away) >= power:
                return count
    return None


def needs(data: xr.Dataset) -> tuple[list[Need], list[Need]]:
    """Of every claim of the experiment over its own days, and of every outcome: the second arm against the first.

    Claims about a course are left out: they are no means over days.

    Raises:
        TillitError: no experiment, or no claims in it but on courses, or under 8 replicates.
    """
    question = asked(data)
    asked_for = [claim for claim in question["claims"] if not claim.get("course")] if question else []
    if question is None or not asked_for:
        raise TillitError(
            f"{data.attrs['path']}: holds no experiment with claims on differences over days; they say which matter"
        )
    count = data.sizes["replicate"]
    if count < 2 * COUNTS[0]:
        raise TillitError(
            f"{data.attrs['path']}: {count} replicates; at least {2 * COUNTS[0]} are needed to measure anything"
        )
    base, arm = (own["name"] for own in question["arms"][:2])
    days = {own["name"]: "{}-{}".format(*own["days"]) for own in question["windows"]}
    claims = []
    for own in asked_for:
        one, other = own["contrast"]
        window = own["name"]
        claims.append(_need(data, own["outcome"], one, other, window, days[window], float(own["smallest"])))
    return claims, [_need(data, outcome, arm, base) for outcome in question["outcomes"]]


def _need(
    data: xr.Dataset,
    outcome: str,
    arm: str,
    base: str,
    window: str = "all",
    days: str = "all",
    smallest: float | None = None,
) -> Need:
    own = values(data, outcome, arm, window) - values(data, outcome, base, window)
    mean, spread = difference(data, outcome, arm, base, window).mean, float(own.std(ddof=1))
    return Need(
        outcome,
        f"{arm} - {base}",
        days,
        mean,
        spread,
        variance_ratio(data, outcome, arm, base, window),
        {n: half_width(own, n) for n in COUNTS if 2 * n <= len(own)},
        smallest,
        told(mean, spread) if smallest is None else enough(spread, smallest / 2),
    )


def replications(path: Path, replicates: int) -> tuple[list[Need], list[Need]]:
    """Runs an experiment and measures.

    Raises:
        TillitError: under 8 replicates, or as needs.
    """
    if replicates < 2 * COUNTS[0]:
        raise TillitError(f"{replicates} replicates; at least {2 * COUNTS[0]} are needed to measure anything")
    with tempfile.TemporaryDirectory(prefix="tillit-replications-") as folder:
        return needs(experiment(path, {"run.replicates": replicates}, Path(folder) / "result.h5"))


def _table(found: list[Need], last: str) -> list[str]:
    counts = list(found[0].half_widths)
    smallest = ["smallest of interest"] if found[0].smallest is not None else []
    head = [
        "outcome",
        "contrast",
        "days",
        "difference",
        "sd of a replicate",
        "variance ratio",
        *(f"± at {n}" for n in counts),
    ]
    lines = ["| " + " | ".join([*head, *smallest, last]) + " |", "|---" * (len(head) + len(smallest) + 1) + "|"]
    for n in found:
        cells = [
            n.outcome,
            n.contrast,
            n.days,
            f"{n.mean:.3g}",
            f"{n.spread:.2g}",
            f"{n.ratio:.2f}",
            *(f"{n.half_widths[c]:.2g}" for c in counts),
            *([f"{n.smallest:g}"] if n.smallest is not None else []),
            str(n.enough or "over 4096"),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def markdown(found: tuple[list[Need], list[Need]], replicates: int) -> str:
    """The tables of docs/results/replications.md: claims, and every outcome."""
    claims, outcomes = found
    foot = f"{replicates} replicates; ± is the median half-width of 95 % intervals over disjoint groups of so many."
    lines = [*_table(claims, "enough"), "", *_table(outcomes, "told from zero in four of five with"), "", foot]
    return "\n".join(lines) + "\n"
