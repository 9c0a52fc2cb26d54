"""What the page of a file holds: the contract that analysis/explorer/src/document.ts writes down, filled from the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import xarray as xr

from tillit.committed import FIT
from tillit.errors import TillitError
from tillit.estimates import estimate
from tillit.files import PathText, asked, config, is_sweep, open_result
from tillit.report import answers, companions, over_time
from tillit.report.arms import arms_of, base_by_arm, is_paid, providers, titles_of
from tillit.report.arrangement import first_change, when_changed
from tillit.report.choice import choice_section
from tillit.report.conclusions import FIVE, PAID, Concluder, Conclusions, conclude
from tillit.report.courses import followed
from tillit.report.measured import described, named
from tillit.report.parties import parties
from tillit.report.plain import plain
from tillit.report.purchaser import purchaser_section
from tillit.report.steps import differing
from tillit.report.sweep_document import sweep_document
from tillit.report.texts import MINUS, Text
from tillit.report.whence import program_of, recipients_of

FORMAT = 1
PAY = (PAID, "society_cost", "registered_granted", "misbilled_share", "margin", "firms_leaving")
"""Measures that say nothing where nobody is paid."""
SHOWN = (
    *("satisfied", "quality", "staff_met", "met_above_20_share", "provider_trust", "provider_distrust", "unmet_share"),
    *("missed_share", "delivery_sd", "strain", "sick_share", "quit_rate", "manager_trust", "manager_distrust"),
    *("discretion", "seen_trust", "cut_share", "undetected_hours", "control_time", "client_time", "cost"),
    *("cost_per_hour", "full_time_posts", "knows_hourly", "manager_load", "manager_presence", *PAY),
)
"""Measures that the page puts into groups (analysis/explorer/src/words/groups.ts)."""
Plain = dict[str, Any]


def bilingual(own: Mapping[str, str] | None) -> Text | None:
    """A text of a file's, in one language where it has no other; None where it is empty."""
    sv, en = (own["sv"], own["en"]) if own else ("", "")
    return Text(sv or en, en or sv) if sv or en else None


# ---- the model beside published figures ------------------------------------------------------------------------------


def fit() -> list[Plain]:
    """As `make validate` last found it."""
    return [_fit(own) for own in json.loads(FIT.read_text(encoding="utf-8"))]


def _fit(own: Mapping[str, str]) -> Plain:
    model, published = (_figures(own[column]) for column in ("model", "published (range)"))
    rest = {name: own[name] for name in ("year", "source", "role", "verdict")}
    return {"label": Text(own["sv"], own["pattern"]), "model": model, "published": published, **rest}


def _figures(text: str) -> Text:
    """Figures with the words around them in both languages."""
    english = text.replace("-", MINUS)
    swedish = english.replace(".", ",")
    for word, other in (("to", "till"), ("above", "över"), ("below", "under")):
        swedish = re.sub(rf"\b{word}\b", other, swedish)
    return Text(swedish, english)


# ---- a result file ---------------------------------------------------------------------------------------------------


