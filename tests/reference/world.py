"""ODD 2: the entities and what is known of each. ODD 7.24: fading and opinions."""

from __future__ import annotations

from dataclasses import dataclass, field

from .config import Config
from .measures import Counters
from .numbers import LN2, exp, f32
from .randomness import Keys

OFF, DAY, EVENING_SHIFT = 0, 1, 2
SHIFTS = (DAY, EVENING_SHIFT)
MORNING, MIDDAY, EVENING = 0, 1, 2
WELL, SHORT, LONG = 0, 1, 2
NURSE = 1  # bit of the skills; three languages follow
ROTA_DAYS, WINDOW_DAYS, WEEK_DAYS, MONTH_DAYS = 28, 14, 7, 30
SATURDAY = 5


@dataclass
class Visit:
    """A visit of the weekly plan."""

    recipient: Recipient
    seconds: int  # granted at granted level 1
    minute: int  # wished, into the slot
    slot: int
    weekdays: frozenset
    occasion: int

    @property
    def place(self) -> tuple:
        """Visits are taken by slot, wished minute, id."""
        return self.slot, self.minute, self.recipient.id


@dataclass
class Relation:
    """What a recipient remembers of an employee: stored visits, evidence, the window of the last visit."""

    visits: float = 0.0
    good: float = 0.0
    bad: float = 0.0
    window: int = 0
    window_visits: int = 0


@dataclass(eq=False)
class Recipient:
    """Someone who has home care."""

    id: int
    hours: float  # granted a month at the start
    x: float
    y: float
    needs: int
    contact_rank: float
    team: Team = None
    level: float = 1.0
    transient: float = 0.0
    granted: float = 1.0
    mismatch: float = 0.0
    away: int = 0
    ratio: float = 0.0
    visit_key: int = 0
    contacts: list = field(default_factory=lambda: [None, None])  # seats
    relations: dict = field(default_factory=dict)  # by seat
    good: float = 0.0
    bad: float = 0.0
    satisfaction: float = 0.0
    leniency: float = 0.0
    voice: float = 0.0
    night_rank: float = 0.0
    pull: float = 1.0
    daily_visits: int = 0
    in_window: bool = False
    window_visits: int = 0
    window_met: int = 0
    window_squares: int = 0
    window_most: int = 0
    needed_s: int = 0
    delivered_s: int = 0
    stranger: int = 0
    stranger_visits: int = 0

    @property
    def hours_now(self) -> float:
        """Granted hours a month after the latest review."""
        return f32(self.hours * self.granted)


@dataclass(eq=False)
class Week:
    """What a week brought an employee."""

    days: int = 0
    paid_s: int = 0
    busy_s: int = 0
    visits: int = 0
    intended_s: int = 0
    delivered_s: int = 0
    checked_good: int = 0
    checked_bad: int = 0
    deviations: int = 0
    changed: int = 0


@dataclass(eq=False)
class Conduct:
    """Inner state of an employee, and what follows from it until the next week."""

    person: float = 0.0
    strain: float = 0.0
    motivation: float = 0.0
    drift: float = 0.0
    skill: float = 0.0
    permission: float = 0.0
    pressure: float = 0.0
    changed: float = 0.0
    good: float = 0.0  # evidence about the manager
    bad: float = 0.0
    seen_good: float = 0.0  # the manager's evidence
    seen_bad: float = 0.0
    delivery: float = 1.0
    opportunist: bool = False
    averse: bool = False
    discretion: float = 0.0
    cut_probability: float = 0.0
    check_rate: float = 0.0
    quality: float = 0.0
    short_hazard: float = 0.0
    long_hazard: float = 0.0


@dataclass(eq=False)
class Employee:
    """Who holds a post or an hourly job."""

    id: int
    birth: int
    since: int
    skills: int
    conduct: Conduct
    sick: int = WELL
    sick_days: int = 0


@dataclass(eq=False)
class Seat:
    """A post, or an hourly job; the days worked in a row belong to it (ODD 7.24)."""

    id: int
    hourly: bool
    share: float
    unit: Unit = None
    team: Team = None
    holder: Employee = None
    holders: int = 0
    vacant_since: int = 0
    rota: list = field(default_factory=lambda: [OFF] * ROTA_DAYS)
    shift: int = OFF
    last_shift: int = OFF
    streak: int = 0
    extra: bool = False
    duty_team: Team = None
    call_order: int = None  # hourly, today; None when not available
    week: Week = field(default_factory=Week)

    @property
    def number(self) -> int:
        """The post's running number in its area."""
        return self.id >> 12 & 0xFFFF


@dataclass(eq=False)
class Team:
    """Permanent staff who share recipients."""

    unit: Unit
    needed: list = field(default_factory=lambda: [[0] * 7, [0] * 7])  # [shift][weekday]
    gap: list = field(default_factory=lambda: [0, 0])
    strangers: list = field(default_factory=lambda: [0, 0])


@dataclass
class Climate:
    """What a unit's people share."""

    load: float = 0.0
    presence: float = 0.0
    checks_made: float = 0.0
    clarity: float = 0.0
    safety: float = 0.0
    discretion: float = 0.0
    pressure: float = 0.0
    officer_good: float = 0.0
    officer_bad: float = 0.0
    month_cuts: int = 0  # visits found cut short this month


