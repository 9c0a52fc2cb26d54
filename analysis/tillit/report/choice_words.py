"""Choosing a provider, waiting, and providers that come and go, in words, tables and pictures, in Swedish and English."""

from __future__ import annotations

import math
from typing import Any

import xarray as xr

from tillit.choosing import choice_begins, choices, choosing
from tillit.periods import has_periods
from tillit.report.arrangement import YEAR
from tillit.report.listed import MOST_DRAWN, Group, bars, cells, listed, means
from tillit.report.purchaser_words import CURVE_WORDS, KIND_WORDS
from tillit.report.wording import Wording, decimal, join, span_days
from tillit.report.words import Text

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


def _rows(last: xr.Dataset, rows: Rows) -> list[Any]:
    return [(name, cells(last[key], scale, decimals)) for key, name, scale, decimals in rows]


# ---- tables ----------------------------------------------------------------------------------------------------------


def _who(last: xr.Dataset) -> list[Group]:
    externals = [
        (DRAWN_WORDS["providers"], cells(last["providers"])),
        (join(DRAWN_WORDS["external_share"], PER_CENT), cells(last["external_share"], 100, 0)),
        (Text("koncentration: 1 är en enda utförare (Herfindahlindex)", "concentration: 1 is a single provider (Herfindahl index)"), cells(last["concentration"], 1, 2)),
    ]  # fmt: skip
    return [
        (Text("Personer med hemtjänst", "Those who receive care"), listed(last["recipients"], "kind", KIND_WORDS, 1, 0)),
        (Text("Externa utförare", "External providers"), externals),
    ]  # fmt: skip


def _chose(last: xr.Dataset, whole: xr.Dataset) -> list[Group]:
    put = (Text("sammanlagt", "in all"), cells(whole["chosen"].sum("how"), 1, 0))
    return [
        (Text("Val, under hela tiden", "Choices, in all the time"), [*listed(whole["chosen"], "how", HOW_WORDS, 1, 0), put]),
        (Text("Hur väl det går", "How well it goes"), _rows(last, GOOD_CHOICE)),
        (Text("Vad det finns att välja", "What there is to choose"), _rows(last, ACCESS)),
    ]  # fmt: skip


def _moved(last: xr.Dataset, whole: xr.Dataset) -> list[Group]:
    in_all = (Text("sammanlagt", "in all"), cells(whole["moved"].sum("reason"), 1, 0))
    return [
        (Text("Personer som bytte utförare, under hela tiden", "Recipients who moved, in all the time"), [*listed(whole["moved"], "reason", REASON_WORDS, 1, 0), in_all]),
        (Text("Av egen vilja", "Of their own will"), _rows(last, OWN_WILL)),
        (Text("Den som väntar", "Those who wait"), _rows(last, WAITING)),
        (Text("Det som bröts, under hela tiden", "What was broken, in all the time"), listed(whole["events"], "event", LOST, 1, 0)),
    ]  # fmt: skip


def _came(last: xr.Dataset, whole: xr.Dataset) -> list[Group]:
    found = [(Text("Externa utförare som", "External providers that"), listed(whole["events"], "event", COMING, 1, 1))]
    if whole["events"].sel(event="adoptions").any():
        asked = [(join(DRAWN_WORDS["adoption"], PER_CENT), cells(last["adoption"], 100, 0))]
        found.append((Text("Det som kommunen ber om", "What the municipality asks for"), asked))
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


# ---- pictures --------------------------------------------------------------------------------------------------------


def _drawn(found: xr.Dataset) -> list[tuple[list[str], xr.Dataset]]:
    """What is drawn over time, in pairs, an arm a line; nothing of a pair that has no value anywhere, as adoption without offers."""
    own = {key: found[key].copy() for names in CURVES for key in names}
    for key, value in own.items():
        value.attrs = {"long_name": DRAWN_WORDS[key].en, "long_name_sv": DRAWN_WORDS[key].sv, "units": "1"}
    data = xr.Dataset(own, coords={"period_days": found["period_days"]}, attrs=found.attrs)
    held = [data[names].dropna("period", how="all") for names in CURVES]
    return [(names, pair) for names, pair in zip(CURVES, held) if pair.sizes["period"]]


def choice_content(data: xr.Dataset, wording: Wording) -> dict[str, Any] | None:
    """What the page shows of choosing a provider; nothing where nobody chooses, or the file holds nothing over time."""
    if not has_periods(data) or not choosing(data):
        return None
    begin, end = choice_begins(data), int((data["day"] + data["period_days"]).max())
    days = (min(max(begin, end - YEAR), int(data["day"].max())), end)
    found, last, whole = (choices(data, over) for over in (None, days, (0, end)))
    titles = [wording.titles[str(arm)] for arm in found["arm"].values]
    some, persons = slice(MOST_DRAWN), Text("personer, under hela tiden", "recipients, in all the time")
    put = Text("val, under hela tiden", "choices, in all the time")
    return {
        "arms": titles,
        "begin": begin,
        "days": span_days(days),
        "whole": span_days((0, end)),
        "short": [(title, _short(last, whole, i)) for i, title in enumerate(titles)],
        "who": _who(last),
        "chose": _chose(last, whole),
        "moved": _moved(last, whole),
        "came": _came(last, whole),
        "drawn": _drawn(found.isel(arm=some)),
        "most": MOST_DRAWN,
        "chose_svg": bars(whole["chosen"].isel(arm=some), HOW_WORDS, titles[some], put),
        "moved_svg": bars(whole["moved"].isel(arm=some), REASON_WORDS, titles[some], persons),
    }
