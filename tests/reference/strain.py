"""Strain rises and falls (ODD 7.17, E14)."""

from __future__ import annotations

from reference import managers
from reference.effort import scaled
from reference.numbers import exp, f32
from reference.state import Employee, Unit, World


def pass_week(world: World, unit: Unit) -> None:
    """Everyone's strain moves to its aim, up faster than down."""
    for who in unit.staff:
        aim = strain_aim(world, unit, who)
        days = world.constants["strain.up_days" if aim > who.strain else "strain.down_days"]
        who.strain = f32(who.strain + f32((1.0 - exp(-7.0 / days)) * (aim - who.strain)))


def strain_aim(world: World, unit: Unit, who: Employee) -> float:
    """S*: the person's own level, and what work adds."""
    constants, levers, now = world.constants, unit.levers, unit.climate
    aversion = (0.3 + who.averse) / (0.3 + constants["motivation.averse_share"])
    coercion = scaled(world, "control", managers.coercion(unit, who.check_rate))
    influence = levers["organisation.hours_influence"] - constants["scale.hours_influence"] - who.changed_shifts
    return (
        who.fragility
        + constants["strain.pressure"] * scaled(world, "pressure", who.pressure)
        - constants["strain.discretion"] * scaled(world, "discretion", who.discretion)
        - constants["strain.support"] * scaled(world, "support", now.presence)
        + constants["strain.control"] * coercion * aversion
        + constants["strain.unclear"] * scaled(world, "unclear", unclear(unit, who))
        - constants["strain.safety"] * scaled(world, "safety", now.safety)
        - constants["strain.hours"] * influence
        - constants["strain.breaks"] * levers["steering.breaks_min"] / constants["scale.breaks_min"]
    )


def unclear(unit: Unit, who: Employee) -> float:
    """Unclear mandate: (1 - clarity)(.5 + L) + team planning·(1 - k)."""
    mandate = (1.0 - unit.climate.clarity) * (0.5 + who.discretion)
    return mandate + unit.levers["plan.team_planning"] * (1.0 - who.skill)
