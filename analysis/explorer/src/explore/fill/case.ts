/* All that a document is filled from: what was asked, what was run, and what came of it. */

import type { Span, Text } from "../../document.ts";
import type { Window } from "../../engine/messages.ts";
import type { Tillit } from "../../engine/tillit.ts";
import { CURVES, FIVE, GROUPS, PAID, PARTIES } from "../../words/groups.ts";
import type { Limits } from "../conclude.ts";
import type { ClaimTold, Told, WindowTold } from "../ground.ts";
import type { LimitTable } from "../limits.ts";
import type { Balance } from "../question.ts";
import { areasOf, daysOf, type Resolved } from "../resolved.ts";
import { DAYS, type State } from "../state.ts";
import { flow } from "../text.ts";
import type { ArmRun, Found, PairRun } from "../trial.ts";

/** A span of measured days; by the place of its window, or by the periods in it. */
export interface Over extends Span {
  window: number | null;
}

/** Which windows are run, by what they are for. */
export interface Windows {
  all: Window[];
  /** Where an outcome is made equal. */
  equal: number | null;
  /** Of an area, before the change and over the answer's span. */
  areas: { area: number; before: number | null; after: number }[];
  /** By the names of the experiment's windows; those of units that no window can choose are not there. */
  named: Map<string, number>;
}

export interface Case {
  tillit: Tillit;
  limits: LimitTable;
  state: State;
  told: Told;
  /** Base and arm: names, titles, resolved configs and their JSON. */
  names: [base: string, arm: string];
  titles: [Text, Text];
  configs: [Resolved, Resolved];
  jsons: [string, string];
  /** The measured day on which they part: -1 before the first, Infinity never. */
  parting: number;
  over: Over;
  measures: string[];
  windows: Windows;
  balance: Balance | null;
  /** How many pairs and worlds there will be. */
  pairs: number;
  found: Found;
}

// ---- what is run --------------------------------------------------------------------------------------------------

/** Measures that are told of every period: those that the page shows, what costs are made of, and what was asked for. */
export function measuresOf(tillit: Tillit, told: Pick<Told, "outcomes" | "claims">): string[] {
  const shown = [...FIVE, PAID, ...[...GROUPS, ...PARTIES].flatMap((group) => group.measures), ...CURVES.flat()];
  const costs = tillit.measures
    .map(({ name }) => name)
    .filter((name) => /^cost_/.test(name) && !/^cost_per_/.test(name));
  const more = ["team_size", "real_span", "terminations", "language_match"];
  const asked = [...told.outcomes, ...told.claims.map((claim) => claim.outcome)];
  const known = new Set(tillit.measures.map(({ name }) => name));
  return [...new Set([...shown, ...costs, ...more, ...asked])].filter((name) => known.has(name));
}

const MOST_AREAS = 12;
const PERIOD = 28;

/** A selector of one number a key, as the library takes it; null: it has several. */
export function whereOf(window: WindowTold): string | null {
  const own = window.where ?? { areas: window.areas ?? [], ...group(window.units) };
  const kept = Object.entries(own).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  const single = kept.every(([key, value]) => !Array.isArray(value) || value.length === 1 || key === "kind");
  return single ? flow(Object.fromEntries(kept)) : null;
}

const group = (units: string | undefined): Record<string, unknown> =>
  units === "pilot" ? { pilot: true } : units === "others" ? { pilot: "others" } : {};

/** The last year of arms that part on a measured day, or since they did where that is less; else the whole run. */
export function overOf(told: Told, parting: number, days: number): { days: [number, number]; name: string | null } {
  if (told.evaluation !== null) {
    const own = told.windows.find(({ name }) => name === "pilot after");
    if (own !== undefined) return { days: own.days, name: own.name };
  }
  const start = Number.isFinite(parting) && parting > 0 ? parting : 0;
  if (start === 0) {
    return { days: [0, days], name: null };
  }
  const least = Math.max(start, days - DAYS.year);
  return { days: [Math.ceil(least / PERIOD) * PERIOD, days], name: null };
}