class _Result:
    """A result file and what is known of it, in the form of the contract."""

    def __init__(self, data: xr.Dataset, path: PathText, grounds: Any, points: Any) -> None:
        self.data, self.path, self.grounds, self.points = data, path, grounds, points
        self.question = asked(data)
        self.own = Concluder(data, self.question, points)
        self.arms = self.own.arms
        self.configs = [config(data, i + 1) for i in range(len(self.arms))]
        shown = SHOWN if is_paid(data) else SHOWN[: -len(PAY)]
        asked_for = self.question["outcomes"] if self.question else []
        self.measures = [name for name in dict.fromkeys([*shown, *asked_for]) if f"window_{name}" in data]

    def document(self) -> Plain:
        """All of it."""
        found = conclude(self.data, self.question, self.measures, self.grounds, self.points)
        parts = {**self._answered(found), **self._over_time(), **self._sections()}
        about = {**self._about(), "providers": providers(self.own, found.span, self.configs)}
        return {**self._asked(), "about": about, "measures": described(named(parts)), **parts}

    # ---- what was asked

    def _kind(self) -> str:
        return "experiment" if self.question else "run" if len(self.arms) == 1 else "compare"

    def _asked(self) -> Plain:
        asked, names, changed = self.question, ", ".join(self.arms), when_changed(self.configs)
        return {
            "kind": self._kind(),
            "program": program_of(self.data.attrs, self.path),
            "title": bilingual(asked and asked["title"]) or Text(names, names),
            "question": bilingual(asked and asked["question"]),
            "arms": arms_of(self.data, self.configs),
            "change": changed and {"day": changed.day, "until": changed.until, "back": changed.back},
            "levers": differing(self.configs),
            "fit": fit(),
            "notes": [],
        }

    def _about(self) -> Plain:
        data, asked, run = self.data, self.question or {}, self.configs[0]["run"]
        return {
            "municipalities": [str(name) for name in data["municipality"].values],
            "recipients": recipients_of(self.configs[0]),
            "replicates": data.sizes["replicate"],
            "days": int(run["run.days"]),
            "burn_in_days": int(run["run.burn_in_days"]),
            "period_days": int(data["period_days"].values[0]) if "period" in data.dims else None,
            "changes_begin": first_change(self.configs),
            **{name: asked.get(name) or None for name in ("year", "price_level")},
            "law": bilingual(asked.get("law")),
            "worlds": None if self.points is None else {"tried": len(self.points), "of": len(self.points)},
            "grounds": self.grounds and {n: self.grounds[n] for n in ("knocked_out", "replicates", "model_version")},
        }

    # ---- what came out

    def _answered(self, found: Conclusions) -> Plain:
        arms = self.question["arms"] if self.question else []
        equal = {arm["name"]: arm["equal_cost"] for arm in arms if arm["equal_cost"]}
        return {
            "answers": [answers.answer(own, self.arms, equal) for own in found.answers],
            "levels": {"span": found.span, "rows": self._levels(found)},
            "differences": self._differences(found) if found.answers else [],
            "parties": parties(self.own, found.answers),
            "claims": [answers.claim(own, self.arms) for own in found.claims],
            "pilot": answers.pilot(found.pilot, self.question),
        }

    def _levels(self, found: Conclusions) -> list[Plain]:
        """Means of every measure by arm."""

        def cells(name: str) -> list[Any]:
            return [estimate(self.own.values(name, arm, found.span)) for arm in self.arms]

        return [{"measure": name, "cells": cells(name)} for name in self.measures]

    def _differences(self, found: Conclusions) -> list[Plain]:
        """Findings of every measure by answer."""

        def cells(name: str) -> list[Plain]:
            return [answers.finding(self.own.finding(name, a.arm, a.base, a.span)) for a in found.answers]

        return [{"measure": name, "cells": cells(name)} for name in self.measures]

    def _over_time(self) -> Plain:
        measures = (*FIVE, PAID) if is_paid(self.data) else FIVE
        found = followed(self.data, measures)
        return {
            "courses": over_time.levels(self.data, (*measures, *over_time.DRAWN), base_by_arm(self.configs)),
            "paths": over_time.paths(found, self.arms),
            "money": over_time.money(found, self.arms),
        }

    def _sections(self) -> Plain:
        titles = list(titles_of(self.data).values())
        found = (choice_section(self.data, titles), purchaser_section(self.data, titles))
        return {"sections": [own for own in found if own]}


def _of_result(path: PathText, claims: PathText | None, robustness: PathText | None) -> Plain:
    with open_result(path) as data:
        if "window" not in data.dims:
            raise TillitError(f"{path}: holds no measures over the whole run (made by an older version); run it again")
        version = str(data.attrs["model_version"])
        grounds = companions.grounds(claims, path, version)
        return _Result(data, path, grounds, companions.plausible(robustness, path, version)).document()


def document(path: PathText, claims: PathText | None = None, robustness: PathText | None = None) -> Plain:
    """Everything the page needs, as plain data that JSON can hold: `Document` in analysis/explorer/src/document.ts.

    `path` is a result file of `tillit run`, `compare` or `experiment`, or a merged sweep. `claims`: what `tillit claims
    EXPERIMENT --format json` printed; `robustness`: what `tillit robustness EXPERIMENT --results FILE` wrote.

    Raises:
        TillitError: as open_result and open_sweep; a file without a whole-run table (made before windows were kept); claims
            or robustness of another experiment, or beside a sweep.
    """
    if not is_sweep(path):
        own = _of_result(path, claims, robustness)
    elif claims or robustness:
        raise TillitError(
            f"{path}: a merged sweep; --claims and --robustness belong to the result file of an experiment"
        )
    else:
        own = sweep_document(path)
    found: Plain = plain({"format": FORMAT, **own})
    return found
