"""Configs and verification from a merged file alone."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from sweeplib import HEAD, identity, quiet_environment, small, sweep, write


# ---- config and verify ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["out.h5", "out", "out/parts/1-of-1-000001.h5"])
@pytest.mark.parametrize("run", [1, 14, 24])
def test_the_config_of_a_run_gives_its_digest(tillit, tmp_path, small, where, run):
    done = tillit("config", small.parent / where, "--run", run)
    assert done.code == 0, done.err
    config = tmp_path / "run.json"
    config.write_text(done.out)
    with h5py.File(small) as file:
        assert tillit("run", config).digests[-1] == f"{np.array(file['digest']).ravel()[run - 1]:016x}"


@pytest.mark.parametrize("run", [0, 25])
def test_there_is_no_such_run(tillit, small, run):
    assert tillit("config", small, "--run", run).code == 2
    assert tillit("config", small).code == 2


def test_rows_of_a_table_resolve_as_set_does(tillit, tmp_path):
    """Values put into a base that was read once give the config that reading each row's would give."""
    luck = random.Random(5)
    names = ["plan.continuity_weight", "organisation.hours_influence", "need.away_days", "care.own_time", "plan.rule",
             "municipality.granted_hours", "municipality.recipients", "organisation.pool_size", "pilot.share"]
    known = {p["path"]: p for p in json.loads(tillit("params", "--format", "json").out)}
    names = [name for name in names if name in known]
    rows = [[repr(round(luck.uniform(0.1, 0.4), 3)) if known[n]["kind"] == "real" and known[n]["allowed"][1] <= 1 else
             repr(round(luck.uniform(3.0, 20.0), 3)) if known[n]["kind"] == "real" else str(luck.randint(8, 18)) for n in names]
            for _ in range(40)]
    if "care.own_time" in names:
        for row in rows:
            row[names.index("care.own_time")] = repr(round(luck.uniform(0.1, 0.2), 3))
    (tmp_path / "rows.csv").write_text(",".join(names) + "\n" + "\n".join(",".join(row) for row in rows) + "\n")
    experiment = write(tmp_path, HEAD + "outcomes: [cost]\nsweep: {table: rows.csv, replicates: 1}\n")
    assert sweep(tillit, experiment, tmp_path / "out").code == 0
    for number in luck.sample(range(40), 8):
        sets = [part for name, value in zip(names, rows[number]) for part in ("--set", f"{name}={value}")]
        told = json.loads(tillit("check", tmp_path / "base.yaml", *sets, "--set", "run.replicates=1", "--format", "json").out)
        kept = json.loads(tillit("config", tmp_path / "out", "--run", number + 1).out)
        assert {n: kept["origins"][n] for n in names} == dict.fromkeys(names, "sweep")
        del told["origins"], kept["origins"]
        assert kept == told


def test_a_merged_file_verifies_from_itself_alone(tillit, tmp_path, small):
    alone = tmp_path / "alone.h5"
    shutil.copy(small, alone)
    done = tillit("verify", alone, env={**os.environ, "TILLIT_CONFIGS": "/nonexistent"})
    assert (done.code, "24 of 24 runs run again" in done.out, "bit by bit" in done.out) == (0, True, True), done.err
    assert "4 of 24 runs run again" in tillit("verify", alone, "--sample", 2).out


@pytest.mark.parametrize(
    ("variable", "place", "said"),
    [
        ("cost", (3, 1, 0), "The first is run 8 (point 4, replicate 2): cost in window first: "),
        ("series_quality", (0, 0, 2), "The first is run 1 (point 1, replicate 1): day 28, series_quality: "),
        ("digest", (11, 1), "The first is run 24 (point 12, replicate 2): the digests are not the same"),
    ],
)
def test_changed_values_are_found(tillit, tmp_path, small, variable, place, said):
    copy = tmp_path / "changed.h5"
    shutil.copy(small, copy)
    with h5py.File(copy, "r+") as file:
        file[variable][place] += 1
    done = tillit("verify", copy)
    assert (done.code, said in done.out) == (1, True), done.out


