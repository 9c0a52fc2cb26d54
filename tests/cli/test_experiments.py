"""Experiments from end to end: arms, equal cost, claims, pilots, presets, and what is refused."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRESETS = sorted((ROOT / "experiments").glob("*.yaml"))

BASE = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
year: 2024
config: CONFIG
arms:
  - {name: a, regime: ordinary}
  - {name: b, regime: trust-steering}
outcomes: [quality, staff_met]
"""
CLAIM = """
claims:
  - {name: c, text: t, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.001, days: [14, 56]}
"""


def write(folder: Path, text: str) -> Path:
    config = folder / "base.yaml"
    config.write_text("seed: 1\nmunicipality: lillkoping\nregime: ordinary\n"
                      "run: {days: 56, burn_in_days: 28, replicates: 4}\nrecord: {level: municipality, period_days: 14}\n")
    path = folder / "experiment.yaml"
    path.write_text(text.replace("CONFIG", "base.yaml"))
    return path


def arms(result) -> dict:
    return {arm["name"]: arm for arm in json.loads(result.out)["arms"]}


def mean(values) -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize("path", PRESETS, ids=lambda p: p.stem)
def test_every_preset_can_be_run(tillit, path):
    done = tillit("experiment", path, "--plan")
    assert done.code == 0, done.err


def test_the_demos_whole_reform_is_the_regime_of_that_name(tillit, tmp_path):
    demo = (ROOT / "experiments" / "trust-based-steering.yaml").read_text(encoding="utf-8").replace("day: 168", "day: 14")
    steps = demo[demo.index("before:") : demo.index("  - name: S+O+R=year3")]
    steps = re.sub(r"  - name: S\+staff.*?(?=  - name: S\+O\n)", "", steps, flags=re.DOTALL)
    steps += "  - {name: named, change: [{day: 14, regime: trust-teams-resources, rule: keep_relations}]}\n"
    path = write(tmp_path, BASE[: BASE.index("arms:")] + steps + BASE[BASE.index("outcomes:") :])
    found = arms(tillit("experiment", path, "--format", "json", "--quiet"))
    assert found["named"]["measures"] == found["S+O+R"]["measures"] != found["S+O"]["measures"]


@pytest.mark.parametrize("language, word", [("sv", "Minutstyrning (detaljstyrning)"), ("en", "Detail control")])
def test_presets_are_listed_in_both_languages(tillit, language, word):
    done = tillit("presets", "--lang", language)
    assert done.code == 0 and word in done.out
    assert done.out.count("\n  tillit experiment ") == len(PRESETS)


def test_identical_arms_differ_by_exactly_zero(tillit, tmp_path):
    path = write(tmp_path, BASE.replace("trust-steering", "ordinary") + CLAIM)
    result = json.loads(tillit("experiment", path, "--format", "json", "--quiet").out)
    assert result["arms"][0]["measures"] == result["arms"][1]["measures"]
    assert result["claims"][0]["difference"] == 0.0
    assert result["claims"][0]["verdict"] == "negligible"


def test_a_long_number_is_read_whole_or_refused(tillit, tmp_path):
    """0.1 with many zeros and its exponent last is not 1."""
    arms = "arms: [{name: a, regime: ordinary, set: {plan.continuity_weight: 0.1}}, "
    arms += "{name: b, regime: ordinary, set: {plan.continuity_weight: NUMBER}}]"
    text = re.sub(r"arms:.*?(?=^\w)", arms + "\n", BASE, flags=re.DOTALL | re.MULTILINE)
    path = write(tmp_path, text.replace("NUMBER", "1." + "0" * 100 + "e-1"))
    result = json.loads(tillit("experiment", path, "--format", "json", "--quiet").out)
    assert result["arms"][0]["measures"] == result["arms"][1]["measures"]
    done = tillit("experiment", write(tmp_path, text.replace("NUMBER", "1." + "0" * 200 + "e-1")), "--quiet")
    assert done.code == 2
    assert "fewer than 191 bytes" in done.err


def test_tables_say_what_intervals_are_and_what_it_costs(tillit, tmp_path):
    done = tillit("experiment", write(tmp_path, BASE + CLAIM), "--quiet")
    assert done.code == 0, done.err
    for text in ("simulation error only", "SEK/yr", "full_time_posts", "difference from 1", "supported"):
        assert text in done.out
    swedish = tillit("experiment", write(tmp_path, BASE + CLAIM), "--quiet", "--lang", "sv").out
    assert "bara simuleringsfel" in swedish and "\n  ja  " in swedish and "Vad?" in swedish
    assert "besökens kvalitet " in swedish and "antal personal under 14 dagar" in swedish and "personer\n" in swedish
    assert "staff_met" not in swedish


