"""What a report concludes, on planted data whose answers are known by hand."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from tillit.errors import TillitError
from tillit.estimates import Estimate
from tillit.library import Config
from tillit.report import arrangement, conclusions
from tillit.report.arrangement import (
    Change,
    Lever,
    Span,
    WhenChanged,
    first_change,
    levers,
    span_of,
    start_of_change,
    units_of,
    values_over,
    when_changed,
)
from tillit.report.conclusions import FIVE, BreakEven, Worlds, break_even, conclude, contrasts, judge, smallest_of
from tillit.report.limits import read_limits

NOISE = np.array([-1.0, 0.0, 1.0])  # between replicates, the same in every arm: differences are exact
OWN = """seed: 1
municipality: lillkoping
municipality.recipients: 100
run: {days: 84, burn_in_days: 28, replicates: 3}
pilot.share: 0.33
"""
PILOT = {"areas": [], "pilot": True, "units": []}
LATER = {"day": 56, "lever": "steering.meeting_min", "name": "x", "ramp_days": 14, "value": 25.0, "where": PILOT}
MOVED = {
    "day": 28,
    "name": "y",
    "pool_size": 9,
    "span": 0,
    "rule": "by_area",
    "where": {**PILOT, "areas": [1], "pilot": False},
}


@functools.cache
def resolved() -> dict[str, Any]:
    """A config as result files hold it."""
    found: dict[str, Any] = json.loads(Config.read(OWN, "own.yaml").json)
    return found


def changed(**own: Any) -> dict[str, Any]:
    """A resolved config with something else; values by path go over its own."""
    found = copy.deepcopy(resolved())
    for key, value in own.items():
        found[key] = {**found[key], **value} if isinstance(value, dict) else value
    return found


def planted(levels: dict[str, dict[str, float]], series: dict[str, dict[str, list[float]]] | None = None) -> xr.Dataset:
    """A file of outcomes: mean levels by outcome and arm, and by period of 28 days."""
    arms = list(next(iter(levels.values())))
    data: dict[str, Any] = {}
    for outcome, by_arm in levels.items():
        own = [[[by_arm[arm] + 0.01 * by_arm[arms[0]] * e] for e in NOISE] for arm in arms]
        data[f"window_{outcome}"] = (("arm", "replicate", "window"), own)
    for outcome, by_period in (series or {}).items():
        own = np.array([[np.array(by_period[arm]) + e for e in NOISE] for arm in arms])
        data[outcome] = (("arm", "replicate", "period", "municipality"), own[..., None])
    count = len(next(iter(next(iter(series.values())).values()))) if series else 3
    coords = {
        "arm": arms, "replicate": [1, 2, 3], "window": ["all"], "municipality": ["x"], "period": np.arange(count) + 1,
        "day": ("period", 28 * np.arange(count)), "period_days": ("period", np.full(count, 28)),
    }  # fmt: skip
    return xr.Dataset(data, coords, {"path": "planted"})


@pytest.fixture
def configs(monkeypatch):
    """The configs of the arms of planted data; by default arms differ from the start."""
    own = [changed(), changed(regime={"organisation.span": 20.0}), changed(regime={"organisation.span": 30.0})]
    for module in (arrangement, conclusions):
        monkeypatch.setattr(module, "config", lambda data, arm=1: own[arm - 1])
    return own


def asked(*claims: tuple[str, str, str, str, float], **own: Any) -> dict[str, Any]:
    """A question with claims (outcome, arm, base, direction, smallest), all over the whole run."""
    found = [
        {"name": "all", "outcome": o, "contrast": [a, b], "direction": d, "smallest": s, "text": {"sv": "s", "en": "e"}}
        for o, a, b, d, s in claims
    ]
    windows = [{"name": "all", "days": [0, 84], "areas": [], "units": "all"}]
    arms = [{"name": name, "equal_cost": None} for name in "abc"]
    return {"claims": found, "windows": windows, "evaluation": None, "arms": arms, "outcomes": [], **own}


# ---- what differs, since when, and over what -------------------------------------------------------------------------


def test_pilots_timelines_and_reorganisations_differ():
    own = levers([changed(), changed(timeline=[LATER], reorganise=[MOVED])])
    assert own == [
        Lever("organisation.pool_size", (18.0, 18.0), ((), (Change(28, 9, areas=(1,), rule="by_area"),))),
        Lever("steering.meeting_min", (60.0, 60.0), ((), (Change(56, 25.0, 14, pilot=True),))),
    ]
    assert [lever.path for lever in levers([changed(), changed(constants={"opinion.kappa": 1.0})])] == ["opinion.kappa"]
    assert levers([changed(), changed()]) == []
    assert [lever.path for lever in levers([changed(timeline=[LATER])])] == ["steering.meeting_min"]  # of a single run


def test_a_change_starts_where_configs_part():
    assert start_of_change([changed(), changed(timeline=[LATER])]) == 56
    assert start_of_change([changed(), changed(timeline=[LATER], reorganise=[MOVED])]) == 28
    assert start_of_change([changed(reorganise=[MOVED]), changed(timeline=[LATER], reorganise=[MOVED])]) == 56
    assert (
        start_of_change([changed(reorganise=[MOVED]), changed(reorganise=[{**MOVED, "rule": "at_random"}])]) == 28
    )  # as the program
    assert start_of_change([changed(), changed(timeline=[LATER], constants={"opinion.kappa": 1.0})]) == 0
    assert start_of_change([changed(), changed()]) == start_of_change([changed()]) == 0
    assert (first_change([changed(), changed(timeline=[LATER])]), first_change([changed()])) == (56, None)


def test_a_change_is_complete_and_goes_back():
    """Step by step over 14 days; a return of all that was changed, and one of a part only."""
    back = {**LATER, "day": 70, "ramp_days": 0, "value": 60.0}
    there = changed(timeline=[LATER])
    assert when_changed([changed(), there]) == WhenChanged(56, 70, None)
    assert when_changed([changed(), changed(timeline=[LATER, back])]) == WhenChanged(56, 70, 70)
    assert when_changed([changed(), changed(timeline=[LATER, back], reorganise=[MOVED])]) == WhenChanged(28, 70, None)
    assert when_changed([there]) is when_changed([changed(), changed(constants={"opinion.kappa": 1.0})]) is None


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({"areas": [], "units": "pilot"}, "pilot"),
        ({"areas": [1, 2], "units": "all"}, "areas 1, 2"),
        ({"where": {"areas": [2], "pilot": "others"}}, "areas 2; others"),
        ({"where": {"providers": [1], "pilot": True}}, "providers 1; pilot"),
    ],
)
def test_a_window_says_which_units_it_means(window, expected):
    assert units_of(window) == expected


def test_a_change_says_where_it_is_made():
    where = {"areas": [1], "municipalities": [2], "pilot": "others"}
    own = levers([changed(timeline=[{**LATER, "where": where}])])[0].later[0][0]
    assert own == Change(56, 25.0, 14, areas=(1,), others=True, municipalities=(2,))


def test_figures_are_over_the_time_since_the_change(configs):
    series = {"strain": {"a": [10.0, 10.0, 20.0, 20.0], "b": [10.0, 10.0, 30.0, 40.0]}}
    data = planted({"strain": {"a": 15.0, "b": 22.0}}, series)
    configs[1] = changed(timeline=[LATER])
    span = span_of(data, None, ("a", "b"))
    assert span == Span(None, (56, 112))
    assert values_over(data, "strain", "b", span) == pytest.approx(35.0 + NOISE)
    configs[1] = changed(regime={"organisation.span": 20.0})
    assert span_of(data, None, ("a", "b")) == Span("all", (0, 112))
    assert values_over(data, "strain", "b", Span("all", (0, 112))) == pytest.approx(22.0 + 0.15 * NOISE)


def test_a_pilot_is_compared_in_its_own_units_after(configs):
    data = planted({"strain": {"a": 1.0, "b": 1.0}})
    configs[1] = changed(timeline=[LATER])
    after = {"name": "pilot after", "days": [56, 84], "areas": [], "units": "pilot"}
    question = asked(evaluation={"arm": "b", "without": "a"}, windows=[after])
    assert span_of(data, question, ("b", "a")) == Span("pilot after", (56, 84), "pilot")


# ---- judgements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "half", "better", "expected"),
    [
        (3.0, 1.0, 1, "better"),
        (3.0, 1.0, -1, "worse"),
        (-3.0, 1.0, -1, "better"),
        (1.0, 0.5, 1, "perhaps better"),
        (-1.0, 0.5, 1, "perhaps worse"),
        (0.2, 0.1, 1, "negligible"),
        (0.0, 2.0, 1, "undecided"),
        (9.0, np.nan, 1, "undecided"),
        (9.0, 1.0, 0, "unjudged"),
    ],
)
def test_judgements_point_where_better_is(mean, half, better, expected):
    assert judge(Estimate(mean, half, 3), better, 1.0) == expected


def test_arms_are_compared_with_what_their_claims_compare_them_with():
    claims = asked(("quality", "c", "b", "lower", 1), ("cost", "c", "b", "lower", 1), ("cost", "b", "a", "lower", 1))[
        "claims"
    ]
    assert contrasts(["a", "b", "c"], claims) == [("b", "a"), ("c", "a"), ("c", "b")]
    assert contrasts(["a", "b", "c"], []) == [("b", "a"), ("c", "a")]
    assert contrasts(["a"], []) == []


def test_the_smallest_difference_is_the_claims_or_the_default():
    claims = asked(("cost", "b", "a", "lower", 3.0), ("cost", "c", "a", "lower", 2.0))["claims"]
    limits = read_limits()
    assert smallest_of("cost", ("b", "a"), claims, 100.0, limits["cost"]) == 3.0
    assert smallest_of("cost", ("c", "b"), claims, 100.0, limits["cost"]) == 2.0
    assert smallest_of("cost", ("b", "a"), [], 100.0, limits["cost"]) == 1.0  # 1 per cent
    assert smallest_of("staff_met", ("b", "a"), claims, 15.0, limits["staff_met"]) == 1.0
    assert smallest_of("recipients", ("b", "a"), claims, 15.0, None) is None


def test_every_limit_says_where_it_is_from():
    limits = read_limits()
    assert set(FIVE) <= limits.keys()
    for name, own in limits.items():
        assert own.better in (1, -1) and (own.smallest is None) != (own.smallest_share is None), name
        limited = any(x is not None for x in (own.low, own.high, own.largest_change, own.largest_change_share))
        assert all(own.smallest_from) and all(own.limits_from) == limited, name


LEVELS = {
    "satisfied": {"a": 0.87, "b": 0.84, "c": 0.8701},
    "missed_share": {"a": 0.01, "b": 0.13, "c": 0.01},
    "staff_met": {"a": 15.0, "b": 15.2, "c": 10.0},
    "sick_share": {"a": 0.09, "b": 0.09, "c": 0.05},
    "cost": {"a": 100e6, "b": 114e6, "c": 100.5e6},
    "quality": {"a": 0.66, "b": 0.70, "c": 0.661},
    "strain": {"a": 0.3, "b": 0.2, "c": 0.3},
    "undetected_hours": {"a": 1500.0, "b": 4500.0, "c": 1550.0},
}


def test_five_outcomes_always_stand_and_the_others_by_what_matters(configs):
    found = conclude(planted(LEVELS), asked(), list(LEVELS))
    by_arm = {answer.arm: answer for answer in found.answers}
    assert [f.outcome for f in by_arm["b"].five] == list(FIVE) == [f.outcome for f in by_arm["c"].five]
    assert [f.judgement for f in by_arm["b"].five] == ["worse", "worse", "negligible", "negligible", "worse"]
    assert [f.judgement for f in by_arm["c"].five] == ["negligible", "negligible", "better", "better", "negligible"]
    # 3000 hours of 100, .04 of .01, .1 of .05: not by share of the level, where strain would come before quality.
    assert [(f.outcome, round(f.size)) for f in by_arm["b"].others] == [
        ("undetected_hours", 30),
        ("quality", 4),
        ("strain", 2),
    ]
    assert by_arm["c"].others == ()  # 50 hours and .001 do not matter


def test_the_five_are_judged_by_the_claims_of_the_question(configs):
    found = conclude(planted(LEVELS), asked(("satisfied", "b", "a", "higher", 0.05)), [])
    satisfied = found.answers[0].five[0]
    assert (satisfied.smallest, satisfied.judgement) == (0.05, "negligible")


def test_a_single_run_has_no_answers(configs):
    assert conclude(planted({"missed_share": {"a": 0.06}}), None, []).answers == ()


# ---- claims ----------------------------------------------------------------------------------------------------------


def test_shares_of_plausible_worlds_stand_beside_claims_and_the_five(configs):
    question = asked(("missed_share", "b", "a", "higher", 0.01))
    points = pd.DataFrame({"all": [0.1, 0.1, 0.2, -0.1]})
    found = conclude(planted(LEVELS), question, [], None, points)
    assert found.claims[0].worlds == Worlds(0.75, 0.25, 4, 4)  # more are missed, as claimed
    five = {f.outcome: f for f in found.answers[0].five}
    assert five["missed_share"].worlds == Worlds(0.25, 0.75, 4, 4)  # better is fewer
    assert five["satisfied"].worlds is None  # not tried
    assert conclude(planted(LEVELS), question, []).claims[0].worlds is None
    with pytest.raises(TillitError, match="no claim 'all': of another experiment"):
        conclude(planted(LEVELS), question, [], None, points.rename(columns={"all": "x"}))


def test_a_claim_that_is_surely_the_wrong_way_is_opposite(configs):
    data = planted({"staff_met": {"a": 15.0, "b": 15.92}})
    data["window_staff_met"][1] += 0.1 * NOISE[:, None]  # an interval around what matters
    found = conclude(data, asked(("staff_met", "b", "a", "lower", 1.0)), [])
    assert (found.claims[0].verdict, found.answers[0].five[0].judgement) == ("opposite", "perhaps worse")


# ---- when it pays ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arm", "start", "expected"),
    [
        ([2.0, 0.5, 0.5, 0.5], 0, BreakEven("month", 0, 3)),  # even at the end of the third period of 28 days
        ([1.0, 2.0, 0.0, 1.0], 28, BreakEven("month", 28, 2)),  # and of the second since the change
        ([1.0, 1.0, 2.0, 2.0], 56, BreakEven("never", 56)),
        ([1.0, 1.0, 0.5, 0.5], 56, BreakEven("start", 56)),
        ([1.0, 1.0, 1.0, 1.0], 56, BreakEven("same", 56)),
        ([9.0, 1.0, 0.5, 0.5], 28, BreakEven("start", 28)),  # what was before does not count
    ],
)
def test_break_even_counts_from_the_change(arm, start, expected):
    data = planted({"cost": {"a": 1.0, "b": 1.0}}, {"cost": {"a": [1.0] * 4, "b": arm}})
    assert break_even(data, "b", "a", start) == expected


def test_break_even_is_undecided_where_costs_are_not_told_apart():
    data = planted({"cost": {"a": 1.0, "b": 1.0}}, {"cost": {"a": [1.0] * 4, "b": [2.0, 0.5, 0.5, 0.5]}})
    data["cost"][1, 0, 3] += 5.0
    assert break_even(data, "b", "a") == BreakEven("undecided", 0)
    assert break_even(data.isel(replicate=[0]), "b", "a") == BreakEven("undecided", 0)
    assert break_even(data.drop_vars("cost"), "b", "a") is None


def test_a_cost_that_was_made_equal_has_no_break_even(configs):
    data = planted({"cost": {"a": 1.0, "b": 1.0}}, {"cost": {"a": [1.0] * 3, "b": [1.1, 0.9, 0.9]}})
    arms = [{"name": "a", "equal_cost": None}, {"name": "b", "equal_cost": {"lever": "x", "value": 1}}]
    assert conclude(data, asked(arms=arms), []).answers[0].break_even == BreakEven("equal", 0)


@pytest.mark.parametrize(
    "own", [{"outcome": "time_for_visits", "days": [0, 84]}, {"outcome": "cost", "days": [56, 84]}]
)
def test_another_outcome_or_other_days_made_equal_are_no_equal_cost(configs, own):
    """S with its time staffed costs more; the report said that its cost was made equal."""
    data = planted({"cost": {"a": 1.0, "b": 1.0}}, {"cost": {"a": [1.0] * 3, "b": [1.1, 0.9, 0.9]}})
    arms = [{"name": "a", "equal_cost": None}, {"name": "b", "equal_cost": {"lever": "x", "value": 1, **own}}]
    assert conclude(data, asked(arms=arms), []).answers[0].break_even != BreakEven("equal", 0)
