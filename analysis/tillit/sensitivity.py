"""Sensitivity indices: what a merged sweep over a design (tillit.designs) tells of its parameters.

Sobol' indices and Morris' measures from SALib, rank correlations from SciPy; intervals are of 95 %, by the bootstrap.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy
import xarray as xr
from numpy.typing import NDArray

from tillit.designs import LEVELS, Design, design_of, read_design
from tillit.errors import TillitError, TillitWarning
from tillit.files import REALISED, PathText, labels, measure


def _sobol(
    problem: dict[str, Any], y: NDArray[np.float64], resamples: int, seed: int, second_order: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indices of each parameter, and of each two."""
    names = problem["names"]
    from SALib.analyze import sobol as sobol_indices  # brings scipy.stats, which takes a second

    found = sobol_indices.analyze(problem, y, calc_second_order=second_order, num_resamples=resamples, seed=seed)
    columns = {"first": "S1", "first_half_width": "S1_conf", "total": "ST", "total_half_width": "ST_conf"}
    single = pd.DataFrame({name: np.asarray(found[own], dtype=float) for name, own in columns.items()}, index=names)
    pairs = list(itertools.combinations(range(len(names)), 2)) if second_order else []
    index = pd.MultiIndex.from_tuples([(names[i], names[k]) for i, k in pairs], names=["parameter", "other"])
    columns = {"second": "S2", "second_half_width": "S2_conf"} if second_order else {}
    both = {name: [float(found[own][pair]) for pair in pairs] for name, own in columns.items()}
    return single, pd.DataFrame(both, index=index)


def _morris(
    problem: dict[str, Any], x: NDArray[np.float64], y: NDArray[np.float64], resamples: int, seed: int
) -> pd.DataFrame:
    from SALib.analyze import morris as morris_indices

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


