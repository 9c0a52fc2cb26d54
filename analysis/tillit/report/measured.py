"""What the page must know of every measure that a report names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tillit.errors import TillitError
from tillit.library import measure_words, measures
from tillit.report.limits import Limits, read_limits
from tillit.report.texts import Text

Plain = dict[str, Any]


def named(own: Any) -> Iterator[str]:
    """Measures that something names, wherever in it."""
    if isinstance(own, Mapping):
        if isinstance(own.get("measure"), str):
            yield own["measure"]
        for value in own.values():
            yield from named(value)
    elif isinstance(own, list | tuple) and not isinstance(own, Text):
        for value in own:
            yield from named(value)


def described(names: Iterator[str]) -> dict[str, Plain]:
    """Of every measure its name, unit, limits and published figure.

    Raises:
        TillitError: one that this version does not know.
    """
    limits = read_limits()
    return {name: _measure(name, limits.get(name)) for name in dict.fromkeys(names)}


def _measure(name: str, limits: Limits | None) -> Plain:
    if name not in measures().index:
        raise TillitError(f"measure '{name}': not of this version; use the package that came with the file's program")
    own, words = measures().loc[name], measure_words().loc[name]
    figure = Text(words["published_sv"], own["published"])
    return {
        "name": Text(own["label_sv"], own["label"]),
        "unit": own["unit"] or "1",
        "telling": words["telling"],
        "better": limits.better if limits else 0,
        "smallest": _smallest(limits),
        "plausible": _plausible(limits),
        "published": {"figure": figure, "source": Text(own["source"], own["source"])} if figure.en else None,
    }


def _bound(value: float | None, share: float | None) -> Plain | None:
    """An amount, or a share of the level."""
    if value is None and share is None:
        return None
    return {"value": share if value is None else value, "of_level": value is None}


def _smallest(own: Limits | None) -> Plain | None:
    found = _bound(own.smallest, own.smallest_share) if own else None
    return {**found, "source": own.smallest_from} if own and found else None


def _plausible(own: Limits | None) -> Plain | None:
    if own is None or not own.limits_from.en:
        return None
    change = _bound(own.largest_change, own.largest_change_share)
    return {"low": own.low, "high": own.high, "change": change, "source": own.limits_from}
