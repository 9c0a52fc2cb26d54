"""What a report holds as plain data that JSON can hold: no number in it is infinite or none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tillit.estimates import Estimate, Time
from tillit.report.arrangement import Span
from tillit.report.texts import Text


def plain(own: Any) -> Any:
    """The same of dicts, lists, texts and numbers; a number that is nan is null.

    Raises:
        ValueError: an infinite number that is no time.
    """
    if isinstance(own, Text | Estimate | Time | Span):
        return _known(own)
    if isinstance(own, Mapping):
        return {str(key): plain(value) for key, value in own.items()}
    if isinstance(own, np.ndarray | np.generic):
        return plain(own.tolist())
    if isinstance(own, list | tuple):
        return [plain(value) for value in own]
    return _number(own) if isinstance(own, float) else own


def _known(own: Text | Estimate | Time | Span) -> dict[str, Any]:
    if isinstance(own, Text):
        return {"sv": own.sv, "en": own.en}
    if isinstance(own, Estimate):
        return {"mean": _number(own.mean), "half": _number(own.half_width)}
    if isinstance(own, Span):
        return {"days": list(own.days), "units": own.units}
    return {name: _day(getattr(own, name)) for name in ("day", "low", "high")}


def _number(own: float) -> float | None:
    if math.isinf(own):
        raise ValueError("an infinite number is no plain data")
    return None if math.isnan(own) else own


def _day(own: float) -> float | str | None:
    return "never" if math.isinf(own) else _number(own)
