/* The answer: an arm beside its base, by what every answer holds and by all else that the page shows. */

import type { Answer, Difference, Estimate, Finding, Levels, Party, Text } from "../../document.ts";
import { FIVE, PAID } from "../../words/groups.ts";
import { breakEven, estimateOf, findingOf, sizeOf, smallestOf } from "../conclude.ts";
import type { ArmRun } from "../trial.ts";
import { type Case, gapsOf, inWindow, limitsOf, ofPairs, overSpan } from "./case.ts";

export const BASE = 0;
export const ARM = 1;

/** A measure as some figure of every run has it. */
export function finding(own: Case, measure: string, of: (run: ArmRun) => number): Finding {
  const smallest = (level: number): number | null =>
    smallestOf(measure, [own.names[1], own.names[0]], own.told.claims, level, limitsOf(own, measure));
  return findingOf(own.tillit.statistics, measure, ofPairs(own, of), own.pairs, limitsOf(own, measure), smallest);
}

const overall = (own: Case, measure: string): Finding => finding(own, measure, (run) => overSpan(own, run, measure));

/** Is there a figure at all, as of pay where nobody is paid? */
export const isThere = (own: Finding): boolean => own.level.mean !== null || own.base_level.mean !== null;

function equalOf(own: Case): Answer["equal"] {
  if (own.balance === null) {
    return null;
  }
  const { equal, value } = own.balance;
  const label: Text = own.tillit.parameters.get(equal.lever)?.label ?? { sv: equal.lever, en: equal.lever };
  return { measure: equal.outcome, days: equal.days, lever: label, value };
}

function paysFrom(own: Case): Answer["break_even"] {
  const start = Number.isFinite(own.parting) && own.parting > 0 ? own.parting : 0;
  const isEqual = own.balance?.equal.outcome === "cost";
  const [pair] = own.found.pairs;
  if (isEqual || pair === undefined) {
    return { kind: isEqual ? "equal" : "undecided", month: null, after_change: start > 0 };
  }
  const costs = { gaps: gapsOf(own, "cost"), from: pair.arm.from, to: pair.arm.to };
  return breakEven(own.tillit.statistics, costs, start, start > 0);
}

export function differences(own: Case): Difference[] {
  const all = own.measures.map((measure) => ({ measure, cells: [overall(own, measure)] }));
  return all.filter(({ cells }) => cells.every(isThere));
}

export function answer(own: Case, all: Difference[]): Answer {
  const findings = new Map(all.map(({ measure, cells }) => [measure, cells[0] as Finding]));
  const five = [...FIVE, PAID].map((measure) => findings.get(measure)).filter((one) => one !== undefined);
  const rest = [...findings.values()].filter(({ measure }) => !([...FIVE, PAID] as string[]).includes(measure));
  const matter = rest.filter(({ judgement }) => judgement === "better" || judgement === "worse");
  return {
    arm: ARM,
    base: BASE,
    span: { days: own.over.days, units: own.over.units },
    equal: equalOf(own),
    five: five.filter(({ measure, change }) => measure !== PAID || change.mean !== null),
    others: matter.sort((a, b) => sizeOf(b) - sizeOf(a)),
    break_even: paysFrom(own),
  };
}

export function levels(own: Case, all: Difference[]): Levels {
  const rows = all.map(({ measure, cells }) => ({
    measure,
    cells: cells.flatMap((one) => [one.base_level, one.level]),
  }));
  return { span: { days: own.over.days, units: own.over.units }, rows };
}

// ---- who gains and who loses --------------------------------------------------------------------------------------

const OF_AREA = ["satisfied", "missed_share", "staff_met"];

function areas(own: Case): Party[] {
  return own.windows.areas.map(({ area, after }) => ({
    title: { sv: `Område ${area}`, en: `Area ${area}` },
    rows: OF_AREA.map((measure) => ({
      measure,
      cells: [finding(own, measure, (run) => inWindow(own, run, after, measure))],
    })),
  }));
}

function languages(own: Case): Party[] {
  const title = { sv: "De som behöver ett annat språk än svenska", en: "Those who need another language than Swedish" };
  const found = overall(own, "language_match");
  return isThere(found) ? [{ title, rows: [{ measure: "language_match", cells: [found] }] }] : [];
}

export const parties = (own: Case): Party[] => [...languages(own), ...areas(own)];

// ---- what became of teams and spans -------------------------------------------------------------------------------

/** What whole people in whole areas made of a lever: of base and arm. */
export function realised(own: Case, measure: string): [base: Estimate, arm: Estimate] {
  const pairs = ofPairs(own, (run) => overSpan(own, run, measure));
  const { statistics } = own.tillit;
  return [estimateOf(statistics.estimate(pairs.base)), estimateOf(statistics.estimate(pairs.arm))];
}
