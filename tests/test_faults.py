"""Disks that fill up, devices that fail, reads and writes that stop halfway: at every step of every command.

`tests/faults.c`, loaded before the C library, makes the N-th call on a watched folder fail. Each command is run
undisturbed first, to count its calls, and then with a fault at some of them: all with TILLIT_EVERY_FAULT=1
(`make faults`), else the first, the last, and some between.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import h5py
import pytest

ROOT = Path(__file__).resolve().parent.parent
EVERY = os.environ.get("TILLIT_EVERY_FAULT") == "1"
ENDS, BETWEEN = 5, 8

EXPERIMENT = """
title: t
question: q
config: base.yaml
arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]
outcomes: [quality, cost]
"""
BASE = """
seed: 1
municipality: lillkoping
regime: ordinary
run: {days: 28, burn_in_days: 0, replicates: 2}
record: {level: none, period_days: 28}
"""


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    library = tmp_path_factory.mktemp("shim") / "faults.so"
    build = ["gcc", "-std=c11", "-O1", "-shared", "-fPIC", "-o", library, ROOT / "tests/faults.c", "-ldl"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if "sanitize" in os.environ.get("TILLIT", ""):
        pytest.skip("a sanitizer wants to be loaded first itself")
    return library


@dataclass
class Trial:
    """A command in a folder of its own, with or without a fault."""

    tillit: object
    shim: Path
    folder: Path
    prepare: object
    arguments: tuple
    calls: str = "write"
    kept: dict = field(default_factory=dict)

    def start(self) -> Path:
        """The folder as it was, from a copy of what `prepare` made once."""
        ready, work = self.folder / "ready", self.folder / "work"
        if not ready.exists():
            (work / "tmp").mkdir(parents=True)
            (work / "base.yaml").write_text(BASE)
            (work / "x.yaml").write_text(EXPERIMENT)
            if self.prepare:
                self.prepare(work)
            work.rename(ready)
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(ready, work)
        self.kept = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
        return work

    def run(self, work: Path, at: int, kind: str):
        log = self.folder / "calls.log"
        log.unlink(missing_ok=True)
        environment = {"LD_PRELOAD": str(self.shim), "TILLIT_FAULT_IN": str(work), "TILLIT_FAULT_AT": str(at), "TMPDIR": str(work / "tmp"),
                       "TILLIT_FAULT_KIND": kind, "TILLIT_FAULT_CALLS": self.calls, "TILLIT_FAULT_LOG": str(log)}
        done = self.tillit(*(str(a).replace("WORK", str(work)) for a in self.arguments), env=environment)
        return done, log.read_text().splitlines() if log.exists() else []

    def steps(self, kind: str) -> list[int]:
        done, calls = self.run(self.start(), 0, kind)
        assert done.code == 0, done.err
        count = len(calls)
        assert count > 0
        if EVERY or count <= 2 * ENDS + BETWEEN:
            return list(range(1, count + 1))
        between = [ENDS + (count - 2 * ENDS) * i // (BETWEEN + 1) for i in range(1, BETWEEN + 1)]
        return sorted({*range(1, ENDS + 1), *between, *range(count - ENDS + 1, count + 1)})


def values(path: Path) -> dict:
    """Everything in a result file or merged sweep but when it was made."""
    with h5py.File(path) as file:
        return {name: file[name][()].tobytes() if file[name].dtype.kind != "O" else list(file[name][()]) for name in file}


def temporaries(work: Path) -> list[Path]:
    return [path for path in work.rglob("*") if ".tmp." in path.name or path.name.startswith("tillit-verify")]


def check_whole_or_absent(trial: Trial, work: Path, out: Path, step: int, done, calls: list[str]) -> None:
    """A file that is there is whole. A name that cannot be linked is given by renaming (not all disks know links), and
    once it is given only the folder's own fsync can fail."""
    struck, where = calls[step - 1], f"step {step}: {calls[step - 1]}"
    if out.exists():
        assert struck.startswith("link" if done.code == 0 else "fsync"), f"{where}: {done.code}"
        assert not temporaries(work), where
        values(out)
    else:
        check_nothing_lost(trial, work, done, where)


def check_nothing_lost(trial: Trial, work: Path, done, where: str) -> None:
    assert done.code in (1, 2), f"{where}: {done.code} {done.out} {done.err}"
    assert done.err.strip(), where
    assert not temporaries(work), where
    for path, before in trial.kept.items():
        assert path.read_bytes() == before, f"{where}: {path.name} was changed"


# ---- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run", "experiment"])
@pytest.mark.parametrize("kind", ["ENOSPC", "EIO"])
def test_a_result_is_there_whole_or_not_at_all(tillit, shim, tmp_path, command, kind):
    config = {"run": "base.yaml", "experiment": "x.yaml"}[command]
    trial = Trial(tillit, shim, tmp_path, None, (command, f"WORK/{config}", "--out", "WORK/out.h5", "--quiet", "--threads", "1"))
    for step in trial.steps(kind):
        work = trial.start()
        done, calls = trial.run(work, step, kind)
        check_whole_or_absent(trial, work, work / "out.h5", step, done, calls)
        assert done.code == 0 or str(work) in done.err, done.err


