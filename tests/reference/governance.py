"""ODD 7.13-7.18: discretion, managers, climate, motivation, practice, strain, pull on time. Every 7 days."""

from __future__ import annotations

import math

from .numbers import clip, exp, f32, kept, log
from .randomness import Draws, inverted
from .world import WEEK_DAYS, Climate, Conduct, Week


def formal_discretion(levers: dict) -> float:
    """F: the product of three levels."""
    return levers["discretion.officer"] * levers["discretion.provider"] * levers["discretion.manager"]


def usable_discretion(k: dict, levers: dict, c: Conduct) -> float:
    """L: what is formally allowed and felt to be, less what pressure takes."""
    return f32(min(formal_discretion(levers), c.permission) * (1.0 - k["discretion.pressure_loss"] * c.pressure))


def tightness(levers: dict, check_rate: float) -> float:
    """ctl: how tightly acts are observed."""
    return min(1.0, levers["control.record_checks"] + check_rate)


def standard(k: dict, exposure: str, value: float) -> float:
    """z: an exposure in standard deviations."""
    return (value - k[f"scale.{exposure}_centre"]) / k[f"scale.{exposure}_spread"]


# ---- what follows from a person's state until the next week


def cut_probability(k: dict, levers: dict, c: Conduct) -> float:
    """E8."""
    opportunist = 1.0 if c.opportunist else 0.0
    seen = c.check_rate + (1.0 - k["effort.gaming"]) * levers["control.record_checks"]
    response = k["effort.others"] + (1.0 - k["effort.others"]) * opportunist
    logit = (
        k["effort.base"]
        + k["effort.opportunist"] * opportunist
        + k["effort.pressure"] * c.pressure
        - k["effort.motivation"] * (c.motivation - k["motivation.mean"])
        - k["effort.detection"] * min(seen, 1.0) * response
    )
    return f32(1.0 / (1.0 + exp(-logit)))


def wanted_check_rate(world: object, unit: object, c: Conduct) -> float:
    """E2: relational checks that the manager would like to make, per visit."""
    _, distrust, uncertainty = world.opinion(c.seen_good, c.seen_bad)
    levers = unit.levers
    rate = (
        levers["control.relational_checks"]
        + levers["control.check_distrust"] * distrust
        + levers["control.check_uncertainty"] * uncertainty
    )
    return min(rate, 1.0)


def visit_quality(k: dict, c: Conduct) -> float:
    """p: what this person adds to the quality of a visit."""
    return f32(
        k["experience.discretion"] * c.discretion * (c.skill - k["experience.skill_threshold"])
        + k["experience.drift"] * c.drift * c.drift
        + k["experience.motivation"] * (c.motivation - k["motivation.mean"])
    )


def renew(world: object, unit: object, c: Conduct) -> None:
    """Discretion, then effort with the check rate so far, then the check rate, quality and hazards."""
    k = world.k
    c.discretion = usable_discretion(k, unit.levers, c)
    c.cut_probability = cut_probability(k, unit.levers, c)
    c.check_rate = f32(wanted_check_rate(world, unit, c) * unit.climate.checks_made)
    c.quality = visit_quality(k, c)
    presence = standard(k, "support", unit.climate.presence)
    c.short_hazard = f32(exp(k["sickness.strain_short"] * c.strain))
    c.long_hazard = f32(exp(k["sickness.strain_long"] * c.strain - k["sickness.support_long"] * presence))


def conduct_of_stranger(world: object, unit: object) -> Conduct:
    """Agency staff."""
    k, levers = world.k, unit.levers
    c = Conduct(
        motivation=f32(k["motivation.mean"]),
        skill=f32(k["skill.newcomer"]),
        permission=f32(formal_discretion(levers)),
        pressure=unit.climate.pressure,
    )
    c.discretion = usable_discretion(k, levers, c)
    c.cut_probability = cut_probability(k, levers, c)
    c.check_rate = f32(f32(levers["control.relational_checks"]) * unit.climate.checks_made)
    c.quality = visit_quality(k, c)
    return c


def quit_hazard(world: object, seat: object) -> float:
    """h_q (E16)."""
    k, c = world.k, seat.holder.conduct
    years = (world.day - seat.holder.since) / 365.0
    expectation = world.expectation(world.opinion(c.good, c.bad))
    return exp(
        k["turnover.strain"] * c.strain
        - k["turnover.trust"] * standard(k, "expectation", expectation)
        + k["turnover.hours"] * c.changed
        - k["turnover.tenure"] * (log(1.0 + years) - log(1.0 + k["scale.tenure_years"]))
    )


# ---- the unit: discretion and pressure


