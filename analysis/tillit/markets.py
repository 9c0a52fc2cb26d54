"""What a config says about who provides care: fixed firms, free choice (LOV), tenders (LOU), or parts of one provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import xarray as xr

from tillit.files import config, labels

Market = Mapping[str, Any]


def people_choose(market: Market | None) -> bool:
    """Whether people choose among providers, sooner or later."""
    return bool(market and ("lov" in market or market.get("lou")))


def firms_may_come(market: Market | None) -> bool:
    """Whether there are firms, or may be some."""
    return bool(market and (market.get("externals") or people_choose(market)))


def choice_opens(market: Market) -> int:
    """The first measured day on which people choose; 0 or less: all along."""
    free = [int(market["lov"].get("opens", 0))] if "lov" in market else []
    return min([*free, *(int(own["starts"]) for own in market.get("lou", ()))])


def firms_begin_on(market: Market) -> int:
    """The first measured day on which there may be firms; 0 or less: all along."""
    return int(market.get("begins", 0)) if market.get("externals") else choice_opens(market)


def market_of(data: xr.Dataset, arm: str) -> Market | None:
    """Of an arm of a result file."""
    found: Market | None = config(data, labels(data, "arm").index(arm) + 1).get("market")
    return found
