"""Which program made a file, and of how many persons."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tillit.files import PathText
from tillit.report.arrangement import Config

Plain = dict[str, Any]


def program_of(attributes: Mapping[Any, Any], path: PathText) -> Plain:
    """Which program made a file, when and how; what the file does not say is empty."""
    names = ("version", "model_version", "commit", "compiler", "flags", "command", "created", "seed")
    return {**{name: str(attributes.get(name, "")) for name in names}, "file": Path(path).name}


def recipients_of(own: Config) -> int:
    """Persons with home care in all municipalities of a config."""
    return int(sum(place["profile"]["municipality.recipients"] for place in own["municipalities"]))
