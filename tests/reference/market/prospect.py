"""What a firm expects of areas: costs, margins and chances (ODD 7.35, EXACT *Entry and tenders*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reference.granted import weekly_granted
from reference.market import offers, pay, providers, rate, staffing
from reference.numbers import clip, exp
from reference.state import LARGE, Area, Municipality, Provider, World

PLANNED_OF_RANDOM = 0.4
MEAN_WAY = 2.0 / 3.0
QUARTER = 90.0
WEEKS_A_MONTH = 30.0 / 7.0
MILLION = 10**6


@dataclass
class Ground:
    """What is public of a municipality in a month."""

    visit_s: float
    recipient_h: float
    granted_h: float
    trips: dict[int, float]
    mean_trip: float
    cost: float
    paid: dict[int, float]
    client_time: float


def ground(world: World, municipality: Municipality) -> Ground:
    """Taken once for a municipality and month, before anything is let."""
    first, constants = municipality.units[0], world.constants
    people = [person for unit in municipality.units for person in unit.recipients]
    granted = sum(weekly_granted(person) for person in people)
    visits = sum(len(visit.weekdays) for person in people for visit in person.visits)
    trips = {area.number: PLANNED_OF_RANDOM * MEAN_WAY * area.side_s for area in municipality.areas}
    at_start = sum(area.recipients_at_start for area in municipality.areas)
    mean = sum(trips[area.number] * area.recipients_at_start for area in municipality.areas) / at_start
    recipient_h = granted / len(people) / 3600.0 * WEEKS_A_MONTH if people else 0.0
    form = pay.form(first)
    cost = rate.set_from(first, form) / MILLION * (1.0 - constants["provider.own_overhead"])
    cost *= 1.0 + offers.required(world)
    return Ground(
        visit_s=granted / visits if visits else 0.0,
        recipient_h=recipient_h,
        granted_h=recipient_h * len(people),
        trips=trips,
        mean_trip=mean,
        cost=cost,
        paid={
            area.number: rate.paid_for(first, form, outlying=area.outlying, firm=True) / MILLION
            for area in municipality.areas
        },
        client_time=first.levers["resources.client_time_share"],
    )


def cost_of(there: Ground, area: Area, base: Area | None) -> float:
    """What an hour of care costs in an area, from the firm's only base if it has one."""
    trip = there.trips[area.number]
    if base is not None and base is not area:
        x, y = providers.way(area, base)
        trip += PLANNED_OF_RANDOM * (abs(x) + abs(y))
    if there.visit_s == 0.0:
        return there.cost
    return there.cost * (1.0 + there.client_time * (trip - there.mean_trip) / there.visit_s)


def overhead(world: World, of: Provider) -> float:
    """Fixed overhead a month, in öre."""
    return world.constants["provider.overhead_large" if of.kind == LARGE else "provider.overhead_small"] * 100.0


def hopes_for(world: World, there: Ground, area: Area) -> float:
    """Hours a month that a firm hopes for in an area."""
    newcomers = world.constants["demography.inflow_per_year"] * area.recipients_at_start
    firms = sum(of.firm and of.active and providers.let_in_for(of, area) for of in area.municipality.providers)
    return newcomers / (firms + 2) * there.recipient_h


def willing(world: World, there: Ground, of: Provider) -> list[Area]:
    """Areas in which a firm expects no loss in one alone; none if its only base is not among them."""
    ext = world.constants["provider.external_overhead"]
    areas = [
        area
        for area in of.municipality.areas
        if there.paid[area.number] > 0.0
        and 1.0 - ext - cost_of(there, area, of.drawn_home) / there.paid[area.number] >= 0.0
    ]
    return [] if of.drawn_home is not None and of.drawn_home not in areas else areas


def margin(world: World, there: Ground, of: Provider, hours: Sequence[tuple[Area, float]], base: Area | None) -> float:
    """What is expected of all areas together, after fixed overhead."""
    costs, paid = sums(there, hours, base)
    if paid == 0.0:
        return -1.0
    return 1.0 - world.constants["provider.external_overhead"] - (costs + overhead(world, of)) / paid


def sums(there: Ground, hours: Sequence[tuple[Area, float]], base: Area | None) -> tuple[float, float]:
    """Cost and pay of hours by area."""
    costs = sum(own * cost_of(there, area, base) for area, own in hours)
    return costs, sum(own * there.paid[area.number] for area, own in hours)


def chance(world: World, there: Ground, of: Provider, areas: Sequence[Area]) -> float:
    """The chance that a firm applies in a quarter."""
    constants = world.constants
    hours = [(area, hopes_for(world, there, area)) for area in areas]
    beyond = margin(world, there, of, hours, of.drawn_home) - staffing.aim(world, of)
    return 1.0 - exp(
        -constants["provider.entry_per_year"]
        * (QUARTER / 365.0)
        * clip(0.5 + constants["provider.entry_margin"] * beyond)
    )
