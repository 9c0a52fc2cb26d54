"""Needed shifts and rotas (ODD 7.5)."""

from __future__ import annotations

from reference.market import staffing
from reference.numbers import nearest
from reference.state import DAY_SHIFT, EVENING_SHIFT, OFF_DUTY, SHIFTS, Post, Unit, World, shift_of

ROTA_DAYS = 28
MOST_IN_A_ROW = 6
START_MOVES_BY = 9


def shift_minutes(world: World, shift: int) -> float:
    """Paid minutes of a shift."""
    return world.constants["work.day_shift_min" if shift == DAY_SHIFT else "work.evening_shift_min"]


def renew_needed(world: World, unit: Unit) -> None:
    """Shifts needed by team, weekday and shift, from granted time and client-time share."""
    for number, team in enumerate(unit.teams):
        granted = [[0.0, 0.0, 0.0] for _ in range(7)]
        for person in unit.recipients:
            if person.team == number:
                for visit in person.visits:
                    for weekday in visit.weekdays:
                        granted[weekday][shift_of(visit.slot)] += person.visit_s * person.granted
        team.needed = [[0, *(needed(world, unit, day[shift], shift) for shift in SHIFTS)] for day in granted]


def needed(world: World, unit: Unit, granted: float, shift: int) -> int:
    """Shifts for so many granted seconds: to the nearest whole, at least one where there are visits."""
    if granted == 0.0:
        return 0
    with_own_time = granted * (1.0 + unit.levers["care.own_time"])
    length = shift_minutes(world, shift) * 60.0
    return max(1, nearest(with_own_time / staffing.client_time(unit) / length))


def shifts_needed_a_day(unit: Unit) -> float:
    """Needed shifts a day of the whole unit, mean over the week."""
    return sum(sum(day) for team in unit.teams for day in team.needed) / 7.0


def deal_team(world: World, unit: Unit, team: int) -> None:
    """Rotas of all posts of a team, one after another."""
    missing = [[*unit.teams[team].needed[day % 7]] for day in range(ROTA_DAYS)]
    for post in unit.posts:
        if post.team == team:
            deal(world, post, missing)


def deal_new(world: World, unit: Unit, post: Post) -> None:
    """The rota of a post that is opened among others."""
    missing = [[*unit.teams[post.team].needed[day % 7]] for day in range(ROTA_DAYS)]
    for other in unit.posts:
        if other.team == post.team and other is not post:
            for day, shift in enumerate(other.rota):
                missing[day][shift] -= 1
    deal(world, post, missing)


def deal(world: World, post: Post, missing: list[list[int]]) -> None:
    """A rota of 28 days for one post."""
    post.rota = [OFF_DUTY] * ROTA_DAYS
    left = nearest(world.constants["work.full_time_shifts"] * post.size)
    for week in (post.number % 2, post.number % 2 + 2):
        if left >= 2:
            saturday = 7 * week + 5
            late = missing[saturday][EVENING_SHIFT] > missing[saturday][DAY_SHIFT]
            for day in (saturday, saturday + 1):
                put(post, missing, day, EVENING_SHIFT if late else DAY_SHIFT)
            left -= 2
    start = post.number % ROTA_DAYS
    while left > 0:
        found = most_missing(post, missing, start)
        if found is None:
            break
        put(post, missing, *found)
        left -= 1
        start = (start + START_MOVES_BY) % ROTA_DAYS


def put(post: Post, missing: list[list[int]], day: int, shift: int) -> None:
    """Enter a shift in the rota."""
    post.rota[day] = shift
    missing[day][shift] -= 1


def most_missing(post: Post, missing: list[list[int]], start: int) -> tuple[int, int] | None:
    """The allowed weekday shift that is most missing; ties: the first day from the start on, day before evening."""
    best = None
    for step in range(ROTA_DAYS):
        day = (start + step) % ROTA_DAYS
        for shift in SHIFTS:
            if day % 7 < 5 and allowed(post.rota, day, shift):
                lacking = missing[day][shift]
                if best is None or lacking > best[0]:
                    best = (lacking, day, shift)
    return None if best is None else (best[1], best[2])


def allowed(rota: list[int], day: int, shift: int) -> bool:
    """No evening before a day shift, at most six days in a row, the seam included."""
    if rota[day] != OFF_DUTY:
        return False
    before, after = rota[(day - 1) % ROTA_DAYS], rota[(day + 1) % ROTA_DAYS]
    if shift == DAY_SHIFT and before == EVENING_SHIFT:
        return False
    if shift == EVENING_SHIFT and after == DAY_SHIFT:
        return False
    row = 1
    for direction in (-1, 1):
        step = 1
        while step < ROTA_DAYS and rota[(day + direction * step) % ROTA_DAYS] != OFF_DUTY:
            row += 1
            step += 1
    return row <= MOST_IN_A_ROW
