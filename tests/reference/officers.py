"""ODD 7.19: case officers' reviews and mismatch. Every 30 days."""

from __future__ import annotations

from .numbers import exp, f32
from .randomness import Draws
from .world import MONTH_DAYS


def judge_unit(world: object, unit: object) -> None:
    """A meeting speaks for the unit, a visit found cut short against it."""
    k, climate, growth = world.k, unit.climate, world.evidence_weight
    good = k["opinion.meeting_evidence"] * growth * unit.levers["officers.meetings"]
    bad = k["opinion.kappa"] * k["opinion.visit_evidence"] * growth * unit.climate.month_cuts
    climate.officer_good = f32(climate.officer_good + f32(good))
    climate.officer_bad = f32(climate.officer_bad + f32(bad))
    unit.climate.month_cuts = 0


def review_rate(world: object, unit: object) -> float:
    """Reviews a year."""
    k, levers, climate = world.k, unit.levers, unit.climate
    trust = world.expectation(world.opinion(climate.officer_good, climate.officer_bad))
    rate = (
        k["need.reviews_per_year"]
        + k["need.review_discretion"] * (levers["officers.discretion"] - 0.5)
        + k["need.review_meetings"] * levers["officers.meetings"] * trust
    )
    return max(0.0, rate)


def officers(world: object, unit: object) -> None:
    """Mismatch is worked off; some decisions are reviewed."""
    k, levers = world.k, unit.levers
    judge_unit(world, unit)
    probability = 1.0 - exp(-review_rate(world, unit) * MONTH_DAYS / 365.0)
    others = k["need.plans"] * levers["steering.plans_kept"] + k["need.nurse"] * levers["officers.nurse_meetings"]
    relation = k["need.adaptation"] * unit.climate.discretion
    for r in unit.recipients:
        draws = Draws(world.keys.daily("review", r.id, world.day))
        luck, view = draws.uniform(), draws.noise()
        known = r.window_most / r.window_visits if r.window_visits > 0 else 0.0
        r.mismatch = f32(min(1.0, r.mismatch * exp(-(others + relation * known))))
        if luck < probability:
            sd = k["need.grant_noise"] * levers["officers.discretion"]
            r.granted = f32(f32(r.level + r.transient) * exp(sd * view - 0.5 * sd * sd))
            r.mismatch = 0.0
            unit.counters.reviews += 1
