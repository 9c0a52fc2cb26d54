"""Courses of a change: how an outcome of one arm goes beside that of another from the day on which they part.

Definitions stand in docs/ODD.md, "The course of a change". Everything is computed by the program's library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tillit.errors import TillitError
from tillit.estimates import Estimate, Time
from tillit.files import asked, config, labels, measure
from tillit.library import Config, Differences, Reals, better, estimates_of, measures, parting_day

SPANS = ("in_dip", "year_1", "year_2", "year_3")
"""Of costs: the days of the dip, and years of 364 days after the change."""
SETTLED = ("yes", "no", "cannot be said")
DAYS = ("dip_days", "passed", "half_way")
"""What of a course is days after the change, not a difference."""


@dataclass(frozen=True)
class Course:
    """Paired differences arm - base of an outcome by period, and what they come to after the change.

    `better` is 1 where more is better, -1 where less is, and 0 where neither: then `dip`, `dip_days` and `passed` are nan.
    `day` and `days` are the first day and the length of each period, in measured days, as `change_day`, `dip_from` and
    `dip_to` (the lowest quarter), `level_from` and `level_to`. `mean`, `low` and `high` are by period, `differences` by
    replicate and period. `dip` and `level` are differences in the outcome's own sign. `dip_days` says how long the dip
    lasts, `passed` from which day on the old level is passed for good, `half_way` when half of `level` is reached, all in days
    after the change. `settled` is yes, no or cannot be said. `cost` holds sums in SEK beyond the base by kind ("cost" is all
    of it) and span; nan where the run is shorter, or the dip has no end.
    """

    outcome: str
    arm: str
    base: str
    change_day: int
    better: int
    day: NDArray[np.int64]
    days: NDArray[np.int64]
    mean: Reals
    low: Reals
    high: Reals
    differences: Reals
    dip: Estimate
    dip_from: int
    dip_to: int
    dip_days: Time
    passed: Time
    half_way: Time
    level: Estimate
    level_from: int
    level_to: int
    settled: str
    cost: dict[str, dict[str, Estimate]]

    def part(self, name: str) -> Estimate | Time:
        """What a claim calls dip, dip_days, passed, half_way or settled (the settled level)."""
        found: Estimate | Time = self.level if name == "settled" else getattr(self, name)
        return found


def change_day(data: xr.Dataset, arm: str, base: str) -> int:
    """The measured day on which two arms part.

    Raises:
        TillitError: they part before the first measured day, or not within the run.
    """
    question = asked(data)
    names = [own["name"] for own in question["arms"]] if question else labels(data, "arm")
    for name in (arm, base):
        if name not in names:
            raise TillitError(f"{_path(data)}: has no arm '{name}'; there are {', '.join(names)}")
    one, other = (Config.read(_json(data, names.index(name) + 1), "config.json") for name in (arm, base))
    found = parting_day(one, other)
    if found is not None and found < 0:
        raise TillitError(
            f"{_path(data)}: '{arm}' and '{base}' differ from before the first measured day; a course needs arms with one history"
        )
    if found is None or found >= one["run.days"]:
        raise TillitError(f"{_path(data)}: '{arm}' and '{base}' do not part within the run, so that there is no course")
    return found


def _path(data: xr.Dataset) -> str:
    return str(data.attrs.get("path", "the data"))


def _json(data: xr.Dataset, arm: int) -> str:
    config(data, arm)  # refuses what is not there, or of several files
    return str(data.attrs[f"config_{arm}"])


def _by_period(data: xr.Dataset, outcome: str, arm: str, base: str) -> Reals:
    """Paired differences [replicate, period]."""
    if not any({"arm", "replicate", "period"} <= set(own.dims) for own in data.variables.values()):
        raise TillitError(
            f"{_path(data)}: holds nothing over time, since record.level was none; run it again with record.level=municipality"
        )
    found = measure(data, outcome, ("arm", "replicate", "period"))
    if "municipality" in found.dims:
        if found.sizes["municipality"] != 1:
            raise TillitError(
                f"{_path(data)}: has {found.sizes['municipality']} municipalities; choose one first: data.sel(municipality=[NAME])"
            )
        found = found.isel(municipality=0)
    others = [str(name) for name in found.dims if name not in ("arm", "replicate", "period")]
    if others:
        raise TillitError(f"{_path(data)}: '{outcome}' also lies along {', '.join(others)}; choose there first")
    arms = labels(data, "arm")
    labels(data, "replicate")
    own = found.variable.transpose("arm", "replicate", "period").values  # with coordinates a subtraction takes long
    return np.asarray(own[arms.index(arm)] - own[arms.index(base)], dtype=float)


def _smallest(data: xr.Dataset, outcome: str) -> float:
    """The smallest difference that the experiment's claims on the outcome say matters; 0 without one."""
    claims = (asked(data) or {}).get("claims", [])
    judged = [own for own in claims if own["outcome"] == outcome and "level" not in own]
    own = [claim["smallest"] for claim in judged if claim.get("course") not in DAYS]
    return float(min(own, default=0.0))


