"""What a report concludes from a result file, as plain data: no words for people, no markup.

Which arms are compared, what differs by how much, what is better and worse, when it pays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit.courses import DAYS, course_of_claim
from tillit.errors import TillitError
from tillit.estimates import MONTH, Estimate, Time, estimate, of_claim, pilot, verdict
from tillit.files import config, labels
from tillit.library import Reals
from tillit.report.arrangement import Lever, Question, Span, levers, span_of, start_of_change, values_over, window_of
from tillit.report.limits import Limits, read_limits
from tillit.robustness import shares

FIVE = ("satisfied", "missed_share", "staff_met", "sick_share", "cost")
"""Outcomes that every answer holds, whatever became of them."""
PAID = "municipal_cost"
"""And this where both arms have it, since their providers are paid."""


# ---- findings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worlds:
    """Of points that published figures do not rule out: the share where something holds, and where the opposite does.

    `tried`: at how many of all (`of`) it could be run.
    """

    holds: float
    opposite: float
    tried: int
    of: int


@dataclass(frozen=True)
class Finding:
    """An outcome of an arm beside another's, over a span.

    `judgement`: better, worse, negligible, undecided; perhaps better, perhaps worse (surely so, perhaps too little to
    matter); or unjudged, where neither way is better. `worlds` is None where it was not tried.
    """

    outcome: str
    arm: str
    base: str
    span: Span
    level: Estimate
    base_level: Estimate
    change: Estimate
    smallest: float | None
    judgement: str
    worlds: Worlds | None

    @property
    def size(self) -> float:
        """The change in smallest differences that matter."""
        return abs(self.change.mean) / self.smallest if self.smallest else math.inf


@dataclass(frozen=True)
class BreakEven:
    """When an arm has cost no more than another in all, counted from when they began to differ.

    `kind`: month (from `month` on, for good), never (within the run), start (it was never dearer), same (no difference),
    equal (the cost was made equal), undecided (what it costs in all is not told from what the other does).
    """

    kind: str
    start_day: int
    month: int | None = None


@dataclass(frozen=True)
class Answer:
    """An arm against another: the five, the others that surely matter with the largest first, and when it pays."""

    arm: str
    base: str
    span: Span
    five: tuple[Finding, ...]
    others: tuple[Finding, ...]
    break_even: BreakEven | None


@dataclass(frozen=True)
class Judged:
    """A claim of the experiment, its figure and verdict; `ground` is what `tillit claims` found, None if not examined.

    `change` is a difference, a time after the change, or None: of the course of some units, which no result file holds.
    """

    claim: Mapping[str, Any]
    span: Span
    change: Estimate | Time | None
    verdict: str
    worlds: Worlds | None
    ground: Mapping[str, Any] | None


@dataclass(frozen=True)
class Evaluated:
    """An outcome of a pilot: what two ways of evaluating would find, the true effect, and the judgement of each."""

    outcome: str
    found: tuple[Estimate, ...]  # before and after, difference in differences, true effect
    judgements: tuple[str, ...]


@dataclass(frozen=True)
class Conclusions:
    """All of it; `span` is that of the tables, which show every arm."""

    span: Span
    levers: tuple[Lever, ...]
    answers: tuple[Answer, ...]
    claims: tuple[Judged, ...]
    pilot: tuple[Evaluated, ...]


def contrasts(arms: Sequence[str], claims: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Which arms are compared: each with the first, and with those that its claims compare it with."""
    found = []
    for arm in arms[1:]:
        own = [claim["contrast"][1] for claim in claims if claim["contrast"][0] == arm != claim["contrast"][1]]
        found += [(arm, base) for base in dict.fromkeys([arms[0], *own])]
    return found


def judge(change: Estimate, better: int, smallest: float | None) -> str:
    """A finding's judgement, by the definition of verdicts, towards the better and towards the worse."""
    if better == 0 or smallest is None or math.isnan(change.mean):
        return "unjudged"
    ways = ("higher", "lower") if better > 0 else ("lower", "higher")
    towards, away = (verdict({"direction": way, "smallest": smallest}, change) for way in ways)
    if "supported" in (towards, away):
        return "better" if towards == "supported" else "worse"
    if "opposite" in (towards, away):
        return "perhaps better" if away == "opposite" else "perhaps worse"
    return towards


