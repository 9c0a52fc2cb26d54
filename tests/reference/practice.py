"""Practice and skill: habits drift, skill grows, and what both add to a visit (ODD 7.18, E9, E17)."""

from __future__ import annotations

import math

from reference.managers import record_control
from reference.numbers import clip, exp, f32
from reference.randomness import Draws, inverted
from reference.state import Employee, Unit, World


def pass_week(world: World, unit: Unit) -> None:
    """Everyone who worked this week."""
    pull = daily_pull(world, unit)
    for who in unit.staff:
        if who.week.worked:
            drift(world, who, pull)
            learn(world, unit, who)


def daily_pull(world: World, unit: Unit) -> float:
    """c: the daily pull back to good practice."""
    constants, levers = world.constants, unit.levers
    enabling = levers["control.enabling"]
    value = constants["drift.coercive"] + (1.0 - constants["drift.coercive"]) * enabling
    control = constants["drift.control"] * record_control(unit, levers["control.relational_checks"]) * value
    met = min(1.0, levers["steering.meeting_min"] / constants["drift.meeting_full_min"])
    peers = constants["drift.peers"] * levers["plan.team_planning"] + constants["drift.meetings"] * met
    return clip(control + peers + constants["drift.background"])


def drift(world: World, who: Employee, pull: float) -> None:
    """Seven days of drift in one exact step."""
    z = Draws(world.keys.today("week", inverted(who.identity), world.day)).z()
    left, variance = 1.0, 0.0
    for _ in range(7):
        left *= 1.0 - pull
        variance = variance * (1.0 - pull) * (1.0 - pull) + 1.0
    noise = world.constants["drift.noise"] * who.discretion * math.sqrt(variance) * z
    who.drift = f32(who.drift * left + noise)


def learn(world: World, unit: Unit, who: Employee) -> None:
    """Skill moves towards 1, faster with a present manager and training."""
    constants = world.constants
    own = constants["skill.own_share"]
    gain = 1.0 + constants["skill.training"] * unit.levers["steering.training_min"] / 60.0
    rate = (own + (1.0 - own) * unit.climate.presence) * gain / constants["skill.days"]
    who.skill = f32(1.0 - (1.0 - who.skill) * exp(-7.0 * rate))


def quality_added(world: World, discretion: float, skill: float, habit: float, motivation: float) -> float:
    """Reckon p of 7.8: what the one who comes adds to quality."""
    constants = world.constants
    room = constants["experience.discretion"] * discretion * (skill - constants["experience.skill_threshold"])
    practice = constants["experience.drift"] * habit * habit
    return f32(room + practice + constants["experience.motivation"] * (motivation - constants["motivation.mean"]))
