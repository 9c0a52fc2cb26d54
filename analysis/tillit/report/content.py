"""What stands in the report, computed from a result file: texts and numbers, no markup."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit import figures
from tillit.errors import TillitError
from tillit.estimates import Estimate, bands, difference, estimate, pilot, values, verdict
from tillit.files import PathText, asked, check_input, config, labels, open_result
from tillit.points import load
from tillit.report.words import BETTER, CURVES, GROUPS, LEVERS, PARTIES, VERDICTS, Text
from tillit.robustness import belongs, shares
from tillit.runs import digest

FITTED = Path(__file__).parent / "fit.json"
SHARES = {
    "satisfied",
    "very_satisfied",
    "control_time",
    "client_time",
    "travel_time",
    "hourly_hours",
    "agency_hours",
    "open_gaps",
}
MINUS, THIN = "\u2212", "\u202f"


def _both(text: str) -> Text:
    """A number as written in English, in both languages: thin spaces, a decimal comma in Swedish."""
    text = text.replace("-", MINUS).replace(",", THIN)
    return Text(text.replace(".", ","), text)


def _equal_cost(arms: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By arm, the lever that makes its cost equal, and its value."""
    found = {arm["name"]: arm["equal_cost"] for arm in arms if arm["equal_cost"]}
    return {name: {**own, "value": number(float(own["value"]))} for name, own in found.items()}


def number(value: float, digits: int = 3) -> Text:
    """A number for people: as many decimals as its size deserves."""
    if math.isnan(value):
        return Text("–", "–")
    size = abs(value)
    decimals = 0 if size >= 1000 or size == 0 else max(0, digits - 1 - math.floor(math.log10(size)))
    return _both(f"{value:,.{min(decimals, 5)}f}")


def percent(value: float, digits: int = 3) -> Text:
    """A share in per cent, or a difference of shares in percentage points (the label says which)."""
    return number(100.0 * value, digits)


def million(value: float, digits: int = 3) -> Text:
    """SEK in millions."""
    return number(value / 1e6, max(digits, 3))


@dataclass(frozen=True)
class Cell:
    """A mean or a difference with its interval, and whether it is better (1), worse (-1) or neither (0)."""

    value: Text
    half_width: Text
    direction: int = 0


@dataclass(frozen=True)
class Row:
    """A measure in every arm: means, then differences from the first arm (none for that arm itself)."""

    measure: str
    label: Text
    means: list[Cell]
    differences: list[Cell | None]


def _is_share(data: xr.Dataset, name: str) -> bool:
    """Is it a part of a whole, told in per cent, rather than an index?"""
    return name.endswith("_share") or name in SHARES


def label(data: xr.Dataset, name: str) -> Text:
    """A measure's name with its unit; shares are told in per cent, money in millions."""
    own = data[f"window_{name}"]
    if own.attrs.get("units") == "SEK/yr":
        return Text(
            f"{own.attrs['long_name_sv']}, miljoner kronor per år", f"{own.attrs['long_name']}, million SEK a year"
        )
    if _is_share(data, name):
        return Text(f"{own.attrs['long_name_sv']}, procent", f"{own.attrs['long_name']}, per cent")
    return Text(figures.label(own, "sv"), figures.label(own, "en"))


def _cell(data: xr.Dataset, name: str, own: Estimate, of_difference: bool) -> Cell:
    money = data[f"window_{name}"].attrs.get("units") == "SEK/yr"
    write = million if money else percent if _is_share(data, name) else number
    certain = of_difference and not math.isnan(own.half_width) and abs(own.mean) > own.half_width
    direction = int(np.sign(own.mean)) * BETTER.get(name, 0) if certain else 0
    value = write(own.mean)
    if of_difference and own.mean > 0:
        value = Text(*("+" + text for text in value))
    return Cell(value, write(own.half_width, 2), direction)


def row(data: xr.Dataset, name: str) -> Row:
    """A measure's row of the main table."""
    arms = labels(data, "arm")
    means = [_cell(data, name, estimate(values(data, name, arm)), False) for arm in arms]
    changes: list[Cell | None] = [None]
    changes += [_cell(data, name, difference(data, name, arm, arms[0]), True) for arm in arms[1:]]
    return Row(name, label(data, name), means, changes)


def _titles(data: xr.Dataset, question: dict[str, Any] | None) -> dict[str, Text]:
    known = {arm["name"]: arm["title"] for arm in question["arms"]} if question else {}
    found = {}
    for arm in map(str, data["arm"].values):
        title = known.get(arm, {})
        found[arm] = Text(title.get("sv") or arm, title.get("en") or arm)
    return found


def levers(data: xr.Dataset) -> list[tuple[Text, list[Text]]]:
    """Levers that differ between the arms: in words, and the value in each arm."""
    regimes = [config(data, i + 1)["regime"] for i in range(data.sizes["arm"])]
    differing = [path for path in regimes[0] if any(r[path] != regimes[0][path] for r in regimes)]
    return [(LEVERS.get(path, Text(path, path)), [number(float(r[path])) for r in regimes]) for path in differing]