def test_every_measure_has_a_swedish_name_that_fits(tillit):
    rows = [line.split("|")[1].strip(" `") for line in tillit("measures", "--format", "markdown").out.splitlines()]
    explained = (done.out for done in map(lambda name: tillit("explain", name), rows) if done.code == 0)
    names = [re.search(r"Swedish +(.+)", text).group(1) for text in explained if "(measure)" in text]
    assert len(names) > 80
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 36


def test_equal_cost_is_equal(tillit, tmp_path):
    extra = "  - {name: c, regime: trust-steering, set: {organisation.pool_size: 9}, equal_cost: resources.client_time_share}\n"
    path = write(tmp_path, BASE.replace("outcomes:", extra + "outcomes:"))
    found = arms(tillit("experiment", path, "--format", "json", "--quiet"))
    cost = {name: mean(arm["measures"]["cost"]) for name, arm in found.items()}
    assert abs(cost["c"] / cost["a"] - 1) < 0.0101
    assert 0.2 < found["c"]["resources.client_time_share"] < 0.95


def test_one_replicate_decides_nothing(tillit, tmp_path):
    path = write(tmp_path, BASE + CLAIM)
    result = json.loads(tillit("experiment", path, "--format", "json", "--quiet", "--set", "run.replicates=1").out)
    assert result["claims"][0]["verdict"] == "undecided"


def test_the_direction_decides_the_verdict(tillit, tmp_path):
    path = write(tmp_path, BASE + CLAIM.replace("higher", "lower"))
    result = json.loads(tillit("experiment", path, "--format", "json", "--quiet").out)
    assert result["claims"][0]["verdict"] == "opposite"


def test_a_claim_says_what_it_rests_on(tillit, tmp_path):
    arms_text = BASE.replace("regime: trust-steering", "regime: ordinary, set: {discretion.officer: 1, discretion.provider: 1, discretion.manager: 1}")
    claims = ("claims:\n  - {name: d, text: t, outcome: deviation_share, contrast: [b, a], direction: higher, smallest: 0.0001}\n"
              "  - {name: q, text: q, outcome: cost_control, contrast: [b, a], direction: lower, smallest: 0}\n")
    done = tillit("claims", write(tmp_path, arms_text + claims), "--quiet")
    assert done.code == 0, done.err
    assert re.search(r"supported +t\n.*\n +assumed through .*visit.follow_need", done.out)
    assert "coefficients were knocked out in turn" in done.out


def test_results_hold_every_arm(tillit, tmp_path):
    xarray = pytest.importorskip("xarray")
    out = tmp_path / "out.h5"
    assert tillit("experiment", write(tmp_path, BASE), "--out", out, "--quiet").code == 0
    with xarray.open_dataset(out, engine="netcdf4") as data:
        assert [str(name) for name in data.arm.values] == ["a", "b"]


def test_a_result_says_what_was_asked_and_holds_the_table(tillit, tmp_path):
    h5py = pytest.importorskip("h5py")
    out, path = tmp_path / "out.h5", write(tmp_path, BASE + CLAIM)
    printed = json.loads(tillit("experiment", path, "--out", out, "--quiet", "--format", "json").out)
    with h5py.File(out) as file:
        asked = json.loads(bytes(file["experiment"][:]))
        assert asked["title"] == {"sv": "Prov", "en": "Trial"}
        assert [arm["name"] for arm in asked["arms"]] == ["a", "b"]
        assert asked["outcomes"][:2] == ["quality", "staff_met"]
        claim = asked["claims"][0]
        assert (claim["contrast"], claim["direction"], claim["smallest"]) == (["b", "a"], "higher", 0.001)
        windows = [name.decode() for name in file["window"][:]]
        assert windows == ["all", "c"]
        assert [w["name"] for w in asked["windows"]] == windows[1:]
        assert asked["windows"][0]["days"] == [14, 56]
        quality = file["window_quality"]
        assert quality.attrs["long_name_sv"] and "units_sv" not in quality.attrs
        for number, arm in enumerate(printed["arms"]):
            assert quality[number, :, 0] == pytest.approx(arm["measures"]["quality"], rel=1e-11)
        assert mean(quality[1, :, 1] - quality[0, :, 1]) == pytest.approx(printed["claims"][0]["difference"], rel=1e-9)
    assert tillit("verify", out, "--quiet").code == 0


