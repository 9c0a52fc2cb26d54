"""Each pattern as one number of the model, by the name that targets.csv gives it.

A function takes the worlds and returns an Estimate over replicates; those over municipalities take one replicate of the
country and return its number.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd

from tillit.estimates import Estimate, estimate
from tillit.validation.worlds import AUTUMN, YEAR, Country, Reals, Worlds, published

Pattern = Callable[[Worlds], Estimate]
PATTERNS: dict[str, Pattern] = {}
HEAVY_HOURS, METROPOLITAN = 25, "Stockholm"
FEEL_UNSAFE, TRUST_STAFF, HAVE_TIME = 0.14, 0.915, 0.81
"""Published shares that set where an answer turns on the model's own scale; only differences between groups are compared."""


def pattern(function: Pattern) -> Pattern:
    """Makes a function the pattern of its name."""
    PATTERNS[function.__name__] = function
    return function


def _measure(name: str) -> None:
    PATTERNS[name] = lambda w: estimate(w.replicated(name))


for _name in (
    "staff_met", "sick_share", "client_time", "hourly_hours", "satisfied", "met_above_20_share", "real_span", "cost_per_hour",
    "annual_outflow", "granted_hours", "sick_long_share", "travel_time", "late_share", "delivered_share",
):  # fmt: skip
    _measure(_name)


def _change(w: Worlds, outcome: str, arm: str, base: str) -> Reals:
    return w.replicated(outcome, arm) - w.replicated(outcome, base)


def _by_replicate(people: pd.DataFrame, statistic: Callable[[pd.DataFrame], float]) -> Estimate:
    return estimate([statistic(own) for _, own in people.groupby("replicate")])


# ---- levels and distributions ---------------------------------------------------------------------------------------


@pattern
def quit_and_retire(w: Worlds) -> Estimate:
    """Permanent employees who quit or retire, per employee and year."""
    return estimate(w.replicated("quit_rate") + w.replicated("retirement_rate"))


def _hours_above(w: Worlds, hours: float) -> Estimate:
    people = w.people("recipient", ["granted_hours"])
    return _by_replicate(people, lambda own: float((own["granted_hours"] >= hours).mean()))


@pattern
def hours_from_25(w: Worlds) -> Estimate:
    """Share of recipients with 25 granted hours a month or more."""
    return _hours_above(w, HEAVY_HOURS)


@pattern
def hours_above_80(w: Worlds) -> Estimate:
    """Share of recipients with more than 80 granted hours a month."""
    return _hours_above(w, 80)


def _spell_survival(w: Worlds, day: int) -> Estimate:
    """Long spells that last beyond `day`, of those that last 14: in a steady state as many are of an age as live to it.

    A short spell is still on after 14 days once in fifty times.
    """
    people = w.people("employee", ["sick_days"])

    def share(own: pd.DataFrame) -> float:
        at_14, later = (own["sick_days"].between(middle - 2, middle + 2).sum() for middle in (16, day))
        return float(later / at_14) if at_14 else float("nan")

    return _by_replicate(people, share)


@pattern
def spells_30(w: Worlds) -> Estimate:
    """Long sick spells that last beyond day 30."""
    return _spell_survival(w, 30)


@pattern
def spells_90(w: Worlds) -> Estimate:
    """Long sick spells that last beyond day 90."""
    return _spell_survival(w, 90)


# ---- the country ------------------------------------------------------------------------------------------------------

OverCountry = Callable[[Country], float]


def _over_countries(name: str, statistic: OverCountry) -> None:
    """A pattern over municipalities: one number of each replicate of the country."""
    PATTERNS[name] = lambda w: estimate([statistic(country) for country in w.countries])


def country(function: OverCountry) -> OverCountry:
    """Makes a function of one replicate of the country the pattern of its name."""
    _over_countries(function.__name__, function)
    return function


def correlation(a: pd.Series[float], b: pd.Series[float]) -> float:
    """Pearson's r over the municipalities that have both; NaN where there are fewer than three or one does not vary."""
    both = pd.concat([a, b], axis=1, keys=["a", "b"]).dropna()
    if len(both) < 3 or both["a"].std() == 0 or both["b"].std() == 0:
        return float("nan")
    return float(both["a"].corr(both["b"]))


