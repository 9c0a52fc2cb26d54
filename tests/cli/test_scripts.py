"""The scripts that put the model beside figures and priors."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, TILLIT


def script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / name), *arguments, "--tillit", str(Path(TILLIT).absolute())]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def module_of(name: str):
    """A script as a module."""
    specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def sets(*settings: str) -> list[str]:
    return [word for setting in settings for word in ("--set", setting)]


def test_worlds_of_every_lever():
    done = script("worlds.py", "tradeoffs", "--worlds", "1", *sets("run.days=56", "run.burn_in_days=28"), "--print")
    assert done.returncode == 0, done.stderr
    table = subprocess.run([TILLIT, "params", "--format", "json"], capture_output=True, text=True, check=True).stdout
    names = [p["path"] for p in json.loads(table) if p["section"] == "lever" and not p["market"] and p["neutral"][0] < p["neutral"][1]]
    missing = [name for name in names if f"| {name} |" not in done.stdout]
    assert len(names) > 40 and not missing


def test_worlds_are_the_same_for_the_same_seed():
    small = sets("run.burn_in_days=0", "municipality.recipients=80", "run.replicates=1")
    first, second = (script("worlds.py", "prior-predictive", "--worlds", "1", *small, "--print").stdout for _ in range(2))
    assert first == second and "1 worlds of each prior, 0 of them could not be run" in first


def test_a_claim_of_a_drawn_world_holds_or_its_opposite_does(worlds):
    """By the smallest difference; a level has none. Counter-runs keep what they set, whatever the world holds."""
    lower, level = {"direction": "lower", "smallest": 0.02}, {"direction": "higher", "level": {"above": 0.25}}
    assert [worlds.beyond(lower, own) for own in (-0.03, -0.01, 0.0, 0.02)] == [1, 0, 0, -1]
    assert [worlds.beyond(level, own) for own in (0.26, 0.24)] == [1, -1]
    assert worlds.beyond({"direction": "lower", "level": {"below": 0.25}}, 0.24) == 1
    text = worlds.in_world("customer-choice", ["provider.opportunist_share=0.3", "municipality.recipients=600"])
    own = re.search(r"^set: \{(.*)\}", text, re.MULTILINE)[1]
    assert own.count("municipality.recipients: 600") == 1 and "provider.opportunist_share: 0.3" in own
    assert "provider.opportunist_share: 0}" in text and f"config: {worlds.ROOT}/configs" in text
    names = {p["path"] for p in worlds.market_parameters(TILLIT)}
    assert {"provider.trusting", "audit.precision", "dialogue.recipient", "review.hours"} <= names
    assert not names & {"opinion.kappa", "purchaser.form", "demography.deaths_per_year"}
    drawn = {p["path"] for p in worlds.drawn_parameters(TILLIT, "customer-choice")}
    assert names - drawn == {"finance.credit", "provider.exit_hazard"}  # its firms are given, and stay
    for case, small in worlds.MARKETS.values():  # lots name areas: a world has as many as the case
        assert f"municipality.recipients: {small[0].partition('=')[2]}" in worlds.in_world(case, small)


def test_hours_are_read_off_between_points(worlds):
    points = [(100.0, 0.3), (200.0, 0.1), (50.0, 0.5)]
    assert worlds.hours_for(0.2, points) == pytest.approx(150.0)
    assert worlds.in_words("months_to_end", "", "- months") == "cannot be said"
    assert worlds.in_words("quality", "", "0.0010 +-- ") == "+0.001"
    assert worlds.in_words("control_cost_per_recipient", "", "-331.2 +-674.4 SEK/yr") == "-331 ±674 SEK a year"
    assert worlds.hours_for(0.6, points) == 50.0 and worlds.hours_for(0.05, points) is None


FIGURES = {
    "satisfied, in the worst quarter: -0.0092 +-0.0033 ": "satisfied, in the worst quarter: -0.9 ±0.3 percentage points",
    "quit_rate -0.00004 +-0.0037 1/yr": "quit_rate: 0.0 ±0.4 percentage points a year",
    "cost_management -9,457,516 +-230,551 SEK/yr": "cost_management: -9.5 ±0.2 million SEK a year",
    "quality 0.0375 +-0.0008 ": "quality: +0.037 ±0.001",
    "staff_met -4.83 +-0.2527 persons": "staff_met: -4.8 ±0.3 persons",
    "satisfied, days until the old level is passed for good: >1092 (646->1092)": "satisfied, days until the old level is passed for good: >1092 (646 to >1092)",
    "strain, days to half of the way: 66 (63-70)": "strain, days to half of the way: 66 (63 to 70)",
}


def test_ends_of_a_number_move_claims_or_none():
    small = sets("municipality.recipients=150", "run.burn_in_days=28", "run.replicates=1")
    named = ("--parameter", "provider.own_overhead", "--parameter", "finance.buffer_months")
    done = script("ends.py", str(ROOT / "scripts" / "ends.yaml"), *named, *small)
    assert done.returncode == 0, done.stderr
    _, _, overhead, buffers = done.stdout.splitlines()
    assert overhead.startswith("| provider.own_overhead | 0.12 | 0 | ") and "margin" in overhead
    assert buffers == "| finance.buffer_months | 3 | 1 | none | 6 | none |"


def test_claims_of_cases_are_put_into_tables(tmp_path):
    """From what was printed: shares in per cent, arms by their titles; a claim may hold a colon, and a figure be of days."""
    for preset in (ROOT / "experiments").glob("*.yaml"):
        count = len(re.findall(r"^    contrast:", preset.read_text(encoding="utf-8"), re.MULTILINE))
        figures = [*FIGURES] * 4
        said = "".join(f"  supported  Fewer: at first: {figure}\n" for figure in figures[:count])
        (tmp_path / f"{preset.stem}.txt").write_text(f"x\n\nClaims (what)\n{said}", encoding="utf-8")
    table = script("worlds.py", "cases", "--printed", str(tmp_path), "--print").stdout
    assert table.count("| claim | arm | compared with | verdict | figure |") == 12 and "\n## As in Karlstad: fixed care contact and trust\n\n`tillit experiment karlstad`\n" in table
    assert "| Fewer quit | As in Karlstad | Ordinary governance and organisation | supported | quit_rate: 0.0 ±0.4 percentage points a year |" in table
    assert all(f" | {told} |" in table for told in FIGURES.values())
    assert "supported. Cannot come out: in the model follow-up does not lead to safety" in table


def test_a_table_goes_where_its_markers_are(tmp_path):
    for name in ("scripts", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)

    def insert(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(tmp_path / "scripts" / "worlds.py"), "insert", name]
        return subprocess.run(command, input="| new |\n", capture_output=True, text=True, check=False)

    for name, document in (("failures", "RESULTS.md"), ("validate", "results/validate.md")):
        assert insert(name).returncode == 0
        assert f"<!-- worlds: {name} -->\n| new |\n<!-- end: {name} -->" in (tmp_path / "docs" / document).read_text(encoding="utf-8")
    refused = insert("nothing")
    assert refused.returncode == 1 and "the markers of 'nothing'; these have them: none" in refused.stderr


@pytest.fixture(scope="module")
def docs():
    return module_of("docs")


@pytest.fixture(scope="module")
def worlds():
    return module_of("worlds")


def test_links_to_files_and_headings_that_are_not_there_are_found(docs, tmp_path):
    (tmp_path / "other.md").write_text("# A, b: `c_d` (e)\n\n## Two\n\n```sh\n# no heading\n```\n\n## Two\n\n### På svenska\n", encoding="utf-8")
    document = tmp_path / "one.md"
    good = "# One\n[a](other.md#a-b-c_d-e) [b](other.md#two-1) [c](#one) [d](other.md#på-svenska) [e](https://x.se/#y) [f](other.md)\n"
    document.write_text(good, encoding="utf-8")
    assert docs.broken_links(document, good) == []
    bad = good + "[a](none.md#a) [b](other.md#no-heading) [c](other.md#two-2)\n```\n[d](none.md)\n```\n"
    assert docs.broken_links(document, bad) == [
        "none.md, which does not exist",
        "other.md#no-heading, a heading that is not there",
        "other.md#two-2, a heading that is not there",
    ]


def test_every_table_has_one_place(docs):
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")}
    names = [block[2] for text in texts.values() for block in docs.BLOCK.finditer(text)]
    assert sorted(names) == ["coefficients", "measures", "params", "schedule"]


@pytest.fixture
def account(tmp_path):
    """Commands of an account that is not root on a machine without apt: compilers and libraries, nothing for tests."""
    for name in ("sh", "gcc", "make", "pkg-config", "git", "sed", "cat"):
        (tmp_path / name).symlink_to(shutil.which(name))
    for name, text in (("id", "echo 1000"), ("python3", 'case "$1 $2" in *version*) [ -z "$OLD" ] ;; esac')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)

    def needs(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "scripts" / "install-deps.sh"), *arguments]
        return subprocess.run(command, env={"PATH": str(tmp_path), **environment}, capture_output=True, text=True, check=False)

    return needs


def test_the_demo_asks_for_nothing_that_only_tests_need(account):
    done = account()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_tests_need_is_named_with_ways_to_get_it(account):
    refused = account("tests")
    assert refused.returncode == 1 and "netcdf-bin hdf5-tools" in refused.stderr
    assert "conda install" in refused.stderr and "cmocka libnetcdf" in refused.stderr


def test_a_python_that_is_too_old_is_said_before_anything_is_built(account):
    refused = account(OLD="yes")
    assert refused.returncode == 1 and "3.10 or later is needed. Name another: make PYTHON3=" in refused.stderr


def test_both_lists_of_packages_are_pinned_and_the_package_asks_for_no_more():
    """What the package needs is what users get; developers get that too."""
    lists = {name: (ROOT / "analysis" / name).read_text().splitlines() for name in ("requirements.txt", "requirements-dev.txt")}
    pins = {name: [line for line in lines if line and line[0] not in "#-"] for name, lines in lists.items()}
    assert all("==" in line for lines in pins.values() for line in lines)
    assert "-r requirements.txt" in lists["requirements-dev.txt"]
    project = (ROOT / "pyproject.toml").read_text().split("\ndependencies = [")[1].split("]")[0]
    needed = {line.split(">=")[0].strip(' ",') for line in project.splitlines() if ">=" in line}
    assert needed == {line.split("==")[0] for line in pins["requirements.txt"]}


def layers(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "layers.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_layer_is_in_one_place():
    done = layers()
    assert done.returncode == 0, done.stdout
    for line in ("  store: HDF5 writer             store/hdf5_file.c, store/hdf5_scales.c", "  read: HDF5 reader              store/hdf5_read.c"):
        assert line in done.stdout.splitlines()


SECONDS = [
    ("cli/verify.c", "H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);", "a second 'read: HDF5 reader'"),
    ("store/sweep_parts.c", "H5Dwrite(dataset, type, a, b, c, values);", "a second 'store: HDF5 writer'"),
    ("cli/sweep.c", "pthread_create(&thread, NULL, work, NULL);", "a second 'execute: threads'"),
    ("cli/main.c", "sigaction(SIGINT, &action, NULL);", "a second 'signal handler'"),
]


def test_a_second_of_a_layer_shows(tmp_path):
    shutil.copytree(ROOT / "model", tmp_path / "model")
    for file, call, _ in SECONDS:
        with (tmp_path / "model" / file).open("a") as source:
            source.write(f"/* {call} */\n")
    assert layers(tmp_path / "model").returncode == 0  # in a comment
    for file, call, _ in SECONDS:
        with (tmp_path / "model" / file).open("a") as source:
            source.write(f"static void again(void)\n{{\n    {call}\n}}\n")
    done = layers(tmp_path / "model")
    assert done.returncode == 1, done.stdout
    for file, _, said in SECONDS:
        (line,) = [line for line in done.stdout.splitlines() if f"{file}:" in line]
        assert said in line, done.stdout


def test_a_layer_that_left_its_file_shows(tmp_path):
    shutil.copytree(ROOT / "model", tmp_path / "model")
    (tmp_path / "model" / "run" / "stop.c").unlink()
    done = layers(tmp_path / "model")
    assert done.returncode == 1 and "run/stop.c: holds no 'signal handler' any more" in done.stdout


def test_code_is_counted_without_blanks_comments_and_includes(tmp_path):
    for room, text in {
        "core": "int x;\n",
        "run": '#include "a.h"\n\n/* two\n   lines */\nint x = 1; // why\nchar *s = "/* a text */";\n',
    }.items():
        (tmp_path / room).mkdir()
        (tmp_path / room / "a.c").write_text(text)
    command = [sys.executable, str(ROOT / "scripts" / "lines.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "lines of code: core 1, run 2\noutside the core: 2\n"


def test_containers_have_steps_that_a_shell_reads_and_the_packages_that_are_needed():
    """No builder is where Tillit is developed: what can be looked at without one."""
    before, *parts = re.split(r"^%(\w+).*\n", (ROOT / "tillit.def").read_text(), flags=re.MULTILINE)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    assert re.search(r"^Bootstrap: docker\nFrom: \S+$", before, re.MULTILINE)
    assert set(sections) <= {"files", "post", "environment", "runscript", "test", "labels", "help"}
    docker = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    steps = [*re.findall(r"^RUN (.+)$", docker, re.MULTILINE), *(sections[name] for name in ("post", "environment", "runscript", "test"))]
    assert len(steps) == 7
    for step in steps:
        read = subprocess.run(["bash", "-n"], input=step, capture_output=True, text=True, check=False)
        assert read.returncode == 0, (step, read.stderr)
    asked = (ROOT / "scripts" / "install-deps.sh").read_text().split('if [ "${1:-}" = tests ]')[0]
    needed = {package for package in re.findall(r"^need (\S+)", asked, re.MULTILINE)}
    for text in (docker, sections["post"]):
        installed = set(re.search(r"apt-get install -y --no-install-recommends ([^&\n]+)", text)[1].split())
        assert needed <= installed, needed - installed


def test_questions_and_what_is_not_in_the_model_fit_together(docs):
    limits = "**Vad som inte finns i modellen.** Text:\n\n- Ett\n  två.\n- Tre.\n\n**Nästa.** - nej\n\n**What is not in the model.** Text:\n\n- One\n  two.\n- Three.\n\n**Next.**\n\n- no\n"
    good = "| question or point | a |\n|---|---|\n| Q | [a](../experiments/question-a.yaml) |\n| R | LIMITS: “One two.” “Three.” |\n"
    assert docs.sentences(limits, "What is not in the model.") == ["One two.", "Three."]
    assert docs.unanswered(good, limits, {"question-a"}) == []
    bad = good.replace("Three", "Four") + "| S | nothing |\n"
    assert docs.unanswered(bad, limits.replace("\n- Tre.", ""), {"question-a", "question-b"}) == [
        "QUESTIONS.md: “Four.” does not stand in LIMITS.md",
        "LIMITS.md: “Three.” is not in QUESTIONS.md",
        "QUESTIONS.md: the preset question-b has no question",
        "QUESTIONS.md: 'S | nothing' is without an answer",
        "LIMITS.md: what is not in the model differs between the languages",
    ]
    assert docs.unanswered("", "", set()) == ["LIMITS.md: nothing is said not to be in the model"]
