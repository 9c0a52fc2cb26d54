/* How arms are drawn: a colour and a dash each, so that they differ without colours too; 3:1 at least against white. */

import type { Context } from "./context.ts";
import { type Attributes, type Child, draw } from "./dom.ts";

export interface Stroke {
  color: string;
  dash: string;
  width: number;
}

export const INK = "#1b1b1b";
const BASE: Stroke = { color: "#4a4a4a", dash: "5 4", width: 2 };

/** Lines of a picture that are no data: stated on each, so that a picture can be saved as it is. */
export const PAINT = {
  grid: { stroke: "#c9c9c9" },
  axis: { stroke: INK },
  mark: { stroke: INK, "stroke-width": 1.5 },
  level: { stroke: BASE.color, "stroke-width": 1.5, "stroke-dasharray": "5 4" },
};

/** A drawing of a size, with what it says for those who do not see it. */
export function picture(label: string, width: number, height: number, ...children: Child[]): SVGSVGElement {
  const attributes: Attributes = {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": label,
    class: "picture",
    "font-family": "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "font-size": 12,
    fill: INK,
  };
  return draw("svg", attributes, ...children);
}
export const COLORS = ["#0067a3", "#b34700", "#00735c", "#8a2c78", "#6b5d00", "#5353c6", "#a3123f", "#1b1b1b"];
const DASHES = ["", "9 3", "2 3", "12 3 2 3", "6 2 2 2 2 2", "16 5", "4 7", "1 2"];

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

/** The same of a point; the base is hollow. */
export function spot({ color }: Stroke, isHollow: boolean): SVGElement {
  const paint = { fill: isHollow ? "#fff" : color, stroke: color, "stroke-width": 2.5 };
  const circle = draw("circle", { cx: 8, cy: 8, r: 6, ...paint });
  return draw("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true", class: "swatch" }, circle);
}
