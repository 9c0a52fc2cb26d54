"""Designs that are wrong, and bytes from strangers."""

from __future__ import annotations

import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from sweeplib import GRID, HEAD, parts, quiet_environment, sweep, write


# ---- bytes from strangers ------------------------------------------------------------------------------------------


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def foreign(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["run"] = np.arange(3)


def no_hdf5(path: Path) -> None:
    path.write_text("run,status\n1,1\n")


def changed_byte(path: Path) -> None:
    with h5py.File(path) as file:
        offset = file["values"].id.get_chunk_info(0).byte_offset
    data = bytearray(path.read_bytes())
    data[offset + 8] ^= 0xFF
    path.write_bytes(bytes(data))


def other_digest(path: Path) -> None:
    copy = path.with_name("9-of-9-000001.h5")
    shutil.copy(path, copy)
    with h5py.File(copy, "r+") as file:
        file["digest"][2] += 1


@pytest.mark.parametrize("damage", [cut_off, foreign, no_hdf5, changed_byte, other_digest])
def test_damaged_parts_are_refused_by_their_names(tillit, tmp_path, damage):
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    part = parts(tmp_path / "out")[0]
    damage(part)
    done = tillit("merge", tmp_path / "out")
    assert done.code in (1, 2) and "parts/" in done.err and ".h5: error" in done.err, done.err
    assert not (tmp_path / "out.h5").exists()


def test_a_part_with_too_long_a_mark_is_refused(tillit, tmp_path):
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    with h5py.File(parts(tmp_path / "out")[0], "r+") as file:
        mark = file.attrs["sweep"]
        del file.attrs["sweep"]
        file.attrs["sweep"] = np.array([mark] * 5000, dtype="S16")
    done = tillit("merge", tmp_path / "out")
    assert (done.code, "1-of-1-000001.h5: error: is damaged" in done.err) == (2, True), done.err


def test_names_that_are_too_long_are_refused_not_cut(tillit, tmp_path):
    long = tmp_path / "/".join(["x" * 200] * 25)
    done = sweep(tillit, write(tmp_path, GRID), long)
    assert (done.code, "at most 3900 are expected" in done.err) == (2, True), done.err
    for command in ("status", "merge"):
        done = tillit(command, long)
        assert (done.code, "at most 3900 are expected" in done.err) == (2, True), done.err
    assert list(tmp_path.glob("x*")) == []


def test_parts_of_another_sweep_are_refused(tillit, tmp_path):
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    sweep(tillit, write(tmp_path, GRID.replace("1.5", "1.6")), tmp_path / "other")
    shutil.copy(parts(tmp_path / "other")[0], tmp_path / "out" / "parts" / "2-of-2-000001.h5")
    done = tillit("merge", tmp_path / "out")
    assert (done.code, "2-of-2-000001.h5: error: belongs to another sweep" in done.err) == (2, True)


@pytest.mark.parametrize("command", ["status", "merge"])
def test_no_sweep_in_the_folder(tillit, tmp_path, command):
    done = tillit(command, tmp_path)
    assert (done.code, "is a folder without sweep.json" in done.err) == (2, True)
    (tmp_path / "sweep.json").write_text('{"format": 2}')
    assert "has format 2" in tillit(command, tmp_path).err
    (tmp_path / "sweep.json").write_text("[")
    assert "is no sweep" in tillit(command, tmp_path).err


# ---- designs that are wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("factors: {plan.continuty_weight: [1]}", "6:13: error: there is no factor 'plan.continuty_weight'; did you mean 'plan.continuity_weight'"),
        ("factors: {plan.continuity_weight: [1, 1e9]}", "plan.continuity_weight = 1e9: a value from 0 to 100"),
        ("factors: {plan.continuity_weight: [1, 2, 1.0]}", "'1.0' is given twice (first at line 6)"),
        ("factors: {municipality: [vaxholm, Vaxholm]}", "'Vaxholm' is given twice (first at line 6)"),
        ("factors: {municipality: [Växjö, vaxjo]}", "'vaxjo' is given twice (first at line 6)"),
        ("factors: {plan.continuity_weight: [.nan]}", "a number is expected"),
        ("factors: {plan.continuity_weight: []}", "a list of values is expected"),
        ("factors: {plan.continuity_weight: 3}", "a list of values is expected"),
        ("factors: {}", "a group is expected"),
        ("factors: {run.days: [28]}", "run.days is the same for all runs of a sweep"),
        ("factors: {seed: [1, 2]}", "seed is the same for all runs of a sweep"),
        ("factors: {regime: [trust-steering, detial-control]}", "did you mean 'detail-control'"),
        ("factors: {municipality: [lillkoping, bjurholmm]}", "did you mean 'bjurholm'"),
        ("factors: {organisation.pool_size: [9, 100]}", "with organisation.pool_size = 100: the regime: organisation.pool_size = 100 is above"),
        ("factors: {plan.knowledge_min: [10, 120], plan.knowledge: [1], work.day_shift_min: [100, 480], work.morning_min: [60]}", "plan.knowledge_min = 120, plan.knowledge = 1, work.day_shift_min = 100, work.morning_min = 60: planning takes"),
        ("factors: {experience.base: [0, 0.6], experience.form: [product]}", "experience.base = 0, experience.form = product: experience.late = -0.1"),
        ("table: none.csv", "none.csv: error: cannot be read"),
        ("{table: none.csv, factors: {plan.continuity_weight: [1]}}", "either factors or a table"),
        ("replicate: 3", "unknown key 'replicate'; did you mean 'replicates'"),
        ("replicates: 0", "replicates = '0': a number from 1"),
        ("keep: {windows: {a: [0, 30]}}", "a: whole recorded periods of 14 days"),
        ("keep: {windows: {a: [0, 70]}}", "a = '70'"),
        ("keep: {windows: {" + "a" * 64 + ": [0, 28]}}", "windows: at most 64, each with a name of at most 63 bytes"),
        ("keep: {series: perhaps}", "series: true or false"),
        ("keep: {snapshots: true}", "snapshots: a list of variables is expected"),
        ("keep: {snapshots: []}", "snapshots: a list of variables is expected"),
        ("keep: {snapshots: [recipient_satisfacton]}", "no variable 'recipient_satisfacton'; did you mean 'recipient_satisfaction'"),
        ("keep: {snapshots: [recipient_id]}", "no variable 'recipient_id'"),
        ("keep: {snapshots: [employee_strain, employee_strain]}", "'employee_strain' is given twice"),
        ("keep: {snapshots: [employee_strain]}", "record.snapshot_every_days = 0 says when; from 1 to run.days = 56"),
        ("keep: {snapshots: [[employee_strain]]}", "there is no variable ''"),
        ("3", "a group with factors or table"),
    ],
)
def test_wrong_designs_are_refused(tillit, tmp_path, block, said):
    text = HEAD + "sweep:\n  \n  " + block + "\n"
    done = sweep(tillit, write(tmp_path, text), tmp_path / "out")
    assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "out").exists()


