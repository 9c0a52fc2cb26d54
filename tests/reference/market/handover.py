"""When a provider ends: its units go over as they are, or its recipients move alone (ODD 7.25)."""

from __future__ import annotations

from dataclasses import replace

from reference import conduct, counters, demography, levers, organise
from reference.market import choice, offers, providers, switching, tender
from reference.market.providers import OWN_NUMBER
from reference.opinion import Evidence
from reference.randomness import mix, upper
from reference.state import Area, Employee, Municipality, Provider, Recipient, Unit, World

#: Days of notice within which nobody is asked.
SHORT_NOTICE_DAYS = 14

#: Levers that belong to a provider or unit, but for teams and spans.
OF_PROVIDER_OR_UNIT = (
    "organisation.contact_coverage",
    "organisation.hourly_share",
    "plan.continuity_weight",
    "plan.contact_weight",
    "plan.travel_weight",
    "plan.load_weight",
    "plan.competence_weight",
    "plan.language_weight",
    "plan.team_planning",
    "plan.knowledge",
    "plan.planned_travel_share",
    "discretion.provider",
    "discretion.manager",
    "control.deviation_min",
    "control.relational_checks",
    "control.enabling",
    "control.check_distrust",
    "control.check_uncertainty",
    "steering.reallocation",
    "steering.follow_up_min",
    "steering.safety_min",
    "steering.meeting_min",
    "steering.training_min",
    "steering.breaks_min",
    "steering.dialogues",
    "steering.plans_kept",
    "steering.recipient_dialogues",
    "officers.nurse_meetings",
    "organisation.hours_influence",
    "collective.wage_gap",
)


def areas(world: World, municipality: Municipality) -> None:
    """What the own provider has in areas that others won goes over to them, by number."""
    for to in municipality.providers:
        lot = tender.lot_of(world, to)
        if lot is None or not lot.tender.get("transfer") or to.contract.began_on != world.day:
            continue
        for area in lot.areas:
            area.holder = to.number
        units = [unit for unit in providers.units_of(own_provider(municipality)) if unit.area in lot.areas]
        pass_units(world, municipality, units, to)
        providers.share_managers(municipality)


def return_areas(world: World, municipality: Municipality) -> list[Area]:
    """Areas are the municipality's again whose firm leaves today and that no other has won; the municipality begins.

    The areas returned are those in which it has to form a unit first, since nobody follows and it has none there.
    """
    back = []
    for area in municipality.areas:
        holder = municipality.providers[area.holder - OWN_NUMBER]
        leaves = holder.leaves_on is not None and holder.leaves_on <= world.day and not tender.has_come(world, holder)
        if holder.number != OWN_NUMBER and leaves and not tender.has_won(world, area):
            area.holder = OWN_NUMBER
            back.append(area)
    if not back or world.constants["handover.staff_share"] > 0.0:
        return []
    there = {unit.area.number for unit in providers.units_of(own_provider(municipality))}
    return [area for area in back if area.number not in there]


def due(world: World, municipality: Municipality) -> None:
    """Providers that leave and whose last day has come hand over, by number."""
    for of in municipality.providers:
        if of.leaves_on is not None and of.leaves_on <= world.day and not of.gone:
            hand_over(world, of)


def own_provider(municipality: Municipality) -> Provider:
    """Number 1."""
    return next(of for of in municipality.providers if of.number == OWN_NUMBER)


def successor(world: World, of: Provider) -> Provider:
    """Who has the same lot anew with this month; else who has the area of the only base; else number 1."""
    for other in of.municipality.providers:
        same = other.contract.lot and other.contract.lot == of.contract.lot and tender.is_new(world, other.contract)
        if same and other is not of and other.active and can_follow(of, other):
            return other
    if of.home is not None and of.home.holder != OWN_NUMBER:
        holder = of.municipality.providers[of.home.holder - OWN_NUMBER]
        if holder is not of and can_follow(of, holder):
            return holder
    return own_provider(of.municipality)


def can_follow(of: Provider, other: Provider) -> bool:
    """A firm with one base takes over only from one whose only base is in the same area."""
    return other.home is None or other.home is of.home


def hand_over(world: World, of: Provider) -> None:
    """Whoever has the place, or number 1, takes over; a contract of the first day is number 1's from now on."""
    municipality, to = of.municipality, successor(world, of)
    units = providers.units_of(of)
    moved = sum(len(unit.recipients) for unit in units)
    municipality.purchaser.moved += moved
    of.gone, of.taken_up = True, {}
    providers.begin_credits_anew(municipality)
    own_provider(municipality).account.contract_s += of.account.contract_s
    of.account.contract_s = 0
    pass_units(world, municipality, units, to, notice=of.notice_days)
    counted = (providers.units_of(to) or municipality.units)[0].counted
    counted.moved_by_endings += moved
    counted.moved_by_termination += moved * (of.dossier.ended is not None)
    counted.moved_by_insolvency += moved * of.insolvent
    providers.share_managers(municipality)