def discretion_week(world: object, unit: object) -> None:
    """Load becomes pressure; permission follows the formal right."""
    k, levers = world.k, unit.levers
    formal = formal_discretion(levers)
    half_life = k["discretion.permission_half_life_days"] / (
        1.0 + levers["resources.reform_budget"] / k["discretion.reform_half_sek"]
    )
    discretion = pressure = 0.0
    for seat in unit.staff:
        c, week = seat.holder.conduct, seat.week
        if week.paid_s > 0:
            load = clip((week.busy_s / week.paid_s - k["pressure.from"]) / k["pressure.span"])
            c.pressure = f32(
                c.pressure + f32((1.0 - kept(WEEK_DAYS, k["pressure.half_life_days"])) * (load - c.pressure))
            )
        felt = c.permission
        c.permission = f32(formal if formal < felt else felt + (1.0 - kept(WEEK_DAYS, half_life)) * (formal - felt))
        discretion += usable_discretion(k, levers, c)
        pressure += c.pressure
    if unit.staff:
        unit.climate.discretion = f32(discretion / len(unit.staff))
        unit.climate.pressure = f32(pressure / len(unit.staff))


# ---- managers


def manager_minutes(world: object, unit: object, deviations: float) -> float:
    """Minutes a day before any check."""
    k, levers, people = world.k, unit.levers, float(len(unit.staff))
    return (
        k["manager.fixed_min"]
        + k["manager.employee_min"] * people * (1.0 - k["manager.self_planning_relief"] * levers["plan.team_planning"])
        + levers["steering.dialogues"] * people / 365.0 * k["manager.dialogue_min"]
        + deviations * k["manager.deviation_min"]
    )


def take_load(k: dict, climate: Climate, minutes: float, checks: float) -> None:
    """Checks as far as time is left; load and presence."""
    wanted = checks * k["manager.check_min"]
    left = k["manager.hours_min"] - minutes if k["manager.hours_min"] > minutes else 0.0
    made = min(wanted, left)
    load = (minutes + made) / k["manager.hours_min"]
    climate.checks_made = f32(made / wanted) if wanted > 0.0 else 1.0
    climate.load = f32(load)
    climate.presence = f32(1.0 / (1.0 + load * load))


def judge_manager(world: object, unit: object, seat: object, draws: Draws) -> None:
    """What the employee saw of the manager this week."""
    k, levers, c, week = world.k, unit.levers, seat.holder.conduct, seat.week
    met, talked, taken_up, blamed = draws.uniform(), draws.uniform(), draws.uniform(), draws.uniform()
    growth = world.evidence_weight
    meeting = k["opinion.meeting_evidence"] * growth
    good = bad = 0.0
    if week.days > 0:
        support = 1.0 - exp(-k["manager.support_per_week"] * unit.climate.presence)
        good += meeting if met < support else 0.0
        deviations = float(int(k["manager.followed_share"] * week.deviations + taken_up))
        if blamed < 1.0 - levers["control.enabling"]:
            bad += meeting * deviations
        else:
            good += meeting * deviations
        bad += k["opinion.visit_evidence"] * growth if c.pressure > 0.5 else 0.0
        if c.averse:
            coercive = 1.0 - levers["control.enabling"]
            bad += k["opinion.visit_evidence"] * growth * coercive * tightness(levers, c.check_rate)
    good += meeting if talked < levers["steering.dialogues"] * WEEK_DAYS / 365.0 else 0.0
    c.good = f32(c.good + f32(good))
    c.bad = f32(c.bad + f32(k["opinion.kappa"] * bad))


def judge_employee(world: object, unit: object, seat: object) -> None:
    """What the manager saw of the employee: checked visits."""
    k, c, week = world.k, seat.holder.conduct, seat.week
    evidence = k["opinion.check_evidence"] * world.evidence_weight
    discount = 1.0 - k["opinion.attribution"] * tightness(unit.levers, c.check_rate)
    c.seen_good = f32(c.seen_good + f32(evidence * week.checked_good * discount))
    c.seen_bad = f32(c.seen_bad + f32(evidence * k["opinion.kappa"] * week.checked_bad))


def managers_week(world: object, unit: object) -> None:
    """Load and presence; what staff and manager saw of each other."""
    step = f32(1.0 - kept(WEEK_DAYS, world.k["pressure.half_life_days"]))
    deviations = wanted = 0.0
    for seat in unit.staff:
        c, week = seat.holder.conduct, seat.week
        draws = Draws(world.keys.daily("week", seat.holder.id, world.day))
        deviations += week.deviations
        wanted += week.visits * wanted_check_rate(world, unit, c)
        judge_manager(world, unit, seat, draws)
        judge_employee(world, unit, seat)
        if week.intended_s > 0:
            share = f32(f32(week.delivered_s) / f32(week.intended_s))
            c.delivery = f32(c.delivery + f32(step * f32(share - c.delivery)))
    minutes = manager_minutes(world, unit, deviations / WEEK_DAYS)
    take_load(world.k, unit.climate, minutes, wanted / WEEK_DAYS)


