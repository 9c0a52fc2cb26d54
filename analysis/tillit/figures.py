"""Figures for papers: one call each, vector files, the same bytes for the same data.

Colours are those of Okabe & Ito, told apart by the colour-blind, and every series also has a line style and a marker
of its own, for print. Text is Swedish or English, from the file's own names.
"""

from __future__ import annotations

import functools
import io
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib.style
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MultipleLocator

from tillit.courses import Course
from tillit.errors import TillitError
from tillit.estimates import MONTH, bands, difference
from tillit.files import PathText, labels, measure
from tillit.writing import whole_file

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#F0E442")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
MOST_LETTERS = 40
"""Of a name that has room beside another below a picture."""
STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tillit",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "legend.frameon": False,
    "pdf.fonttype": 42,
    "text.parse_math": False,  # a $ in the name of an arm is a $
}
WORDS = {
    "sv": {
        "month": "månad",
        "difference": "skillnad mot {}",
        "band": "band: 95 % av simuleringsfelet",
        "share": "andel",
        "since": "månader efter förändringen",
        "change": "förändringen, dag {}",
        "dip": "försämringen: sämsta kvartalet",
        "again": "här ändras mer",
        "base": ", går vidare som förut",
        "courses": "skillnad mot det som går vidare som förut, simulerat {} gånger; band: 95 % simuleringsfel",
        "course": "skillnad mot det som går vidare som förut, simulerat en gång: inga band",
    },
    "en": {
        "month": "month",
        "difference": "difference from {}",
        "band": "bands: 95 % of simulation error",
        "share": "share",
        "since": "months after the change",
        "change": "the change, day {}",
        "dip": "the dip: its worst quarter",
        "again": "more changes here",
        "base": ", going on as before",
        "courses": "difference from what goes on as before, {} replicates; bands: 95 % simulation error",
        "course": "difference from what goes on as before, one replicate: no bands",
    },
}
DATES = {"svg": "Date", "pdf": "CreationDate", "png": "CreationDate"}
"""Kinds of drawings, by ending, and where each would hold the date of its making."""
Titles = Mapping[str, str]
Given = ParamSpec("Given")
Found = TypeVar("Found")


def _styled(draw: Callable[Given, Found]) -> Callable[Given, Found]:
    """Draws or writes in our style upon matplotlib's own defaults, whatever a matplotlibrc of the user says."""

    @functools.wraps(draw)
    def styled(*arguments: Given.args, **options: Given.kwargs) -> Found:
        with matplotlib.style.context(["default", STYLE]):
            return draw(*arguments, **options)

    return styled


def label(variable: xr.DataArray, language: str = "en") -> str:
    """A measure's name and unit for people."""
    if language not in WORDS:
        raise TillitError(f"language '{language}': sv or en is expected")
    sv = language == "sv"
    name = str(variable.attrs.get("long_name_sv" if sv else "long_name", variable.name))
    unit = str(variable.attrs.get("units_sv" if sv else "units", "")) if "units_sv" in variable.attrs or not sv else ""
    return f"{name} ({unit})" if unit and unit not in ("1", name) else name


def _number(value: float, language: str) -> str:
    """A tick: millions in words, a decimal comma in Swedish."""
    text = f"{value / 1e6:g} {'mn' if language == 'sv' else 'M'}" if abs(value) >= 1e6 else f"{value:g}"
    return (text.replace(".", ",") if language == "sv" else text).replace("-", "\u2212")


def _ticks(axes: Axes, language: str, which: str = "xy") -> None:
    for name in which:
        axis = axes.xaxis if name == "x" else axes.yaxis
        axis.set_major_formatter(FuncFormatter(lambda value, _: _number(value, language)))


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


@_styled
def save(figure: Figure, path: PathText, overwrite: bool = False) -> None:
    """Writes a figure; the ending says as what: svg, pdf, png. No date goes in.

    Raises:
        TillitError: another ending, or a file that is there without `overwrite`.
        OSError: it cannot be written.
    """
    ending = Path(path).suffix[1:]
    if ending not in DATES:
        raise TillitError(f"{path}: an ending of {', '.join(DATES)} is expected; it says what is drawn")
    with whole_file(path, overwrite) as unfinished:
        figure.savefig(unfinished, format=ending, metadata={DATES[ending]: None})


