"""What is counted per unit and day, and the digest of it (EXACT *Counters*, *Digest*, ODD 8)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, fields

from reference.randomness import MASK, mix

MOST_MET = 60

#: Counters of choosing, entry, tenders and offers, whose numbers do not follow on.
LATER = {
    "choices": 150,
    "choices_active": 151,
    "wishes": 152,
    "wishes_met": 153,
    "switches": 154,
    "firms_entered": 170,
    "applications": 171,
    "tenders": 172,
    "bids": 173,
    "places_unlet": 174,
    "contracts_renewed": 175,
    "firms_not_renewed": 176,
    "firms_abolished": 177,
    "control_letting": 178,
    "adoptions": 190,
    "supplement": 191,
}


@dataclass
class Numbered:
    """The counters that the digest holds, in the order of their numbers from 1; sums are real, the others whole."""

    recipient_days: int = 0
    away_days: int = 0
    arrivals: int = 0
    deaths: int = 0
    to_residential: int = 0
    ended: int = 0
    reviews: int = 0
    visits_due: int = 0
    visits_made: int = 0
    visits_unassigned: int = 0
    visits_dropped: int = 0
    visits_late: int = 0
    visits_rushed: int = 0
    visits_by_contact: int = 0
    visits_with_contact: int = 0
    visits_by_hourly: int = 0
    visits_by_stranger: int = 0
    visits_new_face: int = 0
    visits_unskilled: int = 0
    visits_good: int = 0
    visits_poor: int = 0
    granted_s: int = 0
    planned_s: int = 0
    needed_s: int = 0
    delivered_s: int = 0
    cut_s: int = 0
    extended_s: int = 0
    saved_s: int = 0
    unassigned_s: int = 0
    dropped_s: int = 0
    unmet_s: int = 0
    paid_s: int = 0
    paid_permanent_s: int = 0
    paid_extra_s: int = 0
    paid_hourly_s: int = 0
    paid_agency_s: int = 0
    care_s: int = 0
    travel_s: int = 0
    planning_s: int = 0
    other_s: int = 0
    planner_s: int = 0
    shifts_needed: int = 0
    shifts_rostered: int = 0
    shifts_sick: int = 0
    gaps: int = 0
    gaps_colleague: int = 0
    gaps_hourly: int = 0
    gaps_agency: int = 0
    gaps_open: int = 0
    post_days: int = 0
    vacant_days: int = 0
    sick_short_days: int = 0
    sick_long_days: int = 0
    head_days: int = 0
    unit_days: int = 0
    team_days: int = 0
    quits: int = 0
    retirements: int = 0
    hires: int = 0
    hourly_quits: int = 0
    continuity_recipients: int = 0
    staff_met_sum: int = 0
    coc_sum: float = 0.0
    upc_sum: float = 0.0
    relation_trust: float = 0.0
    relation_distrust: float = 0.0
    visit_quality: float = 0.0
    provider_trust: float = 0.0
    provider_distrust: float = 0.0
    mismatch: float = 0.0
    visits_cut: int = 0
    visits_cut_detected: int = 0
    under_delivered_s: int = 0
    under_detected_s: int = 0
    registered_s: int = 0
    record_checks: int = 0
    relational_checks: int = 0
    deviations: int = 0
    scandals: int = 0
    control_s: int = 0
    manager_trust: float = 0.0
    manager_distrust: float = 0.0
    seen_trust: float = 0.0
    seen_distrust: float = 0.0
    strain_sum: float = 0.0
    motivation_sum: float = 0.0
    permission_sum: float = 0.0
    pressure_sum: float = 0.0
    skill_sum: float = 0.0
    clarity_sum: float = 0.0
    safety_sum: float = 0.0
    officer_trust: float = 0.0
    officer_distrust: float = 0.0
    satisfaction_sum: float = 0.0
    survey_answers: int = 0
    survey_very: int = 0
    survey_fairly: int = 0
    survey_neither: int = 0
    night_visits: int = 0
    night_supervised: int = 0
    night_s: int = 0
    cost_care: int = 0
    cost_travel: int = 0
    cost_administration: int = 0
    cost_planning: int = 0
    cost_management: int = 0
    cost_absence: int = 0
    cost_control: int = 0
    cost_night: int = 0
    cost_recruitment: int = 0
    cost_reform: int = 0
    payment: int = 0
    overhead: int = 0
    padded_s: int = 0
    phantom_s: int = 0
    complaints: int = 0
    complaints_settled: int = 0
    tips: int = 0
    awareness_sum: float = 0.0
    checks_at_home: int = 0
    checks_of_records: int = 0
    close_reviews: int = 0
    found_misregistered: int = 0
    found_cut: int = 0
    clawback: int = 0
    warnings: int = 0
    terminations: int = 0
    control_fixed: int = 0
    control_dialogues: int = 0
    control_checks: int = 0
    control_reviews: int = 0
    control_endings: int = 0
    contract_managers_left: int = 0
    purchaser_trust: float = 0.0
    purchaser_distrust: float = 0.0
    provider_view_trust: float = 0.0
    provider_view_distrust: float = 0.0


@dataclass
class Later(Numbered):
    """Those whose numbers are in LATER."""

    choices: int = 0
    choices_active: int = 0
    wishes: int = 0
    wishes_met: int = 0
    switches: int = 0
    firms_entered: int = 0
    applications: int = 0
    tenders: int = 0
    bids: int = 0
    places_unlet: int = 0
    contracts_renewed: int = 0
    firms_not_renewed: int = 0
    firms_abolished: int = 0
    control_letting: int = 0


@dataclass
class Counted(Later):
    """A unit's counters of one day: the numbered ones, and those that are only observed, for measures."""

    visit_time_s: int = 0
    staff_met_squares: int = 0
    met_above_20: int = 0
    relations: int = 0
    relation_uncertainty: float = 0.0
    relation_ambivalence: float = 0.0
    visit_trust: float = 0.0
    visit_familiarity: float = 0.0
    visit_quality_squares: float = 0.0
    provider_opinions: int = 0
    provider_uncertainty: float = 0.0
    provider_ambivalence: float = 0.0
    visits_trusted: int = 0
    visits_misplaced: int = 0
    visit_discretion: float = 0.0
    staff_weeks: int = 0
    hourly_weeks: int = 0
    manager_uncertainty: float = 0.0
    seen_uncertainty: float = 0.0
    seen_hourly_uncertainty: float = 0.0
    strain_squares: float = 0.0
    drift_squares: float = 0.0
    unit_weeks: int = 0
    manager_load_sum: float = 0.0
    support_sum: float = 0.0
    satisfaction_people: int = 0
    delivery_people: int = 0
    delivery_sum: float = 0.0
    delivery_squares: float = 0.0
    delivery_loud_people: int = 0
    delivery_loud: float = 0.0
    cost_purchaser: int = 0
    payable_s: int = 0
    misbilled_s: int = 0
    misbilled: int = 0
    outlying_days: int = 0
    outlying_granted_s: int = 0
    outlying_payable_s: int = 0
    external_payment: int = 0
    external_cost: int = 0
    external_overhead: int = 0
    firms_insolvent: int = 0
    firms_giving_up: int = 0
    records_false: int = 0
    records_invented: int = 0
    cuts_visible: int = 0
    faults_known: int = 0
    external_days: int = 0
    external_granted_s: int = 0
    moved_by_endings: int = 0
    moved_by_termination: int = 0
    moved_by_insolvency: int = 0
    relations_lost: int = 0
    contacts_lost: int = 0
    purchaser_uncertainty: float = 0.0
    purchaser_ambivalence: float = 0.0
    provider_view_uncertainty: float = 0.0
    followed_hours: float = 0.0
    followed_months: int = 0
    followed_firm_months: int = 0
    firm_reviews: int = 0
    audit_coverage: float = 0.0
    control_min: float = 0.0
    checkable_visits: int = 0
    bad_visits: int = 0
    trusted_hours: float = 0.0
    trusted_amiss_hours: float = 0.0
    distrusted_hours: float = 0.0
    distrusted_amiss_hours: float = 0.0
    judged_months: int = 0
    lapse_sum: float = 0.0
    lapse_squares: float = 0.0
    expected_sum: float = 0.0
    lapse_expected: float = 0.0
    terminations_unfounded: int = 0
    opportunists_ended: int = 0
    opportunists_months: int = 0
    choices_informed: int = 0
    switches_present: int = 0
    switches_with_relatives: int = 0
    wish_days: int = 0
    choosing_months: int = 0
    choosing_access: int = 0
    choosing_outlying: int = 0
    choosing_outlying_access: int = 0
    choosing_present: int = 0
    choosing_with_relatives: int = 0
    waiting_months: int = 0
    choices_judged: int = 0
    choice_value: float = 0.0
    choice_entropy_months: int = 0
    choice_entropy: float = 0.0
    visits_language: int = 0
    visits_language_met: int = 0
    market_months: int = 0
    concentration: float = 0.0
    firm_market_months: int = 0
    external_concentration: float = 0.0
    adoptions: int = 0
    supplement: int = 0
    met_histogram: list[int] = field(default_factory=lambda: [0] * (MOST_MET + 1))


def as_bits(value: float) -> int:
    """A counter as 64 bits: whole numbers in two's complement, sums as stored."""
    if isinstance(value, float):
        return int.from_bytes(struct.pack("<d", value), "little")
    return value & MASK


def of_the_day(digest: int, counted: Counted) -> int:
    """A unit's digest after a day: d <- mix(d xor sum of c_n·o_n) over numbered counters; o_n is mix(n) made odd."""
    total = 0
    for number, counter in enumerate(fields(Numbered), 1):
        total += as_bits(getattr(counted, counter.name)) * (mix(number) | 1)
    for name, number in LATER.items():
        total += as_bits(getattr(counted, name)) * (mix(number) | 1)
    return mix(digest ^ (total & MASK))
