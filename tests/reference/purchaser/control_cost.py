"""What following up costs, by what its time goes to (ODD 7.29, EXACT)."""

from __future__ import annotations

from reference.market import providers
from reference.numbers import nearest
from reference.purchaser.capacity import Time
from reference.purchaser.checks import Minutes
from reference.state import Municipality, Provider, World


def book(
    world: World, municipality: Municipality, followed: list[Provider], time: Time, minutes: dict[int, Minutes]
) -> None:
    """Parts are differences of the rounded cost of the minutes so far."""
    price = world.constants["purchaser.sek_per_h"] * 100.0 / 60.0
    so_far, booked = 0.0, 0

    def part(more: float) -> int:
        nonlocal so_far, booked
        so_far += more
        before, booked = booked, nearest(so_far * price)
        return booked - before

    for of in followed:
        counted = providers.units_of(of)[0].counted
        counted.control_fixed += part(time.fixed[of.number])
        counted.control_dialogues += part(time.dialogues[of.number])
        counted.control_checks += part(minutes[of.number].checks)
        counted.control_reviews += part(minutes[of.number].saved)
    counted = municipality.units[0].counted
    counted.control_endings += part(time.endings)
    counted.control_letting += part(time.letting)
    counted.control_fixed += part(max(0.0, municipality.purchaser.there - so_far))
