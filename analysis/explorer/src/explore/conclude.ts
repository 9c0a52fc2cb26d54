/* Judgements of differences, as analysis/tillit/report/conclusions.py makes them of a result file: a test compares the two. */

import type { BreakEven, Estimate, Finding, Judgement, Worlds } from "../document.ts";
import type { Interval, Statistics } from "../engine/statistics.ts";

export const MONTH = 30.4;

/** What counts as a difference of a measure; a row of outcomes.csv. */
export interface Limits {
  better: 1 | -1 | 0;
  smallest: number | null;
  smallestShare: number | null;
}

/** A claim that says which difference matters. */
export interface Matters {
  outcome: string;
  contrast: [string, string];
  smallest: number;
  course?: string | undefined;
  level?: unknown;
}

const ABOUT_DAYS = ["dip_days", "passed", "half_way"];

const numberOf = (value: number): number | null => (Number.isNaN(value) ? null : value);

export const estimateOf = ({ mean, half_width }: Interval): Estimate => ({
  mean: numberOf(mean),
  half: numberOf(half_width),
});

/** By the definition of verdicts, towards the better and towards the worse. */
export function judge(statistics: Statistics, change: Interval, better: number, smallest: number | null): Judgement {
  if (better === 0 || smallest === null || Number.isNaN(change.mean)) {
    return "unjudged";
  }
  const towards = statistics.verdict(better, smallest, change);
  const away = statistics.verdict(-better, smallest, change);
  if (towards === "supported" || away === "supported") {
    return towards === "supported" ? "better" : "worse";
  }
  if (towards === "opposite" || away === "opposite") {
    return away === "opposite" ? "perhaps better" : "perhaps worse";
  }
  return towards ?? "unjudged";
}

/** The smallest difference that matters: what a claim on this contrast says, or another on the measure, or outcomes.csv. */
export function smallestOf(
  measure: string,
  contrast: [string, string],
  claims: Matters[],
  baseLevel: number,
  limits: Limits | undefined,
): number | null {
  const of = claims.filter(
    (own) => own.outcome === measure && !ABOUT_DAYS.includes(own.course ?? "") && own.level === undefined,
  );
  const same = of.filter((own) => [...own.contrast].sort().join("\n") === [...contrast].sort().join("\n"));
  const smallest = (same.length > 0 ? same : of).map((own) => own.smallest);
  if (smallest.length > 0) {
    return Math.min(...smallest);
  }
  if (limits === undefined) {
    return null;
  }
  return limits.smallest ?? (limits.smallestShare ?? 0) * Math.abs(baseLevel);
}

/** In which share of worlds it is better, worse or no difference that matters: by at least the smallest, as in robustness.py. 0 while none is tried. */
export function worldsOf(changes: number[], of: number, better: number, smallest: number | null): Worlds | null {
  const own = changes.filter((change) => !Number.isNaN(change));
  if (better === 0 || smallest === null || (own.length === 0 && changes.length > 0)) {
    return null;
  }
  const share = (holds: (change: number) => boolean): number => own.filter(holds).length / Math.max(own.length, 1);
  const matters = (change: number): boolean => Math.abs(change) >= smallest && change !== 0;
  return {
    better: share((change) => matters(change) && change * better > 0),
    worse: share((change) => matters(change) && change * better < 0),
    negligible: share((change) => !matters(change)),
    tried: changes.length,
    of,
  };
}

/** Values of an arm and of its base, by pair; and of the pairs in plausible worlds. */
export interface Pairs {
  arm: number[];
  base: number[];
  worlds: number[];
}

/** A measure of an arm beside its base. */
export function findingOf(
  statistics: Statistics,
  measure: string,
  pairs: Pairs,
  of: number,
  limits: Limits | undefined,
  smallestFrom: (baseLevel: number) => number | null,
): Finding {
  const [level, base] = [statistics.estimate(pairs.arm), statistics.estimate(pairs.base)];
  const change = statistics.estimate(pairs.arm.map((value, i) => value - (pairs.base[i] ?? Number.NaN)));
  const smallest = smallestFrom(base.mean);
  const better = limits?.better ?? 0;
  return {
    measure,
    level: estimateOf(level),
    base_level: estimateOf(base),
    change: estimateOf(change),
    smallest,
    judgement: judge(statistics, change, better, smallest),
    worlds: worldsOf(pairs.worlds, of, better, smallest),
  };
}

/** The change in smallest differences that matter. */
export function sizeOf(finding: Finding): number {
  return finding.smallest ? Math.abs(finding.change.mean ?? 0) / finding.smallest : Number.POSITIVE_INFINITY;
}

/** Costs of periods: what arm and base cost a year in each, by pair. */
export interface Costs {
  gaps: number[][];
  /** Measured days [from, to) of the periods. */
  from: number[];
  to: number[];
}

/** When an arm has cost no more than its base in all, since the day on which they began to differ. */
export function breakEven(statistics: Statistics, costs: Costs, start: number, parted: boolean): BreakEven {
  const since = costs.from.map((_, period) => period).filter((period) => (costs.to[period] ?? 0) > start);
  const sums = costs.gaps.map((gap) => {
    let sum = 0;
    return since.map(
      (period) => (sum += ((gap[period] ?? 0) * ((costs.to[period] ?? 0) - (costs.from[period] ?? 0))) / 365),
    );
  });
  const said = (kind: BreakEven["kind"], month: number | null = null): BreakEven => ({
    kind,
    month,
    after_change: parted,
  });
  const end = statistics.estimate(sums.map((sum) => sum.at(-1) ?? Number.NaN));
  const mean = since.map((_, k) => sums.reduce((all, sum) => all + (sum[k] ?? 0), 0) / sums.length);
  if (sums.every((sum) => sum.every((value) => value === 0))) return said("same");
  if (Number.isNaN(end.half_width) || Math.abs(end.mean) < end.half_width) return said("undecided");
  if ((mean.at(-1) ?? 0) > 0) return said("never");
  const last = mean.findLastIndex((value) => value > 0);
  if (last < 0) return said("start");
  return said("month", Math.ceil(((costs.to[since[last + 1] ?? 0] ?? 0) - start) / MONTH));
}
