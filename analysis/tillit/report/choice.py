"""The section on choosing a provider, waiting, and providers that come and go, in Swedish and English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from tillit.choosing import choice_begins, choices, choosing
from tillit.periods import has_periods
from tillit.report.arrangement import YEAR
from tillit.report.blocks import (
    MOST_DRAWN,
    Block,
    Row,
    bars,
    cells,
    group,
    heading,
    listed,
    means,
    note,
    over_days,
    paragraph,
    row,
    section,
    table,
)
from tillit.report.purchaser import CURVE_WORDS, KIND_WORDS, drawn, in_short
from tillit.report.texts import Text, decimal, join

HOW_WORDS = {
    "informed": Text("väljer, och vet något om minst två utförare", "choose, knowing something of two providers or more"),
    "uninformed": Text("väljer, och vet mindre", "choose, knowing less"),
    "default": Text("väljer inte: kommunens regel avgör", "do not choose: the municipality's rule decides"),
}  # fmt: skip
REASON_WORDS = {
    "asked": Text("valde en annan när externa utförare började", "chose another when external providers began"),
    "will": Text("ville byta senare", "wished to move later"),
    "termination": Text("för att kommunen hävde avtalet", "because the municipality ended the contract"),
    "insolvency": Text("för att utföraren gick i konkurs", "because the provider was insolvent"),
    "other": Text("för att utföraren slutade av andra skäl", "because the provider ended for other reasons"),
}
COMING = {
    "firms_entered": Text("började", "began"),
    "terminations": Text("kommunen hävde avtalet", "the municipality ended the contract"),
    "firms_insolvent": Text("gick i konkurs", "became insolvent"),
    "firms_giving_up": Text("sade upp avtalet", "gave notice"),
    "firms_not_renewed": Text("fick inte avtalet förlängt", "had no renewal of the contract"),
    "firms_abolished": Text("slutade när kundvalet upphörde", "ended with free choice"),
}  # fmt: skip
LOST = {
    "relations_lost": Text("relationer som bröts, mellan en person och en anställd", "relations lost, between a recipient and an employee"),
    "contacts_lost": Text("fasta omsorgskontakter som bröts", "care contacts lost"),
}  # fmt: skip
# Pictures over time: measures of `choices`, in pairs, and what they are called.
CURVES = [["external_share", "providers"], ["queue_share", "choice_access"], ["adoption"]]
DRAWN_WORDS = CURVE_WORDS | {
    "queue_share": Text("andel som väntar på en annan utförare", "share who wait for another provider"),
    "choice_access": Text("andel som har en extern utförare med plats att välja", "share who have an external provider with room to choose"),
    "adoption": Text("tid med arbetssätt som kommunen bett om, andel", "time under practices that the municipality asked for, share"),
}  # fmt: skip
CHOICE = Text("Här väljer personer med hemtjänst utförare: den som får hemtjänst, den vars utförare slutar, och var och en som tillfrågas när nya utförare börjar. I ett kundval kommer och går företag av sig själva; vid en upphandling bestämmer kommunen hur många de är, var de arbetar och hur mycket de får ha.",
    "Here people with home care choose a provider: whoever is granted home care, whoever's provider ends, and whoever is asked when new ones begin. With free choice firms come and go by themselves; with tenders the municipality decides how many they are, where they work and how much they may have.")  # fmt: skip
CHOSE_NOTE = Text("Antaget, inget resultat: hur stor del som väljer själv är ett tal i modellen, satt efter en enkät. Det som inte är antaget är hur bra valet blir. Det mäts i efterhand, mot hur nöjda personerna hos varje utförare var under det följande halvåret; ingen i modellen vet det när valet görs.",
    "Assumed, and no result: how many choose by themselves is a number of the model, set after a survey. What is not assumed is how good the choice is. It is measured afterwards, by how satisfied each provider's recipients were in the half year that followed; nobody in the model knows that when the choice is made.")  # fmt: skip
MOVED_NOTE = Text("Hur ofta någon tänker på att byta är antaget, utan publicerad siffra, och därmed ungefär hur många som byter. Den som byter själv förlorar alla relationer; när en utförare slutar är det de vars personal inte följer med. En kö uppstår där kommunen har satt ett tak för utföraren.",
    "How often somebody thinks of moving is assumed, without a published figure, and with that roughly how many move. Who moves alone loses all relations; when a provider ends, those lose them whose staff do not follow. There is a queue where the municipality has set a ceiling for a provider.")  # fmt: skip
SINCE = Text("Sista året eller så länge man har fått välja", "The last year, or as long as people have chosen")
PER_CENT = Text(", procent", ", per cent")

# A measure, its name, what it is multiplied by, and decimals.
Rows = list[tuple[str, Text, float, int]]
GOOD_CHOICE: Rows = [
    ("active_choice", Text("de som fick välja och gjorde det, procent", "those who were asked to choose and did, per cent"), 100, 0),
    ("informed_choice", Text("de som valde och visste något om minst två utförare, av alla som fick välja, procent", "those who chose knowing something of two providers or more, of all who were asked, per cent"), 100, 0),
    ("choice_value", Text("hur bra valet blev: 1 det bästa som fanns, 0 som lottat", "how good the choice was: 1 the best there was, 0 as by lot"), 1, 2),
    ("choice_entropy", Text("hur jämnt valen fördelades: 1 lika, 0 alla till en", "how evenly choices were spread: 1 alike, 0 all to one"), 1, 2),
]  # fmt: skip
ACCESS: Rows = [
    ("choice_access", Text("har en extern utförare med plats, procent", "have an external provider with room, per cent"), 100, 0),
    ("choice_access_outlying", Text("i ytterområden, procent", "in outlying areas, per cent"), 100, 0),
    ("language_match", Text("besök på det språk som behövs, hos dem som behöver ett annat, procent", "visits in the language needed, of those who need another, per cent"), 100, 0),
]  # fmt: skip
WAITING: Rows = [
    ("queue_share", Text("väntar på en annan utförare, procent", "wait for another provider, per cent"), 100, 1),
    ("queue_days", Text("dagar från önskan till byte", "days from the wish to the move"), 1, 0),
]
OWN_WILL: Rows = [
    ("switching", Text("byter på ett år, procent", "move in a year, per cent"), 100, 1),
    ("present_switching", Text("av dem som hade hemtjänst innan man fick välja, procent", "of those who had care before people could choose, per cent"), 100, 1),
    ("relatives_ratio", Text("gånger så ofta, med anhöriga mot utan", "times as often, with relatives against without"), 1, 1),
]  # fmt: skip


def _rows(last: xr.Dataset, rows: Rows) -> list[Row]:
    return [row(name, cells(last[key], scale, decimals)) for key, name, scale, decimals in rows]


# ---- tables ----------------------------------------------------------------------------------------------------------


def _who(last: xr.Dataset) -> list[Row]:
    externals = [
        row(DRAWN_WORDS["providers"], cells(last["providers"])),
        row(join(DRAWN_WORDS["external_share"], PER_CENT), cells(last["external_share"], 100, 0)),
        row(Text("koncentration: 1 är en enda utförare (Herfindahlindex)", "concentration: 1 is a single provider (Herfindahl index)"), cells(last["concentration"], 1, 2)),
    ]  # fmt: skip
    return [
        *group(Text("Personer med hemtjänst", "Those who receive care"), listed(last["recipients"], "kind", KIND_WORDS, 1, 0)),
        *group(Text("Externa utförare", "External providers"), externals),
    ]  # fmt: skip


def _chose(last: xr.Dataset, whole: xr.Dataset) -> list[Row]:
    put = row(Text("sammanlagt", "in all"), cells(whole["chosen"].sum("how"), 1, 0))
    return [
        *group(Text("Val, under hela tiden", "Choices, in all the time"), [*listed(whole["chosen"], "how", HOW_WORDS, 1, 0), put]),
        *group(Text("Hur väl det går", "How well it goes"), _rows(last, GOOD_CHOICE)),
        *group(Text("Vad det finns att välja", "What there is to choose"), _rows(last, ACCESS)),
    ]  # fmt: skip


def _moved(last: xr.Dataset, whole: xr.Dataset) -> list[Row]:
    in_all = row(Text("sammanlagt", "in all"), cells(whole["moved"].sum("reason"), 1, 0))
    return [
        *group(Text("Personer som bytte utförare, under hela tiden", "Recipients who moved, in all the time"), [*listed(whole["moved"], "reason", REASON_WORDS, 1, 0), in_all]),
        *group(Text("Av egen vilja", "Of their own will"), _rows(last, OWN_WILL)),
        *group(Text("Den som väntar", "Those who wait"), _rows(last, WAITING)),
        *group(Text("Det som bröts, under hela tiden", "What was broken, in all the time"), listed(whole["events"], "event", LOST, 1, 0)),
    ]  # fmt: skip


def _came(last: xr.Dataset, whole: xr.Dataset) -> list[Row]:
    found = group(
        Text("Externa utförare som", "External providers that"), listed(whole["events"], "event", COMING, 1, 1)
    )
    if whole["events"].sel(event="adoptions").any():
        asked = [row(join(DRAWN_WORDS["adoption"], PER_CENT), cells(last["adoption"], 100, 0))]
        found += group(Text("Det som kommunen ber om", "What the municipality asks for"), asked)
    return found


# ---- in short --------------------------------------------------------------------------------------------------------


def _chosen(last: xr.Dataset, whole: xr.Dataset, arm: int) -> list[Text]:
    """How many chose, knowing what; nothing where nobody was asked."""
    put = means(whole["chosen"].sum("how"))[arm]
    active, informed = (means(last[name])[arm] for name in ("active_choice", "informed_choice"))
    if not put > 0 or math.isnan(active):
        return [Text("Ingen får välja utförare.", "Nobody is asked to choose a provider.")]
    return [
        join(
            Text("Av hundra som får välja gör ", "Of a hundred who are asked to choose "), decimal(100 * active, 0),
            Text(" det, och ", " do, and "), decimal(100 * informed, 0),
            Text(" av dem vet något om minst två utförare.", " of them know something of two providers or more."),
        )
    ]  # fmt: skip


def _waited(last: xr.Dataset, arm: int) -> list[Text]:
    days, share = means(last["queue_days"])[arm], means(last["queue_share"])[arm]
    if math.isnan(days):
        return []
    return [
        join(
            Text("Den som vill byta väntar i medel ", "Who wishes to move waits "), decimal(days, 0),
            Text(" dagar; ", " days on average; "), decimal(100 * share, 1),
            Text(" procent står i kö.", " per cent are in the queue."),
        )
    ]  # fmt: skip


def _left(whole: xr.Dataset, arm: int) -> Text:
    came, gone = (
        sum(means(whole["events"].sel(event=name))[arm] for name in names)
        for names in (["firms_entered"], [name for name in COMING if name != "firms_entered"])
    )
    own = {reason: means(whole["moved"].sel(reason=reason))[arm] for reason in REASON_WORDS}
    willing = own["asked"] + own["will"]
    return join(
        Text("Under hela tiden börjar ", "In all the time "), decimal(came, 1),
        Text(" externa utförare och ", " external providers begin and "), decimal(gone, 1),
        Text(" slutar. ", " end. "), decimal(willing, 0),
        Text(" personer byter av egen vilja och ", " recipients move of their own will and "), decimal(sum(own.values()) - willing, 0),
        Text(" för att deras utförare slutar.", " because their provider ends."),
    )  # fmt: skip


def _short(last: xr.Dataset, whole: xr.Dataset, arm: int) -> list[Text]:
    """An arm in three or four sentences."""
    share = means(last["external_share"])[arm]
    if not share > 0:
        return [Text("Inga externa utförare finns.", "There are no external providers."), _left(whole, arm)]
    who = join(
        Text("I medel ger ", "On average "), decimal(means(last["providers"])[arm], 1),
        Text(" externa utförare ", " external providers give "), decimal(100 * share, 0),
        Text(" procent av den beviljade tiden.", " per cent of granted time."),
    )  # fmt: skip
    return [who, *_chosen(last, whole, arm), *_waited(last, arm), _left(whole, arm)]


# ---- the section -----------------------------------------------------------------------------------------------------


def _blocks(found: xr.Dataset, last: xr.Dataset, whole: xr.Dataset, arms: Mapping[int, Text]) -> list[Block]:
    """What is drawn and listed, under its headings."""
    titles = list(arms.values())
    some, first = slice(MOST_DRAWN), titles[:MOST_DRAWN]
    in_the_end = Text("I slutet", "In the end")
    put, persons = Text("val, under hela tiden", "choices, in all the time"), Text("personer, under hela tiden", "recipients, in all the time")  # fmt: skip
    return [
        heading("choice-who", Text("Vem har vem", "Who has whom")),
        *drawn(found, CURVES[0], DRAWN_WORDS, arms),
        table(in_the_end, titles, _who(last)),
        heading("choice-chose", Text("Vem som valde, och med vad de visste", "Who chose, and what they knew")),
        note(CHOSE_NOTE),
        *bars(Text("Hur det gick när någon fick välja", "How it went when somebody was asked to choose"), put, whole["chosen"].isel(arm=some), HOW_WORDS, first),
        table(in_the_end, titles, _chose(last, whole)),
        heading("choice-moved", Text("Vem som väntar, vem som bytte och varför", "Who waits, who moved and why")),
        note(MOVED_NOTE),
        *bars(Text("Personer som bytte utförare, efter orsak", "Recipients who moved, by why"), persons, whole["moved"].isel(arm=some), REASON_WORDS, first),
        *drawn(found, CURVES[1], DRAWN_WORDS, arms),
        table(in_the_end, titles, _moved(last, whole)),
        heading("choice-came", Text("Utförare som kommer och går", "Providers that come and go")),
        *drawn(found, CURVES[2], DRAWN_WORDS, arms),
        table(Text("Under hela tiden", "In all the time"), titles, _came(last, whole)),
    ]  # fmt: skip


def choice_section(data: xr.Dataset, titles: Sequence[Text]) -> dict[str, Any] | None:
    """What the page shows of choosing a provider; nothing where nobody chooses, or the file holds nothing over time."""
    if not has_periods(data) or not choosing(data):
        return None
    begin, end = choice_begins(data), int((data["day"] + data["period_days"]).max())
    days = (min(max(begin, end - YEAR), int(data["day"].max())), end)
    found, last, whole = (choices(data, over) for over in (None, days, (0, end)))
    arms = {i: titles[i] for i, arm in enumerate(data["arm"].values) if arm in found["arm"].values}
    short = [(title, _short(last, whole, i)) for i, title in enumerate(arms.values())]
    since = [paragraph(Text(f"Så är det från dag {begin}.", f"So it is from day {begin} on."))] if begin else []
    blocks = [
        paragraph(CHOICE),
        *since,
        *in_short("choice-short", short),
        note(over_days(SINCE, days, end)),
        *_blocks(found, last, whole, arms),
    ]
    return section("choice", Text("Att välja utförare", "Choosing a provider"), blocks)
