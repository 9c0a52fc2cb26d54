"""The section on the municipality as a purchaser and its providers, in Swedish and English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from tillit.purchasers import FOLLOW_UP, ITEMS, REASONS, firms_begin, followed_up, purchaser
from tillit.report.arrangement import YEAR
from tillit.report.blocks import (
    MOST_DRAWN,
    Block,
    Row,
    bars,
    bullets,
    cells,
    chart,
    group,
    heading,
    listed,
    means,
    more,
    note,
    over_days,
    paragraph,
    row,
    section,
    table,
)
from tillit.report.texts import Text, decimal, join

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

PURCHASER = Text("Kommunen är beställare av omsorg från externa utförare, och har också en egen. Avtalsansvariga följer upp utförarna: de kontrollerar, granskar, för dialog och hör klagomål och tips. Här står alla alternativ där någon gör det.",
    "The municipality purchases care from external providers, and has one of its own. Contract managers follow them up: they check, review, talk, and hear complaints and tips. All arms in which somebody does so stand here.")  # fmt: skip
WAYS_NOTE = Text("Räknesätt, inget resultat: tillit, misstro och osäkerhet blir tillsammans 1, så mindre osäkerhet måste bli mer av något av de andra. Medel över utförarna efter beviljad tid; den som har slutat är inte med.",
    "Arithmetic and no result: trust, distrust and uncertainty add up to 1, so that less uncertainty must become more of one of the others. Means over providers by granted time; those that have ended are left out.")  # fmt: skip
SIGHT_NOTE = Text("I modellen ser ingen sanningen: kommunen vet bara det som kontroller, granskningar, dialog, klagomål och tips visar, och de kan ta fel. I verkligheten finns de översta raderna inte att få.",
    "Nobody in the model sees the truth: the municipality knows only what checks, reviews, dialogue, complaints and tips show, and these can err. In reality the uppermost rows cannot be had.")  # fmt: skip
MONEY_NOTE = Text("Räknesätt, inget resultat: posterna läggs ihop till vad kommunen betalar. Uppföljningen kostar timmar gånger timkostnad, och båda är antagna. Att en timme dialog är en timme mindre kontroll följer av att timmarna är givna, och säger inget om vad som är bäst.",
    "Arithmetic and no result: the items add up to what the municipality pays. Following up costs hours times their price, and both are assumed. That an hour of dialogue is an hour less of checks follows from the hours being given, and says nothing of what is best.")  # fmt: skip
LOST_NOTE = Text("När en utförare slutar får dess personer en annan. En relation är här en person och en anställd som har träffats de senaste 14 dagarna; den bryts om den anställda inte följer med. Hur många som får byta när ett avtal hävs är räkning: alla som utföraren har. Hur många avtal som hävs, och om det är med grund, är det inte. Den dag då externa utförare börjar bryts alla relationer för dem som byter: hur många de är, är antaget.",
    "When a provider ends, its recipients get another. A relation is here a recipient and an employee who have met in the last 14 days; it is lost if the employee does not go along. How many must change when a contract is ended is arithmetic: all that the provider has. How many contracts are ended, and whether with reason, is not. On the day on which external providers begin, whoever changes loses all relations: how many do is assumed.")  # fmt: skip

SINCE = Text(
    "Sista året eller så länge de externa utförarna har funnits",
    "The last year, or as long as external providers have been there",
)
SCALE = Text(
    " Tillit och misstro går från 0 till 1; resten är osäkerhet.",
    " Trust and distrust go from 0 to 1; the rest is uncertainty.",
)

# What is drawn over time: variables of `_drawable`, in pairs, and what they are called.
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
    ("misplaced_provider_distrust", Text("misstro utan grund: av tiden hos externa utförare som kommunen inte litar på, andel hos dem som gett minst 97\u00a0%, procent", "unfounded distrust: of time with external providers that the municipality does not trust, share with those that gave 97\u00a0% or more, per cent"), 100, 0),
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


def _who(last: xr.Dataset) -> list[Row]:
    externals = [
        row(CURVE_WORDS["providers"], cells(last["providers"])),
        row(
            join(CURVE_WORDS["external_share"], Text(", procent", ", per cent")), cells(last["external_share"], 100, 0)
        ),
    ]
    return [
        *group(Text("Personer med hemtjänst", "Those who receive care"), listed(last["recipients"], "kind", KIND_WORDS, 1, 0)),
        *group(Text("Externa utförare", "External providers"), externals),
    ]  # fmt: skip


def _opinions(last: xr.Dataset) -> list[Row]:
    groups = [
        group(title, listed(last["opinion"].sel(way=way), "feeling", FEELING_WORDS, 1, 2))
        for way, title in WAY_WORDS.items()
    ]
    return [own for rows in groups for own in rows]


def _sight(last: xr.Dataset) -> list[Row]:
    true, told = (
        [row(name, cells(last[key], scale, decimals)) for key, name, scale, decimals in rows] for rows in (TRUTH, SIGHT)
    )
    return [
        *group(Text("Vad modellen vet, men ingen i den", "What the model knows, but nobody in it"), true),
        *group(Text("Vad kommunen gör och får veta", "What the municipality does and hears"), told),
    ]


def _money(last: xr.Dataset) -> list[Row]:
    cost = last["cost"]
    other = {key: ITEM_WORDS[key] for key in ITEMS if key not in (*FOLLOW_UP, "clawback")}
    following = {key: ITEM_WORDS[key] for key in FOLLOW_UP}
    back = row(ITEM_WORDS["clawback"], cells(cost.sel(item="clawback"), 1e-6, 2))
    in_all = row(Text("sammanlagt", "in all"), cells(cost.sum("item"), 1e-6, 1))
    control = row(
        Text("uppföljning sammanlagt", "following up in all"),
        cells(cost.sel(item=list(FOLLOW_UP)).sum("item"), 1e-6, 2),
    )
    return [
        *group(Text("Omsorgen", "Care"), listed(cost, "item", other, 1e-6, 1)),
        *group(Text("Uppföljning av utförarna", "Following up providers"), [*listed(cost, "item", following, 1e-6, 2), control]),
        *group(Text("Vad kommunen betalar", "What the municipality pays"), [back, in_all]),
    ]  # fmt: skip


def _lost(whole: xr.Dataset) -> list[Row]:
    events, moved = whole["events"], whole["moved"]
    in_all = row(Text("sammanlagt", "in all"), cells(moved.sum("reason"), 1, 0))
    because = {key: join(Text("för att ", "because "), name) for key, name in REASON_WORDS.items()}
    return [
        *group(Text("Utförare", "Providers"), listed(events, "event", dict(ENDINGS), 1, 1)),
        *group(Text("Personer som får byta utförare", "Recipients who must change provider"), [*listed(moved, "reason", because, 1, 0), in_all]),
        *group(Text("Det som bryts", "What is broken"), listed(events, "event", dict(BROKEN), 1, 0)),
    ]  # fmt: skip


# ---- what to know first ----------------------------------------------------------------------------------------------

RARE = 0.1
"""So few close reviews per provider and year, one in ten years, leave nothing to tell whom they are made of."""
OFTEN = 0.5
"""So much of the time is distrusted without reason that most of it is."""


def _hardly_reviewed(last: xr.Dataset, titles: Sequence[Text]) -> list[Text]:
    """Where close reviews are hardly made, arms that differ in whom they are made of cannot differ."""
    rare = [title for title, own in zip(titles, means(last["provider_reviews"]), strict=True) if own < RARE]
    if not rare:
        return []
    where = (
        Text("i alla alternativ", "in all arms")
        if len(rare) == len(titles)
        else join(Text("i ", "in "), decimal(len(rare), 0), Text(" av ", " of "), decimal(len(titles), 0), Text(" alternativ", " arms"))
    )  # fmt: skip
    return [
        join(
            Text("Fördjupade granskningar hinns nästan inte med ", "There is hardly time for close reviews "), where,
            Text(" (färre än en per utförare på tio år): vem som granskas gör ingen skillnad där.", " (fewer than one per provider in ten years): whom they are made of makes no difference there."),
        )
    ]  # fmt: skip


def _distrusted(last: xr.Dataset) -> list[Text]:
    """Whether those who are distrusted give what they are paid for."""
    shares = [own for own in means(last["misplaced_provider_distrust"]) if not math.isnan(own)]
    if not shares or min(shares) < OFTEN:
        return []
    low, high = (decimal(100 * own, 0) for own in (min(shares), max(shares)))
    return [
        join(
            Text("Misstron träffar mest utförare som gör sitt: ", "Distrust falls mostly on providers that do their part: "), low,
            *([] if low == high else [Text(" till ", " to "), high]),
            Text(" procent av tiden hos dem som kommunen inte litar på är hos utförare som gav minst 97\u00a0% av den registrerade tiden.", " per cent of the time with those that the municipality does not trust is with providers that gave 97\u00a0% or more of registered time."),
        )
    ]  # fmt: skip


def _first(last: xr.Dataset, titles: Sequence[Text]) -> list[Block]:
    told = [*_hardly_reviewed(last, titles), *_distrusted(last)]
    return [bullets(told)] if told else []


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


def in_short(name: str, short: Sequence[tuple[Text, list[Text]]]) -> list[Block]:
    """Every arm in a few sentences, under an anchor; of many the first, and the others on request."""
    told = [join(title, ": ", join(*(join(text, " ") for text in texts))) for title, texts in short]
    rest = told[MOST_DRAWN:]
    return [
        heading(name, Text("I korthet", "In short")),
        bullets(told[:MOST_DRAWN]),
        *([more(Text("De andra alternativen", "The other arms"), [bullets(rest)])] if rest else []),
    ]


# ---- pictures --------------------------------------------------------------------------------------------------------


def _drawable(found: xr.Dataset) -> xr.Dataset:
    """What is drawn over time."""
    own = {"external_share": found["external_share"], "providers": found["providers"]}
    for way in WAY_WORDS:
        for feeling in ("trust", "distrust"):
            own[f"{way}_{feeling}"] = found["opinion"].sel(way=way, feeling=feeling, drop=True)
    return xr.Dataset(own, coords={"period_days": found["period_days"]}, attrs=found.attrs)


def drawn(data: xr.Dataset, names: Sequence[str], words: Mapping[str, Text], arms: Mapping[int, Text]) -> list[Block]:
    """A chart a variable, an arm a line, of the first arms.

    Periods in which nobody has an opinion, since no month ends in them or no firm is there, are no gaps in the lines.
    """
    some = dict(list(arms.items())[:MOST_DRAWN])
    held = data[list(names)].isel(arm=slice(MOST_DRAWN)).dropna("period", how="all")
    there = names if held.sizes["period"] else ()
    return [chart(words[name], held, name, some) for name in there]


# ---- the section -----------------------------------------------------------------------------------------------------


def _blocks(found: xr.Dataset, last: xr.Dataset, whole: xr.Dataset, arms: Mapping[int, Text]) -> list[Block]:
    """What is drawn and listed, under its headings."""
    titles, own = list(arms.values()), _drawable(found)
    some, first = slice(MOST_DRAWN), titles[:MOST_DRAWN]
    in_the_end = Text("I slutet", "In the end")
    millions, persons = Text("miljoner kr per år", "million SEK a year"), Text("personer, under hela tiden", "recipients, in all the time")  # fmt: skip
    control = last["cost"].sel(item=list(FOLLOW_UP)).isel(arm=some) / 1e6
    return [
        heading("who", Text("Vem har vem", "Who has whom")),
        *drawn(own, CURVES[0], CURVE_WORDS, arms),
        table(in_the_end, titles, _who(last)),
        heading("ways", Text("Tillit och misstro åt båda håll", "Trust and distrust both ways")),
        note(WAYS_NOTE),
        *drawn(own, CURVES[1], CURVE_WORDS, arms),
        *drawn(own, CURVES[2], CURVE_WORDS, arms),
        table(in_the_end, titles, _opinions(last)),
        heading("sight", Text("Vad kommunen ser, och vad som är sant", "What the municipality sees, and what is true")),
        note(SIGHT_NOTE),
        table(in_the_end, titles, _sight(last)),
        heading("money-by-item", Text("Pengar efter slag", "Money by item")),
        note(MONEY_NOTE),
        table(Text("Miljoner kr per år, i slutet", "Million SEK a year, in the end"), titles, _money(last)),
        *bars(Text("Vad uppföljningen kostar, efter vad tiden går till", "What following up costs, by what the time goes to"), millions, control, {key: ITEM_WORDS[key] for key in FOLLOW_UP}, first),
        heading("lost", Text("Vem förlorade relationer, och varför", "Who lost relations, and why")),
        note(LOST_NOTE),
        *bars(Text("Personer som byter utförare, efter orsak", "Recipients who change provider, by cause"), persons, whole["moved"].isel(arm=some), REASON_WORDS, first),
        table(Text("Antal under hela tiden", "Numbers in all the time"), titles, _lost(whole)),
    ]  # fmt: skip


def purchaser_section(data: xr.Dataset, titles: Sequence[Text]) -> dict[str, Any] | None:
    """What the page shows of purchaser and providers; nothing where nobody follows up, or the file holds nothing over time."""
    if "period" not in data.dims or "group_recipients" not in data or not followed_up(data):
        return None
    begin, end = firms_begin(data), int((data["day"] + data["period_days"]).max())
    days = (min(max(begin, end - YEAR), int(data["day"].max())), end)
    found, last, whole = (purchaser(data, over) for over in (None, days, (0, end)))
    arms = {i: titles[i] for i, arm in enumerate(data["arm"].values) if arm in found["arm"].values}
    short = [(title, _short(last, whole, i)) for i, title in enumerate(arms.values())]
    since = [paragraph(Text(f"De externa utförarna börjar dag {begin}.", f"External providers begin on day {begin}."))] if begin else []  # fmt: skip
    blocks = [
        paragraph(PURCHASER),
        *since,
        *_first(last, list(arms.values())),
        *in_short("purchaser-short", short),
        note(over_days(SINCE, days, end, SCALE)),
        *_blocks(found, last, whole, arms),
    ]
    title = Text("Kommunen som beställare, och dess utförare", "The municipality as a purchaser, and its providers")
    return section("purchaser", title, blocks)
