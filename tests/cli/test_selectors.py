"""Which units are meant: `where` in timelines, claims, evaluations, and windows and series of sweeps, from end to end."""

from __future__ import annotations

import json
import re

import h5py
import numpy as np
import pytest

from sweeplib import HEAD, assert_same, merged, quiet_environment, sweep, write  # noqa: F401


BASE = """seed: 1
municipality: lillkoping
municipality.areas: 6
organisation: {pool_size: 5, span: 10}
run: {days: 56, burn_in_days: 28, replicates: 2}
record: {level: unit, period_days: 14}
pilot.share: 0.5
"""
SELECTORS = {
    "area": "{areas: [2]}",
    "areas": "{areas: [1, 3, 4, 5, 6]}",
    "unit": "{units: [2]}",
    "pilot": "{pilot: true}",
    "rest": "{pilot: others}",
    "both": "{areas: [1, 2, 3, 4], pilot: others}",
    "own": "{providers: [1]}",
    "town": "{municipalities: [1]}",
}
ARMS = "arms: [{name: a}, {name: b, set: {plan.continuity_weight: 0.2}}]\noutcomes: [quality, cost]\n"


def windows(days: str = "[14, 56]") -> str:
    """Windows of a sweep, one a selector."""
    return "".join(f"      {name}: {{days: {days}, where: {where}}}\n" for name, where in SELECTORS.items())


def claims() -> str:
    """Claims of an experiment that look at the same."""
    head = "  - {name: NAME, text: x, outcome: cost, contrast: [b, a], direction: higher, smallest: 1, days: [14, 56], where: "
    return "claims:\n" + "".join(head.replace("NAME", name) + where + "}\n" for name, where in SELECTORS.items())


SWEEP = HEAD + ARMS + "sweep:\n  keep:\n    windows:\n      all: [0, 56]\n" + windows() + "    series: {where: {areas: [2]}}\n"


@pytest.fixture
def swept(tillit, tmp_path):
    """The folder of a sweep and an experiment about the same, both done."""
    assert sweep(tillit, write(tmp_path, SWEEP, BASE), tmp_path / "out").code == 0
    merged(tillit, tmp_path / "out")
    (tmp_path / "asked.yaml").write_text(HEAD + ARMS + claims())
    done = tillit("experiment", tmp_path / "asked.yaml", "--out", tmp_path / "asked.h5")
    assert done.code == 0, done.err
    return tmp_path


def test_a_window_of_a_sweep_is_that_of_an_experiment(tillit, swept):
    with h5py.File(swept / "out.h5") as one, h5py.File(swept / "asked.h5") as other:
        names = [name.decode() for name in one["window"][:]]
        assert names == ["all", *SELECTORS] and names == [name.decode() for name in other["window"][:]]
        for outcome in ("quality", "cost"):
            assert np.array_equal(one[outcome][:], other[f"window_{outcome}"][:]) and np.isfinite(one[outcome][:]).all()
        cost = {name: one["cost"][0, 0, names.index(name)] for name in SELECTORS}
        assert cost["own"] == cost["town"] == pytest.approx(cost["pilot"] + cost["rest"])
        assert cost["own"] == pytest.approx(cost["area"] + cost["areas"])
        assert 0 < cost["both"] < cost["rest"] and 0 < cost["unit"] < cost["own"]
        where = [json.loads(text) for text in one["window_where"][:]]
        assert where[0] == {} and where[names.index("both")] == {"areas": [1, 2, 3, 4], "pilot": "others"}
        assert np.array_equal(one["series_cost"][0], other["area_cost"][0, :, :, 1])
        assert json.loads(bytes(one["manifest"][:]))["series_where"] == {"areas": [2]}
        told = {own["name"]: own for own in json.loads(bytes(other["experiment"][:]))["windows"]}
        assert told["pilot"] == {"name": "pilot", "days": [14, 56], "areas": [], "units": "pilot"}  # as it always was
        assert told["area"] == {"name": "area", "days": [14, 56], "where": {"areas": [2]}}
    for shard in ("1/2", "2/2"):
        assert sweep(tillit, swept / "experiment.yaml", swept / "parted", "--shard", shard).code in (0, 1)
    assert_same(swept / "out.h5", merged(tillit, swept / "parted"))
    for name in ("out.h5", "asked.h5"):
        done = tillit("verify", swept / name)
        assert (done.code, "the same:" in done.out) == (0, True), done.out + done.err


