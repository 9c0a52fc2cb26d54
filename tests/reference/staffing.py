"""ODD 7.5 (shifts needed, rota) and 7.10: posts, quits, hires. Every 30 days."""

from __future__ import annotations

from .governance import formal_discretion, quit_hazard, renew
from .numbers import exp, f32, nearest
from .people import draw_employee, open_seat, shift_s
from .randomness import Draws
from .world import DAY, EVENING, EVENING_SHIFT, MONTH_DAYS, OFF, ROTA_DAYS, SATURDAY, SHIFTS, Seat, Team

MOST_DAYS_IN_A_ROW = 6


def posts_needed(world: object, levers: dict, shifts: float) -> float:
    """Full-time posts for so many shifts a week."""
    worked = world.k["work.full_time_shifts"] / 4 * (1.0 - world.absence)
    return (1.0 - levers["organisation.hourly_share"]) * shifts / worked


def hourlies_needed(world: object, levers: dict, posts: int) -> int:
    """Hourly employees that go with so many posts."""
    share = levers["organisation.hourly_share"]
    return nearest(posts * (share / (1.0 - share)) * world.k["hourly.heads_ratio"])


def need_shifts(world: object, unit: object) -> None:
    """Shifts needed by team, shift and weekday."""
    for team in unit.teams:
        granted = [[0] * 7, [0] * 7]
        for visit in unit.visits:
            if visit.recipient.team is team:
                for weekday in visit.weekdays:
                    granted[visit.slot == EVENING][weekday] += nearest(visit.seconds * visit.recipient.granted)
        for shift in SHIFTS:
            for weekday in range(7):
                seconds = granted[shift - DAY][weekday]
                shifts = (
                    seconds
                    * (1.0 + unit.levers["care.own_time"])
                    / unit.levers["resources.client_time_share"]
                    / shift_s(world.k, shift)
                )
                whole = nearest(shifts)
                team.needed[shift - DAY][weekday] = 1 if whole == 0 and seconds > 0 else whole


# ---- rota


class Coverage:
    """Rostered shifts of a team by day of the rota, beside those needed."""

    def __init__(self, team: Team, seats: list) -> None:
        self.team = team
        self.rostered = [[0] * ROTA_DAYS, [0] * ROTA_DAYS]
        for seat in seats:
            for day, shift in enumerate(seat.rota):
                if shift != OFF:
                    self.rostered[shift - DAY][day] += 1

    def missing(self, shift: int, day: int) -> int:
        """Shifts still missing on a day."""
        return self.team.needed[shift - DAY][day % 7] - self.rostered[shift - DAY][day]

    def roster(self, seat: Seat, day: int, shift: int) -> None:
        """Enters a shift."""
        seat.rota[day] = shift
        self.rostered[shift - DAY][day] += 1


def rota_allows(rota: list, day: int, shift: int) -> bool:
    """No evening before a day shift, at most six days in a row, the seam included."""
    before, after = (day - 1) % ROTA_DAYS, (day + 1) % ROTA_DAYS
    if rota[day] != OFF:
        return False
    if (shift == DAY and rota[before] == EVENING_SHIFT) or (shift == EVENING_SHIFT and rota[after] == DAY):
        return False
    run = 1
    for start, way in ((before, -1), (after, 1)):
        at = start
        while rota[at] != OFF and run <= MOST_DAYS_IN_A_ROW:
            run += 1
            at = (at + way) % ROTA_DAYS
    return run <= MOST_DAYS_IN_A_ROW


def best_weekday(seat: Seat, coverage: Coverage, start: int) -> tuple | None:
    """The allowed weekday shift that most is missing, the first from the start on, day before evening."""
    best = None
    for i in range(ROTA_DAYS):
        day = (start + i) % ROTA_DAYS
        for shift in SHIFTS if day % 7 < SATURDAY else ():
            lack = coverage.missing(shift, day)
            if (best is None or lack > best[0]) and rota_allows(seat.rota, day, shift):
                best = lack, day, shift
    return best


def make_rota(world: object, seat: Seat, coverage: Coverage) -> None:
    """The rota of one post."""
    shifts = nearest(seat.share * world.k["work.full_time_shifts"])
    seat.rota = [OFF] * ROTA_DAYS
    for week in range(seat.number % 2, 4, 2):
        if shifts >= 2:
            saturday = 7 * week + SATURDAY
            day_lacks = coverage.missing(DAY, saturday) >= coverage.missing(EVENING_SHIFT, saturday)
            shift = DAY if day_lacks else EVENING_SHIFT
            coverage.roster(seat, saturday, shift)
            coverage.roster(seat, saturday + 1, shift)
            shifts -= 2
    start = seat.number % ROTA_DAYS
    while shifts > 0:
        best = best_weekday(seat, coverage, start)
        if best is None:
            break
        coverage.roster(seat, best[1], best[2])
        shifts -= 1
        start = (start + 9) % ROTA_DAYS