def smallest_of(
    outcome: str,
    contrast: tuple[str, str],
    claims: Sequence[Mapping[str, Any]],
    base_level: float,
    limits: Limits | None,
) -> float | None:
    """The smallest difference that matters.

    That of a claim on this contrast, or the smallest of others on this outcome; without one the default of outcomes.csv.
    Claims about days after a change say nothing of it.
    """
    own = [c for c in claims if c["outcome"] == outcome and c.get("course") not in DAYS and "level" not in c]
    own = [c for c in own if set(c["contrast"]) == set(contrast)] or own
    if own:
        return min(float(c["smallest"]) for c in own)
    if limits is None:
        return None
    return limits.smallest if limits.smallest is not None else (limits.smallest_share or 0.0) * abs(base_level)


def worlds_of(claim: Mapping[str, Any], points: pd.DataFrame | None) -> Worlds | None:
    """At how many of the points that published figures leave open a claim holds, and at how many the opposite.

    Raises:
        TillitError: the points are of another experiment.
    """
    if points is None:
        return None
    if claim["name"] not in points:
        raise TillitError(f"the results at plausible points have no claim '{claim['name']}': of another experiment?")
    own = points[claim["name"]]
    return Worlds(*shares(claim, own), int(own.notna().sum()), len(own))


def _worlds_better(
    outcome: str,
    contrast: tuple[str, str],
    better: int,
    claims: Sequence[Mapping[str, Any]],
    points: pd.DataFrame | None,
) -> Worlds | None:
    """Worlds in which the outcome is better, and worse, from the claim on the same contrast."""
    for claim in claims:
        over_the_end = claim.get("course") in (None, "settled")
        if claim["outcome"] == outcome and tuple(claim["contrast"]) == contrast and over_the_end:
            found = worlds_of(claim, points)
            agrees = (claim["direction"] == "higher") == (better > 0)
            return found if found is None or agrees else replace(found, holds=found.opposite, opposite=found.holds)
    return None


def break_even(data: xr.Dataset, arm: str, base: str, start: int = 0) -> BreakEven | None:
    """When an arm's cost since `start` has come down to another's; None if the file has no cost by period."""
    if "cost" not in data or "period" not in data["cost"].dims:
        return None
    cost = data["cost"].mean("municipality") if "municipality" in data["cost"].dims else data["cost"]
    gap = ((cost.sel(arm=arm) - cost.sel(arm=base)) * data["period_days"] / 365.0).transpose("replicate", "period")
    since = np.flatnonzero(data["day"].values + data["period_days"].values > start)
    in_all = gap.values[:, since].cumsum(axis=1)
    mean, end = in_all.mean(axis=0), estimate(in_all[:, -1])
    if not in_all.any():
        return BreakEven("same", start)
    if math.isnan(end.half_width) or end.low < 0 < end.high:
        return BreakEven("undecided", start)
    if mean[-1] > 0:
        return BreakEven("never", start)
    if not (mean > 0).any():
        return BreakEven("start", start)
    even = since[int(np.max(np.nonzero(mean > 0)[0])) + 1]
    days = int(data["day"].values[even] + data["period_days"].values[even]) - start
    return BreakEven("month", start, math.ceil(days / MONTH))


