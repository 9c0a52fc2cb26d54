"""What is written and shown: nothing over an input, a link, a device or a sweep's own file; nothing left behind; no text that steers a terminal."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT, TILLIT
from sweeplib import quiet_environment, start_long_run

CONFIG = """title: A short run
seed: 1
municipality: {from: own-town.yaml}
regime: own-regime.yaml
run: {days: 14, burn_in_days: 14, replicates: 2}
record: {period_days: 14}
"""
TOWN = "municipality: {name: Provby, recipients: 60, granted_hours: 30, areas: 1}\n"
REGIME = "plan.continuity_weight: 0.8\n"
HEAD = "title: {sv: Prov, en: Trial}\nquestion: What?\nconfig: base.yaml\narms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]\n"
OUTCOMES = "outcomes: [quality, cost]\n"
FORM = "recipients;60\nhours;30\nareas;1\n"
INPUTS = ("base.yaml", "own-town.yaml", "own-regime.yaml", "ask.yaml", "sweep.yaml", "rows.csv", "form.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory, own_configs):
    """A folder with inputs of every kind, a result, a sweep and what was merged from it. What is refused leaves it as it is."""
    work = tmp_path_factory.mktemp("made")
    for name, text in zip(INPUTS, (CONFIG, TOWN, REGIME, HEAD + OUTCOMES, HEAD + OUTCOMES + "sweep: {table: rows.csv, replicates: 2}\n",
                                   "plan.continuity_weight\n0.5\n1\n", FORM), strict=True):
        (work / name).write_text(text)
    for command in (("run", "base.yaml", "--out", "x.h5"), ("sweep", "sweep.yaml", "--out", "s"), ("merge", "s")):
        done = subprocess.run([TILLIT, *command], cwd=work, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return work


def in_folder(folder: Path, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TILLIT, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=60, check=False, **options)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def refused(folder: Path, *arguments: object, says: tuple[str, ...] = ()) -> None:
    before = contents(folder)
    for overwrite in ((), ("--overwrite",)):
        done = in_folder(folder, *arguments, *overwrite)
        assert done.returncode in (1, 2), (arguments, done.stdout)
        assert all(text in done.stderr for text in says), (arguments, done.stderr)
    assert contents(folder) == before, arguments


# ---- outputs -------------------------------------------------------------------------------------------------------

WRITERS = {
    "run": ("run", "base.yaml", "--quiet"),
    "compare": ("compare", "base.yaml", "base.yaml", "--quiet"),
    "experiment": ("experiment", "ask.yaml", "--quiet"),
    "merge": ("merge", "s"),
    "new-municipality": ("new-municipality", "Provby", "--from", "form.csv"),
}
READ = [
    ("run", "base.yaml"),
    ("run", "own-town.yaml"),
    ("run", "own-regime.yaml"),
    ("compare", "base.yaml"),
    ("experiment", "ask.yaml"),
    ("experiment", "base.yaml"),
    ("merge", "s/sweep.json"),
    ("merge", "s/design.csv"),
    ("merge", "s/parts/1-of-1-000001.h5"),
    ("new-municipality", "form.csv"),
]


@pytest.mark.parametrize(("command", "name"), READ)
def test_nothing_is_written_over_what_is_read(made, command, name):
    refused(made, *WRITERS[command], "--out", name, says=(f"{name}: ", "is read by this command and is left as it is"))


def test_an_input_is_known_by_every_name(made):
    os.link(made / "base.yaml", made / "second-name.h5")
    (made / "elsewhere").symlink_to(".")
    for name in ("./base.yaml", "s/../base.yaml", made / "base.yaml", "elsewhere/base.yaml", "second-name.h5"):
        refused(made, *WRITERS["run"], "--out", name, says=(f"{name}: ", "is read by this command"))
    (made / "second-name.h5").unlink()
    (made / "elsewhere").unlink()


def test_a_table_in_the_sweeps_own_folder_is_left_as_it_is(tmp_path):
    for name, text in (("base.yaml", CONFIG), ("own-town.yaml", TOWN), ("own-regime.yaml", REGIME), ("design.csv", "# mine\nplan.continuity_weight\n0.5\n"),
                       ("ask.yaml", HEAD + OUTCOMES + "sweep: {table: design.csv}\n")):
        (tmp_path / name).write_text(text)
    done = in_folder(tmp_path, "sweep", "ask.yaml", "--out", ".")
    assert done.returncode != 0 and "./design.csv: cannot be written: is read by this command" in done.stderr
    assert (tmp_path / "design.csv").read_text().startswith("# mine")


@pytest.mark.parametrize("name", ["sweep.json", "design.csv", "lock", "lock-1-of-1", "parts/1-of-1-000001.h5"])
def test_nothing_is_written_over_a_part_of_a_sweep(made, name):
    for command in ("run", "experiment", "new-municipality"):
        refused(made, *WRITERS[command], "--out", f"s/{name}", says=(f"s/{name}: ", "is part of a sweep's folder and is left as it is"))
    before = contents(made)
    assert in_folder(made / "s" / "parts", "run", "../../base.yaml", "--out", f"../{name}", "--overwrite").returncode == 2
    assert contents(made) == before


def test_the_list_of_what_is_left_is_not_written_over_what_was_merged(made):
    done = in_folder(made, "merge", "s", "--out", "again.h5", "--todo", "again.h5", "--overwrite")
    assert done.returncode == 2 and "--todo again.h5: is the merged file" in done.stderr
    assert (made / "again.h5").read_bytes()[1:4] == b"HDF"
    refused(made, "merge", "s", "--out", "s.h5", "--todo", "s/sweep.json")
    (made / "again.h5").unlink()


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """What is no file, and links."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "precious").write_text("precious")
    (folder / "link").symlink_to("precious")
    (folder / "to-nothing").symlink_to("nothing")
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as own:
        own.bind(os.path.relpath(folder / "socket"))
    return folder


