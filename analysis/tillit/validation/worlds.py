"""The runs that patterns are read from, each made once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit.errors import TillitError
from tillit.estimates import values
from tillit.files import measure
from tillit.runs import experiment, run

HERE = Path(__file__).parent
CONFIGS = HERE.parents[2] / "configs"
YEAR, SURVEY, AUTUMN = 364, 14, 20
"""Days of a year of the model, of one count of staff met, and the period of a year in which municipalities count."""
Reals = np.ndarray[Any, np.dtype[np.float64]]


def published(path: Path | None = None) -> pd.DataFrame:
    """What was measured in each municipality, by name: county, continuity, satisfaction and more of 2013 and 2014.

    Raises:
        TillitError: the table is not there.
    """
    path = path or CONFIGS / "municipalities" / "source" / "profiles.csv"
    if not path.exists():
        raise TillitError(f"{path}: there is no such file; the published tables come with the checkout")
    return pd.read_csv(path, index_col="municipality")


class Worlds:
    """Runs under `overrides` (parameters by path), made when first asked for and kept in a folder of their own."""

    def __init__(self, overrides: Mapping[str, Any] | None = None, replicates: int = 10, days: int = 2 * YEAR) -> None:
        self.overrides = dict(overrides or {})
        self.replicates, self.days = replicates, days
        self._folder = tempfile.TemporaryDirectory(prefix="tillit-validate-")

    def _path(self, name: str) -> Path:
        return Path(self._folder.name) / f"{name}.h5"

    @cached_property
    def arms(self) -> xr.Dataset:
        """The arms of arms.yaml with people every 13 days, so that snapshots fall on every day of the 14."""
        own = {"run.replicates": self.replicates, "run.days": self.days, "record.level": "municipality"}
        own["record.snapshot_every_days"] = 13
        return experiment(HERE / "arms.yaml", {**self.overrides, **own}, self._path("arms"))

    @cached_property
    def reform(self) -> xr.Dataset:
        """A reform in the middle of the year and the same year without it."""
        own = {"run.replicates": self.replicates, "run.days": 2 * YEAR}
        return experiment(HERE / "reform.yaml", {**self.overrides, **own}, self._path("reform"))

    @cached_property
    def skonsmo(self) -> xr.Dataset:
        """The preset experiments/skonsmo.yaml."""
        path = HERE.parents[2] / "experiments" / "skonsmo.yaml"
        return experiment(
            path, {**self.overrides, "run.replicates": max(2, self.replicates // 2)}, self._path("skonsmo")
        )

    @cached_property
    def country(self) -> xr.Dataset:
        """All 290 municipalities under ordinary governance: two years, one replicate, periods of 14 days."""
        own = {"run.burn_in_days": YEAR, "run.days": 2 * YEAR, "run.replicates": 1, "record.period_days": SURVEY}
        return run(CONFIGS / "sweden.yaml", {**self.overrides, **own}, self._path("country"))

    def replicated(self, outcome: str, arm: str = "ordinary") -> Reals:
        """A measure over the whole run, [replicate]."""
        return np.asarray(values(self.arms, outcome, arm), dtype=float)

    def people(self, kind: str, fields: list[str], arm: str = "ordinary") -> pd.DataFrame:
        """Recipients or employees of an arm on the days of the snapshots: replicate, day, id and `fields`."""
        data = self.arms
        number = [str(name) for name in data["arm"].values].index(arm) + 1
        chosen = np.flatnonzero(data[f"{kind}_arm"].values == number)
        names = ["replicate", "day", "id", *fields]
        return pd.DataFrame({name: measure(data, f"{kind}_{name}").values[chosen] for name in names})

    def municipal(self, outcome: str, year: int, part: int | None = None) -> pd.Series[float]:
        """A measure by municipality in a year of the country: one 14-day period, or the mean of all."""
        own = measure(self.country, outcome).isel(arm=0, replicate=0)
        first = year * (YEAR // SURVEY)
        periods = [first + part] if part is not None else list(range(first, first + YEAR // SURVEY))
        return pd.Series(own.isel(period=periods).mean("period").values, index=own["municipality"].values)
