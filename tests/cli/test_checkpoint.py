"""Runs and experiments that are stopped and taken up again: the same results, bit by bit, whatever the moment."""

from __future__ import annotations

import os
import random
import resource
import shlex
import signal
import subprocess
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from conftest import ROOT, TILLIT
from sweeplib import heed, quiet_environment, work
from test_faults import BROKEN, BROKEN_NAMES, Trial, temporaries, values

assert quiet_environment  # a fixture

CONFIG = """
seed: 3
municipality: {from: lillkoping, recipients: 90}
regime: ordinary
run: {days: 120, burn_in_days: 28, replicates: 3}
record: {level: unit, period_days: 28, snapshot_every_days: 50}
reorganise: [{name: again, day: 40, rule: at_random, set: {organisation.pool_size: 7}}]
"""
EXPERIMENT = """
title: t
question: q
config: base.yaml
arms:
  - {name: a, regime: ordinary}
  - {name: b, regime: trust-steering}
  - {name: c, regime: trust-steering, equal_cost: resources.client_time_share}
outcomes: [quality, cost]
claims: [{name: better, text: t, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.01, days: [0, 28]}]
"""
SMALL = """
seed: 1
municipality: {from: lillkoping, recipients: 100}
regime: ordinary
run: {days: 42, burn_in_days: 14, replicates: 2}
record: {level: area, period_days: 14}
"""
MOMENTS = int(os.environ.get("TILLIT_SWEEP_KILLS", "4")) // 2


def write(folder: Path, base: str) -> None:
    (folder / "base.yaml").write_text(base)
    (folder / "x.yaml").write_text(EXPERIMENT)


def arguments_of(command: str, folder: Path, out: str, *more: str) -> list[str]:
    file = "base.yaml" if command == "run" else "x.yaml"
    return [TILLIT, command, str(folder / file), "--out", str(folder / out), "--quiet", *more]


def start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed)


def rows(path: Path) -> dict:
    """All that a result file holds; rows of units and people, which come in the order of time, by who and when."""
    with h5py.File(path) as file:
        held = {name: file[name][()] for name in file}
    for prefix, keys in (
        ("unit_", ("arm", "replicate", "period", "municipality", "number")),
        ("recipient_", ("arm", "replicate", "day", "id")),
        ("employee_", ("arm", "replicate", "day", "id")),
    ):
        if prefix + keys[0] not in held:
            continue
        order = np.lexsort([held[prefix + key] for key in reversed(keys)])
        held.update({name: value[order] for name, value in held.items() if name.startswith(prefix)})
    return {name: value.tobytes() if value.dtype.kind != "O" else list(value) for name, value in held.items()}


@pytest.mark.parametrize("command", ["run", "experiment"])
def test_stopped_by_signals_it_goes_on_to_the_same_results(tmp_path, command):
    """Wherever a signal falls: before the first day, while costs are made equal, between two runs, after the end. First in the first
    part of what the whole takes, in which there is most to be stopped, then anywhere."""
    write(tmp_path, CONFIG if command == "run" else SMALL)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    whole = start(*arguments_of(command, tmp_path, "whole.h5", "--threads", "1"))
    said, _ = whole.communicate(timeout=300)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    luck = random.Random(5 if command == "run" else 6)
    stopped = 0
    for moment in range(MOMENTS):
        out, kept = f"{moment}.h5", tmp_path / f"{moment}.kept"
        for attempt in range(50):
            threads = str(1 + (moment + attempt) % 2)
            process = start(*arguments_of(command, tmp_path, out, "--threads", threads, "--checkpoint", str(kept)))
            if attempt < 2:
                work(process, luck.uniform(0.02, (0.4, 1.0)[attempt]) * seconds)
                process.send_signal(luck.choice([signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1]))
            told, complained = process.communicate(timeout=300)
            if process.returncode == 0:
                break
            stopped += 1
            if process.returncode == 1:  # before it listens to them, signals end it at once
                assert "stopped on request; no results were written" in complained
            assert not (tmp_path / out).exists()
        assert process.returncode == 0, complained
        assert told.replace(out, "whole.h5") == said
        assert rows(tmp_path / out) == rows(tmp_path / "whole.h5")
        assert not kept.exists()
    assert stopped > 0
    assert not list(tmp_path.glob("*.tmp.*"))


