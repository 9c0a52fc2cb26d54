"""Opening files: what is in them, and what is refused with its name and a remedy."""

import json
import os
import shutil
import subprocess
import sys

import h5py
import numpy as np
import pytest
import xarray as xr

import tillit
from tillit import figures
from tillit.estimates import estimate
from tillit.files import is_sweep, measure, read_table
from tillit.runs import sets


def test_a_result_opens_labelled_and_lazily(result):
    assert list(result["arm"].values) == ["a", "b"]
    assert result["quality"].dims == ("arm", "replicate", "period", "municipality")
    assert list(result["window"].values) == ["all", "quality"]
    assert result["staff_met"].attrs["units_sv"] == "personer"
    assert not any(variable._in_memory for name, variable in result.variables.items() if name.startswith("total_"))


def test_what_was_asked_and_the_configs(result):
    asked = tillit.asked(result)
    assert asked["question"] == {"sv": "Vad ger det?", "en": "What does it give?"}
    assert (
        tillit.config(result, 2)["regime"]["discretion.manager"]
        != tillit.config(result, 1)["regime"]["discretion.manager"]
    )
    with pytest.raises(tillit.TillitError, match="has no arm 3"):
        tillit.config(result, 3)


def test_configs_stay_those_of_the_data(result, folder, tmp_path, monkeypatch):
    """Whatever becomes of the file and of the folder one stands in."""
    own, path = tillit.config(result), tmp_path / "x.h5"
    shutil.copy(folder / "result.h5", path)
    monkeypatch.chdir(tmp_path)
    with tillit.open_result("x.h5") as data:
        held = data[["digest", "quality"]].load()
    path.unlink()
    monkeypatch.chdir("/")
    assert tillit.config(held) == own and tillit.config(held.sel(arm="a")) == own
    held.to_netcdf(tmp_path / "copy.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "copy.nc", engine="h5netcdf") as copy:
        assert tillit.config(copy) == own


def test_results_are_put_together_along_a_new_dimension(result, folder):
    """Their configs differ in length, as those of different parameters do."""
    changed = tillit.run(folder / "base.yaml", {"run.replicates": 4, "run.days": 168})
    single = tillit.run(folder / "base.yaml", {"run.replicates": 4, "plan.knowledge": 0.3125})
    together = xr.concat([changed, single], "setting")
    assert together["window_quality"].sizes["setting"] == 2 and not any("byte" in str(name) for name in together.dims)
    with pytest.raises(tillit.TillitError, match="several files; ask each of them for its config_1"):
        tillit.config(together)
    for dimension in ("arm", "replicate"):
        with pytest.raises(tillit.TillitError, match="several files; ask each of them for its experiment"):
            tillit.asked(xr.concat([result, result], dimension))


def test_a_sweep_becomes_a_table_of_its_runs(swept):
    with tillit.open_sweep(swept) as data:
        table = data.to_dataframe()
        assert len(table) == data["status"].size * data.sizes["window"]
        assert tillit.asked(data) is None
        assert [arm["name"] for arm in json.loads(data.attrs["manifest"])["arms"]] == ["a", "b"]
        assert len(xr.concat([data, data], "seed").to_dataframe()) == 2 * len(table)


def test_what_stands_twice_is_not_pooled(result):
    """Files put together by xarray: what is selected by name would be both, with the precision of both."""
    few = result[["window_quality", "strain", "staff_met_recipients"]]
    for dimension in ("arm", "replicate", "window"):
        twice = xr.concat([few, few], dimension, data_vars="minimal")
        with pytest.raises(tillit.TillitError, match=rf"has the {dimension} '\w+' twice .*assign_coords\({dimension}="):
            tillit.difference(twice, "quality", "b", "a")
        with pytest.raises(tillit.TillitError, match="twice"):
            tillit.table(twice, ["quality"])
    arms = xr.concat([few, few], "arm", data_vars="minimal")
    for draw in (
        lambda: figures.trajectories(arms, "strain"),
        lambda: figures.differences(arms, ["strain"], "a"),
        lambda: figures.distribution(arms),
        lambda: tillit.bands(arms, "strain"),
    ):
        with pytest.raises(tillit.TillitError, match="has the arm 'a' twice"):
            draw()
    beside = xr.concat([few, few], "setting")
    for own in (lambda: tillit.difference(beside, "quality", "b", "a"), lambda: tillit.bands(beside, "strain")):
        with pytest.raises(tillit.TillitError, match="also lies along setting; choose there first"):
            own()
    named = arms.assign_coords(arm=["a", "b", "c", "d"])
    assert tillit.difference(named, "quality", "c", "a").mean == 0


def test_points_that_stand_twice_are_not_summarised(swept):
    with tillit.open_sweep(swept) as data, pytest.raises(tillit.TillitError, match="has the point '1' twice"):
        tillit.summary(xr.concat([data, data], "point", data_vars="minimal"))


def test_a_measure_that_is_not_there_has_its_nearest(result):
    with pytest.raises(tillit.TillitError, match=r"result.h5: has no 'qualty'; did you mean quality"):
        measure(result, "qualty")


def cut_off(path):
    path.write_bytes(path.read_bytes()[:5000])


def foreign(path):
    path.unlink()
    with h5py.File(path, "w") as file:
        file["x"] = 1


def other_layout(path):
    with h5py.File(path, "r+") as file:
        file.attrs["layout_version"] = 9


def no_hdf5(path):
    path.write_text("satisfied;0,9\n")


@pytest.mark.parametrize(
    ("damage", "message"),
    [(cut_off, "cut off"), (foreign, "no result of tillit"), (other_layout, "layout 9, and this package reads 1"), (no_hdf5, "no result of tillit"),
     (lambda path: path.unlink(), "there is no such file")],
    ids=["cut off", "foreign", "layout", "text", "missing"],
)  # fmt: skip
def test_what_is_no_result_is_refused_by_name(folder, printed, tmp_path, damage, message):
    path = tmp_path / "x.h5"
    shutil.copy(folder / "result.h5", path)
    damage(path)
    for opens in (tillit.open_result, tillit.open_sweep):
        with pytest.raises(tillit.TillitError, match="x.h5"):
            opens(path)
    with pytest.raises(tillit.TillitError, match=message):
        tillit.open_result(path)


def test_results_and_sweeps_are_told_apart(folder, printed):
    with pytest.raises(tillit.TillitError, match="a single result: open_result reads it"):
        tillit.open_sweep(folder / "result.h5")
    with pytest.raises(tillit.TillitError, match="merge a sweep first"):
        tillit.open_sweep(folder)


@pytest.fixture(scope="session")
def swept(folder):
    with tillit.sweep(folder / "experiment.yaml", folder / "sweep", {"run.replicates": 2}) as data:
        assert data["status"].values.tolist() == [[1, 1], [1, 1]]
    return folder / "sweep.h5"


def test_a_sweep_with_missing_runs_opens_only_when_asked_to(swept, tmp_path):
    path = tmp_path / "part.h5"
    shutil.copy(swept, path)
    with h5py.File(path, "r+") as file:
        file.attrs["complete"] = 0
        file["status"][0, 0] = 0
        file["status"][1, 1] = 2
    with pytest.raises(tillit.TillitError, match="1 runs are missing and 1 failed of 4; run the sweep again"):
        tillit.open_sweep(path)
    with tillit.open_sweep(path, incomplete=True) as data:
        assert data.sizes["point"] == 2
    with h5py.File(path, "r+") as file:
        file["status"][...] = 2
    with pytest.raises(tillit.TillitError, match="none of its 4 runs was done"):
        tillit.open_sweep(path, incomplete=True)


def test_a_sweep_is_summarised_over_its_replicates(swept, tmp_path):
    path = tmp_path / "part.h5"
    shutil.copy(swept, path)
    with tillit.open_sweep(swept) as data:
        found, own = tillit.summary(data), data["quality"].values[:, :, 0]
        with pytest.raises(tillit.TillitError, match="has no window 'x'; there are all"):
            tillit.summary(data, "x")
    assert list(found["arm"]) == ["a", "b"] and list(found["replicates"]) == [2, 2]
    for point in range(2):
        expected = estimate(own[point])
        assert found["quality"].iloc[point] == pytest.approx(expected.mean)
        assert found["quality_half_width"].iloc[point] == pytest.approx(expected.half_width)
    with h5py.File(path, "r+") as file:
        file.attrs["complete"] = 0
        file["status"][0, 0] = 0
        file["quality"][0, 0] = float("nan")
    with tillit.open_sweep(path, incomplete=True) as data:
        part = tillit.summary(data)
    assert part["quality"].iloc[0] == own[0, 1] and part["quality_half_width"].isna().iloc[0]
    assert list(part["replicates"]) == [1, 2]


@pytest.mark.parametrize("first", ["netCDF4", "h5py"])
def test_netcdf4_and_h5py_read_in_one_process(folder, printed, first):
    """Each brings an HDF5 library of its own; whichever comes first, both read (pins in requirements.txt)."""
    path = str(folder / "result.h5")
    code = (
        f"import {first}, tillit, netCDF4, h5py\n"
        f"print(tillit.open_result({path!r}).sizes['arm'])\n"
        f"print([int(netCDF4.Dataset({path!r})['digest'][0, 0]), int(h5py.File({path!r})['digest'][0, 0])])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    with h5py.File(path) as file:
        digest = int(file["digest"][0, 0])
    assert (done.returncode, done.stdout) == (0, f"2\n[{digest}, {digest}]\n"), done.stderr


@pytest.mark.parametrize("given", [7, None, ["x.h5"]])
def test_what_is_no_path_is_refused_by_the_packages_own_error(given):
    for opens in (tillit.open_result, tillit.open_sweep, is_sweep, lambda path: read_table(path, "")):
        with pytest.raises(tillit.TillitError, match="the path of a file is expected"):
            opens(given)


def test_what_is_no_file_is_not_opened(tmp_path):
    """A pipe would be waited for."""
    os.mkfifo(tmp_path / "pipe.h5")
    for opens in (tillit.open_result, tillit.open_sweep, lambda path: read_table(path, "")):
        for path, message in (
            (tmp_path / "pipe.h5", "a pipe or device"),
            ("/dev/null", "a pipe or device"),
            ("none", "no such file"),
        ):
            with pytest.raises(tillit.TillitError, match=message):
                opens(path)


def test_a_result_without_periods_says_so(folder):
    data = tillit.run(folder / "base.yaml", {"record.level": "none", "run.replicates": 1})
    with pytest.raises(tillit.TillitError, match="holds nothing over time, since record.level was none"):
        tillit.bands(data, "strain")


@pytest.mark.parametrize("name", ["digest", "staff_met_recipients"])
def test_what_is_no_measure_over_windows_is_named(result, name):
    with pytest.raises(tillit.TillitError, match=f"has no '{name}'") as caught:
        tillit.table(result, [name])
    assert f"did you mean {name}" not in str(caught.value)


def test_values_of_numpy_are_told_as_numbers():
    """NumPy 2 writes np.float64(0.1); ours are what Python writes, to the last digit."""
    values = {
        "a": np.float64(0.1),
        "b": np.float32(0.5),
        "c": np.int64(3),
        "d": xr.DataArray(0.25),
        "e": 1 / 3,
        "f": "x",
    }
    told = ["a=0.1", "b=0.5", "c=3", "d=0.25", "e=0.3333333333333333", "f=x"]
    assert sets(values)[1::2] == told and set(sets(values)[::2]) == {"--set"}


def test_a_sweep_merges_beside_its_folder_whatever_ends_its_name(folder, swept):
    with tillit.sweep(folder / "experiment.yaml", f"{folder / 'sweep'}/", {"run.replicates": 2}) as data:
        assert data.attrs["path"] == str(swept)
    assert not (folder / "sweep" / ".h5").exists()
