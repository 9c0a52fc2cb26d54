"""History matching: it keeps what is true, rules out what is not, and refuses what it cannot use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tillit import calibration
from tillit.calibration import figures as figures_module
from tillit.calibration import matching
from tillit.calibration.emulator import active_inputs
from tillit.calibration.matching import LIMIT, ensemble_variance, implausibility, outcome, uniform
from tillit.calibration.program import FITTED_LEVERS, Program, defaults, rounded
from tillit.calibration.report import nearest
from tillit.calibration.run import recover
from tillit.committed import RESULTS
from tillit.designs import parameters
from tillit.errors import TillitError

ROOT = Path(__file__).resolve().parents[2]
BOX = {f"x{i}": (0.0, 2.0) for i in range(6)}
FIGURES = [
    calibration.Figure("one", ("one",), 3.0, 0.1, 0.1, "known", "read", "exact but for luck"),
    calibration.Figure("two", ("two",), 1.0, 0.1, 0.1, "known", "read", "exact but for luck"),
]
HEADER = ",".join(figures_module.COLUMNS)


def simulate(points: pd.DataFrame, replicates: int) -> np.ndarray:
    """Two outputs of known form with luck; x4 and x5 do nothing."""
    rng = np.random.default_rng(7)
    x = points.to_numpy()
    one = 2 * x[:, 0] + x[:, 1] ** 2
    two = x[:, 2] + 0.3 * x[:, 3] * x[:, 0]
    return np.stack([one, two], axis=-1)[:, None, :] + rng.normal(0, 0.1, (len(x), replicates, 2))


def test_all_that_is_free_is_matched():
    box = calibration.inputs()
    free = [
        p["path"]
        for p in parameters()
        if p["section"] == "constant"
        and p["status"] == "free"
        and not p["optional"]
        and not p["market"]
        and "lever" not in p
    ]
    assert set(free) - set(box) == {
        p["path"] for p in parameters() if p["path"] in free and p["neutral"][0] == p["neutral"][1]
    }
    assert set(FITTED_LEVERS) < set(box) and all(low < high for low, high in box.values())


def test_active_inputs_are_those_that_act():
    rng = np.random.default_rng(1)
    points = uniform(BOX, 200, rng)
    y = simulate(points, 4).mean(axis=1)
    assert set(active_inputs(points, y[:, 0], BOX)) == {"x0", "x1"}
    assert active_inputs(points, y[:, 1], BOX)[0] == "x2"


def test_the_emulator_predicts_and_says_how_well():
    rng = np.random.default_rng(1)
    points, new = uniform(BOX, 150, rng), uniform(BOX, 200, rng)
    made = calibration.emulate(points, simulate(points, 4).mean(axis=1)[:, 0], BOX)
    mean, variance = made.predict(new)
    truth = 2 * new["x0"] + new["x1"] ** 2
    assert made.r2 > 0.98 and made.within_3 > 0.97
    assert np.mean(np.abs(mean - truth) < 3 * np.sqrt(variance)) > 0.97


def test_the_emulator_refuses_what_it_was_not_made_for():
    points = uniform(BOX, 60, np.random.default_rng(1))
    made = calibration.emulate(points, points["x0"].to_numpy(), BOX)
    with pytest.raises(TillitError, match=r"x3 = 2.5 is outside 0 to 2"):
        made.predict(points.assign(x3=2.5))
    with pytest.raises(TillitError, match="x3 = nan is outside"):
        made.predict(points.assign(x3=np.nan))
    with pytest.raises(TillitError, match="lack x2"):
        made.predict(points.drop(columns="x2"))
    with pytest.raises(TillitError, match="too few"):
        calibration.emulate(points[:10], points["x0"].to_numpy()[:10], BOX)


def test_implausibility_is_the_distance_in_deviations():
    values = np.array([[[3.0, 1.0], [3.0, 1.0]], [[4.0, 1.0], [4.0, 1.0]]])
    found = implausibility(values, FIGURES, np.array([0.02, 0.0]))
    assert found[0] == pytest.approx([0, 0]) and found[1, 0] == pytest.approx(1 / np.sqrt(0.04))
    assert ensemble_variance(np.array([[[1.0], [3.0]]])) == pytest.approx([1.0])
    values[1, 0, 0] = np.nan  # one failed run of two
    assert np.isnan(implausibility(values, FIGURES, np.array([0.02, 0.0]))[1, 0])


def test_matching_rules_out_and_keeps_what_fits():
    found = calibration.match(simulate, FIGURES, BOX, [120, 80], 80)
    assert found.waves[0].left < 0.35 and found.waves[-1].left <= found.waves[0].left
    assert len(found.points) > 40 and (found.outputs["implausibility"] < LIMIT).all()
    truth = 2 * found.points["x0"] + found.points["x1"] ** 2
    assert (abs(truth - 3) < 0.7).all()
    marginal = calibration.constrained(found.points, BOX)
    assert marginal.loc["x2", "constrained"] and not marginal.loc[["x4", "x5"], "constrained"].any()


def test_whole_numbers_at_their_prior_stay_there():
    rng = np.random.default_rng(1)
    box = {"whole": (18.0, 20.0), "moved": (1.0, 9.0)}
    points = pd.DataFrame({"whole": np.round(rng.uniform(18, 20, 200)), "moved": np.round(rng.uniform(1, 4, 200))})
    found = calibration.constrained(points, box)
    assert not found.loc["whole", "constrained"] and found.loc["moved", "constrained"]


def test_known_points_are_found_again():
    text = recover(FIGURES, BOX, 4, [100, 60], 60, 4, 1, simulate)
    assert text.endswith("4 of 4 truths kept.")


def test_figures_that_contradict_the_model_are_said(monkeypatch):
    """After few of the draws that the command makes."""
    monkeypatch.setattr(matching, "MOST_DRAWS", 3)
    far = [calibration.Figure("one", ("one",), 30.0, 0.1, 0.1, "s", "read", "r"), FIGURES[1]]
    with pytest.raises(TillitError, match="are not ruled out, and 40 are needed"):
        calibration.match(simulate, far, BOX, [60], 40)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("staff_met,staff_met,16,0.5,1,2014,,read,why", "has no source"),
        ("staff_met,staff_met,16,0.5,1,2014,own,derived,why", "grade is 'derived'; one of read, excerpt, memory"),
        ("staff_met,staff_met,many,0.5,1,2014,OJ14,read,why", "value is 'many'"),
        ("staff_met,staff_met,16,-1,1,2014,OJ14,read,why", "observation_sd is '-1'"),
        ("staff_met,staff_met,16,0,0,2014,OJ14,read,why", "no variance"),
        ("staff_met,16", "the columns"),
    ],
)
def test_a_bad_figure_is_refused(tmp_path, row, message):
    (tmp_path / "t.csv").write_text(f"{HEADER}\n{row}\n")
    with pytest.raises(TillitError, match=message):
        calibration.read_figures(tmp_path / "t.csv")


def test_missing_files_and_unknown_measures_are_named(tmp_path):
    with pytest.raises(TillitError, match="cannot be read"):
        calibration.read_figures(tmp_path / "none.csv")
    with pytest.raises(TillitError, match="make calibrate writes it"):
        calibration.markdown(FIGURES, BOX, tmp_path)
    with pytest.raises(TillitError, match="no such file"):
        Program(FIGURES, config=tmp_path / "none.yaml")(defaults(calibration.inputs(["opinion.kappa"])), 2)
    with pytest.raises(TillitError, match="staf_met"):
        unknown = [calibration.Figure("x", ("staf_met",), 1, 1, 1, "s", "read", "r")]
        Program(unknown)(defaults(calibration.inputs(["opinion.kappa"])), 2)


def test_the_program_runs_points_as_they_are_written():
    names = ["plan.continuity_weight", "satisfaction.base"]
    box = calibration.inputs(names)
    program = Program(calibration.read_figures(), overrides={"run.days": 56, "run.burn_in_days": 28})
    points = rounded(uniform(box, 3, np.random.default_rng(1)))
    values = program(points, 2)
    assert values.shape == (3, 2, 6) and program.runs == 6 and np.isfinite(values).all()
    order = np.argsort(points["satisfaction.base"].to_numpy())
    satisfied = outcome(values, program.figures)["satisfied"].to_numpy()[order]
    assert satisfied[0] < satisfied[-1]


def test_the_committed_set_is_a_table_for_sweeps(tmp_path):
    table = calibration.NON_IMPLAUSIBLE
    points, box = pd.read_csv(table, comment="#"), calibration.inputs()
    outputs = pd.read_csv(calibration.OUTPUTS, comment="#")
    assert list(points) == list(box) and len(points) >= 50 and len(outputs) == len(points) + 1
    assert (outputs["implausibility"][1:] < LIMIT).all()
    assert 0 <= nearest(points, defaults(box), box) < len(points)
    head = table.read_text(encoding="utf-8").splitlines()[:4]
    (tmp_path / "rows.csv").write_text("\n".join(head) + "\n", encoding="utf-8")
    (tmp_path / "sweep.yaml").write_text(
        'title: {sv: "a", en: "a"}\nquestion: {sv: "b", en: "b"}\nyear: 2024\n'
        f"config: {ROOT / 'configs' / 'small.yaml'}\narms:\n  - {{name: ordinary, regime: ordinary}}\noutcomes: [satisfied]\n"
        "sweep:\n  table: rows.csv\n  replicates: 1\n"
    )
    from tillit.runs import sweep

    data = sweep(tmp_path / "sweep.yaml", tmp_path / "out", {"run.days": 28, "run.burn_in_days": 0})
    assert data["satisfied"].shape[0] == len(head) - 2


def test_tables_of_two_calibrations_are_not_put_together(tmp_path):
    for own in calibration.report.tables(RESULTS):
        (tmp_path / own.name).write_text(own.read_text(encoding="utf-8"), encoding="utf-8")
    figures, box = calibration.read_figures(), calibration.inputs()
    assert "points are non-implausible" in calibration.markdown(figures, box, tmp_path)
    outputs = tmp_path / calibration.OUTPUTS.name
    outputs.write_text(outputs.read_text(encoding="utf-8").replace("--seed 1;", "--seed 2;", 1), encoding="utf-8")
    with pytest.raises(
        TillitError, match=r"outputs.csv: is of another calibration than non_implausible.csv .*--seed 2"
    ):
        calibration.markdown(figures, box, tmp_path)


def test_documents_show_what_the_command_prints():
    done = subprocess.run(
        [sys.executable, "-m", "tillit", "calibrate", "--tables"], capture_output=True, text=True, check=True
    )
    shown = (ROOT / "docs" / "results" / "calibration.md").read_text(encoding="utf-8")
    assert done.stdout in shown, "run make calibrate"
