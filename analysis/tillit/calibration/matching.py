"""Waves of history matching: run, emulate, rule out, and draw the next points from what is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from tillit.calibration.emulator import Box, Emulator, Reals, emulate
from tillit.calibration.figures import Figure
from tillit.errors import TillitError

Simulate = Callable[[pd.DataFrame, int], NDArray[np.float64]]
Rounding = Callable[[pd.DataFrame], pd.DataFrame]
LIMIT = 3.0
"""Pukelsheim's three sigma: a point beyond it is implausible."""
CANDIDATES, MOST_DRAWS = 20_000, 60


@dataclass(frozen=True)
class Wave:
    """What a wave found: points run, the emulators, and which share of the whole box is still not ruled out."""

    points: int
    replicates: int
    emulators: list[Emulator]
    left: float


@dataclass
class Match:
    """Waves and the non-implausible points, each run by the program: inputs, outputs and the largest implausibility."""

    box: Box
    figures: Sequence[Figure]
    waves: list[Wave] = field(default_factory=list)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    outputs: pd.DataFrame = field(default_factory=pd.DataFrame)
    tried: int = 0
    failed: int = 0


def ensemble_variance(values: Reals) -> Reals:
    """Variance of the mean over replicates, [figure], averaged over points; values are [point, replicate, figure]."""
    return np.asarray(np.nanmean(np.nanvar(values, axis=1, ddof=1), axis=0) / values.shape[1], dtype=float)


def implausibility(values: Reals, figures: Sequence[Figure], ensemble: Reals) -> Reals:
    """I = |z - f| / sqrt(V_obs + V_disc + V_ens) of points that were run, [point, figure] (McCulloch et al. 2022)."""
    mean = values.mean(axis=1)  # a point with a failed run is NaN, and not kept
    z, variance = np.array([f.value for f in figures]), np.array([f.variance for f in figures])
    return np.asarray(np.abs(z - mean) / np.sqrt(variance + ensemble), dtype=float)


def emulated(points: pd.DataFrame, wave: Wave, figures: Sequence[Figure]) -> Reals:
    """The largest I over figures at points, [point]; V_ens and what the emulator does not know stand in its variance."""
    worst = np.zeros(len(points))
    for figure, emulator in zip(figures, wave.emulators):
        mean, variance = emulator.predict(points)
        worst = np.maximum(worst, np.abs(figure.value - mean) / np.sqrt(figure.variance + variance))
    return worst


def uniform(box: Box, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Points spread over the box: a Latin hypercube."""
    unit = scipy.stats.qmc.LatinHypercube(d=len(box), seed=rng).random(size)
    low, high = np.array(list(box.values())).T
    return pd.DataFrame(scipy.stats.qmc.scale(unit, low, high), columns=list(box))


def draw(
    box: Box, waves: Sequence[Wave], figures: Sequence[Figure], size: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, float]:
    """Points that no wave rules out, uniform over what is left, and which share of the box that is.

    Raises:
        TillitError: hardly anything is left; the figures and the model contradict each other.
    """
    kept: list[pd.DataFrame] = []
    drawn = found = 0
    while found < size and drawn < MOST_DRAWS * CANDIDATES:
        candidates = uniform(box, CANDIDATES, rng)
        drawn += len(candidates)
        for wave in waves:
            candidates = candidates[emulated(candidates, wave, figures) < LIMIT] if len(candidates) else candidates
        kept.append(candidates)
        found += len(candidates)
    if found < size:
        raise TillitError(
            f"{found} of {drawn} points are not ruled out, and {size} are needed: "
            "widen a variance in targets.csv, with its reason, or mend the model"
        )
    return pd.concat(kept, ignore_index=True).iloc[:size], found / drawn


def _wave(simulate: Simulate, points: pd.DataFrame, replicates: int, match: Match, seed: int) -> list[Emulator]:
    values = simulate(points, replicates)
    good = ~np.isnan(values).any(axis=(1, 2))
    match.failed += int((~good).sum())
    means = values[good].mean(axis=1)
    return [emulate(points[good], means[:, i], match.box, seed) for i in range(len(match.figures))]


def match(
    simulate: Simulate,
    figures: Sequence[Figure],
    box: Box,
    sizes: Sequence[int],
    last: int,
    replicates: int = 4,
    seed: int = 1,
    rounding: Rounding = lambda points: points,
    say: Callable[[str], None] = lambda text: None,
) -> Match:
    """History matching with waves of `sizes` points.

    At last `last` points of what is left are run with twice the replicates, and those that are non-implausible by
    themselves, not by an emulator, are the result.

    Raises:
        TillitError: as draw and emulate.
    """
    rng, found = np.random.default_rng(seed), Match(box, figures)
    points = uniform(box, sizes[0], rng)
    for number, size in enumerate([*sizes[1:], last]):
        points = rounding(points)
        say(f"wave {number + 1}: {len(points)} points, {replicates} replicates")
        emulators = _wave(simulate, points, replicates, found, seed)
        found.waves.append(Wave(len(points), replicates, emulators, float("nan")))
        points, left = draw(box, found.waves, figures, size, rng)
        found.waves[-1] = Wave(found.waves[-1].points, replicates, emulators, left)
        say(f"  {100 * left:.3g} % of the space is left")
    points = rounding(points)
    say(f"last: {len(points)} points, {2 * replicates} replicates")
    values = simulate(points, 2 * replicates)
    worst = outcome(values, figures)["implausibility"].to_numpy()
    kept = worst < LIMIT
    found.tried, found.failed = len(points), found.failed + int(np.isnan(worst).sum())
    found.points = points[kept].reset_index(drop=True)
    found.outputs = outcome(values, figures)[kept].reset_index(drop=True)
    return found


def outcome(values: Reals, figures: Sequence[Figure]) -> pd.DataFrame:
    """Outputs and the largest implausibility of points that were run."""
    worst = implausibility(values, figures, ensemble_variance(values)).max(axis=1)
    return pd.DataFrame(values.mean(axis=1), columns=[f.output for f in figures]).assign(implausibility=worst)
