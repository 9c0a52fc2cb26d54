"""What the Python tests share: the command, and running it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
TILLIT = os.environ.get("TILLIT", str(ROOT / "build" / "tillit"))


class Result:
    """One finished call of the command."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def digests(self) -> list[str]:
        """Digests that `tillit run` printed."""
        lines = [line for line in self.out.splitlines() if line.startswith("digest")]
        return lines[-1].split()[1:] if lines else []


@pytest.fixture
def tillit():
    """Calls the command from the top of the checkout."""

    def call(*arguments: object, **options: object) -> Result:
        done = subprocess.run(
            [TILLIT, *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            **options,
        )
        return Result(done)

    return call


@pytest.fixture(scope="module")
def own_configs():
    """Names are looked up in the checkout's configs, in the tests of one file; what a fixture of a file makes may need it, too."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
        yield


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Writes a config file and returns its path; names are looked up in the checkout's configs."""

    def write(text: str, name: str = "test.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    monkeypatch.setenv("TILLIT_CONFIGS", str(ROOT / "configs"))
    return write
