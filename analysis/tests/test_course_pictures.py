"""Courses in pictures: planted ones, and those of an experiment whose arms part on a day."""

import json
import math

import numpy as np
import pytest

import tillit
from tillit import figures
from tillit.courses import Course
from tillit.estimates import Estimate, Time
from tillit.library import Config
from tillit.report.arrangement import Span, base_of, later_days, parting_day, span_of
from tillit.report.conclusions import FIVE, Concluder
from tillit.report.courses import followed
from tillit.report.pictures import picture

INF, NAN = math.inf, math.nan
NEVER = Time(INF, INF, INF)


def config(start, *changes):
    """A resolved config with a lever that starts at a value and changes later: (day, value)."""
    own = f"seed: 1\nmunicipality: lillkoping\nrun: {{days: 168, burn_in_days: 28}}\nsteering.meeting_min: {start}\n"
    for i, (day, value) in enumerate(changes):
        own += (
            "" if i else "timeline:\n"
        ) + f"  - {{name: c{i}, day: {day}, set: {{steering.meeting_min: {value}}}}}\n"
    return json.loads(Config.read(own, "own.yaml").json)


def planted(arm="b", better=1, change_day=56, **own):
    """A course of four months that falls by .02 and rises to .03."""
    mean = np.array([0.0, 0.0, -0.02, 0.01, 0.03, 0.03])
    band = np.array([0.0, 0.0, *([0.005] * 4)])
    values = {
        "dip": Estimate(-0.02, 0.005, 4), "dip_from": 56, "dip_to": 84, "dip_days": Time(40.0, 30.0, 50.0),
        "passed": Time(40.0, 30.0, 50.0), "half_way": Time(60.0, 50.0, INF), "level": Estimate(0.03, 0.005, 4),
        "level_from": 84, "level_to": 168, "settled": "yes", "cost": {"cost": {}},
    }  # fmt: skip
    return Course(
        outcome="satisfied", arm=arm, base="a", change_day=change_day, better=better, day=np.arange(0, 168, 28),
        days=np.full(6, 28), mean=mean, low=mean - band, high=mean + band, differences=np.tile(mean, (4, 1)), **{**values, **own},
    )  # fmt: skip


# ---- which arms have a course, and beside which ----------------------------------------------------------------------


def test_the_arm_that_goes_on_as_before_is_found():
    before, reform, undone = config(30), config(30, (56, 120)), config(30, (56, 120), (84, 30))
    assert [base_of([before, reform, undone], i) for i in range(3)] == [None, 0, 0]
    other, changed = config(60), config(60, (56, 120))
    assert [base_of([before, other, changed, reform], i) for i in range(4)] == [None, None, 1, 0]
    assert base_of([config(30, (56, 60)), reform], 1) is None  # each has what the other has not


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [(config(30), config(60), None), (config(30), config(30), None), (config(30), config(30, (0, 60)), 0),
     (config(30, (28, 60)), config(30, (28, 60), (84, 30)), 84)],
)  # fmt: skip
def test_the_day_on_which_arms_part(one, other, day):
    assert parting_day([one, other]) == day


# ---- drawn -----------------------------------------------------------------------------------------------------------


def drawn(*courses, later=None):
    panel = figures.Panel(courses, "n", "u", 100.0, later or {})
    return figures.courses([panel], ["a", "b", "c"], language="sv").axes[0]


def test_the_baseline_is_always_drawn_and_arms_leave_it_at_the_change():
    base, own, *_ = drawn(planted()).lines
    assert set(base.get_ydata()) == {0.0} and base.get_xdata()[0] == -56 / 30.4 and base.get_xdata()[1] == 4
    assert own.get_xdata()[0] == own.get_ydata()[0] == 0.0
    assert list(own.get_ydata()[1:]) == pytest.approx([-2.0, 1.0, 3.0, 3.0])


def test_the_change_and_the_dip_are_marked():
    axes = drawn(planted(), planted("c", dip=Estimate(-0.02, 0.03, 4)))
    assert [text.get_text() for text in axes.texts] == ["förändringen, dag 56"]
    assert [line.get_xdata() for line in axes.lines if line.get_linestyle() == "--" and len(line.get_xdata()) == 2]
    rings = [line for line in axes.lines if line.get_markersize() == figures.RING["markersize"]]
    assert [(float(r.get_xdata()[0]), float(r.get_ydata()[0])) for r in rings] == [
        (pytest.approx(14 / 30.4), -2.0)
    ]  # only what is sure


def test_later_changes_of_an_arm_are_bars_across_its_line():
    axes = drawn(planted(), later={"b": [126]})  # the middle of a period
    bar = next(line for line in axes.lines if line.get_marker() == "|")
    assert (bar.get_xdata()[0], bar.get_ydata()[0]) == (pytest.approx(70 / 30.4), pytest.approx(3.0))
    assert later_days([config(30), config(30, (56, 120), (84, 30))], 1, 0) == (84,)


def test_many_arms_differ_and_are_named_below():
    arms = [f"arm {i}" for i in range(14)]
    panel = figures.Panel([planted(arm) for arm in arms], "n", "u")
    figure = figures.courses([panel], ["a", *arms])
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 5]
    assert len({(line.get_color(), line.get_linestyle(), str(line._unscaled_dash_pattern)) for line in lines}) == 14
    assert len(figure.legends[0].get_texts()) == 16 and figure.axes[1].get_legend() is None
    assert figures.courses([figures.Panel([planted()], "n", "u")], ["a", "b"]).legends == []


def test_changes_on_several_days_are_marked_and_named_where_there_is_room():
    axes = drawn(planted(), planted("c", change_day=84), planted("c", change_day=140))
    assert [text.get_text() for text in axes.texts] == ["förändringen, dag 56", "förändringen, dag 140"]


# ---- of a file -------------------------------------------------------------------------------------------------------


def test_arms_are_compared_in_the_last_year_since_they_parted(course_file):
    with tillit.open_result(course_file) as data:
        assert span_of(data, tillit.asked(data), ["changed", "detail"]) == Span(None, (56, 196))
        assert span_of(data, tillit.asked(data), ["undone", "changed"]) == Span(None, (140, 196))


def test_claims_of_a_course_are_judged_as_by_the_program(course_printed):
    path, printed = course_printed
    with tillit.open_result(path) as data:
        own = Concluder(data, tillit.asked(data))
        found = [own.judged(claim, None) for claim in own.claims]
        assert own.finding("missed_share", "changed", "detail", Span("all", (0, 196))).smallest == 0.001  # not 28 days
    assert [claim.verdict for claim in found[:3]] == [claim["verdict"] for claim in printed["claims"][:3]]
    assert [found[0].change.mean, found[2].change.mean] == [
        pytest.approx(printed["claims"][i]["difference"]) for i in (0, 2)
    ]
    assert found[1].change == NEVER and (found[3].verdict, found[3].change) == ("undecided", None)  # of some units


def test_settled_comparisons_have_no_course(result):
    assert followed(result, FIVE) == ()
    with pytest.raises(tillit.TillitError, match="no arm that is changed on a measured day"):
        picture(result, "sv")


def test_the_picture_is_the_same_bytes_and_says_what_it_is(course_file):
    with tillit.open_result(course_file) as data:
        one, other = (figures.svg(picture(data, "sv", ["satisfied", "cost"])) for _ in range(2))
    assert one == other
    for text in (
        "Alternativ detail, går vidare som förut",
        "simulerat 3",
        "simuleringsfel",
        "sämsta kvartalet",
    ):
        assert text in one
