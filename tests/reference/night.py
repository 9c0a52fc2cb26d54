"""Night visits, digital supervision and alarms (ODD 7.21, mechanism 14)."""

from __future__ import annotations

from reference.numbers import nearest
from reference.state import Recipient, Unit, World


def supervised(world: World, unit: Unit, person: Recipient) -> bool:
    """Under digital supervision instead of a night visit."""
    return person.night_rank < world.constants["night.share"] * unit.levers["night.supervision"]


def pass_night(world: World, unit: Unit) -> None:
    """A municipal unit of its own makes the visits and answers alarms."""
    constants, counted = world.constants, unit.counted
    at_home = [person for person in unit.recipients if not person.away]
    visits = 0
    for person in at_home:
        if supervised(world, unit, person):
            counted.night_supervised += 1
        elif person.night_rank < constants["night.share"]:
            visits += 1
    alarms = constants["night.alarms_per_year"] / 365.0 * constants["night.alarm_min"] * 60.0 * len(at_home)
    seconds = nearest(visits * constants["night.visit_min"] * 60.0) + nearest(alarms)
    counted.night_visits += visits
    counted.night_s += seconds
    paid = seconds * constants["cost.night_sek_per_h"] * 100.0 / 3600.0
    counted.cost_night += nearest(paid + counted.night_supervised * constants["night.supervision_sek"] * 100.0)
