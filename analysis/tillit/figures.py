"""Figures for papers and the report: one call each, vector files, the same bytes for the same data.

Colours are those of Okabe & Ito, told apart by the colour-blind, and every series also has a line style and a marker
of its own, for print. Text is Swedish or English, from the file's own names.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib.style
import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tillit.errors import TillitError
from tillit.estimates import bands, difference
from tillit.files import PathText, labels, measure
from tillit.writing import whole_file

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#F0E442")
LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
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
    },
    "en": {
        "month": "month",
        "difference": "difference from {}",
        "band": "bands: 95 % of simulation error",
        "share": "share",
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
def trajectories(data: xr.Dataset, outcome: str, titles: Titles | None = None, language: str = "en") -> Figure:
    """An outcome over time, a line an arm, with bands of simulation error where there is more than one replicate."""
    found = bands(data, outcome)
    figure, axes = _axes(6.4, 3.6)
    month = (found["day"].values + found["period_days"].values / 2) / 30.4
    for i, arm in enumerate(labels(data, "arm")):
        own = found.sel(arm=arm)
        colour, name = COLOURS[i % 8], (titles or {}).get(arm, arm)
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
    figure.legend(loc="outside lower center", ncols=2, fontsize=9, frameon=False)
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
