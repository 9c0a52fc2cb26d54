"""Evidence and opinions: subjective logic with fading stored forward (ODD 7.8, E1, E12)."""

from __future__ import annotations

from dataclasses import dataclass

from reference.numbers import LN2, exp, f32

RESCALE = 65536.0


@dataclass(slots=True)
class Evidence:
    """Good and bad evidence about someone, in forward weights."""

    good: float = 0.0
    bad: float = 0.0

    def add(self, good: float, bad: float) -> None:
        """Add weighted evidence."""
        self.good = f32(self.good + good)
        self.bad = f32(self.bad + bad)

    def divide(self, by: float) -> None:
        """Rescale."""
        self.good = f32(self.good / by)
        self.bad = f32(self.bad / by)


@dataclass(slots=True)
class Opinion:
    """Trust b, distrust d and uncertainty u; expectation E = b + a·u."""

    trust: float
    distrust: float
    uncertainty: float
    expectation: float


@dataclass(slots=True)
class Clock:
    """A forward weight 2^(t/h), t being the days since an epoch."""

    half_life: float
    epoch: float = 0.0
    exact: float = 1.0
    weight: float = 1.0

    def turn(self, day: int) -> None:
        """The weight of today's evidence."""
        self.exact = exp((LN2 * (day - self.epoch)) / self.half_life)
        self.weight = f32(self.exact)

    def prior(self, amount: float) -> float:
        """A prior in today's weight."""
        return f32(amount * self.exact)

    def rescale(self, day: int) -> float:
        """Move the epoch when the weight has grown by 2^16; returns what evidence is to be divided by."""
        by = 1.0
        while day - self.epoch >= 16.0 * self.half_life:
            self.epoch += 16.0 * self.half_life
            by *= RESCALE
        self.turn(day)
        return by


def opinion(evidence: Evidence, prior: float, propensity: float) -> Opinion:
    """The opinion that evidence makes, prior being W in today's weight (7.8)."""
    total = f32(f32(evidence.good + evidence.bad) + prior)
    share = f32(1.0 / total)
    trust = f32(evidence.good * share)
    distrust = f32(evidence.bad * share)
    uncertainty = f32(prior * share)
    return Opinion(trust, distrust, uncertainty, f32(trust + f32(propensity * uncertainty)))


def ambivalence(view: Opinion) -> float:
    """How far trust and distrust stand beside each other."""
    known = f32(view.trust + view.distrust)
    return 0.0 if known == 0.0 else f32(f32(2.0 * min(view.trust, view.distrust)) / known)