@pytest.mark.parametrize("command", WRITERS)
def test_links_and_what_is_no_file_are_no_outputs(made, odd, command):
    kinds = {path: stat.S_IFMT(path.lstat().st_mode) for path in odd.iterdir()}
    for name, says in (("link", "is a link"), ("to-nothing", "is a link"), ("folder", "but a folder"),
                       ("pipe", "but a device, pipe or socket"), ("socket", "but a device, pipe or socket")):
        refused(made, *WRITERS[command], "--out", odd / name, says=(f"{odd / name}: ", says))
    refused(made, *WRITERS[command], "--out", "/dev/null", says=("/dev/null: ", "but a device, pipe or socket"))
    assert {path: stat.S_IFMT(path.lstat().st_mode) for path in odd.iterdir()} == kinds
    assert (odd / "precious").read_text() == "precious"


def test_what_is_written_heeds_the_umask(made, tmp_path):
    for name, mask in (("run", 0o077), ("run", 0o002), ("merge", 0o077), ("merge", 0o002), ("new-municipality", 0o077)):
        out = tmp_path / f"{name}-{mask}"
        assert in_folder(made, *WRITERS[name], "--out", out, umask=mask).returncode == 0, name
        assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask, name
    assert in_folder(made, "sweep", "sweep.yaml", "--out", tmp_path / "s", umask=0o007).returncode == 0
    for path in (tmp_path / "s").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o660 if path.is_file() else 0o770), path


# ---- inputs --------------------------------------------------------------------------------------------------------


def test_what_is_no_file_is_no_input(made, odd):
    for name, kind in (("pipe", "a pipe"), ("socket", "a socket"), ("/dev/zero", "a device"), ("folder", "a folder")):
        path = odd / name
        for command in (("run", path), ("check", path), ("compare", "base.yaml", path), ("experiment", path), ("sweep", path, "--out", "none"), ("claims", path),
                        ("diff", "base.yaml", path), ("new-municipality", "X", "--from", path), ("sweep", "sweep.yaml", "--out", "s", "--runs", path)):
            done = in_folder(made, *command)
            sweep = name == "folder" and command[0] == "diff"  # may be one, and is asked for
            assert done.returncode == 2 and (sweep or f"is not a file but {kind}" in done.stderr), (command, done.stderr)
        if name != "folder":
            for command in (("verify", path), ("config", path), ("diff", "x.h5", path)):
                done = in_folder(made, *command)
                assert done.returncode == 2 and f"is not a file but {kind}" in done.stderr, (command, done.stderr)


@pytest.mark.parametrize(("name", "command"), [("own-town.yaml", "run"), ("own-regime.yaml", "run"), ("base.yaml", "experiment"), ("rows.csv", "sweep"),
                                               ("s/sweep.json", "status"), ("s/design.csv", "status"), ("s/parts/1-of-1-000001.h5", "merge")])
