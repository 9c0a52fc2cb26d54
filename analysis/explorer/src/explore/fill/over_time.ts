/* Levels over time, what becomes of them after the change, and what it costs by the year. */

import type { Band, Course, Estimate, Money, Path, Series, Time as Shown } from "../../document.ts";
import type { Differences, Interval, Time } from "../../engine/statistics.ts";
import { CURVES, FIVE, PAID } from "../../words/groups.ts";
import { estimateOf } from "../conclude.ts";
import { stepsOf } from "../resolved.ts";
import type { PairRun } from "../trial.ts";
import { ARM, BASE } from "./answer.ts";
import { type Case, gapsOf } from "./case.ts";

const ABOUT_DAYS = ["dip_days", "passed", "half_way"];

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The interval of the paired difference, put upon the base's mean: certain where it does not reach the base's line. */
function bandOf(base: Interval[], gaps: Interval[]): Band | null {
  if (gaps.every(({ half_width }) => Number.isNaN(half_width))) {
    return null;
  }
  const end = (sign: number): Series =>
    gaps.map(({ mean, half_width }, k) => known((base[k]?.mean ?? Number.NaN) + mean + sign * half_width));
  return { low: end(-1), high: end(1) };
}

function course(own: Case, measure: string): Course {
  const at = own.measures.indexOf(measure);
  const [first] = own.found.pairs;
  const [from, to] = [first?.base.from ?? [], first?.base.to ?? []];
  const each = (of: (pair: PairRun, k: number) => number): Interval[] =>
    from.map((_, k) => own.tillit.statistics.estimate(own.found.pairs.map((pair) => of(pair, k))));
  const level = (side: "base" | "arm") => each((pair, k) => pair[side].periods[k]?.[at] ?? Number.NaN);
  const [base, arm] = [level("base"), level("arm")];
  const gaps = gapsOf(own, measure);
  const differences = from.map((_, k) => own.tillit.statistics.estimate(gaps.map((gap) => gap[k] ?? Number.NaN)));
  const means = (of: Interval[]): Series => of.map(({ mean }) => known(mean));
  return {
    measure,
    days: from.map((day, k) => (day + (to[k] ?? day)) / 2),
    arms: [
      { arm: BASE, mean: means(base), band: null },
      { arm: ARM, mean: means(arm), band: bandOf(base, differences) },
    ],
  };
}

/** Measures that every answer tells of, with pay where providers are paid. */
export function told(own: Case): string[] {
  const at = own.measures.indexOf(PAID);
  const isPaid = own.found.pairs.some(({ arm }) => arm.periods.some((values) => Number.isFinite(values[at])));
  return isPaid ? [...FIVE, PAID] : [...FIVE];
}

export const courses = (own: Case): Course[] => [...told(own), ...CURVES.flat()].map((measure) => course(own, measure));

// ---- after the change ---------------------------------------------------------------------------------------------

export const parted = (own: Case): boolean => Number.isFinite(own.parting) && own.parting >= 0;

export function differencesOf(own: Case, measure: string): Differences {
  const [first] = own.found.pairs;
  const [from, to] = [first?.arm.from ?? [], first?.arm.to ?? []];
  return {
    values: gapsOf(own, measure).map((gaps) => Float64Array.from(gaps)),
    firstDays: from,
    days: from.map((day, k) => (to[k] ?? day) - day),
    changeDay: own.parting,
  };
}

/** The smallest difference that claims on a measure say matters; 0 without one. */
export function smallestClaimed(own: Case, measure: string): number {
  const of = own.told.claims.filter((claim) => claim.outcome === measure && claim.level === undefined);
  const sizes = of.filter((claim) => !ABOUT_DAYS.includes(claim.course ?? "")).map((claim) => claim.smallest);
  return sizes.length > 0 ? Math.min(...sizes) : 0;
}

export const betterOf = (own: Case, measure: string): number =>
  own.tillit.measures.find(({ name }) => name === measure)?.better ?? 0;

const day = (value: number): Shown["day"] => (Number.isNaN(value) ? null : Number.isFinite(value) ? value : "never");
export const timeOf = (time: Time): Shown => ({ day: day(time.day), low: day(time.low), high: day(time.high) });

/** Days on which the arm changes again, after it has parted from its base. */
function later(own: Case): number[] {
  const key = (step: object): string => JSON.stringify(step);
  const before = new Set(stepsOf(own.configs[BASE]).map(key));
  const days = stepsOf(own.configs[ARM])
    .filter((step) => !before.has(key(step)))
    .map((step) => step.day);
  const end = own.found.pairs[0]?.arm.to.at(-1) ?? 0;
  return [...new Set(days)].slice(1).filter((one) => one < end);
}

function path(own: Case, measure: string): Path {
  const better = betterOf(own, measure);
  const found = own.tillit.statistics.course(differencesOf(own, measure), better, smallestClaimed(own, measure));
  return {
    measure,
    arm: ARM,
    base: BASE,
    change_day: own.parting,
    later: later(own),
    dip: estimateOf(found.dip),
    dip_days: better === 0 ? null : [found.dip_from, found.dip_to],
    over: timeOf(found.dip_days),
    passed: timeOf(found.passed),
    half_way: timeOf(found.half_way),
    level: estimateOf(found.level),
    level_days: [found.level_from, found.level_to],
    settled: found.settled === null ? "unknown" : found.settled ? "yes" : "no",
  };
}

export const paths = (own: Case): Path[] => (parted(own) ? told(own).map((measure) => path(own, measure)) : []);

// ---- money --------------------------------------------------------------------------------------------------------

const YEARS = ["year 1", "year 2", "year 3"] as const;

const there = (own: Interval): Estimate | null => (Number.isNaN(own.mean) ? null : estimateOf(own));

function item(own: Case, measure: string, dipDays: number): Money["items"][number] {
  const gaps = differencesOf(own, measure);
  const { statistics } = own.tillit;
  const years = YEARS.map((year) => there(statistics.cost(gaps, year)));
  return { measure, dip: there(statistics.cost(gaps, "dip", dipDays)), years };
}

/** What the base costs a year after the change. */
function baseCost(own: Case): number | null {
  const at = own.measures.indexOf("cost");
  const values = own.found.pairs.flatMap(({ base }) =>
    base.periods.filter((_, k) => (base.to[k] ?? 0) > own.parting).map((period) => period[at] ?? Number.NaN),
  );
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/** Extra cost in the years after the change, by item. The dip is that of satisfaction, the first that every answer holds. */
export function money(own: Case): Money[] {
  if (!parted(own)) {
    return [];
  }
  const dip = own.tillit.statistics.course(
    differencesOf(own, FIVE[0]),
    betterOf(own, FIVE[0]),
    smallestClaimed(own, FIVE[0]),
  );
  const kinds = own.measures.filter((name) => name === "cost" || (/^cost_/.test(name) && !/^cost_per_/.test(name)));
  const items = kinds.map((measure) => item(own, measure, dip.dip_days.day));
  const kept = items.filter((one) => one.dip !== null || one.years.some((year) => year !== null));
  return kept.length === 0 ? [] : [{ arm: ARM, base: BASE, base_cost: baseCost(own), items: kept }];
}
