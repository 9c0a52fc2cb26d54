"""The runs that patterns are read from, each made once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit.errors import TillitError
from tillit.estimates import values
from tillit.files import measure
from tillit.places import place
from tillit.points import yielding
from tillit.runs import experiment, run

HERE, CONFIGS = place("validation"), place("configs")
YEAR, SURVEY, AUTUMN = 364, 14, 20
"""Days of a year of the model, of one count of staff met, and the period of a year in which municipalities count."""
COUNTRIES = 5
"""Replicates of the country, each half a minute on two cores."""
PARTS = 20
SIZES: dict[str, dict[str, float]] = {
    "sparse": {"recipients": 180, "areas": 2, "trip_min": 15},
    "median": {"recipients": 400, "areas": 4, "trip_min": 12},
    "large": {"recipients": 2000, "areas": 18, "trip_min": 9.5},
    "stockholm": {"recipients": 4000, "areas": 36, "trip_min": 8},
}
"""Municipalities with choice, by what is put in: as the mean of the sparsely populated ones, the median, Örebro, and the city of
Stockholm's distances at a third of its size."""
OTHER_ARMS = {
    "sparse": "  - {name: new, market: {lov: {opens: 0}}}",
    "median": "  - {name: new, market: {lov: {opens: 0}}}\n  - {name: alone, market: {}}",
    "large": "  - {name: new, market: {lov: {opens: 0}}}",
    "stockholm": "",
}
"""Arms beside `choice` that a pattern looks at."""
PRIVATE, OF_FIRM = 0.34, 85
"""Share of recipients that firms have at first, and how many of them each."""
Reals = np.ndarray[Any, np.dtype[np.float64]]


def published(path: Path | None = None) -> pd.DataFrame:
    """What was measured in each municipality, by name: county, continuity, satisfaction and more of 2013 and 2014.

    Raises:
        TillitError: the table is not there.
    """
    path = path or CONFIGS / "municipalities" / "source" / "profiles.csv"
    if not path.exists():
        raise TillitError(f"{path}: there is no such file; the published tables come with tillit")
    return pd.read_csv(path, index_col="municipality")


class CountryNotRunError(TillitError):
    """A pattern asks for the country in worlds without it."""


