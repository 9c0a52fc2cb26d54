"""Choosing a provider as data: who has whom, who chose, who waits, who moved and why, what was lost, firms that come and go."""

from __future__ import annotations

import xarray as xr

from tillit.files import labels
from tillit.markets import choice_opens, market_of, people_choose
from tillit.periods import checked_arms, mean_of, over, recipients_by_kind, sum_of, with_lengths

HOW = ("informed", "uninformed", "default")
"""How a choice that was put to somebody went: chosen knowing something of two providers or more, chosen knowing less, not chosen."""
REASONS = ("asked", "will", "termination", "insolvency", "other")
"""Why recipients got another provider; `other` are the rest of those whose provider ended."""
MOVED = ("moved_at_beginning", "switches", "moved_by_termination", "moved_by_insolvency", "moved_by_endings")
EVENTS = (
    "firms_entered",
    "terminations",
    "firms_insolvent",
    "firms_giving_up",
    "firms_not_renewed",
    "firms_abolished",
    "wishes",
    "wishes_met",
    "relations_lost",
    "contacts_lost",
    "adoptions",
)
"""What is counted."""
MEASURES = (
    "providers",
    "external_share",
    "concentration",
    "external_concentration",
    "choice_entropy",
    "active_choice",
    "informed_choice",
    "choice_value",
    "choice_access",
    "choice_access_outlying",
    "language_match",
    "switching",
    "present_switching",
    "relatives_ratio",
    "queue_days",
    "queue_share",
    "adoption",
)
"""Measures that are given as they are."""


def choosing(data: xr.Dataset) -> list[str]:
    """Arms in which people choose a provider."""
    return [arm for arm in labels(data, "arm") if people_choose(market_of(data, arm))]


def choice_begins(data: xr.Dataset) -> int:
    """The first measured day on which people choose in any arm; 0: all along."""
    opens = [choice_opens(market) for arm in choosing(data) if (market := market_of(data, arm)) is not None]
    return max(0, min(opens, default=0))


def _how(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    put, active, informed = (sum_of(n, data, days) for n in ("choices", "choices_active", "choices_informed"))
    parts = [informed, active - informed, put - active]
    found = xr.concat(parts, "how").assign_coords(how=list(HOW))
    return found.assign_attrs(long_name="choices of a provider put to people, by how they went", units="choices")


def _moved(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    """Who moves on being asked moves of their own will, too, and is counted with the first."""
    asked, switched, terminated, insolvent, ended = (sum_of(name, data, days) for name in MOVED)
    parts = [asked, switched - asked, terminated, insolvent, ended - terminated - insolvent]
    found = xr.concat(parts, "reason").assign_coords(reason=list(REASONS))
    return found.assign_attrs(long_name="recipients who got another provider, by why", units="persons")


def _events(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    found = xr.concat([sum_of(name, data, days) for name in EVENTS], "event").assign_coords(event=list(EVENTS))
    return found.assign_attrs(long_name="firms that come and go, wishes, and what is lost", units="1")


def choices(result: xr.Dataset, days: tuple[int, int] | None = None) -> xr.Dataset:
    """Choosing a provider, by arm, replicate and period; with `days` over these instead.

    `result` is what open_result, experiment or run gives, with record.level=municipality or finer. Arms are those in which
    people choose: free choice (market.lov) or tenders (market.lou). `days` are measured days [from, to); periods that lie
    within them are taken together, by their length. Several municipalities are added up, or averaged. All has dims arm and
    replicate, and period without `days`; besides

    recipients (kind): mean number of persons, by who owns their provider: municipal, small, large, nonprofit
    chosen (how): choices put to people in the period or these days (newcomers, those who were asked, those whose provider
        ended): `informed`, chosen with something known of two providers or more; `uninformed`, chosen with less; `default`,
        not chosen, so that the rule decided
    moved (reason): persons who got another provider in the period or these days: `asked` when firms began; later of their own
        `will`; since theirs ended by `termination` or `insolvency`; `other` endings
    events (event): how many in the period or these days: firms that entered and left by cause, wishes for another provider
        and those that were met, relations with staff met of late and care contacts that were lost, adoptions of offers
    and each of MEASURES in its own unit (tillit.measures()); nan where there is nothing to measure, as queue_days where
    nobody moved.

    Raises:
        TillitError: nobody chooses in any arm; nothing over time in the file; no period within the days; an arm that stands twice.
    """
    arms = checked_arms(result, choosing(result), "nobody chooses a provider in any arm (market: with lov or lou)")
    counters = [f"total_{name}" for name in ("choices", "choices_active", "choices_informed", *MOVED, *EVENTS)]
    own = over(result[["period_days", "group_recipients", *MEASURES, *counters]].sel(arm=arms).load(), days)
    found = {"recipients": recipients_by_kind(own, days), "chosen": _how(own, days), "moved": _moved(own, days),
             "events": _events(own, days), **{n: mean_of(own[n], own, days).assign_attrs(own[n].attrs) for n in MEASURES}}  # fmt: skip
    return with_lengths(found, own, days)
