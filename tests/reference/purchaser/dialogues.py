"""Dialogues of purchaser and provider (ODD 7.30)."""

from __future__ import annotations

import math

from reference.numbers import clip, f32
from reference.purchaser import capacity, contract_managers, deterrence
from reference.purchaser.judgement import hundreds, learn, learn_of_purchaser
from reference.randomness import bits, lower, upper
from reference.state import Provider, World


def hold(world: World, of: Provider) -> None:
    """The dialogues that fall on a month: what is told, what it is to both, and what an owner mends."""
    constants, purchaser, account = world.constants, of.municipality.purchaser, of.account
    held = purchaser.coverage * capacity.dialogues_held(of)
    word = bits(world.keys.today("firm's month", of.identity, world.day), 4)
    told = math.floor(min(1.0, held) * disclosure(world, of) * account.month.deviations + lower(word))
    told = min(told, account.month.deviations)
    of.dossier.told = told
    meeting = constants["opinion.meeting_evidence"]
    credit = constants["dialogue.credit"]
    good = credit * held * meeting
    bad = constants["opinion.kappa"] * constants["opinion.audit_evidence"] * (1.0 - credit) * told / hundreds(of)
    learn(world, of, good, bad)
    if upper(word) < purchaser.presence:
        learn_of_purchaser(world, of, held * meeting, 0.0)
    else:
        learn_of_purchaser(world, of, 0.0, constants["opinion.kappa"] * held * meeting)
    if not of.opportunist:
        mended = 1.0 - constants["dialogue.repair"] * purchaser.presence * held
        account.temptation = f32(account.temptation * mended)


def disclosure(world: World, of: Provider) -> float:
    """δ: the share of what is known that a provider tells."""
    constants = world.constants
    trust = deterrence.expected(world, of) - constants["opinion.propensity"]
    sanction = contract_managers.first_levers(of)["purchaser.sanction"]
    share = constants["dialogue.disclosure"] + constants["dialogue.disclosure_trust"] * trust
    return clip(share - constants["dialogue.disclosure_sanction"] * sanction)
