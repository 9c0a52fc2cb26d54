"""Visits: made, cut, dropped, checked (ODD 7.7, 7.15, mechanism 4)."""

from __future__ import annotations

from dataclasses import dataclass

from reference import experience
from reference.market import pay
from reference.market.conduct import filling
from reference.numbers import f32, seconds, whole_f32
from reference.people import slot_minutes
from reference.plan import Planned, aim, skilled, travel_s
from reference.randomness import bits, lower, upper
from reference.state import Unit, World
from reference.worker import Worker


@dataclass(slots=True)
class Today:
    """What visits of a unit need to know today."""

    factors: dict[int, float]
    route: float
    registration: int

    @classmethod
    def of(cls, world: World, unit: Unit, factors: dict[int, float]) -> Today:
        """What today's levers mean for visits; factors are those of 7.16."""
        constants, levers = world.constants, unit.levers
        return cls(
            factors=factors,
            route=f32(1.0 + constants["plan.route_loss_team"] * levers["plan.team_planning"]),
            registration=seconds(constants["control.registration_min"] * levers["control.record_checks"]),
        )


@dataclass(slots=True)
class Times:
    """Seconds of a visit that is made: how late it starts, what it aims at, and what is taken from it."""

    start: int
    lag: int
    aimed: int
    rush: int
    under: int = 0
    registered: int = 0

    @property
    def intended(self) -> int:
        """What was aimed at, after rushing."""
        return self.aimed - self.rush

    @property
    def delivered(self) -> int:
        """What is left when a visit is cut short (7.15)."""
        return self.intended - self.under


@dataclass(slots=True)
class Made:
    """A visit that was made, and what is felt of it."""

    planned: Planned
    worker: Worker
    key: int
    skilled: bool
    late: bool
    rushed: bool
    cut_short: bool
    times: Times


def work_slot(world: World, unit: Unit, plan: list[Planned], today: Today) -> None:
    """Visits nobody had time for are felt first; then, in the order of the plan, each is made or dropped, and felt."""
    for planned in plan:
        unit.counted.visits_due += 1
        unit.counted.granted_s += planned.granted_s
        unit.counted.needed_s += planned.needed_s
        unit.counted.planned_s += planned.planned_s
        if planned.worker is None:
            unit.counted.visits_unassigned += 1
            unit.counted.unassigned_s += planned.planned_s
            missed(world, unit, planned)
            bill(world, unit, planned, None)
    for planned in plan:
        if planned.worker is not None:
            made = make(world, unit, planned, planned.worker, today)
            if made is None:
                unit.counted.visits_dropped += 1
                unit.counted.dropped_s += planned.planned_s
                missed(world, unit, planned)
                bill(world, unit, planned, None)
            else:
                bill(world, unit, planned, made.times)
                experience.feel(world, unit, made)


def bill(world: World, unit: Unit, planned: Planned, times: Times | None) -> None:
    """A visit is billed by its record; one that was missed has none."""
    person = planned.visit.recipient
    key = experience.visit_key(world, person.luck, planned.visit.number)
    if times is None:
        pay.bill(world, unit, person, planned.granted_s, 0, key, None)
    else:
        pay.bill(world, unit, person, planned.granted_s, times.registered, key, times)


def missed(world: World, unit: Unit, planned: Planned) -> None:
    """A visit that nobody had time for, or that was dropped."""
    unit.counted.unmet_s += planned.needed_s
    experience.miss(world, planned.visit.recipient)


def make(world: World, unit: Unit, planned: Planned, worker: Worker, today: Today) -> Made | None:
    """One visit; nothing if it is dropped, and then who would have come stays where they were."""
    person = planned.visit.recipient
    travel = int(f32(travel_s(world, worker, person) * today.route))
    times = timing(world, unit, planned, worker, worker.free + travel, today)
    if dropped(world, planned, times):
        return None
    key = experience.visit_key(world, person.luck, planned.visit.number)
    cut_short = upper(bits(key, 1)) < worker.who.cut_probability
    if cut_short:
        times.under = int(f32(f32(world.constants["effort.cut_share"]) * times.intended))
    count_times(unit, planned, times)
    control = today.registration + check(world, unit, planned, worker, (key, times))
    worker.add_visit(travel, times.intended, times.delivered, control)
    worker.stand_at(person.x, person.y, times.start + times.delivered + control)
    person.window.delivered += times.delivered
    person.window.needed += planned.needed_s
    late = times.lag > threshold(world.constants["visit.late_min"])
    unit.counted.visits_late += late
    return Made(planned, worker, key, skilled(person, worker), late, times.rush > 0, cut_short, times)


