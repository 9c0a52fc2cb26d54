"""ODD 7.6: who is at work, and who is given which visit."""

from __future__ import annotations

from dataclasses import dataclass

from .cost import reserved_s
from .experience import miss
from .governance import conduct_of_stranger
from .numbers import f32, whole_s
from .people import shift_s, slot_s
from .randomness import ALL, Draws, inverted, mix
from .world import DAY, EVENING, EVENING_SHIFT, NURSE, OFF, SHIFTS, Conduct, Relation

TRUSTED_ABOVE, FULL_DELIVERY = 0.5, f32(0.9)


@dataclass(eq=False)
class Duty:
    """Someone at work in the unit today: where the plan has them, where they are, what they did."""

    seat: object  # None for agency staff
    conduct: Conduct
    team: object
    shift: int
    skills: int
    tie: int
    extra: bool = False
    trusted: bool = False
    under_delivers: bool = False
    planned_x: float = 0.0
    planned_y: float = 0.0
    planned_clock: float = 0.0
    x: float = 0.0
    y: float = 0.0
    free_s: int = 0
    care_s: int = 0
    travel_s: int = 0
    admin_s: int = 0
    visits: int = 0
    intended_s: int = 0
    checked_good: int = 0
    checked_bad: int = 0
    deviations: int = 0


@dataclass(eq=False)
class Booking:
    """A visit in the plan of a slot."""

    visit: object
    duty: Duty
    start_s: int
    granted_s: int
    planned_s: int
    needed_s: int


def employee_duty(world: object, seat: object) -> Duty:
    """An employee's day."""
    holder = seat.holder
    c = holder.conduct
    return Duty(
        seat,
        c,
        seat.duty_team,
        seat.shift,
        holder.skills,
        world.keys.daily("tie", holder.id, world.day),
        extra=seat.extra,
        trusted=world.expectation(world.opinion(c.seen_good, c.seen_bad)) > TRUSTED_ABOVE,
        under_delivers=c.delivery < FULL_DELIVERY,
    )


def stranger_duties(world: object, team: object) -> list[Duty]:
    """Agency staff of a team: assistant nurses as often as hourly staff, Swedish only."""
    unit, duties = team.unit, []
    place = unit.area.index << 32 | unit.number << 16 | unit.teams.index(team) << 8
    for shift in SHIFTS:
        for i in range(team.strangers[shift - DAY]):
            who = place | i << 1 | shift - DAY
            draws = Draws(world.keys.daily("agency", who, world.day))
            nurse = draws.uniform() < world.k["staff.hourly_nurse_share"]
            tie = world.keys.daily("agency", inverted(who), world.day)
            duties.append(Duty(None, conduct_of_stranger(world, unit), team, shift, NURSE * nurse, tie))
    return duties


def duties_of(world: object, unit: object) -> list[Duty]:
    """Team by team: employees by column, then agency staff."""
    duties = []
    for team in unit.teams:
        duties += [employee_duty(world, seat) for seat in unit.columns if seat.shift != OFF and seat.duty_team is team]
        duties += stranger_duties(world, team)
    return duties