def pass_units(world: World, municipality: Municipality, units: list[Unit], to: Provider, notice: int = 0) -> None:
    """Units go over as they are, or recipients move alone."""
    if world.constants["handover.staff_share"] > 0.0:
        there, before = providers.units_of(to), ties(world, municipality)
        for unit in units:
            go_over(world, unit, to, there[0].levers if there else None)
        municipality.units = providers.in_order(municipality.units)
        organise.appoint_guests(municipality)
        count_lost(before, ties(world, municipality))
        if choice.is_open(world):
            for unit in units:
                for person in unit.recipients:
                    stay_or_wish(world, unit, person, asked=notice >= SHORT_NOTICE_DAYS)
    else:
        municipality.units = [unit for unit in municipality.units if unit not in units]
        for unit in units:
            end(world, unit, to, asked=notice >= SHORT_NOTICE_DAYS)
        organise.appoint_guests(municipality)


def stay_or_wish(world: World, unit: Unit, person: Recipient, *, asked: bool) -> None:
    """Nobody can stay with a provider that does not serve the own area: the first that does is wished for."""
    everybody = choice.serving(person.area)
    if everybody and unit.provider not in everybody:
        switching.wish(world, unit, person, everybody[0], ended=True)
    elif asked:
        ask(world, unit, person)


def ask(world: World, unit: Unit, person: Recipient) -> None:
    """A recipient of a unit that has gone over is asked; who chooses another provider wishes for it."""
    among, everybody = choice.options(person.area, person), choice.serving(person.area)
    if len(among) < 2:
        return
    choice.put(world, unit)
    if not choice.chooses(world, person, unit.area.municipality, len(among)):
        return
    wished = switching.preferred(world, unit, person, everybody, ended=True)
    choice.count_active(world, person, unit, everybody, wished)
    if wished is not unit.provider:
        switching.wish(world, unit, person, wished, ended=True)


def follows(world: World, who: Employee) -> bool:
    """Whether an employee follows: a lasting u of this person."""
    return upper(world.keys.lasting("follows", who.identity)) < world.constants["handover.staff_share"]


def ties(world: World, municipality: Municipality) -> list[tuple[Unit, int, int]]:
    """Relations and contacts that there are, by unit."""
    return [
        (
            unit,
            sum(choice.relations(world, unit, person) for person in unit.recipients),
            sum(len(person.contacts) for person in unit.recipients),
        )
        for unit in municipality.units
    ]


def count_lost(before: list[tuple[Unit, int, int]], after: list[tuple[Unit, int, int]]) -> None:
    """The difference between before anybody has left and after all have gone over is lost (EXACT *Endings*)."""
    left = {id(unit): (relations, contacts) for unit, relations, contacts in after}
    for unit, relations, contacts in before:
        unit.counted.relations_lost += relations - left[id(unit)][0]
        unit.counted.contacts_lost += contacts - left[id(unit)][1]


def begun_with(world: World, unit: Unit, to: Provider) -> dict[str, float]:
    """What a unit gets of a provider without one: regime, timeline, practice, and what was taken up."""
    place = replace(unit)
    return offers.with_taken_up(to, providers.practised(world, to, levers.of_place(world, place)))


def go_over(world: World, unit: Unit, to: Provider, of_first: dict[str, float] | None) -> None:
    """A unit goes over as it is; who does not follow quits, is a contact no longer, and the manager is new."""
    gone = [who for who in unit.staff if not follows(world, who)]
    for person in unit.recipients:
        person.contacts = [contact for contact in person.contacts if contact not in gone]
    for post in unit.posts:
        if post.holder in gone:
            post.holder, post.vacant_since = None, world.day
            unit.counted.quits += 1
    for job in list(unit.hourly):
        if job.holder in gone:
            job.holder = None
            unit.hourly.remove(job)
            unit.counted.hourly_quits += 1
    if unit.provider.number == OWN_NUMBER:
        unit.shares_with = to.number
    unit.provider = to
    others = begun_with(world, unit, to) if of_first is None else of_first
    unit.levers.update({lever: others[lever] for lever in OF_PROVIDER_OR_UNIT if lever in others})
    unit.climate.officer = Evidence()
    for who in unit.staff:
        who.of_manager, who.seen = Evidence(), Evidence()
        conduct.derive(world, unit, who)


def end(world: World, unit: Unit, to: Provider, *, asked: bool) -> None:
    """Recipients move, staff leave, what was counted by then is a day of the digest, which enters the history."""
    for person in reversed(unit.recipients):
        given = to
        if choice.is_open(world):
            given = choice.choose(world, person.area, person, unit, asked=asked)
        choice.count_lost(world, unit, person)
        if person.wish == given.number:
            person.wish = person.wish_day = 0
        visits = [visit for visit in unit.visits if visit.recipient is person]
        person.relations, person.contacts, person.provider = {}, [], Evidence()
        demography.place(person.area, given, person, visits)
    unit.counted.quits += sum(post.holder is not None for post in unit.posts)
    unit.counted.hourly_quits += sum(job.holder is not None for job in unit.hourly)
    unit.digest = counters.of_the_day(unit.digest, unit.counted)
    world.history = mix(world.history ^ unit.digest)