def threshold(minutes: float) -> int:
    """A limit of lateness in whole seconds."""
    return whole_f32(minutes * 60.0)


def timing(world: World, unit: Unit, planned: Planned, worker: Worker, arrival: int, today: Today) -> Times:
    """Start, lag and what is aimed at with the own discretion, after what lateness takes."""
    start = max(arrival, planned.start)
    lag = start - planned.start
    wanted = aim(world, float(planned.granted_s), float(planned.needed_s), worker.who.discretion)
    aimed = whole_f32(f32(wanted * today.factors[planned.visit.recipient.identity]))
    aimed += filling(world, unit, planned.granted_s, aimed)
    return Times(start, lag, aimed, rush_cut(world, lag, aimed))


def rush_cut(world: World, lag: int, aimed: int) -> int:
    """What lateness takes from a visit, down to the floor."""
    beyond = lag - threshold(world.constants["visit.rush_after_min"])
    least = whole_f32(f32(f32(world.constants["visit.rush_floor"]) * aimed))
    return max(0, min(beyond, aimed - least))


def dropped(world: World, planned: Planned, times: Times) -> bool:
    """Too late, or beyond slot and overtime."""
    constants = world.constants
    stop = seconds(slot_minutes(world, planned.visit.slot) + constants["work.overtime_min"])
    return times.lag > threshold(constants["visit.drop_after_min"]) or times.start + times.intended > stop


def count_times(unit: Unit, planned: Planned, times: Times) -> None:
    """Planned = delivered + cut + saved - extended + under-delivered, for a visit that is made."""
    counted = unit.counted
    counted.visits_made += 1
    counted.visits_rushed += times.rush > 0
    counted.cut_s += times.rush
    counted.extended_s += max(0, times.aimed - planned.planned_s)
    counted.saved_s += max(0, planned.planned_s - times.aimed)
    counted.delivered_s += times.delivered
    counted.under_delivered_s += times.under
    counted.unmet_s += max(0, planned.needed_s - times.delivered)


def check(world: World, unit: Unit, planned: Planned, worker: Worker, outcome: tuple[int, Times]) -> int:
    """Record and checks of a visit; returns the seconds that a reported deviation costs staff (7.15)."""
    key, times = outcome
    levers, counted = unit.levers, unit.counted
    registered = times.delivered
    if times.under and lower(bits(key, 2)) < world.constants["effort.gaming"]:
        registered = max(planned.granted_s, times.intended)
    times.registered = registered
    tolerance = threshold(levers["control.tolerance_min"])
    looked = lower(bits(key, 1)) < levers["control.record_checks"]
    called = upper(bits(key, 2)) < worker.who.check_rate
    short = looked and planned.granted_s - registered > tolerance
    found = times.under > 0 and (called or short)
    counted.registered_s += registered
    counted.record_checks += looked
    counted.relational_checks += called
    counted.visits_cut += times.under > 0
    if found:
        counted.visits_cut_detected += 1
        counted.under_detected_s += times.under
        unit.climate.month_found += 1
    worker.found += found
    worker.clean_checks += (looked or called) and not found
    off = looked and abs(registered - planned.granted_s) > tolerance
    taken = report(world, unit, worker, key) if off else None
    counted.faults_known += found or taken is not None
    return taken or 0


def report(world: World, unit: Unit, worker: Worker, key: int) -> int | None:
    """A deviation is reported the more the safer the unit; it takes staff time. Nothing if it is not reported."""
    least = world.constants["climate.report_least"]
    if upper(bits(key, 3)) >= least + (1.0 - least) * unit.climate.safety:
        return None
    unit.counted.deviations += 1
    worker.deviations += 1
    return seconds(unit.levers["control.deviation_min"])
