"""What people mean who write a decimal comma, save a table in Swedish, or name a file of another kind: read, or called by its name."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile

import pytest
from conftest import ROOT
from sweeplib import BASE, HEAD, quiet_environment, sweep, write  # noqa: F401

WEIGHT, POOL = "plan.continuity_weight", "organisation.pool_size"


def points(tillit, folder, sweep_block):
    """How many points a sweep would have, and what was said."""
    done = sweep(tillit, write(folder, HEAD + "sweep: {" + sweep_block + "}\n"), folder / "out", "--plan")
    return (int(done.out.split("(")[1].split(" points")[0]) if done.code == 0 else done.code), done.err


@pytest.mark.parametrize(
    ("levels", "count"),
    [
        (f"{WEIGHT}: [0, 1, 3]", 3), (f"{WEIGHT}: [0,1,3]", 3), (f"{WEIGHT}: [3,1,0]", 3), (f"{WEIGHT}: [0.35,1,3]", 3), (f"{WEIGHT}: [0.5,1.5, 2]", 3),
        (f"{WEIGHT}: ['0.5','1']", 2), (f"{WEIGHT}: [1,20]", 2), (f"{POOL}: [8,12, 18]", 3), (f"{POOL}: [8,18,12]", 3), ("regime: [ordinary,trust-steering]", 2),
    ],
)  # fmt: skip
def test_levels_are_read_as_they_were(tillit, tmp_path, levels, count):
    assert points(tillit, tmp_path, "factors: {" + levels + "}")[0] == count


@pytest.mark.parametrize(
    ("levels", "number"),
    [
        ("[0,35, 1, 3]", "0.35"), ("[1, 0,35]", "0.35"), ("[0,5,1,5]", "0.5"), ("[0,25,1,75]", "0.25"), ("[0,05]", "0.05"), ("[1,5, 2.5]", "1.5"),
        ("[2,5, 0.5]", "2.5"), ("[0,350]", "0.350"), ("[0,5,\n      1]", "0.5"),
    ],
)  # fmt: skip
def test_decimal_commas_are_no_levels(tillit, tmp_path, levels, number):
    code, said = points(tillit, tmp_path, "factors: {" + f"{WEIGHT}: {levels}" + "}")
    assert (code, said.count("error:"), f"({number})" in said) == (2, 1, True), said


@pytest.mark.parametrize(
    ("claim", "said"),
    [("smallest: 0,5", "the comma begins a new key here; a number is written with a decimal point: 0.5"), ("smallest: '0,5'", "is expected; with a decimal point: 0.5")],
)
def test_decimal_commas_elsewhere_in_an_experiment(tillit, tmp_path, claim, said):
    arms = "arms: [{name: a, regime: ordinary, set: {}}, {name: b, regime: trust-steering}]\noutcomes: [quality]\n"
    claims = "claims: [{name: c, text: t, outcome: quality, contrast: [b, a], direction: higher, " + claim + ", days: [0,28]}]\n"
    done = tillit("experiment", write(tmp_path, HEAD + arms + claims), "--plan")
    assert (done.code, done.err.count("error:"), said in done.err) == (2, 1, True), done.err


def test_a_decimal_comma_on_the_command_line(tillit, tmp_path):
    done = tillit("check", write(tmp_path, BASE), "--set", f"{WEIGHT}=0,35")
    assert (done.code, "--set: error" in done.err, "with a decimal point: 0.35" in done.err) == (2, True, True)


TABLE = f"{WEIGHT};{POOL};municipality\n0,25;9;lillkoping\n1;18;Åre\n"


@pytest.mark.parametrize(
    "table",
    [
        TABLE.encode(), TABLE.encode("utf-8-sig"), TABLE.replace("\n", "\r\n").encode("cp1252"), TABLE.replace(";", "\t").encode(),
        TABLE.replace(",", ".").replace(";", ",").encode(), TABLE.replace("0,25", '"0,25"').encode(), TABLE.replace("0,25", "0.25").encode(),
    ],
)  # fmt: skip
def test_a_table_as_a_swedish_spreadsheet_saves_it(tillit, tmp_path, table):
    (tmp_path / "rows.csv").write_bytes(table)
    assert points(tillit, tmp_path, "table: rows.csv") == (2, "")
    plain = TABLE.replace(",", ".").replace(";", ",")
    done = sweep(tillit, write(tmp_path, HEAD + "sweep: {table: rows.csv, replicates: 1}\n"), tmp_path / "out", "--runs", list_of_none(tmp_path))
    assert (tmp_path / "out" / "design.csv").read_text() == plain, done.err


def list_of_none(folder):
    """A list that names one run: what the folder holds is written before it."""
    (folder / "runs.txt").write_text("1\n")
    return folder / "runs.txt"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f"{WEIGHT},{POOL}\n0,35,9\n", "rows.csv:2:6: error: 3 values, where the first line names 2 factors; a decimal comma is read only where semicolons separate"),
        (f"{WEIGHT}\n0,35\n", "a decimal comma is read only where"),
        (f"{WEIGHT};{POOL}\n0,35;9,5\n", "rows.csv:2:6: error: organisation.pool_size = 9.5: only a whole number"),
        (f"{WEIGHT};{POOL}\n1.000,5;9\n", "'1.000,5': a number is expected"),
        (f"{WEIGHT};{POOL}\n1\n", "1 values, where the first line names 2"),
        (f"{WEIGHT};{POOL}\n1;9\n".encode("utf-16"), "is text in UTF-16"),
        (f"{WEIGHT};{POOL}\n\x81;9\n".encode("latin-1"), "is not a table in CSV: byte 0x81"),
    ],
)
def test_tables_that_cannot_be_meant(tillit, tmp_path, table, said):
    (tmp_path / "rows.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    code, error = points(tillit, tmp_path, "table: rows.csv")
    assert (code, said in error) == (2, True), error


# ---- files of another kind -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """Files that are no config, by what they are called."""
    folder = tmp_path_factory.mktemp("kinds")
    with zipfile.ZipFile(folder / "table.xlsx", "w") as archive:
        archive.writestr("x", "y")
    (folder / "config.yaml.gz").write_bytes(gzip.compress(BASE.encode()))
    (folder / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "notepad.yaml").write_bytes(BASE.encode("utf-16"))
    (folder / "empty.yaml").write_bytes(b"")
    (folder / "swept").mkdir()
    (folder / "swept" / "sweep.json").write_text("{}")
    return folder


OTHERS = {"table.xlsx": "a zip archive, as .xlsx", "config.yaml.gz": "packed with gzip", "letter.pdf": "a PDF", "notepad.yaml": "in UTF-16", "empty.yaml": "is empty"}


@pytest.mark.parametrize("name", OTHERS)
def test_other_kinds_of_files_are_called_what_they_are(tillit, kinds, name):
    for command in (("run",), ("check",), ("experiment",), ("sweep", "--plan"), ("claims",), ("verify",), ("config",)):
        done = tillit(command[0], kinds / name, *command[1:])
        assert (done.code, OTHERS[name] in done.err, done.err.count("error:")) == (2, True, 1), (command, done.err)
    done = tillit("compare", kinds / name, kinds / name)
    assert (done.code, OTHERS[name] in done.err) == (2, True)


def test_a_result_is_no_config(tillit, tmp_path):
    config = write(tmp_path, BASE).with_name("base.yaml")
    made = tillit("run", config, "--out", tmp_path / "x.h5", "--set", "run.days=14", "--set", "run.burn_in_days=0", "--set", "run.replicates=1", "--quiet")
    assert made.code == 0, made.err
    for command in (("run",), ("check",), ("experiment",), ("sweep", "--plan"), ("claims",)):
        done = tillit(command[0], tmp_path / "x.h5", *command[1:])
        assert (done.code, "x.h5: error: is a result (HDF5)" in done.err, "tillit verify" in done.err) == (2, True, True), done.err
    (tmp_path / "named.json").write_bytes((tmp_path / "x.h5").read_bytes())
    assert "is a result (HDF5)" in tillit("run", tmp_path / "named.json").err
    assert tillit("diff", config, tmp_path / "x.h5").code == 1  # which takes both


def test_a_config_is_no_result_and_no_experiment(tillit, tmp_path, kinds):
    experiment = write(tmp_path, HEAD + "sweep: {}\n")
    config = experiment.with_name("base.yaml")
    done = tillit("verify", config)
    assert (done.code, "base.yaml: error: is text and no Tillit result file" in done.err) == (2, True), done.err
    for command in ("status", "merge"):
        done = tillit(command, config)
        assert (done.code, "is a file, where the folder of a sweep is expected" in done.err) == (2, True), done.err
    for command in ("experiment", "config"):
        done = tillit(command, config)
        assert (done.code, "base.yaml:2:1: error: 'municipality' makes this a config" in done.err, done.err.count("error:")) == (2, True, 1)
    done = tillit("run", experiment)
    assert (done.code, "'sweep' makes this an experiment, where a config is expected: tillit sweep" in done.err, done.err.count("error:")) == (2, True, 1)
    for command in ("run", "experiment"):
        done = tillit(command, kinds / "swept")
        assert (done.code, "but a folder of a sweep; what takes it: tillit status" in done.err) == (2, True), done.err
    assert "is a folder without sweep.json" in tillit("verify", tmp_path).err


# ---- names that mean another file than Tillit's own ----------------------------------------------------------------


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """A config with copies of Tillit's regimes and of two municipalities beside it."""
    monkeypatch.delenv("TILLIT_CONFIGS")
    shutil.copytree(ROOT / "configs" / "regimes", tmp_path / "regimes")
    (tmp_path / "municipalities").mkdir()
    for name in ("lillkoping", "swedish-median"):
        shutil.copy(ROOT / "configs" / "municipalities" / f"{name}.yaml", tmp_path / "municipalities")
    (tmp_path / "base.yaml").write_text(BASE + "regime: ordinary\n")
    return tmp_path


