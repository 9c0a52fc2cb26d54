"""Firms that begin on a day (ODD 7.24, EXACT *Firms that begin on a day*)."""

from __future__ import annotations

from dataclasses import replace

from reference import contacts, demography, levers, organise, people, start
from reference.market import books, choice, offers, pay, providers
from reference.market.providers import OWN_NUMBER
from reference.numbers import nearest
from reference.opinion import Evidence
from reference.randomness import upper
from reference.state import Area, Municipality, Provider, Recipient, Team, Unit, World


def due(world: World) -> None:
    """Firms begin today, before anything else."""
    market = world.config.market
    if market is not None and market.get("begins") == world.measured:
        for municipality in world.municipalities:
            begin(world, municipality, market)


def begin(world: World, municipality: Municipality, market: dict[str, float]) -> None:
    """Firms become active, have units, are given people and staff, and are grouped."""
    providers.take_shares(municipality, market)
    firms = [of for of in municipality.providers if of.external]
    for of in firms:
        of.active, of.begun, of.began = True, True, world.day
        offers.begin(world, of)
    providers.begin_credits_anew(municipality)
    old = list(municipality.units)
    opened = [unit for of in firms for unit in open_units(world, municipality, of)]
    municipality.units = old + opened
    deal(world, municipality, old, market.get("ask", 0.0))
    each = sum(seconds(unit.recipients) for unit in municipality.units)
    each /= max(1, sum(len(unit.recipients) for unit in municipality.units))
    for unit in opened:
        hire(world, unit, each)
    new = organise.cut_anew(world, municipality, opened, rule="by_area")
    organise.appoint_guests(municipality)
    providers.share_managers(municipality)
    for unit in new:
        organise.begin(world, unit)
        contacts.fill_all(unit)
    offers.count_begun(world, firms)
    if pay.has_firms(world):
        books.contract_anew(municipality)
        books.deal(world, municipality)


def open_units(world: World, municipality: Municipality, of: Provider) -> list[Unit]:
    """A firm's units, each with one team, and the levers of the area's first unit with the firm's practice on top."""
    return [
        Unit(
            area,
            of,
            0,
            0,
            begun_with(world, of, organise.of_area(municipality, area)[0]),
            teams=[Team()],
            shares_with=of.number,
        )
        for area in municipality.areas
        if of.home in (None, area)
    ]


def begun_with(world: World, of: Provider, first: Unit) -> dict[str, float]:
    """Levers of the area's first unit but for what that was ordered, with practice and requirements on top."""
    own = levers.of_place(world, replace(first))
    before = offers.not_ordered(first.provider, first.levers, own)
    return offers.with_taken_up(of, providers.practised(world, of, before))


def deal(world: World, municipality: Municipality, old: list[Unit], ask: float) -> None:
    """Those present are asked, area by area, in the order of ids; who is given to a firm moves alone."""
    present = [person for unit in old for person in unit.recipients]
    given: dict[int, Provider] = {}
    for area in municipality.areas:
        of_area = [person for person in present if person.area is area]
        for person in sorted(of_area, key=lambda person: person.identity):
            if upper(world.keys.lasting("choice", person.identity)) < ask:
                given[person.identity] = providers.deal(area)
    for unit in old:
        for person in list(unit.recipients):
            to = given.get(person.identity)
            if to is not None and to.number != OWN_NUMBER:
                choice.count_lost(world, unit, person)
                demography.leave(unit, person)
                enter(person.area, to, person)


def enter(area: Area, to: Provider, person: Recipient) -> None:
    """A recipient comes to a firm's unit for the area, without relations, contacts or opinion of the provider."""
    person.relations, person.contacts, person.provider, person.team = {}, [], Evidence(), 0
    unit = providers.units_for(to, area)[0]
    unit.recipients.append(person)
    providers.settle(unit, person)


def seconds(members: list[Recipient]) -> float:
    """Granted seconds a week."""
    return sum(person.visit_s * len(visit.weekdays) * person.granted for person in members for visit in person.visits)


def hire(world: World, unit: Unit, each: float, more: float = 0.0) -> None:
    """A unit has staff, recruits all, for what its recipients are granted or for its part of a firm at its start."""
    firm = len(providers.units_of(unit.provider))
    wanted = max(seconds(unit.recipients) + more, world.constants["provider.start_recipients"] / firm * each)
    posts = nearest(start.posts_for(world, unit, wanted))
    if wanted > 0.0:
        posts = max(2, posts)
    share = unit.levers["organisation.hourly_share"]
    jobs = nearest(posts * share / (1.0 - share) * world.constants["hourly.heads_ratio"])
    for number in range(posts + jobs):
        row = start.open_post(world, unit.area, unit.provider, hourly=number >= posts)
        row.holders = 1
        row.holder = people.employee(world, row, choice.profile(world, unit.provider), at_start=False)
        (unit.hourly if row.hourly else unit.posts).append(row)
