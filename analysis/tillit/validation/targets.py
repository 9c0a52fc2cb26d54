"""Published figures: targets.csv, read and checked."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from tillit.errors import TillitError
from tillit.places import place

TARGETS, MARKET = place("validation", "targets.csv"), place("validation", "market.csv")
GRADES = ("read", "excerpt", "derived", "memory")
ROLES = ("fitted", "predicted", "known", "bound", "input", "aside")
SHOWN_ONLY = ("input", "aside")
NOT_COUNTED = ("derived", "memory")
COLUMNS = ("pattern", "en", "sv", "published", "low", "high", "year", "source", "grade", "role", "diagnosis")


@dataclass(frozen=True)
class Target:
    """A published figure with the range in which the model should fall.

    `role`: fitted, predicted, known (not fitted, but a mechanism was chosen by who knew it, so that it predicts nothing), bound (a contrast of a survey of union members, taken as the most an effect can be) or input
    (the figure, or the sign, comes in as a parameter or was seen when one was set) or aside (not the same thing as ours):
    the last two are shown, never counted. `grade`: how the source was seen; derived (own arithmetic) and memory are shown
    and not counted.
    """

    pattern: str
    en: str
    sv: str
    published: float | None
    low: float
    high: float
    year: str
    source: str
    grade: str
    role: str
    diagnosis: str

    @property
    def counted(self) -> bool:
        """Whether it stands in the sums."""
        return self.role not in SHOWN_ONLY and self.grade not in NOT_COUNTED

    def holds(self, value: float) -> bool:
        """Whether a value falls in the range; of a range with one end (a sign) the end itself is outside."""
        if math.isinf(self.low) or math.isinf(self.high):
            return self.low < value < self.high
        return self.low <= value <= self.high

    def verdict(self, value: float, half_width: float = 0.0) -> str:
        """Inside or outside the range with the whole of the interval value ± half_width, or else undecided."""
        low, high = value - half_width, value + half_width
        if self.holds(low) and self.holds(high):
            return "inside"
        return "outside" if high < self.low or low > self.high else "undecided"


def _number(where: str, row: dict[str, str], column: str, missing: float) -> float:
    text = row[column].strip()
    try:
        return float(text) if text else missing
    except ValueError:
        raise TillitError(f"{where}: {column} is '{text}'; a number is expected, or nothing") from None


def _target(where: str, row: dict[str, str]) -> Target:
    low, high = _number(where, row, "low", -math.inf), _number(where, row, "high", math.inf)
    if not low < high or (math.isinf(low) and math.isinf(high)):
        raise TillitError(
            f"{where}: its range is {row['low']} to {row['high']}; low below high is expected, one of them at least"
        )
    for column, allowed in (("grade", GRADES), ("role", ROLES)):
        if row[column] not in allowed:
            raise TillitError(f"{where}: {column} is '{row[column]}'; one of {', '.join(allowed)} is expected")
    if not row["source"].strip() and row["grade"] != "memory":
        raise TillitError(f"{where}: has no source; name it, or grade it memory, which is shown and not counted")
    published = _number(where, row, "published", math.nan)
    return Target(
        **{name: row[name] for name in ("pattern", "en", "sv", "year", "source", "grade", "role", "diagnosis")},
        published=None if math.isnan(published) else published,
        low=low,
        high=high,
    )


def read_targets(path: Path = TARGETS) -> list[Target]:
    """Targets of a table.

    Raises:
        TillitError: no file, a missing column, a number, grade or role that is none, a target without source or range,
            the same pattern twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TillitError(f"{path}: the published figures cannot be read ({error})") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise TillitError(f"{path}: lacks the columns {', '.join(missing)}")
    found: dict[str, Target] = {}
    for line, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise TillitError(f"{path}:{line}: {len(COLUMNS)} columns are expected")
        own = _target(f"{path}:{line}: {row['pattern']}", row)
        if own.pattern in found:
            raise TillitError(f"{path}:{line}: {own.pattern} stands there twice")
        found[own.pattern] = own
    if not found:
        raise TillitError(f"{path}: holds no figures")
    return list(found.values())
