"""ODD 7.2 and 7.11: departures and arrivals."""

from __future__ import annotations

from .contacts import assign_contacts
from .people import ARRIVED, draw_recipient, permanent_id, plan_week
from .randomness import Draws, upper
from .start import residential_weight


def departures(world: object, unit: object) -> None:
    """One draw per recipient against the hazards of death, residential care and ended care, in this order."""
    k, c, municipality = world.k, unit.counters, unit.area.municipality
    per_weight = k["demography.residential_per_year"] / municipality.mean_weight
    for r in list(unit.recipients):
        draw = upper(world.keys.daily("demography", r.id, world.day)) * 365.0
        dies = k["demography.deaths_per_year"]
        from_granted = residential_weight(r.hours_now, municipality.profile["municipality.granted_hours"])
        moves = dies + per_weight * from_granted
        if draw >= moves + k["demography.ended_per_year"]:
            continue
        c.deaths += draw < dies
        c.to_residential += dies <= draw < moves
        c.ended += draw >= moves
        unit.recipients.remove(r)
        unit.visits = [visit for visit in unit.visits if visit.recipient is not r]


def crowding(team: object) -> float:
    """Granted time of a team's weekly plans over the size that its unit's teams should have."""
    granted = 0.0
    for visit in team.unit.visits:
        if visit.recipient.team is team:
            granted += len(visit.weekdays) * visit.seconds * visit.recipient.granted
    return granted / team.unit.levers["organisation.pool_size"]


def enter_visit(unit: object, visit: object) -> None:
    """A new visit comes after those that are earlier by slot, minute and id, and before its equals."""
    at = len(unit.visits)
    while at > 0 and not unit.visits[at - 1].place < visit.place:
        at -= 1
    unit.visits.insert(at, visit)


def receive(world: object, area: object, identity: int) -> None:
    """A new recipient goes to the least crowded team, the first of equals."""
    team = min((team for unit in area.units for team in unit.teams), key=crowding)
    unit = team.unit
    recipient = draw_recipient(world, area, identity)
    recipient.team = team
    unit.recipients.append(recipient)
    for visit in plan_week(world, recipient):
        enter_visit(unit, visit)
    assign_contacts(world, unit)
    unit.counters.arrivals += 1


def arrivals(world: object, area: object) -> None:
    """Today's new recipients of an area."""
    municipality = area.municipality.index
    key = world.keys.daily("arrival", permanent_id(ARRIVED, municipality, area.number << 32), world.day)
    a_day = world.k["demography.inflow_per_year"] * area.start_recipients / 365.0
    for i in range(int(a_day + Draws(key).uniform())):
        receive(world, area, permanent_id(ARRIVED, municipality, area.number << 32 | world.day << 16 | i))
