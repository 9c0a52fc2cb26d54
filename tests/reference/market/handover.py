"""When a provider ends: its units go over as they are, or its recipients move alone (ODD 7.25)."""

from __future__ import annotations

from reference import conduct, counters, demography, organise
from reference.market import providers
from reference.market.providers import OWN_NUMBER
from reference.opinion import Evidence
from reference.randomness import mix, upper
from reference.state import Employee, Municipality, Provider, Recipient, Unit, World

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
    "officers.nurse_meetings",
    "organisation.hours_influence",
)


def due(world: World, municipality: Municipality) -> None:
    """Providers that leave and whose last day has come hand over, by number."""
    for of in municipality.providers:
        if of.leaves_on is not None and of.leaves_on <= world.day and not of.gone:
            hand_over(world, of)


def hand_over(world: World, of: Provider) -> None:
    """Number 1 takes over, and with the people a contract."""
    municipality = of.municipality
    own = next(other for other in municipality.providers if other.number == OWN_NUMBER)
    units = providers.units_of(of)
    moved = sum(len(unit.recipients) for unit in units)
    municipality.purchaser.moved += moved
    of.gone = True
    providers.begin_credits_anew(municipality)
    own.account.contract_s += of.account.contract_s
    of.account.contract_s = 0
    if world.constants["handover.staff_share"] > 0.0:
        levers = providers.units_of(own)[0].levers
        for unit in units:
            go_over(world, unit, own, levers)
        municipality.units = providers.in_order(municipality.units)
    else:
        municipality.units = [unit for unit in municipality.units if unit.provider is not of]
        for unit in units:
            end(world, unit, own)
    counted = providers.units_of(own)[0].counted
    counted.moved_by_endings += moved
    counted.moved_by_termination += moved * (of.dossier.ended is not None)
    organise.appoint_guests(municipality)
    providers.share_managers(municipality)


def follows(world: World, who: Employee) -> bool:
    """Whether an employee follows: a lasting u of this person."""
    return upper(world.keys.lasting("follows", who.identity)) < world.constants["handover.staff_share"]


def go_over(world: World, unit: Unit, own: Provider, levers: dict[str, float]) -> None:
    """A unit goes over as it is; who does not follow quits, and the manager is new."""
    for post in unit.posts:
        if post.holder is not None and not follows(world, post.holder):
            post.holder, post.vacant_since = None, world.day
            unit.counted.quits += 1
    for job in list(unit.hourly):
        if job.holder is not None and not follows(world, job.holder):
            job.holder = None
            unit.hourly.remove(job)
            unit.counted.hourly_quits += 1
    unit.provider = own
    for lever in OF_PROVIDER_OR_UNIT:
        unit.levers[lever] = levers[lever]
    unit.climate.officer = Evidence()
    for who in unit.staff:
        who.of_manager, who.seen = Evidence(), Evidence()
        conduct.derive(world, unit, who)


def end(world: World, unit: Unit, own: Provider) -> None:
    """Recipients move, staff leave, what was counted by then is a day of the digest, which enters the history."""
    for person in reversed(unit.recipients):
        move_alone(unit, own, person)
    unit.counted.quits += sum(post.holder is not None for post in unit.posts)
    unit.counted.hourly_quits += sum(job.holder is not None for job in unit.hourly)
    unit.digest = counters.of_the_day(unit.digest, unit.counted)
    world.history = mix(world.history ^ unit.digest)


def move_alone(unit: Unit, own: Provider, person: Recipient) -> None:
    """A recipient is received as a newcomer is, but for the open window; relations, contacts and opinion are lost."""
    person.relations, person.contacts, person.provider = {}, [], Evidence()
    visits = [visit for visit in unit.visits if visit.recipient is person]
    demography.place(person.area, own, person, visits)
