"""Disks that fill up, devices that fail, reads and writes that stop halfway: at every step of every command.

`tests/support/faults.c`, loaded before the C library, makes the N-th call on a watched folder fail, once or from then on. Each
command is run undisturbed first, to count its calls, and then with a fault at some of them: all with
TILLIT_EVERY_FAULT=1 (`make faults`), else the first, the last, and some between. A sanitizer wants to be loaded first
itself, so `make sanitize` leaves these tests out.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import pytest
from conftest import TILLIT, Result

SHIM = Path(TILLIT).resolve().parent / "tests" / "faults.so"
EVERY = os.environ.get("TILLIT_EVERY_FAULT") == "1"
ENDS, BETWEEN = 2, 2

EXPERIMENT = """
title: t
question: q
config: base.yaml
arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]
outcomes: [quality, cost]
"""
TABLE = """
sweep: {table: rows.csv}
"""
ROWS = """plan.continuity_weight
0.5
1.5
"""
BASE = """
seed: 1
municipality: lillkoping
regime: ordinary
run: {days: 14, burn_in_days: 0, replicates: 2}
record: {level: none, period_days: 14}
"""

# How a call fails, and whether all after it fail too; a single error is a single full disk but for its words.
BROKEN = [("ENOSPC", False), ("EIO", True), *([("EIO", False)] if EVERY else [])]
BROKEN_NAMES = ["full", "gone", "error"][: len(BROKEN)]


@dataclass
class Trial:
    """A command in a folder of its own, with or without a fault."""

    tillit: object
    folder: Path
    arguments: tuple
    prepare: object = None
    calls: str = "write"
    kept: dict = field(default_factory=dict)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def start(self) -> None:
        """The folder as it was, from a copy of what `prepare` made once."""
        ready = self.folder / "ready"
        if not ready.exists():
            (self.work / "tmp").mkdir(parents=True)
            (self.work / "base.yaml").write_text(BASE)
            (self.work / "x.yaml").write_text(EXPERIMENT)
            (self.work / "s.yaml").write_text(EXPERIMENT + TABLE)
            (self.work / "rows.csv").write_text(ROWS)
            if self.prepare:
                self.prepare(self.tillit, self.work)
            self.work.rename(ready)
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(ready, self.work)
        self.kept = {path: path.read_bytes() for path in self.work.rglob("*") if path.is_file()}

    def run(self, at: int = 0, kind: str = "EIO", lasting: bool = False) -> tuple[Result, list[str]]:
        log = self.folder / "calls.log"
        log.unlink(missing_ok=True)
        environment = {
            "LD_PRELOAD": str(SHIM),
            "TMPDIR": str(self.work / "tmp"),
            "TILLIT_FAULT_IN": str(self.work),
            "TILLIT_FAULT_AT": str(at),
            "TILLIT_FAULT_LASTING": "1" if lasting else "0",
            "TILLIT_FAULT_KIND": kind,
            "TILLIT_FAULT_CALLS": self.calls,
            "TILLIT_FAULT_LOG": str(log),
        }
        done = self.tillit(*(str(a).replace("WORK", str(self.work)) for a in self.arguments), env=environment)
        return done, log.read_text().splitlines() if log.exists() else []

    def faults(self, kind: str, lasting: bool = False):
        """Runs the command with a fault at one step after another; gives each with how it ended and what failed."""
        self.start()
        done, calls = self.run(0, kind)
        assert done.code == 0, done.err
        assert calls
        for step in chosen(len(calls)):
            self.start()
            done, calls = self.run(step, kind, lasting)
            struck = calls[step - 1]
            assert struck.endswith(" FAILS"), f"step {step}: {struck}"
            yield done, f"step {step}: {struck.replace(str(self.work), 'WORK')}: exit code {done.code}: {done.out}{done.err}"

    def undisturbed(self) -> Result:
        self.start()
        done, _ = self.run()
        assert done.code == 0, done.err
        return done


def chosen(count: int) -> list[int]:
    if EVERY or count <= 2 * ENDS + BETWEEN:
        return list(range(1, count + 1))
    between = [ENDS + (count - 2 * ENDS) * i // (BETWEEN + 1) for i in range(1, BETWEEN + 1)]
    return sorted({*range(1, ENDS + 1), *between, *range(count - ENDS + 1, count + 1)})


def values(path: Path) -> dict:
    """Every value in a result file or merged sweep."""
    with h5py.File(path) as file:
        return {
            name: list(file[name][()]) if file[name].dtype.kind == "O" else file[name][()].tobytes() for name in file
        }


def temporaries(work: Path) -> list[Path]:
    return [path for path in work.rglob("*") if ".tmp." in path.name or path.name.startswith("tillit-verify")]


def failed_cleanly(trial: Trial, done: Result, where: str) -> None:
    """It says so, names what it could not do, and leaves what was there, and nothing else."""
    assert done.code in (1, 2), where
    assert str(trial.work) in done.err, where
    assert not temporaries(trial.work), where
    for path, before in trial.kept.items():
        assert path.name.startswith("lock-") or path.read_bytes() == before, f"{path.name} was changed: {where}"


def call_of(where: str) -> str:
    return where.split(": ")[1].split()[0]


# ---- what is made before the command runs --------------------------------------------------------------------------


def simulated(tillit, work: Path) -> None:
    assert tillit("run", work / "base.yaml", "--out", work / "out.h5", "--quiet").code == 0


def swept(tillit, work: Path) -> None:
    assert tillit("sweep", work / "s.yaml", "--out", work / "sweep", "--quiet", "--threads", "1").code == 0


def merged(tillit, work: Path) -> None:
    swept(tillit, work)
    assert tillit("merge", work / "sweep", "--out", work / "all.h5").code == 0


def earlier(tillit, work: Path) -> None:
    (work / "out.h5").write_bytes(b"an earlier result")


# ---- writing -------------------------------------------------------------------------------------------------------

RUN = ("run", "WORK/base.yaml", "--out", "WORK/out.h5", "--quiet", "--threads", "1")
SWEEP = ("sweep", "WORK/s.yaml", "--out", "WORK/sweep", "--quiet", "--threads", "1")
MERGE = ("merge", "WORK/sweep", "--out", "WORK/out.h5", "--todo", "WORK/todo.txt")
WRITERS = {
    "run": (None, RUN),
    "experiment": (None, ("experiment", "WORK/x.yaml", "--out", "WORK/out.h5", "--quiet", "--threads", "1")),
    "merge": (swept, ("merge", "WORK/sweep", "--out", "WORK/out.h5")),
}


@pytest.mark.parametrize(("kind", "lasting"), BROKEN, ids=BROKEN_NAMES)
@pytest.mark.parametrize("command", WRITERS)
def test_a_result_is_there_whole_or_not_at_all(tillit, tmp_path, command, kind, lasting):
    prepare, arguments = WRITERS[command]
    trial = Trial(tillit, tmp_path, arguments, prepare)
    out = trial.work / "out.h5"
    trial.undisturbed()
    expected = values(out)
    for done, where in trial.faults(kind, lasting):
        whole = [path for path in temporaries(trial.work) if f"the results are whole in {path}" in done.err]
        if done.code == 0:
            assert call_of(where) == "link", where  # disks without links are served by renaming
            assert not temporaries(trial.work), where
        elif out.exists():
            assert "written, but its folder is not yet safe on disk" in done.err, where
            assert not temporaries(trial.work), where
        elif whole and lasting:  # what took hours is not thrown away for a name
            whole[0].rename(out)
        else:
            failed_cleanly(trial, done, where)
            again, _ = trial.run()
            assert again.code == 0, f"again after {where}: {again.err}"
        assert values(out) == expected, where


@pytest.mark.parametrize(("kind", "lasting"), BROKEN, ids=BROKEN_NAMES)
def test_an_earlier_result_outlives_a_fault(tillit, tmp_path, kind, lasting):
    trial = Trial(tillit, tmp_path, (*RUN, "--overwrite"), earlier)
    out = trial.work / "out.h5"
    for done, where in trial.faults(kind, lasting):
        assert done.code in (1, 2), where
        assert str(out) in done.err, where
        if call_of(where) == "fsync" and "not yet safe on disk" in done.err:
            values(out)
        else:
            assert out.read_bytes() == b"an earlier result", where
            kept = temporaries(trial.work)
            assert not kept or (call_of(where) == "rename" and str(kept[0]) in done.err), where


@pytest.mark.parametrize(("kind", "lasting"), BROKEN, ids=BROKEN_NAMES)
def test_a_list_of_what_is_left_is_whole_or_not_there(tillit, tmp_path, kind, lasting):
    def half_swept(tillit, work: Path) -> None:
        done = tillit("sweep", work / "s.yaml", "--out", work / "sweep", "--quiet", "--shard", "1/2")
        assert done.code == 0, done.err

    trial = Trial(tillit, tmp_path, MERGE, half_swept)
    trial.start()
    done, calls = trial.run()
    todo = (trial.work / "todo.txt").read_text()
    assert done.code == 1
    assert len(todo.split()) == 4
    for step in [n for n, call in enumerate(calls, 1) if "todo" in call]:
        trial.start()
        done, calls = trial.run(step, kind, lasting)
        assert done.code == 1, calls[step - 1]
        assert not temporaries(trial.work), calls[step - 1]
        if (trial.work / "todo.txt").exists():
            assert (trial.work / "todo.txt").read_text() == todo
        else:
            assert str(trial.work / "todo.txt") in done.err


@pytest.mark.parametrize(("kind", "lasting"), BROKEN, ids=BROKEN_NAMES)
def test_a_sweep_goes_on_after_a_fault(tillit, tmp_path, kind, lasting):
    trial = Trial(tillit, tmp_path, SWEEP)
    merge = ("merge", trial.work / "sweep", "--out", trial.work / "all.h5")
    trial.undisturbed()
    assert tillit(*merge).code == 0
    expected = values(trial.work / "all.h5")
    for done, where in trial.faults(kind, lasting):
        if done.code == 0:  # a folder that is there already; no links: renamed; a lock without its holder's name
            assert call_of(where) in ("mkdir", "link") or "WORK/sweep/lock" in where, where
        else:
            failed_cleanly(trial, done, where)
        again, _ = trial.run()
        assert again.code == 0, f"again after {where}: {again.err}"
        assert tillit(*merge).code == 0, where
        assert values(trial.work / "all.h5") == expected, where


@pytest.mark.parametrize(("kind", "lasting"), BROKEN, ids=BROKEN_NAMES)
def test_a_verification_leaves_nothing_behind(tillit, tmp_path, kind, lasting):
    trial = Trial(tillit, tmp_path, ("verify", "WORK/out.h5", "--quiet", "--threads", "1"), simulated)
    for done, where in trial.faults(kind, lasting):
        if done.code == 0:
            assert call_of(where) == "link", where
            assert not temporaries(trial.work), where
        else:
            failed_cleanly(trial, done, where)
            assert "the same:" not in done.out, where


@pytest.mark.parametrize("kind", ["short", "EINTR"])
@pytest.mark.parametrize("command", [*WRITERS, "sweep"])
def test_writes_that_stop_halfway_go_on(tillit, tmp_path, command, kind):
    prepare, arguments = {**WRITERS, "sweep": (None, SWEEP)}[command]
    trial = Trial(tillit, tmp_path, arguments, prepare)
    out = trial.work / ("all.h5" if command == "sweep" else "out.h5")

    def result() -> dict:
        if command == "sweep":
            assert tillit("merge", trial.work / "sweep", "--out", out).code == 0
        return values(out)

    trial.undisturbed()
    expected = result()
    for done, where in trial.faults(kind):
        assert done.code == 0, where
        assert result() == expected, where


# ---- reading -------------------------------------------------------------------------------------------------------

READERS = {
    "check": (None, ("check", "WORK/base.yaml")),
    "run": (None, RUN),
    "experiment": (None, WRITERS["experiment"][1]),
    "sweep": (None, SWEEP),
    "sweep again": (swept, SWEEP),
    "status": (swept, ("status", "WORK/sweep")),
    "merge": (swept, ("merge", "WORK/sweep", "--out", "WORK/out.h5")),
    "verify": (simulated, ("verify", "WORK/out.h5", "--quiet")),
    "config": (simulated, ("config", "WORK/out.h5")),
    "diff": (simulated, ("diff", "WORK/out.h5", "WORK/out.h5")),
    "verify sweep": (merged, ("verify", "WORK/all.h5")),
    "config of a run": (merged, ("config", "WORK/all.h5", "--run", "3")),
    "config of a folder": (swept, ("config", "WORK/sweep", "--run", "3")),
}


def said(done: Result) -> list[str]:
    """What it printed but for how long it took."""
    return [line for line in done.out.splitlines() if " now in " not in line and "run seconds" not in line]


@pytest.mark.parametrize("command", READERS)
def test_a_file_that_cannot_be_read_is_named(tillit, tmp_path, command):
    prepare, arguments = READERS[command]
    trial = Trial(tillit, tmp_path, arguments, prepare, calls="read")
    expected = said(trial.undisturbed())
    for done, where in trial.faults("EIO"):
        if done.code != 0:
            failed_cleanly(trial, done, where)
        else:  # a second look at a file may do without the first
            assert said(done) == expected, where


# Commands in turn with one of the two, or each with both.
HALFWAY = [
    (command, kind)
    for i, command in enumerate(READERS)
    for kind in ("short", "EINTR")
    if EVERY or kind == ("short", "EINTR")[i % 2]
]


@pytest.mark.parametrize(("command", "kind"), HALFWAY)
def test_reads_that_stop_halfway_go_on(tillit, tmp_path, command, kind):
    prepare, arguments = READERS[command]
    trial = Trial(tillit, tmp_path, arguments, prepare, calls="read")
    expected = said(trial.undisturbed())
    for done, where in trial.faults(kind):
        assert done.code == 0, where
        assert said(done) == expected, where