@country
def met_mean_2014(c: Country) -> float:
    """Mean over municipalities of staff met in one autumn count."""
    return float(c.met().mean())


@country
def met_spread(c: Country) -> float:
    """Its standard deviation over municipalities."""
    return float(c.met().std())


def _met_quantile(share: float) -> OverCountry:
    return lambda c: float(c.met().quantile(share))


for _name, _share in (("met_p10", 0.1), ("met_p25", 0.25), ("met_median", 0.5), ("met_p75", 0.75), ("met_p90", 0.9)):
    _over_countries(_name, _met_quantile(_share))


@country
def met_year_to_year(c: Country) -> float:
    """Correlation over municipalities of staff met in two autumns."""
    return correlation(c.met(0), c.met(1))


@country
def met_moved_3(c: Country) -> float:
    """Share of municipalities that move three persons or more from one autumn to the next."""
    return float(((c.met(1) - c.met(0)).dropna().abs() >= 3).mean())


@country
def satisfied_mean_2014(c: Country) -> float:
    """Mean over municipalities of the share satisfied."""
    return float(c.satisfied().mean())


@country
def satisfied_spread(c: Country) -> float:
    """Standard deviation over municipalities of the share satisfied, in points."""
    return float(100 * c.satisfied().std())


@country
def satisfied_year_to_year(c: Country) -> float:
    """Correlation over municipalities of the share satisfied in two years."""
    return correlation(c.satisfied(0), c.satisfied(1))


@pattern
def satisfied_two_draws(w: Worlds) -> Estimate:
    """Correlation over municipalities of the share satisfied in two replicates: what is of the place and not of luck."""
    shares = [c.satisfied() for c in w.countries]
    return estimate([correlation(a, b) for a, b in itertools.pairwise(shares)])


@country
def met_satisfied(c: Country) -> float:
    """Correlation over municipalities of staff met and the share satisfied."""
    return correlation(c.met(), c.satisfied())


@country
def met_satisfied_change(c: Country) -> float:
    """The same of their changes from year to year."""
    return correlation(c.met(1) - c.met(0), c.satisfied(1) - c.satisfied(0))


@country
def met_enough_time(c: Country) -> float:
    """Correlation over municipalities of staff met and the share of visits that are not rushed."""
    return correlation(c.met(), 1 - c.measure("rushed_share", part=AUTUMN))


@country
def enough_time_satisfied(c: Country) -> float:
    """Correlation over municipalities of the share of visits that are not rushed and the share satisfied."""
    return correlation(1 - c.measure("rushed_share", part=AUTUMN), c.satisfied())


@country
def hours_satisfied(c: Country) -> float:
    """Correlation over municipalities of granted hours and the share satisfied."""
    return correlation(c.measure("granted_hours"), c.satisfied())


@country
def hours_met(c: Country) -> float:
    """Correlation over municipalities of granted hours and staff met."""
    return correlation(c.measure("granted_hours"), c.met())


@country
def client_time_satisfied(c: Country) -> float:
    """Correlation over municipalities of the share of paid time with recipients and the share satisfied."""
    return correlation(c.measure("client_time"), c.satisfied())


@country
def absence_met(c: Country) -> float:
    """Correlation over municipalities of the share on sick leave and staff met, in the year."""
    return correlation(c.measure("sick_share"), c.measure("staff_met"))


@country
def met_2014_by_municipality(c: Country) -> float:
    """Correlation over municipalities of staff met in the model and as counted in 2014."""
    return correlation(c.met(), published()["continuity_2014"])


@country
def satisfied_2014_by_municipality(c: Country) -> float:
    """Correlation over municipalities of the share satisfied in the model and in 2014."""
    return correlation(c.satisfied(), published()["satisfied_2014"])


def _rest_minus_metropolitan(own: pd.Series[float]) -> float:
    metropolitan = published()["county"].reindex(own.index) == METROPOLITAN
    return float(own[~metropolitan].mean() - own[metropolitan].mean())


