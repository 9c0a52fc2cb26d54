"""Patterns of several providers, each as one number of the model, by the name that market.csv gives it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tillit.estimates import Estimate, estimate
from tillit.validation.patterns import PATTERNS, Pattern, pattern
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


# ---- where people choose, and firms come and go -----------------------------------------------------------------------

MUNICIPAL_SPREAD = 3.9
"""Standard deviation of the share satisfied over municipalities, points [OJ14]."""


def _jackknife(whole: float, left_out: list[float]) -> Estimate:
    """A number of all worlds, and what it is without each of them in turn."""
    count, parts = len(left_out), np.array(left_out)
    spread = float(np.sqrt((count - 1) / count * np.sum((parts - parts.mean()) ** 2))) if count > 1 else float("nan")
    return Estimate(whole, 2.0 * spread, count)


def _top_tenth(firms: Reals) -> float:
    ordered = np.sort(firms)[::-1]
    return float(ordered[: max(1, len(ordered) // 10)].sum() / ordered.sum())


def _ratio(events: Reals, of: Reals) -> Estimate:
    """A rate of what is rare: sums over worlds, since many have none at all; uncertain as by leaving out each in turn."""
    whole = float(events.sum() / of.sum()) if of.sum() > 0 else float("nan")
    return _jackknife(
        whole, [float((events.sum() - e) / (of.sum() - o)) for e, o in zip(events, of, strict=True) if of.sum() > o]
    )


def _over_sizes(w: Worlds, outcome: str, window: str = "late") -> Reals:
    """Of the three types in which most municipalities with choice are, one world after the other."""
    return np.concatenate([w.of_choice(outcome, size, window) for size in ("sparse", "median", "large")])


@pattern
def choice_none(w: Worlds) -> Estimate:
    """Share of those who are asked that does not choose."""
    return estimate(1 - w.of_choice("active_choice"))


@pattern
def choice_private(w: Worlds) -> Estimate:
    """Share of granted time that firms have in the median municipality, where there are any."""
    share = w.of_choice("external_share")
    return estimate(share[w.of_choice("providers") > 0])


@pattern
def choice_firms(w: Worlds) -> Estimate:
    """Firms at work at the end in the median municipality, where there are any."""
    firms = w.of_choice("providers", window="last")
    return estimate(firms[firms >= 1])


@pattern
def choice_few(w: Worlds) -> Estimate:
    """Share of worlds of three sizes with fewer than 11 firms at the end, of those with any."""
    firms = _over_sizes(w, "providers", "last")
    return estimate((firms[firms >= 0.5] < 10.5).astype(float))


@pattern
def choice_empty(w: Worlds) -> Estimate:
    """Share of worlds of three sizes with no firm at the end, five years after choice opened with none."""
    firms = np.concatenate([w.of_choice("providers", size, "last", "new") for size in ("sparse", "median", "large")])
    return estimate((firms < 0.5).astype(float))


@pattern
def choice_exits(w: Worlds) -> Estimate:
    """Firms that leave a year, over firms."""
    return _ratio(_over_sizes(w, "providers_left"), _over_sizes(w, "providers"))


@pattern
def choice_entries(w: Worlds) -> Estimate:
    """Firms that begin a year, over firms."""
    return _ratio(_over_sizes(w, "providers_entered"), _over_sizes(w, "providers"))


@pattern
def choice_insolvent(w: Worlds) -> Estimate:
    """Firms that become insolvent a year, over firms."""
    insolvent = [w.counted("firms_insolvent", size) for size in ("sparse", "median", "large")]
    return _ratio(np.concatenate(insolvent), _over_sizes(w, "providers", "all"))


@pattern
def choice_terminated(w: Worlds) -> Estimate:
    """Contracts that the purchaser ends a year, over firms."""
    return _ratio(_over_sizes(w, "terminations"), _over_sizes(w, "providers"))


@pattern
def choice_switching(w: Worlds) -> Estimate:
    """Changes of provider per recipient and year."""
    return estimate(w.of_choice("switching"))


def _private_share(size: str) -> Pattern:
    return lambda w: estimate(w.of_choice("external_share", size))


for _size in ("sparse", "large", "stockholm"):
    PATTERNS[f"choice_share_{_size}"] = _private_share(_size)


@pattern
def choice_own_leads(w: Worlds) -> Estimate:
    """Share of worlds of three sizes in which the municipality's own provider has more than half."""
    return estimate((_over_sizes(w, "external_share") < 0.5).astype(float))


@pattern
def choice_persons(w: Worlds) -> Estimate:
    """Recipients of a firm, all firms of three sizes."""
    recipients = np.concatenate([w.of_choice("recipients", size, "external") for size in ("sparse", "median", "large")])
    return _ratio(np.nan_to_num(recipients), _over_sizes(w, "providers"))


@pattern
def choice_satisfied(w: Worlds) -> Estimate:
    """What five years after its introduction choice changed in the share satisfied, in SD between municipalities."""
    change = w.of_choice("satisfied", arm="new") - w.of_choice("satisfied", arm="alone")
    return estimate(100 * change / MUNICIPAL_SPREAD)


@pattern
def firms_concentrated(w: Worlds) -> Estimate:
    """Of what firms were paid for time that was not given, the share of the tenth of them that took most."""
    by = pd.concat({size: w.by_provider("misbilled", size) for size in ("median", "large")})
    firms = by[by.index.get_level_values("provider") > 1]
    of = firms.index.get_level_values("replicate")
    return _jackknife(_top_tenth(firms.to_numpy()), [_top_tenth(firms[of != own].to_numpy()) for own in of.unique()])


@pattern
def choice_found_late(w: Worlds) -> Estimate:
    """Months until the contract of an opportunist is ended, where one was."""
    months = w.of_choice("months_to_end", "large", "late")
    return estimate(months[np.isfinite(months)])
