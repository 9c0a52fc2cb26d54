"""Fit the three numbers of the market that are fitted: who chooses, how much the own provider is preferred, how often firms apply.

    PYTHONPATH=analysis TILLIT=build/tillit .venv/bin/python scripts/fit_market.py [--replicates 20]

Each number has one published figure in analysis/tillit/validation/market.csv (role: fitted), read from the worlds of
tillit validate --market; all else stays as it is. They are taken one after the other, since each figure hangs on its own
number above all: choice.active on those who do not choose, choice.own on the share of firms, provider.entry_per_year
on firms that begin. A number is moved along its neutral range in equal steps, and the value on the line between the two
steps on both sides of the figure is printed, or that the figure is not reached. Nothing is written: whoever takes a value over changes
model/core/parameters/parameters.def by hand, and says so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess

from tillit import validation
from tillit.validation.patterns import PATTERNS

FITTED = {"choice.active": "choice_none", "choice.own": "choice_private", "provider.entry_per_year": "choice_entries"}


def neutral_range(path: str) -> tuple[float, float]:
    """Of a parameter, from the program's own table."""
    printed = subprocess.run([os.environ["TILLIT"], "params", "--format", "json"], capture_output=True, text=True, check=True)
    low, high = next(own["neutral"] for own in json.loads(printed.stdout) if own["path"] == path)
    return float(low), float(high)


def crossing(found: list[tuple[float, float]], figure: float) -> float | None:
    """Where the line through the values found meets the figure."""
    for (x, a), (y, b) in zip(found, found[1:]):
        if min(a, b) <= figure <= max(a, b) and a != b:
            return x + (y - x) * (figure - a) / (b - a)
    return None


def main() -> None:
    """Print, for each number, what its steps give and where they meet the figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--steps", type=int, default=4)
    options = parser.parse_args()
    targets = {own.pattern: own for own in validation.read_targets(validation.targets.MARKET)}
    taken: dict[str, float] = {}
    for path, pattern in FITTED.items():
        figure, (low, high) = targets[pattern].published, neutral_range(path)
        assert figure is not None
        values = [low + (high - low) * i / options.steps for i in range(options.steps + 1)]
        found = [(v, PATTERNS[pattern](validation.Worlds({**taken, path: v}, options.replicates)).mean) for v in values]
        at = crossing(found, figure)
        print(f"{path}: {', '.join(f'{v:g} gives {mean:.3f}' for v, mean in found)}; {figure:g} at {f'{at:.3g}' if at is not None else 'no value'}", flush=True)
        if at is not None:
            taken[path] = at


if __name__ == "__main__":
    main()
