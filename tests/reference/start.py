"""Initialisation (ODD 5, EXACT *Start*)."""

from __future__ import annotations

from reference import contacts, demography, organise, people, sickness
from reference.config import Config, Place
from reference.numbers import exp, f32, nearest
from reference.opinion import Clock
from reference.randomness import FIRST_RECIPIENT, HOURLY_JOB, POST, Draws, Keys
from reference.state import Area, Municipality, Post, Recipient, Unit, World


def world(config: Config, replicate: int) -> World:
    """A world before its first day."""
    constants = config.constants
    made = World(
        config=config,
        keys=Keys(int(config.run["seed"]), replicate),
        trust_clock=Clock(constants["opinion.half_life_days"]),
        familiarity_clock=Clock(constants["familiarity.half_life_days"]),
    )
    for place in config.places:
        municipality(made, place)
    for unit in made.units:
        organise.begin(made, unit)
        contacts.fill_all(unit)
    return made


def municipality(made: World, of: Place) -> None:
    """A municipality: its areas, recipients dealt evenly to them, staff, and the first grouping."""
    place, profile = Municipality(of.code, of.copy, of.profile), of.profile
    made.municipalities.append(place)
    place.median_hours = people.median_hours(profile["municipality.granted_hours"], profile["municipality.hours_sigma"])
    areas, people_in_all = int(profile["municipality.areas"]), int(profile["municipality.recipients"])
    running = 0
    shares = []
    first = []
    for number in range(1, areas + 1):
        area = Area(place, number)
        area.side_s = f32(1.5 * trip_minutes(made, area) * 60.0)
        area.recipients_at_start = people_in_all // areas + (number <= people_in_all % areas)
        place.areas.append(area)
        members = []
        for _ in range(area.recipients_at_start):
            who = place.identity(FIRST_RECIPIENT, running)
            members.append(people.recipient(made, place, area.side_s, who))
            running += 1
        shares += [demography.heaviness(profile, person) for person in members]
        first.append(one_unit(made, area, members))
    place.mean_share = sum(shares) / len(shares)
    organise.cut_anew(made, place, first, rule="by_area")
    organise.appoint_guests(place)


def trip_minutes(made: World, area: Area) -> float:
    """An area's travel time: the municipality's times exp(sd·z - sd²/2)."""
    sd = made.constants["area.density_sd"]
    z = Draws(made.keys.lasting("area", area.identity(POST))).z()
    return area.municipality.profile["municipality.trip_min"] * exp(sd * z - sd * sd / 2.0)


def one_unit(made: World, area: Area, members: list[Recipient]) -> Unit:
    """An area as one unit with digest 0, before it is grouped."""
    unit = Unit(area, 0, 0, dict(made.config.levers), recipients=members)
    posts = max(2, nearest(posts_wanted(made, unit, unit.recipients)))
    share = unit.levers["organisation.hourly_share"]
    jobs = nearest(posts * share / (1.0 - share) * made.constants["hourly.heads_ratio"])
    for _ in range(posts):
        unit.posts.append(open_post(made, area, hourly=False))
    for _ in range(jobs):
        unit.hourly.append(open_post(made, area, hourly=True))
    for row in unit.rows:
        row.holders = 1
        row.holder = people.employee(made, row, at_start=True)
    return unit


def posts_wanted(made: World, unit: Unit, members: list[Recipient]) -> float:
    """Posts for the shifts that granted time needs (5 *Staff*)."""
    constants = made.constants
    rate = constants["work.full_time_shifts"] / 4.0 * (1.0 - sickness.expected_absence(constants))
    wanted = (1.0 - unit.levers["organisation.hourly_share"]) * weekly_shifts(made, unit, members)
    return wanted / rate / constants["work.post_share"]


def weekly_shifts(made: World, unit: Unit, members: list[Recipient]) -> float:
    """Shifts a week that granted time needs."""
    constants = made.constants
    shifts = 0.0
    for person in members:
        for visit in person.visits:
            long = constants["work.day_shift_min"] * 60.0
            granted = person.visit_s * person.granted * (1.0 + unit.levers["care.own_time"]) * len(visit.weekdays)
            shifts += granted / unit.levers["resources.client_time_share"] / long
    return shifts


def open_post(made: World, area: Area, *, hourly: bool) -> Post:
    """A new post or hourly job, vacant."""
    if hourly:
        area.jobs_opened += 1
        number, kind = area.jobs_opened, HOURLY_JOB
    else:
        area.posts_opened += 1
        number, kind = area.posts_opened, POST
    who = area.identity(kind, number << 10)
    size = 0.0 if hourly else f32(people.post_size(made, who))
    return Post(who, number, hourly, size=size, vacant_since=made.day)
