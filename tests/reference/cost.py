"""Cost: paid time and money by use (ODD 7.23, EXACT *Money and time*, E23)."""

from __future__ import annotations

from reference import duties
from reference.market import collective
from reference.numbers import nearest
from reference.rota import ROTA_DAYS, shift_minutes
from reference.state import EVENING_SHIFT, OFF_DUTY, WELL, Unit, World
from reference.worker import Worker

MONTHS_A_DAY = 12.0 / 365.0
SICK_PAY_DAYS = 14
PRICES = {
    "permanent": "cost.permanent_sek_per_h",
    "extra": "cost.permanent_sek_per_h",
    "hourly": "cost.hourly_sek_per_h",
    "agency": "cost.agency_sek_per_h",
}


def rate(world: World, unit: Unit, worker: Worker) -> int:
    """An hour's cost in öre with all supplements."""
    constants = world.constants
    sek = constants[PRICES[worker.kind]]
    if worker.kind == "agency":
        return nearest(sek * 100.0)
    sek *= collective.wages(unit)
    return nearest(sek * supplement(world, worker.shift) * extra(world, worker) * 100.0)


def supplement(world: World, shift: int) -> float:
    """Supplement of evenings and weekends."""
    unsocial = shift == EVENING_SHIFT or world.weekday >= 5
    return 1.0 + world.constants["cost.unsocial_supplement"] * unsocial


def extra(world: World, worker: Worker) -> float:
    """The factor on extra shifts."""
    return world.constants["cost.extra_shift_factor"] if worker.kind == "extra" else 1.0


def book_shift(world: World, unit: Unit, worker: Worker) -> None:
    """A shift is paid in full, and its cost split by seconds."""
    counted = unit.counted
    paid = round(shift_minutes(world, worker.shift) * 60.0)
    planning = 0 if worker.kind == "agency" else duties.planning_s(world, unit)
    counted.paid_s += paid
    for name in {"extra": ("permanent", "extra")}.get(worker.kind, (worker.kind,)):
        setattr(counted, f"paid_{name}_s", getattr(counted, f"paid_{name}_s") + paid)
    counted.care_s += worker.care_s
    counted.travel_s += worker.travel_s
    counted.control_s += worker.control_s
    counted.planning_s += planning
    counted.other_s += paid - worker.care_s - worker.travel_s - planning - worker.control_s
    hour = rate(world, unit, worker)
    parts = [hour * part // 3600 for part in (worker.care_s, worker.travel_s, planning, worker.control_s)]
    counted.cost_care += parts[0]
    counted.cost_travel += parts[1]
    counted.cost_planning += parts[2]
    counted.cost_control += parts[3]
    counted.cost_administration += hour * paid // 3600 - sum(parts)


def book_day(world: World, unit: Unit) -> None:
    """What is booked by the day."""
    constants, levers, counted = world.constants, unit.levers, unit.counted
    planner = constants["plan.planner_min_per_visit"] * 60.0 * counted.visits_due * (1.0 - levers["plan.team_planning"])
    seconds = nearest(planner)
    counted.planner_s += seconds
    counted.cost_planning += seconds * nearest(constants["cost.planner_sek_per_h"] * 100.0) // 3600
    manager = constants["cost.manager_sek_per_month"] * 100.0 * MONTHS_A_DAY
    counted.cost_management += nearest(manager * unit.manager_share)
    meetings = duties.officers_meetings(unit) + levers["officers.nurse_meetings"]
    hours = meetings * constants["officers.meeting_min"] / 60.0
    met = nearest(hours * constants["cost.officer_sek_per_h"] * 100.0 * MONTHS_A_DAY)
    checked = nearest(counted.record_checks * constants["cost.record_check_sek"] * 100.0)
    reform = nearest(levers["resources.reform_budget"] * len(unit.staff) * 100.0 * MONTHS_A_DAY)
    counted.cost_administration += met
    counted.cost_control += checked
    counted.cost_reform += reform
    counted.cost_purchaser += met + checked + counted.cost_reform
    sick_pay(world, unit)


def sick_pay(world: World, unit: Unit) -> None:
    """Sick pay for rostered shifts in the first 14 days of a spell."""
    constants = world.constants
    for post in unit.posts:
        who, shift = post.holder, post.rota[world.day % ROTA_DAYS]
        if who is None or who.spell == WELL or shift == OFF_DUTY or who.spell_days >= SICK_PAY_DAYS:
            continue
        sek = constants["cost.permanent_sek_per_h"] * collective.wages(unit)
        hour = nearest(sek * supplement(world, shift) * 100.0)
        paid = hour * shift_minutes(world, shift) / 60.0
        unit.counted.cost_absence += nearest(constants["cost.sick_pay_share"] * paid)
