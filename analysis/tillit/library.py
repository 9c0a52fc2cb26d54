"""The program's C library in this process: its functions, and what it says as exceptions and Python's own values."""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import cffi
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tillit.errors import RunError, TillitError
from tillit.places import library, place, tell_data

Reals = NDArray[np.float64]
ENGLISH, SWEDISH = 1, 0


def _declarations() -> str:
    """The installed header without what is the preprocessor's."""
    text = place("include", "tillit.h").read_text(encoding="utf-8")
    text = re.sub(r"#ifdef __cplusplus.*?#endif", "", text, flags=re.DOTALL)
    return re.sub(r"^#.*$", "", text, flags=re.MULTILINE).replace("TILLIT_API ", "")


ffi = cffi.FFI()
ffi.cdef(_declarations())


@cache
def lib() -> Any:
    """The library, loaded when it is first asked for.

    Raises:
        TillitError: it is not there, cannot be loaded, or is of another version than the package.
    """
    path = library()
    tell_data(os.environ)
    try:
        loaded = ffi.dlopen(path)
    except OSError as error:
        raise TillitError(f"{path}: cannot be loaded ({error})") from error
    header = place("include", "tillit.h").read_text(encoding="utf-8")
    wanted = [re.search(rf"TILLIT_VERSION_{part} (\d+)", header) for part in ("MAJOR", "MINOR")]
    if [own[1] for own in wanted if own] != text(loaded.tillit_version()).split(".")[:2]:
        raise TillitError(f"{path}: is of version {text(loaded.tillit_version())}, and the package of another")
    return loaded


def text(own: Any) -> str:
    """A text of the library's; "" where it gives none."""
    return "" if own == ffi.NULL else bytes(ffi.string(own)).decode(errors="backslashreplace")  # a path may be no UTF-8


def encoded(own: Any, what: str, is_path: bool = False) -> bytes:
    """A text, or a path, as the bytes that the library and the program get.

    Raises:
        TillitError: it is neither, holds a zero byte, where they would end it, or half a character (a lone surrogate).
    """
    try:
        found = os.fsencode(own) if is_path else str.encode(own)
    except TypeError:
        raise TillitError(f"{what}: a {'path' if is_path else 'text'} is expected, not {own!r:.200}") from None
    except UnicodeEncodeError:
        raise TillitError(f"{what} {own!r:.200}: holds half a character, a lone surrogate") from None
    if b"\0" in found:
        raise TillitError(f"{what} {own!r:.200}: holds a zero byte, which no text or path does")
    return found


def whole(name: str, value: Any, least: int = 1, most: int = 2**31 - 1) -> int:
    """A whole number between bounds, NumPy's too.

    Raises:
        TillitError: it is none (1.0 and True are none either), or out of bounds.
    """
    try:
        found = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        found = None
    if found is None or not least <= found <= most:
        raise TillitError(f"{name} {value!r}: a whole number from {least} to {most} is expected")
    return found


def check(status: int, said: str = "") -> None:
    """Raises what a status says.

    Raises:
        RunError: with the library's own words; `code` as the program's exit code would be.
    """
    own = lib()
    if status == own.TILLIT_OK:
        return
    usage = status in (own.TILLIT_INVALID, own.TILLIT_NEWER, own.TILLIT_UNKNOWN, own.TILLIT_OUT_OF_RANGE)
    raise RunError(said or f"tillit: {text(own.tillit_status_text(status))}", 2 if usage else 1)


def take_messages(pointer: Any) -> str:
    """The text of a list of messages, which is freed."""
    found = text(lib().tillit_messages_text(pointer[0])) if pointer[0] != ffi.NULL else ""
    lib().tillit_messages_free(pointer[0])
    return found.strip()


def set_texts(sets: Mapping[str, Any] | None) -> list[str]:
    """Parameters by their path as "path=value"; values may be NumPy's, whose own texts differ between its versions.

    Raises:
        TillitError: no parameters by path, several values for one, or a text that cannot be given.
    """
    if sets is not None and not isinstance(sets, Mapping):
        raise TillitError(f'set {sets!r}: values by path are expected, as {{"run.days": 28}}')
    found = []
    for path, value in (sets or {}).items():
        try:
            own = value.item() if hasattr(value, "item") else value
        except ValueError:
            raise TillitError(f"set {path}: one value is expected, not {value!r}") from None
        found.append(f"{path}={own!r}" if isinstance(own, float) else f"{path}={own}")
        encoded(found[-1], "set")
    return found


