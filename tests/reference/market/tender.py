"""Tenders: bids, award, contracts, renewal, notice, caps (ODD 7.36, EXACT *Entry and tenders*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reference.granted import weekly_granted
from reference.market import entry, prospect, providers, staffing, voice
from reference.numbers import nearest
from reference.purchaser import checks
from reference.randomness import bits, mix, standard
from reference.state import NONPROFIT, Area, Contract, Municipality, Provider, World

MONTH = 30
PRICE, PROMISE = 17, 18
TENTH = 10.0
USED_UP = 0.95


@dataclass
class Lot:
    """A lot of a tender, with its number over all tenders from 1."""

    number: int
    tender: dict[str, Any]
    areas: list[Area]
    places: int
    share: float
    orientation: str

    @property
    def lead(self) -> int:
        """Days between award and start."""
        return int(self.tender.get("starts", self.tender["day"]) - self.tender["day"])


@dataclass
class Bid:
    """What a firm asks for and promises."""

    of: Provider
    price: float
    score: float
    order: int


def lot_of(world: World, of: Provider) -> Lot | None:
    """The lot of a firm's contract."""
    return lots(world, of.municipality)[of.contract.lot - 1] if of.contract.lot else None


def lots(world: World, municipality: Municipality) -> list[Lot]:
    """All lots of all tenders, by their order."""
    market = world.config.market
    found: list[Lot] = []
    for tender in (market or {}).get("lou", []):
        for lot in tender["lots"]:
            areas = [area for area in municipality.areas if not lot.get("areas") or area.number in lot["areas"]]
            found.append(
                Lot(len(found) + 1, tender, areas, lot["providers"], lot["share"], lot.get("orientation", "any"))
            )
    return found


def has_whole_areas(world: World, of: Provider) -> bool:
    """Whether a firm's contract is for whole areas."""
    lot = lot_of(world, of)
    return lot is not None and bool(lot.tender.get("transfer"))


def has_won(world: World, area: Area) -> bool:
    """Whether a firm has won an area as a whole, and its day has come."""
    every = lots(world, area.municipality)
    won = [every[of.contract.won - 1] for of in area.municipality.providers if has_come(world, of)]
    return any(lot.tender.get("transfer") and area in lot.areas for lot in won)


def is_new(world: World, contract: Contract) -> bool:
    """Whether a contract begins or is prolonged with this month."""
    return contract.began_on == world.day or contract.begins <= world.day < contract.begins + MONTH


def hold(world: World, municipality: Municipality) -> prospect.Ground | None:
    """Void awards are taken back, contracts are looked at, vacant places are let, and notice is given; the ground, if it was asked for."""
    every = lots(world, municipality)
    if not every:
        return None
    void = [taken for of in municipality.providers if (taken := take_back(of)) is not None]
    for of in municipality.providers:
        if of.contract.lot:
            look_at(world, of, every[of.contract.lot - 1])
    there, let = None, set()
    for lot in every:
        days = [day for number, day in void if number == lot.number]
        vacant = vacancies(world, municipality, lot) + len(days)
        if vacant > 0:
            there = there or prospect.ground(world, municipality)
            award(world, municipality, lot, vacant, there, days)
            let.add(id(lot.tender))
            for of in vacated(municipality, lot):
                of.contract.relet = True
    municipality.units[0].counted.tenders += len(let)
    municipality.purchaser.tenders += len(let)
    for of in municipality.providers:
        give_notice(world, of, every)
    return there


# ---- contracts


def take_back(of: Provider) -> tuple[int, int] | None:
    """An award is void of a firm that is insolvent, or ended and may not return: the lot, and the day it was for."""
    contract = of.contract
    readmit = of.municipality.units[0].levers["market.readmit"]
    if not contract.won or not (of.insolvent or (of.dossier.ended is not None and not readmit)):
        return None
    taken = contract.won, contract.won_begins
    contract.won = 0
    return taken


def look_at(world: World, of: Provider, lot: Lot) -> None:
    """A contract whose end comes in time for a new tender is renewed, or its place is let anew."""
    contract, first = of.contract, of.municipality.units[0]
    if contract.over:
        return
    if of.leaves_on is not None:
        contract.over = 1
    elif contract.ends - world.day < lot.lead + MONTH:
        renewals = lot.tender.get("renewals", [])
        if contract.renewals < len(renewals) and trusted(world, of):
            contract.begins = contract.ends
            contract.ends += renewals[contract.renewals]
            contract.renewals += 1
            first.counted.contracts_renewed += 1
        else:
            contract.over = 1


