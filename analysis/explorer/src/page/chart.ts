/* Charts of a document's courses: the picture, what it says in a sentence, and its table. */

import type { Course, Text } from "../document.ts";
import { spanOfDays } from "../words/days.ts";
import { amountOf, briefly, isShare, labelOf, scaleOf, unitOf } from "../words/measures.ts";
import { decimal } from "../words/numbers.ts";
import { capital, isEmpty, join, together } from "../words/text.ts";
import { type Axis, axisOf } from "./axes.ts";
import { type Context, titleOf, w } from "./context.ts";
import { h } from "./dom.ts";
import { type Line, lines } from "./lines.ts";
import { MOST_DRAWN, spot, strokeOf, swatch } from "./palette.ts";
import { more, table } from "./table.ts";
import { marksOfTime, monthLabel, spanOfTime, tellMonth, ticksOfTime, underTime } from "./timeline.ts";

type Arms = Course["arms"];

const last = (values: (number | null)[]): number | null => values.findLast((own) => own !== null) ?? null;

/** From this width on, some four round ticks stand a whole or more apart (d3-array, ticks). */
const WHOLE = 4 * Math.sqrt(0.5);

/** How ticks of an axis are written: with no more decimals than they need. */
export function plainTeller(context: Context, axis: Axis, scale = 1): (value: number) => string {
  const width = (axis.high - axis.low) * scale;
  const decimals = width >= WHOLE ? 0 : width >= WHOLE / 10 ? 1 : 2;
  return (value) => context.say(decimal(value * scale, decimals));
}

/** The same in the unit that a measure is told in. */
export const tellerOf = (context: Context, measure: string, axis: Axis): ((value: number) => string) =>
  plainTeller(context, axis, scaleOf(context.measures, measure));

const MOST_TOLD = 4;

/** Those that a sentence has room for: all of a few; of many the first, the lowest and the highest in the end. */
function toldOf(arms: Arms): Arms {
  if (arms.length <= MOST_TOLD) return arms;
  const ordered = arms.toSorted((a, b) => (last(a.mean) ?? 0) - (last(b.mean) ?? 0));
  return [...new Set([arms[0], ordered[0], ordered.at(-1)])].filter((own) => own !== undefined);
}

/** In a sentence, where lines end. */
function sentenceOf({ document, measures }: Context, measure: string, arms: Arms): Text {
  const level = (own: Arms[number]) =>
    join(titleOf(document.arms, own.arm), " ", amountOf(measures, measure, last(own.mean)));
  const told = toldOf(arms).map(level);
  const unit = unitOf(measures, measure);
  const between = arms.length > MOST_TOLD ? w("; de andra däremellan.", "; the others in between.") : ".";
  const name = join(capital(briefly(measures, measure)), w(" till slut", " in the end"));
  return join(name, isEmpty(unit) ? "" : ", ", unit, ": ", together(told, "; "), between);
}

function linesOf(context: Context, arms: Arms): Line[] {
  return arms.map(({ arm, mean, band }) => ({ stroke: strokeOf(context, arm), mean, band }));
}

/** The picture of a course alone. */
export function pictureOf(context: Context, own: Course, arms: Arms, size: { width: number; height: number }) {
  const values = arms.flatMap(({ mean, band }) => [...mean, ...(band?.low ?? []), ...(band?.high ?? [])]);
  const base = own.arms.find(({ arm }) => context.document.arms[arm]?.base)?.mean[0] ?? null;
  const y = axisOf(own.measure, values, { base, isShare: isShare(context.measures, own.measure) });
  return lines({
    ...size,
    label: context.say(sentenceOf(context, own.measure, arms)),
    at: own.days,
    x: spanOfTime(context),
    y,
    lines: linesOf(context, arms),
    marks: marksOfTime(context),
    level: null,
    tellX: (day) => tellMonth(context, day),
    tellY: tellerOf(context, own.measure, y),
    ticksX: ticksOfTime(context),
    under: underTime(context),
  });
}

/** A row a period: the month, and every arm. */
export function courseTable(context: Context, own: Course, arms: Arms): HTMLElement {
  const { say, measures, document } = context;
  const rows = own.days.map((day, i) => ({
    head: monthLabel(context, day),
    cells: arms.map(({ mean }) => say(amountOf(measures, own.measure, mean[i] ?? null))),
  }));
  const titles = arms.map(({ arm }) => say(titleOf(document.arms, arm)));
  return table(context, {
    caption: labelOf(measures, own.measure),
    columns: [underTime(context), ...titles],
    rows,
  });
}

/** A line as it is drawn; where nothing is drawn over time, a point. */
export function swatchOf(context: Context, arm: number): SVGElement {
  const { courses, arms } = context.document;
  const stroke = strokeOf(context, arm);
  return courses.length > 0 ? swatch(stroke) : spot(stroke, arms[arm]?.base ?? false);
}

/** What lines stand for. */
export function legendOf(context: Context, arms: number[]): HTMLElement {
  const { say, document } = context;
  const goesOn = (arm: number) =>
    document.arms[arm]?.base && document.change !== null
      ? w(", går vidare som förut", ", going on as before")
      : w("", "");
  const items = arms.map((arm) =>
    h("li", {}, swatchOf(context, arm), h("span", {}, say(join(titleOf(document.arms, arm), goesOn(arm))))),
  );
  return h("ul", { class: "legend" }, ...items);
}

/** The base, and the first others that can be told apart. */
export const drawnOf = (arms: Arms): Arms => arms.slice(0, MOST_DRAWN + 1);

const SIZE = { width: 420, height: 240 };

/** A course of all arms: the picture, its unit, and the same in a table. */
export function courseFigure(context: Context, own: Course): HTMLElement {
  const { say, measures } = context;
  const drawn = drawnOf(own.arms);
  return h(
    "figure",
    {},
    h("figcaption", {}, h("strong", {}, say(labelOf(measures, own.measure)))),
    pictureOf(context, own, drawn, SIZE),
    h("p", { class: "said" }, say(sentenceOf(context, own.measure, drawn))),
    more(say(w("Samma i siffror", "The same in figures")), courseTable(context, own, own.arms)),
  );
}

export const daysOf = (context: Context): string => context.say(spanOfDays([0, context.document.about.days]));
