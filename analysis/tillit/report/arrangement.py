"""How the arms of a file are arranged: what differs between them, since when, and where that can be seen."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from tillit import library
from tillit.files import config, labels
from tillit.library import Config as Read
from tillit.library import Reals
from tillit.markets import Market

Question = Mapping[str, Any]
Config = Mapping[str, Any]
"""A resolved config, as files hold it."""

YEAR = 364
"""Days of the last year of a course, as of all years in experiments: whole weeks and periods."""
SELECTOR_KEYS = ("municipalities", "providers", "kind", "areas", "units")
"""What a `where` may list, in the order in which it is told."""


# ---- what differs between arms ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A lever that gets a value on a day (0: the start of what is measured), in the units that all that is given means."""

    day: int
    value: float
    ramp_days: int = 0
    areas: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    pilot: bool = False
    others: bool = False
    providers: tuple[int, ...] = ()
    municipalities: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    """Kinds of providers: municipal, small, large, nonprofit."""
    outlying: bool | None = None
    """In outlying areas alone, or in the others alone; None: in both."""
    rule: str = ""
    """By which units and teams are formed anew."""


@dataclass(frozen=True)
class Lever:
    """A parameter that differs between arms: its value when the run starts, and what changes later, by arm."""

    path: str
    start: tuple[float | None, ...]
    later: tuple[tuple[Change, ...], ...]


