"""Entities and their state variables (ODD 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reference.counters import Counted
from reference.opinion import Clock, Evidence
from reference.randomness import PROVIDER, identity

if TYPE_CHECKING:
    from reference.config import Config
    from reference.randomness import Keys
    from reference.worker import Worker

MORNING, MIDDAY, EVENING = 0, 1, 2
OFF_DUTY, DAY_SHIFT, EVENING_SHIFT = 0, 1, 2
SHIFTS = (DAY_SHIFT, EVENING_SHIFT)
OWN, SMALL, LARGE, NONPROFIT = 0, 1, 2, 3
WELL, SHORT_SPELL, LONG_SPELL = 0, 1, 2


def shift_of(slot: int) -> int:
    """The shift that works in a slot."""
    return EVENING_SHIFT if slot == EVENING else DAY_SHIFT


@dataclass(slots=True)
class Visit:
    """A visit of the weekly plan: its slot, wished minute in it, number in the person's day, and weekdays."""

    recipient: Recipient
    slot: int
    minute: int
    number: int
    weekdays: frozenset[int]

    @property
    def order(self) -> tuple[int, int, int]:
        """What the unit's visits are sorted by."""
        return self.slot, self.minute, self.recipient.identity


@dataclass(slots=True)
class Relation:
    """What a recipient remembers of an employee: evidence and familiarity."""

    evidence: Evidence = field(default_factory=Evidence)
    familiarity: float = 0.0


@dataclass(slots=True)
class Window:
    """What a recipient met in the open 14-day window (8)."""

    complete: bool = False
    visits: dict[int, int] = field(default_factory=dict)
    strangers: list[int] = field(default_factory=list)
    delivered: float = 0.0
    needed: float = 0.0


@dataclass(slots=True)
class Recipient:
    """A recipient of home care."""

    identity: int
    hours: float
    visit_s: float
    x: float
    y: float
    contact_rank: float
    needs_nurse: bool
    language: int | None
    leniency: float
    voice: float
    night_rank: float
    satisfaction: float
    area: Area
    own_x: float
    own_y: float
    visits: list[Visit] = field(default_factory=list)
    team: int = 0
    level: float = 1.0
    transient: float = 0.0
    granted: float = 1.0
    mismatch: float = 0.0
    ratio: float = 1.0
    pull: float = 1.0
    awareness: float = 0.0
    away_days: int = 0
    luck: int = 0
    relations: dict[int, Relation] = field(default_factory=dict)
    provider: Evidence = field(default_factory=Evidence)
    contacts: list[Employee] = field(default_factory=list)
    last_stranger: int | None = None
    window: Window = field(default_factory=Window)
    met_before: frozenset[int] = frozenset()
    wish: int = 0
    wish_day: int = 0
    wish_after_end: bool = False
    left: int = 0

    @property
    def away(self) -> bool:
        """In hospital today."""
        return self.away_days > 0

    def due(self, weekday: int) -> list[Visit]:
        """The visits planned on a weekday."""
        return [visit for visit in self.visits if weekday in visit.weekdays]


@dataclass(slots=True)
class Week:
    """What the week brought to an employee (tl_StaffWeek)."""

    worked: bool = False
    busy_s: int = 0
    paid_s: int = 0
    visits: int = 0
    clean_checks: int = 0
    found: int = 0
    deviations: int = 0
    changed_shifts: int = 0
    intended_s: int = 0
    delivered_s: int = 0


@dataclass(slots=True)
class Employee:
    """An employee and the inner state (tl_Conduct)."""

    identity: int
    hourly: bool
    born: int
    hired: int
    nurse: bool
    languages: tuple[bool, ...]
    opportunist: bool
    averse: bool
    fragility: float
    skill: float
    strain: float = 0.0
    motivation: float = 0.0
    drift: float = 0.0
    permission: float = 0.0
    pressure: float = 0.0
    discretion: float = 0.0
    quality_added: float = 0.0
    cut_probability: float = 0.0
    check_rate: float = 0.0
    hazard_short: float = 1.0
    hazard_long: float = 1.0
    changed_shifts: float = 0.0
    delivers: float = 1.0
    of_manager: Evidence = field(default_factory=Evidence)
    seen: Evidence = field(default_factory=Evidence)
    spell: int = WELL
    spell_days: int = 0
    week: Week = field(default_factory=Week)


@dataclass(slots=True)
class Post:
    """A post or an hourly job: the row that someone holds. The row remembers shift and days in a row."""

    identity: int
    number: int
    hourly: bool
    size: float = 0.0
    team: int = 0
    rota: list[int] = field(default_factory=list)
    holders: int = 0
    holder: Employee | None = None
    vacant_since: int = 0
    yesterday: int = OFF_DUTY
    days_in_a_row: int = 0
    today: int = OFF_DUTY
    extra: bool = False


@dataclass(slots=True)
class Team:
    """The planning pool: its needed shifts by weekday and shift."""

    needed: list[list[int]] = field(default_factory=lambda: [[0, 0, 0] for _ in range(7)])


