"""ODD 5 and 7.24: who recipients and employees are, drawn from their permanent id."""

from __future__ import annotations

from .numbers import clip, exp, f32, log, nearest
from .randomness import Draws, inverted
from .world import DAY, EVENING, MIDDAY, MORNING, NURSE, OFF, Conduct, Employee, Recipient, Seat, Visit, Week

STARTED, ARRIVED, POST, HOURLY = 1, 2, 3, 4
HOURS_LIMIT = 300
DAILY_SLOTS = (
    (),
    (MORNING,),
    (MORNING, EVENING),
    (MORNING, MIDDAY, EVENING),
    (MORNING, MIDDAY, MIDDAY, EVENING),
    (MORNING, MORNING, MIDDAY, EVENING, EVENING),
    (MORNING, MORNING, MIDDAY, MIDDAY, EVENING, EVENING),
)
SPREAD = ((), (0,), (0, 3), (0, 2, 4), (0, 1, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5))
EVERY_DAY = frozenset(range(7))


def permanent_id(kind: int, municipality: int, rest: int) -> int:
    """Kind, municipality and running numbers side by side."""
    return kind << 60 | municipality << 48 | rest


def seat_id(municipality: int, area: int, number: int, hourly: bool) -> int:
    """The id of a post or hourly job; room is left for its holders."""
    return permanent_id(HOURLY if hourly else POST, municipality, area << 32 | number << 12)


def shift_s(k: dict, shift: int) -> int:
    """Seconds of a shift."""
    return nearest(k["work.day_shift_min" if shift == DAY else "work.evening_shift_min"] * 60.0)


def slot_s(k: dict, slot: int) -> int:
    """Seconds of a slot."""
    minutes = {
        MORNING: k["work.morning_min"],
        MIDDAY: k["work.day_shift_min"] - k["work.morning_min"],
        EVENING: k["work.evening_shift_min"],
    }[slot]
    return nearest(minutes * 60)


def cut_mean(median: float, sigma: float) -> float:
    """Mean of the log-normal below the cut, on a grid of the normal density."""
    weights = total = 0.0
    for i in range(-120, 121):
        z = i * 0.05
        hours = median * exp(sigma * z)
        if hours <= HOURS_LIMIT:
            weight = exp(-0.5 * z * z)
            weights += weight
            total += weight * hours
    return total / weights if weights > 0.0 else HOURS_LIMIT


def median_hours(profile: dict) -> float:
    """The median that gives the profile's mean, by bisection."""
    low, high = 0.01, float(HOURS_LIMIT)
    for _ in range(50):
        middle = 0.5 * (low + high)
        if cut_mean(middle, profile["municipality.hours_sigma"]) < profile["municipality.granted_hours"]:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def draw_recipient(world: object, area: object, identity: int) -> Recipient:
    """Hours, place, rank for contacts, competence and language; then lasting traits."""
    k, municipality = world.k, area.municipality
    sigma = municipality.profile["municipality.hours_sigma"]
    draws = Draws(world.keys.lasting("person", identity))
    tries = [municipality.median_hours * exp(sigma * draws.normal()) for _ in range(8)]
    hours = f32(next((h for h in tries if h <= HOURS_LIMIT), HOURS_LIMIT))
    x = f32((draws.uniform() - 0.5) * area.reach_s)
    y = f32((draws.uniform() - 0.5) * area.reach_s)
    rank = f32(draws.uniform())
    nurse = draws.uniform() < k["visit.nurse_need_share"]
    foreign = draws.uniform() < municipality.profile["municipality.language_share"]
    language = draws.u32() % 3
    needs = NURSE * nurse | (2 << language if foreign else 0)
    recipient = Recipient(identity, hours, x, y, needs, rank)
    traits = Draws(world.keys.lasting("trait", identity))
    recipient.leniency = f32(k["satisfaction.person_sd"] * traits.normal())
    recipient.voice = f32(traits.uniform())
    recipient.night_rank = f32(traits.uniform())
    recipient.satisfaction = f32(k["satisfaction.base"] + k["satisfaction.quality"] * k["experience.base"])
    return recipient


