"""The package's commands, as tillit report. Exit codes: 0 good, 1 failed, 2 usage or file."""

from __future__ import annotations

import argparse
import errno
import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from tillit import (
    calibration,
    committed,
    designs,
    figures,
    points,
    predictions,
    replications,
    robustness,
    screening,
    sensitivity,
    validation,
)
from tillit.__main__ import COMMANDS
from tillit.calibration.run import calibrate, recover
from tillit.errors import RunError, TillitError, TillitWarning
from tillit.estimates import summary, table
from tillit.files import REALISED, asked, open_result, open_sweep
from tillit.report import report
from tillit.report.arms import titles_of
from tillit.report.pictures import picture
from tillit.runs import call, digest
from tillit.writing import check_output, for_spreadsheets, shown, write_text


def _say(text: str, to: TextIO | None = None, end: str = "\n") -> None:
    """Prints what may hold names of somebody's files and arms.

    Raises:
        OSError: standard output is closed or full.
    """
    if to is not None:
        print(shown(text), file=to, end=end)
        return
    if sys.stdout is None:
        raise OSError(errno.EBADF, "is closed", "standard output")
    try:
        print(shown(text), end=end, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again as it ends
        raise OSError(error.errno, error.strerror, "standard output") from error


def _report(a: argparse.Namespace) -> None:
    report(a.file, a.out, a.claims, a.robustness, a.overwrite)
    _say(f"report: {a.out}")


def _table(a: argparse.Namespace) -> None:
    data = open_result(a.file)
    question = asked(data)
    outcomes = a.outcome or (
        question["outcomes"] if question else [str(n)[7:] for n in data if str(n).startswith("window_")]
    )
    found = table(data, outcomes)
    _say(for_spreadsheets(found).to_csv() if a.csv else found.to_string())
    if int(found["replicates"].max()) < 2:
        _say("one replicate: no intervals (--set run.replicates=10)", to=sys.stderr)


def _summary(a: argparse.Namespace) -> None:
    check_output(a.out, a.overwrite, [a.file])
    with open_sweep(a.file, incomplete=a.incomplete) as data:
        found = summary(data, a.window)
    write_text(a.out, for_spreadsheets(found).to_csv(), a.overwrite, [a.file])
    _say(f"{a.out}: {len(found)} points, {int(found['replicates'].sum())} runs")


def _figures(a: argparse.Namespace) -> None:
    if not a.outcome and not a.course:
        raise TillitError("tillit figures: --outcome NAME or --course says what to draw")
    data = open_result(a.file)
    try:
        a.folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise TillitError(f"--folder {a.folder}: is no folder") from None
    paths = {name: a.folder / f"{name}.{a.format}" for name in [*(a.outcome or []), *(["course"] if a.course else [])]}
    for path in paths.values():
        check_output(path, a.overwrite, [a.file])
    titles = {arm: getattr(title, a.lang) for arm, title in titles_of(data).items()}
    for name, path in paths.items():
        own = picture(data, a.lang) if name == "course" else figures.trajectories(data, name, titles, a.lang)
        figures.save(own, path, a.overwrite)
        _say(str(path))


def _design(a: argparse.Namespace) -> None:
    over, each = designs.ranges(a.parameter or None, a.prior), _named("--each", a.each)
    values = {name: text.split(",") for name, text in each.items()}
    rows = designs.design(a.kind, over, a.size, a.out, a.seed, a.overwrite, a.second_order, values)
    _say(f"{a.out}: {len(rows)} points of {len(rows.columns)} parameters; sweep: {{table: {a.out.name}}}")
    whole = designs.whole_numbers(list(rows))
    if whole:
        _say(f"rounded to whole numbers: {', '.join(whole)}")
    for lever, measured in REALISED.items():
        if lever in rows:
            _say(f"keep {measured} among the sweep's outcomes: areas may be too small for {lever}")


def _indices(a: argparse.Namespace) -> None:
    if a.figure:
        check_output(a.figure, a.overwrite, [a.file, *([a.design] if a.design else [])])
    data, where = open_sweep(a.file), _named("--where", a.where)
    part = (data, a.design, a.outcome, a.window, a.arm, a.base, where)
    found = sensitivity.indices(*part)
    _say(found.to_string(float_format="%.4g"))
    if designs.design_of(data, a.design).second_order:
        _say(f"\n{sensitivity.interactions(*part).to_string(float_format='%.4g')}")
    if a.figure:
        figures.save(figures.influence(found), a.figure, a.overwrite)


def _count(text: str) -> int:
    """A whole number from 1, as argparse asks for it."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}': a whole number from 1 is expected")
    return number


def _seed(text: str) -> int:
    """A whole number that every generator takes as seed."""
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"'{text}': a whole number from 0 to {2**32 - 1} is expected")
    return int(text)


def _table_path(text: str) -> Path:
    """The name of a table that is written, which no config has."""
    if not text.endswith(".csv"):
        raise argparse.ArgumentTypeError(f"'{text}': a name that ends in .csv is expected")
    return Path(text)


def _check_output(option: str, path: Path | None, a: argparse.Namespace, *reads: Path) -> None:
    """Refuses, before anything is run, to write where that must not be; `reads` are the files that are read."""
    if path is None:
        return
    try:
        check_output(path, a.overwrite, reads)
    except TillitError as error:
        raise TillitError(f"{option} {error}") from None


def _named(option: str, texts: list[str]) -> dict[str, str]:
    """Values by name, of an option that is given as NAME=VALUE and may be given again."""
    for text in texts:
        if "=" not in text.strip("="):
            raise TillitError(f"{option} {text}: a name, = and a value are expected")
    return dict(text.split("=", 1) for text in texts)


def _overrides(texts: list[str]) -> dict[str, str]:
    return _named("--set", texts)


def _validate(a: argparse.Namespace) -> None:
    _check_output("--json", a.json, a, a.targets)
    table = validation.targets.MARKET if a.market else a.targets
    targets, overrides = validation.read_targets(table), _overrides(a.set)
    validation.check(targets)
    variants = validation.VARIANTS if a.variants else {"default": {}}
    found = {}
    for name, own in variants.items():
        worlds = (
            "an invented municipality with firms" if a.market else "the median municipality, and all 290 for two years"
        )
        _say(f"{name}: worlds of {worlds}", to=sys.stderr)
        found[name] = validation.rows(targets, validation.Worlds({**own, **overrides}, a.replicates))
    if a.json:
        text = json.dumps(validation.as_json(found["default"]), ensure_ascii=False, indent=1)
        write_text(a.json, text + "\n", a.overwrite)
    _say(validation.variants_markdown(found) if a.variants else validation.markdown(found["default"]), end="")


def _calibrate(a: argparse.Namespace) -> None:
    folder = a.folder or (committed.RESULTS if a.tables else Path("."))
    if not folder.is_dir():
        raise TillitError(f"--folder {folder}: there is no such folder")
    targets, box = calibration.read_figures(a.targets), calibration.inputs()
    if a.recover:
        _say(recover(targets, box, a.recover, a.sizes, a.last, a.replicates, a.seed))
    elif not a.tables:
        calibrate(targets, box, a.sizes, a.last, a.replicates, a.seed, folder, a.overwrite)
    if not a.recover:
        _say(calibration.markdown(targets, box, folder), end="")


def _screen(a: argparse.Namespace) -> None:
    results = a.results or (committed.SCREENING if a.table else Path(committed.SCREENING.name))
    if not a.table:
        _check_output("--results", results, a)
        screening.screen(screening.DEMO, a.size, a.replicates, a.seed, results, a.overwrite)
    _say(screening.markdown(screening.coefficients(), results), end="")


def _replications(a: argparse.Namespace) -> None:
    _say(replications.markdown(replications.replications(a.file, a.replicates), a.replicates), end="")


def _at_points(
    a: argparse.Namespace,
    command: str,
    run: Callable[[pd.DataFrame, dict[str, Any]], pd.DataFrame],
    reads: Sequence[Path],
    of: str = "",
) -> tuple[pd.DataFrame, str]:
    """What a command finds at every point of --points, or found before (--table), and how it was made.

    `of` says what it was made of, where a table of another must not be taken for it.
    """
    if a.table and not a.results:
        raise TillitError("--table prints what --results names; it is missing")
    if a.table:
        return points.load(a.results, command.split()[0])
    _check_output("--results", a.results, a, a.points, *reads)
    found = run(points.read_points(a.points), _overrides(a.set))
    sets = "".join(f" --set {text}" for text in a.set)
    made = f"tillit {command} --replicates {a.replicates}{sets}; {call('version').splitlines()[0]}{of}"
    if not a.results:
        return found, made
    points.save(found, made, a.results, a.overwrite)
    return points.load(a.results, command.split()[0])  # the digits that --table will read


def _robustness(a: argparse.Namespace) -> None:
    def run(table: pd.DataFrame, overrides: dict[str, Any]) -> pd.DataFrame:
        return robustness.robustness(a.file, table, {"run.replicates": a.replicates, **overrides})

    own = digest(a.file, _overrides(a.set))
    found, made = _at_points(a, f"robustness {a.file.name}", run, [a.file], f"; experiment {own}")
    robustness.belongs(a.results, made, own)
    _say(robustness.markdown(a.file, found, made), end="")


def _predictions(a: argparse.Namespace) -> None:
    targets = validation.read_targets(a.targets)

    def run(table: pd.DataFrame, overrides: dict[str, Any]) -> pd.DataFrame:
        return predictions.predictions(targets, table, a.replicates, overrides)

    found, made = _at_points(a, "predictions", run, [a.targets])
    _say(predictions.markdown(targets, found, made), end="")


def parser() -> argparse.ArgumentParser:
    """The package's commands and their options."""
    found = argparse.ArgumentParser(
        prog="tillit", description="Reports, tables, figures and designs for runs of Tillit."
    )
    commands = found.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object) -> argparse.ArgumentParser:
        own = commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name])
        own.set_defaults(run=run)
        return own

    def overwrites(own: argparse.ArgumentParser) -> None:
        own.add_argument("--overwrite", action="store_true", help="replace what is there")

    def at_points(own: argparse.ArgumentParser, replicates: int, what: str) -> None:
        near = committed.NON_IMPLAUSIBLE
        own.add_argument("--points", type=Path, default=near, help="table of points (what calibrate left)")
        own.add_argument("--replicates", type=_count, default=replicates, help=f"of each point ({replicates})")
        own.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="as for tillit")
        own.add_argument("--results", type=_table_path, help=f"also write {what} at every point, .csv")
        own.add_argument("--table", action="store_true", help="run nothing: print the table from --results")
        overwrites(own)

    own = command("report", _report)
    own.add_argument("file", type=Path)
    own.add_argument("--out", type=Path, required=True, help="the page, .html")
    own.add_argument("--claims", type=Path, help="what `tillit claims EXPERIMENT --format json` printed")
    own.add_argument("--robustness", type=Path, help="what `tillit robustness EXPERIMENT --results` wrote")
    overwrites(own)
    own = command("table", _table)
    own.add_argument("file", type=Path)
    own.add_argument(
        "--outcome", action="append", help="a measure; may be given again (the experiment's own, if not said)"
    )
    own.add_argument("--csv", action="store_true")
    own = command("summary", _summary)
    own.add_argument("file", type=Path)
    own.add_argument("--out", type=Path, required=True, help="the table, .csv")
    own.add_argument("--window", help="part of the run (the first, if not said)")
    own.add_argument("--incomplete", action="store_true", help="also where runs are missing or failed")
    overwrites(own)
    own = command("figures", _figures)
    own.add_argument("file", type=Path)
    own.add_argument("--outcome", action="append", help="a measure over time; may be given again")
    own.add_argument(
        "--course", action="store_true", help="what becomes of five outcomes after a change, in one picture"
    )
    own.add_argument("--folder", type=Path, default=Path("."))
    own.add_argument("--format", choices=("svg", "pdf", "png"), default="svg")
    own.add_argument("--lang", choices=("sv", "en"), default="en")
    overwrites(own)
    own = command("design", _design)
    own.add_argument("kind", choices=designs.KINDS)
    own.add_argument(
        "--size", type=int, required=True, help="points (lhs), base size, a power of two (sobol), trajectories (morris)"
    )
    own.add_argument("--out", type=Path, required=True, help="the table, .csv")
    own.add_argument("--parameter", action="append", help="may be given again (every free coefficient, if not said)")
    own.add_argument("--prior", choices=("neutral", "theory"), default="neutral")
    own.add_argument("--second-order", action="store_true", help="of sobol: points that tell interactions apart")
    own.add_argument(
        "--each", action="append", default=[], metavar="FACTOR=A,B", help="the design once for each of these values"
    )
    own.add_argument("--seed", type=_seed, default=1)
    overwrites(own)
    own = command("indices", _indices)
    own.add_argument("file", type=Path)
    own.add_argument(
        "--design", type=Path, help="the table that the sweep was made from, where the file does not say it"
    )
    own.add_argument("--outcome", required=True)
    own.add_argument("--window")
    own.add_argument("--arm")
    own.add_argument("--base", help="differences from this arm")
    own.add_argument("--where", action="append", default=[], metavar="FACTOR=VALUE", help="only rows that have this")
    own.add_argument("--figure", type=Path)
    overwrites(own)
    own = command("validate", _validate)
    own.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="as for tillit")
    own.add_argument("--replicates", type=_count, default=30, help="of the median municipality (30)")
    own.add_argument("--variants", action="store_true", help="which patterns reject which structural variant")
    which = own.add_mutually_exclusive_group()
    which.add_argument("--targets", type=Path, default=validation.targets.TARGETS, help="another table of figures")
    which.add_argument("--market", action="store_true", help="figures on several providers, in worlds that have them")
    own.add_argument("--json", type=Path, help="also write the table there (what the report shows)")
    overwrites(own)
    own = command("calibrate", _calibrate)
    own.add_argument(
        "--sizes",
        type=_count,
        nargs="+",
        default=[600, 400, 300],
        metavar="N",
        help="points of each wave (600 400 300)",
    )
    own.add_argument("--last", type=_count, default=400, help="points of what is left that are run at last (400)")
    own.add_argument("--replicates", type=_count, default=8, help="of each point (8; twice as many at last)")
    own.add_argument("--seed", type=_seed, default=1)
    own.add_argument("--targets", type=Path, default=calibration.figures.FIGURES, help="another table of figures")
    own.add_argument("--folder", type=Path, help="where the tables go (.), or with --tables are (the committed ones)")
    own.add_argument("--tables", action="store_true", help="run nothing: print the tables from the files")
    own.add_argument("--recover", type=_count, metavar="N", help="instead: N known points; are they found again?")
    overwrites(own)
    own = command("screen", _screen)
    own.add_argument("--size", type=_count, default=8, help="trajectories (8)")
    own.add_argument("--replicates", type=_count, default=16, help="of each knock-out (16)")
    own.add_argument("--seed", type=_seed, default=1)
    own.add_argument("--results", type=Path, help="the table (screening.csv, or with --table the committed one)")
    own.add_argument("--table", action="store_true", help="run nothing: print the tables from the file")
    overwrites(own)
    own = command("replications", _replications)
    own.add_argument("file", type=Path, help="an experiment, .yaml")
    own.add_argument("--replicates", type=_count, default=64, help="to measure with (64)")
    own = command("robustness", _robustness)
    own.add_argument("file", type=Path, help="an experiment, .yaml")
    at_points(own, 2, "every claim's difference")
    own = command("predictions", _predictions)
    own.add_argument("--targets", type=Path, default=validation.targets.TARGETS, help="another table of figures")
    at_points(own, 2, "every pattern")
    return found


