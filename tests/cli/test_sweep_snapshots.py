"""Statistics of snapshots in sweeps: how variables are spread over people on some days, nine numbers a run."""

from __future__ import annotations

import shutil

import h5py
import numpy as np
import pytest

from sweeplib import BASE, HEAD, assert_same, merged, quiet_environment, sweep, write

VARIABLES = ["recipient_satisfaction", "recipient_staff_met", "employee_strain", "employee_trusted", "employee_sick"]
TEXT = HEAD + f"""
outcomes: [quality]
sweep:
  factors: {{plan.continuity_weight: [0.35, 2], regime: [ordinary, trust-steering]}}
  keep: {{snapshots: [{", ".join(VARIABLES)}]}}
"""
TWENTY = BASE + "record.snapshot_every_days: 20\n"
STATISTICS = ["mean", "sd", "min", "p10", "p25", "p50", "p75", "p90", "max"]


def expected(values: np.ndarray) -> list[float]:
    return [values.mean(), values.std(ddof=1), *np.quantile(values, [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])]


@pytest.fixture
def swept(tillit, tmp_path):
    experiment = write(tmp_path, TEXT, TWENTY)
    done = sweep(tillit, experiment, tmp_path / "out")
    assert done.code == 0, done.err
    return merged(tillit, tmp_path / "out")


def test_they_are_those_of_the_people_in_a_run(tillit, tmp_path, swept):
    """Of run 5, alone with its full snapshots, numpy computes the same."""
    config, alone = tmp_path / "run.json", tmp_path / "alone.h5"
    config.write_text(tillit("config", swept, "--run", "5").out)
    assert tillit("run", config, "--out", alone).code == 0
    with h5py.File(swept) as file, h5py.File(alone) as people:
        assert [name.decode() for name in file["statistic"]] == STATISTICS
        assert list(file["snapshot_day"]) == [19, 39] and list(file["snapshot"]) == [1, 2]
        for name in VARIABLES:
            group = name.split("_")[0]
            own = file[f"snapshot_{name}"]
            assert own.shape == (4, 2, 2, 9) and own.dims[3][0].name == "/statistic"
            for number, day in enumerate((19, 39)):
                now = (people[f"{group}_day"][:] == day) & (people[f"{group}_replicate"][:] == 1)
                values = people[name][:][now].astype(float)
                values = values[~np.isnan(values) & ((values != -1) | (name != "recipient_staff_met"))]
                assert len(values) > 5
                assert own[2, 0, number] == pytest.approx(expected(values), rel=1e-12, abs=1e-15), name
        assert own.attrs["units"] == b"1" and b"sick" in own.attrs["long_name"]


def test_shards_and_resuming_give_the_same_file(tillit, tmp_path, swept):
    experiment = write(tmp_path, TEXT, TWENTY)
    for shard in ("2/3", "3/3", "1/3"):
        assert sweep(tillit, experiment, tmp_path / "three", "--shard", shard, "--part-runs", 1).code == 0
    assert_same(swept, merged(tillit, tmp_path / "three"))


def test_they_are_verified(tillit, tmp_path, swept):
    assert tillit("verify", swept).code == 0
    copy = tmp_path / "changed.h5"
    shutil.copy(swept, copy)
    with h5py.File(copy, "r+") as file:
        file["snapshot_employee_strain"][3, 1, 1, 5] += 1
    done = tillit("verify", copy)
    assert (done.code, "run 8 (point 4, replicate 2): day 39, p50 of snapshot_employee_strain: " in done.out) == (1, True), done.out


def test_other_variables_are_another_sweep(tillit, tmp_path, swept):
    experiment = write(tmp_path, TEXT.replace(", employee_sick", ""), TWENTY)
    done = sweep(tillit, experiment, tmp_path / "out")
    assert (done.code, 'snapshots/5: "employee_sick" | (absent)' in done.err) == (2, True), done.err
    done = sweep(tillit, write(tmp_path, TEXT, TWENTY), tmp_path / "out", "--set", "record.snapshot_every_days=28")
    assert (done.code, "record.snapshot_every_days: 20 | 28" in done.err) == (2, True), done.err


def test_the_plan_counts_them(tillit, tmp_path):
    disk = []
    for text in (TEXT, TEXT.replace("  keep", "  # keep")):
        out = sweep(tillit, write(tmp_path, text, TWENTY), tmp_path / "none", "--plan", "--set", "run.replicates=100000").out
        disk.append(float(next(line for line in out.splitlines() if line.startswith("disk")).split()[3]))
    assert disk[0] - disk[1] == pytest.approx(400_000 * 5 * 2 * 9 * 8 / 1e6, rel=0.01)
