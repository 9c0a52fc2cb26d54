/* Two levels on one axis, where nothing is known over time: before hollow, after filled, with what simulation leaves open. */

import { scaleLinear } from "d3-scale";
import type { Estimate } from "../document.ts";
import { type Axis, axisOf } from "./axes.ts";
import { draw } from "./dom.ts";
import { PAINT, picture } from "./palette.ts";

export interface Dot {
  value: Estimate;
  color: string;
  isHollow: boolean;
}

export interface Dots {
  label: string;
  measure: string;
  isShare: boolean;
  width: number;
  /** The first is the base. */
  dots: Dot[];
  tellerOf: (axis: Axis) => (value: number) => string;
}

type Scale = (value: number) => number;

const ROW = 36;
const EDGE = 16;

const ends = ({ mean, half }: Estimate): (number | null)[] =>
  mean === null ? [] : [mean - (half ?? 0), mean, mean + (half ?? 0)];

function axis(dots: Dots, own: Axis, x: Scale, bottom: number): SVGElement[] {
  const tell = dots.tellerOf(own);
  const ticks = scaleLinear([own.low, own.high], [0, 1]).ticks(4);
  return ticks.flatMap((value) => [
    draw("line", { ...PAINT.grid, x1: x(value), x2: x(value), y1: 4, y2: bottom }),
    draw("text", { x: x(value), y: bottom + 15, "text-anchor": "middle" }, tell(value)),
  ]);
}

function dot(own: Dot, x: Scale, y: number): SVGElement[] {
  const [low, mean, high] = ends(own.value);
  if (low == null || mean == null || high == null) return [];
  const paint = { fill: own.isHollow ? "#fff" : own.color, stroke: own.color, "stroke-width": 2.5 };
  return [
    draw("line", { x1: x(low), x2: x(high), y1: y, y2: y, stroke: own.color, "stroke-width": 2 }),
    draw("circle", { cx: x(mean), cy: y, r: 6, ...paint }),
  ];
}

function baseline(dots: Dots, x: Scale, bottom: number): SVGElement | null {
  const base = dots.dots[0]?.value.mean ?? null;
  return base === null ? null : draw("line", { ...PAINT.level, x1: x(base), x2: x(base), y1: 4, y2: bottom });
}

export function dots(own: Dots): SVGSVGElement {
  const all = own.dots.flatMap(({ value }) => ends(value));
  const range = axisOf(own.measure, all, { base: own.dots[0]?.value.mean ?? null, isShare: own.isShare });
  const x = scaleLinear([range.low, range.high], [EDGE, own.width - EDGE]);
  const bottom = ROW * own.dots.length + 4;
  return picture(
    own.label,
    own.width,
    bottom + 22,
    ...axis(own, range, x, bottom),
    baseline(own, x, bottom),
    ...own.dots.flatMap((each, i) => dot(each, x, ROW * (i + 0.5) + 4)),
  );
}