@pytest.mark.parametrize("damage", ["cut", "manifest", "layout", "lacking", "shape"])
def test_damaged_merged_files_are_refused(tillit, tmp_path, small, damage):
    copy = tmp_path / "damaged.h5"
    shutil.copy(small, copy)
    if damage == "cut":
        copy.write_bytes(copy.read_bytes()[:3000])
    else:
        with h5py.File(copy, "r+") as file:
            if damage == "manifest":
                text = bytes(file["manifest"][:]).replace(b'"plan.continuity_weight": 0.35', b'"plan.continuity_weight": 0.36')
                file["manifest"][:] = np.frombuffer(text.replace(b"a", b"e", 1), np.uint8)
            elif damage == "layout":
                file.attrs["sweep_layout_version"] = np.array([9], np.int32)
            elif damage == "lacking":
                del file["cost"]
            else:
                del file["digest"]
                file["digest"] = np.zeros((3, 3), np.uint64)
    done = tillit("verify", copy)
    assert done.code in (1, 2) and str(copy) in done.err, done.err


def test_diff_says_what_compares_sweeps(tillit, small):
    done = tillit("diff", small, small)
    assert (done.code, "h5diff compares two merged files" in done.err) == (2, True)


def test_nothing_but_a_file_is_replaced(tillit, tmp_path, small):
    folder = tmp_path / "there"
    folder.mkdir()
    for out in (folder, "/dev/null", tmp_path / "none" / "x.h5", ""):
        done = tillit("merge", small.parent / "out", "--out", out, "--overwrite")
        assert done.code == 1 and "error: " in done.err, done.err
    assert folder.is_dir() and Path("/dev/null").is_char_device()
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", "/proc/none", ""):
        done = sweep(tillit, small.parent / "experiment.yaml", out)
        assert done.code == 2 and "folder" in done.err, done.err


def forge(path: Path, change) -> None:
    """Changes the manifest and gives it the identity that belongs to it."""
    with h5py.File(path, "r+") as file:
        manifest = json.loads(bytes(file["manifest"][:]))
        change(manifest)
        manifest["identity"] = identity(manifest, bytes(file["design"][:]))
        text = np.frombuffer(json.dumps(manifest, ensure_ascii=False).encode(), np.uint8)
        del file["manifest"]
        file["manifest"] = text


def longer(manifest: dict) -> None:
    manifest["bases"][1]["config"]["run"]["run.days"] = 5600


def wider(manifest: dict) -> None:
    manifest["bases"][0]["config"]["regime"] |= {"organisation.span": 12, "organisation.pool_size": 10}


@pytest.mark.parametrize(("change", "said"), [(longer, "its configs do not belong to one another"), (wider, "point 4: ")])
def test_a_forged_file_is_refused_before_anything_is_run(tillit, tmp_path, small, change, said):
    copy = tmp_path / "forged.h5"
    shutil.copy(small, copy)
    forge(copy, change)
    done = tillit("verify", copy)
    assert (done.code, said in done.err, done.out) == (2, True, ""), done.err


def test_what_pairing_is_worth_stands_in_the_file(tillit, small):
    """As numpy computes it from the same file; merge says it too."""
    with h5py.File(small) as file:
        for name in ("quality", "cost"):
            a, b = file[name][0, :, 0], file[name][1, :, 0]
            worth = (b - a).var(ddof=1) / (a.var(ddof=1) + b.var(ddof=1))
            assert file[name].attrs["paired_over_independent_variance"][0] == pytest.approx(worth, rel=1e-9)
            assert "paired_over_independent_variance" not in file[f"series_{name}"].attrs
    done = tillit("merge", small.parent / "out", "--overwrite")
    assert "paired over independent (2 replicates, window first)" in done.out and "  cost " in done.out
