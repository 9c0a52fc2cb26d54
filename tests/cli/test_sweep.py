"""Sweeps from end to end: designs, shared burn-ins, timelines, equal cost, plans and what is merged."""

from __future__ import annotations

import json
import shutil
import subprocess

import h5py
import numpy as np
import pytest

from conftest import ROOT
from sweeplib import BASE, GRID, HEAD, assert_same, identity, merged, quiet_environment, sweep, write


PRESETS = sorted((ROOT / "experiments").glob("*.yaml"))


# ---- designs -------------------------------------------------------------------------------------------------------


def test_points_are_arms_times_every_combination(tillit, tmp_path):
    done = sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    assert (done.code, "24 of 24 runs done" in done.out) == (0, True), done.err
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert file["quality"].shape == (12, 2, 2) and file["series_cost"].shape == (12, 2, 4)
        assert [name.decode() for name in file["arm"]] == ["a"] * 6 + ["b"] * 6
        assert list(file["organisation.pool_size"]) == [4, 4, 4, 18, 18, 18] * 2
        assert list(file["plan.continuity_weight"]) == [0, 1.5, 2] * 4
        assert np.all(np.array(file["status"]) == 1) and file.attrs["complete"][0] == 1
        assert not np.isnan(file["quality"]).any()
        assert len(np.unique(np.array(file["digest"]))) == 24


def test_how_a_table_was_drawn_stays_with_it(tillit, tmp_path):
    """Of no weight for the results: another remark neither stops a sweep nor is taken up by it."""
    text = HEAD + "outcomes: [cost]\nsweep: {table: rows.csv, replicates: 1}\n"
    path = write(tmp_path, text)
    (tmp_path / "rows.csv").write_text("# design: {} \n# second\nplan.knowledge\n0.25\n")
    assert sweep(tillit, path, tmp_path / "out").code == 0
    (tmp_path / "rows.csv").write_text("# other\nplan.knowledge\n0.25\n")
    assert sweep(tillit, path, tmp_path / "out").code == 0
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert json.loads(bytes(file["manifest"][:]))["table"] == "design: {}"
    (tmp_path / "rows.csv").write_text("plan.knowledge\n0.25\n")
    assert sweep(tillit, path, tmp_path / "bare").code == 0
    assert "table" not in json.loads((tmp_path / "bare" / "sweep.json").read_text())


def test_what_is_said_to_people_stays_with_it(tillit, tmp_path):
    """In both languages; of no weight for the results, so that a sweep goes on after another word, or without any."""
    text = "title: {sv: Lag, en: Teams}\nquestion: {sv: Vad?, en: What?}\nconfig: base.yaml\n"
    text += "arms: [{name: a, title: {sv: Ett, en: One}}]\noutcomes: [cost]\n"
    text += "sweep: {factors: {plan.knowledge: [0.25]}, replicates: 1}\n"
    assert sweep(tillit, write(tmp_path, text), tmp_path / "out").code == 0
    manifest = json.loads((tmp_path / "out" / "sweep.json").read_text())
    words = manifest.pop("words")
    assert words == {
        "title": {"sv": "Lag", "en": "Teams"},
        "question": {"sv": "Vad?", "en": "What?"},
        "arms": [{"sv": "Ett", "en": "One"}],
    }
    assert sweep(tillit, write(tmp_path, text.replace("Vad?", "Hur?")), tmp_path / "out").code == 0
    (tmp_path / "bare").mkdir()
    shutil.copy(tmp_path / "out" / "design.csv", tmp_path / "bare")
    manifest["identity"] = identity(manifest, (tmp_path / "out" / "design.csv").read_bytes())
    (tmp_path / "bare" / "sweep.json").write_text(json.dumps(manifest))
    assert sweep(tillit, write(tmp_path, text), tmp_path / "bare").code == 0


def test_a_municipality_is_the_same_in_a_sweep_and_alone(tillit, tmp_path):
    """Wherever it stands among the factor's levels; and no two have the same people."""
    text = HEAD + "outcomes: [staff_met, cost]\nsweep: {factors: {municipality: [LEVELS]}, replicates: 1}\n"
    found = {}
    for number, levels in enumerate((["lillkoping", "dorotea"], ["dorotea", "lillkoping"], ["dorotea"])):
        out = tmp_path / f"out-{number}"
        assert sweep(tillit, write(tmp_path, text.replace("LEVELS", ", ".join(levels))), out).code == 0
        with h5py.File(merged(tillit, out)) as file:
            for point, name in enumerate(levels):
                value = (int(file["digest"][point, 0]), file["cost"][point, 0, 0])
                assert found.setdefault(name, value) == value
    assert found["dorotea"] != found["lillkoping"]


