"""Designs over the program's ranges, and indices where the answer is known."""

import numpy as np
import pandas as pd
import pytest

import tillit
from tillit import designs, figures

PI = np.pi


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigami(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("sobol", dict.fromkeys(("a", "b", "c"), (-PI, PI)), 2048, path)
    found = designs.of_values(path, ishigami(rows.to_numpy()))
    assert found["first"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found["total"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_morris_of_a_linear_function(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("morris", {"a": (0, 1), "b": (0, 2), "c": (-1, 1)}, 20, path)
    assert len(rows) == 80
    found = designs.of_values(path, pd.read_csv(path, comment="#").to_numpy() @ np.array([3.0, -1.0, 0.0]))
    assert found["mu_star"].to_numpy() == pytest.approx([3.0, 2.0, 0.0], abs=1e-9)
    assert found["mu"].to_numpy() == pytest.approx([3.0, -2.0, 0.0], abs=1e-9)
    assert found["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_trajectories_that_cross_are_run_once(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("morris", {"a": (0, 1), "b": (0, 2)}, 30, path)
    table = pd.read_csv(path, comment="#")
    assert len(table) <= 16 < len(rows) == 90  # a grid of four levels has 16 points
    found = designs.of_values(path, table.to_numpy() @ np.array([3.0, -1.0]))
    assert found["mu"].to_numpy() == pytest.approx([3.0, -2.0], abs=1e-9)


def test_a_latin_hypercube_has_one_point_in_every_slice():
    rows = tillit.design("lhs", {"a": (0.0, 10.0), "b": (5.0, 6.0)}, 50, seed=3)
    assert sorted(np.floor(rows["a"] * 5).astype(int)) == list(range(50))
    assert rows["b"].between(5, 6).all()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for kind, size in (("lhs", 8), ("sobol", 8), ("morris", 8)):
        for name in ("x", "y"):
            tillit.design(kind, {"a": (0, 1), "b": (0, 1)}, size, tmp_path / name, seed=5, overwrite=True)
        assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()
        assert designs.told(tmp_path / "x")["kind"] == kind


def test_ranges_come_from_the_program():
    found = designs.ranges()
    assert found["experience.discretion"] == (-0.2, 0.35)
    assert "opinion.competence_facet" not in found  # off
    assert designs.ranges(["experience.discretion"], "theory") == {"experience.discretion": (0.0, 0.35)}
    with pytest.raises(
        tillit.TillitError, match=r"no parameter 'experience.discretio'; did you mean 'experience.discretion'"
    ):
        designs.ranges(["experience.discretio"])
    with pytest.raises(tillit.TillitError, match="has no neutral range"):
        designs.ranges(["seed"])


@pytest.mark.parametrize(
    ("kind", "over", "size", "message"),
    [("sobel", {"a": (0, 1)}, 8, "one of lhs, sobol, morris"), ("sobol", {"a": (0, 1)}, 9, "a power of two"), ("lhs", {}, 8, "at least one"),
     ("lhs", {"a": (1, 1)}, 8, "is empty"), ("morris", {"a": (0, 1)}, 1, "at least 2")],
)  # fmt: skip
def test_designs_that_cannot_be(kind, over, size, message):
    with pytest.raises(tillit.TillitError, match=message):
        tillit.design(kind, over, size)


def test_from_a_design_through_a_sweep_to_indices(folder, tmp_path):
    for name in ("base.yaml",):
        (tmp_path / name).write_text((folder / name).read_text())
    tillit.design("morris", designs.ranges(["experience.discretion", "turnover.hire_days"]), 4, tmp_path / "rows.csv")
    (tmp_path / "e.yaml").write_text(
        "title: t\nquestion: q\nconfig: base.yaml\noutcomes: [quality]\n"
        "arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]\nsweep: {table: rows.csv, replicates: 2}\n"
    )
    with tillit.sweep(tmp_path / "e.yaml", tmp_path / "s") as data:
        found = tillit.indices(data, tmp_path / "rows.csv", "quality", arm="b", base="a")
        settled = designs.convergence(data, tmp_path / "rows.csv", "quality", arm="b", base="a")
        with pytest.raises(tillit.TillitError, match="has no arm 'x'"):
            tillit.indices(data, tmp_path / "rows.csv", "quality", arm="x")
    assert found.index[0] == "experience.discretion"
    assert found["mu_star"].iloc[0] > 5 * found["mu_star"].iloc[1]
    assert set(settled["size"]) == {4}
    assert figures.influence(found) and figures.convergence(settled)


def test_values_and_rows_must_match(tmp_path):
    tillit.design("lhs", {"a": (0, 1)}, 4, tmp_path / "d.csv")
    with pytest.raises(tillit.TillitError, match="has 4 rows, and there are 3 values"):
        designs.of_values(tmp_path / "d.csv", np.zeros(3))
    with pytest.raises(tillit.TillitError, match="1 of 4 points have no value"):
        designs.of_values(tmp_path / "d.csv", np.array([1, 2, np.nan, 4]))
    pd.DataFrame({"a": [1]}).to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(tillit.TillitError, match="does not say how it was made"):
        designs.told(tmp_path / "own.csv")
