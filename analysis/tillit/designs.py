"""Designs over the parameters' ranges as tables for `tillit sweep`, and indices computed back from the merged sweep.

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
import xarray as xr
from numpy.typing import NDArray
from SALib.analyze import morris as morris_indices
from SALib.analyze import sobol as sobol_indices
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy.stats import qmc

from tillit.errors import TillitError, TillitWarning
from tillit.files import REALISED, PathText, labels, measure
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
            if p["section"] == "constant" and p["status"] == "free" and not p["optional"] and p[prior][0] < p[prior][1]
        ]
    found = {}
    for name in names:
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, n=1)
            raise TillitError(f"there is no parameter '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""))
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


def _points(kind: str, over: Ranges, size: int, seed: int) -> NDArray[np.float64]:
    problem = _problem(over)
    if kind == "lhs":
        unit = qmc.LatinHypercube(d=len(over), seed=seed).random(size)
        low, high = np.array(problem["bounds"]).T
        return np.asarray(qmc.scale(unit, low, high))
    if kind == "sobol":
        return np.asarray(sobol_sample.sample(problem, size, calc_second_order=False, seed=seed))
    return np.asarray(morris_sample.sample(problem, size, num_levels=LEVELS, seed=seed))


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
    kind: str, over: Ranges, size: int, path: PathText | None = None, seed: int = 1, overwrite: bool = False
) -> pd.DataFrame:
    """A design as a table, one row a point; with `path` also written for `sweep: {table: ...}`.

    `kind` is lhs (`size` points), sobol (`size` a power of two; `size` * (parameters + 2) points; Saltelli 2010) or
    morris (`size` trajectories of parameters + 1 points; Morris 1991). Parameters that are whole numbers get the
    nearest (the ends of a range come half as often). A Latin hypercube then loses the points that became the same, with
    a warning; the others keep theirs, whose order the indices need: the file holds each once, and says the order.

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
    whole = _whole_ranges(over)
    over = {**over, **whole}
    rows = pd.DataFrame(_points(kind, over, size, seed), columns=list(over))
    rows = rows.assign(**{name: rows[name].round() for name in whole})
    if kind == "lhs":
        rows = _without_doubles(rows, whole)
    if path is not None:
        write_text(path, _text(kind, over, size, seed, rows), overwrite)
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


def _text(kind: str, over: Ranges, size: int, seed: int, rows: pd.DataFrame) -> str:
    """A table for `sweep`, which runs each point once; Morris' trajectories may cross, and whole numbers meet."""
    unique = rows.drop_duplicates()
    place = {point: i for i, point in enumerate(unique.itertuples(index=False, name=None))}
    made: dict[str, Any] = {
        "kind": kind,
        "size": size,
        "seed": seed,
        "ranges": {name: list(bounds) for name, bounds in over.items()},
    }
    if len(unique) < len(rows):
        made["order"] = [place[point] for point in rows.itertuples(index=False, name=None)]
    return f"# {DESIGN}{json.dumps(made)}\n{unique.to_csv(index=False, float_format='%.17g')}"


def told(path: PathText) -> dict[str, Any]:
    """How a table written by design was made.

    Raises:
        TillitError: the table does not say.
    """
    first = Path(path).read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
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

    def check(self) -> None:
        """Are the rows those of such a design?

        Raises:
            TillitError: other columns, another number of points, or points in another order.
        """
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
        block = count + (2 if self.made["kind"] == "sobol" else 1)
        if len(x) != size * block:
            return False
        x = x.reshape(size, block, count)
        if self.made["kind"] == "morris":
            return bool(((np.diff(x, axis=1) != 0).sum(axis=1) == 1).all())
        taken = np.eye(count, dtype=bool)
        expected = np.where(taken, x[:, -1, None, :], x[:, 0, None, :])
        return bool((x[:, 1:-1] == expected).all())


def _read_design(path: PathText) -> Design:
    found = Design(path, told(path), pd.read_csv(path, comment="#"))
    found.check()
    return found


