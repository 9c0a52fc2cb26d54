"""The page of a merged sweep: its numbers are those of the file, in what was varied, in shares and at every point."""

from __future__ import annotations

import json
import shutil
import warnings

import numpy as np
import pytest
import xarray as xr
from contract import faults

import tillit
from tillit.estimates import Estimate, estimate
from tillit.report.document import document
from tillit.report.plain import plain
from tillit.report.sweeps import BINS, Shares, Sweep
from tillit.runs import call

SWEEP = """
title: {sv: "Möten", en: "Meetings"}
question: {sv: "Hur mycket?", en: "How much?"}
config: base.yaml
arms:
  - {name: a, title: {sv: "Vanlig", en: "Ordinary"}, regime: ordinary}
  - {name: b, title: {sv: "Tillit", en: "Trust"}, regime: trust-steering}
outcomes: [satisfied, staff_met, strain, recipients, cost, quit_rate]
sweep:
  factors: {organisation.pool_size: [9, 18], municipality: [lillkoping, bjurholm]}
  keep: {windows: {first: [0, 28], last: [28, 84]}}
"""
ONE = "title: {sv: t, en: t}\nquestion: {sv: q, en: q}\nconfig: base.yaml\noutcomes: [satisfied, cost]\nsweep: {factors: {organisation.pool_size: [9, 18]}, replicates: 1}\n"


def made(folder, base, name, text):
    (folder / "base.yaml").write_text(base)
    (folder / f"{name}.yaml").write_text(text)
    call("sweep", folder / f"{name}.yaml", "--out", folder / name, "--quiet")
    call("merge", folder / name, "--overwrite")
    return folder / f"{name}.h5"


@pytest.fixture(scope="module")
def merged(folder, tmp_path_factory):
    """A sweep of two factors under two arms, merged."""
    return made(tmp_path_factory.mktemp("sweep"), (folder / "base.yaml").read_text(), "own", SWEEP)


@pytest.fixture(scope="module")
def found(merged):
    """What its page holds."""
    return document(merged)


def blocks(found, section):
    return next(own for own in found["sections"] if own["id"] == section)["blocks"]


def test_it_is_as_the_contract_says(found):
    assert faults(found) == [] and found["kind"] == "sweep"
    assert found["title"] == {"sv": "Möten", "en": "Meetings"} and found["question"]["sv"] == "Hur mycket?"
    assert [arm["title"]["sv"] for arm in found["arms"]] == ["Vanlig", "Tillit"]
    assert found["about"]["recipients"] is None and found["about"]["municipalities"] == ["Lillköping", "Bjurholm"]
    assert json.loads(found["arms"][1]["config"])["run"]["run.days"] == 84
    assert found["program"]["file"] == "own.h5" and found["answers"] == found["courses"] == []


def test_outcomes_over_a_factor_are_means_over_all_else(merged, found):
    """In each replicate first; in the last window."""
    with tillit.open_sweep(merged) as data:
        own = data["staff_met"].sel(window="last")
        size, arm = data["organisation.pool_size"].values, data["arm"].values
        expected = [
            [estimate(own.values[(size == level) & (arm == name)].mean(axis=0)) for level in (9, 18)] for name in "ab"
        ]
    chart = next(
        own for own in blocks(found, "outcomes-over") if own["kind"] == "chart" and own["measure"] == "staff_met"
    )
    assert chart["at"] == [9, 18] and not chart["days"]
    for line, values in zip(chart["series"], expected):
        assert line["mean"] == [e.mean for e in values]
        assert line["high"] == pytest.approx([e.high for e in values])
    names = [own["columns"][0]["sv"] for own in blocks(found, "outcomes-over") if own["kind"] == "table"]
    assert set(names) == {"Kommun"}  # no number, and so in a table


def test_shares_are_of_pairs_of_the_same_luck(merged, found):
    with tillit.open_sweep(merged) as data:
        own = data["cost"].sel(window="last").values
    base, change = own[:4], own[4:] - own[:4]
    matters = np.abs(change) >= 0.01 * base.mean()
    (bars,) = (own for own in blocks(found, "shares") if own["kind"] == "bars")
    assert bars["caption"]["sv"] == "Tillit mot Vanlig, 16 jämförelser"
    rows = {row["label"]["en"].lower(): [part["value"] for part in row["parts"]] for row in bars["rows"]}
    better, worse, rest = next(values for name, values in rows.items() if "cost" in name)
    assert better == pytest.approx(100 * (matters & (change < 0)).mean())
    assert worse == pytest.approx(100 * (matters & (change > 0)).mean()) and better + worse + rest == pytest.approx(100)
    assert not any("recipients" in name for name in rows)  # neither more nor fewer is better


