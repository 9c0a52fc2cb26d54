"""The model beside published figures: worlds are run, patterns read from them, and targets compared.

Fitted and predicted are told apart; what is from memory or derived is shown and not counted; what fails stays, with a
diagnosis.
"""

from tillit.validation import market, targets
from tillit.validation.table import VARIANTS, as_json, check, counts, markdown, rows, variants_markdown
from tillit.validation.targets import Target, read_targets
from tillit.validation.worlds import Worlds, published

__all__ = [
    "VARIANTS",
    "Target",
    "Worlds",
    "as_json",
    "check",
    "counts",
    "markdown",
    "market",
    "published",
    "read_targets",
    "rows",
    "targets",
    "variants_markdown",
]
