"""Motivation, and the odds that a visit is cut short (ODD 7.15, E7, E8)."""

from __future__ import annotations

from reference import managers
from reference.market.conduct import skimping
from reference.numbers import clip, exp, f32, remaining
from reference.opinion import opinion
from reference.state import Employee, Unit, World


def pass_week(world: World, unit: Unit) -> None:
    """Everyone's motivation moves with its half-life."""
    step = 1.0 - remaining(7.0, world.constants["motivation.half_life_days"])
    for who in unit.staff:
        aim = motivation_aim(world, unit, who)
        who.motivation = f32(who.motivation + f32(step * (aim - who.motivation)))


def scaled(world: World, what: str, value: float) -> float:
    """Z = (value - centre)/spread (7.17)."""
    return (value - world.constants[f"scale.{what}_centre"]) / world.constants[f"scale.{what}_spread"]


def motivation_aim(world: World, unit: Unit, who: Employee) -> float:
    """What motivation moves to."""
    constants, enabling = world.constants, unit.levers["control.enabling"]
    view = opinion(who.of_manager, managers.prior(world), f32(constants["opinion.propensity"]))
    aim = constants["motivation.mean"]
    aim += constants["motivation.trust"] * (view.expectation - constants["opinion.propensity"])
    if who.averse:
        aim -= constants["motivation.control"] * managers.coercion(unit, who.check_rate)
    aim += constants["motivation.discretion"] * scaled(world, "discretion", who.discretion)
    aim -= constants["motivation.strain"] * who.strain
    return clip(aim + constants["motivation.learning"] * enabling * who.check_rate)


def seen_through(world: World, unit: Unit, check_rate: float) -> float:
    """Share of visits that are seen through: calls, and records that are not gamed."""
    honest = 1.0 - world.constants["effort.gaming"]
    return min(1.0, check_rate + honest * unit.levers["control.record_checks"])


def cut_probability(
    world: World, unit: Unit, opportunist: bool, pressure: float, motivation: float, seen: float
) -> float:
    """Probability that a visit is cut short: logistic."""
    constants = world.constants
    others = constants["effort.others"]
    logit = constants["effort.base"] + constants["effort.opportunist"] * opportunist
    logit += constants["effort.pressure"] * pressure
    logit -= constants["effort.motivation"] * (motivation - constants["motivation.mean"])
    logit -= constants["effort.detection"] * seen * (others + (1.0 - others) * opportunist)
    logit += skimping(world, unit)
    return f32(1.0 / (1.0 + exp(-logit)))