class Country:
    """All municipalities of one replicate of the country, measures by name of municipality."""

    def __init__(self, data: xr.Dataset, replicate: int) -> None:
        self.data, self.replicate = data, replicate

    def measure(self, outcome: str, year: int = 0, part: int | None = None) -> pd.Series[float]:
        """A measure in a year: one 14-day period, or the mean of all."""
        own = measure(self.data, outcome).isel(arm=0, replicate=self.replicate)
        first = year * (YEAR // SURVEY)
        periods = [first + part] if part is not None else list(range(first, first + YEAR // SURVEY))
        return pd.Series(own.isel(period=periods).mean("period").values, index=own["municipality"].values)

    def met(self, year: int = 0) -> pd.Series[float]:
        """Staff met in one autumn count."""
        return self.measure("staff_met", year, AUTUMN)

    def satisfied(self, year: int = 0) -> pd.Series[float]:
        """The share satisfied in one survey, so that it holds the sampling error of a survey."""
        return self.measure("satisfied", year, AUTUMN)


class Worlds:
    """Runs under `overrides` (parameters by path), made when first asked for and kept in a folder of their own."""

    def __init__(
        self,
        overrides: Mapping[str, Any] | None = None,
        replicates: int = 10,
        days: int = 2 * YEAR,
        levers: Mapping[str, Any] | None = None,
        country: bool = True,
        threads: int | None = None,
    ) -> None:
        """`levers` hold where an arm does not set them itself; without `country` only the median municipality is run."""
        self.overrides, self.levers = dict(overrides or {}), dict(levers or {})
        self.replicates, self.days, self.with_country, self.threads = replicates, days, country, threads
        self._choices: dict[str, xr.Dataset] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="tillit-validate-")

    def _path(self, name: str) -> Path:
        return Path(self._folder.name) / f"{name}.h5"

    def _experiment(self, source: Path, name: str, own: Mapping[str, Any]) -> xr.Dataset:
        overrides = {**yielding(self.levers), **self.overrides, **own}
        return experiment(source, overrides, self._path(name), self.threads)

    @property
    def choice_days(self) -> int:
        """Five years where the others have two, in whole twentieths."""
        return max(1, self.days * 5 // 2 // PARTS) * PARTS

    @cached_property
    def arms(self) -> xr.Dataset:
        """The arms of arms.yaml with people every 13 days, so that snapshots fall on every day of the 14."""
        own = {"run.replicates": self.replicates, "run.days": self.days, "record.level": "municipality"}
        own["record.snapshot_every_days"] = 13
        return self._experiment(HERE / "arms.yaml", "arms", own)

    @cached_property
    def reform(self) -> xr.Dataset:
        """A reform in the middle of the year and the same year without it."""
        own = {"run.replicates": self.replicates, "run.days": 2 * YEAR}
        return self._experiment(HERE / "reform.yaml", "reform", own)

    @cached_property
    def skonsmo(self) -> xr.Dataset:
        """The case Skönsmo, settled."""
        own = {"run.replicates": max(2, self.replicates // 2)}
        return self._experiment(HERE / "skonsmo.yaml", "skonsmo", own)

    @cached_property
    def market(self) -> xr.Dataset:
        """The arms of market.yaml: with firms, by what is paid for, with one firm, and with none."""
        own = {"run.replicates": self.replicates, "run.days": self.days}
        return self._experiment(HERE / "market.yaml", "market", own)

    def _choice(self, size: str) -> xr.Dataset:
        """The arms of choice.yaml in a municipality of that size, for five years."""
        own: dict[str, Any] = {f"municipality.{name}": value for name, value in SIZES[size].items()}
        days, part = self.choice_days, self.choice_days // PARTS
        firms = max(1, round(PRIVATE * SIZES[size]["recipients"] / OF_FIRM))
        text = Template((HERE / "choice.yaml").read_text(encoding="utf-8")).substitute(
            externals=firms, configs=CONFIGS, others=OTHER_ARMS[size], late=8 * part, last=days - part, end=days
        )
        source = self._path(size).with_suffix(".yaml")
        source.write_text(text, encoding="utf-8")
        own |= {
            "run.replicates": self.replicates,
            "run.days": days,
            "record.level": "none" if size == "stockholm" else "unit",
            "record.period_days": part,
        }
        return self._experiment(source, f"choice-{size}", own)

    def choice(self, size: str = "median") -> xr.Dataset:
        """The runs of a size of municipality."""
        if size not in self._choices:
            self._choices[size] = self._choice(size)
        return self._choices[size]

    def of_choice(self, outcome: str, size: str = "median", window: str = "late", arm: str = "choice") -> Reals:
        """A measure where people choose, [replicate]; `window`: late, last or external."""
        return np.asarray(values(self.choice(size), outcome, arm, window), dtype=float)

    def by_provider(self, outcome: str, size: str = "median", arm: str = "choice") -> pd.Series[float]:
        """A measure of an arm's units where people choose, summed over years and units, by replicate and number of the provider."""
        data = self.choice(size)
        number = [str(name) for name in data["arm"].values].index(arm) + 1
        chosen = np.flatnonzero(data["unit_arm"].values == number)
        names = {"replicate": "unit_replicate", "provider": "unit_provider", "value": f"unit_{outcome}"}
        units = pd.DataFrame({name: measure(data, own).values[chosen] for name, own in names.items()})
        return units.groupby(["replicate", "provider"])["value"].sum()

    def counted(self, counter: str, size: str = "median", arm: str = "choice") -> Reals:
        """A counter of an arm where people choose, a year of the whole run, [replicate]."""
        years = measure(self.choice(size), f"total_{counter}").sel(arm=arm).sum(["period", "municipality"])
        return np.asarray(years.values, dtype=float) / (self.choice_days / YEAR)

    def of_market(self, outcome: str, arm: str, window: str = "all") -> Reals:
        """A measure of an arm with a market over the whole run, [replicate]; of firms, or of the municipality's own units."""
        return values(self.market, outcome, arm, window)

    @cached_property
    def countries(self) -> list[Country]:
        """All 290 municipalities under ordinary governance: two years, periods of 14 days, by replicate.

        The 290 are all there are: what is uncertain is the luck of a draw of them, hence replicates and no sampling error.

        Raises:
            CountryNotRunError: these worlds are without the country.
        """
        if not self.with_country:
            raise CountryNotRunError("only the median municipality is run here")
        own = {"run.burn_in_days": YEAR, "run.days": 2 * YEAR, "record.period_days": SURVEY}
        own["run.replicates"] = min(COUNTRIES, self.replicates)
        data = run(
            CONFIGS / "sweden.yaml", {**self.overrides, **self.levers, **own}, self._path("country"), self.threads
        )
        return [Country(data, replicate) for replicate in range(data.sizes["replicate"])]

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
