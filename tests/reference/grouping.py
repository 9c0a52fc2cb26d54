"""ODD 7.12 and 7.24: units and teams are formed, at the start and by reorganisations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .contacts import assign_contacts
from .governance import new_manager
from .numbers import nearest
from .randomness import mix
from .staffing import make_rotas, need_shifts
from .world import Team, Unit


@dataclass(eq=False)
class Item:
    """Someone to be placed: how much work or how large a post, and a hash that decides among equals."""

    who: object
    weight: float
    order: int
    group: int = 0


def weekly_work(unit: object, recipient: object) -> float:
    """Granted seconds a week."""
    seconds = sum(len(visit.weekdays) * visit.seconds for visit in unit.visits if visit.recipient is recipient)
    return float(seconds) * recipient.granted


def total(items: list) -> float:
    """Sum of weights in the items' order."""
    weight = 0.0
    for item in items:
        weight += item.weight
    return weight


def divide_in_order(items: list, groups: int) -> None:
    """Runs of equal weight in the items' order."""
    whole, before = total(items), 0.0
    for item in items:
        item.group = min(groups - 1, int((before + 0.5 * item.weight) / (whole if whole > 0.0 else 1.0) * groups))
        before += item.weight


def divide_by_place(items: list, first: int, groups: int, by_x: bool) -> None:
    """Halves by x, then y, then x ... so that the halves have work for their groups."""
    if groups <= 1:
        for item in items:
            item.group = first
        return
    items = sorted(items, key=lambda item: (item.who.x if by_x else item.who.y, item.order))
    left_groups, left, work = groups // 2, 0, 0.0
    target = total(items) * left_groups / groups
    while left < len(items) and work + 0.5 * items[left].weight < target:
        work += items[left].weight
        left += 1
    divide_by_place(items[:left], first, left_groups, not by_x)
    divide_by_place(items[left:], first + left_groups, groups - left_groups, not by_x)


def follow_relations(recipients: list, posts: list, teams: int, old_units: dict) -> None:
    """The strongest ties choose first; a team takes up to 1.1 of its share of the work."""
    team_of = {item.who: item.group for item in posts}
    affinity = {}
    for item in recipients:
        known = [0.0] * teams
        for seat in old_units[item.who].columns:
            relation = item.who.relations.get(seat)
            if seat in team_of and relation:
                known[team_of[seat]] += relation.visits
        affinity[item] = known
    room, load = 1.1 * total(recipients) / teams, [0.0] * teams
    for item in sorted(recipients, key=lambda item: (-max(affinity[item]), item.order)):
        fitting = [team for team in range(teams) if load[team] + item.weight <= room]
        # max and min take the first of equals
        best = max(fitting, key=lambda team: affinity[item][team]) if fitting else None
        item.group = best if best is not None else min(range(teams), key=lambda team: load[team])
        load[item.group] += item.weight