class Config:
    """A resolved config of the library's."""

    def __init__(self, pointer: Any, title: str = "") -> None:
        self.pointer, self._title = ffi.gc(pointer, lib().tillit_config_free), title

    @classmethod
    def load(cls, path: str | os.PathLike[str], sets: Mapping[str, Any] | None = None) -> Config:
        """Of a file.

        Raises:
            RunError: what is wrong with it, as `tillit check` says it.
            TillitError: a path or set that is none.
        """
        return cls._made("tillit_config_load", [encoded(path, "config", is_path=True)], sets)

    @classmethod
    def read(
        cls, text: str, name: str | os.PathLike[str] = "config.yaml", sets: Mapping[str, Any] | None = None
    ) -> Config:
        """Of a text; beside `name` the files that it names are looked for, and messages name it.

        Raises:
            RunError, TillitError: as load.
        """
        path = encoded(name, "config", is_path=True)
        return cls._made("tillit_config_read", [encoded(text, f"{name}: text"), path, ffi.NULL], sets)

    @classmethod
    def _made(cls, function: str, first: list[Any], sets: Mapping[str, Any] | None) -> Config:
        config, messages = ffi.new("tillit_config **"), ffi.new("tillit_messages **")
        kept = [ffi.new("char[]", encoded(own, "set")) for own in set_texts(sets)]
        status = getattr(lib(), function)(*first, ffi.new("char *[]", kept), len(kept), config, messages)
        check(status, take_messages(messages))
        return cls(config[0])

    @property
    def name(self) -> str:
        """For tables: the title, or municipality and regime."""
        return self._title or text(lib().tillit_config_name(self.pointer))

    @property
    def json(self) -> str:
        """The resolved config, which read reads (with a name that ends in .json)."""
        return text(lib().tillit_config_json(self.pointer))

    @property
    def municipalities(self) -> list[str]:
        """Their names."""
        own, count = lib(), lib().tillit_config_municipalities(self.pointer)
        return [text(own.tillit_config_municipality(self.pointer, i)) for i in range(count)]

    def __getitem__(self, path: str) -> float:
        """A parameter's value by its path; a choice is its number.

        Raises:
            RunError: there is no such parameter.
        """
        value = ffi.new("double *")
        check(lib().tillit_config_value(self.pointer, encoded(path, "parameter"), value))
        return float(value[0])

    def changed(self, sets: Mapping[str, Any] | None) -> Config:
        """The same config, of the same title, with some parameters of other values.

        Raises:
            RunError, TillitError: a parameter or value that cannot be.
        """
        if not set_texts(sets):
            return self
        changed = Config.read(self.json, "config.json", sets)
        untitled = Config.read(self.json, "config.json")  # a resolved config holds no title
        changed._title = self.name if self.name != untitled.name else ""
        return changed


def _columns(struct: Any, names: tuple[str, ...]) -> list[Any]:
    return [text(value) if isinstance(value := getattr(struct, name), ffi.CData) else value for name in names]


def _table(kind: str, names: tuple[str, ...], both: tuple[str, ...]) -> pd.DataFrame:
    own = lib()
    rows = []
    for index in range(getattr(own, f"tillit_{kind}_count")()):
        row = getattr(own, f"tillit_{kind}_at")(index)
        texts = [text(getattr(row, name)[language]) for name in both for language in (ENGLISH, SWEDISH)]
        rows.append([*_columns(row, names), *texts])
    columns = [*names, *(name if lang == "en" else f"{name}_sv" for name in both for lang in ("en", "sv"))]
    return pd.DataFrame(rows, columns=columns).set_index(names[0])


@cache
def measures() -> pd.DataFrame:
    """Every measure by name: meaning, published figure and its source, label and unit in both languages."""
    return _table("measure", ("name", "meaning", "published", "source"), ("label", "unit"))


@cache
def measure_words() -> pd.DataFrame:
    """How every measure is told to people, and what it says, in both languages.

    `telling` is "share" (in per cent), "index", "ratio" or "amount"; `sentence` what it is; `low` and `high` what 0 and 1 are;
    `published_sv` the published figure in Swedish.
    """
    own = lib()
    rows = [own.tillit_measure_at(index) for index in range(own.tillit_measure_count())]
    both = {"": ENGLISH, "_sv": SWEDISH}
    columns: dict[str, list[str]] = {
        "name": [text(row.name) for row in rows],
        "telling": [text(row.telling) for row in rows],
        "published_sv": [text(row.published_sv) for row in rows],
    }
    columns |= {f"sentence{end}": [text(row.sentence[language]) for row in rows] for end, language in both.items()}
    for word, end in (("low", 0), ("high", 1)):
        columns |= {
            f"{word}{own_end}": [text(row.ends[end][language]) for row in rows] for own_end, language in both.items()
        }
    return pd.DataFrame(columns).set_index("name")


@cache
def parameters() -> pd.DataFrame:
    """Every parameter and lever by path: section, range, default, and words for people in both languages.

    `stops` are named values, as (value, Swedish, English), from the lowest on: 0 is "tasks in minutes".
    """
    plain = (
        "path",
        "kind",
        "section",
        "status",
        "group",
        "owner",
        "source",
        "default_value",
        "low",
        "high",
        "structural",
    )
    table = _table("parameter", plain, ("label", "sentence", "unit_label"))
    rows = [lib().tillit_parameter_at(index) for index in range(len(table))]
    return table.assign(
        stops=[
            [
                (float(own.value), text(own.label[SWEDISH]), text(own.label[ENGLISH]))
                for own in row.stops[0 : row.stop_count]
            ]
            if row.stop_count
            else []
            for row in rows
        ]
    )


