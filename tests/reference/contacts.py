"""Permanent care contacts (ODD 7.9)."""

from __future__ import annotations

from reference.numbers import f32
from reference.state import Post, Recipient, Unit


def fill_all(unit: Unit) -> None:
    """Contacts who are gone are taken off the whole unit first; then empty places are filled, one after another."""
    for person in unit.recipients:
        take_off(unit, person)
    for person in unit.recipients:
        fill(unit, person)


def wanted(unit: Unit, person: Recipient) -> int:
    """Contacts that a recipient should have."""
    covered = person.contact_rank < unit.levers["organisation.contact_coverage"]
    return int(unit.levers["organisation.contact_persons"]) if covered else 0


def colleagues(unit: Unit, person: Recipient) -> list[Post]:
    """Posts that are held in the recipient's team."""
    return [post for post in unit.posts if post.team == person.team and post.holder is not None]


def take_off(unit: Unit, person: Recipient) -> None:
    """Only those who hold a post in the recipient's team stay, and no more than should be."""
    team = colleagues(unit, person)
    person.contacts = [who for who in person.contacts if any(who is post.holder for post in team)]
    del person.contacts[wanted(unit, person) :]


def fill(unit: Unit, person: Recipient) -> None:
    """A recipient's empty places: the team's assistant nurse with the fewest clients per full-time post."""
    while len(person.contacts) < wanted(unit, person):
        nurses = [post for post in colleagues(unit, person) if post.holder and post.holder.nurse]
        candidates = [post for post in nurses if not has(person, post)]
        if not candidates:
            return
        chosen = min(candidates, key=lambda post: load(unit, post)).holder
        assert chosen is not None
        person.contacts.append(chosen)


def has(person: Recipient, post: Post) -> bool:
    """Whether the holder is a contact already."""
    return any(contact is post.holder for contact in person.contacts)


def load(unit: Unit, post: Post) -> float:
    """Clients per full-time post."""
    return f32(sum(has(person, post) for person in unit.recipients) / post.size)
