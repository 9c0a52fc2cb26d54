/* What counts as a difference, and as implausible, of every outcome: analysis/tillit/report/outcomes.csv, the one place for it. */

import type { Measure as Shown, Text } from "../document.ts";
import type { Measure } from "../engine/tillit.ts";
import type { Limits } from "./conclude.ts";

type Row = Record<string, string>;

/** Cells of a line with commas between, in quotation marks where they hold one. */
const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );

function rowsOf(table: string): Row[] {
  const [head = "", ...lines] = table.trim().split(/\r?\n/);
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? "", cell])));
}

const number = (text: string | undefined): number | null => (text === undefined || text === "" ? null : Number(text));
const words = (row: Row, key: string): Text => ({ sv: row[`${key}_sv`] ?? "", en: row[key] ?? "" });

function plausibleOf(row: Row): Shown["plausible"] {
  const change = number(row.largest_change) ?? number(row.largest_change_share);
  const [low, high] = [number(row.low), number(row.high)];
  return low === null && high === null && change === null
    ? null
    : {
        low,
        high,
        change: change === null ? null : { value: change, of_level: number(row.largest_change) === null },
        source: words(row, "limits_from"),
      };
}

function smallestShown(row: Row): Shown["smallest"] {
  const own = number(row.smallest);
  const share = number(row.smallest_share);
  const value = own ?? share;
  return value === null ? null : { value, of_level: own === null, source: words(row, "smallest_from") };
}

export class LimitTable {
  private readonly rows: Map<string, Row>;

  constructor(table: string) {
    this.rows = new Map(rowsOf(table).map((row) => [row.outcome ?? "", row]));
  }

  of(measure: string): Limits | undefined {
    const row = this.rows.get(measure);
    const own = Number(row?.better);
    return row === undefined
      ? undefined
      : {
          better: own > 0 ? 1 : own < 0 ? -1 : 0,
          smallest: number(row.smallest),
          smallestShare: number(row.smallest_share),
        };
  }

  /** What a page knows of a measure: the library's words, and these limits. */
  shown(measure: Measure): Shown {
    const row = this.rows.get(measure.name);
    const published =
      measure.published === ""
        ? null
        : {
            figure: { sv: measure.published_sv, en: measure.published },
            source: { sv: measure.source, en: measure.source },
          };
    return {
      name: measure.label,
      unit: measure.unit.en === "" ? "1" : measure.unit.en,
      telling: measure.telling as Shown["telling"],
      better: this.of(measure.name)?.better ?? 0,
      smallest: row === undefined ? null : smallestShown(row),
      plausible: row === undefined ? null : plausibleOf(row),
      published,
    };
  }
}
