"""Terms like a collective agreement: firms' hourly staff, wages and quits (ODD 7.37)."""

from __future__ import annotations

from reference.numbers import exp, log
from reference.state import Unit, World

HOURLY_MOST = 0.8


def hourly_share(world: World, share: float) -> float:
    """A firm's share of hourly staff at its start, cut to what the lever accepts."""
    return min(HOURLY_MOST, max(0.0, share * world.constants.get("collective.firms_hourly", 1.0)))


def wage_gap(unit: Unit) -> float:
    """How far wages are below the municipality's: of firms alone."""
    return unit.levers.get("collective.wage_gap", 0.0) if unit.provider.firm else 0.0


def wages(unit: Unit) -> float:
    """The factor on an hour of own staff before supplements."""
    return 1.0 - wage_gap(unit)


def quits(world: World, unit: Unit) -> float:
    """How many times as often staff quit."""
    gap = wage_gap(unit)
    return exp(-world.constants["collective.quits"] * log(1.0 - gap)) if gap else 1.0
