"""What purchaser and provider learn of each other in a month (ODD 7.30)."""

from __future__ import annotations

from reference.duties import officers_meetings
from reference.market import providers
from reference.numbers import f32
from reference.purchaser import checks, contract_managers
from reference.state import Findings, Municipality, Provider, World


def learn(world: World, of: Provider, good: float, bad: float) -> None:
    """The purchaser's evidence of a provider."""
    weight = world.trust_clock.weight
    of.dossier.seen.add(f32(good * weight), f32(bad * weight))


def learn_of_purchaser(world: World, of: Provider, good: float, bad: float) -> None:
    """A provider's evidence of the purchaser."""
    weight = world.trust_clock.weight
    of.dossier.view.add(f32(good * weight), f32(bad * weight))


def hundreds(of: Provider) -> float:
    """Recipients of a provider in hundreds."""
    return max(0.01, sum(len(unit.recipients) for unit in providers.units_of(of)) / 100.0)


def judge(world: World, of: Provider) -> None:
    """What checks, officers, complaints and tips say of a provider."""
    constants, dossier, month = world.constants, of.dossier, of.account.month
    kappa = constants["opinion.kappa"]
    looked_at = checks.all_of(of).looked_at
    control = min(1.0, looked_at / month.records) if month.records else 0.0
    clean = constants["opinion.audit_evidence"] * (1.0 - constants["opinion.attribution"] * control)
    weight = constants["review.weight"]
    good = clean * nothing_found(dossier.home)
    good += constants["opinion.record_evidence"] * nothing_found(dossier.records)
    good += weight * clean * nothing_found(dossier.reviews)
    bad = against(world, dossier.home) + against(world, dossier.records) + weight * against(world, dossier.reviews)
    share = contract_managers.first_levers(of)["purchaser.officer_share"]
    met, found = officers(world, of)
    good += share * met
    bad += share * found
    bad += kappa * constants["opinion.complaint_evidence"] * month.complaints / hundreds(of)
    bad += kappa * constants["opinion.tip_evidence"] * month.tips
    learn(world, of, good, bad)
    dossier.tipped = dossier.tipped or month.tips > 0


def nothing_found(found: Findings) -> int:
    """Visits in which nothing was found."""
    return max(0, found.looked_at - found.wrong - found.cut)


def against(world: World, found: Findings) -> float:
    """What was found speaks against the provider."""
    constants = world.constants
    false = constants["opinion.kappa"] * constants["opinion.irregularity"] * found.wrong
    return false + constants["opinion.kappa"] * constants["opinion.audit_evidence"] * found.cut


def officers(world: World, of: Provider) -> tuple[float, float]:
    """What case officers learned of a provider's units this month: the mean by recipients."""
    constants, units = world.constants, providers.units_of(of)
    people = sum(len(unit.recipients) for unit in units)
    good = bad = 0.0
    for unit in units:
        good += len(unit.recipients) * constants["opinion.meeting_evidence"] * officers_meetings(unit)
        found = constants["opinion.kappa"] * constants["opinion.visit_evidence"] * unit.climate.month_found
        bad += len(unit.recipients) * found
    return (good / people, bad / people) if people else (0.0, 0.0)


def unequal(municipality: Municipality, followed: list[Provider]) -> bool:
    """Whether the own provider's deficit was covered, or it was looked at less than half as often as firms."""
    own = [of for of in followed if not of.firm]
    firms = [of for of in followed if of.firm]
    if any(of.account.covered > 0 for of in own):
        return True
    return 2.0 * looked_at(own) < looked_at(firms)


def looked_at(of_them: list[Provider]) -> float:
    """The share of visits that were looked at."""
    records = sum(of.account.month.records for of in of_them)
    return sum(checks.all_of(of).looked_at for of in of_them) / records if records else 0.0


def terms(world: World, of: Provider, *, unequal_terms: bool) -> None:
    """What margin and terms say of the purchaser; where a weight is below 0, for and against change places."""
    constants = world.constants
    meeting = constants["opinion.meeting_evidence"]
    good = bad = 0.0
    margin = constants["opinion.margin_evidence"] * meeting
    if (of.account.margin > 0.0) == (margin > 0.0):
        good += abs(margin)
    elif of.account.margin != 0.0:
        bad += abs(margin)
    if of.firm and unequal_terms:
        unequal_evidence = constants["opinion.kappa"] * constants["opinion.unequal_evidence"] * meeting
        bad += max(0.0, unequal_evidence)
        good += max(0.0, -unequal_evidence)
    learn_of_purchaser(world, of, good, bad)