def test_arms_and_set_may_not_say_what_a_factor_says(tillit, tmp_path):
    text = GRID.replace("regime: detail-control", "regime: detail-control, set: {organisation.pool_size: 8}")
    done = sweep(tillit, write(tmp_path, text), tmp_path / "out")
    assert (done.code, "organisation.pool_size is a factor of the sweep" in done.err) == (2, True)
    done = sweep(tillit, write(tmp_path, GRID), tmp_path / "out", "--set", "organisation.pool_size=8")
    assert (done.code, "--set: error: organisation.pool_size is a factor" in done.err) == (2, True)
    text = GRID.replace("organisation.pool_size: [4, 18]", "regime: [ordinary]")
    done = sweep(tillit, write(tmp_path, text), tmp_path / "out")
    assert (done.code, "names a regime, and regime is a factor" in done.err) == (2, True)
    text = GRID.replace("regime: trust-steering}", "regime: trust-steering, equal_cost: resources.client_time_share}")
    done = sweep(tillit, write(tmp_path, text), tmp_path / "out")
    assert (done.code, "equal_cost cannot be combined with factors" in done.err) == (2, True)


ROWS = ["plan.continuity_weight,organisation.pool_size"] + [f"{i / 100},{9 + i % 7}" for i in range(8000)]