@dataclass(slots=True)
class Climate:
    """The manager's load and presence, clarity, safety, the officer's opinion (tl_Climate)."""

    load: float = 0.0
    presence: float = 0.0
    clarity: float = 0.0
    safety: float = 0.0
    check_share: float = 1.0
    discretion: float = 0.0
    pressure: float = 0.0
    officer: Evidence = field(default_factory=Evidence)
    month_found: int = 0


TRUTH = (
    "records",
    "misregistered",
    "cut",
    "cut_visible",
    "poor",
    "missed",
    "deviations",
    "complaints",
    "settled",
    "tips",
)


@dataclass(slots=True)
class Sums:
    """What a month of a unit or provider came to, in öre and seconds (paid for by form of pay), and what it truly was (7.32)."""

    pay: int = 0
    cost: int = 0
    overhead: int = 0
    staff_s: int = 0
    seconds: list[int] = field(default_factory=lambda: [0] * 4)
    records: int = 0
    misregistered: int = 0
    cut: int = 0
    cut_visible: int = 0
    poor: int = 0
    missed: int = 0
    deviations: int = 0
    complaints: int = 0
    settled: int = 0
    tips: int = 0

    def add(self, other: Sums) -> None:
        """Add another month or day."""
        for name in ("pay", "cost", "overhead", "staff_s", *TRUTH):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds = [mine + more for mine, more in zip(self.seconds, other.seconds, strict=True)]

    @property
    def result(self) -> int:
        """Pay less cost and overhead."""
        return self.pay - self.cost - self.overhead


@dataclass(slots=True)
class Books:
    """A unit's books (7.26): what is below one öre, what is dealt to it, and the open month."""

    pay_left: int = 0
    overhead_left: int = 0
    supplement_left: int = 0
    fixed_a_day: int = 0
    contract_s: int = 0
    payable_s: list[int] = field(default_factory=lambda: [0, 0])
    granted_s: list[int] = field(default_factory=lambda: [0, 0])
    month: Sums = field(default_factory=Sums)


@dataclass(slots=True)
class Rates:
    """A municipality's rates by form of pay (millionths of an öre an hour), and the base year of its own provider.

    Counted are the months of this base year, and the base years that are full.
    """

    by_form: list[int] = field(default_factory=lambda: [0] * 4)
    months: int = 0
    years: int = 0
    base: Sums = field(default_factory=Sums)
    mean_recipient_s: int = 0


@dataclass(slots=True)
class Account:
    """A provider's money and its owner's mind (7.26 to 7.28)."""

    margin: float = 0.0
    beyond: float = 0.0
    temptation: float = 0.0
    cash: int = 0
    months: int = 0
    first_cost: int = 0
    below: int = 0
    contract_s: int = 0
    year: list[Sums] = field(default_factory=list)
    open: Sums = field(default_factory=Sums)
    month: Sums = field(default_factory=Sums)
    covered: int = 0
    clawback: int = 0


@dataclass(slots=True)
class Findings:
    """What was looked at in a month in one way, and what was found (7.29)."""

    looked_at: int = 0
    wrong: int = 0
    cut: int = 0

    def add(self, other: Findings) -> None:
        """Add other findings."""
        self.looked_at += other.looked_at
        self.wrong += other.wrong
        self.cut += other.cut


@dataclass(slots=True)
class Dossier:
    """What the purchaser looked at and thinks of a provider, and the provider of the purchaser (tl_Dossier)."""

    seen: Evidence = field(default_factory=Evidence)
    view: Evidence = field(default_factory=Evidence)
    home: Findings = field(default_factory=Findings)
    records: Findings = field(default_factory=Findings)
    reviews: Findings = field(default_factory=Findings)
    review_results: list[Findings] = field(default_factory=list)
    reviewed: int | None = None
    ended: int | None = None
    warned: bool = False
    tipped: bool = False
    told: int = 0
    home_of_year: list[Findings] = field(default_factory=lambda: [Findings() for _ in range(12)])
    reviews_of_year: list[int] = field(default_factory=lambda: [0] * 12)


@dataclass(slots=True)
class Purchaser:
    """A municipality as the one who buys care, with time for it (tl_Purchaser)."""

    there: float = 0.0
    managers: int = 0
    left: list[int] = field(default_factory=lambda: [0] * 16)
    saved_external: float = 0.0
    saved_own: float = 0.0
    presence: float = 0.0
    coverage: float = 0.0
    moved: int = 0
    applications: int = 0
    tenders: int = 0
    bids: int = 0
    letting: float = 0.0


@dataclass(slots=True)
class Reputation:
    """What is known of a provider (7.33): the answers of twelve months, and what was made of them."""

    answers: list[int] = field(default_factory=lambda: [0] * 12)
    satisfied: list[int] = field(default_factory=lambda: [0] * 12)
    a_year: float = 0.0
    read: float = 0.0
    heard: dict[int, float] = field(default_factory=dict)
    part: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Contract:
    """A firm's contract for a lot, and the one that it has won (7.36)."""

    lot: int = 0
    won: int = 0
    won_begins: int = 0
    won_price: float = 0.0
    won_volume_s: int = 0
    began_on: int = -1
    begins: int = 0
    ends: int = 0
    renewals: int = 0
    steps: int = 0
    over: int = 0
    relet: bool = False
    price: float = 0.0
    volume_s: int = 0
    cap_s: int = -1