# ---- climate


def saturating(k: dict, minutes: float) -> float:
    """Minutes with a diminishing effect."""
    return minutes / (minutes + k["climate.half_min"])


def clarity_aim(k: dict, levers: dict) -> float:
    """Where clarity goes."""
    levels = [levers["discretion.officer"], levers["discretion.provider"], levers["discretion.manager"]]
    return clip(
        k["climate.clarity_base"]
        + k["climate.clarity_follow_up"] * saturating(k, levers["steering.follow_up_min"])
        - k["climate.clarity_spread"] * (max(levels) - min(levels))
    )


def safety_aim(k: dict, levers: dict, expectation: float, presence: float) -> float:
    """Where safety goes; checks as the lever says, not as the manager wants them."""
    blame = tightness(levers, levers["control.relational_checks"]) * (1.0 - levers["control.enabling"])
    return clip(
        k["climate.safety_base"]
        + k["climate.safety_trust"] * expectation
        + k["climate.safety_support"] * presence
        - k["climate.safety_blame"] * blame
        + k["climate.safety_work"] * saturating(k, levers["steering.safety_min"])
    )


def climate_week(world: object, unit: object) -> None:
    """Clarity and safety move; the unit's week is counted."""
    k, climate, c = world.k, unit.climate, unit.counters
    step = 1.0 - kept(WEEK_DAYS, k["climate.half_life_days"])
    total = 0.0
    for seat in unit.staff:
        total += world.expectation(world.opinion(seat.holder.conduct.good, seat.holder.conduct.bad))
    expectation = total / len(unit.staff) if unit.staff else k["opinion.propensity"]
    safety = safety_aim(k, unit.levers, expectation, climate.presence)
    climate.clarity = f32(climate.clarity + f32(step * (clarity_aim(k, unit.levers) - climate.clarity)))
    climate.safety = f32(climate.safety + f32(step * (safety - climate.safety)))
    officer = world.opinion(climate.officer_good, climate.officer_bad)
    c.unit_weeks += 1
    c.officer_trust += officer[0]
    c.officer_distrust += officer[1]
    c.clarity_sum += climate.clarity
    c.safety_sum += climate.safety
    c.manager_load_sum += climate.load
    c.support_sum += climate.presence


# ---- motivation, practice, strain


def motivation_week(world: object, unit: object) -> None:
    """E7."""
    k, levers = world.k, unit.levers
    step = 1.0 - kept(WEEK_DAYS, k["motivation.half_life_days"])
    for seat in unit.staff:
        c = seat.holder.conduct
        expectation = world.expectation(world.opinion(c.good, c.bad))
        aim = (
            k["motivation.mean"]
            + k["motivation.trust"] * (expectation - k["opinion.propensity"])
            - k["motivation.control"]
            * (1.0 if c.averse else 0.0)
            * tightness(levers, c.check_rate)
            * (1.0 - levers["control.enabling"])
            + k["motivation.discretion"] * standard(k, "discretion", c.discretion)
            - k["motivation.strain"] * c.strain
            + k["motivation.learning"] * levers["control.enabling"] * c.check_rate
        )
        c.motivation = f32(c.motivation + f32(step * (clip(aim) - c.motivation)))


def practice_pull(world: object, unit: object) -> float:
    """c: the daily pull towards good practice."""
    k, levers = world.k, unit.levers
    learning = k["drift.coercive"] + (1.0 - k["drift.coercive"]) * levers["control.enabling"]
    control = k["drift.control"] * tightness(levers, levers["control.relational_checks"]) * learning
    watching = 1.0 - k["drift.trusting_peers"] * unit.climate.safety
    minutes, full = levers["steering.meeting_min"], k["drift.meeting_full_min"]
    meetings = minutes / full if minutes < full else 1.0
    peers = (k["drift.peers"] * levers["plan.team_planning"] + k["drift.meetings"] * meetings) * watching
    return clip(control + peers + k["drift.background"])


def practice_week(world: object, unit: object) -> None:
    """E9 and E17, for those who worked."""
    k, levers = world.k, unit.levers
    pull = practice_pull(world, unit)
    left, variance, once = 1.0, 0.0, (1.0 - pull) * (1.0 - pull)
    for _ in range(WEEK_DAYS):
        variance = variance * once + 1.0
        left *= 1.0 - pull
    own = k["skill.own_share"]
    speed = (own + (1.0 - own) * unit.climate.presence) * (
        1.0 + k["skill.training"] * levers["steering.training_min"] / 60.0
    )
    unlearned = exp(-WEEK_DAYS * speed / k["skill.days"])
    for seat in unit.staff:
        c = seat.holder.conduct
        z = Draws(world.keys.daily("week", inverted(seat.holder.id), world.day)).noise()
        if seat.week.days > 0:
            c.drift = f32(c.drift * left + k["drift.noise"] * c.discretion * math.sqrt(variance) * z)
            c.skill = f32(1.0 - (1.0 - c.skill) * unlearned)


