"""Courses in words and pictures: planted ones, and those of an experiment whose arms part on a day."""

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
from tillit.report.course_words import _with_figures, above, course_content, dip, picture, when
from tillit.report.courses import followed
from tillit.report.wording import EMPTY, NONE, Wording, period, titles_of
from tillit.report.words import Text

INF, NAN = math.inf, math.nan
NEVER, UNKNOWN = Time(INF, INF, INF), Time(NAN, NAN, NAN)


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


# ---- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "swedish", "note"),
    [
        (Time(152.0, 122.0, 243.0), "månad 5", "månad 4–8"),
        (Time(152.0, 122.0, INF), "månad 5", "tidigast månad 4, kanske inte inom tiden"),
        (Time(INF, 304.0, INF), "inte inom tiden", "kanske månad 10"),
        (NEVER, "inte inom tiden", ""),
        (UNKNOWN, "–", ""),
        (Time(152.0, NAN, NAN), "månad 5", ""),
        (Time(0.0, 0.0, 91.2), "genast", "månad 0–3"),
    ],
)
def test_times_after_the_change(time, swedish, note):
    assert [text.sv for text in when(time)] == [swedish, note]


def test_what_was_never_below_is_not_passed():
    assert above(Time(0.0, 0.0, 0.0))[0].sv == "aldrig under den"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (planted(), ["−2,0 ±0,5", "månad 0–1"]),
        (planted(dip=Estimate(-0.02, 0.03, 4)), ["ingen säker försämring", "−2,0 ±3,0"]),
        (planted(dip=Estimate(0.01, 0.005, 4)), ["ingen försämring", ""]),
        (planted(better=-1), ["ingen försämring", ""]),
        (planted(better=0, dip=Estimate(NAN, NAN, 4)), ["ingen försämring", ""]),
        (planted(dip=Estimate(-0.02, NAN, 1)), ["−2,0", "månad 0–1"]),
    ],
)
def test_dips(result, own, told):
    assert [text.sv for text in dip(own, Wording(result, {}))] == told


# ---- drawn -----------------------------------------------------------------------------------------------------------


def drawn(*courses):
    figure = figures.course(figures.Panel(courses, "n", "u", 100.0), ["a", "b", "c"], "sv")
    return figure.axes[0]


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
    panel = figures.Panel([planted()], "n", "u", 100.0, {"b": [126]})  # the middle of a period
    bar = next(line for line in figures.course(panel, ["a", "b"]).axes[0].lines if line.get_marker() == "|")
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


def test_the_page_tells_what_the_function_gives(course_file, course_shown):
    with tillit.open_result(course_file) as data:
        own = tillit.course(data, "satisfied", ("changed", "detail"))
    assert course_shown["days"] == [56] and course_shown["bases"] == [("Alternativ detail", "Arm detail")]
    assert [f["label"].sv.split()[0] for f in course_shown["figures"]] == [
        "Mycket",
        "Uteblivna",
        "Personalkontinuitet:",
        "Sjukfrånvaro,",
        "Kostnad",
    ]
    after = own.mean[own.day >= own.change_day]
    assert [row[0].en for row in course_shown["figures"][0]["rows"]] == [str(i + 1) for i in range(len(after))]
    ((_, rows),) = course_shown["table"]  # no year of costs was run to its end
    assert rows[-1][1][0][0].en.startswith(f"{100 * own.level.mean:+.1f}".replace("-", "\u2212"))
    assert course_shown["bar"]  # the arm that is undone changes again
    assert course_shown["kinds"] == []


def test_rows_and_groups_without_figures_are_left_out():
    told, name = (Text("1", "1"), EMPTY), Text("år", "year")
    groups = [(name, [(name, [(NONE, EMPTY), told]), (name, [(NONE, EMPTY)])]), (name, [(name, [(NONE, EMPTY)])])]
    assert _with_figures(groups) == [(name, [(name, [(NONE, EMPTY), told])])]


@pytest.mark.parametrize(
    ("days", "burn_in", "change", "swedish", "english"),
    [
        (1260, 364, 168, "följs i tre och ett halvt år, efter ett års insvängning som inte visas; förändringen kommer efter ett halvår",
         "followed for three and a half years, after a year of settling in that is not shown; the change comes after half a year"),
        (364, 364, None, "följs i ett år, efter ett års insvängning som inte visas", "followed for a year, after a year of settling in that is not shown"),
        (728, 0, 0, "följs i två år", "followed for two years"),
        (56, 14, None, "följs i 56 dagar, efter 14 dagars insvängning som inte visas", "followed for 56 days, after 14 days of settling in that is not shown"),
        (260, 0, 84, "följs i 9 månader; förändringen kommer efter 3 månader", "followed for 9 months; the change comes after 3 months"),
    ],
)  # fmt: skip
def test_time_is_told_as_people_say_it(days, burn_in, change, swedish, english):
    assert period(days, burn_in, change) == (swedish, english)


def test_arms_are_compared_in_the_last_year_since_they_parted(course_file):
    with tillit.open_result(course_file) as data:
        assert span_of(data, tillit.asked(data), ["changed", "detail"]) == Span(None, (56, 196))
        assert span_of(data, tillit.asked(data), ["undone", "changed"]) == Span(None, (140, 196))


def test_claims_of_a_course_are_judged_as_by_the_program(course_printed):
    path, printed = course_printed
    with tillit.open_result(path) as data:
        own, wording = Concluder(data, tillit.asked(data)), Wording(data, titles_of(data))
        found = [own.judged(claim, None) for claim in own.claims]
        rows = [wording.judged(claim) for claim in found]
        assert own.finding("missed_share", "changed", "detail", Span("all", (0, 196))).smallest == 0.001  # not 28 days
    assert [claim.verdict for claim in found[:3]] == [claim["verdict"] for claim in printed["claims"][:3]]
    assert [found[0].change.mean, found[2].change.mean] == [
        pytest.approx(printed["claims"][i]["difference"]) for i in (0, 2)
    ]
    assert rows[1]["smallest"] == ("minst 28 dagar", "at least 28 days") and rows[1]["change"].sv == "inte inom tiden"
    assert rows[1]["span"].sv.startswith("Förloppet: tillbaka")
    assert (found[3].verdict, rows[3]["change"].en) == ("undecided", "of some units; tillit experiment computes it")


def test_settled_comparisons_have_no_course(result):
    assert followed(result, FIVE) == () and course_content(result, (), Wording(result, {})) is None
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
        "Andel nöjda",
        "sämsta kvartalet",
    ):
        assert text in one