class Concluder:
    """Findings of one file: the file, what it asked, and what is known of its claims at other points."""

    def __init__(self, data: xr.Dataset, question: Question | None, points: pd.DataFrame | None = None) -> None:
        self.data, self.question, self.points = data, question, points
        self.arms = labels(data, "arm")
        self.claims: list[Mapping[str, Any]] = list(question["claims"]) if question else []
        self.limits = read_limits()
        self._read: dict[tuple[str, str, Span], Reals] = {}

    def values(self, outcome: str, arm: str, span: Span) -> Reals:
        """An outcome of an arm over a span, [replicate]; read from the file once."""
        key = (outcome, arm, span)
        if key not in self._read:
            self._read[key] = values_over(self.data, *key)
        return self._read[key]

    def compared(self, outcome: str, arm: str, base: str, span: Span, own: Reals, other: Reals) -> Finding:
        """Values of an arm beside another's, whatever units they are of; not tried elsewhere."""
        level, base_level, change = estimate(own), estimate(other), estimate(own - other)
        limits = self.limits.get(outcome)
        smallest = smallest_of(outcome, (arm, base), self.claims, base_level.mean, limits)
        judgement = judge(change, limits.better if limits else 0, smallest)
        return Finding(outcome, arm, base, span, level, base_level, change, smallest, judgement, None)

    def finding(self, outcome: str, arm: str, base: str, span: Span) -> Finding:
        """An outcome of an arm beside another's."""
        own, other = (self.values(outcome, name, span) for name in (arm, base))
        better = self.limits[outcome].better if outcome in self.limits else 0
        worlds = _worlds_better(outcome, (arm, base), better, self.claims, self.points)
        return replace(self.compared(outcome, arm, base, span, own, other), worlds=worlds)

    def _of_equal_cost(self) -> list[str]:
        """Arms whose cost over the whole run is that of the first; another outcome, or other days, may be made equal."""
        arms = self.question["arms"] if self.question else []
        return [own["name"] for own in arms if own["equal_cost"] and "outcome" not in own["equal_cost"]]

    def _break_even(self, arm: str, base: str) -> BreakEven | None:
        start = start_of_change([config(self.data, self.arms.index(name) + 1) for name in (arm, base)])
        if arm in self._of_equal_cost() and base == self.arms[0]:
            return BreakEven("equal", start)
        return break_even(self.data, arm, base, start)

    def answer(self, arm: str, base: str, outcomes: Sequence[str]) -> Answer:
        """An arm against another, by the five and by `outcomes`."""
        span = span_of(self.data, self.question, (arm, base))
        first = [self.finding(name, arm, base, span) for name in (*FIVE, PAID) if f"window_{name}" in self.data]
        five = tuple(own for own in first if own.outcome != PAID or not math.isnan(own.change.mean))
        rest = [self.finding(name, arm, base, span) for name in outcomes if name not in (*FIVE, PAID)]
        matter = [own for own in rest if own.judgement in ("better", "worse")]
        others = tuple(sorted(matter, key=lambda own: own.size, reverse=True))
        return Answer(arm, base, span, five, others, self._break_even(arm, base))

    def evaluated(self) -> tuple[Evaluated, ...]:
        """Outcomes of the pilot as evaluations would find them; none without an evaluation."""
        if not self.question or not self.question["evaluation"]:
            return ()
        arm, without = (self.question["evaluation"][name] for name in ("arm", "without"))
        rows = []
        for outcome in (name for name in self.question["outcomes"] if f"window_{name}" in self.data):
            found = tuple(pilot(self.data, outcome, arm, without).values())
            true = self.finding(outcome, arm, without, window_of(self.question, "pilot after"))
            better = self.limits[outcome].better if outcome in self.limits else 0
            rows.append(Evaluated(outcome, found, tuple(judge(own, better, true.smallest) for own in found)))
        return tuple(rows)

    def _figure_of(self, claim: Mapping[str, Any], span: Span) -> Estimate | Time | None:
        if not claim.get("course"):
            return of_claim(self.data, claim)
        return course_of_claim(self.data, claim) if span.units == "all" else None

    def judged(self, claim: Mapping[str, Any], grounds: Mapping[str, Any] | None) -> Judged:
        """A claim with its verdict."""
        ground = {own["name"]: own for own in grounds["claims"]}.get(claim["name"]) if grounds else None
        span = window_of(self.question or {}, claim["name"])
        change = self._figure_of(claim, span)
        found = verdict(claim, change) if change is not None else ground["verdict"] if ground else "undecided"
        return Judged(claim, span, change, found, worlds_of(claim, self.points), ground)


def conclude(
    data: xr.Dataset,
    question: Question | None,
    outcomes: Sequence[str],
    grounds: Mapping[str, Any] | None = None,
    points: pd.DataFrame | None = None,
) -> Conclusions:
    """What a report shows of a file.

    `outcomes` are looked at beside the five; `grounds`: what `tillit claims` found; `points`: differences of every claim
    at plausible points, from `tillit robustness`.

    Raises:
        TillitError: points of another experiment.
    """
    own = Concluder(data, question, points)
    there = [name for name in outcomes if f"window_{name}" in data]
    answers = tuple(own.answer(arm, base, there) for arm, base in contrasts(own.arms, own.claims))
    configs = [config(data, i + 1) for i in range(len(own.arms))]
    span = span_of(data, question, own.arms)
    return Conclusions(
        span,
        tuple(levers(configs)),
        answers,
        tuple(own.judged(claim, grounds) for claim in own.claims),
        own.evaluated(),
    )
