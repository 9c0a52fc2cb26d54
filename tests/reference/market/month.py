"""The market's month: books are closed, owners decide, rates are set (ODD 7.26 to 7.28, EXACT *Providers' money*)."""

from __future__ import annotations

from reference.market import books, conduct, finance, pay, rate, staffing, voice
from reference.market.providers import OWN_NUMBER, units_of
from reference.numbers import f32, remaining
from reference.state import Municipality, Provider, Sums, World

SEK = 100
HALF_LIFE_DAYS = 90.0


def begin(world: World, municipality: Municipality) -> None:
    """Owners begin content, and as tempted as they are then."""
    if pay.has_firms(world):
        for of in municipality.providers:
            of.account.margin = f32(staffing.aim(world, of))
            of.account.temptation = f32(conduct.pull(world, of, 0.0))


def close(world: World, municipality: Municipality) -> None:
    """All units' books are closed, then provider by provider owners decide, then rates are set."""
    if not pay.has_firms(world):
        return
    for unit in municipality.units:
        books.close(world, unit)
    for of in municipality.providers:
        of.account.month, of.account.open = of.account.open, Sums()
    voice.tip(world, municipality)
    for of in municipality.providers:
        if of.at_work and (of.began < world.day or not of.firm):
            decide(world, of, of.account.month)
    count_shares(municipality)
    own = next(of for of in municipality.providers if of.number == OWN_NUMBER)
    rate.renew(world, municipality, own.account.month)


def count_shares(municipality: Municipality) -> None:
    """How care was spread over providers in the month that is closed."""
    counted = municipality.units[0].counted
    granted = [(of.firm, of.account.month.seconds[pay.GRANTED]) for of in municipality.providers]
    whole, firms = sum(own for _, own in granted), sum(own for firm, own in granted if firm)
    if whole:
        counted.market_months += 1
        counted.concentration += sum((own / whole) ** 2 for _, own in granted)
    if firms:
        counted.firm_market_months += 1
        counted.external_concentration += sum((own / firms) ** 2 for firm, own in granted if firm)


def decide(world: World, of: Provider, month: Sums) -> None:
    """Capital, cash, M, b, z, drawings, insolvency, notice, in this order."""
    account, first = of.account, (units_of(of) or of.municipality.units)[0]
    if of.firm:
        finance.pay_in(world, of, month)
        account.cash += month.result
    else:
        account.covered = max(0, -month.result)
    margin = (month.result - account.clawback) / max(month.pay, SEK)
    step = 1.0 - remaining(30.0, HALF_LIFE_DAYS)
    account.margin = f32(account.margin + f32(step * (margin - account.margin)))
    g = staffing.press(world, of)
    staffing.move(world, of, first, month, g)
    conduct.tempt(world, of, g)
    account.months += 1
    account.year = [*account.year, month][-rate.MONTHS_A_YEAR :]
    if not of.firm:
        return
    finance.draw(world, of)
    if finance.insolvent(world, of):
        finance.leave(world, of, first, at_once=True)
        first.counted.firms_insolvent += 1
    elif of.leaves_on is None and finance.gives_notice(world, of):
        finance.leave(world, of, first, at_once=False)
        first.counted.firms_giving_up += 1
