"""The day: phases in order (ODD 3, EXACT *Order of the day*), and the run's digest."""

from __future__ import annotations

from collections.abc import Iterator

from reference import (
    climate,
    conduct,
    contacts,
    continuity,
    cost,
    counters,
    demography,
    dialogue,
    discretion,
    duties,
    effort,
    levers,
    managers,
    measure,
    need,
    night,
    officers,
    plan,
    practice,
    presence,
    reallocation,
    regroup,
    satisfaction,
    sickness,
    staffing,
    start,
    strain,
    substitutes,
    visit,
)
from reference.config import Config
from reference.counters import Counted
from reference.market import (
    begin,
    books,
    entry,
    handover,
    let_in,
    month,
    offers,
    providers,
    reputation,
    switching,
    tender,
)
from reference.numbers import f32
from reference.people import slot_minutes
from reference.purchaser import month as purchaser
from reference.randomness import mix
from reference.state import DAY_SHIFT, EVENING_SHIFT, MIDDAY, MORNING, Unit, World

MONTH = 30


def days(config: Config, replicate: int) -> Iterator[World]:
    """The world after every day of a run."""
    world = start.world(config, replicate)
    for day in range(config.length):
        pass_day(world, day)
        yield world


def digest(world: World) -> int:
    """The run's digest: it starts from the history and takes in all units."""
    value = world.history
    for unit in world.units:
        value = mix(value ^ unit.digest)
    return value


def run(config: Config, replicate: int) -> int:
    """The digest after the whole run."""
    world = None
    for after in days(config, replicate):
        world = after
    assert world is not None
    return digest(world)


def pass_day(world: World, day: int) -> None:
    """One day of all units."""
    world.day = day
    for unit in world.units:
        unit.counted = Counted()
    begin.due(world)
    regroup.due(world)
    world.trust_clock.turn(day)
    world.familiarity_clock.turn(day)
    levers.move(world)
    for municipality in world.municipalities:
        offers.order(world, municipality)
    if day % MONTH == 0 and day > 0:
        begin_month(world)
    demography.arrive(world)
    for unit in world.units:
        phase_a(world, unit)
    for municipality in world.municipalities:
        substitutes.deal(world, municipality)
    for unit in world.units:
        phase_c(world, unit)
    for unit in world.units:
        phase_d(world, unit)
        unit.digest = counters.of_the_day(unit.digest, unit.counted)


def begin_month(world: World) -> None:
    """Every 30 days: staffing in all units, managers' shares, rescaling, then unit by unit officers and contacts."""
    for municipality in world.municipalities:
        month.close(world, municipality)
    for municipality in world.municipalities:
        purchaser.pass_month(world, municipality)
    for municipality in world.municipalities:
        entry.apply(world, municipality, tender.hold(world, municipality))
    let_in.pass_month(world)
    for municipality in world.municipalities:
        handover.areas(world, municipality)
    for municipality in world.municipalities:
        handover.due(world, municipality)
    for municipality in world.municipalities:
        tender.follow_phases(world, municipality)
    for municipality in world.municipalities:
        switching.pass_month(world, municipality)
    for municipality in world.municipalities:
        reputation.renew(world, municipality)
    for municipality in world.municipalities:
        offers.pass_month(world, municipality)
    for municipality in world.municipalities:
        books.deal(world, municipality)
    staffing.pass_month(world)
    for municipality in world.municipalities:
        providers.share_managers(municipality)
    rescale(world)
    for unit in world.units:
        officers.pass_month(world, unit)
        contacts.fill_all(unit)


def rescale(world: World) -> None:
    """Divide all evidence by 2^16 when its weight has grown by as much (7.8)."""
    by = world.trust_clock.rescale(world.day)
    visits_by = world.familiarity_clock.rescale(world.day)
    for municipality in world.municipalities:
        for of in municipality.providers:
            of.dossier.seen.divide(by)
            of.dossier.view.divide(by)
    for unit in world.units:
        unit.climate.officer.divide(by)
        for who in unit.staff:
            who.of_manager.divide(by)
            who.seen.divide(by)
        for person in unit.recipients:
            person.provider.divide(by)
            for relation in person.relations.values():
                relation.evidence.divide(by)
                relation.familiarity = f32(relation.familiarity / visits_by)


def phase_a(world: World, unit: Unit) -> None:
    """Departures, need, windows, sickness and presence."""
    demography.depart(world, unit)
    need.pass_day(world, unit)
    continuity.open_window(world, unit)
    sickness.pass_day(world, unit)
    presence.pass_day(world, unit)


def phase_c(world: World, unit: Unit) -> None:
    """Slot by slot, visits are planned, made and felt; then the day is added to the week and booked."""
    duties.go_to_work(world, unit)
    today = visit.Today.of(world, unit, reallocation.factors(world, unit))
    for slot in plan.SLOTS:
        before = slot_minutes(world, MORNING) * 60.0
        for worker in unit.at_work:
            over = max(0, worker.free - round(before)) if slot == MIDDAY and worker.shift == DAY_SHIFT else 0
            if slot != MORNING or worker.shift != EVENING_SHIFT:
                worker.begin_slot(over)
        visit.work_slot(world, unit, plan.slot_plan(world, unit, slot), today)
    reserved = duties.reserved_s(world, unit) + duties.planning_s(world, unit)
    for worker in unit.at_work:
        conduct.add_day(world, worker, reserved)
        cost.book_shift(world, unit, worker)
    cost.book_day(world, unit)


def phase_d(world: World, unit: Unit) -> None:
    """Night, and what ends with the week or the window."""
    night.pass_night(world, unit)
    books.book_day(world, unit)
    if world.ends(7):
        end_week(world, unit)
    if world.ends(14):
        dialogue.hold(world, unit)
        satisfaction.survey(world, unit)
        continuity.close_window(world, unit)
    presence.close_day(unit)


def end_week(world: World, unit: Unit) -> None:
    """The week's mechanisms run through for one unit."""
    discretion.pass_week(world, unit)
    conduct.remember(world, unit)
    managers.pass_week(world, unit)
    climate.pass_week(world, unit)
    effort.pass_week(world, unit)
    practice.pass_week(world, unit)
    strain.pass_week(world, unit)
    reallocation.pass_week(world, unit)
    conduct.pass_week(world, unit)
    measure.week(world, unit)
