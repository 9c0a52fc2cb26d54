"""ODD 7.6 (reserved time), 7.21 and 7.23: working time and money, in whole seconds and whole öre."""

from __future__ import annotations

from .numbers import nearest
from .people import shift_s
from .world import EVENING_SHIFT, MONTH_DAYS, OFF, ROTA_DAYS, SATURDAY, WELL

SICK_PAY_DAYS = 14


def planning_s(world: object, unit: object) -> int:
    """Planning seconds of a shift."""
    k, levers = world.k, unit.levers
    people = sum(seat.holder is not None for seat in unit.posts)
    colleagues = max(0.0, people / len(unit.teams) - 1.0)
    own = k["plan.team_min"] + k["plan.team_min_per_colleague"] * colleagues
    return nearest(60.0 * (levers["plan.team_planning"] * own + levers["plan.knowledge"] * k["plan.knowledge_min"]))


def reserved_s(world: object, unit: object) -> int:
    """Seconds of a shift that no visit may take."""
    k, levers = world.k, unit.levers
    needed = sum(sum(map(sum, team.needed)) for team in unit.teams)
    daily_shifts = needed / 7.0 if needed > 0 else 1.0
    shifts_a_month = k["work.full_time_shifts"] * k["work.post_share"] * MONTH_DAYS / ROTA_DAYS
    own = (
        levers["steering.follow_up_min"]
        + levers["steering.safety_min"]
        + levers["steering.meeting_min"]
        + levers["steering.training_min"]
        + levers["steering.dialogues"] / 12.0 * k["manager.dialogue_min"]
    )
    together = k["steering.plan_min"] * levers["steering.plans_kept"] * len(unit.recipients) + 2.0 * k[
        "officers.meeting_min"
    ] * (levers["officers.meetings"] + levers["officers.nurse_meetings"])
    development = own / shifts_a_month + together / (MONTH_DAYS * daily_shifts) + levers["steering.breaks_min"]
    return nearest(60.0 * (k["work.indirect_min"] + development)) + planning_s(world, unit)


def rate(world: object, kind: str, shift: int, extra: bool) -> int:
    """Öre an hour, supplements included."""
    k = world.k
    unsocial = shift == EVENING_SHIFT or world.weekday >= SATURDAY
    factor = 1.0 + (k["cost.unsocial_supplement"] if unsocial and kind != "agency" else 0.0)
    return nearest(k[f"cost.{kind}_sek_per_h"] * factor * (k["cost.extra_shift_factor"] if extra else 1.0) * 100)


def pay(seconds: int, ore: int) -> int:
    """Whole öre, rounded down."""
    return seconds * ore // 3600


def book_duty(world: object, unit: object, duty: object, planning: int) -> None:
    """One shift is paid in full and split by use."""
    c = unit.counters
    kind = "agency" if duty.seat is None else "hourly" if duty.seat.hourly else "permanent"
    paid, hour = shift_s(world.k, duty.shift), rate(world, kind, duty.shift, duty.extra)
    planned = 0 if kind == "agency" else planning
    setattr(c, f"paid_{kind}_s", getattr(c, f"paid_{kind}_s") + paid)
    c.paid_s += paid
    c.paid_extra_s += paid if duty.extra else 0
    c.care_s += duty.care_s
    c.travel_s += duty.travel_s
    c.planning_s += planned
    c.control_s += duty.admin_s
    c.other_s += paid - duty.care_s - duty.travel_s - planned - duty.admin_s
    care, travel = pay(duty.care_s, hour), pay(duty.travel_s, hour)
    planning_cost, control = pay(planned, hour), pay(duty.admin_s, hour)
    c.cost_care += care
    c.cost_travel += travel
    c.cost_planning += planning_cost
    c.cost_control += control
    c.cost_administration += pay(paid, hour) - care - travel - planning_cost - control


def cost(world: object, unit: object, duties: list) -> None:
    """The day's paid time and money."""
    k, levers, c = world.k, unit.levers, unit.counters
    planning = planning_s(world, unit)
    for duty in duties:
        book_duty(world, unit, duty, planning)
    for seat in unit.posts:
        shift = seat.rota[world.day % ROTA_DAYS]
        ill = seat.holder is not None and seat.holder.sick != WELL and seat.holder.sick_days < SICK_PAY_DAYS
        if shift != OFF and ill:
            lost = pay(shift_s(k, shift), rate(world, "permanent", shift, extra=False))
            c.cost_absence += nearest(lost * k["cost.sick_pay_share"])
    planner = nearest(c.visits_due * k["plan.planner_min_per_visit"] * 60.0 * (1.0 - levers["plan.team_planning"]))
    c.planner_s += planner
    c.cost_planning += pay(planner, nearest(k["cost.planner_sek_per_h"] * 100))
    c.cost_management += nearest(k["cost.manager_sek_per_month"] * 100 * 12.0 / 365.0)
    meetings = levers["officers.meetings"] + levers["officers.nurse_meetings"]
    hours = meetings * 12.0 / 365.0 * k["officers.meeting_min"] / 60.0
    c.cost_administration += nearest(hours * k["cost.officer_sek_per_h"] * 100)
    c.cost_control += nearest(c.record_checks * k["cost.record_check_sek"] * 100)
    if levers["resources.reform_budget"] > 0.0:
        c.cost_reform += nearest(levers["resources.reform_budget"] * 100 * 12.0 / 365.0 * len(unit.staff))


def night(world: object, unit: object) -> None:
    """7.21."""
    k, c = world.k, unit.counters
    limit = k["night.share"] * unit.levers["night.supervision"]
    home = [r for r in unit.recipients if r.away == 0]
    supervised = sum(r.night_rank < limit for r in home)
    visits = sum(limit <= r.night_rank < k["night.share"] for r in home)
    alarm_s = nearest(len(home) * k["night.alarms_per_year"] / 365.0 * k["night.alarm_min"] * 60.0)
    visit_s = nearest(visits * k["night.visit_min"] * 60.0)
    c.night_visits += visits
    c.night_supervised += supervised
    c.night_s += visit_s + alarm_s
    c.cost_night += nearest(
        (visit_s + alarm_s) / 3600.0 * k["cost.night_sek_per_h"] * 100.0
        + supervised * k["night.supervision_sek"] * 100.0
    )
