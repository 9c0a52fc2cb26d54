"""Choosing: among whom, who chooses, and what a provider is worth to a person (ODD 7.33, EXACT *Choosing*)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reference import demography
from reference.market import default_rule, providers, voice
from reference.market.providers import OWN_NUMBER
from reference.numbers import clip, log, nearest
from reference.opinion import Evidence
from reference.randomness import bits, standard, upper
from reference.state import Area, Municipality, Provider, Recipient, Unit, World

LEAST_U = 2.0**-33
PUBLISHED = 10.0


def is_asked(world: World) -> bool:
    """Whether people may choose sooner or later: free choice or tenders."""
    market = world.config.market
    return market is not None and ("lov" in market or "lou" in market)


def is_open(world: World) -> bool:
    """Whether people choose: from the day on which choice opens."""
    if not is_asked(world):
        return False
    opens = opening(world)
    return opens is None or world.measured >= opens


def opening(world: World) -> int | None:
    """The day on which choice opens; none from the start."""
    market = world.config.market
    assert market is not None
    days = []
    if "lov" in market:
        if market["lov"].get("opens") is None:
            return None
        days.append(int(market["lov"]["opens"]))
    days += [int(tender.get("starts", tender["day"])) for tender in market.get("lou", [])]
    return min(days)


def profile(world: World, of: Provider) -> int | None:
    """The language that many of a provider's staff speak, where people may choose."""
    return of.language if is_asked(world) else None


# ---- among whom


def serves(of: Provider, area: Area) -> bool:
    """Whether a provider serves an area; one that has passed to a firm is served by it alone, to its last day."""
    if area.holder != OWN_NUMBER:
        return of.number == area.holder and of.at_work
    return of.active and providers.let_in_for(of, area)


def serving(area: Area) -> list[Provider]:
    """Providers that serve an area, by number."""
    return [of for of in area.municipality.providers if serves(of, area)]


def has_room(of: Provider) -> bool:
    """Whether a provider may be given one more person."""
    return of.cap_s < 0 or default_rule.room_left(of) > 0.0


def options(area: Area, person: Recipient) -> list[Provider]:
    """Who serves the area and has room, but for whom the person has left by own choice."""
    return [of for of in serving(area) if has_room(of) and of.number != person.left]


# ---- what a provider is worth


def key(world: World, person: Recipient) -> int:
    """The key of a choice of today."""
    return world.keys.today("choosing", person.identity, world.day)


def taste(world: World, person: Recipient, of: Provider) -> float:
    """A Gumbel draw that belongs to person and provider for good."""
    u = upper(bits(world.keys.lasting("taste", person.identity), 2 * of.number))
    return -log(-log(u + LEAST_U))


def acquaintances(world: World, person: Recipient) -> float:
    """How many somebody hears of providers from."""
    return world.constants["choice.acquaintances"] + voice.has_relatives(world, person)


def known(world: World, person: Recipient, of: Provider, information: float) -> float:
    """What is known of a provider: partly read, partly heard."""
    constants = world.constants
    knows = acquaintances(world, person)
    expected = of.reputation.heard.get(person.area.number)
    if expected is None or knows <= 0.0:
        expected, knows = constants["opinion.propensity"], 1.0
    z = standard(bits(world.keys.lasting("taste", person.identity), 2 * of.number + 1))
    heard = expected + constants["choice.hearsay_sd"] / math.sqrt(max(1.0, knows)) * z
    return information * of.reputation.read + (1.0 - information) * heard


def worth(world: World, person: Recipient, of: Provider, among: int, quality: float | None = None) -> float:
    """What a provider is worth to a person; of the present one they know what they themselves expect."""
    constants, levers = world.constants, of.municipality.units[0].levers
    if quality is None:
        quality = known(world, person, of, levers["choice.information"])
    value = constants["choice.quality"] * quality
    if person.language is not None and person.language == of.language:
        value += constants["choice.language"]
    if of.number == OWN_NUMBER:
        value += constants["choice.own"]
    overload = constants["choice.overload"] * log(float(among)) * (1.0 - levers["choice.help"])
    return value + taste(world, person, of) * (1.0 + overload)


