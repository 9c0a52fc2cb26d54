"""Purchaser and providers as data: who has whom, opinions both ways, money by item, endings and what they break."""

from __future__ import annotations

import xarray as xr

from tillit.files import config, labels
from tillit.markets import firms_begin_on, firms_may_come
from tillit.periods import checked_arms, mean_of, over, recipients_by_kind, sum_of, with_lengths

WAYS = {"purchaser": "purchaser", "provider": "provider_view"}
"""Whose opinion it is, and how its measures begin."""
FEELINGS = ("trust", "distrust", "uncertainty")
FOLLOW_UP = ("fixed", "dialogues", "checks", "reviews", "endings")
"""What the time for following up goes to."""
OWN_CARE = ("care", "travel", "administration", "planning", "management", "absence", "recruitment", "control")
ITEMS = ("own", "own_overhead", "external", "clawback", "shared", *FOLLOW_UP)
"""What the municipality pays."""
REASONS = ("beginning", "termination", "insolvency", "notice")
"""Why recipients get another provider: firms begin; theirs ends, since the purchaser ends its contract, it is insolvent, it gives notice."""
MOVED = ("moved_at_beginning", "moved_by_termination", "moved_by_insolvency")
COUNTS = (
    "terminations",
    "terminations_unfounded",
    "firms_insolvent",
    "firms_giving_up",
    "warnings",
    "relations_lost",
    "contacts_lost",
    "contract_managers_left",
)
MEASURES = (
    "providers",
    "external_share",
    "integrity",
    "misplaced_provider_trust",
    "misplaced_provider_distrust",
    "found_misdelivery",
    "checks",
    "provider_reviews",
    "audit_coverage",
    "complaints",
    "complaints_settled",
    "tips",
    "control_hours",
)
"""Measures that are given as they are."""
OF_EXTERNALS = ("integrity",)
"""Of these, those that are told of external providers alone."""
COUNTERS = (
    *COUNTS,
    "moved_by_endings",
    *MOVED,
    *(f"cost_{name}" for name in (*OWN_CARE, "night", "reform", "purchaser")),
    *("external_cost", "overhead", "external_overhead", "external_payment", "clawback"),
    *(f"control_{name}" for name in FOLLOW_UP),
)
READ = (
    "period_days",
    *(f"total_{name}" for name in COUNTERS),
    *(f"group_{way}_{feeling}" for way in WAYS.values() for feeling in FEELINGS),
    *(f"group_{name}" for name in ("recipients", *OF_EXTERNALS)),
    *(name for name in MEASURES if name not in OF_EXTERNALS),
)
"""What is read of a result file."""
ORE, YEAR_DAYS = 100, 365


def followed_up(data: xr.Dataset) -> list[str]:
    """Arms in which someone follows up external providers."""
    found = []
    for number, arm in enumerate(labels(data, "arm"), start=1):
        own = config(data, number)
        if firms_may_come(own.get("market")) and own["constants"].get("purchaser.form", 0) > 0:
            found.append(arm)
    return found


def firms_begin(data: xr.Dataset) -> int:
    """The first measured day on which any of these arms has external providers; 0: all along."""
    arms, followed = labels(data, "arm"), followed_up(data)
    days = [firms_begin_on(config(data, arms.index(arm) + 1)["market"]) for arm in followed]
    return max(0, min(days, default=0))