def groups_of(people: int, size: int) -> int:
    """The nearest whole number of groups of a size, at least one."""
    return max(1, (people + size // 2) // size)


def cut(world: object, chosen: list, rule: str, pool_size: int, span: int) -> list[Unit]:
    """New units of one area from the people of the chosen ones."""
    grouping = world.keys.process("grouping")
    posts = [Item(s, s.share, mix(grouping ^ s.id)) for unit in chosen for s in unit.posts]
    hourlies = [Item(s, 1.0, mix(grouping ^ s.id)) for unit in chosen for s in unit.hourlies]
    recipients = [Item(r, weekly_work(unit, r), mix(grouping ^ r.id)) for unit in chosen for r in unit.recipients]
    units = groups_of(len(posts) + len(hourlies), span)
    teams = units * groups_of(len(posts) // units, pool_size)
    while teams > len(recipients) and teams > 1:
        units = max(1, units - 1)
        teams = units
    if rule == "at_random":
        for items in (posts, hourlies, recipients):
            items.sort(key=lambda item: item.order)
    divide_in_order(posts, teams)
    divide_in_order(hourlies, units)
    if rule == "by_area":
        divide_by_place(recipients, 0, teams, True)
    elif rule == "keep_relations":
        follow_relations(recipients, posts, teams, {r: unit for unit in chosen for r in unit.recipients})
    else:
        divide_in_order(recipients, teams)
    return form_units(chosen, units, teams // units, posts, hourlies, recipients)


def form_units(chosen: list, units: int, each: int, posts: list, hourlies: list, recipients: list) -> list[Unit]:
    """Everyone enters the new units in the order of the old rows; levers and climate are those of the first."""
    like = chosen[0]
    fresh = [Unit(like.area, dict(like.levers), replace(like.climate)) for _ in range(units)]
    teams = []
    for unit in fresh:
        unit.teams = [Team(unit) for _ in range(each)]
        teams += unit.teams
    team_of = {item.who: teams[item.group] for item in posts + recipients}
    unit_of = {item.who: fresh[item.group] for item in hourlies}
    for old in chosen:
        for seat in old.posts:
            seat.team = team_of[seat]
            seat.unit = seat.team.unit
            seat.unit.posts.append(seat)
        for seat in old.hourlies:
            seat.unit = unit_of[seat]
            seat.unit.hourlies.append(seat)
        for recipient in old.recipients:
            recipient.team = team_of[recipient]
            recipient.team.unit.recipients.append(recipient)
        for visit in old.visits:
            visit.recipient.team.unit.visits.append(visit)
    for unit in fresh:
        unit.visits.sort(key=lambda visit: visit.place)
    return fresh


def lend_hourlies(world: object) -> None:
    """Each unit's hourly staff are guests of one other: the next of the area, else the next that is alone in its."""
    for unit in world.units:
        unit.guests_from = None
    for municipality in world.municipalities:
        alone = [area.units[0] for area in municipality.areas if len(area.units) == 1]
        for ring in [alone] + [area.units for area in municipality.areas if len(area.units) > 1]:
            for unit, after in zip(ring, ring[1:] + ring[:1]):
                if after is not unit:
                    after.guests_from = unit


def carry_relations(unit: object) -> None:
    """Relations with those who have no column in the unit end, and contacts with those of another team."""
    columns = set(unit.columns)
    for recipient in unit.recipients:
        recipient.relations = {seat: r for seat, r in recipient.relations.items() if seat in columns}
        recipient.contacts = [
            contact if contact in columns and contact.team is recipient.team else None for contact in recipient.contacts
        ]


def organise(world: object, chosen: set, rule: str, pool_size: int, span: int, first: bool = False) -> None:
    """Forms units anew. A size of 0 is as it was."""
    for unit in world.units:
        if unit in chosen:
            world.history = mix(world.history ^ unit.digest)
    fresh = []
    for municipality in world.municipalities:
        for area in municipality.areas:
            mine = [unit for unit in area.units if unit in chosen]
            if mine:
                levers = mine[0].levers
                pool, heads = levers["organisation.pool_size"], levers["organisation.span"]
                new = cut(world, mine, rule, pool_size or pool, span or heads)
                area.units = [unit for unit in area.units if unit not in chosen] + new
                fresh += new
    lend_hourlies(world)
    for unit in world.units:
        carry_relations(unit)
    for unit in fresh:
        municipality = unit.area.municipality
        municipality.units_formed += 1
        unit.number = unit.digest = municipality.units_formed
        unit.levers["organisation.pool_size"] = pool_size or unit.levers["organisation.pool_size"]
        unit.levers["organisation.span"] = span or unit.levers["organisation.span"]
        need_shifts(world, unit)
        for team in unit.teams:
            make_rotas(world, team)
        assign_contacts(world, unit)
        new_manager(world, unit, first)
    if not first:
        ore = nearest(world.k["cost.reorganisation_sek_per_employee"] * 100.0)
        for unit in fresh:
            unit.counters.cost_reform += ore * len(unit.staff)


def applies(where: dict, unit: object) -> bool:
    """Is the unit in a list of areas or units? Empty lists mean everywhere."""
    if not where["areas"] and not where["units"]:
        return True
    return unit.area.number in where["areas"] or unit.number in where["units"]


def reorganise_if_due(world: object) -> None:
    """Before the day and its clocks: reorganisations of today."""
    for change in world.config.reorganise:
        if change["day"] == world.measured_day:
            chosen = {unit for unit in world.units if applies(change["where"], unit)}
            if chosen:
                organise(world, chosen, change["rule"], change["pool_size"], change["span"])
