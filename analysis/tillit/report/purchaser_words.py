"""The municipality as a purchaser and its providers, in words, tables and pictures, in Swedish and English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import xarray as xr

from tillit.purchasers import FOLLOW_UP, ITEMS, REASONS, firms_begin, followed_up, purchaser
from tillit.report.arrangement import YEAR
from tillit.report.listed import MOST_DRAWN, Group, bars, cells, listed, means
from tillit.report.wording import Wording, decimal, join, span_days
from tillit.report.words import Text

KIND_WORDS = {
    "municipal": Text("hos kommunens egen regi", "with the municipality's own provider"),
    "small": Text("hos små företag", "with small firms"),
    "large": Text("hos stora företag", "with large firms"),
    "nonprofit": Text("hos idéburna utförare", "with non-profit providers"),
}
WAY_WORDS = {
    "purchaser": Text("Hur kommunen ser på de externa utförarna (0–1)", "How the municipality sees external providers (0–1)"),
    "provider": Text("Hur de externa utförarna ser på kommunen (0–1)", "How external providers see the municipality (0–1)"),
}  # fmt: skip
FEELING_WORDS = {
    "trust": Text("tillit", "trust"),
    "distrust": Text("misstro", "distrust"),
    "uncertainty": Text("osäkerhet", "uncertainty"),
}
ITEM_WORDS = {
    "own": Text("den egna omsorgen", "its own care"),
    "own_overhead": Text("gemensamma kostnader för den (overhead)", "overhead of that"),
    "external": Text("ersättning till externa utförare", "pay of external providers"),
    "clawback": Text("krävs tillbaka från utförare", "claimed back from providers"),
    "shared": Text("för alla, vem som än ger omsorgen: handläggare, granskade registreringar, natt, larm och omorganisationer", "for all, whoever gives the care: case officers, checks of records, nights, alarms and reorganisations"),
    "fixed": Text("avtal och redovisning, och tid då ingen utförare följs upp", "contracts and accounts, and time in which no provider is followed up"),
    "dialogues": Text("dialog med utförare", "dialogue with providers"),
    "checks": Text("vanliga kontroller", "routine checks"),
    "reviews": Text("fördjupade granskningar, med tid som sparas till dem", "close reviews, with time saved for them"),
    "endings": Text("byten när en utförare slutar", "moves when a provider ends"),
}  # fmt: skip
REASON_WORDS = {
    "beginning": Text("externa utförare börjar", "external providers begin"),
    "termination": Text("kommunen häver avtalet", "the municipality ends its contract"),
    "insolvency": Text("utföraren går i konkurs", "it is insolvent"),
    "notice": Text("utföraren säger upp avtalet", "it gives notice"),
}

# What is drawn over time: variables of `_drawn`, in pairs, and what they are called.
CURVES = [["external_share", "providers"], ["purchaser_trust", "purchaser_distrust"], ["provider_trust", "provider_distrust"]]  # fmt: skip
CURVE_WORDS = {
    "external_share": Text("externa utförares andel av beviljad tid", "external providers' share of granted time"),
    "providers": Text("externa utförare, antal", "external providers at work"),
    "purchaser_trust": Text("kommunens tillit till externa utförare", "trust of the municipality in external providers"),
    "purchaser_distrust": Text("kommunens misstro mot externa utförare", "distrust of the municipality towards external providers"),
    "provider_trust": Text("externa utförares tillit till kommunen", "trust of external providers in the municipality"),
    "provider_distrust": Text("externa utförares misstro mot kommunen", "distrust of external providers towards the municipality"),
}  # fmt: skip

# What the municipality sees: the measure, its name, what it is multiplied by, and decimals.
TRUTH: list[tuple[str, Text, float, int]] = [
    ("integrity", Text("registrerad tid hos externa utförare som verkligen getts, procent", "registered time of external providers that was given, per cent"), 100, 1),
    ("misplaced_provider_trust", Text("tillit utan grund: av tiden hos externa utförare som kommunen litar på, andel hos dem som gett under 97\u00a0%, procent", "unfounded trust: of time with external providers that the municipality trusts, share with those that gave under 97\u00a0%, per cent"), 100, 0),
    ("misplaced_provider_distrust", Text("misstro utan grund: av tiden hos de andra, andel hos dem som gett minst 97\u00a0%, procent", "unfounded distrust: of time with the others, share with those that gave 97\u00a0% or more, per cent"), 100, 0),
    ("found_misdelivery", Text("besök som bedömts som fel, mot alla som var fel, procent", "visits taken for wrong, over all that were wrong, per cent"), 100, 1),
]  # fmt: skip
SIGHT: list[tuple[str, Text, float, int]] = [
    ("control_hours", Text("timmar för uppföljning, per år", "hours of following up a year"), 1, 0),
    ("audit_coverage", Text("uppgifter som de avtalsansvariga hinner, procent", "duties that contract managers have time for, per cent"), 100, 0),
    ("checks", Text("kontrollerade besök, av 1\u00a0000", "visits checked, of 1,000"), 1, 1),
    ("provider_reviews", Text("granskningar per extern utförare och år", "close reviews per external provider and year"), 1, 1),
    ("complaints", Text("klagomål som når kommunen, per 100 personer och år", "complaints that reach the municipality, per 100 persons and year"), 100, 0),
    ("complaints_settled", Text("klagomål som utföraren löser själv, per 100 personer och år", "complaints that the provider settles, per 100 persons and year"), 100, 0),
    ("tips", Text("tips från externa utförares personal, per år", "tips from staff of external providers, a year"), 1, 1),
]  # fmt: skip
ENDINGS: list[tuple[str, Text]] = [
    ("warnings", Text("varningar", "warnings")),
    ("terminations", Text("avtal som kommunen häver", "contracts that the municipality ends")),
    ("terminations_unfounded", Text("av dem utan grund: minst 98\u00a0% hade getts året innan", "of them unfounded: 98\u00a0% or more had been given in the year before")),
    ("firms_insolvent", Text("konkurser", "insolvencies")),
    ("firms_giving_up", Text("utförare som säger upp avtalet", "providers that give notice")),
]  # fmt: skip
BROKEN: list[tuple[str, Text]] = [
    ("relations_lost", Text("relationer som bryts, mellan en person och en anställd", "relations lost, between a recipient and an employee")),
    ("contacts_lost", Text("fasta omsorgskontakter som bryts", "care contacts lost")),
    ("contract_managers_left", Text("avtalsansvariga som slutar", "contract managers who leave")),
]  # fmt: skip


# ---- tables ----------------------------------------------------------------------------------------------------------


def _who(last: xr.Dataset) -> list[Group]:
    externals = [
        (CURVE_WORDS["providers"], cells(last["providers"])),
        (join(CURVE_WORDS["external_share"], Text(", procent", ", per cent")), cells(last["external_share"], 100, 0)),
    ]
    return [
        (Text("Personer med hemtjänst", "Those who receive care"), listed(last["recipients"], "kind", KIND_WORDS, 1, 0)),
        (Text("Externa utförare", "External providers"), externals),
    ]  # fmt: skip


def _opinions(last: xr.Dataset) -> list[Group]:
    own = last["opinion"]
    return [(title, listed(own.sel(way=way), "feeling", FEELING_WORDS, 1, 2)) for way, title in WAY_WORDS.items()]


def _sight(last: xr.Dataset) -> list[Group]:
    titles = (
        Text("Vad modellen vet, men ingen i den", "What the model knows, but nobody in it"),
        Text("Vad kommunen gör och får veta", "What the municipality does and hears"),
    )
    return [
        (title, [(name, cells(last[key], scale, decimals)) for key, name, scale, decimals in rows])
        for title, rows in zip(titles, (TRUTH, SIGHT))
    ]


def _money(last: xr.Dataset) -> list[Group]:
    cost = last["cost"]
    other = {key: ITEM_WORDS[key] for key in ITEMS if key not in (*FOLLOW_UP, "clawback")}
    following = {key: ITEM_WORDS[key] for key in FOLLOW_UP}
    back = (ITEM_WORDS["clawback"], cells(cost.sel(item="clawback"), 1e-6, 2))
    in_all = (Text("sammanlagt", "in all"), cells(cost.sum("item"), 1e-6, 1))
    control = (
        Text("uppföljning sammanlagt", "following up in all"),
        cells(cost.sel(item=list(FOLLOW_UP)).sum("item"), 1e-6, 2),
    )
    return [
        (Text("Omsorgen", "Care"), listed(cost, "item", other, 1e-6, 1)),
        (Text("Uppföljning av utförarna", "Following up providers"), [*listed(cost, "item", following, 1e-6, 2), control]),
        (Text("Vad kommunen betalar", "What the municipality pays"), [back, in_all]),
    ]  # fmt: skip


def _lost(whole: xr.Dataset) -> list[Group]:
    events, moved = whole["events"], whole["moved"]
    in_all = (Text("sammanlagt", "in all"), cells(moved.sum("reason"), 1, 0))
    because = {key: join(Text("för att ", "because "), name) for key, name in REASON_WORDS.items()}
    return [
        (Text("Utförare", "Providers"), listed(events, "event", dict(ENDINGS), 1, 1)),
        (Text("Personer som får byta utförare", "Recipients who must change provider"), [*listed(moved, "reason", because, 1, 0), in_all]),
        (Text("Det som bryts", "What is broken"), listed(events, "event", dict(BROKEN), 1, 0)),
    ]  # fmt: skip


# ---- in short --------------------------------------------------------------------------------------------------------


def _opinion(last: xr.Dataset, way: str, arm: int) -> tuple[Text, Text, float]:
    trust, distrust = (means(last["opinion"].sel(way=way, feeling=feeling))[arm] for feeling in ("trust", "distrust"))
    return decimal(trust, 2), decimal(distrust, 2), trust


def _moved(whole: xr.Dataset, arm: int) -> Text:
    """How many had to change provider, and why."""
    found = {reason: means(whole["moved"].sel(reason=reason))[arm] for reason in REASONS}
    if sum(found.values()) == 0:
        return Text("Ingen får byta utförare.", "Nobody must change provider.")
    why = [join(decimal(n, 0), Text(" för att ", " because "), REASON_WORDS[key]) for key, n in found.items() if n > 0]
    told = Text("; ".join(own.sv for own in why), "; ".join(own.en for own in why))
    number = decimal(sum(found.values()), 0)
    return join(
        Text("Under hela tiden får ", "In all the time "), number,
        Text(" personer byta utförare: ", " recipients must change provider: "), told, ".",
    )  # fmt: skip


def _short(last: xr.Dataset, whole: xr.Dataset, arm: int) -> list[Text]:
    """An arm in three or four sentences."""
    share, count = (means(last[name])[arm] for name in ("external_share", "providers"))
    if not share > 0:
        return [Text("Inga externa utförare finns kvar.", "No external providers are left."), _moved(whole, arm)]
    (b, d, known), (b2, d2, _) = (_opinion(last, way, arm) for way in ("purchaser", "provider"))
    control = means(last["cost"].sel(item=list(FOLLOW_UP)).sum("item"))[arm]
    found = [
        join(
            Text("I medel ", "On average "), decimal(count, 1),
            Text(" externa utförare ger ", " external providers give "), decimal(100 * share, 0),
            Text(" procent av den beviljade tiden.", " per cent of granted time."),
        ),
        join(
            Text("Kommunens tillit till dem är ", "The municipality's trust in them is "), b,
            Text(" och misstron ", " and its distrust "), d,
            Text("; deras tillit till kommunen är ", "; their trust in the municipality is "), b2,
            Text(" och misstron ", " and their distrust "), d2, ".",
        ),
        join(
            Text("Uppföljningen kostar ", "Following up costs "), decimal(control / 1e6, 1),
            Text(" miljoner kr per år.", " million SEK a year."),
        ),
    ]  # fmt: skip
    return [*(found if not math.isnan(known) else [found[0], found[2]]), _moved(whole, arm)]


# ---- pictures --------------------------------------------------------------------------------------------------------


def _drawn(found: xr.Dataset) -> list[tuple[list[str], xr.Dataset]]:
    """What is drawn over time, in pairs, an arm a line, with names for people.

    Periods in which nobody has an opinion, since no month ends in them or no firm is there, are no gaps in its lines.
    """
    own = {"external_share": found["external_share"].copy(), "providers": found["providers"].copy()}
    for way in WAY_WORDS:
        for feeling in ("trust", "distrust"):
            own[f"{way}_{feeling}"] = found["opinion"].sel(way=way, feeling=feeling, drop=True)
    for key, value in own.items():
        value.attrs = {"long_name": CURVE_WORDS[key].en, "long_name_sv": CURVE_WORDS[key].sv, "units": "1"}
    data = xr.Dataset(own, coords={"period_days": found["period_days"]}, attrs=found.attrs)
    held = [data[names].dropna("period", how="all") for names in CURVES]
    return [(names, pair) for names, pair in zip(CURVES, held) if pair.sizes["period"]]


def pictures(last: xr.Dataset, whole: xr.Dataset, titles: Sequence[Text]) -> dict[str, Text | None]:
    """What following up costs and why recipients move, in bars, of the arms that are drawn."""
    drawn, some = slice(MOST_DRAWN), titles[:MOST_DRAWN]
    money, persons = Text("miljoner kr per år", "million SEK a year"), Text("personer, under hela tiden", "recipients, in all the time")  # fmt: skip
    control = last["cost"].sel(item=list(FOLLOW_UP)).isel(arm=drawn) / 1e6
    items = {key: ITEM_WORDS[key] for key in FOLLOW_UP}
    return {
        "money_svg": bars(control, items, some, money),
        "lost_svg": bars(whole["moved"].isel(arm=drawn), REASON_WORDS, some, persons),
    }


def purchaser_content(data: xr.Dataset, wording: Wording) -> dict[str, Any] | None:
    """What the page shows of purchaser and providers; nothing where nobody follows up, or the file holds nothing over time."""
    if "period" not in data.dims or "group_recipients" not in data or not followed_up(data):
        return None
    begin, end = firms_begin(data), int((data["day"] + data["period_days"]).max())
    days = (min(max(begin, end - YEAR), int(data["day"].max())), end)
    found, last, whole = (purchaser(data, over) for over in (None, days, (0, end)))
    titles = [wording.titles[str(arm)] for arm in found["arm"].values]
    return {
        "arms": titles,
        "begin": begin,
        "days": span_days(days),
        "whole": span_days((0, end)),
        "short": [(title, _short(last, whole, i)) for i, title in enumerate(titles)],
        "who": _who(last),
        "opinions": _opinions(last),
        "sight": _sight(last),
        "money": _money(last),
        "lost": _lost(whole),
        "drawn": _drawn(found.isel(arm=slice(MOST_DRAWN))),
        "most": MOST_DRAWN,
        **pictures(last, whole, titles),
    }
