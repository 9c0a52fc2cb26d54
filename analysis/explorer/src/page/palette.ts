/* How arms are drawn: a colour and a dash each, so that they differ without colours too; 3:1 at least against white. */

import type { Context } from "./context.ts";
import { draw } from "./dom.ts";

export interface Stroke {
  color: string;
  dash: string;
  width: number;
}

const BASE: Stroke = { color: "#4a4a4a", dash: "5 4", width: 2 };
const COLORS = ["#0067a3", "#b34700", "#00735c", "#8a2c78", "#6b5d00", "#5353c6", "#a3123f", "#1b1b1b"];
const DASHES = ["", "9 3", "2 3", "12 3 2 3", "6 2 2 2 2 2", "", "9 3", "2 3"];

/** Lines that can be told apart in a picture, the base not counted. */
export const MOST_DRAWN = COLORS.length;

export const nth = (i: number): Stroke => ({
  color: COLORS[i % COLORS.length] ?? "#000",
  dash: DASHES[i % DASHES.length] ?? "",
  width: 2.25,
});

/** An arm is drawn alike wherever it is. */
export function strokeOf(context: Context, arm: number): Stroke {
  const { arms } = context.document;
  if (arms[arm]?.base && arms.length > 1) return BASE;
  return nth(arms.slice(0, arm).filter((own) => !own.base).length);
}

export function swatch({ color, dash, width }: Stroke): SVGElement {
  const line = draw("line", {
    x1: 1,
    x2: 31,
    y1: 6,
    y2: 6,
    stroke: color,
    "stroke-width": width,
    "stroke-dasharray": dash,
  });
  return draw("svg", { width: 32, height: 12, viewBox: "0 0 32 12", "aria-hidden": "true", class: "swatch" }, line);
}
