"""What a shift is reserved for beside visits, and who is at work (ODD 7.6, EXACT *Money and time*)."""

from __future__ import annotations

from reference import managers, rota
from reference.numbers import f32, seconds
from reference.opinion import opinion
from reference.state import OFF_DUTY, Unit, World
from reference.worker import Worker

DAYS_PER_MONTH = 30.0


def go_to_work(world: World, unit: Unit) -> None:
    """Own posts at work, before the substitutes who were called in; what the manager expects of each this morning."""
    own = [
        Worker(post.holder, post.team, post.today, kind="extra" if post.extra else "permanent")
        for post in unit.posts
        if post.today != OFF_DUTY and post.holder is not None
    ]
    unit.at_work = own + unit.at_work
    prior, propensity = managers.prior(world), f32(world.constants["opinion.propensity"])
    for worker in unit.at_work:
        who = worker.remembered
        if who is not None:
            worker.expected = opinion(who.seen, prior, propensity).expectation


def officers_meetings(unit: Unit) -> float:
    """Meetings of case officers and a unit a month; those with external providers are as many times a factor (7.19)."""
    factor = unit.levers.get("officers.external_factor", 1.0) if unit.provider.firm else 1.0
    return unit.levers["officers.meetings"] * factor


def reserved_s(world: World, unit: Unit) -> int:
    """Reserved seconds of a shift, planning apart."""
    constants, levers = world.constants, unit.levers
    monthly = (
        levers["steering.follow_up_min"]
        + levers["steering.safety_min"]
        + levers["steering.meeting_min"]
        + levers["steering.training_min"]
        + levers["steering.dialogues"] / 12.0 * constants["manager.dialogue_min"]
    )
    shifts_a_month = constants["work.full_time_shifts"] * constants["work.post_share"] * DAYS_PER_MONTH / 28.0
    plans = constants["steering.plan_min"] * levers["steering.plans_kept"] * len(unit.recipients)
    meetings = officers_meetings(unit) + levers["officers.nurse_meetings"]
    # A config without a market and without such dialogues has no parameters of them.
    dialogues = levers.get("steering.recipient_dialogues", 0.0)
    talks = constants.get("dialogue.recipient_min", 0.0) * dialogues / 12.0 * len(unit.recipients)
    shared = plans + 2.0 * constants["officers.meeting_min"] * meetings + talks
    needed = rota.shifts_needed_a_day(unit)
    minutes = constants["work.indirect_min"] + monthly / shifts_a_month
    if needed:
        minutes += shared / (DAYS_PER_MONTH * needed)
    return seconds(minutes + levers["steering.breaks_min"])


def planning_s(world: World, unit: Unit) -> int:
    """Planning and handover seconds of a shift, by colleagues in the real team: the unit's mean of those employed."""
    constants, levers = world.constants, unit.levers
    real_team = sum(post.holder is not None for post in unit.posts) / len(unit.teams)
    colleagues = max(0.0, real_team - 1.0)
    alone = constants["plan.team_min"] + constants["plan.team_min_per_colleague"] * colleagues
    handover = levers["plan.knowledge"] * constants["plan.knowledge_min"]
    return seconds(levers["plan.team_planning"] * alone + handover)
