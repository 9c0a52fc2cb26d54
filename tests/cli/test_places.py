"""A municipality's people are its own: in a run alone, among all others, and in a sweep."""

import h5py
import numpy as np
import pytest

FOLDER = {
    "swedish-median": "invented: true\nmunicipality: {name: Median, recipients: 40, granted_hours: 25, hours_sigma: 1, areas: 1, trip_min: 9, language_share: 0}\n",
    "aby": "municipality: {name: Åby, code: 114, recipients: 30}\n",
    "berga": "municipality: {name: Berga, code: 1480, recipients: 50, areas: 2}\n",
    "ceby": "municipality: {name: Ceby, recipients: 20}\n",
}
RUN = "seed: 5\nmunicipality: %s\nregime: ordinary\nrun: {days: 28, burn_in_days: 14}\nrecord: {level: unit, period_days: 14, snapshot_every_days: 14}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Municipalities of the tests' own."""
    configs = tmp_path_factory.mktemp("places") / "configs"
    (configs / "municipalities").mkdir(parents=True)
    (configs / "regimes").mkdir()
    (configs / "regimes" / "ordinary.yaml").write_text("plan.continuity_weight: 2\n")
    for name, text in FOLDER.items():
        (configs / "municipalities" / f"{name}.yaml").write_text(text)
    return configs.parent


@pytest.fixture
def result(tillit, folder, monkeypatch):
    """Runs a municipality, or all, once."""
    monkeypatch.setenv("TILLIT_CONFIGS", str(folder / "configs"))

    def run(municipality):
        out = folder / f"{municipality}.h5"
        if not out.exists():
            (folder / "run.yaml").write_text(RUN % municipality)
            assert tillit("run", folder / "run.yaml", "--out", out, "--quiet").code == 0
        return out

    return run


def measures(file, municipality):
    """Every measure and total of one municipality, by name."""
    dimension = file["municipality"]  # compared, since looking for its name takes long
    return {
        name: np.array(own)[:, :, :, municipality]
        for name, own in file.items()
        if own.ndim == 4 and own.dims[3][0] == dimension
    }


def people(file, kind, municipality):
    """Id, day and all other variables but those that number places over the whole run, row by row."""
    own = np.array(file[f"{kind}_municipality"]) == municipality + 1
    left_out = {f"{kind}_{name}" for name in ("municipality", "area", "unit_row")}
    return {name: np.array(file[name])[own] for name in file if name.startswith(f"{kind}_") and name not in left_out and file[name].shape == own.shape}


@pytest.mark.parametrize("name", ["aby", "berga", "ceby"])
def test_alone_or_among_others(result, name):
    with h5py.File(result("all")) as everyone, h5py.File(result(name)) as alone:
        names = [text.decode() for text in everyone["municipality"]]
        place = names.index(alone["municipality"][0].decode())
        expected = measures(alone, 0)
        assert len(expected) > 100
        found = measures(everyone, place)
        for measure, values in expected.items():
            np.testing.assert_array_equal(found[measure], values, measure)
        for kind in ("recipient", "employee"):
            rows = people(alone, kind, 0)
            assert len(rows) > 10 and rows[f"{kind}_id"].size > 10
            for variable, values in people(everyone, kind, place).items():
                np.testing.assert_array_equal(values, rows[variable], variable)


def test_no_two_municipalities_share_anybody(result):
    with h5py.File(result("all")) as file:
        for kind in ("recipient", "employee"):
            ids, places = np.array(file[f"{kind}_id"]), np.array(file[f"{kind}_municipality"])
            owners = {place: set(ids[places == place].tolist()) for place in (1, 2, 3)}
            assert all(owners.values()) and sum(map(len, owners.values())) == len(set(ids.tolist()))
