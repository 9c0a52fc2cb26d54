"""Planning: who makes which visit (ODD 7.6, mechanism 3)."""

from __future__ import annotations

from dataclasses import dataclass

from reference import duties, rota
from reference.numbers import f32, seconds, whole_f32
from reference.people import slot_minutes
from reference.randomness import MASK, mix
from reference.state import EVENING, MIDDAY, MORNING, Recipient, Unit, Visit, World, shift_of
from reference.worker import Worker

SLOTS = (MORNING, MIDDAY, EVENING)


@dataclass(slots=True)
class Planned:
    """A visit as planned: its seconds, who makes it, and the planned start."""

    visit: Visit
    granted_s: int
    needed_s: int
    planned_s: int
    worker: Worker | None = None
    start: int = 0


@dataclass(slots=True)
class Coefficients:
    """Coefficients of planning: reckoned in double, then rounded (EXACT *Numbers*)."""

    familiarity: float
    contact: float
    competence: float
    language: float
    travel: float
    load: float
    half: float
    share: float
    registration: int

    @classmethod
    def of(cls, world: World, unit: Unit) -> Coefficients:
        """The coefficients of a unit today."""
        constants, levers = world.constants, unit.levers
        route = 1.0 + constants["plan.route_loss_team"] * levers["plan.team_planning"]
        return cls(
            familiarity=f32(levers["plan.continuity_weight"]),
            contact=f32(levers["plan.contact_weight"]),
            competence=f32(levers["plan.competence_weight"]),
            language=f32(levers["plan.language_weight"]),
            travel=f32(levers["plan.travel_weight"] / 60.0),
            load=f32(levers["plan.load_weight"] / 3600.0),
            half=world.familiarity_clock.prior(constants["familiarity.half_visits"]),
            share=f32(levers["plan.planned_travel_share"] * route),
            registration=seconds(constants["control.registration_min"] * levers["control.record_checks"]),
        )


def slot_plan(world: World, unit: Unit, slot: int) -> list[Planned]:
    """The plan of a slot, visit by visit in the order of wished minute, then id."""
    coefficients = Coefficients.of(world, unit)
    workers = [worker for worker in unit.at_work if worker.shift == shift_of(slot)]
    most = limit(world, unit, slot)
    tie_turn(world, workers, slot)
    plan = []
    for visit in unit.visits:
        if visit.slot == slot and world.weekday in visit.weekdays and not visit.recipient.away:
            planned = demand(world, unit, visit)
            assign(world, planned, workers, most, coefficients)
            plan.append(planned)
    return plan


def limit(world: World, unit: Unit, slot: int) -> float:
    """Seconds of a slot that may be planned: slot·(1 - reserved/shift)."""
    reserved = duties.reserved_s(world, unit) + duties.planning_s(world, unit)
    shift = rota.shift_minutes(world, shift_of(slot)) * 60.0
    return f32(slot_minutes(world, slot) * 60.0 * f32(1.0 - f32(min(1.0, reserved / shift))))


def tie_turn(world: World, workers: list[Worker], slot: int) -> None:
    """The order among equals at a slot."""
    for worker in workers:
        name = worker.who.identity
        key = world.keys.today("tie", name, world.day) if worker.remembered else name
        worker.tie = mix((key + slot) & MASK) >> 33


def demand(world: World, unit: Unit, visit: Visit) -> Planned:
    """Granted, needed and planned time of a visit (7.7)."""
    person = visit.recipient
    own_time = f32(1.0 + unit.levers["care.own_time"])
    granted = f32(f32(person.visit_s * person.granted) * own_time)
    needed = f32(granted * person.ratio)
    target = aim(world, granted, needed, unit.climate.discretion)
    planned = f32(granted + f32(f32(unit.levers["plan.knowledge"]) * f32(target - granted)))
    return Planned(visit, whole_f32(granted), whole_f32(needed), whole_f32(planned))


def aim(world: World, granted: float, needed: float, discretion: float) -> float:
    """Target = granted + f·(needed - granted), f growing with usable discretion."""
    least = f32(world.constants["visit.follow_least"])
    more = f32(world.constants["visit.follow_need"] - world.constants["visit.follow_least"])
    follow = f32(least + f32(more * discretion))
    return f32(granted + f32(follow * f32(needed - granted)))


def assign(world: World, planned: Planned, workers: list[Worker], most: float, coefficients: Coefficients) -> None:
    """Among the recipient's team, or else the unit, the best score wins."""
    person = planned.visit.recipient
    best = None
    for own_team in (True, False):
        for worker in workers:
            if (worker.team == person.team) == own_team:
                found = candidate(world, planned, worker, most, coefficients)
                if found and (best is None or found[:2] > best[:2]):
                    best = (*found, worker)
        if best:
            break
    if best is None:
        return
    _, _, travel, worker = best
    planned.worker = worker
    start = f32(worker.clock + f32(travel * coefficients.share))
    planned.start = int(start)
    worker.clock = f32(planned.start + planned.planned_s + coefficients.registration)
    worker.x, worker.y = person.x, person.y


def candidate(
    world: World, planned: Planned, worker: Worker, most: float, coefficients: Coefficients
) -> tuple[float, tuple[int, int], float] | None:
    """Score, order among equals and travel of someone who has time."""
    person = planned.visit.recipient
    travel = way_s(world, worker.x, worker.y, person)
    ready = f32(f32(worker.clock + f32(travel * coefficients.share)) + planned.planned_s)
    if ready > most:
        return None
    return score(person, worker, travel, coefficients), (-worker.team, -worker.tie), travel


def travel_s(world: World, worker: Worker, person: Recipient) -> float:
    """Travel from where someone really is."""
    return way_s(world, worker.real_x, worker.real_y, person)


def way_s(world: World, x: float, y: float, person: Recipient) -> float:
    """Travel = |dx| + |dy| + access, in seconds."""
    access = f32(world.constants["visit.access_min"] * 60.0)
    way = f32(abs(f32(x - person.x)) + abs(f32(y - person.y)))
    return f32(way + access)


def score(person: Recipient, worker: Worker, travel: float, coefficients: Coefficients) -> float:
    """The planning score."""
    total = f32(coefficients.familiarity * known(person, worker, coefficients.half))
    if is_contact(person, worker):
        total = f32(total + coefficients.contact)
    if person.needs_nurse and not worker.who.nurse:
        total = f32(total - coefficients.competence)
    if person.language is not None and not worker.who.languages[person.language]:
        total = f32(total - coefficients.language)
    total = f32(total - f32(coefficients.travel * travel))
    return f32(total - f32(coefficients.load * worker.clock))


def known(person: Recipient, worker: Worker, half: float) -> float:
    """Familiarity K = c/(c + W_K) (E12)."""
    return known_of(person, worker.who.identity, half)


def known_of(person: Recipient, identity: int, half: float) -> float:
    """Familiarity with an employee."""
    relation = person.relations.get(identity)
    if relation is None:
        return 0.0
    return f32(relation.familiarity / f32(relation.familiarity + half))


def is_contact(person: Recipient, worker: Worker) -> bool:
    """Whether a worker is a care contact of the recipient."""
    return any(contact is worker.who for contact in person.contacts)


def skilled(person: Recipient, worker: Worker) -> bool:
    """Has the competence and the language needed."""
    if person.needs_nurse and not worker.who.nurse:
        return False
    return person.language is None or worker.who.languages[person.language]
