"""Calibration by history matching: which points of the free coefficients cannot be ruled out by six published figures.

Vernon, Goldstein & Bower 2010 (Bayesian Analysis 5(4)); for agent-based models McCulloch et al. 2022 (JASSS 25(2)1).
"""

from tillit.calibration.emulator import Emulator, emulate
from tillit.calibration.figures import Figure, read_figures
from tillit.calibration.matching import Match, Wave, match
from tillit.calibration.program import Program, inputs
from tillit.calibration.report import OUTPUTS, constrained, markdown, save
from tillit.committed import NON_IMPLAUSIBLE

__all__ = [
    "NON_IMPLAUSIBLE",
    "OUTPUTS",
    "Emulator",
    "Figure",
    "Match",
    "Program",
    "Wave",
    "constrained",
    "emulate",
    "inputs",
    "markdown",
    "match",
    "read_figures",
    "save",
]
