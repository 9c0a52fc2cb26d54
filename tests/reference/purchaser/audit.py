"""What a check finds: no other of the purchaser looks at what the month truly was (ODD 7.29)."""

from __future__ import annotations

from reference.binomial import binomial
from reference.market import providers
from reference.numbers import clip
from reference.randomness import lower, upper
from reference.state import Findings, Provider, World


def finds(world: World, of: Provider) -> float:
    """The chance that someone who asks at home finds what is wrong with a visit."""
    people = [person for unit in providers.units_of(of) for person in unit.recipients]
    aware = sum(person.awareness for person in people) / len(people) if people else 0.0
    return clip(world.constants["audit.precision"] + world.constants["audit.aware_gain"] * aware)


def ask(world: World, of: Provider, visits: int, word: int) -> Findings:
    """Visits asked about at home."""
    month = of.account.month
    if visits == 0:
        return Findings()
    found, mistaken = finds(world, of), world.constants["audit.false_share"]
    false, cut = month.misregistered / month.records, month.cut / month.records
    wrong = binomial(visits, false * found + (1.0 - false) * mistaken, upper(word))
    return Findings(visits, wrong, binomial(visits, cut * found, lower(word)))


def look_up(world: World, of: Provider, visits: int, word: int) -> Findings:
    """Records looked up."""
    month = of.account.month
    if visits == 0:
        return Findings()
    wrong = binomial(visits, world.constants["audit.false_share"], upper(word))
    return Findings(visits, wrong, binomial(visits, month.cut_visible / month.records, lower(word)))
