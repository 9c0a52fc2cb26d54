"""Estimators: equal to the program's own, and right where the answer is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tillit
from tillit.estimates import Estimate, estimate, values


def test_the_table_is_the_programs_own(result, printed):
    found = tillit.table(result, ["satisfied", "quality", "staff_met", "strain", "cost"])
    for arm in printed["arms"]:
        for outcome in ("satisfied", "quality", "staff_met", "strain", "cost"):
            own = arm["measures"][outcome]
            assert found.loc[(outcome, arm["name"]), "mean"] == pytest.approx(np.mean(own), rel=1e-9)
            assert values(result, outcome, arm["name"]) == pytest.approx(own, rel=1e-9)


def test_claims_have_the_programs_difference_interval_and_verdict(result, printed):
    claim, own = tillit.asked(result)["claims"][0], printed["claims"][0]
    change = tillit.difference(result, claim["outcome"], *claim["contrast"], window=claim["name"])
    assert change.mean == pytest.approx(own["difference"], rel=1e-9)
    assert change.half_width == pytest.approx(own["half_width"], rel=1e-9)
    assert tillit.verdict(claim, change) == own["verdict"]


def test_a_t_interval_by_hand():
    own = estimate([1.0, 2.0, 3.0])  # sd 1, t(.975, 2) = 4.3027
    assert (own.mean, own.count) == (2.0, 3)
    assert own.half_width == pytest.approx(4.302653 / np.sqrt(3), rel=1e-6)
    assert np.isnan(estimate([5.0]).half_width)
    assert np.isnan(estimate([np.nan]).mean)


CASES = pd.read_csv(Path(__file__).resolve().parents[2] / "tests" / "data" / "verdicts.csv")


@pytest.mark.parametrize("case", CASES.to_dict("records"), ids=str)
def test_verdicts_are_those_of_the_table_that_the_program_is_tested_against(case):
    assert tillit.verdict(case, Estimate(case["mean"], case["half_width"], 4)) == case["verdict"]


def test_pairing_is_worth_something_and_is_said(result):
    ratio = tillit.variance_ratio(result, "staff_met", "b", "a")
    a, b = values(result, "staff_met", "a"), values(result, "staff_met", "b")
    assert ratio == pytest.approx(np.var(b - a, ddof=1) / (np.var(a, ddof=1) + np.var(b, ddof=1)))
    assert tillit.effect_size(result, "quality", "b", "a") == pytest.approx(
        np.mean(values(result, "quality", "b") - values(result, "quality", "a"))
        / np.std(values(result, "quality", "a"), ddof=1)
    )


def test_bands_hold_the_mean_and_one_replicate_has_none(result, folder):
    found = tillit.bands(result, "strain")
    assert found["mean"].dims == ("arm", "period")
    assert bool(((found["low"] < found["mean"]) & (found["mean"] < found["high"])).all())
    with tillit.run(folder / "base.yaml", {"run.replicates": 1}) as one:
        alone = tillit.bands(one, "strain")
        assert bool(alone["low"].isnull().all()) and not bool(alone["mean"].isnull().any())
        assert np.isnan(tillit.table(one, ["cost"])["half_width"]).all()


@pytest.mark.parametrize(("sizes", "expected"), [([1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25)])
def test_gini(sizes, expected):
    assert tillit.gini(sizes) == pytest.approx(expected)


def test_gini_needs_sizes():
    assert np.isnan(tillit.gini([])) and np.isnan(tillit.gini([0, 0]))
    with pytest.raises(tillit.TillitError, match="negative"):
        tillit.gini([-1, 2])


def test_names_that_are_not_there(result):
    with pytest.raises(tillit.TillitError, match="has no arm 'c'; there are a, b"):
        values(result, "quality", "c")
    with pytest.raises(tillit.TillitError, match="has no window 'x'"):
        values(result, "quality", "a", "x")
