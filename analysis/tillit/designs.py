"""Designs over the parameters' ranges as tables for `tillit sweep`; what they tell is computed by tillit.sensitivity.

Latin hypercube from SciPy, Sobol' (Saltelli's scheme) and Morris from SALib. The table is a CSV file whose first line
says how it was made. The merged sweep holds both, so that the indices need nothing else.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy
import xarray as xr
from numpy.typing import NDArray

from tillit.errors import TillitError, TillitWarning
from tillit.files import PathText, check_input, nearest, read_table
from tillit.runs import call
from tillit.writing import write_text

KINDS = ("lhs", "sobol", "morris")
LEVELS = 4
DESIGN = "design: "
"""What the first line of a table begins with, after "# ", that says how it was made."""
Ranges = Mapping[str, tuple[float, float]]


def parameters() -> list[dict[str, Any]]:
    """The program's own table of parameters (`tillit params --format json`)."""
    return list(json.loads(call("params", "--format", "json")))


def is_on(parameter: Mapping[str, Any]) -> bool:
    """Does a parameter act where nothing is asked for: not of an optional mechanism, a market, or a lever that is at 0?"""
    return not parameter["optional"] and not parameter["market"] and "lever" not in parameter


def ranges(names: Sequence[str] | None = None, prior: str = "neutral") -> dict[str, tuple[float, float]]:
    """Neutral or theory-signed ranges of parameters; of every free coefficient that is on, if none is named.

    Raises:
        TillitError: an unknown parameter or prior, or one without a range.
    """
    if prior not in ("neutral", "theory"):
        raise TillitError(f"prior '{prior}': neutral or theory is expected")
    known = {p["path"]: p for p in parameters()}
    if names is None:
        names = [
            n
            for n, p in known.items()
            if p["section"] == "constant" and p["status"] == "free" and is_on(p) and p[prior][0] < p[prior][1]
        ]
    found = {}
    for name in names:
        if name not in known:
            raise TillitError(f"there is no parameter '{name}'{nearest(name, known)}")
        low, high = known[name][prior]
        if known[name]["kind"] == "choice":
            raise TillitError(
                f"{name}: a choice of {known[name]['choices'].replace('|', ', ')} has no range; make it a factor of the sweep"
            )
        if not low < high:
            raise TillitError(f"{name}: has no {prior} range (tillit explain {name})")
        found[name] = (float(low), float(high))
    return found


def _problem(over: Ranges) -> dict[str, Any]:
    return {"num_vars": len(over), "names": list(over), "bounds": [list(bounds) for bounds in over.values()]}


def _points(kind: str, over: Ranges, size: int, seed: int, second_order: bool) -> NDArray[np.float64]:
    from SALib.sample import morris, sobol  # bring scipy.stats, which takes a second

    problem = _problem(over)
    if kind == "lhs":
        unit = scipy.stats.qmc.LatinHypercube(d=len(over), seed=seed).random(size)
        low, high = np.array(problem["bounds"]).T
        return np.asarray(scipy.stats.qmc.scale(unit, low, high))
    if kind == "sobol":
        return np.asarray(sobol.sample(problem, size, calc_second_order=second_order, seed=seed))
    return np.asarray(morris.sample(problem, size, num_levels=LEVELS, seed=seed))


def whole_numbers(names: Sequence[str]) -> list[str]:
    """Those of some parameters that are whole numbers."""
    known = {p["path"]: p["kind"] for p in parameters()}
    return [name for name in names if known.get(name) == "integer"]


def _whole_ranges(over: Ranges) -> dict[str, tuple[float, float]]:
    """The first and last whole number of each range that has only these.

    Raises:
        TillitError: a range with fewer than two of them.
    """
    found = {}
    for name in whole_numbers(list(over)):
        low, high = float(np.ceil(over[name][0])), float(np.floor(over[name][1]))
        if not low < high:
            raise TillitError(
                f"{name}: its range {over[name]} holds fewer than two whole numbers, and it has no others"
            )
        found[name] = (low, high)
    return found


