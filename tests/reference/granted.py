"""Granted time: of a person in a week, and of a team for its size (ODD 7.11)."""

from __future__ import annotations

from reference.state import Recipient, Unit


def weekly_granted(person: Recipient) -> float:
    """Granted seconds a week."""
    return person.visit_s * person.granted * sum(len(visit.weekdays) for visit in person.visits)


def team_load(unit: Unit, team: int) -> float:
    """Granted time of a team's recipients for each of the staff that it should have."""
    granted = sum(weekly_granted(person) for person in unit.recipients if person.team == team)
    return granted / unit.levers["organisation.pool_size"]
