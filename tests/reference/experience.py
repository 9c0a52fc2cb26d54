"""ODD 7.8 and 7.20: what a visit is worth, evidence, familiarity, satisfaction and its survey."""

from __future__ import annotations

from dataclasses import dataclass

from .numbers import f32
from .randomness import Draws


@dataclass
class Encounter:
    """A visit that was made, as it is felt."""

    recipient: object
    relation: object  # None with agency staff, of whom no memory is kept
    new_face: bool
    late: bool
    rushed: bool
    competent: bool
    cut: bool
    noise: float
    quality: float
    discretion: float


def be_satisfied(k: dict, r: object, worth: float) -> None:
    """Y moves towards what the visit was worth, faster downwards."""
    weight = f32(k["satisfaction.visit_weight"])
    way = f32(worth - r.satisfaction)
    if way < 0.0:
        weight = f32(weight * f32(k["satisfaction.loss_weight"]))
    r.satisfaction = f32(r.satisfaction + f32(weight * way))


def quality(world: object, unit: object, e: Encounter, familiarity: float) -> float:
    """q (E10)."""
    k = world.k
    happened = k["experience.base"]
    happened += k["experience.late"] if e.late else 0.0
    happened += k["experience.rushed"] if e.rushed else 0.0
    happened += k["experience.competence"] if e.competent else 0.0
    happened += k["experience.cut_short"] if e.cut else 0.0
    known = f32(f32(k["experience.familiarity"]) * familiarity)
    weight = f32(k["experience.mismatch"] / (1.0 + unit.levers["care.own_time"]))
    mismatch = f32(f32(weight * e.recipient.mismatch) * f32(1.0 - e.discretion))
    q = f32(f32(f32(f32(happened) + known) + mismatch) + e.quality)
    return f32(q + f32(f32(k["experience.noise_sd"]) * e.noise))


def experience(world: object, unit: object, e: Encounter) -> None:
    """A visit becomes quality, evidence, familiarity and satisfaction."""
    k, c, r, relation = world.k, unit.counters, e.recipient, e.relation
    visits = relation.visits if relation else 0.0
    familiarity = world.familiarity(visits)
    opinion = world.opinion(relation.good, relation.bad) if relation else world.opinion(0.0, 0.0)
    belief = world.expectation(opinion)
    q = quality(world, unit, e, familiarity)
    good, poor = q > f32(k["experience.good_above"]), q < f32(k["experience.bad_below"])
    w = k["opinion.visit_evidence"] * world.evidence_weight
    for_it, against = f32(w), f32(w * k["opinion.kappa"])
    if relation:
        relation.good = f32(relation.good + (for_it if good else 0.0))
        relation.bad = f32(relation.bad + (against if poor else 0.0))
        relation.visits = f32(visits + world.visit_weight)
    novelty = f32(w * k["opinion.kappa"] * k["opinion.new_face_evidence"]) if e.new_face else 0.0
    kept_plan = 0.0 if e.late or e.rushed or e.cut else f32(for_it * belief)
    r.good = f32(r.good + f32(kept_plan + max(0.0, -novelty)))
    r.bad = f32(r.bad + f32((against if poor else 0.0) + max(0.0, novelty)))
    circumstances = f32(
        f32(f32(k["satisfaction.base"]) + (f32(k["satisfaction.new_face"]) if e.new_face else 0.0))
        + (f32(k["satisfaction.late"]) if e.late else 0.0)
    )
    worth = f32(circumstances + f32(f32(k["satisfaction.quality"]) * q))
    be_satisfied(k, r, f32(worth + f32(f32(k["satisfaction.familiarity"]) * familiarity)))
    c.visits_good += good
    c.visits_poor += poor
    c.visits_new_face += e.new_face
    c.visit_trust += opinion[0]
    c.visit_familiarity += familiarity
    c.visit_quality += q
    c.visit_quality_squares += f32(q * q)


def miss(world: object, r: object) -> None:
    """A visit that never came speaks against the provider."""
    k = world.k
    w = k["opinion.visit_evidence"] * world.evidence_weight
    r.bad = f32(r.bad + f32(w * k["opinion.kappa"] * k["opinion.missed_evidence"]))
    ordinary = f32(f32(k["satisfaction.quality"]) * f32(k["experience.base"]))
    be_satisfied(k, r, f32(f32(f32(k["satisfaction.base"]) + ordinary) + f32(k["satisfaction.missed"])))


def survey(world: object, unit: object) -> None:
    """Who answers, and what."""
    k, c = world.k, unit.counters
    supervised = k["night.share"] * unit.levers["night.supervision"]
    for r in unit.recipients:
        draws = Draws(world.keys.daily("survey", r.id, world.day))
        answers, proxy = draws.uniform(), draws.uniform()
        felt = f32(r.satisfaction + r.leniency) + (k["night.supervision_effect"] if r.night_rank < supervised else 0.0)
        c.satisfaction_people += 1
        c.satisfaction_sum += r.satisfaction
        if answers < k["survey.response"]:
            answer = felt + (k["survey.proxy_shift"] if proxy < k["survey.proxy_share"] else 0.0)
            c.survey_answers += 1
            c.survey_very += answer >= k["survey.very"]
            c.survey_fairly += k["survey.fairly"] <= answer < k["survey.very"]
            c.survey_neither += k["survey.neither"] <= answer < k["survey.fairly"]