def break_even(data: xr.Dataset, arm: str, base: str) -> int | None:
    """The month from which the arm has cost no more than the base in all; None if never within the run."""
    if "cost" not in data or "period" not in data["cost"].dims:
        return None
    cost = bands(data, "cost")["mean"] * data["period_days"] / 365.0
    gap = (cost.sel(arm=arm) - cost.sel(arm=base)).cumsum("period").values
    if not (gap <= 0).any() or gap[-1] > 0:
        return None
    last_dearer = int(np.max(np.nonzero(gap > 0)[0])) if (gap > 0).any() else -1
    even = last_dearer + 1
    return math.ceil(int(data["day"].values[even] + data["period_days"].values[even]) / 30.4)


def _sides(data: xr.Dataset, rows: list[Row], arm: int) -> dict[str, list[tuple[Row, Cell]]]:
    """What is certainly better and worse in an arm than in the first, the largest first by standardised size."""
    names = [str(a) for a in data["arm"].values]

    def size(own: Row) -> float:
        a, b = values(data, own.measure, names[arm]), values(data, own.measure, names[0])
        scale = abs(float(np.nanmean(b))) or 1.0
        return abs(float(np.nanmean(a - b))) / scale

    certain = [(r, c) for r in rows if (c := r.differences[arm]) is not None and c.direction != 0]
    # What it costs always comes along.
    certain.sort(key=lambda pair: (pair[0].measure == "cost", size(pair[0])), reverse=True)
    return {"better": [p for p in certain if p[1].direction > 0], "worse": [p for p in certain if p[1].direction < 0]}


def _where_left_open(claim: dict[str, Any], points: pd.DataFrame | None) -> Text | None:
    """At how many of the points that published figures leave open a claim holds, and at how many the opposite."""
    if points is None:
        return None
    if claim["name"] not in points:
        raise TillitError(f"the results at plausible points have no claim '{claim['name']}': of another experiment?")
    holds, opposite = (f"{100 * share:.0f}\u00a0%" for share in shares(claim, points[claim["name"]]))
    return Text(f"{holds} (motsatt {opposite})", f"{holds} (opposite {opposite})")


def _claims(
    data: xr.Dataset, question: dict[str, Any] | None, grounds: dict[str, Any] | None, points: pd.DataFrame | None
) -> list[dict[str, Any]]:
    rests_on = {c["name"]: c for c in grounds["claims"]} if grounds else {}
    found = []
    for claim in question["claims"] if question else []:
        arm, base = claim["contrast"]
        change = difference(data, claim["outcome"], arm, base, claim["name"])
        cell = _cell(data, claim["outcome"], change, True)
        found.append(
            {
                "text": Text(claim["text"]["sv"], claim["text"]["en"]),
                "label": label(data, claim["outcome"]),
                "verdict": VERDICTS[verdict(claim, change)],
                "kind": verdict(claim, change),
                "cell": cell,
                "smallest": (percent if _is_share(data, claim["outcome"]) else number)(float(claim["smallest"])),
                "ground": rests_on.get(claim["name"]),
                "left_open": _where_left_open(claim, points),
            }
        )
    return found


def _pilot(data: xr.Dataset, question: dict[str, Any] | None) -> list[tuple[Text, list[Cell]]]:
    """What evaluations of the pilot would conclude about every outcome, beside the true effect."""
    asked_for = question["evaluation"] if question else None
    if not asked_for:
        return []
    outcomes = [name for name in question["outcomes"] if f"window_{name}" in data] if question else []
    found = [(name, pilot(data, name, asked_for["arm"], asked_for["without"])) for name in outcomes]
    return [(label(data, name), [_cell(data, name, own, True) for own in three.values()]) for name, three in found]


def grounds_of(path: PathText | None) -> dict[str, Any] | None:
    """What `tillit claims --format json` printed.

    Raises:
        TillitError: it is something else.
    """
    if path is None:
        return None
    check_input(path, "tillit claims EXPERIMENT --format json prints it")
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        return (
            dict(found)
            if {"claims", "knocked_out", "replicates", "model_version"} <= found.keys()
            else _no_grounds(path)
        )
    except (OSError, ValueError, AttributeError):
        return _no_grounds(path)


def _no_grounds(path: PathText) -> dict[str, Any]:
    raise TillitError(f"{path}: is not what tillit claims EXPERIMENT --format json prints")


def fit() -> list[dict[str, Any]]:
    """The model beside published figures, as `make validate` last found it."""
    rows = json.loads(FITTED.read_text(encoding="utf-8"))
    for own in rows:
        own["label"] = Text(own["sv"], own["pattern"])
        for column in ("model", "published (range)"):
            text = own[column].replace("-", MINUS)
            swedish = (
                text.replace(".", ",").replace(" to ", " till ").replace("above", "över").replace("below", "under")
            )
            own[column.split()[0]] = Text(swedish, text)
    return list(rows)


