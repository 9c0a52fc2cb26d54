"""Switching and waiting (ODD 7.34, EXACT *Switching*)."""

from __future__ import annotations

from reference.managers import prior
from reference.market import choice, voice
from reference.numbers import exp, f32
from reference.opinion import opinion
from reference.plan import known_of
from reference.randomness import upper
from reference.state import Municipality, Provider, Recipient, Unit, World

MONTH = 30.0


def pass_month(world: World, municipality: Municipality) -> None:
    """Everybody thinks; then wishes are met in order as far as there is room."""
    if not choice.is_open(world):
        return
    for unit in municipality.units:
        for person in unit.recipients:
            if person.wish == 0 and thinks(world, person):
                consider(world, unit, person)
    meet_wishes(world, municipality)
    for unit in municipality.units:
        count(world, unit)


def count(world: World, unit: Unit) -> None:
    """Access, waiting and who may choose."""
    counted = unit.counted
    for person in unit.recipients:
        firms = [of for of in choice.serving(person.area) if of.firm and choice.has_room(of)]
        counted.choosing_months += 1
        counted.choosing_access += bool(firms)
        counted.choosing_outlying += person.area.outlying
        counted.choosing_outlying_access += person.area.outlying and bool(firms)
        counted.choosing_with_relatives += voice.has_relatives(world, person)
        counted.waiting_months += person.wish > 0


def thinks(world: World, person: Recipient) -> bool:
    """Whether somebody thinks of another provider this month."""
    constants = world.constants
    rate = constants["switching.thinks_per_year"] * exp(
        constants["switching.dissatisfaction"] * (constants["switching.content_at"] - person.satisfaction)
    )
    if voice.has_relatives(world, person):
        rate *= constants["switching.relatives_factor"]
    u = upper(world.keys.today("switching", person.identity, world.day))
    return u < 1.0 - exp(-rate * MONTH / 365.0)


def consider(world: World, unit: Unit, person: Recipient) -> None:
    """All that somebody may have are compared, with room or without."""
    among = [of for of in choice.serving(person.area) if of.number != person.left or of is unit.provider]
    wished = preferred(world, unit, person, among)
    if wished is not unit.provider:
        wish(world, unit, person, wished)


def preferred(world: World, unit: Unit, person: Recipient, among: list[Provider], *, ended: bool = False) -> Provider:
    """The best of those that are there; another must be worth more than staying."""
    best, most = unit.provider, staying(world, unit, person, len(among), ended=ended)
    for of in among:
        if of is not unit.provider:
            own = choice.worth(world, person, of, len(among))
            if own > most:
                best, most = of, own
    return best


def staying(world: World, unit: Unit, person: Recipient, among: int, *, ended: bool = False) -> float:
    """What staying is worth: what they themselves expect, the trouble of changing, and what would be lost."""
    constants = world.constants
    cost, loss = constants["switching.cost"], constants["switching.tie_cost"] * tie(world, person)
    if ended:
        return choice.worth(world, person, unit.provider, among) + (cost + loss - cost)
    view = opinion(person.provider, prior(world), f32(constants["opinion.propensity"]))
    value = choice.worth(world, person, unit.provider, among, view.expectation)
    return value + (cost + loss)


def tie(world: World, person: Recipient) -> float:
    """Familiarity with the care contact, the more familiar of two."""
    half = world.familiarity_clock.prior(world.constants["familiarity.half_visits"])
    return max((known_of(person, contact.identity, half) for contact in person.contacts), default=0.0)


def wish(world: World, unit: Unit, person: Recipient, of: Provider, *, ended: bool = False) -> None:
    """Somebody wishes for another provider."""
    person.wish, person.wish_day, person.wish_after_end = of.number, world.day, ended
    unit.counted.wishes += 1


def meet_wishes(world: World, municipality: Municipality) -> None:
    """Wishes are met in the order of days and ids; one for a provider that no longer serves the area is given up."""
    waiting = [
        (person.wish_day, person.identity, unit, person) for unit in municipality.units for person in unit.recipients
    ]
    waiting = [entry for entry in waiting if entry[3].wish]
    for _, _, unit, person in sorted(waiting, key=lambda entry: entry[:2]):
        to = municipality.providers[person.wish - 1]
        if not choice.serves(to, person.area):
            person.wish = person.wish_day = 0
        elif choice.has_room(to):
            switch(world, unit, person, to)


def switch(world: World, unit: Unit, person: Recipient, to: Provider) -> None:
    """Somebody moves alone, as wished."""
    unit.counted.wishes_met += 1
    unit.counted.wish_days += world.day - person.wish_day
    if person.wish_after_end:
        unit.counted.moved_by_endings += 1
    else:
        unit.counted.switches += 1
    person.left = unit.provider.number
    person.wish = person.wish_day = 0
    choice.move_alone(world, unit, to, person)
