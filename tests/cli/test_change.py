"""Experiments whose arms change from a common history, from end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from conftest import ROOT

EXPERIMENT = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
config: base.yaml
set: {run.days: 84, run.replicates: 2}
before: detail-control
arms:
  - {name: detail}
  - name: S
    change: [{day: 28, regime: trust-steering}]
  - name: S+O
    extends: S
    change: [{day: 28, rule: keep_relations, set: {organisation.pool_size: 9}}]
  - name: taken-away
    extends: S+O
    change: [{day: 56, set: {steering.follow_up_min: 20}}]
  - name: other
    before: {regime: detail-control, set: {plan.continuity_weight: 0}}
    change: [{day: 28, regime: trust-steering, set: {organisation.pool_size: 9}, rule: by_area}]
outcomes: [quality, cost]
claims:
  - {name: c, text: t, outcome: quality, contrast: [S, detail], direction: higher, smallest: 0.001, days: [28, 84]}
"""
PARTS = {"S": 28, "S+O": 28, "taken-away": 28}  # from detail


def write(folder: Path, text: str = EXPERIMENT) -> Path:
    """An experiment beside its config."""
    config = "seed: 1\nmunicipality: lillkoping\nregime: ordinary\nrun: {days: 28, burn_in_days: 28}\nrecord: {level: municipality, period_days: 14}\n"
    (folder / "base.yaml").write_text(config, encoding="utf-8")
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    return folder / "experiment.yaml"


def digests(tillit, path: Path, *more: object) -> dict[str, list[int]]:
    """By arm, the digest of each replicate."""
    out = path.parent / "result.h5"
    done = tillit("experiment", path, "--out", out, "--overwrite", "--quiet", *more)
    assert done.code == 0, done.err
    with h5py.File(out) as file:
        names = [arm["name"] for arm in json.loads(bytes(file["experiment"][:]).decode())["arms"]]
        return dict(zip(names, file["digest"][:].tolist(), strict=True))


def test_periods_before_the_change_are_one_to_the_bit(tillit, tmp_path):
    out = tmp_path / "r.h5"
    assert tillit("experiment", write(tmp_path), "--out", out, "--quiet").code == 0
    with h5py.File(out) as file:
        for measure in ("quality", "cost", "trust", "cut_share", "staff_met"):
            values = file[measure][:]  # [arm, replicate, period, municipality]
            for arm, name in enumerate(("detail", "S", "S+O", "taken-away")):
                until = PARTS.get(name, 84) // 14
                np.testing.assert_array_equal(values[arm, :, :until], values[0, :, :until])
            np.testing.assert_array_equal(values[3, :, :4], values[2, :, :4])
        assert (file["quality"][1, :, 2:] != file["quality"][0, :, 2:]).all()
        assert (file["quality"][4, :, 0] != file["quality"][0, :, 0]).all()  # another history


def test_a_shared_burn_in_gives_the_bits_of_an_own(tillit, tmp_path):
    path = write(tmp_path)
    found = digests(tillit, path, "--threads", 1)
    assert found == digests(tillit, path, "--threads", 4)
    for name in ("S+O", "taken-away"):  # each by itself, from its resolved config
        config = tmp_path / f"{name}.json"
        with h5py.File(tmp_path / "result.h5") as file:
            number = list(found).index(name) + 1
            config.write_bytes(bytes(file[f"config_{number}"][:]))
        done = tillit("run", config, "--quiet")
        assert [int(digest, 16) for digest in done.digests] == found[name], done.out


def test_the_file_of_an_experiment_is_verified(tillit, tmp_path):
    out = tmp_path / "r.h5"
    assert tillit("experiment", write(tmp_path), "--out", out, "--quiet").code == 0
    done = tillit("verify", out)
    assert done.code == 0, done.out + done.err
    assert tillit("digest", out).out == tillit("digest", write(tmp_path)).out


def test_each_arm_is_resolved_to_plain_changes(tillit, tmp_path):
    out = tmp_path / "r.h5"
    assert tillit("experiment", write(tmp_path), "--out", out, "--quiet").code == 0
    with h5py.File(out) as file:
        resolved = [json.loads(bytes(file[f"config_{arm}"][:]).decode()) for arm in range(1, 6)]
    assert resolved[0]["timeline"] == resolved[0]["reorganise"] == []
    by_lever = {change["lever"]: change for change in resolved[3]["timeline"] if change["day"] == 28}
    assert by_lever["discretion.officer"]["value"] == 0.9
    assert by_lever["discretion.officer"]["name"] == "taken-away 1"
    assert "resources.client_time_share" not in by_lever  # the same in both regimes
    assert [(r["day"], r["rule"], r["pool_size"], r["span"]) for r in resolved[3]["reorganise"]] == [(28, "keep_relations", 9, 0)]


