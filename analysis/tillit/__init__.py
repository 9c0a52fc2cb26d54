"""Tillit in Python: run, step, read, compare, design, draw, report. See analysis/README.md.

What a name stands for is imported when it is first asked for, so that the command starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tillit.choosing import choices
    from tillit.courses import Course, course, course_of_claim
    from tillit.designs import design
    from tillit.errors import RunError, TillitError, TillitWarning
    from tillit.estimates import (
        Estimate,
        Time,
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
    from tillit.library import counters, measure_words, measures, parameters
    from tillit.places import place
    from tillit.purchasers import purchaser
    from tillit.runs import digest, experiment, run, sweep
    from tillit.sensitivity import indices
    from tillit.simulation import Period, Simulation

_MODULES = {
    "choosing": ("choices",),
    "courses": ("Course", "course", "course_of_claim"),
    "designs": ("design",),
    "errors": ("RunError", "TillitError", "TillitWarning"),
    "estimates": (
        "Estimate",
        "Time",
        "bands",
        "difference",
        "effect_size",
        "estimate",
        "gini",
        "pilot",
        "summary",
        "table",
        "variance_ratio",
        "verdict",
    ),
    "files": ("asked", "config", "open_result", "open_sweep"),
    "library": ("counters", "measure_words", "measures", "parameters"),
    "places": ("place",),
    "purchasers": ("purchaser",),
    "runs": ("digest", "experiment", "run", "sweep"),
    "sensitivity": ("indices",),
    "simulation": ("Period", "Simulation"),
}
_PLACES = {name: f"tillit.{module}" for module, names in _MODULES.items() for name in names}

__all__ = [
    "Course",
    "Estimate",
    "Period",
    "RunError",
    "Simulation",
    "TillitError",
    "TillitWarning",
    "Time",
    "asked",
    "bands",
    "choices",
    "config",
    "counters",
    "course",
    "course_of_claim",
    "design",
    "difference",
    "digest",
    "effect_size",
    "estimate",
    "experiment",
    "gini",
    "indices",
    "measure_words",
    "measures",
    "open_result",
    "open_sweep",
    "parameters",
    "pilot",
    "place",
    "purchaser",
    "run",
    "summary",
    "sweep",
    "table",
    "variance_ratio",
    "verdict",
]


def __getattr__(name: str) -> Any:
    """A name of the package, from the module that has it; modules by their own names, too."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    if name.startswith("_"):
        raise AttributeError(f"module 'tillit' has no attribute '{name}'")
    try:
        return import_module(f"tillit.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"tillit.{name}":
            raise
        raise AttributeError(f"module 'tillit' has no attribute '{name}'") from None
