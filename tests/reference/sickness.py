"""ODD 7.4: sickness spells."""

from __future__ import annotations

from .numbers import exp
from .randomness import Draws
from .world import LONG, SHORT, WELL

LONG_FROM_DAYS = 14


def survival(k: dict, days: float) -> float:
    """Share of long spells that go on so many days beyond the first 14."""
    c = k["sickness.long_hazard_decline"]
    waning = (1.0 - exp(-c * days)) / c if c > 0.0 else days
    return exp(-k["sickness.long_hazard_floor"] * days - k["sickness.long_hazard_start"] * waning)


def expected_absence(k: dict) -> float:
    """Share of permanent staff expected to be on sick leave: what posts are reckoned with."""
    long_days = float(LONG_FROM_DAYS)
    for day in range(1, 3650):
        long_days += survival(k, day)
    odds = (
        k["sickness.short_spells_per_year"] * k["sickness.short_days"] + k["sickness.long_spells_per_year"] * long_days
    ) / 365.0
    return odds / (1.0 + odds)


def return_probability(k: dict, employee: object) -> float:
    """That today's spell ends, its days counted with today."""
    if employee.sick == SHORT:
        return 1.0 / k["sickness.short_days"]
    age = employee.sick_days - LONG_FROM_DAYS
    return 0.0 if age < 0 else 1.0 - survival(k, age + 1.0) / survival(k, age)


def sickness(world: object, unit: object) -> None:
    """Spells begin, go on and end."""
    k = world.k
    for seat in unit.staff:
        employee, conduct = seat.holder, seat.holder.conduct
        draws = Draws(world.keys.daily("sickness", employee.id, world.day))
        change, kind = draws.uniform(), draws.uniform()
        if employee.sick != WELL:
            employee.sick_days += 1
            if change < return_probability(k, employee):
                employee.sick, employee.sick_days = WELL, 0
            continue
        longs = k["sickness.long_spells_per_year"] * conduct.long_hazard
        per_year = k["sickness.short_spells_per_year"] * conduct.short_hazard + longs
        if change < per_year / 365.0:
            employee.sick = LONG if kind * per_year < longs else SHORT
            employee.sick_days = 0