def parameter_label(path: str) -> tuple[str, str]:
    """A parameter's plain words in Swedish and in English; its path where it has none."""
    found = lib().tillit_parameter_at(lib().tillit_parameter_find(encoded(path, "parameter")))
    return (text(found.label[SWEDISH]), text(found.label[ENGLISH])) if found != ffi.NULL else (path, path)


@cache
def parameter_choices(path: str) -> dict[float, tuple[str, str]]:
    """What the values of a choice mean, in Swedish and in English; empty for a parameter that is none."""
    own = parameters().loc[path] if path in parameters().index else None
    return {} if own is None or own["kind"] != "choice" else {value: (sv, en) for value, sv, en in own["stops"]}


@cache
def counters() -> pd.DataFrame:
    """Every counter by name: unit, meaning, and whether it is a whole number."""
    return _table("counter", ("name", "unit", "meaning", "whole"), ())


def estimate_of(values: Reals, level: float) -> tuple[float, float, int]:
    """Mean, half-width of the t interval, and how many values there are that are not NaN."""
    found, own = ffi.new("tillit_estimate *"), np.ascontiguousarray(values, dtype=np.float64)
    check(lib().tillit_estimate_of(ffi.from_buffer("double[]", own), own.size, level, found))
    return found.mean, found.half_width, found.count


def estimates_of(values: NDArray[Any], level: float = 0.95) -> tuple[Reals, Reals]:
    """Means and half-widths along the last axis."""
    own = np.ascontiguousarray(values, dtype=np.float64)
    rows = own.reshape(-1, own.shape[-1])
    found = np.array([estimate_of(row, level)[:2] for row in rows]).reshape(-1, 2)
    return found[:, 0].reshape(own.shape[:-1]), found[:, 1].reshape(own.shape[:-1])


def t_quantile(p: float, degrees: float) -> float:
    """Student's t below which lies the share p, as in the intervals."""
    return float(lib().tillit_t_quantile(p, degrees))


def verdict_of(direction: int, smallest: float, mean: float, half_width: float) -> int:
    """A verdict's number (docs/RESULTS.md, "Verdicts")."""
    return int(lib().tillit_verdict_of(direction, smallest, mean, half_width))


def verdict_of_days(direction: int, days: float, low: float, high: float) -> int:
    """A verdict's number, of a claim about days after a change."""
    return int(lib().tillit_verdict_of_days(direction, days, low, high))


def better(outcome: str) -> int:
    """Is more of a measure better for people (1), or less (-1), or neither (0)?"""
    return int(lib().tillit_measure_better(lib().tillit_measure_find(encoded(outcome, "measure"))))


def parting_day(one: Config, other: Config) -> int | None:
    """The first measured day on which two configs govern differently, -1 for before that; None: never."""
    found = ffi.new("int64_t *")
    check(lib().tillit_config_parting_day(one.pointer, other.pointer, found))
    return int(found[0]) if found[0] < 2**63 - 1 else None


class Differences:
    """Paired differences by replicate and period, and the day of the change, as the library takes them."""

    def __init__(self, values: NDArray[Any], first_days: NDArray[Any], days: NDArray[Any], change_day: int) -> None:
        self.values = np.ascontiguousarray(values, dtype=np.float64)
        self._first_days = np.ascontiguousarray(first_days, dtype=np.int64)
        self._days = np.ascontiguousarray(days, dtype=np.int64)
        self.pointer = ffi.new("tillit_differences *")
        self.pointer.values = ffi.from_buffer("double[]", self.values)
        self.pointer.first_day = ffi.from_buffer("int64_t[]", self._first_days)
        self.pointer.days = ffi.from_buffer("int64_t[]", self._days)
        self.pointer.replicates, self.pointer.periods = self.values.shape
        self.pointer.change_day = change_day

    def course(self, better: int, smallest: float) -> Any:
        """The library's struct of the course."""
        found = ffi.new("tillit_course *")
        check(lib().tillit_course_of(self.pointer, better, smallest, found))
        return found

    def cost(self, span: int, dip_days: float) -> tuple[float, float, int]:
        """Mean, half-width and number of a sum over the dip (0) or the first, second or third year (1, 2, 3)."""
        found = ffi.new("tillit_estimate *")
        check(lib().tillit_course_cost(self.pointer, span, dip_days, found))
        return found.mean, found.half_width, found.count


def verdict_name(number: int, language: int = ENGLISH) -> str:
    """A verdict in words."""
    return text(lib().tillit_verdict_name(number, language))


def form(name: str, *arguments: Any) -> str:
    """A figure in one of the library's forms: decimal (value, decimals, language) or number (value, digits, language)."""
    space = ffi.new("char[]", 400)
    getattr(lib(), f"tillit_format_{name}")(*arguments, space, len(space))
    return text(space)
