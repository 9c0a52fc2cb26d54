"""Learning, clawback, the end of a contract and warnings (ODD 7.31)."""

from __future__ import annotations

from reference.market import providers
from reference.numbers import f32, nearest
from reference.purchaser import checks, contract_managers
from reference.purchaser.judgement import learn_of_purchaser
from reference.state import Findings, Provider, World

NOTICE_DAYS = 30


def follow(world: World, of: Provider) -> None:
    """What was found has consequences."""
    mend(world, of)
    if of.firm:
        claim_back(world, of)
        end_or_warn(world, of)


def mend(world: World, of: Provider) -> None:
    """An owner who is no opportunist learns where any check of the month found anything."""
    found = checks.all_of(of)
    if of.opportunist or found.wrong + found.cut == 0:
        return
    sanction = contract_managers.first_levers(of)["purchaser.sanction"]
    lost = world.constants["provider.learning"] * (1.0 - sanction)
    of.account.temptation = f32(of.account.temptation * (1.0 - lost))


def claim_back(world: World, of: Provider) -> None:
    """Clawback, by what was asked about at home over the last twelve months."""
    levers, year = contract_managers.first_levers(of), Findings()
    for month in of.dossier.home_of_year:
        year.add(month)
    share = year.wrong / year.looked_at if year.looked_at else 0.0
    amount = nearest(of.account.month.pay * share * levers["purchaser.clawback"] * levers["purchaser.sanction"])
    of.account.clawback = amount
    of.account.cash -= amount
    providers.units_of(of)[0].counted.clawback += amount
    if amount > 0:
        speak_against(world, of)


def speak_against(world: World, of: Provider) -> None:
    """A month with clawback, or a warning, speaks against the purchaser."""
    constants = world.constants
    learn_of_purchaser(world, of, 0.0, constants["opinion.kappa"] * constants["opinion.meeting_evidence"])


def end_or_warn(world: World, of: Provider) -> None:
    """A severe review ends a contract; half of it, or distrust, brings a warning."""
    levers, dossier, counted = contract_managers.first_levers(of), of.dossier, providers.units_of(of)[0].counted
    severe = levers["purchaser.severe_share"]
    if any(bad(review, severe) for review in dossier.review_results):
        of.active = False
        last = world.day + NOTICE_DAYS
        of.leaves_on = last if of.leaves_on is None else min(last, of.leaves_on)
        of.notice_days = of.leaves_on - world.day
        providers.begin_credits_anew(of.municipality)
        dossier.ended = world.day
        counted.terminations += 1
        return
    half = any(bad(review, severe / 2.0) for review in dossier.review_results)
    distrust = checks.thought_of(world, of).distrust
    if not dossier.warned and (half or distrust >= levers["purchaser.warn_at"]):
        dossier.warned = True
        counted.warnings += 1
        speak_against(world, of)


def bad(review: Findings, share: float) -> bool:
    """Whether a review found at least such a share of wrong records, and one at least."""
    return review.wrong >= 1 and review.wrong >= share * review.looked_at
