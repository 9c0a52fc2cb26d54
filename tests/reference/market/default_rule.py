"""Who is given those who do not choose (ODD 7.33, EXACT *Choosing*)."""

from __future__ import annotations

from collections.abc import Sequence

from reference.granted import team_load, weekly_granted
from reference.market import providers
from reference.market.providers import OWN_NUMBER
from reference.numbers import f32
from reference.randomness import bits, upper
from reference.state import Area, Provider, Recipient, World

TURN, AREA, OWN, NEAREST, LOTTERY, ROOM = range(6)


def give(world: World, area: Area, person: Recipient, among: Sequence[Provider]) -> Provider:
    """The largest value of the rule; of equals the next by number after the one that the area gave somebody to last."""
    if not among:
        return area.municipality.providers[0]
    rule = int(area.municipality.units[0].levers["choice.default_rule"])
    values = [value(world, rule, area, person, of) for of in among]
    equals = [of for of, own in zip(among, values, strict=True) if own == max(values)]
    given = next((of for of in equals if of.number > area.given_last), equals[0])
    area.given_last = given.number
    return given


def value(world: World, rule: int, area: Area, person: Recipient, of: Provider) -> float:
    """What the rule says of a provider."""
    if rule == AREA:
        return has_area(area, of)
    if rule == OWN:
        return float(of.number == OWN_NUMBER)
    if rule == NEAREST:
        return -distance(area, person, of)
    if rule == LOTTERY:
        return upper(bits(world.keys.today("choosing", person.identity, world.day), of.number))
    if rule == ROOM:
        return room(area, of)
    return 0.0


def has_area(area: Area, of: Provider) -> float:
    """Who has a lot with the area; else firms with their only base in it; else the municipality's own."""
    if of.lot_areas is not None and area.number in of.lot_areas:
        return 3.0
    if of.firm and of.home is area:
        return 2.0
    return float(of.number == OWN_NUMBER)


def distance(area: Area, person: Recipient, of: Provider) -> float:
    """From the home to the base of the home area, or of the only unit's."""
    where = of.home
    if where is None:
        units = providers.units_of(of)
        where = units[0].area if len(units) == 1 else area
    x, y = providers.seen_from(area.municipality, person, where)
    return f32(abs(x) + abs(y))


def room(area: Area, of: Provider) -> float:
    """Granted time left under the cap; without a cap less the crowding of the least crowded team for the area."""
    if of.cap_s >= 0:
        return max(room_left(of), 0.0)
    loads = [team_load(unit, team) for unit in providers.units_for(of, area) for team in range(len(unit.teams))]
    return -1.0 - min(loads) if loads else -1.0


def room_left(of: Provider) -> float:
    """Cap less what is announced and what is granted a week."""
    granted = sum(weekly_granted(person) for unit in providers.units_of(of) for person in unit.recipients)
    return of.cap_s - of.announced - granted
