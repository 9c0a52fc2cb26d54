"""Memory that runs out: at some allocations of every command, and with TILLIT_EVERY_FAULT=1 (`make faults`) at each.

`tests/support/allocations.c`, loaded before the C library, makes the N-th allocation fail, and then perhaps all after it. A
command either does all the same what it does undisturbed, or says that there is not enough memory, with exit code 1:
never a crash, never a world that lacks something, never half a file. HDF5 asks for memory tens of thousands of times;
of those that are asked for by the same calls, `make faults` tries the first and the last.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import TILLIT, Result
from test_faults import EVERY, READERS, SWEEP, WRITERS, Trial, merged, said, simulated, swept, temporaries, values

SHIM = Path(TILLIT).resolve().parent / "tests" / "allocations.so"
FEW, SEED = 10, 15
SHORT = "tillit: not enough memory"

# Everything that a config can hold, and a design with burn-ins, series and snapshots.
RICH = """
seed: 1
municipality: {from: lillkoping, recipients: 120}
regime: trust-steering
run: {days: 14, burn_in_days: 7, replicates: 2}
record: {level: unit, period_days: 7, snapshot_every_days: 7}
timeline: [{name: t, day: 3, set: {plan.continuity_weight: 1}, where: {areas: [1]}}]
reorganise: [{name: r, day: 5, rule: by_area, set: {organisation.pool_size: 9}}]
"""
DESIGN = """
title: {sv: t, en: t}
question: q
config: plain.yaml
arms: [{name: a}, {name: b, set: {plan.knowledge: 0.5}}]
outcomes: [quality, cost]
sweep:
  factors: {plan.continuity_weight: [0.5, 1.5], regime: [ordinary, trust-steering]}
  burn_in: shared
  keep: {windows: {all: [0, 14]}, series: true, snapshots: [recipient_satisfaction]}
"""
CLAIMS = """
title: t
question: q
year: 2024
config: base.yaml
arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]
outcomes: [quality, cost]
claims: [{name: c, text: t, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.001}]
"""
FIGURES = "uppgift;värde\nbrukare;150\nomr\xe5den;2\n"


def written(tillit, work: Path) -> None:
    plain = [line for line in RICH.splitlines() if not line.startswith(("timeline", "reorganise"))]
    (work / "plain.yaml").write_text("\n".join(plain))
    (work / "rich.yaml").write_text(RICH)
    (work / "design.yaml").write_text(DESIGN)
    (work / "claims.yaml").write_text(CLAIMS)
    (work / "wrong.yaml").write_text("seed: 1\nregiem: ordinary\nplan: {continuity_weight: many}\n")
    (work / "figures.csv").write_text(FIGURES, encoding="windows-1252")


def half_swept(tillit, work: Path) -> None:
    assert tillit("sweep", work / "s.yaml", "--out", work / "sweep", "--quiet", "--shard", "1/2").code == 0


def earlier(tillit, work: Path) -> None:
    simulated(tillit, work)
    (work / "old.h5").write_bytes((work / "out.h5").read_bytes())
    (work / "out.h5").write_bytes(b"an earlier result")


COMMANDS = {
    **WRITERS,
    **READERS,
    "run over an earlier result": (earlier, (*WRITERS["run"][1], "--overwrite")),
    "run and print": (written, ("run", "WORK/rich.yaml", "--threads", "2", "--quiet")),
    "run with a checkpoint": (None, ("run", "WORK/base.yaml", "--threads", "1", "--quiet", "--checkpoint", "WORK/kept")),
    "compare": (None, ("compare", "WORK/base.yaml", "WORK/base.yaml", "--threads", "1", "--quiet")),
    "experiment as JSON": (
        written,
        ("experiment", "WORK/claims.yaml", "--format", "json", "--threads", "1", "--quiet"),
    ),
    "claims": (written, ("claims", "WORK/claims.yaml", "--threads", "1", "--quiet")),
    "sweep with burn-ins": (written, ("sweep", "WORK/design.yaml", *SWEEP[2:])),
    "sweep's plan": (written, ("sweep", "WORK/design.yaml", "--plan", *SWEEP[2:])),
    "merge of a half": (half_swept, ("merge", "WORK/sweep", "--out", "WORK/out.h5", "--todo", "WORK/todo.txt")),
    "check of much": (written, ("check", "WORK/rich.yaml")),
    "check of errors": (written, ("check", "WORK/wrong.yaml", "--format", "json")),
    "diff of a config": (simulated, ("diff", "WORK/base.yaml", "WORK/out.h5")),
    "new-municipality": (
        written,
        ("new-municipality", "Exempelby", "--from", "WORK/figures.csv", "--out", "WORK/new.yaml"),
    ),
    "municipalities": (None, ("municipalities",)),
    "presets": (None, ("presets",)),
    "params": (None, ("params", "--format", "json")),
    "measures": (None, ("measures",)),
    "schedule": (None, ("schedule",)),
    "explain": (None, ("explain", "quality")),
    "version": (None, ("version",)),
}
assert merged and swept  # what READERS prepare


@dataclass
class Shortage(Trial):
    """A command that runs short of memory."""

    def run_short(self, at: int = 0, lasting: bool = False, calls: bool = False) -> tuple[Result, list[str]]:
        """With the allocation that fails (0: none); how it ended, and the shim's notes."""
        log = self.folder / "allocations.log"
        log.unlink(missing_ok=True)
        environment = {
            **os.environ,
            "LD_PRELOAD": str(SHIM),
            "TMPDIR": str(self.work / "tmp"),
            "TILLIT_FAULT_AT": str(at),
            "TILLIT_FAULT_LASTING": str(int(lasting)),
            "TILLIT_FAULT_CALLS": str(int(calls)),
            "TILLIT_FAULT_LOG": str(log),
        }
        done = self.tillit(*(str(a).replace("WORK", str(self.work)) for a in self.arguments), env=environment)
        return done, log.read_text().splitlines() if log.exists() else []

    def made(self) -> dict:
        """The files that were not there before, but for locks and what is kept to go on, each with what it holds; not how
        long it took."""
        files = [path for path in self.work.rglob("*") if path.is_file() and not path.name.startswith(("lock", "kept"))]
        return {path.relative_to(self.work): held(path) for path in files if path not in self.kept}

    def changed(self) -> list[Path]:
        return [path for path, before in self.kept.items() if path.read_bytes() != before and "lock" not in path.name]


