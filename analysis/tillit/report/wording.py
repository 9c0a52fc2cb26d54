"""Numbers and conclusions as texts for people, in Swedish and English; no markup."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xarray as xr

from tillit import figures
from tillit.courses import DAYS
from tillit.estimates import MONTH, Estimate, Time
from tillit.files import asked, labels
from tillit.library import ENGLISH, SWEDISH, form, parameter_choices, parameter_label, verdict_texts
from tillit.markets import firms_may_come
from tillit.report.arrangement import YEAR, Change, Lever, Span
from tillit.report.conclusions import BreakEven, Evaluated, Finding, Judged, Mark, Worlds
from tillit.report.limits import Limits, read_limits
from tillit.report.words import (
    BREAK_EVEN,
    BRIEF,
    COURSE,
    COURSE_CLAIMS,
    FIRST,
    JUDGEMENTS,
    MARKET_GROUPS,
    MEASURES,
    NOT_TRIED,
    REACH,
    SAME,
    SCALES,
    UNITS,
    Text,
)

SHARES = {
    "satisfied",
    "very_satisfied",
    "control_time",
    "client_time",
    "travel_time",
    "hourly_hours",
    "agency_hours",
    "open_gaps",
    "quit_rate",
    "retirement_rate",
    "annual_outflow",
    "registered_granted",
    "margin",
    "integrity",
    "misplaced_provider_trust",
    "misplaced_provider_distrust",
    "audit_coverage",
    "found_misdelivery",
}
DECIMALS = {
    "SEK/h": 0,
    "h/yr": 0,
    "persons": 1,
    "posts": 0,
    "staff": 0,
    "h/month": 1,
    "1/yr": 2,
    "firms": 1,
    "visits": 1,
    "months": 1,
}
MINUS, NONE, EMPTY = "\u2212", Text("–", "–"), Text("", "")
Told = tuple[Text, Text]
"""What is said, and a note to it."""
Titles = dict[str, Text]


def decimal(value: float, decimals: int) -> Text:
    """A number with so many decimals; no minus before a zero."""
    return Text(*(form("decimal", value, decimals, language) for language in (SWEDISH, ENGLISH)))


def number(value: float, digits: int = 3) -> Text:
    """A number for people: as many decimals as its size deserves."""
    return Text(*(form("number", value, digits, language) for language in (SWEDISH, ENGLISH)))


def short(value: float) -> Text:
    """A number that was set by someone: as short as it is, four digits at most."""
    text = f"{value:.4g}".replace("-", MINUS)
    return Text(text.replace(".", ","), text)


def whole_percent(share: float) -> Text:
    """A share in whole per cent."""
    return Text(*(f"{text}\u00a0%" for text in decimal(100 * share, 0)))


def join(*parts: Text | str) -> Text:
    """Texts after one another."""
    own = [Text(part, part) if isinstance(part, str) else part for part in parts]
    return Text("".join(part.sv for part in own), "".join(part.en for part in own))


def together(parts: Sequence[Text], between: str) -> Text:
    """Texts with something between them."""
    return Text(between.join(part.sv for part in parts), between.join(part.en for part in parts))


def span_days(days: tuple[int, int]) -> Text:
    """Days [from, to), counted from the start of what is measured."""
    return Text(f"dag {days[0]}–{days[1]}", f"days {days[0]}–{days[1]}")


def kinds(names: Sequence[str]) -> Text:
    """Kinds of providers; all kinds of firms together are the external ones."""
    if set(names) == {"small", "large", "nonprofit"}:
        return MARKET_GROUPS["external"]
    return together([MARKET_GROUPS[name] for name in names], ", ")


def group(name: str) -> Text:
    """A group of a claim: by its name, or a provider by its number."""
    return MARKET_GROUPS.get(name) or Text(f"utförare {name}", f"provider {name}")


def numbered(part: str) -> Text:
    """What has numbers: "areas 1, 2"."""
    swedish = {"areas": "område", "units": "enhet", "providers": "utförare", "municipalities": "kommun"}
    kind, _, numbers = part.partition(" ")
    if kind == "kind":
        names = numbers.split(", ")
        left = Text("", "") if names == ["municipal"] else Text(" som finns kvar", " that are still there")
        return join(kinds(names), left)
    return Text(f"{swedish.get(kind, kind)} {numbers}", part)


def span(own: Span) -> Text:
    """Which days and units a figure is over."""
    units = {"all": Text("alla enheter", "all units"), "pilot": Text("pilotens enheter", "the pilot's units"),
             "others": Text("de andra enheterna", "the other units"),
             "outlying": MARKET_GROUPS["outlying"], "ordinary": MARKET_GROUPS["ordinary"]}  # fmt: skip
    where = together([units.get(part, numbered(part)) for part in own.units.split("; ")], ", ")
    how = Text(", medel av perioderna", ", mean of the periods") if own.window is None else ""
    return join(span_days(own.days), ", ", where, how)


def months(days: float) -> Text:
    """Days in whole months."""
    return decimal(days / MONTH, 0)


YEARS = Text(
    " ett två tre fyra fem sex sju åtta nio tio elva tolv",
    " one two three four five six seven eight nine ten eleven twelve",
)


def duration(days: int) -> Text:
    """Days as people say them: in years and halves of one, where it is that to within two weeks, else in months or days."""
    halves = round(2 * days / YEAR)
    years = halves // 2
    if not 1 <= halves <= 24 or abs(days - halves * YEAR / 2) > 14:
        return (
            join(months(days), Text(" månader", " months"))
            if days > 2 * MONTH
            else Text(f"{days} dagar", f"{days} days")
        )
    sv, en = (words.split(" ")[years] for words in YEARS)
    if halves == 1:
        return Text("ett halvår", "half a year")
    if halves % 2:
        return Text(f"{sv} och ett halvt år", f"{en} and a half years")
    return Text(f"{sv} år", f"{en} years" if years > 1 else "a year")


def period(days: int, burn_in: int, change: int | None) -> Text:
    """How long an experiment is followed, what came before that is shown, and when the first change comes."""
    followed = duration(days)
    settling = duration(burn_in)
    text = Text(f"följs i {followed.sv}", f"followed for {followed.en}")
    if burn_in > 0:
        text = join(
            text,
            Text(
                f", efter {settling.sv}s insvängning som inte visas",
                f", after {settling.en} of settling in that is not shown",
            ),
        )
    if not change:
        return text
    later = duration(change)
    return join(text, Text(f"; förändringen kommer efter {later.sv}", f"; the change comes after {later.en}"))


def when(own: Time) -> Told:
    """A time after the change, with its interval."""
    if math.isnan(own.day):
        return NONE, EMPTY
    if math.isinf(own.day):
        return COURSE["never"], join(COURSE["perhaps"], months(own.low)) if math.isfinite(own.low) else EMPTY
    month = join(COURSE["month"], months(own.day)) if own.day > 0 else COURSE["at once"]
    if math.isnan(own.low) or own.low == own.high:
        return month, EMPTY
    if math.isinf(own.high):
        return month, join(COURSE["earliest"], months(own.low), COURSE["unsure"])
    return month, join(COURSE["months"], months(own.low), "–", months(own.high))


def titles_of(data: xr.Dataset) -> Titles:
    """What the arms of a file are called; by their names where the experiment gives no titles."""
    question = asked(data)
    known = {arm["name"]: arm["title"] for arm in question["arms"]} if question else {}
    own = {arm: known.get(arm, {}) for arm in labels(data, "arm")}
    return {arm: Text(title.get("sv") or arm, title.get("en") or arm) for arm, title in own.items()}


@dataclass(frozen=True)
class Cell:
    """A mean or a difference with its interval; a mean is not judged."""

    value: Text
    half_width: Text
    kind: str  # of the judgement
    judgement: Text


class Wording:
    """Texts about the outcomes of a file and its arms."""

    def __init__(self, data: xr.Dataset, titles: Titles) -> None:
        self.data, self.titles, self.limits = data, titles, read_limits()

    def unit(self, outcome: str) -> str:
        """The unit an outcome is told in: per cent, million or the file's own."""
        own = str(self.data[f"window_{outcome}"].attrs.get("units", "1"))
        if outcome.endswith("_share") or outcome in SHARES:
            return "per cent"
        return "million" if own == "SEK/yr" else own

    def name(self, outcome: str) -> Text:
        """An outcome's name."""
        own = self.data[f"window_{outcome}"].attrs
        return MEASURES.get(outcome) or Text(str(own.get("long_name_sv", outcome)), str(own.get("long_name", outcome)))

    def label(self, outcome: str) -> Text:
        """An outcome's name with the unit it is told in."""
        unit = self.unit(outcome)
        words = SCALES.get(outcome) or UNITS.get(unit) or Text(unit, unit)
        return (
            join(self.name(outcome), ", ", words) if unit == "per cent" else join(self.name(outcome), " (", words, ")")
        )

    def with_unit(self, outcome: str, amount: Text, change: bool = False) -> Text:
        """An amount with its unit; a change of a share is told in points."""
        unit = self.unit(outcome)
        if unit == "1":
            return amount
        short_units = {"sd": Text("standardavvikelser", "sd"), "per cent": UNITS["points" if change else "per cent"]}
        return join(amount, " ", short_units.get(unit) or UNITS.get(unit) or unit)

    def amount(self, outcome: str, value: float) -> Text:
        """An amount of an outcome, no more exact than it deserves: hours in hundreds, shares with one decimal."""
        unit = self.unit(outcome)
        if unit == "h/yr":
            value = round(value, -2 if abs(value) >= 1000 else -1)
        scale = {"per cent": 100.0, "million": 1e-6}.get(unit, 1.0)
        decimals = {"per cent": 1, "million": 0 if abs(value) >= 1e8 else 1, **DECIMALS}.get(unit, 2)
        return decimal(value * scale, decimals)

    def change(self, outcome: str, value: float) -> Text:
        """A difference of an outcome, with its sign."""
        return join("+" if value > 0 else "", self.amount(outcome, value))

    def level_cell(self, outcome: str, own: Estimate) -> Cell:
        """A mean."""
        return Cell(self.amount(outcome, own.mean), self.amount(outcome, own.half_width), "", BRIEF["unjudged"])

    def change_cell(self, own: Finding) -> Cell:
        """A difference."""
        half = self.amount(own.outcome, own.change.half_width)
        return Cell(self.change(own.outcome, own.change.mean), half, own.judgement.split()[-1], BRIEF[own.judgement])

    def evaluated(self, own: Evaluated) -> list[Cell]:
        """What every way of evaluating finds."""
        return [
            Cell(
                self.change(own.outcome, e.mean), self.amount(own.outcome, e.half_width), kind.split()[-1], BRIEF[kind]
            )
            for e, kind in zip(own.found, own.judgements)
        ]

    def difference(self, outcome: str, own: Estimate, base_level: float | None = None) -> Text:
        """A difference with interval and unit; money also in per cent of the base's level."""
        text = self.change(outcome, own.mean)
        if not math.isnan(own.half_width):
            text = join(text, " ±", self.amount(outcome, own.half_width))
        text = self.with_unit(outcome, text, change=True)
        if self.unit(outcome) == "million" and base_level:
            text = join(text, " (", "+" if own.mean > 0 else "", decimal(100 * own.mean / base_level, 1), "\u00a0%)")
        return text

    def smallest(self, outcome: str, value: float) -> Text:
        """A smallest difference that matters, with its unit, in two digits at most."""
        scale = {"per cent": 100.0, "million": 1e-6}.get(self.unit(outcome), 1.0)
        amount = short(float(f"{value * scale:.2g}"))
        if self.unit(outcome) == "per cent" and amount.sv == "1":
            return join(amount, " ", Text("procentenhet", "percentage point"))
        return self.with_unit(outcome, amount, change=True)

    def five(self, own: Finding) -> dict[str, Any]:
        """A row of the short answer."""
        levels = join(self.amount(own.outcome, own.base_level.mean), " → ", self.amount(own.outcome, own.level.mean))
        return {
            "name": self.name(own.outcome),
            "levels": self.with_unit(own.outcome, levels),
            "change": self.difference(own.outcome, own.change, own.base_level.mean),
            "kind": own.judgement.split()[-1],
            "judgement": JUDGEMENTS[own.judgement],
            "smallest": self.smallest(own.outcome, own.smallest) if own.smallest is not None else NONE,
            "worlds": worlds(own.worlds, Text("bättre", "better"), Text("sämre", "worse")),
        }

    def first(self, five: Sequence[Finding], marks: Sequence[Mark]) -> list[Text]:
        """The five outcomes in a sentence a judgement: which they are, by how much, in which share of plausible worlds."""

        def one(own: Finding) -> Text:
            change = self.with_unit(own.outcome, self.change(own.outcome, own.change.mean), change=True)
            notes = [] if own.worlds is None else [share_of_worlds(own.worlds)]
            for mark in (mark for mark in marks if implausible(mark, own)):
                level = mark.base is None
                notes.append(
                    Text("orimlig nivå", "implausible level")
                    if level
                    else Text("orimlig ändring", "implausible change")
                )
            aside = join(" (", together(notes, ", "), ")") if notes else ""
            return join(FIRST[own.outcome], " ", change, aside)

        kinds = [(words, [own for own in five if own.judgement == kind]) for kind, words in JUDGEMENTS.items()]
        return [join(words, ": ", together([one(f) for f in own], "; "), ".") for words, own in kinds if own]

    def marks(self, found: Sequence[Mark]) -> list[Text]:
        """A sentence an outcome about implausible levels, and one about implausible changes."""
        kinds = dict.fromkeys((mark.outcome, mark.base is not None) for mark in found)
        return [
            join(
                self.name(outcome),
                Text(", för stor ändring: ", ", too large a change: ") if change else ": ",
                together(
                    [self._marked(m) for m in found if (m.outcome, m.base is not None) == (outcome, change)], "; "
                ),
                Text(". Gräns: ", ". Limit: "),
                self.limits[outcome].limits_from,
                ".",
            )
            for outcome, change in kinds
        ]

    def _marked(self, own: Mark) -> Text:
        if own.base is None:
            beyond = Text("över", "above") if own.value > own.limit else Text("under", "below")
            limit = join(beyond, " ", self.with_unit(own.outcome, self.amount(own.outcome, own.limit)))
            return join(self.titles[own.arm], " ", self.amount(own.outcome, own.value), " (", limit, ")")
        against = join(self.titles[own.arm], Text(" mot ", " against "), self.titles[own.base])
        limit = join(Text("mer än ", "more than "), self.amount(own.outcome, own.limit))
        return join(
            against, " ", self.with_unit(own.outcome, self.change(own.outcome, own.value), True), " (", limit, ")"
        )

    def limits_row(self, outcome: str) -> dict[str, Text]:
        """A row of the table of limits."""
        own = self.limits[outcome]
        share = own.smallest_share is not None
        smallest = (
            join(short(100 * (own.smallest_share or 0)), "\u00a0%")
            if share
            else self.smallest(outcome, own.smallest or 0)
        )
        return {"name": self.label(outcome), "smallest": smallest, "smallest_from": own.smallest_from,
                "limits": self._range(outcome, own), "limits_from": own.limits_from}  # fmt: skip

    def _range(self, outcome: str, own: Limits) -> Text:
        parts = []
        if own.low is not None and own.high is not None:
            parts.append(join(self.amount(outcome, own.low), "–", self.amount(outcome, own.high)))
        if own.largest_change is not None:
            parts.append(join("±", self.amount(outcome, own.largest_change)))
        if own.largest_change_share is not None:
            parts.append(join("±", decimal(100 * own.largest_change_share, 1), "\u00a0%"))
        return together(parts, ", ")

    def judged(self, own: Judged) -> dict[str, Any]:
        """A row of the table of claims."""
        claim, ground = own.claim, own.ground
        part = claim.get("course")
        return {
            "text": Text(claim["text"]["sv"], claim["text"]["en"]),
            "note": Text(*(claim.get("note", {}).get(lang, "") for lang in ("sv", "en"))),
            "label": self.name(claim["outcome"]),
            "contrast": self._contrast(claim),
            "span": COURSE_CLAIMS[part] if part else span(own.span),
            "kind": own.verdict,
            "verdict": Text(*verdict_texts(own.verdict)),
            "change": self._figure_of_claim(claim, own.change),
            "smallest": days_of(claim) if part in DAYS else self._limit(claim),
            "worlds": worlds(own.worlds, Text("håller", "holds"), Text("tvärtom", "opposite")),
            "rests_on": rests_on(own.verdict, ground),
            "reach": self.reach(own),
        }

    def _contrast(self, claim: Mapping[str, Any]) -> Text:
        """The arms that a claim compares; or its groups, or nothing, and the arm within which it looks."""
        arm, base = (self.titles[name] for name in claim["contrast"])
        against = Text(" mot ", " against ")
        if "groups" in claim:
            first, second = (group(name) for name in claim["groups"])
            return join(first, against, second, " (", arm, ")")
        return arm if "level" in claim else join(arm, against, base)

    def _limit(self, claim: Mapping[str, Any]) -> Text:
        """The smallest difference that matters, or the level that is looked at."""
        outcome, own = claim["outcome"], float(claim["smallest"])
        if "level" not in claim:
            return self.smallest(outcome, own)
        beyond = Text("över ", "above ") if "above" in claim["level"] else Text("under ", "below ")
        return join(beyond, self.with_unit(outcome, self.amount(outcome, own)))

    def _figure_of_claim(self, claim: Mapping[str, Any], own: Estimate | Time | None) -> Text:
        """A difference, a level, a time after the change, or that the file does not hold it."""
        outcome = claim["outcome"]
        if own is None:
            return COURSE["not held"]
        if isinstance(own, Estimate) and "level" in claim:
            cell = self.level_cell(outcome, own)
            return self.with_unit(outcome, join(cell.value, " ±", cell.half_width))
        if isinstance(own, Estimate):
            return self.difference(outcome, own)
        said, note = when(own)
        return join(said, " (", note, ")") if note.sv else said

    def reach(self, own: Judged) -> Text:
        """Whether the outcome depends on what the arms differ in, as `tillit claims` found it."""
        same = isinstance(own.change, Estimate) and own.change.mean == 0.0 and own.change.half_width == 0.0
        found = own.ground.get("reach") if own.ground else None
        if found is None:
            return SAME if same else NOT_TRIED
        most = found["largest"]
        if found["outcome"] != "moves" or most is None:
            words = REACH[found["outcome"]]
            return join(words, ": ", self._most(own, most)) if found["outcome"] == "too_small" else words
        return join(REACH["further"], ": ", self._most(own, most))

    def _most(self, own: Judged, row: Mapping[str, Any] | None) -> Text:
        """The largest difference that was met when what differs was stretched, and which lever was."""
        outcome = own.claim["outcome"]
        if row is None:
            return self._figure_of_claim(outcome, own.change)
        half = math.nan if row["half_width"] is None else float(row["half_width"])
        text = self.difference(outcome, Estimate(float(row["difference"]), half, 0))
        if row["lever"] is None:
            return text
        return join(text, " (", Text(*parameter_label(row["lever"])), ": ", short(float(row["end"])), ")")


