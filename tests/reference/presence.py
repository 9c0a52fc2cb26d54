"""Presence: the rota meets sickness and vacancies; colleagues fill gaps (ODD 7.5, mechanism 1)."""

from __future__ import annotations

from reference import rota
from reference.randomness import Draws, inverted
from reference.state import DAY_SHIFT, EVENING_SHIFT, OFF_DUTY, SHIFTS, WELL, Post, Unit, World


def pass_day(world: World, unit: Unit) -> None:
    """Who comes by the rota, which shifts lack someone, and which colleagues take them."""
    unit.gaps = [[0, 0, 0] for _ in unit.teams]
    for row in unit.rows:
        row.today, row.extra = OFF_DUTY, False
    old_absences = [[0, 0, 0] for _ in unit.teams]
    for post in unit.posts:
        unit.counted.post_days += 1
        unit.counted.vacant_days += post.holder is None
        come(world, unit, post, old_absences)
    unit.counted.unit_days += 1
    unit.counted.team_days += len(unit.teams)
    for number, team in enumerate(unit.teams):
        for shift in SHIFTS:
            needed = team.needed[world.weekday][shift]
            present = sum(post.today == shift and post.team == number and not post.extra for post in unit.posts)
            gap = max(0, needed - present)
            unit.counted.shifts_needed += needed
            unit.counted.gaps += gap
            unit.gaps[number][shift] = ask_colleagues(world, unit, (number, shift), gap, old_absences[number][shift])


def come(world: World, unit: Unit, post: Post, old_absences: list[list[int]]) -> None:
    """A post's shift by the rota, if someone holds it, is well and has not planned it away.

    The draw is the post's: a vacant post's shift that is planned away is no absence either.
    """
    shift = post.rota[world.day % rota.ROTA_DAYS]
    if shift == OFF_DUTY or planned_away(world, unit, post, shift):
        return
    notice = unit.levers["organisation.notice_days"]
    if post.holder is None:
        old_absences[post.team][shift] += world.day - post.vacant_since >= notice
        return
    unit.counted.shifts_rostered += 1
    if post.holder.spell != WELL:
        unit.counted.shifts_sick += 1
        old_absences[post.team][shift] += post.holder.spell_days >= notice
    elif rested(post, shift):
        post.today = shift
    else:
        old_absences[post.team][shift] += notice <= 0


def planned_away(world: World, unit: Unit, post: Post, shift: int) -> bool:
    """An evening or weekend shift that staff with influence over their hours have planned away."""
    if shift != EVENING_SHIFT and world.weekday < 5:
        return False
    share = world.constants["presence.preference_gaps"] * unit.levers["organisation.hours_influence"]
    return Draws(world.keys.today("extra_shift", inverted(post.identity), world.day)).u() < share


def ask_colleagues(world: World, unit: Unit, where: tuple[int, int], gap: int, known: int) -> int:
    """Colleagues take extra shifts; returns the gaps that are left."""
    if gap == 0:
        return 0
    team, shift = where
    candidates = []
    for post in unit.posts:
        if post.team == team and post.holder is not None and may_work(post, shift):
            draws = Draws(world.keys.today("extra_shift", post.holder.identity, world.day))
            candidates.append((draws.u32(), draws.u(), post))
    candidates.sort(key=lambda candidate: candidate[0])
    moved = world.constants["presence.moved_shift_probability"]
    extra = world.constants["presence.extra_shift_probability"]
    for _ in range(min(gap, known)):
        gap -= take_extra(unit, candidates, shift, moved)
    while gap and take_extra(unit, candidates, shift, extra):
        gap -= 1
    return gap


def take_extra(unit: Unit, candidates: list[tuple[int, float, Post]], shift: int, probability: float) -> bool:
    """The first who is willing takes the shift."""
    willing = next((candidate for candidate in candidates if candidate[1] < probability), None)
    if willing is None:
        return False
    candidates.remove(willing)
    post = willing[2]
    post.today, post.extra = shift, True
    unit.counted.gaps_colleague += 1
    return True


def may_work(row: Post, shift: int) -> bool:
    """Off, well and within the rest rules; off too is who planned the rostered shift away or may not work it."""
    if row.holder is None or row.holder.spell != WELL or row.today != OFF_DUTY:
        return False
    return rested(row, shift)


def rested(row: Post, shift: int) -> bool:
    """The rest rules: six days in a row at most, and no day shift after yesterday's evening."""
    if shift == DAY_SHIFT and row.yesterday == EVENING_SHIFT:
        return False
    return row.days_in_a_row < rota.MOST_IN_A_ROW


def close_day(unit: Unit) -> None:
    """Rows remember today's shift and days in a row."""
    for row in unit.rows:
        row.yesterday = row.today
        row.days_in_a_row = row.days_in_a_row + 1 if row.today != OFF_DUTY else 0
