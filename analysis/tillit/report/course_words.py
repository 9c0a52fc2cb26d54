"""Courses in words and pictures, in Swedish and English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import xarray as xr
from matplotlib.figure import Figure

from tillit import figures
from tillit.courses import SPANS, Course
from tillit.errors import TillitError
from tillit.estimates import Estimate, Time, estimate
from tillit.files import labels
from tillit.report.arrangement import YEAR, Span, values_over
from tillit.report.conclusions import FIVE
from tillit.report.courses import Followed, followed
from tillit.report.wording import EMPTY, NONE, Told, Wording, decimal, join, months, span_days, titles_of, when
from tillit.report.words import COURSE, FIRST, SETTLED, UNITS, Text

YEARS = SPANS[1:]
LANGUAGES = ("sv", "en")
Group = tuple[Text, list[tuple[Text, list[Told]]]]
"""Rows of a table under a name; a cell an arm, or a span of time."""


def _sure(own: Estimate) -> bool:
    """Whether an estimate is told from zero; a single simulation tells nothing of that, and is shown as it is."""
    return not own.low < 0 < own.high


def _capital(text: Text) -> Text:
    return Text(*(own[:1].upper() + own[1:] for own in text))


def above(own: Time) -> Told:
    """When the old level is reached, where it was ever left."""
    return (COURSE["not below"], EMPTY) if own.day == own.high == 0 else when(own)


def _dips(own: Course) -> bool:
    return own.better * own.dip.mean < 0


def dip(own: Course, wording: Wording) -> Told:
    """How deep it goes, in the worst quarter, and in which months that is."""
    if not _dips(own):
        return COURSE["no dip"], EMPTY
    size = _change(own.outcome, own.dip, wording)
    if not _sure(own.dip):
        return COURSE["no sure dip"], size
    first, last = (months(day - own.change_day) for day in (own.dip_from, own.dip_to))
    return size, join(COURSE["months"], first, "–", last)


def _change(outcome: str, own: Estimate, wording: Wording) -> Text:
    """A difference with its interval; rows say the unit."""
    text = wording.change(outcome, own.mean)
    return text if math.isnan(own.half_width) else join(text, " ±", wording.amount(outcome, own.half_width))


def _group(outcome: str, found: Sequence[Followed], wording: Wording) -> Group:
    """Dip, when the old level is passed, half of the way, and the settled level of an outcome, by arm."""
    own = [arm.courses[outcome] for arm in found]
    rows = [
        (COURSE["dip"], [dip(c, wording) for c in own]),
        (COURSE["over"], [above(c.dip_days) if _dips(c) and _sure(c.dip) else (NONE, EMPTY) for c in own]),
        (COURSE["passed"], [above(c.passed) for c in own]),
        (COURSE["half"], [when(c.half_way) for c in own]),
        (COURSE["level"], [(_change(outcome, c.level, wording), SETTLED[c.settled]) for c in own]),
    ]
    return join(_capital(wording.name(outcome)), ", ", unit_of(outcome, wording)[0]), rows


def _money(own: Estimate, base: float, wording: Wording) -> Told:
    """Million kronor more than the other, and what that is of the other's cost in as long a time, where that is given."""
    if math.isnan(own.mean):
        return NONE, EMPTY
    share = join("+" if own.mean > 0 else "", decimal(100 * own.mean / base, 1), "\u00a0%") if base else EMPTY
    return _change("cost", own, wording), share


def _years(found: Sequence[Followed], wording: Wording) -> list[Group]:
    """Extra cost in the years after the change, by arm."""
    costs = [(arm.courses["cost"].cost["cost"], arm.base_cost * YEAR / 365) for arm in found if "cost" in arm.courses]
    rows = [(COURSE[year], [_money(own[year], base, wording) for own, base in costs]) for year in YEARS]
    return _with_figures([(COURSE["extra"], rows)])


def _with_figures(groups: Sequence[Group]) -> list[Group]:
    """Without rows that have no figure, as those of a year that was not run, and without groups of no row."""
    kept = [(name, [row for row in rows if any(told[0] != NONE for told in row[1])]) for name, rows in groups]
    return [(name, rows) for name, rows in kept if rows]


def _kinds(own: Followed, wording: Wording) -> Group:
    """Extra cost by kind, until the dip is over and in three years."""
    found = next(iter(own.courses.values())).cost
    names = {kind: COURSE["in all"] if kind == "cost" else _after_colon(wording.name(kind)) for kind in found}
    return wording.titles[own.arm], [
        (names[k], [_money(found[k][span], 0.0, wording) for span in SPANS]) for k in found
    ]


