/*
 * A picture of lines with bands, as SVG: it prints sharply, scales to a phone and can be saved as it is. d3-scale finds where things
 * go and which ticks are round, d3-shape makes paths; everything else is drawn here.
 */

import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { Band, Series } from "../document.ts";
import type { Axis } from "./axes.ts";
import { draw } from "./dom.ts";
import { PAINT, picture, type Stroke } from "./palette.ts";

export interface Line {
  stroke: Stroke;
  mean: Series;
  band: Band | null;
}

export interface Mark {
  at: number;
  label: string;
}

export interface Picture {
  /** Read aloud instead of the picture. */
  label: string;
  width: number;
  height: number;
  /** Where the points stand. */
  at: number[];
  x: Axis;
  y: Axis;
  lines: Line[];
  /** Upright lines, as the day of the change. */
  marks: Mark[];
  /** A level line, as zero, or none. */
  level: number | null;
  /** How ticks are written. */
  tellX: (value: number) => string;
  tellY: (value: number) => string;
  /** Where ticks of x stand; null: where it is round. */
  ticksX: number[] | null;
  /** What x is. */
  under: string;
}

interface Place {
  x: (value: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const LETTER = 6.4; // about how wide a figure is
const MARGIN = { top: 16, right: 10, bottom: 32 };

function placeOf(picture: Picture, ticks: number[]): Place {
  const longest = Math.max(...ticks.map((own) => picture.tellY(own).length));
  const [left, right] = [longest * LETTER + 10, picture.width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, picture.height - MARGIN.bottom];
  return {
    x: scaleLinear([picture.x.low, picture.x.high], [left, right]),
    y: scaleLinear([picture.y.low, picture.y.high], [bottom, top]).clamp(true),
    left,
    right,
    top,
    bottom,
  };
}

const ticksOf = (axis: Axis, count: number): number[] => scaleLinear([axis.low, axis.high], [0, 1]).ticks(count);

function gridY(picture: Picture, place: Place, ticks: number[]): SVGElement[] {
  return ticks.flatMap((own) => [
    draw("line", { ...PAINT.grid, x1: place.left, x2: place.right, y1: place.y(own), y2: place.y(own) }),
    draw("text", { x: place.left - 5, y: place.y(own) + 4, "text-anchor": "end" }, picture.tellY(own)),
  ]);
}

function axisX(picture: Picture, place: Place): SVGElement[] {
  const ticks = picture.ticksX ?? ticksOf(picture.x, 4);
  const labels = ticks.map((own) =>
    draw("text", { x: place.x(own), y: place.bottom + 13, "text-anchor": "middle" }, picture.tellX(own)),
  );
  const name = draw(
    "text",
    { x: (place.left + place.right) / 2, y: place.bottom + 27, "text-anchor": "middle" },
    picture.under,
  );
  return [
    draw("line", { ...PAINT.axis, x1: place.left, x2: place.right, y1: place.bottom, y2: place.bottom }),
    ...labels,
    name,
  ];
}

function markOf(place: Place, own: Mark): SVGElement[] {
  const x = place.x(own.at);
  const isRight = x > (place.left + place.right) / 2;
  const anchor = isRight ? "end" : "start";
  return [
    draw("line", { ...PAINT.mark, x1: x, x2: x, y1: place.top - 2, y2: place.bottom }),
    draw("text", { x: isRight ? x - 3 : x + 3, y: place.top - 5, "text-anchor": anchor }, own.label),
  ];
}

type Point = [x: number, low: number | null, high: number | null];

function bandOf(picture: Picture, place: Place, { band, stroke }: Line): SVGElement | null {
  if (!band) return null;
  const points = picture.at.map((at, i): Point => [at, band.low[i] ?? null, band.high[i] ?? null]);
  const path = area<Point>()
    .defined(([, low, high]) => low !== null && high !== null)
    .x(([at]) => place.x(at))
    .y0(([, low]) => place.y(low ?? 0))
    .y1(([, , high]) => place.y(high ?? 0));
  return draw("path", { d: path(points) ?? "", fill: stroke.color, "fill-opacity": 0.16 });
}

function lineOf(picture: Picture, place: Place, own: Line): SVGElement {
  const points = picture.at.map((at, i): [number, number | null] => [at, own.mean[i] ?? null]);
  const path = line<[number, number | null]>()
    .defined(([, mean]) => mean !== null)
    .x(([at]) => place.x(at))
    .y(([, mean]) => place.y(mean ?? 0));
  const { color, dash, width } = own.stroke;
  return draw("path", {
    d: path(points) ?? "",
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-dasharray": dash || null,
  });
}

function levelOf(picture: Picture, place: Place): SVGElement | null {
  if (picture.level === null) return null;
  const y = place.y(picture.level);
  return draw("line", { ...PAINT.level, x1: place.left, x2: place.right, y1: y, y2: y });
}

/** The picture; its size is that of its box, in proportion. */
export function lines(own: Picture): SVGSVGElement {
  const ticks = ticksOf(own.y, 4);
  const place = placeOf(own, ticks);
  return picture(
    own.label,
    own.width,
    own.height,
    ...gridY(own, place, ticks),
    ...axisX(own, place),
    ...own.lines.map((line) => bandOf(own, place, line)),
    levelOf(own, place),
    ...own.marks.flatMap((mark) => markOf(place, mark)),
    ...own.lines.map((line) => lineOf(own, place, line)),
  );
}
