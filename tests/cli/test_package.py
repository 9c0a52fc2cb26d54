"""pip install of the checkout, as a user has it: a wheel in an empty environment, called from another folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from conftest import ROOT

CONFIG = """
seed: 1
municipality: lillkoping
municipality.recipients: 30
regime: ordinary
run: {days: 14, burn_in_days: 7, replicates: 2}
record: {level: municipality, period_days: 7}
"""
PROBE = """
import json, sys, tillit
from tillit import committed, places
data = tillit.run("own.yaml")
print(json.dumps({
    "package": str(places.place()), "digests": [f"{int(v):016x}" for v in data["digest"].values[0]],
    "there": [p.is_file() for p in (
        places.place("configs", "small.yaml"), places.place("experiments", "skonsmo.yaml"), places.place("validation", "arms.yaml"), committed.FIT)],
    "text": tillit.Simulation(text=open("own.yaml").read()).run().digest,
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment that has the wheel, and what it asks for from the environment of these tests: half a gigabyte."""
    folder = tmp_path_factory.mktemp("wheel")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TILLIT")}

    def run(*command: object, **more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*map(str, command)], cwd=folder, env=clean, capture_output=True, text=True, timeout=570, **more)

    made = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    assert made.returncode == 0, made.stderr
    (wheel,) = folder.glob("tillit-*.whl")
    assert "-py3-none-linux_" in wheel.name
    venv.create(folder / "own", with_pip=False, symlinks=True)
    python = folder / "own" / "bin" / "python"
    own = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    done = run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel)
    assert done.returncode == 0, done.stderr
    Path(own, "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (folder / "own.yaml").write_text(CONFIG)
    return folder, Path(own), run


def test_a_wheel_holds_program_library_configs_experiments_package_and_licence(installed):
    _, own, _ = installed
    names = ("program/tillit", "program/libtillit.so", "include/tillit.h", "configs/municipalities/karlstad.yaml", "experiments/slurm",
             "results/non_implausible.csv", "report/page.html", "py.typed")
    assert [name for name in names if not (own / "tillit" / name).exists()] == []
    assert not any(path.is_symlink() for path in (own / "tillit").rglob("*"))
    (licence,) = own.glob("tillit-*.dist-info/licenses/LICENSE")
    assert licence.read_text() == (ROOT / "LICENSE").read_text()


def test_both_ways_of_calling_it_in_another_folder_have_the_same_digests(installed):
    folder, own, run = installed
    bin_folder = folder / "own" / "bin"
    printed = run(bin_folder / "tillit", "run", "own.yaml", "--out", "own.h5", "--quiet")
    assert printed.returncode == 0, printed.stderr
    probed = run(bin_folder / "python", "-c", PROBE)
    assert probed.returncode == 0, probed.stderr
    found = json.loads(probed.stdout)
    assert found["package"] == str(own / "tillit") and all(found["there"])
    digests = printed.stdout.split("digests ")[1].split("\n")[0].split()
    assert found["digests"] == digests and found["text"] == digests[0] and len(digests) == 2
    verified = run(bin_folder / "python", "-m", "tillit", "verify", "own.h5", "--quiet")
    assert verified.returncode == 0, verified.stderr


def test_what_it_asks_for_is_what_is_pinned(installed):
    """Its own list of packages, against those of these tests: pip install of the wheel alone gets what works."""
    folder, _, run = installed
    asked = run(folder / "own" / "bin" / "python", "-c", "import importlib.metadata as m; print(*m.requires('tillit'), sep='\\n')").stdout.split("\n")
    pinned = (ROOT / "analysis" / "requirements.txt").read_text().lower()
    names = [re.match(r"[\w.-]+", line)[0].lower() for line in asked if line and "extra ==" not in line]
    assert len(names) > 5 and [name for name in names if name not in pinned] == []
    checked = run(sys.executable, "-m", "pip", "--python", folder / "own" / "bin" / "python", "check")
    assert "tillit" not in checked.stdout, checked.stdout


def test_commands_of_the_program_and_of_the_package_are_one_command(installed):
    folder, own, run = installed
    command = folder / "own" / "bin" / "tillit"
    for line in (("presets",), ("municipalities", "karls"), ("help",), ("check", own / "tillit" / "experiments" / "../configs/small.yaml")):
        done = run(command, *line)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
    first = run(command, "presets").stdout.split("tillit experiment ")[1].split("\n")[0]
    assert run(command, "digest", first).returncode == 0, first
    table = run(command, "table", "own.h5", "--outcome", "cost")
    assert table.returncode == 0 and "Lillköping" in table.stdout, table.stderr
    report = run(command, "report", "own.h5", "--out", "own.html")
    assert report.returncode == 0 and (folder / "own.html").stat().st_size > 10000, report.stderr


def test_nothing_is_written_into_the_package(installed):
    folder, own, run = installed
    before = {path: path.stat().st_mtime_ns for path in (own / "tillit").rglob("*") if path.suffix != ".pyc" and path.is_file()}
    run(folder / "own" / "bin" / "tillit", "experiment", own / "tillit" / "experiments" / "question-span.yaml", "--plan")
    run(folder / "own" / "bin" / "tillit", "screen", "--table")
    after = {path: path.stat().st_mtime_ns for path in (own / "tillit").rglob("*") if path.suffix != ".pyc" and path.is_file()}
    assert before == after
