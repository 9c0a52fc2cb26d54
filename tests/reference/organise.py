"""Units and teams: how many, and who comes to which when an area is cut (ODD 7.12, EXACT *Grouping*)."""

from __future__ import annotations

from dataclasses import replace

from reference import climate, conduct, grouping, managers, rota
from reference.opinion import Evidence
from reference.randomness import mix
from reference.state import Area, Municipality, Team, Unit, World


def whole_groups(members: int, size: int) -> int:
    """Groups of a size, to the nearest whole, at least one."""
    return max(1, (members + size // 2) // size)


def sizes(posts: int, heads: int, recipients: int, levers: dict[str, float]) -> tuple[int, int]:
    """Units of an area, and teams in each; not more teams than recipients."""
    units = whole_groups(heads, int(levers["organisation.span"]))
    teams = whole_groups(posts // units, int(levers["organisation.pool_size"]))
    while units * teams > max(1, recipients):
        units, teams = max(1, units - 1), 1
    return units, teams


def cut_anew(world: World, municipality: Municipality, old: list[Unit], rule: str) -> list[Unit]:
    """Units are cut anew, area by area; those of an area that stay come first. Cut units' digests enter the history."""
    for unit in old:
        world.history = mix(world.history ^ unit.digest)
    units, new = [], []
    for area in municipality.areas:
        for of in municipality.providers:
            before = [unit for unit in old if unit.area is area and unit.provider is of]
            cut = cut_area(world, area, before, rule) if before else []
            stay = [unit for unit in of_area(municipality, area) if unit.provider is of and unit not in old]
            units += stay + cut
            new += cut
    municipality.units = units
    return new


def cut_area(world: World, area: Area, before: list[Unit], rule: str) -> list[Unit]:
    """The new units of an area; people enter them in the order of the old ones."""
    recipients = [person for unit in before for person in unit.recipients]
    posts = [post for unit in before for post in unit.posts]
    hourly = [job for unit in before for job in unit.hourly]
    units, teams = sizes(len(posts), len(posts) + len(hourly), len(recipients), before[0].levers)
    post_group = grouping.staff(world, posts, units * teams, rule)
    job_unit = grouping.staff(world, hourly, units, rule)
    group = grouping.recipients(world, before, post_group, units * teams, rule)
    made = []
    for index in range(units):
        unit = new_unit(area, before[0], teams)
        unit.recipients = [person for person in recipients if group[person.identity] // teams == index]
        unit.posts = [post for post in posts if post_group[post.identity] // teams == index]
        unit.hourly = [job for job in hourly if job_unit[job.identity] == index]
        for person in unit.recipients:
            person.team = group[person.identity] % teams
        for post in unit.posts:
            post.team = post_group[post.identity] % teams
        made.append(unit)
        lay_out(world, unit)
    return made


def new_unit(area: Area, first: Unit, teams: int) -> Unit:
    """A new unit: the next number, and levers and climate of the first unit that was cut."""
    number = area.municipality.units_made
    area.municipality.units_made += 1
    return Unit(
        area,
        first.provider,
        number,
        digest=number,
        levers=dict(first.levers),
        teams=[Team() for _ in range(teams)],
        climate=replace(first.climate, officer=Evidence()),
        shares_with=first.shares_with,
    )


def lay_out(world: World, unit: Unit) -> None:
    """A new unit's visits in order, its needed shifts, and rotas anew."""
    visits = [visit for person in unit.recipients for visit in person.visits]
    unit.visits = sorted(visits, key=lambda visit: visit.order)
    rota.renew_needed(world, unit)
    for team in range(len(unit.teams)):
        rota.deal_team(world, unit, team)


def begin(world: World, unit: Unit) -> None:
    """The first manager, climate at its aims and everyone's conduct, at the start of the run (EXACT *Start*)."""
    managers.appoint(world, unit)
    climate.at_aims(world, unit)
    for who in unit.staff:
        conduct.begin(world, unit, who)


def appoint_guests(municipality: Municipality) -> None:
    """Hourly staff are guests of the area's next unit; a lone unit's of the next lone unit (EXACT *Rows*)."""
    for unit in municipality.units:
        unit.guests = []
    for number in {unit.shares_with for unit in municipality.units}:
        among = [unit for unit in municipality.units if unit.shares_with == number]
        areas = [[unit for unit in among if unit.area is area] for area in municipality.areas]
        lend(*[units for units in areas if len(units) > 1], [units[0] for units in areas if len(units) == 1])


def lend(*sharing: list[Unit]) -> None:
    """Hourly staff of each unit that shares are guests of the next, the last unit's of the first."""
    for units in sharing:
        for index, unit in enumerate(units):
            host = units[(index + 1) % len(units)]
            if host is not unit:
                host.guests = unit.hourly


def of_area(municipality: Municipality, area: Area) -> list[Unit]:
    """The units of an area."""
    return [unit for unit in municipality.units if unit.area is area]
