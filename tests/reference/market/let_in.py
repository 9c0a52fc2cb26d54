"""Firms that have been let in begin, and those present who are asked choose (ODD 7.35, EXACT *Entry and tenders*)."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference import contacts, demography, levers, organise
from reference.granted import weekly_granted
from reference.market import begin, choice, entry, handover, offers, providers, switching, tender
from reference.opinion import Evidence
from reference.randomness import upper
from reference.state import Area, Municipality, Provider, Recipient, Team, Unit, World


@dataclass
class Moves:
    """Who moves today, and how many each provider has been given."""

    to: dict[int, Provider] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=dict)


def pass_month(world: World) -> None:
    """All that begin in a month begin together."""
    for municipality in world.municipalities:
        back = handover.return_areas(world, municipality)
        note_ask(world, municipality)
        note_tenders(world, municipality)
        for of in municipality.providers:
            if of.at_work and stays(world, of) and tender.has_come(world, of):
                go_on(world, municipality, of)
        own = handover.own_provider(municipality)
        opened = [open_unit(world, area, own) for area in back]
        opened += [unit for of in municipality.providers for unit in in_each_area(world, of)]
        beginners = [of for of in municipality.providers if begins(world, of)]
        opened += [unit for of in beginners for unit in start_firm(world, municipality, of)]
        old = list(municipality.units)
        municipality.units = old + opened
        moves = ask(world, municipality)
        for unit in old:
            for person in list(unit.recipients):
                if person.identity in moves.to:
                    move(world, unit, person, moves, opened)
        settle(world, municipality, opened)
        offers.count_begun(world, beginners)
        for of in municipality.providers:
            of.announced = 0.0


def stays(world: World, of: Provider) -> bool:
    """Whether a provider is under no notice, or under one that is not over yet."""
    return of.leaves_on is None or of.leaves_on > world.day


def go_on(world: World, municipality: Municipality, of: Provider) -> None:
    """A firm that is there has a new contract, and does not leave if it was under notice."""
    if of.leaves_on is not None:
        of.active, of.leaves_on, of.notice_days = True, None, 0
        providers.begin_credits_anew(municipality)
    tender.begin_contract(world, of)


def in_each_area(world: World, of: Provider) -> list[Unit]:
    """A firm that was there and has won whole areas has units in each of them, also where nobody comes over."""
    lot = tender.lot_of(world, of)
    if lot is None or not lot.tender.get("transfer") or of.contract.began_on != world.day:
        return []
    if world.constants["handover.staff_share"] > 0.0:
        return []
    there = {unit.area.number for unit in providers.units_of(of)}
    return [open_unit(world, area, of) for area in lot.areas if area.number not in there]


def note_ask(world: World, municipality: Municipality) -> None:
    """In the month in which free choice opens all areas note the share to be asked."""
    market = world.config.market
    if market is not None and "lov" in market and entry.free_choice(world) and not municipality.opened:
        municipality.opened = True
        for area in municipality.areas:
            area.to_ask = market["lov"].get("ask", 0.0)


def note_tenders(world: World, municipality: Municipality) -> None:
    """In the month in which a tender's contracts begin the areas of its lots note the share to be asked."""
    for lot in tender.lots(world, municipality):
        starts = world.config.burn_in + tender.starts(lot)
        if entry.first_month(starts) == world.day and not lot.tender.get("transfer"):
            for area in lot.areas:
                area.to_ask = float(lot.tender.get("ask", 0.0))


def begins(world: World, of: Provider) -> bool:
    """Whether a firm that waits begins this month; not if free choice has been closed by then."""
    if tender.has_come(world, of):
        return True
    if of.waits_until is None or of.waits_until > world.day:
        return False
    of.waits_until = None
    return entry.free_choice(world)


def start_firm(world: World, municipality: Municipality, of: Provider) -> list[Unit]:
    """A firm has units in the areas that it serves; one that begins again keeps its cash, its owner and its file."""
    for unit in municipality.units:
        if unit.shares_with == of.number:
            unit.shares_with = unit.provider.number
    of.active, of.begun, of.gone, of.began, of.leaves_on = True, True, False, world.day, None
    of.notice_days, of.insolvent, of.dossier.ended = 0, False, None
    account = of.account
    account.months, account.year, account.below, account.first_cost, account.clawback = 0, [], 0, 0, 0
    offers.begin(world, of)
    municipality.units[0].counted.firms_entered += 1
    if tender.has_come(world, of):
        tender.begin_contract(world, of)
    if tender.has_whole_areas(world, of) and world.constants["handover.staff_share"] > 0.0:
        return []
    where = (
        [of.home] if of.home is not None else [area for area in municipality.areas if providers.let_in_for(of, area)]
    )
    there = {unit.area.number for unit in providers.units_of(of)}
    return [open_unit(world, area, of) for area in where if area.number not in there]