def _estimate(own: Any) -> Estimate:
    return Estimate(own.mean, own.half_width, own.count)


def _time(own: Any) -> Time:
    return Time(own.day, own.low, own.high)


def _costs(data: xr.Dataset, arm: str, base: str, change: int, dip_days: float) -> dict[str, dict[str, Estimate]]:
    """Sums of every kind of cost that the data holds over time."""
    kinds = [name for name in measures().index if name == "cost" or name.startswith("cost_")]
    found = {}
    for kind in kinds:
        if kind not in data or kind.startswith("cost_per_"):
            continue
        own = Differences(_by_period(data, kind, arm, base), data["day"].values, data["period_days"].values, change)
        found[kind] = {span: Estimate(*own.cost(number, dip_days)) for number, span in enumerate(SPANS)}
    return found


def course(
    result: xr.Dataset, outcome: str, contrast: tuple[str, str] | list[str], smallest: float | None = None
) -> Course:
    """The course of an outcome of one arm beside that of another, contrast=(arm, base), from the day on which they part.

    `result` is what open_result, experiment or run gives, of one municipality, with record.level=municipality or finer. Of
    whether the course has settled `smallest` is the difference that matters; by default what the experiment's claims say.

    Raises:
        TillitError: arms that do not part on a measured day; no values over time; several municipalities; what is not there.
    """
    arm, base = contrast
    change = change_day(result, arm, base)
    values = _by_period(result, outcome, arm, base)
    first_days, days = result["day"].values, result["period_days"].values
    matters = _smallest(result, outcome) if smallest is None else smallest
    found = Differences(values, first_days, days, change).course(better(outcome), matters)
    means, halves = estimates_of(values.T)
    return Course(
        outcome=outcome,
        arm=arm,
        base=base,
        change_day=change,
        better=better(outcome),
        day=np.asarray(first_days, dtype=np.int64),
        days=np.asarray(days, dtype=np.int64),
        mean=means,
        low=means - halves,
        high=means + halves,
        differences=values,
        dip=_estimate(found.dip),
        dip_from=found.dip_from,
        dip_to=found.dip_to,
        dip_days=_time(found.dip_days),
        passed=_time(found.passed),
        half_way=_time(found.half_way),
        level=_estimate(found.level),
        level_from=found.level_from,
        level_to=found.level_to,
        settled=SETTLED[found.settled],
        cost=_costs(result, arm, base, change, found.dip_days.day),
    )


def course_of_claim(result: xr.Dataset, claim: Mapping[str, Any]) -> Estimate | Time:
    """The figure that a claim with `course` is about; tillit.verdict(claim, figure) judges it.

    Raises:
        TillitError: as course; the claim looks at some units only, whose course no result file holds (tillit claims has it).
    """
    windows = {own["name"]: own for own in (asked(result) or {}).get("windows", [])}
    own = windows.get(claim["name"], {})
    if own.get("areas") or own.get("units", "all") != "all" or own.get("where"):
        raise TillitError(
            f"{_path(result)}: claim '{claim['name']}' is about the course of some units; tillit claims and experiment judge it"
        )
    return course(result, claim["outcome"], claim["contrast"]).part(claim["course"])
