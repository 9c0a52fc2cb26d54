"""`tillit experiment PRESET --municipality NAME --what-if NAME=VALUE`: a question asked without a file of one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

HEAD = """title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
config: base.yaml
outcomes: [satisfied, cost]
"""
SETTLED = HEAD + """arms:
  - {name: low, title: {sv: "Som nu", en: "As now"}, set: {organisation.pool_size: 6}}
  - {name: high, regime: trust-steering, set: {organisation.pool_size: 5, organisation.span: 12}}
"""
COURSE = HEAD + """before: detail-control
arms:
  - {name: detail}
  - {name: S, title: {sv: "Ändrad styrning", en: "Changed steering"}, change: [{day: 14, regime: trust-steering}]}
  - name: S+O
    extends: S
    change:
      - {day: 14, rule: at_random, set: {organisation.pool_size: 5}}
      - {day: 42, set: {steering.follow_up_min: 0}}
"""
BASE = """seed: 1
municipality: lillkoping
run: {days: 56, burn_in_days: 14, replicates: 1}
record: {level: municipality, period_days: 14}
"""
OWN = """title: {sv: "Egen", en: "Own"}
seed: 5
municipality: {from: swedish-median, name: "Egen", recipients: 70, areas: 1}
regime: ordinary
run: {days: 364, burn_in_days: 364, replicates: 10}
record: {level: municipality, period_days: 28}
organisation.span: 30
organisation.pool_size: 9
sickness: {short_spells_per_year: 1.5}
published: {"nöjda": 86}
"""


@pytest.fixture
def asked(tillit, tmp_path):
    """Runs an experiment of that text with what is asked."""
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")

    def ask(text, *more):
        (tmp_path / "ask.yaml").write_text(text, encoding="utf-8")
        return tillit("experiment", tmp_path / "ask.yaml", "--threads", "1", *more)

    return ask


def stored(tillit, path: Path, arm: int) -> dict:
    """The config of an arm of a result file."""
    return json.loads(tillit("config", path, "--arm", str(arm)).out)


def changes(config: dict, lever: str) -> list[tuple[int, float]]:
    """Days and values of a lever's changes."""
    return [(own["day"], own["value"]) for own in config.get("timeline", []) if own["lever"] == lever]


