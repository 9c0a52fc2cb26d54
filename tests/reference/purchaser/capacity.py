"""Time of contract managers: what is asked for, what there is, duties and presence (ODD 7.29)."""

from __future__ import annotations

from dataclasses import dataclass

from reference.numbers import remaining
from reference.purchaser import contract_managers
from reference.state import Municipality, Provider, World


@dataclass
class Time:
    """Minutes of a month."""

    fixed: dict[int, float]
    dialogues: dict[int, float]
    endings: float
    letting: float
    left: float


def weight(of: Provider) -> float:
    """o: 1 for a firm, less for the own provider."""
    return 1.0 if of.firm else of.municipality.units[0].levers["purchaser.audit_own"]


def meet(world: World, municipality: Municipality, followed: list[Provider]) -> Time:
    """Time there is, who there is, and what is left for checks when duties have been met."""
    constants, levers, purchaser = world.constants, municipality.units[0].levers, municipality.purchaser
    fixed = sum(weight(of) for of in followed)
    dialogues = sum(weight(of) * contract_managers.first_levers(of)["purchaser.dialogues"] for of in followed)
    duty = 60.0 * constants["purchaser.fix_h"] / 12.0 * fixed
    duty += 60.0 * constants["purchaser.dialogue_h"] / 12.0 * dialogues
    endings = 60.0 * constants["purchaser.move_h"] * purchaser.moved
    duty += endings
    letting = let(world, municipality)
    duty += letting
    people = sum(len(unit.recipients) for unit in municipality.units)
    asked = 60.0 * levers["purchaser.control_hours"] * people / 1000.0
    covered = levers["purchaser.coverage"]
    if covered > 0.0:
        home = levers["purchaser.audit_relational"]
        records = sum(weight(of) * of.account.month.records for of in followed)
        each = home / constants["purchaser.relational_min"] + (1.0 - home) / constants["purchaser.record_min"]
        asked = duty + covered / 1000.0 * records / each
    if purchaser.managers == 0 or asked <= purchaser.there or covered > 0.0:
        purchaser.there = asked
    else:
        step = 1.0 - remaining(30.0, constants["purchaser.build_days"])
        purchaser.there += step * (asked - purchaser.there)
    purchaser.managers = contract_managers.how_many(world, asked)
    there = purchaser.there
    purchaser.coverage = min(1.0, there / duty) if duty > 0.0 else 1.0
    purchaser.presence = 1.0 / (1.0 + (duty / there) * (duty / there)) if there > 0.0 else 0.0
    share = purchaser.coverage
    return Time(
        {of.number: share * 60.0 * constants["purchaser.fix_h"] / 12.0 * weight(of) for of in followed},
        {of.number: share * 60.0 * constants["purchaser.dialogue_h"] * dialogues_held(of) for of in followed},
        share * endings,
        share * letting,
        max(0.0, there - duty),
    )


def let(world: World, municipality: Municipality) -> float:
    """Minutes of applications, tenders and bids: a sixth of what is left a month, or all of less than an hour."""
    constants, purchaser = world.constants, municipality.purchaser
    hours = constants["purchaser.apply_h"] * purchaser.applications
    hours += constants["purchaser.tender_h"] * purchaser.tenders + constants["purchaser.bid_h"] * purchaser.bids
    purchaser.applications = purchaser.tenders = purchaser.bids = 0
    purchaser.letting += 60.0 * hours
    now = purchaser.letting if purchaser.letting < 60.0 else purchaser.letting / 6.0
    purchaser.letting -= now
    return now


def dialogues_held(of: Provider) -> float:
    """Dialogues asked for in a month."""
    return contract_managers.first_levers(of)["purchaser.dialogues"] * weight(of) / 12.0
