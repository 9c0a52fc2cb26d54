"""The lines of experiments/SWEEPS.md as they stand there: launchers, and the snippets that read a merged file."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest

from conftest import ROOT, TILLIT
from sweeplib import BASE, GRID, HEAD, assert_same, merged, quiet_environment, sweep, write

PAGE = (ROOT / "experiments" / "SWEEPS.md").read_text()
# As root, and with fewer cores than ranks, Open MPI wants to be told that this is meant.
MEANT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1",
         "OMPI_MCA_plm_rsh_agent": ""}


def launch_line(launcher: str, experiment: Path, out: Path) -> str:
    """The page's line for a launcher, with three shards instead of forty."""
    (line,) = re.findall(rf"^\| {re.escape(launcher)} \| `(.*)` \|$", PAGE, re.M)
    line = line.replace("40", "3").replace("build/tillit", shlex.quote(TILLIT))
    return line.replace("X.yaml", str(experiment)).replace("DIR", str(out))


@pytest.mark.parametrize(("launcher", "program", "package"), [("Open MPI", "mpirun", "openmpi-bin"), ("GNU parallel", "parallel", "parallel")])
def test_a_launcher_starts_the_shards(tillit, tmp_path, launcher, program, package):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian: {package})")
    experiment = write(tmp_path, GRID)
    assert sweep(tillit, experiment, tmp_path / "alone").code == 0
    line = launch_line(launcher, experiment, tmp_path / "out")
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=os.environ | MEANT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "shard 3 of 3: 8 of 8 runs done" in done.stdout
    assert_same(merged(tillit, tmp_path / "alone"), merged(tillit, tmp_path / "out"))


PRESET = HEAD + """
arms: [{name: trust, regime: trust-steering}, {name: detail, regime: detail-control}]
outcomes: [satisfied]
sweep:
  factors: {organisation.pool_size: [9, 18]}
  keep: {windows: {year_1: [0, 28], year_2: [28, 56]}}
"""


def snippet(language: str, path: Path) -> str:
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    return text.replace("results/organisation.sweep.h5", str(path))


@pytest.fixture(params=["{year_1: [0, 28], year_2: [28, 56]}", "{year_1: [0, 28]}"], ids=["windows", "window"])
def read(tillit, tmp_path, request):
    """A merged file that the page's snippets fit, and its satisfied in the last window [point, replicate]."""
    text = PRESET.replace("{year_1: [0, 28], year_2: [28, 56]}", request.param)
    assert sweep(tillit, write(tmp_path, text, BASE), tmp_path / "out").code == 0
    path = merged(tillit, tmp_path / "out")
    with h5py.File(path) as file:
        return path, file["satisfied"][:, :, -1]


def test_the_python_snippet(read):
    path, satisfied = read
    done = subprocess.run([ROOT / ".venv" / "bin" / "python", "-c", snippet("python", path)], capture_output=True, text=True, check=True)
    last = [float(number) for number in done.stdout.splitlines()[-1].strip("[]").split()]
    assert last == pytest.approx((satisfied[:2] - satisfied[2:]).mean(1), abs=1e-6)


def r_lacks() -> str:
    if shutil.which("Rscript") is None:
        return "Rscript is not installed (Debian: r-base-core)"
    done = subprocess.run(["Rscript", "-e", "library(ncdf4)"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "R has no ncdf4 (Debian: r-cran-ncdf4)"


def test_the_r_snippet(read):
    if why := r_lacks():
        pytest.skip(why)
    path, satisfied = read
    script = "options(digits = 15)\n" + snippet("r", path).replace("data.frame(", "table <- data.frame(", 1)
    done = subprocess.run(["Rscript", "-e", script + "\nwrite.csv(table, row.names = FALSE)"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = [row.replace('"', "").split(",") for row in done.stdout.split() if "," in row]
    assert rows[0] == ["arm", "size", "satisfied"], done.stdout
    assert [row[:2] for row in rows[1:]] == [["trust", "9"], ["trust", "18"], ["detail", "9"], ["detail", "18"]]
    assert np.array([float(row[2]) for row in rows[1:]]) == pytest.approx(satisfied.mean(1), rel=1e-12)
