"""Do an experiment's claims hold wherever published figures leave room? Its claims at every non-implausible point."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tillit.courses import DAYS
from tillit.errors import RunError, TillitError
from tillit.files import PathText
from tillit.points import Point, at_all, by_point, yielding
from tillit.runs import call, sets

Experiment = dict[str, Any]


def read_experiment(path: PathText) -> Experiment:
    """What an experiment with claims asks, as the program reads its file (`tillit config`).

    Raises:
        TillitError: it has no claims. RunError: the program refuses it.
    """
    found: Experiment = json.loads(call("config", path))
    if not found["claims"]:
        raise TillitError(f"{path}: has no claims; they say which differences matter")
    return found


def differences(path: PathText, overrides: Mapping[str, Any]) -> dict[str, float]:
    """Every claim's difference under some parameters; none where the cost cannot be made equal there."""
    try:
        text = call("experiment", path, "--format", "json", "--quiet", "--threads", 1, *sets(overrides))
    except RunError as error:
        if "no closer than" in str(error):
            return {}
        raise
    return {claim["name"]: _figure(claim) for claim in json.loads(text)["claims"]}


def _figure(claim: Mapping[str, Any]) -> float:
    """What the program found of a claim: a difference, or days after a change, infinite where that does not come."""
    found = claim["days"]["day"] if "days" in claim else claim["difference"]
    return float("inf") if found == "never" else float("nan") if found is None else float(found)


def belongs(path: PathText, made: str, digest: str) -> None:
    """Refuses a table that was made of another experiment, or of this one before it was changed.

    `made` is the line at its head, `digest` that of the experiment (`tillit digest`).

    Raises:
        TillitError: the digests differ, or the table says none.
    """
    found = re.search(r"; experiment ([0-9a-f]{16})(?:;|$)", made)
    if not found:
        raise TillitError(f"{path}: does not say of which experiment it is; run tillit robustness again")
    if found[1] != digest:
        raise TillitError(
            f"{path}: is of another experiment, or of this one before it was changed (digest {found[1]}, here {digest}); "
            "run tillit robustness again"
        )


def robustness(path: Path, points: pd.DataFrame, overrides: Mapping[str, Any], **options: Any) -> pd.DataFrame:
    """Differences of every claim [point, claim]; NaN where a point could not be run. `options` are those of at_all."""
    experiment = read_experiment(path)

    def one(point: Point) -> dict[str, float]:
        return differences(path, {**yielding(point.levers), **point.coefficients, **overrides})

    return by_point(at_all(points, one, **options), [claim["name"] for claim in experiment["claims"]])


def shares(claim: Mapping[str, Any], differences: pd.Series[float]) -> tuple[float, float]:
    """Share of points where a claim holds by at least its smallest difference that matters, and where the opposite does.

    Of a claim about days: where it takes at least, or at most, so many, and where it does not; of one on a level
    likewise.
    """
    own = differences.dropna()
    if claim.get("course") in DAYS or "level" in claim:
        held = own >= claim["smallest"] if claim["direction"] == "higher" else own <= claim["smallest"]
        return float(held.mean()), float((~held).mean())
    towards = own if claim["direction"] == "higher" else -own
    matters = (own.abs() >= claim["smallest"]) & (own != 0)  # as for verdicts: with 0, every difference but none at all
    return float((matters & (towards > 0)).mean()), float((matters & (towards < 0)).mean())


def _compared(claim: Mapping[str, Any]) -> str:
    """What a claim compares: two arms, two groups within an arm, or an arm with a level."""
    arm, base = claim["contrast"]
    if "groups" in claim:
        return f"{' - '.join(claim['groups'])} in {arm}"
    return arm if "level" in claim else f"{arm} - {base}"


def _rows(experiment: Experiment, found: pd.DataFrame) -> Iterator[str]:
    for claim in experiment["claims"]:
        own = found[claim["name"]].dropna()
        holds, opposite = (100 * share for share in shares(claim, own))
        about_days = claim.get("course") in DAYS  # which may be infinite: nothing lies between them
        low, middle, high = np.quantile(own, [0.05, 0.5, 0.95], method="nearest" if about_days else "linear")
        yield (
            f"| {claim['text']['en']} | {claim['outcome']}, {_compared(claim)} | "
            f"{claim['smallest']:g} | {holds:.0f} | {opposite:.0f} | {low:.3g}, {middle:.3g}, {high:.3g} |"
        )


def markdown(path: Path, found: pd.DataFrame, made: str) -> str:
    """The table of docs/RESULTS.md: per cent of points where each claim holds by at least the smallest difference that matters.

    Raises:
        TillitError: the table was made of another experiment.
    """
    experiment, failed = read_experiment(path), int(found.isna().any(axis=1).sum())
    for claim in experiment["claims"]:
        if claim["name"] not in found:
            raise TillitError(f"{path}: the results have no claim '{claim['name']}'; there are {', '.join(found)}")
    lines = [
        "| claim | outcome and arms | smallest of interest | holds, % | opposite, % | difference: 5 %, median, 95 % |",
        "|---|---|---|---|---|---|",
        *_rows(experiment, found),
        "",
        f"{len(found)} points, {failed} of them could not be run (the cost could not be made equal). {made}",
        "",
    ]
    return "\n".join(lines)
