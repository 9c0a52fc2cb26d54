/* The preset's claims about the two arms, with their verdicts. */

import type { Claim, Time as Shown, Span } from "../../document.ts";
import type { Interval, Time, Verdict } from "../../engine/statistics.ts";
import { estimateOf } from "../conclude.ts";
import type { ClaimTold, WindowTold } from "../ground.ts";
import type { ArmRun, PairRun } from "../trial.ts";
import { type Case, claimsOf, inWindow } from "./case.ts";
import { betterOf, differencesOf, parted, smallestClaimed, timeOf } from "./over_time.ts";

const ABOUT_DAYS = ["dip_days", "passed", "half_way"];

function windowOf(own: Case, name: string): WindowTold | undefined {
  return own.told.windows.find((window) => window.name === name);
}

function spanOf(own: Case, claim: ClaimTold): Span {
  const window = windowOf(own, claim.name);
  const where =
    window?.where === undefined
      ? unitsOf(window)
      : Object.entries(window.where)
          .map(([key, value]) => `${key} ${value}`)
          .join("; ");
  return { days: window?.days ?? own.over.days, units: where === "" ? "all" : where };
}

const unitsOf = (window: WindowTold | undefined): string =>
  window?.areas !== undefined && window.areas.length > 0
    ? `areas ${window.areas.join(", ")}`
    : (window?.units ?? "all");

const isOfAll = (own: Case, claim: ClaimTold): boolean => spanOf(own, claim).units === "all";

/** What of a pair a claim is about: an outcome, or its difference between arms or between groups of one. */
function figureOf(own: Case, claim: ClaimTold): ((pair: PairRun) => number) | null {
  const window = own.windows.named.get(claim.name);
  const against = own.windows.named.get(claim.against ?? claim.name);
  if (window === undefined || against === undefined) {
    return null;
  }
  const run = (pair: PairRun, name: string): ArmRun => (name === own.names[0] ? pair.base : pair.arm);
  const [first, second] = claim.contrast;
  const value = (pair: PairRun, name: string, at: number): number => inWindow(own, run(pair, name), at, claim.outcome);
  return claim.level === undefined
    ? (pair) => value(pair, first, window) - value(pair, second, against)
    : (pair) => value(pair, first, window);
}

const direction = (claim: ClaimTold): number => (claim.direction === "higher" ? 1 : -1);

interface Judged {
  change: Interval | null;
  time: Time | null;
  verdict: Verdict | null;
}

function ofInterval(own: Case, claim: ClaimTold, change: Interval): Judged {
  const { statistics } = own.tillit;
  const { mean, half_width } = change;
  const ends = { day: mean, low: mean - half_width, high: mean + half_width };
  const verdict =
    claim.level === undefined
      ? statistics.verdict(direction(claim), claim.smallest, change)
      : statistics.verdictOfDays(direction(claim), claim.smallest, ends);
  return { change, time: null, verdict };
}

/** A claim on the course is about the arm beside its base; on it the other way round, the signs change. */
function ofCourse(own: Case, claim: ClaimTold): Judged | null {
  if (!parted(own) || !isOfAll(own, claim) || claim.contrast[0] !== own.names[1]) {
    return null;
  }
  const { statistics } = own.tillit;
  const found = statistics.course(
    differencesOf(own, claim.outcome),
    betterOf(own, claim.outcome),
    smallestClaimed(own, claim.outcome),
  );
  const part =
    claim.course === "settled" ? found.level : found[claim.course as "dip" | "dip_days" | "passed" | "half_way"];
  if (!ABOUT_DAYS.includes(claim.course ?? "")) {
    return ofInterval(own, claim, part as Interval);
  }
  const time = part as Time;
  return { change: null, time, verdict: statistics.verdictOfDays(direction(claim), claim.smallest, time) };
}

function judged(own: Case, claim: ClaimTold): Judged {
  const nothing = { change: null, time: null, verdict: null };
  if (claim.course !== undefined) {
    return ofCourse(own, claim) ?? nothing;
  }
  const figure = figureOf(own, claim);
  return figure === null
    ? nothing
    : ofInterval(own, claim, own.tillit.statistics.estimate(own.found.pairs.map(figure)));
}

/** Shares of worlds in which it holds by at least the smallest difference that matters, and in which the opposite does. */
function worldsOf(own: Case, claim: ClaimTold): Claim["worlds"] {
  const figure = claim.course === undefined || claim.course === "settled" ? figureOf(own, claim) : null;
  const found = own.found.worlds
    .map((pair) => (pair === null || figure === null ? Number.NaN : figure(pair)))
    .filter((value) => !Number.isNaN(value));
  if (found.length === 0) {
    return null;
  }
  const share = (holds: (value: number) => boolean): number => found.filter(holds).length / found.length;
  const towards = (value: number): number => direction(claim) * value;
  const tried = { tried: own.found.worlds.length, of: own.pairs };
  if (claim.level !== undefined) {
    const holds = share((value) => towards(value) >= towards(claim.smallest));
    return { holds, opposite: 1 - holds, ...tried };
  }
  const matters = (value: number): boolean => Math.abs(value) >= claim.smallest && value !== 0;
  return {
    holds: share((value) => matters(value) && towards(value) > 0),
    opposite: share((value) => matters(value) && towards(value) < 0),
    ...tried,
  };
}

function claimOf(own: Case, claim: ClaimTold): Claim {
  const { change, time, verdict } = judged(own, claim);
  const shown: Shown | null = time === null ? null : timeOf(time);
  return {
    name: claim.name,
    text: claim.text,
    measure: claim.outcome,
    arm: own.names.indexOf(claim.contrast[0]),
    base: own.names.indexOf(claim.contrast[1]),
    span: spanOf(own, claim),
    course: claim.course ?? null,
    level: claim.level !== undefined,
    groups: claim.groups ?? null,
    direction: claim.direction,
    smallest: claim.smallest,
    change: change === null ? null : estimateOf(change),
    time: shown,
    verdict: verdict ?? "none",
    worlds: worldsOf(own, claim),
    rests_on: null,
    reach: null,
    note: claim.note ?? null,
  };
}

export const claims = (own: Case): Claim[] => claimsOf(own).map((claim) => claimOf(own, claim));
