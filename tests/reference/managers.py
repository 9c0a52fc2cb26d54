"""Managers: load and presence; what staff and manager see of each other (ODD 7.14, E2, E3, T14)."""

from __future__ import annotations

import math

from reference.numbers import exp, f32
from reference.opinion import opinion
from reference.randomness import Draws
from reference.state import Employee, Unit, World


def record_control(unit: Unit, check_rate: float) -> float:
    """Ctl = min(1, record checks + check rate)."""
    return min(1.0, unit.levers["control.record_checks"] + check_rate)


def coercion(unit: Unit, check_rate: float) -> float:
    """Ctl·(1 - G_e)."""
    return record_control(unit, check_rate) * (1.0 - unit.levers["control.enabling"])


def appoint(world: World, unit: Unit) -> None:
    """The first manager of a new unit: load without checks or deviations."""
    unit.climate.check_share = 1.0
    bear(world, unit, fixed_minutes(world, unit))


def fixed_minutes(world: World, unit: Unit) -> float:
    """Minutes a day without deviations and checks."""
    constants, levers = world.constants, unit.levers
    heads = len(unit.staff)
    relief = 1.0 - constants["manager.self_planning_relief"] * levers["plan.team_planning"]
    employees = constants["manager.employee_min"] * heads * relief
    dialogues = levers["steering.dialogues"] * heads * constants["manager.dialogue_min"] / 365.0
    return constants["manager.fixed_min"] * unit.manager_share + employees + dialogues


def bear(world: World, unit: Unit, minutes: float) -> None:
    """Load and presence = 1/(1 + load²); a unit without heads has no share of a manager, and nothing to bear."""
    hours = world.constants["manager.hours_min"] * unit.manager_share
    load = minutes / hours if hours > 0.0 else math.inf if minutes > 0.0 else 0.0
    unit.climate.load = f32(load)
    unit.climate.presence = f32(1.0 / (1.0 + load * load))


def pass_week(world: World, unit: Unit) -> None:
    """Load, then what staff and manager saw of each other under the presence of the week that ends."""
    presence = unit.climate.presence
    work_week(world, unit)
    for who in unit.staff:
        see_manager(world, unit, who, presence)
        if who.week.worked:
            see_employee(world, unit, who)


def work_week(world: World, unit: Unit) -> None:
    """The manager's minutes a day; checks only as far as time is left."""
    constants = world.constants
    deviations = sum(who.week.deviations for who in unit.staff)
    minutes = fixed_minutes(world, unit) + deviations * constants["manager.deviation_min"] / 7.0
    wanted = sum(who.week.visits * wanted_checks(world, unit, who) for who in unit.staff)
    wanted_minutes = wanted * constants["manager.check_min"] / 7.0
    left = max(0.0, constants["manager.hours_min"] * unit.manager_share - minutes)
    unit.climate.check_share = f32(min(1.0, left / wanted_minutes)) if wanted_minutes > 0.0 else 1.0
    bear(world, unit, minutes + min(left, wanted_minutes))


def wanted_checks(world: World, unit: Unit, who: Employee) -> float:
    """Wanted check rate: the lever, and more of whom the manager distrusts or does not know."""
    levers = unit.levers
    view = opinion(who.seen, prior(world), f32(world.constants["opinion.propensity"]))
    more = levers["control.check_distrust"] * view.distrust + levers["control.check_uncertainty"] * view.uncertainty
    return min(1.0, levers["control.relational_checks"] + more)


def prior(world: World) -> float:
    """W in today's weight."""
    return world.trust_clock.prior(world.constants["opinion.prior_weight"])


def see_manager(world: World, unit: Unit, who: Employee, presence: float) -> None:
    """Support, dialogues, deviations taken up, pressure and coercive control; only dialogues come without work."""
    constants, levers, weight = world.constants, unit.levers, world.trust_clock.weight
    draws = Draws(world.keys.today("week", who.identity, world.day))
    met, talked, taken, blamed = (draws.u() for _ in range(4))
    meeting, visit = constants["opinion.meeting_evidence"] * weight, constants["opinion.visit_evidence"] * weight
    good = bad = 0.0
    worked = who.week.worked
    if worked and met < 1.0 - exp(-constants["manager.support_per_week"] * presence):
        good += meeting
    if talked < levers["steering.dialogues"] * 7.0 / 365.0:
        good += meeting
    taken_up = math.floor(constants["manager.followed_share"] * who.week.deviations + taken)
    if blamed < 1.0 - levers["control.enabling"]:
        bad += meeting * taken_up
    else:
        good += meeting * taken_up
    if worked and who.pressure > 0.5:
        bad += visit
    if worked and who.averse:
        bad += visit * (1.0 - levers["control.enabling"]) * record_control(unit, who.check_rate)
    who.of_manager.add(f32(good), f32(constants["opinion.kappa"] * bad))


def see_employee(world: World, unit: Unit, who: Employee) -> None:
    """Checked visits, discounted by control, and visits found cut short."""
    constants = world.constants
    evidence = constants["opinion.check_evidence"] * world.trust_clock.weight
    discount = 1.0 - constants["opinion.attribution"] * record_control(unit, who.check_rate)
    good = evidence * who.week.clean_checks * discount
    bad = evidence * constants["opinion.kappa"] * who.week.found
    who.seen.add(f32(good), f32(bad))
