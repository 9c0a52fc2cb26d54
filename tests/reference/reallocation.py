"""Moving time between recipients (ODD 7.16, E11 in another form)."""

from __future__ import annotations

from reference import need
from reference.numbers import exp, f32
from reference.state import Recipient, Unit, World

MOST = 3.0


def pass_week(world: World, unit: Unit) -> None:
    """Every recipient's pull on time."""
    for person in unit.recipients:
        person.pull = f32(pull(world, person))


def pull(world: World, person: Recipient) -> float:
    """W = exp(need, closeness and voice), the exponent within ±3."""
    constants = world.constants
    exponent = constants["reallocation.need"] * (need.relative(person) - 1.0)
    exponent += constants["reallocation.closeness"] * closeness(world, person)
    exponent += constants["reallocation.voice"] * (person.voice - 0.5)
    return exp(max(-MOST, min(MOST, exponent)))


def closeness(world: World, person: Recipient) -> float:
    """K with the first contact, 0 without one."""
    relation = person.relations.get(person.contacts[0].identity) if person.contacts else None
    if relation is None:
        return 0.0
    half = world.familiarity_clock.prior(world.constants["familiarity.half_visits"])
    return f32(relation.familiarity / f32(relation.familiarity + half))


def strength(unit: Unit) -> float:
    """ψ·L·P, with the unit's means of the last week."""
    return f32(unit.levers["steering.reallocation"] * unit.climate.discretion * unit.climate.pressure)


def factors(world: World, unit: Unit) -> dict[int, float]:
    """Factor on time of every recipient today; minutes are conserved over today's visits."""
    force = strength(unit)
    if force == 0.0:
        return {person.identity: 1.0 for person in unit.recipients}
    time = pulled = 0.0
    for visit in unit.visits:
        if world.weekday in visit.weekdays and not visit.recipient.away:
            granted = f32(visit.recipient.visit_s * visit.recipient.granted)
            time += granted
            pulled += granted * visit.recipient.pull
    pulling = f32(force * (f32(time / pulled) if pulled else 1.0))
    kept = f32(1.0 - force)
    return {person.identity: f32(kept + f32(pulling * person.pull)) for person in unit.recipients}
