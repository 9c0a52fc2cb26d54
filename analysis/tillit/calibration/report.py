"""What history matching found, as tables: files for later sweeps, and what stands in docs/results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import scipy

from tillit.calibration.emulator import Box, Reals
from tillit.calibration.figures import Figure
from tillit.calibration.matching import LIMIT, Match
from tillit.calibration.program import defaults
from tillit.committed import NON_IMPLAUSIBLE, RESULTS
from tillit.errors import TillitError
from tillit.files import made_by, read_table, remarks
from tillit.writing import write_texts

OUTPUTS, WAVES = RESULTS / "non_implausible_outputs.csv", RESULTS / "waves.csv"
TOGETHER = 0.05


def tables(folder: Path) -> list[Path]:
    """The files that `save` writes."""
    return [folder / own.name for own in (NON_IMPLAUSIBLE, OUTPUTS, WAVES)]


def save(found: Match, made: str, default: pd.DataFrame, runs: int, folder: Path, overwrite: bool = False) -> None:
    """Three tables: the points (a table for `sweep`), their outputs and those of the default, and the waves."""

    def text(table: pd.DataFrame, digits: str) -> str:
        return f"# {made}\n{table.to_csv(index=False, float_format=digits, lineterminator=chr(10))}"

    table = pd.concat([default, found.outputs], ignore_index=True)
    table.insert(0, "point", ["default", *map(str, range(1, len(found.outputs) + 1))])
    rows = []
    for number, wave in enumerate(found.waves, start=1):
        for figure, emulator in zip(found.figures, wave.emulators):
            share = np.sqrt(emulator.unexplained / figure.variance)
            rows.append(
                (
                    number,
                    wave.points,
                    wave.replicates,
                    wave.left,
                    figure.output,
                    emulator.r2,
                    emulator.within_3,
                    share,
                    " ".join(emulator.active),
                )
            )
    columns = ["wave", "points", "replicates", "left", "output", "r2", "within_3", "error", "active"]
    counts = f"# {runs} runs; {found.tried} points run at last, {found.failed} runs failed\n"
    waves = counts + text(pd.DataFrame(rows, columns=columns), "%.4g")
    texts = (text(found.points, "%.4g"), text(table, "%.5g"), waves)
    write_texts(dict(zip(tables(folder), texts)), overwrite)


def _told_from_uniform(own: Reals, low: float, high: float) -> float:
    """P of the values against a uniform draw from the range, rounded where the values are whole numbers."""
    whole = np.arange(np.round(low), np.round(high) + 1)
    if len(whole) > 20 or not np.isin(own, whole).all():
        return float(scipy.stats.kstest((own - low) / (high - low), "uniform").pvalue)
    share = (np.minimum(whole + 0.5, high) - np.maximum(whole - 0.5, low)) / (high - low)
    counts = np.array([(own == value).sum() for value in whole])
    return float(scipy.stats.chisquare(counts, share * len(own)).pvalue)


def constrained(points: pd.DataFrame, box: Box) -> pd.DataFrame:
    """Every input: prior range, quantiles of the non-implausible set, and whether it left its prior.

    An input left its prior when its values are told from a uniform draw (Kolmogorov-Smirnov, for whole numbers chi-square)
    at 5 % for all inputs together (Bonferroni): of two hundred inputs some always look moved.
    """
    rows = {}
    for name, (low, high) in box.items():
        own = points[name].to_numpy(dtype=float)
        p = _told_from_uniform(own, low, high)
        quantiles = np.quantile(own, [0.05, 0.5, 0.95])
        rows[name] = (low, high, *quantiles, p)
    columns = ["low", "high", "q05", "median", "q95", "p"]
    found = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    found["constrained"] = found["p"] < TOGETHER / len(found)
    return found.sort_values("p")


def nearest(points: pd.DataFrame, default: pd.DataFrame, box: Box) -> int:
    """Row of the point nearest to the default, each input measured in its range."""
    width = np.array([high - low for low, high in box.values()])
    away = (points[list(box)].to_numpy() - default[list(box)].to_numpy()) / width
    return int(np.argmin((away**2).sum(axis=1)))


def _refuse_mixed(folder: Path) -> None:
    """The three tables belong together: each says by which command, and of which version, it was made."""
    made = {path.name: remarks(path)[-1] for path in tables(folder)}
    first, *others = made
    for name in others:
        if made[name] != made[first]:
            raise TillitError(
                f"{folder / name}: is of another calibration than {first} ({made[name]}; {made[first]}); "
                "make calibrate writes both"
            )


def markdown(figures: Sequence[Figure], box: Box, folder: Path = RESULTS) -> str:
    """The tables of docs/results/calibration.md, from the committed ones alone.

    Raises:
        TillitError: a table is missing, or of another calibration than the others.
    """
    needed = {
        NON_IMPLAUSIBLE: list(box),
        OUTPUTS: ["point", "implausibility", *(f.output for f in figures)],
        WAVES: ["wave", "points", "replicates", "left", "output", "r2", "within_3", "error", "active"],
    }
    points, outputs, waves = (
        read_table(folder / own.name, "make calibrate writes it", columns) for own, columns in needed.items()
    )
    _refuse_mixed(folder)
    runs = made_by(folder / WAVES.name)
    default, rest = outputs[outputs["point"] == "default"], outputs[outputs["point"] != "default"]
    lines = [
        "| output | figure | sd of figure, of discrepancy | default | non-implausible set | source | grade |",
        "|---|---|---|---|---|---|---|",
    ]
    for f in figures:
        own = rest[f.output]
        lines.append(
            f"| {f.output} | {f.value:g} | {f.observation_sd:g}, {f.discrepancy_sd:g}: {f.reason} | {default[f.output].iloc[0]:.3g} | {own.min():.3g} to {own.max():.3g} | {f.source} | {f.grade} |"
        )
    lines += [
        "",
        "| wave | points | share of the space left | emulated | R² left out | within 3 sd | error/tolerance | active inputs |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for w in waves.itertuples():
        lines.append(
            f"| {w.wave} | {w.points} x {w.replicates} | {100 * float(w.left):.3g} % | {w.output} | {float(w.r2):.2f} | {100 * float(w.within_3):.1f} % | {float(w.error):.2f} | {', '.join(str(w.active).split())} |"
        )
    marginal = constrained(points, box)
    moved = marginal[marginal["constrained"]]
    lines += [
        "",
        f"{len(points)} points are non-implausible when run ({runs}). Of {len(box)} inputs {len(moved)} left their prior; the other {len(box) - len(moved)} are not told from it by so many points.",
        "",
    ]
    lines += ["| left its prior | prior | 5 %, median, 95 % |", "|---|---|---|"]
    lines += [
        f"| `{name}` | {m.low:g} to {m.high:g} | {m.q05:.3g}, {m.median:.3g}, {m.q95:.3g} |"
        for name, m in zip(moved.index, moved.itertuples())
    ]
    worst = float(default["implausibility"].iloc[0])
    row = nearest(points, defaults(box), box) + 1
    verdict = "is non-implausible: it stays" if worst < LIMIT else f"is ruled out: point {row} takes its place"
    return "\n".join(
        [
            *lines,
            "",
            f"The default point has a largest implausibility of {worst:.2f} and {verdict}. The non-implausible point nearest to it is point {row}.",
            "",
        ]
    )