def design(
    kind: str,
    over: Ranges,
    size: int,
    path: PathText | None = None,
    seed: int = 1,
    overwrite: bool = False,
    second_order: bool = False,
    each: Mapping[str, Sequence[Any]] | None = None,
) -> pd.DataFrame:
    """A design as a table, one row a point; with `path` also written for `sweep: {table: ...}`.

    `kind` is lhs (`size` points), sobol (`size` a power of two; `size` * (parameters + 2) points; Saltelli 2010) or
    morris (`size` trajectories of parameters + 1 points; Morris 1991). Parameters that are whole numbers get the
    nearest (the ends of a range come half as often). A Latin hypercube then loses the points that became the same, with
    a warning; the others keep theirs, whose order the indices need: the file holds each once, and says the order.

    `second_order`: of sobol, `size` * (2 * parameters + 2) points, which tell interactions of two parameters apart.
    `each`: other factors of the sweep by name, as {"municipality": ["karlstad", "lomma"]}: the file then holds the
    design once for every combination of their values, and indices choose one of these (`where`).

    Raises:
        TillitError: an unknown kind, an empty range or one without whole numbers, a size that the kind cannot have, a
            file that is there without `overwrite`.
    """
    if kind not in KINDS:
        raise TillitError(f"design '{kind}': one of {', '.join(KINDS)} is expected")
    if not over:
        raise TillitError("a design needs at least one parameter")
    empty = [name for name, (low, high) in over.items() if not low < high]
    if empty:
        raise TillitError(f"{empty[0]}: its range {over[empty[0]]} is empty")
    if size < 2 or (kind == "sobol" and size & (size - 1)):
        raise TillitError(
            f"size {size}: " + ("a power of two from 2 is expected" if kind == "sobol" else "at least 2 is expected")
        )
    if second_order and kind != "sobol":
        raise TillitError(f"design '{kind}': only sobol has interactions of second order")
    if not 0 <= seed < 2**32:
        raise TillitError(f"seed {seed}: a whole number from 0 to {2**32 - 1} is expected")
    whole = _whole_ranges(over)
    over = {**over, **whole}
    rows = pd.DataFrame(_points(kind, over, size, seed, second_order), columns=list(over))
    rows = rows.assign(**{name: rows[name].round() for name in whole})
    if kind == "lhs":
        rows = _without_doubles(rows, whole)
    if path is not None:
        made: dict[str, Any] = {
            "kind": kind,
            "size": size,
            "seed": seed,
            "ranges": {n: list(b) for n, b in over.items()},
        }
        if second_order:
            made["second_order"] = True
        write_text(path, _text(made, rows, each or {}), overwrite)
    return rows


def _without_doubles(rows: pd.DataFrame, whole: Ranges) -> pd.DataFrame:
    unique = rows.drop_duplicates(ignore_index=True)
    if len(unique) < len(rows):
        warnings.warn(
            f"{', '.join(whole)} in whole numbers: {len(rows) - len(unique)} of {len(rows)} points became those of others and are left out",
            TillitWarning,
            stacklevel=3,
        )
    return unique


def _text(made: dict[str, Any], rows: pd.DataFrame, each: Mapping[str, Sequence[Any]]) -> str:
    """A table for `sweep`, which runs each point once; Morris' trajectories may cross, and whole numbers meet."""
    unique = rows.drop_duplicates()
    place = {point: i for i, point in enumerate(unique.itertuples(index=False, name=None))}
    if len(unique) < len(rows):
        made = {**made, "order": [place[point] for point in rows.itertuples(index=False, name=None)]}
    for name, values in each.items():
        if name in unique or not len(values):
            raise TillitError(f"each {name}: another factor than the design's own, with values, is expected")
        unique = pd.DataFrame({name: list(values)}).merge(unique, how="cross")
    return f"# {DESIGN}{json.dumps(made)}\n{unique.to_csv(index=False, float_format='%.17g')}"


def told(path: PathText) -> dict[str, Any]:
    """How a table written by design was made.

    Raises:
        TillitError: the table does not say.
    """
    check_input(path, "tillit.design writes it")
    first = Path(path).read_text(encoding="utf-8", errors="replace").split("\n", 1)[0].removeprefix("# ")
    if not first.startswith(DESIGN):
        raise TillitError(f"{path}: does not say how it was made; write it with tillit.design")
    return _made(first, path)


def _made(line: str, path: PathText) -> dict[str, Any]:
    try:
        made = dict(json.loads(line.removeprefix(DESIGN)))
        known = {"kind", "size", "seed", "ranges"} <= made.keys() and made["kind"] in KINDS
    except (ValueError, TypeError):
        known = False
    if not known:
        raise TillitError(f"{path}: what it says of how it was made cannot be read; write it with tillit.design")
    return made


