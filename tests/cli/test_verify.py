"""Anyone with a result file can check it: verify, config, diff."""

from __future__ import annotations

import json
import os
import random
import shutil

import h5py
import numpy as np
import pytest

SMALL = "configs/small.yaml"
FLIPPED = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("verify")


@pytest.fixture
def result(tillit, folder):
    path = folder / "small.h5"
    if not path.exists():
        assert tillit("run", SMALL, "--set", "run.replicates=3", "--out", path).code == 0
    return path


def altered(result, tmp_path, change):
    """A copy in which `change` rewrote values, with HDF5's own checksums; the file's stays as it was."""
    copy = tmp_path / "altered.h5"
    shutil.copy(result, copy)
    with h5py.File(copy, "r+") as file:
        change(file)
    return copy


def older(change=lambda file: None):
    """Of a file as it was before files had a checksum."""

    def without_checksum(file):
        change(file)
        del file.attrs["checksum"]

    return without_checksum


# ---- verify --------------------------------------------------------------------------------------------------------


def test_a_file_verifies_from_itself_alone(tillit, result, tmp_path):
    alone = tmp_path / "elsewhere.h5"
    shutil.copy(result, alone)
    before = alone.read_bytes()
    done = tillit("verify", alone, "--threads", "2", env={"TILLIT_CONFIGS": "/nonexistent", "TMPDIR": str(tmp_path)})
    assert (done.code, "3 of 3 replicates of 1 arm run again" in done.out) == (0, True), done.err
    assert "bit by bit" in done.out
    assert alone.read_bytes() == before
    assert list(tmp_path.iterdir()) == [alone]


def test_a_sample_reruns_the_first_replicates(tillit, result, tmp_path):
    def change(file):
        file["strain"][0, 2, 0, 0] += 1.0

    copy = altered(result, tmp_path, older(change))
    assert "1 of 3 replicates" in tillit("verify", copy, "--sample", "1").out
    assert tillit("verify", copy, "--sample", "2").code == 0
    assert tillit("verify", copy).code == 1
    done = tillit("verify", altered(result, tmp_path, change), "--sample", "2")  # the checksum is of all replicates
    assert (done.code, "changed since it was written: its checksum is fnv1a64:" in done.out) == (1, True), done.out
    done = tillit("verify", result, "--sample", "2")
    assert (done.code, "bit by bit, and every name, unit and text" in done.out) == (0, True), done.out


def test_every_arm_of_an_experiment_is_run_again(tillit, tmp_path):
    path = tmp_path / "two.h5"
    sets = ("--set", "run.days=56", "--set", "run.replicates=2")
    other = tmp_path / "other.json"
    assert tillit("check", SMALL, "--format", "json").code == 0
    config = json.loads(tillit("check", SMALL, "--format", "json").out)
    config["regime"]["plan.continuity_weight"] = 3.0
    other.write_text(json.dumps(config))
    assert tillit("compare", SMALL, other, *sets, "--out", path).code == 0
    done = tillit("verify", path)
    assert (done.code, "2 arms run again" in done.out) == (0, True)
    assert '"plan.continuity_weight": 3.0' in tillit("config", path, "--arm", "2").out


@pytest.mark.parametrize(
    ("variable", "place", "text"),
    [
        ("strain", (0, 1, 2, 0), "day 28, strain, Lillköping (arm 1, replicate 2)"),
        ("area_strain", (0, 0, 1, 1), "day 14, area_strain, area 2 (arm 1, replicate 1)"),
        ("total_visits_made", (0, 0, 3, 0), "day 42, total_visits_made, Lillköping"),
        ("recipient_need", (0,), "recipient_need, recipient "),
        ("employee_strain", (0,), "employee_strain, employee "),
        ("unit_strain", (0,), "unit_strain, unit "),
        ("digest", (0, 1), "first difference: digest (arm 1, replicate 2)"),
    ],
)
def test_a_changed_value_is_found_and_named(tillit, result, tmp_path, variable, place, text):
    def change(file):
        file[variable][place] = file[variable][place] + 1

    done = tillit("verify", altered(result, tmp_path, change))
    assert done.code == 1
    assert "1 of " in done.out
    assert text in done.out


def test_the_earliest_of_several_differences_is_named(tillit, result, tmp_path):
    def change(file):
        file["coc"][0, 0, 3, 0] = 0.5
        file["strain"][0, 0, 1, 0] = 1.0

    done = tillit("verify", altered(result, tmp_path, change))
    assert "2 of " in done.out
    assert "day 14, strain, " in done.out


def test_a_lacking_variable_is_named(tillit, result, tmp_path):
    def change(file):
        del file["coc"]

    done = tillit("verify", altered(result, tmp_path, change))
    assert done.code == 1
    assert "only one of them holds 'coc'" in done.out


def test_another_program_is_said_to_have_made_it(tillit, result, tmp_path):
    def change(file):
        file.attrs["model_version"] = np.bytes_("1")
        file.attrs["commit"] = np.bytes_("0000000")

    done = tillit("verify", altered(result, tmp_path, older(change)))
    assert "model_version: 1 there, 4 here: other results are to be expected" in done.err
    assert "commit: 0000000 there" in done.err
    assert done.code == 0
    assert "made before files had a checksum. Not checked: who made it" in done.err
    assert tillit("verify", altered(result, tmp_path, change)).code == 1  # where there is one, it says so