def days_of(claim: Mapping[str, Any]) -> Text:
    """At most, or at least, so many days after the change."""
    days = short(float(claim["smallest"]))
    return join(
        Text("minst ", "at least ") if claim["direction"] == "higher" else Text("högst ", "at most "),
        days,
        Text(" dagar", " days"),
    )


def worlds(own: Worlds | None, holds: Text, opposite: Text) -> Text:
    """In which share of plausible worlds something is so, and in which the opposite."""
    if own is None:
        return NOT_TRIED
    return join(holds, " ", whole_percent(own.holds), ", ", opposite, " ", whole_percent(own.opposite))


def share_of_worlds(own: Worlds) -> Text:
    """The same in a sentence."""
    holds, opposite = whole_percent(own.holds), whole_percent(own.opposite)
    return Text(
        f"bättre i {holds.sv} och sämre i {opposite.sv} av de rimliga världarna",
        f"better in {holds.en} and worse in {opposite.en} of plausible worlds",
    )


def implausible(mark: Mark, own: Finding) -> bool:
    """Whether a mark is on the level or the change that a finding is about."""
    return mark.outcome == own.outcome and mark.arm == own.arm and mark.base in (None, own.base)


def rests_on(verdict: str, ground: Any) -> Text:
    """What a supported claim rests on, as `tillit claims` found it."""
    if verdict != "supported":
        return NONE
    if ground is None:
        return Text("inte undersökt", "not examined")
    if ground["verdict"] != "supported":
        return Text("prövat med färre simuleringar: föll", "examined with fewer replicates: fell")
    if ground["arithmetic"]:
        return Text("räknesätt: priser gånger mängder", "arithmetic: prices times quantities")
    if ground["rests_on"]:
        named = [Text(*parameter_label(path)) for path in ground["rests_on"]]
        return join(Text("antaganden om ", "assumptions about "), together(named, "; "))
    return Text("hänger inte på något enskilt antagande", "emergent: falls with no single coefficient")


