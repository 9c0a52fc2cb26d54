"""The courses of a file whose arms part on a measured day, as data: which arms, against which that goes on as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from tillit.courses import Course, change_day, course
from tillit.errors import TillitError
from tillit.files import config, labels
from tillit.report.arrangement import base_of, later_days


@dataclass(frozen=True)
class Followed:
    """An arm that is changed on a measured day: its courses by outcome, against the arm that goes on as before.

    `base_cost` is what the other costs a year after that day, `later` are the days on which the arm changes again.
    """

    arm: str
    base: str
    base_cost: float
    courses: dict[str, Course]
    later: tuple[int, ...] = ()

    @property
    def change_day(self) -> int:
        """The measured day of the change."""
        return next(iter(self.courses.values())).change_day


def _base_cost(data: xr.Dataset, base: str, own: Course) -> float:
    cost = data["cost"].sel(arm=base).isel(municipality=0)
    return float(cost.isel(period=np.flatnonzero(own.day + own.days > own.change_day)).mean())


def _parts(data: xr.Dataset, arm: str, base: str) -> bool:
    """Whether two arms part on a day that was run, and not from before: seed, pilot and all else is asked for, too."""
    try:
        change_day(data, arm, base)
    except TillitError:
        return False
    return True


def followed(data: xr.Dataset, outcomes: Sequence[str]) -> tuple[Followed, ...]:
    """Arms that have a course, by those of the outcomes that the file holds by period.

    None where all arms differ from the start, where the file holds no periods, or several municipalities.
    """
    there = [name for name in outcomes if name in data and "period" in data[name].dims]
    if not there or data.sizes["municipality"] != 1:
        return ()
    names = labels(data, "arm")
    configs = [config(data, i + 1) for i in range(len(names))]
    found = []
    for i, arm in enumerate(names):
        base = base_of(configs, i)
        if base is None or not _parts(data, arm, names[base]):
            continue
        own = {name: course(data, name, (arm, names[base])) for name in there}
        level = _base_cost(data, names[base], own["cost"]) if "cost" in own else float("nan")
        days = [day for day in later_days(configs, i, base) if day < int(data["day"][-1] + data["period_days"][-1])]
        found.append(Followed(arm, names[base], level, own, tuple(days)))
    return tuple(found)