def change_value(path, key):
    lines = [f"{line.split(':')[0]}: 3" if line.strip().startswith(f"{key}:") else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")


def test_a_copy_that_says_the_same_is_no_news(tillit, beside):
    assert tillit("check", beside / "base.yaml").err == ""


def test_a_regime_beside_the_config_is_named(tillit, beside):
    change_value(beside / "regimes" / "ordinary.yaml", "continuity_weight")
    done = tillit("check", beside / "base.yaml", "--format", "json")
    assert done.code == 0 and done.err.count("note:") == 1
    assert f"'ordinary' is {beside}/regimes/ordinary.yaml, instead of Tillit's own {ROOT}/configs/regimes/ordinary.yaml" in done.err
    assert json.loads(done.out)["origins"]["plan.continuity_weight"].split(":")[0].endswith("regimes/ordinary.yaml")
    arms = "arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}, {name: c, regime: ordinary, set: {plan.continuity_weight: 1}}]\n"
    (beside / "experiment.yaml").write_text(HEAD + arms)
    done = tillit("experiment", beside / "experiment.yaml", "--plan")
    assert (done.code, done.err.count("note:")) == (0, 1), done.err  # once, for two arms


def test_a_municipality_beside_the_config_is_named(tillit, beside):
    change_value(beside / "municipalities" / "lillkoping.yaml", "recipients")
    change_value(beside / "municipalities" / "swedish-median.yaml", "trip_min")
    done = tillit("check", beside / "base.yaml")
    assert (done.code, done.err.count("note:")) == (0, 2), done.err
    assert "'lillkoping' is " in done.err and "'swedish-median' is " in done.err
    shutil.copy(ROOT / "configs" / "municipalities" / "ale.yaml", beside / "municipalities")
    (beside / "base.yaml").write_text(BASE.replace("lillkoping", "all"))
    done = tillit("check", beside / "base.yaml")
    assert (done.code, "'all' is the files in" in done.err) == (0, True), done.err