class Planner:
    """A unit's planner for a day."""

    def __init__(self, world: object, unit: object, registration_s: int) -> None:
        k, levers = world.k, unit.levers
        self.world, self.unit = world, unit
        self.route_factor = f32(1.0 + k["plan.route_loss_team"] * levers["plan.team_planning"])
        self.access_s = f32(k["visit.access_min"] * 60.0)
        self.travel_share = f32(f32(levers["plan.planned_travel_share"]) * self.route_factor)
        self.registration_s = float(registration_s)
        weights = ("continuity", "contact", "competence", "language")
        self.weight = {name: f32(levers[f"plan.{name}_weight"]) for name in weights}
        self.travel_weight = f32(levers["plan.travel_weight"] / 60.0)
        self.load_weight = f32(levers["plan.load_weight"] / 3600.0)
        self.follow_least = f32(k["visit.follow_least"])
        self.follow_more = f32(k["visit.follow_need"] - k["visit.follow_least"])
        self.own_time = f32(levers["care.own_time"])
        self.knowledge = f32(levers["plan.knowledge"])

    def times(self, visit: object) -> tuple:
        """Granted, planned and needed seconds."""
        r = visit.recipient
        granted = f32(f32(visit.seconds * r.granted) * f32(1.0 + self.own_time))
        needed = f32(granted * r.ratio)
        follow = f32(self.follow_least + f32(self.follow_more * self.unit.climate.discretion))
        target = f32(granted + f32(follow * f32(needed - granted)))
        planned = f32(granted + f32(self.knowledge * f32(target - granted)))
        return whole_s(granted), whole_s(planned), whole_s(needed)

    def line_up(self, duties: list, slot: int) -> list[Duty]:
        """Candidates of the slot: by team, then by a hash of id, day and slot; all begin at the base."""
        shift = EVENING_SHIFT if slot == EVENING else DAY
        candidates = []
        for team in self.unit.teams:
            mine = [duty for duty in duties if duty.team is team and duty.shift == shift]
            candidates += sorted(mine, key=lambda duty: mix((duty.tie + slot) & ALL) >> 33)
        for duty in candidates:
            duty.x = duty.y = duty.planned_x = duty.planned_y = 0.0
            duty.planned_clock = f32(duty.free_s)
        return candidates

    def travel(self, duty: Duty, r: object) -> float:
        """Planned travel from where the plan has them."""
        dx, dy = abs(f32(duty.planned_x - r.x)), abs(f32(duty.planned_y - r.y))
        return f32(f32(dx + dy) + self.access_s)

    def score(self, duty: Duty, r: object, travel: float) -> float:
        """The planning score."""
        relation = r.relations.get(duty.seat) if duty.seat else None
        lacking = r.needs & ~duty.skills
        value = f32(self.weight["continuity"] * self.world.familiarity(relation.visits if relation else 0.0))
        value = f32(value + (self.weight["contact"] if duty.seat and duty.seat in r.contacts else 0.0))
        value = f32(value - (self.weight["competence"] if lacking & NURSE else 0.0))
        value = f32(value - (self.weight["language"] if lacking > NURSE else 0.0))
        value = f32(value - f32(self.travel_weight * travel))
        return f32(value - f32(self.load_weight * duty.planned_clock))

    def best(self, candidates: list, r: object, planned_s: int, slot_end: float) -> Duty | None:
        """The best score among those who have time, the first of equals."""
        best, best_score = None, None
        for duty in candidates:
            travel = self.travel(duty, r)
            finish = f32(f32(duty.planned_clock + f32(travel * self.travel_share)) + planned_s)
            if finish <= slot_end:
                score = self.score(duty, r, travel)
                if best is None or score > best_score:
                    best, best_score = duty, score
        return best

    def plan_slot(self, slot: int, candidates: list) -> list[Booking]:
        """Plans the whole slot before it is worked."""
        world, unit, c = self.world, self.unit, self.unit.counters
        shift = EVENING_SHIFT if slot == EVENING else DAY
        reserved = f32(min(1.0, reserved_s(world, unit) / shift_s(world.k, shift)))
        slot_end = f32(slot_s(world.k, slot) * f32(1.0 - reserved))
        bookings = []
        for visit in unit.visits:
            r = visit.recipient
            if visit.slot != slot or world.weekday not in visit.weekdays or r.away > 0:
                continue
            granted, planned, needed = self.times(visit)
            c.visits_due += 1
            c.granted_s += granted
            c.planned_s += planned
            c.needed_s += needed
            team = [duty for duty in candidates if duty.team is r.team]
            duty = self.best(team, r, planned, slot_end) or self.best(candidates, r, planned, slot_end)
            if duty is None:
                c.visits_unassigned += 1
                c.unassigned_s += planned
                c.unmet_s += needed
                miss(world, r)
                continue
            start = int(f32(duty.planned_clock + f32(self.travel(duty, r) * self.travel_share)))
            bookings.append(Booking(visit, duty, start, granted, planned, needed))
            duty.planned_clock = f32(start + f32(planned + self.registration_s))
            duty.planned_x, duty.planned_y = r.x, r.y
        return bookings


def relation_of(duty: Duty, r: object) -> Relation | None:
    """What the recipient remembers of the one who comes; nothing of agency staff."""
    return r.relations.setdefault(duty.seat, Relation()) if duty.seat else None
