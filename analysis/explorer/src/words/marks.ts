/* What is implausible for Swedish home care: levels outside what is known, and changes larger than any reform has made. */

import type { Answer, Arm, Document, Finding, Measure, Text } from "../document.ts";
import { FIVE, PAID } from "./groups.ts";
import { amountOf, changeOf, type Measures, nameOf, withUnit } from "./measures.ts";
import { capital, join, NONE, text, together } from "./text.ts";

export interface Mark {
  measure: string;
  arm: number;
  /** null: a level. */
  base: number | null;
  value: number;
  limit: number;
}

const WATCHED: readonly string[] = [...FIVE, PAID];

/** The limit that a level is beyond, or null. */
export function beyond(own: Measure | undefined, level: number | null): number | null {
  const { low = null, high = null } = own?.plausible ?? {};
  if (level === null) return null;
  return low !== null && level < low ? low : high !== null && level > high ? high : null;
}

/** The largest plausible change from a level, or null. */
function largest(own: Measure | undefined, base: number | null): number | null {
  const change = own?.plausible?.change ?? null;
  if (change === null) return null;
  return change.of_level ? change.value * Math.abs(base ?? Number.NaN) : change.value;
}

/** The limit that a change is beyond, or null. */
export function tooLarge(own: Measure | undefined, finding: Finding): number | null {
  const limit = largest(own, finding.base_level.mean);
  return limit !== null && Math.abs(finding.change.mean ?? 0) > limit ? limit : null;
}

/** What of a finding is implausible: its change before its level; null: nothing. */
export function implausible(measures: Measures, own: Finding): "change" | "level" | null {
  const measure = measures[own.measure];
  if (tooLarge(measure, own) !== null) return "change";
  return beyond(measure, own.level.mean) !== null ? "level" : null;
}

export const IMPLAUSIBLE = {
  change: text("orimlig ändring", "implausible change"),
  level: text("orimlig nivå", "implausible level"),
};

function levelMarks(document: Document): Mark[] {
  return (document.levels?.rows ?? []).flatMap(({ measure, cells }) =>
    cells.flatMap(({ mean }, arm) => {
      const limit = beyond(document.measures[measure], mean);
      return limit === null || mean === null ? [] : [{ measure, arm, base: null, value: mean, limit }];
    }),
  );
}

function changeMarks(document: Document): Mark[] {
  return document.answers.flatMap(({ arm, base, five }) =>
    five.flatMap((own) => {
      const limit = tooLarge(document.measures[own.measure], own);
      return limit === null ? [] : [{ measure: own.measure, arm, base, value: own.change.mean ?? 0, limit }];
    }),
  );
}

/** Of what every answer holds: levels and changes that are implausible, of the arms of these answers or of all. */
export function marksOf(document: Document, answers: Answer[] | null = null): Mark[] {
  const isOf = (own: Mark) =>
    answers === null ||
    answers.some(({ arm, base }) =>
      own.base === null ? [arm, base].includes(own.arm) : own.arm === arm && own.base === base,
    );
  return [...levelMarks(document), ...changeMarks(document)].filter(
    (own) => WATCHED.includes(own.measure) && isOf(own),
  );
}

/* ---- in words ------------------------------------------------------------------------------------------------- */

const titleOf = (arms: Arm[], arm: number): Text => arms[arm]?.title ?? NONE;

function level(document: Document, own: Mark): Text {
  const over = own.value > own.limit ? text("över ", "above ") : text("under ", "below ");
  const limit = withUnit(document.measures, own.measure, amountOf(document.measures, own.measure, own.limit));
  const value = amountOf(document.measures, own.measure, own.value);
  return join(titleOf(document.arms, own.arm), " ", value, " (", over, limit, ")");
}

function change(document: Document, own: Mark): Text {
  const against = join(
    titleOf(document.arms, own.arm),
    text(" mot ", " against "),
    titleOf(document.arms, own.base ?? 0),
  );
  const value = withUnit(document.measures, own.measure, changeOf(document.measures, own.measure, own.value), true);
  const limit = amountOf(document.measures, own.measure, own.limit);
  return join(against, " ", value, text(" (mer än ", " (more than "), limit, ")");
}

function sentence(document: Document, measure: string, own: Mark[], say: typeof level, what: Text): Text {
  const source = document.measures[measure]?.plausible?.source ?? NONE;
  const told = together(
    own.map((mark) => say(document, mark)),
    "; ",
  );
  return join(capital(nameOf(document.measures, measure)), what, told, text(". Gräns: ", ". Limit: "), source, ".");
}

/** A sentence a measure about implausible levels, and one about implausible changes. */
export function markSentences(document: Document, answers: Answer[] | null = null): Text[] {
  const marks = marksOf(document, answers);
  return WATCHED.flatMap((measure) => {
    const own = marks.filter((mark) => mark.measure === measure);
    const [levels, changes] = [own.filter((m) => m.base === null), own.filter((m) => m.base !== null)];
    return [
      ...(levels.length > 0 ? [sentence(document, measure, levels, level, text(": ", ": "))] : []),
      ...(changes.length > 0
        ? [sentence(document, measure, changes, change, text(", för stor ändring: ", ", too large a change: "))]
        : []),
    ];
  });
}
