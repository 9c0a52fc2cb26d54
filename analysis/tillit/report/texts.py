"""Texts for people in Swedish and English, and numbers as they stand within them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tillit.library import ENGLISH, SWEDISH, form

MINUS = "\u2212"


class Text(NamedTuple):
    """The same in both languages."""

    sv: str
    en: str


def decimal(value: float, decimals: int) -> Text:
    """A number with so many decimals; no minus before a zero."""
    return Text(*(form("decimal", value, decimals, language) for language in (SWEDISH, ENGLISH)))


def short(value: float) -> Text:
    """A number that was set by someone: as short as it is, four digits at most."""
    text = f"{value:.4g}".replace("-", MINUS)
    return Text(text.replace(".", ","), text)


def whole_percent(share: float) -> Text:
    """A share in whole per cent."""
    return Text(*(f"{text}\u00a0%" for text in decimal(100 * share, 0)))


def join(*parts: Text | str) -> Text:
    """Texts after one another."""
    own = [Text(part, part) if isinstance(part, str) else part for part in parts]
    return Text("".join(part.sv for part in own), "".join(part.en for part in own))


def together(parts: Sequence[Text], between: str) -> Text:
    """Texts with something between them."""
    return Text(between.join(part.sv for part in parts), between.join(part.en for part in parts))


def capital(own: Text) -> Text:
    """With a capital at the beginning."""
    return Text(*(text[:1].upper() + text[1:] for text in own))


def span_days(days: tuple[int, int]) -> Text:
    """Days [from, to), counted from the start of what is measured."""
    return Text(f"dag {days[0]}–{days[1]}", f"days {days[0]}–{days[1]}")
