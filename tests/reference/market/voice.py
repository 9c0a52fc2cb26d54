"""What homes and staff say: complaints and tips (ODD 7.32)."""

from __future__ import annotations

import math

from reference.market import providers
from reference.randomness import UNIT, bits, lower, upper
from reference.state import Municipality, Recipient, Unit, World


def follows_up(world: World) -> bool:
    """Whether contract managers follow up providers, beside firms."""
    market = world.config.market
    return market is not None and "split" not in market and bool(world.constants.get("purchaser.form", 0))


def has_relatives(world: World, person: Recipient) -> bool:
    """Whether somebody has relatives who help: a lasting draw."""
    return upper(world.keys.lasting("relatives", person.identity)) < world.constants["recipient.relatives_share"]


def voice(world: World, person: Recipient) -> float:
    """How much somebody is heard."""
    heard = person.voice
    if has_relatives(world, person):
        heard *= world.constants["complaints.relatives_voice"]
    if person.language is not None:
        heard *= world.constants["complaints.language_voice"]
    return heard


def complain(world: World, unit: Unit) -> None:
    """Complaints of a unit's month: part is settled by the provider, the rest reaches the purchaser."""
    if not follows_up(world):
        return
    constants, month = world.constants, unit.books.month
    voices = [voice(world, person) for person in unit.recipients]
    mean = sum(voices) / len(voices) if voices else 0.0
    identity = unit.area.municipality.identity(UNIT, unit.number << 20)
    word = bits(world.keys.today("complaint", identity, world.day), 0)
    made = math.floor(min(constants["complaints.rate"] * mean, 1.0) * (month.poor + month.missed) + upper(word))
    share = min(1.0, constants["complaints.own_channel"] * unit.levers["steering.recipient_dialogues"] / 12.0)
    month.settled = math.floor(share * made + lower(word))
    month.complaints = made - month.settled
    unit.counted.complaints += month.complaints
    unit.counted.complaints_settled += month.settled


def tip(world: World, municipality: Municipality) -> None:
    """Employees of external providers give tips."""
    if not follows_up(world):
        return
    constants = world.constants
    for of in municipality.providers:
        if of.firm and of.at_work:
            month = of.account.month
            u = upper(bits(world.keys.today("complaint", of.identity, world.day), 0))
            founded = constants["tips.rate"] * month.misregistered / 100.0
            month.tips = math.floor(founded + constants["tips.unfounded"] + u)
            providers.units_of(of)[0].counted.tips += month.tips
