/* Tables: with a caption, headings of columns and rows, and their own sideways scrolling where they are wide. */

import type { Part } from "../words/text.ts";
import type { Context } from "./context.ts";
import { type Child, h } from "./dom.ts";

export interface TableRow {
  head: Child;
  cells: Child[];
  /** Begins a group of rows. */
  group?: boolean;
}

export interface TableSpec {
  caption: Part;
  columns: Child[];
  rows: TableRow[];
  /** "numbers" to the right; "texts" to the left; "cards": each row a card on a phone. */
  kind?: "numbers" | "texts" | "cards";
}

function row(own: TableRow, columns: Child[]): HTMLTableRowElement {
  if (own.group) {
    return h("tr", { class: "group" }, h("th", { scope: "colgroup", colspan: columns.length }, own.head));
  }
  const cells = own.cells.map((cell, i) => h("td", { "data-column": textOf(columns[i + 1]) }, cell));
  return h("tr", {}, h("th", { scope: "row" }, own.head), cells);
}

/** What a column is called, for cards on a phone. */
function textOf(column: Child | undefined): string {
  if (typeof column === "string") return column;
  return column instanceof Node ? (column.textContent ?? "") : "";
}

export function table(context: Context, spec: TableSpec): HTMLElement {
  const caption = context.say(spec.caption);
  const head = h("tr", {}, ...spec.columns.map((own) => h("th", { scope: "col" }, own)));
  const body = h("tbody", {}, ...spec.rows.map((own) => row(own, spec.columns)));
  const own = h(
    "table",
    { class: spec.kind ?? "numbers" },
    h("caption", {}, h("span", {}, caption)),
    h("thead", {}, head),
    body,
  );
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption }, own);
}

/** What opens on a click. */
export function more(summary: string, ...children: Child[]): HTMLElement {
  return h("details", {}, h("summary", {}, summary), ...children);
}
