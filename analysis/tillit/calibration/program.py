"""The program as a simulator: points in, outputs by replicate out, through `tillit sweep`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tillit.calibration.emulator import Box
from tillit.calibration.figures import Figure
from tillit.designs import is_on, parameters
from tillit.errors import TillitError
from tillit.files import measure
from tillit.places import place
from tillit.runs import sweep

CONFIG = place("configs", "median-ordinary.yaml")
FITTED_LEVERS = (
    "plan.continuity_weight",
    "plan.contact_weight",
    "organisation.hourly_share",
    "resources.client_time_share",
)
"""Levers that were set so that a figure comes out; all other inputs are coefficients."""
DIGITS = 4


def inputs(names: Sequence[str] | None = None) -> Box:
    """Every free or bounded coefficient that is on, and the fitted levers, with their neutral ranges."""
    found = {}
    for p in parameters():
        low, high = p["neutral"]
        free = p["section"] == "constant" and p["status"] in ("free", "bounded") and is_on(p) and low < high
        if (free or p["path"] in FITTED_LEVERS) and (names is None or p["path"] in names):
            found[p["path"]] = (float(low), float(high))
    return found


def defaults(box: Box) -> pd.DataFrame:
    """The default point, one row."""
    known = {p["path"]: float(p["default"]) for p in parameters()}
    return pd.DataFrame([{name: known[name] for name in box}])


def rounded(points: pd.DataFrame) -> pd.DataFrame:
    """Points with four digits, so that a table of text holds exactly what was run; whole numbers where only they are allowed."""
    whole = {p["path"] for p in parameters() if p["kind"] == "integer"}
    columns = {
        name: points[name].round() if name in whole else points[name].map(lambda v: float(f"{v:.{DIGITS}g}"))
        for name in points
    }
    return pd.DataFrame(columns, index=points.index)


@dataclass
class Program:
    """The Swedish-median municipality under ordinary governance; `runs` counts what was asked of it."""

    figures: Sequence[Figure]
    config: Path = CONFIG
    overrides: Mapping[str, Any] = field(default_factory=dict)
    runs: int = 0

    def __call__(self, points: pd.DataFrame, replicates: int) -> NDArray[np.float64]:
        """Outputs [point, replicate, figure]; NaN where a run failed.

        Raises:
            TillitError: the config is not there; RunError: the program refused the points.
        """
        if not self.config.exists():
            raise TillitError(f"{self.config}: there is no such file; the configs come with tillit")
        with tempfile.TemporaryDirectory(prefix="tillit-match-") as folder:
            data = sweep(
                self._experiment(Path(folder), points, replicates),
                Path(folder) / "sweep",
                self.overrides,
                incomplete=True,
            )
            with data:
                found = [sum(measure(data, m).isel(window=0).values for m in f.measures) for f in self.figures]
        self.runs += len(points) * replicates
        return np.stack(found, axis=-1)

    def _experiment(self, folder: Path, points: pd.DataFrame, replicates: int) -> Path:
        points.to_csv(folder / "points.csv", index=False, float_format="%.17g")
        names = [name for f in self.figures for name in f.measures]
        (folder / "experiment.yaml").write_text(
            'title: {sv: "Kalibrering", en: "Calibration"}\nquestion: {sv: "Vad utesluts?", en: "What is ruled out?"}\nyear: 2024\n'
            f"config: {self.config}\narms:\n  - {{name: ordinary, regime: ordinary}}\noutcomes: [{', '.join(names)}]\n"
            f"sweep:\n  table: points.csv\n  replicates: {replicates}\n",
            encoding="utf-8",
        )
        return folder / "experiment.yaml"
