"""Results that are committed, by name: what the long commands found, and others read without running them again.

Nothing writes there unless it is told to by name, as the Makefile does.
"""

from __future__ import annotations

from tillit.places import place

RESULTS = place("results")
FIT = RESULTS / "fit.json"
"""The model beside published figures (`validate --json`), which every report shows."""
SCREENING = RESULTS / "screening.csv"
"""Which coefficients decide the demo's differences (`screen`)."""
NON_IMPLAUSIBLE = RESULTS / "non_implausible.csv"
"""The points that six figures do not rule out (`calibrate`), at which `robustness` and `predictions` run."""