def test_a_further_arm_is_like_the_last_but_for_what_is_asked(tillit, asked, tmp_path):
    done = asked(SETTLED, "--what-if", "employees per manager=10", "--what-if", "share with a care contact = 90 %", "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err
    words = 'As "high", but with employees per manager = 10, share with a care contact = 90 %'
    assert f"tillit: one arm more, 3: {words}, from the start" in done.err and f"  3  {words}\n" in done.out
    assert "employees per manager = 10, share with a care contact = 90 %: difference from 2\n" in done.out
    high, own = stored(tillit, tmp_path / "x.h5", 2), stored(tillit, tmp_path / "x.h5", 3)
    assert {path for path, value in own["regime"].items() if value != high["regime"][path]} == {"organisation.span", "organisation.contact_coverage"}
    assert (own["regime"]["organisation.span"], own["regime"]["organisation.contact_coverage"]) == (10, 0.9)
    assert tillit("verify", tmp_path / "x.h5", "--quiet").code == 0


def test_the_arm_that_it_is_like_can_be_named(asked):
    done = asked(SETTLED, "--what-if", "medarbetare per chef=10", "--like", "Low", "--lang", "sv")
    assert done.code == 0, done.err
    assert 'tillit: ett alternativ till, 3: Som "Som nu", men med medarbetare per chef = 10, från början' in done.err
    assert done.out.count("skillnad mot 1") == 1  # it stands in the table already
    assert "tillit:" not in asked(SETTLED, "--what-if", "span=10", "--quiet").err
    done = asked(SETTLED, "--what-if", "span=10", "--like", "middle")
    assert (done.code, "--like: error: 'middle' is none of the arms: low, high" in done.err) == (2, True), done.err
    done = asked(SETTLED, "--like", "low")
    assert (done.code, "--what-if NAME=VALUE is expected, too" in done.err) == (2, True), done.err


def test_where_an_arm_changes_on_a_day_so_does_what_is_asked(tillit, asked, tmp_path):
    done = asked(COURSE, "--what-if", "uppföljning=en timme i månaden", "--what-if", "medarbetare per chef=10", "--like", "S+O", "--lang", "sv", "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err
    assert "från dag 14" in done.err
    like, own = (stored(tillit, tmp_path / "x.h5", arm) for arm in (3, 4))
    assert like["regime"] == own["regime"]  # the history is one
    assert changes(own, "steering.follow_up_min") == [(14, 60), (42, 0)] and changes(like, "steering.follow_up_min")[-1:] == [(42, 0)]
    (one,) = own["reorganise"]
    assert (one["day"], one["rule"], one["span"], one["pool_size"]) == (14, "at_random", 10, 5)  # the arm's own rule
    assert tillit("verify", tmp_path / "x.h5", "--quiet").code == 0
    done = asked(COURSE + "  - {name: as-ever}\n", "--what-if", "span=20", "--plan")
    assert (done.code, 'one arm more, 5: As "Changed steering", but' in done.err) == (0, True), done.err  # the first that changes
    unchanged = COURSE[: COURSE.index("  - {name: S,")]
    done = asked(unchanged, "--what-if", "span=20")
    assert (done.code, "no arm changes on a day, so that there is no day on which to" in done.err) == (2, True), done.err
    done = asked(COURSE, "--what-if", "span=20", "--like", "S")  # which has no rule of its own
    assert (done.code, "from day 14" in done.err) == (0, True), done.err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--what-if", "employees per manager=3"), "employees per manager = '3': a whole number from 4 to 400 staff is expected"),
        (("--what-if", "discretion=1"), "'discretion' may be several: 'discretion "),
        (("--what-if", "employes per manager=9"), "perhaps 'employees per manager' (organisation.span)"),
        (("--what-if", "span=9", "--what-if", "medarbetare per chef=8"), "employees per manager is given twice"),
        (("--what-if", "span=9", "--set", "organisation.span=8"), "is set in every arm by --set; say it in one place"),
        (("--what-if", "span=12", "--like", "high"), "changes nothing: so it is in 'high' already"),
        (("--what-if", "span=4"), "a team cannot be larger than its unit"),
        (("--what-if", "\x1b[2Jspan=4"), "there is nothing to change that is called '\\u001b[2Jspan'"),
        (("--what-if", "x" * 5000 + "=4"), "name=value is expected"),
        (("--what-if", "span=" + "4" * 5000), "a whole number from 4 to 400"),
        (("--what-if", ""), "name=value is expected"),
        tuple([sum((["--what-if", f"{path}=1"] for path in ("span",) * 300), []), "too many arguments"]),
    ],
    ids=range(12),
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_the_reason(asked, tmp_path, more, message):
    done = asked(SETTLED, *more, "--out", tmp_path / "x.h5")
    assert (done.code, message in done.err) == (2, True), done.err
    assert not (tmp_path / "x.h5").exists()


def test_all_that_is_wrong_is_said_at_once(asked):
    done = asked(SETTLED, "--what-if", "gurka=3", "--what-if", "span=3", "--lang", "sv")
    assert [line.split("fel: ")[1][:40] for line in done.err.splitlines()] == ["det finns inget att ändra som heter 'gur", "medarbetare per chef = '3': ett heltal f"]


def test_one_may_be_asked_for_beyond_those_of_a_file(asked):
    arms = "".join(f"  - {{name: a{i}, set: {{plan.knowledge: 0.{i + 10}}}}}\n" for i in range(32))
    done = asked(HEAD + "arms:\n" + arms, "--what-if", "span=20", "--plan")
    assert (done.code, "one arm more, 33: " in done.err) == (0, True), done.err
    done = asked(HEAD + "arms:\n" + arms + "  - {name: q}\n", "--plan")
    assert done.code == 2 and "32" in done.err, done.err


def test_what_is_equal_stays_equal_unless_it_is_asked_about(asked):
    text = SETTLED.replace("organisation.span: 12}", "organisation.span: 12}, equal_cost: resources.client_time_share")
    done = asked(text, "--what-if", "span=10", "--set", "run.replicates=2")
    assert done.code == 0, done.err
    assert done.out.count("cost as in 1: resources.client_time_share") == 2
    done = asked(text, "--what-if", "client time=60 %", "--set", "run.replicates=2")
    assert (done.code, done.out.count("cost as in 1: resources.client_time_share")) == (0, 1), done.err


# ---- municipalities ---------------------------------------------------------------------------------------------------


def test_a_preset_by_name_in_any_municipality(tillit, tmp_path):
    done = tillit("experiment", "question-span", "--municipality", "Åmål", "--plan")
    assert (done.code, "tillit: municipality: Åmål" in done.err) == (0, True), done.err
    done = tillit("experiment", "question-spann", "--plan")
    assert (done.code, "there is no preset of that name, and no file; did you mean 'question-span'?" in done.err) == (2, True), done.err
    done = tillit("experiment", "question-span", "--municipality", "Åmall", "--plan")
    assert (done.code, "there is no municipality 'Åmall'" in done.err, "did you mean 'amal'?" in done.err) == (2, True, True), done.err
    done = tillit("experiment", "question-span", "--municipality", "all", "--plan")
    assert (done.code, "one municipality is expected" in done.err) == (2, True), done.err


def test_every_preset_can_be_asked_of_a_config_of_ones_own(tillit, tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    for path in sorted((ROOT / "experiments").glob("*.yaml")):
        done = tillit("config", path.stem, "--municipality", tmp_path / "own.yaml")
        assert done.code == 0 or "own.yaml', for the reasons above" in done.err, (path.stem, done.err)  # a span of 30 is too small for some teams


def test_a_config_of_ones_own_brings_its_organisation_and_not_how_it_is_run(tillit, asked, tmp_path):
    done = asked(SETTLED, "--municipality", tmp_path / "own.yaml", "--out", tmp_path / "x.h5", "--set", "run.days=28")
    assert done.code == 0, done.err
    own = stored(tillit, tmp_path / "x.h5", 1)
    municipality = own["municipalities"][0]
    profile = municipality.get("profile", municipality)
    assert (municipality["name"], profile["municipality.recipients"], profile["municipality.granted_hours"]) == ("Egen", 70, 30)
    assert (own["regime"]["organisation.span"], own["regime"]["organisation.pool_size"]) == (30, 6)  # the arm says 6
    assert own["constants"]["sickness.short_spells_per_year"] == 1.5
    run = own["run"]
    assert (run["seed"], run["run.days"], run["run.burn_in_days"], run["run.replicates"]) == (1, 28, 14, 1)
    assert stored(tillit, tmp_path / "x.h5", 2)["regime"]["organisation.span"] == 12


def test_its_levers_stand_when_a_regime_comes_on_a_day(tillit, asked, tmp_path):
    done = asked(COURSE, "--municipality", tmp_path / "own.yaml", "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err  # a span of 30 is no change of structure, and needs no rule
    own = stored(tillit, tmp_path / "x.h5", 2)
    assert own["regime"]["organisation.span"] == 30 and not own.get("reorganise") and changes(own, "control.enabling")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ("timeline: [{name: a, day: 3, set: {plan.knowledge: 1}}]\n", "timeline: a municipality that a preset is asked of has no changes of its own"),
        ("organisation.spann: 3\n", "did you mean 'organisation.span'?"),
        ("organisation: {span: 3}\n", "organisation.span is given twice"),
    ],
)
def test_a_config_of_ones_own_that_cannot_be(asked, tmp_path, own, message):
    (tmp_path / "bad.yaml").write_text(OWN + own, encoding="utf-8")
    done = asked(SETTLED, "--municipality", tmp_path / "bad.yaml")
    assert (done.code, message in done.err, "bad.yaml:11:" in done.err) == (2, True, True), done.err


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "seed"), ("seed: 1\n", "municipality: a name"), ("seed: 1\nmunicipality: all\n", "one municipality"), ("a: [", "error"), ("municipality: {name: X, recipients: x}\n", "recipients"), ("\x00", "error")],
)
def test_a_file_that_is_no_municipality(asked, tmp_path, text, message):
    (tmp_path / "bad.yaml").write_bytes(text.encode())
    done = asked(SETTLED, "--municipality", tmp_path / "bad.yaml")
    assert done.code == 2 and "bad.yaml" in done.err and (message in done.err or text == ""), done.err


