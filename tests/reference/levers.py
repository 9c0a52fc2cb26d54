"""Levers: what a timeline moves, and when (ODD 7.1)."""

from __future__ import annotations

from typing import Any

from reference.numbers import nearest
from reference.state import Unit, World

WHOLE = {"organisation.contact_persons", "organisation.pool_size", "organisation.span", "organisation.notice_days"}


def move(world: World) -> None:
    """Levers move to today's values."""
    for event in world.config.timeline:
        passed = world.measured - event["day"]
        steps = max(1, event["ramp_days"])
        if 0 <= passed < steps:
            for unit in world.units:
                if concerns(event["where"], unit):
                    step(unit, event["lever"], event["value"], steps - passed)


def of_place(world: World, unit: Unit) -> dict[str, float]:
    """Levers of a new unit: those of the start with every change that means its place, ramps by the day."""
    unit.levers = dict(world.config.levers)
    for event in world.config.timeline:
        steps = max(1, event["ramp_days"])
        if concerns(event["where"], unit):
            for passed in range(min(steps, world.measured - event["day"] + 1)):
                step(unit, event["lever"], event["value"], steps - passed)
    return unit.levers


def concerns(where: dict[str, Any], unit: Unit) -> bool:
    """Whether a change is made in a unit."""
    if where["areas"] and unit.area.number not in where["areas"]:
        return False
    return not where["units"] or unit.number in where["units"]


def step(unit: Unit, lever: str, value: float, left: int) -> None:
    """One of equal steps; the last ends exactly on the value, and whole levers are rounded."""
    now = unit.levers[lever]
    moved = value if left == 1 else now + (value - now) / left
    unit.levers[lever] = nearest(moved) if lever in WHOLE else moved
