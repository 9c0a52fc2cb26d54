"""Runs of a config in this process, side by side, as the dataset that a result file of it would be."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from tillit.files import LAYOUT
from tillit.library import Config, counters, lib, measures, text
from tillit.simulation import Period, Simulation

MUNICIPALITY = 1
"""The most that is recorded here, record.level by its number; a file holds more."""
OVER_TIME = ("arm", "replicate", "period", "municipality")


class Done(NamedTuple):
    """What is kept of a replicate."""

    periods: list[Period]
    measures: pd.Series[float]
    digest: str


def can_run(config: Config) -> bool:
    """Is all that the config records held in memory? Areas, units and snapshots are in files only."""
    return config["record.level"] <= MUNICIPALITY and config["record.snapshot_every_days"] == 0


def run(config: Config, threads: int | None = None) -> xr.Dataset:
    """All replicates of a config, with the names and values of its result file.

    Raises:
        RunError: a replicate failed.
    """
    replicates, cores = int(config["run.replicates"]), threads or len(os.sched_getaffinity(0))
    stopped = Event()

    def one(replicate: int) -> Done:
        by = "municipality" if config["record.level"] == MUNICIPALITY else None
        kept = []
        with Simulation(config, replicate, max(1, cores // replicates)) as sim:
            for period in sim.periods(by):
                kept.append(period)
                if stopped.is_set():
                    break
            return Done(kept, sim.measures(), sim.digest)

    with ThreadPoolExecutor(min(cores, replicates)) as pool:
        try:
            found = list(pool.map(one, range(1, replicates + 1)))
        finally:
            stopped.set()  # where one failed or Ctrl-C came, the others end with their period
    return _dataset(config, found)


def _dataset(config: Config, found: list[Done]) -> xr.Dataset:
    """Labelled as a file is."""
    windows = np.array([own.measures for own in found])[None, :, None]
    digests = np.array([[int(own.digest, 16) for own in found]], dtype=np.uint64)
    first_days, lengths = np.array([(own.first_day, own.days) for own in found[0].periods], dtype=np.int32).T
    data = xr.Dataset({"digest": (("arm", "replicate"), digests)}, _coordinates(config, len(found), len(lengths)))
    data = data.assign(_measures("window_", ("arm", "replicate", "window"), windows))
    data = data.assign_coords(day=("period", first_days)).assign(period_days=("period", lengths))
    if config["record.level"] == MUNICIPALITY:
        data = data.assign(_over_time(found)).assign_coords(
            staff_met_bin=np.arange(lib().tillit_staff_met_bins(), dtype=np.int32)
        )
    return data.assign_attrs(
        layout_version=LAYOUT,
        version=text(lib().tillit_version()),
        model_version=text(lib().tillit_model_version()),
        command="tillit.run",
        seed=json.loads(config.json)["run"]["seed"],
        config_1=config.json,
    )


def _coordinates(config: Config, replicates: int, periods: int) -> dict[str, Any]:
    return {
        "arm": [config.name],
        "replicate": np.arange(1, replicates + 1, dtype=np.int32),
        "period": np.arange(1, periods + 1, dtype=np.int32),
        "municipality": config.municipalities,
        "window": ["all"],
    }


def _over_time(found: list[Done]) -> dict[str, Any]:
    """Measures, totals and the histogram of every municipality in every period."""

    def of_all(name: str) -> NDArray[Any]:
        return np.array([[getattr(period, name) for period in own.periods] for own in found])[None]

    totals, known = of_all("counters"), counters()
    kinds = [np.int64 if whole else np.float64 for whole in known["whole"]]
    return {
        **_measures("", OVER_TIME, of_all("measures")),
        "staff_met_recipients": ((*OVER_TIME, "staff_met_bin"), of_all("staff_met")),
        **{
            f"total_{name}": (OVER_TIME, totals[..., i].astype(kinds[i]), {"long_name": meaning, "units": unit})
            for i, (name, unit, meaning) in enumerate(known[["unit", "meaning"]].itertuples())
        },
    }


def _measures(prefix: str, dimensions: tuple[str, ...], values: NDArray[Any]) -> dict[str, Any]:
    """Every measure of the last axis as a variable with its texts."""
    names = {"meaning": "long_name", "unit": "units", "label_sv": "long_name_sv", "unit_sv": "units_sv"}
    texts = measures().assign(unit=lambda own: own["unit"].replace("", "1")).rename(columns=names).drop(columns="label")
    attributes = [{name: said for name, said in row.items() if said} for row in texts.to_dict("records")]
    return {f"{prefix}{name}": (dimensions, values[..., i], attributes[i]) for i, name in enumerate(texts.index)}
