/* Stacked bars: parts of a sum, a bar a row. Parts have numbers beside their colours, for those who see none. */

import { scaleLinear } from "d3-scale";
import type { Block, Text } from "../document.ts";
import { number } from "../words/numbers.ts";
import { join, together } from "../words/text.ts";
import type { Context } from "./context.ts";
import { w } from "./context.ts";
import { draw, h } from "./dom.ts";
import { COLORS, INK, picture } from "./palette.ts";
import { more, table } from "./table.ts";

export type Bars = Extract<Block, { kind: "bars" }>;

const SIZE = { width: 640, bar: 22, row: 46 };
const ROOM = 14; // for a number

const fill = (i: number): string => COLORS[i % COLORS.length] ?? INK;

const total = (parts: { value: number }[]): number => parts.reduce((sum, { value }) => sum + value, 0);

type Scale = (value: number) => number;

function part(i: number, left: number, right: number, y: number): SVGElement[] {
  const box = { x: left, y: y + 17, width: Math.max(0, right - left), height: SIZE.bar };
  const middle = { x: (left + right) / 2, y: y + 17 + SIZE.bar / 2 + 4, "text-anchor": "middle", fill: "#fff" };
  const number = right - left < ROOM ? [] : [draw("text", middle, String(i + 1))];
  return [draw("rect", { ...box, fill: fill(i), stroke: "#fff" }), ...number];
}

function bar({ say }: Context, row: Bars["rows"][number], y: number, x: Scale): SVGElement[] {
  const ends = row.parts.map((_, i) => total(row.parts.slice(0, i + 1)));
  const parts = ends.flatMap((end, i) => part(i, x(ends[i - 1] ?? 0), x(end), y));
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
    return h("li", {}, swatch, h("span", {}, `${i + 1}. ${say(label)}`));
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
