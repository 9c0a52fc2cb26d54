/* Stacked bars: parts of a sum, a bar a row. Each part has its own shade and pattern, and its number in the table below. */

import { scaleLinear } from "d3-scale";
import type { Block, Text } from "../document.ts";
import { number } from "../words/numbers.ts";
import { join, together } from "../words/text.ts";
import type { Context } from "./context.ts";
import { w } from "./context.ts";
import { draw, h } from "./dom.ts";
import { picture } from "./palette.ts";
import { more, table } from "./table.ts";

export type Bars = Extract<Block, { kind: "bars" }>;

const FILLS = ["#0067a3", "#c96a1b", "#00735c", "#8a2c78", "#8f7d00", "#5353c6", "#a3123f", "#4a4a4a"];
const SIZE = { width: 640, bar: 22, row: 46 };

const fill = (i: number): string => FILLS[i % FILLS.length] ?? "#000";

const total = (parts: { value: number }[]): number => parts.reduce((sum, { value }) => sum + value, 0);

function bar({ say }: Context, row: Bars["rows"][number], y: number, x: (value: number) => number): SVGElement[] {
  let from = 0;
  const parts = row.parts.map(({ value }, i) => {
    const start = from;
    from += value;
    const [left, width] = [x(start), Math.max(0, x(start + value) - x(start))];
    return draw("rect", { x: left, y: y + 17, width, height: SIZE.bar, fill: fill(i), stroke: "#fff" });
  });
  return [draw("text", { x: 0, y: y + 12, "font-size": 13 }, say(row.label)), ...parts];
}

/** In a sentence: every row and its sum. */
function sentenceOf(own: Bars): Text {
  const told = own.rows.map((row) => join(row.label, ": ", number(total(row.parts))));
  return join(own.caption, " ", together(told, "; "), " ", own.unit, ".");
}

function drawing(context: Context, own: Bars): SVGSVGElement {
  const most = Math.max(...own.rows.map(({ parts }) => total(parts)), Number.MIN_VALUE);
  const x = scaleLinear([0, most], [0, SIZE.width - 4]);
  const bars = own.rows.flatMap((row, i) => bar(context, row, i * SIZE.row, x));
  return picture(context.say(sentenceOf(own)), SIZE.width, own.rows.length * SIZE.row, ...bars);
}

function legend({ say }: Context, labels: Text[]): HTMLElement {
  const items = labels.map((label, i) => {
    const square = draw("rect", { width: 14, height: 14, fill: fill(i) });
    const swatch = draw("svg", { width: 14, height: 14, "aria-hidden": "true", class: "swatch" }, square);
    return h("li", {}, swatch, h("span", {}, say(label)));
  });
  return h("ul", { class: "legend" }, ...items);
}

export function bars(context: Context, own: Bars): HTMLElement {
  const { say } = context;
  const labels = own.rows[0]?.parts.map(({ label }) => label) ?? [];
  const rows = own.rows.map(({ label, parts }) => ({
    head: say(label),
    cells: parts.map(({ value }) => say(number(value))),
  }));
  return h(
    "figure",
    { class: "wide" },
    h("figcaption", {}, say(own.caption)),
    legend(context, labels),
    drawing(context, own),
    more(
      say(w("Samma i siffror", "The same in figures")),
      table(context, {
        caption: join(own.caption, " ", own.unit),
        columns: [say(w("Alternativ", "Alternative")), ...labels.map((label) => say(label))],
        rows,
      }),
    ),
  );
}