def make_rotas(world: object, team: Team) -> None:
    """The rotas of a team's posts, one after the other."""
    coverage = Coverage(team, [])
    for seat in team.unit.posts:
        if seat.team is team:
            make_rota(world, seat, coverage)


# ---- leaving and coming


def monthly(per_year: float) -> float:
    """Probability within a month at a yearly hazard."""
    return 1.0 - exp(-per_year * MONTH_DAYS / 365.0)


def leave(world: object, seat: Seat) -> None:
    """The holder leaves; recipients of the unit and of the guest unit forget, contacts end."""
    for unit in world.units:
        for recipient in unit.recipients:
            recipient.relations.pop(seat, None)
            recipient.contacts = [None if contact is seat else contact for contact in recipient.contacts]
    seat.holder, seat.vacant_since = None, world.day


def arrive(world: object, seat: Seat) -> None:
    """A newcomer."""
    draw_employee(world, seat, newcomer=True)
    conduct = seat.holder.conduct
    conduct.permission = f32(formal_discretion(seat.unit.levers))
    renew(world, seat.unit, conduct)


def quit_or_hire(world: object, unit: object, seat: Seat, surplus: bool) -> None:
    """One post's month."""
    k, c = world.k, unit.counters
    draws = Draws(world.keys.daily("turnover", seat.id, world.day))
    quits, hires = draws.uniform(), draws.uniform()
    if seat.holder is None:
        filled = MONTH_DAYS / k["turnover.hire_days"] if k["turnover.hire_days"] > MONTH_DAYS else 1.0
        if not surplus and hires < filled:
            arrive(world, seat)
            c.hires += 1
            c.cost_recruitment += nearest(k["cost.recruitment_sek"] * 100.0)
        return
    retires = world.day - seat.holder.birth >= k["turnover.retirement_age"] * 365.0
    if retires or quits < monthly(k["turnover.quits_per_year"] * quit_hazard(world, seat)):
        c.retirements += retires
        c.quits += not retires
        leave(world, seat)


def posts_lacking(world: object, unit: object, team: Team) -> float:
    """Full-time posts that the team lacks."""
    shifts, posts = float(sum(map(sum, team.needed))), 0.0
    for seat in unit.posts:
        if seat.team is team:
            posts += seat.share
    return posts_needed(world, unit.levers, shifts) - posts


def turnover(world: object, unit: object, team: Team) -> None:
    """Vacant posts beyond need are closed, the others meet their month."""
    surplus = -posts_lacking(world, unit, team)
    for seat in [seat for seat in unit.posts if seat.team is team]:
        if seat.holder is None and surplus > 0.75:
            surplus -= seat.share
            unit.posts.remove(seat)
        else:
            quit_or_hire(world, unit, seat, surplus > 0.75)


def open_posts(world: object, unit: object, team: Team) -> None:
    """Opens, vacant, what the team lacks."""
    coverage = Coverage(team, [seat for seat in unit.posts if seat.team is team])
    while posts_lacking(world, unit, team) > 0.5:
        seat = open_seat(world, unit.area, hourly=False)
        seat.unit, seat.team = unit, team
        unit.posts.append(seat)
        make_rota(world, seat, coverage)


def turnover_of_hourlies(world: object, unit: object) -> None:
    """Hourly employees quit and are replaced, as long as the unit wants as many."""
    wanted = hourlies_needed(world, unit.levers, len(unit.posts))
    for seat in list(unit.hourlies):
        draws = Draws(world.keys.daily("turnover", seat.id, world.day))
        if draws.uniform() >= monthly(world.k["turnover.hourly_quits_per_year"]):
            continue
        unit.counters.hourly_quits += 1
        leave(world, seat)
        if len(unit.hourlies) > wanted:
            unit.hourlies.remove(seat)
        else:
            arrive(world, seat)


def open_hourlies(world: object, unit: object) -> None:
    """Takes on the hourly employees the unit lacks."""
    while len(unit.hourlies) < hourlies_needed(world, unit.levers, len(unit.posts)):
        seat = open_seat(world, unit.area, hourly=True)
        seat.unit = unit
        unit.hourlies.append(seat)
        arrive(world, seat)


def month(world: object) -> None:
    """Turnover of posts, new posts, turnover of hourly staff, new hourly staff: each for all units in turn."""
    for unit in world.units:
        need_shifts(world, unit)
        for team in unit.teams:
            turnover(world, unit, team)
    for unit in world.units:
        for team in unit.teams:
            open_posts(world, unit, team)
    for unit in world.units:
        turnover_of_hourlies(world, unit)
    for unit in world.units:
        open_hourlies(world, unit)