def _after_colon(name: Text) -> Text:
    return Text(*(text.split(": ", 1)[-1] for text in name))


# ---- pictures --------------------------------------------------------------------------------------------------------


def unit_of(outcome: str, wording: Wording) -> tuple[Text, float]:
    """The unit in which differences are told, and what they are multiplied by for it."""
    unit = wording.unit(outcome)
    if unit == "million":
        return COURSE["million a year"], 1e-6
    return (UNITS["points"], 100.0) if unit == "per cent" else (UNITS.get(unit, Text(unit, unit)), 1.0)


def panel(outcome: str, found: Sequence[Followed], wording: Wording, lang: str) -> figures.Panel:
    """An outcome in a picture, in a language."""
    unit, scale = unit_of(outcome, wording)
    name = FIRST.get(outcome) or wording.name(outcome)
    courses = [own.courses[outcome] for own in found]
    later = {own.arm: own.later for own in found}
    return figures.Panel(courses, getattr(_capital(name), lang), getattr(unit, lang), scale, later)


def picture(data: xr.Dataset, lang: str, outcomes: Sequence[str] = FIVE) -> Figure:
    """The courses of a file in one picture.

    Raises:
        TillitError: no arm is changed on a measured day, or the file holds none of the outcomes by period.
    """
    found, wording = followed(data, outcomes), Wording(data, titles_of(data))
    if not found:
        raise TillitError(
            f"{data.attrs.get('path', 'the data')}: has no arm that is changed on a measured day beside one that goes on as before, with outcomes by period in one municipality; tillit figures --outcome draws others"
        )
    titles = {arm: getattr(title, lang) for arm, title in wording.titles.items()}
    panels = [panel(name, found, wording, lang) for name in found[0].courses]
    return figures.courses(panels, labels(data, "arm"), titles, lang)


def _figure(outcome: str, data: xr.Dataset, found: Sequence[Followed], wording: Wording) -> dict[str, Any]:
    """An outcome's drawing, its figures, and on what level the arms are that go on as before."""
    arms = labels(data, "arm")
    drawings = [figures.svg(figures.course(panel(outcome, found, wording, lang), arms, lang)) for lang in LANGUAGES]
    first = found[0].courses[outcome]
    since = [i for i, day in enumerate(first.day) if day >= min(own.change_day for own in found)]
    cells = [[wording.change(outcome, float(own.courses[outcome].mean[i])) for own in found] for i in since]
    bases = dict.fromkeys(own.base for own in found)
    after = Span(None, (first.change_day, int(first.day[-1] + first.days[-1])))
    levels = [
        (
            wording.titles[base],
            wording.with_unit(outcome, wording.amount(outcome, estimate(values_over(data, outcome, base, after)).mean)),
        )
        for base in bases
    ]
    return {
        "label": _capital(wording.name(outcome)),
        "unit": unit_of(outcome, wording)[0],
        "levels": levels,
        "svg": Text(*drawings),
        "rows": [(Text(*(str(i + 1),) * 2), row) for i, row in enumerate(cells)],
    }


def course_content(data: xr.Dataset, found: Sequence[Followed], wording: Wording) -> dict[str, Any] | None:
    """What the page shows of courses; nothing without any."""
    if not found:
        return None
    arms, names, first = labels(data, "arm"), list(found[0].courses), next(iter(found[0].courses.values()))
    drawn = [arm for arm in arms if any(arm in (own.arm, own.base) for own in found)]
    bases = list(dict.fromkeys(own.base for own in found))
    return {
        "bases": [wording.titles[arm] for arm in bases],
        "days": sorted({own.change_day for own in found}),
        "legend": [(wording.titles[arm], figures.swatch(arms.index(arm), arm in bases), arm in bases) for arm in drawn],
        "ring": figures.swatch(None),
        "bar": figures.swatch(None, again=True) if any(own.later for own in found) else "",
        "arms": [wording.titles[own.arm] for own in found],
        "figures": [_figure(name, data, found, wording) for name in names],
        "table": [_group(names[0], found, wording), *_years(found, wording)],
        "others": [_group(name, found, wording) for name in names[1:] if name != "cost"],
        "kinds": _with_figures([_kinds(own, wording) for own in found]),
        "level": span_days((first.level_from, first.level_to)),
        "period": int(first.days[0]),
    }