@pytest.mark.parametrize("kind", ["short", "EINTR"])
def test_writes_that_stop_halfway_go_on(tillit, shim, tmp_path, kind):
    trial = Trial(tillit, shim, tmp_path, None, ("run", "WORK/base.yaml", "--out", "WORK/out.h5", "--quiet", "--threads", "1"))
    steps = trial.steps(kind)
    expected = values(tmp_path / "work/out.h5")
    for step in steps:
        work = trial.start()
        done, calls = trial.run(work, step, kind)
        assert done.code == 0, f"step {step}: {calls[-1]}: {done.err}"
        assert values(work / "out.h5") == expected


def test_an_earlier_result_outlives_a_full_disk(tillit, shim, tmp_path):
    def earlier(work: Path) -> None:
        (work / "out.h5").write_bytes(b"an earlier result")

    trial = Trial(tillit, shim, tmp_path, earlier, ("run", "WORK/base.yaml", "--out", "WORK/out.h5", "--quiet", "--overwrite", "--threads", "1"))
    for step in trial.steps("ENOSPC")[:-2]:  # until it is renamed
        work = trial.start()
        done, calls = trial.run(work, step, "ENOSPC")
        check_nothing_lost(trial, work, done, calls[-1])


@pytest.mark.parametrize("kind", ["ENOSPC", "EIO"])
def test_a_sweep_goes_on_after_a_fault(tillit, shim, tmp_path, kind):
    arguments = ("sweep", "WORK/x.yaml", "--out", "WORK/sweep", "--quiet", "--threads", "1")
    trial = Trial(tillit, shim, tmp_path, None, arguments)
    steps = trial.steps(kind)
    merge = ("merge", tmp_path / "work/sweep", "--out", tmp_path / "work/all.h5")
    assert tillit(*merge).code == 0
    expected = values(tmp_path / "work/all.h5")
    for step in steps:
        work = trial.start()
        done, calls = trial.run(work, step, kind)
        where = f"step {step}: {calls[-1]}"
        if done.code == 0:
            # A folder that is there already, no links, so renamed; a lock holds without the name of its holder.
            assert calls[step - 1].startswith(("mkdir", "link")) or "/lock" in calls[step - 1], calls[step - 1]
        assert done.code in (0, 1, 2) and (done.code == 0 or done.err.strip()), f"{where}: {done.code}"
        assert not temporaries(work), where
        again, _ = trial.run(work, 0, kind)
        assert again.code == 0, f"{where}: {again.err}"
        assert tillit(*merge).code == 0
        assert values(work / "all.h5") == expected, where


def swept(tillit):
    def prepare(work: Path) -> None:
        assert tillit("sweep", work / "x.yaml", "--out", work / "sweep", "--quiet", "--threads", "1").code == 0

    return prepare


@pytest.mark.parametrize("kind", ["ENOSPC", "EIO"])
def test_a_merged_file_is_there_whole_or_not_at_all(tillit, shim, tmp_path, kind):
    trial = Trial(tillit, shim, tmp_path, swept(tillit), ("merge", "WORK/sweep", "--out", "WORK/all.h5"))
    for step in trial.steps(kind):
        work = trial.start()
        done, calls = trial.run(work, step, kind)
        check_whole_or_absent(trial, work, work / "all.h5", step, done, calls)


# ---- reading -------------------------------------------------------------------------------------------------------


def simulated(tillit):
    def prepare(work: Path) -> None:
        assert tillit("run", work / "base.yaml", "--out", work / "out.h5", "--quiet").code == 0

    return prepare


READERS = [
    (simulated, ("verify", "WORK/out.h5", "--quiet")),
    (simulated, ("config", "WORK/out.h5")),
    (simulated, ("diff", "WORK/out.h5", "WORK/out.h5")),
    (swept, ("merge", "WORK/sweep", "--out", "WORK/all.h5")),
    (swept, ("status", "WORK/sweep")),
]


@pytest.mark.parametrize(("prepare", "arguments"), READERS, ids=[arguments[0] for _, arguments in READERS])
def test_a_file_that_cannot_be_read_is_named(tillit, shim, tmp_path, prepare, arguments):
    trial = Trial(tillit, shim, tmp_path, prepare(tillit), arguments, calls="read")
    work = trial.start()
    expected, _ = trial.run(work, 0, "EIO")
    for step in trial.steps("EIO"):
        work = trial.start()
        done, calls = trial.run(work, step, "EIO")
        where = f"step {step}: {calls[step - 1]}"
        if done.code != 0:  # a second look at a file may do without the first
            check_nothing_lost(trial, work, done, where)
            assert str(work) in done.err, f"{where}: {done.err}"
        else:
            assert done.out == expected.out, where


@pytest.mark.parametrize("kind", ["short", "EINTR"])
@pytest.mark.parametrize(("prepare", "arguments"), READERS, ids=[arguments[0] for _, arguments in READERS])
def test_reads_that_stop_halfway_go_on(tillit, shim, tmp_path, prepare, arguments, kind):
    trial = Trial(tillit, shim, tmp_path, prepare(tillit), arguments, calls="read")
    expected, _ = trial.run(trial.start(), 0, kind)
    for step in trial.steps(kind):
        done, calls = trial.run(trial.start(), step, kind)
        assert (done.code, done.out) == (0, expected.out), f"step {step}: {calls[step - 1]}: {done.err}"
