"""Which assumption decides: from knock-outs and Morris' indices to a table, and the data that would settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy

from tillit.committed import SCREENING
from tillit.errors import TillitError
from tillit.estimates import Estimate, estimate
from tillit.files import made_by, read_table
from tillit.places import place
from tillit.screening.design import Box, Question, Reals, ends

SETTLES = place("screening", "settles.csv")
SHOWN, LEVELS = 4, 4
COLUMNS = [
    "arm", "outcome", "coefficient", "difference", "half_width", "undone", "mu_star", "mu_star_half_width", "floor", "halves",
]  # fmt: skip
"""What the tables of docs/results/screening.md need of the results."""


def settles(box: Box, path: Path = SETTLES) -> pd.DataFrame:
    """What data would settle each group of coefficients (the part of a name before the point), in two languages.

    Raises:
        TillitError: no table, or a coefficient that no line covers.
    """
    if not path.exists():
        raise TillitError(f"{path}: there is no such file")
    found = pd.read_csv(path, index_col="group")
    lacking = sorted({name.split(".")[0] for name in box} - set(found.index))
    if lacking:
        raise TillitError(f"{path}: says nothing of {', '.join(lacking)}")
    return found


def filled(y: Reals) -> tuple[Reals, int]:
    """Values along trajectories, a failed point taking the value before it (its effect is then zero); how many were."""
    lost = np.flatnonzero(np.isnan(y))
    y = y.copy()
    for i in lost:
        y[i] = y[i - 1] if i > 0 else np.nanmean(y)
    return y, len(lost)


def morris(points: pd.DataFrame, y: Reals, box: Box) -> pd.DataFrame:
    """mu*, its 95 % bootstrap half-width, and sigma of every coefficient (Morris 1991; Campolongo et al. 2007)."""
    problem = {"num_vars": len(box), "names": list(box), "bounds": [list(b) for b in box.values()]}
    from SALib.analyze import morris as morris_indices  # brings scipy.stats, which takes a second

    found = morris_indices.analyze(
        problem, points[list(box)].to_numpy(), y, num_levels=LEVELS, num_resamples=200, seed=1
    )
    columns = {"mu": "mu", "mu_star": "mu_star", "half_width": "mu_star_conf", "sigma": "sigma"}
    return pd.DataFrame({a: np.asarray(found[b], dtype=float) for a, b in columns.items()}, index=list(box))


def halves(points: pd.DataFrame, y: Reals, box: Box) -> float:
    """Rank correlation of mu* between the first and the second half of the trajectories, of those that act at all."""
    middle = len(y) // (len(box) + 1) // 2 * (len(box) + 1)
    a, b = (
        morris(points.iloc[part], y[part], box)["mu_star"] for part in (slice(0, middle), slice(middle, 2 * middle))
    )
    acts = (a > 0) | (b > 0)
    return float(scipy.stats.spearmanr(a[acts], b[acts]).statistic)


def floor(points: pd.DataFrame, y: Reals, box: Box) -> float:
    """What luck alone gives as mu*: its 95 % quantile over coefficients, from half the difference of two replicates.

    That difference has the variance of their mean and holds no effect; mu*, a mean of absolute values, is never zero.
    """
    luck, _ = filled((y[:, 0] - y[:, 1]) / 2)
    own = morris(points, luck, box)["mu_star"]
    return float(np.quantile(own[own > 0], 0.95)) if (own > 0).any() else 0.0


@dataclass(frozen=True)
class KnockOut:
    """A coefficient at another value: the difference there, and its change from the default's, over replicates."""

    value: float
    difference: Estimate
    change: Estimate

    def undoes(self, default: Estimate, smallest: float) -> bool:
        """The change is told from zero, and the difference turns or falls under the smallest of interest."""
        moved = abs(self.change.mean) > self.change.half_width
        return moved and (self.difference.mean * default.mean < 0 or abs(self.difference.mean) < smallest)


def knock_outs(differences: Reals, names: Sequence[tuple[str, float]]) -> dict[str, list[KnockOut]]:
    """Of every coefficient; intervals of changes hold for all of them together (Bonferroni)."""
    level = 1 - 0.05 / len(names)
    found: dict[str, list[KnockOut]] = {}
    for row, (name, value) in zip(differences[1:], names):
        own = KnockOut(value, estimate(row), estimate(row - differences[0], level))
        found.setdefault(name, []).append(own)
    return found


