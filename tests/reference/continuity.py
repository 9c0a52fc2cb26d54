"""Continuity: windows of 14 days (ODD 8, mechanism 7)."""

from __future__ import annotations

from reference import managers
from reference.counters import MOST_MET
from reference.numbers import f32
from reference.opinion import Opinion, ambivalence, opinion
from reference.state import Recipient, Relation, Unit, Window, World

MET_MANY = 20


def open_window(world: World, unit: Unit) -> None:
    """A window opens; whoever is away leaves it."""
    for person in unit.recipients:
        if world.begins(14):
            person.met_before = frozenset(person.window.visits)
            person.window = Window(complete=True)
            person.last_stranger = None
        if person.away:
            person.window.complete = False


def often_visited(person: Recipient) -> bool:
    """Two or more visits on every day of the week by plan."""
    return all(len(person.due(weekday)) >= 2 for weekday in range(7))


def counts(person: Recipient) -> list[int]:
    """Visits in the window, by each who came."""
    return list(person.window.visits.values()) + person.window.strangers


def usual_provider(person: Recipient) -> float:
    """UPC: the share of the window's visits by the most usual person."""
    visits = counts(person)
    return max(visits) / sum(visits) if visits else 0.0


def close_window(world: World, unit: Unit) -> None:
    """Staff met; opinions and delivery are sampled."""
    for person in unit.recipients:
        if person.window.complete and often_visited(person):
            count_met(unit, person)
        sample(world, unit, person)
        sample_delivery(unit, person)


def count_met(unit: Unit, person: Recipient) -> None:
    """Staff met by one recipient, and how visits were spread over them."""
    counted, visits = unit.counted, counts(person)
    met, total = len(visits), sum(visits)
    counted.continuity_recipients += 1
    counted.staff_met_sum += met
    counted.staff_met_squares += met * met
    counted.met_above_20 += met > MET_MANY
    counted.met_histogram[min(MOST_MET, met)] += 1
    if total >= 2:
        counted.coc_sum += (sum(n * n for n in visits) - total) / (total * (total - 1))
        counted.upc_sum += max(visits) / total


def sample(world: World, unit: Unit, person: Recipient) -> None:
    """Opinions of those met in the window, and of the provider."""
    prior, propensity = managers.prior(world), f32(world.constants["opinion.propensity"])
    for who in unit.columns:
        relation: Relation | None = person.relations.get(who.identity)
        if relation is not None and who.identity in person.window.visits:
            unit.counted.relations += 1
            add(unit, "relation", opinion(relation.evidence, prior, propensity))
    unit.counted.provider_opinions += 1
    add(unit, "provider", opinion(person.provider, prior, propensity))


def add(unit: Unit, of: str, view: Opinion) -> None:
    """Add an opinion to the sums."""
    counted = unit.counted
    parts = (view.trust, view.distrust, view.uncertainty, ambivalence(view))
    for name, value in zip(("trust", "distrust", "uncertainty", "ambivalence"), parts, strict=True):
        setattr(counted, f"{of}_{name}", getattr(counted, f"{of}_{name}") + value)


def sample_delivery(unit: Unit, person: Recipient) -> None:
    """Delivered over needed time of the window."""
    counted = unit.counted
    if person.window.needed <= 0.0:
        return
    share = person.window.delivered / person.window.needed
    counted.delivery_people += 1
    counted.delivery_sum += share
    counted.delivery_squares += share * share
    if person.voice >= 0.5:
        counted.delivery_loud_people += 1
        counted.delivery_loud += share
