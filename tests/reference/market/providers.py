"""Providers: who there is, whose turn it is, where units stand, managers' shares and practice (ODD 7.24)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference.market import collective
from reference.numbers import f32, nearest
from reference.randomness import bits, standard, upper
from reference.state import LARGE, NONPROFIT, OWN, SMALL, Area, Municipality, Provider, Recipient, Unit

if TYPE_CHECKING:
    from reference.state import World

BY_KIND, ONE_UNIT, BY_AREA = 0, 1, 2
KINDS = {"small": SMALL, "large": LARGE, "nonprofit": NONPROFIT}
OWN_NUMBER = 1
LANGUAGES = 3

#: Levers of a firm's own practice, in the order of its draws: width of the neutral range, and what the lever accepts.
PRACTICE = {
    "control.enabling": (1.0, 0.0, 1.0),
    "discretion.provider": (1.0, 0.0, 1.0),
    "discretion.manager": (1.0, 0.0, 1.0),
    "steering.meeting_min": (240.0, 0.0, 600.0),
    "steering.follow_up_min": (120.0, 0.0, 600.0),
}


def found(world: World, municipality: Municipality) -> None:
    """The municipality's providers as the market names them; one without a market."""
    market = world.config.market
    if market is None:
        municipality.providers = [provider(world, municipality, OWN_NUMBER, OWN, 1.0)]
    elif "split" in market:
        parts = market["split"]["parts"]
        municipality.providers = [
            provider(world, municipality, number, OWN, share) for number, share in enumerate(parts, OWN_NUMBER)
        ]
    else:
        municipality.providers = [provider(world, municipality, OWN_NUMBER, OWN, 1.0)]
        for number, kind in enumerate(kinds(market["pool"]), OWN_NUMBER + 1):
            of = provider(world, municipality, number, kind, 0.0)
            of.external = number <= OWN_NUMBER + market["externals"]
            of.active = of.begun = of.external and market.get("begins") is None
            municipality.providers.append(of)
        if market.get("begins") is None:
            take_shares(municipality, market)
    for area in municipality.areas:
        area.credits = {of.number: 0.0 for of in municipality.providers}


def take_shares(municipality: Municipality, market: dict[str, Any]) -> None:
    """Firms that are there from the start have a share between them in equal parts, the municipality the rest."""
    for of in municipality.providers:
        if of.external:
            of.share = market["share"] / market["externals"]
        elif not of.firm:
            of.share = 1.0 - market["share"]


def kinds(pool: dict[str, int]) -> list[int]:
    """Kinds are spread over the firms' numbers in turn, a pool's count being its share."""
    total = sum(pool.values())
    credits = dict.fromkeys(KINDS, 0.0)
    turns = []
    for _ in range(total):
        for name in KINDS:
            credits[name] = f32(credits[name] + f32(pool[name] / total))
        chosen = max(KINDS, key=credits.__getitem__)
        credits[chosen] = f32(credits[chosen] - 1.0)
        turns.append(KINDS[chosen])
    return turns


def provider(world: World, municipality: Municipality, number: int, kind: int, share: float) -> Provider:
    """A provider as drawn from its id, before anybody decides whom to let in."""
    made = Provider(municipality, number, kind, share)
    key = world.keys.lasting("firm", made.identity)
    made.opportunist = made.firm and upper(bits(key, 0)) < world.constants["provider.opportunist_share"]
    if one_home(world, made):
        made.home = made.drawn_home = municipality.areas[int(upper(bits(key, 1)) * len(municipality.areas))]
    made.practice = [f32(standard(bits(key, 2 + word))) for word in range(len(PRACTICE))]
    if made.firm and upper(bits(key, 7)) < world.constants.get("provider.language_share", 0.0):
        made.language = int(upper(bits(key, 8)) * LANGUAGES)
    return made


def one_home(world: World, of: Provider) -> bool:
    """Whether a provider has one home area whose unit serves all."""
    if of.number == OWN_NUMBER:
        return False
    spans = world.constants.get("provider.spans", BY_AREA)
    return spans == ONE_UNIT or (spans == BY_KIND and of.kind in (SMALL, NONPROFIT))


def levers(world: World, of: Provider) -> dict[str, float]:
    """Levers of a provider's units at the start: a firm has a practice of its own."""
    return practised(world, of, world.config.levers)


