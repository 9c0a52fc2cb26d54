"""Case officers: mismatch put right, reviews, and their opinion of the unit (ODD 7.19, E6)."""

from __future__ import annotations

from reference import continuity
from reference.duties import officers_meetings
from reference.managers import prior
from reference.numbers import exp, f32
from reference.opinion import opinion
from reference.randomness import Draws
from reference.state import Recipient, Unit, World

MONTH = 30.0


def pass_month(world: World, unit: Unit) -> None:
    """The month of one unit."""
    see_unit(world, unit)
    rate = review_rate(world, unit)
    for person in unit.recipients:
        put_right(world, unit, person)
        review(world, unit, person, rate)
    unit.climate.month_found = 0


def put_right(world: World, unit: Unit, person: Recipient) -> None:
    """Plans, home nursing and staff who know the person put mismatch right."""
    constants, levers = world.constants, unit.levers
    usual = continuity.usual_provider(person)
    monthly = (
        constants["need.plans"] * levers["steering.plans_kept"]
        + constants["need.nurse"] * levers["officers.nurse_meetings"]
        + constants["need.adaptation"] * unit.climate.discretion * usual
    )
    person.mismatch = f32(min(1.0, person.mismatch * exp(-monthly)))


def review_rate(world: World, unit: Unit) -> float:
    """Reviews a year."""
    constants, levers = world.constants, unit.levers
    view = opinion(unit.climate.officer, prior(world), f32(constants["opinion.propensity"]))
    rate = constants["need.reviews_per_year"]
    rate += constants["need.review_discretion"] * (levers["officers.discretion"] - 0.5)
    return max(0.0, rate + constants["need.review_meetings"] * officers_meetings(unit) * view.expectation)


def review(world: World, unit: Unit, person: Recipient, rate: float) -> None:
    """A review sets granted time to need as the officer views it, and ends the mismatch."""
    draws = Draws(world.keys.today("review", person.identity, world.day))
    luck, z = draws.u(), draws.z()
    if luck >= 1.0 - exp(-rate * MONTH / 365.0):
        return
    sd = world.constants["need.grant_noise"] * unit.levers["officers.discretion"]
    person.granted = f32(f32(person.level + person.transient) * exp(sd * z - sd * sd / 2.0))
    person.mismatch = 0.0
    unit.counted.reviews += 1


def see_unit(world: World, unit: Unit) -> None:
    """Meetings are good evidence, visits found cut short bad."""
    constants, weight = world.constants, world.trust_clock.weight
    good = constants["opinion.meeting_evidence"] * weight * officers_meetings(unit)
    bad = constants["opinion.kappa"] * constants["opinion.visit_evidence"] * weight * unit.climate.month_found
    unit.climate.officer.add(f32(good), f32(bad))
