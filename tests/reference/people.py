"""Recipients and employees as they are drawn from their ids (ODD 5, EXACT *Draws*, *Start*)."""

from __future__ import annotations

import math

from reference.numbers import exp, f32, log, nearest
from reference.randomness import Draws, inverted
from reference.state import EVENING, MIDDAY, MORNING, Area, Employee, Post, Recipient, Visit, World

MOST_HOURS = 300.0
DAILY = {
    0: [],
    1: [MORNING],
    2: [MORNING, EVENING],
    3: [MORNING, MIDDAY, EVENING],
    4: [MORNING, MIDDAY, MIDDAY, EVENING],
    5: [MORNING, MORNING, MIDDAY, EVENING, EVENING],
    6: [MORNING, MORNING, MIDDAY, MIDDAY, EVENING, EVENING],
}
SPREAD = {1: [0], 2: [0, 3], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4], 6: [0, 1, 2, 3, 4, 5]}
MOST_VISITS_A_DAY = 7
MOST_TENURE_DAYS = 7300


def median_hours(mean: float, sigma: float) -> float:
    """The median of granted hours whose log-normal, cut at 300 h, has the mean asked for: by bisection (ODD 5, EXACT *Start*)."""
    low, high = 0.01, MOST_HOURS
    for _ in range(50):
        middle = (low + high) / 2.0
        if cut_mean(middle, sigma) < mean:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def cut_mean(median: float, sigma: float) -> float:
    """The mean of the log-normal below the cut, over z = -6, -5.95 ... 6."""
    total = weights = 0.0
    for step in range(241):
        z = -6.0 + 0.05 * step
        hours = median * exp(sigma * z)
        if hours < MOST_HOURS:
            weight = exp(-z * z / 2.0)
            total += weight * hours
            weights += weight
    return total / weights if weights else MOST_HOURS


def slot_minutes(world: World, slot: int) -> float:
    """Minutes of a slot."""
    constants = world.constants
    if slot == MORNING:
        return constants["work.morning_min"]
    if slot == MIDDAY:
        return constants["work.day_shift_min"] - constants["work.morning_min"]
    return constants["work.evening_shift_min"]


def recipient(world: World, area: Area, identity: int) -> Recipient:
    """A recipient, drawn from the id."""
    municipality = area.municipality
    constants, profile = world.constants, municipality.profile
    draws = Draws(world.keys.lasting("person", identity))
    tries = [municipality.median_hours * exp(profile["municipality.hours_sigma"] * draws.normal()) for _ in range(8)]
    hours = next((hours for hours in tries if hours < MOST_HOURS), MOST_HOURS)
    x, y = ((draws.u() - 0.5) * area.side_s for _ in range(2))
    rank = draws.u()
    nurse = draws.u() < constants["visit.nurse_need_share"]
    foreign = draws.u() < profile["municipality.language_share"]
    which = draws.u32() % 3
    trait = Draws(world.keys.lasting("trait", identity))
    leniency = constants["satisfaction.person_sd"] * trait.normal()
    voice, night_rank = trait.u(), trait.u()
    base = constants["satisfaction.base"] + constants["satisfaction.quality"] * constants["experience.base"]
    person = Recipient(
        identity=identity,
        hours=f32(hours),
        visit_s=0.0,
        x=f32(x),
        y=f32(y),
        contact_rank=f32(rank),
        needs_nurse=nurse,
        language=which if foreign else None,
        leniency=f32(leniency),
        voice=f32(voice),
        night_rank=f32(night_rank),
        satisfaction=f32(base),
        area=area,
        own_x=f32(x),
        own_y=f32(y),
    )
    person.visit_s, person.visits = weekly_plan(world, person, hours)
    return person


def weekly_plan(world: World, person: Recipient, hours: float) -> tuple[float, list[Visit]]:
    """Seconds of a visit and the visits of a week (5 *Weekly plan*)."""
    constants = world.constants
    minutes = hours * 60.0 * 12.0 * 7.0 / 365.25
    wanted = minutes / constants["visit.length_min"]
    if wanted > 14.0:
        wanted = 14.0 * exp(constants["visit.count_elasticity"] * log(wanted / 14.0))
    count = min(42, max(1, nearest(wanted)))
    daily, rest = divmod(count, 7)
    draws = Draws(world.keys.lasting("person", inverted(person.identity)))
    rotation = draws.u32()
    wishes = [draws.u() for _ in range(MOST_VISITS_A_DAY)]
    slots = [(slot, frozenset(range(7))) for slot in DAILY[daily]]
    if rest:
        cycle = 7 if rest == 6 else 5
        days = frozenset((day + (rotation & 0xFFFF)) % cycle for day in SPREAD[rest])
        slots.append((MIDDAY if daily else (rotation >> 31), days))
    visits = [
        Visit(person, slot, math.floor(wishes[number] * max(1.0, slot_minutes(world, slot) - 30.0)), number, days)
        for number, (slot, days) in enumerate(slots)
    ]
    return float(nearest(minutes / count * 60.0)), visits


def employee(world: World, post: Post, language: int | None = None, *, at_start: bool) -> Employee:
    """An employee, drawn from the id; with a provider that offers a language many speak it."""
    constants = world.constants
    identity = post.identity + post.holders
    draws = Draws(world.keys.lasting("employee", identity))
    youngest = 18.0 if post.hourly else 20.0
    oldest = 50.0 if post.hourly or not at_start else constants["turnover.retirement_age"]
    age = youngest + draws.u() * (oldest - youngest)
    nurse_share = constants["staff.hourly_nurse_share" if post.hourly else "staff.nurse_share"]
    nurse = draws.u() < nurse_share
    speak = [constants["provider.profile_staff" if which == language else "staff.language_share"] for which in range(3)]
    languages = tuple(draws.u() < share for share in speak)
    u = draws.u()
    tenure = min(math.floor(u * (age - youngest) * 365.0), MOST_TENURE_DAYS) if at_start else 0
    own = constants["skill.own_share"]
    learnt = exp(-tenure * (own + (1.0 - own) / 2.0) / constants["skill.days"])
    opportunist = draws.u() < constants["effort.opportunist_share"]
    averse = draws.u() < constants["motivation.averse_share"]
    fragility = f32(constants["strain.person_sd"] * draws.normal())
    return Employee(
        identity=identity,
        hourly=post.hourly,
        born=world.day - math.floor(age * 365.0),
        hired=world.day - tenure,
        nurse=nurse,
        languages=languages,
        opportunist=opportunist,
        averse=averse,
        fragility=fragility,
        skill=f32(1.0 - (1.0 - constants["skill.newcomer"]) * learnt),
        strain=fragility,
        motivation=f32(constants["motivation.mean"]),
    )


def post_size(world: World, identity: int) -> float:
    """Full time or three quarters, with odds that give the mean."""
    full = (world.constants["work.post_share"] - 0.75) / 0.25
    draws = Draws(world.keys.lasting("employee", inverted(identity)))
    return 1.0 if draws.u() < full else 0.75
