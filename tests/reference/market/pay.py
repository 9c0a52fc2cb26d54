"""What is paid for, and what a visit's record is billed as (ODD 7.26 *Seconds paid for*, 7.27 *Padding*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference.market import truth
from reference.numbers import nearest
from reference.randomness import bits, lower
from reference.state import Recipient, Unit, World

if TYPE_CHECKING:
    from reference.visit import Times

GRANTED, PERFORMED, PER_RECIPIENT, BLOCK = range(4)
FORMS = (GRANTED, PERFORMED, PER_RECIPIENT, BLOCK)


def has_firms(world: World) -> bool:
    """Whether there is money: a market with firms, not with parts of one municipality."""
    return world.config.market is not None and "split" not in world.config.market


def form(unit: Unit) -> int:
    """What a unit is paid for today."""
    return int(unit.levers["reimbursement.form"])


def pays_records(world: World, unit: Unit) -> bool:
    """Whether registered time is paid."""
    return has_firms(world) and form(unit) == PERFORMED


def bill(world: World, unit: Unit, person: Recipient, granted: int, record: int, key: int, made: Times | None) -> None:
    """A visit is billed as soon as it has been made, dropped or not assigned (there are then no times)."""
    if not has_firms(world):
        return
    delivered = 0 if made is None else made.delivered
    if record < granted and pads(world, unit, key):
        unit.counted.registered_s += granted - record
        unit.counted.records_false += 1
        if made is None:
            unit.counted.phantom_s += granted
            unit.counted.records_invented += 1
        else:
            unit.counted.padded_s += granted - record
        record = granted
    if made is not None and made.under > 0 and granted - record > truth.tolerance_s(unit):
        unit.counted.cuts_visible += 1
    most = nearest(granted * unit.levers["reimbursement.tolerance"])
    payable = min(record, most)
    unit.counted.misbilled_s += max(0, payable - delivered)
    unit.counted.payable_s += payable
    unit.books.granted_s[person.area.outlying] += granted
    unit.books.payable_s[person.area.outlying] += payable


def pads(world: World, unit: Unit, key: int) -> bool:
    """Whether a record that is short of the grant is made to say the grant."""
    share = world.constants["provider.pad_most"] * unit.provider.account.temptation
    return pays_records(world, unit) and lower(bits(key, 3)) < share