def weekly_visits(k: dict, minutes: float) -> int:
    """Visits a week for weekly minutes."""
    visits = minutes / k["visit.length_min"]
    if visits > 14.0:
        visits = 14.0 * exp(k["visit.count_elasticity"] * log(visits / 14.0))
    return int(clip(nearest(visits), 1, 42))


def plan_week(world: object, recipient: Recipient) -> list[Visit]:
    """The weekly plan of visits."""
    k = world.k
    minutes = recipient.hours * 60.0 * 12.0 * 7.0 / 365.25
    weekly = weekly_visits(k, minutes)
    daily, extra = divmod(weekly, 7)
    seconds = nearest(minutes * 60 / weekly)
    draws = Draws(world.keys.lasting("person", inverted(recipient.id)))
    rotation = draws.u32()
    cycle = 5 if extra <= 5 else 7
    spread = frozenset((day + (rotation & 0xFFFF)) % cycle for day in SPREAD[extra])
    visits = []
    for i in range(7):
        slot = DAILY_SLOTS[daily][i] if i < daily else MIDDAY if daily else rotation >> 31
        minute = int(draws.uniform() * max(1, slot_s(k, slot) // 60 - 30))
        if i < daily:
            visits.append(Visit(recipient, seconds, minute, slot, EVERY_DAY, i))
        elif i == daily and extra:
            visits.append(Visit(recipient, seconds, minute, slot, spread, i))
    recipient.daily_visits = daily
    return visits


def skill_by_tenure(k: dict, years: float) -> float:
    """Skill under a manager who is half present."""
    speed = k["skill.own_share"] + (1.0 - k["skill.own_share"]) * 0.5
    return 1.0 - (1.0 - k["skill.newcomer"]) * exp(-years * 365.0 * speed / k["skill.days"])


def draw_employee(world: object, seat: Seat, newcomer: bool) -> None:
    """A new holder of a post or hourly job: age, competence, tenure, traits."""
    k, hourly = world.k, seat.hourly
    seat.holders += 1
    identity = seat.id | seat.holders
    draws = Draws(world.keys.lasting("employee", identity))
    youngest, oldest = (18.0 if hourly else 20.0), k["turnover.retirement_age"]
    if newcomer or hourly:
        oldest = clip(50.0, youngest + 1.0, oldest)
    age = youngest + (oldest - youngest) * draws.uniform()
    nurse = draws.uniform() < k["staff.hourly_nurse_share" if hourly else "staff.nurse_share"]
    languages = sum(2 << i for i in range(3) if draws.uniform() < k["staff.language_share"])
    tenure = min(draws.uniform() * (age - youngest) * 365, 7300)
    since = world.day - (0 if newcomer else int(tenure))
    opportunist = draws.uniform() < k["effort.opportunist_share"]
    averse = draws.uniform() < k["motivation.averse_share"]
    person = f32(k["strain.person_sd"] * draws.normal())
    conduct = Conduct(
        person=person,
        strain=person,
        motivation=f32(k["motivation.mean"]),
        skill=f32(skill_by_tenure(k, (world.day - since) / 365.0)),
        pressure=seat.unit.climate.pressure,
        opportunist=opportunist,
        averse=averse,
    )
    seat.holder = Employee(identity, world.day - int(age * 365), since, NURSE * nurse | languages, conduct)
    seat.streak, seat.last_shift, seat.week = 0, OFF, Week()


def open_seat(world: object, area: object, hourly: bool) -> Seat:
    """A new post or hourly job, numbered for good, with nobody in it."""
    if hourly:
        area.hourlies += 1
    else:
        area.posts += 1
    identity = seat_id(area.municipality.index, area.number, area.hourlies if hourly else area.posts, hourly)
    return Seat(identity, hourly, 0.0 if hourly else post_share(world, identity), vacant_since=world.day)


def post_share(world: object, identity: int) -> float:
    """Full time or three quarters, with odds that give the mean."""
    mean = world.k["work.post_share"]
    if mean <= 0.75:
        return f32(mean)
    draw = Draws(world.keys.lasting("employee", inverted(identity))).uniform()
    return 1.0 if draw < (mean - 0.75) / (1.0 - 0.75) else 0.75
