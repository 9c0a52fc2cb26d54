"""Courses of a change: the program's own, from a result file."""

import json

import numpy as np
import pytest

import tillit
from tillit.courses import SPANS, change_day
from tillit.library import Differences, better
from tillit.report.limits import read_limits
from tillit.runs import call

EXPERIMENT = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad ger det?", en: "What does it give?"}
config: base.yaml
set: {run.days: 672, run.replicates: 3}
before: detail-control
arms:
  - {name: before, title: {sv: "Som förut", en: "As before"}}
  - {name: S, title: {sv: "Tillit", en: "Trust"}, change: [{day: 168, regime: trust-steering}]}
  - {name: other, title: {sv: "Annan", en: "Another"}, before: ordinary}
outcomes: [satisfied, manager_trust, staff_met, cost]
claims:
  - {name: dips, text: {sv: a, en: a}, outcome: satisfied, contrast: [S, before], course: dip, direction: lower, smallest: 0.001}
  - {name: half, text: {sv: a, en: a}, outcome: manager_trust, contrast: [S, before], course: half_way, direction: lower, smallest: 364}
  - {name: level, text: {sv: a, en: a}, outcome: manager_trust, contrast: [S, before], course: settled, direction: higher, smallest: 0.02}
  - {name: area, text: {sv: a, en: a}, outcome: manager_trust, contrast: [S, before], course: settled, direction: higher, smallest: 0.02, where: {areas: [1]}}
"""


@pytest.fixture(scope="module")
def printed(folder):
    (folder / "course.yaml").write_text(EXPERIMENT)
    text = call("experiment", folder / "course.yaml", "--out", folder / "course.h5", "--format", "json", "--quiet")
    return json.loads(text)


@pytest.fixture
def result(folder, printed):
    with tillit.open_result(folder / "course.h5") as data:
        yield data


def plain(value):
    """As JSON has it."""
    return {"never": np.inf, None: np.nan}.get(value, value)


def assert_time(found, own):
    assert [found.day, found.low, found.high] == pytest.approx(
        [plain(own[k]) for k in ("day", "low", "high")], nan_ok=True
    )


def test_courses_are_the_programs_own(result, printed):
    own = printed["courses"][0]
    assert own["contrast"] == ["S", "before"] and len(printed["courses"]) == 1
    for outcome, there in own["outcomes"].items():
        found = tillit.course(result, outcome, own["contrast"])
        assert found.change_day == own["change_day"] == 168
        for name in ("dip_days", "passed", "half_way"):
            assert_time(getattr(found, name), there[name])
        for name in ("dip", "level"):
            part = getattr(found, name)
            expected = [plain(there[name][k]) for k in ("mean", "half_width")]
            assert [part.mean, part.half_width] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)
            assert [getattr(found, f"{name}_from"), getattr(found, f"{name}_to")] == there[name]["days"]
        assert found.settled == there["settled"]
    for kind, spans in own["cost"].items():
        for span, there in spans.items():
            part = found.cost[kind][span]
            assert part.mean == pytest.approx(plain(there["mean"]), rel=1e-9, abs=1e-3, nan_ok=True)


def test_a_course_has_its_periods(result):
    found = tillit.course(result, "manager_trust", ("S", "before"))
    assert found.differences.shape == (3, 24) and list(found.days) == [28] * 24 and found.day[6] == 168
    assert (found.differences[:, :6] == 0).all()  # one history
    assert found.mean == pytest.approx(found.differences.mean(axis=0))
    assert (found.low[6:] < found.mean[6:]).all() and (found.mean[6:] < found.high[6:]).all()
    assert found.cost.keys() >= {"cost", "cost_care", "cost_planning"} and tuple(found.cost["cost"]) == SPANS
    kinds = [own["year_1"].mean for kind, own in found.cost.items() if kind != "cost"]
    assert sum(kinds) == pytest.approx(found.cost["cost"]["year_1"].mean, abs=1)


def test_claims_on_courses_have_the_programs_verdicts(result, printed):
    claims = {own["name"]: own for own in tillit.asked(result)["claims"]}
    for own in printed["claims"][:3]:
        claim = claims[own["name"]]
        assert claim["course"] == own["course"]
        assert tillit.verdict(claim, tillit.course_of_claim(result, claim)) == own["verdict"]
    with pytest.raises(tillit.TillitError, match="course of some units"):
        tillit.course_of_claim(result, claims["area"])


def test_arms_without_a_common_history_have_no_course(result):
    with pytest.raises(tillit.TillitError, match="before the first measured day"):
        tillit.course(result, "satisfied", ("other", "before"))
    with pytest.raises(tillit.TillitError, match="do not part"):
        tillit.course(result, "satisfied", ("before", "before"))
    with pytest.raises(tillit.TillitError, match="has no arm 'nobody'; there are before, S, other"):
        tillit.course(result, "satisfied", ("nobody", "before"))
    with pytest.raises(tillit.TillitError, match="did you mean satisfied"):
        tillit.course(result, "satisfed", ("S", "before"))
    assert change_day(result, "S", "before") == 168


def test_what_has_no_periods_or_too_many_places_is_refused(result):
    windows = result[[name for name in result.data_vars if str(name).startswith("window_")]]
    with pytest.raises(tillit.TillitError, match="record.level was none"):
        tillit.course(windows, "satisfied", ("S", "before"))
    both = result.isel(municipality=[0, 0])
    with pytest.raises(tillit.TillitError, match="2 municipalities; choose one"):
        tillit.course(both, "satisfied", ("S", "before"))


def test_a_planted_course_is_found():
    day = np.arange(0, 1260, 28)
    path = np.where(day < 168, 0.0, np.minimum(-0.02 + 0.04 * (day + 14 - 168) / 364, 0.02))
    planted = Differences(np.tile(path, (3, 1)), day, np.full_like(day, 28), 168)
    found = planted.course(1, 0.001)
    assert [found.dip_days.day, found.half_way.day] == pytest.approx([182, 273])
    assert found.level.mean == pytest.approx(0.02)
    assert np.isnan(planted.course(0, 0.001).dip.mean)
    with pytest.raises(tillit.TillitError, match="out of its range"):
        planted.course(2, 0.001)
    with pytest.raises(tillit.TillitError, match="out of its range"):
        Differences(np.tile(path, (3, 1)), day[::-1], np.full_like(day, 28), 168).course(1, 0.0)


def test_the_report_and_the_program_agree_on_what_is_better():
    for outcome, limits in read_limits().items():
        assert better(outcome) == limits.better, outcome
    assert better("full_time_posts") == 0
