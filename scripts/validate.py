#!/usr/bin/env python3
"""The model beside published figures: analysis/targets.csv against the Swedish-median municipality under ordinary
governance. Fitted and predicted are told apart; a target from memory is printed and not counted."""

from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measures(tillit: Path, sets: list[str]) -> dict[str, list[float]]:
    """Values of every measure, one a replicate."""
    command = [str(tillit), "experiment", str(ROOT / "analysis" / "validation.yaml"), "--format", "json", "--quiet"]
    for text in sets:
        command += ["--set", text]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    values = json.loads(done.stdout)["arms"][0]["measures"]
    values["quit_and_retire"] = [q + r for q, r in zip(values["quit_rate"], values["retirement_rate"])]
    return values


def targets() -> list[dict[str, str]]:
    path = ROOT / "analysis" / "targets.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        sys.exit(f"{path}: {error.strerror}: the published figures come with the repository")


def row(target: dict[str, str], values: dict[str, list[float]]) -> dict[str, str]:
    """A row of the table, by its columns."""
    if target["measure"] not in values:
        sys.exit(f"analysis/targets.csv: there is no measure '{target['measure']}' (see: tillit measures)")
    own = values[target["measure"]]
    mean = sum(own) / len(own)
    error = math.sqrt(sum((v - mean) ** 2 for v in own) / (len(own) - 1) / len(own)) if len(own) > 1 else math.nan
    verdict = "-"
    if target["low"]:
        verdict = "inside" if float(target["low"]) <= mean <= float(target["high"]) else "outside"
    published = f"{target['published']} ({target['low']}-{target['high']})" if target["low"] else "-"
    return {"measure": target["measure"], "model": f"{mean:.4g} +-{2 * error:.2g}", "published (range)": published, "year": target["year"],
            "source": target["source"], "grade": target["grade"] or "-", "role": target["role"], "verdict": verdict}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tillit", type=Path, default=ROOT / "build" / "tillit")
    parser.add_argument("--json", type=Path, help="also write the table there (what the report shows)")
    parser.add_argument("--set", action="append", default=[], help="path=value, as for tillit")
    arguments = parser.parse_args()
    values = measures(arguments.tillit, arguments.set)
    rows = [row(target, values) for target in targets()]
    print("| " + " | ".join(rows[0]) + " |\n" + "|---" * len(rows[0]) + "|")
    counts = {(role, verdict): 0 for role in ("fitted", "predicted") for verdict in ("inside", "outside")}
    for own in rows:
        print("| " + " | ".join(own.values()) + " |")
        if own["verdict"] != "-" and own["grade"] != "memory":
            counts[own["role"], own["verdict"]] += 1
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\nFitted: {counts['fitted', 'inside']} inside, {counts['fitted', 'outside']} outside. "
          f"Predicted: {counts['predicted', 'inside']} inside, {counts['predicted', 'outside']} outside. "
          "Targets from memory are not counted.")


if __name__ == "__main__":
    main()
