"""The courses of a file in one picture, for papers: its words in Swedish or English."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from matplotlib.figure import Figure

from tillit import figures
from tillit.errors import TillitError
from tillit.files import labels
from tillit.library import measure_words, measures
from tillit.report.arms import titles_of
from tillit.report.conclusions import FIVE
from tillit.report.courses import Followed, followed
from tillit.report.texts import Text

POINTS = Text("procentenheter", "percentage points")
MILLIONS = Text("miljoner kr per år", "million SEK a year")


def _unit(outcome: str) -> tuple[Text, float]:
    """The unit in which differences are told, and what they are multiplied by for it."""
    own = measures().loc[outcome]
    if measure_words().loc[outcome, "telling"] == "share":
        return POINTS, 100.0
    return (MILLIONS, 1e-6) if own["unit"] == "SEK/yr" else (Text(own["unit_sv"], own["unit"]), 1.0)


def _panel(outcome: str, found: Sequence[Followed], lang: str) -> figures.Panel:
    """An outcome in a picture, in a language."""
    own, (unit, scale) = measures().loc[outcome], _unit(outcome)
    name = str(getattr(Text(own["label_sv"], own["label"]), lang))
    courses = [followed.courses[outcome] for followed in found]
    later = {own.arm: own.later for own in found}
    return figures.Panel(courses, name[:1].upper() + name[1:], getattr(unit, lang), scale, later)


def picture(data: xr.Dataset, lang: str, outcomes: Sequence[str] = FIVE) -> Figure:
    """The courses of a file in one picture.

    Raises:
        TillitError: no arm is changed on a measured day, or the file holds none of the outcomes by period.
    """
    found = followed(data, outcomes)
    if not found:
        raise TillitError(
            f"{data.attrs.get('path', 'the data')}: has no arm that is changed on a measured day beside one that goes on as before, with outcomes by period in one municipality; tillit figures --outcome draws others"
        )
    titles = {arm: getattr(title, lang) for arm, title in titles_of(data).items()}
    panels = [_panel(name, found, lang) for name in found[0].courses]
    return figures.courses(panels, labels(data, "arm"), titles, lang)
