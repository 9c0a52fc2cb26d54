"""ODD 7.5: who is at work: rota, colleagues, hourly staff, agencies."""

from __future__ import annotations

from .randomness import Draws, inverted
from .staffing import MOST_DAYS_IN_A_ROW
from .world import DAY, EVENING_SHIFT, LONG, OFF, ROTA_DAYS, SATURDAY, SHIFTS, SHORT, WELL


def may_work(seat: object, shift: int) -> bool:
    """Well, off today, and within the rest rules."""
    rested = shift != DAY or seat.last_shift != EVENING_SHIFT
    return (
        seat.holder is not None
        and seat.holder.sick == WELL
        and seat.shift == OFF
        and seat.streak < MOST_DAYS_IN_A_ROW
        and rested
    )


def begin_day(world: object, unit: object) -> None:
    """Yesterday becomes past; hourly staff say whether they are free; the organisation is counted."""
    c = unit.counters
    c.unit_days += 1
    c.team_days += len(unit.teams)
    c.head_days += len(unit.staff)
    for seat in unit.hourlies:
        if seat.holder:
            draws = Draws(world.keys.daily("availability", seat.holder.id, world.day))
            order = draws.u32()
            seat.call_order = order if draws.uniform() < world.k["hourly.availability"] else None
    for seat in unit.seats:
        seat.last_shift, seat.shift = seat.shift, OFF
        seat.streak = seat.streak + 1 if seat.last_shift != OFF else 0
        seat.extra, seat.duty_team = False, seat.team


def planned_away(world: object, unit: object, seat: object, shift: int) -> bool:
    """Evenings and weekends that influence over one's hours has planned away."""
    share = world.k["presence.preference_gaps"] * unit.levers["organisation.hours_influence"]
    if share <= 0.0 or not (shift == EVENING_SHIFT or world.weekday >= SATURDAY):
        return False
    return Draws(world.keys.daily("extra_shift", inverted(seat.id), world.day)).uniform() < share


def known_in_time(world: object, unit: object, seat: object) -> bool:
    """Is the absence at least as old as the notice of working hours?"""
    days = seat.holder.sick_days if seat.holder else world.day - seat.vacant_since
    return days >= unit.levers["organisation.notice_days"]


def willing_colleague(world: object, team: object, shift: int, known: bool) -> object:
    """The first in today's order who is off, may work and says yes."""
    name = "presence.moved_shift_probability" if known else "presence.extra_shift_probability"
    best = None
    for seat in team.unit.posts:
        if seat.team is team and may_work(seat, shift):
            draws = Draws(world.keys.daily("extra_shift", seat.holder.id, world.day))
            order = draws.u32()
            if draws.uniform() < world.k[name] and (best is None or order < best[0]):
                best = order, seat
    return best[1] if best else None


def team_presence(world: object, team: object) -> None:
    """The rota meets sickness and vacancies; colleagues fill gaps."""
    unit, c = team.unit, team.unit.counters
    gap = [team.needed[shift - DAY][world.weekday] for shift in SHIFTS]
    known = [0, 0]
    c.shifts_needed += sum(gap)
    for seat in [seat for seat in unit.posts if seat.team is team]:
        c.post_days += 1
        c.vacant_days += seat.holder is None
        c.sick_short_days += bool(seat.holder) and seat.holder.sick == SHORT
        c.sick_long_days += bool(seat.holder) and seat.holder.sick == LONG
        shift = seat.rota[world.day % ROTA_DAYS]
        if shift == OFF or planned_away(world, unit, seat, shift):
            continue
        c.shifts_rostered += seat.holder is not None
        if may_work(seat, shift):
            seat.shift = shift
            gap[shift - DAY] -= 1
        else:
            c.shifts_sick += bool(seat.holder) and seat.holder.sick != WELL
            known[shift - DAY] += known_in_time(world, unit, seat)
    for shift in SHIFTS:
        i = shift - DAY
        c.gaps += max(0, gap[i])
        while gap[i] > 0:
            in_time = known[i] > 0
            seat = willing_colleague(world, team, shift, in_time)
            if seat is None and not in_time:
                break
            known[i] -= in_time
            if seat is not None:
                seat.shift, seat.extra = shift, True
                gap[i] -= 1
                c.gaps_colleague += 1
        team.gap[i], team.strangers[i] = max(0, gap[i]), 0


def presence(world: object, unit: object) -> None:
    """Phase A."""
    begin_day(world, unit)
    for team in unit.teams:
        team_presence(world, team)


# ---- phase B


def available_hourly(unit: object, shift: int) -> object:
    """The first in today's order, the unit's own before its guests."""
    free = [
        (seat.unit is not unit, seat.call_order, i)
        for i, seat in enumerate(unit.columns)
        if seat.hourly and seat.call_order is not None and may_work(seat, shift)
    ]
    return unit.columns[min(free)[2]] if free else None


def call_agency(world: object, team: object, shift: int) -> None:
    """A stranger per gap with a probability; the rest stay open."""
    unit, i = team.unit, shift - DAY
    place = unit.area.index << 32 | unit.number << 16 | unit.teams.index(team) << 4 | shift
    draws = Draws(world.keys.daily("agency", place, world.day))
    for _ in range(team.gap[i]):
        if draws.uniform() < world.k["agency.fill_probability"]:
            team.gap[i] -= 1
            team.strangers[i] += 1
            unit.counters.gaps_agency += 1
    unit.counters.gaps_open += team.gap[i]


def substitutes(world: object, municipality: object) -> None:
    """The hourly pool is dealt to gaps, then agencies; the unit that begins changes daily."""
    units = municipality.units
    first = world.day % len(units)
    for unit in units[first:] + units[:first]:
        for team in unit.teams:
            for shift in SHIFTS:
                while team.gap[shift - DAY] > 0:
                    seat = available_hourly(unit, shift)
                    if seat is None:
                        break
                    seat.shift, seat.duty_team = shift, team
                    team.gap[shift - DAY] -= 1
                    unit.counters.gaps_hourly += 1
                call_agency(world, team, shift)
