"""Under free choice firms apply (ODD 7.35, EXACT *Entry and tenders*)."""

from __future__ import annotations

from reference.market import prospect
from reference.randomness import bits, upper
from reference.state import Area, Contract, Municipality, Provider, World

QUARTER = 90
MONTH = 30
APPLIES = 16


def free_choice(world: World) -> bool:
    """Whether free choice of provider is open today."""
    market = world.config.market
    if market is None or "lov" not in market:
        return False
    opens = market["lov"].get("opens")
    return (opens is None or world.measured >= opens) and not closed(world)


def closed(world: World) -> bool:
    """Free choice is closed from the day on which a tender's winners begin."""
    market = world.config.market
    assert market is not None
    return any(world.measured >= tender.get("starts", tender["day"]) for tender in market.get("lou", []))


def apply(world: World, municipality: Municipality, there: prospect.Ground | None) -> None:
    """Every third month each firm that is not there may apply; as long as there are slots they are let in."""
    market = world.config.market
    if market is None or not free_choice(world) or world.day % QUARTER != 0:
        return
    there = there or prospect.ground(world, municipality)
    slots = market["lov"].get("slots")
    taken = sum(
        of.firm and (of.active or of.waits_until is not None or of.contract.won > 0) for of in municipality.providers
    )
    for _, of, areas in sorted(applications(world, municipality, there), key=lambda entry: entry[0]):
        municipality.units[0].counted.applications += 1
        municipality.purchaser.applications += 1
        if slots is None or taken < slots:
            taken += 1
            of.serves = frozenset(area.number for area in areas)
            of.waits_until = first_month(world.day + int(world.constants["market.authorise_days"]))
            of.cap_s, of.lot_areas, of.home = -1, None, of.drawn_home
            of.contract = Contract(begins=of.waits_until)


def first_month(day: int) -> int:
    """The first month that begins on a day or later."""
    return -(-day // MONTH) * MONTH


def applications(
    world: World, municipality: Municipality, there: prospect.Ground
) -> list[tuple[float, Provider, list[Area]]]:
    """Who applies, with the draw and the areas that they are willing to serve."""
    found = []
    for of in municipality.providers:
        if of.firm and may_come(of) and not of.contract.won:
            areas = prospect.willing(world, there, of)
            u = upper(bits(world.keys.today("firm's month", of.identity, world.day), APPLIES))
            if areas and u < prospect.chance(world, there, of, areas):
                found.append((u, of, areas))
    return found


def may_come(of: Provider) -> bool:
    """Potential firms, and those gone that may return."""
    if of.active or of.waits_until is not None or (of.begun and not of.gone):
        return False
    readmit = of.municipality.units[0].levers["market.readmit"]
    return not of.insolvent and (of.dossier.ended is None or bool(readmit))