def screened(
    question: Question,
    box: Box,
    alone: Mapping[tuple[str, str], Reals],
    points: pd.DataFrame,
    together: Mapping[tuple[str, str], Reals],
) -> pd.DataFrame:
    """One row for each arm, outcome and coefficient.

    The difference by default; knocked out, at the end that undoes it or else changes it most, and the paired change;
    whether that undoes it, by default the difference being told from zero and at least the smallest of interest;
    Morris' indices, what luck alone gives, and whether the halves agree.
    """
    tables = []
    for (arm, outcome), differences in alone.items():
        default, smallest = estimate(differences[0]), question.smallest[outcome]
        y, _ = filled(np.nanmean(together[arm, outcome], axis=1))
        own = morris(points, y, box).rename(columns={"half_width": "mu_star_half_width"})
        own["floor"], own["halves"] = floor(points, together[arm, outcome], box), halves(points, y, box)
        stands = abs(default.mean) >= smallest and abs(default.mean) > default.half_width
        for name, ends_of in knock_outs(differences, ends(box)).items():
            undoing = [e for e in ends_of if stands and e.undoes(default, smallest)]
            most = max(undoing or ends_of, key=lambda e: abs(e.change.mean))
            own.loc[name, "knocked_to"], own.loc[name, "undone"] = most.value, bool(undoing)
            own.loc[name, "knocked"] = most.difference.mean
            own.loc[name, "change"], own.loc[name, "change_half_width"] = most.change.mean, most.change.half_width
        own.insert(0, "half_width", default.half_width)
        own.insert(0, "difference", default.mean)
        own.insert(0, "outcome", outcome)
        own.insert(0, "arm", arm)
        tables.append(own.rename_axis("coefficient").reset_index())
    return pd.concat(tables, ignore_index=True).astype({"undone": int})


def _names(own: pd.DataFrame) -> str:
    return ", ".join(f"`{name}`" for name in own["coefficient"]) or "none"


def deciding(own: pd.DataFrame) -> pd.DataFrame:
    """Of one arm and outcome: the strongest by mu*, of those whose interval lies above what luck alone gives."""
    told = own[own["mu_star"] - own["mu_star_half_width"] > own["floor"]]
    return told.nlargest(SHOWN, "mu_star")


def markdown(box: Box, path: Path = SCREENING, settling: Path = SETTLES) -> str:
    """The tables of docs/results/screening.md, from the committed results alone.

    Raises:
        TillitError: no results yet, or coefficients that nothing would settle.
    """
    found = read_table(path, "make screen writes it", COLUMNS)
    data = settles(box, settling)
    head = made_by(path)
    lines = [
        "| arm against the first | outcome | difference | undone by knocking out | strongest by mu* | halves agree |",
        "|---|---|---|---|---|---|",
    ]
    decisive: list[str] = []
    for (arm, outcome), own in found.groupby(["arm", "outcome"], sort=False):
        undone, strongest = own[own["undone"] == 1].nlargest(SHOWN + 4, "mu_star"), deciding(own)
        count = int(own["undone"].sum())
        more = f" and {count - len(undone)} more" if count > len(undone) else ""
        strength = (
            ", ".join(f"`{r.coefficient}` {float(r.mu_star):.2g}" for r in strongest.itertuples())
            or "none told from luck"
        )
        first = own.iloc[0]
        lines.append(
            f"| {arm} | {outcome} | {first['difference']:.3g} ±{first['half_width']:.2g} | {_names(undone)}{more} | {strength} | {first['halves']:.2f} |"
        )
        decisive += [*undone["coefficient"], *strongest["coefficient"]]
    groups: dict[str, list[str]] = {}
    for name in dict.fromkeys(decisive):
        groups.setdefault(name.split(".")[0], []).append(name)
    lines += [
        "",
        head,
        "",
        "| what decides | how often | the data that would settle it | på svenska |",
        "|---|---|---|---|",
    ]
    for group, names in sorted(groups.items(), key=lambda g: -sum(decisive.count(n) for n in g[1])):
        times = sum(decisive.count(name) for name in names)
        lines.append(
            f"| {', '.join(f'`{n}`' for n in names)} | {times} | {data.loc[group, 'en']} | {data.loc[group, 'sv']} |"
        )
    return "\n".join(lines) + "\n"


def never(found: pd.DataFrame) -> Sequence[str]:
    """Coefficients that decide nothing: never undo a difference, and never told from luck by mu*."""
    told = (found["undone"] == 1) | (found["mu_star"] - found["mu_star_half_width"] > found["floor"])
    return sorted(set(found["coefficient"]) - set(found.loc[told, "coefficient"]))
