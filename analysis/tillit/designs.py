"""Designs over the parameters' ranges as tables for `tillit sweep`, and indices computed back from the merged sweep.

Latin hypercube from SciPy, Sobol' (Saltelli's scheme) and Morris from SALib. The table is a CSV file whose comment
lines say how it was made, so that the indices need nothing but the table and the sweep.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
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

from tillit.errors import TillitError
from tillit.files import PathText, measure
from tillit.runs import call

KINDS = ("lhs", "sobol", "morris")
LEVELS = 4
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


def design(kind: str, over: Ranges, size: int, path: PathText | None = None, seed: int = 1) -> pd.DataFrame:
    """A design as a table, one row a point; with `path` also written for `sweep: {table: ...}`.

    `kind` is lhs (`size` points), sobol (`size` a power of two; `size` * (parameters + 2) points; Saltelli 2010) or
    morris (`size` trajectories of parameters + 1 points; Morris 1991).

    Raises:
        TillitError: an unknown kind, an empty range, a size that the kind cannot have.
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
    rows = pd.DataFrame(_points(kind, over, size, seed), columns=list(over))
    if path is not None:
        unique = rows.drop_duplicates()  # a sweep runs each point once; Morris' trajectories may cross
        order = rows.merge(unique.reset_index(names="row"), how="left")["row"].map(
            {r: i for i, r in enumerate(unique.index)}
        )
        made = {
            "kind": kind,
            "size": size,
            "seed": seed,
            "ranges": {name: list(bounds) for name, bounds in over.items()},
        }
        if len(unique) < len(rows):
            made["order"] = order.tolist()
        buffer = io.StringIO()
        unique.to_csv(buffer, index=False, float_format="%.17g")
        Path(path).write_text(f"# design: {json.dumps(made)}\n{buffer.getvalue()}", encoding="utf-8")
    return rows


def told(path: PathText) -> dict[str, Any]:
    """How a table written by design was made.

    Raises:
        TillitError: the table does not say.
    """
    first = Path(path).read_text(encoding="utf-8").split("\n", 1)[0]
    if not first.startswith("# design: "):
        raise TillitError(f"{path}: does not say how it was made; write it with tillit.design")
    return dict(json.loads(first.removeprefix("# design: ")))


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
    made = told(path)
    rows = pd.read_csv(path, comment="#")
    if len(rows) != len(y):
        raise TillitError(f"{path}: has {len(rows)} rows, and there are {len(y)} values")
    if np.isnan(y).any():
        raise TillitError(f"{path}: {int(np.isnan(y).sum())} of {len(y)} points have no value; finish the sweep first")
    problem = _problem({name: (bounds[0], bounds[1]) for name, bounds in made["ranges"].items()})
    order = made.get("order", range(len(rows)))
    rows, y = rows.iloc[order], y[order]
    if made["kind"] == "sobol":
        return _sobol(problem, y, resamples, made["seed"])
    if made["kind"] == "morris":
        return _morris(problem, rows.to_numpy(), y, resamples, made["seed"])
    return pd.DataFrame({"rank_correlation": rows.corrwith(pd.Series(y), method="spearman")})


def _outcome(
    data: xr.Dataset, outcome: str, window: str | None, arm: str | None, base: str | None
) -> NDArray[np.float64]:
    """Mean over replicates at every row; of an arm, or of the paired difference between two."""
    found = measure(data, outcome)
    own = found.isel(window=0) if window is None else found.sel(window=window)
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
    path: PathText,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
) -> pd.DataFrame:
    """Sensitivity indices of an outcome of a merged sweep over the table it was made from, most influential first.

    With `base`, of the paired difference arm - base.
    """
    found = of_values(path, _outcome(data, outcome, window, arm, base))
    order = next((column for column in ("total", "mu_star") if column in found), found.columns[0])
    return found.reindex(found[order].abs().sort_values(ascending=False).index)


def convergence(
    data: xr.Dataset,
    path: PathText,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
) -> pd.DataFrame:
    """Indices from the first half, quarter, ... of the design: are they settled?

    Columns size, parameter, index (total, or mu*) and half_width. Sobol' and Morris designs only.
    """
    made, y = told(path), _outcome(data, outcome, window, arm, base)
    if made["kind"] == "lhs":
        raise TillitError(f"{path}: a Latin hypercube has no part that is one too")
    block = len(made["ranges"]) + (2 if made["kind"] == "sobol" else 1)
    column = "total" if made["kind"] == "sobol" else "mu_star"
    rows, problem = (
        pd.read_csv(path, comment="#").to_numpy(),
        _problem({n: tuple(b) for n, b in made["ranges"].items()}),
    )
    order = made.get("order", range(len(rows)))
    rows, y, parts = rows[order], y[order], []
    size = int(made["size"])
    while size >= 4:
        count = size * block
        found = (
            _sobol(problem, y[:count], 100, 1)
            if made["kind"] == "sobol"
            else _morris(problem, rows[:count], y[:count], 100, 1)
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