@country
def rural_met(c: Country) -> float:
    """Staff met outside the county of Stockholm minus inside."""
    return _rest_minus_metropolitan(c.met())


@country
def rural_satisfied(c: Country) -> float:
    """Share satisfied outside the county of Stockholm minus inside, in points."""
    return _rest_minus_metropolitan(100 * c.satisfied())


# ---- what an arm changes ----------------------------------------------------------------------------------------------


@pattern
def pool_8(w: Worlds) -> Estimate:
    """Staff met where the pool is eight."""
    return estimate(w.replicated("staff_met", "pool-8"))


@pattern
def pool_33(w: Worlds) -> Estimate:
    """Staff met where the pool is 33."""
    return estimate(w.replicated("staff_met", "pool-33"))


@pattern
def hourly_staff_met(w: Worlds) -> Estimate:
    """More staff met with 35 % of hours by hourly staff than with 5 %."""
    return estimate(_change(w, "staff_met", "hourly-many", "hourly-few"))


@pattern
def contact_dilution(w: Worlds) -> Estimate:
    """Visits by the own contact where everyone has one over where 30 % have, among those who have one."""
    share = {arm: w.replicated("contact_share", arm) for arm in ("contacts-all", "contacts-few")}
    return estimate(share["contacts-all"] / share["contacts-few"])


def _skonsmo(w: Worlds, outcome: str, before: str = "group-33") -> tuple[Reals, Reals]:
    own = w.skonsmo[f"window_{outcome}"].sel(window="all")
    return own.sel(arm="skonsmo").values, own.sel(arm=before).values


@pattern
def skonsmo_met(w: Worlds) -> Estimate:
    """Change in staff met as in Skönsmo, as a share of what it was."""
    after, before = _skonsmo(w, "staff_met")
    return estimate(after / before - 1)


@pattern
def skonsmo_met_no_rule(w: Worlds) -> Estimate:
    """The same where the group of 33 had planned without looking at familiarity."""
    after, before = _skonsmo(w, "staff_met", "group-33-no-rule")
    return estimate(after / before - 1)


@pattern
def skonsmo_hourly(w: Worlds) -> Estimate:
    """Change in the share of hours by hourly staff as in Skönsmo."""
    after, before = _skonsmo(w, "hourly_hours")
    return estimate(after - before)


