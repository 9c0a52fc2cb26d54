"""The chance of being found out that an owner reckons with, and trust that is returned (ODD 7.31)."""

from __future__ import annotations

from reference.managers import prior
from reference.market import providers
from reference.numbers import f32
from reference.opinion import opinion
from reference.purchaser import audit
from reference.state import Provider, World

IMAGINED_BAD = 0.1
MOST_REVIEWS = 12


def expected(world: World, of: Provider) -> float:
    """E_pu: what a provider expects of the purchaser."""
    return opinion(of.dossier.view, prior(world), f32(world.constants["opinion.propensity"])).expectation


def found_chance(world: World, of: Provider) -> float:
    """V: routine checks at home of the last month, and reviews of the last year."""
    home, reviews = of.dossier.home.looked_at, min(MOST_REVIEWS, sum(of.dossier.reviews_of_year))
    units = providers.units_of(of)
    if not units or (home == 0 and reviews == 0):
        return 0.0
    missed = 1.0 - IMAGINED_BAD * audit.finds(world, of)
    by_review = (1.0 - missed ** int(world.constants["review.visits"])) * reviews / 12.0
    sanction = units[0].levers["purchaser.sanction"]
    return (1.0 + sanction) / 2.0 * (1.0 - missed**home * (1.0 - by_review))


def returned_trust(world: World, of: Provider) -> float:
    """What expecting more of the purchaser than of a stranger takes away from temptation."""
    return world.constants["provider.trusting"] * (expected(world, of) - world.constants["opinion.propensity"])
