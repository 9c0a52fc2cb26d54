"""The model beside published figures, and which structural variant each figure rejects."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tillit.errors import TillitError
from tillit.estimates import Estimate
from tillit.validation.patterns import PATTERNS
from tillit.validation.targets import ROLES, SHOWN_ONLY, Target
from tillit.validation.worlds import Worlds

VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "quality as a product": {"experience.form": "product"},
    "scalar trust": {"opinion.form": "scalar"},
    "equal evidence": {"opinion.kappa": 1},
    "good counts more": {"opinion.kappa": 0.7},
    "bad counts five times": {"opinion.kappa": 5},
    "better team information": {"plan.team_information": 0.7},
}
"""Overrides by name of variant. By default quality is additive, trust two-sided, bad counts twice (kappa 2), and teams
that plan know as much of the day as central planners."""


@dataclass(frozen=True)
class Row:
    """A target with what the model gives."""

    target: Target
    model: Estimate

    @property
    def verdict(self) -> str:
        """Inside, outside, undecided by so many replicates; undefined where the model has no such number."""
        if math.isnan(self.model.mean):
            return "undefined"
        return self.target.verdict(self.model.mean, 0.0 if math.isnan(self.model.half_width) else self.model.half_width)


def check(targets: Sequence[Target]) -> None:
    """Refuses targets that no function knows, with the nearest name."""
    for own in targets:
        if own.pattern not in PATTERNS:
            near = difflib.get_close_matches(own.pattern, PATTERNS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise TillitError(f"targets: there is no pattern '{own.pattern}'{hint}")


def rows(targets: Sequence[Target], worlds: Worlds) -> list[Row]:
    """Every target with the model's value, in their order.

    Raises:
        TillitError: a target that no function knows; RunError: the program refused a world.
    """
    check(targets)
    return [Row(own, PATTERNS[own.pattern](worlds)) for own in targets]


def _range(own: Target) -> str:
    low, high = (f"{end:g}" for end in (own.low, own.high))
    if math.isinf(own.high):
        return f"above {low}"
    return f"below {high}" if math.isinf(own.low) else f"{low} to {high}"


def published(own: Target) -> str:
    """The figure and its range, as tables show them."""
    return _range(own) if own.published is None else f"{own.published:g} ({_range(own)})"


def _cells(row: Row) -> list[str]:
    own = row.target
    model = "-" if math.isnan(row.model.mean) else f"{row.model.mean:.3g} ±{row.model.half_width:.2g}"
    counted = "" if own.counted or own.role in SHOWN_ONLY else ", not counted"
    return [
        own.en,
        model,
        published(own),
        own.year or "-",
        own.source or "-",
        own.grade,
        own.role,
        row.verdict + counted,
    ]


HEADER = ["pattern", "model", "published (range)", "year", "source", "grade", "role", "verdict"]


def _markdown(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    table = [header, ["---"] * len(header), *lines]
    return "".join("| " + " | ".join(line) + " |\n" for line in table)


def _count(own: Sequence[Row]) -> str:
    verdicts = [r.verdict for r in own]
    undecided = sum(v not in ("inside", "outside") for v in verdicts)
    return f"{verdicts.count('inside')} inside, {verdicts.count('outside')} outside, {undecided} undecided"


def counts(found: Sequence[Row]) -> str:
    """How many are inside and outside, by role, of those that are counted; and how many are not counted."""
    of = {role: [r for r in found if r.target.role == role] for role in ROLES if role not in SHOWN_ONLY}
    texts = [f"{role}: {_count([r for r in own if r.target.counted])}" for role, own in of.items() if own]
    rest = [r for r in found if r.target.role not in SHOWN_ONLY and not r.target.counted]
    texts.append(f"derived or from memory, not counted: {_count(rest)}")
    return ". ".join(text[0].upper() + text[1:] for text in texts) + ".\n"


def markdown(found: Sequence[Row]) -> str:
    """The table, the sums, and a diagnosis of what falls outside, and of what is undecided where there is one."""
    outside = [r for r in found if r.verdict in ("outside", "undefined")]
    undecided = [r for r in found if r.verdict == "undecided" and r.target.diagnosis]
    text = f"{_markdown(HEADER, [_cells(r) for r in found])}\n{counts(found)}\n"
    for title, rows_of in (("What falls outside, and why we think so", outside), ("Of what is undecided", undecided)):
        lines = (f"- *{r.target.en}*: {r.target.diagnosis or 'not yet understood.'}\n" for r in rows_of)
        text += f"{title}:\n\n{''.join(lines)}\n" if rows_of else ""
    return text.rstrip("\n") + "\n"


def as_json(found: Sequence[Row]) -> list[dict[str, str]]:
    """What the report shows: the cells by column, with the Swedish name."""
    return [{**dict(zip(HEADER, _cells(r))), "sv": r.target.sv} for r in found]


_MARKS = {"inside": "", "outside": "**outside**"}


def variants_markdown(found: Mapping[str, Sequence[Row]]) -> str:
    """Patterns whose verdict is not the same in all variants, and the sums of each; what is not inside is marked."""
    names = list(found)
    lines = []
    for several in zip(*found.values()):
        verdicts = [r.verdict for r in several]
        if len(set(verdicts)) > 1:
            cells = [f"{r.model.mean:.3g} {_MARKS.get(r.verdict, r.verdict)}".strip() for r in several]
            lines.append([several[0].target.en, published(several[0].target), several[0].target.grade, *cells])
    sums = [
        [label, "", "", *(str(sum(r.verdict == "inside" for r in own if r.target.counted == counted and r.target.role not in SHOWN_ONLY)) for own in found.values())]
        for label, counted in (("inside, counted", True), ("inside, not counted", False))
    ]  # fmt: skip
    return _markdown(["pattern", "published (range)", "grade", *names], [*lines, *sums])
