"""A file that someone sent says nothing about other files: links, external storage and virtual datasets are named and
never opened, by the command and by the package, and a FIFO is not waited for."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest

import tillit as package
from conftest import ROOT, TILLIT
from sweeplib import HEAD, quiet_environment, write  # noqa: F401
from tillit.errors import TillitError

TINY = """seed: 1
municipality: lillkoping
municipality.recipients: 20
run: {days: 14, burn_in_days: 7, replicates: 1}
record: {level: none, period_days: 7}
"""
SWEEP = "outcomes: [cost]\nsweep: {factors: {plan.continuity_weight: [0.5, 1]}, replicates: 1}\n"
READERS = {"result": package.open_result, "merged": package.open_sweep}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    experiment = write(folder, HEAD + SWEEP, TINY)
    for arguments in (
        ("run", folder / "base.yaml", "--out", folder / "result.h5", "--quiet"),
        ("sweep", experiment, "--out", folder / "sweep", "--quiet"),
        ("merge", folder / "sweep", "--out", folder / "merged.h5"),
    ):
        subprocess.run([TILLIT, *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A result, a merged sweep and the sweep's folder."""
    return Path(shutil.copytree(made, tmp_path / "own"))


def external(file, name, other):
    shape, kind = file[name].shape, file[name].dtype
    values = file[name][...]
    del file[name]
    other.with_suffix(".raw").write_bytes(values.tobytes())
    file.create_dataset(name, shape, kind, external=[(str(other.with_suffix(".raw")), 0, h5py.h5f.UNLIMITED)])


def external_link(file, name, other):
    del file[name]
    file[name] = h5py.ExternalLink(str(other), name)


def soft_link(file, name, other):
    file.move(name, "else")
    file[name] = h5py.SoftLink("/else")


def virtual(file, name, other):
    layout = h5py.VirtualLayout(file[name].shape, file[name].dtype)
    layout[...] = h5py.VirtualSource(str(other), name, file[name].shape)
    del file[name]
    file.create_virtual_dataset(name, layout)


KINDS = {
    external: "keeps its values in other files (external storage), which is not followed",
    external_link: "is a link to another file, which is not followed",
    soft_link: "is a link, which is not followed",
    virtual: "is put together from other datasets (a virtual dataset), which is not followed",
}


def point_elsewhere(path, kind, name):
    """What the command would find if it followed: the same values."""
    other = path.with_name("other.h5")
    shutil.copy(path, other)
    with h5py.File(path, "r+") as file:
        kind(file, name, other)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("which", "name"), [("result", "digest"), ("result", "config_1"), ("merged", "manifest"), ("merged", "cost")])
def test_nothing_that_lies_elsewhere_is_read(tillit, folder, kind, which, name):
    path = folder / f"{which}.h5"
    point_elsewhere(path, kind, name)
    said = f"'{name}' {KINDS[kind]}"
    assert_refused(tillit("verify", path, "--quiet"), path, said)
    if name != "cost":
        assert_refused(tillit("config", path, *(("--run", 1) if which == "merged" else ())), path, said)
    if which == "result":
        assert_refused(tillit("diff", path, path), path, said)
    with pytest.raises(TillitError) as caught:
        READERS[which](path)
    assert str(caught.value) == f"{path}: {said}"


def assert_refused(done, path, said):
    assert done.code in (1, 2) and "the same:" not in done.out
    assert str(path) in done.out + done.err and said in done.out + done.err, done.out + done.err


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_reader_asks_for_is_refused_by_verify(tillit, folder, kind):
    for which, name in (("result", "window_cost"), ("merged", "window_end_day")):
        point_elsewhere(folder / f"{which}.h5", kind, name)
        assert_refused(tillit("verify", folder / f"{which}.h5", "--quiet"), folder / f"{which}.h5", f"'{name}' {KINDS[kind]}")


@pytest.mark.parametrize("kind", KINDS)
def test_parts_refer_to_no_other_file(tillit, folder, kind):
    (part,) = (folder / "sweep" / "parts").glob("*.h5")
    point_elsewhere(part, kind, "values")
    part.with_name("other.h5").rename(folder / "other.h5")
    done = tillit("merge", folder / "sweep", "--out", folder / "again.h5")
    assert_refused(done, part, f"'values' {KINDS[kind]}")
    assert not (folder / "again.h5").exists()


def test_a_fifo_is_not_waited_for(tillit, folder):
    fifo = folder / "fifo.h5"
    os.mkfifo(fifo)
    for arguments in (("verify", fifo), ("config", fifo), ("diff", fifo, folder / "result.h5"), ("diff", folder / "result.h5", fifo)):
        done = tillit(*arguments)
        assert (done.code, str(fifo) in done.err) == (2, True), done.err
    os.mkfifo(folder / "sweep" / "parts" / "1-of-1-000009.h5")
    for arguments in (("status", folder / "sweep"), ("merge", folder / "sweep", "--out", folder / "again.h5")):
        done = tillit(*arguments)
        assert (done.code, "000009.h5" in done.err, "a pipe" in done.err) == (2, True, True), done.err
    for reader in READERS.values():
        with pytest.raises(TillitError, match="is no ordinary file, but a pipe or device"):
            reader(fifo)


@pytest.mark.parametrize("reader", READERS.values())
def test_devices_are_no_files(reader):
    with pytest.raises(TillitError, match="is no ordinary file, but a pipe or device"):
        reader("/dev/zero")


def test_files_are_whole_in_themselves(folder):
    assert np.isfinite(package.open_result(folder / "result.h5")["window_cost"].values).all()
    assert (package.open_sweep(folder / "merged.h5")["status"].values == 1).all()