@dataclass(eq=False)
class Unit:
    """Staff and recipients under one first-line manager."""

    area: Area
    levers: dict
    climate: Climate
    number: int = 0
    teams: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    hourlies: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    guests_from: Unit = None
    counters: Counters = field(default_factory=Counters)
    counted: Counters = field(default_factory=Counters)  # of the day that was closed last
    digest: int = 0

    @property
    def seats(self) -> list:
        """Posts, then hourly jobs."""
        return self.posts + self.hourlies

    @property
    def columns(self) -> list:
        """Everyone who can come: own posts, own hourly staff, guests."""
        return self.seats + (self.guests_from.hourlies if self.guests_from else [])

    @property
    def staff(self) -> list:
        """Seats with someone in them."""
        return [seat for seat in self.seats if seat.holder]


@dataclass(eq=False)
class Area:
    """A district with its own travel times."""

    municipality: Municipality
    index: int  # over all municipalities, from 0
    number: int  # in the municipality, from 1
    reach_s: float = 0.0
    start_recipients: int = 0
    units: list = field(default_factory=list)
    posts: int = 0  # ever opened
    hourlies: int = 0


@dataclass(eq=False)
class Municipality:
    """A profile, and its areas."""

    index: int
    profile: dict
    areas: list = field(default_factory=list)
    units_formed: int = 0
    median_hours: float = 0.0
    mean_weight: float = 0.0

    @property
    def units(self) -> list:
        """All units, by area."""
        return [unit for area in self.areas for unit in area.units]


class World:
    """One replicate of a config."""

    def __init__(self, config: Config, replicate: int = 0) -> None:
        self.config = config
        self.k = config.constants
        self.keys = Keys(config.run["seed"], replicate)
        self.day = 0
        self.window = 0
        self.history = 0  # digest of units that are no more
        self.absence = 0.0
        self.municipalities: list[Municipality] = []
        self.opinion_epoch = self.visits_epoch = 0.0
        self.fade()

    @property
    def units(self) -> list[Unit]:
        """All units, by municipality and area."""
        return [unit for municipality in self.municipalities for unit in municipality.units]

    @property
    def measured_day(self) -> int:
        """Days since the burn-in."""
        return self.day - self.config.run["run.burn_in_days"]

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return self.day % 7

    def turn(self) -> None:
        """The clocks that follow the day."""
        self.window = 1 + (self.day + -self.config.run["run.burn_in_days"] % WINDOW_DAYS) // WINDOW_DAYS
        self.fade()

    def fade(self) -> None:
        """Today's weights of new evidence and new visits, and the priors in the same units."""
        k = self.k
        opinion = exp(LN2 * (self.day - self.opinion_epoch) / k["opinion.half_life_days"])
        visits = exp(LN2 * (self.day - self.visits_epoch) / k["familiarity.half_life_days"])
        self.evidence_weight, self.visit_weight = f32(opinion), f32(visits)
        self.opinion_prior = f32(k["opinion.prior_weight"] * opinion)
        self.visits_prior = f32(k["familiarity.half_visits"] * visits)

    def rescale(self) -> None:
        """Divides stored weights by 2^16 when they have grown by as much."""
        factor = 2.0**-16
        while self.day - self.opinion_epoch >= 16 * self.k["opinion.half_life_days"]:
            self.opinion_epoch += 16 * self.k["opinion.half_life_days"]
            for unit in self.units:
                scale(unit.climate, ("officer_good", "officer_bad"), factor)
                for seat in unit.staff:
                    scale(seat.holder.conduct, ("good", "bad", "seen_good", "seen_bad"), factor)
                for recipient in unit.recipients:
                    scale(recipient, ("good", "bad"), factor)
                    for relation in recipient.relations.values():
                        scale(relation, ("good", "bad"), factor)
        while self.day - self.visits_epoch >= 16 * self.k["familiarity.half_life_days"]:
            self.visits_epoch += 16 * self.k["familiarity.half_life_days"]
            for unit in self.units:
                for recipient in unit.recipients:
                    for relation in recipient.relations.values():
                        scale(relation, ("visits",), factor)
        self.fade()

    def opinion(self, good: float, bad: float) -> tuple:
        """Trust, distrust and uncertainty (b, d, u) from stored evidence."""
        inverse = f32(1.0 / f32(f32(good + bad) + self.opinion_prior))
        return f32(good * inverse), f32(bad * inverse), f32(self.opinion_prior * inverse)

    def expectation(self, opinion: tuple) -> float:
        """E = b + a u."""
        return f32(opinion[0] + f32(f32(self.k["opinion.propensity"]) * opinion[2]))

    def familiarity(self, visits: float) -> float:
        """K of stored visits."""
        return f32(visits / f32(visits + self.visits_prior))


def scale(owner: object, names: tuple, factor: float) -> None:
    """Multiplies stored weights."""
    for name in names:
        setattr(owner, name, f32(getattr(owner, name) * factor))
