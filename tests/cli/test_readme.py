"""The commands of README.md and experiments/SWEEPS.md, line by line as they stand there, in a copy of what they name.

Replaced in the copy, to take seconds: every config is of the small invented municipality with two replicates, whose year
of burn-in is left out, presets that are named are those of the copy, the municipality that is named has 120 recipients,
and the grid of the sweep has two levels a factor. Left out: what is Python's or needs a cluster, and `claims`, which
knocks out 74 coefficients (tests/cli/test_claims.py)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, TILLIT

LEFT_OUT = ("git ", "make ", ".venv/", "sbatch ", "build/tillit claims ")
EXIT_CODES = {"build/tillit diff small.h5 other.h5": 1}  # something differs


def commands(document: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(LEFT_OUT)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    (folder / "build").mkdir()
    (folder / "build" / "tillit").symlink_to(TILLIT)
    for name in ("configs", "experiments"):
        shutil.copytree(ROOT / name, folder / name)
    for config in (folder / "configs").glob("*.yaml"):
        text = re.sub(r"^municipality: \w+$", "municipality: lillkoping", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
        text = re.sub(r"burn_in_days: \d+", "burn_in_days: 0", re.sub(r"replicates: \d+", "replicates: 2", text))
        config.write_text(text, encoding="utf-8")
    named = folder / "configs" / "municipalities" / "sundsvall.yaml"
    small = re.sub(r" areas: \d+", " areas: 2", re.sub(r"recipients: \d+", "recipients: 120", named.read_text(encoding="utf-8")))
    named.write_text(small, encoding="utf-8")
    for experiment in (folder / "experiments").glob("sweep-*.yaml"):
        text = experiment.read_text(encoding="utf-8").replace("replicates: 8", "replicates: 2")
        experiment.write_text(re.sub(r"\[(\S+), \S+, (\S+)\]$", r"[\1, \2]", text, flags=re.MULTILINE), encoding="utf-8")
    return folder


@pytest.mark.parametrize("document", ["README.md", "experiments/SWEEPS.md"])
def test_every_command_works_as_it_stands(copy, document):
    lines = [re.sub(r"(tillit experiment) ([a-z-]+)(?= |$)", r"\1 experiments/\2.yaml", line) for line in commands(document)]
    assert len(lines) >= 7
    for line in lines:
        done = subprocess.run(["bash", "-c", line], cwd=copy, env=os.environ | {"TILLIT_DATA": str(copy / "configs")}, capture_output=True, text=True, timeout=1200, check=False, stdin=subprocess.DEVNULL)
        assert done.returncode == EXIT_CODES.get(line, 0), f"{document}: {line}\n{done.stderr}"
        assert "note:" not in re.sub("note: market.drawn: ", "", done.stderr), done.stderr  # which is to be said at every run


def test_what_the_documents_name_is_there():
    """Files of the checkout that a command names, and options that its help names."""
    for line in commands("README.md") + commands("experiments/SWEEPS.md"):
        for word in re.findall(r"\b(?:configs|experiments)/[\w./-]+\.\w+", line):
            assert Path(ROOT / word).is_file(), line
