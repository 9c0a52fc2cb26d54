"""ODD 7.7 and 7.15: visits are made or cut short, checked and counted."""

from __future__ import annotations

from dataclasses import dataclass

from .experience import Encounter, experience, miss
from .measures import meet, meet_stranger
from .numbers import f32, nearest, whole_s
from .people import slot_s
from .plan import Booking, Duty, Planner, duties_of, relation_of
from .randomness import ALL, bits, lower, noise, upper
from .world import EVENING, MORNING


@dataclass
class Conducted:
    """What became of a visit's minutes and what was seen of it."""

    delivered_s: int
    registered_s: int
    admin_s: int
    cut: bool
    recorded: bool
    called: bool
    deviates: bool
    detected: bool


class Rounds:
    """A unit's rounds of a day."""

    def __init__(self, world: object, unit: object) -> None:
        k, levers = world.k, unit.levers
        self.world, self.unit, self.k = world, unit, k
        self.tolerance_s = nearest(levers["control.tolerance_min"] * 60.0)
        self.deviation_s = nearest(levers["control.deviation_min"] * 60.0)
        self.registration_s = nearest(k["control.registration_min"] * levers["control.record_checks"] * 60.0)
        self.report_share = k["climate.report_least"] + (1.0 - k["climate.report_least"]) * unit.climate.safety
        self.planner = Planner(world, unit, self.registration_s)
        self.late_s, self.rush_s, self.drop_s, self.overtime_s = (
            int(k[name] * 60.0 + 0.5)
            for name in ("visit.late_min", "visit.rush_after_min", "visit.drop_after_min", "work.overtime_min")
        )
        self.set_moved()

    def set_moved(self) -> None:
        """7.16: strength, and the scale that conserves today's minutes."""
        unit = self.unit
        strength = unit.levers["steering.reallocation"] * unit.climate.discretion * unit.climate.pressure
        granted = pulled = 0.0
        for visit in unit.visits:
            r = visit.recipient
            if self.world.weekday in visit.weekdays and r.away == 0:
                time = f32(visit.seconds * r.granted)
                granted += time
                pulled += time * r.pull
        self.strength = f32(strength)
        self.scale = f32(granted / pulled) if strength > 0.0 and pulled > 0.0 else 1.0

    def intended(self, b: Booking) -> int:
        """What the one who comes aims to give."""
        planner = self.planner
        follow = f32(planner.follow_least + f32(planner.follow_more * b.duty.conduct.discretion))
        target = f32(b.granted_s + f32(follow * f32(b.needed_s - b.granted_s)))
        moved = f32(f32(self.strength * self.scale) * b.visit.recipient.pull)
        return whole_s(f32(target * f32(f32(1.0 - self.strength) + moved)))

    def conduct(self, duty: Duty, key: int, granted: int, honest: int) -> Conducted:
        """7.15: cut short, recorded, called about, reported, found."""
        control, luck = bits(key, 2), bits(key, 1)
        delivered = registered = honest
        cut = upper(luck) < duty.conduct.cut_probability
        if cut:
            delivered = honest - int(f32(honest * f32(self.k["effort.cut_share"])))
            gamed = lower(control) < self.k["effort.gaming"]
            registered = max(granted, honest) if gamed else delivered
        lacking = granted - registered
        recorded = lower(luck) < self.unit.levers["control.record_checks"]
        called = upper(control) < duty.conduct.check_rate
        deviates = recorded and abs(lacking) > self.tolerance_s and upper(bits(key, 3)) < self.report_share
        detected = cut and (called or (recorded and lacking > self.tolerance_s))
        admin = self.registration_s + (self.deviation_s if deviates else 0)
        return Conducted(delivered, registered, admin, cut, recorded, called, deviates, detected)

    def make(self, b: Booking, slot: int) -> None:
        """One visit."""
        world, k, c = self.world, self.k, self.unit.counters
        duty, r = b.duty, b.visit.recipient
        intended = self.intended(b)
        distance = f32(abs(f32(duty.x - r.x)) + abs(f32(duty.y - r.y)))
        travel = int(f32(f32(distance + self.planner.access_s) * self.planner.route_factor))
        start = max(duty.free_s + travel, b.start_s)
        lag, honest = start - b.start_s, intended
        if lag > self.rush_s:
            least = whole_s(f32(intended * f32(k["visit.rush_floor"])))
            honest = max(least, intended - (lag - self.rush_s))
        if lag > self.drop_s or start + honest > slot_s(k, slot) + self.overtime_s:
            c.visits_dropped += 1
            c.dropped_s += b.planned_s
            c.unmet_s += b.needed_s
            miss(world, r)
            return
        key = (r.visit_key + b.visit.occasion) & ALL
        done = self.conduct(duty, key, b.granted_s, honest)
        duty.x, duty.y = r.x, r.y
        duty.free_s = start + done.delivered_s + done.admin_s
        duty.travel_s += travel
        self.count(b, done, intended, honest)
        late, rushed = lag > self.late_s, honest < intended
        self.feel(b, late, rushed, done.cut, f32(noise(bits(key, 0))))

    def count(self, b: Booking, done: Conducted, intended: int, honest: int) -> None:
        """Where the minutes went and what control saw."""
        c, duty, r = self.unit.counters, b.duty, b.visit.recipient
        duty.visits += 1
        duty.admin_s += done.admin_s
        duty.care_s += done.delivered_s
        duty.intended_s += honest
        duty.checked_bad += done.detected
        duty.checked_good += (done.recorded or done.called) and not done.detected
        duty.deviations += done.deviates
        c.visits_cut += done.cut
        c.visits_cut_detected += done.detected
        c.under_delivered_s += honest - done.delivered_s
        c.under_detected_s += honest - done.delivered_s if done.detected else 0
        c.registered_s += done.registered_s
        c.record_checks += done.recorded
        c.relational_checks += done.called
        c.deviations += done.deviates
        r.needed_s += b.needed_s
        r.delivered_s += done.delivered_s
        c.delivered_s += done.delivered_s
        c.cut_s += intended - honest
        c.extended_s += max(0, intended - b.planned_s)
        c.saved_s += max(0, b.planned_s - intended)
        c.unmet_s += max(0, b.needed_s - done.delivered_s)

    def feel(self, b: Booking, late: bool, rushed: bool, cut: bool, luck: float) -> None:
        """The visit as the recipient felt it."""
        c, duty, r = self.unit.counters, b.duty, b.visit.recipient
        relation = relation_of(duty, r)
        new_face = meet(self.world, r, relation) if relation else meet_stranger(r, duty.tie)
        competent = r.needs & ~duty.skills == 0
        c.visits_made += 1
        c.visits_late += late
        c.visits_rushed += rushed
        c.visits_with_contact += any(contact is not None for contact in r.contacts)
        c.visits_by_contact += duty.seat is not None and duty.seat in r.contacts
        c.visits_unskilled += not competent
        conduct = duty.conduct
        felt = Encounter(r, relation, new_face, late, rushed, competent, cut, luck, conduct.quality, conduct.discretion)
        experience(self.world, self.unit, felt)


def rounds(world: object, unit: object) -> list[Duty]:
    """Slot by slot: planned, made, carried over. Who was at work, and what they did."""
    work, c = Rounds(world, unit), unit.counters
    duties = duties_of(world, unit)
    for slot in range(MORNING, EVENING + 1):
        candidates = work.planner.line_up(duties, slot)
        for booking in work.planner.plan_slot(slot, candidates):
            work.make(booking, slot)
        for duty in duties:
            duty.free_s = max(0, duty.free_s - slot_s(world.k, slot))
    for duty in duties:
        c.visits_by_hourly += duty.visits if duty.seat and duty.seat.hourly else 0
        c.visits_by_stranger += duty.visits if duty.seat is None else 0
        c.visits_trusted += duty.visits if duty.trusted else 0
        c.visits_misplaced += duty.visits if duty.trusted and duty.under_delivers else 0
        c.visit_discretion += duty.conduct.discretion * duty.visits
        unit.climate.month_cuts += duty.checked_bad
    return duties