def change(line: int, text: str) -> list[str]:
    return ROWS[: line - 1] + [text] + ROWS[line:]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (change(7431, "1e9,9"), "rows.csv:7431:1: error: plan.continuity_weight = 1e9: a value from 0 to 100"),
        (change(7431, "1, 900"), "rows.csv:7431:4: error: organisation.pool_size = 900"),
        (change(7431, "1,50"), "rows.csv:7431:1: error: the regime: organisation.pool_size = 50 is above"),
        (change(9, "nan,9"), "rows.csv:9:1: error: plan.continuity_weight = 'nan': a number is expected"),
        (change(9, "1"), "rows.csv:9:1: error: 1 values, where the first line names 2 factors"),
        (change(9, "1,9,"), "rows.csv:9:5: error: 3 values"),
        (change(9, ",9"), "plan.continuity_weight = ''"),
        (change(9, '"1,9'), "a quotation mark too few or too many"),
        (change(9, ROWS[99]), "rows.csv:100:1: error: the same values as line 9"),
        (change(9, "1,9\x00"), "rows.csv:9:4: error: is not a table in CSV"),
        (change(1, "plan.continuity_weight,organisation.poolsize"), "rows.csv:1:24: error: there is no factor 'organisation.poolsize'"),
        (change(1, "plan.continuity_weight,plan.continuity_weight"), "is given twice"),
        ([], "rows.csv: error: is empty"),
        (["# nothing"], "rows.csv: error: is empty"),
        (ROWS[:1], "has no rows of values"),
        ([",".join(["a"] * 300)], "more than 256 columns"),
        (["regime,municipality,timeline"] + [f"r{i},m{i},t{i}" for i in range(400)], "64000000 combinations of arm, regime, municipality"),
    ],
)
def test_wrong_tables_are_refused(tillit, tmp_path, lines, said):
    (tmp_path / "rows.csv").write_text("\n".join(lines))
    done = sweep(tillit, write(tmp_path, HEAD + "sweep: {table: rows.csv}\n"), tmp_path / "out")
    assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "out").exists()


def test_all_errors_at_once(tillit, tmp_path):
    (tmp_path / "rows.csv").write_text("\n".join(ROWS[:5] + ["1,x", "y,9", "1"]))
    done = sweep(tillit, write(tmp_path, HEAD + "sweep: {table: rows.csv}\n"), tmp_path / "out")
    assert [line.split(": error")[0].rsplit("rows.csv", 1)[1] for line in done.err.splitlines()] == [":6:3", ":7:1", ":8:1"]


def test_a_huge_table_is_read_and_a_too_huge_one_refused(tillit, tmp_path):
    header = "plan.continuity_weight,organisation.hours_influence,steering.training_min\n"
    (tmp_path / "rows.csv").write_text(header + "".join(f"{i / 1e4},0.{i % 7},{i % 60}\n" for i in range(100000)))
    experiment = write(tmp_path, HEAD + "sweep: {table: rows.csv}\n")
    done = sweep(tillit, experiment, tmp_path / "out", "--plan")
    assert (done.code, "200000 (100000 points" in done.out) == (0, True), done.err
    (tmp_path / "rows.csv").write_text("plan.continuity_weight\n" + "".join(f"{i / 1e5}\n" for i in range(1000001)))
    done = sweep(tillit, experiment, tmp_path / "out", "--plan")
    assert (done.code, "more than 1000000 rows" in done.err) == (2, True)


def test_errors_of_arms_and_design_come_together(tillit, tmp_path):
    text = GRID.replace("regime: detail-control", "regime: detail-contol").replace("cost]", "csot]").replace("[4, 18]", "[4, x]")
    done = sweep(tillit, write(tmp_path, text.replace("series: true", "serie: true")), tmp_path / "out")
    assert done.code == 2
    for said in ("did you mean 'detail-control'", "did you mean 'cost'", "organisation.pool_size = 'x'", "did you mean 'series'"):
        assert said in done.err, done.err
