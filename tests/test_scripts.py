"""The scripts that put the model beside figures and priors."""

import subprocess
import sys
from pathlib import Path

from conftest import ROOT, TILLIT


def script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / name), *arguments, "--tillit", str(Path(TILLIT).absolute())]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_worlds_of_every_lever():
    done = script("worlds.py", "tradeoffs", "--worlds", "1", "--print")
    assert done.returncode == 0, done.stderr
    levers = subprocess.run([TILLIT, "params", "--format", "markdown"], capture_output=True, text=True, check=True).stdout
    names = [line.split("|")[1].strip(" `") for line in levers.splitlines() if "| lever |" in line]
    missing = [name for name in names if f"| {name} |" not in done.stdout]
    assert len(names) > 40 and not missing


def test_worlds_are_the_same_for_the_same_seed():
    first, second = (script("worlds.py", "prior-predictive", "--worlds", "1", "--print").stdout for _ in range(2))
    assert first == second and "S+O+R=cost" in first