def test_areas_that_a_municipality_lacks_are_the_reason(asked, tmp_path):
    text = COURSE.replace("{day: 14, rule: at_random,", "{day: 14, where: {areas: [2]}, rule: at_random,")
    done = asked(text, "--municipality", tmp_path / "own.yaml")
    assert done.code == 2 and "where.areas names area 2; the last is 1" in done.err, done.err
    assert re.search(r"ask.yaml: note: this cannot be asked of '.*own.yaml', for the reasons above", done.err)
    done = asked(text + "spam: 1\n", "--municipality", "bjurholm")
    assert done.code == 2 and "unknown key 'spam'" in done.err and "note:" not in done.err, done.err  # no fault of the municipality's
    done = asked(text, "--municipality", "nowhere.yaml")
    assert (done.code, "--municipality: error: nowhere.yaml: No such file" in done.err) == (2, True), done.err


def test_a_municipality_takes_the_place_of_values_of_the_configs_own(tillit, asked, tmp_path):
    (tmp_path / "base.yaml").write_text(BASE.replace("municipality: lillkoping", "municipality: {from: lillkoping, name: Ours, recipients: 33}"), encoding="utf-8")
    (tmp_path / "ask.yaml").write_text(SETTLED, encoding="utf-8")
    done = tillit("experiment", tmp_path / "ask.yaml", "--municipality", "bjurholm", "--out", tmp_path / "x.h5", "--set", "run.days=14")
    assert done.code == 0, done.err
    municipality = stored(tillit, tmp_path / "x.h5", 1)["municipalities"][0]
    assert municipality["name"] == "Bjurholm" and municipality.get("profile", municipality)["municipality.recipients"] != 33