def _exhausted(w: Worlds) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Staff under other steering and under strict, and the strain beyond which a quarter under other steering are."""
    other, strict = (w.people("employee", ["strain"], arm) for arm in ("trust", "detail"))
    return other, strict, float(other["strain"].quantile(0.75))


@pattern
def strict_exhausted(w: Worlds) -> Estimate:
    """Share exhausted under strict steering, where a quarter are under other steering."""
    _, strict, limit = _exhausted(w)
    return _by_replicate(strict, lambda own: float((own["strain"] > limit).mean()))


@pattern
def strict_rushed(w: Worlds) -> Estimate:
    """Visits not rushed under strict steering over those under other steering."""
    return estimate((1 - w.replicated("rushed_share", "detail")) / (1 - w.replicated("rushed_share", "trust")))


@pattern
def danish_strain(w: Worlds) -> Estimate:
    """Change in strain by fixed self-managing teams, in standard deviations between staff."""
    return estimate(_change(w, "strain", "trust-teams", "ordinary") / w.replicated("strain_sd"))


@pattern
def danish_sick(w: Worlds) -> Estimate:
    """Change in the share on sick leave by fixed self-managing teams, in points."""
    return estimate(100 * _change(w, "sick_share", "trust-teams", "ordinary"))


def _gain_in_sd(w: Worlds, outcome: str, field: str) -> Estimate:
    spread = w.people("employee", [field])[field].std()
    return estimate(_change(w, outcome, "trust-teams", "ordinary") / spread)


@pattern
def danish_meaning(w: Worlds) -> Estimate:
    """Change in motivation by fixed self-managing teams, in standard deviations between staff."""
    return _gain_in_sd(w, "motivation", "motivation")


@pattern
def danish_cooperation(w: Worlds) -> Estimate:
    """Change in trust in the manager by fixed self-managing teams, in standard deviations between staff."""
    return _gain_in_sd(w, "manager_trust", "manager_trust")


PATTERNS["danish_meaning_size"] = danish_meaning
PATTERNS["danish_cooperation_size"] = danish_cooperation


@pattern
def danish_influence(w: Worlds) -> Estimate:
    """Change in usable discretion by fixed self-managing teams, mean over visits, of 0 to 1."""
    return estimate(_change(w, "discretion", "trust-teams", "ordinary"))


@pattern
def danish_productivity(w: Worlds) -> Estimate:
    """Change in the cost of a delivered hour by fixed self-managing teams, as a share."""
    return estimate(w.replicated("cost_per_hour", "trust-teams") / w.replicated("cost_per_hour") - 1)


@pattern
def regime_satisfied(w: Worlds) -> Estimate:
    """Share satisfied, trust-based against detail control, in points."""
    return estimate(100 * _change(w, "satisfied", "trust", "detail"))


@pattern
def monitoring_performance(w: Worlds) -> Estimate:
    """Quality under detail control minus trust-based steering, in standard deviations between visits."""
    return estimate(_change(w, "quality", "detail", "trust") / w.replicated("quality_sd"))


@pattern
def no_authority(w: Worlds) -> Estimate:
    """Gain in quality without the officers' and the provider's authority over the gain with it."""
    without, with_it = (_change(w, "quality", arm, "detail") for arm in ("trust-no-authority", "trust"))
    return Estimate(float(without.mean() / with_it.mean()), estimate(without / with_it).half_width, len(without))


@pattern
def span_presence(w: Worlds) -> Estimate:
    """Presence of managers at a span of 60 minus at 42."""
    return estimate(_change(w, "manager_presence", "span-60", "ordinary"))


@pattern
def safety_reports(w: Worlds) -> Estimate:
    """Reported deviations where much is done for safety over where nothing is."""
    return estimate(w.replicated("deviation_share", "safety-much") / w.replicated("deviation_share", "safety-none"))


@pattern
def workload_voice(w: Worlds) -> Estimate:
    """The voice gap in delivered time under pressure minus without, where time may be moved."""
    return estimate(_change(w, "voice_gap", "moving-pressed", "moving-calm"))


def _reform_change(w: Worlds, outcome: str, months: slice) -> Reals:
    """Reform minus none over days of the reform's first 18 months, [replicate]."""
    own = w.reform[outcome]
    if "unit" in own.dims or "municipality" in own.dims:
        own = own.mean([d for d in ("unit", "municipality") if d in own.dims])
    own = own.sel(arm="reform") - own.sel(arm="before")
    days = w.reform["day"].values - YEAR // 2
    chosen = (days >= months.start) & (days < months.stop)
    return np.asarray(own.isel(period=np.flatnonzero(chosen)).mean("period").values, dtype=float)


@pattern
def reform_later(w: Worlds) -> Estimate:
    """Gain in quality in the second half-year after a reform minus in its first ten weeks."""
    return estimate(_reform_change(w, "quality", slice(182, 364)) - _reform_change(w, "quality", slice(0, 70)))


@pattern
def reform_disorder(w: Worlds) -> Estimate:
    """Change in quality over the first half-year of a reform."""
    return estimate(_reform_change(w, "quality", slice(0, 182)))


@pattern
def reform_cost_first(w: Worlds) -> Estimate:
    """What a reform costs in its first ten weeks minus in its second half-year, over the cost without it."""
    base = w.reform["cost"].mean([d for d in ("unit", "municipality") if d in w.reform["cost"].dims])
    level = base.sel(arm="before").mean("period").values
    return estimate((_reform_change(w, "cost", slice(0, 70)) - _reform_change(w, "cost", slice(182, 364))) / level)


# ---- between people ---------------------------------------------------------------------------------------------------


def _heavy_minus_light(people: pd.DataFrame, field: str, limit: float) -> float:
    heavy = people["granted_hours"] >= HEAVY_HOURS
    enough = people[field] > limit
    return float(100 * (enough[heavy].mean() - enough[~heavy].mean()))


