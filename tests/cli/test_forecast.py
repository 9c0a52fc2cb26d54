"""What a run is said to take, beside what it takes. Memory is counted; time only as how much longer one world takes than
another, since a machine may be busy."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

SMALL = "configs/small.yaml"
FILE = ["--set", "record.level=area", "--out"]
TOWN = ["--set", "municipality.recipients=12000", "--set", "municipality.areas=60", "--set", "run.days=42", "--set", "run.burn_in_days=0"]
# Nobody is moved out, so that room for newcomers is made again and again.
GROWING = [*TOWN, "--set", "demography.inflow_per_year=2"]


def said(tillit, *arguments) -> tuple[float, float]:
    """Seconds and megabytes that the plan says."""
    done = tillit(*arguments, "--plan", "--threads", "1")
    found = re.search(r"about (\d+) s, (\d+) MB of memory", done.err)
    assert (done.code, found is not None) == (0, True), done.err
    return float(found[1]), float(found[2])


# Linux counts what the parent held before the program was loaded: the parent is a small one of its own.
WATCH = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, used = os.wait4(child, 0)
print(used.ru_maxrss * 1024 / 1e6)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_mb(*arguments) -> float:
    """The most memory that the run held."""
    command = [sys.executable, "-I", "-S", "-c", WATCH, os.environ.get("TILLIT", "build/tillit"), *map(str, arguments)]
    done = subprocess.run([*command, "--quiet", "--threads", "1"], capture_output=True, text=True, check=True)
    return float(done.stdout)


@pytest.mark.parametrize("sets", [[], TOWN, GROWING], ids=["small", "town", "growing"])
@pytest.mark.parametrize("recorded", [False, True], ids=["alone", "file"])
def test_memory_is_foretold_within_half(tillit, tmp_path, sets, recorded):
    arguments = ["run", SMALL, *sets, *([*FILE, tmp_path / "x.h5"] if recorded else [])]
    _, plan = said(tillit, *arguments)
    peak = peak_mb(*arguments)
    assert 1 / 1.5 < plan / peak < 1.5, (plan, peak)


def test_a_heavy_world_is_foretold(tillit):
    """As many recipients and days, but a hundred colleagues who come into question for every visit."""
    long = ["--set", "municipality.recipients=2000", "--set", "municipality.areas=4", "--set", "run.days=7280"]
    heavy = ["--set", "organisation.pool_size=400", "--set", "organisation.span=400", "--set", "resources.client_time_share=0.2"]
    plain, _ = said(tillit, "run", SMALL, *long)
    slow, _ = said(tillit, "run", SMALL, *long, *heavy)
    assert slow > 1.5 * plain > 0