def test_claims_as_json_say_what_they_rest_on(tillit, tmp_path):
    claims = "claims:\n  - {name: q, text: q, outcome: cost_control, contrast: [b, a], direction: lower, smallest: 0}\n"
    done = tillit("claims", write(tmp_path, BASE + claims), "--format", "json", "--quiet", "--set", "run.replicates=2")
    found = json.loads(done.out)
    assert (found["replicates"], found["knocked_out"] > 40) == (2, True)
    assert found["experiment"] == tillit("digest", tmp_path / "experiment.yaml").out.strip()
    assert found["claims"][0].keys() == {"name", "verdict", "difference", "half_width", "arithmetic", "rests_on", "reach"}
    assert found["claims"][0]["arithmetic"] is True


TWIN = "\n  - {name: c, text: u, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.001, days: [0, 14]}"
PILOT = """
title: t
question: q
arms:
  - {name: without, config: CONFIG, set: {pilot.share: 0.5}}
  - {name: same, config: CONFIG, set: {pilot.share: 0.5}}
outcomes: [quality]
evaluation: {arm: same, without: without, before: [0, 28], after: [28, 56]}
"""


def test_a_pilot_that_does_nothing_has_no_effect(tillit, tmp_path):
    done = tillit("experiment", write(tmp_path, PILOT), "--quiet")
    assert done.code == 0, done.err
    row = next(line for line in done.out.splitlines() if line.startswith("quality") and line.count("+-") == 3)
    assert row.split()[-2:] == ["0", "+-0"]


@pytest.mark.parametrize("change, message", [
    (("outcomes: [quality", "outcomes: [qualty"), r"experiment.yaml:9:\d+: error: there is no measure 'qualty'; did you mean 'quality'"),
    (("arms:", "armz:"), "unknown key 'armz'; did you mean 'arms'"),
    (("days: [14, 56]", "days: [14, 560]"), "days = '560': a number from 15 to 56 is expected"),
    (("days: [14, 56]", "days: [15, 56]"), "whole recorded periods of 14 days"),
    (("contrast: [b, a]", "contrast: [bb, a]"), "there is no such arm"),
    (("direction: higher", "direction: better"), "higher or lower is expected"),
    (("days: [14, 56]", "group: some"), "all, pilot or others"),
    (("smallest: 0.001", "smallest: -1"), "a number from 0 to"),
    (("smallest: 0.001, ", ""), "smallest difference of interest"),
    (("trust-steering", "trust-steerin"), "there is no regime 'trust-steerin'.*did you mean 'trust-steering'"),
    (("name: b", "name: a"), r"experiment.yaml:8:\d+: error: two arms are named 'a', this and the one on line 7"),
    (("name: c", f"name: {'c' * 64}"), "claim: a name of at most 63 bytes"),
    (("name: c", "name: all"), r"experiment.yaml:\d+:\d+: error: a claim cannot be named 'all'"),
    (("name: c", "name: point"), "a claim cannot be named 'point'"),
    (("name: c", "name: others after"), "a claim cannot be named 'others after'"),
    (("claims:", "claims:" + TWIN), r"experiment.yaml:13:\d+: error: two claims are named 'c', this and the one on line 12"),
    (("regime: trust-steering", "regime: trust-steering, set: {plan.knowlege: 1}"), "experiment.yaml:8:.*plan.knowledge"),
    (("regime: trust-steering", "regime: trust-steering, set: {plan.knowledge: 7}"), "experiment.yaml:8:.*plan.knowledge"),
    (("regime: trust-steering", "regime: trust-steering, set: {run.days: 112}"), "a paired comparison needs the same"),
    (("regime: trust-steering", "regime: trust-steering, set: {municipality.recipients: 90}"), "needs the same people"),
    (("regime: trust-steering", "regime: trust-steering, equal_cost: organisation.span"), "number-valued lever"),
    (("regime: ordinary}", "regime: ordinary, equal_cost: resources.client_time_share}"), "not in the first arm"),
    (("title: {sv: \"Prov\", en: \"Trial\"}", "title: {sv: \"Prov\"}"), "a group with 'sv' and 'en'"),
    (("config: CONFIG", "config: none.yaml"), "none.yaml"),
    (("config: CONFIG", "config: medain"), r"experiment.yaml:\d+:9: error: there is no config 'medain' in .*; did you mean 'median'"),
    (("config: CONFIG", "config: CONFIG\nmunicipality: Sundsval"), r"experiment.yaml:\d+:15: error: there is no municipality 'Sundsval' in .*; did you mean 'sundsvall'"),
    (("config: CONFIG", "config: CONFIG\nmunicipality: all"), "one municipality is expected, by its name"),
    (("config: CONFIG", "config: CONFIG\nmunicipality: [a]"), r"experiment.yaml:\d+:15: error: municipality: a name .* is expected"),
    (("year: 2024", "year: soon"), "year = 'soon'"),
    (("outcomes:", "evaluation: {arm: b, without: a, before: [0, 28], after: [28, 56]}\noutcomes:"), "there is no pilot"),
])
def test_mistakes_are_named_with_their_place(tillit, tmp_path, change, message):
    text = BASE + CLAIM
    assert change[0] in text
    done = tillit("experiment", write(tmp_path, text.replace(*change, 1)))
    assert done.code == 2
    assert re.search(message, done.err, re.DOTALL), done.err
    assert done.out == ""