def trusted(world: World, of: Provider) -> bool:
    """Whether the purchaser expects enough of a firm; without one contracts are always renewed."""
    if not voice.follows_up(world):
        return True
    return checks.thought_of(world, of).expectation >= of.municipality.units[0].levers["purchaser.renew_trust"]


def give_notice(world: World, of: Provider, every: list[Lot]) -> None:
    """To whose lot is over and who has won none; and, when a tender's contracts have begun, to firms without a lot."""
    contract, first = of.contract, of.municipality.units[0]
    if not of.firm or not of.active:
        return
    notice = int(first.levers["contract.notice_days"])
    if contract.lot:
        if contract.over and not contract.won and world.day + notice >= contract.ends:
            leave(world, of, contract.ends)
            first.counted.firms_not_renewed += 1
    elif not contract.won and any(world.measured >= starts(lot) for lot in every):
        leave(world, of, world.day + notice)
        first.counted.firms_abolished += 1


def starts(lot: Lot) -> int:
    """The day on which a tender's contracts begin."""
    return int(lot.tender.get("starts", lot.tender["day"]))


def leave(world: World, of: Provider, last: int) -> None:
    """A firm is given notice."""
    of.active, of.leaves_on, of.notice_days = False, last, last - world.day
    providers.begin_credits_anew(of.municipality)


# ---- award


def vacancies(world: World, municipality: Municipality, lot: Lot) -> int:
    """Places that are to be let: all in the month of the tender's day, later those whose contracts are over."""
    day = world.config.burn_in + int(lot.tender["day"])
    if world.day < day:
        return 0
    if entry.first_month(day) == world.day:
        return lot.places
    return len(vacated(municipality, lot))


def vacated(municipality: Municipality, lot: Lot) -> list[Provider]:
    """Firms whose contract for a lot is over, and whose place has not been let anew."""
    found = [of for of in municipality.providers if of.contract.lot == lot.number]
    return [of for of in found if of.contract.over and not of.contract.relet]


def award(
    world: World, municipality: Municipality, lot: Lot, vacant: int, there: prospect.Ground, void: list[int]
) -> None:
    """Vacant places go to the best bids one after the other."""
    first, begins = municipality.units[0].counted, beginning(world, municipality, lot, void)
    offers = [offer for of in municipality.providers for offer in bids(world, of, lot, there)]
    first.bids += len(offers)
    municipality.purchaser.bids += len(offers)
    offers.sort(key=lambda offer: (-offer.score, offer.order))
    for offer in offers[:vacant]:
        contract = offer.of.contract
        contract.won, contract.won_begins = lot.number, begins
        contract.won_price = 1.0 if quality_weight(lot) == 1.0 else offer.price
        granted = sum(weekly_granted(person) for unit in municipality.units for person in unit.recipients)
        contract.won_volume_s = nearest(lot.share / lot.places * granted)
        offer.of.waits_until = None
    first.places_unlet += max(0, vacant - len(offers))


def beginning(world: World, municipality: Municipality, lot: Lot, void: list[int]) -> int:
    """When winners begin: with the tender's start, or when the last of the vacant contracts ends, or the lead later.

    A place whose award is void is let for the day that it was for, or the lead later if that comes after it.
    """
    day = world.config.burn_in + int(lot.tender["day"])
    if entry.first_month(day) == world.day:
        return world.config.burn_in + starts(lot)
    over = vacated(municipality, lot)
    if any(of.leaves_on is not None and of.leaves_on < of.contract.ends for of in over):
        return max([world.day + lot.lead, *void])
    return max([of.contract.ends for of in over] + [max(day, world.day + lot.lead) for day in void])


def quality_weight(lot: Lot) -> float:
    """Weight of quality in the award."""
    return float(lot.tender.get("award", {}).get("quality", 1.0))


