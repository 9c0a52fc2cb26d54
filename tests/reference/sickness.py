"""Sickness: spells begin, go on and end (ODD 7.4, E15, T7)."""

from __future__ import annotations

from reference.numbers import exp
from reference.randomness import Draws
from reference.state import LONG_SPELL, SHORT_SPELL, WELL, Employee, Unit, World

SICK_PAY_DAYS = 14


def pass_day(world: World, unit: Unit) -> None:
    """Every own employee's day, and its count."""
    for who in unit.staff:
        change(world, who)
        unit.counted.head_days += 1
        if not who.hourly:
            unit.counted.sick_short_days += who.spell == SHORT_SPELL
            unit.counted.sick_long_days += who.spell == LONG_SPELL


def change(world: World, who: Employee) -> None:
    """One employee falls ill, stays ill or gets well."""
    draws = Draws(world.keys.today("sickness", who.identity, world.day))
    u, kind = draws.u(), draws.u()
    if who.spell == WELL:
        fall_ill(world, who, u, kind)
    elif u < recovery(world, who):
        who.spell, who.spell_days = WELL, 0
    else:
        who.spell_days += 1


def fall_ill(world: World, who: Employee, u: float, kind: float) -> None:
    """A spell begins, long with the share that long hazards have."""
    constants = world.constants
    short = constants["sickness.short_spells_per_year"] * who.hazard_short
    long = constants["sickness.long_spells_per_year"] * who.hazard_long
    if u < (short + long) / 365.0:
        who.spell = LONG_SPELL if kind * (short + long) < long else SHORT_SPELL
        who.spell_days = 0


def recovery(world: World, who: Employee) -> float:
    """Probability that a spell ends today: of a long one, beyond its 14 days, as survival says."""
    constants = world.constants
    if who.spell == SHORT_SPELL:
        return 1.0 / constants["sickness.short_days"]
    beyond = who.spell_days + 1 - SICK_PAY_DAYS
    if beyond < 0:
        return 0.0
    return 1.0 - survival(constants, beyond + 1.0) / survival(constants, float(beyond))


def survival(constants: dict[str, float], days: float) -> float:
    """Share of long spells that last so many days beyond day 14."""
    a, b = constants["sickness.long_hazard_floor"], constants["sickness.long_hazard_start"]
    c = constants["sickness.long_hazard_decline"]
    return exp(-a * days - (b / c) * (1.0 - exp(-c * days)))


def expected_absence(constants: dict[str, float]) -> float:
    """Share of time that staff are ill: o/(1 + o) (EXACT *Start*)."""
    long_days = 14.0 + sum(survival(constants, day) for day in range(1, 3650))
    short = constants["sickness.short_spells_per_year"] * constants["sickness.short_days"]
    over = (short + constants["sickness.long_spells_per_year"] * long_days) / 365.0
    return over / (1.0 + over)
