"""The first layouts keep being read: tests/data holds a result file, a merged sweep and the part that it was merged from, all
of layout 1 and as written then.

The model is not run again: what it said that day stands here as constants, however it changes later."""

from __future__ import annotations

import json
import lzma
import re
import shutil
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("layout")
    for packed in DATA.glob("*.xz"):
        (there / packed.stem).write_bytes(lzma.decompress(packed.read_bytes()))
    return there


@pytest.fixture(scope="module")
def result(folder):
    return folder / "layout-1.h5"


@pytest.fixture(scope="module")
def sweep(folder):
    return folder / "sweep-layout-1.h5"


def test_xarray_reads_the_result(result):
    with xr.open_dataset(result, engine="netcdf4") as data:  # h5netcdf takes ten seconds
        assert data.attrs["layout_version"] == 1
        sizes = {"arm": 2, "replicate": 2, "period": 2, "municipality": 1, "area": 2, "unit_row": 16}
        assert {name: data.sizes[name] for name in sizes} == sizes
        assert data.staff_met.dims == ("arm", "replicate", "period", "municipality")
        assert data.staff_met.dtype == np.float64 and data.staff_met.attrs["units"] == "persons"
        means = data.staff_met.mean(("period", "municipality"))
        assert means.values == pytest.approx(np.array([[10.973732, 12.375], [11.128623, 12.75]]), abs=1e-6)
        assert data.digest.values.tolist() == [
            [2621258413754010798, 3271061731691782776],
            [12531194580541508199, 4173423820331954993],
        ]
        assert data.unit_strain.dims == ("unit_row",)
        assert {"recipient_need", "employee_age_years"} <= set(data.variables)
        assert data.total_paid_s.dtype == np.int64 and data.total_paid_s.values[0, 0, 0, 0] == 5220000


def test_h5py_reads_the_result(result):
    with h5py.File(result) as data:
        assert data.attrs["model_version"] == b"2"
        assert data["staff_met"].dims[0][0].name == "/arm"
        trust = json.loads(bytes(data["config_2"][:]))
        assert trust["regime_name"] == "trust-steering" and trust["run"]["run.days"] == 28


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("result", ["double staff_met(arm, replicate, period, municipality)", "uint64 digest(arm, replicate)"]),
        ("sweep", ["double staff_met(point, replicate, window)", "double series_cost(point, replicate, period)"]),
    ],
)
def test_ncdump_reads_both(request, name, lines):
    path = request.getfixturevalue(name)
    header = subprocess.run(["ncdump", "-h", str(path)], capture_output=True, text=True, check=True).stdout
    for line in lines:
        assert line in header


def test_the_command_reads_the_result(tillit, result):
    compared = tillit("diff", result, result)
    assert compared.code == 0 and "trajectories: the same: 13248 values of 473 variables" in compared.out
    config = tillit("config", result, "--arm", "2")
    assert config.code == 0, config.err
    assert json.loads(config.out)["run"]["run.days"] == 28


@pytest.mark.parametrize("name", ["result", "sweep"])
def test_verify_says_what_it_cannot_check(tillit, request, name):
    """Other people live there since model version 4, so that there are other many rows; names and types have not changed."""
    done = tillit("verify", request.getfixturevalue(name), "--quiet", "--threads", "1")
    assert "was made before files had a checksum. Not checked: who made it, when and how" in done.err
    assert done.code == 1 and re.search(r"model_version: 2 there, \d+ here: other results are to be expected", done.err)
    longer = re.compile(r"  \w+: (\w+) \[\d+ so far\] in the file, \1 \[\d+ so far\] made again")
    told = [line for line in done.out.splitlines() if line.startswith("  ") and "only made again" not in line and not longer.fullmatch(line)]
    assert all(line.startswith(("  source of ", "  and ")) for line in told), done.out