def test_a_claims_older_keys_mean_what_they_meant(tillit, tmp_path):
    """`group` and `areas` stand in files as they did, and `where` says the same of one municipality."""
    keys = {"old": "areas: [2, 3, 4, 5], group: others", "new": "where: {areas: [2, 3, 4, 5], pilot: others}", "pilot": "group: pilot"}
    line = "  - {{name: {}, text: x, outcome: cost, contrast: [b, a], direction: higher, smallest: 1, {}}}\n"
    text = HEAD + ARMS + "claims:\n" + "".join(line.format(*own) for own in keys.items())
    asked = json.loads(tillit("config", write(tmp_path, text, BASE)).out)["windows"]
    assert asked[0] == {"name": "old", "days": [0, 56], "areas": [2, 3, 4, 5], "units": "others"}
    assert asked[1] == {"name": "new", "days": [0, 56], "where": {"areas": [2, 3, 4, 5], "pilot": "others"}}
    assert asked[2] == {"name": "pilot", "days": [0, 56], "areas": [], "units": "pilot"}
    done = tillit("experiment", tmp_path / "experiment.yaml", "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err
    with h5py.File(tmp_path / "x.h5") as file:
        assert np.array_equal(file["window_cost"][:, :, 1], file["window_cost"][:, :, 2])


def test_an_evaluation_can_look_at_some_areas(tillit, tmp_path):
    text = HEAD + ARMS + "evaluation: {arm: b, without: a, before: [0, 28], after: [28, 56], where: {areas: [1, 2]}}\n"
    asked = json.loads(tillit("config", write(tmp_path, text, BASE)).out)["windows"]
    assert asked[0] == {"name": "pilot before", "days": [0, 28], "where": {"areas": [1, 2], "pilot": True}}
    assert asked[3] == {"name": "others after", "days": [28, 56], "where": {"areas": [1, 2], "pilot": "others"}}
    refused = tillit("config", write(tmp_path, text.replace("areas: [1, 2]", "pilot: others"), BASE))
    assert refused.code == 2 and "where.pilot is not expected here: pilot and others are compared" in refused.err


def test_a_change_reaches_the_units_that_its_selector_means(tillit, tmp_path):
    """It is written into the resolved config, from which the same runs follow."""
    found: dict[str, tuple[str, ...]] = {}
    for name, where in SELECTORS.items():
        text = BASE.replace("level: unit", "level: none") + f"timeline: [{{name: x, day: 0, set: {{plan.continuity_weight: 0.1}}, where: {where}}}]\n"
        (tmp_path / "base.yaml").write_text(text)
        first = tillit("run", tmp_path / "base.yaml", "--out", tmp_path / "first.h5", "--overwrite")
        (tmp_path / "x.json").write_text(tillit("config", tmp_path / "first.h5").out)
        again = tillit("run", tmp_path / "x.json", "--out", tmp_path / "again.h5", "--overwrite")
        assert first.digests == again.digests != [], first.err + again.err
        found[name] = tuple(first.digests)
        assert json.loads(tillit("config", tmp_path / "again.h5").out) == json.loads((tmp_path / "x.json").read_text())
    assert len(set(found.values())) == len(SELECTORS) - 2
    assert found["own"] == found["town"] and found["area"] == found["unit"]  # its only one
    own = json.loads((tmp_path / "x.json").read_text())["timeline"][0]["where"]
    assert own == {"municipalities": [1]}


# ---- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("{}", "where: areas: [...], units: [...], pilot: true or others, providers: [...], kind: [...], external: true, municipal: true, outlying: true or false, or municipalities: [...] is expected, found an empty group"),
        ("[1]", "or municipalities: [...] is expected, found a list"),
        ("null", "municipalities: [...] is expected, found 'null'"),
        ("{areas: []}", "where.areas: a list of numbers is expected, like [1, 2], or {step: 1, of: 4}, found an empty list"),
        ("{areas: 1}", "where.areas: a list of numbers is expected, like [1, 2], or {step: 1, of: 4}, found '1'"),
        ("{areas: [2, 1, 2]}", "where.areas: area 2 is given twice"),
        ("{areas: [[1]]}", "where.areas: a whole number from 1 to 1000000 is expected, found a list"),
        ("&w {areas: [1]}", "anchors and tags are not used in configs"),
        ("{areas: [7]}", "where.areas names area 7; the last is 6"),
        ("{areas: [0]}", "where.areas: a whole number from 1 to 1000000 is expected, found '0'"),
        ("{areas: [1], units: [1]}", "where: either areas or units is expected, found both"),
        ("{units: [999999]}", "where.units names unit 999999; the last that there can be is "),
        ("{pilot: false}", "where.pilot: true or others is expected, found 'false'"),
        ("{providers: [2]}", "where.providers names provider 2; the last is 1, the municipality's own"),
        ("{municipalities: [2]}", "where.municipalities names municipality 2; the last is 1"),
        ("{municipalities: [Lilkoping]}", "where.municipalities: there is no 'Lilkoping' here; did you mean 'Lillk"),
        ("{municipalities: ['']}", "where.municipalities: there is no '' here; the config has 'Lillk"),
        ("{municipalities: [lillkoping, 1]}", "where.municipalities: municipality 1 is given twice"),
        ("{area: [1]}", "unknown key 'area'; did you mean 'areas'?"),
    ],
)
def test_a_selector_of_nobody_is_refused_wherever_it_stands(tillit, tmp_path, where, message):
    change = f"timeline: [{{name: x, day: 0, set: {{plan.knowledge: 0.1}}, where: {where}}}]\n"
    claim = "claims: [{name: x, text: x, outcome: cost, contrast: [b, a], direction: higher, smallest: 1, where: WHERE}]\n"
    window = "sweep: {keep: {windows: {x: {where: WHERE}}}}\n"
    for text, base in ((HEAD + ARMS, BASE + change), *((HEAD + ARMS + own.replace("WHERE", where), BASE) for own in (claim, window))):
        refused = tillit("config", write(tmp_path, text, base))
        assert refused.code == 2 and message in refused.err, refused.err
        assert re.search(r"yaml:\d+:\d+: error", refused.err), refused.err


