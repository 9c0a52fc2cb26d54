"""Designs over the program's ranges, and indices where the answer is known."""

import json
import lzma
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import tillit
from tillit import designs, figures, sensitivity

PI = np.pi


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigami(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("sobol", dict.fromkeys(("a", "b", "c"), (-PI, PI)), 2048, path)
    found = sensitivity.of_values(path, ishigami(rows.to_numpy()))
    assert found["first"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found["total"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_morris_of_a_linear_function(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("morris", {"a": (0, 1), "b": (0, 2), "c": (-1, 1)}, 20, path)
    assert len(rows) == 80
    found = sensitivity.of_values(path, pd.read_csv(path, comment="#").to_numpy() @ np.array([3.0, -1.0, 0.0]))
    assert found["mu_star"].to_numpy() == pytest.approx([3.0, 2.0, 0.0], abs=1e-9)
    assert found["mu"].to_numpy() == pytest.approx([3.0, -2.0, 0.0], abs=1e-9)
    assert found["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_trajectories_that_cross_are_run_once(tmp_path):
    path = tmp_path / "d.csv"
    rows = tillit.design("morris", {"a": (0, 1), "b": (0, 2)}, 30, path)
    table = pd.read_csv(path, comment="#")
    assert len(table) <= 16 < len(rows) == 90  # a grid of four levels has 16 points
    found = sensitivity.of_values(path, table.to_numpy() @ np.array([3.0, -1.0]))
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
        tillit.TillitError, match=r"no parameter 'experience.discretio'; did you mean experience.discretion"
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
        settled = sensitivity.convergence(data, tmp_path / "rows.csv", "quality", arm="b", base="a")
        with pytest.raises(tillit.TillitError, match="has no arm 'x'"):
            tillit.indices(data, tmp_path / "rows.csv", "quality", arm="x")
    assert found.index[0] == "experience.discretion"
    assert found["mu_star"].iloc[0] > 5 * found["mu_star"].iloc[1]
    assert set(settled["size"]) == {4}
    assert figures.influence(found) and figures.convergence(settled)


POOL, SPAN, WEIGHT = "organisation.pool_size", "organisation.span", "plan.continuity_weight"


@pytest.mark.parametrize("kind", ["lhs", "sobol", "morris"])
def test_whole_numbers_are_whole(kind, tmp_path):
    """And stay in the order that the indices need, each point once in the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", tillit.TillitWarning)
        rows = tillit.design(kind, {POOL: (8.4, 11.9), WEIGHT: (0.5, 2.0)}, 8, tmp_path / "d.csv")
    assert set(rows[POOL]) <= {9, 10, 11} and rows[WEIGHT].nunique() > 2
    table = pd.read_csv(tmp_path / "d.csv", comment="#")
    assert table[POOL].dtype == int and not table.duplicated().any()
    found = sensitivity.of_values(tmp_path / "d.csv", 10.0 * table[POOL] + 0.1 * table[WEIGHT])
    assert found.iloc[:, 0].abs().idxmax() == POOL


def test_points_that_became_the_same_are_said_or_kept(tmp_path):
    with pytest.warns(tillit.TillitWarning, match=r"pool_size in whole numbers: 5 of 8 points became those of others"):
        rows = tillit.design("lhs", {POOL: (9, 11)}, 8)
    assert sorted(rows[POOL]) == [9, 10, 11]
    assert len(tillit.design("sobol", {POOL: (9, 11)}, 8, tmp_path / "s.csv")) == 24
    assert len(designs.told(tmp_path / "s.csv")["order"]) == 24


def test_ranges_without_whole_numbers_and_choices_are_refused():
    with pytest.raises(tillit.TillitError, match="holds fewer than two whole numbers"):
        tillit.design("lhs", {SPAN: (30.2, 31.4)}, 4)
    with pytest.raises(tillit.TillitError, match="a choice of two_sided, scalar has no range"):
        designs.ranges(["opinion.form"])


@pytest.fixture(scope="module")
def whole_sweep(folder, tmp_path_factory):
    """A Sobol design of a lever of whole numbers, swept; the folder."""
    own = tmp_path_factory.mktemp("whole")
    (own / "base.yaml").write_text((folder / "base.yaml").read_text())
    tillit.design("sobol", {POOL: (8, 33), WEIGHT: (0.5, 2.0)}, 4, own / "rows.csv")
    (own / "e.yaml").write_text(
        "title: t\nquestion: q\nconfig: base.yaml\noutcomes: [staff_met, team_size]\nsweep: {table: rows.csv, replicates: 1}\n"
    )
    tillit.sweep(own / "e.yaml", own / "s").close()
    return own


def test_the_merged_file_needs_no_table(whole_sweep):
    with tillit.open_sweep(whole_sweep / "s.h5") as data:
        found = tillit.indices(data, None, "staff_met")
        pd.testing.assert_frame_equal(found, tillit.indices(data, whole_sweep / "rows.csv", "staff_met"))
        with pytest.raises(tillit.TillitError, match="has no window 'x'"):
            tillit.indices(data, None, "staff_met", window="x")
        own = data["team_size"].values
    assert found.loc[POOL, "realised_low"] == own.min() and found.loc[POOL, "realised_high"] == own.max()
    assert np.isnan(found.loc[WEIGHT, "realised_low"])


def test_what_became_of_a_lever_stands_beside_it(whole_sweep):
    with tillit.open_sweep(whole_sweep / "s.h5") as data:
        columns = list(tillit.summary(data))
    assert columns[columns.index(POOL) + 1 :][:2] == ["team_size", "team_size_half_width"]
    assert len(columns) == len(set(columns))


def swap_columns(rows):
    return rows[rows.columns[::-1]]


def swap_names(rows):
    return rows.set_axis(rows.columns[::-1], axis=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap_columns, "its columns are"),
        (lambda rows: rows.iloc[::-1], "its rows are not a sobol design in the order"),
        (lambda rows: rows.iloc[:-1], "its rows are not a sobol design"),
        (lambda rows: rows.rename(columns={POOL: SPAN}), "says that it was made over"),
        (swap_names, "its rows are not a sobol design|its columns are"),
    ],
)
def test_a_table_of_another_order_is_refused(whole_sweep, tmp_path, change, message):
    head, *_ = (whole_sweep / "rows.csv").read_text().splitlines()
    rows = change(pd.read_csv(whole_sweep / "rows.csv", comment="#"))
    (tmp_path / "own.csv").write_text(f"{head}\n{rows.to_csv(index=False)}")
    with tillit.open_sweep(whole_sweep / "s.h5") as data, pytest.raises(tillit.TillitError, match=message):
        tillit.indices(data, tmp_path / "own.csv", "staff_met")


def test_a_table_of_another_seed_or_range_is_refused(whole_sweep, tmp_path):
    with tillit.open_sweep(whole_sweep / "s.h5") as data:
        tillit.design("sobol", {POOL: (8, 33), WEIGHT: (0.5, 2.0)}, 4, tmp_path / "seed.csv", seed=2)
        with pytest.raises(tillit.TillitError, match=r"seed.csv: is not the table that .*s.h5 was made from: its row"):
            tillit.indices(data, tmp_path / "seed.csv", "staff_met")
        head = (whole_sweep / "rows.csv").read_text()
        (tmp_path / "head.csv").write_text(head.replace("[0.5, 2.0]", "[0.5, 3.0]"))
        with pytest.raises(tillit.TillitError, match="its first line is another"):
            tillit.indices(data, tmp_path / "head.csv", "staff_met")


def test_a_file_that_does_not_say_it_needs_the_table(whole_sweep):
    with tillit.open_sweep(whole_sweep / "s.h5") as data:
        found = tillit.indices(data, None, "staff_met")
        manifest = json.loads(data.attrs["manifest"])
        del manifest["table"]
        data.attrs["manifest"] = json.dumps(manifest)
        with pytest.raises(tillit.TillitError, match="does not say how its design was drawn; name the table"):
            tillit.indices(data, None, "staff_met")
        pd.testing.assert_frame_equal(found, tillit.indices(data, whole_sweep / "rows.csv", "staff_met"))
        del data.attrs["design"]
        with pytest.raises(tillit.TillitError, match="its sweep has no factors"):
            tillit.indices(data, None, "staff_met")


def test_municipalities_of_an_older_sweep_have_the_same_persons(folder, tmp_path):
    (tmp_path / "base.yaml").write_text((folder / "base.yaml").read_text())
    (tmp_path / "e.yaml").write_text(
        "title: t\nquestion: q\nconfig: base.yaml\noutcomes: [cost]\n"
        "sweep: {factors: {municipality: [lillkoping, dorotea]}, replicates: 1}\n"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", tillit.TillitWarning)
        tillit.sweep(tmp_path / "e.yaml", tmp_path / "s").close()
    stored = Path(__file__).resolve().parents[2] / "tests" / "data" / "sweep-layout-1.h5.xz"
    (tmp_path / "old.h5").write_bytes(lzma.decompress(stored.read_bytes()))
    with pytest.warns(tillit.TillitWarning, match="municipality is a factor: every municipality has the same persons"):
        tillit.open_sweep(tmp_path / "old.h5").close()


def test_values_and_rows_must_match(tmp_path):
    tillit.design("lhs", {"a": (0, 1)}, 4, tmp_path / "d.csv")
    with pytest.raises(tillit.TillitError, match="has 4 rows, and there are 3 values"):
        sensitivity.of_values(tmp_path / "d.csv", np.zeros(3))
    with pytest.raises(tillit.TillitError, match="1 of 4 points have no value"):
        sensitivity.of_values(tmp_path / "d.csv", np.array([1, 2, np.nan, 4]))
    pd.DataFrame({"a": [1]}).to_csv(tmp_path / "own.csv", index=False)
    with pytest.raises(tillit.TillitError, match="does not say how it was made"):
        designs.told(tmp_path / "own.csv")


def test_interactions_of_a_product_are_found(tmp_path):
    """Of a * b + c over (-1, 1), all of a and b is their interaction (Sobol' 1993)."""
    path = tmp_path / "d.csv"
    rows = tillit.design("sobol", dict.fromkeys(("a", "b", "c"), (-1.0, 1.0)), 512, path, second_order=True)
    own = designs.Design(path, designs.told(path), pd.read_csv(path, comment="#"))
    own.check()
    assert len(rows) == 512 * 8 and own.block == 8
    y = rows["a"].to_numpy() * rows["b"].to_numpy() + rows["c"].to_numpy()
    single, pairs = sensitivity._sobol(own.problem, y, 50, 1, True)
    assert single["first"].to_numpy() == pytest.approx([0.0, 0.0, 0.75], abs=0.05)
    assert pairs["second"].to_dict() == pytest.approx({("a", "b"): 0.25, ("a", "c"): 0.0, ("b", "c"): 0.0}, abs=0.08)
    with pytest.raises(tillit.TillitError, match="only sobol has interactions"):
        tillit.design("lhs", {"a": (0, 1)}, 4, second_order=True)


def test_rank_correlations_have_intervals_that_shrink(tmp_path):
    wide = []
    for size in (16, 256):
        rows = tillit.design("lhs", {"a": (0, 1), "b": (0, 1)}, size, tmp_path / "d.csv", overwrite=True)
        found = sensitivity.of_values(tmp_path / "d.csv", rows["a"].to_numpy() ** 3 + 0.3 * rows["b"].to_numpy())
        wide.append(found["rank_correlation_half_width"])
    spearman = rows.corrwith(rows["a"] ** 3 + 0.3 * rows["b"], method="spearman")
    assert found["rank_correlation"].to_numpy() == pytest.approx(spearman.to_numpy(), abs=1e-12)
    assert (wide[1] < wide[0]).all() and (wide[1] > 0).all()


def test_an_interval_as_wide_as_its_index_is_said():
    found = pd.DataFrame({"total": [0.1, 0.9], "total_half_width": [0.05, 0.1]}, index=["weak", "strong"])
    with pytest.warns(tillit.TillitWarning, match="as wide as the index for weak, of 2") as said:
        assert list(sensitivity._strongest_first(found, "total").index) == ["strong", "weak"]
    assert len(said) == 1


def merged_of(path, value):
    """A merged sweep of a table, as far as indices look: `value` of each row."""
    lines = path.read_text().split("\n", 1)
    rows = pd.read_csv(path, comment="#")
    y = np.array([[[value(row)]] for _, row in rows.iterrows()])
    data = xr.Dataset(
        {"strain": (("point", "replicate", "window"), y), "arm": ("point", ["a"] * len(rows))},
        {"point": np.arange(len(rows)), "window": ["all"]},
    )
    return data.assign_attrs(path="s.h5", design=lines[1], manifest=json.dumps({"table": lines[0].removeprefix("# ")}))


def test_rows_of_a_town_are_chosen_from_a_table_of_several(tmp_path):
    path = tmp_path / "rows.csv"
    tillit.design(
        "morris", {"a": (0, 1), "b": (0, 1)}, 4, path, each={"municipality": ["lomma", "kiruna"], "size": [9, 18]}
    )
    slopes = {("lomma", 9): (1, 2), ("lomma", 18): (3, 4), ("kiruna", 9): (5, 6), ("kiruna", 18): (8, 7)}

    def value(row):
        one, other = slopes[row["municipality"], row["size"]]
        return one * row["a"] + other * row["b"]

    data = merged_of(path, value)
    for (town, size), (one, other) in slopes.items():
        found = tillit.indices(data, None, "strain", where={"municipality": town, "size": str(size)})
        assert found["mu"].to_dict() == pytest.approx({"a": one, "b": other})
    for where, message in (({}, "more than once; choose where size is one of 9, 18"), ({"size": 9}, "choose where municipality is one of lomma, kiruna"),
                           ({"municipality": "umea"}, "no row where municipality is umea; there are lomma, kiruna"),
                           ({"a": 1}, "no factor 'a' to choose rows by; there are size, municipality")):  # fmt: skip
        with pytest.raises(tillit.TillitError, match=message):
            tillit.indices(data, path, "strain", where=where)


def test_an_outcome_that_is_none_is_told_apart(tmp_path):
    tillit.design("lhs", {"opinion.kappa": (0, 1)}, 4, tmp_path / "d.csv")
    data = merged_of(tmp_path / "d.csv", lambda row: row["opinion.kappa"])
    data["opinion.kappa"] = ("point", np.zeros(4))
    with pytest.raises(tillit.TillitError, match=r"'opinion.kappa' is no such measure: it lies along point, not"):
        tillit.indices(data, None, "opinion.kappa")
    with pytest.raises(tillit.TillitError, match="has no 'strai'; did you mean strain"):
        tillit.indices(data, None, "strai")
    for seed in (-1, 2**32):
        with pytest.raises(tillit.TillitError, match=f"seed {seed}: a whole number from 0"):
            tillit.design("lhs", {"a": (0, 1)}, 4, seed=seed)
