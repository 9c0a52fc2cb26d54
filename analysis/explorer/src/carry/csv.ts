/* Tables as a Swedish Excel opens them: semicolons, decimal commas, UTF-8 with its mark. */

import type { Document, Estimate, Text } from "../document.ts";
import { JUDGEMENTS } from "../words/judgements.ts";
import { labelOf } from "../words/measures.ts";
import { type Language, text } from "../words/text.ts";

export type Cell = string | number | null;

const MARK = "\ufeff";
const DIGITS = 7;

function written(cell: Cell): string {
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? String(Number(cell.toPrecision(DIGITS))).replace(".", ",") : "";
  }
  const own = cell ?? "";
  // What a spreadsheet would take for a formula is text.
  const safe = /^[=+@\t\r]/.test(own) ? `'${own}` : own;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(rows: Cell[][]): string {
  return MARK + rows.map((row) => `${row.map(written).join(";")}\r\n`).join("");
}

/** "−1 234,5" as it stands on the page is a number; anything else is text. */
export function cellOf(shown: string): Cell {
  const plain = shown
    .trim()
    .replace(/[\u202f\u00a0](?=\d{3})/g, "")
    .replace(/^[−-]/, "-");
  return /^[+-]?\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : shown.trim();
}

// ---- a document's tables ------------------------------------------------------------------------------------------

const both = (own: Estimate): Cell[] => [own.mean, own.half];

const HEADS: Text[] = [
  text("utfall", "outcome"),
  text("mått", "measure"),
  text("enhet", "unit"),
  text("jämfört med", "compared with"),
  text("± (95 %)", "± (95 %)"),
  text("alternativet", "the alternative"),
  text("± (95 %)", "± (95 %)"),
  text("skillnad", "difference"),
  text("± (95 %)", "± (95 %)"),
  text("minsta skillnad som spelar roll", "smallest difference that matters"),
  text("bedömning", "judgement"),
  text("andel rimliga världar där det är bättre", "share of plausible worlds in which it is better"),
  text("andel där det är sämre", "share in which it is worse"),
  text("prövade världar", "worlds tried"),
];

/** Every outcome of the first answer. */
export function outcomesTable(own: Document, language: Language): Cell[][] {
  const rows = own.differences.map(({ measure, cells }): Cell[] => {
    const [found] = cells;
    const name = labelOf(own.measures, measure)[language];
    if (found === undefined) return [name, measure];
    const { level, base_level, change, smallest, judgement, worlds } = found;
    const tried = [worlds?.better ?? null, worlds?.worse ?? null, worlds?.tried ?? null];
    const unit = own.measures[measure]?.unit ?? "";
    return [
      name,
      measure,
      unit,
      ...both(base_level),
      ...both(level),
      ...both(change),
      smallest,
      JUDGEMENTS[judgement][language],
      ...tried,
    ];
  });
  return [HEADS.map((head) => head[language]), ...rows];
}

/** Levels over time: a row a period, a column an arm of every course. */
export function coursesTable(own: Document, language: Language): Cell[][] {
  const [first] = own.courses;
  const title = (arm: number): string => own.arms[arm]?.title[language] ?? "";
  const columns = own.courses.flatMap((course) =>
    course.arms.map(({ arm, mean }) => ({
      head: `${labelOf(own.measures, course.measure)[language]}: ${title(arm)}`,
      mean,
    })),
  );
  const head = [text("dag", "day")[language], ...columns.map((column) => column.head)];
  return [head, ...(first?.days ?? []).map((day, i): Cell[] => [day, ...columns.map(({ mean }) => mean[i] ?? null)])];
}

/** Extra cost by item and year, in kronor. */
export function moneyTable(own: Document, language: Language): Cell[][] {
  const year = (n: number): Cell[] => [text(`år ${n}, kr`, `year ${n}, SEK`)[language], "±"];
  const head: Cell[] = [text("post", "item")[language], ...year(1), ...year(2), ...year(3)];
  const rows = own.money.flatMap(({ items }) =>
    items.map(({ measure, years }): Cell[] => [
      labelOf(own.measures, measure)[language],
      ...years.flatMap((of) => (of === null ? [null, null] : both(of))),
    ]),
  );
  return [head, ...rows];
}
