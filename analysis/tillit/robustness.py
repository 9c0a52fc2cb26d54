"""Do an experiment's claims hold wherever published figures leave room? Its claims at every non-implausible point."""

from __future__ import annotations

import copy
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from tillit.calibration.report import NON_IMPLAUSIBLE
from tillit.designs import parameters
from tillit.errors import RunError, TillitError
from tillit.files import made_by, read_table
from tillit.runs import call

Experiment = dict[str, Any]


def read_points(path: Path = NON_IMPLAUSIBLE) -> pd.DataFrame:
    """A table of points, as `calibrate` and `design` write them: parameters by path, one row a point.

    Raises:
        TillitError: no file, no rows, a column that is no parameter, or a value that is no finite number.
    """
    table = read_table(path, "make calibrate writes non_implausible.csv")
    known = {p["path"] for p in parameters()}
    for name in table:
        if name not in known:
            raise TillitError(f"{path}: column '{name}' is no parameter; tillit params lists them")
        values = pd.to_numeric(table[name], errors="coerce")
        if not np.isfinite(values).all():
            row = int(np.argmin(np.isfinite(values)))
            raise TillitError(f"{path}: {name} of point {row + 1} is '{table[name][row]}': a number is expected")
    if table.empty:
        raise TillitError(f"{path}: holds no points")
    return table


def read_experiment(path: Path) -> Experiment:
    """An experiment's file, its paths whole, so that a copy of it runs from anywhere.

    Raises:
        TillitError: it cannot be read, or has no claims. RunError: the program refuses it.
    """
    try:
        text: Experiment = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise TillitError(f"{path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TillitError(f"{path}: not an experiment: {' '.join(str(error).split())}") from error
    call("experiment", path, "--plan")
    if not text.get("claims"):
        raise TillitError(f"{path}: has no claims; they say which differences matter")
    for place in (text, *text["arms"]):
        for key in ("config", "regime"):
            if key in place and (Path(path).parent / str(place[key])).is_file():
                place[key] = str((Path(path).parent / str(place[key])).resolve())
    return text


def at_point(experiment: Experiment, levers: Mapping[str, float]) -> Experiment:
    """The experiment with levers where an arm does not set them itself: what an arm decides stays decided."""
    own = copy.deepcopy(experiment)
    for arm in own["arms"]:
        arm["set"] = {**levers, **(arm.get("set") or {})}
    return own


def differences(experiment: Experiment, coefficients: Mapping[str, Any]) -> dict[str, float] | None:
    """Every claim's difference under some coefficients; None where the cost cannot be made equal there."""
    with tempfile.TemporaryDirectory(prefix="tillit-robustness-") as folder:
        path = Path(folder) / "experiment.yaml"
        path.write_text(yaml.safe_dump(experiment, allow_unicode=True), encoding="utf-8")
        options = [word for name, value in coefficients.items() for word in ("--set", f"{name}={value}")]
        try:
            text = call("experiment", path, "--format", "json", "--quiet", "--threads", 1, *options)
        except RunError as error:
            if "brings the cost no closer" in str(error):
                return None
            raise
    return {claim["name"]: claim["difference"] for claim in json.loads(text)["claims"]}


def _worlds(points: pd.DataFrame) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Levers and coefficients of every point, whole numbers as such."""
    known = {p["path"]: p for p in parameters()}
    worlds = []
    for row in points.to_dict(orient="records"):
        values = {n: int(v) if known[n]["kind"] == "integer" else float(v) for n, v in row.items()}
        levers = {n: v for n, v in values.items() if known[n]["section"] == "lever"}
        worlds.append((levers, {n: v for n, v in values.items() if n not in levers}))
    return worlds


def robustness(
    path: Path,
    points: pd.DataFrame,
    overrides: Mapping[str, Any],
    jobs: int | None = None,
    say: Callable[[str], None] = lambda text: print(text, end="", file=sys.stderr, flush=True),
) -> pd.DataFrame:
    """Differences of every claim [point, claim]; NaN where a point could not be run."""
    experiment = read_experiment(path)
    worlds = _worlds(points)
    found: dict[int, dict[str, float] | None] = {}
    with ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        asked = {
            pool.submit(differences, at_point(experiment, levers), {**coefficients, **overrides}): i
            for i, (levers, coefficients) in enumerate(worlds)
        }
        try:
            for done in as_completed(asked):
                found[asked[done]] = done.result()
                say(f"\r{len(found)} of {len(worlds)} points" + "\n" * (len(found) == len(worlds)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    names = [claim["name"] for claim in experiment["claims"]]
    table = [[(found[i] or {}).get(name, np.nan) for name in names] for i in range(len(worlds))]
    return pd.DataFrame(table, columns=names, index=pd.RangeIndex(1, len(worlds) + 1, name="point"))


def shares(claim: Mapping[str, Any], differences: pd.Series[float]) -> tuple[float, float]:
    """Share of points where a claim holds by at least its smallest difference that matters, and where the opposite does."""
    own = differences.dropna()
    towards = own if claim["direction"] == "higher" else -own
    return float((towards >= claim["smallest"]).mean()), float((-towards >= claim["smallest"]).mean())


def _rows(experiment: Experiment, found: pd.DataFrame) -> Iterator[str]:
    for claim in experiment["claims"]:
        own = found[claim["name"]].dropna()
        holds, opposite = (100 * share for share in shares(claim, own))
        low, middle, high = np.quantile(own, [0.05, 0.5, 0.95])
        arm, base = claim["contrast"]
        yield (
            f"| {claim['text']['en'] if isinstance(claim['text'], dict) else claim['text']} | {claim['outcome']}, {arm} - {base} | "
            f"{claim['smallest']:g} | {holds:.0f} | {opposite:.0f} | {low:.3g}, {middle:.3g}, {high:.3g} |"
        )


def markdown(path: Path, found: pd.DataFrame, made: str) -> str:
    """The table of ODD: per cent of points where each claim holds by at least the smallest difference that matters.

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


def save(found: pd.DataFrame, made: str, path: Path) -> None:
    """Every claim's difference at every point, below a line that says how it was made."""
    path.write_text(f"# {made}\n{found.to_csv(float_format='%.5g', lineterminator=chr(10))}", encoding="utf-8")


def load(path: Path) -> tuple[pd.DataFrame, str]:
    """What `save` wrote, and how it was made.

    Raises:
        TillitError: there is no such table.
    """
    found = read_table(path, "python -m tillit robustness --results writes it", ["point"])
    return found.set_index("point"), made_by(path)