def test_a_merged_file_opens_in_xarray(tillit, tmp_path):
    xarray = pytest.importorskip("xarray")
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    with xarray.open_dataset(merged(tillit, tmp_path / "out"), engine="netcdf4") as data:
        assert data["cost"].dims == ("point", "replicate", "window")
        assert list(data["window"].values) == ["first", "whole"]
        assert data["organisation.pool_size"].attrs["units"] == "staff"
        assert data["arm"].values[0] == "a"
    assert subprocess.run(["ncdump", "-h", f"{tmp_path}/out.h5"], capture_output=True, check=False).returncode == 0


def test_a_run_is_what_run_gives(tillit, tmp_path):
    """Replicates, windows and series are those of the config with the same values set."""
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "out")
    result = tmp_path / "one.h5"
    base = tmp_path / "one.yaml"
    base.write_text(BASE + "regime: trust-steering\n")
    sets = ("--set", "organisation.pool_size=18", "--set", "plan.continuity_weight=1.5")
    done = tillit("run", base, *sets, "--out", result)
    with h5py.File(merged(tillit, tmp_path / "out")) as file, h5py.File(result) as one:
        assert [f"{digest:016x}" for digest in file["digest"][10]] == done.digests
        assert np.array_equal(file["series_cost"][10], one["cost"][0, :, :, 0])
        assert np.array_equal(file["series_staff_met"][10], one["staff_met"][0, :, :, 0])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_nothing(tillit, tmp_path, threads):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "one", "--threads", 1)
    sweep(tillit, experiment, tmp_path / "many", "--threads", threads, "--part-runs", 5)
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, tmp_path / "many"))


def test_regimes_and_municipalities_are_layers(tillit, tmp_path):
    text = HEAD + "outcomes: [cost]\nsweep:\n  factors: {regime: [detail-control, trust-steering], " \
        "municipality: [lillkoping, bjurholm]}\n  replicates: 1\n"
    done = sweep(tillit, write(tmp_path, text), tmp_path / "out")
    assert done.code == 0, done.err
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert [name.decode() for name in file["municipality"]] == ["lillkoping", "bjurholm"] * 2
        digests = [f"{digest:016x}" for digest in file["digest"][:, 0]]
    for point, (regime, town) in enumerate([(r, m) for r in ("detail-control", "trust-steering")
                                            for m in ("lillkoping", "bjurholm")]):
        alone = tmp_path / "alone.yaml"
        alone.write_text(BASE.replace("lillkoping", town) + f"regime: {regime}\n")
        assert tillit("run", alone, "--set", "run.replicates=1", "--threads", 1).digests == [digests[point]]


def test_a_table_gives_the_rows(tillit, tmp_path):
    (tmp_path / "rows.csv").write_text("\ufeff# for people\r\norganisation.pool_size, regime,\"plan.continuity_weight\"\r\n"
                                       "9, detail-control, 1e-3\r\n\r\n# more\r\n18, \"trust-steering\" ,2\r\n", encoding="utf-8")
    experiment = write(tmp_path, HEAD + "outcomes: [cost]\nsweep: {table: rows.csv, replicates: 1}\n")
    done = sweep(tillit, experiment, tmp_path / "out")
    assert done.code == 0, done.err
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert list(file["plan.continuity_weight"]) == [0.001, 2.0]
        assert [name.decode() for name in file["regime"]] == ["detail-control", "trust-steering"]


