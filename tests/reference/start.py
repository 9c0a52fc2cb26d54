"""Initialisation (ODD 5, EXACT *Start*)."""

from __future__ import annotations

from reference import contacts, demography, organise, people, sickness
from reference.config import Config, Place
from reference.market import books, choice, month, providers, staffing
from reference.numbers import exp, f32, nearest
from reference.opinion import Clock
from reference.randomness import FIRST_RECIPIENT, HOURLY_JOB, POST, PROVIDER_JOB, PROVIDER_POST, Draws, Keys
from reference.state import Area, Municipality, Post, Provider, Recipient, Unit, World


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
    for own in made.municipalities:
        month.begin(made, own)
    return made


def municipality(made: World, of: Place) -> None:
    """A municipality: its areas, recipients dealt evenly to them, staff, and the first grouping."""
    place, profile = Municipality(of.code, of.copy, of.profile), of.profile
    made.municipalities.append(place)
    place.median_hours = people.median_hours(profile["municipality.granted_hours"], profile["municipality.hours_sigma"])
    areas, people_in_all = int(profile["municipality.areas"]), int(profile["municipality.recipients"])
    outlying = int(profile.get("municipality.outlying_areas", 0))
    for number in range(1, areas + 1):
        area = Area(place, number)
        area.outlying = number > areas - outlying
        area.side_s = f32(1.5 * trip_minutes(made, area) * 60.0)
        area.recipients_at_start = people_in_all // areas + (number <= people_in_all % areas)
        place.areas.append(area)
    if outlying:
        deal_by_size(place, people_in_all)
    providers.found(made, place)
    running = 0
    shares = []
    members: dict[tuple[int, int], list[Recipient]] = {}
    for area in place.areas:
        for _ in range(area.recipients_at_start):
            person = people.recipient(made, area, place.identity(FIRST_RECIPIENT, running))
            given = providers.deal(area)
            members.setdefault(((given.home or area).number, given.number), []).append(person)
            shares.append(demography.heaviness(profile, person))
            running += 1
    place.mean_share = sum(shares) / len(shares)
    first = [
        one_unit(made, area, provider, members.get((area.number, provider.number), []))
        for area in place.areas
        for provider in place.providers
        if provider.begun and provider.home in (None, area)
    ]
    organise.cut_anew(made, place, first, rule="by_area")
    organise.appoint_guests(place)
    providers.share_managers(place)
    books.begin(made, place)


def deal_by_size(place: Municipality, people_in_all: int) -> None:
    """Outlying areas have fewer recipients than the others."""
    small = place.profile["municipality.outlying_size"]
    sizes = [small if area.outlying else 1.0 for area in place.areas]
    before, total = 0.0, sum(sizes)
    for area, size in zip(place.areas, sizes, strict=True):
        until = nearest(people_in_all * (before + size) / total)
        area.recipients_at_start = until - nearest(people_in_all * before / total)
        before += size


def trip_minutes(made: World, area: Area) -> float:
    """An area's travel time: the municipality's times exp(sd·z - sd²/2)."""
    sd = made.constants["area.density_sd"]
    z = Draws(made.keys.lasting("area", area.identity(POST))).z()
    profile = area.municipality.profile
    minutes = profile["municipality.trip_min"] * exp(sd * z - sd * sd / 2.0)
    return minutes * profile["municipality.outlying_trip"] if area.outlying else minutes


def one_unit(made: World, area: Area, of: Provider, members: list[Recipient]) -> Unit:
    """A provider's people in an area as one unit with digest 0, before it is grouped."""
    unit = Unit(area, of, 0, 0, providers.levers(made, of), recipients=members, shares_with=of.number)
    for person in members:
        providers.settle(unit, person)
    least = 2 if of.number == providers.OWN_NUMBER or members else 0
    posts = max(least, nearest(posts_wanted(made, unit, unit.recipients)))
    share = unit.levers["organisation.hourly_share"]
    jobs = nearest(posts * share / (1.0 - share) * made.constants["hourly.heads_ratio"])
    for _ in range(posts):
        unit.posts.append(open_post(made, area, of, hourly=False))
    for _ in range(jobs):
        unit.hourly.append(open_post(made, area, of, hourly=True))
    for row in unit.rows:
        row.holders = 1
        row.holder = people.employee(made, row, choice.profile(made, of), at_start=True)
    return unit


def posts_wanted(made: World, unit: Unit, members: list[Recipient]) -> float:
    """Posts for the shifts that granted time needs (5 *Staff*)."""
    return posts_for_shifts(made, unit, weekly_shifts(made, unit, members))


def posts_for(made: World, unit: Unit, seconds: float) -> float:
    """Posts for so many granted seconds a week."""
    long = made.constants["work.day_shift_min"] * 60.0
    return posts_for_shifts(
        made, unit, seconds * (1.0 + unit.levers["care.own_time"]) / staffing.client_time(unit) / long
    )


def posts_for_shifts(made: World, unit: Unit, shifts: float) -> float:
    """Posts for so many shifts a week."""
    constants = made.constants
    rate = constants["work.full_time_shifts"] / 4.0 * (1.0 - sickness.expected_absence(constants))
    wanted = (1.0 - unit.levers["organisation.hourly_share"]) * shifts
    return wanted / rate / constants["work.post_share"]


def weekly_shifts(made: World, unit: Unit, members: list[Recipient]) -> float:
    """Shifts a week that granted time needs."""
    constants = made.constants
    shifts = 0.0
    for person in members:
        for visit in person.visits:
            long = constants["work.day_shift_min"] * 60.0
            granted = person.visit_s * person.granted * (1.0 + unit.levers["care.own_time"]) * len(visit.weekdays)
            shifts += granted / staffing.client_time(unit) / long
    return shifts


def open_post(made: World, area: Area, of: Provider, *, hourly: bool) -> Post:
    """A new post or hourly job, vacant: number 1 counts them by area, others over all areas."""
    counts: Area | Provider = area if of.number == providers.OWN_NUMBER else of
    if hourly:
        counts.jobs_opened += 1
        number = counts.jobs_opened
    else:
        counts.posts_opened += 1
        number = counts.posts_opened
    if counts is area:
        who = area.identity(HOURLY_JOB if hourly else POST, number << 10)
    else:
        kind = PROVIDER_JOB if hourly else PROVIDER_POST
        who = area.municipality.identity(kind, (of.number << 30) + (number << 10))
    size = 0.0 if hourly else f32(people.post_size(made, who))
    return Post(who, number, hourly, size=size, vacant_since=made.day)
