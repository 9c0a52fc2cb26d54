"""A sweep on a real Slurm, from `sbatch` to the merged file: `make slurm` (as root; it starts daemons of its own).

One array goes through all that can befall its tasks: one is killed, one cancelled, one meets its time limit and is requeued,
one is left alone. Then what is left is submitted, and the merged file is that of a sweep on this machine alone."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, TILLIT
from slurmlib import Slurm, why_not
from sweeplib import HEAD, assert_same, merged, quiet_environment, sweep, write

ASKED = os.environ.get("TILLIT_SLURM") == "1"
pytestmark = pytest.mark.skipif(not ASKED or why_not() != "", reason=why_not() or "not asked for (make slurm)")

SCRIPT = ROOT / "experiments" / "slurm" / "sweep.sbatch"
# Long enough that a task is still at it when it is looked for: some ten seconds of a core for each of four.
TEXT = HEAD + f"""
outcomes: [quality, cost]
sweep:
  factors: {{plan.continuity_weight: {[i / 10 for i in range(25)]}, regime: [ordinary, trust-steering]}}
  replicates: 48
"""
BASE = """seed: 1
municipality: bjurholm
run: {days: 336, burn_in_days: 28}
record: {level: municipality, period_days: 28}
"""


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    with Slurm(tmp_path_factory.mktemp("slurm")) as running:
        yield running


def sweeps_of(out: Path, tasks: int) -> dict[int, int]:
    """Process ids of the sweeps of an array by its tasks, as their locks say; those that have begun."""
    found = {}
    for task in range(1, tasks + 1):
        lock = out / f"lock-{task}-of-{tasks}"
        words = lock.read_text().split() if lock.exists() else []
        if len(words) == 4 and list((out / "parts").glob(f"{task}-of-{tasks}-*.h5")):
            found[task] = int(words[1])
    return found


def is_pending(process: int, number: signal.Signals) -> bool:
    """Has a process that stands still been sent a signal?"""
    status = Path(f"/proc/{process}/status").read_text()
    masks = [int(line.split()[1], 16) for line in status.splitlines() if line.startswith(("SigPnd", "ShdPnd"))]
    return any(mask >> (number - 1) & 1 for mask in masks)


def submit(slurm, folder, *arguments):
    text = slurm.call("sbatch", "--parsable", "--cpus-per-task=1", "--mem-per-cpu=100M", "--time=10", f"--chdir={ROOT}",
                      f"--output={folder}/%A-%a.log", *arguments, TILLIT=TILLIT)
    return text.strip()


def finish(slurm, *jobs):
    slurm.wait_for(lambda: not set(slurm.call("squeue", "-h", "-o", "%F").split()) & set(jobs), "the queue to empty", 600)


def test_an_array_is_killed_cancelled_requeued_and_submitted_again(tillit, tmp_path, slurm):
    experiment, out = write(tmp_path, TEXT, BASE), tmp_path / "out"
    assert sweep(tillit, experiment, tmp_path / "alone").code == 0
    job = submit(slurm, tmp_path, "--array=1-4", SCRIPT, experiment, out, "--part-runs", "5")
    processes = slurm.wait_for(lambda: len(found := sweeps_of(out, 4)) == 4 and found, "four tasks at work")
    for process in processes.values():
        os.kill(process, signal.SIGSTOP)

    os.kill(processes[1], signal.SIGKILL)
    slurm.wait_for(lambda: slurm.task(job, 1).get("JobState") == "FAILED", "the killed task to fail")

    slurm.call("scancel", f"{job}_2")
    os.kill(processes[2], signal.SIGCONT)
    slurm.wait_for(lambda: slurm.task(job, 2).get("JobState") == "CANCELLED", "the task to be cancelled")

    # Standing still, a sweep outlasts any time limit: Slurm tells it a minute before, and it goes back to the queue.
    slurm.call("scontrol", "update", f"JobId={job}_3", "TimeLimit=1")
    slurm.wait_for(lambda: is_pending(processes[3], signal.SIGUSR1), "the time limit")
    os.kill(processes[3], signal.SIGCONT)
    slurm.wait_for(lambda: int(slurm.task(job, 3).get("Restarts", 0)) >= 1, "the task to be requeued")
    assert "stopped on request; every finished run is kept" in (tmp_path / f"{job}-3.log").read_text()
    os.kill(processes[4], signal.SIGCONT)
    finish(slurm, job)
    assert slurm.task(job, 3)["JobState"] == slurm.task(job, 4)["JobState"] == "COMPLETED"
    assert slurm.task(job, 1)["Restarts"] == slurm.task(job, 2)["Restarts"] == "0"

    todo = tmp_path / "todo"
    left = tillit("merge", out, "--todo", todo)
    assert left.code == 1 and "is marked incomplete" in left.err
    missing = len(todo.read_text().split())
    assert 0 < missing < 1200  # at most what was left of the two
    again = submit(slurm, tmp_path, "--array=1-3", SCRIPT, experiment, out, "--runs", todo)
    finish(slurm, again)
    logs = [(tmp_path / f"{again}-{task}.log").read_text() for task in (1, 2, 3)]
    assert all(f"shard {task} of 3 of {todo}: " in log and " 0 to do" in log for task, log in enumerate(logs, 1)), logs
    once_more = submit(slurm, tmp_path, "--array=1-4", SCRIPT, experiment, out)  # the line of the beginning: nothing is left
    finish(slurm, once_more)
    assert all("; 0 now in" in (tmp_path / f"{once_more}-{task}.log").read_text() for task in range(1, 5))
    assert_same(merged(tillit, tmp_path / "alone"), merged(tillit, out))


def test_the_srun_line_of_the_page(tillit, tmp_path, slurm):
    from test_launchers import GRID, launch_line

    experiment = write(tmp_path, GRID)
    assert sweep(tillit, experiment, tmp_path / "alone").code == 0
    line = launch_line("srun", experiment, tmp_path / "out")
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=slurm.environment | {"TILLIT_CONFIGS": str(ROOT / "configs")},
                          capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "shard 2 of 3: 8 of 8 runs done" in done.stdout
    assert_same(merged(tillit, tmp_path / "alone"), merged(tillit, tmp_path / "out"))
