"""Worlds at many points of the coefficients: a table of points, experiments at a point, and all of them side by side."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from tillit.designs import parameters, whole_numbers
from tillit.errors import TillitError
from tillit.files import made_by, read_table
from tillit.writing import write_text

Found = TypeVar("Found")


class Point(NamedTuple):
    """A row of the table, from 1: levers, which an arm of an experiment may set itself, and coefficients, which are everyone's."""

    number: int
    levers: dict[str, Any]
    coefficients: dict[str, Any]


def read_points(path: Path) -> pd.DataFrame:
    """A table of points, as `calibrate` and `design` write them: parameters by path, one row a point.

    Raises:
        TillitError: no file, no rows, a column that is no parameter, or a value that is no finite number.
    """
    table = read_table(path, "make calibrate writes non_implausible.csv")
    known = {p["path"] for p in parameters()}
    for name in table:
        if name not in known:
            raise TillitError(f"{path}: column '{name}' is no parameter; tillit params lists them")
        values = pd.to_numeric(table[name], errors="coerce")
        if not np.isfinite(values).all():
            row = int(np.argmin(np.isfinite(values)))
            raise TillitError(f"{path}: {name} of point {row + 1} is '{table[name][row]}': a number is expected")
    _refuse_fractions(table, f"{path}: ")
    if table.empty:
        raise TillitError(f"{path}: holds no points")
    return table


def _refuse_fractions(table: pd.DataFrame, where: str = "") -> None:
    for name in whole_numbers([str(own) for own in table]):
        values = table[name].to_numpy(dtype=float)
        if (values != np.round(values)).any():
            row = int(np.argmax(values != np.round(values)))
            raise TillitError(f"{where}{name} of point {row + 1} is {values[row]:g}: a whole number is expected")


def split(points: pd.DataFrame) -> list[Point]:
    """Levers and coefficients of every point, whole numbers as such.

    Raises:
        TillitError: a fraction where a parameter has only whole numbers.
    """
    _refuse_fractions(points)
    known = {p["path"]: p for p in parameters()}
    found = []
    for number, row in enumerate(points.to_dict(orient="records"), start=1):
        values = {n: int(v) if known[n]["kind"] == "integer" else float(v) for n, v in row.items()}
        levers = {n: v for n, v in values.items() if known[n]["section"] == "lever"}
        found.append(Point(number, levers, {n: v for n, v in values.items() if n not in levers}))
    return found


def yielding(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Levers as overrides that hold where an arm does not set them itself: what an arm decides stays decided."""
    return {f"{name}?": value for name, value in levers.items()}


def _to_stderr(text: str) -> None:
    print(text, end="", file=sys.stderr, flush=True)


def at_all(
    points: pd.DataFrame,
    function: Callable[[Point], Found],
    jobs: int | None = None,
    say: Callable[[str], None] = _to_stderr,
) -> list[Found]:
    """What a function finds at every point, in their order, as many at a time as there are processors."""
    worlds = split(points)
    found: dict[int, Found] = {}
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        asked = {pool.submit(function, point): i for i, point in enumerate(worlds)}
        try:
            for done in as_completed(asked):
                found[asked[done]] = done.result()
                say(f"\r{len(found)} of {len(worlds)} points" + "\n" * (len(found) == len(worlds)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return [found[i] for i in range(len(worlds))]


def by_point(found: Sequence[Mapping[str, float]], names: Sequence[str]) -> pd.DataFrame:
    """Numbers by name at every point, numbered from 1; NaN where there is none."""
    table = [[own.get(name, np.nan) for name in names] for own in found]
    return pd.DataFrame(table, columns=list(names), index=pd.RangeIndex(1, len(found) + 1, name="point"))


def save(found: pd.DataFrame, made: str, path: Path, overwrite: bool = False) -> None:
    """Everything at every point, below a line that says how it was made."""
    write_text(path, f"# {made}\n{found.to_csv(float_format='%.5g', lineterminator=chr(10))}", overwrite)


def load(path: Path, command: str) -> tuple[pd.DataFrame, str]:
    """What `save` wrote, and how it was made; `command` is what writes it.

    Raises:
        TillitError: there is no such table.
    """
    found = read_table(path, f"tillit {command} --results writes it", ["point"]).set_index("point")
    for name in found:
        values = pd.to_numeric(found[name], errors="coerce")
        if (values.isna() & found[name].notna()).any():
            row = int(np.argmax(values.isna() & found[name].notna()))
            raise TillitError(
                f"{path}: {name} of point {found.index[row]} is '{found[name].iloc[row]}': a number is expected"
            )
    return found, made_by(path)
