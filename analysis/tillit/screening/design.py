"""The runs of a screening: each coefficient alone, and Morris' trajectories, through every arm of an experiment."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from tillit.calibration.program import rounded
from tillit.designs import design, is_on, parameters, ranges
from tillit.errors import TillitError
from tillit.files import measure
from tillit.runs import sweep

Reals = NDArray[np.float64]
Box = dict[str, tuple[float, float]]
SMALL = {
    "municipality.recipients": 250, "municipality.areas": 2, "run.days": 364, "run.burn_in_days": 364, "record.level": "none",
}  # fmt: skip
"""A municipality of 250 recipients keeps a run under a tenth of a second."""


@dataclass(frozen=True)
class Question:
    """A file of arms with a sweep over points.csv, and which outcomes are screened, with the smallest difference that matters."""

    path: Path
    base: str
    arms: tuple[str, ...]
    smallest: dict[str, float]


def ends(box: Box) -> list[tuple[str, float]]:
    """Knock-outs: a coefficient at zero where its neutral range holds zero, else at both ends of the range."""
    found = []
    for name, (low, high) in box.items():
        found += [(name, 0.0)] if low <= 0 <= high else [(name, low), (name, high)]
    return found


def knock_out_table(box: Box) -> pd.DataFrame:
    """The default first, then one row for each knock-out; a knock-out that is the default stands all the same."""
    known = {p["path"]: float(p["default"]) for p in parameters()}
    default = {name: known[name] for name in box}
    return pd.DataFrame([default, *({**default, name: value} for name, value in ends(box))])


def _experiment(folder: Path, question: Question, replicates: int) -> Path:
    """A copy of the question's file beside its points, its config by its whole path."""
    text = question.path.read_text(encoding="utf-8")
    line = next(own for own in text.splitlines() if own.startswith("config:"))
    config = (question.path.parent / line.split(":", 1)[1].strip()).resolve()
    sweep_line = f"sweep: {{table: points.csv, replicates: {replicates}}}"
    text = text.replace(line, f"config: {config}").replace("sweep: {table: points.csv}", sweep_line)
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    return folder / "experiment.yaml"


def contrasts(data: xr.Dataset, question: Question, outcome: str, arm: str) -> Reals:
    """Paired difference arm - base of every row, [row, replicate]; NaN where a run failed."""
    names = np.array([str(name) for name in data["arm"].values])
    missing = [name for name in (arm, question.base) if name not in names]
    if missing:
        raise TillitError(
            f"{question.path}: the sweep has no arm '{missing[0]}'; there are {', '.join(dict.fromkeys(names))}"
        )
    own = measure(data, outcome).isel(window=0).values
    return np.asarray(own[names == arm] - own[names == question.base], dtype=float)


def run(
    question: Question, points: pd.DataFrame, replicates: int, overrides: Mapping[str, Any] = SMALL
) -> dict[tuple[str, str], Reals]:
    """Differences from the base by (arm, outcome), [row, replicate]. Rows that stand twice are run once.

    Whole numbers are rounded, so that a step of a third of a range is not quite that for them.
    """
    if not question.path.exists():
        raise TillitError(f"{question.path}: there is no such file")
    points = rounded(points)
    unique = points.drop_duplicates()
    back = points.merge(unique.assign(_row=np.arange(len(unique))), how="left")["_row"].to_numpy()
    with tempfile.TemporaryDirectory(prefix="tillit-screen-") as folder:
        unique.to_csv(Path(folder) / "points.csv", index=False, float_format="%.17g")
        path = _experiment(Path(folder), question, replicates)
        with sweep(path, Path(folder) / "sweep", overrides, incomplete=True) as data:
            return {
                (arm, outcome): contrasts(data, question, outcome, arm)[back]
                for arm in question.arms
                for outcome in question.smallest
            }


def trajectories(box: Box, size: int, seed: int) -> pd.DataFrame:
    """Morris' design: `size` trajectories of len(box) + 1 points."""
    return design("morris", box, size, seed=seed)


def coefficients(names: Sequence[str] | None = None) -> Box:
    """Every free or bounded coefficient that is on, with its neutral range."""
    if names is None:
        names = [
            p["path"]
            for p in parameters()
            if p["section"] == "constant"
            and p["status"] in ("free", "bounded")
            and is_on(p)
            and p["neutral"][0] < p["neutral"][1]
        ]
    return ranges(names)
