"""What counts as a difference, and as implausible, of every outcome: outcomes.csv, the one place for it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tillit.places import place
from tillit.report.texts import Text

TABLE = place("report", "outcomes.csv")


@dataclass(frozen=True)
class Limits:
    """Of an outcome, in its own unit; a limit that is None is not set.

    `better`: 1 if more is better, -1 if less is. The smallest difference that matters is `smallest`, or `smallest_share`
    of the level it is compared with; an experiment's own claims go before it. A level outside `low` to `high` and a change
    larger than `largest_change` (or `largest_change_share` of the level) are implausible for Swedish home care. Both say
    where they come from.
    """

    better: int
    smallest: float | None
    smallest_share: float | None
    smallest_from: Text
    low: float | None
    high: float | None
    largest_change: float | None
    largest_change_share: float | None
    limits_from: Text


def _number(text: str) -> float | None:
    return float(text) if text else None


def _limits(row: Mapping[str, str]) -> Limits:
    numbers = ("smallest", "smallest_share", "low", "high", "largest_change", "largest_change_share")
    return Limits(
        better=int(row["better"]),
        smallest_from=Text(row["smallest_from_sv"], row["smallest_from"]),
        limits_from=Text(row["limits_from_sv"], row["limits_from"]),
        **{name: _number(row[name]) for name in numbers},
    )


def read_limits(path: Path = TABLE) -> dict[str, Limits]:
    """Limits by outcome."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["outcome"]: _limits(row) for row in csv.DictReader(file)}
