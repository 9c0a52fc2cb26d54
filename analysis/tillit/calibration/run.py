"""The calibration and its test on known points, from beginning to end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from tillit.calibration.emulator import Box
from tillit.calibration.figures import Figure
from tillit.calibration.matching import LIMIT, Simulate, emulated, ensemble_variance, match, outcome, uniform
from tillit.calibration.program import Program, defaults, rounded
from tillit.calibration.report import save, tables
from tillit.runs import call
from tillit.writing import check_output

DEFAULT_REPLICATES, TRUTH_REPLICATES = 32, 16


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def calibrate(
    figures: Sequence[Figure],
    box: Box,
    sizes: Sequence[int],
    last: int,
    replicates: int,
    seed: int,
    folder: Path,
    overwrite: bool = False,
) -> None:
    """History matching of the program, its tables written to `folder`.

    Raises:
        TillitError: a table is there without `overwrite`.
    """
    for path in tables(folder):
        check_output(path, overwrite)
    program = Program(figures)
    found = match(program, figures, box, sizes, last, replicates, seed, rounded, _say)
    default = outcome(program(defaults(box), DEFAULT_REPLICATES), figures)
    version = call("version").splitlines()[0]
    made = f"tillit calibrate --sizes {' '.join(map(str, sizes))} --last {last} --replicates {replicates} --seed {seed}; {version}"
    save(found, made, default, program.runs, folder, overwrite)


def _unchanged(points: pd.DataFrame) -> pd.DataFrame:
    return points


def recover(
    figures: Sequence[Figure],
    box: Box,
    truths: int,
    sizes: Sequence[int],
    last: int,
    replicates: int,
    seed: int,
    simulate: Simulate | None = None,
) -> str:
    """Known points take the place of the figures: are they kept, and how much of the space is ruled out?

    Every truth is drawn from the box and run; its outputs, without discrepancy, become the figures.
    """
    run = simulate or Program(figures)
    rounding = rounded if simulate is None else _unchanged
    points = rounding(uniform(box, truths, np.random.default_rng(seed + 1000)))
    values = run(points, TRUTH_REPLICATES)
    lines = [
        "| truth | largest I by the emulators | kept | share of the space left | non-implausible when run |",
        "|---|---|---|---|---|",
    ]
    kept = 0
    for number in range(truths):
        noise = np.sqrt(ensemble_variance(values[[number]]))
        own = [
            replace(
                f,
                value=float(values[number, :, i].mean()),
                observation_sd=float(noise[i]),
                discrepancy_sd=0.5 * f.discrepancy_sd,
            )
            for i, f in enumerate(figures)
        ]
        _say(f"truth {number + 1} of {truths}")
        found = match(run, own, box, sizes, last, replicates, seed + number, rounding, _say)
        worst = max(float(emulated(points.iloc[[number]], wave, own)[0]) for wave in found.waves)
        kept += worst < LIMIT
        lines.append(
            f"| {number + 1} | {worst:.2f} | {'yes' if worst < LIMIT else 'no'} | {100 * found.waves[-1].left:.3g} % | {len(found.points)} of {found.tried} |"
        )
    return "\n".join([*lines, "", f"{kept} of {truths} truths kept."])
