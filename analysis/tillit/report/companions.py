"""What was computed of an experiment beside its result file; refused where it belongs to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from tillit.errors import TillitError
from tillit.files import PathText, check_input
from tillit.points import load
from tillit.robustness import belongs
from tillit.runs import digest


def grounds(path: PathText | None, result: PathText, model_version: str) -> dict[str, Any] | None:
    """What `tillit claims --format json` printed of the experiment of a result file.

    Raises:
        TillitError: it is something else, or of another model version or experiment.
    """
    if path is None:
        return None
    check_input(path, "tillit claims EXPERIMENT --format json prints it")
    found = _read(path)
    if str(found["model_version"]) != model_version:
        raise TillitError(
            f"{path}: of model version {found['model_version']}, and {result} of {model_version}; run tillit claims again"
        )
    _same(path, found, result)
    return found


def _read(path: PathText) -> dict[str, Any]:
    wrong = TillitError(f"{path}: is not what tillit claims EXPERIMENT --format json prints")
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise wrong from None
    if not isinstance(found, dict) or not {"claims", "knocked_out", "replicates", "model_version"} <= found.keys():
        raise wrong
    return found


def _same(path: PathText, found: dict[str, Any], result: PathText) -> None:
    said, own = str(found.get("experiment", "not said")), digest(result)
    if said != own:
        raise TillitError(
            f"{path}: is of another experiment than {result}, or of this one before it was changed (digest {said}, "
            f"here {own}); run tillit claims again"
        )


def plausible(path: PathText | None, result: PathText, model_version: str) -> pd.DataFrame | None:
    """What `tillit robustness --results` wrote of the experiment of a result file.

    Raises:
        TillitError: it is something else, or of another model version or experiment.
    """
    if path is None:
        return None
    found, made = load(Path(path), "robustness")
    if f"(model version {model_version})" not in made:
        raise TillitError(f"{path}: not of model version {model_version}; run tillit robustness again")
    belongs(path, made, digest(result))
    return found