def test_on_one_thread_every_byte_is_the_same(tillit, tmp_path):
    """But for when and where it was made, and what depends on that."""
    write(tmp_path, CONFIG)
    first = start(*arguments_of("run", tmp_path, "whole.h5", "--threads", "1"))
    assert first.wait(timeout=300) == 0
    arguments = arguments_of("run", tmp_path, "part.h5", "--threads", "1", "--checkpoint", str(tmp_path / "kept"))
    for _ in range(3):
        process = start(*arguments)
        work(process, 0.08)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=300)
    if not (tmp_path / "part.h5").exists():
        assert start(*arguments).wait(timeout=300) == 0
    whole, part = (values(tmp_path / name) for name in ("whole.h5", "part.h5"))
    assert whole == part
    assert tillit("verify", tmp_path / "part.h5", "--quiet").code == 0


# Few people and few figures, but many days to be stopped in.
LONG = SMALL.replace("recipients: 100", "recipients: 30").replace("days: 42", "days: 210").replace("level: area", "level: none")


def stop_soon(folder: Path, command: str, *more: str) -> str:
    """A checkpoint of a command that was stopped; what it said. However fast the machine: sooner, if it was done before."""
    seconds = 0.06
    while True:
        process = start(*arguments_of(command, folder, "out.h5", "--checkpoint", str(folder / "kept"), *more))
        while not (folder / "kept").exists() and process.poll() is None:
            time.sleep(0.002)
        work(process, seconds)
        process.send_signal(signal.SIGTERM)
        _, complained = process.communicate(timeout=300)
        if process.returncode == 1:
            return complained
        (folder / "out.h5").unlink()
        seconds /= 2


def test_it_says_how_to_go_on_and_what_does_not_fit(tillit, tmp_path):
    write(tmp_path, LONG)
    kept = tmp_path / "kept"
    complained = stop_soon(tmp_path, "run")
    assert f"{kept} holds what was done" in complained
    assert f"to go on: tillit run {tmp_path}/base.yaml --out {tmp_path}/out.h5 --checkpoint {kept}" in complained
    before = kept.read_bytes()
    again = ("run", tmp_path / "base.yaml", "--out", tmp_path / "out.h5", "--checkpoint", kept)
    done = tillit(*again, "--set", "run.replicates=4", "--set", "plan.continuity_weight=1")
    assert done.code == 2
    assert f"{kept}: error: is of another config: " in done.err
    assert "run/run.replicates: 2 | 4 (there | here)" in done.err
    assert "plan.continuity_weight" in done.err
    done = tillit("run", tmp_path / "base.yaml", "--checkpoint", kept)
    assert done.code == 2
    assert "with a result file (--out) there, without a result file (--out) here" in done.err
    done = tillit("experiment", tmp_path / "x.yaml", "--out", tmp_path / "out.h5", "--checkpoint", kept)
    assert done.code == 2
    assert "is of another command: run there, experiment here" in done.err
    assert kept.read_bytes() == before
    assert not (tmp_path / "out.h5").exists()