@pytest.mark.parametrize("path", PRESETS, ids=lambda p: p.stem)
def test_every_preset_runs_as_a_sweep(tillit, tmp_path, path):
    """As it stands, but small: planned, run, merged and verified; the days of claims, windows and pilots must still fit."""
    text = path.read_text()
    days = 784 if any(word in text for word in ("days: [", "evaluation", "windows")) else 56
    sets = ["--set", "run.burn_in_days=0", "--set", "run.replicates=1", "--threads", 1]
    if "run.days" not in text:
        sets += ["--set", f"run.days={days}"]
    areas = 15 if "areas: [15]" in text else 4
    sets += ["--set", f"municipality.recipients={14 * areas}"]
    if "municipality.areas" not in text:
        sets += ["--set", f"municipality.areas={areas}"]
    plan = sweep(tillit, path, tmp_path / "out", *sets, "--plan")
    assert (plan.code, plan.out.startswith("runs "), (tmp_path / "out").exists()) == (0, True, False), plan.err
    runs = int(plan.out.split()[1])
    done = sweep(tillit, path, tmp_path / "out", *sets)
    assert (done.code, f"{runs} of {runs} runs done" in done.out) == (0, True), done.err
    checked = tillit("verify", merged(tillit, tmp_path / "out"), "--sample", 1)
    assert (checked.code, f"1 of {runs} runs run again" in checked.out) == (0, True), checked.out + checked.err


# ---- plans ---------------------------------------------------------------------------------------------------------


def test_a_plan_measures_and_writes_nothing(tillit, tmp_path):
    done = sweep(tillit, write(tmp_path, GRID), tmp_path / "out", "--plan")
    assert done.code == 0, done.err
    for word in ("24 (12 points of 2 replicates)", "core hours", "memory", "disk", "files"):
        assert word in done.out
    assert not (tmp_path / "out").exists()


# ---- burn-ins that are shared --------------------------------------------------------------------------------------

SHARED = HEAD + """
arms:
  - {name: a, regime: detail-control}
  - {name: b, regime: trust-steering, set: {plan.contact_weight: 0.5}}
outcomes: [quality, staff_met, cost]
sweep:
  factors: {plan.continuity_weight: [0, 0.35, 2], municipality: [lillkoping, bjurholm]}
  keep: {series: true}
  burn_in: shared
"""


def test_a_shared_burn_in_gives_the_bits_of_an_own_one(tillit, tmp_path):
    """Run alone, the config of every run simulates its burn-in itself."""
    done = sweep(tillit, write(tmp_path, SHARED), tmp_path / "out", "--threads", 2)
    assert (done.code, "for 24 runs" in done.out) == (0, True), done.err
    assert "paired over independent" in done.out
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        digests = [f"{digest:016x}" for digest in np.array(file["digest"]).ravel()]
    assert len(set(digests)) == 24
    for run in (1, 4, 7, 12, 13, 18, 24):
        config = tmp_path / "run.json"
        config.write_text(tillit("config", tmp_path / "out.h5", "--run", run).out)
        changes = json.loads(config.read_text())["timeline"]
        assert {change["day"] for change in changes} == {0}
        assert tillit("run", config, "--threads", 1).digests[-1] == digests[run - 1]


def test_shared_burn_ins_do_not_depend_on_threads_or_shards(tillit, tmp_path):
    experiment = write(tmp_path, SHARED)
    sweep(tillit, experiment, tmp_path / "one", "--threads", 1)
    for shard in ("1/3", "2/3", "3/3"):
        sweep(tillit, experiment, tmp_path / "three", "--shard", shard, "--threads", 3)
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, tmp_path / "three"))
    assert tillit("verify", tmp_path / "three.h5").code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("plan.continuity_weight: [0, 0.35, 2]", "organisation.pool_size: [4, 5]", "organisation.pool_size acts during the burn-in too"),
        ("plan.continuity_weight: [0, 0.35, 2]", "need.away_days: [4, 5]", "need.away_days acts during the burn-in too"),
        ("plan.contact_weight: 0.5", "organisation.span: 20", "organisation.span of arm 'b' is not that of its config"),
        ("plan.contact_weight: 0.5", "need.away_days: 4", "need.away_days of arm 'b' is not that of its config"),
        ("shared", "common", "own or shared is expected"),
    ],
)
def test_what_acts_before_cannot_be_shared(tillit, tmp_path, old, new, said):
    done = sweep(tillit, write(tmp_path, SHARED.replace(old, new)), tmp_path / "out")
    assert (done.code, said in done.err) == (2, True), done.err


# ---- timelines as a factor -----------------------------------------------------------------------------------------