def test_damaged_bytes_never_crash(tillit, result, tmp_path):
    """A third of the files hold units and people; the rest, fewer variables, in which more bytes mean something."""
    sets = ("run.days=14", "run.burn_in_days=0", "run.replicates=2", "record.level=none", "record.snapshot_every_days=0")
    assert tillit("run", SMALL, *[word for own in sets for word in ("--set", own)], "--out", tmp_path / "few.h5").code == 0
    large, few = result.read_bytes(), (tmp_path / "few.h5").read_bytes()
    damaged = tmp_path / "damaged.h5"
    codes = []
    env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}  # HDF5 itself leaks when it gives up on damaged metadata
    for seed in range(FLIPPED):
        luck = random.Random(seed)
        broken = bytearray(few if seed % 3 else large)
        for _ in range(1 + seed % 7):
            broken[luck.randrange(len(broken))] ^= 1 << luck.randrange(8)
        damaged.write_bytes(bytes(broken))
        done = tillit("verify", damaged, "--quiet", "--sample", "1", env=env)
        assert done.code in (0, 1, 2) and "Sanitizer" not in done.err, (seed, done.err)
        assert done.code == 0 or "damaged.h5" in done.err + done.out
        codes.append(done.code)
    assert sum(code != 0 for code in codes) > FLIPPED / 2  # the rest hit bytes that hold nothing: tests/cli/test_verify_edits.py


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("verify", "nowhere.h5"), "nowhere.h5: No such file"),
        (("verify", "README.md"), "no Tillit result file"),
        (("config", "README.md"), "no Tillit result file"),
        (("verify", "README.md", "--sample", "0"), "--sample = 0: a whole number from 1"),
        (("config", "README.md", "--arm", "34"), "--arm = 34: a whole number from 1 to 33"),
        (("diff", SMALL, "nowhere.h5"), "nowhere.h5"),
        (("diff", SMALL), "usage: tillit diff A B"),
    ],
)
def test_what_is_no_result_is_refused(tillit, arguments, text):
    done = tillit(*arguments)
    assert done.code == 2
    assert text in done.err


def test_a_truncated_file_is_refused(tillit, result, tmp_path):
    cut = tmp_path / "cut.h5"
    cut.write_bytes(result.read_bytes()[:50000])
    done = tillit("verify", cut)
    assert (done.code, "cut off" in done.err) == (2, True)


def test_the_table_of_an_experiment_is_checked_too(tillit, tmp_path):
    path, copy = tmp_path / "asked.h5", tmp_path / "altered.h5"
    preset = "experiments/detail-control.yaml"
    small = [word for own in ("run.replicates=1", "run.burn_in_days=0", "municipality.recipients=100", "municipality.areas=4") for word in ("--set", own)]
    assert tillit("experiment", preset, *small, "--out", path, "--quiet").code == 0
    assert tillit("verify", path).code == 0
    shutil.copy(path, copy)
    with h5py.File(copy, "r+") as file:
        file["window_strain"][0, 0, 2] += 0.5
    done = tillit("verify", copy)
    assert (done.code, "window_strain" in done.out) == (1, True), done.out + done.err
    with h5py.File(copy, "r+") as file:
        file["experiment"][0] = ord("x")
    done = tillit("verify", copy)
    assert (done.code, "'experiment' is damaged" in done.err) == (2, True), done.err


# ---- config --------------------------------------------------------------------------------------------------------


def test_the_config_of_a_file_gives_the_same_bits(tillit, result, tmp_path):
    out = tmp_path / "resolved.json"
    out.write_text(tillit("config", result).out)
    assert tillit("run", out).digests == tillit("run", SMALL, "--set", "run.replicates=3").digests


def test_an_arm_that_is_not_there(tillit, result):
    done = tillit("config", result, "--arm", "2")
    assert (done.code, "has 1" in done.err) == (2, True)


# ---- diff ----------------------------------------------------------------------------------------------------------


def test_configs_that_differ(tillit, config):
    text = "seed: 1\nmunicipality: lillkoping\nrun: {days: 28, burn_in_days: 14}\nrecord: {period_days: 14}\n"
    a, b = config(text, "a.yaml"), config(text + "plan: {continuity_weight: 3}\n", "b.yaml")
    done = tillit("diff", a, b)
    assert done.code == 1
    assert "regime/plan.continuity_weight: " in done.out
    assert " | 3.0" in done.out
    assert tillit("diff", a, a).code == 0


def test_results_that_differ_say_where_they_part(tillit, result, tmp_path):
    other = tmp_path / "other.h5"
    sets = ("--set", "run.replicates=3", "--set", "seed=9")
    assert tillit("run", SMALL, *sets, "--out", other).code == 0
    done = tillit("diff", result, other)
    assert done.code == 1
    assert "run/seed: 1 | 9" in done.out
    assert "first difference: day 0, " in done.out
    same = tillit("diff", result, result)
    assert (same.code, "bit by bit" in same.out) == (0, True)


def test_a_file_and_its_config(tillit, result):
    done = tillit("diff", result, SMALL)
    assert "run/run.replicates: 3 | 1" in done.out
    assert "trajectories" not in done.out


def test_results_of_other_shapes_are_not_compared(tillit, result, tmp_path):
    shorter = tmp_path / "shorter.h5"
    sets = ("--set", "run.replicates=3", "--set", "run.days=28")
    assert tillit("run", SMALL, *sets, "--out", shorter).code == 0
    done = tillit("diff", result, shorter)
    assert done.code == 1
    assert "has another length than in the other file" in done.err
