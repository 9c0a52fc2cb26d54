"""Files that the package writes: whole or absent, and never over what somebody still needs."""

import errno
import os
import stat
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import tillit
from tillit import runs
from tillit.__main__ import main
from tillit.writing import check_output, for_spreadsheets, shown, whole_file, write_text


@pytest.fixture
def sweep_folder(tmp_path):
    own = tmp_path / "x.sweep"
    (own / "parts").mkdir(parents=True)
    (own / "sweep.json").write_text("{}")
    (own / "parts" / "1-of-1-000001.h5").write_text("part")
    return own


def test_a_file_is_whole_and_has_the_rights_of_the_umask(tmp_path):
    for mask, rights in ((0o077, 0o600), (0o002, 0o664)):
        before = os.umask(mask)
        try:
            write_text(tmp_path / "x.csv", "ö\n", overwrite=True)
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "x.csv").stat().st_mode) == rights
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "ö\n"
    assert [own.name for own in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_what_was_there_stays_when_it_cannot_be_written(tmp_path, monkeypatch, call):
    (tmp_path / "x.csv").write_text("old")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space left") as caught:
        write_text(tmp_path / "x.csv", "new", overwrite=True)
    assert caught.value.filename == str(tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_file_that_appeared_meanwhile_stays(tmp_path):
    with pytest.raises(FileExistsError) as caught, whole_file(tmp_path / "x.csv") as unfinished:
        unfinished.write_text("new")
        (tmp_path / "x.csv").write_text("theirs")
    assert caught.value.filename == str(tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text() == "theirs" and len(list(tmp_path.iterdir())) == 1


def test_a_file_system_without_hard_links_will_do(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    write_text(tmp_path / "x.csv", "new")
    assert (tmp_path / "x.csv").read_text() == "new"


def test_what_is_read_or_no_file_of_ours_is_refused(tmp_path):
    (tmp_path / "in.h5").write_text("input")
    os.link(tmp_path / "in.h5", tmp_path / "same.h5")
    (tmp_path / "link.h5").symlink_to("in.h5")
    (tmp_path / "dangling.h5").symlink_to("none.h5")
    os.mkfifo(tmp_path / "pipe")
    cases = {
        tmp_path / "in.h5": "is read for this",
        tmp_path / "same.h5": "is read for this",
        tmp_path / "link.h5": "is read for this",
        tmp_path / "dangling.h5": "is a link; name the file that it points to",
        tmp_path / "pipe": "but a pipe",
        tmp_path: "but a folder",
        "/dev/null": "but a device",
        tmp_path / "none" / "x": "there is no such folder",
    }
    for path, message in cases.items():
        with pytest.raises(tillit.TillitError, match=message) as caught:
            check_output(path, overwrite=True, reads=[tmp_path / "in.h5"])
        assert str(path) in str(caught.value)
    check_output(tmp_path / "new", reads=[tmp_path / "in.h5", tmp_path / "none.h5"])


@pytest.mark.parametrize("name", ["sweep.json", "design.csv", "parts/1-of-1-000001.h5", "parts/new.csv"])
def test_nothing_is_written_into_a_sweeps_folder(sweep_folder, name):
    with pytest.raises(tillit.TillitError, match="lies in the folder of the sweep"):
        check_output(sweep_folder / name, overwrite=True)
    check_output(sweep_folder.parent / "x.sweep.h5")


def commands(folder):
    """Every command that writes, and the file that it would write to the folder; `HERE` stands for that folder."""
    result = str(folder / "result.h5")
    return {
        "page.html": ["report", result, "--out", "HERE/page.html"],
        "strain.svg": ["figures", result, "--outcome", "strain", "--folder", "HERE"],
        "rows.csv": ["design", "lhs", "--size", "4", "--parameter", "opinion.kappa", "--out", "HERE/rows.csv"],
        "fit.json": ["validate", "--json", "HERE/fit.json"],
        "screening.csv": ["screen", "--results", "HERE/screening.csv"],
        "waves.csv": ["calibrate", "--folder", "HERE"],
        "p.csv": ["predictions", "--results", "HERE/p.csv"],
        "r.csv": ["robustness", str(folder / "experiment.yaml"), "--results", "HERE/r.csv"],
        "summary.csv": ["summary", str(folder / "sweep.h5"), "--out", "HERE/summary.csv"],
        "i.svg": ["indices", str(folder / "sweep.h5"), "--outcome", "quality", "--figure", "HERE/i.svg"],
    }


def test_every_command_asks_before_it_replaces(folder, printed, refusal, tmp_path):
    for name, arguments in commands(folder).items():
        (tmp_path / name).write_text("old")
        said = refusal(*(own.replace("HERE", str(tmp_path)) for own in arguments))
        assert f"{tmp_path / name}: is there already; --overwrite" in said, arguments
        assert (tmp_path / name).read_text() == "old"


def test_what_is_told_no_place_goes_into_the_current_folder(refusal, tmp_path, monkeypatch):
    """Never into the package: each refuses what stands in the current folder under its name."""
    monkeypatch.chdir(tmp_path)
    for name, command in (("waves.csv", "calibrate"), ("screening.csv", "screen")):
        (tmp_path / name).write_text("old")
        assert f"{name}: is there already; --overwrite" in refusal(command)


def test_a_command_replaces_what_it_may(folder, printed, refusal, tmp_path, monkeypatch, capsys):
    for name in ("page.html", "strain.svg", "rows.csv"):
        (tmp_path / name).write_text("old")
        arguments = [own.replace("HERE", str(tmp_path)) for own in commands(folder)[name]]
        monkeypatch.setattr(sys, "argv", ["tillit", *arguments, "--overwrite"])
        assert main() == 0 and len((tmp_path / name).read_text()) > 3
    assert str(tmp_path / "rows.csv") in capsys.readouterr().out
    own = str(folder / "result.h5")
    for arguments in (["report", own, "--out", own], ["summary", own, "--out", own]):
        assert "is read for this" in refusal(*arguments, "--overwrite")
    assert "ending of svg, pdf, png" in refusal_of_figure(tmp_path)


def refusal_of_figure(folder):
    with pytest.raises(tillit.TillitError) as caught:
        tillit.figures.save(None, folder / "x.jpeg")
    return str(caught.value)


def test_a_run_never_takes_the_place_of_its_config(folder, tmp_path):
    for name in ("base.yaml", "experiment.yaml"):
        (tmp_path / name).write_text((folder / name).read_text())
    before = (tmp_path / "base.yaml").read_text()
    for overwrite in (False, True):
        with pytest.raises(tillit.TillitError, match="base.yaml: is read for this"):
            tillit.run(tmp_path / "base.yaml", out=tmp_path / "base.yaml", overwrite=overwrite)
        with pytest.raises(tillit.TillitError, match="experiment.yaml: is read for this"):
            tillit.experiment(tmp_path / "experiment.yaml", out=tmp_path / "experiment.yaml", overwrite=overwrite)
    (tmp_path / "x.h5").write_text("old")
    with pytest.raises(tillit.TillitError, match="is there already"):
        tillit.run(tmp_path / "base.yaml", out=tmp_path / "x.h5")
    assert (tmp_path / "base.yaml").read_text() == before and (tmp_path / "x.h5").read_text() == "old"
    tillit.run(tmp_path / "base.yaml", {"run.replicates": 1}, tmp_path / "x.h5", overwrite=True).close()


def test_a_sweep_takes_the_place_of_no_result_and_returns_no_older_one(folder, printed, tmp_path, monkeypatch):
    (tmp_path / "s.h5").write_bytes((folder / "result.h5").read_bytes())
    with pytest.raises(tillit.TillitError, match=r"s.h5: is there already, and no merged sweep"):
        tillit.sweep(folder / "experiment.yaml", tmp_path / "s")
    assert (tmp_path / "s.h5").stat().st_size == (folder / "result.h5").stat().st_size
    few = {"run.replicates": 1, "run.days": 84}
    tillit.sweep(folder / "experiment.yaml", tmp_path / "t", few).close()
    monkeypatch.setattr(runs, "program", lambda: "false")
    monkeypatch.setattr(runs, "call", lambda *_: "")
    with pytest.raises(tillit.RunError):
        tillit.sweep(folder / "experiment.yaml", tmp_path / "t", few, incomplete=True)


def test_formulas_become_text_and_numbers_stay(tmp_path):
    found = pd.DataFrame(
        {"arm": ["=1+1", "plain"], "-x": [-1.5, np.nan]},
        index=pd.MultiIndex.from_tuples([("@a", "+b"), ("c", "d")], names=["o", "n"]),
    )
    lines = for_spreadsheets(found).to_csv().splitlines()
    assert lines == ["o,n,arm,'-x", "'@a,'+b,'=1+1,-1.5", "c,d,plain,"]
    assert list(found["arm"]) == ["=1+1", "plain"]
    single = pd.DataFrame({"n": [1]}, index=pd.Index([1], name="point"))
    assert for_spreadsheets(single).to_csv() == single.to_csv()


def test_nothing_printed_steers_a_terminal():
    assert shown("a\x1b[31m\x07b\u202ec\nåäö 1\u202f000") == "a\\x1b[31m\\x07b\\u202ec\nåäö 1\u202f000"


@pytest.mark.parametrize(
    ("to", "code", "said"), [("| head -1", 0, ""), (">/dev/full", 1, "No space left"), (">&-", 1, "is closed")]
)
def test_what_was_printed_has_arrived(folder, printed, to, code, said):
    command = f'"$0" -m tillit table "$1" --outcome cost --outcome quality {to}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, folder / "result.h5"], stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.returncode == code and "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert (f"standard output: {said}" in done.stderr) if said else (done.stderr == "")
