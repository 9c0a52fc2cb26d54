"""Levels over time, what becomes of them after a change, and what it costs by the year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from tillit.courses import Course
from tillit.estimates import Estimate
from tillit.library import Reals, estimates_of
from tillit.report.arrangement import by_period, has_by_period
from tillit.report.courses import Followed

DRAWN = ("provider_trust", "provider_distrust", "manager_trust", "manager_distrust", "strain")
"""Measures that are drawn beside the five."""
YEARS = ("year_1", "year_2", "year_3")
Plain = dict[str, Any]


# ---- levels ----------------------------------------------------------------------------------------------------------


def _band(own: Reals, level: Reals) -> Plain | None:
    """Ends of the 95 % interval of values [replicate, period], upon a level."""
    mean, half = estimates_of(own.T)
    ends = {"low": level + mean - half, "high": level + mean + half}
    return ends if np.isfinite(half).any() else None


def _arm(own: Reals, arm: int, base: int | None) -> Plain:
    """Of values [arm, replicate, period]: the band is of the difference from the base; that of a single arm of its level."""
    mean = estimates_of(own[arm].T)[0]
    if base is not None:
        band = _band(own[arm] - own[base], estimates_of(own[base].T)[0])
    else:
        band = _band(own[arm], np.zeros_like(mean)) if len(own) == 1 else None
    return {"arm": arm, "mean": mean, "band": band}


def _course(data: xr.Dataset, measure: str, bases: Sequence[int | None]) -> Plain:
    own = by_period(data, measure)
    middle = data.variables["day"].values + data.variables["period_days"].values / 2
    return {"measure": measure, "days": middle, "arms": [_arm(own, arm, base) for arm, base in enumerate(bases)]}


def levels(data: xr.Dataset, measures: Sequence[str], bases: Sequence[int | None]) -> list[Plain]:
    """Levels of measures by period and arm, of those that the file holds by period; `bases` as of base_by_arm."""
    return [_course(data, name, bases) for name in measures if has_by_period(data, name)]


# ---- after a change --------------------------------------------------------------------------------------------------


def _path(own: Course, followed: Followed, arms: Sequence[str]) -> Plain:
    return {
        "measure": own.outcome,
        "arm": arms.index(own.arm),
        "base": arms.index(own.base),
        "change_day": own.change_day,
        "later": followed.later,
        "dip": own.dip,
        "dip_days": (own.dip_from, own.dip_to) if own.better else None,
        "over": own.dip_days,
        "passed": own.passed,
        "half_way": own.half_way,
        "level": own.level,
        "level_days": (own.level_from, own.level_to),
        "settled": "unknown" if own.settled == "cannot be said" else own.settled,
    }


def paths(found: Sequence[Followed], arms: Sequence[str]) -> list[Plain]:
    """What courses come to, by measure and arm."""
    return [_path(course, own, arms) for own in found for course in own.courses.values()]


def _known(own: Estimate) -> Estimate | None:
    """Nothing of a time that was not run."""
    return None if math.isnan(own.mean) else own


def _items(found: dict[str, dict[str, Estimate]]) -> list[Plain]:
    """Kinds of cost of which anything was run to its end."""
    return [
        {"measure": kind, "dip": _known(own["in_dip"]), "years": [_known(own[year]) for year in YEARS]}
        for kind, own in found.items()
        if any(_known(e) for e in own.values())
    ]


def _money(own: Followed, arms: Sequence[str]) -> Plain:
    items = _items(next(iter(own.courses.values())).cost)
    return {"arm": arms.index(own.arm), "base": arms.index(own.base), "base_cost": own.base_cost, "items": items}


def money(found: Sequence[Followed], arms: Sequence[str]) -> list[Plain]:
    """Extra cost in the years after a change, by item; nothing of arms of which no such year was run."""
    return [own for own in (_money(followed, arms) for followed in found) if own["items"]]
