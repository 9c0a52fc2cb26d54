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