def break_even(own: BreakEven | None) -> Text:
    """When it has cost no more in all."""
    if own is None:
        return NONE
    if own.kind != "month":
        return BREAK_EVEN[own.kind]
    since = Text(" efter förändringen", " after the change") if own.start_day > 0 else ""
    return join(Text(f"månad {own.month}", f"month {own.month}"), since)


def _where(own: Change, run: dict[str, Any]) -> Text:
    places = [
        *(Text(f"kommun {i}", f"municipality {i}") for i in own.municipalities),
        *(Text(f"utförare {i}", f"provider {i}") for i in own.providers),
        *([kinds(own.kind)] if own.kind else []),
        *([MARKET_GROUPS["outlying" if own.outlying else "ordinary"]] if own.outlying is not None else []),
        *(Text(f"område {i}", f"area {i}") for i in own.areas),
        *(Text(f"enhet {i}", f"unit {i}") for i in own.units),
    ]
    among = join(Text(" i ", " in "), together(places, ", ")) if places else Text("", "")
    if own.others:
        return join(among, Text(" i de andra enheterna", " in the other units"))
    if own.pilot:
        chosen = Text("villiga", "willing") if run.get("pilot.chosen") else Text("lottade", "by lot")
        return join(
            among,
            Text(" i pilotens enheter (", " in the pilot's units ("),
            chosen,
            ", ",
            whole_percent(float(run["pilot.share"])),
            ")",
        )
    return among


