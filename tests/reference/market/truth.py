"""What a month truly was: sums that no one in the model sees (ODD 7.32)."""

from __future__ import annotations

from reference.counters import Counted
from reference.numbers import whole_f32
from reference.state import Sums, Unit


def tolerance_s(unit: Unit) -> int:
    """How far a record may be off the grant, in whole seconds."""
    return whole_f32(unit.levers["control.tolerance_min"] * 60.0)


def add_day(day: Sums, counted: Counted) -> None:
    """A unit's visits of a day."""
    day.records = counted.visits_made + counted.records_invented
    day.misregistered = counted.records_false
    day.cut = counted.visits_cut
    day.cut_visible = counted.cuts_visible
    day.poor = counted.visits_poor
    day.missed = counted.visits_unassigned + counted.visits_dropped
    day.deviations = counted.faults_known
