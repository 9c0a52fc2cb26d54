"""Who is at work in a unit today: own staff, guests and strangers from an agency (ODD 7.6, 7.18)."""

from __future__ import annotations

from dataclasses import dataclass

from reference import effort, practice
from reference.discretion import formal, usable
from reference.numbers import f32
from reference.state import Employee, Unit, World


@dataclass(slots=True)
class Stranger:
    """An agency person: a newcomer's skill, formal discretion, the unit's pressure, no traits (7.18)."""

    identity: int
    nurse: bool
    languages: tuple[bool, ...]
    discretion: float
    quality_added: float
    cut_probability: float
    check_rate: float

    @classmethod
    def of(cls, world: World, unit: Unit, name: int, nurse: bool) -> Stranger:
        """A stranger as the unit's levers and pressure make them today."""
        constants = world.constants
        skill, motivation = f32(constants["skill.newcomer"]), f32(constants["motivation.mean"])
        seen = effort.seen_through(world, unit, 0.0)
        discretion = f32(usable(world, formal(unit), f32(formal(unit)), unit.climate.pressure))
        return cls(
            identity=name,
            nurse=nurse,
            languages=(False, False, False),
            discretion=discretion,
            quality_added=practice.quality_added(world, discretion, skill, 0.0, motivation),
            cut_probability=effort.cut_probability(world, unit, False, unit.climate.pressure, motivation, seen),
            check_rate=f32(unit.levers["control.relational_checks"] * unit.climate.check_share),
        )


@dataclass(slots=True, eq=False)
class Worker:
    """Someone at work in a shift of a unit, with a place and a clock."""

    who: Employee | Stranger
    team: int
    shift: int
    kind: str = "permanent"
    x: float = 0.0
    y: float = 0.0
    clock: float = 0.0
    real_x: float = 0.0
    real_y: float = 0.0
    free: int = 0
    expected: float = 0.0
    tie: int = 0
    care_s: int = 0
    travel_s: int = 0
    control_s: int = 0
    visits: int = 0
    intended_s: int = 0
    clean_checks: int = 0
    found: int = 0
    deviations: int = 0

    @property
    def remembered(self) -> Employee | None:
        """The employee, if it is not a stranger."""
        return self.who if isinstance(self.who, Employee) else None

    def add_visit(self, travel: int, intended: int, delivered: int, control: int) -> None:
        """Add the seconds of a visit to the day."""
        self.visits += 1
        self.travel_s += travel
        self.intended_s += intended
        self.care_s += delivered
        self.control_s += control

    def stand_at(self, x: float, y: float, free: int) -> None:
        """Where someone really is, and from when on free."""
        self.real_x, self.real_y, self.free = x, y, free

    def begin_slot(self, over_s: int) -> None:
        """Start at the base, with what the previous slot ran over."""
        self.x = self.y = self.real_x = self.real_y = 0.0
        self.clock, self.free = float(over_s), over_s
