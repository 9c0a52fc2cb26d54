"""Temptation, and where the form of pay lets it go: padding, skimping, filling (ODD 7.27)."""

from __future__ import annotations

from reference.market import pay, voice
from reference.numbers import exp, f32, remaining
from reference.purchaser import deterrence
from reference.state import Provider, Unit, World

HALF_LIFE_DAYS = 90.0


def pull(world: World, of: Provider, g: float) -> float:
    """What temptation moves to."""
    constants = world.constants
    logit = constants["provider.conduct"] + constants["provider.opportunism"] * of.opportunist
    logit += constants["provider.strain_of_money"] * max(0.0, g)
    if voice.follows_up(world):
        logit -= constants["provider.detection"] * deterrence.found_chance(world, of)
        logit -= deterrence.returned_trust(world, of)
    else:
        logit -= constants["provider.detection"] * constants["provider.found_chance"]
    return 1.0 / (1.0 + exp(-logit))


def tempt(world: World, of: Provider, g: float) -> None:
    """Temptation moves with its half-life; money does not press the own provider here."""
    account = of.account
    step = 1.0 - remaining(30.0, HALF_LIFE_DAYS)
    aim = pull(world, of, g if of.firm else 0.0)
    account.temptation = f32(account.temptation + f32(step * (aim - account.temptation)))


def skimping(world: World, unit: Unit) -> float:
    """What is added to the logit of a visit being cut short where registered time is not paid."""
    if not pay.has_firms(world) or pay.form(unit) == pay.PERFORMED:
        return 0.0
    return world.constants["provider.skimp_logit"] * unit.provider.account.temptation


def filling(world: World, unit: Unit, granted: int, needed: int) -> int:
    """Seconds spent of granted time that the day does not need, where registered time is paid."""
    if not pay.pays_records(world, unit):
        return 0
    return int(f32(f32(world.constants["provider.fill"]) * max(0, granted - needed)))
