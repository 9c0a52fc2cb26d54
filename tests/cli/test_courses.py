"""Courses of a change on the command line: tables, JSON, claims on them, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

EXPERIMENT = """title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad?", en: "What?"}
config: base.yaml
before: detail-control
arms:
  - {name: detail}
  - {name: S, change: [{day: 84, regime: trust-steering}]}
  - {name: later, extends: S, change: [{day: 168, set: {steering.follow_up_min: 20}}]}
  - {name: other, before: ordinary}
  - {name: same}
  - {name: changed, extends: other, change: [{day: 28, regime: trust-steering}]}
outcomes: [satisfied, missed_share, manager_trust, full_time_posts]
claims:
"""
CLAIM = "  - {name: NAME, text: {sv: texten, en: the text}, outcome: OUTCOME, contrast: [ARM, BASE], direction: DIRECTION, smallest: SMALLEST, course: PART}\n"


def claim(name: str, outcome: str, part: str, way: str, smallest: float, arms: tuple[str, str] = ("S", "detail")) -> str:
    """A claim on a part of a course."""
    words = {"NAME": name, "OUTCOME": outcome, "PART": part, "DIRECTION": way, "SMALLEST": str(smallest), "ARM": arms[0], "BASE": arms[1]}
    return re.sub("|".join(words), lambda found: words[found[0]], CLAIM)


CLAIMS = [
    claim("dips", "missed_share", "dip", "higher", 0.001),
    claim("never", "missed_share", "passed", "higher", 100),
    claim("soon", "manager_trust", "dip_days", "lower", 28),
    claim("half", "manager_trust", "half_way", "lower", 84),
    claim("level", "manager_trust", "settled", "higher", 0.02),
    claim("areas", "manager_trust", "settled", "higher", 0.02).replace("course:", "where: {areas: [1]}, course:"),
    claim("apart", "satisfied", "dip", "lower", 0.001, ("later", "S")),
]


@pytest.fixture
def write(tmp_path):
    """Writes an experiment with these claims beside its config."""

    def write(claims: list[str], days: int = 448) -> Path:
        config = f"seed: 1\nmunicipality: lillkoping\nregime: ordinary\nrun: {{days: {days}, burn_in_days: 28, replicates: 3}}\nrecord: {{level: none, period_days: 28}}\n"
        (tmp_path / "base.yaml").write_text(config, encoding="utf-8")
        (tmp_path / "experiment.yaml").write_text(EXPERIMENT + "".join(claims), encoding="utf-8")
        return tmp_path / "experiment.yaml"

    return write


def test_tables_say_how_arms_go_apart(tillit, write):
    done = tillit("experiment", write(CLAIMS), "--quiet")
    assert done.code == 0, done.err
    table = done.out.split("Courses: differences after the change")[1].split("Extra cost")[0]
    pairs = ["S - detail, day 84", "later - detail, day 84", "changed - other, day 28"]
    assert [line for line in table.splitlines() if ", day " in line] == pairs
    assert {line.split()[0] for line in table.splitlines()[1:] if line and ", day " not in line} == {"worst", "satisfied", "missed_share", "manager_trust"}
    assert re.search(r"missed_share +\S+ \+-\S+ \(\d+-\d+\) +>364 \(\d+->364\) +>364 \(\d+->364\)", table)
    assert re.search(r"manager_trust +\S+ \+-\S+ \(0-84\) +0 +0 +\d+ \(\d+-\d+\) ", table)
    cost = done.out.split("Extra cost")[1].split("Claims")[0]
    assert [line for line in cost.splitlines() if ", day " in line] == pairs
    assert cost.count("cost_planning") == 3 and "nan" not in done.out and "inf" not in done.out
    assert re.search(r"undecided +the text: satisfied, in the worst quarter: ", done.out)
    assert re.search(r"supported +the text: missed_share, days until the old level is passed for good: >364 \(\d+->364\)\n", done.out)
    swedish = tillit("experiment", write(CLAIMS), "--quiet", "--lang", "sv").out
    assert "Förlopp: skillnader efter förändringen" in swedish and "Merkostnad, miljoner kronor: under försämringen för mycket eller ganska nöjda" in swedish
    assert "dagar till halva vägen: " in swedish and "cost" not in swedish


def test_json_and_claims_say_the_same(tillit, write):
    path = write(CLAIMS)
    done = json.loads(tillit("experiment", path, "--quiet", "--format", "json").out)
    found = {own["name"]: own for own in done["claims"]}
    course = done["courses"][0]
    assert course["contrast"] == ["S", "detail"] and course["change_day"] == 84
    assert found["dips"]["difference"] == course["outcomes"]["missed_share"]["dip"]["mean"]
    assert list(found["never"]) == ["name", "difference", "half_width", "course", "days", "verdict", "same"]
    assert found["never"]["difference"] is None and found["never"]["verdict"] == "supported"
    assert found["never"]["days"]["day"] == "never" and 100 < found["never"]["days"]["low"] < 364
    assert found["half"]["days"] == course["outcomes"]["manager_trust"]["half_way"]
    assert found["level"]["difference"] == course["outcomes"]["manager_trust"]["level"]["mean"] != found["areas"]["difference"]
    assert course["outcomes"]["full_time_posts"]["dip"]["mean"] is None
    kinds = course["cost"]
    assert sum(kinds[kind]["year_1"]["mean"] for kind in kinds if kind != "cost") == pytest.approx(kinds["cost"]["year_1"]["mean"])
    assert kinds["cost"]["year_2"]["mean"] is None


def test_a_course_is_the_same_on_any_threads(tillit, write):
    path = write(CLAIMS[:1])
    one, two = (tillit("experiment", path, "--quiet", "--threads", threads, "--format", "json").out for threads in (1, 2))
    assert one == two


def test_knock_outs_judge_courses(tillit, write):
    done = tillit("claims", write([CLAIMS[3]], days=252), "--quiet", "--set", "run.burn_in_days=0")
    assert done.code == 0, done.err
    assert re.search(r"supported +the text\n +manager_trust, days to half of the way: \d+ \(\d+-\d+\) \(at most 84\), days 84-252\n", done.out)
    assert re.search("assumed through|falls with no single coefficient", done.out)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (claim("c", "satisfied", "dipp", "lower", 1), "course: dip, dip_days, passed, half_way or settled is expected, found 'dipp'; did you mean 'dip'?"),
        (claim("c", "satisfied", "dip", "lower", 1, ("other", "detail")), "course: 'other' and 'detail' differ from before the first measured day"),
        (claim("c", "satisfied", "dip", "lower", 1, ("same", "detail")), "course: 'same' and 'detail' do not part within the run"),
        (claim("c", "full_time_posts", "passed", "lower", 1), "course: neither more nor less of 'full_time_posts' is better, so that it has no dip; half_way or settled is expected"),
        (claim("c", "satisfied", "dip", "lower", 1).replace("course:", "days: [0, 28], course:"), "days: not expected beside 'course'"),
        (claim("c", "satisfied", "passed", "lower", -1), "smallest"),
    ],
)
def test_what_is_no_course_is_refused_where_it_stands(tillit, write, own, said):
    path = write([own])
    done = tillit("experiment", path, "--quiet")
    line = path.read_text().splitlines().index(own.rstrip("\n")) + 1
    assert done.code == 2 and said in done.err, done.err
    assert f"experiment.yaml:{line}:" in done.err
