"""Pieces of a section, as the page draws them (Block in analysis/explorer/src/document.ts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from tillit.estimates import Estimate, bands, estimate
from tillit.report.texts import Text, capital, join, span_days

MOST_DRAWN = 8
"""Arms that can be told apart in a picture."""
WHAT = Text("Mått", "Measure")
Block = dict[str, Any]
Cell = dict[str, Any]
Row = dict[str, Any]


def section(name: str, title: Text, blocks: Sequence[Block]) -> dict[str, Any]:
    """A part of the page; `name` is its anchor."""
    return {"id": name, "title": title, "blocks": list(blocks)}


def paragraph(text: Text) -> Block:
    """Prose."""
    return {"kind": "text", "text": text}


def note(text: Text) -> Block:
    """What must be known to read what follows."""
    return {"kind": "note", "text": text}


def heading(name: str, text: Text) -> Block:
    """Of a part of a section; `name` is its anchor."""
    return {"kind": "heading", "id": name, "text": text}


def bullets(items: Sequence[Text]) -> Block:
    """A list."""
    return {"kind": "list", "items": list(items)}


def more(title: Text, blocks: Sequence[Block]) -> Block:
    """What is shown on request."""
    return {"kind": "more", "title": title, "blocks": list(blocks)}


def over_days(which: Text, days: tuple[int, int], end: int, further: Text | str = "") -> Text:
    """Over which measured days the figures of a section are: `which` in words, `days` of them, and all the time until `end`."""
    return join(
        which, ", ", span_days(days),
        Text("; hela tiden är ", "; all the time is "), span_days((0, end)),
        Text(". Tal är medel av simuleringarna.", ". Figures are means of the replicates."), further,
    )  # fmt: skip


# ---- tables ----------------------------------------------------------------------------------------------------------


def table(caption: Text, columns: Sequence[Text], rows: Sequence[Row], head: Text = WHAT) -> Block:
    """A table; `head` says what its rows are."""
    return {"kind": "table", "caption": caption, "columns": [head, *columns], "rows": list(rows)}


def row(head: Text, cells: Sequence[Cell]) -> Row:
    """A row under its head."""
    return {"head": head, "group": False, "cells": list(cells)}


def group(title: Text, rows: Sequence[Row]) -> list[Row]:
    """Rows under a common head."""
    return [{"head": title, "group": True, "cells": []}, *rows]


def word(text: Text) -> Cell:
    """A cell of text."""
    return {"kind": "text", "text": text, "note": None}


def number(value: Estimate, decimals: int) -> Cell:
    """A cell with a number that is of no measure."""
    return {"kind": "number", "value": value, "decimals": decimals}


def level(measure: str, value: Estimate) -> Cell:
    """A cell with the level of a measure."""
    return {"kind": "level", "measure": measure, "value": value}


def estimates(own: xr.DataArray) -> list[Estimate]:
    """Of every arm, over replicates."""
    return [estimate(values) for values in own.transpose("arm", "replicate").values]


def means(own: xr.DataArray) -> list[float]:
    """Of every arm."""
    return [found.mean for found in estimates(own)]


def cells(own: xr.DataArray, scale: float = 1.0, decimals: int = 1) -> list[Cell]:
    """Of every arm, over replicates."""
    return [number(found, decimals) for found in estimates(own * scale)]


def listed(own: xr.DataArray, dimension: str, words: Mapping[str, Text], scale: float, decimals: int) -> list[Row]:
    """A row for every name along a dimension, an arm a column."""
    return [row(name, cells(own.sel({dimension: key}), scale, decimals)) for key, name in words.items()]


# ---- pictures --------------------------------------------------------------------------------------------------------


def bars(
    caption: Text, unit: Text, own: xr.DataArray, words: Mapping[str, Text], titles: Sequence[Text]
) -> list[Block]:
    """Parts of a sum by arm; nothing to draw where all are nothing."""
    dimension = next(str(name) for name in own.dims if name not in ("arm", "replicate"))
    found = {key: means(own.sel({dimension: key})) for key in words}
    if not np.any(list(found.values())):
        return []
    rows = [
        {"label": title, "parts": [{"label": words[key], "value": found[key][i]} for key in words]}
        for i, title in enumerate(titles)
    ]
    return [{"kind": "bars", "caption": caption, "unit": unit, "rows": rows}]


def chart(title: Text, data: xr.Dataset, name: str, arms: Mapping[int, Text]) -> Block:
    """A variable by period, a line an arm; `arms` are their titles by their place among the arms of the file."""
    found = bands(data, name)
    lines = [
        {"title": title, "arm": place, **{part: found[part].isel(arm=i).values for part in ("mean", "low", "high")}}
        for i, (place, title) in enumerate(arms.items())
    ]
    middle = (found["day"] + found["period_days"] / 2).values
    caption = join(
        capital(title),
        Text(", period för period, medel av simuleringarna.", ", period by period, means of the replicates."),
    )
    return {"kind": "chart", "caption": caption, "x": Text("dag", "day"), "y": title, "days": True, "measure": None,
            "at": middle, "series": lines}  # fmt: skip
