/* What becomes of a course after the change, in words. */

import type { Estimate, Path, Text } from "../document.ts";
import { months, type Told, when } from "./days.ts";
import { changeOf, type Measures } from "./measures.ts";
import { EMPTY, join, NONE, text } from "./text.ts";

const SETTLED: Record<Path["settled"], Text> = {
  yes: text("har planat ut", "settled"),
  no: text("ändras ännu", "still changing"),
  unknown: text("går inte att säga om den planat ut", "whether it has settled cannot be said"),
};

const told = (said: Text, note: Text = EMPTY): Told => ({ said, note });

/** Whether it is told from zero; a single simulation tells nothing of that, and is shown as it is. */
export const isSure = ({ mean, half }: Estimate): boolean => mean !== null && (half === null || Math.abs(mean) >= half);

const dips = (own: Path, better: number): boolean => better * (own.dip.mean ?? 0) < 0;

/** How deep it goes, in the worst quarter, and in which months that is. */
export function dipOf(measures: Measures, own: Path): Told {
  const better = measures[own.measure]?.better ?? 0;
  if (!dips(own, better)) return told(text("ingen försämring", "no dip"));
  const size = changeOf(measures, own.measure, own.dip.mean);
  if (!isSure(own.dip)) return told(text("ingen säker försämring", "no certain dip"));
  if (own.dip_days === null) return told(size);
  const [from, to] = own.dip_days.map((day) => months(day - own.change_day));
  return told(size, join(text("månad ", "months "), from ?? "", "–", to ?? ""));
}

export function overOf(measures: Measures, own: Path): Told {
  const better = measures[own.measure]?.better ?? 0;
  return dips(own, better) && isSure(own.dip) ? when(own.over) : told(NONE);
}

/** When the old level is reached, where it was ever left. */
export function passedOf(own: Path): Told {
  const isNever = own.passed.day === 0 && own.passed.high === 0;
  return isNever ? told(text("aldrig under den", "never below it")) : when(own.passed);
}

export const halfWayOf = (own: Path): Told => when(own.half_way);

export const levelOf = (measures: Measures, own: Path): Told =>
  told(changeOf(measures, own.measure, own.level.mean), SETTLED[own.settled]);

export const ROWS = {
  dip: text("försämringen: det sämsta kvartalet", "the dip: its worst quarter"),
  over: text("försämringen är över", "the dip is over"),
  passed: text("tillbaka på den gamla nivån, för gott", "the old level is passed, for good"),
  half: text("halvvägs till nivån till slut", "half of the way to the level in the end"),
  level: text("nivån till slut", "the level in the end"),
};
