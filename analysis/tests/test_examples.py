"""The notebook runs as it stands, and R reads the same file."""

import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import tillit

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def test_the_notebook_runs_as_it_stands():
    notebook = nbformat.read(EXAMPLES / "example.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)  # kept without outputs
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": EXAMPLES.parents[1]}}
    ).execute()
    tables = [o for cell in notebook.cells for o in cell.get("outputs", []) if "text/html" in o.get("data", {})]
    assert len(tables) == 2 and "experience.discretion" in tables[1]["data"]["text/html"]


def test_r_reads_the_same_file(folder, printed, result):
    if not shutil.which("Rscript"):
        pytest.skip("Rscript is not installed (Debian: r-base-core r-cran-ncdf4)")
    if subprocess.run(["Rscript", "-e", "library(ncdf4)"], capture_output=True, check=False).returncode != 0:
        pytest.skip("the R package ncdf4 is not installed (Debian: r-cran-ncdf4)")
    done = subprocess.run(
        ["Rscript", EXAMPLES / "read.R", folder / "result.h5", "strain"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = {
        line.split()[0]: [float(x) if x != "NA" else None for x in line.split()[1:]]
        for line in done.stdout.splitlines()[1:3]
    }
    change = tillit.difference(result, "strain", "b", "a")
    assert rows["b"][1:] == pytest.approx([change.mean, change.half_width], rel=1e-6)
