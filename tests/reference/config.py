"""The config as the program resolved it (`tillit config`): constants, levers, municipalities, what changes when."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

# Optional mechanisms: the value at which each is off.
OFF = {
    "opinion.form": 0,
    "opinion.ambiguity": 0,
    "opinion.competence_facet": 0,
    "experience.form": 0,
    "plan.team_information": 0,
    "sickness.presenteeism": 0,
    "reform.dip": 0,
    "reform.contagion": 0,
    "reform.scandal_share": 0,
    "pilot.share": 0,
}


class OptionalMechanismError(ValueError):
    """The config asks for a mechanism that the reference does not hold."""


@dataclass
class Config:
    """A resolved config: names as in the table of parameters."""

    run: dict
    constants: dict
    levers: dict
    municipalities: list[dict]
    timeline: list[dict] = field(default_factory=list)
    reorganise: list[dict] = field(default_factory=list)


def from_dict(text: dict) -> Config:
    """The config in a parsed file; refuses mechanisms that are optional and on."""
    config = Config(
        text["run"], text["constants"], text["regime"], text["municipalities"], text["timeline"], text["reorganise"]
    )
    for name, off in OFF.items():
        value = config.constants[name] if name in config.constants else config.run[name]
        if value != off:
            raise OptionalMechanismError(f"the reference holds only the default mechanisms: {name} is {value}")
    return config


def read(path: Path) -> Config:
    """Reads a file written by `tillit config`."""
    return from_dict(json.loads(Path(path).read_text(encoding="utf-8")))
