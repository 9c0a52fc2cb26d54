"""A simulation in this process, day by day, on the program's own library: the same digests, no file."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tillit.errors import TillitError
from tillit.files import PathText
from tillit.library import Config, Reals, check, counters, encoded, ffi, lib, measures, take_messages, text, whole

STEP_DAYS = 28
"""Days of a call to the library, which hears no Ctrl-C."""
PLACES = {
    "municipality": ("municipality",),
    "provider": ("municipality", "provider"),
    "area": ("municipality", "area"),
    "unit": ("municipality", "area", "unit"),
    "kind": ("municipality", "kind"),
    "external": ("municipality", "external"),
    "outlying": ("municipality", "outlying"),
}
"""What of a place each `by` tells apart."""
NUMBERS = ("municipality", "provider", "area", "unit")
OWNERS = ("kind", "external", "municipal", "outlying")
KINDS = {1: "municipal", 2: "small", 4: "large", 8: "nonprofit"}
Where = int | bool | str | list[str] | None
"""What a key of `where` may be."""
Watcher = Callable[[Any], object]
"""What is called with the library's own period."""


@dataclass(frozen=True)
class Period:
    """What was counted in a recorded period; day 0 is the first after the burn-in.

    `measures` and `counters` are a Series by name; with `by`, a DataFrame with one row a municipality, provider, area, unit, kind, owner or kind of place.
    `staff_met` is an array, or one a row: how many recipients have met 0, 1, 2 ... staff in their last 14 days, the last
    of them all who have met more.
    """

    index: int
    first_day: int
    days: int
    measures: pd.Series[float] | pd.DataFrame
    counters: pd.Series[float] | pd.DataFrame
    staff_met: NDArray[np.int64]


def _place(config: Config, where: Mapping[str, Where]) -> Any:
    """Which units are meant, for the library."""
    found = ffi.new("tillit_where *")
    for name, value in where.items():
        if name not in (*NUMBERS, *OWNERS, "pilot"):
            raise TillitError(f"'{name}': one of {', '.join((*NUMBERS, *OWNERS))} and pilot is expected")
        if value is None or name in OWNERS:
            continue
        if name != "pilot":
            setattr(found, name, whole(name, value))
        elif isinstance(value, bool | np.bool_):
            found.pilot = 1 if value else 2
        else:
            raise TillitError(f"pilot {value!r}: True, False or None is expected")
    owners = {name: value for name, value in where.items() if name in OWNERS and value is not None}
    if owners:
        _mean_owners(config, owners, found)
    return found


def _mean_owners(config: Config, owners: Mapping[str, Where], found: Any) -> None:
    """Read by the library, as they stand in a config's `where`, with its errors."""
    own = {name: bool(value) if isinstance(value, np.bool_) else value for name, value in owners.items()}
    try:
        asked = json.dumps(own)
    except TypeError:
        raise TillitError(f"where {own!r:.200}: texts, lists of texts, True or False are expected") from None
    read, messages = ffi.new("tillit_where *"), ffi.new("tillit_messages **")
    status = lib().tillit_where_read(config.pointer, encoded(asked, "where"), read, messages)
    check(status, take_messages(messages))
    found.kinds, found.outlying = read.kinds, read.outlying


def _values(function: str, handle: Any, between: tuple[Any, ...], place: Any, count: int) -> Reals:
    """What one of the library's functions writes into an array."""
    found = np.empty(count)
    status = getattr(lib(), function)(handle, *between, place, ffi.from_buffer("double[]", found), count)
    check(status)
    return found