def test_an_experiment_may_name_tillits_own_config_and_a_municipality(tillit, tmp_path):
    """So that one file is the whole question, wherever it lies."""
    few = "\nset: {run.days: 28, run.burn_in_days: 28, run.replicates: 2}\n"
    alone = write(tmp_path, BASE.replace("CONFIG", f"median\nmunicipality: Dorotea{few}").replace("outcomes: [", "outcomes: [recipients, "))
    beside = alone.with_name("beside.yaml")
    beside.write_text(BASE.replace("CONFIG", f"{ROOT / 'configs' / 'median.yaml'}{few}").replace("outcomes: [", "outcomes: [recipients, "))
    own = arms(tillit("experiment", alone, "--format", "json", "--quiet"))
    asked = arms(tillit("experiment", beside, "--municipality", "Dorotea", "--format", "json", "--quiet"))
    assert own == asked != arms(tillit("experiment", beside, "--format", "json", "--quiet"))
    over = arms(tillit("experiment", alone, "--municipality", "Bjurholm", "--format", "json", "--quiet"))
    assert over == arms(tillit("experiment", beside, "--municipality", "Bjurholm", "--format", "json", "--quiet")) != own


def test_the_municipality_of_an_experiment_may_be_a_file_beside_it(tillit, tmp_path):
    (tmp_path / "own.yaml").write_text("municipality: {name: Own, recipients: 90, areas: 1}\n")
    path = write(tmp_path, BASE.replace("CONFIG", "CONFIG\nmunicipality: own.yaml").replace("outcomes: [", "outcomes: [recipients, "))
    found = arms(tillit("experiment", path, "--format", "json", "--quiet"))
    assert all(80 < mean(arm["measures"]["recipients"]) < 100 for arm in found.values()), found


def test_a_digest_is_of_what_is_asked(tillit, tmp_path):
    """Of an experiment and of its result alike; texts, replicates and what is recorded do not count."""
    text = BASE.replace("regime: trust-steering}", "regime: trust-steering, equal_cost: resources.client_time_share}") + CLAIM
    path = write(tmp_path, text)

    def digest(*arguments):
        done = tillit("digest", *arguments)
        assert (done.code, len(done.out)) == (0, 17), done.err
        return done.out.strip()

    own = digest(path)
    assert tillit("experiment", path, "--set", "run.replicates=2", "--set", "record.level=none", "--out", tmp_path / "x.h5", "--quiet").code == 0
    assert digest(tmp_path / "x.h5") == own == digest(path, "--set", "run.replicates=3")
    changes = [("contrast: [b, a]", "contrast: [a, b]"), ("smallest: 0.001", "smallest: 0.002"), ("days: [14, 56]", "days: [0, 56]"),
               ("higher", "lower"), ("outcome: quality", "outcome: strain"), ("name: b", "name: B"), ("trust-steering", "detail-control"),
               (", staff_met]", "]"), (", equal_cost: resources.client_time_share", "")]
    found = [digest(write(tmp_path, text.replace(*change).replace("[b, a]", "[B, a]" if "name: B" in change else "[b, a]"))) for change in changes]
    assert len({own, *found}) == len(changes) + 1
    assert digest(write(tmp_path, text.replace("text: t", "text: u").replace("Trial", "Test"))) == own
    assert digest(path, "--set", "plan.knowledge=0.5") != own


def test_what_has_no_digest_is_said(tillit, tmp_path):
    config = write(tmp_path, BASE).parent / "base.yaml"
    assert tillit("run", config, "--set", "run.replicates=1", "--out", tmp_path / "run.h5", "--quiet").code == 0
    done = tillit("digest", tmp_path / "run.h5")
    assert done.code == 2 and "run.h5: holds no experiment" in done.err
    done = tillit("digest", tmp_path / "run.h5", "--set", "a=1")
    assert done.code == 2 and "without --set" in done.err
    assert tillit("digest", config).code == 2