def best(world: World, person: Recipient, among: Sequence[Provider]) -> Provider:
    """The one that is worth most, of equals the first."""
    return max(among, key=lambda of: worth(world, person, of, len(among)))


# ---- who chooses


def chooses(world: World, person: Recipient, municipality: Municipality, among: int) -> bool:
    """Whether somebody to whom a choice is put chooses."""
    constants, levers = world.constants, municipality.units[0].levers
    p = constants["choice.active"]
    if voice.has_relatives(world, person):
        p += constants["choice.relatives"]
    p += constants["choice.help_effect"] * levers["choice.help"]
    p -= constants["choice.narrowing"] * log(float(among))
    return upper(bits(key(world, person), 0)) < clip(p)


def put(world: World, unit: Unit) -> None:
    """A choice that is put is counted, and takes time of a case officer."""
    constants, counted = world.constants, unit.counted
    counted.choices += 1
    hours = unit.area.municipality.units[0].levers["choice.help"] * constants["choice.help_min"] / 60.0
    help_ = nearest(hours * constants["cost.officer_sek_per_h"] * 100.0)
    counted.cost_administration += help_
    counted.cost_purchaser += help_


def count_active(
    world: World,
    person: Recipient,
    unit: Unit,
    among: Sequence[Provider],
    chosen: Provider,
    own: Provider | None = None,
) -> None:
    """Somebody chose; informed if a signal about two providers or more was at hand."""
    unit.counted.choices_active += 1
    unit.counted.choices_informed += sum(of is own or signalled(world, person, of) for of in among) >= 2


def signalled(world: World, person: Recipient, of: Provider) -> bool:
    """Whether a survey is published of a provider, or an acquaintance is in its care."""
    read = of.municipality.units[0].levers["choice.information"] > 0.0 and of.reputation.a_year >= PUBLISHED
    return read or acquaintances(world, person) * of.reputation.part.get(person.area.number, 0.0) >= 1.0


# ---- newcomers


def newcomers(world: World, area: Area, person: Recipient) -> Provider:
    """The provider of a newcomer: chosen, given by the default rule or, before choice opens, dealt by shares."""
    if not is_open(world):
        return providers.deal(area)
    units = area.municipality.units
    first = next((unit for unit in units if unit.area is area), units[0])
    return choose(world, area, person, first)


def choose(world: World, area: Area, person: Recipient, unit: Unit, *, asked: bool = True) -> Provider:
    """Somebody without a provider chooses one with room, or is given one; counted in a unit."""
    among = options(area, person) or serving(area)
    if asked and len(among) > 1 and among == options(area, person):
        put(world, unit)
        if chooses(world, person, area.municipality, len(among)):
            chosen = best(world, person, among)
            count_active(world, person, unit, among, chosen)
            return chosen
    return default_rule.give(world, area, person, among)


# ---- moving alone


def move_alone(world: World, unit: Unit, to: Provider, person: Recipient) -> Unit:
    """A recipient moves alone: received as a newcomer is, but for the open window; what is lost is counted."""
    count_lost(world, unit, person)
    visits = [visit for visit in unit.visits if visit.recipient is person]
    demography.leave(unit, person)
    person.relations, person.contacts, person.provider = {}, [], Evidence()
    return demography.place(person.area, to, person, visits)


def relations(world: World, unit: Unit, person: Recipient) -> int:
    """Relations with staff met in this window (which is empty on its first morning) or the one before."""
    met = set(person.window.visits) if world.begins(14) else person.met_before | set(person.window.visits)
    return sum(who.identity in met and who.identity in person.relations for who in unit.columns)


def count_lost(world: World, unit: Unit, person: Recipient) -> None:
    """Who moves alone loses all relations and contacts."""
    unit.counted.relations_lost += relations(world, unit, person)
    unit.counted.contacts_lost += len(person.contacts)