def test_a_resolved_config_edited_by_hand_is_told_what_it_may_hold(tillit, tmp_path):
    """One message, with the entry and what was found there, whichever of its two forms was meant."""
    text = BASE + "timeline: [{name: late, day: 0, set: {plan.knowledge: 0.1}, where: {areas: [2]}}]\n"
    (tmp_path / "base.yaml").write_text(text)
    assert tillit("run", tmp_path / "base.yaml", "--out", tmp_path / "x.h5").code == 0
    resolved = json.loads(tillit("config", tmp_path / "x.h5").out)
    bad: list[object] = [{}, [], None, 5, {"areas": []}, {"areas": [0]}, {"areas": ["1"]}, {"x": [1]}, {"pilot": "maybe"}, {"pilot": None}]
    for where in bad:
        resolved["timeline"][0]["where"] = where
        (tmp_path / "edited.json").write_text(json.dumps(resolved))
        refused = tillit("run", tmp_path / "edited.json")
        assert (refused.code, refused.err.count("error: late: where: areas: [...]"), refused.err.count("error")) == (2, 1, 1), refused.err
        assert f"is expected with whole numbers from 1, found {json.dumps(where, separators=(',', ':'))}" in refused.err


def test_a_municipality_that_is_a_factor_is_not_named(tillit, tmp_path):
    """Its number is 1 in every run, so that a name would have meant another municipality at each point."""
    base = BASE.replace("municipality.areas: 6\n", "")
    text = HEAD + ARMS + "sweep: {factors: {municipality: [lillkoping, karlstad]}, keep: {windows: {w: {where: {municipalities: [Lillköping]}}}}}\n"
    refused = tillit("config", write(tmp_path, text, base))
    assert refused.code == 2 and "w: where.municipalities is not expected where municipality is a factor" in refused.err


