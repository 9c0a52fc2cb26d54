"""Discretion: load becomes pressure; permission follows the formal right (ODD 7.13, E4, E5)."""

from __future__ import annotations

from reference.numbers import clip, f32, remaining
from reference.state import Employee, Unit, World

LEVELS = ("discretion.officer", "discretion.provider", "discretion.manager")


def formal(unit: Unit) -> float:
    """Formal discretion: the product of the three levels."""
    officer, provider, manager = (unit.levers[level] for level in LEVELS)
    return officer * provider * manager


def spread(unit: Unit) -> float:
    """The largest less the smallest of the three levels."""
    levels = [unit.levers[level] for level in LEVELS]
    return max(levels) - min(levels)


def usable(world: World, formal_now: float, permission: float, pressure: float) -> float:
    """L = min(F, permission)·(1 - x_P·P)."""
    return min(formal_now, permission) * (1.0 - world.constants["discretion.pressure_loss"] * pressure)


def pass_week(world: World, unit: Unit) -> None:
    """Pressure and permission of everyone, and the unit's means."""
    for who in unit.staff:
        feel_load(world, who)
        perceive(world, unit, who)
    staff = unit.staff
    if staff:
        levels = [f32(usable(world, formal(unit), who.permission, who.pressure)) for who in staff]
        unit.climate.discretion = f32(sum(levels) / len(staff))
        unit.climate.pressure = f32(sum(who.pressure for who in staff) / len(staff))


def feel_load(world: World, who: Employee) -> None:
    """P moves towards what the week's load makes; whoever was not at work keeps it."""
    constants = world.constants
    if not who.week.paid_s:
        return
    load = who.week.busy_s / who.week.paid_s
    aim = clip((load - constants["pressure.from"]) / constants["pressure.span"])
    step = 1.0 - remaining(7.0, constants["pressure.half_life_days"])
    who.pressure = f32(who.pressure + f32(step * (aim - who.pressure)))


def perceive(world: World, unit: Unit, who: Employee) -> None:
    """Permission follows the formal right upwards with a half-life, and at once downwards."""
    constants, right = world.constants, f32(formal(unit))
    if right <= who.permission:
        who.permission = right
        return
    faster = 1.0 + unit.levers["resources.reform_budget"] / constants["discretion.reform_half_sek"]
    step = 1.0 - remaining(7.0, constants["discretion.permission_half_life_days"] / faster)
    who.permission = f32(who.permission + step * (formal(unit) - who.permission))