def design_of(data: xr.Dataset, path: PathText | None = None) -> Design:
    """The design that a merged sweep was made from, as its file holds it.

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
        given = _read_design(path)
        _refuse_another(given, rows, stored, where)
        return stored or given
    assert stored is not None
    stored.check()
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
    elif not np.array_equal(given.rows.to_numpy(dtype=float), rows.to_numpy(dtype=float)):
        row = int(np.argmax((given.rows.to_numpy(dtype=float) != rows.to_numpy(dtype=float)).any(axis=1)))
        what = f"row {row + 1} is another than that of the sweep"
    elif stored is not None and stored.made != given.made:
        what = "first line is another than that of the table of the sweep"
    if what:
        raise TillitError(f"{given.path}: is not the table that {where} was made from: its {what}; leave --design out")


def _sobol(problem: dict[str, Any], y: NDArray[np.float64], resamples: int, seed: int) -> pd.DataFrame:
    found = sobol_indices.analyze(problem, y, calc_second_order=False, num_resamples=resamples, seed=seed)
    return pd.DataFrame(
        {
            "first": found["S1"],
            "first_half_width": found["S1_conf"],
            "total": found["ST"],
            "total_half_width": found["ST_conf"],
        },
        index=problem["names"],
    )


def _morris(
    problem: dict[str, Any], x: NDArray[np.float64], y: NDArray[np.float64], resamples: int, seed: int
) -> pd.DataFrame:
    found = morris_indices.analyze(problem, x, y, num_levels=LEVELS, num_resamples=resamples, seed=seed)
    columns = {
        "mu": found["mu"],
        "mu_star": found["mu_star"],
        "mu_star_half_width": found["mu_star_conf"],
        "sigma": found["sigma"],
    }
    return pd.DataFrame(
        {name: np.asarray(column, dtype=float) for name, column in columns.items()}, index=problem["names"]
    )


def of_values(path: PathText, y: NDArray[np.float64], resamples: int = 200) -> pd.DataFrame:
    """Indices of any values computed at the rows of a table, with 95 % bootstrap half-widths.

    For sobol first-order and total indices, for morris mu, mu* and sigma (Campolongo 2007), for lhs rank correlations.
    """
    return _of_design(_read_design(path), y, resamples)


def _of_design(own: Design, y: NDArray[np.float64], resamples: int = 200) -> pd.DataFrame:
    if len(own.rows) != len(y):
        raise TillitError(f"{own.path}: has {len(own.rows)} rows, and there are {len(y)} values")
    if np.isnan(y).any():
        raise TillitError(
            f"{own.path}: {int(np.isnan(y).sum())} of {len(y)} points have no value; finish the sweep first"
        )
    x, y, made = own.points, np.asarray(y, dtype=float)[own.order], own.made
    if made["kind"] == "sobol":
        return _sobol(own.problem, y, resamples, made["seed"])
    if made["kind"] == "morris":
        return _morris(own.problem, x, y, resamples, made["seed"])
    points = pd.DataFrame(x, columns=list(made["ranges"]))
    return pd.DataFrame({"rank_correlation": points.corrwith(pd.Series(y), method="spearman")})


def _outcome(
    data: xr.Dataset, outcome: str, window: str | None, arm: str | None, base: str | None
) -> NDArray[np.float64]:
    """Mean over replicates at every row; of an arm, or of the paired difference between two."""
    found = measure(data, outcome)
    windows = labels(data, "window")
    labels(data, "point")
    if window is not None and window not in windows:
        raise TillitError(
            f"{data.attrs.get('path', 'the sweep')}: has no window '{window}'; there are {', '.join(windows)}"
        )
    own = found.isel(window=0 if window is None else windows.index(window))
    arms = [str(name) for name in data["arm"].values]
    chosen = arm if arm is not None else arms[0]
    for name in (chosen, base):
        if name is not None and name not in arms:
            raise TillitError(
                f"{data.attrs.get('path', 'the sweep')}: has no arm '{name}'; there are {', '.join(dict.fromkeys(arms))}"
            )
    y = own.values[np.array(arms) == chosen]
    if base is not None:
        y = y - own.values[np.array(arms) == base]
    return np.asarray(y.mean(axis=1), dtype=float)


def indices(
    data: xr.Dataset,
    path: PathText | None,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
) -> pd.DataFrame:
    """Sensitivity indices of an outcome of a merged sweep over its design, most influential first.

    With `base`, of the paired difference arm - base. `path`: None, or the table as design_of wants it. Where the sweep
    kept what became of a lever that areas can be too small for (team_size, real_span), its lowest and highest value
    stand beside, as `realised_low` and `realised_high`.

    Raises:
        TillitError: as design_of, or no such outcome, window or arm, or points without a value.
    """
    found = _of_design(design_of(data, path), _outcome(data, outcome, window, arm, base))
    for lever, measured in REALISED.items():
        if lever in found.index and measured in data:
            realised = _outcome(data, measured, window, arm, None)
            found.loc[lever, ["realised_low", "realised_high"]] = [realised.min(), realised.max()]
    order = next((column for column in ("total", "mu_star") if column in found), found.columns[0])
    return found.reindex(found[order].abs().sort_values(ascending=False).index)


def convergence(
    data: xr.Dataset,
    path: PathText | None,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
) -> pd.DataFrame:
    """Indices from the first half, quarter, ... of the design: are they settled?

    Columns size, parameter, index (total, or mu*) and half_width. Sobol' and Morris designs only.
    """
    own, y = design_of(data, path), _outcome(data, outcome, window, arm, base)
    made = own.made
    if made["kind"] == "lhs":
        raise TillitError(f"{own.path}: a Latin hypercube has no part that is one too")
    block = len(made["ranges"]) + (2 if made["kind"] == "sobol" else 1)
    column = "total" if made["kind"] == "sobol" else "mu_star"
    rows, y, parts = own.points, y[own.order], []
    size = int(made["size"])
    while size >= 4:
        count = size * block
        found = (
            _sobol(own.problem, y[:count], 100, 1)
            if made["kind"] == "sobol"
            else _morris(own.problem, rows[:count], y[:count], 100, 1)
        )
        parts.append(
            pd.DataFrame(
                {
                    "size": size,
                    "parameter": found.index,
                    "index": found[column].values,
                    "half_width": found[f"{column}_half_width"].values,
                }
            )
        )
        size //= 2
    return pd.concat(parts, ignore_index=True)