@dataclass(frozen=True)
class Design:
    """How the points of a sweep were drawn (kind, size, seed, ranges, order) and its rows, each point once."""

    path: PathText
    made: dict[str, Any]
    rows: pd.DataFrame

    @property
    def problem(self) -> dict[str, Any]:
        """As SALib has it."""
        return _problem({name: (bounds[0], bounds[1]) for name, bounds in self.made["ranges"].items()})

    @property
    def order(self) -> NDArray[np.int64]:
        """The row of every point in the order in which they were drawn."""
        return np.asarray(self.made.get("order", range(len(self.rows))), dtype=np.int64)

    @property
    def points(self) -> NDArray[np.float64]:
        """Every point in the order in which they were drawn, [point, parameter]."""
        return np.asarray(self.rows[list(self.made["ranges"])].to_numpy(dtype=float)[self.order])

    @property
    def second_order(self) -> bool:
        """Were points drawn that tell interactions apart?"""
        return bool(self.made.get("second_order", False))

    @property
    def block(self) -> int:
        """Points that are drawn together; of a Latin hypercube each stands alone."""
        count = len(self.made["ranges"])
        return {"lhs": 1, "morris": count + 1, "sobol": (1 + self.second_order) * count + 2}[self.made["kind"]]

    @property
    def others(self) -> list[str]:
        """Factors of the sweep beside those that were drawn."""
        return [str(name) for name in self.rows if name not in self.made["ranges"]]

    @property
    def repeated(self) -> bool:
        """Does the table hold its design once for each value of other factors?"""
        return len(self.others) > 0 and set(self.made["ranges"]) <= set(self.rows.columns)

    def chosen(self, where: Mapping[str, Any]) -> tuple[Design, NDArray[np.bool_]]:
        """The rows in which other factors of the sweep have these values, and which rows those are.

        Raises:
            TillitError: no such factor, or no row with such values.
        """
        mask = np.ones(len(self.rows), dtype=bool)
        for name, value in where.items():
            if name not in self.others:
                known = ", ".join(self.others) or "none"
                raise TillitError(f"{self.path}: has no factor '{name}' to choose rows by; there are {known}")
            values = self.rows[name].map(_written)
            mask &= (values == _written(value)).to_numpy()
            if not mask.any():
                known = ", ".join(values.unique()[:20])
                raise TillitError(f"{self.path}: has no row where {name} is {value}; there are {known}")
        rows = self.rows[mask].drop(columns=list(where)).reset_index(drop=True)
        return Design(self.path, self.made, rows), mask

    def check(self) -> None:
        """Are the rows those of such a design?

        Raises:
            TillitError: other columns, another number of points, or points in another order.
        """
        if self.repeated:
            name = self.others[0]
            known = ", ".join(self.rows[name].map(_written).unique()[:20])
            raise TillitError(f"{self.path}: holds its design more than once; choose where {name} is one of {known}")
        if set(self.rows.columns) != set(self.made["ranges"]):
            raise TillitError(
                f"{self.path}: says that it was made over {', '.join(self.made['ranges'])}, and has {', '.join(self.rows.columns)}"
            )
        order, kind = self.order, self.made["kind"]
        whole = len(order) > 0 and order.min() >= 0 and order.max() < len(self.rows)
        if not whole or not self._is_drawn_so():
            raise TillitError(
                f"{self.path}: its rows are not a {kind} design in the order it was drawn in; make it anew"
            )

    def _is_drawn_so(self) -> bool:
        """Saltelli's scheme takes one column at a time from another point, Morris' changes one at a time."""
        x, size, count = self.points, int(self.made["size"]), len(self.made["ranges"])
        if self.made["kind"] == "lhs":
            return len(x) <= size
        if len(x) != size * self.block:
            return False
        x = x.reshape(size, self.block, count)
        if self.made["kind"] == "morris":
            return bool(((np.diff(x, axis=1) != 0).sum(axis=1) == 1).all())
        taken, one, other = np.eye(count, dtype=bool), x[:, 0, None, :], x[:, -1, None, :]
        mixed = [np.where(taken, other, one), np.where(taken, one, other)][: 1 + self.second_order]
        return bool((x[:, 1:-1] == np.concatenate(mixed, axis=1)).all())


def _written(value: Any) -> str:
    """A value as it is compared: 9, 9.0 and "9" are the same, names are themselves."""
    try:
        return f"{float(value):.17g}"
    except (TypeError, ValueError):
        return str(value)


def read_design(path: PathText) -> Design:
    """The design in a table of `design`.

    Raises:
        TillitError: no file, or not a table that says how its design was drawn.
    """
    found = Design(path, told(path), read_table(path, "tillit.design writes it"))
    if not found.repeated:
        found.check()
    return found


def design_of(data: xr.Dataset, path: PathText | None = None) -> Design:
    """The table that a merged sweep was made from, as its file holds it; its rows are still to be checked.

    `path`: the table, needed where the file does not say how its rows were drawn (merged by an older version). It must
    hold the same rows in the same order.

    Raises:
        TillitError: the sweep has no such design, or the table is that of another sweep.
    """
    where = data.attrs.get("path", "the sweep")
    if "design" not in data.attrs:
        raise TillitError(f"{where}: its sweep has no factors")
    rows = pd.read_csv(io.StringIO(data.attrs["design"]))
    line = json.loads(data.attrs["manifest"]).get("table", "")
    stored = Design(where, _made(line, where), rows) if line.startswith(DESIGN) else None
    if stored is None and path is None:
        raise TillitError(f"{where}: does not say how its design was drawn; name the table it was made from (--design)")
    if path is not None:
        given = read_design(path)
        _refuse_another(given, rows, stored, where)
        return stored or given
    assert stored is not None
    return stored


def _refuse_another(given: Design, rows: pd.DataFrame, stored: Design | None, where: PathText) -> None:
    """Is the table that was given the one the sweep was made from?"""
    what = None
    if list(given.rows.columns) != list(rows.columns):
        what = (
            f"columns are {', '.join(given.rows.columns)}, and those of the sweep {', '.join(map(str, rows.columns))}"
        )
    elif len(given.rows) != len(rows):
        what = f"rows are {len(given.rows)}, and those of the sweep {len(rows)}"
    elif (differ := (given.rows.to_numpy() != rows.to_numpy()).any(axis=1)).any():
        row = int(np.argmax(differ))
        what = f"row {row + 1} is another than that of the sweep"
    elif stored is not None and stored.made != given.made:
        what = "first line is another than that of the table of the sweep"
    if what:
        raise TillitError(f"{given.path}: is not the table that {where} was made from: its {what}; leave --design out")
