"""The arms of a file, and the providers in them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from tillit.estimates import estimate
from tillit.files import asked, labels
from tillit.markets import firms_may_come, people_choose
from tillit.report.arrangement import Config, Span, base_of
from tillit.report.conclusions import PAID, Concluder
from tillit.report.texts import Text

Plain = dict[str, Any]
ENDS = ("firms_leaving", "terminations")
"""How firms leave: by themselves, and since the municipality ends their contract."""


def titles_of(data: xr.Dataset) -> dict[str, Text]:
    """What the arms of a file are called; by their names where the experiment gives no titles."""
    question = asked(data)
    known = {arm["name"]: arm["title"] for arm in question["arms"]} if question else {}
    own = {arm: known.get(arm, {}) for arm in labels(data, "arm")}
    return {arm: Text(title.get("sv") or arm, title.get("en") or arm) for arm, title in own.items()}


def base_by_arm(configs: Sequence[Config]) -> list[int | None]:
    """Beside which arm each is drawn: the one that goes on as before, or the first; None of these themselves."""
    own = [base_of(configs, i) for i in range(len(configs))]
    bases = {base for base in own if base is not None} or {0}
    return [None if i in bases else min(bases) if base is None else base for i, base in enumerate(own)]


def arms_of(data: xr.Dataset, configs: Sequence[Config]) -> list[Plain]:
    """Every arm with its digests and its whole config."""
    bases = base_by_arm(configs)
    return [
        {
            "name": name,
            "title": title,
            "base": bases[i] is None,
            "digests": [f"{int(own):016x}" for own in data["digest"].values[i]],
            "config": json.dumps(configs[i], ensure_ascii=False),
        }
        for i, (name, title) in enumerate(titles_of(data).items())
    ]


# ---- providers -------------------------------------------------------------------------------------------------------


def is_paid(data: xr.Dataset) -> bool:
    """Whether providers are paid in any arm: elsewhere nobody says what the municipality pays."""
    return f"window_{PAID}" in data and bool(np.isfinite(data[f"window_{PAID}"].values).any())


def _leaving(own: Concluder, over: Span) -> list[float]:
    """How many firms leave in a year, by arm."""
    there = [name for name in ENDS if f"window_{name}" in own.data]
    found = [sum(estimate(own.values(name, arm, over)).mean for name in there) for arm in own.arms]
    return [0.0 if math.isnan(a_year) else a_year for a_year in found]


def who_provides(configs: Sequence[Config]) -> Plain:
    """Whether people choose among providers, these are given, or there is the municipality alone; and whether there are several."""
    markets = [market for market in (config.get("market") for config in configs) if market]
    who = "chosen" if any(map(people_choose, markets)) else "given" if markets else "alone"
    return {"who": who, "several": any("split" in market or firms_may_come(market) for market in markets)}


def providers(own: Concluder, over: Span, configs: Sequence[Config]) -> Plain:
    """Who provides care in the arms, and how many firms leave where some may."""
    firms = any(firms_may_come(config.get("market")) for config in configs)
    leaving = _leaving(own, over) if firms else None
    return {**who_provides(configs), "paid": is_paid(own.data), "leaving": leaving}