def test_a_pipe_in_the_place_of_a_file_that_is_named_by_another_is_refused(made, name, command):
    kept = made / "kept"
    (made / name).rename(kept)
    os.mkfifo(made / name)
    with (made / "again").open("w"):
        done = in_folder(made, *{**WRITERS, "sweep": ("sweep", "sweep.yaml", "--out", "none"), "status": ("status", "s")}[command])
    (made / name).unlink()
    kept.rename(made / name)
    (made / "again").unlink()
    assert done.returncode in (1, 2) and name in done.stderr and "not a file but a pipe" in done.stderr, done.stderr


# ---- a sweep's folder of someone else's making ---------------------------------------------------------------------


def plant(kind: str, path: Path, victim: Path) -> None:
    if kind == "link":
        path.symlink_to(victim)
    elif kind == "link to nothing":
        path.symlink_to(victim.with_name("nothing"))
    elif kind == "second name":
        os.link(victim, path)
    elif kind == "other file":
        path.write_text("my notes")
    else:
        os.mkfifo(path)


@pytest.mark.parametrize("lock", ["lock", "lock-1-of-1", "lock-1-of-3"])
@pytest.mark.parametrize("kind", ["link", "link to nothing", "second name", "other file", "pipe"])
def test_no_lock_is_taken_that_no_sweep_has_made(made, tmp_path, lock, kind):
    folder, victim = tmp_path / "evil", tmp_path / "victim"
    folder.mkdir()
    victim.write_text("precious")
    plant(kind, folder / lock, victim)
    done = in_folder(made, "sweep", "sweep.yaml", "--out", folder)
    assert done.returncode == 2 and f"{folder / lock}: " in done.stderr, done.stderr
    assert "it is a link" in done.stderr or "is no lock of a sweep" in done.stderr
    assert victim.read_text() == "precious" and not (tmp_path / "nothing").exists()
    assert kind != "other file" or (folder / lock).read_text() == "my notes"


@pytest.mark.parametrize("name", ["parts", "sweep.json", "design.csv"])
def test_nothing_is_written_through_a_link_in_a_sweeps_folder(made, tmp_path, name):
    folder, elsewhere = tmp_path / "evil", tmp_path / "elsewhere"
    folder.mkdir()
    if name == "parts":
        elsewhere.mkdir()
        (elsewhere / "1-of-1-000001.h5.tmp.1").write_text("not yours")
    (folder / name).symlink_to(elsewhere)
    done = in_folder(made, "sweep", "sweep.yaml", "--out", folder)
    assert done.returncode != 0 and f"{folder / name}: " in done.stderr and "link" in done.stderr, done.stderr
    assert name != "parts" or [path.name for path in elsewhere.iterdir()] == ["1-of-1-000001.h5.tmp.1"]
    assert name == "parts" or not elsewhere.exists()


# ---- what killed programs leave ------------------------------------------------------------------------------------

GONE = 2**22 + 1  # more than any process has


def test_what_a_killed_run_left_is_named_and_removed_by_the_next(made, tmp_path):
    out = tmp_path / "x.h5"
    process = start_long_run(out)
    (left,) = tmp_path.iterdir()
    assert f"being written: {left}: by process {process.pid}" in in_folder(tmp_path, "status", tmp_path).stdout
    assert in_folder(made, "run", "base.yaml", "--out", out).returncode == 0  # beside one that lives
    assert left.exists()
    process.kill()
    process.communicate()
    done = in_folder(tmp_path, "status", tmp_path)
    assert done.returncode == 0 and f"left behind: {left}: process {process.pid} is gone" in done.stdout
    assert in_folder(made, "run", "base.yaml", "--out", out, "--overwrite").returncode == 0
    assert list(tmp_path.iterdir()) == [out]


