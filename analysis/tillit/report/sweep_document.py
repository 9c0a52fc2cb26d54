"""The page of a merged sweep: what was run, outcomes over what was varied, and how often they become better."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tillit.estimates import Estimate
from tillit.files import PathText, open_sweep
from tillit.library import measures, parameter_label
from tillit.report.arms import who_provides
from tillit.report.arrangement import Config, first_change
from tillit.report.blocks import (
    Block,
    Cell,
    bullets,
    level,
    more,
    note,
    number,
    paragraph,
    row,
    section,
    table,
)
from tillit.report.conclusions import PAID
from tillit.report.measured import described, named
from tillit.report.steps import differing
from tillit.report.sweeps import Shares, Sweep
from tillit.report.texts import Text, capital, decimal, join, short, span_days, together
from tillit.report.whence import program_of, recipients_of

AT_ONCE, MOST_FACTORS, MOST_ROWS = 5, 6, 300
"""Outcomes that are shown at once, factors that are drawn, and points that are listed."""
NAMES = {
    "regime": Text("styrning", "regime"),
    "municipality": Text("kommun", "municipality"),
    "timeline": Text("tidslinje", "timeline"),
}
STATUS = ((1, Text("gjorda", "done")), (0, Text("saknas", "missing")), (2, Text("misslyckades", "failed")))
POINT = Text("Punkt", "Point")
Plain = dict[str, Any]


# ---- in words --------------------------------------------------------------------------------------------------------


def _factor(name: str) -> Text:
    return NAMES.get(name) or Text(*parameter_label(name))


def _value(own: Any) -> Text:
    return Text(own, own) if isinstance(own, str) else short(float(own))


def _outcome(name: str) -> Text:
    own = measures().loc[name]
    return capital(Text(own["label_sv"], own["label"]))


def _count(many: int, one: Text, more_of: Text) -> Text:
    return join(decimal(many, 0), " ", one if many == 1 else more_of)


def _said(own: Mapping[str, str] | None, otherwise: str) -> Text:
    """A text of the manifest, in both languages; files of older versions have none."""
    found = own or {}
    return Text(found.get("sv") or otherwise, found.get("en") or otherwise)


def _titles(own: Sweep) -> list[Text]:
    said = own.manifest.get("words", {}).get("arms", [])
    return [_said(said[i] if i < len(said) else None, arm) for i, arm in enumerate(own.arms)]


# ---- what was run ----------------------------------------------------------------------------------------------------


def _runs(own: Sweep) -> Text:
    """How many there were to be."""
    rows = _count(own.rows, Text("rad", "row"), Text("rader", "rows"))
    arms = _count(len(own.arms), Text("alternativ", "arm"), Text("alternativ", "arms"))
    times = _count(own.data.sizes["replicate"], Text("gång", "replicate"), Text("gånger", "replicates"))
    return join(rows, Text(" under ", " under "), arms, Text(", simulerat ", ", "), times, ".")


def _counts(own: Sweep) -> Text:
    """What became of them."""
    status = own.status()
    counts = [(int((status == number).sum()), what) for number, what in STATUS]
    told = together([join(decimal(many, 0), " ", what) for many, what in counts if many], ", ")
    return join(Text("Körningar: ", "Runs: "), told, ".")


def _lacking(own: Sweep) -> list[Block]:
    """Points of which some runs are missing or failed; nothing where none is."""
    status = own.status()
    lacking = [(arm, i) for arm in range(len(own.arms)) for i in range(own.rows) if (status[arm, i] != 1).any()]
    if not lacking:
        return []
    columns = [Text("saknas", "missing"), Text("misslyckades", "failed")]
    rows = [row(_point(own, arm, i), [_plain((status[arm, i] == s).sum()) for s in (0, 2)]) for arm, i in lacking]
    why = Text("Varför säger tillit status. Det som saknas är inte med i någon siffra.", "tillit status says why. What is missing is in no figure.")  # fmt: skip
    caption = Text("Punkter där körningar saknas eller misslyckades", "Points in which runs are missing or failed")
    return [note(why), *_long(table(caption, columns, rows[:MOST_ROWS], POINT), len(rows))]


def _point(own: Sweep, arm: int, i: int) -> Text:
    """A row of the design by its values, under an arm."""
    values = [join(_factor(name), " ", _value(own.data[name].values[i])) for name in own.factors]
    first = [_titles(own)[arm]] if len(own.arms) > 1 else []
    return together([*first, *values], ", ")


def _plain(value: float) -> Cell:
    return number(Estimate(float(value), float("nan"), 1), 0)


def _long(own: Block, count: int) -> list[Block]:
    """A table of which only the first rows may stand here."""
    left = count - MOST_ROWS
    rest = Text(f"Och {left} till: tillit summary skriver alla.", f"And {left} more: tillit summary writes all.")
    return [own, *([note(rest)] if left > 0 else [])]


def _varied(own: Sweep, factor: str) -> Text:
    """A factor and its values, or from where to where it goes."""
    low, high = own.range(factor)
    between = join(short(low), Text(" till ", " to "), short(high)) if own.is_grouped(factor) else None
    values = together([_value(one.value) for one in own.levels(factor)], ", ")
    return join(_factor(factor), ": ", between or values)


def _run_section(own: Sweep) -> Plain:
    varied = [_varied(own, name) for name in own.factors]
    blocks = [paragraph(_runs(own)), paragraph(_counts(own)), *([bullets(varied[:MOST_ROWS])] if varied else [])]
    return section("runs", Text("Vad som körts", "What was run"), [*blocks, *_lacking(own)])


# ---- outcomes over what was varied -----------------------------------------------------------------------------------


def _drawn(own: Sweep) -> list[str]:
    """The factors that move outcomes most."""
    return sorted(own.factors, key=own.influence, reverse=True)[:MOST_FACTORS]


def _line(title: Text, arm: int, found: Sequence[Estimate]) -> Plain:
    mean, half = ([getattr(e, part) for e in found] for part in ("mean", "half_width"))
    return {
        "title": title,
        "arm": arm,
        "mean": mean,
        "low": list(np.subtract(mean, half)),
        "high": list(np.add(mean, half)),
    }


def _chart(own: Sweep, outcome: str, factor: str) -> Block:
    levels = own.levels(factor)
    found = [own.over(outcome, one) for one in levels]
    lines = [_line(title, arm, [e[arm] for e in found]) for arm, title in enumerate(_titles(own))]
    caption = join(_outcome(outcome), Text(", efter ", ", by "), _factor(factor))
    return {"kind": "chart", "caption": caption, "x": capital(_factor(factor)), "y": None, "days": False,
            "measure": outcome, "at": [one.value for one in levels], "series": lines}  # fmt: skip


def _levels_of(own: Sweep, outcome: str, factor: str) -> Block:
    """An outcome by a factor that is no number."""
    rows = [row(_value(one.value), [level(outcome, e) for e in own.over(outcome, one)]) for one in own.levels(factor)]
    caption = join(_outcome(outcome), Text(", efter ", ", by "), _factor(factor))
    return table(caption, _titles(own), rows, capital(_factor(factor)))


def _of_outcome(own: Sweep, outcome: str, factors: Sequence[str]) -> list[Block]:
    """An outcome in a chart by every factor that is a number, and in a table by the others."""
    numbers = [factor for factor in factors if own.is_number(factor)]
    others = [factor for factor in factors if factor not in numbers]
    charts = [_chart(own, outcome, factor) for factor in numbers]
    return [*charts, *(_levels_of(own, outcome, factor) for factor in others)]


def _over(own: Sweep) -> Text:
    """Over which days figures are, and over what else."""
    place = own.window_days()
    return join(
        Text("Medel av ", "Means over "), span_days(place),
        Text(" och av allt annat som varierades, under vart och ett av alternativen. Banden är 95 % simuleringsfel. ", " and over all else that was varied, under each arm. Bands are 95 % simulation error. "),
        Text("Där ett tal har fler än tolv värden står de i fem grupper med lika många rader.", "Where a number has more than twelve values, they stand in five groups of as many rows."),
    )  # fmt: skip


def _left_out(own: Sweep) -> list[Block]:
    left = len(own.factors) - MOST_FACTORS
    text = Text(
        f"Här står de {MOST_FACTORS} av {len(own.factors)} som ändrar utfallen mest; tillit indices räknar på alla.",
        f"Those {MOST_FACTORS} of {len(own.factors)} stand here that change outcomes most; tillit indices looks at all.",
    )
    return [note(text)] if left > 0 else []


def _outcome_section(own: Sweep) -> Plain:
    factors = _drawn(own)
    told = [_of_outcome(own, outcome, factors) for outcome in own.outcomes]
    first, rest = told[:AT_ONCE], told[AT_ONCE:]
    title = Text("De andra utfallen", "The other outcomes")
    blocks = [note(_over(own)), *_left_out(own), *(block for found in first for block in found)]
    others = [more(title, [block for found in rest for block in found])] if rest else []
    return section(
        "outcomes-over", Text("Utfall över det som varierades", "Outcomes over what was varied"), [*blocks, *others]
    )


# ---- shares of runs --------------------------------------------------------------------------------------------------

WAYS = (
    ("better", Text("bättre", "better")),
    ("worse", Text("sämre", "worse")),
    ("negligible", Text("ingen skillnad av betydelse", "no difference that matters")),
)


def _compared(own: Sweep, arm: int) -> Text:
    """An arm beside the first; of one arm: all rows beside the first."""
    against, titles = Text(" mot ", " against "), _titles(own)
    if len(own.arms) == 1:
        return join(Text("De andra raderna", "The other rows"), against, Text("den första", "the first"))
    return join(titles[arm], against, titles[0])


def _bar(name: str, own: Shares) -> Plain:
    return {"label": _outcome(name), "parts": [{"label": text, "value": 100 * getattr(own, way)} for way, text in WAYS]}


def _of_shares(own: Sweep, arm: int) -> list[Block]:
    """How often outcomes are better and worse; nothing of those of which neither way is better."""
    found = {name: own.shares(name, arm) for name in own.outcomes}
    known = {name: shares for name, shares in found.items() if shares}
    if not known:
        return []
    most = max(shares.count for shares in known.values())
    runs = Text(f", {most} jämförelser", f", {most} comparisons")
    unit = Text("procent av jämförelserna", "per cent of comparisons")
    rows = [_bar(name, shares) for name, shares in known.items()]
    return [{"kind": "bars", "caption": join(_compared(own, arm), runs), "unit": unit, "rows": rows}]


SHARES = Text(
    "Varje körning jämförs med den i samma rad som har samma slump. Bättre och sämre heter det som skiljer minst den minsta skillnad som spelar roll. Andelarna gäller de rader som valdes: de är inga sannolikheter.",
    "Each run is compared with the one of the same row that has the same luck. Better and worse is what differs by the smallest difference that matters, or more. Shares are of the rows that were chosen, and no probabilities.",
)


def _share_section(own: Sweep) -> Plain | None:
    arms = range(1, len(own.arms)) if len(own.arms) > 1 else range(1)
    told = [block for arm in arms for block in _of_shares(own, arm)]
    title = Text("Hur ofta det blir bättre eller sämre", "How often it becomes better or worse")
    return section("shares", title, [note(SHARES), *told]) if told else None


# ---- every point -----------------------------------------------------------------------------------------------------


def _point_section(own: Sweep) -> Plain:
    """Every point with its five first outcomes."""
    outcomes = own.outcomes[:AT_ONCE]
    values = {name: own.estimates(name) for name in outcomes}
    places = [(arm, i) for arm in range(len(own.arms)) for i in range(own.rows)]
    rows = [row(_point(own, arm, i), [level(n, values[n][arm][i]) for n in outcomes]) for arm, i in places[:MOST_ROWS]]
    caption = Text("Medel i varje punkt", "Means at every point")
    blocks = _long(table(caption, [_outcome(name) for name in outcomes], rows, POINT), len(places))
    return section("points", Text("Alla punkter", "All points"), [more(Text("Tabellen", "The table"), blocks)])


# ---- all of it -------------------------------------------------------------------------------------------------------


def _configs(own: Sweep) -> list[Config]:
    """The resolved config of every arm, before its factors."""
    found = {base["arm"]: base["config"] for base in reversed(own.manifest["bases"])}
    return [found[arm] for arm in range(len(own.arms))]


def _providers(own: Sweep, configs: Sequence[Config]) -> Plain:
    paid = PAID in own.outcomes and bool(np.isfinite(own.values(PAID)).any())
    return {**who_provides(configs), "paid": paid, "leaving": None}


def _about(own: Sweep, configs: Sequence[Config]) -> Plain:
    bases = [base["config"]["municipalities"] for base in own.manifest["bases"]]
    names = list(dict.fromkeys(place["name"] for places in bases for place in places))
    run = configs[0]["run"]
    return {
        "municipalities": names,
        "recipients": None if "municipality" in own.factors else recipients_of(configs[0]),
        "replicates": own.data.sizes["replicate"],
        "days": int(run["run.days"]),
        "burn_in_days": int(run["run.burn_in_days"]),
        "period_days": None,
        "changes_begin": first_change(configs),
        **dict.fromkeys(("year", "price_level", "law", "worlds", "grounds")),
        "providers": _providers(own, configs),
    }


def _arms(own: Sweep, configs: Sequence[Config]) -> list[Plain]:
    return [
        {"name": name, "title": _titles(own)[i], "base": i == 0, "digests": [], "config": json.dumps(configs[i], ensure_ascii=False)}
        for i, name in enumerate(own.arms)
    ]  # fmt: skip


NOTHING: Plain = {
    **dict.fromkeys(("change", "levels", "pilot")),
    **{
        name: []
        for name in ("answers", "courses", "paths", "differences", "parties", "money", "claims", "fit", "notes")
    },
}
"""What only a result file has."""


def sweep_document(path: PathText) -> Plain:
    """What the page of a merged sweep holds; runs may be missing or have failed.

    Raises:
        TillitError: as open_sweep, also where all runs have failed.
    """
    with open_sweep(path, incomplete=True) as data:
        own = Sweep(data)
        configs = _configs(own)
        parts = [_run_section(own), _outcome_section(own), _share_section(own), _point_section(own)]
        sections = [part for part in parts if part]
        words = own.manifest.get("words", {})
        question = _said(words.get("question"), "")
        return {
            **NOTHING,
            "kind": "sweep",
            "program": program_of(data.attrs, path),
            "title": _said(words.get("title"), str(own.manifest.get("title")) or ", ".join(own.arms)),
            "question": question if question.sv else None,
            "about": _about(own, configs),
            "measures": described(named(sections)),
            "arms": _arms(own, configs),
            "levers": differing(configs),
            "sections": sections,
        }