def test_claims_need_claims(tillit, tmp_path):
    done = tillit("claims", write(tmp_path, BASE))
    assert done.code == 2 and "declares no claims" in done.err


def test_unknown_language(tillit):
    done = tillit("presets", "--lang", "no")
    assert done.code == 2 and "sv or en" in done.err


def test_what_yields_to_an_arm_goes_where_the_arm_sets_nothing(tillit, tmp_path):
    """--set PATH?=VALUE lies between the regime and the arm; --set PATH=VALUE overrules both."""
    text = BASE.replace("{name: b, regime: trust-steering}", "{name: b, regime: trust-steering, set: {plan.knowledge: 0.3125}}")
    path, found = write(tmp_path, text), {}
    for sets in (["plan.knowledge?=0.625"], ["plan.knowledge=0.625"], ["plan.knowledge?=0.625", "plan.knowledge=0.75"]):
        options = [word for own in sets for word in ("--set", own)]
        tillit("experiment", path, "--out", tmp_path / "x.h5", "--overwrite", "--quiet", *options)
        found[" ".join(sets)] = [json.loads(tillit("config", tmp_path / "x.h5", "--arm", arm).out)["regime"]["plan.knowledge"]
                                 for arm in ("1", "2")]
    assert found == {"plan.knowledge?=0.625": [0.625, 0.3125], "plan.knowledge=0.625": [0.625, 0.625],
                     "plan.knowledge?=0.625 plan.knowledge=0.75": [0.75, 0.75]}
    wrong = tillit("experiment", path, "--set", "plan.knowlege?=0.5")
    assert wrong.code == 2 and "'plan.knowlege' is not a parameter; did you mean 'plan.knowledge'?" in wrong.err


def test_a_factor_may_not_be_set_by_what_yields_either(tillit, tmp_path):
    path = write(tmp_path, BASE + "sweep: {factors: {plan.knowledge: [0.25, 0.5]}}\n")
    for sign in ("=", "?="):
        refused = tillit("sweep", path, "--plan", "--set", f"plan.knowledge{sign}0.375")
        assert refused.code == 2 and "plan.knowledge is a factor of the sweep" in refused.err


def test_arms_of_a_resolved_config_keep_their_sets_and_may_not_name_regimes(tillit, tmp_path):
    """Neither is left out in silence."""
    write(tmp_path, BASE)
    (tmp_path / "base.json").write_text(tillit("check", tmp_path / "base.yaml", "--format", "json").out)
    text = BASE.replace("CONFIG", "base.json").replace("regime: trust-steering", "set: {plan.knowledge: 0.3125}")
    path = write(tmp_path, text.replace("regime: ordinary", "set: {}"))
    done = tillit("experiment", path, "--out", tmp_path / "x.h5", "--quiet")
    assert done.code == 0, done.err
    assert json.loads(tillit("config", tmp_path / "x.h5", "--arm", "2").out)["regime"]["plan.knowledge"] == 0.3125
    refused = tillit("experiment", write(tmp_path, BASE.replace("CONFIG", "base.json")), "--plan")
    assert refused.code == 2 and "base.json is resolved, and no arm can give it another" in refused.err


def test_what_an_experiment_asks_is_printed_as_the_program_reads_it(tillit, tmp_path):
    """Names are text and numbers are numbers, whatever other readers of YAML make of them."""
    text = BASE.replace("name: a", "name: 2024").replace("name: b", "name: 1.10") + (
        "claims:\n  - {name: on, text: no, outcome: quality, contrast: [1.10, 2024], direction: higher, smallest: 1e-2, days: [14, 56]}\n")
    path = write(tmp_path, text)
    asked = json.loads(tillit("config", path).out)
    claim = asked["claims"][0]
    assert [arm["name"] for arm in asked["arms"]] == ["2024", "1.10"]
    assert (claim["name"], claim["contrast"], claim["smallest"], claim["text"]["en"]) == ("on", ["1.10", "2024"], 0.01, "no")
    assert asked["windows"] == [{"name": "on", "days": [14, 56], "areas": [], "units": "all"}]
    longer = json.loads(tillit("config", path, "--set", "run.days=112", "--set", "run.burn_in_days=0").out)
    assert longer["windows"] == asked["windows"]
    tillit("experiment", path, "--out", tmp_path / "x.h5", "--quiet")
    refused = [tillit("config", tmp_path / "x.h5", "--set", "seed=2"), tillit("config", path, "--arm", "1"), tillit("config", tmp_path / "base.yaml")]
    assert [own.code for own in refused] == [2, 2, 2] and "makes this a config, where an experiment is expected" in refused[2].err
