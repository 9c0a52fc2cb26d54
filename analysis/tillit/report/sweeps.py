"""A merged sweep as numbers: outcomes by arm, row and replicate, over the levels of what was varied, and shares of its runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tillit.estimates import Estimate, estimate
from tillit.library import Reals
from tillit.report.conclusions import smallest_of
from tillit.report.limits import read_limits

MOST_LEVELS, BINS = 12, 5
"""Numbers of more levels than these are put into so many groups of equal size."""


@dataclass(frozen=True)
class Level:
    """A value of a factor, or the mean of those near one another, and the rows of the design that have it."""

    value: float | str
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Shares:
    """Of runs in which an outcome was compared with another run of the same luck: shares, and how many there are."""

    better: float
    worse: float
    negligible: float
    count: int


class Sweep:
    """A merged sweep: its points are the rows of the design under each arm."""

    def __init__(self, data: xr.Dataset) -> None:
        self.data = data
        self.manifest: dict[str, Any] = json.loads(data.attrs["manifest"])
        self.arms: list[str] = list(dict.fromkeys(map(str, data["arm"].values)))
        self.rows = data.sizes["point"] // len(self.arms)
        self.outcomes = [str(name) for name in self.manifest["outcomes"]]
        self.window = str(data["window"].values[-1])

    @cached_property
    def factors(self) -> list[str]:
        """What was varied, that has more than one value."""
        along = [str(name) for name, own in self.data.variables.items() if own.dims == ("point",)]
        return [name for name in along if name not in ("point", "arm") and len(set(self._of_rows(name))) > 1]

    def _of_rows(self, factor: str) -> list[Any]:
        return list(self.data[factor].values[: self.rows])

    def values(self, outcome: str) -> Reals:
        """Of the last window, [arm, row, replicate]; nan where a run is missing or failed."""
        own = self.data[outcome].sel(window=self.window).transpose("point", "replicate").values
        return np.asarray(own, dtype=float).reshape(len(self.arms), self.rows, -1)

    def estimates(self, outcome: str) -> list[list[Estimate]]:
        """At every point over its replicates, by arm and row."""
        return [[estimate(row) for row in arm] for arm in self.values(outcome)]

    def window_days(self) -> tuple[int, int]:
        """The last window's days [from, to)."""
        return int(self.data["window_first_day"].values[-1]), int(self.data["window_end_day"].values[-1])

    def status(self) -> NDArray[np.int64]:
        """0 missing, 1 done, 2 failed, [arm, row, replicate]."""
        own = self.data["status"].transpose("point", "replicate").values
        return np.asarray(own, dtype=np.int64).reshape(len(self.arms), self.rows, -1)

    # ---- over the levels of a factor ---------------------------------------------------------------------------------

    def is_number(self, factor: str) -> bool:
        """Whether a factor's values are numbers."""
        return bool(np.issubdtype(self.data[factor].dtype, np.number))

    def is_grouped(self, factor: str) -> bool:
        """Whether a factor is a number of so many values that levels are groups of them."""
        return self.is_number(factor) and len(set(self._of_rows(factor))) > MOST_LEVELS

    def range(self, factor: str) -> tuple[float, float]:
        """The least and the largest value of a factor that is a number; nan of another."""
        own = self._of_rows(factor) if self.is_number(factor) else [float("nan")]
        return float(min(own)), float(max(own))

    def levels(self, factor: str) -> list[Level]:
        """Values of a factor, numbers from the lowest on; many of them in groups of equal size."""
        own = self._of_rows(factor)
        if not self.is_number(factor):
            return [Level(str(one), _places(own, one)) for one in dict.fromkeys(own)]
        if not self.is_grouped(factor):
            return [Level(float(one), _places(own, one)) for one in sorted(set(own))]
        order = np.argsort(np.asarray(own, dtype=float), kind="stable")
        return [Level(float(np.mean([own[i] for i in rows])), rows) for rows in np.array_split(order, BINS)]

    def over(self, outcome: str, level: Level) -> list[Estimate]:
        """An outcome at a level by arm: the mean over all else that was varied, in each replicate first."""
        own = self.values(outcome)[:, level.rows, :]
        return [estimate(_means(arm)) for arm in own]

    def influence(self, factor: str) -> float:
        """How far the levels of a factor lie apart, in standard deviations of the outcome for which that is most."""
        return max((self._apart(outcome, factor) for outcome in self.outcomes), default=0.0)

    def _apart(self, outcome: str, factor: str) -> float:
        own = self.values(outcome)
        means = [_means(own[:, level.rows, :].reshape(-1, 1)) for level in self.levels(factor)]
        spread = float(np.nanstd(own)) if np.isfinite(own).any() else 0.0
        return float(np.nanmax(means) - np.nanmin(means)) / spread if spread > 0 else 0.0

    # ---- shares of runs ----------------------------------------------------------------------------------------------

    def shares(self, outcome: str, arm: int) -> Shares | None:
        """How often an arm is better than the first in the same row and replicate; of one arm: rows than the first row.

        None of outcomes of which neither way is better, or no difference is known to matter.
        """
        own, limits = self.values(outcome), read_limits().get(outcome)
        base = own[:1, :1, :] if len(self.arms) == 1 else own[0]
        changes = (own[:, 1:, :] if len(self.arms) == 1 else own[arm]) - base
        smallest = smallest_of(
            outcome, ("", ""), [], float(np.nanmean(base)) if np.isfinite(base).any() else 0.0, limits
        )
        known = changes[np.isfinite(changes)]
        if limits is None or smallest is None or known.size == 0:
            return None
        towards, matters = limits.better * known, np.abs(known) >= smallest
        better, worse = float(np.mean(matters & (towards > 0))), float(np.mean(matters & (towards < 0)))
        return Shares(better, worse, 1 - better - worse, known.size)


def _places(own: Sequence[Any], value: Any) -> NDArray[np.int64]:
    return np.array([i for i, one in enumerate(own) if one == value], dtype=np.int64)


def _means(own: Reals) -> Reals:
    """Over the first axis of what is there; nan where nothing is."""
    known = np.isfinite(own)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, own, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan)
