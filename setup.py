"""What pyproject.toml cannot say: a wheel holds the program, which make builds, and what lies beside the package.

In a checkout these are links in analysis/tillit, and `pip install -e .` (make .venv/users) builds nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
BUILT = ROOT / "build" / "package"
FOLDERS = {"configs": "configs", "experiments": "experiments", "results": "analysis/results", "include": "model/include"}
PROGRAM = ("tillit", "libtillit.so")


def make() -> None:
    """Builds the program and the library; where their configs lie, the package tells them (tillit/places.py)."""
    goals = [str(BUILT.relative_to(ROOT) / name) for name in PROGRAM]
    subprocess.run(["make", f"-j{os.cpu_count()}", "BUILD=build/package", "DATA_DIR=configs", *goals], cwd=ROOT, check=True)


class BuildWithProgram(build_py):
    """The package with the program, the library and its header, configs, experiments and committed results."""

    def run(self) -> None:
        """Copies them to where the wheel is put together."""
        super().run()
        if self.editable_mode:
            return
        make()
        package = Path(self.build_lib) / "tillit"
        for name, source in FOLDERS.items():
            shutil.rmtree(package / name, ignore_errors=True)
            shutil.copytree(ROOT / source, package / name)
        (package / "program").mkdir(exist_ok=True)
        for name in PROGRAM:
            shutil.copy(BUILT / name, package / "program" / name)


class WheelOfThisMachine(bdist_wheel):
    """For any Python 3 on this kind of machine: the library is loaded by cffi, not linked to Python."""

    def get_tag(self) -> tuple[str, str, str]:
        """Tags of the wheel's name."""
        return "py3", "none", super().get_tag()[2]


class WithProgram(Distribution):
    """Not for every machine."""

    def has_ext_modules(self) -> bool:
        """Goes where programs go."""
        return True


setup(distclass=WithProgram, cmdclass={"build_py": BuildWithProgram, "bdist_wheel": WheelOfThisMachine})
