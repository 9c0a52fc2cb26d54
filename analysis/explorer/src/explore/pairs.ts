/* How many complete pairs of runs make an answer, and in which plausible worlds it is tried: decided by size before the first
 * one runs, so that nobody stops when it looks good. */

import type { Points } from "../engine/parts.ts";
import type { Tillit } from "../engine/tillit.ts";

/** Pairs at the default coefficients, and as many in plausible worlds, one in each. */
export const SIZES = [
  { recipients: 400, pairs: 24 },
  { recipients: 1600, pairs: 12 },
  { recipients: 6000, pairs: 6 },
  { recipients: Number.POSITIVE_INFINITY, pairs: 4 },
] as const;

/** Several providers, each with its books, take about as much longer. */
const WEIGHT_OF_FIRMS = 3;

export const pairsFor = (recipients: number, hasFirms: boolean): number => {
  const weight = hasFirms ? WEIGHT_OF_FIRMS : 1;
  return SIZES.find((size) => weight * recipients <= size.recipients)?.pairs ?? SIZES[3].pairs;
};

/** How long what is left takes, by what is done; null: nothing is done yet, so nobody knows. */
export function secondsLeft(done: number, of: number, seconds: number): number | null {
  return done === 0 ? null : (seconds * (of - done)) / done;
}

/** A small generator of its own (Lehmer 1951, with the multiplier of Park, Miller & Stockmeyer 1993): the draw is one for all. */
function* lehmer(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (48271 * state) % 2147483647;
    yield state;
  }
}

const SEED = 22;

/** The worlds of pairs 0, 1, ...: places in the committed set, drawn once without putting back. Pair i is always in the same. */
export function drawn(worlds: number): number[] {
  const numbers = lehmer(SEED);
  const order = Array.from({ length: worlds }, (_, i) => i);
  for (let left = worlds; left > 1; left--) {
    const at = (numbers.next().value as number) % left;
    [order[left - 1], order[at]] = [order[at] as number, order[left - 1] as number];
  }
  return order;
}

/** What a world sets: levers yield to an arm that sets them itself, coefficients are everyone's (analysis/tillit/robustness.py). */
export function setsOf(points: Points, world: number, parameters: Tillit["parameters"]): string[] {
  return points.names.map((name, column) => {
    const yields = parameters.get(name)?.section === "lever";
    return `${name}${yields ? "?" : ""}=${points.rows[world]?.[column]}`;
  });
}
