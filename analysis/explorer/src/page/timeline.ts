/* What pictures over time have in common: months from the change, its day, and the days on which more changes. */

import { MONTH, monthOf } from "../words/days.ts";
import type { Axis } from "./axes.ts";
import { type Context, w } from "./context.ts";
import type { Mark } from "./lines.ts";

/** The day that months are counted from: that of the change, or the first. */
export const startOf = ({ document }: Context): number => document.change?.day ?? 0;

export const monthAt = (context: Context, day: number): number => (day - startOf(context)) / MONTH;

/** From the first measured day to the last. */
export const spanOfTime = (context: Context): Axis => ({ low: 0, high: context.document.about.days });

/** A tick every half year, or every year where there are many. */
export function ticksOfTime(context: Context): number[] {
  const { days } = context.document.about;
  const step = (days > 5 * 365 ? 24 : days > 2 * 365 ? 12 : days > 300 ? 6 : days > 150 ? 3 : 1) * MONTH;
  const start = startOf(context);
  const first = start - Math.floor(start / step) * step;
  const count = Math.floor((days - first) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => first + i * step);
}

export const tellMonth = (context: Context, day: number): string =>
  String(Math.round(monthAt(context, day))).replace("-", "\u2212");

export const underTime = ({ document, say }: Context): string =>
  say(document.change ? w("månader från förändringen", "months from the change") : w("månader", "months"));

export function marksOfTime({ document, say }: Context): Mark[] {
  const { change } = document;
  if (change === null) return [];
  const back = change.back === null ? [] : [{ at: change.back, label: say(w("återgång", "back")) }];
  const begins = change.until === null ? w("förändring", "change") : w("förändring börjar", "change begins");
  const until = change.until === null ? [] : [{ at: change.until, label: say(w("genomförd", "complete")) }];
  return [{ at: change.day, label: say(begins) }, ...until, ...back];
}

/** Of a table's row: a month after the change, or of what is measured. */
export const monthLabel = (context: Context, day: number): string =>
  context.document.change ? tellMonth(context, day) : String(monthOf(day));