def _curve(data: xr.Dataset, names: list[str], titles: dict[str, Text]) -> list[dict[str, Any]]:
    charts = []
    for name in names:
        found = bands(data, name)
        months = [round(float(d + p / 2) / 30.4, 1) for d, p in zip(found["day"].values, found["period_days"].values)]
        drawings = Text(
            *(
                figures.svg(figures.trajectories(data, name, {a: getattr(t, lang) for a, t in titles.items()}, lang))
                for lang in ("sv", "en")
            )
        )
        rows = [
            (number(month), [number(float(v)) for v in found["mean"].isel(period=i).values])
            for i, month in enumerate(months)
        ]
        charts.append(
            {
                "label": Text(figures.label(data[name], "sv"), figures.label(data[name], "en")),
                "svg": drawings,
                "rows": rows,
            }
        )
    return charts


def _plausible(path: PathText | None, result: PathText, model_version: str) -> pd.DataFrame | None:
    """What `python -m tillit robustness --results` wrote; refused if it is of another model version or experiment."""
    if path is None:
        return None
    found, made = load(Path(path), "robustness")
    if f"(model version {model_version})" not in made:
        raise TillitError(f"{path}: not of model version {model_version}; run python -m tillit robustness again")
    belongs(path, made, digest(result))
    return found


def _grounds_belong(claims: PathText, grounds: dict[str, Any], result: PathText) -> None:
    """Refuses what `tillit claims` printed of another experiment, or of this one before it was changed."""
    found, own = str(grounds.get("experiment", "not said")), digest(result)
    if found != own:
        raise TillitError(
            f"{claims}: is of another experiment than {result}, or of this one before it was changed (digest {found}, "
            f"here {own}); run tillit claims again"
        )


def content(path: PathText, claims: PathText | None = None, robustness: PathText | None = None) -> dict[str, Any]:
    """Everything the page needs. Both languages stand in every text.

    Raises:
        TillitError: as open_result, or when the file holds no whole-run table (made before windows were kept).
    """
    data = open_result(path)
    if "window" not in data.dims:
        raise TillitError(f"{path}: holds no measures over the whole run (made by an older version); run it again")
    question, grounds = asked(data), grounds_of(claims)
    if grounds and str(grounds["model_version"]) != str(data.attrs["model_version"]):
        raise TillitError(
            f"{claims}: of model version {grounds['model_version']}, and {path} of {data.attrs['model_version']}; run tillit claims again"
        )
    if claims and grounds:
        _grounds_belong(claims, grounds, path)
    points = _plausible(robustness, path, str(data.attrs["model_version"]))
    titles = _titles(data, question)
    arms = list(titles)
    there = [(title, [n for n in names if f"window_{n}" in data]) for title, names in GROUPS]
    tables = [(title, [row(data, name) for name in names]) for title, names in there]
    rows = [r for _, own in tables for r in own]
    has_periods = "period" in data.dims and "satisfied" in data and "period" in data["satisfied"].dims
    first = config(data)
    return {
        "title": Text(question["title"]["sv"], question["title"]["en"]) if question else Text(*(", ".join(arms),) * 2),
        "question": Text(question["question"]["sv"], question["question"]["en"]) if question else None,
        "year": question["year"] if question else 0,
        "price_level": question["price_level"] if question else 0,
        "law": Text(question["law"]["sv"], question["law"]["en"]) if question else None,
        "municipalities": [str(m) for m in data["municipality"].values],
        "replicates": data.sizes["replicate"],
        "days": int((data["day"] + data["period_days"]).max()),
        "burn_in": int(first["run"]["run.burn_in_days"]),
        "arms": arms,
        "titles": titles,
        "equal_cost": _equal_cost(question["arms"]) if question else {},
        "lever_names": LEVERS,
        "levers": levers(data),
        "tables": tables,
        "sides": {arm: _sides(data, rows, i) for i, arm in enumerate(arms) if i > 0},
        "break_even": {arm: break_even(data, arm, arms[0]) for arm in arms[1:]},
        "curves": [_curve(data, names, titles) for names in CURVES] if has_periods else [],
        "parties": [(title, [row(data, n) for n in names if f"window_{n}" in data]) for title, names in PARTIES],
        "claims": _claims(data, question, grounds, points),
        "points": 0 if points is None else len(points),
        "pilot": _pilot(data, question),
        "grounds": grounds,
        "fit": fit(),
        "attributes": {
            k: str(data.attrs.get(k, ""))
            for k in ("version", "model_version", "commit", "compiler", "flags", "command", "created", "seed")
        },
        "file": Path(path).name,
        "digests": [[f"{int(v):016x}" for v in row_] for row_ in data["digest"].values],
        "configs": [json.dumps(config(data, i + 1), ensure_ascii=False, indent=1) for i in range(len(arms))],
    }
