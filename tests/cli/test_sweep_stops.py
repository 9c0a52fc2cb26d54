"""What ends a sweep early, going on after it, shards, and what cannot go on."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import shutil
import signal
import subprocess

import h5py
import numpy as np
import pytest

from conftest import ROOT, TILLIT
from sweeplib import BASE, GRID, HEAD, LONG, SHOWN, STOPS, assert_same, identity, merged, parts, quiet_environment, start, sweep, whole, work, write


KILLS = int(os.environ.get("TILLIT_SWEEP_KILLS", "4"))


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_at_any_moment_it_goes_on(tillit, tmp_path, whole, kill):
    experiment, reference, seconds = whole
    moment = random.Random(kill).uniform(0.0, seconds)
    process = start(experiment, tmp_path / "out", "--part-runs", "20")
    work(process, moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = len(parts(tmp_path / "out")) if (tmp_path / "out").exists() else 0
    done = sweep(tillit, experiment, tmp_path / "out", "--part-runs", 20)
    assert done.code == 0, done.err
    assert len(parts(tmp_path / "out")) >= kept
    assert not list((tmp_path / "out" / "parts").glob("*.tmp.*"))
    assert_same(reference, merged(tillit, tmp_path / "out"))


def test_killed_with_shared_burn_ins_and_shards(tillit, tmp_path, whole):
    text = LONG.replace("organisation.pool_size: [8, 9, 10, 12, 14, 16, 18, 20]", "plan.contact_weight: [0, 0.5, 1, 2]")
    experiment = write(tmp_path, text + "  burn_in: shared\n", SHOWN)
    assert sweep(tillit, experiment, tmp_path / "one").code == 0
    luck = random.Random(3)
    for _ in range(3):
        shards = [start(experiment, tmp_path / "two", "--shard", f"{i}/2", "--part-runs", "20", "--threads", "1") for i in (1, 2)]
        work(shards[0], luck.uniform(0.05, 0.25) * whole[2])
        for shard in shards:
            shard.send_signal(signal.SIGKILL)
            shard.wait()
    for i in (1, 2):
        assert sweep(tillit, experiment, tmp_path / "two", "--shard", f"{i}/2").code == 0
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, tmp_path / "two"))


def test_killed_again_and_again_no_counted_run_is_repeated(tillit, tmp_path, whole):
    experiment, reference, seconds = whole
    luck = random.Random(99)
    for _ in range(3):
        process = start(experiment, tmp_path / "out", "--part-runs", "20")
        work(process, luck.uniform(0.1, 0.4) * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert sweep(tillit, experiment, tmp_path / "out").code == 0
    assert done_once(tmp_path / "out") == list(range(400))
    assert_same(reference, merged(tillit, tmp_path / "out"))


@pytest.mark.parametrize("number", STOPS)
def test_signals_end_it_cleanly(tillit, tmp_path, whole, number):
    experiment, reference, seconds = whole
    process = start(experiment, tmp_path / "out")
    work(process, 0.4 * seconds)
    process.send_signal(number)
    assert process.wait(timeout=120) == 1
    said = process.stderr.read()
    assert "stopped on request" in said and "to go on: tillit sweep" in said
    assert len(parts(tmp_path / "out")) == 1  # what was done was written, long before it was due
    assert not list(tmp_path.rglob("*.tmp.*"))
    status = tillit("status", tmp_path / "out")
    assert status.code == 0 and " 0 missing" not in status.out and "\n0 done" not in status.out
    if number == signal.SIGTERM:  # going on is the same after each
        assert sweep(tillit, experiment, tmp_path / "out").code == 0
        assert_same(reference, merged(tillit, tmp_path / "out"))


def test_two_processes_on_one_output_are_refused(tillit, tmp_path, whole):
    experiment, _, seconds = whole
    process = start(experiment, tmp_path / "out")
    work(process, 0.3 * seconds)
    done = sweep(tillit, experiment, tmp_path / "out")
    process.kill()
    process.wait()
    assert done.code == 2 and f"process {process.pid} on " in done.err


@contextlib.contextmanager
def held(path):
    """Holds a lock as a sweep would that is at work elsewhere."""
    with path.open("w") as lock:
        lock.write("process 7 on elsewhere\n")
        lock.flush()
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def test_shards_that_share_runs_are_refused_while_one_is_at_them(tillit, tmp_path):
    experiment, out = write(tmp_path, GRID), tmp_path / "out"
    sweep(tillit, experiment, tmp_path / "one")
    out.mkdir()
    with held(out / "lock-1-of-2"):
        for shard in ("1/1", "1/2", "1/4", "3/4", "2/3", "1/3"):
            done = sweep(tillit, experiment, out, "--shard", shard)
            assert (done.code, "lock-1-of-2: another process is at this sweep: process 7 on elsewhere" in done.err) == (2, True), shard
        for shard in ("2/4", "2/2"):
            done = sweep(tillit, experiment, out, "--shard", shard)
            assert done.code == 0, done.err
    assert done_once(out) == list(range(1, 24, 2))
    assert sweep(tillit, experiment, out).code == 0  # after it ended, what is left is done by whoever comes
    assert done_once(out) == list(range(24))
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, out))


def test_of_many_shards_that_start_at_once_none_does_the_runs_of_another(tillit, tmp_path):
    experiment, out = write(tmp_path, GRID), tmp_path / "out"
    processes = [start(experiment, out, "--shard", shard) for shard in ("1/1", "1/2", "2/3", "2/2", "1/4", "3/3")]
    assert {process.wait() for process in processes} <= {0, 2}
    assert sweep(tillit, experiment, out).code == 0
    assert done_once(out) == list(range(24))


def test_a_process_that_stands_still_between_locks_does_not_hold_up_the_others(tillit, tmp_path):
    experiment, out = write(tmp_path, GRID), tmp_path / "out"
    out.mkdir()
    with held(out / "lock"):
        assert sweep(tillit, experiment, out).code == 0


def done_once(out):
    runs = []
    for part in parts(out):
        with h5py.File(part) as file:
            runs += list(file["run"])
    return sorted(runs)


def test_what_was_done_is_not_done_again(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "out")
    before = [(path, path.stat().st_mtime_ns) for path in parts(tmp_path / "out")]
    done = sweep(tillit, experiment, tmp_path / "out")
    assert (done.code, "0 now" in done.out) == (0, True)
    assert [(path, path.stat().st_mtime_ns) for path in parts(tmp_path / "out")] == before


# ---- shards --------------------------------------------------------------------------------------------------------


def test_shards_side_by_side_make_the_same_file(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "one")
    shards = [start(experiment, tmp_path / "three", "--shard", f"{i}/3") for i in (1, 2, 3)]
    assert [shard.wait() for shard in shards] == [0, 0, 0]
    assert "shard 3-of-3" in tillit("status", tmp_path / "three").out
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, tmp_path / "three"))


def test_a_slurm_array_is_shards(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    array = {"SLURM_ARRAY_TASK_ID": "6", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_MAX": "8", "SLURM_ARRAY_TASK_COUNT": "4"}
    done = tillit("sweep", experiment, "--out", tmp_path / "out", env={**os.environ, **array})
    assert (done.code, "shard 2 of 4: 6 of 6" in done.out) == (0, True), done.err
    array["SLURM_ARRAY_TASK_COUNT"] = "2"
    done = tillit("sweep", experiment, "--out", tmp_path / "out", env={**os.environ, **array})
    assert (done.code, "do not follow one another" in done.err) == (2, True)


def test_missing_runs_are_named_and_listed(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "out", "--shard", "2/3")
    done = tillit("merge", tmp_path / "out", "--todo", tmp_path / "todo")
    assert done.code == 1 and "16 runs are missing or failed: 1, 3-4, 6-7, " in done.err
    assert [int(line) for line in (tmp_path / "todo").read_text().split()] == [k for k in range(1, 25) if k % 3 != 2]
    with h5py.File(tmp_path / "out.h5") as file:
        assert file.attrs["complete"][0] == 0
        assert int(np.isnan(file["cost"][:, :, 0]).sum()) == 16 and int((np.array(file["status"]) == 0).sum()) == 16
    again = tillit("merge", tmp_path / "out")
    assert again.code == 1 and "exists already and is left as it is" in again.err


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "a/b", "1/0", "1/3x", "-1/3"])
def test_bad_shards_are_refused(tillit, tmp_path, shard):
    done = sweep(tillit, write(tmp_path, GRID), tmp_path / "out", "--shard", shard)
    assert (done.code, "I/N is expected" in done.err) == (2, True)


# ---- lists of runs -------------------------------------------------------------------------------------------------


def test_a_list_of_what_is_left_is_shared_out_evenly(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "one")
    out, todo = tmp_path / "out", tmp_path / "todo"
    for shard in ("1/4", "3/4", "4/4"):
        assert sweep(tillit, experiment, out, "--shard", shard).code == 0
    assert tillit("merge", out, "--todo", todo).code == 1
    assert todo.read_text().split() == ["2", "6", "10", "14", "18", "22"]
    first = sweep(tillit, experiment, out, "--runs", todo, "--shard", "1/2")
    assert (first.code, f"shard 1 of 2 of {todo}: 3 of 3 runs done" in first.out) == (0, True), first.err
    assert sorted({run + 1 for run in range(24)} - {run + 1 for run in done_once(out)}) == [6, 14, 22]
    assert "6 of 6 runs done, 0 failed, 0 to do; 3 now" in sweep(tillit, experiment, out, "--runs", todo).out
    assert done_once(out) == list(range(24))
    assert_same(merged(tillit, tmp_path / "one"), merged(tillit, out))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\n\n# a comment\n25\n0\n-3\nx\n1 2\n2.5\n", ["4:1: error: '25': the number of a run, from 1 to 24, is expected", "5:1: error: '0'",
         "6:1: error: '-3'", "7:1: error: 'x'", "8:1: error: '1 2'", "9:1: error: '2.5'"]),
        ("7\n3\n 7\n7", ["3:1: error: ' 7'", "4:1: error: run 7 is listed twice"]),
        ("99999999999999999999\n", ["1:1: error: '99999999999999999999'"]),
        ("", ["error: lists no runs"]),
        ("# nothing\n", ["error: lists no runs"]),
    ],
)
def test_wrong_lists_are_refused(tillit, tmp_path, text, said):
    (tmp_path / "todo").write_text(text)
    done = sweep(tillit, write(tmp_path, GRID), tmp_path / "out", "--runs", tmp_path / "todo")
    assert done.code == 2 and not (tmp_path / "out").exists()
    assert len(done.err.splitlines()) == len(said) and all(line in done.err for line in said), done.err


def test_options_that_would_not_be_heeded_are_refused(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    (tmp_path / "todo").write_text("1\n")
    for options, said in ((["--runs", tmp_path / "none"], "none: error: cannot be read"),
                          (["--runs", tmp_path / "todo", "--retry-failed"], "without --retry-failed"),
                          (["--plan", "--shard", "1/2"], "--plan is of the whole sweep"),
                          (["--run", "1"], "sweep takes no --run.")):
        done = sweep(tillit, experiment, tmp_path / "out", *options)
        assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "out").exists()


def test_a_list_and_a_shard_do_not_run_side_by_side(tillit, tmp_path):
    experiment, out = write(tmp_path, GRID), tmp_path / "out"
    todo, other = tmp_path / "todo", tmp_path / "other"
    todo.write_text("1\n2\n3\n4\n")
    other.write_text("5\n6\n")
    assert sweep(tillit, experiment, out, "--runs", todo, "--shard", "1/2").code == 0
    (lock,) = out.glob("lock-1-of-2-of-*")
    with held(lock):
        for options in (["--shard", "2/2"], ["--runs", other], ["--runs", todo], ["--runs", todo, "--shard", "3/4"]):
            done = sweep(tillit, experiment, out, *options)
            assert (done.code, "another process is at this sweep" in done.err) == (2, True), (options, done.out)
        done = sweep(tillit, experiment, out, "--runs", todo, "--shard", "2/2")
        assert (done.code, "2 of 2 runs done" in done.out) == (0, True), done.err


# ---- failures ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif("sanitize" in TILLIT or "coverage" in TILLIT, reason="a sanitizer needs its own address space")
def test_failed_runs_are_recorded_and_can_be_tried_again(tillit, tmp_path):
    text = HEAD + "outcomes: [cost]\nsweep:\n  factors: {municipality.recipients: [60, 40000, 61]}\n  replicates: 2\n"
    experiment = write(tmp_path, text, BASE.replace("days: 56", "days: 14") + "municipality.areas: 50\n")
    narrow = f"ulimit -v 80000; exec {TILLIT} sweep {experiment} --out {tmp_path}/out --threads 1 --quiet"
    done = subprocess.run(["bash", "-c", narrow], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "4 of 6 runs done, 2 failed, 0 to do" in done.stdout, done.stderr
    status = tillit("status", tmp_path / "out")
    assert "run 3 failed: not enough memory" in status.out and "run 4 failed" in status.out
    again = sweep(tillit, experiment, tmp_path / "out")
    assert (again.code, "--retry-failed" in again.err, "0 now" in again.out) == (1, True, True)
    assert tillit("merge", tmp_path / "out").code == 1
    with h5py.File(tmp_path / "out.h5") as file:
        assert np.array(file["status"]).tolist() == [[1, 1], [2, 2], [1, 1]]
    shutil.copytree(tmp_path / "out", tmp_path / "listed")
    assert tillit("merge", tmp_path / "listed", "--todo", tmp_path / "todo").code == 1
    assert (tmp_path / "todo").read_text().split() == ["3", "4"]
    listed = sweep(tillit, experiment, tmp_path / "listed", "--runs", tmp_path / "todo")
    assert (listed.code, "2 of 2 runs done, 0 failed" in listed.out) == (0, True), listed.err
    done = sweep(tillit, experiment, tmp_path / "out", "--retry-failed")
    assert (done.code, "6 of 6 runs done, 0 failed" in done.out, "2 now" in done.out) == (0, True, True), done.err
    assert "failed:" not in tillit("status", tmp_path / "out").out
    merged(tillit, tmp_path / "out")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[0, 1.5, 2]", "[0, 1.5, 3]", "design.csv, line 4: 4,2 | 4,3"),
        ("[0, 28]", "[0, 42]", "windows/1/to: 28 | 42"),
        ("staff_met, cost", "staff_met, strain", 'outcomes/3: "cost" | "strain"'),
        ("name: a", "name: c", 'arms/1/name: "a" | "c"'),
        ("sweep:", "sweep:\n  replicates: 3", "replicates: 2 | 3"),
        ("detail-control", "ordinary", "bases/1/config/regime"),
    ],
)
def test_a_changed_experiment_is_refused(tillit, tmp_path, old, new, said):
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out", "--shard", "1/2")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    done = sweep(tillit, write(tmp_path, GRID.replace(old, new)), tmp_path / "out", "--shard", "1/2")
    assert (done.code, said in done.err) == (2, True), done.err
    assert {p: b for p, b in before.items() if "lock" not in p.name} == {
        path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file() and "lock" not in path.name}


def test_comments_and_places_do_not_count_as_changes(tillit, tmp_path):
    sweep(tillit, write(tmp_path, GRID), tmp_path / "out")
    done = sweep(tillit, write(tmp_path, "# a comment\n\n" + GRID, "# and here\n" + BASE), tmp_path / "out")
    assert (done.code, "0 now" in done.out) == (0, True), done.err


def test_another_compiler_is_said_and_goes_on(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "one")
    manifest = json.loads((tmp_path / "one" / "sweep.json").read_text()) | {"compiler": "cc 1.0", "flags": "-O7"}
    manifest["identity"] = identity(manifest, (tmp_path / "one" / "design.csv").read_bytes())
    (tmp_path / "out").mkdir()
    shutil.copy(tmp_path / "one" / "design.csv", tmp_path / "out")
    (tmp_path / "out" / "sweep.json").write_text(json.dumps(manifest))
    done = sweep(tillit, experiment, tmp_path / "out")
    assert done.code == 0 and "was begun by another build" in done.err, done.err
    assert "compiler: cc 1.0 there" in done.err and "flags: -O7 there" in done.err and "commit" not in done.err
    assert "was begun" not in sweep(tillit, experiment, tmp_path / "one").err
    with h5py.File(merged(tillit, tmp_path / "one")) as one, h5py.File(merged(tillit, tmp_path / "out")) as other:
        assert np.array_equal(one["cost"][:], other["cost"][:]) and other.attrs["compiler"] == b"cc 1.0"


def test_another_version_is_refused(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "sweep.json").read_text())
    manifest["model_version"] = "1"
    (tmp_path / "out" / "sweep.json").write_text(json.dumps(manifest))
    done = sweep(tillit, experiment, tmp_path / "out")
    assert (done.code, "was changed since it was written" in done.err) == (2, True)
    manifest["identity"] = identity(manifest, (tmp_path / "out" / "design.csv").read_bytes())
    (tmp_path / "out" / "sweep.json").write_text(json.dumps(manifest))
    done = sweep(tillit, experiment, tmp_path / "out")
    assert (done.code, 'model_version: "1" | "' in done.err) == (2, True), done.err


# ---- where it is run -----------------------------------------------------------------------------------------------


def test_a_full_disk_loses_no_more_than_the_part(tillit, tmp_path):
    experiment = write(tmp_path, GRID)
    sweep(tillit, experiment, tmp_path / "out", "--shard", "1/2")
    narrow = f"ulimit -f 4; exec {TILLIT} sweep {experiment} --out {tmp_path}/out --shard 2/2 --quiet"
    done = subprocess.run(["bash", "-c", narrow], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "2-of-2-000001.h5: cannot" in done.stderr and "12 to do" in done.stdout, done.stderr
    assert [part.name for part in parts(tmp_path / "out")] == ["1-of-2-000001.h5"]
    assert sweep(tillit, experiment, tmp_path / "out", "--shard", "2/2").code == 0
    merged(tillit, tmp_path / "out")


@pytest.mark.parametrize(("number", "requeued"), [(signal.SIGUSR1, ["requeue 77"]), (signal.SIGTERM, [])], ids=["time limit", "scancel"])
def test_the_slurm_script_tells_its_sweep_and_goes_back_to_the_queue(tillit, tmp_path, whole, number, requeued):
    """With a stand-in for scontrol: what Slurm itself does is tested where Slurm is."""
    experiment, reference, seconds = whole
    (tmp_path / "bin").mkdir()
    (tmp_path / "requeued").touch()
    (tmp_path / "bin" / "scontrol").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/requeued\n')
    (tmp_path / "bin" / "scontrol").chmod(0o755)
    own = {"SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "1", "SLURM_ARRAY_TASK_COUNT": "1",
           "SLURM_JOB_ID": "77", "SLURM_CPUS_PER_TASK": "2", "TILLIT": TILLIT, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    command = ["bash", "experiments/slurm/sweep.sbatch", str(experiment), str(tmp_path / "out")]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    work(process, 0.4 * seconds)
    process.send_signal(number)
    assert process.wait(timeout=120) == 1, process.stderr.read()
    assert "stopped on request" in process.stderr.read()
    assert (tmp_path / "requeued").read_text().splitlines() == requeued
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert_same(reference, merged(tillit, tmp_path / "out"))
