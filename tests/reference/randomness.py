"""ODD 7.24: keys and draws. A draw belongs to (seed, replicate, process, permanent id, day, occasion)."""

from __future__ import annotations

ALL = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
PROCESSES = (
    "person employee area grouping sickness extra_shift availability need tie visit "
    "turnover demography arrival agency review week survey trait"
).split()  # numbered from 1


def mix(z: int) -> int:
    """splitmix64's next value after state z."""
    z = (z + GOLDEN) & ALL
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & ALL
    return z ^ (z >> 31)


def inverted(identity: int) -> int:
    """All 64 bits turned: a second stream of the same person."""
    return identity ^ ALL


class Keys:
    """The key of every process of one run."""

    def __init__(self, seed: int, replicate: int) -> None:
        base = mix((mix(seed) + replicate) & ALL)
        self._keys = {name: mix(base ^ (number << 48)) for number, name in enumerate(PROCESSES, 1)}

    def process(self, process: str) -> int:
        """The process's own key."""
        return self._keys[process]

    def lasting(self, process: str, identity: int) -> int:
        """The key of someone once and for all."""
        return mix(self._keys[process] ^ identity)

    def daily(self, process: str, identity: int, day: int) -> int:
        """The key of someone on a day."""
        return mix((mix(self._keys[process] ^ identity) + day) & ALL)


def bits(key: int, k: int) -> int:
    """The k-th 64 bits of a key: splitmix64's own sequence."""
    return mix((key + k * GOLDEN) & ALL)


def upper(word: int) -> float:
    """A uniform draw from the upper half of 64 bits."""
    return (word >> 32) / 4294967296.0


def lower(word: int) -> float:
    """A uniform draw from the lower half of 64 bits."""
    return (word & 0xFFFFFFFF) / 4294967296.0


def noise(word: int) -> float:
    """z: mean 0, variance 1, from the four 16-bit parts of 64 bits."""
    parts = sum(word >> shift & 0xFFFF for shift in (0, 16, 32, 48))
    return (parts - 131070) * (1.7320508075688772 / 65536.0)


class Draws:
    """PCG32 (XSH-RR) with state and stream from a key."""

    def __init__(self, key: int) -> None:
        self._state, self._step = mix(key), mix(key ^ GOLDEN) | 1

    def u32(self) -> int:
        """The next 32 bits."""
        old = self._state
        self._state = (old * 6364136223846793005 + self._step) & ALL
        word, turn = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF, old >> 59
        return (word >> turn | word << (32 - turn & 31)) & 0xFFFFFFFF

    def uniform(self) -> float:
        """u: uniform in [0, 1)."""
        return self.u32() / 4294967296.0

    def noise(self) -> float:
        """z from two draws."""
        high = self.u32()
        return noise(high << 32 | self.u32())

    def normal(self) -> float:
        """Twelve uniforms less six: set-up only, where tails matter."""
        total = -6.0
        for _ in range(12):
            total += self.uniform()
        return total
