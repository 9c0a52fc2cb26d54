"""The explorer judges as the report does: cases with what conclusions.py makes of them, which its tests in TypeScript read.

python analysis/tests/test_explorer_judgements.py      writes the cases anew
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit.estimates import estimate
from tillit.report.conclusions import break_even, judge, smallest_of
from tillit.report.limits import read_limits
from tillit.robustness import shares

CASES = Path(__file__).parents[1] / "explorer" / "tests" / "fixtures" / "judgements.json"
OUTCOMES = ("satisfied", "missed_share", "staff_met", "sick_share", "cost")
PERIODS, DAYS, CHANGE = 12, 28, 84


def _short(values: Any) -> Any:
    """In seven digits: what is written is what is judged."""
    return np.vectorize(lambda value: float(f"{value:.7g}"))(values)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _smallest_cases(number: np.random.Generator, outcome: str, level: float) -> list[dict[str, Any]]:
    """Without claims, with one on the same contrast (either way round), with one on another, and with those that say nothing."""
    limits = read_limits()[outcome]
    of = {"outcome": outcome, "smallest": round(float(number.uniform(0.001, 0.02)), 4), "name": "c"}
    claims = [
        [],
        [{**of, "contrast": ["arm", "base"]}, {**of, "smallest": 9.0, "contrast": ["x", "base"]}],
        [{**of, "contrast": ["base", "arm"]}],
        [{**of, "contrast": ["x", "base"]}, {**of, "contrast": ["arm", "base"], "course": "passed", "smallest": 364}],
        [{**of, "contrast": ["arm", "base"], "level": {"below": 1}}],
    ]
    return [{"claims": own, "smallest": smallest_of(outcome, ("arm", "base"), own, level, limits)} for own in claims]


def _finding(number: np.random.Generator, outcome: str, pairs: int, effect: float) -> dict[str, Any]:
    """An outcome by pair and in worlds; `effect` in smallest differences that matter."""
    limits = read_limits()[outcome]
    level = {"satisfied": 0.85, "missed_share": 0.02, "staff_met": 14.0, "sick_share": 0.09, "cost": 2.5e8}[outcome]
    smallest = limits.smallest if limits.smallest is not None else (limits.smallest_share or 0.0) * level
    base = _short(number.normal(level, 0.05 * level, pairs))
    arm = _short(base + number.normal(effect * smallest, abs(number.normal(0.4, 0.3)) * smallest, pairs))
    worlds = _short(number.normal(effect * smallest, 2 * smallest, pairs))
    worlds[0] = np.nan if pairs > 3 else worlds[0]
    change = estimate(arm - base)
    at = smallest_of(outcome, ("arm", "base"), [], estimate(base).mean, limits)
    claim = {"direction": "higher" if limits.better > 0 else "lower", "smallest": at}
    better, worse = shares(claim, pd.Series(worlds))
    return {
        "outcome": outcome,
        "arm": list(map(float, arm)),
        "base": list(map(float, base)),
        "worlds": [_plain(own) for own in worlds],
        "change": [change.mean, _plain(change.half_width)],
        "smallest": at,
        "judgement": judge(change, limits.better, at),
        "shares": [better, worse],
        "of_claims": _smallest_cases(number, outcome, estimate(base).mean),
    }


def _pays(number: np.random.Generator, first: float, last: float, pairs: int) -> dict[str, Any]:
    """Extra costs that go from one to another, by pair and period, and from when on it has cost no more in all."""
    course = np.concatenate([np.zeros(CHANGE // DAYS), np.linspace(first, last, PERIODS - CHANGE // DAYS)])
    gaps = _short(course + number.normal(0, 0.1 * abs(first), (pairs, PERIODS)) * (course != 0))
    cost = np.stack([np.zeros((pairs, PERIODS)), gaps])
    data = xr.Dataset(
        {"cost": (("arm", "replicate", "period"), cost), "period_days": ("period", [DAYS] * PERIODS)},
        {"arm": ["base", "arm"], "day": ("period", np.arange(PERIODS) * DAYS)},
    )
    found = break_even(data, "arm", "base", CHANGE)
    assert found is not None
    return {"gaps": gaps.tolist(), "kind": found.kind, "month": found.month}


def cases() -> dict[str, Any]:
    """All of them: the same every time."""
    number = np.random.default_rng(22)
    effects = (-3.0, -1.2, -0.6, 0.0, 0.4, 1.0, 1.6, 4.0)
    return {
        "findings": [_finding(number, o, pairs, e) for o in OUTCOMES for pairs in (1, 4, 12) for e in effects],
        "pays": [
            _pays(number, first, last, pairs)
            for pairs in (1, 8)
            for first, last in ((5.0, -9.0), (5.0, 4.0), (-5.0, -6.0), (1.0, -0.8), (0.0, 0.0), (8.0, -8.5))
        ],
    }


def test_the_explorers_cases_are_those_of_the_report() -> None:
    assert json.loads(CASES.read_text(encoding="utf-8")) == json.loads(json.dumps(cases()))


def test_the_cases_hold_every_judgement_and_every_way_to_pay() -> None:
    found = cases()
    kinds = {"better", "worse", "perhaps better", "perhaps worse", "negligible", "undecided"}
    assert {own["judgement"] for own in found["findings"]} == kinds
    assert {own["kind"] for own in found["pays"]} == {"month", "never", "start", "same", "undecided"}


if __name__ == "__main__":
    CASES.write_text(json.dumps(cases()) + "\n", encoding="utf-8")
