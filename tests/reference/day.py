"""ODD 3 and 7.1: the day, in order, and the run."""

from __future__ import annotations

from collections.abc import Iterator

from .config import Config
from .contacts import assign_contacts
from .cost import cost, night, reserved_s
from .demography import arrivals, departures
from .experience import survey
from .governance import WEEKLY
from .grouping import applies, reorganise_if_due
from .measures import Counters, close_window, digest_of, open_window
from .need import need
from .numbers import nearest
from .officers import officers
from .people import shift_s
from .presence import presence, substitutes
from .randomness import mix
from .sickness import sickness
from .staffing import month as staffing_month
from .start import start
from .visits import rounds
from .world import MONTH_DAYS, WEEK_DAYS, WINDOW_DAYS, World


def move_levers(world: World) -> None:
    """7.1: one step of what is left of each ramp; the last lands exactly."""
    today = world.measured_day
    for change in world.config.timeline:
        left = change["day"] + max(1, change["ramp_days"]) - today
        if today < change["day"] or left <= 0:
            continue
        for unit in world.units:
            if applies(change["where"], unit):
                now, name = unit.levers[change["lever"]], change["lever"]
                value = change["value"] if left <= 1 else now + (change["value"] - now) / left
                unit.levers[name] = nearest(value) if isinstance(now, int) else float(value)


def month(world: World) -> None:
    """Every 30 days, before all else."""
    staffing_month(world)
    world.rescale()
    for unit in world.units:
        officers(world, unit)
        assign_contacts(world, unit)


def week_of(world: World, duties: list, unit: object) -> None:
    """What each did today is added to the week."""
    reserved = reserved_s(world, unit)
    for duty in duties:
        if duty.seat:
            week = duty.seat.week
            week.days += 1
            week.paid_s += shift_s(world.k, duty.shift)
            week.busy_s += duty.care_s + duty.travel_s + duty.admin_s + reserved
            week.visits += duty.visits
            week.intended_s += duty.intended_s
            week.delivered_s += duty.care_s
            week.checked_good += duty.checked_good
            week.checked_bad += duty.checked_bad
            week.deviations += duty.deviations
            week.changed += duty.extra


def close_day(unit: object) -> None:
    """The day enters the digest."""
    unit.digest = digest_of(unit.digest, unit.counters)
    unit.counted, unit.counters = unit.counters, Counters()


def one_day(world: World) -> None:
    """A whole day of everyone."""
    reorganise_if_due(world)
    world.turn()
    move_levers(world)
    if world.day > 0 and world.day % MONTH_DAYS == 0:
        month(world)
    for municipality in world.municipalities:
        for area in municipality.areas:
            arrivals(world, area)
    for unit in world.units:
        departures(world, unit)
        need(world, unit)
        open_window(unit, world.measured_day % WINDOW_DAYS == 0)
        sickness(world, unit)
        presence(world, unit)
    for municipality in world.municipalities:
        substitutes(world, municipality)
    for unit in world.units:
        duties = rounds(world, unit)
        week_of(world, duties, unit)
        cost(world, unit, duties)
    for unit in world.units:
        night(world, unit)
        if world.measured_day % WEEK_DAYS == WEEK_DAYS - 1:
            for mechanism in WEEKLY:
                mechanism(world, unit)
        if world.measured_day % WINDOW_DAYS == WINDOW_DAYS - 1:
            survey(world, unit)
            close_window(world, unit)
        close_day(unit)
    world.day += 1


def digest(world: World) -> int:
    """The digest of the trajectory so far."""
    value = world.history
    for unit in world.units:
        value = mix(value ^ unit.digest)
    return value


def days(config: Config, replicate: int = 0) -> Iterator[World]:
    """The same world after each day of a run."""
    world = start(config, replicate)
    for _ in range(config.run["run.burn_in_days"] + config.run["run.days"]):
        one_day(world)
        yield world


def run(config: Config, replicate: int = 0) -> int:
    """The digest of a whole run."""
    *_, world = days(config, replicate)
    return digest(world)