export function windowsOf(told: Told, config: Resolved, parting: number, equal: [number, number] | null): Windows {
  const days = daysOf(config);
  const found: Windows = { all: [{ days: null, where: null }], equal: null, areas: [], named: new Map() };
  const add = (own: Window): number => found.all.push(own) - 1;
  if (equal !== null) found.equal = add({ days: equal, where: null });
  for (const window of told.windows) {
    const where = whereOf(window);
    if (where !== null) found.named.set(window.name, add({ days: window.days, where: where === "{}" ? null : where }));
  }
  const over = overOf(told, parting, days).days;
  const before = Number.isFinite(parting) ? Math.floor(parting / PERIOD) * PERIOD : 0;
  const areas = config.municipalities.length === 1 ? areasOf(config) : 0;
  for (let area = 1; area <= areas && areas > 1 && areas <= MOST_AREAS; area++) {
    const where = `{areas: [${area}]}`;
    const own = before > 0 ? add({ days: [0, before], where }) : null;
    found.areas.push({ area, before: own, after: add({ days: over, where }) });
  }
  return found;
}

// ---- people -------------------------------------------------------------------------------------------------------

/** What is told of each person. */
export const VARIABLES = [
  "recipient_granted_hours",
  "recipient_days_in_care",
  "recipient_satisfaction",
  "recipient_staff_met",
] as const;
export type Variable = (typeof VARIABLES)[number];

const LOOKS = 4;

/** Ends of the quarters of the answer's span: windows of fourteen days are whole then. */
export function daysOfPeople([from, to]: [number, number]): number[] {
  const quarter = Math.floor((to - from) / LOOKS / PERIOD) * PERIOD;
  return quarter === 0 ? [to] : Array.from({ length: LOOKS }, (_, i) => to - i * quarter).reverse();
}

// ---- what came of it ----------------------------------------------------------------------------------------------

export const limitsOf = (own: Case, measure: string): Limits | undefined => own.limits.of(measure);

const NONE = Number.NaN;

/** A measure of a run over a window. */
export function inWindow(own: Case, run: ArmRun, window: number | null | undefined, measure: string): number {
  return window === null || window === undefined ? NONE : (run.windows[window]?.[own.tillit.measure(measure)] ?? NONE);
}

/** By days, over the periods that begin on day `from` or later; what was not counted is left out. */
function overPeriods(own: Case, run: ArmRun, from: number, measure: string): number {
  const at = own.measures.indexOf(measure);
  let [sum, days] = [0, 0];
  for (const [period, values] of run.periods.entries()) {
    const [value, first, end] = [values[at] ?? NONE, run.from[period] ?? 0, run.to[period] ?? 0];
    if (first < from || Number.isNaN(value)) continue;
    sum += value * (end - first);
    days += end - first;
  }
  return days > 0 ? sum / days : NONE;
}

/** A measure of a run over the answer's span. */
export function overSpan(own: Case, run: ArmRun, measure: string): number {
  const { window, days } = own.over;
  return window !== null ? inWindow(own, run, window, measure) : overPeriods(own, run, days[0], measure);
}

/** Something of every pair and of every world. */
export function ofPairs(own: Case, of: (run: ArmRun) => number): { base: number[]; arm: number[]; worlds: number[] } {
  const change = (pair: PairRun | null): number => (pair === null ? NONE : of(pair.arm) - of(pair.base));
  return {
    base: own.found.pairs.map((pair) => of(pair.base)),
    arm: own.found.pairs.map((pair) => of(pair.arm)),
    worlds: own.found.worlds.map(change),
  };
}

/** Claims about base and arm, in either order. */
export function claimsOf(own: Case): ClaimTold[] {
  return own.told.claims.filter((claim) => claim.contrast.every((name) => own.names.includes(name)));
}

/** A measure by period: arm minus base, of each pair. */
export function gapsOf(own: Case, measure: string): number[][] {
  const at = own.measures.indexOf(measure);
  return own.found.pairs.map(({ arm, base }) =>
    arm.periods.map((values, k) => (values[at] ?? NONE) - (base.periods[k]?.[at] ?? NONE)),
  );
}