TIMELINES = HEAD + """
outcomes: [cost, staff_met]
sweep:
  factors: {timeline: [none, later.yaml], plan.continuity_weight: [0.35, 1]}
  replicates: 1
"""
LATER = """title: {sv: Senare, en: Later}
timeline:
  - {name: more continuity, day: 14, set: {plan.continuity_weight: 3}}
reorganise:
  - {name: small teams, day: 28, rule: keep_relations, set: {organisation.pool_size: 4, organisation.span: 10}}
"""


@pytest.mark.parametrize("burn_in", ["own", "shared"])
def test_timelines_come_from_files(tillit, tmp_path, burn_in):
    (tmp_path / "later.yaml").write_text(LATER)
    experiment = write(tmp_path, TIMELINES + f"  burn_in: {burn_in}\n")
    done = sweep(tillit, experiment, tmp_path / "out")
    assert done.code == 0, done.err
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert [name.decode() for name in file["timeline"]] == ["none", "none", "later.yaml", "later.yaml"]
        digests = [f"{digest:016x}" for digest in np.array(file["digest"]).ravel()]
    alone = tmp_path / "alone.yaml"
    alone.write_text(BASE + LATER)
    same = tillit("run", alone, "--set", "run.replicates=1", "--threads", 1).digests
    assert same == [digests[2]] and len(set(digests)) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("day: 14", "day: 140", "later.yaml:3"),
        ("timeline:\n", "timelines:\n", "later.yaml:2:1: error: unknown key 'timelines'"),
        ("pool_size: 4", "pool_size: 40", "organisation.pool_size = 40 is above organisation.span = 10"),
    ],
)
def test_wrong_timelines_are_refused(tillit, tmp_path, old, new, said):
    (tmp_path / "later.yaml").write_text(LATER.replace(old, new))
    done = sweep(tillit, write(tmp_path, TIMELINES), tmp_path / "out")
    assert (done.code, said in done.err) == (2, True), done.err
    done = sweep(tillit, write(tmp_path, TIMELINES.replace("later.yaml", "sooner.yaml")), tmp_path / "out")
    assert (done.code, "sooner.yaml: error: cannot be read" in done.err) == (2, True), done.err
    done = sweep(tillit, write(tmp_path, TIMELINES.replace("later.yaml", "later")), tmp_path / "out")
    assert (done.code, "none, or a file that ends in .yaml" in done.err) == (2, True), done.err


# ---- equal cost, and errors of all kinds at once --------------------------------------------------------------------

EQUAL = HEAD + """
arms:
  - {name: a, regime: ordinary}
  - {name: c, regime: trust-steering, set: {organisation.pool_size: 9}, equal_cost: resources.client_time_share}
outcomes: [cost]
"""
WIDE = BASE.replace("lillkoping", "bjurholm").replace("replicates: 2", "replicates: 4")


def test_equal_cost_is_found_once_and_kept(tillit, tmp_path):
    experiment = write(tmp_path, EQUAL, WIDE)
    first = sweep(tillit, experiment, tmp_path / "out", "--shard", "1/2", "--threads", 1)
    assert first.code == 0, first.err
    config = json.loads(tillit("config", tmp_path / "out", "--run", 5).out)
    assert config["origins"]["resources.client_time_share"] == "equal cost"
    manifest = (tmp_path / "out" / "sweep.json").read_bytes()
    second = sweep(tillit, experiment, tmp_path / "out", "--shard", "2/2", "--threads", 1)
    assert (second.code, (tmp_path / "out" / "sweep.json").read_bytes() == manifest) == (0, True), second.err
    sweep(tillit, experiment, tmp_path / "one", "--threads", 1)
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, tmp_path / "out"))
    with h5py.File(tmp_path / "out.h5") as file:
        cost = np.array(file["cost"]).mean(axis=(1, 2))
        assert abs(cost[1] / cost[0] - 1) < 0.01


def test_set_overrules_the_replicates_and_outcomes_count_once(tillit, tmp_path):
    experiment = write(tmp_path, GRID.replace("staff_met, cost]", "staff_met, cost, quality]").replace("sweep:", "sweep:\n  replicates: 3"))
    done = sweep(tillit, experiment, tmp_path / "out", "--set", "run.replicates=1")
    assert (done.code, "12 of 12 runs done" in done.out) == (0, True), done.err
    with h5py.File(merged(tillit, tmp_path / "out")) as file:
        assert file["quality"].shape == (12, 1, 2)
