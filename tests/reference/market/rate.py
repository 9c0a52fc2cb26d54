"""Rates: what an hour is paid, by form of pay (ODD 7.26 *Rate*, EXACT *Providers' money*)."""

from __future__ import annotations

from reference.market.pay import FORMS
from reference.market.providers import OWN_NUMBER
from reference.numbers import nearest
from reference.state import Municipality, Rates, Sums, Unit, World

HIGHEST = 10**13
MONTHS_A_YEAR = 12


def begin(world: World, municipality: Municipality) -> None:
    """Before the first month is closed: an hour of permanent staff over client time and without overhead."""
    hour = world.constants["cost.permanent_sek_per_h"] / world.config.levers["resources.client_time_share"]
    hour /= 1.0 - world.constants["provider.own_overhead"]
    municipality.rates.by_form = [nearest(hour * 1e8) for _ in FORMS]


def renew(world: World, municipality: Municipality, own: Sums) -> None:
    """The own provider's month is added to the base year; in the first year rates follow every month, then yearly."""
    rates = municipality.rates
    if any(area.holder != OWN_NUMBER for area in municipality.areas):
        begin_base_year(rates)
        return
    rates.months += 1
    rates.base.add(own)
    whole_year = rates.months == MONTHS_A_YEAR
    if rates.years == 0 or (whole_year and world.constants["reimbursement.indexed"]):
        follow(rates)
    if whole_year:
        rates.years += 1
        begin_base_year(rates)


def begin_base_year(rates: Rates) -> None:
    """The base year begins anew; which one it is stays, so that a first one that was broken off is the first again."""
    rates.months, rates.base = 0, Sums()


def follow(rates: Rates) -> None:
    """Each form's rate is what the base year's hours have cost, where there are any of both."""
    cost = rates.base.cost + rates.base.overhead
    for form in FORMS:
        if cost > 0 and rates.base.seconds[form] > 0:
            rates.by_form[form] = min(HIGHEST, nearest(cost / rates.base.seconds[form] * 3.6e9))


def set_from(unit: Unit, form: int) -> int:
    """What an hour costs the own provider, overhead included; a fixed rate where there is one."""
    fixed = unit.levers["reimbursement.sek_per_h"]
    return min(HIGHEST, nearest(fixed * 1e8)) if fixed > 0.0 else unit.area.municipality.rates.by_form[form]


def paid(unit: Unit, form: int, *, outlying: bool) -> int:
    """Millionths of an öre for an hour, with own cost share, supplement and factor."""
    return paid_for(unit, form, outlying=outlying, firm=unit.provider.firm)


def paid_for(unit: Unit, form: int, *, outlying: bool, firm: bool) -> int:
    """The same, by the levers of a unit, to a firm or to the municipality's own provider."""
    levers, rate = unit.levers, set_from(unit, form)
    if levers["reimbursement.sek_per_h"] <= 0.0:
        rate = nearest(rate * levers["reimbursement.own_cost_share"])
    price = unit.provider.contract.price if firm and unit.provider.contract.lot else 1.0
    supplement = 1.0 + levers["reimbursement.outlying_supplement"] * outlying
    return nearest(rate * (supplement * (levers["reimbursement.external_factor"] if firm else 1.0) * price))
