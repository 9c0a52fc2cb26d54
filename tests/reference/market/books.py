"""Books: what the day is paid and what it cost the provider; fixed sums are dealt to units (ODD 7.26)."""

from __future__ import annotations

import math

from reference.market import offers, pay, providers, rate, truth, voice
from reference.numbers import nearest
from reference.state import LARGE, Municipality, Provider, Sums, Unit, World

MILLION = 10**6
COSTS = (
    "cost_care",
    "cost_travel",
    "cost_administration",
    "cost_planning",
    "cost_management",
    "cost_absence",
    "cost_control",
    "cost_recruitment",
    "cost_reform",
)


def begin(world: World, municipality: Municipality) -> None:
    """The first day: contracts of a volume, rates, and what is dealt to units."""
    if not pay.has_firms(world):
        return
    rate.begin(world, municipality)
    contract_anew(municipality)
    people = sum(len(unit.recipients) for unit in municipality.units)
    municipality.rates.mean_recipient_s = sum(of.account.contract_s for of in municipality.providers) // people
    deal(world, municipality)


def contract_anew(municipality: Municipality) -> None:
    """Contracts of a volume: seconds a day of the care that each provider has now."""
    for of in municipality.providers:
        of.account.contract_s = sum(week_s(unit) // 7 for unit in providers.units_of(of))


def week_s(unit: Unit) -> int:
    """Granted seconds a week of a unit's recipients: visits of the weekly plan times their weekdays, and own time."""
    own_time = 1.0 + unit.levers["care.own_time"]
    plan = (visit.recipient.visit_s * visit.recipient.granted * len(visit.weekdays) for visit in unit.visits)
    return nearest(sum(seconds * own_time for seconds in plan))


def fixed_a_day(world: World, of: Provider) -> int:
    """A firm's fixed overhead a day, in millionths of an öre."""
    if not of.firm:
        return 0
    sek = world.constants["provider.overhead_large" if of.kind == LARGE else "provider.overhead_small"]
    return nearest(sek * 12.0 / 365.0 * 1e8)


def deal(world: World, municipality: Municipality) -> None:
    """Fixed overhead and contracts are dealt to a provider's units by recipients and one more."""
    if not pay.has_firms(world):
        return
    for of in municipality.providers:
        units = providers.units_of(of)
        weights = [len(unit.recipients) + 1 for unit in units]
        overhead = dealt(fixed_a_day(world, of), weights)
        contract = dealt(of.account.contract_s, weights)
        for unit, fixed, seconds in zip(units, overhead, contract, strict=True):
            unit.books.fixed_a_day, unit.books.contract_s = fixed, seconds


def close(world: World, unit: Unit) -> None:
    """A unit's books are closed into its provider's month, and its complaints are made."""
    voice.complain(world, unit)
    unit.provider.account.open.add(unit.books.month)
    unit.books.month = Sums()


def dealt(amount: int, weights: list[int]) -> list[int]:
    """Parts in order, each of what is left; the last gets the rest."""
    parts = []
    for index, own in enumerate(weights):
        last = index == len(weights) - 1
        part = amount if last else math.floor(amount * (own / sum(weights[index:])))
        parts.append(part)
        amount -= part
    return parts


def book_day(world: World, unit: Unit) -> None:
    """What the day is paid, what it cost the provider, and overhead, in whole öre."""
    if not pay.has_firms(world):
        return
    counted, books, form = unit.counted, unit.books, pay.form(unit)
    by_form = seconds(unit)
    day = Sums(staff_s=counted.paid_s, seconds=[sum(apart) for apart in by_form])
    plain, outlying = by_form[form]
    millionths = rate.paid(unit, form, outlying=False) * plain // 3600
    millionths += rate.paid(unit, form, outlying=True) * outlying // 3600
    day.pay, books.pay_left = divmod(millionths + books.pay_left, MILLION)
    day.pay += offers.supplement(unit, plain + outlying)
    day.cost = sum(getattr(counted, name) for name in COSTS) - counted.cost_purchaser
    day.overhead, books.overhead_left = divmod(overhead(world, unit, day) + books.overhead_left, MILLION)
    counted.payment += day.pay
    counted.overhead += day.overhead
    if unit.provider.firm:
        counted.external_payment += day.pay
        counted.external_cost += day.cost
        counted.external_overhead += day.overhead
    wrong = {pay.GRANTED: counted.under_delivered_s, pay.PERFORMED: counted.misbilled_s}.get(form, 0)
    counted.misbilled += rate.paid(unit, form, outlying=False) * wrong // 3600 // MILLION
    if voice.follows_up(world):
        truth.add_day(day, counted)
    books.month.add(day)
    books.granted_s, books.payable_s = [0, 0], [0, 0]


def seconds(unit: Unit) -> list[tuple[int, int]]:
    """The day's seconds by form of pay, for recipients who are not outlying and for those who are."""
    books, mean = unit.books, unit.area.municipality.rates.mean_recipient_s
    outlying = sum(person.area.outlying for person in unit.recipients)
    return [
        (books.granted_s[False], books.granted_s[True]),
        (books.payable_s[False], books.payable_s[True]),
        (mean * (len(unit.recipients) - outlying), mean * outlying),
        (books.contract_s, 0),
    ]


def overhead(world: World, unit: Unit, day: Sums) -> int:
    """Overhead of a day in millionths of an öre."""
    constants = world.constants
    if unit.provider.firm:
        shown = offers.requirement_cost(world, unit.provider, day.cost)
        part = constants["provider.external_overhead"] * day.pay + shown
        return unit.books.fixed_a_day + nearest(MILLION * part)
    own = constants["provider.own_overhead"]
    return nearest(MILLION * (own / (1.0 - own)) * day.cost)