def practised(world: World, of: Provider, before: dict[str, float]) -> dict[str, float]:
    """Levers with the practice of a firm on top."""
    begun = dict(before)
    if of.firm:
        sd = world.constants["provider.practice_sd"]
        for (lever, (width, least, most)), z in zip(PRACTICE.items(), of.practice, strict=True):
            begun[lever] = min(most, max(least, begun[lever] + sd * width * z))
        share = begun["organisation.hourly_share"]
        begun["organisation.hourly_share"] = collective.hourly_share(world, share)
    return begun


# ---- whose turn it is


def deal(area: Area) -> Provider:
    """Whose turn it is in an area: first between number 1 and all others together, then among the others."""
    active = [of for of in area.municipality.providers if of.active]
    own, others = active[0], active[1:]
    if not others:
        return own
    credits = area.credits
    total = sum(of.share for of in active)
    rest = sum(of.share for of in others)
    mine = f32(credits[own.number] + f32(own.share / total))
    theirs = f32(-credits[own.number] + f32(rest / total))
    if mine >= theirs:
        credits[own.number] = f32(mine - 1.0)
        return own
    credits[own.number] = mine
    for of in others:
        credits[of.number] = f32(credits[of.number] + f32(of.share / rest))
    chosen = max(others, key=lambda of: credits[of.number])
    credits[chosen.number] = f32(credits[chosen.number] - 1.0)
    return chosen


def begin_credits_anew(municipality: Municipality) -> None:
    """When a provider leaves all credits of its municipality begin anew."""
    for area in municipality.areas:
        area.credits = dict.fromkeys(area.credits, 0.0)


# ---- where units stand


def base(number: int) -> tuple[int, int]:
    """The base of an area (from 0) in a square spiral around the first, in distances."""
    x = y = 0
    step, direction, left, turns = 1, 0, 1, 0
    for _ in range(number):
        dx, dy = ((1, 0), (0, 1), (-1, 0), (0, -1))[direction]
        x, y, left = x + dx, y + dy, left - 1
        if left == 0:
            direction, turns = (direction + 1) % 4, turns + 1
            step += turns % 2 == 0
            left = step
    return x, y


def settle(unit: Unit, person: Recipient) -> None:
    """A person's home as seen from the unit's base."""
    person.x, person.y = seen_from(unit.area.municipality, person, unit.area)


def seen_from(municipality: Municipality, person: Recipient, area: Area) -> tuple[float, float]:
    """A person's home as seen from an area's base."""
    own, other = base(person.area.number - 1), base(area.number - 1)
    distance = municipality.profile.get("municipality.area_distance_min", 0.0) * 60.0
    x = f32(person.own_x + f32(distance * (own[0] - other[0])))
    return x, f32(person.own_y + f32(distance * (own[1] - other[1])))


def way(area: Area, base_of: Area) -> tuple[float, float]:
    """The way from another area's base, in seconds."""
    own, other = base(area.number - 1), base(base_of.number - 1)
    distance = area.municipality.profile.get("municipality.area_distance_min", 0.0) * 60.0
    return distance * (own[0] - other[0]), distance * (own[1] - other[1])


def units_of(of: Provider) -> list[Unit]:
    """A provider's units."""
    return [unit for unit in of.municipality.units if unit.provider is of]


def units_for(of: Provider, area: Area) -> list[Unit]:
    """The units in which a provider takes people of an area: those there, or that of its home, else any."""
    units = units_of(of)
    there = [unit for unit in units if unit.area is area]
    return there or [unit for unit in units if unit.area is of.home] or units


def let_in_for(of: Provider, area: Area) -> bool:
    """Whether a provider may serve an area: all that were there from the start, else where it has been let in."""
    return of.serves is None or area.number in of.serves


def in_order(units: list[Unit]) -> list[Unit]:
    """Units stand by area, then provider's number, then the order of before."""
    return sorted(units, key=lambda unit: (unit.area.number, unit.provider.number))


# ---- managers


def share_managers(municipality: Municipality) -> None:
    """Every unit of number 1 has a manager; the units of another provider share them by heads."""
    for of in municipality.providers:
        units = units_of(of)
        heads = [len(unit.staff) for unit in units]
        if of.number == OWN_NUMBER or not units:
            shares = [1.0] * len(units)
        else:
            total = sum(heads)
            managers = max(1, nearest(total / units[0].levers["organisation.span"]))
            shares = [managers * own / total if total else managers / len(units) for own in heads]
        for unit, share in zip(units, shares, strict=True):
            unit.manager_share = f32(share)
