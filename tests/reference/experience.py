"""Experience: what a visit leaves in the one who was visited (ODD 7.8, 7.20, E1, E10, E12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference import satisfaction
from reference.numbers import f32
from reference.opinion import opinion
from reference.plan import is_contact, known
from reference.randomness import MASK, bits, mix, standard
from reference.state import Employee, Recipient, Relation, Unit, World
from reference.worker import Worker

if TYPE_CHECKING:
    from reference.visit import Made

LEAST_DELIVERED = f32(0.9)


def visit_key(world: World, need_key: int, number: int) -> int:
    """The key of a visit: from the need's key of the day, and its number in the person's day."""
    return (mix(need_key ^ world.keys.of["visit"]) + number) & MASK


def is_new_face(person: Recipient, worker: Worker) -> bool:
    """Someone never met before; of strangers only the last is known again."""
    if worker.remembered:
        relation = person.relations.get(worker.who.identity)
        return relation is None or relation.familiarity == 0.0
    return person.last_stranger != worker.who.identity


def quality(world: World, unit: Unit, made: Made, familiarity: float) -> float:
    """E10: q in single precision."""
    constants, person, who = world.constants, made.planned.visit.recipient, made.worker.who
    total = f32(undisturbed(world, made))
    total = f32(total + f32(f32(constants["experience.familiarity"]) * familiarity))
    share = f32(constants["experience.mismatch"] / (1.0 + unit.levers["care.own_time"]))
    mismatch = f32(f32(share * person.mismatch) * f32(1.0 - who.discretion))
    total = f32(total + mismatch)
    total = f32(total + who.quality_added)
    noise = f32(f32(constants["experience.noise_sd"]) * f32(standard(bits(made.key, 0))))
    return f32(total + noise)


def undisturbed(world: World, made: Made) -> float:
    """The parts of quality that are there or not, summed in double."""
    constants = world.constants
    return (
        constants["experience.base"]
        + constants["experience.late"] * made.late
        + constants["experience.rushed"] * made.rushed
        + constants["experience.competence"] * made.skilled
        + constants["experience.cut_short"] * made.cut_short
    )


def feel(world: World, unit: Unit, made: Made) -> None:
    """A visit that was made."""
    constants, counted, person = world.constants, unit.counted, made.planned.visit.recipient
    new_face = is_new_face(person, made.worker)
    half = world.familiarity_clock.prior(constants["familiarity.half_visits"])
    familiarity = known(person, made.worker, half)
    q = quality(world, unit, made, familiarity)
    good = q > f32(constants["experience.good_above"])
    poor = q < f32(constants["experience.bad_below"])
    relation = tie(person, made.worker.remembered)
    prior = world.trust_clock.prior(constants["opinion.prior_weight"])
    view = opinion(relation.evidence, prior, f32(constants["opinion.propensity"]))
    counted.visit_familiarity += familiarity
    count(unit, made, q, (good, poor, new_face))
    counted.visit_trust += view.trust
    evidence = f32(constants["opinion.visit_evidence"] * world.trust_clock.weight)
    against = f32(bad_evidence(world) * world.trust_clock.weight)
    on_time = not (made.late or made.rushed or made.cut_short)
    kept = f32(evidence * view.expectation) if on_time else 0.0
    judge_provider(world, person, kept, against if poor else 0.0, new_face)
    if good:
        relation.evidence.add(evidence, 0.0)
    elif poor:
        relation.evidence.add(0.0, against)
    relation.familiarity = f32(relation.familiarity + world.familiarity_clock.weight)
    meet(person, made.worker)
    satisfaction.after_visit(world, person, q, familiarity, new_face, made.late)


def tie(person: Recipient, who: Employee | None) -> Relation:
    """What is remembered of an employee; strangers leave no memory."""
    if who is None:
        return Relation()
    return person.relations.setdefault(who.identity, Relation())


def meet(person: Recipient, worker: Worker) -> None:
    """A visit in the open window; of strangers the last who came within it is known again."""
    name = worker.who.identity
    if worker.remembered:
        person.window.visits[name] = person.window.visits.get(name, 0) + 1
        return
    if person.last_stranger == name:
        person.window.strangers[-1] += 1
    else:
        person.window.strangers.append(1)
    person.last_stranger = name


def bad_evidence(world: World) -> float:
    """κ·w: what a bad event weighs."""
    return world.constants["opinion.visit_evidence"] * world.constants["opinion.kappa"]


def judge_provider(world: World, person: Recipient, good: float, bad: float, new_face: bool) -> None:
    """Evidence about the provider from a visit that was made."""
    if new_face:
        strange = bad_evidence(world) * world.constants["opinion.new_face_evidence"]
        amount = f32(abs(strange) * world.trust_clock.weight)
        if strange >= 0.0:
            bad = f32(bad + amount)
        else:
            good = f32(good + amount)
    person.provider.add(good, bad)


def miss(world: World, person: Recipient) -> None:
    """A missed visit counts against the provider."""
    lost = bad_evidence(world) * world.constants["opinion.missed_evidence"]
    person.provider.add(0.0, f32(lost * world.trust_clock.weight))
    satisfaction.after_missed(world, person)


def count(unit: Unit, made: Made, q: float, felt: tuple[bool, bool, bool]) -> None:
    """Counters of a visit that was made."""
    counted, worker, person = unit.counted, made.worker, made.planned.visit.recipient
    good, poor, new_face = felt
    counted.visits_good += good
    counted.visits_poor += poor
    counted.visits_new_face += new_face
    counted.visits_unskilled += not made.skilled
    if person.language is not None:
        counted.visits_language += 1
        counted.visits_language_met += worker.who.languages[person.language]
    counted.visits_with_contact += bool(person.contacts)
    counted.visits_by_contact += is_contact(person, worker)
    counted.visits_by_hourly += worker.kind == "hourly"
    counted.visits_by_stranger += worker.kind == "agency"
    counted.visit_quality += q
    counted.visit_quality_squares += f32(q * q)
    counted.visit_discretion += worker.who.discretion
    if isinstance(worker.who, Employee):
        trusted = worker.expected > 0.5
        counted.visits_trusted += trusted
        counted.visits_misplaced += trusted and worker.who.delivers < LEAST_DELIVERED
