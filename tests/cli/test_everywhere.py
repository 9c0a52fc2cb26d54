"""Any preset of any municipality, and changes area by area that fit each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import ROOT
from test_what_if import BASE, COURSE, OWN, SETTLED, asked, changes, stored  # noqa: F401

PRESETS = sorted(path.stem for path in (ROOT / "experiments").glob("*.yaml"))
SOME = ["bjurholm", "alvesta", "stockholm"]
"""The smallest and the largest, and one between. With TILLIT_EVERYWHERE=1 all 290."""
ALL = sorted(p.stem for p in (ROOT / "configs" / "municipalities").glob("*.yaml") if p.stem not in ("swedish-median", "lillkoping"))


@pytest.mark.parametrize("municipality", ALL if os.environ.get("TILLIT_EVERYWHERE") else SOME)
def test_every_preset_can_be_asked_of_every_municipality(tillit, municipality):
    for preset in PRESETS:
        done = tillit("config", preset, "--municipality", municipality)
        assert (done.code, "arms" in done.out) == (0, True), (preset, done.err)


def steps(text: str, step: str) -> str:
    return text.replace("{day: 14, rule: at_random,", f"{{day: 14, where: {{areas: {step}}}, rule: at_random,")


@pytest.mark.parametrize(
    ("areas", "step", "expected"),
    [(15, "{step: 1, of: 8}", [1, 2]), (15, "{step: 8, of: 8}", [15]), (3, "{step: 3, of: 8}", [2]), (3, "{step: 2, of: 8}", None), (5, "{of: 1, step: 1}", [1, 2, 3, 4, 5])],
)  # fmt: skip
def test_a_step_is_of_the_areas_that_there_are(tillit, asked, tmp_path, areas, step, expected):  # noqa: F811
    done = asked(steps(COURSE, step), "--set", f"municipality.areas={areas}", "--set", "municipality.recipients=150", "--out", tmp_path / "x.h5")
    assert done.code == 0, done.err
    own = stored(tillit, tmp_path / "x.h5", 3)
    assert [moved["where"]["areas"] for moved in own.get("reorganise", [])] == ([expected] if expected else [])
    note = f"ask.yaml: note: where.areas: 8 steps, and Lillköping has {areas} areas: some steps change nothing"
    assert done.err.count(note) == (expected is None), done.err


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{step: 9, of: 8}", "where.areas: step: a whole number from 1 to 8 is expected"),
        ("{step: 0, of: 8}", "where.areas: step: a whole number from 1 to 8 is expected"),
        ("{step: 1.5, of: 8}", "where.areas: step"),
        ("{step: 1}", "where.areas: of"),
        ("{step: 1, of: 0}", "where.areas: of"),
        ("{stepp: 1, of: 8}", "unknown key 'stepp'"),
        ("{}", "where.areas: of"),
        ("2", "where.areas: a list of numbers is expected, like [1, 2], or {step: 1, of: 4}"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_line(asked, step, message):  # noqa: F811
    done = asked(steps(COURSE, step))
    assert (done.code, message in done.err, "ask.yaml:12:" in done.err) == (2, True, True), done.err


def test_a_claim_about_a_step_without_areas_is_refused(asked):  # noqa: F811
    claim = "claims:\n  - {name: c, text: t, outcome: cost, contrast: [S, detail], direction: higher, smallest: 1, where: {areas: {step: 2, of: 8}}}\n"
    assert asked(COURSE + claim, "--set", "municipality.areas=8", "--plan").code == 0
    done = asked(COURSE + claim, "--set", "municipality.areas=1")
    assert (done.code, "where.areas: the step has no area here, so that nobody is meant" in done.err) == (2, True), done.err


def test_a_sweep_keeps_areas_by_their_numbers(tillit, tmp_path):
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    sweep = "title: t\nquestion: q\nconfig: base.yaml\noutcomes: [cost]\nsweep: {factors: {municipality: [bjurholm, ale]}, keep: {windows: {w: {where: {areas: {step: 1, of: 2}}}}}}\n"
    (tmp_path / "s.yaml").write_text(sweep, encoding="utf-8")
    done = tillit("sweep", tmp_path / "s.yaml", "--plan")
    assert (done.code, "where.areas: a list of numbers is expected in what a sweep keeps" in done.err) == (2, True), done.err


def test_steps_of_several_municipalities_must_be_of_as_many_areas(tillit, config):
    text = "seed: 1\nmunicipality: all\nrun: {days: 28, burn_in_days: 0, replicates: 1}\ntimeline: [{name: a, day: 3, where: {areas: {step: 1, of: 2}}, set: {plan.knowledge: 1}}]\n"
    done = tillit("check", config(text))
    assert (done.code, "these municipalities have several: one of them is expected in where.municipalities" in done.err) == (2, True), done.err
    done = tillit("check", config(text.replace("{areas:", "{municipalities: [Stockholm], areas:")), "--format", "json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["timeline"][0]["where"]["areas"] == list(range(1, 60))


# ---- which arm a question goes out from ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "english", "day"),
    [
        ("karlstad", "Ordinary governance and organisation", 168),  # where all that change have 25 already
        ("trust-based-steering", "Changed steering", 168),
        ("stepwise-or-at-once", "Detail control", 168),
        ("trust-based-steering-settled", "Changed steering", None),
        ("taken-away", "", None),
    ],
)
def test_the_question_of_issue_18_can_be_asked(tillit, preset, english, day):
    """`tillit experiment karlstad --what-if "employees per manager=25"`."""
    done = tillit("experiment", preset, "--what-if", "employees per manager=25", "--municipality", "bjurholm", "--plan")
    assert done.code == 0, done.err
    when = "from the start" if day is None else f"from day {day}"
    assert english == "" or f'As "{english}", but with employees per manager = 25, {when}' in done.err, done.err


def test_an_arm_that_goes_on_as_before_changes_on_the_day_of_the_others(tillit, asked, tmp_path):  # noqa: F811
    done = asked(COURSE, "--what-if", "span=20", "--like", "detail", "--out", tmp_path / "x.h5")
    assert (done.code, 'As "detail", but with employees per manager = 20, from day 14' in done.err) == (0, True), done.err
    own = stored(tillit, tmp_path / "x.h5", 4)
    assert [(moved["day"], moved["span"], moved["rule"]) for moved in own["reorganise"]] == [(14, 20, "keep_relations")]
    assert changes(own, "control.enabling") == []


def test_the_next_arm_is_taken_where_it_is_so_in_the_first(asked):  # noqa: F811
    text = COURSE.replace("{day: 14, regime: trust-steering}", "{day: 14, regime: trust-steering, set: {plan.knowledge: 1}}")
    text = text.replace("set: {organisation.pool_size: 5}}", "set: {organisation.pool_size: 5, plan.knowledge: 0.5}}")
    done = asked(text, "--what-if", "plan.knowledge=1", "--plan")
    assert (done.code, 'one arm more, 4: As "S+O", but' in done.err) == (0, True), done.err


def test_what_is_so_everywhere_changes_nothing(asked):  # noqa: F811
    text = SETTLED.replace("set: {organisation.pool_size: 6}", "set: {organisation.pool_size: 6, organisation.span: 12}")
    done = asked(text, "--what-if", "span=12", "--plan")
    assert (done.code, "changes nothing: so it is in every arm already" in done.err) == (2, True), done.err
    done = asked(text, "--what-if", "span=12", "--like", "high", "--plan")
    assert (done.code, "changes nothing: so it is in 'high' already" in done.err) == (2, True), done.err


# ---- what is told once -------------------------------------------------------------------------------------------------


def test_what_several_arms_have_wrong_is_told_once(tillit, asked, tmp_path):  # noqa: F811
    claim = "claims:\n  - {name: c, text: t, outcome: cost, contrast: [S, detail], direction: higher, smallest: 1}\n"
    done = asked(COURSE.replace("day: 14, regime: trust-steering", "day: 14, regime: trust-steeringg") + claim)
    assert done.code == 2 and len(done.err.splitlines()) == 1 and "did you mean 'trust-steering'?" in done.err, done.err
    done = asked(COURSE.replace("config: base.yaml", "config: nowhere.yaml") + claim)
    assert done.code == 2 and len(done.err.splitlines()) == 1, done.err
    (Path(tmp_path) / "base.yaml").write_text(BASE + "organisation.spann: 3\n", encoding="utf-8")
    done = asked(COURSE + claim.replace("[S, detail]", "[SS, detail]"))
    assert done.code == 2 and done.err.count("organisation.spann") == 1, done.err


def test_an_arm_that_there_is_not_is_told(asked):  # noqa: F811
    claim = "claims:\n  - {name: c, text: t, outcome: cost, contrast: [SO, detail], direction: higher, smallest: 1}\n"
    done = asked(COURSE + claim)
    assert (done.code, "there is no such arm" in done.err) == (2, True), done.err


# ---- what changes nothing ----------------------------------------------------------------------------------------------


def settled(arms: str) -> str:
    return SETTLED[: SETTLED.index("arms:")] + arms


def test_arms_that_are_the_same_to_the_bit_are_told(asked):  # noqa: F811
    same = "arms:\n  - {name: a}\n  - {name: b, set: {organisation.span: 41}}\n  - {name: c, set: {plan.knowledge: 1}}\n"
    done = asked(settled(same), "--set", "municipality.recipients=25", "--set", "municipality.areas=1")
    assert done.code == 0, done.err
    assert "2 is the same as 1 to the bit: what differs between them changes nothing here.\n(Units and teams are whole people" in done.out
    assert "3 is the same as" not in done.out
    done = asked(settled(same), "--set", "municipality.recipients=25", "--set", "municipality.areas=1", "--lang", "sv")
    assert "2 ger exakt samma siffror som 1" in done.out
