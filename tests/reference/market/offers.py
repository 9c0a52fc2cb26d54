"""What the purchaser asks for: by order, requirement or invitation (ODD 7.37, EXACT *What the purchaser asks for*)."""

from __future__ import annotations

from typing import Any

from reference import duties
from reference.managers import prior
from reference.market import pay, providers, rate, voice
from reference.numbers import exp, f32, nearest
from reference.opinion import opinion
from reference.randomness import bits, upper
from reference.rota import shift_minutes
from reference.state import DAY_SHIFT, Municipality, Provider, Unit, World

ORDER, REQUIREMENT, INVITATION = "order", "requirement", "invitation"
MONTH = 30
MILLION = 10**6
SEK = 1e8
OPENNESS, FIRST_INVITATION = 9, 32

Offer = dict[str, Any]


def asked_for(world: World, way: str) -> list[Offer]:
    """All offers of a way that the config makes, on whatever day."""
    offers = (world.config.market or {}).get("offers", [])
    return [offer for offer in offers if offer["way"] == way]


def made(world: World, way: str) -> list[Offer]:
    """Offers of a way whose day has come."""
    return [offer for offer in asked_for(world, way) if offer["day"] <= world.measured]


# ---- orders


def order(world: World, municipality: Municipality) -> None:
    """The municipality's own units take up what they are ordered to, on the day."""
    for offer in made(world, ORDER):
        for of in municipality.providers:
            if not of.firm and offer["name"] not in of.taken_up:
                take_up(of, offer)


def not_ordered(of: Provider, now: dict[str, float], own: dict[str, float]) -> dict[str, float]:
    """Levers in force, but for what the municipality's own units were ordered: there those of regime and timeline."""
    ordered = [lever for offer in of.taken_up.values() if offer["way"] == ORDER for lever in offer["set"]]
    return now | {lever: own[lever] for lever in ordered}


# ---- the month


def pass_month(world: World, municipality: Municipality) -> None:
    """What is required comes into force in contracts that are renewed; firms accept what they are invited to."""
    firms = [of for of in municipality.providers if of.firm and of.active and providers.units_of(of)]
    for of in firms:
        if is_renewed(world, of):
            for offer in made(world, REQUIREMENT):
                if offer["name"] not in of.taken_up:
                    take_up(of, offer)
    for place, offer in enumerate((world.config.market or {}).get("offers", [])):
        if offer["way"] != INVITATION or offer["day"] > world.measured or not firms:
            continue
        others = sum(offer["name"] in of.taken_up for of in firms) / len(firms)
        for of in firms:
            if offer["name"] not in of.taken_up and accepts(world, of, offer, place, others):
                take_up(of, offer)


def is_renewed(world: World, of: Provider) -> bool:
    """Whether a contract begins or is renewed this month; one not tendered for is renewed every so many days."""
    if of.contract.lot:
        return of.contract.begins <= world.day < of.contract.begins + MONTH
    days, term = world.day - of.began, int(world.constants["offer.renewal_days"])
    return days >= MONTH and days // term > (days - MONTH) // term


def accepts(world: World, of: Provider, offer: Offer, place: int, others: float) -> bool:
    """Whether a firm takes up an invitation this month."""
    days = invited_days(world, offer)
    word = bits(world.keys.today("firm's month", of.identity, world.day), FIRST_INVITATION + place)
    return upper(word) < 1.0 - exp(-hazard(world, of, offer, others) * days / 365.0)


def invited_days(world: World, offer: Offer) -> int:
    """The days of the last 30 on which a firm was invited."""
    return min(MONTH, world.measured - int(offer["day"]))


def hazard(world: World, of: Provider, offer: Offer, others: float) -> float:
    """Λ: how often a year a firm takes up an invitation."""
    constants, first = world.constants, providers.units_of(of)[0]
    openness = upper(bits(world.keys.lasting("firm", of.identity), OPENNESS))
    rate_sek = rate.paid(first, pay.form(first), outlying=False) / SEK
    supplement_share = offer.get("supplement", 0.0) / rate_sek if rate_sek > 0.0 else 0.0
    log_hazard = constants["offer.openness"] * (openness - 0.5)
    log_hazard += constants["offer.trust"] * trust(world, of)
    log_hazard -= constants["offer.cost"] * (reserved_share(world, first, offer) - supplement_share)
    log_hazard += constants["offer.others"] * others
    return constants["offer.adopts_per_year"] * exp(log_hazard)


def trust(world: World, of: Provider) -> float:
    """How much more a firm expects of the purchaser than of a stranger; 0 without one who follows up."""
    if not voice.follows_up(world):
        return 0.0
    propensity = f32(world.constants["opinion.propensity"])
    return opinion(of.dossier.view, prior(world), propensity).expectation - propensity


def reserved_share(world: World, unit: Unit, offer: Offer) -> float:
    """The share of a day shift that a practice would reserve beyond what is reserved by now."""
    now = unit.levers
    before = duties.reserved_s(world, unit) + duties.planning_s(world, unit)
    unit.levers = now | offer["set"]
    after = duties.reserved_s(world, unit) + duties.planning_s(world, unit)
    unit.levers = now
    return (after - before) / (shift_minutes(world, DAY_SHIFT) * 60.0)


def take_up(of: Provider, offer: Offer) -> None:
    """A provider takes up a practice: its units' levers are set, once; counted in its first unit."""
    of.taken_up[offer["name"]] = offer
    units = providers.units_of(of)
    for unit in units:
        unit.levers.update(offer["set"])
    if units:
        units[0].counted.adoptions += 1


# ---- contracts that begin and end


def begin(world: World, of: Provider) -> None:
    """A firm that begins takes up all that is required by then, before it engages staff."""
    of.taken_up = {offer["name"]: offer for offer in made(world, REQUIREMENT)}
    for unit in providers.units_of(of):
        with_taken_up(of, unit.levers)


def count_begun(world: World, beginners: list[Provider]) -> None:
    """What firms that begin have taken up is counted when they have units, but not on the first day of a run."""
    for of in beginners if world.day > 0 else []:
        for unit in providers.units_of(of)[:1]:
            unit.counted.adoptions += len(of.taken_up)


def with_taken_up(of: Provider, levers: dict[str, float]) -> dict[str, float]:
    """Levers of a unit that a provider forms or that comes over to it: what it has taken up is set."""
    for offer in of.taken_up.values():
        levers.update(offer["set"])
    return levers


# ---- money


def required(world: World) -> float:
    """r_req: what requirements cost, as a share of the cost of care."""
    return world.constants.get("offer.requirement_cost", 0.0) * len(made(world, REQUIREMENT))


def requirement_cost(world: World, of: Provider, cost: int) -> float:
    """What it costs a firm to show that it meets what is required of it, in öre."""
    met = sum(offer["way"] == REQUIREMENT for offer in of.taken_up.values())
    return met * world.constants["offer.requirement_cost"] * cost if met else 0.0


def supplement(unit: Unit, paid_for_s: int) -> int:
    """What is paid on top for practices taken up, in whole öre; the rest is carried on apart from the payment's."""
    hour = sum(nearest(offer.get("supplement", 0.0) * SEK) for offer in unit.provider.taken_up.values())
    if not hour:
        return 0
    paid, unit.books.supplement_left = divmod(hour * paid_for_s // 3600 + unit.books.supplement_left, MILLION)
    unit.counted.supplement += paid
    return paid
