"""When a provider ends: its units go over as they are, or its recipients move alone (ODD 7.25)."""

from __future__ import annotations

from reference import conduct, counters, demography, organise
from reference.market import choice, offers, providers, switching, tender
from reference.market.providers import OWN_NUMBER
from reference.opinion import Evidence
from reference.randomness import mix, upper
from reference.state import Employee, Municipality, Provider, Recipient, Unit, World

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
        own = own_provider(municipality)
        for area in lot.areas:
            area.holder = to.number
            units = [unit for unit in providers.units_of(own) if unit.area is area]
            pass_units(world, municipality, units, to)
        organise.appoint_guests(municipality)
        providers.share_managers(municipality)


def due(world: World, municipality: Municipality) -> None:
    """Providers that leave and whose last day has come hand over, by number."""
    for of in municipality.providers:
        if of.leaves_on is not None and of.leaves_on <= world.day and not of.gone:
            hand_over(world, of)


def own_provider(municipality: Municipality) -> Provider:
    """Number 1."""
    return next(of for of in municipality.providers if of.number == OWN_NUMBER)


def successor(world: World, of: Provider) -> Provider:
    """Who has a provider's place in a lot from now on, unless that has one base elsewhere; else number 1."""
    for other in of.municipality.providers:
        contract = other.contract
        same = contract.lot and contract.lot == of.contract.lot and contract.began_on == world.day
        if same and other is not of and other.active and not elsewhere(of, other):
            return other
    return own_provider(of.municipality)


def elsewhere(of: Provider, other: Provider) -> bool:
    """Whether another provider has one base, and units of a provider stand in another area."""
    return other.home is not None and any(unit.area is not other.home for unit in providers.units_of(of))


def hand_over(world: World, of: Provider) -> None:
    """Whoever has the place, or number 1, takes over, and with the people a contract."""
    municipality, to = of.municipality, successor(world, of)
    units = providers.units_of(of)
    moved = sum(len(unit.recipients) for unit in units)
    municipality.purchaser.moved += moved
    of.gone, of.taken_up = True, {}
    for area in municipality.areas:
        if area.holder == of.number:
            area.holder = to.number
    providers.begin_credits_anew(municipality)
    to.account.contract_s += of.account.contract_s
    of.account.contract_s = 0
    pass_units(world, municipality, units, to, notice=of.notice_days)
    counted = providers.units_of(to)[0].counted
    counted.moved_by_endings += moved
    counted.moved_by_termination += moved * (of.dossier.ended is not None)
    counted.moved_by_insolvency += moved * of.insolvent
    organise.appoint_guests(municipality)
    providers.share_managers(municipality)


def pass_units(world: World, municipality: Municipality, units: list[Unit], to: Provider, notice: int = 0) -> None:
    """Units go over as they are, or recipients move alone."""
    if world.constants["handover.staff_share"] > 0.0:
        there = providers.units_of(to)
        for unit in units:
            lose(world, unit)
        for unit in units:
            go_over(world, unit, to, there[0].levers if there else {})
        municipality.units = providers.in_order(municipality.units)
        if choice.is_open(world) and notice >= SHORT_NOTICE_DAYS:
            for unit in units:
                for person in unit.recipients:
                    ask(world, unit, person)
    else:
        municipality.units = [unit for unit in municipality.units if unit not in units]
        if any(unit.recipients for unit in units) and not providers.units_of(to):
            raise NotImplementedError("the text does not say who takes people alone where the new provider has no unit")
        for unit in units:
            end(world, unit, to, asked=notice >= SHORT_NOTICE_DAYS)


def ask(world: World, unit: Unit, person: Recipient) -> None:
    """A recipient of a unit that has gone over is asked; who chooses another provider wishes for it.

    Where the new provider does not serve the area, since its care has passed, whoever has it is wished for.
    """
    among, everybody = choice.options(person.area, person), choice.serving(person.area)
    if everybody and unit.provider not in everybody:
        switching.wish(world, unit, person, everybody[0], ended=True)
        return
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


def lose(world: World, unit: Unit) -> None:
    """What a unit's recipients lose with those who do not follow, guests too; they are contacts no longer."""
    gone = [who for who in unit.columns if not follows(world, who)]
    for person in unit.recipients:
        choice.count_lost(world, unit, person, gone)
        person.contacts = [contact for contact in person.contacts if contact not in gone]


def go_over(world: World, unit: Unit, to: Provider, levers: dict[str, float]) -> None:
    """A unit goes over as it is; who does not follow quits, and the manager is new."""
    gone = [who for who in unit.staff if not follows(world, who)]
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
    for lever in OF_PROVIDER_OR_UNIT:
        if lever in levers:
            unit.levers[lever] = levers[lever]
    offers.with_taken_up(to, unit.levers)
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
