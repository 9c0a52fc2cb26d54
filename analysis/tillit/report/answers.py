"""Conclusions in the form of the page's contract: arms by their place, and no words but those of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tillit.estimates import Estimate, Time
from tillit.library import parameter_label
from tillit.report.conclusions import Answer, BreakEven, Evaluated, Finding, Judged, Worlds
from tillit.report.texts import Text

Plain = dict[str, Any]


def finding(own: Finding) -> Plain:
    """An outcome of an arm beside another's."""
    return {
        "measure": own.outcome,
        "level": own.level,
        "base_level": own.base_level,
        "change": own.change,
        "smallest": own.smallest,
        "judgement": own.judgement,
        "worlds": _worlds_better(own.worlds),
    }


def _worlds_better(own: Worlds | None) -> Plain | None:
    if own is None or own.tried == 0:
        return None
    rest = max(0.0, 1 - own.holds - own.opposite)
    return {"better": own.holds, "worse": own.opposite, "negligible": rest, "tried": own.tried, "of": own.of}


def _break_even(own: BreakEven | None) -> Plain | None:
    return {"kind": own.kind, "month": own.month, "after_change": own.start_day > 0} if own else None


def _equal(own: Mapping[str, Any] | None) -> Plain | None:
    """What of an arm is made equal to the first, over all days or some, and the lever that makes it so."""
    if own is None:
        return None
    return {
        "measure": own.get("outcome", "cost"),
        "days": own.get("days"),
        "lever": Text(*parameter_label(own["lever"])),
        "value": float(own["value"]),
    }


def answer(own: Answer, arms: Sequence[str], equal: Mapping[str, Any]) -> Plain:
    """An arm beside another; `equal` is what the experiment says of arms whose cost is made equal to the first's."""
    return {
        "arm": arms.index(own.arm),
        "base": arms.index(own.base),
        "span": own.span,
        "equal": _equal(equal.get(own.arm)) if own.base == arms[0] else None,
        "five": [finding(found) for found in own.five],
        "others": [finding(found) for found in own.others],
        "break_even": _break_even(own.break_even),
    }


# ---- claims ----------------------------------------------------------------------------------------------------------


def _bilingual(own: Mapping[str, str]) -> Text:
    return Text(own["sv"], own["en"])


def _worlds_held(own: Worlds | None) -> Plain | None:
    if own is None or own.tried == 0:
        return None
    return {"holds": own.holds, "opposite": own.opposite, "tried": own.tried, "of": own.of}


def _rests_on(verdict: str, ground: Mapping[str, Any] | None) -> Plain | None:
    """What a supported claim rests on, as `tillit claims` found it."""
    if verdict != "supported" or ground is None:
        return None
    if ground["verdict"] != "supported":
        return {"kind": "fell", "assumptions": []}
    named = [Text(*parameter_label(path)) for path in ground["rests_on"]]
    return {"kind": "arithmetic" if ground["arithmetic"] else "assumptions", "assumptions": named}


def _largest(own: Mapping[str, Any] | None) -> Plain | None:
    if own is None:
        return None
    half = float("nan") if own["half_width"] is None else float(own["half_width"])
    lever = Text(*parameter_label(own["lever"])) if own["lever"] else None
    value = float(own["end"]) if own["lever"] else None
    return {"change": Estimate(float(own["difference"]), half, 0), "lever": lever, "value": value}


def _reach(own: Judged) -> Plain | None:
    """Whether the outcome answers to what the arms differ in: as `tillit claims` found it, or since nothing differs at all."""
    found = own.ground.get("reach") if own.ground else None
    if found is None:
        same = isinstance(own.change, Estimate) and own.change.mean == 0.0 and own.change.half_width == 0.0
        return {"kind": "same", "largest": None} if same else None
    kind = "further" if found["outcome"] == "moves" and found["largest"] else found["outcome"]
    return {"kind": kind, "largest": _largest(found["largest"])}


def claim(own: Judged, arms: Sequence[str]) -> Plain:
    """A claim with its verdict."""
    said, change = own.claim, own.change
    return {
        "name": said["name"],
        "text": _bilingual(said["text"]),
        "measure": said["outcome"],
        "arm": arms.index(said["contrast"][0]),
        "base": arms.index(said["contrast"][1]),
        "span": own.span,
        "course": said.get("course"),
        "level": "level" in said,
        "groups": said.get("groups"),
        "direction": said["direction"],
        "smallest": float(said["smallest"]),
        "change": change if isinstance(change, Estimate) else None,
        "time": change if isinstance(change, Time) else None,
        "verdict": own.verdict,
        "worlds": _worlds_held(own.worlds),
        "rests_on": _rests_on(own.verdict, own.ground),
        "reach": _reach(own),
        "note": _bilingual(said["note"]) if "note" in said else None,
    }


# ---- a pilot ---------------------------------------------------------------------------------------------------------


def pilot(found: Sequence[Evaluated], question: Mapping[str, Any] | None) -> Plain | None:
    """What evaluations of the pilot would conclude about every outcome, beside the true effect."""
    if question is None or not found:
        return None
    days = {own["name"]: own["days"] for own in question["windows"]}
    rows = [{"measure": own.outcome, "found": own.found, "judgements": own.judgements} for own in found]
    return {"before": days["pilot before"], "after": days["pilot after"], "rows": rows}
