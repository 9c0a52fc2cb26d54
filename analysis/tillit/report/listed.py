"""Data by arm and replicate as rows of tables and as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from tillit import figures
from tillit.estimates import Estimate, estimate
from tillit.report.wording import EMPTY, Cell, decimal
from tillit.report.words import Text

MOST_DRAWN = 8
"""Arms that can be told apart in a picture."""
LANGUAGES = ("sv", "en")
Row = tuple[Text, list[Cell]]
Group = tuple[Text, list[Row]]


def estimates(own: xr.DataArray) -> list[Estimate]:
    """Of every arm, over replicates."""
    return [estimate(values) for values in own.transpose("arm", "replicate").values]


def cells(own: xr.DataArray, scale: float = 1.0, decimals: int = 1) -> list[Cell]:
    """Of every arm, for a table."""
    found = estimates(own * scale)
    return [Cell(decimal(e.mean, decimals), decimal(e.half_width, decimals), "", EMPTY) for e in found]


def listed(own: xr.DataArray, dimension: str, words: Mapping[str, Text], scale: float, decimals: int) -> list[Row]:
    """A row for every name along a dimension."""
    return [(name, cells(own.sel({dimension: key}), scale, decimals)) for key, name in words.items()]


def means(own: xr.DataArray) -> list[float]:
    """Of every arm."""
    return [found.mean for found in estimates(own)]


def bars(own: xr.DataArray, words: Mapping[str, Text], titles: Sequence[Text], unit: Text) -> Text | None:
    """Parts of a sum by arm; nothing to draw where all are nothing."""
    dimension = next(str(name) for name in own.dims if name not in ("arm", "replicate"))
    found = {key: means(own.sel({dimension: key})) for key in words}
    if not np.any(list(found.values())):
        return None
    pictures = []
    for lang in LANGUAGES:
        parts = {getattr(words[key], lang): values for key, values in found.items()}
        arms = [getattr(title, lang) for title in titles]
        pictures.append(figures.svg(figures.stacked(parts, arms, getattr(unit, lang), lang)))
    return Text(*pictures)
