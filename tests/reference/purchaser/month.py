"""The purchaser's month: checks, dialogues, what both sides learn, and consequences (ODD 7.29 to 7.31, EXACT)."""

from __future__ import annotations

from reference.managers import prior
from reference.market import pay, providers, voice
from reference.numbers import f32
from reference.opinion import ambivalence, opinion
from reference.purchaser import capacity, checks, contract_managers, control_cost, dialogues, judgement, sanctions
from reference.state import Findings, Municipality, Provider, World


def pass_month(world: World, municipality: Municipality) -> None:
    """When the books are closed, and before anybody is handed over."""
    if not voice.follows_up(world):
        return
    followed = [of for of in municipality.providers if is_followed(world, of)]
    for of in municipality.providers:
        forget(world, of)
    contract_managers.leave(world, municipality)
    time = capacity.meet(world, municipality, followed)
    minutes = checks.make(world, municipality, followed, time.left)
    control_cost.book(world, municipality, followed, time, minutes)
    unequal = judgement.unequal(municipality, followed)
    for of in followed:
        dialogues.hold(world, of)
        judgement.judge(world, of)
        judgement.terms(world, of, unequal_terms=unequal)
        sanctions.follow(world, of)
    for of in followed:
        count(world, of)
    municipality.purchaser.moved = 0


def is_followed(world: World, of: Provider) -> bool:
    """At work with a month or part of one behind, until the day of leaving."""
    stays = of.leaves_on is None or of.leaves_on > world.day
    return of.at_work and stays and of.began < world.day and bool(providers.units_of(of))


def forget(world: World, of: Provider) -> None:
    """Checks, findings and reviews of a year ago are forgotten first, and those of the last month are over."""
    dossier, place = of.dossier, checks.place(world)
    dossier.home_of_year[place] = Findings()
    dossier.reviews_of_year[place] = 0
    dossier.home, dossier.records, dossier.reviews = Findings(), Findings(), Findings()
    dossier.review_results = []
    dossier.told = 0
    of.account.clawback = 0


def count(world: World, of: Provider) -> None:
    """Opinions and findings are counted in the provider's first unit, with granted hours as weights."""
    counted, dossier = providers.units_of(of)[0].counted, of.dossier
    found = checks.all_of(of)
    counted.checks_at_home += dossier.home.looked_at
    counted.checks_of_records += dossier.records.looked_at
    counted.close_reviews += len(dossier.review_results)
    counted.found_misregistered += found.wrong
    counted.found_cut += found.cut
    hours = of.account.month.seconds[pay.GRANTED] / 3600.0
    seen = checks.thought_of(world, of)
    view = opinion(dossier.view, prior(world), f32(world.constants["opinion.propensity"]))
    counted.followed_hours += hours
    counted.followed_months += 1
    counted.followed_firm_months += of.firm
    counted.purchaser_trust += hours * seen.trust
    counted.purchaser_distrust += hours * seen.distrust
    counted.purchaser_uncertainty += hours * seen.uncertainty
    counted.purchaser_ambivalence += hours * ambivalence(seen)
    counted.provider_view_trust += hours * view.trust
    counted.provider_view_distrust += hours * view.distrust
    counted.provider_view_uncertainty += hours * view.uncertainty