def _ranks(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spearman's rank correlation of each column with y; NaN where one of them does not vary."""
    own, other = scipy.stats.rankdata(x, axis=0), scipy.stats.rankdata(y)
    own, other = own - own.mean(axis=0), other - other.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(other @ own / np.sqrt((own**2).sum(axis=0) * (other**2).sum()))


def _rank_correlations(
    problem: dict[str, Any], x: NDArray[np.float64], y: NDArray[np.float64], resamples: int, seed: int
) -> pd.DataFrame:
    draws = np.random.default_rng(seed).integers(len(y), size=(resamples, len(y)))
    spread = np.nanstd([_ranks(x[draw], y[draw]) for draw in draws], axis=0, ddof=1)
    columns = {"rank_correlation": _ranks(x, y), "rank_correlation_half_width": scipy.stats.norm.ppf(0.975) * spread}
    return pd.DataFrame(columns, index=problem["names"])


def of_values(path: PathText, y: NDArray[np.float64], resamples: int = 200) -> pd.DataFrame:
    """Indices of any values computed at the rows of a table, with 95 % bootstrap half-widths.

    For sobol first-order and total indices, for morris mu, mu* and sigma (Campolongo 2007), for lhs rank correlations.
    """
    own = read_design(path)
    return _of_points(own, _drawn(own, y), resamples, own.made["seed"])


def _drawn(own: Design, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values of the rows in the order in which their points were drawn."""
    own.check()
    if len(own.rows) != len(y):
        raise TillitError(f"{own.path}: has {len(own.rows)} rows, and there are {len(y)} values")
    if np.isnan(y).any():
        raise TillitError(
            f"{own.path}: {int(np.isnan(y).sum())} of {len(y)} points have no value; finish the sweep first"
        )
    return np.asarray(y[own.order])


def _of_points(own: Design, values: NDArray[np.float64], resamples: int, seed: int) -> pd.DataFrame:
    """Indices of the first points of a design, as many as there are values."""
    if own.made["kind"] == "sobol":
        return _sobol(own.problem, values, resamples, seed, own.second_order)[0]
    of_kind = _morris if own.made["kind"] == "morris" else _rank_correlations
    return of_kind(own.problem, own.points[: len(values)], values, resamples, seed)


def _outcome(
    data: xr.Dataset, outcome: str, window: str | None, arm: str | None, base: str | None
) -> NDArray[np.float64]:
    """Mean over replicates at every row; of an arm, or of the paired difference between two."""
    found = measure(data, outcome, ("point", "replicate", "window"))
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
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Sensitivity indices of an outcome of a merged sweep over its design, most influential first.

    With `base`, of the paired difference arm - base. `path`: None, or the table as design_of wants it. `where`: which
    rows, by the values of the sweep's other factors, as {"municipality": "karlstad"}. Half-widths are of 95 % bootstrap
    intervals; a warning names indices whose interval is as wide as they are. Where the sweep kept what became of a
    lever that areas can be too small for (team_size, real_span), its lowest and highest value stand beside, as
    `realised_low` and `realised_high`.

    Raises:
        TillitError: as design_of, or no such outcome, window, arm or rows, or points without a value.
    """
    own, rows = design_of(data, path).chosen(where or {})
    y = _drawn(own, _outcome(data, outcome, window, arm, base)[rows])
    found = _of_points(own, y, 200, own.made["seed"])
    for lever, measured in REALISED.items():
        if lever in found.index and measured in data:
            realised = _outcome(data, measured, window, arm, None)[rows]
            found.loc[lever, ["realised_low", "realised_high"]] = [realised.min(), realised.max()]
    order = next((column for column in ("total", "mu_star") if column in found), found.columns[0])
    return _strongest_first(found, order)


def interactions(
    data: xr.Dataset,
    path: PathText | None,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Second-order indices of each two parameters (columns second, second_half_width), the strongest first; see indices.

    Raises:
        TillitError: as indices, or the design was not drawn with second_order.
    """
    own, rows = design_of(data, path).chosen(where or {})
    if not own.second_order:
        raise TillitError(f"{own.path}: tells no interactions apart; draw a design of kind sobol with second_order")
    y = _drawn(own, _outcome(data, outcome, window, arm, base)[rows])
    return _strongest_first(_sobol(own.problem, y, 200, own.made["seed"], True)[1], "second")


def _strongest_first(found: pd.DataFrame, column: str) -> pd.DataFrame:
    """In the order of an index; a warning says which of these have an interval as wide as they are."""
    found = found.reindex(found[column].abs().sort_values(ascending=False).index)
    wide = found.index[2 * found[f"{column}_half_width"] >= found[column].abs()]
    if len(wide):
        named = ", ".join(" with ".join(name) if isinstance(name, tuple) else name for name in wide[:3])
        more = f" and {len(wide) - 3} more" if len(wide) > 3 else ""
        warnings.warn(
            f"the interval is as wide as the index for {named}{more}, of {len(found)}: only a larger design tells more",
            TillitWarning,
            stacklevel=3,
        )
    return found


def convergence(
    data: xr.Dataset,
    path: PathText | None,
    outcome: str,
    window: str | None = None,
    arm: str | None = None,
    base: str | None = None,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Indices from the first half, quarter, ... of the design: are they settled?

    Columns size, parameter, index (total, or mu*) and half_width. Sobol' and Morris designs only; see indices.
    """
    own, rows = design_of(data, path).chosen(where or {})
    if own.made["kind"] == "lhs":
        raise TillitError(f"{own.path}: a Latin hypercube has no part that is one too")
    y = _drawn(own, _outcome(data, outcome, window, arm, base)[rows])
    column = "total" if own.made["kind"] == "sobol" else "mu_star"
    size, parts = int(own.made["size"]), []
    while size >= 4:
        found = _of_points(own, y[: size * own.block], 100, 1)
        columns = {"index": found[column].values, "half_width": found[f"{column}_half_width"].values}
        parts.append(pd.DataFrame({"size": size, "parameter": found.index, **columns}))
        size //= 2
    return pd.concat(parts, ignore_index=True)
