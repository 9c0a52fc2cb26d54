"""Rules of grouping: by area, keeping relations, or at random (ODD 7.12, EXACT *Grouping*)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reference.granted import weekly_granted
from reference.state import Post, Recipient, Unit, World

MOST_OF_SHARE = 1.1


def in_hash_order(world: World, items: Sequence[Post | Recipient]) -> list[Post | Recipient]:
    """By a hash of the id, the smallest first."""
    return sorted(items, key=lambda item: world.keys.lasting("grouping", item.identity))


def staff(world: World, rows: list[Post], groups: int, rule: str) -> dict[int, int]:
    """Each post's or job's group: cut in order into equal sums of sizes (jobs count alike)."""
    order = in_hash_order(world, rows) if rule == "at_random" else rows
    weights = [row.size or 1.0 for row in order if isinstance(row, Post)]
    cut = cut_in_order(weights, groups)
    return {row.identity: group for row, group in zip(order, cut, strict=True)}


def cut_in_order(weights: list[float], groups: int) -> list[int]:
    """Group = floor((sum before + half the own)/total·groups)."""
    total = sum(weights)
    before, cut = 0.0, []
    for weight in weights:
        cut.append(min(groups - 1, math.floor((before + weight / 2.0) / total * groups)))
        before += weight
    return cut


def recipients(world: World, before: list[Unit], post_group: dict[int, int], groups: int, rule: str) -> dict[int, int]:
    """Each recipient's group, by the rule."""
    people = [person for unit in before for person in unit.recipients]
    if rule == "keep_relations":
        return follow_relations(world, before, post_group, groups)
    if rule == "at_random":
        order = [person for person in in_hash_order(world, people) if isinstance(person, Recipient)]
        cut = cut_in_order([weekly_granted(person) for person in order], groups)
        return {person.identity: group for person, group in zip(order, cut, strict=True)}
    found: dict[int, int] = {}
    halve(world, people, groups, found)
    return found


def halve(
    world: World, people: list[Recipient], groups: int, found: dict[int, int], first: int = 0, by_x: bool = True
) -> None:
    """Halve again and again, by x, then y, then x, by work; equals by hash."""
    if groups == 1:
        found.update({person.identity: first for person in people})
        return

    def place(person: Recipient) -> tuple[float, int]:
        return person.x if by_x else person.y, world.keys.lasting("grouping", person.identity)

    order = sorted(people, key=place)
    left = groups // 2
    share = sum(weekly_granted(person) for person in order) * left / groups
    work, taken = 0.0, 0
    while taken < len(order) and work + weekly_granted(order[taken]) / 2.0 < share:
        work += weekly_granted(order[taken])
        taken += 1
    halve(world, order[:taken], left, found, first, not by_x)
    halve(world, order[taken:], groups - left, found, first + left, not by_x)


def follow_relations(world: World, before: list[Unit], post_group: dict[int, int], groups: int) -> dict[int, int]:
    """Those with the strongest ties first follow the team with most familiarity that is not full."""
    people = [person for unit in before for person in unit.recipients]
    ties = {person.identity: ties_of(unit, person, post_group, groups) for unit in before for person in unit.recipients}
    most = MOST_OF_SHARE * sum(weekly_granted(person) for person in people) / groups
    load = [0.0] * groups
    found = {}

    def strongest_first(person: Recipient) -> tuple[float, int]:
        return -max(ties[person.identity]), world.keys.lasting("grouping", person.identity)

    for person in sorted(people, key=strongest_first):
        work = weekly_granted(person)
        tie = ties[person.identity]
        free = [group for group in range(groups) if load[group] + work <= most]
        best = max(free, key=tie.__getitem__) if free else min(range(groups), key=load.__getitem__)
        found[person.identity] = best
        load[best] += work
    return found


def ties_of(unit: Unit, person: Recipient, post_group: dict[int, int], groups: int) -> list[float]:
    """A recipient's familiarity with the posts of each new team that have a column in the old unit."""
    ties = [0.0] * groups
    for post in unit.posts:
        relation = person.relations.get(post.holder.identity) if post.holder else None
        if relation is not None:
            ties[post_group[post.identity]] += relation.familiarity
    return ties
