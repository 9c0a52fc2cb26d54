"""Dialogues of provider and recipient, every 14 days (ODD 7.32)."""

from __future__ import annotations

from reference.numbers import exp, f32, remaining
from reference.state import Recipient, Unit, World

WINDOW = 14.0
ENOUGH = 0.9


def hold(world: World, unit: Unit) -> None:
    """Dialogues that fall on a window, in parts of a dialogue, with every recipient."""
    held = unit.levers.get("steering.recipient_dialogues", 0.0) * WINDOW / 365.0
    if held > 0.0:
        for person in unit.recipients:
            talk(world, person, held)


def talk(world: World, person: Recipient, held: float) -> None:
    """Awareness grows, mismatch is put right, and the provider is judged by the care that there is."""
    constants = world.constants
    person.awareness = f32(1.0 - (1.0 - person.awareness) * remaining(held, 1.0))
    person.mismatch = f32(min(person.mismatch * exp(-constants["dialogue.recipient"] * held), 1.0))
    window = person.window
    if window.needed <= 0.0:
        return
    evidence = held * constants["opinion.meeting_evidence"] * world.trust_clock.weight
    if window.delivered >= ENOUGH * window.needed:
        person.provider.add(f32(evidence), 0.0)
    else:
        person.provider.add(0.0, f32(constants["opinion.kappa"] * evidence))
