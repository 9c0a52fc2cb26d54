"""The figures that are matched: targets.csv, with their variances."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from tillit.errors import TillitError
from tillit.places import place

FIGURES = place("calibration", "targets.csv")
COLUMNS = ("output", "measures", "value", "observation_sd", "discrepancy_sd", "year", "source", "grade", "reason")
GRADES = ("read", "excerpt", "memory")


@dataclass(frozen=True)
class Figure:
    """A published figure z.

    `observation_sd`: how unsure the figure is. `discrepancy_sd`: how far the best model of this kind may be off, judged
    before the first wave. `measures`: of the program, summed. `grade`: read, excerpt or memory; what is from memory must name
    what it remembers, and its grade stands beside it in every table.
    """

    output: str
    measures: tuple[str, ...]
    value: float
    observation_sd: float
    discrepancy_sd: float
    source: str
    grade: str
    reason: str

    @property
    def variance(self) -> float:
        """Of the figure and the model's discrepancy together."""
        return self.observation_sd**2 + self.discrepancy_sd**2


def _positive(where: str, name: str, text: str, least: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value >= least or math.isinf(value):
        raise TillitError(f"{where}: {name} is '{text}'; a number from {least:g} is expected")
    return value


def read_figures(path: Path = FIGURES) -> list[Figure]:
    """Figures of a table.

    Raises:
        TillitError: no file, a missing column, a figure without source, a number or variance that is none.
    """
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise TillitError(f"{path}: the figures cannot be read ({error})") from error
    found = []
    for line, row in enumerate(rows, start=2):
        missing = [name for name in COLUMNS if row.get(name) is None]
        where = f"{path}:{line}"
        if missing or None in row:
            raise TillitError(f"{where}: the columns {', '.join(COLUMNS)} are expected")
        if not row["source"].strip():
            raise TillitError(f"{where}: {row['output']} has no source; nothing is fitted to it")
        if row["grade"] not in GRADES:
            raise TillitError(f"{where}: grade is '{row['grade']}'; one of {', '.join(GRADES)} is expected")
        value, observation, discrepancy = (_positive(where, name, row[name], 0) for name in COLUMNS[2:5])
        if observation + discrepancy == 0:
            raise TillitError(f"{where}: {row['output']} has no variance; no figure is exact")
        measures = tuple(row["measures"].split("+"))
        found.append(
            Figure(row["output"], measures, value, observation, discrepancy, row["source"], row["grade"], row["reason"])
        )
    if not found:
        raise TillitError(f"{path}: holds no figures")
    return found