def held(path: Path) -> object:
    if path.suffix != ".h5":
        return path.read_bytes()
    return {name: value for name, value in values(path).items() if name not in ("seconds",)}


def points(notes: list[str]) -> list[tuple[int, bool]]:
    """Which allocations fail, and whether all after them fail too."""
    count = int(notes[-1])
    if EVERY:
        calls = notes[:-1]
        ends = {call: n for n, call in enumerate(calls, 1)}.values()
        begins = {call: len(calls) - n for n, call in enumerate(reversed(calls))}.values()
        return [(n, lasting) for n in sorted({*ends, *begins}) for lasting in (False, True)]
    draw = random.Random(SEED)
    early = {1, 2, 3, count, *(int(count ** draw.random()) for _ in range(FEW // 2))}
    drawn = sorted(n for n in {*early, *(draw.randint(1, count) for _ in range(FEW // 2))} if n <= count)
    return [(n, i % 2 == 0) for i, n in enumerate(drawn)]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_runs_short_of_memory_says_so(tillit, tmp_path, command):
    prepare, arguments = COMMANDS[command]
    trial = Shortage(tillit, tmp_path, arguments, prepare)
    trial.start()
    expected, notes = trial.run_short(calls=EVERY)
    made, replaced = trial.made(), trial.changed()
    for at, lasting in points(notes):
        trial.start()
        done, notes = trial.run_short(at, lasting)
        where = f"allocation {at}{' and all after' if lasting else ''}: exit code {done.code}: {done.out}{done.err}"
        assert not temporaries(trial.work), where
        if SHORT in done.err:
            assert done.code == 1, where
            for path, holds in trial.made().items():  # of a sweep some parts, or what was whole already
                assert holds == made[path], where
            assert set(trial.changed()) <= set(replaced), where
        elif "runs done, " in done.out and " 0 failed" not in done.out:  # of a sweep a run may fail alone, and says why
            status = tillit("status", trial.work / "sweep")
            assert done.code == 1 and "memory" in status.out + status.err, (where, status)
        else:  # the allocation did without, or the last was not reached
            assert (done.code, said(done)) == (expected.code, said(expected)), where
            assert trial.made() == made, where
        for path in trial.changed():
            assert held(path) == held(path.with_name("old.h5")), where
