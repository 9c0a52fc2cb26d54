"""Patterns at points of a table: the default point gives what validate gives, ranges and shares are those of the points."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tillit import points, predictions, validation
from tillit.designs import parameters
from tillit.errors import RunError, TillitError
from tillit.validation.patterns import PATTERNS
from tillit.validation.worlds import CountryNotRunError

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "analysis" / "results" / "predictions.csv"


def some(*names: str) -> list[validation.Target]:
    targets = {own.pattern: own for own in validation.read_targets()}
    return [targets[name] for name in names]


def ignore(text: str) -> None:
    """No progress in tests."""


def test_the_default_point_gives_what_validate_gives(monkeypatch):
    """Over as many days, which are few here."""
    shorter = partial(validation.Worlds, days=112)
    monkeypatch.setattr(predictions, "Worlds", shorter)
    default = {p["path"]: p["default"] for p in parameters()}
    table = pd.DataFrame([{n: default[n] for n in ("opinion.kappa", "organisation.hourly_share")}])
    targets = some("satisfied", "met_above_20_share", "travel_time", "met_spread")
    small = {"municipality.recipients": 60}
    found = predictions.predictions(targets, table, 2, small, say=ignore)
    assert list(found) == ["met_above_20_share", "travel_time"]  # satisfied is fitted, the spread asks for the country
    worlds = shorter(small, replicates=2)  # of seed 1, as the first point
    for name in found:
        assert found.loc[1, name] == pytest.approx(PATTERNS[name](worlds).mean, abs=1e-12)


def test_an_arm_keeps_the_levers_that_it_sets():
    """The arms of few and many hourly staff differ whatever the point says; the ordinary arm follows the point."""
    small = {"municipality.recipients": 60, "run.burn_in_days": 112}
    worlds = [
        validation.Worlds(small, replicates=2, days=112, levers={"organisation.hourly_share": share})
        for share in (0.05, 0.35)
    ]
    few, many = (own.replicated("hourly_hours") for own in worlds)
    assert np.all(many > few + 0.1)
    few, many = (own.replicated("hourly_hours", "hourly-many") for own in worlds)
    assert np.array_equal(few, many)


def test_the_country_is_not_run_where_it_was_not_asked_for():
    with pytest.raises(CountryNotRunError):
        PATTERNS["met_spread"](validation.Worlds(country=False))


def test_the_table_gives_ranges_and_shares():
    targets = some("met_above_20_share", "pool_33", "travel_time", "contact_dilution")
    found = pd.DataFrame(
        {
            "met_above_20_share": [0.1, 0.3, 0.15, 0.5],
            "pool_33": [24.0, 25.0, 26.0, 23.0],
            "travel_time": [0.1, 0.1, np.nan, np.nan],
            "contact_dilution": [np.nan] * 4,
        },
        index=[1, 2, 3, 4],
    )
    text = predictions.markdown(targets, found, "by hand")
    assert "| share who meet more than 20 | 0.108, 0.225, 0.47 | 0.16 (0.08 to 0.2) | read | input | 50 |" in text
    assert (
        "| predicted | 100 |\n" in text and "| 0.1, 0.1, 0.1 | 0.24 (0.18 to 0.26) | excerpt | predicted | 0 |" in text
    )
    assert "own contact" not in text  # no point has such a number
    assert "Of the 2 that are counted 1 are inside" in text and text.endswith("by hand\n")


def test_the_end_of_a_sign_is_outside():
    """A change of exactly nothing is neither above nor below it."""
    (sign,) = some("span_presence")
    assert not sign.holds(0.0) and sign.holds(-0.01)
    assert np.isnan(predictions.inside(sign, pd.Series([np.nan])))


def test_bad_input_is_named(tmp_path, refusal):
    table = pd.DataFrame({"organisation.hourly_share": [7.0]})
    with pytest.raises(RunError, match="organisation.hourly_share"):
        predictions.predictions(some("pool_33"), table, 2, {}, say=ignore)
    with pytest.raises(TillitError, match="no pattern of the targets"):
        predictions.markdown(some("pool_33"), pd.DataFrame({"other": [1.0]}), "by hand")
    for arguments, message in (
        (["--table"], "--results names"),
        (["--targets", str(tmp_path / "none.csv")], "cannot be read"),
        (["--points", "."], "is no ordinary file, but a folder"),
        (["--set", "opinion.kappa"], "a name, = and a value are expected"),
    ):
        assert message in refusal("predictions", *arguments)


def test_documents_show_what_the_command_prints():
    found, made = points.load(TABLE, "predictions")
    text = predictions.markdown(validation.read_targets(), found, made)
    assert text in (ROOT / "docs" / "results" / "predictions.md").read_text(encoding="utf-8"), "run make predictions"