def test_every_point_is_as_the_summary_has_it(merged, found):
    with tillit.open_sweep(merged) as data:
        summary = tillit.summary(data, "last")
    (whole,) = blocks(found, "points")
    rows = whole["blocks"][0]["rows"]
    assert rows[0]["head"]["sv"].startswith("Vanlig, fast") and len(rows) == len(summary) == 8
    for row, (_, own) in zip(rows, summary.iterrows()):
        assert row["cells"][0]["value"] == plain(Estimate(own["satisfied"], own["satisfied_half_width"], 4))


def test_what_failed_or_is_missing_is_told(merged, tmp_path):
    """And is in no figure."""
    path = tmp_path / "lacking.h5"
    shutil.copy(merged, path)
    with xr.open_dataset(merged, engine="netcdf4") as whole:
        data = whole.load()
    data["status"].values[0, 0], data["status"].values[5, :2] = 0, 2
    for name in ("satisfied", "staff_met", "strain", "recipients", "cost", "quit_rate"):
        data[name] = data[name].where(data["status"] == 1)
    data.assign_attrs(complete=np.int32(0)).to_netcdf(path, engine="netcdf4")
    found = document(path)
    assert faults(found) == []
    own = blocks(found, "runs")
    assert own[1]["text"]["en"] == "Runs: 29 done, 1 missing, 2 failed."
    rows = next(block for block in own if block["kind"] == "table")["rows"]
    assert [[cell["value"]["mean"] for cell in row["cells"]] for row in rows] == [[1.0, 0.0], [0.0, 2.0]]


def test_one_arm_is_compared_with_its_first_row(folder, tmp_path):
    """With one replicate there are no intervals."""
    found = document(made(tmp_path, (folder / "base.yaml").read_text(), "one", ONE))
    assert faults(found) == []
    (bars,) = (own for own in blocks(found, "shares") if own["kind"] == "bars")
    assert bars["caption"]["en"] == "The other rows against the first, 1 comparisons"
    chart = next(own for own in blocks(found, "outcomes-over") if own["kind"] == "chart")
    assert chart["series"][0]["low"] == [None, None]


def planted(count):
    """A sweep of one arm over so many values of a number; the outcome is that number."""
    value = np.arange(count, dtype=float)
    data = {
        "satisfied": (("point", "replicate", "window"), value[:, None, None] / count),
        "steering.meeting_min": ("point", value),
        "same": ("point", np.ones(count)),
    }
    coords = {"point": value + 1, "replicate": [1], "window": ["all"], "arm": ("point", ["a"] * count)}
    return xr.Dataset(data, coords, {"manifest": json.dumps({"outcomes": ["satisfied"], "arms": [{"name": "a"}]})})


def test_many_values_stand_in_groups_of_as_many_rows():
    own = Sweep(planted(20))
    assert own.factors == ["steering.meeting_min"]  # what never differs is none
    levels = own.levels("steering.meeting_min")
    assert [level.value for level in levels] == [1.5, 5.5, 9.5, 13.5, 17.5] and len(levels) == BINS
    assert own.over("satisfied", levels[0])[0].mean == pytest.approx(1.5 / 20)
    assert own.range("steering.meeting_min") == (0, 19) and own.is_grouped("steering.meeting_min")
    assert len(Sweep(planted(12)).levels("steering.meeting_min")) == 12
    assert own.shares("satisfied", 0) == Shares(1.0, 0.0, 0.0, 19)


def test_an_older_sweep_goes_on_being_read(tmp_path):
    """Of layout 1, whose manifest has no Swedish words."""
    import lzma
    from pathlib import Path

    stored = Path(__file__).resolve().parents[2] / "tests" / "data" / "sweep-layout-1.h5.xz"
    path = tmp_path / "old.h5"
    path.write_bytes(lzma.decompress(stored.read_bytes()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", tillit.TillitWarning)
        found = document(path)
    assert faults(found) == [] and found["title"] == {"sv": "Team size", "en": "Team size"}


def test_claims_and_robustness_belong_to_a_result(merged, tmp_path):
    with pytest.raises(tillit.TillitError, match="a merged sweep; --claims and --robustness belong to the result file"):
        document(merged, claims=tmp_path / "claims.json")
