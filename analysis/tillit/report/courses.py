"""The courses of a file whose arms part on a measured day, as data: which arms, against which that goes on as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from tillit.courses import Course, course
from tillit.files import config, labels
from tillit.report.arrangement import base_of


@dataclass(frozen=True)
class Followed:
    """An arm that is changed on a measured day: its courses by outcome, against the arm that goes on as before."""

    arm: str
    base: str
    base_cost: float
    """What the other costs a year after that day."""
    courses: dict[str, Course]

    @property
    def change_day(self) -> int:
        """The measured day of the change."""
        return next(iter(self.courses.values())).change_day


def _base_cost(data: xr.Dataset, base: str, own: Course) -> float:
    cost = data["cost"].sel(arm=base).isel(municipality=0)
    after = (own.day >= own.change_day) | (own.day + own.days > own.change_day)
    return float(cost.isel(period=np.flatnonzero(after)).mean())


def followed(data: xr.Dataset, outcomes: Sequence[str]) -> tuple[Followed, ...]:
    """Arms that have a course, by those of the outcomes that the file holds by period.

    None where all arms differ from the start, where the file holds no periods, or several municipalities.
    """
    there = [name for name in outcomes if name in data and "period" in data[name].dims]
    if not there or data.sizes["municipality"] != 1:
        return ()
    names = labels(data, "arm")
    configs = [config(data, i + 1) for i in range(len(names))]
    pairs = [(arm, base_of(configs, i)) for i, arm in enumerate(names)]
    found = []
    for arm, base in ((arm, names[i]) for arm, i in pairs if i is not None):
        own = {name: course(data, name, (arm, base)) for name in there}
        level = _base_cost(data, base, own["cost"]) if "cost" in own else float("nan")
        found.append(Followed(arm, base, level, own))
    return tuple(found)