def test_xarray_reads_the_sweep(sweep):
    with xr.open_dataset(sweep, engine="h5netcdf") as data:
        assert data.attrs["sweep_layout_version"] == 1 and data.attrs["complete"] == 1
        assert dict(data.sizes) | {"point": 8, "replicate": 2, "window": 2, "period": 2} == dict(data.sizes)
        assert data.arm.values.tolist() == ["ordinary"] * 4 + ["trust"] * 4
        assert data["organisation.pool_size"].values.tolist() == [6, 6, 12, 12] * 2
        assert data.municipality.values.tolist() == ["lillkoping", "karlstad"] * 4
        assert data.window.values.tolist() == ["all", "late"]
        expected = [10.297872, 5.529412, 10.978723, 5.529412, 10.382979, 5.529412, 11.127660, 5.529412]
        assert data.staff_met.values[:, 0, 0] == pytest.approx(expected, abs=1e-6)
        assert (data.status.values == 1).all()


def test_the_command_reads_the_sweep(tillit, sweep):
    config = tillit("config", sweep, "--run", "16")
    assert config.code == 0, config.err
    assert json.loads(config.out)["regime"]["organisation.pool_size"] == 12


@pytest.fixture
def parts(folder, sweep, tmp_path):
    """The sweep's folder as it was: its texts stand in the merged file too."""
    (tmp_path / "sweep" / "parts").mkdir(parents=True)
    with h5py.File(sweep) as data:
        (tmp_path / "sweep" / "sweep.json").write_bytes(bytes(data["manifest"][:]))
        (tmp_path / "sweep" / "design.csv").write_bytes(bytes(data["design"][:]))
    shutil.copy(folder / "part-layout-1.h5", tmp_path / "sweep" / "parts" / "1-of-1-000001.h5")
    return tmp_path / "sweep"


def test_the_command_reads_the_part(tillit, parts, sweep):
    """Merged today, it says what it said when it was merged then; words have changed, and there is a checksum."""
    told = tillit("status", parts)
    assert told.code == 0 and "16 done, 0 failed, 0 missing" in told.out, told.err
    assert tillit("config", parts / "parts" / "1-of-1-000001.h5", "--run", "16").out == tillit("config", sweep, "--run", "16").out
    done = tillit("merge", parts)
    assert done.code == 0, done.err
    with h5py.File(sweep) as then, h5py.File(f"{parts}.h5") as now:
        assert sorted(then) == sorted(now)
        for name in then:
            assert then[name].dtype == now[name].dtype
            np.testing.assert_array_equal(then[name][...], now[name][...], err_msg=name)
        kept = {name: np.array(value).tolist() for name, value in then.attrs.items()}
        assert kept == {name: np.array(value).tolist() for name, value in now.attrs.items() if name != "checksum"}


def without(result, folder, parameter):
    """A copy of the result whose second arm's config lacks a parameter; blanks keep its length."""
    copy = folder / "copy.h5"
    copy.write_bytes(result.read_bytes())
    with h5py.File(copy, "r+") as data:
        config = json.loads(bytes(data["config_2"][:]))
        for section in ("run", "regime", "constants"):
            config[section].pop(parameter, None)
        text = json.dumps(config).encode()
        data["config_2"][:] = np.frombuffer(text.ljust(data["config_2"].size), data["config_2"].dtype)
    return copy


def test_what_an_older_version_did_not_have_is_at_its_default(tillit, result, tmp_path):
    older = without(result, tmp_path, "drift.trusting_peers")
    config = tillit("config", older, "--arm", "2")
    assert config.code == 0 and "an older version wrote this; what it did not have is at its default: opinion.form, " in config.err
    assert config.err.count("drift.trusting_peers") == 1 and tillit("config", result).err.count("drift.trusting_peers") == 0
    assert config.out == tillit("config", result, "--arm", "2").out
    damaged = tillit("config", without(result, tmp_path, "plan.knowledge"), "--arm", "2")
    assert (damaged.code, "plan.knowledge is missing: the version that wrote this had it" in damaged.err) == (2, True), damaged.err
