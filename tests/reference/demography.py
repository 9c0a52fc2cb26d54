"""Departures and arrivals (ODD 7.2, 7.11, mechanism 12)."""

from __future__ import annotations

import bisect
import math

from reference import contacts, people
from reference.granted import team_load
from reference.market import choice, providers
from reference.numbers import f32
from reference.randomness import ARRIVAL, Draws, upper
from reference.state import Area, Provider, Recipient, Unit, Visit, Window, World


def depart(world: World, unit: Unit) -> None:
    """Recipients die, move to residential care or end their care: one u against hazards laid end to end."""
    for person in list(unit.recipients):
        reason = departure(world, unit, person)
        if reason:
            setattr(unit.counted, reason, getattr(unit.counted, reason) + 1)
            leave(unit, person)


def departure(world: World, unit: Unit, person: Recipient) -> str | None:
    """Why someone leaves today, if so."""
    constants, municipality = world.constants, unit.area.municipality
    residential = constants["demography.residential_per_year"] * heaviness(municipality.profile, person)
    hazards = {
        "deaths": constants["demography.deaths_per_year"] / 365.0,
        "to_residential": residential / municipality.mean_share / 365.0,
        "ended": constants["demography.ended_per_year"] / 365.0,
    }
    u = upper(world.keys.today("demography", person.identity, world.day))
    end = 0.0
    for reason, hazard in hazards.items():
        end += hazard
        if u < end:
            return reason
    return None


def heaviness(profile: dict[str, float], person: Recipient) -> float:
    """g: today's granted hours over the profile's mean, at most 2."""
    return min(2.0, f32(person.hours * person.granted) / profile["municipality.granted_hours"])


def leave(unit: Unit, person: Recipient) -> None:
    """A recipient leaves the unit."""
    unit.recipients.remove(person)
    unit.visits = [visit for visit in unit.visits if visit.recipient is not person]


def arrive(world: World) -> None:
    """New recipients, independent of the regime."""
    for municipality in world.municipalities:
        for area in municipality.areas:
            for number in range(arrivals(world, area)):
                who = area.identity(ARRIVAL, (world.day << 16) + number)
                person = people.recipient(world, area, who)
                person.window = Window(complete=world.begins(14))
                place(area, choice.newcomers(world, area, person), person).counted.arrivals += 1


def arrivals(world: World, area: Area) -> int:
    """How many arrive in an area today."""
    u = Draws(world.keys.today("arrival", area.identity(ARRIVAL), world.day)).u()
    daily = world.constants["demography.inflow_per_year"] * area.recipients_at_start / 365.0
    return math.floor(daily + u)


def place(area: Area, of: Provider, person: Recipient, visits: list[Visit] | None = None) -> Unit:
    """To the provider's team for the area with the least granted time for the pool size that its unit should have.

    Of visits that are equal a newcomer's later number comes first; who moves keeps their order.
    """
    units = providers.units_for(of, area)
    loads = [(team_load(unit, team), unit, team) for unit in units for team in range(len(unit.teams))]
    _, unit, person.team = min(loads, key=lambda load: load[0])
    enter(unit, person, visits)
    contacts.fill_all(unit)
    return unit


def enter(unit: Unit, person: Recipient, visits: list[Visit] | None = None) -> None:
    """A person enters a unit, and the visits stand among the others."""
    unit.recipients.append(person)
    providers.settle(unit, person)
    for visit in person.visits if visits is None else reversed(visits):
        at = bisect.bisect_left([other.order for other in unit.visits], visit.order)
        unit.visits.insert(at, visit)
