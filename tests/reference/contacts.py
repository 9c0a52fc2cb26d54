"""ODD 7.9: care contacts."""

from __future__ import annotations

from .numbers import f32
from .world import NURSE


def assign_contacts(world: object, unit: object) -> None:
    """Fills empty places of those who should have contacts, in the order of rows; ends those beyond the levers."""
    clients = {seat: 0 for seat in unit.posts}
    for recipient in unit.recipients:
        for contact in recipient.contacts:
            if contact is not None:
                clients[contact] += 1
    for recipient in unit.recipients:
        covered = recipient.contact_rank < unit.levers["organisation.contact_coverage"]
        wanted = unit.levers["organisation.contact_persons"] if covered else 0
        for place in (0, 1):
            contact = recipient.contacts[place]
            if place >= wanted and contact is not None:
                clients[contact] -= 1
                recipient.contacts[place] = None
            elif place < wanted and contact is None:
                chosen = least_loaded(unit, recipient, recipient.contacts[1 - place], clients)
                recipient.contacts[place] = chosen
                if chosen is not None:
                    clients[chosen] += 1


def least_loaded(unit: object, recipient: object, other: object, clients: dict) -> object:
    """The assistant nurse of the team with the fewest clients per full-time post, the first row of equals."""
    able = [
        seat
        for seat in unit.posts
        if seat.holder and seat.team is recipient.team and seat.holder.skills & NURSE and seat is not other
    ]
    return min(able, key=lambda seat: f32(clients[seat] / seat.share), default=None)