@pattern
def heavy_time(w: Worlds) -> Estimate:
    """Share who get enough of the time they need, 25 hours or more minus less, in points."""
    people = w.people("recipient", ["granted_hours", "delivered_share"]).dropna()
    limit = float(people["delivered_share"].quantile(1 - HAVE_TIME))
    return _by_replicate(people, lambda own: _heavy_minus_light(own, "delivered_share", limit))


@pattern
def heavy_satisfied(w: Worlds) -> Estimate:
    """Share satisfied, 25 hours or more minus less, in points."""
    people = w.people("recipient", ["granted_hours", "satisfaction"])
    limit = float(people["satisfaction"].quantile(1 - 0.88))
    return _by_replicate(people, lambda own: _heavy_minus_light(own, "satisfaction", limit))


@pattern
def unsafe_trust(w: Worlds) -> Estimate:
    """Share who trust the provider among the least satisfied seventh, where 91.5 % of all do."""
    people = w.people("recipient", ["provider_trust", "provider_uncertainty", "satisfaction"])
    expected = people["provider_trust"] + 0.6 * people["provider_uncertainty"]
    people = people.assign(trusts=expected > expected.quantile(1 - TRUST_STAFF))
    limit = float(people["satisfaction"].quantile(FEEL_UNSAFE))
    return _by_replicate(people, lambda own: float(own.loc[own["satisfaction"] <= limit, "trusts"].mean()))


@pattern
def trust_tenure(w: Worlds) -> Estimate:
    """Correlation over permanent staff of time employed and the trust of those they visit."""
    people = w.people("employee", ["trusted", "days_employed", "hourly"]).dropna()
    people = people[people["hourly"] == 0]
    return _by_replicate(people, lambda own: float(own["trusted"].corr(own["days_employed"])))


@pattern
def newcomer_trust(w: Worlds) -> Estimate:
    """Rise of trust in newcomers, months 7-12 minus months 2-3 of employment."""
    people = w.people("employee", ["trusted", "days_employed", "hourly"]).dropna()
    people = people[people["hourly"] == 0]

    def rise(own: pd.DataFrame) -> float:
        late, early = (own["days_employed"].between(*months) for months in ((182, 364), (30, 90)))
        return float(own.loc[late, "trusted"].mean() - own.loc[early, "trusted"].mean())

    return _by_replicate(people, rise)


@pattern
def trust_distrust(w: Worlds) -> Estimate:
    """Correlation over recipients of trust in and distrust of the provider."""
    people = w.people("recipient", ["provider_trust", "provider_distrust"])
    return _by_replicate(people, lambda own: float(own["provider_trust"].corr(own["provider_distrust"])))


@pattern
def manager_knows(w: Worlds) -> Estimate:
    """How much better managers know permanent than hourly staff (1 - u)."""
    return estimate(w.replicated("knows_permanent", "trust") - w.replicated("knows_hourly", "trust"))


@pattern
def strain_sick(w: Worlds) -> Estimate:
    """Share sick among the most strained third of staff over the least strained third."""
    people = w.people("employee", ["strain", "sick"])
    low, high = people["strain"].quantile([1 / 3, 2 / 3])

    def ratio(own: pd.DataFrame) -> float:
        return float(own.loc[own["strain"] > high, "sick"].mean() / own.loc[own["strain"] < low, "sick"].mean())

    return _by_replicate(people, ratio)


@pattern
def fraud_rare(w: Worlds) -> Estimate:
    """Share of visits cut short on purpose."""
    return estimate(w.replicated("cut_share"))


@pattern
def fraud_concentrated(w: Worlds) -> Estimate:
    """Share of all under-delivery that the tenth of staff who under-deliver most stand for."""
    people = w.people("employee", ["delivery", "hourly"])
    people = people[people["hourly"] == 0]

    def share(own: pd.DataFrame) -> float:
        lost = np.sort(1 - own.groupby("id")["delivery"].mean().to_numpy())[::-1]
        return float(lost[: max(1, len(lost) // 10)].sum() / lost.sum())

    return _by_replicate(people, share)


@pattern
def fraud_late(w: Worlds) -> Estimate:
    """Share of visits cut short that no check finds, ordinary governance."""
    return estimate(1 - w.replicated("detected_share"))
