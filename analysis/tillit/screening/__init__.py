"""Which assumption decides an experiment's contrasts: knock-outs, Morris screening, and the data that would settle it."""

from __future__ import annotations

import sys
from pathlib import Path

from tillit.places import place
from tillit.runs import call
from tillit.screening.design import Question, coefficients, knock_out_table, run, trajectories
from tillit.screening.table import deciding, markdown, never, screened, settles
from tillit.writing import check_output, write_text

DEMO = Question(
    place("screening", "arms.yaml"),
    "detail",
    ("S", "S+O", "S+O+R", "S+O+R=cost"),
    {"satisfied": 0.01, "quality": 0.01, "strain": 0.05, "staff_met": 1, "undetected_hours": 100, "cost": 1e6},
)
"""The demo; smallest differences that matter as in its claims, for cost a million SEK a year in so small a place."""


ON_TRAJECTORIES = 2


def screen(question: Question, size: int, replicates: int, seed: int, path: Path, overwrite: bool = False) -> None:
    """Knock-outs (`replicates`) and Morris (`size` trajectories, two replicates) of every free coefficient."""
    check_output(path, overwrite, [question.path])
    box = coefficients()
    print(f"{len(box)} coefficients: knock-outs", file=sys.stderr, flush=True)
    alone_points = knock_out_table(box)
    alone = run(question, alone_points, replicates)
    points = trajectories(box, size, seed)
    print(f"{len(points)} points of {size} trajectories", file=sys.stderr, flush=True)
    together = run(question, points, ON_TRAJECTORIES)
    found = screened(question, box, alone, points, together)
    runs = (len(alone_points) * replicates + len(points) * ON_TRAJECTORIES) * (len(question.arms) + 1)
    command = f"tillit screen --size {size} --replicates {replicates} --seed {seed}"
    made = f"{command}; {call('version').splitlines()[0]}; {runs} runs"
    table = found.to_csv(index=False, float_format="%.3g", lineterminator="\n")
    write_text(path, f"# {made}\n{table}", overwrite, [question.path])


__all__ = [
    "DEMO",
    "Question",
    "coefficients",
    "deciding",
    "knock_out_table",
    "markdown",
    "never",
    "run",
    "screen",
    "screened",
    "settles",
    "trajectories",
]
