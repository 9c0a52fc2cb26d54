"""The command from outside: exit codes, messages, what it leaves behind."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import h5py
import pytest
from conftest import ROOT, TILLIT
from sweeplib import STOPS, start_long_run

SMALL = "configs/small.yaml"
GOOD = "seed: 1\nmunicipality: lillkoping\nrun: {days: 28, burn_in_days: 14}\nrecord: {period_days: 14}\n"


# ---- what is said --------------------------------------------------------------------------------------------------


def test_every_line_is_said_at_once():
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)  # each write arrives by itself
    with ours, its:
        subprocess.run([TILLIT, "run", "configs/nowhere.yaml", "--set", "a.b=1"], cwd=ROOT, stderr=its, check=False)
        ours.setblocking(False)
        said = []
        with contextlib.suppress(BlockingIOError):
            while True:
                said.append(ours.recv(65536))
    assert said and all(part.endswith(b"\n") for part in said)


# ---- usage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((), "usage: tillit COMMAND"),
        (("rnu", SMALL), "did you mean 'run'?"),
        (("run",), "usage: tillit run CONFIG"),
        (("run", SMALL, "--treads", "2"), "unknown option --treads"),
        (("run", SMALL, "--threads", "0"), "from 1 to 4096"),
        (("run", SMALL, "--threads", "two"), "from 1 to 4096"),
        (("run", SMALL, "--out"), "--out needs a value"),
        (("run", "configs/nowhere.yaml"), "cannot be read: No such file"),
        (("run", "configs"), "is not a file but a folder"),
        (("run", SMALL, "--out", "/nowhere/x.h5"), "/nowhere"),
        (("run", SMALL, "--set", "municipality.recipients=60.5"), "only a whole number"),
        (("run", SMALL, "--set", "plan.continuity_wieght=1"), "did you mean 'plan.continuity_weight'?"),
        (("run", SMALL, "--set", "plan.continuity_weight"), "path=value is expected"),
        (("run", SMALL, "--set", "run.days=99999"), "from 14 to 7280"),
        (("compare", SMALL, "configs/karlstad-ordinary.yaml"), "a paired comparison needs the same"),
        (("explain", "plan.knowlege"), "did you mean 'plan.knowledge'?"),
        (("municipalities", "atlantis"), "no municipality's name contains"),
        (("params", "--format", "xml"), "one of text, markdown, json"),
        (("measures", "--format", "json"), "one of text, markdown is expected"),
        (("check", SMALL, "--format", "xml"), "one of text, json is expected"),
        (("check",), "usage: tillit check CONFIG..."),
        (("compare", SMALL), "usage: tillit compare A B"),
        (("help", "verison"), "did you mean 'version'?"),
        (("xyzzy",), "there is no command 'xyzzy'. See: tillit help"),
        (("run", SMALL, "--threads", "-1"), "from 1 to 4096"),
        (("run", SMALL, "--threads=99999999999999999999"), "from 1 to 4096"),
        (("run", SMALL, "--kernel", "fastest"), "one of best, base, avx2"),
        (("run", SMALL, "--out", ""), "the name of a file is expected"),
        (("run", SMALL, "--out", "configs"), "configs"),
        (("run", SMALL, "--out", "configs", "--overwrite"), "configs"),
        (("run", SMALL, "--set"), "--set needs a value"),
        (("schedule", "--lang", "sv"), "schedule takes no --lang. See: tillit help schedule"),
        (("verify", SMALL, "--set=seed=2"), "verify takes no --set"),
        (("run", *["--set", "seed=1"] * 257), "too many arguments (at most 256)"),
        (("explain", "xyzzy"), "see: tillit params, tillit measures"),
    ],
)
def test_bad_usage_is_explained_and_exits_2(tillit, arguments, text):
    result = tillit(*arguments)
    assert result.code == 2
    assert text in result.err


def test_help_names_every_command(tillit):
    overview = tillit("help").out
    for name in ("run", "compare", "check", "params", "explain", "version", "municipalities"):
        assert name in overview
        assert tillit("help", name).out.startswith(f"usage: tillit {name}")


def test_tables_are_complete(tillit):
    parameters = json.loads(tillit("params", "--format", "json").out)
    assert len(parameters) > 100
    for parameter in parameters:
        low, high = parameter["allowed"]
        assert low <= parameter["default"] <= high, parameter["path"]
        assert parameter["meaning"], parameter["path"]
        if parameter["status"] != "setting":
            assert parameter["source"], parameter["path"]
            for kind in ("neutral", "theory") if parameter["neutral"] != [0, 0] else ():
                assert low <= parameter[kind][0] <= parameter[kind][1] <= high, parameter["path"]
        if parameter["neutral"] != [0, 0]:
            assert parameter["neutral"][0] <= parameter["default"] <= parameter["neutral"][1], parameter["path"]
        elif parameter["path"] not in ("reimbursement.sek_per_h", "purchaser.coverage"):  # at 0 something else decides: own cost, hours
            assert parameter["status"] in ("setting", "evidence"), parameter["path"]
    assert "| `plan.continuity_weight` |" in tillit("params", "--format", "markdown").out
    assert "staff_met" in tillit("measures").out
    assert "substitutes" in tillit("schedule").out
    assert "17 gives" in tillit("explain", "organisation.pool_size").out
    names = tillit("municipalities").out.split()
    assert len(names) >= 291
    assert tillit("municipalities", "Upplands Väsby").out.split() == ["upplands-vasby"]
    assert "model version" in tillit("version").out


def test_params_say_everything_in_every_format(tillit):
    parameters = json.loads(tillit("params", "--format", "json").out)
    fields = {"path", "kind", "unit", "default", "allowed", "neutral", "theory", "section", "status", "group", "owner"}
    for parameter in parameters:
        assert fields | {"structural", "meaning"} <= set(parameter), parameter["path"]
        assert ("choices" in parameter) == (parameter["kind"] == "choice")
    text, markdown = tillit("params").out.splitlines(), tillit("params", "--format=markdown").out.splitlines()
    assert [line.split()[0] for line in text] == [parameter["path"] for parameter in parameters]
    assert len(markdown) == len(parameters) + 2
    assert len({line.count(" | ") for line in markdown[2:]}) <= 2  # an empty last cell has no space
    for parameter in parameters[::5]:  # all of them: tests/unit/test_words.c
        explained = tillit("explain", parameter["path"])
        assert explained.code == 0 and f"--set {parameter['path']}=" in explained.out
    for line in tillit("measures").out.splitlines()[::5]:
        assert "(measure)" in tillit("explain", line.split()[0]).out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [("params",), ("check", "--format", "json", SMALL), ("run", SMALL), ("version",), ("--help",), ("help", "run"), ("claims", "--help")])
def test_output_that_cannot_be_written_is_a_failure(arguments):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [TILLIT, *arguments], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "could not be written" in done.stderr


# ---- configs -------------------------------------------------------------------------------------------------------


def test_every_config_of_the_project_is_good(tillit):
    result = tillit("check", *sorted(Path(ROOT, "configs").glob("*.yaml")))
    assert result.code == 0, result.err


def test_a_missing_value_is_filled_and_said(tillit, config):
    result = tillit("check", config("seed: 1\nmunicipality: lomma\n"))
    assert result.code == 0
    assert "Lomma: filled from the Swedish median: municipality.granted_hours = 30" in result.out


BAD = [
    ("seed: 1\nmunicipality: lillkoping\nplan: {continuity_wait: 1}\n", ":3:8: error: 'plan.continuity_wait'"),
    ("seed: 1\nmunicipality: lillkoping\nplan: {knowledge: 2}\n", ":3:19: error: plan.knowledge = 2: a value from 0 to 1"),
    ("seed: 1\nmunicipality: lillkoping\nplan: {knowledge: 0,5}\n", "error"),
    ('seed: 1\nmunicipality: lillkoping\nplan: {knowledge: "half"}\n', "a number is expected"),
    ("seed: 1\nmunicipality: lillkoping\nplan: {knowledge: .nan}\n", "a number is expected"),
    ("seed: 0100\nmunicipality: lillkoping\n", ":1:7: error: seed = '0100'"),
    ("seed: 1e999\nmunicipality: lillkoping\n", "error"),
    ("seed: 1\nseed: 2\nmunicipality: lillkoping\n", "key 'seed' is given twice (first at line 1)"),
    ("seed: 1\nmunicipality: lillkoping\nplan: {knowledge: 1}\nplan.knowledge: 1\n", "plan.knowledge is given twice"),
    ("municipality: lillkoping\n", "'seed' is missing"),
    ("seed: 1\n", "municipality: a name"),
    ("seed: 1\nmunicipality: karlstadd\n", "did you mean 'karlstad'?"),
    ("seed: 1\nmunicipality: lillkoping\nregime: ordinry\n", "did you mean 'ordinary'?"),
    ("seed: 1\nmunicipality: lillkoping\nrecord: {level: all}\n", "one of none|municipality|area|unit"),
    ("seed: 1\nmunicipality: lillkoping\norganisation: [1]\n", "a group of keys is expected"),
    ("seed: 1\nmunicipality: lillkoping\norganisation: {pool_size: [9]}\n", "a single value is expected, found a list"),
    ("seed: 1\nmunicipality: lillkoping\norganisation: {pool_size: 50}\n", "a team cannot be larger than its unit"),
    (
        "seed: 1\nmunicipality: lillkoping\norganisation: {pool_size: 2, contact_persons: 2}\n",
        "a team has only organisation.pool_size = 2 staff",
    ),
    ("seed: 1\nmunicipality: {from: lillkoping, areas: 100}\n", "leaves areas empty"),
    ("seed: 1\nmunicipality: lillkoping\nexperience: {bad_below: 0.9}\n", "good and poor at once"),
    ("seed: 1\nmunicipality: lillkoping\nrecord: {period_days: 365}\n", "no period would be complete"),
    ("seed: 1\nmunicipality: lillkoping\nrun: {days: 7280, burn_in_days: 3641}\n", "run.burn_in_days"),
    ("seed: 1\nmunicipality: {from: all, recipients: 5}\n", "make every municipality alike"),
    (GOOD + "timeline:\n  - {name: x, day: 28, set: {plan.knowledge: 1}}\n", ":6:20: error: day"),
    (GOOD + "timeline:\n  - {name: x, day: -1, set: {plan.knowledge: 1}}\n", "whole number from 0 to 27"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {organisation.span: 30}}\n", "it changes under 'reorganise'"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {opinion.kappa: 3}}\n", "is not a lever"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {plan.knowledg: 3}}\n", "did you mean 'plan.knowledge'?"),
    (GOOD + "timeline:\n  - {day: 1, set: {plan.knowledge: 1}}\n", "'name' is missing"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: []}}\n", "a list of numbers"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [9]}}\n", "the last is 2"),
    (
        GOOD
        + "timeline:\n  - {name: x, day: 1, set: {plan.knowledge: 1}}\n  - {name: y, day: 1, set: {plan.knowledge: 0}}\n",
        "already changes",
    ),
    (
        GOOD + "reorganise:\n  - {name: x, day: 1, rule: keep, set: {organisation.span: 30}}\n",
        "one of by_area, keep_relations, at_random",
    ),
    (
        GOOD + "reorganise:\n  - {name: x, day: 1, rule: by_area, set: {plan.knowledge: 1}}\n",
        "change it under 'timeline'",
    ),
    (
        GOOD + "reorganise:\n  - {name: x, day: 1, rule: by_area, set: {organisation.pool_size: 60}}\n",
        "a team cannot be larger than its unit",
    ),
    ("", "is empty"),
    ("- 1\n- 2\n", "keys with values are expected"),
    ("a: &x [1]\nb: *x\n", "anchors and tags"),
    ("a: !!int 3\n", "anchors and tags"),
    ("seed: 1\n---\nseed: 2\n", "a second document"),
    ("seed: 1\n\tplan: 2\n", "not YAML"),
    ("[" * 100000, "nested more than 16"),
    ("a: {" * 40, "nested more than 16"),
    ("seed: " + "9" * 70000 + "\n", "longer than 65,536"),
    ("".join(f"k{i}: 1\n" for i in range(30000)), "1,000"),
    ("a: [" + "1," * 30000 + "]\n", "20,000"),
    ("".join(f"%TAG !a{i}! x\n" for i in range(100000)) + "---\nseed: 1\n", "directives are not used"),
    ("seed: 1\nmunicipality: all\nmunicipality.areas: 2\n", "make every municipality alike"),
    (GOOD + "timeline:\n  - {name: x, day: 1, set: {}}\n", "at least one lever"),
    ("seed: \x00\x01\xff\n", "not YAML"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[f"{i}-{message[:40]}" for i, (_, message) in enumerate(BAD)])
def test_bad_configs_are_refused_with_a_message(tillit, config, text, message):
    path = config(text)
    result = tillit("check", path)
    assert result.code == 2, result.out
    assert message in result.err
    assert path.name in result.err or "default" in result.err


def test_every_choice_is_named_in_the_table_of_parameters(tillit):
    rows = {line.split("`")[1]: line for line in tillit("params", "--format", "markdown").out.splitlines() if "`" in line}
    with_choices = [p for p in json.loads(tillit("params", "--format", "json").out) if p.get("choices")]
    assert len(with_choices) > 2
    for parameter in with_choices:
        assert f"One of {parameter['choices'].replace('|', ', ')}." in rows[parameter["path"]]


def test_all_errors_come_at_once(tillit, config):
    path = config("seed: x\nmunicipality: karlstadd\nregime: ordinry\nplan: {knowledge: 7, wait: 1}\nrun: {days: 3}\n")
    errors = [line for line in tillit("check", path).err.splitlines() if ": error: " in line]
    assert len(errors) == 6


def test_check_reports_every_file(tillit, config):
    bad = config("seed: 1\nmunicipality: lillkoping\nplan: {knowledge: 7}\n")
    result = tillit("check", bad, SMALL, "configs/nowhere.yaml")
    assert result.code == 2
    assert f"{SMALL}: good (Lillköping, a quick trial run)" in result.out
    assert f"{bad}:3:19: error: plan.knowledge = 7" in result.err
    assert "configs/nowhere.yaml: error: cannot be read" in result.err


@pytest.mark.parametrize("name", ["pipe.yaml", "pipe.json"])
def test_a_pipe_does_not_hang(tillit, tmp_path, name):
    pipe = tmp_path / name
    os.mkfifo(pipe)
    assert "is not a file" in tillit("check", pipe).err


def test_layers_win_in_order(tillit, config):
    path = config(GOOD + "regime: small-fixed-teams\nplan.continuity_weight: 7\n")
    text = tillit("check", "--format", "json", path, "--set", "plan.contact_weight=0.9").out
    resolved = json.loads(text)
    assert resolved["regime"]["plan.continuity_weight"] == 7.0
    assert resolved["regime"]["organisation.pool_size"] == 9
    assert resolved["regime"]["plan.contact_weight"] == 0.9
    assert resolved["origins"]["plan.contact_weight"] == "--set"
    assert resolved["origins"]["plan.continuity_weight"].endswith("test.yaml:6")
    assert "small-fixed-teams.yaml:" in resolved["origins"]["organisation.pool_size"]
    assert "lillkoping.yaml:" in resolved["origins"]["municipality.recipients"]
    assert "plan.travel_weight" not in resolved["origins"]


# ---- runs ----------------------------------------------------------------------------------------------------------


def test_the_digest_depends_on_nothing_but_config_and_seed(tillit, tmp_path):
    digest = tillit("run", SMALL, "--quiet").digests
    assert len(digest) == 1
    variants = [
        ["--threads", "1"],
        ["--threads", "2"],
        ["--threads", "7"],
        ["--kernel", "base"],
        ["--set", "record.level=none"],
        ["--set", "record.period_days=28", "--set", "record.snapshot_every_days=0"],
        ["--set", "record.level=area", "--set", "record.snapshot_every_days=3"],
        ["--out", str(tmp_path / "x.h5")],
    ]
    for variant in variants:
        assert tillit("run", SMALL, "--quiet", *variant).digests == digest, variant
    assert tillit("run", SMALL, "--quiet", "--set", "seed=2").digests != digest


def test_a_resolved_config_gives_the_same_bits(tillit, tmp_path):
    source = "configs/small-reorganised.yaml"
    resolved = tmp_path / "resolved.json"
    resolved.write_text(tillit("check", "--format", "json", source).out, encoding="utf-8")
    assert tillit("run", resolved, "--quiet").digests == tillit("run", source, "--quiet").digests
    assert tillit("check", "--format", "json", resolved).out == resolved.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 1, "format": 1}', "\x00"])
def test_bad_resolved_configs_are_refused(tillit, config, text):
    assert tillit("check", config(text, "x.json")).code == 2


def test_equal_regimes_differ_by_nothing(tillit):
    lines = tillit("compare", SMALL, SMALL, "--set", "run.replicates=3").out.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("measure")) + 1
    end = next(i for i, line in enumerate(lines) if line.startswith("95 %"))
    assert end - start > 40
    for line in lines[start:end]:
        assert line.split()[3] in ("0", "-"), line


def test_a_comparison_of_one_replicate_differs_by_nothing_either(tillit):
    result = tillit("compare", SMALL, SMALL, "--threads", "2")
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines() if re.match(r"[a-z_]+ +[\d-]", line)]
    assert len(rows) > 40
    assert all(row[3] in ("0", "-") and row[1] == row[2] for row in rows)


@pytest.mark.parametrize("titles, names", [
    (("One", "Two"), ["One", "Two"]), (("Same", "Same"), ["a.yaml", "b.yaml"]), (("", ""), ["a.yaml", "b.yaml"])])
def test_arms_that_are_compared_have_names_of_their_own(tillit, config, tmp_path, titles, names):
    """Of one name, whoever reads the file by name would take both for the first."""
    text = "seed: 1\nmunicipality: lillkoping\nrun: {days: 28, burn_in_days: 14}\n"
    paths = [config(text + (f"title: {title}\n" if title else "") + f"plan.continuity_weight: {weight}\n", name)
             for title, weight, name in zip(titles, (1, 20), ("a.yaml", "b.yaml"))]
    assert tillit("compare", *paths, "--out", tmp_path / "x.h5", "--quiet").code == 0
    with h5py.File(tmp_path / "x.h5") as file:
        assert [name.decode() for name in file["arm"]] == names
    assert tillit("compare", paths[0], paths[0], "--out", tmp_path / "same.h5", "--quiet").code == 0
    with h5py.File(tmp_path / "same.h5") as file:
        assert [name.decode() for name in file["arm"]] == ["a.yaml 1", "a.yaml 2"]


def test_municipalities_of_one_name_are_refused(tillit, config, tmp_path, monkeypatch):
    folder = tmp_path / "configs" / "municipalities"
    folder.mkdir(parents=True)
    for name in ("swedish-median", "lillkoping", "again"):
        source = ROOT / "configs" / "municipalities" / f"{name.replace('again', 'lillkoping')}.yaml"
        (folder / f"{name}.yaml").write_text(source.read_text().replace("invented: true", "invented: false"))
    monkeypatch.setenv("TILLIT_CONFIGS", str(tmp_path / "configs"))
    path = tmp_path / "all.yaml"
    path.write_text("seed: 1\nmunicipality: all\nrun: {days: 28}\n")
    done = tillit("check", path)
    assert done.code == 2 and re.search(r"lillkoping.yaml: error: .*another file of this folder has a municipality named", done.err), done.err


def test_intervals_are_called_what_they_are(tillit):
    assert "simulation error only" in tillit("compare", SMALL, SMALL, "--set", "run.replicates=2").out
    assert "One replicate: no intervals" in tillit("run", SMALL).out


def test_a_prediction_before_long_runs_and_a_refusal_where_it_cannot_fit(tillit, tmp_path):
    plan = tillit("run", "configs/sweden.yaml", "--plan")
    assert plan.code == 0 and "of memory" in plan.err and plan.out == ""
    long = tillit("run", SMALL, "--plan", "--set", "municipality.recipients=200000", "--set", "run.days=7280")
    assert re.search(r"about \d{2,} s, \d{3,} MB of memory", long.err)
    assert list(tmp_path.iterdir()) == []
    huge = ["--set", "municipality.recipients=200000", "--set", "run.replicates=100000", "--set", "run.days=7280"]
    huge += ["--set", "record.level=unit", "--set", "record.period_days=1", "--out", str(tmp_path / "x.h5")]
    refused = tillit("run", SMALL, *huge)
    assert refused.code == 2
    assert "are free there" in refused.err or "of memory and the machine has" in refused.err
    assert list(tmp_path.iterdir()) == []


# ---- files ---------------------------------------------------------------------------------------------------------


def test_an_existing_file_is_not_overwritten_unasked(tillit, tmp_path):
    out = tmp_path / "x.h5"
    out.write_text("precious")
    result = tillit("run", SMALL, "--out", out)
    assert result.code == 2 and str(out) in result.err
    assert out.read_text() == "precious"
    assert tillit("run", SMALL, "--out", out, "--overwrite").code == 0
    assert out.read_bytes()[1:4] == b"HDF"


@pytest.mark.parametrize("number", STOPS)
def test_a_signal_ends_it_cleanly(tmp_path, number):
    process = start_long_run(tmp_path / "x.h5")
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "stopped on request; nothing was written" in err
    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_leaves_no_result(tillit, tmp_path):
    out = tmp_path / "x.h5"
    process = start_long_run(out)
    process.kill()
    process.communicate(timeout=20)
    assert not out.exists()
    assert tillit("run", SMALL, "--out", out).code == 0
    assert out.read_bytes()[1:4] == b"HDF"


@pytest.mark.parametrize("most", [0, 1000, 100_000])
def test_a_full_disk_is_said_and_leaves_nothing(tillit, tmp_path, most):
    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    result = tillit("run", SMALL, "--out", tmp_path / "x.h5", preexec_fn=small_files_only)
    assert result.code == 1
    assert "x.h5" in result.err and "nothing was written" in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("readelf") is None, reason="readelf is not installed")
def test_the_program_is_hardened():
    """Loaded anywhere, with tables of addresses that cannot be written once it runs, and canaries on the stack."""
    said = subprocess.run(["readelf", "-dlsW", TILLIT], capture_output=True, text=True, check=True).stdout
    assert "NOW PIE" in said and "GNU_RELRO" in said and "__stack_chk_fail" in said
