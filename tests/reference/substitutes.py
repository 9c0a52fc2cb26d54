"""Substitutes: the hourly pool is dealt to gaps, then agencies (ODD 7.5 *Phase B*)."""

from __future__ import annotations

from reference import presence
from reference.randomness import AGENCY_SHIFT, STRANGER, Draws, inverted
from reference.state import EVENING_SHIFT, SHIFTS, Municipality, Post, Unit, World
from reference.worker import Stranger, Worker


def deal(world: World, municipality: Municipality) -> None:
    """Units in an order that rotates daily have their gaps filled."""
    units = municipality.units
    for unit in units:
        unit.at_work = []
    for step in range(len(units)):
        fill(world, units[(world.day + step) % len(units)])


def fill(world: World, unit: Unit) -> None:
    """A unit's gaps: own hourly staff before guests, then strangers from an agency."""
    pool = in_order(world, unit.hourly) + in_order(world, unit.guests)
    for team in range(len(unit.teams)):
        for shift in SHIFTS:
            gap = unit.gaps[team][shift]
            while gap and call_in(world, unit, pool, (team, shift)):
                gap -= 1
            agencies(world, unit, (team, shift), gap)


def in_order(world: World, rows: list[Post]) -> list[Post]:
    """Those hourly employees who can work today, in an order by draw."""
    found = []
    for row in rows:
        if row.holder is not None:
            draws = Draws(world.keys.today("availability", row.holder.identity, world.day))
            order, free = draws.u32(), draws.u()
            if free < world.constants["hourly.availability"]:
                found.append((order, row))
    return [row for _, row in sorted(found, key=lambda item: item[0])]


def call_in(world: World, unit: Unit, pool: list[Post], where: tuple[int, int]) -> bool:
    """The first available hourly employee takes the shift."""
    team, shift = where
    for row in pool:
        if row.holder is not None and presence.may_work(row, shift):
            row.today = shift
            unit.counted.gaps_hourly += 1
            unit.at_work.append(Worker(row.holder, team, shift, kind="hourly"))
            return True
    return False


def agencies(world: World, unit: Unit, where: tuple[int, int], gap: int) -> None:
    """An agency stranger comes to a gap with a probability; the rest stay open."""
    if not gap:
        return
    team, shift = where
    asked = (unit.number << 20) + (team << 11) + (shift == EVENING_SHIFT)
    municipality = unit.area.municipality
    draws = Draws(world.keys.today("agency", municipality.identity(AGENCY_SHIFT, asked), world.day))
    came = sum(draws.u() < world.constants["agency.fill_probability"] for _ in range(gap))
    unit.counted.gaps_agency += came
    unit.counted.gaps_open += gap - came
    for number in range(came):
        who = municipality.identity(STRANGER, asked + number * 2)
        unit.at_work.append(Worker(stranger(world, unit, who), team, shift, kind="agency"))


def stranger(world: World, unit: Unit, who: int) -> Stranger:
    """An agency person of one day."""
    u = Draws(world.keys.today("agency", who, world.day)).u()
    name = world.keys.today("agency", inverted(who), world.day)
    return Stranger.of(world, unit, name, u < world.constants["staff.hourly_nurse_share"])