def test_what_was_asked_is_asked_again_as_a_shell_takes_it(tmp_path):
    """What it says to go on is run: with what --what-if asked, and names that have spaces."""
    folder = tmp_path / "med mellanslag"
    folder.mkdir()
    write(folder, LONG)
    complained = stop_soon(folder, "experiment", "--what-if", "employees per manager=25", "--like", "b")
    said = complained.split("to go on: ")[1].splitlines()[0]
    program, *words = shlex.split(said)
    assert program == "tillit" and words[words.index("--what-if") + 1] == "employees per manager=25"
    done = subprocess.run([TILLIT, *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "out.h5").exists()


def test_options_that_make_no_sense_are_refused(tillit, tmp_path):
    write(tmp_path, SMALL)
    run = ("run", tmp_path / "base.yaml", "--quiet")
    for more, because in (
        (("--every", "5"), "--every is how often a checkpoint is written: with --checkpoint FILE"),
        (("--checkpoint", ""), "--checkpoint: the name of a file is expected"),
        (("--checkpoint", tmp_path / "x.h5", "--out", tmp_path / "x.h5"), "one file cannot be both"),
        (("--checkpoint", tmp_path / "k", "--every", "0"), "a whole number from 1 to 10000 is expected"),
        (("--checkpoint", tmp_path / "nowhere" / "k"), "the checkpoint cannot be written: No such file or directory"),
        (("--checkpoint", tmp_path / "base.yaml"), "is no checkpoint of Tillit, and is left as it is"),
        (("--checkpoint", tmp_path), "is not a file but a folder"),
        (("--checkpoint", tmp_path / "k", "--kernel", "none"), "--kernel none"),  # and no empty checkpoint stays
    ):
        done = tillit(*run, *more)
        assert done.code == 2, more
        assert because in done.err, more
    assert (tmp_path / "base.yaml").read_text() == SMALL
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base.yaml", "x.yaml"]
    done = tillit(*run, "--plan", "--checkpoint", tmp_path / "k")
    assert (done.code, (tmp_path / "k").exists()) == (0, False)


# ---- histories -----------------------------------------------------------------------------------------------------


def test_others_begin_at_the_end_of_a_burn_in_that_was_simulated_once(tillit, tmp_path):
    """A run, an experiment with the same history, and both without: the same figures."""
    write(tmp_path, SMALL)
    folder = ("--histories", tmp_path / "kept")
    run, experiment = ("run", tmp_path / "base.yaml"), ("experiment", tmp_path / "x.yaml", "--format", "json")
    alone = tillit(*run), tillit(*experiment)
    first = tillit(*run, *folder)
    assert first.digests == alone[0].digests
    assert "histories taken: 0, added: 2" in first.err
    again = tillit(*run, *folder, "--set", "run.days=70")
    assert "histories taken: 2, added: 0" in again.err
    second = tillit(*experiment, *folder)
    assert second.out == alone[1].out
    assert "histories taken: 0," not in second.err
    for path in (tmp_path / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    done = tillit(*run, *folder)
    assert done.code == 1
    assert f"{tmp_path}/kept/" in done.err
    assert "error: ends before its last record: it was cut off" in done.err
    assert tillit(*run, "--histories", tmp_path / "base.yaml").code == 2


# ---- disks and memory ----------------------------------------------------------------------------------------------

KEPT = ("run", "WORK/base.yaml", "--out", "WORK/out.h5", "--quiet", "--threads", "1", "--checkpoint", "WORK/kept")


def stopped(tillit, work_folder: Path) -> None:
    """A checkpoint in the middle of the run that the trial goes on with."""
    (work_folder / "base.yaml").write_text(LONG)
    stop_soon(work_folder, "run", "--threads", "1")


@pytest.mark.parametrize("prepare", [None, stopped], ids=["begun", "gone on"])
@pytest.mark.parametrize(("kind", "lasting"), BROKEN[:2], ids=BROKEN_NAMES[:2])
def test_a_full_disk_costs_no_checkpoint(tillit, tmp_path, kind, lasting, prepare):
    """The results are whole or absent, and so is the checkpoint, from which it goes on in any case."""
    trial = Trial(tillit, tmp_path, KEPT, prepare)
    out, kept = trial.work / "out.h5", trial.work / "kept"
    trial.undisturbed()
    expected = values(out)
    for done, where in trial.faults(kind, lasting):
        whole = [path for path in temporaries(trial.work) if f"the results are whole in {path}" in done.err]
        if done.code != 0:
            assert str(trial.work) in done.err, where
            assert whole or not temporaries(trial.work), where
            for path in whole:
                path.unlink()
            if prepare is not None and not out.exists():
                assert kept.exists(), where
            out.unlink(missing_ok=True)
            again, _ = trial.run()
            assert again.code == 0, f"again after {where}: {again.err}"
        assert not temporaries(trial.work), where
        assert values(out) == expected, where
        assert not kept.exists(), where


@pytest.mark.parametrize("kind", ["short", "EINTR"])
def test_reads_and_writes_that_stop_halfway_go_on(tillit, tmp_path, kind):
    for calls in ("read", "write"):
        trial = Trial(tillit, tmp_path / calls, KEPT, stopped, calls=calls)
        trial.undisturbed()
        expected = values(trial.work / "out.h5")
        for done, where in trial.faults(kind):
            assert done.code == 0, where
            assert values(trial.work / "out.h5") == expected, where