class Simulation:
    """One replicate of a config: `sim.step(28); sim.measures(); fork = sim.copy()`.

    A simulation is for one thread at a time, and a second one is told so by a TillitError; several simulations may be
    used by several threads at once, and then go side by side, since the library runs without Python's lock. It cannot
    be pickled: a process of its own builds its own. Close it, use it in a `with`, or leave it to the garbage collector.
    """

    _handle: Any = None  # of one that could not be made

    def __init__(
        self,
        config: PathText | Config | None = None,
        replicate: int = 1,
        threads: int = 1,
        set: Mapping[str, Any] | None = None,
        text: str | None = None,
    ) -> None:
        """The people of replicate 1, 2, ... before their first day.

        `config` is a file, YAML or a resolved config in JSON; `text` is one as it stands in a file, and `config` then
        only its name: in messages, and beside which it looks for other files. `set` are parameters by path, as of run.
        `threads` share the work of each day, and change no result.

        Raises:
            RunError: the config has errors, in the words of the command; there is not enough memory.
            TillitError: neither config nor text; a replicate that there is not; what cannot be given to the program.
        """
        if isinstance(config, Config):
            if text is not None:
                raise TillitError("a Config and a text: one of them is expected")
            self.config = config.changed(set)
        elif text is not None:
            self.config = Config.read(text, config or "config.yaml", set)
        elif config is not None:
            self.config = Config.load(config, set)
        else:
            raise TillitError("a config is expected, or its text")
        self.replicate, threads = whole("replicate", replicate, most=2**63 - 1), whole("threads", threads, most=4096)
        made = ffi.new("tillit_simulation **")
        check(lib().tillit_simulation_create(self.config.pointer, self.replicate - 1, threads, made))
        self._own(made[0])

    def _own(self, handle: Any) -> None:
        self._handle, self._lock = ffi.gc(handle, lib().tillit_simulation_free), threading.Lock()
        self._observer: Any = None
        self._watchers: tuple[Watcher, ...] = ()
        self._raised: BaseException | None = None
        self._user: int | None = None

    @contextmanager
    def _used(self) -> Iterator[Any]:
        """The handle, for this thread alone.

        Raises:
            TillitError: it is closed, or in use by another thread or its own observer.
        """
        if not self._lock.acquire(blocking=False):
            raise TillitError("the simulation is in use, by another thread or by its own observer; copy it first")
        try:
            if self._handle is None:
                raise TillitError("the simulation is closed")
            self._user = threading.get_ident()
            yield self._handle
        finally:
            self._user = None
            self._lock.release()

    def __enter__(self) -> Simulation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees its memory; everything but close is refused from then on."""
        if self._handle is not None:
            with self._used() as handle:
                ffi.release(handle)
                self._handle = None

    def __reduce__(self) -> Any:
        raise TypeError(
            "a Simulation cannot be pickled; build one in each process (the same config gives the same bits)"
        )

    def __repr__(self) -> str:
        if self._handle is None:
            return "<tillit.Simulation, closed>"
        try:
            done = f"day {self.day} of {self.total_days}"
        except TillitError:
            done = "busy"
        return f"<tillit.Simulation {self.config.name}, replicate {self.replicate}, {done}>"

    def _number(self, name: str) -> int:
        """Where it stands, which its own observer may ask for, too: nobody closes it meanwhile."""
        question = getattr(lib(), f"tillit_simulation_{name}")
        if self._user == threading.get_ident():
            return int(question(self._handle))
        with self._used() as handle:
            return int(question(handle))

    @property
    def day(self) -> int:
        """Days done, burn-in included."""
        return self._number("day")

    @property
    def total_days(self) -> int:
        """Days in all, burn-in included."""
        return self._number("total_days")

    @property
    def burn_in_days(self) -> int:
        """Days before what is measured."""
        return self._number("burn_in_days")

    @property
    def finished(self) -> bool:
        """Is the last day done?"""
        return self._number("finished") == 1

    @property
    def digest(self) -> str:
        """Of the trajectory so far, 16 hexadecimal digits; at the end those that the command prints."""
        with self._used() as handle:
            found = ffi.new("uint64_t *")
            check(lib().tillit_simulation_digest(handle, found))
            return f"{int(found[0]):016x}"

    def step(self, days: int = 1) -> int:
        """So many days more, fewer where the last day comes before; how many were done.

        What an observer raises is raised here; the simulation stands at the end of that day, and can go on.

        Raises:
            TillitError: the last day was done already, or the number of days is no whole number from 1.
            RunError: the simulation failed, as the command says it; it can go on no more.
        """
        days, done = whole("days", days), 0
        with self._used() as handle:
            while done < days:
                now, stopped = self._step(handle, min(STEP_DAYS, days - done))
                done += now
                if stopped:
                    break
        if done == 0:
            raise TillitError("the last day was done already")
        return done

    def _step(self, handle: Any, days: int) -> tuple[int, bool]:
        """Days done, and whether that was all: at the last day, or since the observer asked to stop."""
        own, done = lib(), ffi.new("int32_t *")
        status = own.tillit_simulation_step(handle, days, done)
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised
        if status not in (own.TILLIT_FINISHED, own.TILLIT_STOPPED):
            check(status, self._failure(handle))
        return int(done[0]), status != own.TILLIT_OK

    def _failure(self, handle: Any) -> str:
        said = text(lib().tillit_simulation_failure(handle))
        return f"tillit: {self.config.name}, replicate {self.replicate}: {said}" if said else ""

    def run(self) -> Simulation:
        """To the last day; itself, so that Simulation(...).run().measures() is one line.

        Raises:
            TillitError, RunError: as step.
        """
        self.step(self.total_days)
        return self

    def copy(self, set: Mapping[str, Any] | None = None) -> Simulation:
        """A branch: the same people on the same day, who go on their own way, under other levers where `set` says so.

        A lever for which `set` says another value than this simulation began with is moved to that, in units in which no
        change since has set it. One for which it says the same is not: it stays where a timeline has moved it, or has
        drifted by itself. Only levers and what is due on later days may differ (not
        municipalities, coefficients, days and seed). The branch has no observer.

        Raises:
            RunError: such a branch cannot be, or this simulation has failed.
        """
        branch = Simulation.__new__(Simulation)
        branch.config, branch.replicate = self.config.changed(set), self.replicate
        made = ffi.new("tillit_simulation **")
        with self._used() as handle:
            check(lib().tillit_simulation_copy(handle, branch.config.pointer if set else ffi.NULL, made))
        branch._own(made[0])
        return branch

    __copy__ = copy

    def measures(self, **where: Where) -> pd.Series[float]:
        """Every measure over what was measured so far, since the mark, by name: tillit.measures() tells what they are.

        `where` chooses units: municipality, provider, area and unit by the numbers of result files (from 1); as in configs
        external=True, municipal=True or kind="small" (or a list: municipal, small, large, nonprofit) by who owns the
        provider, and outlying=True or False by the area; and pilot=True for the pilot's units or False for all others. NaN
        where nothing was counted, as in the burn-in.

        Raises:
            RunError: nobody is there; in the words of the command, an owner or place that the config has not.
        """
        names = measures().index
        with self._used() as handle:
            found = _values("tillit_simulation_measures", handle, (), _place(self.config, where), len(names))
        return pd.Series(found, index=names, name="measures")

    def window(self, first: int, end: int, **where: Where) -> pd.Series[float]:
        """The same over measured days [first, end), whole recorded periods since the mark; 0 follows the burn-in.

        Raises:
            RunError: the days are not such, or nobody is there.
        """
        names, first, end = measures().index, whole("first", first, 0), whole("end", end, 0)
        with self._used() as handle:
            found = _values("tillit_simulation_window", handle, (first, end), _place(self.config, where), len(names))
        return pd.Series(found, index=names, name="measures")

    def mark(self) -> None:
        """From now on measures are of what comes; what was counted before is forgotten."""
        with self._used() as handle:
            check(lib().tillit_simulation_mark(handle))

    def observe(self, observer: Callable[[Period], object] | None, by: str | None = None, **where: Where) -> None:
        """Calls `observer` at the end of every recorded period, after the burn-in, from now on; None: no more.

        It is told of the units that `where` chooses (as of measures), together, or one by one: by="municipality",
        "provider", "area", "unit", "kind", "external" or "outlying". Where what it returns is true, step ends with that day. It cannot use the simulation itself, but for
        asking where it stands, which may be the day before.

        Raises:
            TillitError: another `by`.
        """
        watchers = () if observer is None else (_watcher(self.config, observer, by, where),)
        with self._used() as handle:
            check(self._watch(handle, watchers))
            self._watchers = watchers

    def _watch(self, handle: Any, watchers: tuple[Watcher, ...]) -> int:
        """Has the library call them; its status."""

        def on_period(_: Any, period: Any) -> int:
            try:
                return int(any([bool(watcher(period)) for watcher in watchers]))  # each of them is called
            except BaseException as error:  # nothing may leave through the library
                self._raised = error
                return 1

        callback = ffi.callback("tillit_on_period", on_period) if watchers else ffi.NULL
        status = int(lib().tillit_simulation_observe(handle, callback, ffi.NULL))
        self._observer = callback  # the library holds no reference
        return status

    def periods(self, by: str | None = None, **where: Where) -> Iterator[Period]:
        """Steps to the end of every recorded period, one after the other, and gives it; see observe.

        Between two of them the simulation may be used as it likes, and the iteration may be left; a period that
        another step ends is not given. An observer is called, too; each period is a step that ends with it anyway.

        Raises:
            TillitError, RunError: as step and observe.
        """
        found: list[Period] = []

        def keep(period: Period) -> bool:
            found.append(period)
            return True

        return self._periods(found, _watcher(self.config, keep, by, where))

    def _periods(self, found: list[Period], keep: Watcher) -> Iterator[Period]:
        while not self.finished:
            with self._used() as handle:
                check(self._watch(handle, (keep, *self._watchers)))
                try:
                    self._step(handle, STEP_DAYS)
                finally:  # before anybody else steps
                    self._watch(handle, self._watchers)
            yield from found
            found.clear()


def _watcher(
    config: Config, observer: Callable[[Period], object], by: str | None, where: Mapping[str, Where]
) -> Watcher:
    """An observer who reads what the library shows."""
    if by is not None and by not in PLACES:
        raise TillitError(f"by '{by}': one of {', '.join(PLACES)} is expected")
    place = _place(config, where)
    return lambda period: observer(_read(period, by, place))


def _read(period: Any, by: str | None, place: Any) -> Period:
    """A period's values, which are the library's only while it calls."""
    own = lib()
    index, first, days = (int(getattr(own, f"tillit_period_{name}")(period)) for name in ("index", "first_day", "days"))
    wheres = {(): place} if by is None else _places(period, by, place)
    tables = []
    for kind, names in (("measures", measures().index), ("counters", counters().index)):
        rows = {
            key: _values(f"tillit_period_{kind}", period, (), own_place, len(names))
            for key, own_place in wheres.items()
        }
        tables.append(_frame(rows, names, kind, by))
    met = [_staff_met(period, own_place) for own_place in wheres.values()]
    return Period(
        index, first, days, tables[0], tables[1], met[0] if by is None else np.array(met).reshape(len(met), -1)
    )


def _staff_met(period: Any, place: Any) -> NDArray[np.int64]:
    found = np.empty(lib().tillit_staff_met_bins(), dtype=np.int64)
    check(lib().tillit_period_staff_met(period, place, ffi.from_buffer("int64_t[]", found), found.size))
    return found


def _frame(rows: dict[tuple[Any, ...], Reals], names: Any, kind: str, by: str | None) -> Any:
    if by is None:
        return pd.Series(rows[()], index=names, name=kind)
    index = pd.MultiIndex.from_tuples(list(rows), names=PLACES[by])
    values = np.stack(list(rows.values())) if rows else np.empty((0, len(names)))
    return pd.DataFrame(values, index=index if index.nlevels > 1 else index.get_level_values(0), columns=names)


def _label(unit: Any, name: str) -> int | bool | str:
    """What a table says of a unit's place."""
    if name == "kind":
        return KINDS[unit.kinds]
    if name == "external":
        return bool(unit.kinds & lib().TILLIT_EXTERNAL)
    return bool(unit.outlying == 1) if name == "outlying" else int(getattr(unit, name))


