"""Need: slow level, acute events, recovery and the day's shock (ODD 7.3, mechanism 2)."""

from __future__ import annotations

import math

from reference.numbers import exp, f32, log, remaining
from reference.randomness import bits, lower, standard, upper
from reference.state import Recipient, Unit, World


def pass_day(world: World, unit: Unit) -> None:
    """Everyone's need today, and who is away."""
    for person in unit.recipients:
        change(world, unit, person)
        unit.counted.recipient_days += 1
        unit.counted.away_days += person.away
        unit.counted.mismatch += person.mismatch


def change(world: World, unit: Unit, person: Recipient) -> None:
    """One recipient's day, in single precision."""
    constants = world.constants
    was_away = person.away
    person.away_days = max(0, person.away_days - 1)
    person.luck = world.keys.today("need", person.identity, world.day)
    decline = f32(constants["need.decline_per_year"] / 365.0)
    person.level = f32(person.level + f32(decline * person.level))
    person.transient = f32(person.transient * f32(remaining(1.0, constants["need.recovery_days"])))
    add_mismatch(world, unit, person, decline)
    word = bits(person.luck, 1)
    if not was_away and upper(word) < constants["need.acute_per_year"] / 365.0:
        acute_event(world, unit, person, lower(word))
    sd = constants["need.shock_sd"]
    shock = exp(sd * standard(bits(person.luck, 0)) - sd * sd / 2.0)
    person.ratio = f32(relative(person) * shock)


def relative(person: Recipient) -> float:
    """Level of need relative to granted time."""
    return f32(f32(person.level + person.transient) / person.granted)


def add_mismatch(world: World, unit: Unit, person: Recipient, relative_change: float) -> None:
    """Mismatch grows with a relative change of need, less what a frame of hours covers; up to 1."""
    constants = world.constants
    covered = constants["need.frame_cover"] * unit.levers["discretion.officer"]
    per_change = f32(constants["need.mismatch_per_change"] * (1.0 - covered))
    person.mismatch = min(1.0, f32(person.mismatch + f32(per_change * relative_change)))


def acute_event(world: World, unit: Unit, person: Recipient, u: float) -> None:
    """A stay in hospital, and a rise of need of which a part recovers."""
    constants = world.constants
    person.away_days = 1 + math.floor(log(1.0 - u) / log(1.0 - 1.0 / constants["need.away_days"]))
    jump, share = constants["need.acute_jump"], constants["need.recovering_share"]
    recovers, stays = f32(jump * share), f32(jump * (1.0 - share))
    person.transient = f32(person.transient + f32(recovers * person.level))
    person.level = f32(person.level * f32(1.0 + stays))
    add_mismatch(world, unit, person, f32(recovers + stays))
