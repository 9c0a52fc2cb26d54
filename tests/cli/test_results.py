"""Result files as their readers see them: xarray with both engines, h5py, ncdump."""

from __future__ import annotations

import json
import subprocess
import sys

import h5py
import numpy as np
import pytest
import xarray as xr

SMALL = "configs/small.yaml"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("results") / "x.h5"


@pytest.fixture
def result(tillit, path):
    if not path.exists():
        done = tillit("run", SMALL, "--out", path, "--set", "run.replicates=3")
        assert done.code == 0, done.err
        path.with_suffix(".txt").write_text(done.out)
    return path


def test_xarray_opens_it_as_it_is(result):
    with xr.open_dataset(result, engine="netcdf4") as data:
        assert data.staff_met.dims == ("arm", "replicate", "period", "municipality")
        assert data.sizes["replicate"] == 3 and data.sizes["period"] == 4
        assert data.staff_met.attrs["units"] == "persons"
        assert "published" in data.staff_met.attrs
        assert str(data.municipality.values[0]) == "Lillköping"
        assert list(data.day.values) == [0, 14, 28, 42]
        for name, variable in data.data_vars.items():
            assert variable.attrs.get("long_name"), name
        assert float(data.staff_met.mean()) > 1


def test_h5netcdf_opens_it_too(tillit, tmp_path):
    # In a process of its own, which has nothing of ours; without areas, units and people, since it takes long over each variable.
    result = tmp_path / "few.h5"
    few = [word for setting in ("level=municipality", "snapshot_every_days=0") for word in ("--set", f"record.{setting}")]
    assert tillit("run", SMALL, "--out", result, *few).code == 0
    program = (
        "import sys, xarray as xr; data = xr.open_dataset(sys.argv[1], engine='h5netcdf'); "
        "print(data.staff_met.dims, data.staff_met.units, float(data.staff_met.mean()) > 1, data.municipality.values[0])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(result)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "('arm', 'replicate', 'period', 'municipality') persons True Lillköping" in done.stdout


def test_ncdump_reads_it(result):
    header = subprocess.run(["ncdump", "-h", str(result)], capture_output=True, text=True, check=True).stdout
    assert "double staff_met(arm, replicate, period, municipality)" in header
    assert 'staff_met:units = "persons"' in header


def test_levels_add_up(result):
    with xr.open_dataset(result, engine="netcdf4") as data:
        due = data.total_visits_due.sum(("arm", "replicate", "period")).item()
        by_unit = data.unit_recipients.groupby(data.unit_area).count()
        assert by_unit.size == data.sizes["area"]
        assert due > 0
        histogram = data.staff_met_recipients.sum("staff_met_bin")
        assert (histogram == data.total_continuity_recipients).all()
        planned = data.total_planned_s
        parts = data.total_delivered_s + data.total_cut_s + data.total_saved_s - data.total_extended_s
        assert (planned == parts + data.total_unassigned_s + data.total_dropped_s + data.total_under_delivered_s).all()
        units = data.unit_cost.groupby(data.unit_period).sum()
        assert np.allclose(units.values, data.cost.sum(("arm", "replicate", "municipality")).values)


def test_the_printed_table_is_the_file(result):
    with xr.open_dataset(result, engine="netcdf4") as data:
        sums = data[["total_staff_met_sum", "total_continuity_recipients"]].sum("period")
        per_replicate = (sums.total_staff_met_sum / sums.total_continuity_recipients).values.ravel()
    printed = next(
        line.split()[1] for line in result.with_suffix(".txt").read_text().splitlines() if line.startswith("staff_met ")
    )
    assert float(printed) == pytest.approx(per_replicate.mean(), abs=0.006)


def test_it_holds_what_reproduces_it(result, tillit, tmp_path):
    with h5py.File(result) as file:
        config = bytes(file["config_1"][()]).decode()
        digests = [f"{value:016x}" for value in file["digest"][0]]
        for name in ("version", "model_version", "commit", "compiler", "flags", "seed", "created"):
            assert name in file.attrs, name
    assert json.loads(config)["run"]["seed"] == 1
    resolved = tmp_path / "again.json"
    resolved.write_text(config)
    assert tillit("run", resolved, "--quiet").digests == digests


def test_snapshots_are_people(result):
    with xr.open_dataset(result, engine="netcdf4") as data:
        assert data.sizes["snapshot_recipient"] > 300
        names = [name for name in data.variables if str(name).startswith("recipient_")]
        assert names
        trust = data[next(name for name in names if "provider_trust" in str(name))]
        assert float(trust.min()) >= 0 and float(trust.max()) < 1


def test_two_arms_stand_side_by_side(tillit, tmp_path):
    out = tmp_path / "c.h5"
    other = tmp_path / "other.yaml"
    other.write_text(
        "seed: 1\nmunicipality: lillkoping\nregime: small-fixed-teams\nrun: {days: 56, burn_in_days: 28}\n"
        "record: {level: unit, period_days: 14, snapshot_every_days: 28}\n"
    )
    import os

    from conftest import ROOT

    done = tillit("compare", SMALL, other, "--out", out, env={**os.environ, "TILLIT_CONFIGS": str(ROOT / "configs")})
    assert done.code == 0, done.err
    with xr.open_dataset(out, engine="netcdf4") as data:
        assert data.sizes["arm"] == 2
        assert (data.total_needed_s.isel(arm=0) == data.total_needed_s.isel(arm=1)).all()
        assert (data.staff_met.isel(arm=0) != data.staff_met.isel(arm=1)).any()
