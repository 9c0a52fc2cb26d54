"""Claims at points of a table: levers that an arm sets stay, the default point gives the experiment's own differences."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tillit import points, robustness
from tillit.__main__ import main
from tillit.designs import parameters
from tillit.errors import RunError, TillitError
from tillit.runs import digest

ROOT = Path(__file__).resolve().parents[2]
FEW = {"run.replicates": 2}


def ignore(text: str) -> None:
    """No progress in tests."""


def test_an_arm_keeps_what_it_decides(folder, tmp_path):
    """Levers of a point move the arms that do not set them: here one, and so the difference."""
    text = (folder / "experiment.yaml").read_text().replace("base.yaml", str(folder / "base.yaml"))
    own = text.replace("regime: trust-steering", "regime: trust-steering, set: {organisation.hourly_share: 0.25}")
    (tmp_path / "own.yaml").write_text(own)
    shares = pd.DataFrame({"organisation.hourly_share": [0.25, 0.0625]})
    found = robustness.robustness(tmp_path / "own.yaml", shares, FEW, say=ignore)["quality"]
    both = robustness.robustness(folder / "experiment.yaml", shares, FEW, say=ignore)["quality"]
    assert found[1] == both[1] and found[2] != both[2]


def test_names_are_text_and_numbers_numbers_to_both(folder, tmp_path):
    """Other readers of YAML make true, 2024.0 and a text of them."""
    text = (folder / "experiment.yaml").read_text().replace("base.yaml", str(folder / "base.yaml"))
    head, claim = text.replace("name: b,", "name: 2024,").replace("[b, a]", "[2024, a]").split("claims:")
    more = claim.replace("name: quality", "name: 1.10").replace("smallest: 0.001", "smallest: 1e-3")
    (tmp_path / "x.yaml").write_text(head + "claims:" + claim.replace("name: quality", "name: on") + more.lstrip("\n"))
    table = pd.DataFrame({"experience.discretion": [0.0, 0.25]})
    points.save(robustness.robustness(tmp_path / "x.yaml", table, FEW, say=ignore), "by hand", tmp_path / "r.csv")
    found, made = points.load(tmp_path / "r.csv", "robustness")
    assert list(found) == ["on", "1.10"] and found["on"].equals(found["1.10"].rename("on")) and found.notna().all(None)
    lines = robustness.markdown(tmp_path / "x.yaml", found, made).splitlines()[2:4]
    assert lines[0] == lines[1] and "| quality, 2024 - a | 0.001 |" in lines[0]


def test_the_default_point_gives_the_experiments_own_difference(folder, printed):
    default = {p["path"]: p["default"] for p in parameters()}
    table = pd.DataFrame([{n: default[n] for n in ("experience.discretion", "organisation.hourly_share")}])
    found = robustness.robustness(folder / "experiment.yaml", table, {}, say=ignore)
    assert found.loc[1, "quality"] == pytest.approx(printed["claims"][0]["difference"], abs=1e-12)


def test_levers_and_coefficients_of_a_point_are_heeded(folder):
    table = pd.DataFrame({"experience.discretion": [0.0, 0.9, 0.0], "organisation.hourly_share": [0.1, 0.1, 0.5]})
    found = robustness.robustness(folder / "experiment.yaml", table, FEW, say=ignore)["quality"]
    assert found[2] > found[1] + 0.01 and found[3] != found[1]


def test_the_table_counts_what_holds_and_what_could_not_be_run(folder):
    found = pd.DataFrame({"quality": [0.5, -0.5, 0.0, np.nan]}, index=[1, 2, 3, 4])
    text = robustness.markdown(folder / "experiment.yaml", found, "by hand")
    assert "| Better | quality, b - a | 0.001 | 33 | 33 | -0.45, 0, 0.45 |" in text
    assert "4 points, 1 of them could not be run (the cost could not be made equal). by hand" in text


def test_no_difference_at_all_neither_holds_nor_is_the_opposite():
    found = pd.Series([0.0, 0.0, 0.5, -0.5, np.nan])
    assert robustness.shares({"direction": "lower", "smallest": 0}, found) == (0.25, 0.25)
    assert robustness.shares({"direction": "higher", "smallest": 0.5}, found) == (0.25, 0.25)  # exactly what matters


def test_days_after_a_change_may_never_come(course_printed):
    """The program's own, and of a table: at most so many, at least so many, never."""
    late = course_printed[1]["claims"][1]
    assert late["days"]["day"] == "never" and robustness._figure(late) == np.inf
    found = pd.Series([28.0, 200.0, np.inf, np.nan])
    claim = {"course": "passed", "direction": "lower", "smallest": 200}
    assert robustness.shares(claim, found) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert robustness.shares({**claim, "direction": "higher"}, found) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a table"),
        ("a.b\n1\n", "column 'a.b' is no parameter"),
        ("need.decline_per_year\n", "holds no points"),
        ("need.decline_per_year\n0.1\nmuch\n", "need.decline_per_year of point 2 is 'much'"),
        ("need.decline_per_year\ninf\n", "a number is expected"),
        ("organisation.pool_size\n9\n9.5\n", "organisation.pool_size of point 2 is 9.5: a whole number is expected"),
    ],
)
def test_a_bad_table_is_named(tmp_path, text, message):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(TillitError, match=message) as caught:
        points.read_points(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_claims_are_named(folder, tmp_path):
    with pytest.raises(TillitError, match="there is no such file"):
        points.read_points(tmp_path / "none.csv")
    with pytest.raises(TillitError, match="none.yaml.*No such file"):
        robustness.read_experiment(tmp_path / "none.yaml")
    text = (folder / "experiment.yaml").read_text().split("claims:")[0].replace("base.yaml", str(folder / "base.yaml"))
    (tmp_path / "bare.yaml").write_text(text)
    with pytest.raises(TillitError, match="has no claims"):
        robustness.read_experiment(tmp_path / "bare.yaml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table"], "--results names"),
        (["--results", "none/r.csv"], "no such folder"),
        (["--results", "base.yaml"], "a name that ends in .csv is expected"),
        (["--points", "."], "is no ordinary file, but a folder"),
    ],
)
def test_the_command_refuses_before_it_runs(folder, refusal, arguments, message):
    assert message in refusal("robustness", str(folder / "experiment.yaml"), *arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validate", "--json", "none/x.json"], "no such folder"),
        (["calibrate", "--folder", "none"], "no such folder"),
        (["calibrate", "--recover", "0"], "a whole number from 1"),
        (["calibrate", "--sizes", "600", "0"], "a whole number from 1"),
        (["screen", "--results", "none/x.csv"], "no such folder"),
        (["screen", "--table", "--results", str(ROOT / "README.md")], "not a table"),
        (
            ["screen", "--table", "--results", str(ROOT / "analysis" / "results" / "robustness.csv")],
            "lacks the columns",
        ),
    ],
)
def test_the_long_commands_refuse_before_they_run(refusal, arguments, message):
    assert message in refusal(*arguments)


