"""Reorganisations: units are cut anew, and who goes where keeps what (ODD 7.12, 7.22)."""

from __future__ import annotations

from typing import Any

from reference import conduct, contacts, counters, organise
from reference.levers import concerns
from reference.market import books, pay, providers, voice
from reference.numbers import nearest
from reference.opinion import Evidence
from reference.state import Municipality, Unit, World


def due(world: World) -> None:
    """Reorganisations due today."""
    for event in world.config.reorganisations:
        if event["day"] == world.measured:
            for municipality in world.municipalities:
                reorganise(world, municipality, event)


def reorganise(world: World, municipality: Municipality, event: dict[str, Any]) -> None:
    """Cut the units concerned anew, with a new manager each."""
    old = [unit for unit in municipality.units if concerns(event["where"], unit)]
    if not old:
        return
    for unit in old:
        unit.levers["organisation.pool_size"] = event["pool_size"]
        unit.levers["organisation.span"] = event["span"]
    for unit in old:
        close(world, unit)
    new = organise.cut_anew(world, municipality, old, event["rule"])
    organise.appoint_guests(municipality)
    providers.share_managers(municipality)
    books.deal(world, municipality)
    for unit in municipality.units:
        forget_others(unit)
    for unit in new:
        contacts.fill_all(unit)
        start_anew(world, unit)
        unit.counted.cost_reform += cost(world, unit)


def close(world: World, unit: Unit) -> None:
    """Books of a unit that is cut anew are closed into its provider's month; complaints enter its digest as a day."""
    if pay.has_firms(world):
        books.close(world, unit)
    if voice.follows_up(world):
        unit.digest = counters.of_the_day(unit.digest, unit.counted)


def forget_others(unit: Unit) -> None:
    """A pair is carried only if the employee has a column in the recipient's new unit."""
    known = {who.identity for who in unit.columns}
    for person in unit.recipients:
        person.relations = {who: tie for who, tie in person.relations.items() if who in known}


def start_anew(world: World, unit: Unit) -> None:
    """Opinions between staff and manager start anew (the officer's of the unit has) (7.22)."""
    for who in unit.staff:
        who.of_manager, who.seen = Evidence(), Evidence()
        conduct.derive(world, unit, who)


def cost(world: World, unit: Unit) -> int:
    """What a reorganisation costs for the employees in it, in öre."""
    return nearest(world.constants["cost.reorganisation_sek_per_employee"] * 100.0 * len(unit.staff))