def _place(where: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {key: tuple(where.get(key, ())) for key in SELECTOR_KEYS}
    group = where.get("pilot")
    return {**numbers, "pilot": group is True, "others": group == "others", "outlying": where.get("outlying")}


def _changes(own: Mapping[str, Any]) -> dict[str, tuple[Change, ...]]:
    """Later changes of a config by lever: its timeline and its reorganisations."""
    found: dict[str, list[Change]] = {}
    for e in own.get("timeline", []):
        found.setdefault(e["lever"], []).append(Change(e["day"], e["value"], e["ramp_days"], **_place(e["where"])))
    for e in own.get("reorganise", []):
        for name in ("pool_size", "span"):
            if e.get(name):  # 0: as before
                found.setdefault(f"organisation.{name}", []).append(
                    Change(e["day"], e[name], **_place(e["where"]), rule=e["rule"])
                )
    return {path: tuple(changes) for path, changes in found.items()}


def _start(own: Mapping[str, Any]) -> dict[str, float]:
    """Values of a config when it starts, by path; a municipality's own only where there is one."""
    places = own.get("municipalities", [])
    return {**own["regime"], **own["constants"], **(places[0]["profile"] if len(places) == 1 else {})}


def levers(configs: Sequence[Config]) -> list[Lever]:
    """Parameters that differ between configs, at the start or later; of one config, those that change later."""
    starts, laters = [_start(own) for own in configs], [_changes(own) for own in configs]
    paths = dict.fromkeys([path for own in starts for path in own] + [path for own in laters for path in own])
    rows = [Lever(p, tuple(s.get(p) for s in starts), tuple(later.get(p, ()) for later in laters)) for p in paths]
    alone = len(configs) == 1
    return [r for r in rows if len(set(r.start)) > 1 or len(set(r.later)) > 1 or (alone and r.later[0])]


def markets(configs: Sequence[Config]) -> list[Market | None]:
    """Who provides care in each config, as its `market` says; None: the municipality alone. Empty where all are alike."""
    found = [own.get("market") for own in configs]
    return found if any(own != found[0] for own in found) else []


def first_change(configs: Sequence[Config]) -> int | None:
    """The first measured day on which any of the configs changes; None if none does."""
    days = [change.day for own in configs for changes in _changes(own).values() for change in changes]
    return min(days, default=None)


@functools.lru_cache(maxsize=32)
def _read(text: str) -> Read:
    return Read.read(text, "config.json")


def parting_day(configs: Sequence[Config]) -> int | None:
    """The measured day from which configs are governed differently, as the program finds it.

    None: from before the first of these, or never.
    """
    first, *others = (_read(json.dumps(own)) for own in configs)
    days = [library.parting_day(first, other) for other in others]
    known = [day for day in days if day is not None]
    return None if any(day < 0 for day in known) else min(known, default=None)


def start_of_change(configs: Sequence[Config]) -> int:
    """The first measured day on which configs are governed differently: 0 unless all that differs comes later."""
    return parting_day(configs) or 0


def _own_changes(configs: Sequence[Config]) -> list[set[tuple[str, Change]]]:
    return [{(path, change) for path, changes in _changes(c).items() for change in changes} for c in configs]


def base_of(configs: Sequence[Config], arm: int) -> int | None:
    """The arm that goes on as before, beside one that is changed on a measured day; None where there is no such arm.

    It starts as the other does and has nothing but what the other has, too; of several the one with least of its own.
    """
    own = _own_changes(configs)
    parted = [i for i in range(len(configs)) if i != arm and parting_day([configs[arm], configs[i]]) is not None]
    less = sorted((len(own[i]), i) for i in parted if own[i] < own[arm])
    return less[0][1] if less else None


@dataclass(frozen=True)
class WhenChanged:
    """When arms part: the day, the day on which what comes step by step is complete, and that on which everything goes back."""

    day: int
    until: int | None
    back: int | None


def _goes_back(own: Mapping[str, Any]) -> int | None:
    """The day from which every lever that a config changes is where it started."""
    start, changes = _start(own), {path: sorted(found, key=lambda c: c.day) for path, found in _changes(own).items()}
    if not changes or any(found[-1].value != start.get(path) for path, found in changes.items()):
        return None
    return max(found[-1].day for found in changes.values())


def _complete(own: Mapping[str, Any], before: int | None) -> int:
    """The day on which all is there that comes before another day."""
    changes = [change for found in _changes(own).values() for change in found]
    return max((c.day + c.ramp_days for c in changes if before is None or c.day < before), default=0)


def when_changed(configs: Sequence[Config]) -> WhenChanged | None:
    """When arms part that go on alike until a measured day, and what becomes of it in the first arm that is changed.

    None where they differ from the start, or never.
    """
    day = parting_day(configs) if len(configs) > 1 else None
    if day is None:
        return None
    first = next((own for i, own in enumerate(configs) if base_of(configs, i) is not None), configs[-1])
    back = _goes_back(first)
    until = _complete(first, back)
    return WhenChanged(day, until if until > day else None, back)


def later_days(configs: Sequence[Config], arm: int, base: int) -> tuple[int, ...]:
    """Days on which an arm changes again, after it has parted from another."""
    own = _own_changes(configs)
    return tuple(sorted({change.day for _, change in own[arm] - own[base]})[1:])


# ---- over what a figure is taken -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """The part of a run that a figure is over: measured days [from, to), all units or the pilot's.

    `window`: of the file; None: the mean of the periods recorded in these days.
    """

    window: str | None
    days: tuple[int, int]
    units: str = "all"


def _end(data: xr.Dataset) -> int:
    return int((data["day"] + data["period_days"]).max())


def units_of(window: dict[str, Any]) -> str:
    """The units that a window of an experiment means: "all", "pilot", or "areas 1, 2; others"."""
    where = window.get("where")
    if where is None:  # areas of the first municipality, or a group
        return f"areas {', '.join(map(str, window['areas']))}" if window["areas"] else str(window["units"])
    parts = [f"{key} {', '.join(map(str, where[key]))}" for key in SELECTOR_KEYS if key in where]
    if "outlying" in where:
        parts.append("outlying" if where["outlying"] else "ordinary")
    group = where.get("pilot")
    return "; ".join([*parts, "pilot" if group is True else str(group)] if group else parts)


def window_of(question: Question, name: str) -> Span:
    """A window of the experiment by its name."""
    own = next(w for w in question["windows"] if w["name"] == name)
    return Span(name, (own["days"][0], own["days"][1]), units_of(own))


def span_of(data: xr.Dataset, question: Question | None, arms: Sequence[str]) -> Span:
    """Where arms are compared: in the last year of those that part on a measured day, or since they did where that is less.

    In the pilot's units where there is a pilot; the whole run of arms that differ from the start.
    """
    names = labels(data, "arm")
    start = start_of_change([config(data, names.index(arm) + 1) for arm in arms])
    asked_for = question["evaluation"] if question else None
    if asked_for and {asked_for["arm"], asked_for["without"]} <= set(arms):
        return window_of(question or {}, "pilot after")
    least = max(start, _end(data) - YEAR)
    recorded = [int(day) for day in data["day"].values if day >= least] if "period" in data.dims else []
    if start == 0 or not recorded:
        return Span("all", (0, _end(data)))
    return Span(None, (recorded[0], _end(data)))


def mean_of(own: Reals, weights: NDArray[Any]) -> Reals:
    """Along the last axis by weights, of what is there; nan where nothing is."""
    known = np.isfinite(own) * weights
    of = known.sum(axis=-1)
    return np.where(of > 0, (np.nan_to_num(own) * known).sum(axis=-1) / np.where(of > 0, of, 1), np.nan)


def by_period(data: xr.Dataset, outcome: str) -> Reals:
    """An outcome [arm, replicate, period], the mean of several municipalities."""
    own = data.variables[outcome].transpose("arm", "replicate", "period", ...).values
    return mean_of(own, np.ones(own.shape[-1])) if own.ndim == 4 else own


def has_by_period(data: xr.Dataset, outcome: str) -> bool:
    """Whether a file holds an outcome by arm, replicate and period."""
    return outcome in data.variables and {"arm", "replicate", "period"} <= set(data.variables[outcome].dims)


def values_over(data: xr.Dataset, outcome: str, arm: str, span: Span) -> Reals:
    """An outcome of an arm over a span, [replicate]; the whole run where the file has no periods of it."""
    variables = data.variables  # not data[...], which builds an array with its coordinates: thousands of times a report
    place = variables["arm"].values.tolist().index(arm)
    if span.window is not None or not has_by_period(data, outcome):
        own = variables[f"window_{outcome}"].transpose("arm", "replicate", "window").values
        window = variables["window"].values.tolist().index(span.window or "all")
        return np.asarray(own[place, :, window], dtype=float)
    since = variables["day"].values >= span.days[0]
    return mean_of(by_period(data, outcome)[place][:, since], variables["period_days"].values[since])