def _opinions(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    own = data.sel(group="external", drop=True)
    ways = [
        xr.concat([mean_of(own[f"group_{name}_{f}"], data, days) for f in FEELINGS], "feeling")
        for name in WAYS.values()
    ]
    found = xr.concat(ways, "way").assign_coords(way=list(WAYS), feeling=list(FEELINGS))
    return found.assign_attrs(
        long_name="opinion about external providers, and theirs about the municipality", units="1"
    )


def _costs(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    """Items of what the municipality pays, which add up to the measure municipal_cost."""

    def paid(name: str) -> xr.DataArray:
        return sum_of(name, data, days)

    own = sum(paid(f"cost_{name}") for name in OWN_CARE) - paid("cost_purchaser") - paid("external_cost")
    items = {
        "own": own,
        "own_overhead": paid("overhead") - paid("external_overhead"),
        "external": paid("external_payment"),
        "clawback": -paid("clawback"),
        "shared": paid("cost_purchaser") + paid("cost_night") + paid("cost_reform"),
        **{name: paid(f"control_{name}") for name in FOLLOW_UP},
    }
    length = data["period_days"] if days is None else data["period_days"].sum()
    found = (
        xr.concat([items[name] for name in ITEMS], "item").assign_coords(item=list(ITEMS)) / ORE / length * YEAR_DAYS
    )
    return found.assign_attrs(long_name="what the municipality pays, by item", units="SEK/yr")


def _moved(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    beginning, *by_others = (sum_of(name, data, days) for name in MOVED)
    rest = sum_of("moved_by_endings", data, days) - by_others[0] - by_others[1]
    found = xr.concat([beginning, *by_others, rest], "reason").assign_coords(reason=list(REASONS))
    return found.assign_attrs(long_name="recipients who got another provider", units="persons")


def _counts(data: xr.Dataset, days: tuple[int, int] | None) -> xr.DataArray:
    found = xr.concat([sum_of(name, data, days) for name in COUNTS], "event").assign_coords(event=list(COUNTS))
    return found.assign_attrs(long_name="endings, and what they break", units="1")


def _measures(data: xr.Dataset, days: tuple[int, int] | None) -> dict[str, xr.DataArray]:
    external = data.sel(group="external", drop=True)
    found = {n: external[f"group_{n}"] if n in OF_EXTERNALS else data[n] for n in MEASURES}
    return {name: mean_of(own, data, days).assign_attrs(own.attrs) for name, own in found.items()}


def purchaser(result: xr.Dataset, days: tuple[int, int] | None = None) -> xr.Dataset:
    """The municipality as a purchaser and its providers, by arm, replicate and period; with `days` over these instead.

    `result` is what open_result, experiment or run gives, with record.level=municipality or finer. Arms are those in which
    someone follows up external providers (purchaser.form). `days` are measured days [from, to); periods that lie within
    them are taken together, by their length. Several municipalities are added up, or
    averaged. All has dims arm and replicate, and period without `days`; besides

    recipients (kind): mean number of persons, by who owns their provider: municipal, small, large, nonprofit
    opinion (way, feeling): 0-1; way "purchaser": of external providers in the municipality's eyes, "provider": theirs of the
        municipality; trust, distrust, uncertainty, which add up to 1; by granted time; nan without external providers,
        and in periods in which no month ends
    cost (item): SEK a year: own care and its overhead, external pay, what is claimed back (negative), shared (case officers,
        checks of records, nights, reforms), and following up by fixed, dialogues, checks, reviews, endings. They add up to
        the measure municipal_cost.
    moved (reason): recipients who got another provider, in the period or these days: firms began, or theirs ended by
        termination, insolvency or notice
    events (event): how many, in the period or these days; relations_lost are pairs that had met in the last 14 days
    and each of MEASURES in its own unit (tillit.measures()): integrity of external providers, the others of all.

    Raises:
        TillitError: nobody follows up in any arm; nothing over time in the file; no period within the days; an arm that stands twice.
    """
    arms = checked_arms(
        result, followed_up(result), "nobody follows up external providers in any arm (market: and purchaser.form)"
    )
    own = over(result[list(READ)].sel(arm=arms).load(), days)
    found = {"recipients": recipients_by_kind(own, days), "opinion": _opinions(own, days), "cost": _costs(own, days),
             "moved": _moved(own, days), "events": _counts(own, days), **_measures(own, days)}  # fmt: skip
    return with_lengths(found, own, days)
