"""Climate: clarity and safety (ODD 7.17, E14)."""

from __future__ import annotations

from reference import managers
from reference.discretion import spread
from reference.numbers import clip, f32, remaining
from reference.opinion import opinion
from reference.state import Unit, World


def half_saturated(world: World, minutes: float) -> float:
    """m/(m + m_half)."""
    return minutes / (minutes + world.constants["climate.half_min"])


def clarity_aim(world: World, unit: Unit) -> float:
    """What clarity moves towards."""
    constants, levers = world.constants, unit.levers
    followed = constants["climate.clarity_follow_up"] * half_saturated(world, levers["steering.follow_up_min"])
    return clip(constants["climate.clarity_base"] + followed - constants["climate.clarity_spread"] * spread(unit))


def safety_aim(world: World, unit: Unit, expectation: float) -> float:
    """What safety moves towards, with the staff's expectation of the manager."""
    constants, levers = world.constants, unit.levers
    blame = managers.coercion(unit, levers["control.relational_checks"])
    return clip(
        constants["climate.safety_base"]
        + constants["climate.safety_trust"] * expectation
        + constants["climate.safety_support"] * unit.climate.presence
        - constants["climate.safety_blame"] * blame
        + constants["climate.safety_work"] * half_saturated(world, levers["steering.safety_min"])
    )


def at_aims(world: World, unit: Unit) -> None:
    """A new unit's clarity and safety stand at their aims with E = a."""
    unit.climate.clarity = f32(clarity_aim(world, unit))
    unit.climate.safety = f32(safety_aim(world, unit, world.constants["opinion.propensity"]))


def pass_week(world: World, unit: Unit) -> None:
    """Clarity and safety move to their aims."""
    step = 1.0 - remaining(7.0, world.constants["climate.half_life_days"])
    now = unit.climate
    now.clarity = f32(now.clarity + f32(step * (clarity_aim(world, unit) - now.clarity)))
    now.safety = f32(now.safety + f32(step * (safety_aim(world, unit, mean_expectation(world, unit)) - now.safety)))


def mean_expectation(world: World, unit: Unit) -> float:
    """The staff's mean expectation of the manager."""
    propensity = f32(world.constants["opinion.propensity"])
    views = [opinion(who.of_manager, managers.prior(world), propensity).expectation for who in unit.staff]
    return sum(views) / len(views) if views else world.constants["opinion.propensity"]
