"""Claims that cannot come out are told from those that can: planted claims of both sorts, in a small municipality."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT

CONFIG = "seed: 1\nmunicipality: lillkoping\nregime: ordinary\nrun: {days: 56, burn_in_days: 28, replicates: 3}\nrecord: {level: municipality, period_days: 28}\n"
CLAIM = "  - {{name: {0}, text: {0}, outcome: {1}, contrast: [{2}], direction: {3}, smallest: {4}}}\n"
HEAD = "title: t\nquestion: q\nconfig: base.yaml\n"


@pytest.fixture
def reach(tillit, tmp_path, monkeypatch):
    """What `tillit claims` says of the reach of claims on arms: by name, from JSON, and the lines of its text in the languages asked for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    (tmp_path / "base.yaml").write_text(CONFIG)

    def found(arms, *claims, languages=("en", "sv")):
        text = HEAD + arms + "claims:\n" + "".join(CLAIM.format(*claim) for claim in claims)
        path = tmp_path / "e.yaml"
        path.write_text(text)
        printed, *texts = (tillit("claims", path, "--quiet", *way) for way in (("--format", "json"), *(("--lang", own) for own in languages)))
        assert [done.code for done in (printed, *texts)] == [0] * (1 + len(texts)), printed.err
        return {claim["name"]: claim["reach"] for claim in json.loads(printed.out)["claims"]}, *(done.out for done in texts)

    return found


def test_what_nothing_reads_cannot_come_out(reach):
    """Nights are not counted among those met by day; every area has one unit, whatever the span."""
    arms = "arms:\n  - {name: a}\n  - {name: n, set: {night.supervision: 0.5}}\n  - {name: s, set: {organisation.span: 60}}\n"
    found, text, swedish = reach(arms, ("night", "staff_met", "n, a", "lower", 0.5), ("span", "cost_management", "s, a", "lower", 1000))
    for name, lever, end in (("night", "night.supervision", 1.0), ("span", "organisation.span", 400.0)):
        row = {"lever": lever, "end": end, "difference": 0.0, "half_width": 0.0, "same": True}
        assert found[name] == {"outcome": "none", "same": True, "largest": None, "stretched": [row]}
    assert text.count("as the arms stand, the outcome does not depend on what differs") == 2
    assert text.count("cannot come out: the same also with what differs at the ends of its ranges") == 2
    assert swedish.count("kan inte slå in: samma siffror även när det som skiljer dras så långt det går") == 2


def test_what_moves_too_little_cannot_come_out(reach):
    """Safety has no term in follow-up (docs/ODD.md): it feels only the time that follow-up takes."""
    arms = "arms:\n  - {name: a}\n  - {name: f, set: {steering.follow_up_min: 120}}\n"
    found, text, swedish = reach(arms, ("safety", "safety", "a, f", "lower", 0.05))
    own = found["safety"]
    assert (own["outcome"], own["same"]) == ("too_small", False)
    assert own["largest"] == own["stretched"][0] and own["largest"]["end"] == 0.0  # the treatment has less
    assert 0 < abs(own["largest"]["difference"]) < 0.05
    assert "cannot come out: at most" in text and "with steering.follow_up_min at 0" in text
    assert "kan inte slå in: som mest" in swedish and "(minuter uppföljning per månad och anställd: 0)" in swedish


def test_what_is_nil_by_rounding_can_come_out(reach):
    """As many teams of 17 as of 18; many more of 2."""
    arms = "arms:\n  - {name: a}\n  - {name: p, set: {organisation.pool_size: 17}}\n"
    found, text, swedish = reach(arms, ("rounding", "team_size", "p, a", "lower", 0.5))
    own = found["rounding"]
    assert (own["outcome"], own["same"], own["largest"]["lever"], own["largest"]["end"]) == ("moves", True, "organisation.pool_size", 2.0)
    assert own["largest"]["difference"] < -0.5
    assert "the same to the bit in every replicate" in text and "can be moved: team_size -" in text
    assert re.search("kan påverkas: .* \N{MINUS SIGN}", swedish)


def test_what_comes_out_is_not_stretched(reach):
    arms = "arms:\n  - {name: a}\n  - {name: f, set: {steering.follow_up_min: 120}}\n"
    found, text = reach(arms, ("up", "clarity", "f, a", "higher", 0.05), ("down", "clarity", "f, a", "lower", 0.05), languages=["en"])
    assert found["up"] == found["down"] == {"outcome": "moves", "same": False, "largest": None, "stretched": []}
    assert "can be moved" not in text and "supported" in text and "opposite" in text


