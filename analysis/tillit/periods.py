"""Periods of a result file, taken one by one or together over some days."""

from __future__ import annotations

import numpy as np
import xarray as xr

from tillit.errors import TillitError
from tillit.files import labels

KINDS = ("municipal", "small", "large", "nonprofit")
"""Owners of providers."""


def has_periods(data: xr.Dataset) -> bool:
    """Whether a file holds anything over time, and groups of units."""
    return "period" in data.dims and "group_recipients" in data


def checked_arms(result: xr.Dataset, arms: list[str], missing: str) -> list[str]:
    """These arms of a result that holds something over time; `missing` says what there is none of without any.

    Raises:
        TillitError: no arms; nothing over time in the file; a replicate that stands twice.
    """
    path = result.attrs.get("path", "the data")
    if not arms:
        raise TillitError(f"{path}: {missing}")
    if not has_periods(result):
        raise TillitError(
            f"{path}: holds nothing over time, since record.level was none; run it again with record.level=municipality"
        )
    labels(result, "replicate")
    return arms


def over(data: xr.Dataset, days: tuple[int, int] | None) -> xr.Dataset:
    """The periods that lie within these days; all without them."""
    if days is None:
        return data
    within = (data["day"] >= days[0]) & (data["day"] + data["period_days"] <= days[1])
    if not within.any():
        raise TillitError(f"days {days[0]}-{days[1]}: no period of the result lies within them")
    return data.isel(period=np.flatnonzero(within.values))


def mean_of(own: xr.DataArray, data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    """Over municipalities, and with `days` over the periods by their length; periods that have no value are left out."""
    found = own.mean("municipality")
    return found if days is None else found.weighted(data["period_days"]).mean("period")


def sum_of(name: str, data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    """Of a counter over municipalities, and with `days` over the periods."""
    found = data[f"total_{name}"].astype(float).sum("municipality")
    return found if days is None else found.sum("period")


def recipients_by_kind(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    """Where a kind has no units there is no value: nobody."""
    found = mean_of(data["group_recipients"].fillna(0.0), data, days).sel(group=list(KINDS)).rename(group="kind")
    return found.assign_attrs(long_name="recipients by who owns their provider, mean", units="persons")


def with_lengths(found: dict[str, xr.DataArray], own: xr.Dataset, days: tuple[int, int] | None) -> xr.Dataset:
    """Data of the periods of `own` as one, with their length where they are told one by one."""
    lengths = {} if days else {"period_days": own["period_days"]}
    return xr.Dataset(found, coords=lengths, attrs=dict(own.attrs))