def open_unit(world: World, area: Area, of: Provider) -> Unit:
    """A new unit with one team: the levers that the timeline gives its place, and the firm's practice on top."""
    unit = Unit(area, of, 0, 0, {}, teams=[Team()], shares_with=of.number)
    unit.levers = offers.with_taken_up(of, providers.practised(world, of, levers.of_place(world, unit)))
    return unit


def ask(world: World, municipality: Municipality) -> Moves:
    """Those present are asked, area by area, in the first month in which a firm serves the area."""
    moves = Moves()
    where = {person.identity: unit for unit in municipality.units for person in unit.recipients}
    present = [person for unit in municipality.units for person in unit.recipients]
    for area in municipality.areas:
        if area.to_ask <= 0.0 or not any(of.firm for of in choice.serving(area)):
            continue
        share, area.to_ask = area.to_ask, 0.0
        of_area = [person for person in present if person.area is area]
        for person in sorted(of_area, key=lambda person: person.identity):
            if upper(world.keys.lasting("choice", person.identity)) < share:
                consider(world, where[person.identity], person, moves)
    return moves


def consider(world: World, unit: Unit, person: Recipient, moves: Moves) -> None:
    """Somebody present who is asked: who chooses compares, and who does not stays."""
    among = choice.options(person.area, person)
    if len(among) < 2:
        return
    choice.put(world, unit)
    if not choice.chooses(world, person, unit.area.municipality, len(among)):
        return
    all_of = choice.serving(person.area)
    wished = switching.preferred(world, unit, person, all_of)
    choice.count_active(world, person, unit, all_of, wished, unit.provider)
    if wished is unit.provider:
        return
    if not choice.has_room(wished):
        switching.wish(world, unit, person, wished)
        return
    moves.to[person.identity] = wished
    wished.announced += weekly_granted(person)
    unit.provider.announced -= weekly_granted(person)


def move(world: World, unit: Unit, person: Recipient, moves: Moves, opened: list[Unit]) -> None:
    """Whoever moves enters the beginner's one team or, of a provider with units for the area, its teams in turn."""
    to = moves.to[person.identity]
    choice.count_lost(world, unit, person)
    unit.counted.switches += 1
    visits = [visit for visit in unit.visits if visit.recipient is person]
    demography.leave(unit, person)
    person.left, person.wish, person.wish_day = unit.provider.number, 0, 0
    person.relations, person.contacts, person.provider = {}, [], Evidence()
    teams = [(own, team) for own in providers.units_for(to, person.area) for team in range(len(own.teams))]
    given = moves.given.get(to.number, 0)
    moves.given[to.number] = given + 1
    entered, person.team = teams[given % len(teams)]
    demography.enter(entered, person, visits)
    if entered not in opened:
        contacts.fill_all(entered)


def taken_over(world: World, unit: Unit) -> float:
    """What is granted a week in all units of an area that are others', where it goes over or comes back with nobody."""
    if unit.provider.firm and not tender.has_whole_areas(world, unit.provider):
        return 0.0
    of_area = organise.of_area(unit.area.municipality, unit.area)
    others = [other for other in of_area if other.provider is not unit.provider]
    return begin.seconds([person for other in others for person in other.recipients])


def settle(world: World, municipality: Municipality, opened: list[Unit]) -> None:
    """Beginners' staff are hired, and their units formed."""
    if not opened:
        return
    each = sum(begin.seconds(unit.recipients) for unit in municipality.units)
    each /= max(1, sum(len(unit.recipients) for unit in municipality.units))
    for unit in opened:
        begin.hire(world, unit, each, taken_over(world, unit))
    new = organise.cut_anew(world, municipality, opened, rule="by_area")
    organise.appoint_guests(municipality)
    providers.share_managers(municipality)
    for unit in new:
        organise.begin(world, unit)
        contacts.fill_all(unit)
