"""What the tests of the package share: results made once by the program itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import tillit
from tillit.__main__ import main
from tillit.runs import call

EXPERIMENT = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Vad ger det?", en: "What does it give?"}
year: 2024
config: base.yaml
arms:
  - {name: a, title: {sv: "Vanlig", en: "Ordinary"}, regime: ordinary}
  - {name: b, title: {sv: "Tillit", en: "Trust"}, regime: trust-steering}
outcomes: [satisfied, quality, staff_met, strain, cost]
claims:
  - {name: quality, text: {sv: "Bättre", en: "Better"}, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.001, days: [28, 84]}
"""
COURSE = """
title: {sv: "Prov", en: "Trial"}
question: {sv: "Hur går det?", en: "How does it go?"}
year: 2024
config: base.yaml
set: {run.days: 196, run.replicates: 3}
before: detail-control
arms:
  - {name: detail, title: {sv: "Alternativ detail", en: "Arm detail"}}
  - name: changed
    title: {sv: "Alternativ changed", en: "Arm changed"}
    change:
      - {day: 56, regime: trust-steering}
  - name: undone
    title: {sv: "Alternativ undone", en: "Arm undone"}
    extends: changed
    change:
      - {day: 140, regime: detail-control}
outcomes: [satisfied]
claims:
  - {name: dip, text: {sv: "Svacka", en: "Dip"}, outcome: missed_share, contrast: [changed, detail], course: dip, direction: higher, smallest: 0.001}
  - {name: late, text: {sv: "Sent", en: "Late"}, outcome: missed_share, contrast: [changed, detail], course: passed, direction: higher, smallest: 28}
  - {name: level, text: {sv: "Nivå", en: "Level"}, outcome: missed_share, contrast: [changed, detail], course: settled, direction: lower, smallest: 0.001}
  - {name: there, text: {sv: "Där", en: "There"}, outcome: missed_share, contrast: [changed, detail], course: settled, where: {areas: [1]}, direction: lower, smallest: 0.001}
"""
BASE = """
seed: 1
municipality: lillkoping
regime: ordinary
run: {days: 84, burn_in_days: 28, replicates: 4}
record: {level: municipality, period_days: 28}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a config and an experiment."""
    made = tmp_path_factory.mktemp("analysis")
    (made / "base.yaml").write_text(BASE)
    (made / "experiment.yaml").write_text(EXPERIMENT)
    return made


@pytest.fixture(scope="session")
def printed(folder: Path) -> dict:
    """The program's own table of the experiment; its file is result.h5."""
    return json.loads(
        call("experiment", folder / "experiment.yaml", "--out", folder / "result.h5", "--format", "json", "--quiet")
    )


@pytest.fixture
def result(folder: Path, printed: dict):
    """The experiment's result, opened."""
    with tillit.open_result(folder / "result.h5") as data:
        yield data


@pytest.fixture(scope="session")
def course_printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """A file whose arms part on day 56 from one that goes on, one of them undone later, and the program's own table of it."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "course.yaml").write_text(COURSE)
    (folder / "base.yaml").write_text(BASE)
    out = folder / "course.h5"
    return out, json.loads(call("experiment", folder / "course.yaml", "--out", out, "--format", "json", "--quiet"))


@pytest.fixture(scope="session")
def course_file(course_printed: tuple[Path, dict]) -> Path:
    """That file."""
    return course_printed[0]


@pytest.fixture(scope="session")
def course_document(course_file: Path) -> dict:
    """What the page of it holds."""
    from tillit.report.document import document

    return document(course_file)


@pytest.fixture(scope="session")
def made_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Runs an experiment written beside its config, base.yaml, and returns its file."""

    def make(base: str, experiment: str) -> Path:
        folder = tmp_path_factory.mktemp("made")
        (folder / "base.yaml").write_text(base)
        (folder / "asked.yaml").write_text(experiment)
        call("experiment", folder / "asked.yaml", "--out", folder / "asked.h5", "--quiet")
        return folder / "asked.h5"

    return make


@pytest.fixture(scope="module")
def data(made: Path):
    """What a module's own fixture `made` has made, opened."""
    with tillit.open_result(made) as opened:
        yield opened


@pytest.fixture
def refusal(monkeypatch, capsys) -> Callable[..., str]:
    """What the command says when it refuses; called in this process, since starting Python takes longer than all else."""

    def call(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["tillit", *arguments])
        try:
            code = main()
        except SystemExit as ended:  # argparse
            code = ended.code
        assert code == 2
        return capsys.readouterr().err

    return call