def test_an_interrupt_ends_it_with_a_line(folder):
    command = [sys.executable, "-m", "tillit", "robustness", str(folder / "experiment.yaml"), "--replicates", "20"]
    heeding = ["env", "--default-signal=INT"]  # a shell has its background jobs ignore it, and those what they start
    process = subprocess.Popen([*heeding, *command], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    progress = ""
    while not progress.endswith(" points"):  # after the first of them
        letter = process.stderr.read(1)
        assert letter, f"it ended before it was stopped: {progress}"
        progress += letter
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1 and "stopped on request" in said and "Traceback" not in said


def test_a_value_outside_its_range_is_the_programs_error(folder):
    table = pd.DataFrame({"organisation.hourly_share": [0.1, 7.0]})
    with pytest.raises(RunError, match="organisation.hourly_share"):
        robustness.robustness(folder / "experiment.yaml", table, FEW, say=ignore)


def test_fractions_are_not_cut_to_whole_numbers(folder):
    table = pd.DataFrame({"organisation.pool_size": [9.0, 12.75]})
    with pytest.raises(TillitError, match="pool_size of point 2 is 12.75: a whole number is expected"):
        robustness.robustness(folder / "experiment.yaml", table, FEW, say=ignore)
    assert points.split(table.iloc[:1])[0].levers == {"organisation.pool_size": 9}


def test_a_table_of_another_experiment_is_refused(folder, refusal, tmp_path, monkeypatch, capsys):
    """Also of the same one before its contrast was turned."""
    text = (folder / "experiment.yaml").read_text().replace("base.yaml", str(folder / "base.yaml"))
    (tmp_path / "own.yaml").write_text(text)
    (tmp_path / "turned.yaml").write_text(text.replace("contrast: [b, a]", "contrast: [a, b]"))
    (tmp_path / "points.csv").write_text("experience.discretion\n0.1\n")
    run = ["robustness", str(tmp_path / "own.yaml"), "--points", str(tmp_path / "points.csv"), "--replicates", "2"]
    results = ["--results", str(tmp_path / "r.csv")]
    monkeypatch.setattr(sys, "argv", ["tillit", *run, *results])
    assert main() == 0 and "1 points, 0 of them" in capsys.readouterr().out
    assert (tmp_path / "r.csv").read_text().splitlines()[0].endswith(f"; experiment {digest(tmp_path / 'own.yaml')}")
    assert "is of another experiment" in refusal("robustness", str(tmp_path / "turned.yaml"), "--table", *results)
    assert "is there already; --overwrite" in refusal(*run, *results)
    assert "is read for this" in refusal(*run, "--results", str(tmp_path / "points.csv"), "--overwrite")
    assert "ends in .csv is expected" in refusal(*run, "--results", str(folder / "base.yaml"), "--overwrite")


def test_results_come_back_from_their_file(folder, tmp_path):
    found = pd.DataFrame({"quality": [0.5, np.nan]}, index=pd.RangeIndex(1, 3, name="point"))
    points.save(found, "by hand", tmp_path / "r.csv")
    again, made = points.load(tmp_path / "r.csv", "robustness")
    assert made == "by hand" and again["quality"].equals(found["quality"])
    with pytest.raises(TillitError, match="there is no such file"):
        points.load(tmp_path / "none.csv", "robustness")
    with pytest.raises(TillitError, match="no claim 'quality'; there are other"):
        robustness.markdown(folder / "experiment.yaml", again.rename(columns={"quality": "other"}), made)


def test_documents_show_what_the_command_prints():
    found, made = points.load(ROOT / "analysis" / "results" / "robustness.csv", "robustness")
    text = robustness.markdown(ROOT / "experiments" / "trust-based-steering-settled.yaml", found, made)
    assert text in (ROOT / "docs" / "RESULTS.md").read_text(encoding="utf-8"), "run make robustness"


def test_the_demos_table_is_of_the_demo():
    own = digest(ROOT / "experiments" / "trust-based-steering-settled.yaml")
    _, made = points.load(ROOT / "analysis" / "results" / "robustness.csv", "robustness")
    robustness.belongs("robustness.csv", made, own)