def test_what_may_be_anothers_stays(made, tmp_path):
    host = socket.gethostname()
    kept = [tmp_path / f"x.h5.tmp.{GONE}@elsewhere", tmp_path / f"x.h5.tmp.{GONE}", tmp_path / f"x.h5.tmp.{os.getpid()}@{host}",
            tmp_path / f"x.h5.tmp.{GONE}.3@{host}", tmp_path / f"other.h5.tmp.{GONE}@{host}", tmp_path / f"x.h5.kept.{GONE}@{host}"]
    for path in kept:
        path.write_text("half")
    left = tmp_path / f"x.h5.tmp.{GONE}@{host}"
    left.write_text("half")
    with kept[3].open("r+") as container:  # a process of a container has no id here, but its lock
        fcntl.flock(container, fcntl.LOCK_EX)
        status = in_folder(tmp_path, "status", ".").stdout
        assert in_folder(made, "run", "base.yaml", "--out", tmp_path / "x.h5").returncode == 0
    assert f"temporary: ./{kept[0].name}: of process {GONE} on elsewhere" in status
    assert f"temporary: ./{kept[1].name}: of process {GONE} on a machine that is not named" in status
    assert f"temporary: ./{kept[2].name}: " in status and f"being written: ./{kept[3].name}: " in status
    assert f"left behind: ./{left.name}: process {GONE} is gone" in status
    assert all(path.exists() for path in kept) and not left.exists()


def test_what_a_killed_sweep_left_is_named_and_removed_by_the_next(made, tmp_path):
    host, sweep = socket.gethostname(), tmp_path / "s"
    assert in_folder(made, "sweep", "sweep.yaml", "--out", sweep).returncode == 0
    left = [sweep / f"sweep.json.tmp.{GONE}@{host}", sweep / "parts" / f"2-of-3-000007.h5.tmp.{GONE}.1@{host}"]
    merged, kept = tmp_path / f"s.h5.tmp.{GONE}@{host}", sweep / "parts" / f"1-of-1-000002.h5.tmp.{GONE}@elsewhere"
    for path in (*left, merged, kept):
        path.write_text("half")
    done = in_folder(tmp_path, "status", sweep)
    assert done.returncode == 0 and all(f"left behind: {path}: " in done.stdout for path in (*left, merged)), done.stdout
    assert in_folder(made, "sweep", "sweep.yaml", "--out", sweep).returncode == 0
    assert not any(path.exists() for path in left)
    assert in_folder(tmp_path, "merge", sweep).returncode == 0
    assert not merged.exists() and kept.exists()


# ---- text that is shown --------------------------------------------------------------------------------------------

NASTY = "T\\e[2J\\e]0;x\\a\\u009b1m\\u202e\\u2066\\n\\tz"  # in YAML's quotes
SHOWN = "T\\u001b[2J\\u001b]0;x\\u0007\\u009b1m\\u202e\\u2066\\n\\tz"


def assert_harmless(done: subprocess.CompletedProcess[str], lines: bool = True) -> None:
    for text in (done.stdout, done.stderr):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", text), repr(text)
        assert not lines or not re.search("^\tz|^z", text, re.M), repr(text)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    work = tmp_path_factory.mktemp("nasty")
    (work / "own-town.yaml").write_text(TOWN.replace("Provby", f'"{NASTY}"'))
    (work / "own-regime.yaml").write_text(REGIME)
    (work / "base.yaml").write_text(CONFIG.replace("A short run", f'"{NASTY}"'))
    claims = f'claims: [{{name: "c{NASTY}", text: {{sv: "{NASTY}", en: "{NASTY}"}}, outcome: quality, contrast: ["b{NASTY}", "a{NASTY}"], direction: higher, smallest: 0.01}}]\n'
    ask = f'title: {{sv: "{NASTY}", en: "{NASTY}"}}\nquestion: {{sv: "q{NASTY}", en: "q{NASTY}"}}\nconfig: base.yaml\narms: [{{name: "a{NASTY}", regime: ordinary}}, {{name: "b{NASTY}", regime: trust-steering}}]\n'
    (work / "ask.yaml").write_text(ask + OUTCOMES + claims)
    (work / "sweep.yaml").write_text(ask + OUTCOMES + "sweep: {replicates: 2}\n")
    return work


def test_no_title_or_name_steers_a_terminal(nasty):
    out = "o\033[2J\u202e\nz"
    for command in (("run", "base.yaml", "--out", out), ("check", "base.yaml"), ("compare", "base.yaml", "base.yaml"), ("experiment", "ask.yaml", "--out", out, "--overwrite"),
                    ("claims", "ask.yaml", "--quiet"), ("sweep", "sweep.yaml", "--out", "s"), ("status", "s"), ("merge", "s", "--out", out, "--overwrite"), ("verify", out)):
        done = in_folder(nasty, *command)
        assert done.returncode == 0, done.stderr
        assert_harmless(done)
        named = "o\\u001b[2J\\u202e\\nz" if out in command else "base.yaml"
        assert SHOWN in done.stdout or named in done.stdout or command[0] == "sweep", done.stdout