@pytest.mark.parametrize("days", ["", ", days: [56, 84]"])
def test_cost_is_made_equal_from_the_day_of_change(tillit, tmp_path, days):
    equal = f"  - {{name: equal, extends: S+O, equal: {{outcome: cost, lever: resources.client_time_share{days}}}}}\n"
    path = write(tmp_path, EXPERIMENT.replace("outcomes:", equal + "outcomes:"))
    out = tmp_path / "r.h5"
    done = tillit("experiment", path, "--out", out, "--quiet", "--set", "run.replicates=4")
    assert done.code == 0, done.err
    assert ("(cost as in 1 on days 56 to 84: " if days else "(cost as in 1: ") in done.out
    with h5py.File(out) as file:
        cost = file["cost"][:, :, 4 if days else 0 :, 0].mean(axis=(1, 2))
        found = json.loads(bytes(file["experiment"][:]).decode())["arms"][5]["equal_cost"]
        changes = json.loads(bytes(file["config_6"][:]).decode())["timeline"]
        np.testing.assert_array_equal(file["quality"][5, :, :2], file["quality"][0, :, :2])
    assert abs(cost[5] / cost[0] - 1) < 0.0101
    assert (found["lever"], found["since"], found.get("days")) == ("resources.client_time_share", 28, [56, 84] if days else None)
    assert [own["value"] for own in changes if own["lever"] == found["lever"]] == [found["value"]]
    assert tillit("digest", out).out == tillit("digest", path).out
    assert tillit("verify", out).code == 0


def test_set_holds_before_and_after(tillit, tmp_path):
    """A lever that is given with --set is no part of what regimes on a day change."""
    out = tmp_path / "r.h5"
    done = tillit("experiment", write(tmp_path), "--out", out, "--quiet", "--set", "control.record_checks=0.5", "--set", "run.replicates=1")
    assert done.code == 0, done.err
    with h5py.File(out) as file:
        resolved = json.loads(bytes(file["config_2"][:]).decode())
    assert "control.record_checks" not in {change["lever"] for change in resolved["timeline"]}
    assert resolved["regime"]["control.record_checks"] == 0.5


def sweep(tillit, folder: Path, text: str, design: str) -> Path:
    """The merged file of a sweep of the experiment."""
    (folder / "points.csv").write_text(design, encoding="utf-8")
    done = tillit("sweep", write(folder, text), "--out", folder / "sweep", "--quiet")
    assert done.code == 0, done.err
    assert "burn-ins: " in done.out + done.err  # arms of one history share theirs in every row
    assert tillit("merge", folder / "sweep").code == 0
    return folder / "sweep.h5"


def test_a_sweep_of_changes_is_the_experiment_at_each_point(tillit, tmp_path):
    """Each point has the digests of the experiment with the row's values in --set."""
    rows = [{"opinion.kappa": "3", "organisation.hourly_share": "0.3"}, {"opinion.kappa": "1", "organisation.hourly_share": "0.1"}]
    design = "opinion.kappa,organisation.hourly_share\n" + "".join(",".join(row.values()) + "\n" for row in rows)
    merged = sweep(tillit, tmp_path, EXPERIMENT + "sweep: {table: points.csv}\n", design)
    with h5py.File(merged) as file:
        found = file["digest"][:].reshape(5, len(rows), 2)
    for number, row in enumerate(csv.DictReader(design.splitlines())):
        sets = [piece for name, value in row.items() for piece in ("--set", f"{name}={value}")]
        own = digests(tillit, write(tmp_path), *sets)
        np.testing.assert_array_equal(np.array(list(own.values()), dtype=np.uint64), found[:, number].astype(np.uint64))
    assert tillit("verify", merged).code == 0