@_styled
def svg(figure: Figure) -> str:
    """The figure as text for a page, without the XML head."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    # Several drawings share a page: only names that are referred to stay, and those are hashes of what they name.
    used = set(re.findall(r"#([\w-]+)", text))
    return re.sub(r' id="([\w-]+)"', lambda found: found[0] if found[1] in used else "", text)


@_styled
def trajectories(
    data: xr.Dataset, outcome: str, titles: Titles | None = None, language: str = "en", change: int | None = None
) -> Figure:
    """An outcome over time, a line an arm, with bands of simulation error where there is more than one replicate.

    `change`: a measured day to be marked.
    """
    found, arms = bands(data, outcome), labels(data, "arm")
    names = [textwrap.fill((titles or {}).get(arm, arm), 80) for arm in arms]
    beside = all(len(name) <= MOST_LETTERS for name in names)
    figure, axes = _axes(6.4, 3.6 if beside else 3.3 + 0.17 * len("\n".join(names).split("\n")))
    month = (found["day"].values + found["period_days"].values / 2) / MONTH
    for i, (arm, name) in enumerate(zip(arms, names)):
        own = found.sel(arm=arm)
        colour = COLOURS[i % 8]
        every = max(1, len(month) // 8)
        axes.plot(
            month,
            own["mean"],
            color=colour,
            linestyle=LINES[i % 8],
            marker=MARKERS[i % 8],
            markevery=every,
            markersize=5,
            label=name,
        )
        axes.fill_between(month, own["low"], own["high"], color=colour, alpha=0.15, linewidth=0)
    _ticks(axes, language)
    axes.set_xlabel(WORDS[language]["month"])
    axes.set_title(label(measure(data, outcome), language), fontsize=10, loc="left")
    figure.legend(loc="outside lower center", ncols=2 if beside else 1, fontsize=9, frameon=False)
    return figure


@dataclass(frozen=True)
class Panel:
    """An outcome in a picture of courses: its name, the unit of the differences, and what they are multiplied by for it.

    `later`: by arm, the days on which it changes again.
    """

    courses: Sequence[Course]
    name: str
    unit: str
    scale: float = 1.0
    later: Mapping[str, Sequence[int]] = field(default_factory=dict)


RING: dict[str, Any] = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linestyle": "none"}
"""Around the worst quarter of a course."""
MOST_BESIDE = 10
"""Lines that can be named in the room of a panel; more are named below all panels."""
BAR: dict[str, Any] = {"marker": "|", "markersize": 13, "markeredgewidth": 2, "linestyle": "none"}
"""Across a course, on a day on which its arm changes again."""


def _line(i: int, base: bool) -> dict[str, Any]:
    """How the arm of a number is drawn in pictures of courses; one that goes on as before is a line without markers."""
    own = {"color": COLOURS[i % 8], "linestyle": LINES[(i + i // 8) % 8]}  # no two of 64 alike
    return {**own, "linewidth": 2} if base else {**own, "marker": MARKERS[i % 8], "markersize": 4}


def _course(axes: Axes, own: Course, panel: Panel, start: int, i: int) -> None:
    """A course from the day of its change on; before it both arms are one. Its worst quarter is ringed, where it is surely worse."""
    after = np.flatnonzero(own.day + own.days > own.change_day)
    middle = (np.maximum(own.day, own.change_day) + own.day + own.days)[after] / 2
    month = (np.concatenate(([own.change_day], middle)) - start) / MONTH
    mean, low, high = (panel.scale * np.concatenate(([0.0], values[after])) for values in (own.mean, own.low, own.high))
    axes.plot(month, mean, markevery=(1 + i, 8), **_line(i, base=False))
    axes.fill_between(month, low, high, color=COLOURS[i % 8], alpha=min(0.15, 0.5 / len(panel.courses)), linewidth=0)
    again = (np.array(panel.later.get(own.arm, ())) - start) / MONTH
    axes.plot(again, np.interp(again, month, mean), color=COLOURS[i % 8], **BAR)
    if own.better * own.dip.mean < 0 and not own.dip.low < 0 < own.dip.high:
        middle_of_dip = ((own.dip_from + own.dip_to) / 2 - start) / MONTH
        axes.plot(middle_of_dip, panel.scale * own.dip.mean, markeredgecolor=COLOURS[i % 8], **RING)


def _changes(axes: Axes, days: Sequence[int], start: int, language: str) -> None:
    """The days of change on an axis of months after a day, the first of them named; the others where there is room."""
    last = -np.inf
    low, high = axes.get_xlim()
    for day in days:
        month = (day - start) / MONTH
        axes.axvline(month, color="black", linewidth=1, linestyle=(0, (4, 2)))
        if month - last > (high - low) / 3:
            text = WORDS[language]["change"].format(day)
            left = month < (low + high) / 2
            axes.annotate(text, (month, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 3), fontsize=8.5,
                          textcoords="offset points", ha="left" if left else "right", va="bottom")  # fmt: skip
            last = month


def _panel(axes: Axes, panel: Panel, numbers: Mapping[str, int], language: str) -> None:
    """Differences from the arms that go on as before, which are the line at zero from the first day on."""
    days = sorted({own.change_day for own in panel.courses})
    first = panel.courses[0]
    ends = np.array([first.day[0] - days[0], first.day[-1] + first.days[-1] - days[0]]) / MONTH
    ends[1] = np.ceil(ends[1])
    for base in dict.fromkeys(own.base for own in panel.courses):
        axes.plot(ends, [0.0, 0.0], **_line(numbers[base], base=True))
    for own in panel.courses:
        _course(axes, own, panel, days[0], numbers[own.arm])
    axes.set_xlim(*ends)
    axes.xaxis.set_major_locator(MultipleLocator(6))
    _changes(axes, days, days[0], language)
    _ticks(axes, language)
    axes.set_xlabel(WORDS[language]["since"])
    axes.set_ylabel(panel.unit)


def _handles(panels: Sequence[Panel], arms: Sequence[str], titles: Titles, language: str) -> list[Line2D]:
    """What lines and rings mean; the arms that go on as before are named as such."""
    bases = {own.base for panel in panels for own in panel.courses}
    drawn = bases | {own.arm for panel in panels for own in panel.courses}
    names = {arm: titles.get(arm, arm) + (WORDS[language]["base"] if arm in bases else "") for arm in drawn}
    own = [
        Line2D([], [], label=textwrap.fill(names[arm], 44), **_line(i, arm in bases))
        for i, arm in enumerate(arms)
        if arm in drawn
    ]
    if any(days for panel in panels for days in panel.later.values()):
        own.append(Line2D([], [], color="black", label=WORDS[language]["again"], **BAR))
    return [*own, Line2D([], [], markeredgecolor="black", label=WORDS[language]["dip"], **RING)]


@_styled
def courses(panels: Sequence[Panel], arms: Sequence[str], titles: Titles | None = None, language: str = "en") -> Figure:
    """Several outcomes in one picture, a panel each, and what the lines mean.

    `arms`: all of the file, in its order, from which every arm has its colour.
    """
    numbers = {arm: i for i, arm in enumerate(arms)}
    rows = len(panels) // 2 + 1
    handles, count = _handles(panels, arms, titles or {}, language), len(panels[0].courses[0].differences)
    below = 0.25 * len(handles) if len(handles) > MOST_BESIDE else 0.0
    figure = Figure(figsize=(9.6, 2.9 * rows + below), layout="constrained")
    cells = figure.subplots(rows, 2, squeeze=False).ravel()
    for axes, panel in zip(cells, panels):
        _panel(axes, panel, numbers, language)
        axes.set_title(panel.name, fontsize=10, fontweight="bold", loc="left", pad=18)
    for axes in cells[len(panels) :]:
        axes.set_axis_off()
    about = textwrap.fill(WORDS[language]["courses" if count > 1 else "course"].format(count), 50)
    told: dict[str, Any] = {"handles": handles, "title": about, "alignment": "left"}
    if below:
        figure.legend(loc="outside lower left", ncols=2, **told)
    else:
        cells[len(panels)].legend(loc="center left", **told)
    return figure


@_styled
def differences(
    data: xr.Dataset, outcomes: Sequence[str], base: str, titles: Titles | None = None, language: str = "en"
) -> Figure:
    """Paired differences from an arm with their intervals, a panel an outcome, each on its own scale."""
    arms = [arm for arm in labels(data, "arm") if arm != base]
    figure = Figure(figsize=(6.4, 0.7 + len(outcomes) * (0.35 + 0.22 * len(arms))), layout="constrained")
    panels = figure.subplots(len(outcomes), 1, squeeze=False)[:, 0]
    for axes, outcome in zip(panels, outcomes):
        for i, arm in enumerate(arms):
            change = difference(data, outcome, arm, base)
            half = 0.0 if np.isnan(change.half_width) else change.half_width
            axes.errorbar(
                change.mean, -i, xerr=half, color=COLOURS[(i + 1) % 8], marker=MARKERS[(i + 1) % 8], capsize=3
            )
        axes.axvline(0.0, color="black", linewidth=0.8)
        _ticks(axes, language, "x")
        axes.set_yticks([-i for i in range(len(arms))], [(titles or {}).get(arm, arm) for arm in arms])
        axes.set_ylim(-len(arms) + 0.5, 0.5)
        axes.set_title(label(measure(data, f"window_{outcome}"), language), fontsize=10, loc="left")
    panels[-1].set_xlabel(WORDS[language]["difference"].format((titles or {}).get(base, base)))
    return figure


@_styled
def distribution(data: xr.Dataset, titles: Titles | None = None, language: str = "en") -> Figure:
    """How many staff recipients meet in 14 days: share of recipients by number, all periods and replicates together."""
    found = measure(data, "staff_met_recipients")
    counts = found.sum([d for d in found.dims if d not in ("arm", "staff_met_bin")])
    figure, axes = _axes(6.4, 3.6)
    for i, arm in enumerate(labels(data, "arm")):
        own = counts.sel(arm=arm).values
        axes.step(
            data["staff_met_bin"].values,
            own / max(own.sum(), 1),
            where="mid",
            color=COLOURS[i % 8],
            linestyle=LINES[i % 8],
            label=(titles or {}).get(arm, arm),
        )
    axes.set_xlim(0, 40)
    _ticks(axes, language)
    axes.set_xlabel(label(measure(data, "staff_met"), language))
    axes.set_ylabel(WORDS[language]["share"])
    figure.legend(loc="outside lower center", ncols=2, fontsize=9, frameon=False)
    return figure


@_styled
def influence(found: pd.DataFrame, most: int = 20) -> Figure:
    """Sensitivity indices of tillit.indices, the most influential on top: total (Sobol'), mu* (Morris), rank correlation."""
    column = next(c for c in ("total", "mu_star", "rank_correlation") if c in found)
    own = found.head(most).iloc[::-1]
    figure, axes = _axes(6.4, 0.8 + 0.25 * len(own))
    half: Any = own.get(f"{column}_half_width")
    axes.barh(own.index, own[column], xerr=half, color=COLOURS[0], height=0.6, error_kw={"capsize": 2})
    axes.set_xlabel({"total": "total index", "mu_star": "mu*", "rank_correlation": "rank correlation"}[column])
    return figure


@_styled
def convergence(found: pd.DataFrame, most: int = 8) -> Figure:
    """Indices against the size of the design, from tillit.sensitivity.convergence."""
    last = found[found["size"] == found["size"].max()].sort_values("index", ascending=False)
    figure, axes = _axes(6.4, 3.6)
    for i, name in enumerate(last["parameter"].head(most)):
        own = found[found["parameter"] == name].sort_values("size")
        axes.errorbar(
            own["size"],
            own["index"],
            yerr=own["half_width"],
            color=COLOURS[i % 8],
            linestyle=LINES[i % 8],
            marker=MARKERS[i % 8],
            capsize=2,
            label=name,
        )
    axes.set_xscale("log", base=2)
    _ticks(axes, "en", "x")
    axes.set_xlabel("size")
    axes.set_ylabel("index")
    figure.legend(loc="outside lower center", ncols=2, fontsize=9, frameon=False)
    return figure
