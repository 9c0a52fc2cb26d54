"""ODD 8 and 7.24: what is counted, the window of continuity, and the digest."""

from __future__ import annotations

import struct

from .numbers import f32
from .randomness import ALL, GOLDEN, mix

# The counters in the order of the digest; those with a tilde are real sums.
COUNTERS = """
recipient_days away_days arrivals deaths to_residential ended reviews visits_due visits_made visits_unassigned
visits_dropped visits_late visits_rushed visits_by_contact visits_with_contact visits_by_hourly
visits_by_stranger visits_new_face visits_unskilled visits_good visits_poor granted_s planned_s needed_s
delivered_s cut_s extended_s saved_s unassigned_s dropped_s unmet_s paid_s paid_permanent_s paid_extra_s
paid_hourly_s paid_agency_s care_s travel_s planning_s other_s planner_s shifts_needed shifts_rostered
shifts_sick gaps gaps_colleague gaps_hourly gaps_agency gaps_open post_days vacant_days sick_short_days
sick_long_days head_days unit_days team_days quits retirements hires hourly_quits continuity_recipients
staff_met_sum staff_met_squares met_above_20 coc_sum~ upc_sum~ relations relation_trust~ relation_distrust~
relation_uncertainty~ relation_ambivalence~ visit_trust~ visit_familiarity~ visit_quality~
visit_quality_squares~ provider_opinions provider_trust~ provider_distrust~ provider_uncertainty~
provider_ambivalence~ mismatch~ visits_cut visits_cut_detected under_delivered_s under_detected_s registered_s
record_checks relational_checks deviations scandals control_s visits_trusted visits_misplaced visit_discretion~
staff_weeks hourly_weeks manager_trust~ manager_distrust~ manager_uncertainty~ seen_trust~ seen_distrust~
seen_uncertainty~ seen_hourly_uncertainty~ strain_sum~ strain_squares~ motivation_sum~ permission_sum~
pressure_sum~ skill_sum~ drift_squares~ unit_weeks clarity_sum~ safety_sum~ manager_load_sum~ officer_trust~
officer_distrust~ support_sum~ satisfaction_people satisfaction_sum~ survey_answers survey_very survey_fairly
survey_neither delivery_people delivery_sum~ delivery_squares~ delivery_loud_people delivery_loud~ night_visits
night_supervised night_s cost_care cost_travel cost_administration cost_planning cost_management cost_absence
cost_control cost_night cost_recruitment cost_reform
""".split()
REAL = {name[:-1] for name in COUNTERS if name.endswith("~")}
NAMES = [name.rstrip("~") for name in COUNTERS]
MET_BINS, MET_LIMIT = 61, 20


class Counters:
    """What a unit counts in a day."""

    def __init__(self) -> None:
        for name in NAMES:
            setattr(self, name, 0.0 if name in REAL else 0)
        self.met_histogram = [0] * MET_BINS


def word_of(value: float) -> int:
    """A counter as 64 bits: whole numbers in two's complement, sums as they are stored."""
    if isinstance(value, float):
        return struct.unpack("<Q", struct.pack("<d", value))[0]
    return int(value) & ALL


def digest_of(before: int, counters: Counters) -> int:
    """A unit's digest after one more day."""
    total, odd = 0, GOLDEN
    for value in [getattr(counters, name) for name in NAMES] + counters.met_histogram:
        total = (total + word_of(value) * odd) & ALL
        odd = (odd + 2 * GOLDEN) & ALL
    return mix(before ^ total)


def open_window(unit: object, first_day: bool) -> None:
    """A window begins for everyone with two or more visits a day; whoever is away is not counted in it."""
    for recipient in unit.recipients:
        if first_day:
            recipient.in_window = recipient.daily_visits >= 2
            recipient.window_visits = recipient.window_met = 0
            recipient.window_squares = recipient.window_most = 0
            recipient.stranger = recipient.stranger_visits = 0
        if recipient.away > 0:
            recipient.in_window = False


def tally(recipient: object, visits: int) -> None:
    """The k-th visit by one person in the window."""
    recipient.window_visits += 1
    recipient.window_met += visits == 1
    recipient.window_squares += 2 * visits - 1
    recipient.window_most = max(recipient.window_most, visits)


def meet(world: object, recipient: object, relation: object) -> bool:
    """Notes a visit by an employee; had they never met?"""
    new_face = relation.window == 0
    relation.window_visits = relation.window_visits + 1 if relation.window == world.window else 1
    relation.window = world.window
    tally(recipient, relation.window_visits)
    return new_face


def meet_stranger(recipient: object, stranger: int) -> bool:
    """Notes a visit by an agency person; another than the last who came?"""
    another = recipient.stranger != stranger
    recipient.stranger_visits = 1 if another else recipient.stranger_visits + 1
    recipient.stranger = stranger
    tally(recipient, recipient.stranger_visits)
    return another


def ambivalence(opinion: tuple) -> float:
    """2 min(b, d)/(b + d); 0 without evidence."""
    total = f32(opinion[0] + opinion[1])
    return f32(f32(2.0 * min(opinion[0], opinion[1])) / (total if total > 0.0 else 1.0))


def close_window(world: object, unit: object) -> None:
    """Staff met, opinions of those who met, delivery."""
    c = unit.counters
    for r in unit.recipients:
        if r.in_window:
            met, visits = r.window_met, r.window_visits
            c.continuity_recipients += 1
            c.staff_met_sum += met
            c.staff_met_squares += met * met
            c.met_above_20 += met > MET_LIMIT
            c.met_histogram[min(met, MET_BINS - 1)] += 1
            if visits > 1:
                c.coc_sum += (r.window_squares - visits) / (visits * (visits - 1))
                c.upc_sum += r.window_most / visits
        for seat in unit.columns:
            relation = r.relations.get(seat)
            if relation and relation.window == world.window:
                opinion = world.opinion(relation.good, relation.bad)
                c.relations += 1
                c.relation_trust += opinion[0]
                c.relation_distrust += opinion[1]
                c.relation_uncertainty += opinion[2]
                c.relation_ambivalence += ambivalence(opinion)
        opinion = world.opinion(r.good, r.bad)
        c.provider_opinions += 1
        c.provider_trust += opinion[0]
        c.provider_distrust += opinion[1]
        c.provider_uncertainty += opinion[2]
        c.provider_ambivalence += ambivalence(opinion)
        if r.needed_s > 0:
            share, loud = r.delivered_s / r.needed_s, r.voice >= 0.5
            c.delivery_people += 1
            c.delivery_sum += share
            c.delivery_squares += share * share
            c.delivery_loud_people += loud
            c.delivery_loud += share if loud else 0.0
        r.needed_s = r.delivered_s = 0
