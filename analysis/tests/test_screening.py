"""Screening and replications: designs, what undoes a difference, what would settle it, and how many are enough."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tillit import replications, screening
from tillit.designs import parameters
from tillit.errors import TillitError
from tillit.files import open_result
from tillit.screening import table
from tillit.screening.design import ends

ROOT = Path(__file__).resolve().parents[2]
BOX = {"a.zero": (-1.0, 1.0), "b.known": (1.0, 3.0), "c.nothing": (0.0, 1.0)}
QUESTION = screening.Question(Path("none.yaml"), "base", ("arm",), {"y": 0.5})


def test_every_free_or_bounded_coefficient_is_screened_and_has_data_that_would_settle_it():
    box = screening.coefficients()
    free = {
        p["path"]
        for p in parameters()
        if p["section"] == "constant"
        and p["status"] in ("free", "bounded")
        and not p["optional"]
        and not p["market"]
        and "lever" not in p  # read where a lever is above 0, which it is in no world of these
        and p["neutral"][0] < p["neutral"][1]
    }
    assert set(box) == free
    found = screening.settles(box)
    assert found.notna().all().all() and found["en"].str.len().min() > 15


def test_a_group_that_nothing_would_settle_is_named():
    with pytest.raises(TillitError, match="says nothing of a, b, c"):
        screening.settles(BOX)
    with pytest.raises(TillitError, match="no such file"):
        screening.settles(BOX, Path("none.csv"))


def test_knock_outs_are_zero_or_both_ends():
    assert ends(BOX) == [("a.zero", 0.0), ("b.known", 1.0), ("b.known", 3.0), ("c.nothing", 0.0)]
    box = screening.coefficients(["opinion.kappa", "satisfaction.base"])
    rows = screening.knock_out_table(box)
    assert len(rows) == 5 and (rows.nunique() <= 3).all()


def test_what_undoes_a_difference_is_found():
    """y = 1 + a - (3 - b)/2 at the default a = 0.5, b = 2: without a it is under the smallest of interest at b = 1 only."""

    def y(a: float, b: float) -> float:
        return a + (b - 1) / 2

    rng = np.random.default_rng(1)
    luck = rng.normal(0, 0.01, 8)
    values = [y(0.5, 2), y(0, 2), y(0.5, 1), y(0.5, 3), y(0.5, 2)]
    alone = {("arm", "y"): np.array(values)[:, None] + luck}
    points = screening.trajectories(BOX, 6, 1)
    along = np.array([y(r["a.zero"], r["b.known"]) for _, r in points.iterrows()])[:, None]
    together = {("arm", "y"): along + rng.normal(0, 0.01, (len(points), 2))}
    found = screening.screened(replace(QUESTION, smallest={"y": 0.6}), BOX, alone, points, together).set_index(
        "coefficient"
    )
    assert found["difference"].iloc[0] == pytest.approx(1, abs=0.02)
    assert found["undone"].to_dict() == {"a.zero": 1, "b.known": 1, "c.nothing": 0}
    assert found.loc["a.zero", "mu_star"] == pytest.approx(2, rel=0.03)  # the slope over the whole range
    assert 0 < found.loc["c.nothing", "mu_star"] < 0.05 and 0 < found["floor"].iloc[0] < 0.05
    assert screening.never(found.reset_index()) == ["c.nothing"]


def test_luck_undoes_nothing_and_is_never_told():
    rng = np.random.default_rng(2)
    box = {f"c{i:02}.nothing": (0.0, 1.0) for i in range(30)}
    points = screening.trajectories(box, 8, 1)
    alone = {("arm", "y"): 0.52 + rng.normal(0, 0.05, (31, 10))}  # just above the smallest of interest
    together = {("arm", "y"): rng.normal(0, 1, (len(points), 2))}
    found = screening.screened(QUESTION, box, alone, points, together)
    assert (found["mu_star"] > found["mu_star_half_width"]).sum() > 20  # a mean of absolute values is never zero
    assert found["undone"].sum() == 0 and len(screening.deciding(found)) <= 1


def test_the_end_that_undoes_is_the_one_shown():
    names = [("a.both", 0.0), ("a.both", 3.0)]
    differences = np.array([[1.0, 1.1], [0.3, 0.4], [3.0, 3.1]])
    own = table.knock_outs(differences, names)["a.both"]
    default = table.estimate(differences[0])
    assert [e.undoes(default, 0.6) for e in own] == [True, False]


def test_failed_points_have_no_effect():
    y, lost = table.filled(np.array([1.0, np.nan, 3.0]))
    assert list(y) == [1, 1, 3] and lost == 1


def test_arms_are_those_of_the_settled_demo():
    """But for S with its time staffed, which was not there when the long screening was run."""

    def arms(path: Path) -> str:
        return path.read_text(encoding="utf-8").split("\narms:")[1].split("\noutcomes:")[0]

    settled = arms(ROOT / "experiments" / "trust-based-steering-settled.yaml")
    demo = re.sub(r"\n  - name: S\+staff\n.*?(?=\n  - name: S\+O\n)", "", settled, flags=re.DOTALL)
    cost = ("equal_cost: resources.client_time_share", "set: {resources.client_time_share: 0.6535}")
    assert arms(screening.DEMO.path) == demo.replace(*cost)
    assert f"name: {screening.DEMO.base}," in demo and all(f"name: {arm}" in demo for arm in screening.DEMO.arms)


def test_the_program_is_screened():
    box = screening.coefficients(["satisfaction.base", "experience.base"])
    question = replace(screening.DEMO, arms=("S",), smallest={"satisfied": 0.01})
    small = {
        "municipality.recipients": 100,
        "municipality.areas": 1,
        "run.days": 56,
        "run.burn_in_days": 28,
        "record.level": "none",
    }
    rows = screening.knock_out_table(box)
    twice = pd.concat([rows, rows.iloc[:1]], ignore_index=True)
    found = screening.run(question, twice, 2, small)["S", "satisfied"]
    assert found.shape == (len(rows) + 1, 2) and np.array_equal(found[0], found[-1])
    with pytest.raises(TillitError, match="no such file"):
        screening.run(QUESTION, rows, 2)
    with pytest.raises(TillitError, match="has no arm 'X'"):
        screening.run(replace(question, arms=("X",)), rows, 1, small)


def test_half_widths_and_enough():
    rng = np.random.default_rng(1)
    own = rng.normal(0, 1, 4096)
    assert replications.half_width(own, 16) == pytest.approx(2.13 / 4, rel=0.1)
    count = replications.enough(1.0, 0.5)
    assert count == 18  # t(17) = 2.11: 2.11/sqrt(18) = .497
    assert replications.enough(1.0, 1e-6) is None
    assert replications.told(1.0, 1.0) == 10  # as tables of power have it: one standard deviation, 5 % two-sided, 80 %
    assert replications.told(0.0, 1.0) is None and replications.told(5.0, 0.0) == 2


def test_replications_need_claims_and_replicates(folder, tmp_path):
    from tillit.runs import call, experiment, run

    few = experiment(folder / "experiment.yaml", out=tmp_path / "few.h5")
    with pytest.raises(TillitError, match="at least 8"):
        replications.needs(few)
    with pytest.raises(TillitError, match="^4 replicates; at least 8"):
        replications.replications(folder / "none.yaml", 4)
    found = replications.replications(folder / "experiment.yaml", 8)
    (claim,), outcomes = found
    whole = next(n for n in outcomes if n.outcome == "quality")
    program = json.loads(
        call("experiment", folder / "experiment.yaml", "--set", "run.replicates=8", "--format", "json", "--quiet")
    )
    assert claim.days == "28-84" and claim.mean == pytest.approx(program["claims"][0]["difference"], rel=1e-9)
    assert whole.days == "all" and whole.mean != pytest.approx(claim.mean, rel=1e-3)
    assert claim.outcome == "quality" and set(claim.half_widths) == {4} and claim.ratio > 0 and claim.smallest
    assert [n.smallest for n in outcomes] == [None] * len(outcomes) and "quality" in [n.outcome for n in outcomes]
    text = replications.markdown(found, 8)
    assert text.count("| quality | b - a |") == 2 and "| smallest of interest | enough |" in text
    assert "| told from zero in four of five with |" in text
    with pytest.raises(TillitError, match="no experiment with claims"):
        replications.needs(run(folder / "base.yaml", out=tmp_path / "run.h5"))


def test_claims_about_a_course_are_no_means_over_days(course_file):
    with open_result(course_file) as data, pytest.raises(TillitError, match="no experiment with claims on differences"):
        replications.needs(data)


def test_documents_show_what_the_command_prints():
    done = subprocess.run(
        [sys.executable, "-m", "tillit", "screen", "--table"], capture_output=True, text=True, check=True
    )
    shown = ROOT / "docs" / "results"
    assert done.stdout in (shown / "screening.md").read_text(encoding="utf-8"), "run make screen"
    needed = (shown / "replications.md").read_text(encoding="utf-8")
    assert needed.split("<!-- worlds: replications -->\n")[1].startswith("| outcome | contrast |")
