"""What the purchaser asks for: by order, requirement or invitation (ODD 7.37, of which the kit holds no text).

How soon a firm accepts what it is invited to stands nowhere in the kit: here it accepts at once.
"""

from __future__ import annotations

from typing import Any

from reference.market import providers
from reference.numbers import nearest
from reference.state import Municipality, Provider, Unit, World

ORDER, REQUIREMENT, INVITATION = "order", "requirement", "invitation"
MONTH = 30
MILLION = 10**6
SEK = 1e8


def made(world: World, way: str) -> list[dict[str, Any]]:
    """Offers of a way whose day has come."""
    market = world.config.market
    offers = market.get("offers", []) if market is not None else []
    return [offer for offer in offers if offer["way"] == way and offer["day"] <= world.measured]


def order(world: World, municipality: Municipality) -> None:
    """The municipality's own units take up what they are ordered to, on the day."""
    for of in municipality.providers:
        if not of.firm:
            for offer in made(world, ORDER):
                if offer["name"] not in of.taken_up:
                    take_up(of, offer)


def pass_month(world: World, municipality: Municipality) -> None:
    """What is required comes into force in contracts that are renewed; firms accept what they are invited to."""
    for of in municipality.providers:
        if not of.firm or not of.active:
            continue
        if is_renewed(world, of):
            for offer in made(world, REQUIREMENT):
                if offer["name"] not in of.taken_up:
                    take_up(of, offer)
        for offer in made(world, INVITATION):
            if offer["name"] not in of.taken_up and accepts(world, of, offer):
                take_up(of, offer)


def is_renewed(world: World, of: Provider) -> bool:
    """Whether a contract begins or is renewed this month; one not tendered for is renewed every so many days."""
    contract = of.contract
    if contract.lot:
        return contract.begins <= world.day < contract.begins + MONTH
    since = world.day - contract.begins
    return since >= 0 and since % int(world.constants["offer.renewal_days"]) < MONTH and since > 0


def accepts(world: World, of: Provider, offer: dict[str, Any]) -> bool:
    """Whether a firm accepts this month: the chance and its draw are not described, so that it accepts at once."""
    del world, of, offer
    return True


def take_up(of: Provider, offer: dict[str, Any]) -> None:
    """A provider takes up a practice: its units' levers are set; counted in its first unit."""
    of.taken_up[offer["name"]] = offer
    units = providers.units_of(of)
    for unit in units:
        unit.levers.update(offer["set"])
    if units:
        units[0].counted.adoptions += 1


def required(world: World) -> float:
    """r_req: what requirements cost, as a share of the cost of care."""
    return world.constants.get("offer.requirement_cost", 0.0) * len(made(world, REQUIREMENT))


def requirement_cost(world: World, of: Provider, cost: int) -> int:
    """What it costs a firm to show that it meets what is required, in millionths of an öre."""
    met = sum(offer["way"] == REQUIREMENT for offer in of.taken_up.values())
    return nearest(MILLION * (world.constants["offer.requirement_cost"] * met) * cost) if met and of.firm else 0


def supplement(unit: Unit, granted_s: int) -> int:
    """What is paid on top for practices taken up, for granted time, in whole öre; the rest is carried on."""
    sek = sum(offer.get("supplement", 0.0) for offer in unit.provider.taken_up.values())
    if not sek:
        return 0
    paid, unit.books.supplement_left = divmod(
        nearest(sek * SEK) * granted_s // 3600 + unit.books.supplement_left, MILLION
    )
    unit.counted.supplement += paid
    return paid
