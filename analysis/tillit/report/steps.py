"""What differs between arms, as steps in time: values, what they are called, and in which part of the municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tillit.library import parameter_choices, parameter_label, parameters
from tillit.markets import Market, firms_may_come
from tillit.report.arrangement import Change, Config, Lever, levers, markets
from tillit.report.texts import Text, join, together, whole_percent

MARKET_GROUPS = {
    "external": Text("externa utförare", "external providers"),
    "municipal": Text("egen regi", "municipal providers"),
    "small": Text("små företag", "small firms"),
    "large": Text("stora företag", "large firms"),
    "nonprofit": Text("idéburna utförare", "non-profit providers"),
    "outlying": Text("ytterområden", "outlying areas"),
    "ordinary": Text("övriga områden", "other areas"),
}
FIRMS_ONLY = ("reimbursement.", "provider.", "finance.", "handover.", "contract.", "own.")
"""Parameters that nobody reads where the municipality has all parts; but for who has units where."""
GROUPS = {
    "steering": Text("Styrning", "Steering"),
    "organisation": Text("Organisation", "Organisation"),
    "resources": Text("Resurser", "Resources"),
    "purchasing": Text("Beställning", "Purchasing"),
}
EMPTY = Text("", "")


def kinds(names: Sequence[str]) -> Text:
    """Kinds of providers; all kinds of firms together are the external ones."""
    if set(names) == {"small", "large", "nonprofit"}:
        return MARKET_GROUPS["external"]
    return together([MARKET_GROUPS[name] for name in names], ", ")


def where(own: Change, run: Mapping[str, Any]) -> Text | None:
    """In which part of the municipality something changes; None: everywhere."""
    places = [
        *(Text(f"kommun {i}", f"municipality {i}") for i in own.municipalities),
        *(Text(f"utförare {i}", f"provider {i}") for i in own.providers),
        *([kinds(own.kind)] if own.kind else []),
        *([MARKET_GROUPS["outlying" if own.outlying else "ordinary"]] if own.outlying is not None else []),
        *(Text(f"område {i}", f"area {i}") for i in own.areas),
        *(Text(f"enhet {i}", f"unit {i}") for i in own.units),
        *([Text("de andra enheterna", "the other units")] if own.others else []),
        *([_pilot(run)] if own.pilot else []),
    ]
    return together(places, ", ") if places else None


def _pilot(run: Mapping[str, Any]) -> Text:
    chosen = Text("villiga", "willing") if run.get("pilot.chosen") else Text("lottade", "by lot")
    share = whole_percent(float(run["pilot.share"]))
    return join(Text("pilotens enheter (", "the pilot's units ("), chosen, ", ", share, ")")


def _step(path: str, value: float, day: int, ramp_days: int = 0, place: Text | None = None) -> dict[str, Any]:
    choices = parameter_choices(path)
    word = Text(*choices[value]) if value in choices else None
    return {"day": day, "value": float(value), "word": word, "ramp_days": ramp_days, "where": place}


def _steps(own: Lever, arm: int, config: Config) -> list[dict[str, Any]]:
    """Values of a lever in an arm in the order of time; none where nobody reads it."""
    if _is_unread(own.path, config.get("market")):
        return []
    start, later = own.start[arm], own.later[arm]
    first = [] if start is None else [_step(own.path, start, 0)]
    return first + [_step(own.path, c.value, c.day, c.ramp_days, where(c, config["run"])) for c in later]


def _is_unread(path: str, own: Market | None) -> bool:
    return own is not None and "split" in own and path.startswith(FIRMS_ONLY) and path != "provider.spans"


def _lever(own: Lever, configs: Sequence[Config]) -> dict[str, Any]:
    values = [_steps(own, i, config) for i, config in enumerate(configs)]
    group = GROUPS.get(parameters().loc[own.path, "group"])
    return {"name": own.path, "label": Text(*parameter_label(own.path)), "group": group, "values": values}


def _order(own: Lever) -> int:
    """Groups stay together, and what is of none comes last."""
    group = parameters().loc[own.path, "group"]
    return list(GROUPS).index(group) if group in GROUPS else len(GROUPS)


def differing(configs: Sequence[Config]) -> list[dict[str, Any]]:
    """Levers that differ between configs, who provides care first, and by group; of one config, those that change later."""
    found = markets(configs)
    providers = [[{"day": 0, "value": None, "word": market(own), "ramp_days": 0, "where": None}] for own in found]
    label = Text("Utförare", "Providers")
    first = [{"name": "market", "label": label, "group": None, "values": providers}] if found else []
    return first + [_lever(own, configs) for own in sorted(levers(configs), key=_order)]


# ---- who provides care -----------------------------------------------------------------------------------------------


def market(own: Market | None) -> Text:
    """Who provides care, as a config says it."""
    if own is None or not (firms_may_come(own) or "split" in own):
        return Text("kommunen ensam", "the municipality alone")
    if "split" in own:
        return _split([round(100 * part) for part in own["split"]["parts"]])
    parts = [*([_fixed(own)] if own.get("externals") else []), *([_free(own["lov"])] if "lov" in own else []),
             *map(_tendered, own.get("lou", ()))]  # fmt: skip
    return together(parts, "; ")


def _split(parts: Sequence[int]) -> Text:
    """The municipality's own, in parts of some per cent."""
    if len(set(parts)) == 1 and len(parts) > 1:
        return Text(f"egen regi i {len(parts)} lika delar", f"in-house in {len(parts)} equal parts")
    shares = ", ".join(map(str, parts))
    return Text(f"egen regi i {len(parts)} delar ({shares} %)", f"in-house in {len(parts)} parts ({shares} %)")


def _fixed(own: Market) -> Text:
    """Firms at the start."""
    share, firms = whole_percent(float(own["share"])), own["externals"]
    return join(
        Text(f"{firms} externa utförare med ", f"{firms} external providers with "), share,
        Text(" av personerna", " of the recipients"),
    )  # fmt: skip


def _free(own: Market) -> Text:
    """Free choice of provider."""
    since = Text(f" från dag {own['opens']}", f" from day {own['opens']} on") if own.get("opens", 0) > 0 else EMPTY
    most = Text(f", plats för {own['slots']}", f", room for {own['slots']}") if own.get("slots") else EMPTY
    return join(Text("kundval", "free choice"), since, most)


def _tendered(own: Market) -> Text:
    """A tender, as firms can have by it."""
    firms = sum(int(lot.get("providers", 1)) for lot in own["lots"])
    share = whole_percent(sum(float(lot["share"]) for lot in own["lots"]))
    return join(
        Text(f"upphandling av {firms} utförare från dag {own['starts']}, högst ", f"tenders for {firms} providers from day {own['starts']} on, at most "),
        share, Text(" av den beviljade tiden", " of granted time"),
    )  # fmt: skip
