/* A lever's value that makes an outcome that of the base. The outcome falls or rises with the lever, but by whole shifts, so that
 * the best of all tries is kept (as model/run/trial.c does it). */

export const ENOUGH = 0.002;
export const AT_MOST = 0.01;
export const MOST_TRIES = 6;

/** The lever's range. */
export interface Range {
  low: number;
  high: number;
}

export interface Search {
  value: number;
  best: number;
  /** How far the best is off, as a share. */
  off: number;
  tries: number;
  last: { value: number; found: number } | null;
}

/** Values are written with so many decimals, so that what is written is what was run. */
const DECIMALS = 5;
const LONGEST = 0.15;

const short = (value: number): number => Number(value.toFixed(DECIMALS));

export const begin = (value: number): Search => ({
  value: short(value),
  best: short(value),
  off: Number.POSITIVE_INFINITY,
  tries: 0,
  last: null,
});

export const isOver = (search: Search): boolean => search.tries >= MOST_TRIES || search.off < ENOUGH;

/** The first step takes the outcome to be in inverse proportion to the lever, as pay is to the share of time with people. */
function step(search: Search, found: number, target: number): number {
  const { value, last } = search;
  const slope = last === null || last.value === value ? -found / value : (found - last.found) / (value - last.value);
  const wanted = Number.isFinite(slope) && slope !== 0 ? (target - found) / slope : 0.1 * value;
  return Math.max(-LONGEST * value, Math.min(LONGEST * value, wanted));
}

/** What was found at the search's value, and where to look next. */
export function looked(search: Search, found: number, target: number, range: Range): Search {
  const off = Math.abs(found / target - 1);
  const isBest = off < search.off;
  const next = Math.max(range.low, Math.min(range.high, search.value + step(search, found, target)));
  return {
    value: short(next),
    best: isBest ? search.value : search.best,
    off: isBest ? off : search.off,
    tries: search.tries + 1,
    last: { value: search.value, found },
  };
}
