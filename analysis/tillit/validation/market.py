"""Patterns of several providers, each as one number of the model, by the name that market.csv gives it."""

from __future__ import annotations

from tillit.estimates import Estimate, estimate
from tillit.validation.patterns import pattern
from tillit.validation.worlds import Reals, Worlds

PAID = ("granted", "performed")
FIRMS = 5
"""Arms with firms, by what is paid for; and how many firms these begin with."""


def _gap(w: Worlds, outcome: str, arm: str = "granted") -> Reals:
    """External minus municipal, of the firms that are still there."""
    return w.of_market(outcome, arm, "external") - w.of_market(outcome, arm, "municipal")


@pattern
def registered_of_granted(w: Worlds) -> Estimate:
    """Registered over granted time, all providers, mean of both forms of pay."""
    return estimate(sum(w.of_market("registered_granted", arm) for arm in PAID) / len(PAID))


@pattern
def performed_registers_more(w: Worlds) -> Estimate:
    """The same where registered time is paid, minus where granted time is."""
    return estimate(w.of_market("registered_granted", "performed") - w.of_market("registered_granted", "granted"))


@pattern
def external_margin(w: Worlds) -> Estimate:
    """Result over pay of external providers."""
    return estimate(w.of_market("margin", "granted"))


@pattern
def external_satisfied(w: Worlds) -> Estimate:
    """Percentage points."""
    return estimate(100 * _gap(w, "satisfied"))


@pattern
def external_on_time(w: Worlds) -> Estimate:
    """Percentage points of visits that do not begin late."""
    return estimate(-100 * _gap(w, "late_share"))


@pattern
def external_staff_met(w: Worlds) -> Estimate:
    """Persons."""
    return estimate(_gap(w, "staff_met"))


@pattern
def external_employees(w: Worlds) -> Estimate:
    """Permanent employees of firms over their recipients."""
    return estimate(w.of_market("employees", "granted", "external") / w.of_market("recipients", "granted", "external"))


@pattern
def external_exits(w: Worlds) -> Estimate:
    """Firms that leave in a year, over those that there were at first; mean of both forms of pay."""
    return estimate(sum(w.of_market("firms_leaving", arm) for arm in PAID) / len(PAID) / FIRMS)


@pattern
def one_firm_drives(w: Worlds) -> Estimate:
    """Cost of travel with one firm that has a fifth of the recipients, over that of the municipality alone, minus one."""
    return estimate(w.of_market("cost_travel", "one") / w.of_market("cost_travel", "alone") - 1)
