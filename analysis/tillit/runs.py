"""Starts the program and opens what it wrote."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xarray as xr

from tillit import in_process
from tillit.errors import RunError, TillitError
from tillit.files import PathText, is_sweep, open_result, open_sweep
from tillit.library import Config, encoded, set_texts, whole
from tillit.places import program, tell_data
from tillit.writing import check_output


def _done(*arguments: object) -> subprocess.CompletedProcess[str]:
    tell_data(os.environ)
    own = [encoded(str(argument), "argument", is_path=True) for argument in arguments]
    return subprocess.run([program(), *own], capture_output=True, text=True, check=False)


def call(*arguments: object) -> str:
    """Runs the program and returns what it printed.

    Raises:
        RunError: with the program's own message.
    """
    done = _done(*arguments)
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip()
        raise RunError("\n".join(dict.fromkeys(said.splitlines())), done.returncode)  # every arm says the same
    return done.stdout


def sets(overrides: Mapping[str, Any] | None) -> list[str]:
    """Options that set parameters by their path."""
    return [own for text in set_texts(overrides) for own in ("--set", text)]


def _threads(threads: int | None) -> int | None:
    """As the command has them.

    Raises:
        TillitError: no whole number from 0, or over 4096.
    """
    return None if threads is None else whole("threads", threads, 0, 4096)


def _result(
    command: str,
    files: Sequence[PathText],
    overrides: Mapping[str, Any] | None,
    out: PathText | None,
    threads: int | None,
    overwrite: bool,
) -> xr.Dataset:
    more = ["--threads", str(threads)] if _threads(threads) else []
    if out is not None:
        check_output(out, overwrite, files)
        more += ["--overwrite"] if overwrite else []
        call(command, *files, *sets(overrides), *more, "--quiet", "--out", out)
        return open_result(out)
    with tempfile.TemporaryDirectory(prefix="tillit-") as folder:
        path = Path(folder) / "result.h5"
        call(command, *files, *sets(overrides), *more, "--quiet", "--out", path)
        with open_result(path) as data:
            return data.load()


def run(
    config: PathText,
    overrides: Mapping[str, Any] | None = None,
    out: PathText | None = None,
    threads: int | None = None,
    overwrite: bool = False,
) -> xr.Dataset:
    """`tillit run`: one config, with parameters by path: run("configs/karlstad.yaml", {"run.replicates": 4}).

    Without `out` it is run in this process and held in memory, with the values that a file would have; but for areas,
    units and snapshots, which are in files only: then the program is started and writes one, which does not stay.
    `threads`: None or 0 for as many as there are processors.

    Raises:
        RunError: the program refused or failed; its own message.
        TillitError: threads are no whole number to 4096; a text that no program can be given; `out` is there already without `overwrite`, or is the config itself.
    """
    if out is None:
        resolved = Config.load(config, overrides)
        if in_process.can_run(resolved):
            return in_process.run(resolved, _threads(threads))
    return _result("run", [config], overrides, out, threads, overwrite)


def experiment(
    path: PathText,
    overrides: Mapping[str, Any] | None = None,
    out: PathText | None = None,
    threads: int | None = None,
    overwrite: bool = False,
) -> xr.Dataset:
    """`tillit experiment`: several arms on the same people and luck; see run."""
    return _result("experiment", [path], overrides, out, threads, overwrite)


def digest(path: PathText, overrides: Mapping[str, Any] | None = None) -> str:
    """`tillit digest`: what an experiment, or the one that a result file holds, asks; 16 hexadecimal digits.

    Raises:
        RunError: neither; the program's own message.
    """
    return call("digest", path, *sets(overrides)).strip()


def sweep(
    path: PathText, folder: PathText, overrides: Mapping[str, Any] | None = None, incomplete: bool = False
) -> xr.Dataset:
    """`tillit sweep` and `merge`: all runs of a design in `folder`, taken up where it was stopped; opened as open_sweep does.

    What was merged before into FOLDER.h5 is replaced, and nothing else that lies there.

    Raises:
        RunError: the program refused or failed; its own message.
        TillitError: as open_sweep, or FOLDER.h5 is something else than a merged sweep.
    """
    merged = Path(f"{Path(folder)}.h5")  # of a folder named with a slash at its end, too
    if merged.exists():
        check_output(merged, overwrite=True, reads=[path])
        if not is_sweep(merged):
            raise TillitError(f"{merged}: is there already, and no merged sweep; name another folder")
    before = merged.stat().st_ino if merged.exists() else None
    try:
        call("sweep", path, "--out", folder, "--quiet", *sets(overrides))
    except RunError as error:
        if error.code != 1 or not incomplete:
            raise
    done = _done("merge", folder, "--out", merged, "--overwrite")
    written = merged.exists() and merged.stat().st_ino != before
    if not written or (done.returncode != 0 and not incomplete):
        raise RunError(done.stderr.strip(), done.returncode)
    return open_sweep(merged, incomplete=incomplete)
