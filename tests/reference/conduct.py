"""What each did today is added to the week, and what the week means for visits and health (ODD 7.15-7.18)."""

from __future__ import annotations

from reference import effort, managers, practice
from reference.discretion import formal, usable
from reference.numbers import exp, f32, remaining
from reference.rota import shift_minutes
from reference.state import Employee, Unit, Week, World
from reference.worker import Worker


def begin(world: World, unit: Unit, who: Employee) -> None:
    """An employee's conduct under the first manager of a unit."""
    who.permission = f32(formal(unit))
    derive(world, unit, who)


def derive(world: World, unit: Unit, who: Employee) -> None:
    """What follows for visits and health until the next week."""
    constants, now = world.constants, unit.climate
    who.discretion = f32(usable(world, formal(unit), who.permission, who.pressure))
    seen = effort.seen_through(world, unit, who.check_rate)
    who.cut_probability = effort.cut_probability(world, unit, who.opportunist, who.pressure, who.motivation, seen)
    who.check_rate = f32(managers.wanted_checks(world, unit, who) * now.check_share)
    who.quality_added = practice.quality_added(world, who.discretion, who.skill, who.drift, who.motivation)
    support = effort.scaled(world, "support", now.presence)
    who.hazard_short = f32(exp(constants["sickness.strain_short"] * who.strain))
    long = constants["sickness.strain_long"] * who.strain - constants["sickness.support_long"] * support
    who.hazard_long = f32(exp(long))


def add_day(world: World, worker: Worker, reserved: int) -> None:
    """A worker's day in the week of the employee."""
    who = worker.remembered
    if who is None:
        return
    week = who.week
    week.worked = True
    week.paid_s += round(shift_minutes(world, worker.shift) * 60.0)
    week.busy_s += worker.care_s + worker.travel_s + worker.control_s + reserved
    week.visits += worker.visits
    week.clean_checks += worker.clean_checks
    week.found += worker.found
    week.deviations += worker.deviations
    week.changed_shifts += worker.kind == "extra"
    week.intended_s += worker.intended_s
    week.delivered_s += worker.care_s


def pass_week(world: World, unit: Unit) -> None:
    """The week's memory, then what follows until the next."""
    for who in unit.staff:
        derive(world, unit, who)
        who.week = Week()


def remember(world: World, unit: Unit) -> None:
    """Changed shifts and what someone delivers of what was intended fade over the weeks."""
    step = 1.0 - remaining(7.0, world.constants["pressure.half_life_days"])
    for who in unit.staff:
        week = who.week
        who.changed_shifts = f32(who.changed_shifts + f32(step * (week.changed_shifts - who.changed_shifts)))
        if week.intended_s:
            share = f32(week.delivered_s / week.intended_s)
            who.delivers = f32(who.delivers + f32(f32(step) * f32(share - who.delivers)))
