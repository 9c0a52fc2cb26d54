"""ODD 7.3: need from day to day."""

from __future__ import annotations

from .numbers import exp, f32, kept, log
from .randomness import bits, lower, mix, noise, upper


def need(world: object, unit: object) -> None:
    """Level, recovery, acute events and the day's shock."""
    k, c = world.k, unit.counters
    uncovered = 1.0 - k["need.frame_cover"] * unit.levers["discretion.officer"]
    mismatch = f32(k["need.mismatch_per_change"] * uncovered)
    decline = f32(k["need.decline_per_year"] / 365.0)
    recovery = f32(kept(1.0, k["need.recovery_days"]))
    passing = f32(k["need.acute_jump"] * k["need.recovering_share"])
    lasting = f32(k["need.acute_jump"] * (1.0 - k["need.recovering_share"]))
    sd, stay = k["need.shock_sd"], 1.0 - 1.0 / k["need.away_days"]
    for r in unit.recipients:
        key = world.keys.daily("need", r.id, world.day)
        shock, event = noise(bits(key, 0)), bits(key, 1)
        r.level = f32(r.level + f32(decline * r.level))
        r.transient = f32(r.transient * recovery)
        r.mismatch = min(1.0, f32(r.mismatch + f32(mismatch * decline)))
        if r.away > 0:
            r.away -= 1
        elif upper(event) < k["need.acute_per_year"] / 365.0:
            r.away = 1 + int(log(1.0 - lower(event)) / log(stay)) if stay > 0.0 else 1
            r.transient = f32(r.transient + f32(passing * r.level))
            r.level = f32(r.level * f32(1.0 + lasting))
            r.mismatch = min(1.0, f32(r.mismatch + f32(mismatch * f32(passing + lasting))))
        level = f32(r.level + r.transient)
        r.ratio = f32(f32(level / r.granted) * exp(sd * shock - 0.5 * sd * sd))
        r.visit_key = mix(key ^ world.keys.process("visit"))
        c.recipient_days += 1
        c.away_days += r.away > 0
        c.mismatch += r.mismatch
