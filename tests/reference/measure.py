"""What is counted when a week ends (ODD 8)."""

from __future__ import annotations

from reference import managers
from reference.numbers import f32
from reference.opinion import opinion
from reference.state import Unit, World


def week(world: World, unit: Unit) -> None:
    """Staff, manager and unit at the end of a week."""
    counted, now = unit.counted, unit.climate
    prior, propensity = managers.prior(world), f32(world.constants["opinion.propensity"])
    for who in unit.staff:
        counted.staff_weeks += 1
        of_manager, seen = opinion(who.of_manager, prior, propensity), opinion(who.seen, prior, propensity)
        counted.manager_trust += of_manager.trust
        counted.manager_distrust += of_manager.distrust
        counted.manager_uncertainty += of_manager.uncertainty
        counted.seen_trust += seen.trust
        counted.seen_distrust += seen.distrust
        counted.seen_uncertainty += seen.uncertainty
        if who.hourly:
            counted.hourly_weeks += 1
            counted.seen_hourly_uncertainty += seen.uncertainty
        counted.strain_sum += who.strain
        counted.strain_squares += who.strain * who.strain
        counted.motivation_sum += who.motivation
        counted.permission_sum += who.permission
        counted.pressure_sum += who.pressure
        counted.skill_sum += who.skill
        counted.drift_squares += who.drift * who.drift
    officer = opinion(now.officer, prior, propensity)
    counted.unit_weeks += 1
    counted.clarity_sum += now.clarity
    counted.safety_sum += now.safety
    counted.manager_load_sum += now.load
    counted.officer_trust += officer.trust
    counted.officer_distrust += officer.distrust
    counted.support_sum += now.presence