LONG = 20.0


def _say_cost(began: float) -> None:
    """Says on standard error what a long command took; tables do not hold it, so that they can be compared."""
    if time.monotonic() - began < LONG:
        return
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent, memory = sum(u.ru_utime + u.ru_stime for u in used) / 60, max(u.ru_maxrss for u in used) / 1024
    clock = (time.monotonic() - began) / 60
    _say(f"{clock:.1f} minutes by the clock, {spent:.1f} of processor time, {memory:.0f} MiB", to=sys.stderr)


def _warn_in_a_line() -> None:
    """The package's own warnings stand like its errors, without a line of its source."""
    others = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *place: Any) -> None:
        if issubclass(category, TillitWarning):
            _say(f"tillit: {message}", to=sys.stderr)
        else:
            others(message, category, *place)

    warnings.showwarning = show  # type: ignore[assignment]


def run(own: list[str]) -> int:
    """Runs a command, its name and then its arguments, and returns its exit code."""
    arguments, began = parser().parse_args(own), time.monotonic()
    try:
        with warnings.catch_warnings():
            _warn_in_a_line()
            arguments.run(arguments)
        _say_cost(began)
    except RunError as error:
        _say(str(error), to=sys.stderr)
        return error.code
    except TillitError as error:
        _say(f"tillit: {error}", to=sys.stderr)
        return 2
    except OSError as error:
        _say(f"tillit: {error.filename}: {error.strerror}" if error.filename else f"tillit: {error}", to=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("tillit: stopped on request; nothing more was written", to=sys.stderr)
        return 1
    return 0
