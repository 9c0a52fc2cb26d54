"""What stands in the report: the conclusions about a result file, and all else that the page shows, as texts."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from tillit import figures
from tillit.committed import FIT
from tillit.errors import TillitError
from tillit.estimates import MONTH, bands, estimate
from tillit.files import PathText, asked, check_input, config, open_result
from tillit.library import parameter_label
from tillit.markets import firms_may_come, people_choose
from tillit.points import load
from tillit.report.arrangement import Span, first_change, markets
from tillit.report.choice_words import choice_content
from tillit.report.conclusions import FIVE, PAID, Answer, Concluder, Conclusions, Finding, Mark, conclude
from tillit.report.course_words import course_content
from tillit.report.courses import followed
from tillit.report.purchaser_words import purchaser_content
from tillit.report.wording import (
    MINUS,
    Cell,
    Wording,
    break_even,
    chart_label,
    decimal,
    join,
    lever,
    market,
    number,
    period,
    span,
    span_days,
    titles_of,
    together,
)
from tillit.report.words import (
    ALONE,
    CHOSEN,
    CURVES,
    GIVEN,
    GROUPS,
    LEAVE,
    PAID_NOTES,
    PARTIES,
    PROVIDER_NOTES,
    Text,
)
from tillit.report.words import PAID as PAID_GROUP
from tillit.robustness import belongs
from tillit.runs import digest


def _made_equal(own: Mapping[str, Any], wording: Wording) -> Text:
    """What of an arm is made equal to the first: its cost, over all days or some, or another outcome."""
    days = join(" (", span_days((int(own["days"][0]), int(own["days"][1]))), ")") if "days" in own else ""
    if own.get("outcome", "cost") == "cost":
        return join(Text("Kostnaden", "The cost"), days, Text(" är gjord lika", " is made equal"))
    return join(
        Text("Utfallet ", "The outcome "),
        "”",
        wording.name(own["outcome"]),
        "”",
        days,
        Text(" är gjort lika, men inte kostnaden,", " is made equal, but not the cost,"),
    )


def _equal(question: dict[str, Any] | None, wording: Wording) -> dict[str, dict[str, Any]]:
    """By arm, what is made equal, the lever that makes it so, in words, and its value."""
    found = {arm["name"]: arm["equal_cost"] for arm in question["arms"] if arm["equal_cost"]} if question else {}
    return {
        name: {
            "what": _made_equal(own, wording),
            "lever": Text(*parameter_label(own["lever"])),
            "value": number(float(own["value"])),
        }
        for name, own in found.items()
    }


Groups = list[tuple[Text, list[str]]]


def _is_paid(data: xr.Dataset) -> bool:
    """Whether providers are paid in any arm: elsewhere nobody says what the municipality pays."""
    return f"window_{PAID}" in data and bool(np.isfinite(data[f"window_{PAID}"].values).any())


def _without_pay(groups: Groups) -> Groups:
    """Groups of outcomes without those that are about pay alone."""
    kept = [(title, names) for title, names in groups if title != PAID_GROUP[0]]
    return [(title, [name for name in names if name != PAID]) for title, names in kept]


def _leaving(own: Concluder, wording: Wording, over: Span) -> list[Text]:
    """What becomes of a firm that leaves, and how many do, where any does."""
    ends = [name for name in ("firms_leaving", "terminations") if f"window_{name}" in own.data]
    found = [(arm, sum(estimate(own.values(name, arm, over)).mean for name in ends)) for arm in own.arms]
    some = [(arm, a_year) for arm, a_year in found if a_year > 0]
    if not some:
        return []
    told = together([join(wording.titles[arm], " ", decimal(a_year, 1)) for arm, a_year in some], "; ")
    return [join(LEAVE, Text(" Så många slutar på ett år: ", " So many leave in a year: "), told, ".")]


def _providers(own: Concluder, wording: Wording, over: Span, configs: list[dict[str, Any]]) -> list[Text]:
    """What must be known to read answers about several providers; nothing where there is one everywhere."""
    several = [market for market in (c.get("market") for c in configs) if market]
    if not any("split" in market or firms_may_come(market) for market in several):
        return []
    return [*PROVIDER_NOTES, *(PAID_NOTES if _is_paid(own.data) else []), *_leaving(own, wording, over)]


def _left_out(configs: list[dict[str, Any]]) -> Text:
    """What of providers is not in what is asked."""
    found = [market for market in (c.get("market") for c in configs) if market]
    return CHOSEN if any(map(people_choose, found)) else GIVEN if found else ALONE


def _levels(
    own: Concluder, wording: Wording, over: Span, groups: Groups
) -> list[tuple[Text, list[tuple[Text, list[Cell]]]]]:
    """Means of every arm, by group of outcomes."""
    return [
        (
            title,
            [
                (wording.label(n), [wording.level_cell(n, estimate(own.values(n, arm, over))) for arm in own.arms])
                for n in names
                if f"window_{n}" in own.data
            ],
        )
        for title, names in groups
    ]


def _differences(
    own: Concluder, wording: Wording, answers: tuple[Answer, ...], groups: Groups
) -> list[tuple[Text, list[tuple[Text, list[Cell]]]]]:
    """Differences of every comparison, by group of outcomes."""

    def cells(outcome: str) -> list[Cell]:
        return [wording.change_cell(own.finding(outcome, a.arm, a.base, a.span)) for a in answers]

    there = [(title, [n for n in names if f"window_{n}" in own.data]) for title, names in groups]
    return [(title, [(wording.label(n), cells(n)) for n in names]) for title, names in there if names]


def _answer(own: Answer, wording: Wording, equal: dict[str, dict[str, Any]], marks: tuple[Mark, ...]) -> dict[str, Any]:
    """A comparison in the short answer."""

    def also(finding: Finding) -> Text:
        name, change = wording.name(finding.outcome), wording.difference(finding.outcome, finding.change)
        return Text(f"{name.sv}: {change.sv}", f"{name.en}: {change.en}")

    return {
        "arm": wording.titles[own.arm],
        "base": wording.titles[own.base],
        "span": span(own.span),
        "first": wording.first(own.five, marks),
        "five": [wording.five(finding) for finding in own.five],
        "worse": [also(f) for f in own.others if f.judgement == "worse"][:5],
        "better": [also(f) for f in own.others if f.judgement == "better"][:5],
        "equal": equal.get(own.arm),
        "break_even": break_even(own.break_even),
    }


def _pilot(question: dict[str, Any] | None, found: Conclusions, wording: Wording) -> dict[str, Any] | None:
    """What evaluations of the pilot would conclude about every outcome, beside the true effect."""
    if question is None or not found.pilot:
        return None
    days = {own["name"]: span_days(tuple(own["days"])) for own in question["windows"]}
    rows = [(wording.label(own.outcome), wording.evaluated(own)) for own in found.pilot]
    return {"rows": rows, "before": days["pilot before"], "after": days["pilot after"]}


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
    rows = json.loads(FIT.read_text(encoding="utf-8"))
    for own in rows:
        own["label"] = Text(own["sv"], own["pattern"])
        for column in ("model", "published (range)"):
            text = own[column].replace("-", MINUS)
            swedish = (
                text.replace(".", ",").replace(" to ", " till ").replace("above", "över").replace("below", "under")
            )
            own[column.split()[0]] = Text(swedish, text)
    return list(rows)


def _curve(data: xr.Dataset, names: list[str], titles: dict[str, Text], change: int | None) -> list[dict[str, Any]]:
    charts = []
    for name in names:
        found = bands(data, name)
        months = [round(float(d + p / 2) / MONTH, 1) for d, p in zip(found["day"].values, found["period_days"].values)]
        drawings = []
        for lang in ("sv", "en"):
            own = {arm: getattr(title, lang) for arm, title in titles.items()}
            drawings.append(figures.svg(figures.trajectories(data, name, own, lang, change)))
        rows = [
            (number(month), [number(float(v)) for v in found["mean"].isel(period=i).values])
            for i, month in enumerate(months)
        ]
        charts.append(
            {
                "label": chart_label(data[name]),
                "svg": Text(*drawings),
                "rows": rows,
            }
        )
    return charts


def _plausible(path: PathText | None, result: PathText, model_version: str) -> pd.DataFrame | None:
    """What `tillit robustness --results` wrote; refused if it is of another model version or experiment."""
    if path is None:
        return None
    found, made = load(Path(path), "robustness")
    if f"(model version {model_version})" not in made:
        raise TillitError(f"{path}: not of model version {model_version}; run tillit robustness again")
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


def _limits(data: xr.Dataset, wording: Wording, groups: Groups) -> list[dict[str, Text]]:
    """The table of what matters and what is implausible, for the outcomes that the page shows."""
    shown = [*FIVE, *(n for _, names in groups for n in names)]
    return [wording.limits_row(n) for n in dict.fromkeys(shown) if n in wording.limits and f"window_{n}" in data]


def _with_curves(found: dict[str, Any] | None, wording: Wording, change: int | None) -> dict[str, Any] | None:
    """A section with what it draws over time."""
    if found:
        found["curves"] = [_curve(pair, names, wording.titles, change) for names, pair in found["drawn"]]
    return found


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
    titles = titles_of(data)
    arms, wording, own = list(titles), Wording(data, titles), Concluder(data, question, points)
    paid = _is_paid(data)
    groups, parties = (GROUPS, PARTIES) if paid else (_without_pay(GROUPS), _without_pay(PARTIES))
    outcomes = list(dict.fromkeys(n for _, names in (*groups, *parties) for n in names))
    found, equal = conclude(data, question, outcomes, grounds, points), _equal(question, wording)
    has_periods = "period" in data.dims and "satisfied" in data and "period" in data["satisfied"].dims
    configs = [config(data, i + 1) for i in range(len(arms))]
    changes_begin = first_change(configs)
    return {
        "title": Text(question["title"]["sv"], question["title"]["en"]) if question else Text(*(", ".join(arms),) * 2),
        "question": Text(question["question"]["sv"], question["question"]["en"]) if question else None,
        "year": question["year"] if question else 0,
        "price_level": question["price_level"] if question else 0,
        "law": Text(question["law"]["sv"], question["law"]["en"]) if question else None,
        "municipalities": [str(m) for m in data["municipality"].values],
        "replicates": data.sizes["replicate"],
        "period": period(
            int((data["day"] + data["period_days"]).max()), int(configs[0]["run"]["run.burn_in_days"]), changes_begin
        ),
        "arms": arms,
        "titles": titles,
        "providers": _providers(own, wording, found.span, configs),
        "alone": _left_out(configs),
        "paid": paid,
        "answers": [_answer(answer, wording, equal, found.marks) for answer in found.answers],
        "marks": wording.marks(found.marks),
        "levers": [
            *([market(markets(configs))] if markets(configs) else []),
            *(lever(row, configs) for row in found.levers),
        ],
        "span": span(found.span),
        "changes_begin": changes_begin,
        "month": MONTH,
        "course": course_content(data, followed(data, (*FIVE, PAID) if paid else FIVE), wording),
        "levels": _levels(own, wording, found.span, groups),
        "differences": _differences(own, wording, found.answers, groups),
        "parties": _differences(own, wording, found.answers, parties),
        "curves": [_curve(data, names, titles, changes_begin) for names in CURVES] if has_periods else [],
        "choice": _with_curves(choice_content(data, wording), wording, changes_begin),
        "purchaser": _with_curves(purchaser_content(data, wording), wording, changes_begin),
        "claims": [wording.judged(claim) for claim in found.claims],
        "points": 0 if points is None else len(points),
        "pilot": _pilot(question, found, wording),
        "grounds": grounds,
        "limits": _limits(data, wording, [*groups, *parties]),
        "fit": fit(),
        "attributes": {
            k: str(data.attrs.get(k, ""))
            for k in ("version", "model_version", "commit", "compiler", "flags", "command", "created", "seed")
        },
        "file": shlex.quote(Path(path).name),
        "digests": [[f"{int(v):016x}" for v in row_] for row_ in data["digest"].values],
        "configs": [json.dumps(own_config, ensure_ascii=False, indent=1) for own_config in configs],
    }
