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
LINKS = {
    "configs": "configs",
    "experiments": "experiments",
    "include": "model/include",
    "results": "analysis/results",
}
"""Links of the package in a checkout; an sdist has none."""
PROGRAM = ("tillit", "libtillit.so")


class BuildWithProgram(build_py):
    """The package with the program, the library and its header, configs, experiments and committed results."""

    def run(self) -> None:
        """Copies them to where the wheel is put together."""
        if not self.editable_mode:
            shutil.rmtree(self.build_lib, ignore_errors=True)  # what an earlier version had
        super().run()
        if not self.editable_mode:
            self._complete(Path(self.build_lib) / "tillit")

    def _complete(self, package: Path) -> None:
        subprocess.run(["make", f"-j{os.cpu_count()}", *(f"build/{name}" for name in PROGRAM)], cwd=ROOT, check=True)
        for name, source in LINKS.items():
            shutil.copytree(ROOT / source, package / name)
        (package / "program").mkdir()
        for name in PROGRAM:
            shutil.copy(ROOT / "build" / name, package / "program" / name)


class WheelOfThisMachine(bdist_wheel):
    """For any Python 3 on this kind of machine: cffi loads the library, which is not linked to Python."""

    def get_tag(self) -> tuple[str, str, str]:
        """Tags of the wheel's name."""
        return "py3", "none", super().get_tag()[2]


class WithProgram(Distribution):
    """Not for every machine."""

    def has_ext_modules(self) -> bool:
        """Goes where programs go."""
        return True


setup(
    distclass=WithProgram,
    cmdclass={"build_py": BuildWithProgram, "bdist_wheel": WheelOfThisMachine},
    options={"build": {"build_base": "build/python"}},
)
