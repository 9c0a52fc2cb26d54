/* What to measure before and after, with how many areas: from how much areas vary by themselves in the model. */

import type { Block, Row, Section } from "../../document.ts";
import { unitsWords as words } from "../../words/explorer.ts";
import { FIVE } from "../../words/groups.ts";
import type { ArmRun } from "../trial.ts";
import { type Case, inWindow } from "./case.ts";

/** Quantiles of the normal distribution: two-sided 5 %, and power of 80 % (Cohen 1988). */
const TWO_SIDED = 1.96;
const POWER = 0.84;
const LEAST = 2;

/** Change of an area by itself, after minus before, in each run of the base. */
function drifts(own: Case, measure: string): number[] {
  const change = (run: ArmRun, area: Case["windows"]["areas"][number]): number =>
    inWindow(own, run, area.after, measure) - inWindow(own, run, area.before, measure);
  const found = own.found.pairs.flatMap(({ base }) => own.windows.areas.map((area) => change(base, area)));
  return found.filter((value) => !Number.isNaN(value));
}

function deviation(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Areas that change, and as many that do not, so that a difference in differences shows an effect of that size; null: none would. */
export function areasNeeded(effect: number, sd: number): number | null {
  if (effect === 0 || !Number.isFinite(effect) || !Number.isFinite(sd)) {
    return null;
  }
  return Math.max(LEAST, Math.ceil((2 * (TWO_SIDED + POWER) ** 2 * sd ** 2) / effect ** 2));
}

function row(own: Case, measure: string, change: number | null): Row {
  const found = drifts(own, measure);
  const needed = change === null || found.length < 3 ? null : areasNeeded(change, deviation(found));
  const said =
    needed === null
      ? words.none
      : needed > 500
        ? words.many
        : { sv: `${needed} + ${needed}`, en: `${needed} + ${needed}` };
  return {
    head: words.name(measure),
    group: false,
    cells: [
      { kind: "text", text: words.source(measure), note: null },
      { kind: "text", text: said, note: null },
    ],
  };
}

/** Of areas there must be two at least, and a time before the change. */
export function unitsSection(own: Case, changes: Map<string, number | null>): Section | null {
  const areas = own.windows.areas;
  if (areas.length < 2 || areas[0]?.before === null) {
    return null;
  }
  const rows = [...FIVE]
    .filter((measure) => measure !== "cost")
    .map((measure) => row(own, measure, changes.get(measure) ?? null));
  const blocks: Block[] = [
    { kind: "text", text: words.what },
    { kind: "table", caption: words.caption, columns: words.columns, rows },
    { kind: "note", text: words.note },
  ];
  return { id: "evaluate", title: words.title, blocks };
}