def test_what_is_refused_steers_no_terminal(nasty):
    name = "n\033[2J\x9b\u202e\nz"
    for command in ((name,), ("run", name), ("run", "base.yaml", "--set", f"{name}=1"), ("run", "base.yaml", "--set", f"plan.knowledge={name}"), ("run", "base.yaml", f"--{name}"),
                    ("help", name), ("explain", name), ("municipalities", name), ("verify", name), ("config", name), ("diff", name, name), ("status", name), ("merge", name),
                    ("params", "--format", name), ("run", "base.yaml", "--kernel", name), ("sweep", "sweep.yaml", "--shard", name), ("sweep", "sweep.yaml", "--runs", name),
                    ("run", "base.yaml", "--out", f"{name}/x.h5"), ("new-municipality", "X", "--from", name), ("experiment", "ask.yaml", "--lang", name)):
        done = in_folder(nasty, *command)
        assert done.returncode != 0
        assert_harmless(done)
        assert "n\\u001b[2J\\u009b\\u202e\\nz" in done.stderr or command[0] in ("help",), (command, done.stderr)


def test_bytes_that_are_no_letters_are_shown_as_numbers(nasty):
    done = subprocess.run([TILLIT, "run", b"n\x9b2J\xff"], cwd=nasty, capture_output=True, check=False)
    assert b"n\\x9b2J\\xff: error" in done.stderr


def test_what_is_data_stays_the_same_data(nasty):
    title = json.loads(f'"{SHOWN}"')
    done = in_folder(nasty, "check", "base.yaml", "--format", "json")
    assert_harmless(done)
    assert json.loads(done.stdout)["municipalities"][0]["name"] == title
    done = in_folder(nasty, "experiment", "ask.yaml", "--format", "json")
    assert_harmless(done)
    assert [arm["name"] for arm in json.loads(done.stdout)["arms"]] == ["a" + title, "b" + title]


def test_commands_print_through_the_one_function():
    for path in sorted((ROOT / "model").glob("**/*.c")):
        if path.name != "shown.c":
            assert not re.search(r"(?<![\w])f?printf\(|\bv?f?printf\(|\bputs\(|json_dumpf\(", path.read_text()), f"{path}: tl_print (system/shown.h)"


# ---- signals -------------------------------------------------------------------------------------------------------


def test_a_run_that_outlives_its_terminal_heeds_what_it_was_told_to_ignore(tmp_path):
    process = start_long_run(tmp_path / "x.h5", ignoring=signal.SIGHUP)  # as nohup does
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 1 and list(tmp_path.iterdir()) == []


def test_a_run_whose_messages_nobody_reads_leaves_its_file_whole(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([TILLIT, "run", "configs/small.yaml", "--out", tmp_path / "x.h5"], cwd=ROOT, stderr=writing, stdout=subprocess.DEVNULL, check=False)
    os.close(writing)
    assert done.returncode == 0 and [path.name for path in tmp_path.iterdir()] == ["x.h5"]


@pytest.mark.parametrize("closed", ["0<&- 1>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-"])
def test_what_is_printed_to_a_closed_stream_gets_into_no_file(tillit, tmp_path, closed):
    """The number of a closed stream would be that of the next file opened: a sweep's lock had the table in it."""
    (tmp_path / "base.yaml").write_text("seed: 1\nmunicipality: lillkoping\nrun: {days: 28, burn_in_days: 0}\n")
    experiment = tmp_path / "sweep.yaml"
    experiment.write_text(HEAD + "sweep: {factors: {plan.continuity_weight: [1]}}\n")
    folder = tmp_path / "x.sweep"
    command = ["sh", "-c", f'exec "$0" "$@" {closed}', TILLIT, "sweep", experiment, "--out", folder]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "TILLIT_CONFIGS": "configs"}, check=False)
    assert done.returncode == ("1>&-" in closed)  # what could not be printed is a failure
    for lock in folder.glob("lock*"):
        assert re.fullmatch(r"(process \d+ on .+\n?)?", lock.read_text()), lock.read_text()
    assert tillit("merge", folder).code == 0 and tillit("verify", f"{folder}.h5").code == 0
