"""Capital, drawings, insolvency and notice (ODD 7.28)."""

from __future__ import annotations

from reference.market import providers
from reference.market.rate import MONTHS_A_YEAR
from reference.numbers import exp, nearest
from reference.randomness import bits, upper
from reference.state import Provider, Sums, Unit, World

MONTH = 30.0


def pay_in(world: World, of: Provider, month: Sums) -> None:
    """When the first month is closed owners pay in some months' cost and overhead."""
    account = of.account
    if account.months == 0:
        account.first_cost = (month.cost + month.overhead) * int(MONTH) // (world.day - of.began)
        account.cash += nearest(world.constants["finance.capital"] * account.first_cost)


def draw(world: World, of: Provider) -> None:
    """Every twelve months owners draw what is above a buffer."""
    account = of.account
    if account.months % MONTHS_A_YEAR == 0:
        mean = sum(month.cost + month.overhead for month in account.year) // MONTHS_A_YEAR
        account.cash = min(account.cash, nearest(world.constants["finance.buffer_months"] * mean))


def insolvent(world: World, of: Provider) -> bool:
    """Whether cash has been below the limit for so many months in a row."""
    account = of.account
    low = account.cash < -nearest(world.constants["finance.credit"] * account.first_cost)
    account.below = account.below + 1 if low else 0
    return account.below >= world.constants["finance.grace"]


def gives_notice(world: World, of: Provider) -> bool:
    """A firm with a poor margin over twelve months gives notice by chance."""
    constants, account = world.constants, of.account
    if len(account.year) < MONTHS_A_YEAR:
        return False
    earned, paid = sum(month.result for month in account.year), sum(month.pay for month in account.year)
    if earned / max(paid, 100) >= constants["provider.exit_margin"]:
        return False
    word = bits(world.keys.today("firm's month", of.identity, world.day), 0)
    return upper(word) < 1.0 - exp(-constants["provider.exit_hazard"] * MONTH / 365.0)


def leave(world: World, of: Provider, first: Unit, *, at_once: bool) -> None:
    """One that leaves is given nobody more."""
    of.active = False
    of.insolvent = of.insolvent or at_once
    of.notice_days = 0 if at_once else int(first.levers["contract.notice_days"])
    of.leaves_on = world.day + of.notice_days
    providers.begin_credits_anew(of.municipality)