def _later(own: Change, run: dict[str, Any], said: Text) -> Text:
    ramp = (
        Text(f", stegvis under {own.ramp_days} dagar", f", step by step over {own.ramp_days} days")
        if own.ramp_days
        else ""
    )
    day = Text(f" från dag {own.day}", f" from day {own.day}")
    return join(said, day, _where(own, run), ramp)


FIRMS_ONLY = ("reimbursement.", "provider.", "finance.", "handover.", "contract.", "own.")
"""Parameters that nobody reads where the municipality has all parts; but for who has units where."""


def _is_unread(path: str, own: Mapping[str, Any] | None) -> bool:
    return own is not None and "split" in own and path.startswith(FIRMS_ONLY) and path != "provider.spans"


def lever(own: Lever, configs: Sequence[Mapping[str, Any]]) -> tuple[Text, list[Text]]:
    """A row of what differs: its name, and its values in every arm, those of choices in words."""
    cells, choices = [], parameter_choices(own.path)

    def said(value: float | None) -> Text:
        return NONE if value is None else Text(*choices[value]) if value in choices else short(value)

    for start, later, config in zip(own.start, own.later, configs):
        parts = [said(start), *(_later(change, config["run"], said(change.value)) for change in later)]
        cells.append(NONE if _is_unread(own.path, config.get("market")) else together(parts, " → "))
    return Text(*parameter_label(own.path)), cells


