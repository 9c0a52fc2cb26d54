"""Turnover and posts, every 30 days (ODD 7.10, mechanism 9, E16, T8)."""

from __future__ import annotations

from reference import conduct, people, rota, sickness, start
from reference.effort import scaled
from reference.managers import prior
from reference.market import choice, collective
from reference.numbers import exp, f32, log, nearest
from reference.opinion import opinion
from reference.randomness import Draws
from reference.state import Employee, Post, Unit, World

MONTH = 30.0


def pass_month(world: World) -> None:
    """Turnover of posts in all units, new posts in all, turnover of hourly staff in all, new hourly staff in all."""
    for unit in world.units:
        rota.renew_needed(world, unit)
        turn_over(world, unit)
    for unit in world.units:
        open_posts(world, unit)
    for unit in world.units:
        turn_over_hourly(world, unit)
    for unit in world.units:
        open_jobs(world, unit)


def quit_probability(world: World, unit: Unit, who: Employee) -> float:
    """1 - exp(-rate·h_q·30/365) (E16)."""
    constants = world.constants
    view = opinion(who.of_manager, prior(world), f32(constants["opinion.propensity"]))
    years = (world.day - who.hired) / 365.0
    tenure = log((1.0 + years) / (1.0 + constants["scale.tenure_years"]))
    log_hazard = constants["turnover.strain"] * who.strain
    log_hazard -= constants["turnover.trust"] * scaled(world, "expectation", view.expectation)
    log_hazard += constants["turnover.hours"] * who.changed_shifts
    log_hazard -= constants["turnover.tenure"] * tenure
    yearly = constants["turnover.quits_per_year"] * collective.quits(world, unit)
    return 1.0 - exp(-yearly * exp(log_hazard) * MONTH / 365.0)


def turn_over(world: World, unit: Unit) -> None:
    """Holders retire or quit; vacant posts are closed when three quarters too many, or filled."""
    for post in list(unit.posts):
        draws = Draws(world.keys.today("turnover", post.identity, world.day))
        quits, hire = draws.u(), draws.u()
        if post.holder is not None:
            if leaves(world, unit, post.holder, quits):
                post.holder, post.vacant_since = None, world.day
        elif spare(world, unit, post.team) > 0.75:
            unit.posts.remove(post)
        elif hire < min(1.0, MONTH / world.constants["turnover.hire_days"]):
            engage(world, unit, post)


def leaves(world: World, unit: Unit, who: Employee, u: float) -> bool:
    """Whether a holder retires or quits."""
    if world.day - who.born >= world.constants["turnover.retirement_age"] * 365.0:
        unit.counted.retirements += 1
        return True
    quits = u < quit_probability(world, unit, who)
    unit.counted.quits += quits
    return quits


def engage(world: World, unit: Unit, row: Post) -> None:
    """A newcomer without history."""
    row.holders += 1
    row.holder = people.employee(world, row, choice.profile(world, unit.provider), at_start=False)
    row.holder.pressure = unit.climate.pressure
    conduct.begin(world, unit, row.holder)
    if not row.hourly:
        unit.counted.hires += 1
        unit.counted.cost_recruitment += nearest(world.constants["cost.recruitment_sek"] * 100.0)


def wanted_posts(world: World, unit: Unit, team: int) -> float:
    """Full-time posts for the whole shifts that a team needs in a week."""
    constants = world.constants
    shifts = sum(sum(day) for day in unit.teams[team].needed)
    rate = constants["work.full_time_shifts"] / 4.0 * (1.0 - sickness.expected_absence(constants))
    return (1.0 - unit.levers["organisation.hourly_share"]) * shifts / rate


def spare(world: World, unit: Unit, team: int) -> float:
    """Post sizes of a team beyond what is wanted."""
    return sum(post.size for post in unit.posts if post.team == team) - wanted_posts(world, unit, team)


def open_posts(world: World, unit: Unit) -> None:
    """Posts are opened, vacant, when half a post is lacking."""
    for team in range(len(unit.teams)):
        while spare(world, unit, team) < -0.5:
            post = start.open_post(world, unit.area, unit.provider, hourly=False)
            post.team = team
            unit.posts.append(post)
            rota.deal_new(world, unit, post)


def wanted_jobs(world: World, unit: Unit) -> int:
    """Hourly employees that a unit wants."""
    share = unit.levers["organisation.hourly_share"]
    return nearest(len(unit.posts) * share / (1.0 - share) * world.constants["hourly.heads_ratio"])


def turn_over_hourly(world: World, unit: Unit) -> None:
    """Hourly employees who quit are replaced at once as long as the unit wants as many."""
    yearly = world.constants["turnover.hourly_quits_per_year"] * collective.quits(world, unit)
    probability = 1.0 - exp(-yearly * MONTH / 365.0)
    for row in list(unit.hourly):
        if Draws(world.keys.today("turnover", row.identity, world.day)).u() < probability:
            unit.counted.hourly_quits += 1
            row.holder = None
            if len(unit.hourly) <= wanted_jobs(world, unit):
                engage(world, unit, row)
            else:
                unit.hourly.remove(row)


def open_jobs(world: World, unit: Unit) -> None:
    """Hourly jobs that the unit lacks."""
    while len(unit.hourly) < wanted_jobs(world, unit):
        row = start.open_post(world, unit.area, unit.provider, hourly=True)
        unit.hourly.append(row)
        engage(world, unit, row)