def test_a_shared_burn_in_of_a_sweep_is_that_of_the_history(tillit, tmp_path):
    arms = EXPERIMENT.split("  - name: other")[0] + "outcomes: [quality]\n"
    merged = sweep(tillit, tmp_path, arms + "sweep: {table: points.csv, burn_in: shared}\n", "control.deviation_min\n5\n")
    with h5py.File(merged) as file:
        found = file["digest"][:].reshape(4, 2)
    own = digests(tillit, write(tmp_path, arms))
    np.testing.assert_array_equal(np.array(list(own.values()), dtype=np.uint64), found.astype(np.uint64))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("day: 28, regime: trust-steering", "day: -28, regime: trust-steering"),
        ("day: 28, rule: keep_relations, set: {organisation.pool_size: 9}", "day: 28, regime: small-fixed-teams"),
        ("day: 56, set: {steering", "day: 28, where: {areas: [9]}, set: {steering"),
        ("extends: S\n", "extends: T\n"),
        ("before: detail-control\narms", "before: detail-kontrol\narms"),
        ("before: detail-control\narms", "arms"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tillit, tmp_path, change, said):
    out = tmp_path / "r.h5"
    path = write(tmp_path, EXPERIMENT.replace(change, said))
    done = tillit("experiment", path, "--out", out, "--quiet")
    assert done.code == 2
    assert f"{path}:" in done.err and "error: " in done.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("days", "course", "said"),
    [
        (100, "course: passed, smallest: 60", "course: the arms part on day 28, and 72 days are run after that; at least 84 are expected"),
        (140, "course: dip_days, smallest: 500", "smallest: 500 days after the change cannot come out: 112 are run after it"),
        (40, "course: settled, smallest: 0.1", "and 12 days are run after that; at least 14 are expected"),
    ],
)
def test_a_course_that_has_no_time_to_come_out_is_refused(tillit, tmp_path, days, course, said):
    claim = f"claims: [{{name: c, text: t, outcome: satisfied, contrast: [S, detail], direction: higher, {course}}}]\n"
    path = write(tmp_path, EXPERIMENT.split("claims:")[0].replace("day: 56", "day: 36") + claim)
    done = tillit("experiment", path, "--quiet", "--set", f"run.days={days}")
    assert done.code == 2 and said in done.err, done.err


def test_a_ramp_of_teams_alone_is_refused(tillit, tmp_path):
    """Teams are formed on a day; the ramp was ignored."""
    path = write(tmp_path, EXPERIMENT.replace("set: {steering.follow_up_min: 20}", "ramp_days: 14, rule: by_area, set: {organisation.pool_size: 12}"))
    done = tillit("experiment", path, "--quiet")
    assert done.code == 2 and "ramp_days: nothing here goes in steps" in done.err, done.err


def test_nothing_is_made_equal_before_its_lever_moves(tillit, tmp_path):
    """It was said to be equal, at the lever's old value."""
    equal = "  - {name: equal, extends: S+O, equal: {outcome: cost, lever: resources.client_time_share, days: [0, 28]}}\n"
    done = tillit("experiment", write(tmp_path, EXPERIMENT.replace("outcomes:", equal + "outcomes:")), "--quiet")
    assert done.code == 2
    assert "equal: the lever resources.client_time_share first moves on day 28" in done.err


@pytest.mark.parametrize("factor", ["steering.follow_up_min", "regime"])
def test_a_factor_and_an_arm_do_not_say_the_same(tillit, tmp_path, factor):
    (tmp_path / "points.csv").write_text(f"{factor}\n{'ordinary' if factor == 'regime' else 20}\n", encoding="utf-8")
    done = tillit("sweep", write(tmp_path, EXPERIMENT + "sweep: {table: points.csv}\n"), "--out", tmp_path / "s")
    assert done.code == 2
    assert "is a factor of the sweep" in done.err


def test_the_example_for_those_who_write_one_runs(tillit, tmp_path):
    """What experiments/README.md shows, as it stands there, in a small municipality."""
    text = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    path = write(tmp_path, text.replace("../configs/karlstad.yaml", "base.yaml"))
    done = tillit("experiment", path, "--plan")
    assert done.code == 0, done.err
    assert len(json.loads(tillit("config", path).out)["arms"]) == 5


def test_arms_with_other_pilots_share_a_burn_in(tillit, tmp_path):
    """Which units are the pilot's shows on the first measured day."""
    text = EXPERIMENT.split("arms:")[0].replace("before: detail-control\n", "") + (
        "arms:\n  - {name: half, set: {pilot.share: 0.5}}\n  - {name: others, set: {pilot.share: 0.5, pilot.chosen: by_willingness}}\noutcomes: [quality]\n"
    )
    path = write(tmp_path, text)
    timeline = "municipality.areas: 4\ntimeline: [{name: x, day: 28, where: {pilot: true}, set: {discretion.manager: 1}}]\n"
    (tmp_path / "base.yaml").write_text((tmp_path / "base.yaml").read_text(encoding="utf-8") + timeline, encoding="utf-8")
    found = digests(tillit, path)
    assert found["half"] != found["others"]
    for name, number in (("half", 1), ("others", 2)):
        with h5py.File(tmp_path / "result.h5") as file:
            (tmp_path / "own.json").write_bytes(bytes(file[f"config_{number}"][:]))
        assert [int(own, 16) for own in tillit("run", tmp_path / "own.json", "--quiet").digests] == found[name]