def market(found: Sequence[Mapping[str, Any] | None]) -> tuple[Text, list[Text]]:
    """A row of what differs: who provides care in every arm."""
    return Text("Utförare", "Providers"), [_market(own) for own in found]


def _market(own: Mapping[str, Any] | None) -> Text:
    if own is None or not (firms_may_come(own) or "split" in own):
        return Text("kommunen ensam", "the municipality alone")
    if "split" in own:
        parts = [round(100 * part) for part in own["split"]["parts"]]
        if len(set(parts)) == 1 and len(parts) > 1:
            return Text(f"egen regi i {len(parts)} lika delar", f"in-house in {len(parts)} equal parts")
        shares = ", ".join(map(str, parts))
        return Text(f"egen regi i {len(parts)} delar ({shares} %)", f"in-house in {len(parts)} parts ({shares} %)")
    parts = [*([_fixed(own)] if own.get("externals") else []), *([_free(own["lov"])] if "lov" in own else []),
             *map(_tendered, own.get("lou", ()))]  # fmt: skip
    return together(parts, "; ")


def _fixed(own: Mapping[str, Any]) -> Text:
    """Firms at the start."""
    share, firms = whole_percent(float(own["share"])), own["externals"]
    return join(
        Text(f"{firms} externa utförare med ", f"{firms} external providers with "), share,
        Text(" av personerna", " of the recipients"),
    )  # fmt: skip


def _free(own: Mapping[str, Any]) -> Text:
    """Free choice of provider."""
    since = Text(f" från dag {own['opens']}", f" from day {own['opens']} on") if own.get("opens", 0) > 0 else EMPTY
    most = Text(f", plats för {own['slots']}", f", room for {own['slots']}") if own.get("slots") else EMPTY
    return join(Text("kundval", "free choice"), since, most)


def _tendered(own: Mapping[str, Any]) -> Text:
    """A tender, as firms can have by it."""
    firms = sum(int(lot.get("providers", 1)) for lot in own["lots"])
    share = whole_percent(sum(float(lot["share"]) for lot in own["lots"]))
    return join(
        Text(f"upphandling av {firms} utförare från dag {own['starts']}, högst ", f"tenders for {firms} providers from day {own['starts']} on, at most "),
        share, Text(" av den beviljade tiden", " of granted time"),
    )  # fmt: skip


def chart_label(variable: xr.DataArray) -> Text:
    """A measure's name and unit as figures have it."""
    return Text(figures.label(variable, "sv"), figures.label(variable, "en"))
