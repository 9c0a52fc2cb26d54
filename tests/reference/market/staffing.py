"""Owners move the booked client time of their units (ODD 7.27 *Staffing*)."""

from __future__ import annotations

from reference.market import pay
from reference.market.providers import OWN_NUMBER
from reference.numbers import exp, f32
from reference.state import LARGE, NONPROFIT, SMALL, Provider, Sums, Unit, World

THETA = {SMALL: "provider.theta_small", LARGE: "provider.theta_large", NONPROFIT: "provider.theta_nonprofit"}


def theta(world: World, of: Provider) -> float:
    """An owner's orientation towards profit; 0 for the municipality."""
    return f32(world.constants[THETA[of.kind]]) if of.firm else 0.0


def aim(world: World, of: Provider) -> float:
    """The margin aimed at."""
    return theta(world, of) * world.constants["provider.margin_target"]


def client_time(unit: Unit) -> float:
    """Booked client time: the lever times what the owner makes of it."""
    return unit.levers["resources.client_time_share"] * (1.0 + unit.provider.account.beyond)


def press(world: World, of: Provider) -> float:
    """g: how far the margin presses the owner."""
    missed = (aim(world, of) - of.account.margin) / world.constants["provider.margin_scale"]
    return min(1.0, max(-1.0, missed))


def move(world: World, of: Provider, first: Unit, month: Sums, g: float) -> None:
    """Below the margin aimed at staffing is tightened, above it is given back."""
    constants = world.constants
    if of.number == OWN_NUMBER:
        g *= first.levers["own.hard_budget"]
    gain = 1.0
    form = pay.form(first)
    price = month.pay * 3600.0 / month.seconds[form] if month.seconds[form] else 0.0
    hour = month.cost * 3600.0 / month.staff_s if month.staff_s else 0.0
    if form == pay.PERFORMED and hour != 0.0:
        gain -= price / hour * client_time(first) * constants["provider.lost_care"]
    band = constants["provider.staffing_band"]
    moved = (1.0 + of.account.beyond) * exp(constants["provider.staffing_step"] * g * gain) - 1.0
    of.account.beyond = f32(min(band, max(-band, moved)))
