"""How many replicates are enough: measured half-widths against their number, and what common random numbers are worth."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from scipy import stats

from tillit.errors import TillitError
from tillit.estimates import Reals, difference, estimate, values, variance_ratio
from tillit.files import asked
from tillit.runs import experiment

COUNTS = (4, 8, 16, 32)


@dataclass(frozen=True)
class Need:
    """A contrast of an outcome: its difference, measured half-widths by number of replicates, and how many are enough."""

    outcome: str
    contrast: str
    mean: float
    spread: float
    ratio: float
    half_widths: dict[int, float]
    smallest: float
    enough: int | None


def half_width(own: Reals, count: int) -> float:
    """Median half-width of the t intervals of disjoint groups of `count` replicates."""
    groups = [own[i : i + count] for i in range(0, len(own) - count + 1, count)]
    return float(np.median([estimate(group).half_width for group in groups]))


def enough(spread: float, wanted: float, most: int = 4096) -> int | None:
    """The fewest replicates whose expected half-width is at most `wanted`; None beyond `most`."""
    for count in range(2, most + 1):
        if stats.t.ppf(0.975, count - 1) * spread / np.sqrt(count) <= wanted:
            return count
    return None


def needs(data: xr.Dataset) -> list[Need]:
    """Every claim of the experiment, over its own days. Enough is a half-width of half the smallest size of interest.

    Raises:
        TillitError: no experiment, or no claims in it, or under 8 replicates.
    """
    question = asked(data)
    if question is None or not question.get("claims"):
        raise TillitError(f"{data.attrs['path']}: holds no experiment with claims; they say which differences matter")
    count = data.sizes["replicate"]
    if count < 2 * COUNTS[0]:
        raise TillitError(
            f"{data.attrs['path']}: {count} replicates; at least {2 * COUNTS[0]} are needed to measure anything"
        )
    return [_need(data, claim, count) for claim in question["claims"]]


def _need(data: xr.Dataset, claim: dict[str, Any], count: int) -> Need:
    outcome, (arm, base) = claim["outcome"], claim["contrast"]
    window = claim.get("window", "all")
    own = values(data, outcome, arm, window) - values(data, outcome, base, window)
    spread = float(own.std(ddof=1))
    return Need(
        outcome,
        f"{arm} - {base}",
        difference(data, outcome, arm, base, window).mean,
        spread,
        variance_ratio(data, outcome, arm, base, window),
        {n: half_width(own, n) for n in COUNTS if 2 * n <= count},
        float(claim["smallest"]),
        enough(spread, float(claim["smallest"]) / 2),
    )


def replications(path: Path, replicates: int) -> list[Need]:
    """Runs an experiment and measures."""
    with tempfile.TemporaryDirectory(prefix="tillit-replications-") as folder:
        return needs(experiment(path, {"run.replicates": replicates}, Path(folder) / "result.h5"))


def markdown(found: list[Need], replicates: int) -> str:
    """The table of ODD."""
    counts = list(found[0].half_widths)
    head = [
        "outcome",
        "contrast",
        "difference",
        "sd of a replicate",
        "variance ratio",
        *(f"± at {n}" for n in counts),
        "smallest of interest",
        "enough",
    ]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for n in found:
        cells = [
            n.outcome,
            n.contrast,
            f"{n.mean:.3g}",
            f"{n.spread:.2g}",
            f"{n.ratio:.2f}",
            *(f"{n.half_widths[c]:.2g}" for c in counts),
            f"{n.smallest:g}",
            str(n.enough or "over 4096"),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return (
        "\n".join(lines)
        + f"\n\n{replicates} replicates; ± is the median half-width of 95 % intervals over disjoint groups of so many.\n"
    )
