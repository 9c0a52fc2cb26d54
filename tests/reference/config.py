"""The resolved config: constants, the municipalities' profiles, levers and what moves them (ODD 6, 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Optional mechanisms and structural variants: what each parameter must be for this reference to run.
OFF: dict[str, float] = {
    "opinion.form": 0,
    "experience.form": 0,
    "opinion.ambiguity": 0.0,
    "opinion.competence_facet": 0.0,
    "plan.team_information": 0.0,
    "sickness.presenteeism": 0.0,
    "drift.trusting_peers": 0.0,
    "reform.dip": 0.0,
    "reform.contagion": 0.0,
    "reform.scandal_share": 0.0,
    "pilot.share": 0.0,
}


class OptionalMechanismError(ValueError):
    """The config turns on a mechanism that this reference leaves out."""


@dataclass(frozen=True)
class Place:
    """A municipality of the config: its code, how many before it have the same code, and its profile."""

    code: int
    copy: int
    profile: dict[str, float]


@dataclass(frozen=True)
class Config:
    """A resolved config."""

    constants: dict[str, float]
    levers: dict[str, float]
    places: list[Place]
    timeline: list[dict[str, Any]]
    reorganisations: list[dict[str, Any]]
    market: dict[str, Any] | None
    run: dict[str, Any]

    @property
    def burn_in(self) -> int:
        """Days before the first measured day."""
        return int(self.run["run.burn_in_days"])

    @property
    def length(self) -> int:
        """Days of the whole run."""
        return self.burn_in + int(self.run["run.days"])


def from_dict(resolved: dict[str, Any]) -> Config:
    """Read a resolved config, and refuse what is optional."""
    values = {**resolved["run"], **resolved["regime"], **resolved["constants"]}
    for path, off in OFF.items():
        if values.get(path, off) != off:
            raise OptionalMechanismError(f"{path} = {values[path]}: an optional mechanism (only {off} is known here)")
    moved = [event["where"] for event in (*resolved["timeline"], *resolved["reorganise"])]
    if any(set(where) != {"areas", "units", "pilot"} or where["pilot"] for where in moved):
        raise OptionalMechanismError("where: only areas or units are known here")
    if any(offer["day"] < 0 for offer in (resolved.get("market") or {}).get("offers", [])):
        raise ValueError("offers: days below 0 are refused")
    return Config(
        constants=resolved["constants"],
        levers=resolved["regime"],
        places=places(resolved["municipalities"]),
        timeline=resolved["timeline"],
        reorganisations=resolved["reorganise"],
        market=resolved.get("market"),
        run=resolved["run"],
    )


def places(municipalities: list[dict[str, Any]]) -> list[Place]:
    """The municipalities of the run; of those with the same code each is a copy with the next number."""
    codes = [municipality["code"] for municipality in municipalities]
    return [
        Place(code, codes[:index].count(code), municipality["profile"])
        for index, (code, municipality) in enumerate(zip(codes, municipalities, strict=True))
    ]
