"""Means, paired differences, bands, effect sizes, inequality, with intervals over replicates.

All intervals are simulation error only. Replicate r of two arms meets the same people, needs and luck, so that
differences are taken within replicates first. Means, intervals and verdicts are the program's own (tillit/library.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import ArrayLike

from tillit.errors import TillitError
from tillit.files import REALISED, labels, measure
from tillit.library import Reals, estimate_of, estimates_of, verdict_name, verdict_of, verdict_of_days

MONTH = 30.4
"""Days, wherever time is told in months."""


@dataclass(frozen=True)
class Estimate:
    """A mean over replicates with the half-width of its t interval (NaN with fewer than two)."""

    mean: float
    half_width: float
    count: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half_width


@dataclass(frozen=True)
class Time:
    """Days after a change, with the ends of the 95 % interval; inf: not within the time that was run, nan: unknown."""

    day: float
    low: float
    high: float


def estimate(values: ArrayLike, level: float = 0.95) -> Estimate:
    """Mean and t interval (Student 1908) of one value a replicate; NaN values are left out."""
    return Estimate(*estimate_of(np.asarray(values, dtype=float).ravel(), level))


def _refuse_others(data: xr.Dataset, own: xr.DataArray, known: tuple[str, ...]) -> None:
    """Values along further dimensions, as where files were put together, would be pooled."""
    others = [str(name) for name in own.dims if name not in known]
    if others:
        raise TillitError(
            f"{data.attrs.get('path', 'the data')}: '{own.name}' also lies along {', '.join(others)}; choose there first: data.sel(...)"
        )


def values(data: xr.Dataset, outcome: str, arm: str, window: str = "all") -> Reals:
    """An outcome of an arm over a window, [replicate].

    Raises:
        TillitError: there is no such outcome, arm or window, or one of that name stands twice; replicates that stand
            twice, or lie along further dimensions, as where files were put together.
    """
    found = measure(data, f"window_{outcome}", ("arm", "replicate", "window"))
    path = data.attrs.get("path", "the data")
    for dimension, name in (("arm", arm), ("window", window)):
        names = labels(data, dimension)
        if name not in names:
            raise TillitError(f"{path}: has no {dimension} '{name}'; there are {', '.join(names)}")
    labels(data, "replicate")
    own = found.sel(arm=arm, window=window)
    _refuse_others(data, own, ("replicate",))
    return np.asarray(own.values, dtype=float)


def difference(data: xr.Dataset, outcome: str, arm: str, base: str, window: str = "all") -> Estimate:
    """Paired difference arm - base of an outcome, within replicates."""
    return estimate(values(data, outcome, arm, window) - values(data, outcome, base, window))


def of_claim(data: xr.Dataset, claim: Mapping[str, Any]) -> Estimate:
    """What a claim of the file's experiment is about, in its own window.

    The paired difference of its arms; of two groups within an arm; or, of a claim on a level, the outcome itself.
    """
    outcome, name, (arm, base) = claim["outcome"], claim["name"], claim["contrast"]
    own = values(data, outcome, arm, name)
    if "level" in claim:
        return estimate(own)
    return estimate(own - values(data, outcome, base, claim.get("against", name)))


def pilot(data: xr.Dataset, outcome: str, arm: str, without: str) -> dict[str, Estimate]:
    """What evaluations of a pilot would conclude, beside the true effect.

    before_after: the pilot's units, after minus before. difference_in_differences: that minus the change of the other
    units. effect: the pilot's units after, minus the same units in `without`, where nothing was tried.
    """
    after = values(data, outcome, arm, "pilot after")
    change = after - values(data, outcome, arm, "pilot before")
    others = values(data, outcome, arm, "others after") - values(data, outcome, arm, "others before")
    truth = after - values(data, outcome, without, "pilot after")
    return {
        "before_after": estimate(change),
        "difference_in_differences": estimate(change - others),
        "effect": estimate(truth),
    }


def effect_size(data: xr.Dataset, outcome: str, arm: str, base: str, window: str = "all") -> float:
    """Mean difference over the standard deviation between replicates of the base (Glass 1976).

    NaN with one replicate, or when replicates do not differ.
    """
    a, b = values(data, outcome, arm, window), values(data, outcome, base, window)
    spread = float(np.std(b, ddof=1)) if b.size > 1 else 0.0
    return float(np.mean(a - b)) / spread if spread > 0 else float("nan")


def variance_ratio(data: xr.Dataset, outcome: str, arm: str, base: str, window: str = "all") -> float:
    """Variance of the paired difference over what it would be with independent luck: what common random numbers are worth."""
    a, b = values(data, outcome, arm, window), values(data, outcome, base, window)
    if a.size < 2:
        return float("nan")
    independent = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    return float(np.var(a - b, ddof=1)) / independent if independent > 0 else float("nan")


def table(data: xr.Dataset, outcomes: list[str], window: str = "all") -> pd.DataFrame:
    """Every outcome and arm: mean, half-width, and the paired difference from the first arm with its own."""
    arms = labels(data, "arm")
    rows = []
    for outcome in outcomes:
        for arm in arms:
            own, change = estimate(values(data, outcome, arm, window)), difference(data, outcome, arm, arms[0], window)
            rows.append((outcome, arm, own.mean, own.half_width, change.mean, change.half_width, own.count))
    columns = ["outcome", "arm", "mean", "half_width", "difference", "difference_half_width", "replicates"]
    return pd.DataFrame(rows, columns=columns).set_index(["outcome", "arm"])


def summary(data: xr.Dataset, window: str | None = None) -> pd.DataFrame:
    """Every outcome of a merged sweep at every point, over its replicates; one outcome is read at a time.

    Rows by point, with its arm and factors; two columns an outcome, `NAME` (mean) and `NAME_half_width` (95 %; NaN with
    one replicate); team_size and real_span stand beside the levers that they are what became of. Runs that are missing or failed are left out, and `replicates` says how many are there.
    """
    windows = labels(data, "window")
    labels(data, "point")
    chosen = windows[0] if window is None else window
    if chosen not in windows:
        raise TillitError(
            f"{data.attrs.get('path', 'the sweep')}: has no window '{chosen}'; there are {', '.join(windows)}"
        )
    columns = {str(n): v.values for n, v in data.data_vars.items() if v.dims == ("point",)}
    for name, variable in data.data_vars.items():
        if variable.dims != ("point", "replicate", "window"):
            continue
        own = variable.isel(window=windows.index(chosen)).values
        columns[str(name)], columns[f"{name}_half_width"] = estimates_of(own)
    columns["replicates"] = (data["status"].values == 1).sum(axis=1)
    found = pd.DataFrame(columns, index=pd.Index(data["point"].values, name="point"))
    return found[_realised_beside_levers(list(columns))]


def _realised_beside_levers(columns: list[str]) -> list[str]:
    """What became of a lever that areas may be too small for stands beside it."""
    for lever, measured in REALISED.items():
        if lever in columns and measured in columns:
            beside = [measured, f"{measured}_half_width"]
            rest = [name for name in columns if name not in beside]
            columns = [*rest[: rest.index(lever) + 1], *beside, *rest[rest.index(lever) + 1 :]]
    return columns


def bands(data: xr.Dataset, outcome: str, level: float = 0.95) -> xr.Dataset:
    """Mean over replicates by arm and period, with the ends of the t interval; one municipality, or their mean.

    Variables mean, low, high; NaN ends with one replicate.
    """
    if not any({"arm", "replicate", "period"} <= set(own.dims) for own in data.variables.values()):
        raise TillitError(
            f"{data.attrs.get('path', 'the data')}: holds nothing over time, since record.level was none; "
            "run it again with record.level=municipality"
        )
    found = measure(data, outcome, ("arm", "replicate", "period"))
    for dimension in ("arm", "replicate"):
        labels(data, dimension)
    own = found.mean("municipality") if "municipality" in found.dims else found
    _refuse_others(data, own, ("arm", "replicate", "period"))
    own = own.transpose(..., "replicate")
    means, halves = estimates_of(own.values, level)
    mean = own.isel(replicate=0, drop=True).copy(data=means)
    half = mean.copy(data=halves)
    result = xr.Dataset({"mean": mean, "low": mean - half, "high": mean + half}).assign_coords(
        day=data["day"], period_days=data["period_days"]
    )
    result.attrs = dict(found.attrs)
    return result


def gini(sizes: ArrayLike) -> float:
    """Gini coefficient of non-negative sizes: 0 all alike, towards 1 one has all. NaN without a total."""
    own = np.sort(np.asarray(sizes, dtype=float).ravel())
    own = own[~np.isnan(own)]
    if own.size == 0 or own.sum() <= 0:
        return float("nan")
    if own[0] < 0:
        raise TillitError("gini: sizes must not be negative")
    ranks = np.arange(1, own.size + 1)
    return float((2 * (ranks * own).sum() / own.sum() - (own.size + 1)) / own.size)


def verdict(claim: Mapping[str, Any], change: Estimate | Time) -> str:
    """Is it as claimed? supported, opposite, negligible or undecided (docs/RESULTS.md, "Verdicts").

    `claim` has a `direction` (higher or lower) and a `smallest` difference that matters, or a number of days, or the
    level that is looked at (`level`).
    """
    direction = 1 if claim["direction"] == "higher" else -1
    if "level" in claim and isinstance(change, Estimate):
        return verdict_name(verdict_of_days(direction, float(claim["smallest"]), change.low, change.high))
    if isinstance(change, Time):
        return verdict_name(verdict_of_days(direction, float(claim["smallest"]), change.low, change.high))
    return verdict_name(verdict_of(direction, float(claim["smallest"]), change.mean, change.half_width))