def test_a_pilot_that_there_is_not_is_nobody(tillit, tmp_path):
    without = BASE.replace("0.5", "0")
    text = HEAD + ARMS + "sweep: {FACTORS keep: {windows: {w: {where: {pilot: true}}}}}\n"
    refused = tillit("config", write(tmp_path, text.replace("FACTORS", ""), without))
    assert refused.code == 2 and "experiment.yaml:6:38: error: w: where.pilot: pilot.share is 0, so no unit is meant" in refused.err
    refused = tillit("config", write(tmp_path, text.replace("FACTORS", "factors: {pilot.share: [0, 0.5]},"), without))
    assert refused.code == 2 and "with pilot.share = 0: w: where.pilot: pilot.share is 0" in refused.err
    assert tillit("config", write(tmp_path, text.replace("FACTORS", "factors: {pilot.share: [0.4, 0.5]},"), without)).code == 0
    claim = HEAD + ARMS + "claims: [{name: x, text: x, outcome: cost, contrast: [b, a], direction: higher, smallest: 1, group: pilot}]\n"
    refused = tillit("config", write(tmp_path, claim, without))
    assert refused.code == 2 and "x, arm b: where.pilot: pilot.share is 0, so no unit is meant" in refused.err
    everyone = BASE.replace("0.5", "1")
    refused = tillit("config", write(tmp_path, claim.replace("group: pilot", "where: {pilot: others}"), everyone))
    assert refused.code == 2 and "pilot.share is 1, so all units are the pilot's and none is meant" in refused.err


def test_an_arm_beside_an_evaluation_needs_no_others(tillit, tmp_path):
    """A pilot of some units is evaluated; in a third arm all units are the pilot's, and the evaluation is not about it."""
    arms = "arms: [{name: a}, {name: b}, {name: all, set: {pilot.share: 1}}]\n"
    evaluation = "evaluation: {arm: b, without: a, before: [0, 28], after: [28, 56]}\n"
    done = tillit("experiment", write(tmp_path, HEAD + arms + evaluation, BASE), "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err
    for arm, obstacle in (("arm: all, without: a", "pilot.share is 1, so there are no others"), ("arm: b, without: all", "of the arm without is another")):
        refused = tillit("config", write(tmp_path, HEAD + arms + evaluation.replace("arm: b, without: a", arm), BASE))
        assert refused.code == 2 and obstacle in refused.err, refused.err


def test_units_that_are_not_there_on_the_day_end_the_run(tillit, tmp_path):
    """A number that could be a unit's, and is none's: nothing is written, and a run of a sweep has failed with the reason."""
    base = BASE + "timeline: [{name: late, day: 30, set: {plan.knowledge: 0.1}, where: {units: [50]}}]\n"
    path = write(tmp_path, HEAD + ARMS, base)
    done = tillit("run", tmp_path / "base.yaml", "--out", tmp_path / "x.h5")
    assert (done.code, done.err.count("late: 'where' means no unit that there is on its day")) == (1, 1), done.err
    assert not (tmp_path / "x.h5").exists()
    path.write_text(HEAD + ARMS + "sweep: {keep: {windows: {w: {where: {units: [50]}}}}}\n")
    (tmp_path / "base.yaml").write_text(BASE)
    assert sweep(tillit, path, tmp_path / "out").code == 1
    assert "window w: 'where' means no unit that there is in its days" in tillit("status", tmp_path / "out").out
    path.write_text(HEAD + ARMS + "sweep: {keep: {series: {where: {units: [50]}}}}\n")
    assert sweep(tillit, path, tmp_path / "series").code == 1
    assert "series: 'where' means no unit that there is" in tillit("status", tmp_path / "series").out
    path.write_text(HEAD + ARMS + claims().replace("units: [2]", "units: [50]"))
    done = tillit("experiment", path, "--out", tmp_path / "x.h5")
    assert done.code == 1 and re.search(r"[ab], replicate [12]: window unit: 'where' means no unit that there is in its days", done.err)


def test_a_reorganisation_of_nobody_ends_the_run(tillit, tmp_path):
    text = BASE + "reorganise: [{name: new, day: 28, rule: by_area, set: {organisation.span: 18}, where: {units: [50]}}]\n"
    (tmp_path / "base.yaml").write_text(text)
    done = tillit("run", tmp_path / "base.yaml")
    assert done.code == 1 and "new: 'where' means no unit that there is on its day" in done.err