def bids(world: World, of: Provider, lot: Lot, there: prospect.Ground) -> list[Bid]:
    """A firm bids that meets the orientation, is free for the lot and expects no loss."""
    if not of.firm or not meets(of, lot) or not may_bid(of, lot):
        return []
    constants = world.constants
    hours = hours_of(lot, there)
    at = base(of, lot)
    if prospect.margin(world, there, of, hours, at) < 0.0:
        return []
    costs, paid = prospect.sums(there, hours, at)
    unit_cost = (costs + prospect.overhead(world, of)) / ((1.0 - constants["provider.external_overhead"]) * paid)
    key = world.keys.today("firm's month", of.identity, world.day)
    price = unit_cost * (1.0 + staffing.aim(world, of) + constants["bid.noise"] * standard(bits(key, PRICE)))
    promise = sum(of.practice) / len(of.practice) + constants["bid.promise_noise"] * standard(bits(key, PROMISE))
    weight = quality_weight(lot)
    return [Bid(of, price, weight * promise - TENTH * (1.0 - weight) * (price - 1.0), mix(key))]


def meets(of: Provider, lot: Lot) -> bool:
    """Whether a firm meets a lot's orientation."""
    if lot.orientation == "any":
        return True
    return of.kind == NONPROFIT if lot.orientation == "nonprofit" else of.language is not None


def may_bid(of: Provider, lot: Lot) -> bool:
    """May come or is there without a lot, or has this one and will lose it; and has won none that is to begin."""
    contract = of.contract
    if contract.won or (contract.lot and of.at_work and (contract.lot != lot.number or not contract.over)):
        return False
    return (of.active and of.leaves_on is None) or of.waits_until is not None or entry.may_come(of)


def hours_of(lot: Lot, there: prospect.Ground) -> list[tuple[Area, float]]:
    """A firm's part of a lot in hours a month, spread over the lot's areas by recipients."""
    part = lot.share / lot.places * there.granted_h
    people = sum(area.recipients_at_start for area in lot.areas)
    return [(area, part * area.recipients_at_start / people) for area in lot.areas]


def base(of: Provider, lot: Lot) -> Area | None:
    """The home if that belongs to the lot, else the lot's first area; none of a firm that has units in every area."""
    if of.drawn_home is None:
        return None
    return of.drawn_home if of.drawn_home in lot.areas else lot.areas[0]


# ---- the start, and caps


def has_come(world: World, of: Provider) -> bool:
    """Whether the day of a firm's lot has come."""
    return of.contract.won > 0 and of.contract.won_begins <= world.day


def begin_contract(world: World, of: Provider) -> None:
    """A contract begins."""
    before = of.contract
    lot = lots(world, of.municipality)[before.won - 1]
    of.contract = contract = Contract(lot=before.won, price=before.won_price, volume_s=before.won_volume_s)
    contract.begins, contract.began_on = before.won_begins, world.day
    contract.ends = contract.begins + int(lot.tender["length_days"])
    of.serves = of.lot_areas = frozenset(area.number for area in lot.areas)
    of.home = None if lot.tender.get("transfer") else base(of, lot)
    set_cap(world, of, lot)


def set_cap(world: World, of: Provider, lot: Lot) -> None:
    """A cap is the share of the phase in force of the volume; none with whole areas."""
    contract = of.contract
    if lot.tender.get("transfer"):
        contract.cap_s = of.cap_s = -1
        return
    share, phases = 1.0, lot.tender.get("phases", [])
    if phases and by_queue(lot):
        share = phases[contract.steps]["share"]
    elif phases:
        share = max(
            ((phase["day"], phase["share"]) for phase in phases if phase["day"] <= world.measured), default=(0, 0.0)
        )[1]
    contract.cap_s = of.cap_s = nearest(share * contract.volume_s)


def follow_phases(world: World, municipality: Municipality) -> None:
    """Caps of lots follow their phases, by day or by the queue."""
    every = lots(world, municipality)
    for of in municipality.providers:
        if of.contract.lot and of.at_work:
            lot = every[of.contract.lot - 1]
            if by_queue(lot) and not is_new(world, of.contract) and is_full(municipality, of):
                of.contract.steps = min(of.contract.steps + 1, len(lot.tender["phases"]) - 1)
            set_cap(world, of, lot)


def by_queue(lot: Lot) -> bool:
    """Whether phases go by the queue."""
    phases = lot.tender.get("phases", [])
    return lot.tender.get("when") == "queue" or any(phase.get("when") == "queue" for phase in phases)


def is_full(municipality: Municipality, of: Provider) -> bool:
    """Whether somebody waits for a firm and it has most of its present step."""
    people = [person for unit in municipality.units for person in unit.recipients]
    granted = sum(weekly_granted(person) for unit in providers.units_of(of) for person in unit.recipients)
    return any(person.wish == of.number for person in people) and granted >= USED_UP * of.cap_s
