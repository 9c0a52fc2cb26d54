"""ODD 5: the population at the start."""

from __future__ import annotations

from .config import Config
from .grouping import organise
from .numbers import clip, exp, f32, nearest
from .people import (
    STARTED,
    draw_employee,
    draw_recipient,
    median_hours,
    open_seat,
    permanent_id,
    plan_week,
    seat_id,
    shift_s,
)
from .randomness import Draws
from .sickness import expected_absence
from .staffing import hourlies_needed, posts_needed
from .world import DAY, Area, Climate, Municipality, Team, Unit, World


def residential_weight(hours: float, mean: float) -> float:
    """g of 7.2."""
    return clip(hours / mean, 0.0, 2.0)


def draw_reach(world: World, area: Area) -> float:
    """Side of the area's square, in seconds of travel."""
    sd = world.k["area.density_sd"]
    draws = Draws(world.keys.lasting("area", seat_id(area.municipality.index, area.number, 0, hourly=False)))
    density = exp(sd * draws.noise() - 0.5 * sd * sd)
    return f32(1.5 * area.municipality.profile["municipality.trip_min"] * 60.0 * density)


def fill_area(world: World, area: Area, numbers: range) -> Unit:
    """An area as one unit with one team, still to be organised."""
    levers = dict(world.config.levers)
    unit = Unit(area, levers, Climate())
    team = Team(unit)
    unit.teams = [team]
    for number in numbers:
        identity = permanent_id(STARTED, area.municipality.index, number)
        recipient = draw_recipient(world, area, identity)
        recipient.team = team
        unit.recipients.append(recipient)
        unit.visits += plan_week(world, recipient)
    seconds = sum(len(visit.weekdays) * visit.seconds for visit in unit.visits)
    shifts = seconds * (1.0 + levers["care.own_time"]) / levers["resources.client_time_share"] / shift_s(world.k, DAY)
    posts = int(clip(nearest(posts_needed(world, levers, shifts) / world.k["work.post_share"]), 2, 1e6))
    for i in range(posts + hourlies_needed(world, levers, posts)):
        seat = open_seat(world, area, hourly=i >= posts)
        seat.unit, seat.team = unit, None if seat.hourly else team
        (unit.hourlies if seat.hourly else unit.posts).append(seat)
        draw_employee(world, seat, newcomer=False)
    return unit


def fill_municipality(world: World, index: int, profile: dict) -> None:
    """Recipients are dealt evenly to areas."""
    municipality = Municipality(index, profile, median_hours=median_hours(profile))
    areas, recipients = profile["municipality.areas"], profile["municipality.recipients"]
    first, weight = 0, 0.0
    for a in range(areas):
        before = sum(len(other.areas) for other in world.municipalities)
        area = Area(municipality, before + a, a + 1)
        area.reach_s = draw_reach(world, area)
        area.start_recipients = recipients // areas + (a < recipients % areas)
        unit = fill_area(world, area, range(first, first + area.start_recipients))
        for recipient in unit.recipients:
            weight += residential_weight(recipient.hours, profile["municipality.granted_hours"])
        first += area.start_recipients
        area.units = [unit]
        municipality.areas.append(area)
    municipality.mean_weight = weight / recipients
    world.municipalities.append(municipality)


def start(config: Config, replicate: int = 0) -> World:
    """The world before its first day."""
    world = World(config, replicate)
    world.absence = expected_absence(world.k)
    for index, municipality in enumerate(config.municipalities):
        fill_municipality(world, index, municipality["profile"])
    levers = config.levers
    organise(
        world,
        set(world.units),
        "by_area",
        levers["organisation.pool_size"],
        levers["organisation.span"],
        first=True,
    )
    return world
