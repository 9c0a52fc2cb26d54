"""Contract managers: persons with a propensity of their own, who leave (ODD 7.29)."""

from __future__ import annotations

from reference.market import providers
from reference.numbers import exp, f32, nearest
from reference.opinion import Evidence
from reference.randomness import MASK, PROVIDER, Draws, bits, mix, upper
from reference.state import Municipality, Provider, World

MONTH = 30.0
MOST = 16


def identity(municipality: Municipality) -> int:
    """The id of provider number 0, which stands for the purchaser."""
    return municipality.identity(PROVIDER, 0)


def how_many(world: World, asked_min: float) -> int:
    """How many persons the time that is asked for makes."""
    return min(MOST, max(1, nearest(asked_min / (60.0 * world.constants["purchaser.manager_hours"]))))


def looks_after(of: Provider, managers: int) -> int:
    """Who looks after a provider."""
    return (of.number - 1) % managers


def propensity(world: World, of: Provider) -> float:
    """What the manager who looks after a provider credits strangers with."""
    constants, municipality = world.constants, of.municipality
    place = looks_after(of, municipality.purchaser.managers)
    key = world.keys.lasting("contract manager", identity(municipality))
    draws = Draws(mix((key + ((place + 1) << 32) + municipality.purchaser.left[place]) & MASK))
    own = constants["opinion.propensity"] + constants["purchaser.propensity_sd"] * draws.normal()
    return f32(min(0.95, max(0.05, own)))


def leave(world: World, municipality: Municipality) -> None:
    """Each who was there last month may leave; of what was known a share stays."""
    constants, purchaser = world.constants, municipality.purchaser
    probability = 1.0 - exp(-constants["purchaser.manager_turnover"] * MONTH / 365.0)
    key = world.keys.today("contract manager", identity(municipality), world.day)
    for place in range(purchaser.managers):
        if upper(bits(key, place)) >= probability:
            continue
        purchaser.left[place] += 1
        municipality.units[0].counted.contract_managers_left += 1
        for of in municipality.providers:
            if looks_after(of, purchaser.managers) == place:
                keep(of.dossier.seen, constants["purchaser.file_share"])
                keep(of.dossier.view, constants["provider.organisation_share"])


def keep(evidence: Evidence, share: float) -> None:
    """A share of evidence stays, good and bad alike."""
    evidence.good = f32(evidence.good * f32(share))
    evidence.bad = f32(evidence.bad * f32(share))


def first_levers(of: Provider) -> dict[str, float]:
    """What is said of one provider is as in its first unit."""
    return providers.units_of(of)[0].levers
