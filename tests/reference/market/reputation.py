"""What is known of providers: surveys and what acquaintances say (ODD 7.33, EXACT *What is known*)."""

from __future__ import annotations

from reference.managers import prior
from reference.market import choice, providers
from reference.numbers import f32
from reference.opinion import opinion
from reference.state import Municipality, World

MONTHS_A_YEAR = 12
SURVEYS_A_YEAR = 26.0
HALF = 30.0


def renew(world: World, municipality: Municipality) -> None:
    """What is known is renewed when wishes have been met."""
    if not choice.is_asked(world):
        return
    read(world, municipality)
    hear(world, municipality)


def read(world: World, municipality: Municipality) -> None:
    """Answers of twelve months, as a survey once a year would have them."""
    place = world.day // 30 % MONTHS_A_YEAR
    for of in municipality.providers:
        units = providers.units_of(of)
        of.reputation.answers[place] = sum(unit.answers for unit in units)
        of.reputation.satisfied[place] = sum(unit.satisfied for unit in units)
    for unit in municipality.units:
        unit.answers = unit.satisfied = 0
    answers = sum(sum(of.reputation.answers) for of in municipality.providers)
    satisfied = sum(sum(of.reputation.satisfied) for of in municipality.providers)
    mean = satisfied / answers if answers else world.constants["opinion.propensity"]
    for of in municipality.providers:
        known = of.reputation
        known.a_year = f32(sum(known.answers) / SURVEYS_A_YEAR)
        content = sum(known.satisfied) / SURVEYS_A_YEAR
        known.read = f32(mean)
        if known.a_year > 0.0:
            weight = known.a_year / (known.a_year + HALF)
            known.read = f32(mean + weight * (content / known.a_year - mean))


def hear(world: World, municipality: Municipality) -> None:
    """What a provider's recipients in an area expect of it, mean."""
    now, propensity = prior(world), f32(world.constants["opinion.propensity"])
    for area in municipality.areas:
        everybody = sum(person.area is area for unit in municipality.units for person in unit.recipients)
        for of in municipality.providers:
            people = [person for unit in providers.units_of(of) for person in unit.recipients if person.area is area]
            of.reputation.part[area.number] = len(people) / everybody if everybody else 0.0
            of.reputation.heard.pop(area.number, None)
            total = 0.0
            for person in people:
                total = f32(total + opinion(person.provider, now, propensity).expectation)
            if people:
                of.reputation.heard[area.number] = f32(total / len(people))
