#!/usr/bin/env python3
"""Which coefficients move the claims of an experiment, each set to the ends of its neutral range alone.

    scripts/ends.py EXPERIMENT [--parameter PATH]... [--set PATH=VALUE]...    # a row a coefficient, as a table

Without --parameter these are all coefficients of the market that have a range. `make ends` asks scripts/ends.yaml.

A claim moves where its figure changes by at least its smallest difference that matters (of one on a level: by a tenth of it).
What moves none at either end could as well be a setting.
"""

import argparse
import json
import math
import subprocess
import sys

SEEMS = {"supported": "+", "opposite": "-", "negligible": "0", "undecided": "?"}


def tillit(*arguments: str) -> dict | list:
    """What the program prints as JSON."""
    return json.loads(subprocess.run([OPTIONS.tillit, *arguments], check=True, capture_output=True, text=True).stdout)


def claims(*sets: str) -> dict[str, dict]:
    """The claims of the experiment by name, with these values."""
    asked = [part for own in [*OPTIONS.set, *sets] for part in ("--set", own)]
    found = tillit("experiment", OPTIONS.experiment, "--format", "json", "--quiet", *asked)
    return {own["name"]: own for own in found["claims"]}


def moved(base: dict[str, dict], other: dict[str, dict], smallest: dict[str, float]) -> list[str]:
    """What is said of each claim that moves: its name, verdicts and figures."""
    said = []
    for name, own in base.items():
        before, after = own["difference"], other[name]["difference"]
        far = None not in (before, after) and not math.isclose(before, after) and abs(after - before) >= smallest[name]
        if far:
            verdicts = f"{SEEMS[own['verdict']]}{SEEMS[other[name]['verdict']]}"
            said.append(f"{name} {before:.3g} → {after:.3g} ({verdicts})")
    return said


def main() -> None:
    """Prints the table."""
    known = {own["path"]: own for own in tillit("params", "--format", "json")}
    asked = tillit("config", OPTIONS.experiment)
    smallest = {own["name"]: own["smallest"] * (0.1 if "level" in own else 1.0) for own in asked["claims"]}
    base = claims()
    print("| coefficient | default | low end | claims that move | high end | claims that move |\n|---|---|---|---|---|---|")
    for path, own in known.items():
        low, high = own["neutral"]
        meant = path in OPTIONS.parameter if OPTIONS.parameter else own["market"] and own["section"] == "constant"
        if not meant or low == high:
            continue
        ends = ["; ".join(moved(base, claims(f"{path}={end}"), smallest)) or "none" for end in (low, high)]
        print(f"| {path} | {own['default']:g} | {low:g} | {ends[0]} | {high:g} | {ends[1]} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("experiment")
    parser.add_argument("--parameter", action="append", default=[], help="these alone")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--tillit", default="build/tillit")
    OPTIONS = parser.parse_args()
    sys.exit(main())
