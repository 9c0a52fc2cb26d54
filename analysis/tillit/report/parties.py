"""Who gains and who loses among groups of units: by area, and by who owns their provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tillit.library import Reals
from tillit.report import answers
from tillit.report.arrangement import Span, mean_of
from tillit.report.conclusions import Answer, Concluder
from tillit.report.texts import Text

GROUPS = {
    "outlying": Text("Personer i ytterområden", "Those in outlying areas"),
    "ordinary": Text("Personer i övriga områden", "Those in other areas"),
    "municipal": Text("Personer hos kommunens egen regi", "Those with the municipality's own provider"),
    "external": Text("Personer hos externa utförare", "Those with external providers"),
}
TOLD = ("satisfied", "quality", "missed_share")
"""Measures by which it is told."""
Plain = dict[str, Any]


def _values(own: Concluder, measure: str, group: str, arm: str, span: Span) -> Reals:
    """A measure of a group in an arm, [replicate]; nan where the group has no units."""
    variables = own.data.variables
    found = variables[f"group_{measure}"].transpose("arm", "replicate", "group", "period", "municipality").values
    place = variables["group"].values.tolist().index(group)
    by_period = mean_of(found[own.arms.index(arm), :, place], np.ones(found.shape[-1]))
    since = variables["day"].values >= span.days[0]
    return mean_of(by_period[:, since], variables["period_days"].values[since])


def _finding(own: Concluder, measure: str, group: str, answer: Answer) -> Plain:
    values, other = (_values(own, measure, group, arm, answer.span) for arm in (answer.arm, answer.base))
    return answers.finding(own.compared(measure, answer.arm, answer.base, answer.span, values, other))


def _party(own: Concluder, group: str, found: Sequence[Answer]) -> Plain:
    measures = [name for name in TOLD if f"group_{name}" in own.data.variables]
    rows = [{"measure": name, "cells": [_finding(own, name, group, answer) for answer in found]} for name in measures]
    return {"title": GROUPS[group], "rows": rows}


def _is_told(own: Plain) -> bool:
    return any(not np.isnan(cell["change"].mean) for row in own["rows"] for cell in row["cells"])


def parties(own: Concluder, found: Sequence[Answer]) -> list[Plain]:
    """Groups of which both arms of some answer have units; none where the file tells units of no group apart.

    Without outlying areas the others are everybody, who are told elsewhere.
    """
    over_all = all(answer.span.units == "all" for answer in found)
    if "group" not in own.data.variables or not over_all:
        return []
    known = [group for group in GROUPS if group in own.data.variables["group"].values]
    told = {group: party for group in known if _is_told(party := _party(own, group, found))}
    return [party for group, party in told.items() if group != "ordinary" or "outlying" in told]
