"""Checks: routine checks and close reviews, and whom they go to (ODD 7.29)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from reference.managers import prior
from reference.market import pay
from reference.opinion import Opinion, opinion
from reference.purchaser import audit, contract_managers
from reference.randomness import bits, lower, upper
from reference.state import Findings, Municipality, Provider, World

MOST_REVIEWS = 8
REST_DAYS = 182
FIRST_REVIEW_WORD = 8


@dataclass
class Minutes:
    """Minutes of a provider's checks and of what is saved for reviews."""

    checks: float
    saved: float


def volume(of: Provider) -> int:
    """Granted seconds of the month."""
    return of.account.month.seconds[pay.GRANTED]


def make(world: World, municipality: Municipality, followed: list[Provider], left: float) -> dict[int, Minutes]:
    """Time left is dealt; routine checks are made, then reviews."""
    levers, purchaser = municipality.units[0].levers, municipality.purchaser
    firms = [of for of in followed if of.firm]
    owns = [of for of in followed if not of.firm]
    firms_volume = sum(volume(of) for of in firms)
    own_volume = sum(volume(of) for of in owns) * levers["purchaser.audit_own"]
    whole = firms_volume + own_volume
    part_of_firms = left * (firms_volume / whole) if whole > 0.0 else 0.0
    part_of_own = left * (own_volume / whole) if whole > 0.0 else 0.0
    review = levers["purchaser.review_share"]
    minutes = {}
    for of in followed:
        dealt = part_of_own
        if of.firm:
            dealt = part_of_firms * (volume(of) / firms_volume) if firms_volume else 0.0
        minutes[of.number] = Minutes((1.0 - review) * dealt, review * dealt)
        check(world, of, minutes[of.number].checks)
    purchaser.saved_external += review * part_of_firms
    purchaser.saved_own += review * part_of_own
    hours = 60.0 * world.constants["review.hours"]
    number = 0
    while firms and number < MOST_REVIEWS and purchaser.saved_external >= hours:
        purchaser.saved_external -= hours
        close_look(world, chosen(world, municipality, firms, number), number)
        number += 1
    number = 0
    while owns and number < MOST_REVIEWS and purchaser.saved_own >= hours:
        purchaser.saved_own -= hours
        close_look(world, owns[0], number)
        number += 1
    return minutes


def check(world: World, of: Provider, minutes: float) -> None:
    """Routine checks of a provider: visits asked about at home, and records looked up."""
    constants, dossier, records = world.constants, of.dossier, of.account.month.records
    home = contract_managers.first_levers(of)["purchaser.audit_relational"]
    key = world.keys.today("firm's month", of.identity, world.day)
    word = bits(key, 1)
    asked = math.floor(home * minutes / constants["purchaser.relational_min"] + upper(word))
    looked_up = math.floor((1.0 - home) * minutes / constants["purchaser.record_min"] + lower(word))
    dossier.home = audit.ask(world, of, min(records, asked), bits(key, 2))
    dossier.records = audit.look_up(world, of, min(records, looked_up), bits(key, 3))
    dossier.home_of_year[place(world)].add(dossier.home)


def place(world: World) -> int:
    """The month's place in the last twelve."""
    return world.day // 30 % 12


def close_look(world: World, of: Provider, number: int) -> None:
    """A close review of one provider's month."""
    dossier = of.dossier
    visits = min(int(world.constants["review.visits"]), of.account.month.records)
    word = bits(world.keys.today("firm's month", of.identity, world.day), FIRST_REVIEW_WORD + number)
    found = audit.ask(world, of, visits, word)
    dossier.reviews.add(found)
    dossier.review_results.append(found)
    dossier.home_of_year[place(world)].add(found)
    dossier.reviews_of_year[place(world)] += 1
    dossier.reviewed, dossier.warned, dossier.tipped = world.day, False, False


def chosen(world: World, municipality: Municipality, firms: list[Provider], number: int) -> Provider:
    """A firm is chosen by distrust, by uncertainty, or by lot."""
    levers = municipality.units[0].levers
    key = world.keys.today("purchaser's month", contract_managers.identity(municipality), world.day)
    word = bits(key, number)
    by = upper(word)
    distrust = levers["purchaser.target_distrust"]
    rested = [of for of in firms if of.dossier.reviewed is None or world.day - of.dossier.reviewed >= REST_DAYS]
    marked = [of for of in firms if of.dossier.warned or of.dossier.tipped]
    if by < distrust:
        among = [of for of in firms if of in rested or of in marked]
        if among:
            return largest(among, lambda of: thought_of(world, of).distrust + (of in marked))
    elif by < distrust + levers["purchaser.target_uncertainty"] and rested:
        return largest(rested, lambda of: thought_of(world, of).uncertainty)
    lot = lower(word) * sum(volume(of) for of in firms)
    for of in firms:
        lot -= volume(of)
        if lot < 0.0:
            return of
    return firms[-1]


def largest(among: list[Provider], by: Callable[[Provider], float]) -> Provider:
    """The first of equals."""
    return max(among, key=by)


def thought_of(world: World, of: Provider) -> Opinion:
    """The purchaser's opinion of a provider."""
    return opinion(of.dossier.seen, prior(world), contract_managers.propensity(world, of))


def all_of(of: Provider) -> Findings:
    """All that was looked at in the month."""
    dossier, found = of.dossier, Findings()
    for way in (dossier.home, dossier.records, dossier.reviews):
        found.add(way)
    return found