@dataclass(slots=True, eq=False)
class Provider:
    """Who runs units and owns their money (7.24)."""

    municipality: Municipality
    number: int
    kind: int
    share: float
    active: bool = True
    begun: bool = True
    began: int = 0
    leaves_on: int | None = None
    gone: bool = False
    home: Area | None = None
    drawn_home: Area | None = None
    language: int | None = None
    external: bool = False
    serves: frozenset[int] | None = None
    waits_until: int | None = None
    insolvent: bool = False
    notice_days: int = 0
    announced: float = 0.0
    cap_s: int = -1
    lot_areas: frozenset[int] | None = None
    opportunist: bool = False
    practice: list[float] = field(default_factory=list)
    posts_opened: int = 0
    jobs_opened: int = 0
    account: Account = field(default_factory=Account)
    dossier: Dossier = field(default_factory=Dossier)
    reputation: Reputation = field(default_factory=Reputation)
    contract: Contract = field(default_factory=Contract)
    taken_up: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def at_work(self) -> bool:
        """Active or leaving."""
        return self.begun and not self.gone

    @property
    def identity(self) -> int:
        """Permanent id of the provider."""
        return self.municipality.identity(PROVIDER, self.number << 30)

    @property
    def firm(self) -> bool:
        """Not the municipality's own care or a part of it."""
        return self.kind != OWN


@dataclass(slots=True)
class Unit:
    """Staff and recipients under one first-line manager."""

    area: Area
    provider: Provider
    number: int
    digest: int
    levers: dict[str, float]
    recipients: list[Recipient] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    hourly: list[Post] = field(default_factory=list)
    guests: list[Post] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    climate: Climate = field(default_factory=Climate)
    counted: Counted = field(default_factory=Counted)
    gaps: list[list[int]] = field(default_factory=list)
    answers: int = 0
    satisfied: int = 0
    at_work: list[Worker] = field(default_factory=list)
    manager_share: float = 1.0
    shares_with: int = 0
    books: Books = field(default_factory=Books)

    @property
    def rows(self) -> list[Post]:
        """Own posts and hourly jobs, in the order that sums run in."""
        return self.posts + self.hourly

    @property
    def staff(self) -> list[Employee]:
        """Own employees, posts before hourly staff."""
        return [row.holder for row in self.posts + self.hourly if row.holder is not None]

    @property
    def columns(self) -> list[Employee]:
        """Everyone whom the recipients can remember: own staff, then guests."""
        return [row.holder for row in self.posts + self.hourly + self.guests if row.holder is not None]


@dataclass(slots=True)
class Area:
    """A square district with its own travel times."""

    municipality: Municipality
    number: int
    recipients_at_start: int = 0
    side_s: float = 0.0
    outlying: bool = False
    credits: dict[int, float] = field(default_factory=dict)
    given_last: int = 0
    holder: int = 1
    to_ask: float = 0.0
    posts_opened: int = 0
    jobs_opened: int = 0

    def identity(self, kind: int, rest: int = 0) -> int:
        """Permanent id of someone in the area."""
        return self.municipality.identity(kind, (self.number << 30) + rest)


@dataclass(slots=True)
class Municipality:
    """A profile, its areas and units."""

    code: int
    copy: int
    profile: dict[str, float]
    median_hours: float = 0.0
    mean_share: float = 1.0
    areas: list[Area] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)
    rates: Rates = field(default_factory=Rates)
    units: list[Unit] = field(default_factory=list)
    units_made: int = 1
    purchaser: Purchaser = field(default_factory=Purchaser)
    opened: bool = False

    def identity(self, kind: int, rest: int) -> int:
        """Permanent id of someone or something in the municipality."""
        return identity(kind, self.copy, self.code, rest)


@dataclass(slots=True)
class World:
    """One replicate."""

    config: Config
    keys: Keys
    trust_clock: Clock
    familiarity_clock: Clock
    day: int = 0
    history: int = 0
    municipalities: list[Municipality] = field(default_factory=list)

    @property
    def constants(self) -> dict[str, float]:
        """The coefficients of section 10, by name."""
        return self.config.constants

    @property
    def units(self) -> list[Unit]:
        """All units, in order."""
        return [unit for municipality in self.municipalities for unit in municipality.units]

    @property
    def measured(self) -> int:
        """Days since the first measured day."""
        return self.day - self.config.burn_in

    @property
    def weekday(self) -> int:
        """0 is a Monday."""
        return self.day % 7

    def ends(self, days: int) -> bool:
        """Whether a week or window of so many days ends today."""
        return self.measured % days == days - 1

    def begins(self, days: int) -> bool:
        """Whether a week or window of so many days begins today."""
        return self.measured % days == 0
