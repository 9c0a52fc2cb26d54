"""Runs of Tillit in Python: read, compare, design, draw, report. See analysis/README.md."""

from tillit.designs import design
from tillit.errors import RunError, TillitError, TillitWarning
from tillit.estimates import (
    Estimate,
    bands,
    difference,
    effect_size,
    estimate,
    gini,
    pilot,
    summary,
    table,
    variance_ratio,
    verdict,
)
from tillit.files import asked, config, open_result, open_sweep
from tillit.runs import digest, experiment, run, sweep
from tillit.sensitivity import indices

__all__ = [
    "Estimate",
    "RunError",
    "TillitError",
    "TillitWarning",
    "asked",
    "bands",
    "config",
    "design",
    "difference",
    "digest",
    "effect_size",
    "estimate",
    "experiment",
    "gini",
    "indices",
    "open_result",
    "open_sweep",
    "pilot",
    "run",
    "summary",
    "sweep",
    "table",
    "variance_ratio",
    "verdict",
]
