"""Keyed randomness: a draw belongs to (seed, replicate, process, permanent id, day, occasion) (ODD 4, EXACT *Keys*)."""

from __future__ import annotations

import math

MASK = 0xFFFFFFFFFFFFFFFF
GAMMA = 0x9E3779B97F4A7C15
PCG_MULTIPLIER = 6364136223846793005
SQRT3 = math.sqrt(3.0)

PROCESSES = [
    "person",
    "employee",
    "area",
    "grouping",
    "sickness",
    "extra_shift",
    "availability",
    "need",
    "tie",
    "visit",
    "turnover",
    "demography",
    "arrival",
    "agency",
    "review",
    "week",
    "survey",
    "trait",
    "firm",
    "firm's month",
]
#: Processes whose numbers do not follow on.
LATER = {
    "choice": 21,
    "taste": 22,
    "switching": 23,
    "relatives": 24,
    "follows": 25,
    "complaint": 26,
    "contract manager": 27,
    "purchaser's month": 28,
    "choosing": 29,
}

FIRST_RECIPIENT, ARRIVAL, POST, HOURLY_JOB, UNIT, AGENCY_SHIFT, STRANGER = range(1, 8)
PROVIDER_POST, PROVIDER_JOB, PROVIDER = range(8, 11)


def mix(x: int) -> int:
    """Take splitmix64's step: add its constant, then its finaliser."""
    x = (x + GAMMA) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def bits(key: int, k: int) -> int:
    """The k-th word of a key."""
    return mix((key + k * GAMMA) & MASK)


def upper(word: int) -> float:
    """The upper half of a word as a uniform draw."""
    return (word >> 32) / 4294967296.0


def lower(word: int) -> float:
    """The lower half of a word as a uniform draw."""
    return (word & 0xFFFFFFFF) / 4294967296.0


def standard(word: int) -> float:
    """Reckon z of a word: its four 16-bit parts, summed and scaled to mean 0 and variance 1."""
    total = (word & 0xFFFF) + ((word >> 16) & 0xFFFF) + ((word >> 32) & 0xFFFF) + (word >> 48)
    return (total - 131070) * SQRT3 / 65536.0


def inverted(identity: int) -> int:
    """¬id: all 64 bits turned."""
    return identity ^ MASK


def identity(kind: int, copy: int, code: int, rest: int) -> int:
    """Permanent id: kind·2^60 + copy·2^53 + code·2^39 + the rest."""
    return (kind << 60) + (copy << 53) + (code << 39) + rest


class Keys:
    """The keys of one replicate's processes."""

    def __init__(self, seed: int, replicate: int) -> None:
        """Derive every process's key from seed and replicate."""
        root = mix((mix(seed) + replicate) & MASK)
        self.of = {name: mix(root ^ ((k + 1) << 48)) for k, name in enumerate(PROCESSES)}
        self.of |= {name: mix(root ^ (number << 48)) for name, number in LATER.items()}

    def lasting(self, process: str, who: int) -> int:
        """Someone's lasting key."""
        return mix(self.of[process] ^ who)

    def today(self, process: str, who: int, day: int) -> int:
        """Someone's key of a day."""
        return mix((mix(self.of[process] ^ who) + day) & MASK)


class Draws:
    """PCG32 (XSH-RR) from a key."""

    def __init__(self, key: int) -> None:
        """Start at state and stream of the key."""
        self.state = mix(key)
        self.increment = mix(key ^ GAMMA) | 1

    def u32(self) -> int:
        """The next 32 bits."""
        old = self.state
        self.state = (old * PCG_MULTIPLIER + self.increment) & MASK
        shifted = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF
        turn = old >> 59
        return ((shifted >> turn) | (shifted << (32 - turn & 31))) & 0xFFFFFFFF

    def u(self) -> float:
        """A uniform draw."""
        return self.u32() / 4294967296.0

    def z(self) -> float:
        """Draw with mean 0 and variance 1: a word of two draws, the first above."""
        above = self.u32()
        return standard((above << 32) | self.u32())

    def normal(self) -> float:
        """The normal of set-up: twelve u less six."""
        return sum(self.u() for _ in range(12)) - 6.0