def strain_aim(world: object, unit: object, c: Conduct) -> float:
    """S*."""
    k, levers, climate = world.k, unit.levers, unit.climate
    coercion = tightness(levers, c.check_rate) * (1.0 - levers["control.enabling"])
    unclear = (1.0 - climate.clarity) * (0.5 + c.discretion) + levers["plan.team_planning"] * (1.0 - c.skill)
    aversion = (1.3 if c.averse else 0.3) / (0.3 + k["motivation.averse_share"])
    return (
        c.person
        + k["strain.pressure"] * standard(k, "pressure", c.pressure)
        - k["strain.discretion"] * standard(k, "discretion", c.discretion)
        - k["strain.support"] * standard(k, "support", climate.presence)
        + k["strain.control"] * standard(k, "control", coercion) * aversion
        + k["strain.unclear"] * standard(k, "unclear", unclear)
        - k["strain.safety"] * standard(k, "safety", climate.safety)
        - k["strain.hours"] * (levers["organisation.hours_influence"] - k["scale.hours_influence"] - c.changed)
        - k["strain.breaks"] * levers["steering.breaks_min"] / k["scale.breaks_min"]
    )


def strain_week(world: object, unit: object) -> None:
    """E14."""
    k = world.k
    up = 1.0 - exp(-WEEK_DAYS / k["strain.up_days"])
    down = 1.0 - exp(-WEEK_DAYS / k["strain.down_days"])
    remembered = 1.0 - kept(WEEK_DAYS, k["pressure.half_life_days"])
    for seat in unit.staff:
        c = seat.holder.conduct
        c.changed = f32(c.changed + f32(remembered * (seat.week.changed - c.changed)))
        way = strain_aim(world, unit, c) - c.strain
        c.strain = f32(c.strain + f32((up if way > 0.0 else down) * way))


# ---- moving time


def pull_week(world: object, unit: object) -> None:
    """7.16: each recipient's pull on time that may be moved."""
    k = world.k
    for r in unit.recipients:
        level = f32(f32(r.level + r.transient) / r.granted)
        contact, closeness = r.contacts[0], 0.0
        if contact is not None:
            visits = r.relations[contact].visits if contact in r.relations else 0.0
            closeness = visits / (visits + world.visits_prior)
        pull = (
            k["reallocation.need"] * (level - 1.0)
            + k["reallocation.closeness"] * closeness
            + k["reallocation.voice"] * (r.voice - 0.5)
        )
        r.pull = f32(exp(clip(pull, -3.0, 3.0)))


# ---- the week's end


def end_week(world: object, unit: object) -> None:
    """What follows until the next week; the week is forgotten, everyone is counted."""
    counters = unit.counters
    for seat in unit.staff:
        c = seat.holder.conduct
        renew(world, unit, c)
        seat.week = Week()
        manager, seen = world.opinion(c.good, c.bad), world.opinion(c.seen_good, c.seen_bad)
        counters.staff_weeks += 1
        counters.manager_trust += manager[0]
        counters.manager_distrust += manager[1]
        counters.manager_uncertainty += manager[2]
        counters.seen_trust += seen[0]
        counters.seen_distrust += seen[1]
        counters.seen_uncertainty += seen[2]
        counters.hourly_weeks += seat.hourly
        counters.seen_hourly_uncertainty += seen[2] if seat.hourly else 0.0
        counters.strain_sum += c.strain
        counters.strain_squares += c.strain * c.strain
        counters.motivation_sum += c.motivation
        counters.permission_sum += c.permission
        counters.pressure_sum += c.pressure
        counters.skill_sum += c.skill
        counters.drift_squares += c.drift * c.drift


WEEKLY = (
    discretion_week,
    managers_week,
    climate_week,
    motivation_week,
    practice_week,
    strain_week,
    pull_week,
    end_week,
)


# ---- a new manager


def new_manager(world: object, unit: object, first: bool) -> None:
    """Opinions between staff and manager start anew; at the start of the run everything does."""
    k, levers, climate = world.k, unit.levers, unit.climate
    if first:
        take_load(k, climate, manager_minutes(world, unit, 0.0), 0.0)
        climate.clarity = f32(clarity_aim(k, levers))
        climate.safety = f32(safety_aim(k, levers, k["opinion.propensity"], climate.presence))
    climate.officer_good = climate.officer_bad = 0.0
    for seat in unit.staff:
        c = seat.holder.conduct
        c.good = c.bad = c.seen_good = c.seen_bad = 0.0
        if first:
            c.permission = f32(formal_discretion(levers))
        renew(world, unit, c)
