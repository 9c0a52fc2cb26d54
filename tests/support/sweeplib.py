"""What the tests of sweeps share: experiments, running and merging them, and two that were swept once."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import h5py
import numpy as np
import pytest

from conftest import ROOT, TILLIT

BASE = """seed: 1
municipality: lillkoping
run: {days: 56, burn_in_days: 28, replicates: 2}
record: {level: municipality, period_days: 14}
"""
SHOWN = BASE + "record.snapshot_every_days: 28\n"
HEAD = "title: {sv: Prov, en: Trial}\nquestion: What?\nconfig: base.yaml\n"
GRID = HEAD + """
arms:
  - {name: a, regime: detail-control}
  - {name: b, regime: trust-steering}
outcomes: [quality, staff_met, cost]
sweep:
  factors:
    organisation.pool_size: [4, 18]
    plan.continuity_weight: [0, 1.5, 2]
  keep: {windows: {first: [0, 28], whole: [0, 56]}, series: true}
"""
# Half a second of work: long enough to be killed in the midst of it.
LONG = HEAD + """
outcomes: [quality, strain]
sweep:
  factors: {plan.continuity_weight: [0, 0.5, 1, 1.5, 2], organisation.pool_size: [8, 9, 10, 12, 14, 16, 18, 20]}
  replicates: 10
  keep: {series: true, snapshots: [recipient_satisfaction, employee_strain]}
"""


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch):
    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    for name in [name for name in os.environ if name.startswith("SLURM_")]:
        monkeypatch.delenv(name)


def write(folder: Path, text: str, base: str = BASE) -> Path:
    (folder / "base.yaml").write_text(base)
    path = folder / "experiment.yaml"
    path.write_text(text)
    return path


def sweep(tillit, experiment, out, *options):
    return tillit("sweep", experiment, "--out", out, "--quiet", *options)


def merged(tillit, folder) -> Path:
    done = tillit("merge", folder, "--overwrite")
    assert done.code == 0, done.err
    return Path(f"{folder}.h5")


def assert_same(a: Path, b: Path) -> None:
    done = subprocess.run(["h5diff", "-v", str(a), str(b)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    with h5py.File(a) as one, h5py.File(b) as other:
        assert list(one) == list(other) and dict(one.attrs).keys() == dict(other.attrs).keys()
        for name in one:
            kind = one[name].dtype.kind
            if not name.endswith("_byte"):
                assert np.array_equal(one[name][()], other[name][()], equal_nan=kind == "f"), name


# What asks a command to stop.
STOPS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGUSR1]


def heed(ignoring: int | None = None) -> None:
    """Signals as a terminal leaves them; a shell's background, where tests may run, ignores some."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN if number == ignoring else signal.SIG_DFL)


def start(experiment, out, *options) -> subprocess.Popen:
    command = [TILLIT, "sweep", str(experiment), "--out", str(out), "--quiet", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed)


def start_long_run(out: Path, ignoring: int | None = None) -> subprocess.Popen[str]:
    """A run that takes far longer than a test, once its file is there."""
    arguments = ["run", "configs/karlstad-ordinary.yaml", "--set", "run.days=7280", "--out", str(out)]
    process = subprocess.Popen([TILLIT, *arguments], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: heed(ignoring))
    while not any(out.parent.iterdir()):
        assert process.poll() is None
        time.sleep(0.02)
    return process


def processor_seconds(pid: int) -> float:
    """What a process and those that it started have used so far; 0 once they are gone."""
    used, family = 0.0, {pid}
    for entry in sorted((e for e in Path("/proc").iterdir() if e.name.isdigit()), key=lambda e: int(e.name)):
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(entry.name) in family or int(fields[1]) in family:
                family.add(int(entry.name))
                used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def work(process: subprocess.Popen, seconds: float) -> None:
    """Waits until a process has used so many processor seconds, or has ended: how far it is, however busy the machine."""
    while process.poll() is None and processor_seconds(process.pid) < seconds:
        time.sleep(0.01)


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "parts").glob("*.h5"))


def identity(manifest: dict, table: bytes) -> str:
    """As sweep.c computes it; numbers must be written as jansson does."""
    text = dump({key: value for key, value in manifest.items() if key != "identity"})
    value = 1469598103934665603
    for byte in text.encode() + table:
        value = (value ^ byte) * 1099511628211 % 2**64
    return f"{value:016x}"


def dump(value: object, depth: int = 0) -> str:
    """jansson's JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(17)."""
    pad, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict):
        inner = ",".join(f"{pad}{json.dumps(k)}: {dump(v, depth + 1)}" for k, v in sorted(value.items()))
        return "{" + inner + (end if value else "") + "}"
    if isinstance(value, list):
        inner = ",".join(pad + dump(v, depth + 1) for v in value)
        return "[" + inner + (end if value else "") + "]"
    if isinstance(value, float):
        text = f"{value:.17g}"
        return text if "." in text or "e" in text else text + ".0"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, own_configs):
    """An uninterrupted sweep, and the processor seconds that it took."""
    folder = tmp_path_factory.mktemp("whole")
    experiment = write(folder, LONG, SHOWN)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = start(experiment, folder / "out", "--part-runs", "20")
    assert process.wait() == 0, process.stderr.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    done = subprocess.run([TILLIT, "merge", str(folder / "out")], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    return experiment, folder / "out.h5", seconds


@pytest.fixture(scope="module")
def small(tmp_path_factory, own_configs):
    """A merged sweep, with its folder beside it."""
    folder = tmp_path_factory.mktemp("small")
    assert start(write(folder, GRID), folder / "out").wait() == 0
    assert subprocess.run([TILLIT, "merge", str(folder / "out")], cwd=ROOT, capture_output=True, check=False).returncode == 0
    return folder / "out.h5"
