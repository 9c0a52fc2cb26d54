"""Where things are that come with the package: the program, its library, configs, experiments, committed results.

A wheel holds them; in a checkout they are links to where they are kept and built. Nothing here is ever written to.
"""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from tillit.errors import TillitError


def place(*names: str) -> Path:
    """A file or folder of the package, as place("configs", "small.yaml")."""
    return Path(str(files("tillit").joinpath(*names)))


def _built(name: str, variable: str) -> str:
    """What make builds: where an environment variable says, else in the package."""
    found = os.environ.get(variable) or str(place("program", name))
    if not Path(found).is_file():
        raise TillitError(f"{found}: there is no such file; build it with make, or set {variable} to its path")
    return found


def program() -> str:
    """Path of the program: $TILLIT, or that of the package.

    Raises:
        TillitError: there is none.
    """
    return _built("tillit", "TILLIT")


def library() -> str:
    """Path of the program's library: $TILLIT_LIBRARY, or that of the package.

    Raises:
        TillitError: there is none.
    """
    return _built("libtillit.so", "TILLIT_LIBRARY")


def tell_data(environment: dict[str, str] | os._Environ[str]) -> None:
    """Tells a program or library, which may lie anywhere, where the configs are that come with Tillit."""
    environment.setdefault("TILLIT_DATA", str(place("configs")))