def _narrow(where: Any, unit: Any, name: str) -> bool:
    """Has `where` mean those alike in this; False where it means none of them."""
    own = lib()
    if name in ("kind", "external"):
        kinds = unit.kinds
        if name == "external":
            kinds = own.TILLIT_EXTERNAL if kinds & own.TILLIT_EXTERNAL else own.TILLIT_MUNICIPAL
        where.kinds = where.kinds & kinds if where.kinds else kinds
        return bool(where.kinds)
    number = getattr(unit, name)
    if getattr(where, name) not in (0, number):
        return False
    setattr(where, name, number)
    return True


def _places(period: Any, by: str, chosen: Any) -> dict[tuple[Any, ...], Any]:
    """The municipalities, areas, kinds or the like of a period that have units which are meant."""
    own, unit, found = lib(), ffi.new("tillit_where *"), {}
    count = ffi.new("double *")
    for index in range(own.tillit_period_units(period)):
        check(own.tillit_period_unit(period, index, unit))
        key = tuple(_label(unit, name) for name in PLACES[by])
        if key in found:
            continue
        where = ffi.new("tillit_where *", chosen[0])
        meant = all([_narrow(where, unit, name) for name in PLACES[by]])
        if meant and own.tillit_period_counters(period, where, count, 1) == own.TILLIT_OK:
            found[key] = where
    return dict(sorted(found.items()))