def test_several_levers_are_tried_together_and_alone(reach):
    """The one that is read by nothing stays behind; in the text nothing more is run once the outcome has moved."""
    arms = "arms:\n  - {name: a}\n  - {name: b, set: {night.supervision: 0.2, steering.follow_up_min: 22}}\n"
    found, text = reach(arms, ("two", "clarity", "b, a", "higher", 0.05), ("met", "staff_met", "b, a", "higher", 5), languages=["en"])
    rows = {row["lever"]: row for row in found["two"]["stretched"]}
    assert found["two"]["outcome"] == "moves" and set(rows) == {None, "night.supervision", "steering.follow_up_min"}
    assert rows[None]["difference"] == pytest.approx(rows["steering.follow_up_min"]["difference"])
    assert abs(rows["night.supervision"]["difference"]) < 0.05  # that of two minutes more
    assert "with all that differs at the ends of its ranges" in text
    assert found["met"]["outcome"] == "too_small" and {row["lever"] for row in found["met"]["stretched"]} == set(rows)


def test_changes_on_a_day_are_stretched(reach):
    arms = (
        "before: ordinary\narms:\n  - {name: a}\n"
        "  - {name: n, change: [{day: 28, set: {night.supervision: 0.5}}]}\n"
        "  - {name: k, change: [{day: 28, ramp_days: 14, set: {steering.follow_up_min: 21}}]}\n"
    )
    (found,) = reach(
        arms,
        ("night", "staff_met", "n, a", "lower", 0.5),
        ("up", "clarity", "k, a", "higher", 0.02),
        ("taken", "clarity", "a, k", "lower", 0.005),
        languages=[],
    )
    assert (found["night"]["outcome"], found["night"]["stretched"][0]["end"]) == ("none", 1.0)
    assert (found["up"]["outcome"], found["up"]["largest"]["end"]) == ("moves", 600.0)
    assert (found["taken"]["outcome"], found["taken"]["largest"]["end"]) == ("moves", 0.0)


def test_claims_of_a_course_are_told_apart_too(reach):
    """A claim about days moves where there is any difference; one about a level as any other."""
    arms = (
        "set: {run.days: 112}\nbefore: ordinary\narms:\n  - {name: a}\n"
        "  - {name: n, change: [{day: 28, set: {night.supervision: 0.5}}]}\n"
        "  - {name: k, change: [{day: 28, set: {steering.follow_up_min: 21}}]}\n"
    )
    found, text = reach(
        arms,
        ("night", "satisfied", "n, a", "lower", "28, course: passed"),
        ("up", "satisfied", "k, a", "lower", "28, course: passed"),
        ("level", "clarity", "k, a", "higher", "0.02, course: settled"),
        languages=["en"],
    )
    assert (found["night"]["outcome"], found["up"]["outcome"], found["level"]["outcome"]) == ("none", "moves", "moves")
    assert found["up"]["same"] and found["up"]["largest"]["end"] == found["level"]["largest"]["end"] == 600.0
    assert "cannot come out" in text


def test_what_has_no_ends_leaves_it_open(reach):
    """The rule by which the same teams are formed is no lever with a range."""
    arms = "arms:\n" + "".join(
        f"  - {{name: {rule}, config: {rule}.yaml}}\n" for rule in ("keep_relations", "at_random")
    )
    for rule in ("keep_relations", "at_random"):
        with open(f"{rule}.yaml", "w", encoding="utf-8") as file:
            file.write(CONFIG + f"reorganise: [{{name: r, day: 28, rule: {rule}, set: {{organisation.pool_size: 18}}}}]\n")
    found, text = reach(arms, ("rule", "cost_night", "keep_relations, at_random", "lower", 1e6), languages=["en"])
    assert (found["rule"]["outcome"], found["rule"]["stretched"]) == ("open", [])
    assert "whether it can come out is open: at most" in text


def test_the_experiment_says_what_is_the_same(tillit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    (tmp_path / "base.yaml").write_text(CONFIG)
    arms = "arms:\n  - {name: a}\n  - {name: n, set: {night.supervision: 0.5}}\nclaims:\n"
    claims = [("met", "staff_met", "n, a", "lower", 0.5), ("hours", "night_hours", "n, a", "lower", 1)]
    path = tmp_path / "e.yaml"
    path.write_text(HEAD + arms + "".join(CLAIM.format(*claim) for claim in claims))
    found = json.loads(tillit("experiment", path, "--quiet", "--format", "json").out)["claims"]
    assert [claim["same"] for claim in found] == [True, False]
    for language, words in (("en", "as the arms stand, the outcome does not depend on what differs"), ("sv", "beror utfallet inte på det som skiljer")):
        assert tillit("experiment", path, "--quiet", "--lang", language).out.count(words) == 1
